"""The command diff: its forms, its exit statuses, and nothing in a cell that could act in a terminal or a page."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from iraqmilitias import cli
from iraqmilitias.workshop.versions import report
from iraqmilitias.workshop.versions.diff import diff

from .conftest import Versions


def run(*arguments: str | Path) -> tuple[int, str, str]:
    """Run the command line in this process; return status, stdout and stderr."""
    import contextlib
    import io

    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        status = cli._run([str(a) for a in arguments])
    return status, out.getvalue(), err.getvalue()


def test_text_form_names_file_line_cell_bump_and_changelog(versions: Versions) -> None:
    versions.replace("data/ports.csv", "KWT", "KUW")
    versions.append("data/ports.csv", "prt-0007,Faw,IRQ,,,,true,")
    status, out, err = run("diff", versions.old, versions.new)
    assert (status, err) == (0, "")
    assert out.splitlines()[1:] == [
        "ports: 1 added, 1 changed (1 cell)",
        "  + prt-0007 data/ports.csv:8  name=Faw, country=IRQ, active=true",
        "  ~ prt-0004 data/ports.csv:5  country: KWT → KUW",
        f"needs a minor version: 1.1.0; {versions.new} says 1.0.0",
        "changelog:",
        "  - **Data**: `ports`: 1 row added (prt-0007); 1 cell corrected (prt-0004 country).",
    ]


@pytest.mark.parametrize(("option", "status"), [((), 0), (("--exit-code",), 1)])
def test_changes_end_with_0_unless_exit_code_is_asked_for(
    versions: Versions, option: tuple[str, ...], status: int
) -> None:
    assert run("diff", versions.old, versions.new, "--exit-code")[0] == 0
    versions.replace("data/ports.csv", "KWT", "KUW")
    assert run("diff", versions.old, versions.new, *option)[0] == status


def test_json_form_has_every_cell(versions: Versions) -> None:
    versions.replace("data/ports.csv", "KWT", "KUW")
    status, out, _ = run("diff", versions.old, versions.new, "--format", "json", "--limit", "0")
    content = json.loads(out)
    assert status == 0 and content == diff(versions.old, versions.new).to_dict()
    assert content["tables"]["ports"]["changed"] == [
        {"key": ["prt-0004"], "line": 5, "cells": {"country": {"old": "KWT", "new": "KUW"}}}
    ]
    assert (content["bump"], content["version"], content["enough"]) == ("patch", "1.0.1", False)


def test_markdown_form_has_tables_and_nothing_that_acts(versions: Versions) -> None:
    versions.replace("data/ports.csv", "Shuwaikh", "a|b <img src=x> [l](javascript:x) `c` @team *d* ![i](y)")
    text = report.markdown(diff(versions.old, versions.new))
    row = next(line for line in text.splitlines() if "prt-0004" in line)
    assert len(re.findall(r"(?<!\\)\|", row)) == 7
    assert not re.search(r"(?<!\\)[<>\[\]`*]|@team", row)
    assert "\\<img" in row and "\\[l\\]" in row


def test_text_form_shows_control_characters_as_escapes(versions: Versions) -> None:
    versions.replace("data/ports.csv", "Shuwaikh", "\x1b[31mred\u202e")
    text = report.text(diff(versions.old, versions.new))
    assert "\x1b" not in text and "\\x1b[31mred\\u202e" in text


def test_long_tables_are_cut_and_say_so(versions: Versions) -> None:
    for i in range(7, 20):
        versions.append("data/ports.csv", f"prt-{i:04d},Faw {i},IRQ,,,,true,")
    found = diff(versions.old, versions.new)
    assert "… 10 more" in report.text(found, limit=3) and report.text(found, limit=3).count("  + ") == 3
    assert "10 rows more" in report.markdown(found, limit=3)
    assert "prt-0012 and 7 more" in found.changelog[0]


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (("nothing", "."), 2, "nothing: no such file or folder"),
        ((".", "/tmp"), 2, "not a data package"),
        ((".",), 2, "Missing argument 'NEW'"),
        ((".", ".", "--format", "xml"), 2, "Invalid value for '--format'"),
    ],
)
def test_what_cannot_be_compared_ends_with_2(
    versions: Versions, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], status: int, message: str
) -> None:
    monkeypatch.chdir(versions.old)
    found = run("diff", *arguments)
    assert found[0] == status and message in found[2] and found[1] == ""


def test_broken_data_ends_with_1_and_says_where(versions: Versions) -> None:
    versions.append("data/ports.csv", "a,b")
    status, out, err = run("diff", versions.old, versions.new)
    assert (status, out) == (1, "") and "data/ports.csv:8: 2 cells, the header has 8" in err


def test_help_names_old_and_new() -> None:
    assert "OLD NEW" in CliRunner().invoke(cli.group, ["diff", "-h"]).output
