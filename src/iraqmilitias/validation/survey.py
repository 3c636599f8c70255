"""One pass over a file's bytes: what they are, how many lines, whether all are alike, and their hash."""

from __future__ import annotations

import codecs
import hashlib
from dataclasses import dataclass
from pathlib import Path

from .blocks import LINE_LIMIT, even, is_utf8

CHUNK = 1 << 20
BOMS = {codecs.BOM_UTF8: "UTF-8", codecs.BOM_UTF16_LE: "UTF-16", codecs.BOM_UTF16_BE: "UTF-16"}


@dataclass
class Survey:
    """What decides whether DuckDB may read a file as it is."""

    size: int = 0
    lines: int = 0  # physical; only counted where `even` says that all are alike
    newlines: bool = False
    returns: bool = False
    nuls: int = 0
    even: bool = True  # each line has as many cells as the first, and quotes stand around whole cells only
    utf8: bool = True
    bom: str = ""
    digest: str = ""

    @property
    def plain(self) -> bool:
        """Whether no row can be wrong in form, blank ones apart."""
        return self.utf8 and self.even and not (self.returns or self.nuls or self.bom)

    @property
    def utf16(self) -> bool:
        return self.bom == "UTF-16" or (self.size >= 4 and self.nuls * 3 > self.size)


def survey(path: Path, delimiter: str, algorithm: str | None) -> Survey:
    """Read a file once. Raises OSError where it cannot be read."""
    seen = Survey()
    mark = delimiter.encode()
    digest = hashlib.new(algorithm, usedforsecurity=False) if algorithm else None
    width, whole = 0, True  # whether what was read so far ends with a line
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            if not chunk.endswith(b"\n"):
                chunk += stream.readline(LINE_LIMIT)
            if not seen.size:
                seen.bom = next((name for bom, name in BOMS.items() if chunk.startswith(bom)), "")
                width = chunk.partition(b"\n")[0].count(mark) + 1
            seen.size += len(chunk)
            seen.newlines = seen.newlines or b"\n" in chunk
            seen.returns = seen.returns or b"\r" in chunk
            if b"\0" in chunk:  # much cheaper than to count what is not there
                seen.nuls += chunk.count(b"\0")
            before, whole = whole, chunk.endswith(b"\n")
            if seen.even:
                lines = even(chunk if whole else chunk + b"\n", mark, width) if before else None
                seen.even = lines is not None
                seen.lines += lines or 0
            seen.utf8 = seen.utf8 and is_utf8(chunk)
            if digest:
                digest.update(chunk)
    seen.digest = digest.hexdigest() if digest else ""
    return seen
