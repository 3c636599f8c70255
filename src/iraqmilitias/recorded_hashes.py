"""Checks the bytes of a package or release against its recorded hashes."""

from __future__ import annotations

import base64
import csv
import hashlib
import json
import os
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from .errors import PackageError
from .git import run
from .package import DESCRIPTOR, Package

SUMS = "SHA256SUMS"
MANIFEST = "manifest.json"  # of an export
Reader = Callable[[str], bytes]


class Verdict(NamedTuple):
    """Whether all is as recorded, against what it was checked, and what is not (a file or claim each)."""

    valid: bool
    checked: str
    problems: tuple[str, ...] = ()


def verify_path(path: Path) -> Verdict:
    """Check a folder, zip or wheel against the hashes that it carries.

    These are: a SHA256SUMS file, an export's manifest.json, the hashes in its datapackage.json, a wheel's RECORD,
    and for a folder in a git checkout that has none of them, what is committed. Raises PackageError where there is
    nothing to check against.
    """
    if path.name in (SUMS, MANIFEST):
        path = path.parent
    if path.exists() and not path.is_dir() and not path.is_file():
        raise PackageError(f"{path}: not a regular file")  # reading a pipe or a device would never end
    try:
        if path.is_dir():
            return _verdict(_in_folder(path), path)
        with zipfile.ZipFile(path) as archive:
            return _verdict(_in_zip(archive), path)
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError) as error:  # RuntimeError: encrypted
        kind = "cannot be read" if path.is_dir() else "not a zip or wheel, or damaged"
        return Verdict(False, str(path), (f"{path.name}: {kind} ({error})",))


def verify_installed(package: Package) -> Verdict:
    """Check the data that came with the library, and the library itself, against what the installer recorded."""
    if package.root.name != "_package":
        return verify_path(package.root)
    first = verify_path(package.root)
    from importlib.metadata import PackageNotFoundError, distribution

    try:
        record = distribution("iraqmilitias").read_text("RECORD") or ""
    except PackageNotFoundError:
        return first
    root = package.root.parents[1]
    problems = tuple(_against_record(record, lambda name: (root / name).read_bytes()))
    return Verdict(
        first.valid and not problems, f"{first.checked} and the installer’s RECORD", first.problems + problems
    )


def _verdict(found: Iterator[tuple[str, str]], path: Path) -> Verdict:
    """Gather (what was checked against, problem or "") pairs."""
    against: dict[str, None] = {}
    problems = []
    for what, problem in found:
        against[what] = None  # in the order in which they were found, each once
        if problem:
            problems.append(problem)
    if not against:
        raise PackageError(
            f"{path}: nothing to verify against: no {SUMS}, no {MANIFEST}, no hashes in {DESCRIPTOR}, "
            "no wheel’s RECORD, no commit"
        )
    return Verdict(not problems, " and ".join(against), tuple(dict.fromkeys(problems)))


def _in_folder(root: Path) -> Iterator[tuple[str, str]]:
    has_list = (root / SUMS).is_file() or (root / MANIFEST).is_file()
    # All that is not a folder, links to folders and pipes among them: nobody may be told that these were checked.
    present = (p for p in root.rglob("*") if p.is_symlink() or not p.is_dir()) if has_list else ()
    names = {p.relative_to(root).as_posix() for p in present}
    yield from _found(partial(_read_file, root), names, (root / DESCRIPTOR).is_file())
    if not (root / SUMS).is_file() and (root / DESCRIPTOR).is_file():
        yield from _against_commit(root)


def _read_file(root: Path, name: str) -> bytes:
    path = root / name
    if path.exists() and not path.is_file():
        raise OSError("not a file")
    return path.read_bytes()


