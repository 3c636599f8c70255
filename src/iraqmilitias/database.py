"""From a data package to a DuckDB file: tables with keys and comments, macros and views, kept in a cache."""

from __future__ import annotations

import hashlib
import os
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from .errors import PackageError
from .fields import kind, literal, quoted
from .package import Package, Table

if TYPE_CHECKING:
    import duckdb

LAYOUT = "1"  # raise when the way a file is built changes
BLOCK_SIZE = 16384  # the default of 256 KiB would make a database of small tables 18 MB
KEEP = 8  # cached databases; the oldest go when more are built
SQL_ROOT = Path(__file__).parent

# What every reader's connection is opened with: nothing in SQL reaches a file, the network, an extension or a
# setting. The paths are emptied so that duckdb_settings() does not tell the user's home.
CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
    "python_enable_replacements": "false",
    "temp_directory": "",
    "home_directory": "",
    "extension_directory": "",
    "enable_external_access": "false",
}
# These hold only when set on an open connection; the lock comes last.
AFTERWARDS = ("SET secret_directory = ''", "SET lock_configuration = true")


class Definition(NamedTuple):
    """One view or macro: its file's name, the sentence at its head, its statement."""

    name: str
    description: str
    sql: str
    is_macro: bool


@cache
def definitions() -> tuple[Definition, ...]:
    """Return every macro, then every view, each after the ones it uses."""
    found: dict[str, Definition] = {}
    for folder in ("macros", "views"):
        for path in sorted((SQL_ROOT / folder).glob("*.sql")):
            text = path.read_text(encoding="utf-8")
            head = [line[2:].strip() for line in text.splitlines() if line.startswith("--")]
            cut = next((i for i, line in enumerate(head) if not line), len(head))
            found[path.stem] = Definition(path.stem, " ".join(head[:cut]), text, folder == "macros")
    ordered: dict[str, Definition] = {}

    def place(item: Definition) -> None:
        if item.name in ordered:
            return
        for other in found.values():
            if other.name != item.name and _uses(item, other):
                place(other)
        ordered[item.name] = item

    for item in found.values():
        place(item)
    return tuple(ordered.values())


def _words(sql: str) -> set[str]:
    import re

    code = "\n".join(line for line in sql.splitlines() if not line.lstrip().startswith("--"))
    return set(re.findall(r"\w+", code))


def _uses(item: Definition, other: Definition) -> bool:
    words = _words(item.sql)
    if other.is_macro:
        return other.name in words
    import re

    return bool(re.search(rf"\b(from|join)\s+{other.name}\b", item.sql, re.IGNORECASE))


def available_views(package: Package) -> tuple[Definition, ...]:
    """Return the views whose tables the package has (for our own data: all of them)."""
    ours = _our_tables()
    kept: list[Definition] = []
    missing = ours - set(package.tables)
    for item in definitions():
        absent = missing | {d.name for d in definitions() if not d.is_macro and d not in kept}
        if item.is_macro or not (_words(item.sql) & absent - {item.name}):
            kept.append(item)
    return tuple(d for d in kept if not d.is_macro)


@cache
def _our_tables() -> set[str]:
    from .package import installed

    return set(Package(installed()).tables)


# building ------------------------------------------------------------------------------------------------


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


def _load(connection: duckdb.DuckDBPyConnection, table: Table, file: Path) -> None:
    source = read_csv_sql(table, file)
    itself = [k for k in table.foreign_keys if k.table == table.name]
    name = quoted(table.name)
    if not itself:
        connection.execute(f"INSERT INTO {name} SELECT * FROM {source}")
        return
    # DuckDB refuses a row that refers to a row of the same INSERT: one generation a statement.
    connection.execute(f"CREATE TEMP TABLE staged AS SELECT *, row_number() OVER () AS _row FROM {source}")
    conditions = []
    for key in itself:
        blank = " OR ".join(f"s.{quoted(c)} IS NULL" for c in key.columns)
        match = " AND ".join(f"t.{quoted(r)} = s.{quoted(c)}" for c, r in zip(key.columns, key.referred, strict=True))
        conditions.append(f"({blank} OR EXISTS (SELECT 1 FROM {name} t WHERE {match}))")
    own = " AND ".join(f"t.{quoted(c)} = s.{quoted(c)}" for c in table.primary_key)
    left, before = connection.execute("SELECT count(*) FROM staged").fetchall()[0][0], -1
    columns = ", ".join(f"s.{quoted(f.name)}" for f in table.fields)
    while left and left != before:
        before = left
        connection.execute(
            f"INSERT INTO {name} SELECT {columns} FROM staged s WHERE {' AND '.join(conditions)} "
            f"AND NOT EXISTS (SELECT 1 FROM {name} t WHERE {own}) ORDER BY s._row"
        )
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


