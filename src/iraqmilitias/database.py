"""The package's database: built into the user's cache once, opened read-only and locked."""

from __future__ import annotations

import hashlib
import os
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from .definitions import SQL_ROOT
from .package import Package

if TYPE_CHECKING:
    import duckdb

LAYOUT = "1"  # raise when the way a file is built changes
KEEP = 8  # cached databases; the oldest go when more are built

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
    from .building import build

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
        from .building import build

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
