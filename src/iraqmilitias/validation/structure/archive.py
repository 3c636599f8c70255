"""Unpacks a zipped package into a folder, within limits: no path that escapes, no link, no bomb."""

from __future__ import annotations

import stat
import zipfile
import zlib
from pathlib import Path

from ...errors import PackageError
from ...package import DESCRIPTOR, ZIP_LIMIT, top_descriptor
from ...paths import unsafe
from ...text import shown
from ..report.issues import IssueCollector

MEMBERS = 10_000
RATIO = 200  # of a member that unpacks to more than RATIO_FROM bytes; text rarely shrinks to less than a hundredth
RATIO_FROM = 10 << 20
CHUNK = 1 << 20


def unpack(archive: Path, target: Path, found: IssueCollector) -> bool:
    """Unpack the folder of the archive's topmost datapackage.json; return whether there is something to check.

    Raises PackageError where it is not a zip or holds no package.
    """
    try:
        with zipfile.ZipFile(archive) as opened:
            return _unpack(opened, archive, target, found)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError) as error:
        raise PackageError(f"{archive}: neither a folder nor a zip that can be read ({error})") from None


def _unpack(opened: zipfile.ZipFile, archive: Path, target: Path, found: IssueCollector) -> bool:
    members = opened.infolist()
    prefix = top_descriptor((m.filename for m in members), archive)[: -len(DESCRIPTOR)]
    if len(members) > MEMBERS:
        found.add(
            "archive-unsafe",
            DESCRIPTOR,
            None,
            None,
            f"the archive has {len(members):,} members; at most {MEMBERS:,} are read",
        )
        return False
    total, seen = 0, set[str]()
    for member in members:
        inside = member.filename.startswith(prefix)
        if (inside and member.is_dir()) or (not inside and not unsafe(member.filename)):
            continue
        name = member.filename.removeprefix(prefix)
        problem = _problem(member, name, name in seen)
        seen.add(name)
        total += member.file_size
        if not problem and total > ZIP_LIMIT:
            problem = f"brings the archive to more than {ZIP_LIMIT >> 30} GiB"
        if problem:
            found.add("archive-unsafe", name, None, None, f"the archive's member {shown(name)} {problem}")
            if total > ZIP_LIMIT:
                return False
            continue
        if inside:
            _extract(opened, member, target / name)
    return (target / DESCRIPTOR).is_file()


def _problem(member: zipfile.ZipInfo, name: str, repeated: bool) -> str | None:
    mode = member.external_attr >> 16
    if reason := unsafe(name):
        return reason
    if repeated:
        return "is repeated"
    if mode and stat.S_ISLNK(mode):
        return "is a link"
    if member.flag_bits & 1:
        return "is encrypted"
    if member.file_size > RATIO_FROM and member.file_size > RATIO * max(member.compress_size, 1):
        return f"would unpack to {member.file_size / max(member.compress_size, 1):,.0f} times its size"
    return None


def _extract(opened: zipfile.ZipFile, member: zipfile.ZipInfo, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with opened.open(member) as source, path.open("wb") as out:  # reads no more than file_size, which was checked
        while chunk := source.read(CHUNK):
            out.write(chunk)
