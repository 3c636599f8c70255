"""Rows of a CSV file as dictionaries of Python values, with the standard library only."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping
from typing import Any

from .errors import Error, PackageError
from .fields import kind
from .package import Field, Package, Table
from .table_files import read


def typed_rows(package: Package, table: Table) -> list[dict[str, Any]]:
    """Return a table's rows as dictionaries of Python values; see Dataset.rows."""
    columns = typed_columns(package, table)
    return [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]


def typed_columns(package: Package, table: Table) -> dict[str, list[Any]]:
    """Return the Python values of each column; PackageError, with the line, for a cell that is not of its type."""
    cells = read_cells(table.readable(), package.read_bytes(table.path))
    missing, columns = set(table.missing_values) or {""}, dict[str, list[Any]]()
    for i, field in enumerate(table.fields):
        parse, values = _parser(field), list[Any]()
        for line, row in cells:
            try:
                values.append(None if row[i] in missing else parse(row[i]))
            except ValueError:
                where = f"{table.path}:{line}:{field.name}"
                raise PackageError(f"{where}: {row[i]!r} is not a value of the type {field.type}") from None
        columns[field.name] = values
    return columns


def read_cells(table: Table, content: bytes) -> list[tuple[int, list[str]]]:
    """Return the line and the cells of each row of a table's file; PackageError where they are not the schema's."""
    try:
        (_, names), *rows = [*read(table.path, content.decode("utf-8-sig"), strict=True)] or [(1, list[str]())]
    except (UnicodeDecodeError, Error) as error:
        raise PackageError(f"{table.path} cannot be read ({error}); run: iraqmilitias validate") from None
    width = len(table.fields)
    if names != [field.name for field in table.fields]:
        raise PackageError(f"{table.path}: its columns are not those of its schema; run: iraqmilitias validate")
    found = [(line, row or [""]) for line, row in rows if row or width == 1]  # a blank line is a row of one column only
    for line, row in found:
        if len(row) != width:
            raise PackageError(f"{table.path}:{line}: {len(row)} cells in {width} columns; run: iraqmilitias validate")
    return found


_TYPES: Mapping[str, Callable[[str], Any]] = {
    "integer": int,
    "year": int,
    "number": float,
    "boolean": lambda cell: cell == "true",
    "date": datetime.date.fromisoformat,
    "datetime": lambda cell: datetime.datetime.fromisoformat(cell.removesuffix("Z")),
    "time": datetime.time.fromisoformat,
}


def _parser(field: Field) -> Callable[[str], Any]:
    """Return a function from a cell to its value, which raises ValueError for another form than the type's."""
    convert, form = _TYPES.get(field.type), kind(field)
    if convert is None:
        return str
    pattern = re.compile(form.printed if form else "")

    def parse(cell: str) -> Any:
        if not pattern.fullmatch(cell):
            raise ValueError(cell)
        return convert(cell)

    return parse
