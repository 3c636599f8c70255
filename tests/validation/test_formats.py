"""The report's forms: what editors, GitHub, SARIF readers and browsers expect."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest

from iraqmilitias.validation import Issue, Report, validate
from iraqmilitias.validation.report import formats


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
    assert lines[0].startswith("data/ports.csv:5:country: error[enum]: 'KUW' is not one of IRQ, KWT")
    assert lines[1].startswith("    why: ")
    assert lines[2].startswith("    fix: ")
    assert lines[-1] == "not valid: 1 error, 0 warnings in 3 tables, 22 rows; checked by duckdb"


def test_text_form_says_how_many_are_not_shown(report):
    text = formats.text(report)
    assert "date-order: 1 of 3 shown" in text
    assert "1 rule was not run" in text and "geo" not in text
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


def test_github_form_has_one_annotation_a_cause_errors_first_and_ten_at_most(report):
    first = report.issues[0]
    of = dataclasses.replace
    issues = [of(first, code=f"code-{n:02d}", severity="warning" if n < 3 else "error") for n in range(12)]
    issues += [of(issues[11], line=50), of(issues[11], line=60), of(issues[11], column="other")]
    lines = formats.github(of(report, issues=tuple(issues))).splitlines()
    titles = [parsed(line)[1]["title"] for line in lines[:-1]]
    assert titles == [*(f"code-{n:02d}" for n in range(3, 12)), "code-11"]
    assert "(and 2 more in this column)" in lines[8] and "more in" not in lines[9]
    assert lines[-1].endswith("; 3 further kinds of problem are in the summary")


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
    from iraqmilitias.validation.report.codes import issue_codes

    for entry in issue_codes().values():
        assert entry.layer in ("structure", "contracts", "evidence", "history", "contribution")
        assert entry.what and entry.why and entry.fix
        assert entry.severity in ("error", "warning")


def test_codes_that_the_modules_use_are_in_the_catalogue():
    import re
    from pathlib import Path

    from iraqmilitias import validation
    from iraqmilitias.validation.report.codes import issue_codes

    text = "".join(p.read_text(encoding="utf-8") for p in Path(validation.__file__).parent.rglob("*.py"))
    used = set(re.findall(r'(?:issues\.add|found\.add|say|report|Constraint)\(\s*"([a-z0-9]+(?:-[a-z0-9]+)+)"', text))
    assert used
    assert used <= set(issue_codes())


@pytest.fixture
def sarif_schema():
    import jsonschema

    content = json.loads((Path(__file__).parent / "sarif" / "sarif-2.1.0.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(content)
    return jsonschema.Draft202012Validator(content, format_checker=jsonschema.FormatChecker())


def test_sarif_form_fits_the_published_schema(report, harbour, sarif_schema):
    for made in (report, validate(harbour.root, crosscheck=False), dataclasses.replace(report, issues=(), totals={})):
        sarif_schema.validate(json.loads(formats.sarif(made)))


def test_sarif_schema_rejects_what_is_no_sarif(report, sarif_schema):
    content = json.loads(formats.sarif(report))
    content["runs"][0]["results"][0]["level"] = "fatal"
    content["runs"][0]["results"][1]["locations"][0]["physicalLocation"]["region"] = {"startLine": 0}
    assert len(list(sarif_schema.iter_errors(content))) == 2


def test_files_are_named_from_the_top_of_the_repository_on_github(harbour, monkeypatch):
    harbour.replace("data/ports.csv", "KWT", "KUW")
    made = validate(harbour.root, crosscheck=False)
    assert "::error file=data/ports.csv,line=5," in formats.github(made)
    monkeypatch.setenv("GITHUB_WORKSPACE", str(harbour.root.parent))
    assert "::error file=harbour/data/ports.csv,line=5," in formats.github(made)
    assert "harbour/data/ports.csv" in formats.sarif(made)
    monkeypatch.setenv("GITHUB_WORKSPACE", str(harbour.root / "data"))
    assert "::error file=data/ports.csv,line=5," in formats.github(made)


def parsed(line):
    """Read a workflow command as actions/runner does (ActionCommand.TryParseV2)."""
    assert line.startswith("::")
    head, _, data = line[2:].partition("::")
    command, _, properties = head.partition(" ")
    pairs = dict(pair.split("=", 1) for pair in properties.split(",") if pair)

    def plain(text, marks):
        for mark, character in marks:
            text = text.replace(mark, character)
        return text

    both = (("%0D", "\r"), ("%0A", "\n"))
    values = {k: plain(v, (*both, ("%3A", ":"), ("%2C", ","), ("%25", "%"))) for k, v in pairs.items()}
    return command, values, plain(data, (*both, ("%25", "%")))


@pytest.mark.parametrize("text", ["a", "50% :: of, x=y", "%0A", "%25", "\r\n::warning::x", "::a b=c::d", "ä", "%3A%2C"])
def test_annotations_are_read_back_as_they_were_meant(report, text):
    issue = dataclasses.replace(report.issues[0], file=text, code=text, message=text, column=None, fix=text)
    made = dataclasses.replace(report, issues=(issue,))
    lines = formats.github(made).splitlines()
    assert len(lines) == 2
    command, values, data = parsed(lines[0])
    assert command == "error" and set(values) == {"file", "line", "col", "title"}
    shown = formats.visible(text)
    assert values["file"] == values["title"] == shown and values["line"] == "41"
    assert data == f"{shown} – {text}"
