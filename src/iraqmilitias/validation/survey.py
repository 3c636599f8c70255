"""One pass over a file's bytes: what they are, how many lines and quotes, and their hash; no loop over rows."""

from __future__ import annotations

import codecs
import hashlib
from dataclasses import dataclass
from pathlib import Path

CHUNK = 1 << 20
BOMS = {codecs.BOM_UTF8: "UTF-8", codecs.BOM_UTF16_LE: "UTF-16", codecs.BOM_UTF16_BE: "UTF-16"}


@dataclass
class Survey:
    """Counts that decide whether DuckDB may read a file as it is."""

    size: int = 0
    newlines: int = 0
    returns: int = 0
    nuls: int = 0
    quotes: int = 0
    delimiters: int = 0
    tidy_quotes: bool = True  # every quote opens or closes a cell
    utf8: bool = True
    bom: str = ""
    ends_with_newline: bool = False
    digest: str = ""

    @property
    def plain(self) -> bool:
        """Whether nothing but rows of the right width can be wrong with the file's form."""
        return self.utf8 and self.tidy_quotes and not (self.returns or self.nuls or self.bom)

    @property
    def lines(self) -> int:
        """Physical lines."""
        return self.newlines + (self.size > 0 and not self.ends_with_newline)

    @property
    def utf16(self) -> bool:
        return self.bom == "UTF-16" or (self.size >= 4 and self.nuls * 3 > self.size)


def survey(path: Path, delimiter: str, algorithm: str | None) -> Survey:
    """Read a file once and count. Raises OSError where it cannot be read."""
    seen = Survey()
    mark = delimiter.encode()
    digest = hashlib.new(algorithm, usedforsecurity=False) if algorithm else None
    decoder = codecs.getincrementaldecoder("utf-8")()
    pairs = [mark + b'"', b'\n"', b'"' + mark, b'"\n']
    counts = [0, 0, 0, 0]
    last = b""
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            if not seen.size:
                seen.bom = next((name for bom, name in BOMS.items() if chunk.startswith(bom)), "")
                counts[0] += chunk.startswith(b'"')
            seen.size += len(chunk)
            seen.newlines += chunk.count(b"\n")
            seen.returns += chunk.count(b"\r")
            seen.nuls += chunk.count(b"\0")
            seen.delimiters += chunk.count(mark)
            quotes = chunk.count(b'"')
            seen.quotes += quotes
            if quotes or last == b'"':
                joint = last + chunk[:1]
                for i, pair in enumerate(pairs):
                    counts[i] += chunk.count(pair) + (joint == pair)
            if seen.utf8:
                seen.utf8 = _decodes(decoder, chunk)
            if digest:
                digest.update(chunk)
            last = chunk[-1:]
    if seen.utf8:
        seen.utf8 = _decodes(decoder, b"", final=True)
    counts[3] += last == b'"'
    opening, closing = counts[0] + counts[1], counts[2] + counts[3]
    seen.tidy_quotes = opening == closing and opening + closing == seen.quotes
    seen.ends_with_newline = last == b"\n"
    seen.digest = digest.hexdigest() if digest else ""
    return seen


def _decodes(decoder: codecs.IncrementalDecoder, chunk: bytes, final: bool = False) -> bool:
    if chunk.isascii() and not final and not decoder.getstate()[0]:
        return True
    try:
        decoder.decode(chunk, final)
    except UnicodeDecodeError:
        return False
    return True
