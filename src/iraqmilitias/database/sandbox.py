"""Runs one statement of a user's SQL: refused unless it only reads, and in a child process when it is limited."""

from __future__ import annotations

import os
import pickle
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from ..child import ending, start
from ..errors import QueryError
from .connection import MAIN, open_copies, plain_copies
from .exactness import NESTED, Column, parts, unended
from .plain import plain_folder

if TYPE_CHECKING:
    import duckdb

MEMORY = 1 << 30  # bytes of address space that a child may take beyond what DuckDB's code needs
TIMEOUT = 10.0  # seconds, on the command line
LONGEST = 10**6  # seconds of a time limit
MAX_BYTES = 64 << 20  # of a result's cells, on the way back from the child
CELL = 16  # bytes that a cell is counted with at least: pickled, a NULL has one, but in Python and in print many
CELLS = 50_000  # that are fetched at once
READS = {"SELECT", "EXPLAIN", "MULTI"}  # PIVOT is MULTI; SHOW, DESCRIBE and SUMMARIZE are SELECT

NOT_ALLOWED = (
    "only one reading statement is allowed (SELECT, WITH, VALUES, PIVOT, EXPLAIN, SHOW, DESCRIBE, SUMMARIZE); "
    "files, network, extensions, settings and changes are off"
)
# EXPLAIN as it may be written, with comments between its words, and its options: (ANALYZE, FORMAT json). A comment with
# another in it is left to DuckDB, which may take it for longer than this does.
_GAP = r"(?>\s+|--[^\n]*|/\*(?:(?!/\*).)*?\*/)"
_EXPLAIN = re.compile(rf"{_GAP}*EXPLAIN\b{_GAP}*(?:(?:ANALY[ZS]E|VERBOSE)\b{_GAP}*)*", re.IGNORECASE | re.DOTALL)
_OPTIONS = re.compile(rf"\({_GAP}*(?:ANALY[ZS]E|VERBOSE|FORMAT)\b[^()]*\)", re.IGNORECASE | re.DOTALL)
FEWER = "out of memory; select fewer rows or columns"


class Result(NamedTuple):
    """Rows of a query with their columns' names and DuckDB types; truncated where a cap cut them."""

    columns: tuple[str, ...]
    types: tuple[str, ...]
    rows: list[tuple[Any, ...]]
    truncated: bool


def check(connection: duckdb.DuckDBPyConnection, sql: str) -> None:
    """Raise QueryError unless `sql` is exactly one statement that reads."""
    import duckdb

    if "\x00" in sql:
        raise QueryError("the statement holds a NUL character; remove it")
    try:
        statements = connection.extract_statements(sql)
        written = [s for s in statements if s.query] or statements[-1:]  # of PIVOT, 1.4.0 makes a type and a SELECT
        kinds = [s.type.name for s in written]
    except (ValueError, IndexError):  # 2.0.0 has types that its Python enumeration lacks; 1.4.0 several PIVOTs
        raise QueryError(NOT_ALLOWED) from None
    except duckdb.Error as error:
        raise QueryError(friendly(error)) from None
    if not kinds:
        raise QueryError("there is no statement; write for example: SELECT * FROM events")
    if len(kinds) > 1:
        raise QueryError(f"{len(kinds)} statements; {NOT_ALLOWED}")
    if kinds[0] not in READS:
        raise QueryError(f"{kinds[0].replace('_', ' ')} is refused; {NOT_ALLOWED}")
    if kinds[0] == "EXPLAIN":
        _check_explained(connection, sql)


def _check_explained(connection: duckdb.DuckDBPyConnection, sql: str) -> None:
    """Raise QueryError unless an EXPLAIN explains what reads: EXPLAIN ANALYZE runs the statement behind it."""
    prefix = _EXPLAIN.match(sql)
    rest = sql[prefix.end() :] if prefix else ""
    options = _OPTIONS.match(rest)
    explained = rest[options.end() :] if options else rest
    if not explained.strip() or _EXPLAIN.match(explained):
        raise QueryError(f"what this EXPLAIN explains cannot be told; {NOT_ALLOWED}")
    check(connection, explained)


