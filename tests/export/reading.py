"""The cells of every table as the package prints them, and as an export has them, read by its format's own library."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import openpyxl

from iraqmilitias.export.context import FLAT
from iraqmilitias.fields import kind, quoted
from iraqmilitias.package import Field, Package, Table
from iraqmilitias.typed_rows import read_cells
from iraqmilitias.values import printed

Rows = list[tuple[str, ...]]
Cells = dict[str, Rows]


def package_cells(package: Package) -> Cells:
    """Return every table's cells as the package prints them: what a round trip must give back."""
    return {table.name: _cells(table, package.read_bytes(table.path)) for table in package.tables.values()}


def read_back(package: Package, folder: Path, form: str) -> Cells:
    """Return the cells of every table as printed, read from an export of a format that holds whole tables."""
    assert form in READERS, f"add a reader of {form} to READERS, which brings each cell back as printed"
    return {table.name: READERS[form](package, folder, table) for table in package.tables.values()}


def _cells(table: Table, content: bytes) -> Rows:
    """Return the cells of a table's file below its header, the schema's codes for missing as nothing."""
    missing = set(table.missing_values)
    return [tuple("" if cell in missing else cell for cell in row) for _, row in read_cells(table, content)]


def _printed(rows: Iterable[Sequence[Any]]) -> Rows:
    return [tuple(map(printed, row)) for row in rows]


def _files(package: Package, folder: Path, table: Table) -> Rows:
    return _cells(table, (folder / table.path).read_bytes())


def _spreadsheet_csv(package: Package, folder: Path, table: Table) -> Rows:
    """Read a file without the apostrophes that neutralise formulas, and whole numbers without DuckDB's .0."""
    typed = [(held := kind(field)) is not None and held.duckdb != "VARCHAR" for field in table.fields]

    def cell(value: str, is_typed: bool) -> str:
        if is_typed:
            return value[:-2] if re.fullmatch(r"-?[0-9]+\.0", value) else value
        return value[1:] if re.match(r"''*[=+\-@\t\r]", value) else value

    rows = _cells(table, (folder / f"{table.name}.csv").read_bytes())
    return [tuple(cell(*pair) for pair in zip(row, typed, strict=True)) for row in rows]


def _parquet(package: Package, folder: Path, table: Table) -> Rows:
    with duckdb.connect() as connection:
        return _printed(connection.execute("FROM read_parquet(?)", [str(folder / f"{table.name}.parquet")]).fetchall())


def _duckdb(package: Package, folder: Path, table: Table) -> Rows:
    with duckdb.connect(str(folder / f"{package.name}.duckdb"), read_only=True) as connection:
        return _printed(connection.execute(f"FROM {quoted(table.name)} ORDER BY rowid").fetchall())


def _sqlite(package: Package, folder: Path, table: Table) -> Rows:
    flags = [field.type == "boolean" for field in table.fields]
    with closing(sqlite3.connect(folder / f"{package.name}.sqlite")) as connection:
        rows = connection.execute(f"SELECT * FROM {quoted(table.name)} ORDER BY rowid").fetchall()
    return _printed([bool(v) if f and v is not None else v for v, f in zip(row, flags, strict=True)] for row in rows)


def _xlsx(package: Package, folder: Path, table: Table) -> Rows:
    """Read a sheet: the tables' sheets are in the package's order, behind that of the claims."""
    with closing(openpyxl.load_workbook(folder / f"{package.name}.xlsx", read_only=True)) as book:
        place = list(package.tables).index(table.name) + (book.sheetnames[0] == FLAT and FLAT not in package.tables)
        rows = book.worksheets[place].iter_rows(min_row=2, max_col=len(table.fields), values_only=True)
        kept = [tuple(map(_from_sheet, row, table.fields)) for row in rows]
    while kept and not any(kept[-1]):
        kept.pop()
    return kept


def _from_sheet(value: Any, field: Field) -> str:
    if isinstance(value, datetime) and field.type == "date":
        return value.date().isoformat()
    # openpyxl leaves Excel's escapes for control characters, and takes the mark off text that only looks like one.
    return re.sub("_x(00[01][0-9A-F])_", lambda match: chr(int(match[1], 16)), printed(value))


READERS = {
    "parquet": _parquet, "csv": _spreadsheet_csv, "sqlite": _sqlite, "duckdb": _duckdb, "xlsx": _xlsx,
    "croissant": _files, "r": _files,
}  # fmt: skip
