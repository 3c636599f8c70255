"""The views over two packages: their columns, and their rows from either package's tables.

The views of a package are its own where it contains their SQL (a checkout, a revision, a wheel); else those of this
version of the library. Whose they are, their SQL runs in a child process within the limits of a reader's own query,
with external access off, over tables without keys, so a package with a broken key can still be compared.
"""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
from contextlib import ExitStack
from threading import Timer
from typing import TYPE_CHECKING, Any, NamedTuple

from ...cell_values import form_of, value
from ...child import ending, start
from ...database.building import files_on_disk, table_sql
from ...database.definitions import definitions
from ...database.sandbox import FEWER, MEMORY, TIMEOUT, limit_memory
from ...errors import Error, PackageError
from ...fields import literal, quoted
from ...package import Field, Package, Table
from .open_version import sql_files
from .raw_tables import Text, load
from .row_diff import TableDiff, compare
from .schema_diff import SchemaChange, view_changes

if TYPE_CHECKING:
    import duckdb

ALL_VIEWS = 12 * TIMEOUT  # seconds for the views of both packages together
Loaded = dict[str, Text]


class Found(NamedTuple):
    """What differs in the views: their columns, their rows, and notes on what could not be compared."""

    changes: tuple[SchemaChange, ...] = ()
    differing: tuple[TableDiff, ...] = ()
    notes: tuple[str, ...] = ()


class Side(NamedTuple):
    """The views of one package, made in a schema of their own."""

    sql: dict[str, str]  # `views/claims`: its text
    own: bool  # whether the SQL came with the package
    columns: dict[str, tuple[str, ...]]  # by view
    failed: tuple[str, ...]  # views that could not be made