def friendly(error: Exception) -> str:
    """Return DuckDB's message with what is not allowed said plainly."""
    import duckdb

    if isinstance(error, duckdb.OutOfMemoryException):
        return FEWER  # DuckDB advises settings, which are refused here
    text = str(error).strip().removeprefix("Invalid Input Error: ")
    refused = (
        "Permission Error",
        "has been locked",
        "read-only",
        "disabled by configuration",
        "Cannot execute",
    )
    file_like = re.search(r"Table with name \S*[/\\.:]", text)
    if file_like or any(word in text for word in refused):
        return f"refused: {text.splitlines()[0]}; {NOT_ALLOWED}"
    return text or type(error).__name__


def run(connection: duckdb.DuckDBPyConnection, sql: str, params: Any = None, max_rows: int | None = None) -> Result:
    """Run one reading statement and return its rows; QueryError for all that goes wrong."""
    columns, types, chunks = _answer(connection, sql, params, max_rows)
    rows = [row for chunk in chunks for row in chunk]
    truncated = max_rows is not None and len(rows) > max_rows
    return Result(columns, types, rows[:max_rows], truncated)


def _answer(
    connection: duckdb.DuckDBPyConnection, sql: str, params: Any, max_rows: int | None
) -> tuple[tuple[str, ...], tuple[str, ...], Iterator[list[tuple[Any, ...]]]]:
    """Return names and types of a result's columns and its rows in chunks: at most one more than `max_rows`."""
    check(connection, sql)
    with _failures():
        cursor = connection.execute(sql, params) if params else connection.execute(sql)
        description = cursor.description or []
    size = max(1, CELLS // max(1, len(description)))
    names, types = tuple(str(d[0]) for d in description), tuple(str(d[1]) for d in description)
    columns = [Column(str(d[0]), d[1]) for d in description]

    def chunks() -> Iterator[list[tuple[Any, ...]]]:
        left = sys.maxsize if max_rows is None else max_rows + 1
        while left > 0:
            with _failures():
                chunk = cursor.fetchmany(min(size, left))
            if not chunk:
                return
            left -= len(chunk)
            for place, column in enumerate(columns):
                if column.doubted:
                    column.check([row[place] for row in chunk], partial(_has, connection, sql, params, place))
            yield chunk

    return names, types, chunks()


def _has(connection: duckdb.DuckDBPyConnection, sql: str, params: Any, place: int, condition: str) -> bool:
    """Whether a condition on c, the column at a place of a query's result, holds for any of its rows."""
    import duckdb

    columns = ", ".join("c" if i == place else f"c_{i}" for i in range(place + 1))
    asked = f"SELECT count(*) FROM ({unended(sql)}\n) AS t({columns}) WHERE {condition}"
    try:
        cursor = connection.cursor()
        found = (cursor.execute(asked, params) if params else cursor.execute(asked)).fetchall()
    except duckdb.Error:
        return True  # it cannot be told, as of a PIVOT whose columns come from the rows
    return bool(found[0][0])


@contextmanager
def _failures() -> Iterator[None]:
    """Turn what DuckDB and its conversion to Python raise into QueryErrors."""
    import duckdb

    try:
        yield
    except duckdb.Error as error:
        raise QueryError(friendly(error)) from None
    except MemoryError:
        raise QueryError(FEWER) from None
    except (ValueError, TypeError, OverflowError, UnicodeError, RuntimeError, ImportError) as error:
        raise QueryError(f"the result cannot be read: {error}") from None


def limited(
    file: Path | Callable[[], Path],
    sql: str,
    params: Any = None,
    *,
    timeout: float = TIMEOUT,
    memory: int = MEMORY,
    max_rows: int | None = None,
    beside: Mapping[str, Path] | None = None,
) -> Result:
    """Run one statement in a child process that is killed at the time limit.

    A function that returns the `file` is called while the child starts. `beside` are other database files, by the names
    that they are attached under.

    The memory limit is hard on Linux; elsewhere only DuckDB's own holds. QueryError names the limit that was hit, or
    says how the child ended.
    """
    if not 0 < timeout <= LONGEST:
        raise QueryError(f"the time limit must be between 0 and {LONGEST:,} seconds, here it is {timeout}")
    with plain_folder() as folder:
        child = start(
            "iraqmilitias.database.sandbox:child",
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=folder,
            env={**os.environ, "HOME": str(folder)},  # DuckDB names the home in messages
        )
        try:
            files = {MAIN: file if isinstance(file, Path) else file(), **(beside or {})}
            with plain_copies(files) as copies:
                answer, words = child.communicate(_request(copies, sql, params, memory, max_rows), timeout=timeout)
        except subprocess.TimeoutExpired:
            raise QueryError(f"stopped after {timeout:g} seconds; ask for less, or raise --timeout") from None
        finally:
            if child.poll() is None:
                child.kill()
                child.communicate()
    if not answer:
        if any(word in words for word in NO_MEMORY):
            raise _too_large(memory)
        raise QueryError(f"the process that ran the query ended early, by {ending(child.returncode, words)}")
    verdict, *content = pickle.loads(answer)
    if verdict == "error":
        raise _too_large(memory) if content[0] == FEWER else QueryError(content[0])
    columns, types, chunks, truncated = content
    return Result(columns, types, [row for chunk in chunks for row in pickle.loads(chunk)], truncated)


def _too_large(memory: int) -> QueryError:
    return QueryError(f"stopped: it needed more than {memory >> 20} MiB of memory; select fewer rows or columns")


def _request(*content: Any) -> bytes:
    try:
        return pickle.dumps(content)
    except Exception as error:  # whatever a parameter's own class raises
        raise QueryError(f"a parameter cannot be passed to the child process: {error}") from None


# What a program says on stderr that ends because it gets no more memory.
NO_MEMORY = (b"bad_alloc", b"MemoryError", b"Cannot allocate memory", b"out of memory", b"Out of Memory")


def child() -> None:
    """Answer one request on stdin, in the child process that `limited` starts."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent ends this process
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # DuckDB prints its progress there
    import_module("duckdb")  # while the parent finds the database, or makes it
    try:
        answer = pickle.dumps(_served(sys.stdin.buffer.read()))
    except QueryError as error:
        answer = pickle.dumps(("error", str(error)))
    except MemoryError:
        answer = pickle.dumps(("error", FEWER))
    answers.write(answer)
    answers.flush()
    os._exit(0)  # no teardown: DuckDB 2.0.0 prints or aborts when a connection is open at exit


def _served(request: bytes) -> tuple[Any, ...]:
    """Return what the request asks for: "result", names, types, pickled chunks of rows, whether they were cut."""
    try:
        copies, sql, params, memory, max_rows = pickle.loads(request)
    except (ImportError, AttributeError) as error:  # a parameter of a class that only the caller has
        raise QueryError(f"a parameter cannot be passed to the child process: {error}") from None
    # DuckDB has half of it: the rows that are fetched need room too.
    connection = open_copies(copies, memory_limit=f"{memory // 2 >> 20}MiB", threads="2")
    limit_memory(memory)
    columns, types, chunks = _answer(connection, sql, params, max_rows)
    pickled: list[bytes] = []
    size = rows = 0
    for chunk in chunks:
        rows += len(chunk)
        kept = chunk[: len(chunk) - 1] if max_rows is not None and rows > max_rows else chunk
        try:
            pickled.append(pickle.dumps(kept))
        except (pickle.PicklingError, TypeError, AttributeError, RecursionError) as error:
            raise QueryError(f"the result cannot be read: {error}") from None
        size += max(len(pickled[-1]), CELL * _cells(kept, types))
        if size > MAX_BYTES:
            raise QueryError(f"the result is larger than {MAX_BYTES >> 20} MiB; select fewer rows or columns")
    return "result", columns, types, pickled, max_rows is not None and rows > max_rows


def _cells(rows: list[tuple[Any, ...]], types: tuple[str, ...]) -> int:
    """Return how many values rows have, those within lists and the like included."""
    nested = [place for place, kind in enumerate(types) if kind.endswith("]") or kind.startswith(NESTED)]
    return len(rows) * len(types) + sum(1 for row in rows for place in nested for _part in parts(row[place]))


def limit_memory(memory: int) -> None:
    """Let this process take so many bytes of address space more than it has; on Linux only."""
    if not sys.platform.startswith("linux"):
        return
    import resource

    used = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (used + memory, used + memory))
