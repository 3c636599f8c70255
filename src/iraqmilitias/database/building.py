"""From a data package to a DuckDB file: tables with keys and comments from the schemas, macros and views."""

from __future__ import annotations

import csv
import io
import shlex
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from ..cell_values import unheld, value
from ..errors import PackageError
from ..fields import kind, literal, quoted
from ..package import DESCRIPTOR, Field, Package, Table
from ..text import counted
from ..typed_rows import require_quotes, typed_columns
from .definitions import Definition, available_views, definitions, meaning
from .plain import plain_folder

if TYPE_CHECKING:
    import duckdb

T = TypeVar("T")
BLOCK_SIZE = 16384  # the default of 256 KiB would make a database of small tables 18 MB
HEADER = 1 << 20  # bytes in which the names of columns are
NO_VALUE = "a cell has no value of its type"  # DuckDB ends with it at a cell that only the Python reader can name
FEW = 5000  # rows of a table that refers to itself, up to which they are put in the order of the file


def table_sql(table: Table, package: Package) -> str:
    """Return CREATE TABLE with types, NOT NULL, primary, unique and foreign keys from the schema."""
    columns = []
    for field in table.readable().fields:
        held = kind(field)
        if held is None:
            raise PackageError(f"{table.name}.{field.name}: type {field.type!r} cannot be loaded")
        columns.append(f"{quoted(field.name)} {held.duckdb}{' NOT NULL' if field.required else ''}")
    if table.primary_key:
        columns.append(f"PRIMARY KEY ({_list(table.primary_key)})")
    uniques = [*table.unique_keys, *((f.name,) for f in table.fields if f.constraints.get("unique"))]
    columns.extend(f"UNIQUE ({_list(u)})" for u in uniques)
    for key in table.foreign_keys:
        target = package.table(key.table)
        if key.referred == target.primary_key:
            columns.append(f"FOREIGN KEY ({_list(key.columns)}) REFERENCES {quoted(key.table)} ({_list(key.referred)})")
    return f"CREATE TABLE {quoted(table.name)} ({', '.join(columns)})"


def _list(names: tuple[str, ...]) -> str:
    return ", ".join(quoted(n) for n in names)


def in_key_order(package: Package) -> list[Table]:
    """Return the tables so that each comes after those it refers to; PackageError for a circle of references."""
    refers = {
        table.name: [key.table for key in table.foreign_keys if key.table != table.name]
        for table in package.tables.values()
    }
    try:
        return [package.table(name) for name in TopologicalSorter(refers).static_order()]
    except CycleError as error:
        raise PackageError(f"foreign keys run in a circle: {', '.join(error.args[1])}") from None


def require_header(table: Table, file: Path) -> None:
    """Raise PackageError unless a table's file has the schema's columns in their order; DuckDB skips the header."""
    content = file.read_bytes()
    require_quotes(table, content)  # DuckDB leaves out what follows an open one, and blanks around a quoted cell
    first = content[:HEADER].decode("utf-8", "replace").removeprefix("\ufeff")
    header = next(csv.reader(io.StringIO(first, newline="")), [])
    if header != [f.name for f in table.fields]:
        why = "not read: its columns are not those of the schema in their order; see iraqmilitias validate"
        raise PackageError(f"{table.path}: {why}")


def read_csv_sql(table: Table, file: Path) -> str:
    """Return the query, in brackets, of the values in a table's file, whose header is right, with its schema's types.

    DuckDB reads each cell as it is printed, since its own casts take 1.5 for a whole number, and NULL for a text.
    `file` must have a plain name, as `files_on_disk` gives it: DuckDB takes brackets, `*` and `?` for a pattern, and
    makes columns of folders named key=value.
    """
    fields = table.readable().fields
    types = ", ".join(f"{literal(field.name)}: 'VARCHAR'" for field in fields)
    usual = table.missing_values == ("",)  # which DuckDB finds itself; others may hold a comma or a quote, or be none
    texts = "" if usual else f"force_not_null=[{_list(tuple(field.name for field in fields))}], "
    cells = (
        f"read_csv({literal(str(file))}, columns={{{types}}}, header=true, auto_detect=false, delim=',', quote='\"', "
        f"escape='\"', strict_mode=true, {texts}parallel=false, hive_partitioning=false)"
    )
    if not usual:
        cells = f"(SELECT {', '.join(_present(table, field) for field in fields)} FROM {cells})"
    return f"(SELECT {', '.join(map(_value, fields))} FROM {cells})"


def _present(table: Table, field: Field) -> str:
    """Return SQL for a cell as it is printed, NULL where it is missing."""
    name, missing = quoted(field.name), ", ".join(map(literal, table.missing_values))
    return f"CASE WHEN {name} NOT IN ({missing}) THEN {name} END AS {name}" if missing else name


