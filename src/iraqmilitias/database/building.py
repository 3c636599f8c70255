"""From a data package to a DuckDB file: tables with keys and comments from the schemas, macros and views."""

from __future__ import annotations

import csv
import io
import shlex
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from ..cell_values import sql_type, unheld, value
from ..errors import PackageError
from ..fields import kind, literal, quoted, sql_name
from ..package import DESCRIPTOR, Field, ForeignKey, Package, Table
from ..table_files import require_whole_quotes
from ..text import counted
from ..typed_rows import typed_columns
from .definitions import Definition, available_views, definitions, meaning
from .plain import plain_folder

if TYPE_CHECKING:
    import duckdb

T = TypeVar("T")
BLOCK_SIZE = 16384  # the default of 256 KiB would make a database of small tables 18 MB
LINE = 2_000_000  # bytes of a row that DuckDB reads without being told of longer ones
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
    columns.extend(
        f"FOREIGN KEY ({_list(key.columns)}) REFERENCES {quoted(key.table)} ({_list(key.referred)})"
        for key in table.foreign_keys
        if key.referred == package.table(key.table).primary_key
    )
    return f"CREATE TABLE {quoted(table.name)} ({', '.join(columns)})"


def _list(names: tuple[str, ...]) -> str:
    return ", ".join(quoted(n) for n in names)


def in_key_order(package: Package) -> list[Table]:
    """Return the tables that are read so that each comes after those it refers to, with the keys that DuckDB can hold.

    These refer to a primary key. Of keys that run in a circle through several tables, one is left out.
    """
    read = package.readable_tables
    refers = {
        name: [key.table for key in table.foreign_keys if key.table != name and key.table in read]
        for name, table in read.items()
    }
    while circle := _circle(refers):
        earlier, later = circle[:2]
        refers[later] = [name for name in refers[later] if name != earlier]
    return [_holding(read[name], {name, *refers[name]}, read) for name in TopologicalSorter(refers).static_order()]


def _circle(refers: Mapping[str, list[str]]) -> list[str]:
    """Return tables of which each refers to the one before, and the first to the last; nothing where none do."""
    try:
        TopologicalSorter(refers).prepare()
    except CycleError as error:
        return [str(name) for name in error.args[1]]
    return []


def _holding(table: Table, targets: set[str], read: Mapping[str, Table]) -> Table:
    """Return a table with those of its foreign keys that refer to the primary key of one of the targets."""
    keys = [k for k in table.foreign_keys if k.table in targets and () != k.referred == read[k.table].primary_key]
    return table._replace(foreign_keys=tuple(keys))


def require_one_name_each(package: Package) -> None:
    """Raise PackageError where two tables, or two columns of one, are one name in SQL."""
    lists = {f"{DESCRIPTOR}: the tables": list(package.tables)}
    lists |= {f"{t.path}: the columns": [f.name for f in t.fields] for t in package.readable_tables.values()}
    for what, names in lists.items():
        first: dict[str, str] = {}
        for name in names:
            if first.setdefault(sql_name(name), name) is not name:
                told = f"{first[sql_name(name)]} and {name}"
                raise PackageError(f"{what} {told} are one name in SQL, which takes a for A; rename one")


def require_found(connection: duckdb.DuckDBPyConnection, table: Table, keys: Iterable[ForeignKey]) -> None:
    """Raise PackageError where what a key refers to is missing, of keys that the database does not hold."""
    for key in keys:
        filled = " AND ".join(f"s.{quoted(c)} IS NOT NULL" for c in key.columns)
        match = " AND ".join(f"t.{quoted(r)} = s.{quoted(c)}" for c, r in zip(key.columns, key.referred, strict=True))
        missing = f"NOT EXISTS (SELECT 1 FROM {quoted(key.table)} t WHERE {match})"
        sql = f"SELECT count(*) FROM {quoted(table.name)} s WHERE {filled} AND {missing}"
        if left := connection.execute(sql).fetchall()[0][0]:
            told = f"{counted(left, 'row')} whose {', '.join(key.columns)} is not in {key.table}"
            raise PackageError(f"{table.path}: {told}; run: iraqmilitias validate")


