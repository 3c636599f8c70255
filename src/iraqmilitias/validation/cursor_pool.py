"""Cursors of one DuckDB database, used by several threads at once.

DuckDB reads one file, or answers one small query, on one core.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from queue import SimpleQueue
from threading import Event
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    import duckdb

Item = TypeVar("Item")
Answer = TypeVar("Answer")
MOST = 4  # threads


def cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def threads() -> int:
    """Return how many threads DuckDB should have: with those of a pool, which work for it, one a core."""
    return max(1, cores() - MOST + 1)


def lacks_room(error: duckdb.Error) -> bool:
    """Whether DuckDB had too little memory or disk space, or was stopped: not a fault of the data."""
    import duckdb

    if isinstance(error, duckdb.OutOfMemoryException | duckdb.FatalException | duckdb.InterruptException):
        return True
    text = str(error).casefold()
    return isinstance(error, duckdb.IOException) and any(w in text for w in ("write", "no space", "temporary", "spill"))


class CursorPool:
    """Threads with a cursor each on one database."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, size: int | None = None) -> None:
        number = size or min(cores(), MOST)
        self._cursors = [connection.cursor() for _ in range(number)]
        self._free: SimpleQueue[duckdb.DuckDBPyConnection] = SimpleQueue()
        for cursor in self._cursors:
            self._free.put(cursor)
        self._pool = ThreadPoolExecutor(number)
        self.stopped = Event()  # set when work that does not run in DuckDB should end, too

    def close(self) -> None:
        """End what still runs, without its answer, and wait until it has ended."""
        self.stopped.set()
        self._pool.shutdown(wait=False, cancel_futures=True)
        while self._free.qsize() < len(self._cursors):
            for cursor in self._cursors:
                cursor.interrupt()
            time.sleep(0.01)
        self._pool.shutdown(wait=True)
        for cursor in self._cursors:
            cursor.close()

    def map(self, work: Callable[[duckdb.DuckDBPyConnection, Item], Answer], items: Iterable[Item]) -> Iterator[Answer]:
        """Yield what `work` returns for each item, in the items' order whatever is done first."""
        futures: list[Future[Answer]] = [self._pool.submit(self._with_cursor, work, item) for item in items]
        for future in futures:
            yield future.result()

    def rows(self, statements: Iterable[str]) -> Iterator[list[tuple[Any, ...]]]:
        """Yield the rows of each statement."""
        return self.map(lambda cursor, sql: cursor.execute(sql).fetchall(), statements)

    def _with_cursor(self, work: Callable[[duckdb.DuckDBPyConnection, Item], Answer], item: Item) -> Answer:
        cursor = self._free.get()
        try:
            return work(cursor, item)
        finally:
            self._free.put(cursor)
