"""Runs one statement of a user's SQL: refused unless it only reads, and in a child process when it is limited."""

from __future__ import annotations

import os
import pickle
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from .errors import QueryError

if TYPE_CHECKING:
    import duckdb

MEMORY = 1 << 30  # bytes of address space that a child may take beyond what DuckDB's code needs
TIMEOUT = 10.0  # seconds, on the command line
MAX_BYTES = 64 << 20  # of a result's cells, on the way back from the child
READS = {"SELECT", "EXPLAIN", "MULTI"}  # PIVOT is MULTI; SHOW, DESCRIBE and SUMMARIZE are SELECT

NOT_ALLOWED = (
    "only one reading statement is allowed (SELECT, WITH, VALUES, PIVOT, EXPLAIN, SHOW, DESCRIBE, SUMMARIZE); "
    "files, network, extensions, settings and changes are off"
)


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
        kinds = [s.type.name for s in statements]
    except ValueError:  # duckdb 2.0.0 has statement types that its Python enumeration lacks
        raise QueryError(NOT_ALLOWED) from None
    except duckdb.Error as error:
        raise QueryError(friendly(error)) from None
    if not kinds:
        raise QueryError("there is no statement; write for example: SELECT * FROM events")
    if len(kinds) > 1:
        raise QueryError(f"{len(kinds)} statements; {NOT_ALLOWED}")
    if kinds[0] not in READS:
        raise QueryError(f"{kinds[0].replace('_', ' ')} is refused; {NOT_ALLOWED}")


def friendly(error: Exception) -> str:
    """Return DuckDB's message with what is not allowed said plainly."""
    text = str(error).strip()
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
    import duckdb

    check(connection, sql)
    try:
        cursor = connection.execute(sql, params) if params else connection.execute(sql)
        description = cursor.description or []
        rows = cursor.fetchmany(max_rows + 1) if max_rows is not None else cursor.fetchall()
    except duckdb.Error as error:
        raise QueryError(friendly(error)) from None
    except MemoryError:
        raise QueryError("out of memory; select fewer rows or columns") from None
    except (ValueError, TypeError, OverflowError, UnicodeError, RuntimeError) as error:
        raise QueryError(f"the result cannot be read: {error}") from None
    truncated = max_rows is not None and len(rows) > max_rows
    if truncated:
        rows = rows[:max_rows]
    return Result(tuple(str(d[0]) for d in description), tuple(str(d[1]) for d in description), list(rows), truncated)


def limited(
    file: Path,
    sql: str,
    params: Any = None,
    *,
    timeout: float = TIMEOUT,
    memory: int = MEMORY,
    max_rows: int | None = None,
    beside: Mapping[str, str] | None = None,
) -> Result:
    """Run one statement in a child process that is killed at the time limit.

    `beside` are other database files, by the names that they are attached under.

    The memory limit is hard on Linux; elsewhere only DuckDB's own holds. QueryError names the limit that was hit.
    """
    request = pickle.dumps((str(file), sql, params, memory, max_rows, dict(beside or {})))
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p), "PYTHONUTF8": "1"}
    child = subprocess.Popen(
        [sys.executable, "-c", "from iraqmilitias.sandbox import child; child()"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
    )
    try:
        answer, _ = child.communicate(request, timeout=timeout)
    except subprocess.TimeoutExpired:
        raise QueryError(f"stopped after {timeout:g} seconds; ask for less, or raise --timeout") from None
    finally:
        if child.poll() is None:
            child.kill()
            child.communicate()
    if not answer:
        raise QueryError(f"ended for want of memory (limit {memory >> 20} MiB); select fewer rows or columns")
    verdict, content = pickle.loads(answer)
    if verdict == "error":
        raise QueryError(content)
    return Result(*content)


def child() -> None:
    """Answer one request on stdin, in the child process that `limited` starts."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent ends this process
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # DuckDB prints its progress there
    file, sql, params, memory, max_rows, beside = pickle.loads(sys.stdin.buffer.read())
    from .database import open_locked

    folder, name = os.path.split(file)
    os.chdir(folder)  # so that duckdb_databases() shows a name and not the user's home
    beside = {other: os.path.relpath(path, folder) for other, path in beside.items()}
    connection = open_locked(name, beside, memory_limit=f"{memory >> 21}MiB", threads="2")
    try:
        _limit(memory)
        answer: tuple[str, Any] = ("result", tuple(run(connection, sql, params, max_rows)))
        content = pickle.dumps(answer)
        if len(content) > MAX_BYTES:
            answer = (
                "error",
                f"the result is larger than {MAX_BYTES >> 20} MiB; select fewer rows or columns",
            )
            content = pickle.dumps(answer)
    except QueryError as error:
        content = pickle.dumps(("error", str(error)))
    except MemoryError:
        content = pickle.dumps(("error", "out of memory; select fewer rows or columns"))
    answers.write(content)
    answers.flush()
    os._exit(0)  # no teardown: DuckDB 2.0.0 prints or aborts when a connection is open at exit


def _limit(memory: int) -> None:
    if not sys.platform.startswith("linux"):
        return
    import resource

    used = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (used + memory, used + memory))
