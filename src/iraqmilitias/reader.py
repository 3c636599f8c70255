"""Rows of a package as dictionaries: by SQL, and from its CSV files with the standard library only."""

from __future__ import annotations

import csv
import datetime
import io
import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from .errors import PackageError
from .fields import kind, quoted
from .package import Field, Package, Table

if TYPE_CHECKING:
    import duckdb


class Reader(NamedTuple):
    """A package with a connection to its database."""

    package: Package
    connection: duckdb.DuckDBPyConnection

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """Return another connection to the same database, for use in one thread."""
        return self.connection.cursor()

    def rows(self, sql: str, *params: Any) -> tuple[dict[str, Any], ...]:
        """Return a query's rows by the names of its columns."""
        cursor = self.cursor().execute(sql, list(params))
        names = [d[0] for d in cursor.description]
        return tuple(dict(zip(names, row, strict=True)) for row in cursor.fetchall())

    def has(self, table: str, *columns: str) -> bool:
        """Whether the package has this table with these columns."""
        tables = self.package.tables
        return table in tables and {f.name for f in tables[table].fields} >= set(columns)

    def one(self, table: str, key: str, value: Any) -> dict[str, Any] | None:
        """Return the first row with this value, or None; also where the value, table or column is missing."""
        if value is None or not self.has(table, key):
            return None
        found = self.rows(f"SELECT * FROM {quoted(table)} WHERE {quoted(key)} = ?", value)
        return found[0] if found else None


def rows_of(package: Package, table: Table) -> list[dict[str, Any]]:
    """Return a table's rows as dictionaries of Python values; see Dataset.rows."""
    columns = [(field, _parser(field)) for field in table.fields]
    missing = set(table.missing_values)
    rows = []
    try:
        lines = csv.reader(io.StringIO(package.read_bytes(table.path).decode("utf-8"), newline=""), strict=True)
        if next(lines, None) != [field.name for field in table.fields]:
            raise PackageError(f"{table.path}: its columns are not those of its schema; run: iraqmilitias validate")
        for cells in filter(None, lines):
            if len(cells) != len(columns):
                raise PackageError(f"{table.path}:{lines.line_num}: {len(cells)} cells in {len(columns)} columns")
            row = {}
            for cell, (field, parse) in zip(cells, columns, strict=True):
                try:
                    row[field.name] = None if cell in missing else parse(cell)
                except ValueError:
                    where = f"{table.path}:{lines.line_num}:{field.name}"
                    raise PackageError(f"{where}: {cell!r} is not a value of the type {field.type}") from None
            rows.append(row)
    except (UnicodeDecodeError, csv.Error) as error:
        raise PackageError(f"{table.path}: cannot be read ({error}); run: iraqmilitias validate") from None
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
