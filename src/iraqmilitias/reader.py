"""Rows of a package by SQL, as dictionaries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from .errors import nearest
from .fields import quoted
from .package import Package

if TYPE_CHECKING:
    import duckdb


class Record(dict[str, Any]):
    """A row: a dictionary by column whose cells are attributes too, `row.title` as `row["title"]`."""

    def __getattr__(self, name: str) -> Any:
        if name in self:
            return self[name]
        raise AttributeError(f"no column {name!r}; {nearest(name, list(self))}")

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *self})


class Reader(NamedTuple):
    """A package with a connection to its database."""

    package: Package
    connection: duckdb.DuckDBPyConnection

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """Return another connection to the same database, for use in one thread."""
        return self.connection.cursor()

    def rows(self, sql: str, *params: Any) -> tuple[Record, ...]:
        """Return a query's rows by the names of its columns."""
        cursor = self.cursor().execute(sql, list(params))
        names = [d[0] for d in cursor.description]
        return tuple(Record(zip(names, row, strict=True)) for row in cursor.fetchall())

    def has(self, table: str, *columns: str) -> bool:
        """Whether the package has this table with these columns."""
        tables = self.package.tables
        return table in tables and {f.name for f in tables[table].fields} >= set(columns)

    def one(self, table: str, key: str, value: Any) -> Record | None:
        """Return the first row with this value, or None; also where the value, table or column is missing."""
        if value is None or not self.has(table, key):
            return None
        found = self.rows(f"SELECT * FROM {quoted(table)} WHERE {quoted(key)} = ?", value)
        return found[0] if found else None
