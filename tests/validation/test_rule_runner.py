"""Rules on a package that is not ours: they run where their columns are, and stand back where a row is unsound."""

from __future__ import annotations

from pathlib import Path

import pytest

from iraqmilitias.validation import validate
from iraqmilitias.validation.report.issues import IssueCollector, Reporter
from iraqmilitias.validation.rule_views import MANY, unknown

from ..contributions.editing import copy_package

PORTS = "data/ports.csv"


def test_text_rules_run_on_any_package(harbour):
    harbour.replace(PORTS, "Umm Qasr", "Umm\u200bQasr")
    harbour.replace(PORTS, "Khor", "=Khor")
    found = [(i.code, i.file, i.line, i.column) for i in validate(harbour.root, crosscheck=False).issues]
    assert found == [("text-invisible", PORTS, 3, "name"), ("text-formula", PORTS, 4, "name")]


def test_rules_whose_tables_are_missing_are_listed(harbour):
    report = validate(harbour.root, crosscheck=False)
    assert "text-invisible" not in report.not_applicable
    assert report.not_applicable == tuple(sorted(report.not_applicable)) != ()


def test_rules_do_not_judge_a_row_that_is_unsound(harbour):
    harbour.replace(PORTS, "prt-0002,Umm Qasr,IRQ", "prt-0002,=Umm Qasr,XXX")
    assert [i.code for i in validate(harbour.root, crosscheck=False).issues] == ["enum"]


@pytest.fixture
def ours(tmp_path: Path) -> Path:
    return copy_package(tmp_path)


def edited(root: Path, file: str, line: int, column: int, value: str) -> None:
    path = root / file
    lines = path.read_text(encoding="utf-8").split("\n")
    cells = lines[line - 1].split(",")
    cells[column] = value
    lines[line - 1] = ",".join(cells)
    path.write_text("\n".join(lines), encoding="utf-8", newline="")


STATEMENTS = "data/statements.csv"  # statement_id, source_id, line, …; several mentions name the statement of line 34


def test_a_wrong_value_is_not_reported_again_for_each_row_that_it_does_not_fit(ours: Path) -> None:
    edited(ours, STATEMENTS, 34, 2, "0")
    (issue,) = validate(ours, crosscheck=False).issues
    assert (issue.code, issue.file, issue.line, issue.column) == ("foreign-key", STATEMENTS, 34, "line")


@pytest.mark.slow
def test_a_value_that_only_rules_object_to_is_held_against_each(ours: Path) -> None:
    edited(ours, STATEMENTS, 34, 2, "15")  # a line that there is: which of the two is wrong is not known
    codes = [i.code for i in validate(ours, crosscheck=False).issues]
    assert codes.count("statement-line") > 1


def test_an_id_that_stands_twice_is_no_rows(ours: Path) -> None:
    edited(ours, STATEMENTS, 15, 0, "stm-0013")
    issues = validate(ours, crosscheck=False).issues
    assert ("primary-key", STATEMENTS, 15) in [(i.code, i.file, i.line) for i in issues]
    assert "statement-line" not in [i.code for i in issues]


def test_a_column_with_very_many_wrong_values_is_left_as_it_is() -> None:
    report = Reporter(IssueCollector(), lambda line: ("t.csv", line))
    for line in range(2, MANY + 3):
        report("enum", line, "often", "")
    report("enum", 9, "once", "")
    report("enum", 9, "elsewhere", "")
    report("cell-long", 8, "once", "")  # a warning
    report("row-long", 7, None, "")
    assert unknown(("often", "once"), report.faults) == {"once": [9]}
