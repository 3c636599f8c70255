"""Every code that validation gives has a page that explains it, and a test that makes it appear."""

from __future__ import annotations

import ast
import csv
import os
from pathlib import Path

import pytest

from iraqmilitias.validation import validate
from iraqmilitias.validation.report.codes import issue_codes
from iraqmilitias.validation.structure.scan import LINE_LIMIT

TESTS = Path(__file__).parents[1]


def expected_somewhere() -> set[str]:
    """Return the texts that tests compare with, and the codes that the contributions expect."""
    texts: set[str] = set()
    for path in (*TESTS.glob("validation/*.py"), *TESTS.glob("contributions/*.py"), *TESTS.glob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        texts |= {n.value for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str)}
    for path in TESTS.glob("contributions/*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            texts |= {row.get("expected", "") for row in csv.DictReader(file)}
    return texts


@pytest.mark.slow
def test_every_code_of_the_catalogue_is_expected_by_a_test():
    assert set(issue_codes()) - expected_somewhere() == set()


def test_line_that_is_too_long_to_be_read_does_not_hide_the_others(harbour):
    path = harbour.root / "data" / "calls.csv"
    lines = path.read_bytes().splitlines(keepends=True)
    long = b'"' + b"x" * (LINE_LIMIT + 10) + b'"\n'
    path.write_bytes(b"".join([*lines[:2], long, *lines[2:-1], lines[-1].rstrip(b"\n") + b",surplus\n"]))
    found = {(i.code, i.line) for i in validate(harbour.root, crosscheck=False).issues}
    assert {("line-too-long", 3), ("row-long", len(lines) + 1)} <= found


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read every file")
def test_file_that_may_not_be_read_is_an_issue(harbour):
    path = harbour.root / "data" / "calls.csv"
    path.chmod(0)
    try:
        issues = validate(harbour.root, crosscheck=False).issues
    finally:
        path.chmod(0o644)
    assert [(i.code, i.file) for i in issues if i.file == "data/calls.csv"] == [("file-unreadable", "data/calls.csv")]
