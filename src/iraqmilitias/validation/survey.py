"""One pass over a file's bytes: what they are, how many lines and quotes, and their hash; no loop over rows."""

from __future__ import annotations

import codecs
import hashlib
from dataclasses import dataclass
from pathlib import Path

CHUNK = 1 << 20
FEW_QUOTES = 50  # bytes to a quote
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
    tail: bytes | None = b""  # of a character that runs on into the next chunk; None once it is not UTF-8
    opening = closing = 0
    outside = mark, b"\n"
    last = b""
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            if not seen.size:
                seen.bom = next((name for bom, name in BOMS.items() if chunk.startswith(bom)), "")
                opening += chunk.startswith(b'"')
            seen.size += len(chunk)
            seen.newlines += chunk.count(b"\n")
            if b"\r" in chunk:  # much cheaper than to count what is not there
                seen.returns += chunk.count(b"\r")
            if b"\0" in chunk:
                seen.nuls += chunk.count(b"\0")
            seen.delimiters += chunk.count(mark)
            quotes = chunk.count(b'"') if b'"' in chunk else 0
            seen.quotes += quotes
            if quotes or last == b'"':
                opening += chunk.startswith(b'"') and last in outside
                closing += last == b'"' and chunk[:1] in outside
                if quotes * FEW_QUOTES < len(chunk):  # one look at each piece is cheaper than four at every byte
                    pieces = chunk.split(b'"')
                    opening += sum([piece[-1:] in outside for piece in pieces[:-1]])
                    closing += sum([piece[:1] in outside for piece in pieces[1:]])
                else:
                    opening += chunk.count(mark + b'"') + chunk.count(b'\n"')
                    closing += chunk.count(b'"' + mark) + chunk.count(b'"\n')
            if tail is not None:
                tail = _undecoded(tail + chunk if tail else chunk)
            if digest:
                digest.update(chunk)
            last = chunk[-1:]
    seen.utf8 = tail is not None and _undecoded(tail, final=True) is not None
    closing += last == b'"'
    seen.tidy_quotes = opening == closing and opening + closing == seen.quotes
    seen.ends_with_newline = last == b"\n"
    seen.digest = digest.hexdigest() if digest else ""
    return seen


def _undecoded(data: bytes, final: bool = False) -> bytes | None:
    """Return the start of a character at the end of `data`, or None where it is not UTF-8."""
    if data.isascii():
        return b""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        cut = error.reason == "unexpected end of data" and error.end == len(data)
        return data[error.start :] if cut and not final else None
    return b""
