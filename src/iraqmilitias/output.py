"""Output goes where it was sent: a file whole or not at all, a device or pipe directly, a folder by filling it.

A plain file is written beside its target and renamed, and keeps its mode and owner. Where a rename would change what
the target is (a second hard link, a mounted file, a folder that cannot be written), its content is replaced instead.
"""

from __future__ import annotations

import errno
import os
import re
import shutil
import stat
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from .errors import PackageError

STAGED = ".iraqmilitias-"  # begins the names of files and folders that are not finished
# The descriptors that a path names: opening such a path again would truncate, or start at the file's beginning.
_DESCRIPTOR = re.compile(r"-|/dev/std(in|out|err)|(?:/dev/fd|/proc/(?:self|thread-self)/fd)/([0-9]+)")
_NO_RENAME = {errno.EACCES, errno.EPERM, errno.EBUSY, errno.EROFS, errno.EXDEV}


def write(path: str | os.PathLike[str], content: bytes) -> None:
    """Write a file, through links and into devices and pipes; `-` is standard output.

    Raises PackageError where it cannot be written; then a plain file is as it was before.
    """
    with _refused(path):
        stream = _stream(os.fspath(path))
        if stream is None:
            _replace({_real(path): content})
            return
        with stream:
            stream.write(content)


def write_all(files: Mapping[Path, bytes]) -> None:
    """Write plain files, all or none. Raises PackageError where one cannot be written."""
    with _refused(", ".join(str(path) for path in files)):
        _replace({_real(path): content for path, content in files.items()})


@contextmanager
def filled(target: Path, replaced: Callable[[], Iterable[str]] = tuple) -> Iterator[Path]:
    """Yield an empty folder; afterwards `target`, which is made or filled but never moved, has what is in it.

    `replaced` names the files of an existing target that go; it is asked last, and may refuse by an exception.
    Raises PackageError where the target cannot be written; then it is as it was before.
    """
    with _refused(target):
        target = _real(target)
        new = not target.exists()
        parent = target.parent if new else target
        parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=STAGED, dir=parent, ignore_cleanup_errors=True) as room:
            staged, old = Path(room) / "new", Path(room) / "old"
            staged.mkdir()
            yield staged
            names = list(replaced())
            if new and not target.exists():
                staged.rename(target)
            else:
                _exchange(target, staged, old, names)


@contextmanager
def _refused(path: object) -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        raise PackageError(f"{path}: cannot be written ({error.strerror or error})") from None


def _real(path: str | os.PathLike[str]) -> Path:
    return Path(os.path.realpath(path))


def _stream(path: str) -> BinaryIO | None:
    """Return a stream to a device, pipe or descriptor; None for a plain file or a path with nothing there."""
    named = _DESCRIPTOR.fullmatch(path)
    if named:
        sys.stdout.flush()
        number = int(named[2]) if named[2] else {"in": 0, "err": 2}.get(named[1] or "", 1)
        return os.fdopen(os.dup(number), "wb", buffering=0)
    try:
        mode = Path(path).stat().st_mode
    except FileNotFoundError:
        parent = _real(path).parent
        if not parent.is_dir():
            raise FileNotFoundError(errno.ENOENT, f"there is no folder {parent}") from None
        return None
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, "it is a folder; name a file")
    return None if stat.S_ISREG(mode) else Path(path).open("wb", buffering=0)


def _replace(files: Mapping[Path, bytes]) -> None:
    """Replace plain files, all or none."""
    waiting: dict[Path, Path | None] = {}
    before: dict[Path, bytes | None] = {}
    try:
        for target, content in files.items():
            waiting[target] = _write_beside(target, content)
        for target, beside in waiting.items():
            before[target] = target.read_bytes() if target.exists() else None
            _put(target, beside, files[target])
    except BaseException:
        for target, content_before in before.items():
            if content_before is None:
                target.unlink(missing_ok=True)
            elif target.read_bytes() != content_before:
                _overwrite(target, content_before)
        raise
    finally:
        for beside in waiting.values():
            if beside is not None:
                beside.unlink(missing_ok=True)


def _write_beside(target: Path, content: bytes) -> Path | None:
    """Write content beside its target with the target's mode and owner; None where only overwriting keeps both."""
    found = target.stat() if target.exists() else None
    if found is not None:
        if not os.access(target, os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        if found.st_nlink > 1:
            return None
    beside = target.with_name(f"{STAGED}{os.urandom(8).hex()}")
    # A new file gets the mode that the umask leaves; what replaces a private one is never open to others.
    new = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    try:
        handle = os.open(beside, new, 0o600 if found else 0o666)
    except OSError as error:
        if found is not None and error.errno in _NO_RENAME:
            return None
        raise
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        if found is not None:
            own = beside.stat()
            if (own.st_uid, own.st_gid) != (found.st_uid, found.st_gid):
                os.chown(beside, found.st_uid, found.st_gid)
            shutil.copystat(target, beside)
            os.utime(beside)
    except BaseException as error:
        beside.unlink(missing_ok=True)
        if isinstance(error, PermissionError):
            return None
        raise
    return beside


def _put(target: Path, beside: Path | None, content: bytes) -> None:
    if beside is not None:
        try:
            beside.replace(target)
            return
        except OSError as error:
            if error.errno not in _NO_RENAME or not target.exists():
                raise
    _overwrite(target, content)


def _overwrite(target: Path, content: bytes) -> None:
    """Replace the content of an existing file in place, after its new size has been reserved on the disk."""
    with target.open("r+b", buffering=0) as file:
        size = os.fstat(file.fileno()).st_size
        if len(content) > size and hasattr(os, "posix_fallocate"):
            try:
                os.posix_fallocate(file.fileno(), 0, len(content))
            except OSError as error:
                file.truncate(size)
                if error.errno not in (errno.EOPNOTSUPP, errno.EINVAL):
                    raise
        written = 0
        while written < len(content):
            written += file.write(content[written:]) or 0
        file.truncate(len(content))


def _exchange(target: Path, staged: Path, old: Path, names: Iterable[str]) -> None:
    """Move the named files of `target` to `old` and what is in `staged` to `target`; undo it where that fails."""
    moved: list[tuple[Path, Path]] = []

    def move(source: Path, to: Path) -> None:
        to.parent.mkdir(parents=True, exist_ok=True)
        source.rename(to)
        moved.append((source, to))

    try:
        for name in names:
            move(target / name, old / name)
        for file in sorted(p for p in staged.rglob("*") if not p.is_dir()):
            move(file, target / file.relative_to(staged))
    except BaseException:
        for source, to in reversed(moved):
            to.rename(source)
        raise
    finally:
        for folder in {(target / name).parent for name in names}:
            while folder != target:
                with suppress(OSError):  # it still holds files
                    folder.rmdir()
                folder = folder.parent
