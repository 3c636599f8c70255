"""Where checks run: on DuckDB by default, on a Spark Connect server for packages that outgrow one machine.

Every statement is written once, as DuckDB SQL. `dialect` turns it into Spark's SQL, `expressions` its patterns into
those of the server, `recursion` a recursive query into its generations; `session` connects, or starts Sail, and `spark`
is the engine there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from ...errors import Error

if TYPE_CHECKING:
    from ..structure.table import LoadedTable

Rows = list[tuple[Any, ...]]
Started = Callable[[int], None]  # called with a statement's number when it begins


def unnoticed(number: int) -> None:
    """Do nothing when a statement begins."""


class EngineError(Error, OSError):
    """An engine does not start or cannot answer, which is not a fault of the data."""


class Engine(Protocol):
    """Something that runs queries on the loaded tables, in DuckDB's SQL.

    A statement without ORDER BY gives one row of numbers. A method raises EngineError where the engine cannot answer.
    """

    name: str

    def hand_over(self, tables: Mapping[str, LoadedTable]) -> None:
        """Make the tables, which were loaded in DuckDB, known to the engine; called once, before all else."""

    def answer(self, statements: Sequence[str], started: Started = unnoticed) -> list[Rows]:
        """Return the rows of each statement, as tuples; `started` is called as each begins, from any thread."""

    def try_answer(self, statements: Sequence[str], started: Started = unnoticed) -> list[Rows | None]:
        """Return the rows of each statement, or None for one that does not fit the columns' types on DuckDB."""

    def view(self, name: str, select: str) -> None:
        """Create a view on the tables."""

    def share(self, table: str) -> None:
        """Make a table that was created in DuckDB known to the engine."""
