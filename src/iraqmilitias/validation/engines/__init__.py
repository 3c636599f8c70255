"""Where checks run: on DuckDB by default, on a Spark Connect server for packages that outgrow one machine.

Every statement is written once, as DuckDB SQL. `dialect` turns it into Spark's SQL, `expressions` its patterns into
those of the server, `recursion` a recursive query into its generations; `session` connects, or starts Sail, and `spark`
is the engine there.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol

from ...errors import Error

Rows = list[tuple[Any, ...]]
Started = Callable[[int], None]  # called with a statement's number when it begins


def unnoticed(number: int) -> None:
    """Do nothing when a statement begins."""


class EngineError(Error, OSError):
    """An engine does not start or cannot answer, which is not a fault of the data."""


class Engine(Protocol):
    """Something that runs queries on the loaded tables, in DuckDB's SQL."""

    name: str

    def answer(self, statements: Sequence[str], started: Started = unnoticed) -> list[Rows]:
        """Return the rows of each statement."""

    def try_answer(self, statements: Sequence[str], started: Started = unnoticed) -> list[Rows | None]:
        """Return the rows of each statement, or None for one that does not fit the columns' types."""

    def view(self, name: str, select: str) -> None:
        """Create a view on the tables."""

    def share(self, table: str) -> None:
        """Make a table that was created in DuckDB known to the engine."""
