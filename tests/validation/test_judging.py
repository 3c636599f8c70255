"""Rules on a package that is not ours: they run where their columns are, and stand back where a row is unsound."""

from __future__ import annotations

from iraqmilitias.validation import validate

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