def require_header(table: Table, file: Path) -> None:
    """Raise PackageError unless a table's file has the schema's columns in their order; DuckDB skips the header."""
    content = file.read_bytes()
    # DuckDB leaves out what follows an open quote, and the blanks around a quoted cell.
    require_whole_quotes(table.path, content, error=PackageError)
    first = content[:HEADER].decode("utf-8", "replace").removeprefix("\ufeff")
    header: list[str] = []
    with suppress(csv.Error):  # a name of more than 128 KiB, which no schema has: the header is refused below
        header = next(csv.reader(io.StringIO(first, newline="")), [])
    if header != [f.name for f in table.fields]:
        why = "not read: its columns are not those of the schema in their order; see iraqmilitias validate"
        raise PackageError(f"{table.path}: {why}")


def longest_row(file: Path) -> int:
    """Return the bytes of the longest row of a file, of which every quote is closed; of a small file, all its bytes."""
    if (whole := file.stat().st_size) < LINE // 2:
        return whole
    longest = size = quotes = 0
    with file.open("rb") as stream:
        for line in stream:
            size += len(line)
            quotes += line.count(b'"')
            if quotes % 2 == 0:  # else the row goes on in the next line
                longest, size = max(longest, size), 0
    return longest


def read_csv_sql(table: Table, file: Path, longest: int = 0) -> str:
    """Return the query, in brackets, of the values in a table's file, whose header is right, with its schema's types.

    DuckDB reads each cell as it is printed, since its own casts take 1.5 for a whole number, and NULL for a text.
    `longest` is the size of its longest row in bytes, where it may be more than DuckDB reads without being told.

    `file` must have a plain name, as `files_on_disk` gives it: DuckDB takes brackets, `*` and `?` for a pattern, and
    makes columns of folders named key=value.
    """
    fields = table.readable().fields
    types = ", ".join(f"{literal(field.name)}: 'VARCHAR'" for field in fields)
    usual = table.missing_values == ("",)  # which DuckDB finds itself; others may hold a comma or a quote, or be none
    texts = "" if usual else f"force_not_null=[{_list(tuple(field.name for field in fields))}], "
    line = longest + 100
    more = f", max_line_size={line}, buffer_size={line * 2}" if line > LINE else ""
    cells = (
        f"read_csv({literal(str(file))}, columns={{{types}}}, header=true, auto_detect=false, delim=',', quote='\"', "
        f"escape='\"', strict_mode=true, {texts}parallel=false, hive_partitioning=false{more})"
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


def _free(name: str, taken: Iterable[str]) -> str:
    """Return a name that is none of those taken."""
    names = set(map(sql_name, taken))
    while name in names:
        name += "_"
    return name


def _staged(table: Table) -> tuple[str, str]:
    """Return the names of the temporary table of a table's rows, and of the column with their numbers."""
    return _free("staged", [table.name]), _free("_staged_row", [f.name for f in table.fields])


def staged_sql(table: Table, source: str) -> str:
    """Return the statement that reads a table which refers to itself into a temporary table."""
    staged, number = _staged(table)
    return f"CREATE TEMP TABLE {staged} AS SELECT *, row_number() OVER () AS {number} FROM {source}"


def generation_sql(table: Table, in_order: bool = False) -> str:
    """Return the INSERT of the staged rows whose parents are in the table already.

    DuckDB refuses a row that refers to a row of the same INSERT, so each generation takes one statement. With
    `in_order`, only the rows before the first one that has to wait are inserted: the table keeps the order of the file.
    """
    (staged, number), name, conditions = _staged(table), quoted(table.name), []
    for key in (k for k in table.foreign_keys if k.table == table.name):
        blank = " OR ".join(f"s.{quoted(c)} IS NULL" for c in key.columns)
        match = " AND ".join(f"t.{quoted(r)} = s.{quoted(c)}" for c, r in zip(key.columns, key.referred, strict=True))
        conditions.append(f"({blank} OR EXISTS (SELECT 1 FROM {name} t WHERE {match}))")
    ready = " AND ".join(conditions)
    own = " AND ".join(f"t.{quoted(c)} = s.{quoted(c)}" for c in table.primary_key)
    columns = ", ".join(f"s.{quoted(f.name)}" for f in table.fields)
    waiting = f"SELECT min(s.{number}) FROM {staged} s WHERE NOT ({ready})"
    return (
        f"INSERT INTO {name} SELECT {columns} FROM {staged} s WHERE {ready} "
        f"AND NOT EXISTS (SELECT 1 FROM {name} t WHERE {own}) "
        + (f"AND s.{number} < coalesce(({waiting}), 9223372036854775807) " if in_order else "")
        + f"ORDER BY s.{number}"
    )


def _insert_generations(connection: duckdb.DuckDBPyConnection, table: Table) -> int:
    """Insert the staged rows, in the order of the file while each follows its parents; return how many are left."""
    staged, name = _staged(table)[0], quoted(table.name)
    counted_left = f"SELECT (SELECT count(*) FROM {staged}) - (SELECT count(*) FROM {name})"
    left = int(connection.execute(counted_left).fetchall()[0][0])
    for in_order in (True, False) if left <= FEW else (False,):
        before = -1
        while left and left != before:
            connection.execute(generation_sql(table, in_order))
            before, left = left, int(connection.execute(counted_left).fetchall()[0][0])
    return left


def _load(connection: duckdb.DuckDBPyConnection, table: Table, package: Package, file: Path) -> None:
    """Make a table and fill it; a key to itself is left out where rows refer to one another in a circle."""
    require_header(table, file)
    name, source = quoted(table.name), read_csv_sql(table, file, longest_row(file))
    itself = [k for k in table.foreign_keys if k.table == table.name]
    connection.execute(table_sql(table, package))
    if not itself:
        connection.execute(f"INSERT INTO {name} SELECT * FROM {source}")
        return
    staged, number = _staged(table)
    connection.execute(staged_sql(table, source))
    if _insert_generations(connection, table):
        connection.execute(f"DROP TABLE {name}")
        others = tuple(k for k in table.foreign_keys if k not in itself)
        connection.execute(table_sql(table._replace(foreign_keys=others), package))
        columns = _list(tuple(f.name for f in table.fields))
        connection.execute(f"INSERT INTO {name} SELECT {columns} FROM {staged} ORDER BY {number}")
        require_found(connection, table, itself)
    connection.execute(f"DROP TABLE {staged}")


def _load_all(connection: duckdb.DuckDBPyConnection, package: Package, files: Locate) -> None:
    """Make the tables that are read and fill them."""
    import duckdb

    held = in_key_order(package)
    for table in held:
        try:
            _load(connection, table, package, files(table.path))
        except duckdb.IOException:
            raise
        except duckdb.Error as error:
            raise unfit(package, table, error) from None
    names = {table.name for table in held}
    for table in held:
        keys = (k for k in package.table(table.name).foreign_keys if k.table in names and k not in table.foreign_keys)
        require_found(connection, table, [k for k in keys if k.referred == package.table(k.table).primary_key])


def _refusals(package: Package) -> Iterator[str]:
    """Yield a view for each table that is not read, which says so to who asks for it."""
    for table in package.tables.values():
        if table.unread:
            fields = {sql_name(field.name): field for field in table.fields}.values()
            refused = f"error({literal(table.refusal)})"  # in both: one may be left out where the other decides
            typed = (f"CAST({refused} AS {sql_type(field)}) AS {quoted(field.name)}" for field in fields)
            columns = ", ".join(typed) or "NULL AS unread"
            yield f"CREATE VIEW {quoted(table.name)} AS SELECT {columns} WHERE {refused}"


def _comments(package: Package) -> Iterator[str]:
    for table in package.readable_tables.values():
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
    require_one_name_each(package)

    def make(connection: duckdb.DuckDBPyConnection) -> str:
        with files_on_disk(package) as files:
            _load_all(connection, package, files)
            loaded = package.content_hash(lambda name: files(name).read_bytes())
        if facts:
            connection.execute("CREATE TABLE package_metadata (key VARCHAR PRIMARY KEY, value VARCHAR NOT NULL)")
            connection.executemany("INSERT INTO package_metadata VALUES (?, ?)", [list(f) for f in facts.items()])
        for statement in (*_comments(package), *(() if facts else _refusals(package))):
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
        for name in package.readable_tables:
            table = quoted(name)
            connection.execute(f"CREATE TABLE {table} AS SELECT * FROM base.{table} ORDER BY {ORDERS[order]}")
        for statement in (*_refusals(package), *(item.sql for item in usable(package))):
            connection.execute(statement)

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
