"""An invented article from `source add` to a green `validate`, as a person who never saw the code would do it."""

from __future__ import annotations

import csv
import io
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from ..contributions.editing import copy_package

ARTICLES = Path(__file__).parent / "articles"
SOURCE = {
    "--publisher": "Zagros Daily",
    "--url": "https://example.org/rockets",
    "--date": "15 January 2022",
    "--author": "Nadia Farouk",
    "--coded-by": "A Reader",
}
# What a person fills in: by table and the draft's text or name.
FILLED = {
    ("actors", "Nadia Farouk"): {"camp": "observer", "description": "Reporter of the newspaper."},
    ("actors", "Tariq Azzam"): {"camp": "iraqi_state", "description": "Officer who speaks for the command.",
        "parent": "Northern Watch Command"},
    ("actors", "Northern Watch Command"): {"camp": "iraqi_state", "description": "Invented headquarters in the north."},
    ("actors", "Zagros Daily"): {"camp": "observer", "description": "Invented newspaper."},
    ("actors", "officials"): {"camp": "iraqi_state", "description": "Unnamed, quoted in the title."},
    ("actors", "guards"): {"camp": "iraqi_state", "description": "Sentries who were hurt."},
    ("facilities", "Harir Camp"): {"named": "true", "place": "Kurdistan Region", "description": "Invented camp."},
    ("figures", "Three"): {"description": "projectiles that came down"},
    ("figures", "two"): {"description": "wounded sentries"},
    ("figures", "14"): {"description": "incidents since the new year", "statement": "Tariq Azzam"},
}  # fmt: skip
TOLD = ("events", "event_reports", "participants", "affiliations", "mentions")  # what the program drafts whole
SPOKEN = {
    "mixed": {"act": "threaten", "topic": "us_response", "paraphrase": "The officer announces retaliation later."},
    "indirect": {"act": "report", "topic": "militia_attacks", "paraphrase": "A short account in neutral terms."},
}


def run(package: Path, *arguments: str, given: str | None = None) -> subprocess.CompletedProcess[str]:
    environment = {k: v for k, v in os.environ.items() if k != "IRAQMILITIAS_SOURCES"}
    done = subprocess.run(
        [sys.executable, "-m", "iraqmilitias", *arguments],
        capture_output=True,
        encoding="utf-8",
        env=environment,
        cwd=package,
        input=given or "",
    )
    assert "Traceback" not in done.stderr
    return done


@pytest.fixture
def package(tmp_path: Path) -> Path:
    return copy_package(tmp_path / "package")


def add(package: Path, file: Path = ARTICLES / "rockets.txt", **changed: str) -> subprocess.CompletedProcess[str]:
    options = [part for pair in {**SOURCE, **changed}.items() for part in pair if pair[1]]
    return run(package, "source", "add", str(file), *options)


