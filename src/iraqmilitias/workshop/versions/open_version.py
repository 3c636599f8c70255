"""Opens a package by what a person calls it: a folder, a zip, a wheel, a git revision, or the number of a version."""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from ...building import Locate, files_on_disk
from ...errors import Error, PackageError
from ...git import commit_of, extract
from ...package import Package
from ...releases import NUMBER, locate

SQL_FOLDERS = ("macros", "views")
CODE = PurePosixPath("src/iraqmilitias")  # where a checkout keeps the SQL of its views


class Opened(NamedTuple):
    """A package that can be read, and what is known of where it came from."""

    package: Package
    label: str  # as it was given
    revision: str | None  # the commit's full name, for one out of git
    locate: Locate  # from a file's name in the package to a path on disk


@contextmanager
def opened(what: str | Path, beside: str | Path = ".") -> Iterator[Opened]:
    """Open OLD or NEW of a comparison.

    A path that exists is read as one. Anything else is a git revision, or the number of a version (1.2.0). The
    repository is that of `beside` (the other package, if it is a folder), else that of the current folder; git's
    own variables (GIT_DIR …) do not change this. Raises PackageError where there is no such path, revision or
    version, and Error where a package exists but its descriptor cannot be read.
    """
    label = str(what)
    if not label:
        raise PackageError("the name is empty: no such file, folder or revision")
    if _exists(what):
        package = Package(what)
        _readable(package, label)
        with files_on_disk(package) as files:
            yield Opened(package, label, None, files)
        return
    home = Path(beside) if _exists(beside) and Path(beside).is_dir() else Path()
    try:
        commit = commit_of(label, home)
    except PackageError:
        if not NUMBER.fullmatch(label):
            raise
        with opened(locate(label)) as found:
            yield found._replace(label=label)
        return
    with tempfile.TemporaryDirectory(prefix="iraqmilitias-") as folder:
        extract(label, commit, home, Path(folder), _is_view)
        package = Package(folder)
        _readable(package, label)
        with files_on_disk(package) as files:
            yield Opened(package, label, commit, files)


def _readable(package: Package, label: str) -> None:
    try:
        assert package.tables is not None  # reads the descriptor and every schema
    except PackageError as error:
        raise Error(f"{label}: {error}; run: iraqmilitias validate {label}") from None


def _exists(path: str | Path) -> bool:
    try:
        return Path(path).exists()
    except OSError:  # a name that no file can have
        return False


def _is_view(name: str) -> bool:
    path = PurePosixPath(name)
    return path.suffix == ".sql" and path.parent.parent == CODE and path.parent.name in SQL_FOLDERS


def sql_files(package: Package) -> dict[str, str] | None:
    """Return the SQL of the macros and views that come with a package (`views/claims`: its text), if any do."""
    if package.zipped:
        with zipfile.ZipFile(package.path) as archive:
            inside = {PurePosixPath(n): n for n in archive.namelist() if n.endswith(".sql")}
            found = {
                f"{path.parent.name}/{path.stem}": archive.read(name).decode("utf-8", "replace")
                for path, name in inside.items()
                if path.parent.name in SQL_FOLDERS and path.parent.parent.name == CODE.name
            }
        return found or None
    folder = package.path.parent if package.path.name == "_package" else package.path / CODE
    paths = [path for kind in SQL_FOLDERS for path in sorted((folder / kind).glob("*.sql"))]
    return {f"{p.parent.name}/{p.stem}": p.read_text(encoding="utf-8", errors="replace") for p in paths} or None
