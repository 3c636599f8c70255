"""Finds the data of a version by its number: in a folder of releases, among a checkout's tags, or installed."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from .database import cache_folder
from .errors import PackageError
from .git import commit_of, extract, run
from .output import write
from .package import Package, installed, shipped

CORE = r"(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)"  # of a version, as https://semver.org has it
NUMBER = re.compile(rf"v?({CORE}(?:[-+.]?[0-9A-Za-z.-]+)?)")
ARCHIVE = re.compile(rf"iraqmilitias-(?:data-)?({CORE}[0-9A-Za-z.+-]*?)(?:-py3-none-any\.whl|\.zip)")
FOLDER = "IRAQMILITIAS_RELEASES"


def locate(asked: str) -> Path:
    """Return the path of a version's data package, for a number such as "1.2.0" or "v1.2.0".

    Looked for among the wheels and zips in the folder that the environment's IRAQMILITIAS_RELEASES names, then in
    the user's cache (`versions/`), then among the tags of the checkout that the program runs from, then in what is
    installed. Raises PackageError, with the versions that are there, for another one.
    """
    match = NUMBER.fullmatch(asked)
    if match is None:
        raise PackageError(f"{asked}: no such file or folder, and no version number such as 1.2.0")
    wanted = match[1]
    archives = dict(_archives())
    if wanted in archives:
        return archives[wanted]
    tagged = _tagged(wanted)
    if tagged is not None:
        return tagged
    here = Package(installed())
    if here.version == wanted:
        return here.path
    known = sorted({*archives, *_tags(), here.version})
    raise PackageError(
        f"version {wanted} is not here (here: {', '.join(known)}); get it with: pip download --no-deps "
        f"iraqmilitias=={wanted} -d FOLDER, then set {FOLDER}=FOLDER, or give the path of its wheel or zip"
    )


def located(package: Package, version: str) -> Package | None:
    """Return the data of another version of a package; None where they are not on this machine."""
    try:
        other = Package(locate(version))
        return other if other.name == package.name and other.version == version else None
    except (PackageError, OSError):
        return None


def _archives() -> Iterator[tuple[str, Path]]:
    """Yield version and path of each release that lies in the folders of releases, the environment's one last."""
    folders = [cache_folder() / "versions"]
    if named := os.environ.get(FOLDER):
        folders.append(Path(named))
        if not folders[-1].is_dir():
            raise PackageError(f"{FOLDER}={named}: no such folder")
    for folder in folders:
        for path in sorted(folder.iterdir()) if folder.is_dir() else ():
            if found := ARCHIVE.fullmatch(path.name):
                yield found[1], path


def _tags() -> list[str]:
    """Return the versions that are tagged in the checkout that the program runs from."""
    if not _checkout():
        return []
    try:
        return [tag[1:] for tag in run(shipped(), "tag", "--list", "v*").stdout.decode("utf-8", "replace").split()]
    except PackageError:  # no git
        return []


def _checkout() -> bool:
    return (shipped() / ".git").exists()


def _tagged(version: str) -> Path | None:
    """Return the data at the tag v<version>, taken out of git into the cache."""
    if not _checkout():
        return None
    try:
        commit = commit_of(f"refs/tags/v{version}", shipped())
    except PackageError:
        return None
    target = cache_folder() / "versions" / f"git-{commit}.zip"
    if not target.is_file():
        with tempfile.TemporaryDirectory(prefix="iraqmilitias-") as folder:
            extract(f"v{version}", commit, shipped(), Path(folder) / "package")
            content = Path(shutil.make_archive(f"{folder}/package", "zip", f"{folder}/package")).read_bytes()
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            write(target, content)
        except OSError as error:
            raise PackageError(f"version {version} cannot be kept in {target.parent} ({error.strerror})") from None
    return target