def sheet(package: Path) -> list[dict[str, str]]:
    text = (package / "drafts" / "src-0006.csv").read_text("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def save(package: Path, rows: list[dict[str, str]]) -> None:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    (package / "drafts" / "src-0006.csv").write_text(out.getvalue(), "utf-8")
    (package / "drafts" / "src-0006.xlsx").unlink(missing_ok=True)


def complete(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    """Decide and fill in what the program left open."""
    for row in rows:
        if row["decision"]:
            continue
        row["decision"] = "keep"
        if row["table"] == "statements":
            row |= {k: v for k, v in SPOKEN[row["mode"]].items() if not row[k]}
        elif row["table"] not in TOLD:
            row |= FILLED[row["table"], row["text"]]
            if row.get("statement") == "Tariq Azzam":
                row["statement"] = next(
                    r["row"] for r in rows if r["table"] == "statements" and r["line"] == row["line"]
                )
    return rows


@pytest.mark.slow
def test_add_writes_rows_with_counts_and_fingerprints_and_no_text(package: Path, tmp_path: Path) -> None:
    done = add(package)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("src-0006: 9 lines")
    source = (package / "data" / "sources.csv").read_text("utf-8").splitlines()[-1]
    assert source.startswith("src-0006,rockets.txt,") and ",2022-01-15,2022-01-15,news,en," in source
    held = [
        r
        for r in csv.DictReader((package / "data" / "lines.csv").open(encoding="utf-8"))
        if r["source_id"] == "src-0006"
    ]
    assert [r["role"] for r in held] == ["title", "blank", "byline", "blank", "body", "blank", "body", "blank", "body"]
    assert [r["paragraph"] for r in held] == ["1", "", "2", "", "3", "", "4", "", "5"]
    written = b"".join(p.read_bytes() for p in package.rglob("*.csv")).decode("utf-8")
    for line in (ARTICLES / "rockets.txt").read_text("utf-8").splitlines():
        words = line.split()
        assert not any(" ".join(words[i : i + 10]) in written for i in range(len(words) - 9))


@pytest.mark.slow
def test_completed_drafts_are_merged_and_the_package_is_valid(package: Path, tmp_path: Path) -> None:
    texts = tmp_path / "texts"
    texts.mkdir()
    shutil.copy(ARTICLES / "rockets.txt", texts)
    add(package)
    save(package, complete(sheet(package)))
    done = run(package, "source", "merge")
    assert done.returncode == 0, done.stdout
    assert "valid, nothing is left" in done.stdout
    checked = run(package, "validate", ".")
    assert checked.returncode == 0, checked.stdout
    assert run(package, "--package", ".", "coverage").returncode == 0
    assert "coded already" in run(package, "source", "merge", "drafts/src-0006.csv").stderr


@pytest.mark.slow
def test_undecided_drafts_are_refused_by_file_line_and_column_and_nothing_changes(package: Path) -> None:
    add(package)
    before = {p: p.read_bytes() for p in (package / "data").iterdir()}
    (package / "drafts" / "src-0006.xlsx").unlink()
    done = run(package, "source", "merge")
    assert done.returncode == 1
    rows = sheet(package)
    first = next(i for i, r in enumerate(rows, 2) if not r["decision"])
    assert done.stdout.startswith(f"drafts/src-0006.csv:{first}:decision: undecided; write keep, waive or remove")
    assert "nothing was changed" in done.stderr
    assert {p: p.read_bytes() for p in (package / "data").iterdir()} == before


Mend = Callable[[list[dict[str, str]]], tuple[int, str, str]]


def _at(rows: list[dict[str, str]], table: str, text: str) -> int:
    return next(i for i, r in enumerate(rows) if r["table"] == table and r["text"] == text)


def _code(rows: list[dict[str, str]]) -> tuple[int, str, str]:
    at = _at(rows, "figures", "14")
    rows[at]["qualifier"] = "precise"
    return at, "qualifier", "precise"


def _bounds(rows: list[dict[str, str]]) -> tuple[int, str, str]:
    at = _at(rows, "figures", "14")
    rows[at]["value_low"] = "20"
    return at, "value_high", "below value_low"


def _name(rows: list[dict[str, str]]) -> tuple[int, str, str]:
    at = _at(rows, "mentions", "Kataib Hezbollah")
    rows[at]["actor"] = "Kata'ib Hisbollah"
    return at, "actor", "did you mean Kata’ib Hezbollah"


def _date(rows: list[dict[str, str]]) -> tuple[int, str, str]:
    at = next(i for i, r in enumerate(rows) if r["table"] == "statements")
    rows[at]["date_to"] = "some day"
    return at, "date_to", "write it as 2020-01-03"


def _line(rows: list[dict[str, str]]) -> tuple[int, str, str]:
    rows[3]["line"] = "99"
    return 3, "line", "it has 1 to 9"


def _reason(rows: list[dict[str, str]]) -> tuple[int, str, str]:
    at = _at(rows, "mentions", "Erbil")
    rows[at] |= {"decision": "waive", "reason": ""}
    return at, "reason", "say why"


def _required(rows: list[dict[str, str]]) -> tuple[int, str, str]:
    at = _at(rows, "figures", "14")
    rows[at]["description"] = ""
    return at, "description", "required"


def _stray(rows: list[dict[str, str]]) -> tuple[int, str, str]:
    at = _at(rows, "mentions", "Erbil")
    rows[at]["paraphrase"] = "words"
    return at, "paraphrase", "does not belong to mentions"


def _removed(rows: list[dict[str, str]]) -> tuple[int, str, str]:
    at = _at(rows, "mentions", "Erbil")
    rows[at]["decision"] = "remove"
    first = next(i for i, r in enumerate(rows) if r["line"] == rows[at]["line"])
    return first, "decision", "still has"


@pytest.mark.parametrize("spoil", [_code, _bounds, _name, _date, _line, _reason, _required, _stray, _removed])
@pytest.mark.slow
def test_merge_refuses_at_the_cell_and_changes_nothing(package: Path, spoil: Mend) -> None:
    add(package)
    rows = complete(sheet(package))
    at, column, words = spoil(rows)
    save(package, rows)
    before = {p: p.read_bytes() for p in (package / "data").iterdir()}
    done = run(package, "source", "merge")
    assert done.returncode == 1
    where = f"drafts/src-0006.csv:{at + 2}:{column}: "
    assert any(line.startswith(where) and words in line for line in done.stdout.splitlines()), done.stdout
    assert {p: p.read_bytes() for p in (package / "data").iterdir()} == before


@pytest.mark.slow
def test_the_workbook_is_merged_like_the_csv_and_has_lists_of_codes(package: Path) -> None:
    import openpyxl

    add(package)
    rows = complete(sheet(package))
    file = package / "drafts" / "src-0006.xlsx"
    book = openpyxl.load_workbook(file)
    drafts = book["drafts"]
    names = [c.value for c in drafts[1]]
    for at, row in enumerate(rows, 2):
        for column, name in enumerate(names, 1):
            drafts.cell(at, column).value = row[name] or None
    lists = {v.formula1 for v in drafts.data_validations.dataValidation}
    assert '"keep,waive,remove"' in lists and any(f.startswith("codes!") for f in lists)
    codes = {c.value for column in book["codes"].columns for c in column}
    assert {"exact", "at_least", "militia_attacks", "United States", "Tariq Azzam"} <= codes
    book.save(file)
    assert "differ; name the one" in run(package, "source", "merge").stdout + run(package, "source", "merge").stderr
    done = run(package, "source", "merge", "drafts/src-0006.xlsx")
    assert done.returncode == 0, done.stdout
    assert run(package, "validate", ".").returncode == 0


@pytest.mark.sampled(6)
@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"--publisher": ""}, "--publisher is missing"),
        ({"--date": "Friday"}, "write it as 2020-01-03"),
        ({"--date": ""}, "--date is missing"),
        ({"--url": "example"}, "url 'example' is not valid; it must look like https"),
        ({"--date-to": "2022-01-01"}, "the last day is before the first"),
        ({"--genre": "poem"}, "'poem' is not one of"),
    ],
)
def test_add_rejects_with_what_to_write(package: Path, changed: dict[str, str], words: str) -> None:
    before = (package / "data" / "sources.csv").read_bytes()
    done = add(package, **changed)
    assert done.returncode in (1, 2) and words in done.stderr
    assert (package / "data" / "sources.csv").read_bytes() == before
    assert not (package / "drafts").exists()