def _value(field: Field) -> str:
    """Return SQL for the value of a cell that is not missing, which ends in an error where there is none."""
    name = quoted(field.name)
    typed, changed = value(field, name) if kind(field) else None, unheld(field, name)
    if typed is None:
        return name
    if changed:
        typed = f"CASE WHEN NOT ({changed}) THEN {typed} END"
    return f"coalesce({typed}, CASE WHEN {name} IS NOT NULL THEN error({literal(NO_VALUE)}) END) AS {name}"


def staged_sql(source: str) -> str:
    """Return the statement that reads a table which refers to itself into the temporary table `staged`."""
    return f"CREATE TEMP TABLE staged AS SELECT *, row_number() OVER () AS _staged_row FROM {source}"


def generation_sql(table: Table, in_order: bool = False) -> str:
    """Return the INSERT of the staged rows whose parents are in the table already.

    DuckDB refuses a row that refers to a row of the same INSERT, so each generation takes one statement. With
    `in_order`, only the rows before the first one that has to wait are inserted: the table keeps the order of the file.
    """
    name, conditions = quoted(table.name), []
    for key in (k for k in table.foreign_keys if k.table == table.name):
        blank = " OR ".join(f"s.{quoted(c)} IS NULL" for c in key.columns)
        match = " AND ".join(f"t.{quoted(r)} = s.{quoted(c)}" for c, r in zip(key.columns, key.referred, strict=True))
        conditions.append(f"({blank} OR EXISTS (SELECT 1 FROM {name} t WHERE {match}))")
    ready = " AND ".join(conditions)
    own = " AND ".join(f"t.{quoted(c)} = s.{quoted(c)}" for c in table.primary_key)
    columns = ", ".join(f"s.{quoted(f.name)}" for f in table.fields)
    waiting = f"SELECT min(s._staged_row) FROM staged s WHERE NOT ({ready})"
    return (
        f"INSERT INTO {name} SELECT {columns} FROM staged s WHERE {ready} "
        f"AND NOT EXISTS (SELECT 1 FROM {name} t WHERE {own}) "
        + (f"AND s._staged_row < coalesce(({waiting}), 9223372036854775807) " if in_order else "")
        + "ORDER BY s._staged_row"
    )


def _load(connection: duckdb.DuckDBPyConnection, table: Table, file: Path) -> None:
    require_header(table, file)
    source = read_csv_sql(table, file)
    itself = [k for k in table.foreign_keys if k.table == table.name]
    name = quoted(table.name)
    if not itself:
        connection.execute(f"INSERT INTO {name} SELECT * FROM {source}")
        return
    connection.execute(staged_sql(source))
    left, before = connection.execute("SELECT count(*) FROM staged").fetchall()[0][0], -1
    in_order = left <= FEW
    while left and (left != before or in_order):
        in_order = in_order and left != before  # else a row refers to a later one
        before = left
        connection.execute(generation_sql(table, in_order))
        left = connection.execute(f"SELECT (SELECT count(*) FROM staged) - (SELECT count(*) FROM {name})").fetchall()[
            0
        ][0]
    connection.execute("DROP TABLE staged")
    if left:
        raise PackageError(
            f"{table.path}: {counted(left, 'row')} cannot be loaded; what they refer to is missing, or in a circle, or "
            "the row itself"
        )


def _comments(package: Package) -> Iterator[str]:
    for table in package.tables.values():
        yield f"COMMENT ON TABLE {quoted(table.name)} IS {literal(table.description)}"
        for field in table.fields:
            yield f"COMMENT ON COLUMN {quoted(table.name)}.{quoted(field.name)} IS {literal(field.description)}"


def _view_comments(connection: duckdb.DuckDBPyConnection, package: Package, views: list[Definition]) -> Iterator[str]:
    # Not by DESCRIBE, which plans each view once more.
    columns = "SELECT table_name, column_name FROM duckdb_columns() WHERE NOT internal ORDER BY column_index"
    named: dict[str, list[str]] = {}
    for name, column in connection.execute(columns).fetchall():
        named.setdefault(name, []).append(column)
    for view in views:
        yield f"COMMENT ON VIEW {quoted(view.name)} IS {literal(view.description)}"
        for column in named[view.name]:
            told = literal(meaning(package, view, column))
            yield f"COMMENT ON COLUMN {quoted(view.name)}.{quoted(column)} IS {told}"


