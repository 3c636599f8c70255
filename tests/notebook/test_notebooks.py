"""The library in Jupyter, in marimo and in a plain shell: what is shown there can be read."""

from __future__ import annotations

import html
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from ..conftest import ROOT

HERE = Path(__file__).parent


def shown_as_html(cell: dict[str, Any]) -> str:
    return "".join("".join(out.get("data", {}).get("text/html", "")) for out in cell["outputs"])


@pytest.mark.clients
def test_notebook_of_the_documentation_runs_in_jupyter(tmp_path: Path) -> None:
    import nbformat
    from nbclient import NotebookClient

    notebook = nbformat.read(ROOT / "docs" / "first-steps.ipynb", as_version=4)
    assert not any(cell.get("outputs") for cell in notebook.cells)
    NotebookClient(notebook, kernel_name="python3", resources={"metadata": {"path": str(tmp_path)}}).execute()
    found, trace, _, during, frame, table, citation, described = (c for c in notebook.cells if c.cell_type == "code")
    assert "<mark>hangar</mark>" in shown_as_html(found).lower()
    assert "a loss of 31" in html.unescape(shown_as_html(trace))
    counts = during["outputs"][0]["data"]["text/plain"]
    assert counts.startswith("(") and int(counts[1:].split(",")[0]) > 0
    for cell, words in (
        (frame, "Iranian missile attack"),
        (table, "<table"),
        (citation, "iraqmilitias"),
        (described, "<h4>"),
    ):
        assert words in shown_as_html(cell)


@pytest.mark.clients
def test_notebook_runs_in_marimo(tmp_path: Path) -> None:
    target = tmp_path / "steps.html"
    command = [sys.executable, "-m", "marimo", "export", "html", str(HERE / "marimo_steps.py"), "-o", str(target)]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    page = target.read_text(encoding="utf-8")
    assert "a loss of 31" in page and "hangar" in page and "Israeli strikes" in page


@pytest.mark.slow
@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("print(im.trace('Soleimani'))", "act-0055  (actors, version "),
        ("print(im.find('hangar'))", "fac-0009, facility: Hangar at Al-Asad Air Base"),
        ("print(im.describe('figures'))", "Figures (table figures)"),
        ("print(im.coverage())", "src-0001"),
        ("im.trace('fig-0019').conflicts[0].reference.publisher", "'"),
    ],
)
def test_plain_shell_shows_what_can_be_read(code: str, words: str) -> None:
    shell = subprocess.run(
        [sys.executable, "-i", "-q"],
        input=f"import iraqmilitias as im\n{code}\n",
        capture_output=True,
        encoding="utf-8",
    )
    assert words in shell.stdout and "Error" not in shell.stderr, shell.stderr
