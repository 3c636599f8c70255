"""What people decided on earlier drafts is proposed the next time."""

from __future__ import annotations

from pathlib import Path

import pytest

from iraqmilitias import Error
from iraqmilitias.package import Package
from iraqmilitias.workshop import decisions
from iraqmilitias.workshop.worksheet import Draft, Row

from ..contributions.editing import copy_package
from .test_source import add, complete, run, save, sheet


def row(number: str, **cells: str) -> Row:
    return Row(2, {"row": number, "decision": "", "text": "", **cells})


def test_a_kept_code_another_code_and_a_removal_are_learned() -> None:
    drafted = [
        row("r1", table="event_reports", text="struck", event_type="armed-attack"),
        row("r2", table="event_reports", text="Struck", event_type="armed-attack"),
        row("r3", table="event_reports", text="struck", event_type="armed-attack"),
        row("r4", table="participants", text="guards", role="victim"),
    ]
    decided = [
        row("r1", table="event_reports", decision="keep", event_type="armed-attack"),
        row("r2", table="event_reports", decision="keep", event_type="airstrike"),
        row("r3", table="event_reports", decision="remove", event_type="armed-attack"),
    ]
    assert decisions.learned(drafted, decided) == {
        ("event_reports", "struck", "armed-attack", "armed-attack"): 1,
        ("event_reports", "struck", "armed-attack", "airstrike"): 1,
        ("event_reports", "struck", "armed-attack", "remove"): 1,
    }


def test_a_word_that_was_mostly_another_kind_is_drafted_as_that() -> None:
    report = Draft("event_reports", 3, 0, "struck", cells={"event_type": "armed-attack"}, row="r1")
    decisions.apply([report], decisions.Decisions({("event_reports", "struck", "armed-attack", "airstrike"): 2}))
    assert (report.cells["event_type"], report.note) == ("airstrike", "by 2 of 2 earlier decisions on this word")


def fire() -> list[Draft]:
    """An event, its report, a participant of it, and a number and another event that refer to it."""
    return [
        Draft("events", 3, 0, "fire", row="r1"),
        Draft("event_reports", 3, 0, "fire", cells={"event_type": "rocket-attack", "event": "r1"}, row="r2", note="?"),
        Draft("participants", 3, 9, "guards", cells={"report": "r2"}, row="r3"),
        Draft("figures", 3, 12, "two", cells={"event": "r1"}, row="r4"),
        Draft("event_reports", 4, 0, "raid", cells={"event_type": "military-operation", "event": "evt-0001"}, row="r5"),
    ]


def removals(times: int) -> decisions.Decisions:
    return decisions.Decisions({("event_reports", "fire", "rocket-attack", "remove"): times})


def test_a_word_that_was_removed_three_times_is_set_to_remove_with_what_belongs_to_it() -> None:
    decisions.apply(rows := fire(), removals(3))
    assert [d.decision for d in rows] == ["remove"] * 3 + ["", ""]
    assert rows[3].cells == {}
    assert rows[1].note == "?; by 3 of 3 earlier decisions on this word"


def test_a_word_that_was_removed_once_is_only_noted() -> None:
    decisions.apply(rows := fire(), removals(1))
    assert [d.decision for d in rows] == [""] * 5
    assert rows[3].cells == {"event": "r1"}
    assert rows[1].note == "?; removed by 1 of 1 earlier decisions on this word"


def test_a_word_that_was_kept_as_often_stays_undecided() -> None:
    report = Draft("event_reports", 3, 0, "fire", cells={"event_type": "rocket-attack"}, row="r2")
    held = {("event_reports", "fire", "rocket-attack", code): 1 for code in ("remove", "rocket-attack")}
    decisions.apply([report], decisions.Decisions(held))
    assert report.decision == ""


def test_a_file_of_decisions_rejects_a_line_without_a_count(tmp_path: Path) -> None:
    package = copy_package(tmp_path / "package")
    (package / decisions.FILE).parent.mkdir(exist_ok=True)
    (package / decisions.FILE).write_text("table,phrase,drafted,decided,times\nstatements,said,claim,report,often\n")
    with pytest.raises(Error, match=r"decisions\.csv:2: must have 5 cells"):
        decisions.known(Package(package))


@pytest.mark.slow
def test_merge_remembers_what_a_person_made_of_the_drafts(tmp_path: Path) -> None:
    package = copy_package(tmp_path / "package")
    assert add(package).returncode == 0
    save(package, complete(sheet(package)))
    done = run(package, "source", "merge", "drafts/src-0006.csv")
    assert done.returncode == 0, done.stderr + done.stdout
    held = decisions.known(Package(package))
    assert held["event_reports", "landed", "rocket-attack", "rocket-attack"] == 1
    assert held["affiliations", "spokesman", "speaks_for", "speaks_for"] == 1
    assert "src-" not in (package / decisions.FILE).read_text("utf-8")
