"""Rows of a CSV file as dictionaries of Python values, with the standard library only."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping
from typing import Any

from .errors import PackageError
from .fields import kind
from .package import Field, Package, Table
from .table_files import read


def typed_rows(package: Package, table: Table) -> list[dict[str, Any]]:
    """Return a table's rows as dictionaries of Python values; see Dataset.rows."""
    columns = [(field, _parser(field)) for field in table.fields]
    missing = set(table.missing_values)
    try:
        lines = read(table.path, package.read_bytes(table.path).decode("utf-8"), strict=True)
    except UnicodeDecodeError as error:
        raise PackageError(f"{table.path}: not UTF-8 (byte {error.start}); run: iraqmilitias validate") from None
    if next(lines, (1, []))[1] != [field.name for field in table.fields]:
        raise PackageError(f"{table.path}: its columns are not those of its schema; run: iraqmilitias validate")
    rows = []
    for number, cells in lines:
        if not cells:
            continue
        if len(cells) != len(columns):
            raise PackageError(f"{table.path}:{number}: {len(cells)} cells in {len(columns)} columns")
        row = {}
        for cell, (field, parse) in zip(cells, columns, strict=True):
            try:
                row[field.name] = None if cell in missing else parse(cell)
            except ValueError:
                where = f"{table.path}:{number}:{field.name}"
                raise PackageError(f"{where}: {cell!r} is not a value of the type {field.type}") from None
        rows.append(row)
    return rows


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
