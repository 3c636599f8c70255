"""The engine that needs no extra: DuckDB, with many statements at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, TypeVar

from ...fields import quoted
from ..cursor_pool import CursorPool, lacks_room
from . import Rows, Started, unnoticed

if TYPE_CHECKING:
    import duckdb

    from ..structure.table import LoadedTable

T = TypeVar("T")


class DuckDBEngine:
    """Runs statements on the database in which the tables were loaded."""

    name = "duckdb"

    def __init__(self, connection: duckdb.DuckDBPyConnection, pool: CursorPool) -> None:
        self.connection, self.pool = connection, pool

    def hand_over(self, tables: Mapping[str, LoadedTable]) -> None:
        """Do nothing: they are there."""

    def answer(self, statements: Sequence[str], started: Started = unnoticed) -> list[Rows]:
        """Return the rows of each statement."""

        return self._answered(statements, started, lambda cursor, sql: cursor.execute(sql).fetchall())

    def try_answer(self, statements: Sequence[str], started: Started = unnoticed) -> list[Rows | None]:
        """Return the rows of each statement, or None for one that does not fit the columns' types."""
        import duckdb

        def rows(cursor: duckdb.DuckDBPyConnection, sql: str) -> Rows | None:
            try:
                return cursor.execute(sql).fetchall()
            except duckdb.Error as error:
                if lacks_room(error):
                    raise
                return None

        return self._answered(statements, started, rows)

    def _answered(
        self, statements: Sequence[str], started: Started, rows: Callable[[duckdb.DuckDBPyConnection, str], T]
    ) -> list[T]:
        def run(cursor: duckdb.DuckDBPyConnection, number: int) -> T:
            started(number)
            return rows(cursor, statements[number])

        return list(self.pool.map(run, range(len(statements))))

    def view(self, name: str, select: str) -> None:
        """Create a view on the tables."""
        self.connection.execute(f"CREATE VIEW {quoted(name)} AS {select}")

    def share(self, table: str) -> None:
        """Do nothing: what was created in DuckDB is known."""