def build(package: Package, target: Path, storage: str = "") -> None:
    """Write the package as a DuckDB file at `target`; PackageError where the data does not fit its schemas."""
    import duckdb

    connection = duckdb.connect(":memory:")
    try:
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
        for statement in _comments(package):
            connection.execute(statement)
        usable = {d.name for d in available_views(package)}
        for item in definitions():
            if item.is_macro or item.name in usable:
                connection.execute(item.sql)
                if not item.is_macro:
                    connection.execute(f"COMMENT ON VIEW {quoted(item.name)} IS {literal(item.description)}")
        connection.execute("USE memory")
        connection.execute("DETACH built")
    finally:
        connection.close()


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


# cache ---------------------------------------------------------------------------------------------------


def cache_folder(environ: Mapping[str, str] = os.environ) -> Path:
    """Return the user's cache folder for the databases (IRAQMILITIAS_CACHE overrides it)."""
    if environ.get("IRAQMILITIAS_CACHE"):
        return Path(environ["IRAQMILITIAS_CACHE"])
    if sys.platform == "win32":
        base = Path(environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Caches"
    else:
        base = Path(environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return base / "iraqmilitias"


def cache_key(package: Package) -> str:
    """Return what names the database of this content, made by these views and this DuckDB."""
    digest = hashlib.sha256(f"{LAYOUT} {_duckdb_version()} {package.content_hash()}".encode())
    for folder in ("macros", "views"):
        for path in sorted((SQL_ROOT / folder).glob("*.sql")):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:32]


def _duckdb_version() -> str:
    # From the name of its installed metadata: importing duckdb, or importlib.metadata, would cost the command line
    # more than all else that the parent process does.
    from importlib.util import find_spec

    spec = find_spec("duckdb")
    if spec is not None and spec.origin is not None:
        found = list(Path(spec.origin).parents[1].glob("duckdb-*.dist-info"))
        if len(found) == 1:
            return found[0].name
    import duckdb

    return duckdb.__version__


def database_file(package: Package) -> Path:
    """Return the path of the package's database, building it where the cache lacks it."""
    name = f"{cache_key(package)}.duckdb"
    folder = cache_folder()
    target = folder / name
    if target.is_file():
        return target
    try:
        folder.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(prefix=".building-", dir=folder))
    except OSError:
        return _private(package, name)
    try:
        build(package, beside / name)
        (beside / name).replace(target)
    finally:
        import shutil

        shutil.rmtree(beside, ignore_errors=True)
    _prune(folder, target)
    return target


_private_folders: dict[str, tempfile.TemporaryDirectory[str]] = {}


def _private(package: Package, name: str) -> Path:
    """Build into a temporary folder of this process, for a user whose cache cannot be written."""
    if name not in _private_folders:
        _private_folders[name] = tempfile.TemporaryDirectory(prefix="iraqmilitias-", ignore_cleanup_errors=True)
        build(package, Path(_private_folders[name].name) / name)
    return Path(_private_folders[name].name) / name


def _prune(folder: Path, newest: Path) -> None:
    files = sorted(folder.glob("*.duckdb"), key=lambda f: f.stat().st_mtime, reverse=True)
    for old in files[KEEP:]:
        if old != newest:
            old.unlink(missing_ok=True)


def connect(package: Package) -> duckdb.DuckDBPyConnection:
    """Open the package's database read-only with external access off and the configuration locked."""
    return open_locked(str(database_file(package)))


def open_locked(file: str, **more: str) -> duckdb.DuckDBPyConnection:
    """Open a database file for a reader's SQL; `more` are settings beside the locked ones."""
    import duckdb

    connection = duckdb.connect(file, read_only=True, config={**CONFIG, **more})
    locked = connection.execute("SELECT current_setting('lock_configuration')").fetchall()[0][0]
    if not locked:  # connections of one process to one file share their settings
        for statement in AFTERWARDS:
            connection.execute(statement)
    return connection
