"""The codebook's generated parts are those of the schemas."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SCRIPT = ROOT / "website" / "pages" / "codebook.py"


def run(root: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(SCRIPT), "--root", str(root), *options]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    for name in ("docs", "schemas"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("reference", "id"))
    (tmp_path / "data").mkdir()
    shutil.copy(ROOT / "data" / "event_types.csv", tmp_path / "data")
    return tmp_path


def test_codebook_is_what_the_schemas_say() -> None:
    assert run(ROOT, "--check").returncode == 0


@pytest.mark.parametrize("name", ["schemas/figures.json", "data/event_types.csv"])
def test_codebook_rejects_another_wording(copy: Path, name: str) -> None:
    path = copy / name
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("What kind of quantity", "Which quantity").replace("drone", "kite"), encoding="utf-8")
    assert path.read_text(encoding="utf-8") != text
    assert run(copy, "--check").returncode == 1
    assert run(copy).returncode == 0
    assert run(copy, "--check").returncode == 0


def test_codebook_rejects_a_table_left_out(copy: Path) -> None:
    path = copy / "docs" / "codebook.md"
    text = path.read_text(encoding="utf-8").replace("<!-- columns: figures -->", "")
    path.write_text(text, encoding="utf-8")
    shown = run(copy, "--check")
    assert shown.returncode == 1
    assert "figures" in shown.stderr
