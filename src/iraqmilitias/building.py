"""From a data package to a DuckDB file: tables with keys and comments from the schemas, macros and views."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from .definitions import Definition, available_views, definitions, meaning
from .errors import PackageError
from .fields import kind, literal, quoted
from .package import Package, Table

if TYPE_CHECKING:
    import duckdb

BLOCK_SIZE = 16384  # the default of 256 KiB would make a database of small tables 18 MB


def table_sql(table: Table, package: Package) -> str:
    """Return CREATE TABLE with types, NOT NULL, primary, unique and foreign keys from the schema."""
    columns = []
    for field in table.fields:
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
    """Return the tables so that each stands after those it refers to; PackageError on a circle."""
    ordered: dict[str, Table] = {}
    open_: set[str] = set()

    def place(table: Table) -> None:
        if table.name in ordered:
            return
        if table.name in open_:
            raise PackageError(f"foreign keys run in a circle through {table.name}")
        open_.add(table.name)
        for key in table.foreign_keys:
            if key.table != table.name:
                place(package.table(key.table))
        ordered[table.name] = table

    for table in package.tables.values():
        place(table)
    return list(ordered.values())


def read_csv_sql(table: Table, file: Path) -> str:
    """Return the read_csv call that loads a table's file with its schema's types."""
    types = []
    for field in table.fields:
        held = kind(field)
        types.append(f"{literal(field.name)}: {literal(held.duckdb if held else 'VARCHAR')}")
    nulls = ", ".join(literal(m) for m in table.missing_values) or "''"
    return (
        f"read_csv({literal(str(file))}, columns={{{', '.join(types)}}}, header=true, auto_detect=false, delim=',', "
        f"quote='\"', escape='\"', strict_mode=true, nullstr=[{nulls}], parallel=false)"
    )


def staged_sql(table: Table, source: str) -> str:
    """Return the statement that reads a table which refers to itself into the temporary table `staged`."""
    return f"CREATE TEMP TABLE staged AS SELECT *, row_number() OVER () AS _row FROM {source}"


def generation_sql(table: Table) -> str:
    """Return the INSERT of the staged rows whose referred rows are there: DuckDB refuses a row that refers to a row
    of the same INSERT, so a table that refers to itself takes one statement a generation."""
    name, conditions = quoted(table.name), []
    for key in (k for k in table.foreign_keys if k.table == table.name):
        blank = " OR ".join(f"s.{quoted(c)} IS NULL" for c in key.columns)
        match = " AND ".join(f"t.{quoted(r)} = s.{quoted(c)}" for c, r in zip(key.columns, key.referred, strict=True))
        conditions.append(f"({blank} OR EXISTS (SELECT 1 FROM {name} t WHERE {match}))")
    own = " AND ".join(f"t.{quoted(c)} = s.{quoted(c)}" for c in table.primary_key)
    columns = ", ".join(f"s.{quoted(f.name)}" for f in table.fields)
    return (
        f"INSERT INTO {name} SELECT {columns} FROM staged s WHERE {' AND '.join(conditions)} "
        f"AND NOT EXISTS (SELECT 1 FROM {name} t WHERE {own}) ORDER BY s._row"
    )


def _load(connection: duckdb.DuckDBPyConnection, table: Table, file: Path) -> None:
    source = read_csv_sql(table, file)
    itself = [k for k in table.foreign_keys if k.table == table.name]
    name = quoted(table.name)
    if not itself:
        connection.execute(f"INSERT INTO {name} SELECT * FROM {source}")
        return
    connection.execute(staged_sql(table, source))
    left, before = connection.execute("SELECT count(*) FROM staged").fetchall()[0][0], -1
    while left and left != before:
        before = left
        connection.execute(generation_sql(table))
        left = connection.execute(f"SELECT (SELECT count(*) FROM staged) - (SELECT count(*) FROM {name})").fetchall()[
            0
        ][0]
    connection.execute("DROP TABLE staged")
    if left:
        raise PackageError(f"{table.path}: {left} rows refer to a row that is missing, or in a circle")


def _comments(package: Package) -> Iterator[str]:
    for table in package.tables.values():
        yield f"COMMENT ON TABLE {quoted(table.name)} IS {literal(table.description)}"
        for field in table.fields:
            yield f"COMMENT ON COLUMN {quoted(table.name)}.{quoted(field.name)} IS {literal(field.description)}"


def _view_comments(connection: duckdb.DuckDBPyConnection, package: Package, view: Definition) -> list[str]:
    columns = connection.execute(f"DESCRIBE {quoted(view.name)}").fetchall()
    return [
        f"COMMENT ON COLUMN {quoted(view.name)}.{quoted(c[0])} IS {literal(meaning(package, view, c[0]))}"
        for c in columns
    ]


def build(package: Package, target: Path, storage: str = "", facts: Mapping[str, str] | None = None) -> None:
    """Write the package as a DuckDB file at `target`; PackageError where the data does not fit its schemas.

    With `facts` the file also has a table package_metadata of them. It is made here, in the one writing: a file that
    is opened again and added to is one that DuckDB 1.1 cannot read.
    """
    import duckdb

    connection = duckdb.connect(":memory:")
    try:
        if facts:
            # For the same bytes each time: threads race for the blocks, and FSST compresses by a random sample.
            connection.execute("SET threads = 1")
            connection.execute("SET disabled_compression_methods = 'fsst'")
        options = f"BLOCK_SIZE {BLOCK_SIZE}" + (f", STORAGE_VERSION {literal(storage)}" if storage else "")
        connection.execute(f"ATTACH {literal(str(target))} AS built ({options})")
        connection.execute("USE built")
        with files_on_disk(package) as locate:
            for table in in_key_order(package):
                connection.execute(table_sql(table, package))
                try:
                    _load(connection, table, locate(table.path))
                except duckdb.Error as error:
                    reason = str(error).splitlines()[0]
                    raise PackageError(
                        f"{table.path} does not fit its schema ({reason}); run: iraqmilitias validate {package.path}"
                    ) from None
        if facts:
            connection.execute("CREATE TABLE package_metadata (key VARCHAR PRIMARY KEY, value VARCHAR NOT NULL)")
            connection.executemany("INSERT INTO package_metadata VALUES (?, ?)", [list(f) for f in facts.items()])
        for statement in _comments(package):
            connection.execute(statement)
        for item in _usable(package):
            connection.execute(item.sql)
            if not item.is_macro:
                connection.execute(f"COMMENT ON VIEW {quoted(item.name)} IS {literal(item.description)}")
                for statement in _view_comments(connection, package, item):
                    connection.execute(statement)
        connection.execute("USE memory")
        connection.execute("DETACH built")
    finally:
        connection.close()


def _usable(package: Package) -> Iterator[Definition]:
    usable = {d.name for d in available_views(package)}
    return (item for item in definitions() if item.is_macro or item.name in usable)


ORDERS = {"reversed": "rowid DESC", "shuffled": "hash(rowid)"}


def reordered(package: Package, base: Path, order: str, target: Path) -> None:
    """Write the database at `base` again with each table's rows in another of the ORDERS, without its keys."""
    import duckdb

    # A copy, since DuckDB 1.4.0 and 1.4.1 refuse a file that this process has open in another connection.
    copied = shutil.copy(base, target.with_suffix(".base"))
    connection = duckdb.connect(":memory:")
    try:
        connection.execute(f"ATTACH {literal(str(copied))} AS base (READ_ONLY)")
        connection.execute(f"ATTACH {literal(str(target))} AS built (BLOCK_SIZE {BLOCK_SIZE})")
        connection.execute("USE built")
        for name in package.tables:
            table = quoted(name)
            connection.execute(f"CREATE TABLE {table} AS SELECT * FROM base.{table} ORDER BY {ORDERS[order]}")
        for item in _usable(package):
            connection.execute(item.sql)
        connection.execute("USE memory")
        connection.execute("DETACH built")
    finally:
        connection.close()
        Path(copied).unlink()


@contextmanager
def files_on_disk(package: Package) -> Iterator[Locate]:
    """Yield a function from a file's name in the package to a path on disk (unpacked, if it is a zip)."""
    if not package.zipped:
        yield Locate(package, package.path)
        return
    with tempfile.TemporaryDirectory(prefix="iraqmilitias-") as folder:
        yield Locate(package, Path(folder))


class Locate(NamedTuple):
    """Finds a package's file on disk."""

    package: Package
    root: Path

    def __call__(self, name: str) -> Path:
        target = self.root / self.package.safe(name)
        if self.package.zipped and not target.exists():
            content = self.package.read_bytes(name)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        return target