def compared_views(old: Package, new: Package, rows_too: bool) -> Found:
    """Return what differs in the views of two packages; their rows where `rows_too` or a view itself has changed.

    A child process runs their SQL. It is stopped, with a note, where it takes longer than ALL_VIEWS, or more memory
    than a reader's own query may; each view has the time of one query.
    """
    child = start(
        "iraqmilitias.workshop.versions.view_diff:child",
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    try:
        answer, words = child.communicate(pickle.dumps((old, new, rows_too)), timeout=ALL_VIEWS)
    except subprocess.TimeoutExpired:
        return _uncompared(f"stopped after {ALL_VIEWS:g} seconds")
    finally:
        if child.poll() is None:
            child.kill()
            child.communicate()
    if not answer:
        return _uncompared(f"the process that ran them ended early, by {ending(child.returncode, words)}")
    found: Found = pickle.loads(answer)
    return found


def _uncompared(reason: str) -> Found:
    return Found(notes=(f"the views were not compared: {reason}",))


def child() -> None:
    """Answer one request on stdin, in the child process that `compared_views` starts."""
    import duckdb

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent ends this process
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # DuckDB prints its progress there
    try:
        found = _found(*pickle.loads(sys.stdin.buffer.read()))
    except (Error, duckdb.Error) as error:
        found = _uncompared(_reason(error))
    except MemoryError:
        found = _uncompared(FEWER)
    answers.write(pickle.dumps(found))
    answers.flush()
    os._exit(0)  # no teardown: DuckDB 2.0.0 prints or aborts when a connection is open at exit


def _found(old: Package, new: Package, rows_too: bool) -> Found:
    import duckdb

    config: dict[str, Any] = {
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
        "python_enable_replacements": "false",
        "memory_limit": f"{MEMORY >> 21}MiB",
        "temp_directory": "",
        "threads": "2",
    }
    connection = duckdb.connect(":memory:", config=config)
    with ExitStack() as stack:
        files = [stack.enter_context(files_on_disk(package)) for package in (old, new)]
        texts = [load(connection, p, f, f"_{i}") for i, (p, f) in enumerate(zip((old, new), files, strict=True))]
    for name in ("old_side", "new_side"):
        connection.execute(f"ATTACH ':memory:' AS {name}")
    connection.execute("SET enable_external_access = false")  # a package's own SQL runs from here on
    connection.execute("SET lock_configuration = true")
    limit_memory(MEMORY)
    before = make(connection, "old_side", old, texts[0])
    after = make(connection, "new_side", new, texts[1])
    notes = [
        f"views that could not be made, and are not compared: {', '.join(s.failed)}"
        for s in (before, after)
        if s.failed
    ]
    changes: tuple[SchemaChange, ...] = ()
    if before.own and after.own:
        changes = view_changes(before.sql, after.sql, before.columns, after.columns)
    found = []
    for name, columns in after.columns.items() if rows_too or changes else ():
        if name in before.columns:
            result = compared(connection, name, before.columns[name], columns)
            if isinstance(result, str):
                notes.append(result)
            elif result.rows:
                found.append(result)
    return Found(changes, tuple(found), tuple(dict.fromkeys(notes)))


def _execute(connection: duckdb.DuckDBPyConnection, sql: str) -> duckdb.DuckDBPyConnection:
    """Run SQL that a package brings, or that reads a view of it, within the time of one query."""
    timer = Timer(TIMEOUT, connection.interrupt)
    timer.start()
    try:
        return connection.execute(sql)
    finally:
        timer.cancel()


def _reason(error: Exception) -> str:
    import duckdb

    if isinstance(error, duckdb.InterruptException):
        return f"stopped after {TIMEOUT:g} seconds"
    return FEWER if isinstance(error, duckdb.OutOfMemoryException) else str(error).partition("\n")[0]


def own_or_current(package: Package) -> tuple[dict[str, str], bool]:
    """Return the SQL of a package's views and macros, and whether it came with the package."""
    found = sql_files(package)
    if found is not None:
        return found, True
    return {f"{'macros' if d.is_macro else 'views'}/{d.name}": d.sql for d in definitions()}, False


def make(connection: duckdb.DuckDBPyConnection, schema: str, package: Package, texts: Loaded) -> Side:
    """Make a package's typed tables, macros and views in a database named `schema`; return what could be made.

    Raises PackageError where a cell does not fit its column's type.
    """
    sql, own = own_or_current(package)
    connection.execute(f"USE {schema}")
    for table in package.tables.values():
        _typed(connection, package, table, texts.get(table.name))
    made, failed = _create(connection, schema, dict(sql))
    connection.execute("USE memory")
    return Side(sql, own, made, failed)


def _typed(connection: duckdb.DuckDBPyConnection, package: Package, table: Table, text: Text | None) -> None:
    import duckdb

    bare = table._replace(primary_key=(), foreign_keys=(), unique_keys=())
    fields = tuple(f._replace(constraints={}) for f in table.fields)
    connection.execute(table_sql(bare._replace(fields=fields), package))
    if text is None:
        return
    cells = [_value(table, field, text) for field in table.fields]
    try:
        connection.execute(
            f"INSERT INTO {quoted(table.name)} SELECT {', '.join(cells)} FROM memory.{text.relation} t ORDER BY rowid"
        )
    except duckdb.Error as error:
        raise PackageError(f"{table.path} does not fit its schema ({str(error).splitlines()[0]})") from None


def _value(table: Table, field: Field, text: Text) -> str:
    """Return SQL for the value of a cell, which ends in an error where it is not of its type."""
    if field.name not in text.columns:
        return "NULL"
    cell, missing = text.cell(field.name, "t"), ", ".join(map(literal, table.missing_values))
    present = f"CASE WHEN {cell} NOT IN ({missing}) THEN {cell} END" if missing else cell
    typed, words = value(field, present), literal(f"{field.name}: a cell is not {form_of(field)}")
    return f"coalesce({typed}, CASE WHEN {present} IS NOT NULL THEN error({words}) END)" if typed else present


def _create(
    connection: duckdb.DuckDBPyConnection, schema: str, waiting: dict[str, str]
) -> tuple[dict[str, tuple[str, ...]], tuple[str, ...]]:
    """Create macros and views, each once the ones it uses are there.

    Returns the columns of the views that are made, and the names of what cannot be made or makes no view of its name.
    """
    import duckdb

    made: dict[str, tuple[str, ...]] = {}
    before = -1
    while waiting and len(waiting) != before:
        before = len(waiting)
        for key in sorted(waiting):
            folder, _, name = key.partition("/")
            try:
                connection.execute(f"USE {schema}")  # whatever the SQL before has set
                _execute(connection, waiting[key])
                if folder == "views":
                    columns = _execute(connection, f"DESCRIBE {schema}.{quoted(name)}").fetchall()
                    made[name] = tuple(column[0] for column in columns)
            except duckdb.Error:
                continue
            del waiting[key]
    return made, tuple(sorted(waiting))


def rows(connection: duckdb.DuckDBPyConnection, schema: str, view: str, columns: tuple[str, ...]) -> Text:
    """Return a view's rows as text, like a loaded file's."""
    relation = f"_{schema}_{view}"
    cells = ", ".join(f"{_printed(quoted(c))} AS c{i}" for i, c in enumerate(columns))
    connection.execute(f"USE {schema}")
    try:
        _execute(connection, f"CREATE OR REPLACE TABLE memory.{quoted(relation)} AS SELECT {cells} FROM {quoted(view)}")
    finally:
        connection.execute("USE memory")
    count = int(connection.execute(f"SELECT count(*) FROM {quoted(relation)}").fetchall()[0][0])
    return Text(quoted(relation), "", columns, count)


def _printed(column: str) -> str:
    """Return SQL for a value as text: a whole number without .0, as the files have it."""
    text = f"CAST({column} AS VARCHAR)"
    return (
        f"coalesce(CASE WHEN typeof({column}) = 'DOUBLE' THEN regexp_replace({text}, '\\.0$', '') ELSE {text} END, '')"
    )


def compared(
    connection: duckdb.DuckDBPyConnection, view: str, old: tuple[str, ...], new: tuple[str, ...]
) -> TableDiff | str:
    """Return what differs in a view's rows, or why it could not be read.

    Rows go by the first id column that is unique in both, else by the view's first two columns, else as wholes.
    """
    import duckdb

    try:
        texts = rows(connection, "old_side", view, old), rows(connection, "new_side", view, new)
    except duckdb.Error as error:
        return f"view {view} was not compared: {_reason(error)}"
    ids = [(c,) for c in new if c.endswith("_id") and c in old]
    for key in (*ids, new[:2]):
        found = compare(connection, view, key, *texts)
        if not found.note:
            return found
    return compare(connection, view, (), *texts)
