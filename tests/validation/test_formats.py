"""The report's forms: what editors, GitHub, SARIF readers and browsers expect."""

from __future__ import annotations

import dataclasses
import json

import pytest

from iraqmilitias.validation import Issue, Report, formats, validate


@pytest.fixture
def report():
    issue = Issue(
        "data/a,b:c.csv", 41, "date_to", "date-order", "error", "ends 100% \r\n<b>early</b>", "why & how", "fix"
    )
    whole = Issue("data/x.csv", None, None, "file-missing", "warning", "gone", "w", "f")
    return Report(False, (issue, whole), {"date-order": 3, "file-missing": 1}, 2, 10, ("geo",), root="p")


def test_text_form_gives_place_then_why_and_fix(harbour):
    harbour.replace("data/ports.csv", "KWT", "KUW")
    lines = formats.text(validate(harbour.root, crosscheck=False)).splitlines()
    assert lines[0].startswith("data/ports.csv:5:country: error[enum]: 'KUW' is none of its values")
    assert lines[1].startswith("    why: ")
    assert lines[2].startswith("    fix: ")
    assert lines[-1] == "not valid: 1 error, 0 warnings in 3 tables, 22 rows; checked by duckdb"


def test_text_form_says_how_many_are_not_shown(report):
    text = formats.text(report)
    assert "date-order: 1 of 3 shown" in text
    assert "not applicable here: geo" in text
    assert "data/x.csv: warning[file-missing]: gone" in text


def test_json_form_has_the_keys_of_the_interface(report):
    content = json.loads(formats.as_json(report))
    assert {"valid", "tables", "rows", "totals", "not_applicable", "issues"} <= set(content)
    assert list(content["issues"][0]) == ["code", "severity", "file", "line", "column", "message", "why", "fix"]
    assert content["issues"][1]["line"] is None
    assert content == report.to_dict()


def test_github_form_escapes(report):
    first = formats.github(report).splitlines()[0]
    assert first.startswith("::error file=data/a%2Cb%3Ac.csv,line=41,col=1,title=date-order::date_to: ends 100%25 ")
    assert "\r" not in first


def test_sarif_form_fits_what_readers_need(report):
    run = json.loads(formats.sarif(report))["runs"][0]
    assert [r["id"] for r in run["tool"]["driver"]["rules"]] == ["date-order", "file-missing"]
    for result in run["results"]:
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
    location = run["results"][0]["locations"][0]["physicalLocation"]
    assert location["region"] == {"startLine": 41}
    assert location["artifactLocation"]["uri"] == "data/a%2Cb%3Ac.csv"
    assert "region" not in run["results"][1]["locations"][0]["physicalLocation"]


def test_html_form_is_escaped_and_needs_nothing_else(report):
    page = formats.html(report)
    assert "<b>early" not in page
    assert "&lt;b&gt;early" in page
    assert "why &amp; how" in page
    assert "src=" not in page and "href=" not in page
    assert report._repr_html_() in page


def test_issue_is_frozen_and_sorts_by_place(report):
    first, second = report.issues
    with pytest.raises(dataclasses.FrozenInstanceError):
        first.line = 1  # type: ignore[misc]
    assert sorted([second, first]) == [first, second]
    assert sorted([dataclasses.replace(first, line=None), first])[0].line is None


def test_every_code_is_explained():
    from iraqmilitias.validation.catalogue import entries

    for entry in entries().values():
        assert entry.layer in ("structure", "contracts", "evidence", "history")
        assert entry.what and entry.why and entry.fix
        assert entry.severity in ("error", "warning")


def test_codes_that_the_modules_use_are_in_the_catalogue():
    import re
    from pathlib import Path

    from iraqmilitias import validation
    from iraqmilitias.validation.catalogue import entries

    text = "".join(p.read_text(encoding="utf-8") for p in Path(validation.__file__).parent.glob("*.py"))
    used = set(re.findall(r'(?:found\.add|say|_say|Check)\(\s*(?:plan, )?"([a-z0-9]+(?:-[a-z0-9]+)+)"', text))
    assert used
    assert used <= set(entries())
