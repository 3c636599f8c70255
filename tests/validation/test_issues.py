"""What the collector of issues makes of the texts that it is given, and what a table's reporter remembers."""

from __future__ import annotations

import pytest

from iraqmilitias.validation.report.issues import GATHER, WORDS, IssueCollector, Reporter


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("", "no details"),
        (None, "no details"),
        (" \n", "\\u{000A}"),
        ("a\u202eb\x1b[31m\r\n", "a\\u{202E}b\\u{001B}[31m\\u{000D}\\u{000A}"),
        ("x" * 501, "x" * 499 + "…"),
        ("x" * 500, "x" * 500),
    ],
)
def test_message_is_one_line_with_something_in_it(given, kept):
    issues = IssueCollector()
    issues.add("frictionless-odd", "a.csv", 2, None, given)
    assert [i.message for i in issues.issues] == [kept]
    assert len(kept) <= WORDS


def test_report_counts_beyond_what_is_kept_and_an_issue_found_twice_once():
    issues = IssueCollector()
    for _ in range(2):
        issues.add("enum", "a.csv", 2, "x", "same")
    issues.more("enum", GATHER)
    report = issues.report(["a.csv"], 10, tables=1, rows=1)
    assert (report.valid, len(report.issues), report.totals) == (False, 1, {"enum": GATHER + 1})


def test_reporter_remembers_errors_by_row_and_cell_and_no_warnings():
    report = Reporter(IssueCollector(), lambda line: ("b.csv", line))
    report("enum", 7, "x", "…")
    report("row-long", 8, None, "…")
    report("line-ending-crlf", 1, None, "a warning")
    assert (report.faults.whole, report.faults.lines, report.faults.cells) == (False, {7, 8}, {"x": {7}})
    report("column-name", 1, "x", "…")
    assert report.faults.whole
    assert {i.file for i in report.issues.issues} == {"b.csv"}
