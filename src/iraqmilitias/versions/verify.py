"""Checks the bytes of a package or release against its recorded hashes."""

from __future__ import annotations

import base64
import csv
import hashlib
import subprocess
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from ..errors import PackageError
from ..package import DESCRIPTOR, Package

SUMS = "SHA256SUMS"
Reader = Callable[[str], bytes]


class Verdict(NamedTuple):
    """Whether all is as recorded, against what it was checked, and what is not (a file or claim each)."""

    valid: bool
    checked: str
    problems: tuple[str, ...] = ()


def sums(files: Mapping[str, bytes]) -> str:
    """Return the text of a SHA256SUMS file: a line for each file, in the order of names, as sha256sum writes it."""
    return "".join(f"{hashlib.sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files))


def verify_path(path: Path) -> Verdict:
    """Check a folder, zip or wheel against the hashes that it carries.

    These are: a SHA256SUMS file, the bytes and hashes in its datapackage.json, a wheel's RECORD, and for a folder
    in a git checkout that has none of them, what is committed. Raises PackageError where there is nothing to check
    against.
    """
    if path.name == SUMS:
        path = path.parent
    if path.is_dir():
        return _verdict(_in_folder(path), path)
    try:
        with zipfile.ZipFile(path) as archive:
            return _verdict(_in_zip(archive), path)
    except (zipfile.BadZipFile, OSError, EOFError) as error:
        return Verdict(False, str(path), (f"{path.name}: not a zip or wheel, or damaged ({error})",))


def verify_installed(package: Package) -> Verdict:
    """Check the data that came with the library, and the library itself, against what the installer recorded."""
    if package.path.name != "_package":
        return verify_path(package.path)
    first = verify_path(package.path)
    from importlib.metadata import PackageNotFoundError, distribution

    try:
        record = distribution("iraqmilitias").read_text("RECORD") or ""
    except PackageNotFoundError:
        return first
    root = package.path.parents[1]
    problems = tuple(_against_record(record, lambda name: (root / name).read_bytes()))
    return Verdict(
        first.valid and not problems, f"{first.checked} and the installer’s RECORD", first.problems + problems
    )


def _verdict(found: Iterator[tuple[str, str]], path: Path) -> Verdict:
    """Gather (what was checked against, problem or "") pairs."""
    against: dict[str, None] = {}
    problems = []
    for what, problem in found:
        against[what] = None
        if problem:
            problems.append(problem)
    if not against:
        raise PackageError(
            f"{path}: nothing to verify against: no {SUMS}, no hashes in {DESCRIPTOR}, no wheel’s RECORD, no commit"
        )
    return Verdict(not problems, " and ".join(against), tuple(dict.fromkeys(problems)))


def _in_folder(root: Path) -> Iterator[tuple[str, str]]:
    def read(name: str) -> bytes:
        return (root / name).read_bytes()

    names = (
        {p.relative_to(root).as_posix() for p in root.rglob("*") if p.is_file()} if (root / SUMS).is_file() else set()
    )
    yield from _found(read, names, SUMS in names, (root / DESCRIPTOR).is_file())
    if not (root / SUMS).is_file() and (root / DESCRIPTOR).is_file():
        yield from _against_commit(root)


def _in_zip(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    names = [n for n in archive.namelist() if not n.endswith("/")]
    for record in (n for n in names if n.endswith(".dist-info/RECORD")):
        for problem in _against_record(archive.read(record).decode("utf-8", "replace"), archive.read, names):
            yield "the wheel’s RECORD", problem
        yield "the wheel’s RECORD", ""
    descriptors = sorted((n for n in names if PurePosixPath(n).name == DESCRIPTOR), key=lambda n: n.count("/"))
    prefix = descriptors[0][: -len(DESCRIPTOR)] if descriptors else ""
    inside = {n[len(prefix) :] for n in names if n.startswith(prefix)}
    yield from _found(lambda name: archive.read(prefix + name), inside, SUMS in inside, bool(descriptors))


def _found(read: Reader, names: set[str], has_sums: bool, has_descriptor: bool) -> Iterator[tuple[str, str]]:
    if has_sums:
        yield SUMS, ""
        yield from ((SUMS, problem) for problem in _against_sums(read, names))
    if has_descriptor:
        yield from _against_descriptor(read)


def _against_sums(read: Reader, names: set[str]) -> Iterator[str]:
    listed = set()
    for number, line in enumerate(read(SUMS).decode("utf-8", "replace").splitlines(), 1):
        digest, gap, name = line.partition("  ")
        if not gap or len(digest) != 64 or not _inside(name):
            yield f"{SUMS}:{number}: not a line of a hash, two spaces and a file’s name"
            continue
        listed.add(name)
        yield from _differs(read, name, digest, hashlib.sha256)
    for name in sorted(names - listed - {SUMS}):
        if "__pycache__" not in name:
            yield f"{name}: not listed in {SUMS}"


def _inside(name: str) -> bool:
    return bool(name) and not name.startswith(("/", "~")) and ".." not in PurePosixPath(name).parts and "\\" not in name


def _differs(read: Reader, name: str, digest: str, make: Callable[[bytes], hashlib._Hash]) -> Iterator[str]:
    try:
        content = read(name)
    except (KeyError, FileNotFoundError):
        yield f"{name}: missing"
    except (OSError, zipfile.BadZipFile, EOFError, ValueError) as error:
        yield f"{name}: cannot be read ({error})"
    except Exception as error:
        if type(error).__module__ != "zlib":
            raise
        yield f"{name}: damaged ({error})"
    else:
        if make(content).hexdigest() != digest:
            yield f"{name}: its bytes are not those recorded ({make(content).name} {make(content).hexdigest()})"


def _against_descriptor(read: Reader) -> Iterator[tuple[str, str]]:
    import json

    against = f"the hashes in {DESCRIPTOR}"
    try:
        descriptor = json.loads(read(DESCRIPTOR).decode("utf-8"))
        stamped = [r for r in descriptor["resources"] if r.get("hash")]
    except (ValueError, KeyError, TypeError, AttributeError, OSError) as error:
        yield against, f"{DESCRIPTOR}: cannot be read ({error})"
        return
    for resource in stamped:
        name, digest = str(resource.get("path")), str(resource["hash"]).rpartition(":")[2]
        if not _inside(name):
            yield against, f"{DESCRIPTOR}: the path {name!r} leads out of the package"
            continue
        for problem in _differs(read, name, digest, hashlib.sha256):
            yield against, problem
        yield against, ""


def _against_record(text: str, read: Reader, names: list[str] | None = None) -> Iterator[str]:
    listed = set()
    for row in csv.reader(text.splitlines()):
        if len(row) != 3:
            yield f"RECORD: not a line of three cells: {','.join(row)[:60]}"
            continue
        name, stamp = row[0], row[1]
        listed.add(name)
        if stamp.startswith("sha256="):
            raw = base64.urlsafe_b64decode(stamp[7:] + "=" * (-len(stamp[7:]) % 4))
            yield from _differs(read, name, raw.hex(), hashlib.sha256)
    for name in names or ():
        if name not in listed:
            yield f"{name}: not listed in RECORD"


def _against_commit(root: Path) -> Iterator[tuple[str, str]]:
    """Compare a checkout's data with what is committed: the hashes are those of git's own objects."""
    paths = (DESCRIPTOR, "schemas", "data")
    command = ["git", "-C", str(root), "ls-tree", "-r", "-z", "HEAD", "--", *paths]
    try:
        done = subprocess.run(command, capture_output=True, check=False)
    except FileNotFoundError:
        return
    if done.returncode or not done.stdout:
        return
    listed = set()
    for entry in done.stdout.decode("utf-8").rstrip("\0").split("\0"):
        head, _, name = entry.partition("\t")
        digest = head.split()[2]
        listed.add(name)
        yield "what is committed", ""
        make = hashlib.sha1 if len(digest) == 40 else hashlib.sha256

        def blob(content: bytes, make: Callable[[bytes], hashlib._Hash] = make) -> hashlib._Hash:
            return make(b"blob %d\0" % len(content) + content)

        for problem in _differs(lambda n: (root / n).read_bytes(), name, digest, blob):
            yield "what is committed", problem
    for folder in ("schemas", "data"):
        for path in sorted((root / folder).rglob("*")):
            if path.is_file() and path.relative_to(root).as_posix() not in listed:
                yield "what is committed", f"{path.relative_to(root).as_posix()}: not committed"
