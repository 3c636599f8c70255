"""Removal on request: the record and all that names it go, a tombstone and counts stay, and all checks still pass."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

import iraqmilitias
from iraqmilitias.cli import group
from iraqmilitias.coverage.tallies import coverage
from iraqmilitias.errors import Error
from iraqmilitias.evidence.checks import evidence_layers
from iraqmilitias.package import Package
from iraqmilitias.table_files import canonical, rows_of
from iraqmilitias.validation import validate
from iraqmilitias.workshop.removal import StillNamed, retire
from tests.conftest import ROOT, SOURCES
from tests.freeze import FROZEN

SOURCES_FOLDER = SOURCES if SOURCES.is_dir() else None


@pytest.fixture
def package(tmp_path: Path) -> Package:
    """A copy of the data that may be changed, with its readings."""
    for name in ("data", "schemas"):
        shutil.copytree(FROZEN / name, tmp_path / "package" / name)
    shutil.copytree(ROOT / "reliability", tmp_path / "package" / "reliability")
    shutil.copy(FROZEN / "datapackage.json", tmp_path / "package")
    return Package(tmp_path / "package")


def rewrite(package: Package, cells: dict[tuple[str, str, str], str]) -> Package:
    """Change cells: what a person does with the places that the command lists."""
    for (table, record_id, column), text in cells.items():
        rows = rows_of(package, table)
        next(r for r in rows if next(iter(r.values())) == record_id)[column] = text
        (package.path / package.table(table).path).write_bytes(canonical(package.table(table), rows))
    return Package(package.path)


def files_with(folder: Path, words: str) -> list[str]:
    """The files of a folder that have the words, whatever their case."""
    found = re.compile(rf"\b(?:{words})\b", re.IGNORECASE)
    files = (p for p in sorted(folder.rglob("*")) if p.is_file())
    return [str(p.relative_to(folder)) for p in files if found.search(p.read_text(encoding="utf-8", errors="replace"))]


def removed_in_lines(package: Package) -> dict[str, tuple[str, str, str]]:
    return {
        f"{r['source_id']}:{r['line']}": (r["removed_names"], r["removed_quotations"], r["removed_numbers"])
        for r in rows_of(package, "lines")
        if r["removed_names"] or r["removed_quotations"] or r["removed_numbers"]
    }


def is_whole(package: Package) -> bool:
    """Whether the package is valid and nothing is left, by the counts and, where it is here, by the text."""
    now = Package(package.path)
    report = validate(package.path, layers=evidence_layers(SOURCES_FOLDER))
    assert report.valid, report.issues
    return not coverage(now).left and not (SOURCES_FOLDER and coverage(now, SOURCES_FOLDER).left)


# Worked out from the articles: what Caldwell says goes with him, and so do two events and a deployment of which only
# he tells, his part in the Iraq war, a conflict about his rows and the page about him; that war stays, since the author
# names it.
@pytest.mark.slow
def test_takedown_of_a_speaker_takes_all_that_only_he_says(package: Package) -> None:
    gone = retire(package, "act-0076", "takedown", "0.3.0", sources=SOURCES_FOLDER)
    expected = {"actors": 1, "statements": 4, "figures": 2, "events": 3, "event_reports": 3, "affiliations": 6}
    expected |= {"participants": 9, "conflicts": 1, "bibliography": 1}
    assert {table: gone.rows[table] for table in expected} == expected
    now = Package(package.path)
    assert "evt-0052" in {r["event_id"] for r in rows_of(now, "events")}
    lines = removed_in_lines(now)
    assert {line: names for line, (names, _, _) in lines.items()} == {
        "src-0004:53": "2",
        "src-0004:57": "1",
        "src-0004:59": "",
        "src-0004:61": "1",
    }
    assert lines["src-0004:53"][2] == "2"  # 150,000 and a few thousand
    assert is_whole(package)
    assert files_with(package.path, "Caldwell") == []
    tombstones = {r["record_id"]: r for r in rows_of(now, "retired") if r["kind"] == "takedown"}
    assert tombstones["act-0076"]["reason"] == "Removed on request."
    assert {"stm-0044", "fig-0017", "evt-0050", "rep-0081", "aff-0052", "cnf-0032", "ref-0059"} <= set(tombstones)


@pytest.mark.slow
def test_takedown_of_a_victim_lists_the_words_that_name_him_and_changes_nothing(package: Package) -> None:
    before = {p: p.read_bytes() for p in package.path.rglob("*.csv")}
    with pytest.raises(StillNamed) as told:
        retire(package, "act-0056", "takedown", "0.3.0")
    places = [line.split(": ")[0] for line in str(told.value).splitlines()[1:]]
    events = [r["event_id"] for r in rows_of(package, "events")]
    assert f"data/events.csv:{events.index('evt-0012') + 2}:name" in places
    assert f"data/events.csv:{events.index('evt-0056') + 2}:description" in places
    assert before == {p: p.read_bytes() for p in package.path.rglob("*.csv")}


@pytest.mark.slow
def test_takedown_of_a_victim_passes_once_the_words_are_rewritten(package: Package) -> None:
    with pytest.raises(StillNamed) as told:
        retire(package, "act-0056", "takedown", "0.3.0")
    cells = {}
    for place in (line.split(": ")[0] for line in str(told.value).splitlines()[1:]):
        path, line, column = place.split(":")
        table = Path(path).stem
        row = rows_of(package, table)[int(line) - 2]
        text = re.sub("(Abu Mahdi )?(al-)?Muhandis", "a commander", row[column])
        cells[table, next(iter(row.values())), column] = text
    gone = retire(rewrite(package, cells), "act-0056", "takedown", "0.3.0", sources=SOURCES_FOLDER)
    assert (gone.rows["participants"], gone.rows["affiliations"], gone.rows["aliases"]) == (5, 4, 3)
    assert removed_in_lines(Package(package.path)) == {
        "src-0002:13": ("3", "", ""),
        "src-0004:69": ("3", "", ""),
        "src-0005:9": ("1", "", ""),
    }
    assert is_whole(package)
    assert files_with(package.path, "Muhandis|Mohandes|المهندس") == []


@pytest.mark.slow
def test_takedown_of_a_person_who_is_only_named_leaves_him_out_of_search_and_exports(
    package: Package, tmp_path: Path
) -> None:
    gone = retire(package, "act-0064", "takedown", "0.3.0", sources=SOURCES_FOLDER)
    assert dict(gone.rows)["mentions"] == 1
    assert removed_in_lines(Package(package.path)) == {"src-0003:9": ("2", "", "")}
    assert is_whole(package)
    dataset = iraqmilitias.open(package.path)
    assert not [hit for hit in dataset.find("Obama") if "obama" in str(hit.to_dict()).casefold()]
    for form in ("csv", "jsonld", "geojson", "graphml", "r", "croissant"):
        dataset.export(tmp_path / form, form)
    assert files_with(tmp_path, "Obama") == []
    assert "takedown" in str(dataset.trace("act-0064").to_dict())


@pytest.mark.slow
def test_retire_points_to_what_takes_the_place(package: Package) -> None:
    retire(package, "act-0064", "merged", "0.3.0", reason="One person, coded twice.", replaced_by="act-0002")
    now = Package(package.path)
    assert [r["actor_id"] for r in rows_of(now, "mentions") if r["text"] == "Barack Obama"] == ["act-0002"]
    assert {r["replaced_by"] for r in rows_of(now, "retired") if r["record_id"] == "act-0064"} == {"act-0002"}


@pytest.mark.sampled(20)
@pytest.mark.parametrize(
    ("record_id", "kind", "replaced_by", "told"),
    [
        ("act-9999", "takedown", "", "no record 'act-9999'"),
        ("als-0050", "takedown", "", "was retired in version 0.2.0"),
        ("act-0064", "merged", "fig-0001", "not another record of actors"),
        ("fig-0019", "error", "", "1 left"),
    ],
)
def test_retire_rejects_what_cannot_be_and_changes_nothing(
    package: Package, record_id: str, kind: str, replaced_by: str, told: str
) -> None:
    before = {p: p.read_bytes() for p in package.path.rglob("*.csv")}
    with pytest.raises(Error, match=told):
        retire(package, record_id, kind, "0.3.0", "A reason.", replaced_by)
    assert before == {p: p.read_bytes() for p in package.path.rglob("*.csv")}


@pytest.mark.slow
def test_retire_command_takes_a_figure_out_and_says_what_it_does_not_reach(package: Package) -> None:
    done = CliRunner().invoke(group, ["--package", str(package.path), "retire", "fig-0020", "--kind", "takedown"])
    assert done.exit_code == 0, done.output
    assert done.stdout.splitlines() == [
        "fig-0020: rows removed: 1 of figures, 3 of readings",
        "counted in lines as removed: 1 numbers",
    ]
    assert "git’s history" in done.stderr


@pytest.mark.parametrize(
    ("options", "told"),
    [(["--kind", "takedown", "--reason", "x"], "keeps no reason"), (["--kind", "error"], "--reason is missing")],
)
def test_retire_command_rejects_a_reason_too_many_or_too_few(package: Package, options: list[str], told: str) -> None:
    done = CliRunner().invoke(group, ["--package", str(package.path), "retire", "fig-0020", *options])
    assert done.exit_code == 2
    assert told in done.stderr
