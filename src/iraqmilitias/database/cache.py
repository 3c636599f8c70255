"""The package's database in the user's cache: built once for each content, and checked before each use."""

from __future__ import annotations

import atexit
import hashlib
import os
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import cache, partial
from importlib.util import find_spec
from pathlib import Path

from ..errors import PackageError
from ..package import Package
from .building import ORDERS, build, reordered
from .definitions import SQL_ROOT
from .plain import make_folder, plain_folder

LAYOUT = "5"  # raise when the way a file is built changes
KEEP = 12  # cached databases; those not used for longest go when more are built

# What a cached file ends with, behind what DuckDB wrote: the key that it was built for and the hash of all before.
_SEAL = re.compile(rb"\niraqmilitias ([0-9a-f]{32}[a-z-]{0,9}) *([0-9a-f]{64})\n")
_SEAL_SIZE = 1 + 13 + 42 + 1 + 64 + 1


def cache_folder(environ: Mapping[str, str] = os.environ) -> Path:
    """Return the user's cache folder (IRAQMILITIAS_CACHE overrides it); it may be missing, or closed to us.

    Not by platformdirs 4: importing it takes about 10 ms of a query's 200, and without a home it returns a folder
    named `~` in the current one. Without a home this returns a temporary folder.
    """
    try:
        if named := environ.get("IRAQMILITIAS_CACHE"):
            return Path(named).expanduser().absolute()
        if sys.platform == "win32":
            base = Path(environ.get("LOCALAPPDATA") or "~/AppData/Local").expanduser()
        elif sys.platform == "darwin":
            base = Path("~/Library/Caches").expanduser()
        else:
            base = Path(environ.get("XDG_CACHE_HOME", "")).expanduser()
            if not base.is_absolute():  # to be ignored, by the XDG specification
                base = Path("~/.cache").expanduser()
        return (base / "iraqmilitias").absolute()
    except (RuntimeError, OSError):  # no home, no such user, no current folder
        return _temporary()


def cache_key(package: Package, content_hash: str) -> str:
    """Return what names the database of a content, made with these views and this DuckDB."""
    return hashlib.sha256(f"{_maker()} {content_hash}".encode()).hexdigest()[:32]


@cache
def _maker() -> str:
    """Return what a database is made with beside the data: our layout, DuckDB and the views, which a process has once.

    A process that changes its user may not be able to read its own files again.
    """
    digest = hashlib.sha256(f"{LAYOUT} {_duckdb_version()}".encode())
    for folder in ("macros", "views"):
        for path in sorted((SQL_ROOT / folder).glob("*.sql")):
            digest.update(path.read_bytes())
    return digest.hexdigest()


def _duckdb_version() -> str:
    # From the name of its installed metadata: importing duckdb, or importlib.metadata, would cost the command line
    # more than all else that the parent process does.
    spec = find_spec("duckdb")
    if spec is not None and spec.origin is not None:
        found = list(Path(spec.origin).parents[1].glob("duckdb-*.dist-info"))
        if len(found) == 1:
            return found[0].name
    import duckdb

    return duckdb.__version__


def database_file(package: Package) -> Path:
    """Return the path of the package's database, built where the cache has none that is whole.

    PackageError where the data does not fit its schemas, or where there is no room on any disk.
    """
    key = cache_key(package, package.content_hash())
    return _find(key) or _build(package, lambda target: cache_key(package, build(package, target)))


def reordered_files(package: Package) -> tuple[Path, ...]:
    """Return databases of the same rows stored in other orders: what a query's result must not depend on."""
    base = database_file(package)
    return tuple(_find(name) or _build(package, partial(_reorder, package, base, name)) for name in _names(base))


def _names(base: Path) -> list[str]:
    return [f"{base.stem}-{order}" for order in ORDERS]


def _reorder(package: Package, base: Path, name: str, target: Path) -> str:
    plain = target.with_name("base.duckdb")
    shutil.copyfile(base, plain)
    reordered(package, plain, name.rpartition("-")[2], target)
    return name


def _find(name: str) -> Path | None:
    """Return the file of that name, in the cache or in this process's temporary folder, if it is whole."""
    for folder in dict.fromkeys((cache_folder(), *filter(None, [_temporary_folders.get(os.getpid())]))):
        path = folder / f"{name}.duckdb"
        if _is_whole(path, name):
            with suppress(OSError):  # a cache that can only be read
                os.utime(path)  # what is used is not the oldest, which goes when others are built
            return path
    return None


def _is_whole(path: Path, name: str) -> bool:
    """Whether a file was built for this key and has every byte as it was written; False for what cannot be read."""
    try:
        if not path.is_file():
            return False
        with path.open("rb") as file:
            end = file.seek(0, os.SEEK_END) - _SEAL_SIZE
            file.seek(max(end, 0))
            seal = _SEAL.fullmatch(file.read())
            if seal is None or seal[1] != name.encode():
                return False
            file.seek(0)
            return _hash(file.read, end) == seal[2].decode()
    except (OSError, ValueError):
        return False


def _hash(read: Callable[[int], bytes], size: int) -> str:
    digest = hashlib.sha256()
    while size > 0 and (chunk := read(min(size, 1 << 20))):
        digest.update(chunk)
        size -= len(chunk)
    return digest.hexdigest()


def _build(package: Package, make: Callable[[Path], str]) -> Path:
    """Let `make` write a database and say which name it has; keep it in the cache, or in a temporary folder."""
    with plain_folder(4 * package.size()) as folder:
        built = folder / "data.duckdb"
        name = make(built)
        with built.open("r+b") as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(0)
            digest = _hash(file.read, size)
            file.seek(0, os.SEEK_END)
            file.write(f"\niraqmilitias {name:<42} {digest}\n".encode())
        try:
            return _keep(built, cache_folder(), f"{name}.duckdb")
        except OSError:
            pass
        try:
            return _keep(built, _temporary(), f"{name}.duckdb")
        except OSError as error:
            raise PackageError(f"the database cannot be kept: {error.strerror or error}; set TMPDIR") from None


def _keep(built: Path, folder: Path, name: str) -> Path:
    """Copy a file into a folder whole or not at all, and return its path."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".building-", dir=folder, ignore_cleanup_errors=True) as beside:
        shutil.copyfile(built, Path(beside) / name)
        (Path(beside) / name).replace(folder / name)
    _prune(folder, name)
    return folder / name


def _prune(folder: Path, newest: str) -> None:
    def age(path: Path) -> float:
        try:
            return path.stat().st_mtime
        except OSError:
            return 0.0

    for old in sorted(folder.glob("*.duckdb"), key=age, reverse=True)[KEEP:]:
        if old.name[:32] != newest[:32]:
            with suppress(OSError):  # of another user, or a folder
                old.unlink(missing_ok=True)
    for left in folder.glob(".building-*"):  # by a process that was killed
        if age(left) < time.time() - 86400:
            shutil.rmtree(left, ignore_errors=True)


_temporary_folders: dict[int, Path] = {}  # by process: a child of fork must not use, or remove, its parent's


def _temporary() -> Path:
    """Return the folder that takes the place of a cache that cannot be used; it goes when the process ends."""
    process = os.getpid()
    if process not in _temporary_folders:
        folder = _temporary_folders[process] = make_folder(0)
        atexit.register(_remove, folder, process)
    return _temporary_folders[process]


def _remove(folder: Path, process: int) -> None:
    if os.getpid() == process:
        shutil.rmtree(folder, ignore_errors=True)