def _in_zip(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    names = [n for n in archive.namelist() if not n.endswith("/")]
    for name, times in Counter(names).items():
        if times > 1:
            yield "the archive’s list", f"{name}: is in the archive {times} times"
    for record in (n for n in names if n.endswith(".dist-info/RECORD")):
        for problem in _against_record(archive.read(record).decode("utf-8", "replace"), archive.read, names):
            yield "the wheel’s RECORD", problem
        yield "the wheel’s RECORD", ""
    prefix = prefix_of(names, DESCRIPTOR)
    inside = {n[len(prefix) :] for n in names if n.startswith(prefix)}
    yield from _found(lambda name: archive.read(prefix + PurePosixPath(name).as_posix()), inside, DESCRIPTOR in inside)


def prefix_of(names: Iterable[str], file: str) -> str:
    """Return the folder, with a slash, in which an archive has a file of this name: the one with the shortest way."""
    found = sorted((n for n in names if PurePosixPath(n).name == file), key=lambda n: (n.count("/"), n))
    return found[0][: -len(file)] if found else ""


def _found(read: Reader, names: set[str], has_descriptor: bool) -> Iterator[tuple[str, str]]:
    lists: dict[str, list[Entry]] = {}
    if SUMS in names:
        lists[SUMS] = list(_lines_of_sums(read))
    if MANIFEST in names and (entries := _entries_of_manifest(read)) is not None:
        lists[MANIFEST] = entries
    listed = {*lists, *(name for entries in lists.values() for _place, _digest, name in entries)}
    for what, entries in lists.items():
        yield what, ""
        yield from ((what, problem) for problem in _against_list(read, what, entries))
    for name in sorted(names - listed) if lists else ():
        if not _compiled(name):
            yield next(iter(lists)), f"{name}: not listed in {' or '.join(lists)}"
    if has_descriptor:
        yield from _against_descriptor(read)


def _compiled(name: str) -> bool:
    """Whether a file is what Python makes of a module when it is imported, which no list has."""
    path = PurePosixPath(name)
    return path.parent.name == "__pycache__" and path.suffix == ".pyc"


Entry = tuple[str, str | None, str]  # where it is in the list, the SHA-256 (None: not a line of the list), the name


def _lines_of_sums(read: Reader) -> Iterator[Entry]:
    for number, line in enumerate(read(SUMS).decode("utf-8", "replace").splitlines(), 1):
        match = re.fullmatch(r"([0-9a-fA-F]{64}) [ *](.+)", line)
        yield (f"{SUMS}:{number}", match[1], match[2]) if match else (f"{SUMS}:{number}", None, "")


def _entries_of_manifest(read: Reader) -> list[Entry] | None:
    """Return the files that an export's manifest lists; None for a file of that name which is something else."""
    try:
        content = json.loads(read(MANIFEST).decode("utf-8"))
    except (ValueError, RecursionError):
        return [(MANIFEST, None, "")]
    if not isinstance(content, dict) or "content_sha256" not in content:
        return None
    files = content.get("files")
    entries = [e if isinstance(e, dict) else {} for e in files] if isinstance(files, list) else [{}]
    pairs = [(str(e.get("sha256")), str(e.get("path"))) for e in entries]
    return [(MANIFEST, s if re.fullmatch("[0-9a-f]{64}", s) else None, path) for s, path in pairs]


def _against_list(read: Reader, what: str, entries: Iterable[Entry]) -> Iterator[str]:
    listed = 0
    for place, digest, name in entries:
        if digest is None or not is_inside(name):
            yield (
                f"{place}: not a line of a hash, two spaces and a file’s name"
                if what == SUMS
                else (f"{place}: {name or 'it'} has no SHA-256, or leads out of the folder")
            )
            continue
        listed += 1
        yield from _differs(read, name, digest, hashlib.sha256)
    if not listed:
        yield f"{what}: lists no file"


def is_inside(name: str) -> bool:
    """Whether a recorded name stays within the folder, on any system."""
    outside = re.match(r"[/~]|[A-Za-z]:", name) or ".." in PurePosixPath(name).parts or "\\" in name
    return bool(name) and not outside


def _differs(read: Reader, name: str, digest: str, make: Callable[[bytes], hashlib._Hash]) -> Iterator[str]:
    try:
        content = read(name)
    except (KeyError, FileNotFoundError):
        yield f"{name}: missing"
    except (OSError, zipfile.BadZipFile, zlib.error, EOFError, ValueError, RuntimeError) as error:
        yield f"{name}: cannot be read ({error})"
    else:
        found = make(content)
        if found.hexdigest() != digest.lower():
            yield f"{name}: its bytes are not those recorded ({found.name} {found.hexdigest()})"


# Data Package: "algorithm:digest", or an MD5 alone. https://datapackage.org/standard/data-resource/#hash
_BY_LENGTH = {32: "md5", 40: "sha1", 64: "sha256", 128: "sha512"}


def _algorithm(stamp: str, sign: str) -> tuple[Callable[[bytes], hashlib._Hash] | None, str]:
    """Return the algorithm of a hash such as sha256:…, None for an unknown one, and the digest."""
    name, found, digest = stamp.rpartition(sign)
    name = name.lower().replace("-", "") if found else _BY_LENGTH.get(len(stamp), "")
    return (getattr(hashlib, name) if name in _BY_LENGTH.values() or name == "sha384" else None), digest


def _against_descriptor(read: Reader) -> Iterator[tuple[str, str]]:
    against = f"the hashes in {DESCRIPTOR}"
    try:
        resources = json.loads(read(DESCRIPTOR).decode("utf-8"))["resources"]
        stamped = [r for r in resources if r.get("hash")]
    except (ValueError, KeyError, TypeError, AttributeError, OSError, RecursionError) as error:
        yield against, f"{DESCRIPTOR}: cannot be read ({error})"
        return
    if stamped and len(stamped) < len(resources):
        without = [str(r.get("name") or r.get("path")) for r in resources if not r.get("hash")]
        against += f" (not checked, since they have none: {', '.join(without)})"
    for resource in stamped:
        name = str(resource.get("path"))
        make, digest = _algorithm(str(resource["hash"]), ":")
        yield against, ""
        if not is_inside(name):
            yield against, f"{DESCRIPTOR}: the path {name!r} leads out of the package"
        elif make is None:
            yield against, f"{name}: its hash {resource['hash']!r} is of an unknown kind; use sha256:…"
        else:
            yield from ((against, problem) for problem in _differs(read, name, digest, make))


def _against_record(text: str, read: Reader, names: list[str] | None = None) -> Iterator[str]:
    listed = set()
    try:
        rows = list(csv.reader(text.splitlines()))
    except csv.Error as error:
        yield f"RECORD: cannot be read ({error})"
        return
    for row in rows:
        if len(row) != 3:
            yield f"RECORD: not a line of three cells: {','.join(row)[:60]}"
            continue
        name, stamp = row[0], row[1]
        listed.add(name)
        make, digest = _algorithm(stamp, "=")
        if make is not None:
            yield from _differs(read, name, _hexadecimal(digest), make)
        elif stamp or (names is not None and PurePosixPath(name).name not in UNSIGNED):
            yield f"{name}: RECORD has no hash of it that is known"
    for name in names or ():
        if name not in listed and PurePosixPath(name).name not in UNSIGNED:
            yield f"{name}: not listed in RECORD"


UNSIGNED = (
    "RECORD",
    "RECORD.jws",
    "RECORD.p7s",
)  # https://packaging.python.org/specifications/binary-distribution-format/


def _hexadecimal(digest: str) -> str:
    try:
        return base64.urlsafe_b64decode(digest + "=" * (-len(digest) % 4)).hex()
    except ValueError:
        return digest


def _against_commit(root: Path) -> Iterator[tuple[str, str]]:
    """Compare a checkout's data with what is committed: the hashes are those of git's own objects."""
    try:
        done = run(root, "ls-tree", "-r", "-z", "HEAD", "--", DESCRIPTOR, "schemas", "data")
    except PackageError:  # no git
        return
    if done.returncode or not done.stdout:
        return
    listed = set()
    for entry in os.fsdecode(done.stdout).rstrip("\0").split("\0"):
        head, _, name = entry.partition("\t")
        digest = head.split()[2]
        listed.add(name)
        yield "what is committed", ""
        make = hashlib.sha1 if len(digest) == 40 else hashlib.sha256

        def blob(content: bytes, make: Callable[[bytes], hashlib._Hash] = make) -> hashlib._Hash:
            return make(b"blob %d\0" % len(content) + content)

        for problem in _differs(partial(_read_file, root), name, digest, blob):
            yield "what is committed", problem
    for folder in ("schemas", "data"):
        for path in sorted((root / folder).rglob("*")):
            if path.is_file() and path.relative_to(root).as_posix() not in listed:
                yield "what is committed", f"{path.relative_to(root).as_posix()}: not committed"
