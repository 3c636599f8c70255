"""What goes out comes back: every cell of every table, as printed, from every format that holds tables."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from iraqmilitias.database.building import in_key_order
from iraqmilitias.dataset import Dataset
from iraqmilitias.export import FORMATS, export
from iraqmilitias.package import Package

from .conftest import Made
from .reading import Cells, package_cells, read_back

WHOLE = [name for name, form in FORMATS.items() if form.whole]

AWKWARD = [  # text that a format could lose, run, or take for something else
    "=1+1",
    "'=1+1",
    "''-2",
    "+44 20",
    "-1",
    "@x",
    "\tindented",
    "'quoted",
    'say "so", twice',
    "true",
    "1.50",
    "007",
    "2020-01-01",
    "NULL",
    "NA",
    "_x0041_",
    "https://example.org/?a=1&b=2",
    "<b> & </b>",
    "قاعدة عين الأسد",
    "naïve “quotes” — 🙂",
    " led by a space",
]
SCHEMA = {
    "fields": [
        {"name": "row_id", "type": "string", "constraints": {"required": True}},
        {"name": "words", "type": "string"},
        {"name": "whole", "type": "integer"},
        {"name": "real", "type": "number"},
        {"name": "flag", "type": "boolean"},
        {"name": "day", "type": "date"},
        {"name": "moment", "type": "datetime"},
        {"name": "sort", "type": "string", "constraints": {"enum": ["=odd", "even"]}},
    ],
    "primaryKey": ["row_id"],
}
NUMBERS = ["0", "-1", "9007199254740993", "-9223372036854775807", "42"]
REALS = ["0.1", "-2.5", "1e-07", "120000", "33.7856"]
DAYS = ["2020-02-29", "1899-12-31", "1900-02-28", "0001-01-01", "9999-12-31"]


@pytest.fixture
def awkward(tmp_path: Path) -> Package:
    """A package of one table whose cells are hard to hold."""
    import csv

    folder = tmp_path / "awkward"
    folder.mkdir()
    with (folder / "cells.csv").open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow([f["name"] for f in SCHEMA["fields"]])  # type: ignore[index]
        for i, words in enumerate(AWKWARD):
            flag, sort = ("true", "false", "")[i % 3], ("=odd", "even", "")[i % 3]
            moment = ("2021-05-30T23:59:59", "2021-05-30T23:59:59.123456", "")[i % 3]
            out.writerow([f"r{i}", words, NUMBERS[i % 5], REALS[i % 5], flag, DAYS[i % 5], moment, sort])
        out.writerow(["last", "", "", "", "", "", "", ""])
    resource = {"name": "cells", "path": "cells.csv", "schema": SCHEMA}
    descriptor = {"name": "awkward", "version": "3.0.0", "resources": [resource]}
    (folder / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    return Package(folder)


def in_order(cells: Cells, package: Package, form: str) -> Cells:
    """DuckDB's keys want parents first: the order within a table that refers to itself is not held there."""
    if form != "duckdb":
        return cells
    turned = {t.name for t in package.tables.values() if any(k.table == t.name for k in t.foreign_keys)}
    return {name: sorted(rows) if name in turned else rows for name, rows in cells.items()}


@pytest.mark.sampled(8)
@pytest.mark.parametrize("form", WHOLE)
def test_every_cell_comes_back_as_printed(data: Dataset, made: Made, form: str) -> None:
    back, want = read_back(data.package, made(form), form), package_cells(data.package)
    assert in_order(back, data.package, form) == in_order(want, data.package, form)
    assert sum(len(rows) for rows in back.values()) > 1000


@pytest.mark.parametrize("form", WHOLE)
def test_awkward_cells_come_back_as_printed(awkward: Package, tmp_path: Path, form: str) -> None:
    export(awkward, tmp_path / "out", form)
    want = package_cells(awkward)
    assert read_back(awkward, tmp_path / "out", form) == want
    assert [row[1] for row in want["cells"]] == [*AWKWARD, ""]


def test_round_trip_notices_a_changed_cell(data: Dataset, made: Made) -> None:
    import sqlite3

    copy = made("sqlite").parent / "changed"
    copy.mkdir()
    target = copy / "iraqmilitias.sqlite"
    target.write_bytes((made("sqlite") / "iraqmilitias.sqlite").read_bytes())
    with sqlite3.connect(target) as connection:
        connection.execute("UPDATE figures SET printed = '21' WHERE figure_id = 'fig-0001'")
    connection.close()
    assert read_back(data.package, copy, "sqlite") != package_cells(data.package)


def test_every_table_of_our_own_has_a_key_order(data: Dataset) -> None:
    assert len(in_key_order(data.package)) == len(data.package.tables)
