"""Every block of code on every page is run, or says why it is not."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

import iraqmilitias as im
from iraqmilitias.cli import COMMANDS

from ..conftest import ROOT
from ..contributions.editing import copy_package
from .blocks import TOOLS, Block, Runner, blocks, fits, pages, parts

PAGES = pages()
QUESTIONS = sorted((ROOT / "docs" / "questions").glob("*.sql"))


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A repository with the package in one commit, which has the tag of the first version."""
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    folder = copy_package(tmp_path / "checkout")
    someone = {f"GIT_{role}_{what}": "tester" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    for command in (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "base"], ["tag", "v0.1.0"]):
        subprocess.run(["git", *command], cwd=folder, check=True, env={**os.environ, **someone})
    return folder


def cases() -> list[object]:
    """Return what runs together, with the mark of the tier that has the program it needs."""
    found: list[object] = []
    for page in PAGES:
        for label, need, together in parts(page):
            marks = [getattr(pytest.mark, TOOLS[need][1])] if need else []
            if not need and any(b.language in ("sh", "console") for b in together):
                marks = [pytest.mark.slow]
            found.append(pytest.param(need, together, id=label, marks=marks))
    return found


@pytest.mark.parametrize(("need", "together"), cases())
def test_blocks_of_a_page_run(need: str, together: list[Block], checkout: Path) -> None:
    if need and need != "spark":
        assert shutil.which(TOOLS[need][0]), f"{TOOLS[need][0]} is not installed; .ci/run installs it"
    runner = Runner(checkout)
    for block in together:
        runner.run(block)


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_every_block_is_run_or_says_why_not(page: Path) -> None:
    found = blocks(page)
    text = page.read_text(encoding="utf-8")
    for block in found:
        assert block.reason or hasattr(Runner, f"run_{block.language}"), f"{block}: {block.language or 'no language'}"
        assert not block.reason or len(block.reason) > 15, f"{block}: the reason says too little"
    # A comment that is not directly before a block would say nothing about any.
    assert len(re.findall(r"^\s*<!-- not run", text, re.MULTILINE)) == sum(bool(b.reason) for b in found)
    assert len(re.findall(r"^\s*<!-- needs", text, re.MULTILINE)) == sum(b.need not in ("", b.language) for b in found)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("```sh\ntrue\n```\n", [("sh", "", "")]),
        ("~~~sql files\nselect 1\n~~~\n", [("sql", "", "")]),
        ("- item\n\n  ```python\n  1\n  ```\n", [("python", "", "")]),
        ("    indented\n", [("", "", "")]),
        ("<!-- not run: a server elsewhere -->\n```sh\nfalse\n```\n", [("sh", "a server elsewhere", "")]),
        ("<!-- not run: not for this one -->\n\ntext\n\n```sh\nfalse\n```\n", [("sh", "", "")]),
        ("<!-- needs: spark -->\n```python\n1\n```\n\n```r\n1\n```\n", [("python", "", "spark"), ("r", "", "r")]),
    ],
)
def test_blocks_are_found_in_every_form(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert [(b.language, b.reason, b.need) for b in blocks(ROOT / "README.md", text)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "```python\n1 / 0\n```\n",
        "```python\nx = 1\nnothing\n```\n",
        "```sh\nfalse\ntrue\n```\n",
        "```sql\nselect nothing from events\n```\n",
        "```sql files\nselect * from 'data/nothing.csv'\n```\n",
        "```console\n$ echo one\ntwo\n```\n",
        "```json\n{\n```\n",
        "```yaml\na: [\n```\n",
        "In `data/figures.csv`:\n\n```diff\n-no such row\n+another\n```\n",
        "```cobol\nSTOP RUN.\n```\n",
    ],
)
def test_block_that_does_not_do_as_shown_fails(text: str, tmp_path: Path) -> None:
    (block,) = blocks(ROOT / "README.md", text)
    with pytest.raises(AssertionError, match=r"README\.md:\d+"):
        Runner(copy_package(tmp_path / "checkout")).run(block)


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_commands_and_names_within_the_text_exist(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    commands = set(re.findall(r"`iraqmilitias(?: --package \S+)?\s([a-z]\w*)", text))
    assert commands <= set(COMMANDS), commands - set(COMMANDS)
    names = set(re.findall(r"`im\.(\w+)", text))
    assert all(hasattr(im, name) for name in names), [name for name in names if not hasattr(im, name)]


@pytest.mark.parametrize("path", QUESTIONS, ids=lambda p: p.stem)
def test_question_has_an_answer(path: Path) -> None:
    assert len(im.sql(path.read_text(encoding="utf-8"))) > 0


def test_readme_shows_what_its_first_command_prints(checkout: Path) -> None:
    first, shown, *_ = blocks(ROOT / "README.md")
    query = first.source[first.source.index("iraqmilitias query") :]
    done = Runner(checkout).command("sh", "-c", query)
    assert fits(done.stdout.strip(), shown.source.strip())
