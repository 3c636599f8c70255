"""A package by what a person calls it: a folder, a zip, a wheel, or a revision of the git repository it is kept in."""

from __future__ import annotations

import subprocess
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from ..database.building import Locate, files_on_disk
from ..errors import Error, PackageError
from ..package import DESCRIPTOR, Package
from .releases import NUMBER, locate

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

    A path that exists is read as one; anything else is a git revision of the repository that `beside` (the other
    package, if it is a folder) or else the current folder is in, or the number of a version (1.2.0). Raises
    PackageError where it is none of these, and Error where a package is there but its descriptor cannot be read.
    """
    label = str(what)
    if not label:
        raise PackageError("an empty name is no such file, folder or revision")
    if Path(what).exists():
        package = Package(what)
        _readable(package, label)
        with files_on_disk(package) as files:
            yield Opened(package, label, None, files)
        return
    home = Path(beside) if Path(beside).is_dir() else Path()
    try:
        commit = _commit(label, home)
    except PackageError:
        if not NUMBER.fullmatch(label):
            raise
        commit = ""
    if not commit:
        with opened(locate(label)) as found:
            yield found._replace(label=label)
        return
    with tempfile.TemporaryDirectory(prefix="iraqmilitias-") as folder:
        _extract(label, commit, home, Path(folder))
        package = Package(folder)
        _readable(package, label)
        with files_on_disk(package) as files:
            yield Opened(package, label, commit, files)


def _readable(package: Package, label: str) -> None:
    try:
        assert package.tables is not None  # reads the descriptor and every schema
    except PackageError as error:
        raise Error(f"{label}: {error}; run: iraqmilitias validate {label}") from None


def _git(home: Path, *arguments: str, given: bytes | None = None) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(["git", "-C", str(home), *arguments], input=given, capture_output=True, check=False)
    except FileNotFoundError:
        raise PackageError("git is not installed; give a folder, zip or wheel instead of a revision") from None


def _commit(label: str, home: Path) -> str:
    """Return the full name of a commit; PackageError where there is no such revision."""
    if _git(home, "rev-parse", "--git-dir").returncode:
        raise PackageError(f"{label}: no such file or folder, and {home.resolve()} is in no git repository")
    done = _git(home, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{label}^{{commit}}")
    if done.returncode:
        shallow = _git(home, "rev-parse", "--is-shallow-repository").stdout.strip() == b"true"
        hint = "; this clone is shallow, so first run: git fetch --unshallow" if shallow else ""
        raise PackageError(f"{label}: no such file or folder, and no such git revision of {home.resolve()}{hint}")
    return done.stdout.decode().strip()


def _extract(label: str, commit: str, home: Path, target: Path) -> None:
    """Write the package's files, and the SQL of its views, as they are in a commit into a folder."""
    prefix = _prefix(label, commit, home)
    _blobs(home, commit, prefix, [DESCRIPTOR], target)
    names = []
    for name in _listed(target, label):
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        names.append(name)
    for folder in SQL_FOLDERS:
        tree = f"{commit}:{prefix}{CODE / folder}"
        listing = _git(home, "ls-tree", "--name-only", "-z", tree).stdout.decode().split("\0")
        names += [str(CODE / folder / name) for name in listing if name.endswith(".sql")]
    _blobs(home, commit, prefix, names, target)


def _listed(target: Path, label: str) -> list[str]:
    package = Package(target)
    try:
        return [package.safe(name) for name in package.files() if name != DESCRIPTOR]
    except (PackageError, AttributeError, TypeError) as error:
        raise Error(f"{label}: {DESCRIPTOR} cannot be read ({error})") from None


def _prefix(label: str, commit: str, home: Path) -> str:
    """Return the folder in the commit that holds the package: the current one, or the nearest above it."""
    here = PurePosixPath(_git(home, "rev-parse", "--show-prefix").stdout.decode().strip())
    for folder in (here, *here.parents):
        prefix = "" if str(folder) == "." else f"{folder}/"
        if not _git(home, "cat-file", "-e", f"{commit}:{prefix}{DESCRIPTOR}").returncode:
            return prefix
    raise PackageError(f"{label}: not a data package, that revision has no {DESCRIPTOR}")


def _blobs(home: Path, commit: str, prefix: str, names: list[str], target: Path) -> None:
    """Write files of a commit; one that it lacks is left out, and reading it says so."""
    wanted = "".join(f"{commit}:{prefix}{name}\n" for name in names)
    stream = _git(home, "cat-file", "--batch", given=wanted.encode()).stdout
    position = 0
    for name in names:
        end = stream.index(b"\n", position)
        words = stream[position:end].split(b" ")
        position = end + 1
        if words[-1] == b"missing" or words[-2] != b"blob":
            continue
        size = int(words[-1])
        path = target / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(stream[position : position + size])
        position += size + 1


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
