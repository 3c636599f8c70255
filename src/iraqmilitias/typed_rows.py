"""Rows of a CSV file as dictionaries of Python values, with the standard library only."""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from .cell_values import FINE, WHOLE, labels
from .errors import Error, PackageError
from .fields import kind
from .package import Field, Package, Table
from .table_files import read, require_whole_quotes
from .unread import FALSE, TRUE


class _UnheldError(Exception):
    """A cell has a value that no Python type of its column holds; the text says why."""


def typed_rows(package: Package, table: Table) -> list[dict[str, Any]]:
    """Return a table's rows as dictionaries of Python values; see Dataset.rows."""
    columns = typed_columns(package, table)
    return [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]


def typed_columns(package: Package, table: Table) -> dict[str, list[Any]]:
    """Return the Python values of each column; PackageError, with the line, for a cell that is not of its type.

    They are those of cell_values.py, which says the same in SQL.
    """
    cells = read_cells(table.readable(), package.read_bytes(table.path))
    missing, columns = set(table.missing_values), dict[str, list[Any]]()
    for i, field in enumerate(table.fields):
        parse, values = _parser(field), list[Any]()
        for line, row in cells:
            try:
                values.append(None if row[i] in missing else parse(row[i]))
            except ValueError:
                where = f"{table.path}:{line}:{field.name}"
                raise PackageError(f"{where}: {row[i]!r} is not a value of the type {field.type}") from None
            except _UnheldError as error:
                where = f"{table.path}:{line}:{field.name}"
                raise PackageError(f"{where}: not read: {row[i]!r} {error}") from None
        columns[field.name] = values
    return columns


def read_cells(table: Table, content: bytes) -> list[tuple[int, list[str]]]:
    """Return the line and the cells of each row of a table's file; PackageError where they are not the schema's."""
    require_whole_quotes(table.path, content, error=PackageError)
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


def _number(cell: str) -> float:
    number = float(cell)
    if math.isinf(number) and "N" not in cell.upper():  # 1e400
        raise ValueError(cell)
    if _WHOLE.fullmatch(cell):
        whole = int(cell.partition(".")[0])
        if whole not in _HUGEINT or whole != number:
            raise _UnheldError(
                "is a whole number that a 64-bit float does not hold; give the field the type integer or string"
            )
    return number


def _integer(cell: str) -> int:
    if (number := int(cell)) not in _BIGINT:
        raise ValueError(cell)
    return number


def _datetime(cell: str) -> datetime.datetime:
    """Return the moment; one with a zone, moved to UTC, whose zone is not kept."""
    moment = datetime.datetime.fromisoformat(cell)
    if _FINE.search(cell):
        raise _UnheldError("is finer than microseconds; give the field the type string")
    try:
        return moment.astimezone(datetime.UTC).replace(tzinfo=None) if moment.tzinfo else moment
    except OverflowError:
        raise _UnheldError("is outside the years 1 to 9999 in UTC; give the field the type string") from None


_WHOLE, _FINE = re.compile(WHOLE), re.compile(FINE)
_BIGINT, _HUGEINT = range(-(2**63), 2**63), range(-(2**127), 2**127)
_TYPES: Mapping[str, Callable[[str], Any]] = {
    "integer": _integer,
    "year": int,
    "number": _number,
    "date": datetime.date.fromisoformat,
    "datetime": _datetime,
    "time": datetime.time.fromisoformat,
}


def _parser(field: Field) -> Callable[[str], Any]:
    """Return a function from a cell to its value, which raises ValueError for another form than the type's."""
    if field.type == "boolean":
        return partial(_boolean, labels(field, "trueValues", TRUE), labels(field, "falseValues", FALSE))
    convert, form = _TYPES.get(field.type, str), kind(field)
    if form is None or not form.printed:
        return convert
    pattern = re.compile(form.printed)

    def parse(cell: str) -> Any:
        if not pattern.fullmatch(cell):
            raise ValueError(cell)
        return convert(cell)

    return parse


def _boolean(yes: tuple[str, ...], no: tuple[str, ...], cell: str) -> bool:
    if cell not in yes and cell not in no:
        raise ValueError(cell)
    return cell in yes
