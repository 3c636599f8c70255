"""Rows of a package by SQL, as dictionaries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from .fields import quoted
from .package import Package

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
