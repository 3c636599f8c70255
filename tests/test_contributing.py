"""CONTRIBUTING.md is done as it says: rows are edited as shown, commands run, and their output compared."""

from __future__ import annotations

import contextlib
import csv
import io
import os
import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from iraqmilitias.cli import COMMANDS, _run

from .conftest import ROOT
from .contributions.editing import copy_package

TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
FENCE = re.compile(r"```(\w+)\n(.*?)```", re.DOTALL)
SECTIONS = {s.partition("\n")[0]: s for s in re.split(r"^## ", TEXT, flags=re.MULTILINE)[1:]}
WITH_COMMANDS = [title for title, text in SECTIONS.items() if "```console" in text]


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A repository with the package in one commit."""
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    copy_package(tmp_path / "checkout")
    for command in (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "base"]):
        subprocess.run(["git", *command], cwd=tmp_path / "checkout", check=True, env=environment())
    return tmp_path / "checkout"


def environment() -> dict[str, str]:
    someone = {f"GIT_{role}_{what}": "tester" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    return {**os.environ, **someone}


def edit(folder: Path, file: str, block: str) -> None:
    """Make the change that a diff block shows: rows exchanged, taken out, or put at the end."""
    path = folder / file
    lines = path.read_text(encoding="utf-8").splitlines()
    gone = [line[1:] for line in block.splitlines() if line.startswith("-")]
    come = [line[1:] for line in block.splitlines() if line.startswith("+")]
    if gone:
        (at,) = (i for i, line in enumerate(lines) if line == gone[0])
        lines[at : at + len(gone)] = come
    else:
        lines += come
    path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="")


def fill(drafts: Path, piece: str) -> None:
    """Write what a table of drafts shows into the worksheet."""
    table = [[c.strip() for c in line.strip("|").split("|")] for line in piece.splitlines() if line.startswith("| ")]
    if not table:
        return
    (path,) = drafts.glob("*.csv")
    rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")))
    for cells in table[2:]:
        (row,) = (r for r in rows if r["row"] == cells[0])
        row |= dict(zip(table[0], cells, strict=True))
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    path.write_text(out.getvalue(), encoding="utf-8", newline="")


def commands(block: str) -> Iterator[tuple[str, str]]:
    """Each command of a console block and the output shown for it."""
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command, _, output = part.partition("\n")
        yield command, output.strip("\n")


def fits(output: str, shown: str) -> bool:
    """Whether output is what is shown; … stands for anything."""
    return re.fullmatch(".*".join(map(re.escape, shown.split("…"))), output, re.DOTALL) is not None


@pytest.mark.parametrize("title", WITH_COMMANDS)
def test_journey_goes_as_it_is_described(title: str, checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(checkout)
    monkeypatch.delenv("IRAQMILITIAS_SOURCES", raising=False)
    monkeypatch.setenv("COLUMNS", "120")
    file, ran = "", 0
    for piece in re.split(r"(```\w+\n.*?```)", SECTIONS[title], flags=re.DOTALL):
        block = FENCE.fullmatch(piece)
        if block is None:
            fill(checkout / "drafts", piece)
            file = [file, *re.findall(r"data/\w+\.csv", piece)][-1]
        elif block[1] == "diff":
            edit(checkout, file, block[2])
        elif block[1] == "text":
            (checkout.parent / "article.txt").write_text(block[2], encoding="utf-8")
        elif block[1] == "console":
            for command, shown in commands(block[2]):
                name, *arguments = shlex.split(command)
                assert name == "iraqmilitias"
                out = io.StringIO()
                with contextlib.redirect_stdout(out):
                    _run(arguments)
                assert fits(out.getvalue().strip("\n"), shown), f"$ {command}\n{out.getvalue()}"
                ran += 1
    assert ran


def test_commands_that_are_named_exist() -> None:
    named = set(re.findall(r"`iraqmilitias(?: --package \S+)?\s(\w+)", TEXT))
    assert named and named <= set(COMMANDS)


def test_developers_commands_are_those_of_the_checks() -> None:
    run = (ROOT / ".ci" / "run").read_text(encoding="utf-8") + (ROOT / "README.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```sh\n(.*?)```", SECTIONS["Work on the code"], re.DOTALL)
    assert blocks
    for command in (c for block in blocks for c in re.split(r" && |\n", block.strip())):
        assert " ".join(command.split()[:2]) in run, command


def test_pages_that_it_leads_to_exist() -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", TEXT):
        assert (ROOT / target).is_file(), target
    anchors = {title.lower().replace(" ", "-") for title in SECTIONS}
    assert set(re.findall(r"\]\(#([^)]+)\)", TEXT)) <= anchors
