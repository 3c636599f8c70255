"""The package's database: built into the user's cache once, opened read-only and locked."""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from .definitions import SQL_ROOT
from .errors import QueryError
from .package import Package

if TYPE_CHECKING:
    import duckdb

LAYOUT = "1"  # raise when the way a file is built changes
KEEP = 12  # cached databases; the oldest go when more are built

MAIN = "data"  # the name of the package itself where others are attached
RESERVED = {MAIN, "memory", "temp", "system", "main", "pg_catalog", "information_schema"}

# What every reader's connection is opened with: nothing in SQL reaches a file, the network, an extension or a
# setting. The paths are emptied so that duckdb_settings() does not tell the user's home.
CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
    "python_enable_replacements": "false",
    "temp_directory": "",
    "extension_directory": "",
    "enable_external_access": "false",
}
# These hold only when set on an open connection; the lock comes last.
AFTERWARDS = ("SET home_directory = ''", "SET secret_directory = ''", "SET lock_configuration = true")


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
    from .building import build

    return _made(f"{cache_key(package)}.duckdb", partial(build, package))


def reordered_files(package: Package) -> tuple[Path, ...]:
    """Return databases of the same rows stored in other orders: what a query's result must not depend on."""
    from .building import ORDERS, reordered

    base = database_file(package)
    return tuple(
        _made(f"{cache_key(package)}-{name}.duckdb", partial(reordered, package, base, name)) for name in ORDERS
    )


def _made(name: str, build: Callable[[Path], None]) -> Path:
    folder = cache_folder()
    target = folder / name
    if target.is_file():
        return target
    try:
        folder.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(prefix=".building-", dir=folder))
    except OSError:
        return _private(build, name)
    try:
        build(beside / name)
        (beside / name).replace(target)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    _prune(folder, target)
    return target


_private_folders: dict[str, tempfile.TemporaryDirectory[str]] = {}


def _private_folder() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="iraqmilitias-", ignore_cleanup_errors=True)


def _private(build: Callable[[Path], None], name: str) -> Path:
    """Build into a temporary folder of this process, for a user whose cache cannot be written."""
    if name not in _private_folders:
        _private_folders[name] = _private_folder()
        build(Path(_private_folders[name].name) / name)
    return Path(_private_folders[name].name) / name


def _prune(folder: Path, newest: Path) -> None:
    files = sorted(folder.glob("*.duckdb"), key=lambda f: f.stat().st_mtime, reverse=True)
    for old in files[KEEP:]:
        if old.name[:32] != newest.name[:32]:
            old.unlink(missing_ok=True)


def connect(package: Package, beside: Mapping[str, Package] | None = None) -> duckdb.DuckDBPyConnection:
    """Open the package's database read-only with external access off and the configuration locked.

    The packages `beside` it are attached under their names: `SELECT … FROM old.events`.
    """
    return open_locked(str(database_file(package)), database_files(beside))


def database_files(packages: Mapping[str, Package] | None) -> dict[str, str]:
    """Return the database of each package by the name that it is attached under; QueryError for an unusable name."""
    for name in packages or ():
        if not name.isidentifier() or name.casefold() in RESERVED:
            raise QueryError(f"{name!r} cannot name a version; take a plain word such as old")
    return {name: str(database_file(package)) for name, package in (packages or {}).items()}


def open_locked(file: str, beside: Mapping[str, str] | None = None, **more: str) -> duckdb.DuckDBPyConnection:
    """Open a database file for a reader's SQL; `more` are settings beside the locked ones."""
    import duckdb

    if beside:
        return _together(file, beside, more)
    connection = duckdb.connect(file, read_only=True, config={**CONFIG, **more})
    locked = connection.execute("SELECT current_setting('lock_configuration')").fetchall()[0][0]
    if not locked:  # connections of one process to one file share their settings
        for statement in AFTERWARDS:
            connection.execute(statement)
    return connection


def _together(file: str, beside: Mapping[str, str], more: Mapping[str, str]) -> duckdb.DuckDBPyConnection:
    """Open several database files in one: `file` is the one that unqualified names mean."""
    import duckdb

    from .fields import literal, quoted

    later = {"temp_directory", "enable_external_access"}
    config = {key: value for key, value in CONFIG.items() if key not in later}
    connection = duckdb.connect(":memory:", config={**config, **more})
    seen: dict[str, int] = {}
    for name, path in {MAIN: file, **beside}.items():
        seen[path] = seen.get(path, 0) + 1
        if seen[path] > 1:  # DuckDB attaches a file once: the same data twice are a copy
            folder = _private_folders.setdefault(path, _private_folder())
            path = shutil.copy(path, str(Path(folder.name) / f"{seen[path]}.duckdb"))
        connection.execute(f"ATTACH {literal(str(path))} AS {quoted(name)} (READ_ONLY)")
    connection.execute(f"USE {MAIN}")
    for statement in ("SET temp_directory = ''", "SET enable_external_access = false", *AFTERWARDS):
        connection.execute(statement)
    return connection
