"""Rows of a package by SQL, as dictionaries."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from .cell_values import sql_type
from .database.definitions import available_views, has_ours
from .errors import ColumnError, nearest
from .fields import quoted
from .package import Package

if TYPE_CHECKING:
    import duckdb


MOST = 50_000  # rows of a view that are kept


class Record(dict[str, Any]):
    """A row: a dictionary by column whose cells are attributes too, `row.title` as `row["title"]`."""

    def __getattr__(self, name: str) -> Any:
        if name in self:
            return self[name]
        raise AttributeError(f"no column {name!r}; {nearest(name, list(self))}")

    def __missing__(self, name: object) -> Any:
        raise ColumnError(f"no column {name!r}; {nearest(str(name), list(self))}")

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *self})


Kept = dict[tuple[Any, ...], list[Record]]  # rows of a view by key


@dataclass(frozen=True)
class Reader:
    """A package with a connection to its database."""

    package: Package
    connection: duckdb.DuckDBPyConnection
    _kept: dict[tuple[str, ...], Kept | None] = field(default_factory=dict, repr=False, compare=False)

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """Return another connection to the same database, for use in one thread."""
        return self.connection.cursor()

    def rows(self, sql: str, *params: Any) -> tuple[Record, ...]:
        """Return a query's rows by the names of its columns."""
        cursor = self.cursor().execute(sql, list(params))
        names = [d[0] for d in cursor.description]
        return tuple(Record(zip(names, row, strict=True)) for row in cursor.fetchall())

    def of_view(self, view: str, order: str, **key: Any) -> tuple[Record, ...]:
        """Return the rows of a view with these values, in an order; a view of moderate size is computed once.

        Nothing where the package lacks the view.
        """
        asked = (view, order, *key)
        if asked not in self._kept:
            there = view in (v.name for v in available_views(self.package))
            self._kept[asked] = self._whole(view, order, tuple(key)) if there else {}
        kept = self._kept[asked]
        if kept is not None:
            return tuple(kept.get(tuple(key.values()), ()))
        where = " AND ".join(f"{quoted(column)} = ?" for column in key)
        return self.rows(f"SELECT * FROM {quoted(view)} WHERE {where} ORDER BY {quoted(order)}", *key.values())

    def _whole(self, view: str, order: str, key: tuple[str, ...]) -> Kept | None:
        """Return all rows of a view by key, or None where they are too many to keep."""
        rows = self.rows(f"SELECT * FROM {quoted(view)} ORDER BY {quoted(order)} LIMIT {MOST + 1}")
        if len(rows) > MOST:
            return None
        found: Kept = {}
        for row in rows:
            found.setdefault(tuple(row[column] for column in key), []).append(row)
        return found

    def has(self, table: str, *columns: str) -> bool:
        """Whether the package has these columns of a table of ours, with our types."""
        return has_ours(self.package, table, *columns)

    def one(self, table: str, key: str, value: Any) -> Record | None:
        """Return the first row with this value, or None; also where the value, table or column is missing.

        A value that is none of the column's type is not found in it.
        """
        known = self.package.readable_tables.get(table)
        if value is None or known is None or key not in {f.name for f in known.fields}:
            return None
        asked = f"TRY_CAST(?::VARCHAR AS {sql_type(known.field(key))})"
        found = self.rows(f"SELECT * FROM {quoted(table)} WHERE {quoted(key)} = {asked}", value)
        return found[0] if found else None