@pytest.mark.slow
def test_add_rejects_the_same_article_twice(package: Path) -> None:
    assert add(package).returncode == 0
    done = add(package)
    assert done.returncode == 1 and "src-0006 has the same text" in done.stderr


def test_add_rejects_two_values_for_one_thing_of_the_original(package: Path) -> None:
    options = [part for pair in SOURCE.items() for part in pair]
    twice = ["--original", "title", "One", "--original", "title", "Other"]
    done = run(package, "source", "add", str(ARTICLES / "rockets.txt"), *options, *twice)
    assert done.returncode == 2 and "--original title is given twice; leave one out" in done.stderr


@pytest.mark.slow
def test_add_keeps_no_text_inside_the_package(package: Path) -> None:
    done = add(package, **{"--sources": str(package / "data")})
    assert done.returncode == 2 and "kept outside it" in done.stderr


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_add_asks_on_a_terminal_and_asks_again_for_a_day_that_is_none(
    package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import pty

    leader, follower = pty.openpty()
    monkeypatch.setenv("IRAQMILITIAS_SOURCES", str(tmp_path))
    address = "https://example.org/rockets"
    answers = ["", "Nadia Farouk", "Zagros Daily", address, "Friday", "15 Jan. 2022", "", "A Reader"]
    os.write(leader, "".join(f"{a}\n" for a in answers).encode())
    done = subprocess.run(
        [sys.executable, "-m", "iraqmilitias", "source", "add", str(ARTICLES / "rockets.txt")],
        stdin=follower,
        capture_output=True,
        encoding="utf-8",
        cwd=package,
        timeout=120,
    )
    os.close(leader)
    os.close(follower)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "'Friday' is not a day" in done.stdout + done.stderr
    row = (package / "data" / "sources.csv").read_text("utf-8").splitlines()[-1]
    assert "Rockets land near base in Iraq" in row and "2022-01-15,2022-01-15,news" in row
    assert not list(tmp_path.glob("*.txt"))  # the folder that the environment names is only read
