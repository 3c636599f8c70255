"""Private folders whose path holds no pattern and nothing of the user's: where every file lies that DuckDB opens.

DuckDB's readers take brackets, `*` and `?` in a path for a pattern and folders named key=value for columns, and there
is no escape (2.0.1). What it has open it also shows to every query, with the path resolved since 1.5. So it is never
given the path of a package or of the cache, only that of a copy in here.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from ..errors import PackageError

SMALL = 64 << 20  # bytes that may be kept in memory (/dev/shm)
SPARE = 32 << 20  # bytes that must be free beside those asked for
PLAIN = re.compile(r"[A-Za-z0-9_./\\:~-]+")


@contextmanager
def plain_folder(size: int = 0) -> Iterator[Path]:
    """Yield a new folder that only this user can read, with room for `size` bytes, and remove it afterwards.

    PackageError where there is none.
    """
    folder = make_folder(size)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def make_folder(size: int) -> Path:
    """Return such a folder, for the caller to remove."""
    for root in _roots(size):
        try:
            if PLAIN.fullmatch(root) and shutil.disk_usage(root).free >= size + SPARE:
                return Path(tempfile.mkdtemp(prefix="iraqmilitias-", dir=root))
        except OSError:
            continue
    raise PackageError(
        f"no folder for temporary files has room for {(size + SPARE) >> 20} MiB and a name of plain letters; "
        "set TMPDIR to one that has"
    )


def _roots(size: int) -> Iterator[str]:
    if size <= SMALL:
        yield "/dev/shm"
    yield from ("/tmp", "/var/tmp")
    with suppress(OSError):  # there is none
        yield tempfile.gettempdir()
