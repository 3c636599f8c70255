"""Read-only connections for a reader's SQL: nothing in it reaches a file, the network, a setting or a path."""

from __future__ import annotations

import atexit
import os
import shutil
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import PackageError, QueryError
from ..fields import literal, quoted
from ..package import Package
from .cache import database_file
from .plain import plain_folder

if TYPE_CHECKING:
    import duckdb

MAIN = "data"  # the name of the package itself
RESERVED = {MAIN, "memory", "temp", "system", "main", "pg_catalog", "information_schema"}

# What every connection is opened with. Folders are emptied or named "none" so that duckdb_settings() and the messages
# of duckdb_extensions() do not show the user's home, which DuckDB takes where they are empty.
CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
    "python_enable_replacements": "false",
    "temp_directory": "",
    "extension_directory": "none",
    "enable_external_access": "false",
}
# These can be set only on an open connection; the lock comes last. The time zone would else be the machine's.
AFTERWARDS = (
    "SET home_directory = 'none'",
    "SET secret_directory = ''",
    "SET GLOBAL TimeZone = 'UTC'",
    "SET lock_configuration = true",
)


def connect(package: Package, beside: Mapping[str, Package] | None = None) -> duckdb.DuckDBPyConnection:
    """Open the package's database read-only with external access off and the configuration locked.

    The packages `beside` it are attached under their names: `SELECT … FROM old.events`.
    """
    if beside:
        return open_locked(database_file(package), database_files(beside))
    return shared(database_file(package))


def shared(file: Path, threads: str = "") -> duckdb.DuckDBPyConnection:
    """Return a connection to a database file that this process opens once, with so many threads."""
    return _shared(file, threads).cursor()


def database_files(packages: Mapping[str, Package] | None) -> dict[str, Path]:
    """Return the database of each package by the name that it is attached under; QueryError for an unusable name."""
    for name in packages or ():
        if not name.isidentifier() or name.casefold() in RESERVED:
            raise QueryError(f"{name!r} cannot name a version; use a plain word such as old")
    alike: dict[str, str] = {}
    for name in packages or ():  # DuckDB's names have no case
        if (first := alike.setdefault(name.casefold(), name)) != name:
            raise QueryError(f"{first!r} and {name!r} are one name in SQL, whatever the case; name one otherwise")
    return {name: database_file(package) for name, package in (packages or {}).items()}


# One database of each file a process: by process, since after a fork the threads of DuckDB are only in the parent.
_open: dict[tuple[int, Path, str], duckdb.DuckDBPyConnection] = {}
_lock = threading.Lock()


def _unlocked() -> None:
    global _lock
    _lock = threading.Lock()  # another thread may have had it when the process forked


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_unlocked)


def _shared(file: Path, threads: str) -> duckdb.DuckDBPyConnection:
    key = (os.getpid(), file, threads)
    with _lock:
        if key not in _open:
            if key[0] not in {process for process, *_ in _open}:
                atexit.register(_close, key[0])
            with plain_copies({MAIN: file}) as copies:
                _open[key] = open_copies(copies, **({"threads": threads} if threads else {}))
        return _open[key]


def _close(process: int) -> None:
    # DuckDB 2.0.0 prints or aborts when a connection is open at exit.
    for key in list(_open):
        if key[0] == process == os.getpid():
            _open.pop(key).close()


def open_locked(
    file: str | os.PathLike[str], beside: Mapping[str, str | os.PathLike[str]] | None = None
) -> duckdb.DuckDBPyConnection:
    """Open a database file for a reader's SQL, and those `beside` it under their names."""
    with plain_copies({MAIN: file, **(beside or {})}) as copies:
        return open_copies(copies)


@contextmanager
def plain_copies(files: Mapping[str, str | os.PathLike[str]]) -> Iterator[dict[str, str]]:
    """Yield private copies of database files, to be opened before they are removed: what is open stays readable."""
    paths = {name: Path(file) for name, file in files.items()}
    with plain_folder(sum(path.stat().st_size for path in paths.values() if path.is_file())) as folder:
        copies = {name: folder / f"{name if name == MAIN else number}.duckdb" for number, name in enumerate(paths)}
        try:
            for name, path in paths.items():
                shutil.copyfile(path, copies[name])
        except OSError as error:
            raise PackageError(f"the database cannot be opened: {error.strerror or error}") from None
        yield {name: str(copy) for name, copy in copies.items()}


def open_copies(copies: Mapping[str, str], **settings: str) -> duckdb.DuckDBPyConnection:
    """Open what `plain_copies` made; `settings` are DuckDB's, beside the locked ones."""
    import duckdb

    config = {**CONFIG, **settings}
    if int(duckdb.__version__.split(".")[0]) >= 2:
        config["extension_repository_directory"] = "none"
    if len(copies) == 1:
        connection = duckdb.connect(copies[MAIN], read_only=True, config=config)
    else:
        for later in ("temp_directory", "enable_external_access"):
            del config[later]
        connection = duckdb.connect(":memory:", config=config)
        for name, path in copies.items():
            connection.execute(f"ATTACH {literal(path)} AS {quoted(name)} (READ_ONLY)")
        connection.execute(f"USE {MAIN}")
        connection.execute("SET temp_directory = ''")
        connection.execute("SET enable_external_access = false")
    for statement in AFTERWARDS:
        connection.execute(statement)
    return connection
