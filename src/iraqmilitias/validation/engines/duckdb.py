"""The engine that needs no extra: DuckDB, with many statements at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ...fields import quoted
from . import Rows, Started, unnoticed
from .cursor_pool import CursorPool, lacks_room

if TYPE_CHECKING:
    import duckdb


class DuckDBEngine:
    """Runs statements on the database in which the tables were loaded."""

    name = "duckdb"

    def __init__(self, connection: duckdb.DuckDBPyConnection, pool: CursorPool) -> None:
        self.connection, self.pool = connection, pool

    def answer(self, statements: Sequence[str], started: Started = unnoticed) -> list[Rows]:
        """Return the rows of each statement."""

        def rows(cursor: duckdb.DuckDBPyConnection, number: int) -> Rows:
            started(number)
            return cursor.execute(statements[number]).fetchall()

        return list(self.pool.map(rows, range(len(statements))))

    def try_answer(self, statements: Sequence[str], started: Started = unnoticed) -> list[Rows | None]:
        """Return the rows of each statement, or None for one that does not fit the columns' types."""
        import duckdb

        def rows(cursor: duckdb.DuckDBPyConnection, number: int) -> Rows | None:
            started(number)
            try:
                return cursor.execute(statements[number]).fetchall()
            except duckdb.Error as error:
                if lacks_room(error):
                    raise
                return None

        return list(self.pool.map(rows, range(len(statements))))

    def view(self, name: str, select: str) -> None:
        """Create a view on the tables."""
        self.connection.execute(f"CREATE VIEW {quoted(name)} AS {select}")

    def share(self, table: str) -> None:
        """Do nothing: what was created in DuckDB is known."""