def build(package: Package, target: Path, storage: str = "", facts: Mapping[str, str] | None = None) -> str:
    """Write the package as a DuckDB file at `target` and return the content hash of what went in.

    PackageError where the data does not fit its schemas. With `facts` the file also has a table package_metadata of
    them. It is made here, in the one writing: a file that is opened again and added to is one that DuckDB 1.1 cannot
    read.
    """
    import duckdb

    def make(connection: duckdb.DuckDBPyConnection) -> str:
        with files_on_disk(package) as files:
            for table in in_key_order(package):
                statement = table_sql(table, package)
                try:
                    connection.execute(statement)
                    _load(connection, table, files(table.path))
                except duckdb.IOException:
                    raise
                except duckdb.Error as error:
                    raise unfit(package, table, error) from None
            loaded = package.content_hash(lambda name: files(name).read_bytes())
        if facts:
            connection.execute("CREATE TABLE package_metadata (key VARCHAR PRIMARY KEY, value VARCHAR NOT NULL)")
            connection.executemany("INSERT INTO package_metadata VALUES (?, ?)", [list(f) for f in facts.items()])
        for statement in _comments(package):
            connection.execute(statement)
        made = list(usable(package))
        for item in made:
            connection.execute(item.sql)
        for statement in _view_comments(connection, package, [item for item in made if not item.is_macro]):
            connection.execute(statement)
        return loaded

    options = f"BLOCK_SIZE {BLOCK_SIZE}" + (f", STORAGE_VERSION {literal(storage)}" if storage else "")
    return _written(package, target, options, make, steady=bool(facts))


def unfit(package: Package, table: Table, error: Exception) -> PackageError:
    """Return the error that says that a table's file does not fit its schema; raise the one that names a cell."""
    if NO_VALUE in str(error):
        typed_columns(package, table)
    return PackageError(
        f"{table.path} does not fit its schema ({str(error).splitlines()[0]}); "
        f"run: iraqmilitias validate {shlex.quote(str(package.path))}"
    )


def _written(
    package: Package, target: Path, options: str, make: Callable[[duckdb.DuckDBPyConnection], T], steady: bool = False
) -> T:
    """Let `make` fill a new database file. It is written under a plain name and copied to `target`."""
    import duckdb

    with plain_folder(4 * package.size()) as folder, duckdb.connect(":memory:") as connection:
        try:
            with suppress(duckdb.InvalidInputException):  # refused in a notebook without ipywidgets, which has no bar
                connection.execute("SET enable_progress_bar = false")  # DuckDB 1.4 prints it on stdout
            if steady:
                # For the same bytes each time: threads race for the blocks, and FSST compresses by a random sample.
                connection.execute("SET threads = 1")
                connection.execute("SET disabled_compression_methods = 'fsst'")
            connection.execute(f"ATTACH {literal(str(folder / 'built.duckdb'))} AS built ({options})")
            connection.execute("USE built")
            connection.execute("BEGIN")  # else each of a thousand statements is written to the disk by itself
            result = make(connection)
            connection.execute("COMMIT")
            connection.execute("USE memory")
            connection.execute("DETACH built")
        except duckdb.IOException as error:
            raise PackageError(f"the database cannot be written: {str(error).splitlines()[0]}") from None
        shutil.copyfile(folder / "built.duckdb", target)
    return result


def usable(package: Package) -> Iterator[Definition]:
    """Yield the macros, and the views whose tables the package has, in the order in which they are made."""
    views = {d.name for d in available_views(package)}
    return (item for item in definitions() if item.is_macro or item.name in views)


ORDERS = {"reversed": "rowid DESC", "shuffled": "hash(rowid)"}


def reordered(package: Package, base: Path, order: str, target: Path) -> None:
    """Write the database at `base` (a plain name) again, each table's rows in another of the ORDERS, without keys."""

    def make(connection: duckdb.DuckDBPyConnection) -> None:
        connection.execute(f"ATTACH {literal(str(base))} AS base (READ_ONLY)")
        for name in package.tables:
            table = quoted(name)
            connection.execute(f"CREATE TABLE {table} AS SELECT * FROM base.{table} ORDER BY {ORDERS[order]}")
        for item in usable(package):
            connection.execute(item.sql)

    _written(package, target, f"BLOCK_SIZE {BLOCK_SIZE}", make)


@contextmanager
def files_on_disk(package: Package) -> Iterator[Locate]:
    """Yield a function from the name of a package's file to a private copy on disk that has a plain name."""
    with plain_folder(package.size()) as folder:
        yield Locate(package, folder)


class Locate:
    """Finds a private copy of a package's file: the bytes stay the same, and no part of the name is a pattern."""

    def __init__(self, package: Package, folder: Path) -> None:
        self._package, self._folder = package, folder
        self._copies: dict[str, Path] = {}

    def __call__(self, name: str) -> Path:
        if name not in self._copies:
            copy = self._folder / f"{len(self._copies)}{'.json' if name == DESCRIPTOR else '.csv'}"
            copy.write_bytes(self._package.read_bytes(name))
            self._copies[name] = copy
        return self._copies[name]
