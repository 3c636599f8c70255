"""Thirty bad contributions are rejected beside the right line, ten good ones pass with the right version.

Each is a patch that `git apply` puts on a copy of the data; then the command runs that public checks run.
"""

from __future__ import annotations

import contextlib
import csv
import io
import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from iraqmilitias import cli
from iraqmilitias.workshop.versions.bump import raised

from .cases import BAD, GOOD, VERSION
from .editing import copy_package
from .regenerate import patch

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
HERE = Path(__file__).parent
EXPECTED = list(csv.DictReader(io.StringIO((HERE / "expected.csv").read_text(encoding="utf-8"))))
REJECTED = [row for row in EXPECTED if row["file"]]
ACCEPTED = [row for row in EXPECTED if not row["file"]]


@pytest.fixture(scope="session")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_package(tmp_path_factory.mktemp("base"))


def applied(target: Path, file: Path) -> Path:
    copy_package(target)
    done = subprocess.run(["git", "apply", str(file)], cwd=target, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, f"{done.stderr}; the data changed: python -m tests.contributions.regenerate"
    return target


def run(*arguments: str | Path) -> tuple[int, str]:
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        status = cli._run([str(a) for a in arguments])
    return status, out.getvalue()


@pytest.mark.slow
@pytest.mark.sampled(8, rest="full")
@pytest.mark.parametrize("row", REJECTED, ids=lambda row: row["patch"].removesuffix(".patch"))
def test_bad_contribution_is_rejected_beside_its_line(row: dict[str, str], base: Path, tmp_path: Path) -> None:
    folder = applied(tmp_path / "package", HERE / "bad" / row["patch"])
    status, out = run("check", folder, "--against", base, "--format", "github")
    assert status == 1
    place = f"::error file={row['file']},line={row['line']},col=1,title={row['expected']}::"
    beside = [line for line in out.splitlines() if line.startswith(place)]
    assert beside, out
    message = beside[0].removeprefix(place)
    if row["column"]:
        assert message.startswith(f"{row['column']}: ")
    for words in row["words"].split(" | "):
        assert words in message


@pytest.mark.slow
@pytest.mark.sampled(5, rest="full")
@pytest.mark.parametrize("row", ACCEPTED, ids=lambda row: row["patch"].removesuffix(".patch"))
def test_good_contribution_passes_with_its_version(
    row: dict[str, str], base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("IRAQMILITIAS_SOURCES", raising=False)
    folder = applied(tmp_path / "package", HERE / "good" / row["patch"])
    summary = tmp_path / "summary.md"
    status, out = run("check", folder, "--against", base, "--format", "github", "--summary", summary)
    assert status == 0, out
    assert "::error" not in out and "::warning" not in out
    version = raised(VERSION, row["expected"])  # type: ignore[arg-type]
    text = summary.read_text(encoding="utf-8")
    assert text.startswith("## The contribution can be merged")
    assert f"needs a {row['expected']} version: {version}" in text
    assert "not checked here" in text


def test_there_are_thirty_bad_and_ten_good_ones() -> None:
    assert (len(BAD), len(GOOD)) == (30, 10) == (len(REJECTED), len(ACCEPTED))
    assert {p.name for p in (HERE / "bad").iterdir()} == {row["patch"] for row in REJECTED}
    assert {p.name for p in (HERE / "good").iterdir()} == {row["patch"] for row in ACCEPTED}
    assert len({case.code for case in BAD}) >= 25


@pytest.mark.slow
def test_patches_are_those_of_the_cases() -> None:
    """The hashes of blobs apart, so that data elsewhere in a file may change."""
    for kind, cases in (("bad", BAD), ("good", GOOD)):
        for path, case in zip(sorted((HERE / kind).iterdir()), cases, strict=True):
            made, _ = patch(case.edit)
            assert _changes(path.read_bytes()) == _changes(made), path.name


def _changes(content: bytes) -> list[bytes]:
    return [line for line in content.splitlines() if re.match(rb"[+-]", line)]


@pytest.mark.slow
def test_summary_shows_changes_as_tables_and_what_was_not_proved(base: Path, tmp_path: Path) -> None:
    folder = applied(tmp_path / "package", HERE / "bad" / "06-code-unknown.patch")
    summary, sarif = tmp_path / "summary.md", tmp_path / "out.sarif"
    summary.write_text("before\n", encoding="utf-8")
    status, _ = run("check", folder, "--against", base, "--summary", summary, "--sarif", sarif)
    text = summary.read_text(encoding="utf-8")
    assert status == 1 and text.startswith("before\n## The contribution needs work")
    assert "| data/figures.csv | 5 | qualifier |" in text
    assert "| \\~ | fig-0004 | 5 | qualifier | approximate | about |" in text
    assert (
        "not counted until the errors are fixed" in text
        and f"needs a patch version: {raised(VERSION, 'patch')}" in text
    )
    (result,) = json.loads(sarif.read_text(encoding="utf-8"))["runs"][0]["results"]
    assert result["ruleId"] == "enum" and result["locations"][0]["physicalLocation"]["region"] == {"startLine": 5}


@pytest.mark.slow
def test_check_against_nothing_says_so(base: Path, tmp_path: Path) -> None:
    summary = tmp_path / "summary.md"
    assert run("check", base, "--summary", summary)[0] == 0
    assert "not run: none was given" in summary.read_text(encoding="utf-8")
    assert run("check", base, "--against", "no-such-revision")[0] == 2
    assert run("check", tmp_path)[0] == 2


@pytest.mark.slow
def test_file_in_another_form_is_told_beside_its_line(tmp_path: Path) -> None:
    folder = copy_package(tmp_path / "package")
    path = folder / "data" / "facilities.csv"
    lines = path.read_bytes().split(b"\n")
    lines[2] = b'"' + lines[2].replace(b",", b'",', 1)  # quotes that the cell does not need
    path.write_bytes(b"\n".join(lines))
    status, out = run("check", folder, "--format", "github")
    code = "not-canonical"
    assert f"::error file=data/facilities.csv,line=3,col=1,title={code}::" in out
    assert status == 1
