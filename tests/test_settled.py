"""What was decided on answers that disagreed with a row, against the rows as they are."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from .conftest import ROOT

pytestmark = pytest.mark.slow
WAS = re.compile(r"Was ‘([^’]*)’, is ‘([^’]*)’\.( A later reading of the line set it back\.)?")


def rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def cells() -> dict[tuple[str, str], str]:
    found: dict[tuple[str, str], str] = {}
    for path in sorted((ROOT / "data").glob("*.csv")):
        header, *records = rows(path)
        for record in records:
            for column, cell in zip(header, record, strict=True):
                found.setdefault((record[0], column), cell)
    return found


def test_each_decision_has_its_four_cells() -> None:
    settled = rows(ROOT / "reliability" / "settled.csv")
    assert [row for row in settled if len(row) != 4] == []


def test_row_is_as_the_decision_on_it_says() -> None:
    have = cells()
    said = {
        (record, column): match[1] if match[3] else match[2]
        for record, column, _, reason in rows(ROOT / "reliability" / "settled.csv")
        if (match := WAS.fullmatch(reason)) and (record, column) in have
    }
    assert len(said) > 40
    assert {place: (have[place], value) for place, value in said.items() if have[place] != value} == {}
