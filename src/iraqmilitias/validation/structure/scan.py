"""One pass over a file's bytes: what they are, how many lines, whether all are alike, and their hash."""

from __future__ import annotations

import codecs
import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

LINE_LIMIT = 8 << 20  # bytes; a longer line is not loaded
CHUNK = 1 << 20
BOMS = {codecs.BOM_UTF8: "UTF-8", codecs.BOM_UTF16_LE: "UTF-16", codecs.BOM_UTF16_BE: "UTF-16"}


@dataclass
class FileScan:
    """What decides whether DuckDB may read a file as it is."""

    size: int = 0
    lines: int = 0  # physical; only counted while the file is rectangular
    newlines: bool = False
    returns: bool = False
    nuls: int = 0
    is_rectangular: bool = True  # each line has as many cells as the first, and quotes stand around whole cells only
    utf8: bool = True
    bom: str = ""
    digest: str = ""

    @property
    def plain(self) -> bool:
        """Whether no row can be wrong in form, blank ones apart."""
        return self.utf8 and self.is_rectangular and not (self.returns or self.nuls or self.bom)

    @property
    def utf16(self) -> bool:
        return self.bom == "UTF-16" or (self.size >= 4 and self.nuls * 3 > self.size)


def scan_file(path: Path, delimiter: str, algorithm: str | None) -> FileScan:
    """Read a file once. Raises OSError where it cannot be read."""
    scan = FileScan()
    mark = delimiter.encode()
    digest = hashlib.new(algorithm, usedforsecurity=False) if algorithm else None
    width, whole = 0, True  # whether what was read so far ends with a line
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            if not chunk.endswith(b"\n"):
                chunk += stream.readline(LINE_LIMIT)
            if not scan.size:
                scan.bom = next((name for bom, name in BOMS.items() if chunk.startswith(bom)), "")
                width = chunk.partition(b"\n")[0].count(mark) + 1
            scan.size += len(chunk)
            scan.newlines = scan.newlines or b"\n" in chunk
            scan.returns = scan.returns or b"\r" in chunk
            if b"\0" in chunk:  # much cheaper than to count what is not there
                scan.nuls += chunk.count(b"\0")
            before, whole = whole, chunk.endswith(b"\n")
            if scan.is_rectangular:
                lines = rectangular_lines(chunk if whole else chunk + b"\n", mark, width) if before else None
                scan.is_rectangular = lines is not None
                scan.lines += lines or 0
            scan.utf8 = scan.utf8 and is_utf8(chunk)
            if digest:
                digest.update(chunk)
    scan.digest = digest.hexdigest() if digest else ""
    return scan


def rectangular_lines(block: bytes, mark: bytes, width: int) -> int | None:
    """Return how many lines a block has, or None unless each has `width` cells and quotes stand around whole cells.

    The block ends with a line feed. Doubled quotes and line feeds within quotes are not looked at any closer: None.
    """
    if len(mark) != 1:
        return None
    if b'"' in block:
        pieces = block.split(b'"')  # outside of quotes, inside, outside, …
        outside = pieces[::2]
        if len(pieces) % 2 == 0 or b"\n" in b"".join(pieces[1::2]):
            return None
        edges = {p[:1] for p in outside[1:]} | {p[-1:] for p in outside[1:-1]} | {outside[0][-1:] or mark}
        if not edges <= {mark, b"\n"}:
            return None
        block = b"".join(outside)
    form = block.translate(None, _all_but(mark))
    lines = len(form) // width
    return lines if form == (mark * (width - 1) + b"\n") * lines else None


@cache
def _all_but(mark: bytes) -> bytes:
    """Return every byte but the delimiter and the line feed."""
    return bytes(b for b in range(256) if b not in (mark[0], 10))


def is_utf8(data: bytes) -> bool:
    """Whether bytes, cut between characters, are UTF-8."""
    if data.isascii():
        return True
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
