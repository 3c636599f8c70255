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
    crlf: bool = True  # each carriage return is before a line feed, and each line feed after one
    nuls: int = 0
    is_rectangular: bool = True  # each line has as many cells as the first, and quotes stand around whole cells only
    utf8: bool = True
    bom: str = ""
    digest: str = ""

    @property
    def plain(self) -> bool:
        """Whether no row can be wrong in form, blank ones apart."""
        one_ending = self.crlf or not self.returns
        return self.utf8 and self.is_rectangular and one_ending and not (self.nuls or self.bom)

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
            scan.crlf = scan.crlf and all_crlf(chunk)
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

    The block ends with a line feed. Line feeds within quotes are not looked at any closer: None.
    """
    if len(mark) != 1:
        return None
    if b'"' in block:
        block = block.replace(b"\r\n", b"\n") if b"\r" in block else block
        many = block.count(b'"') * MANY > len(block)
        unquoted = (_without_all_quoted(block, mark) or _without_many_quoted(block, mark)) if many else None
        unquoted = unquoted or _without_quoted(block, mark)
        if unquoted is None:
            return None
        block = unquoted
    form = block.translate(None, _all_but(mark + b"\n"))
    lines = len(form) // width
    return lines if form == (mark * (width - 1) + b"\n") * lines else None


MANY = 30  # bytes; with a quote for as many, it pays not to look at each quote
OPENED, DOUBLED = b"\x01", b"\x02"  # stand for quotes that are not one by one; their files have neither


def _without_all_quoted(block: bytes, mark: bytes) -> bytes | None:
    """Return the delimiters and line feeds outside of quotes, or None unless each cell is seen to be quoted.

    What is between two cells is cut out first. Then each quote that is left must be doubled.
    """
    if len(block) < len(b'""\n') or not (block.startswith(b'"') and block.endswith(b'"\n')):
        return None
    if OPENED in block or DOUBLED in block:
        return None
    cells = block[1:-2].replace(b'"' + mark + b'"', OPENED).replace(b'"\n"', DOUBLED)
    cells = cells.replace(b'""', b"")
    if b'"' in cells or b"\n" in cells:
        return None
    between = cells.translate(None, _all_but(OPENED + DOUBLED))
    return between.translate(bytes.maketrans(OPENED + DOUBLED, mark + b"\n")) + b"\n"


def _without_many_quoted(block: bytes, mark: bytes) -> bytes | None:
    """Return the delimiters and line feeds outside of quotes, or None where this cannot tell what is outside.

    It takes a quote after a delimiter for the first of its cell, and works on the whole block at a time. So it is
    several times as fast as to look at each quote, which is needed where a comma is before a quote in a cell.
    """
    if OPENED in block or DOUBLED in block:
        return None
    marked = (b"\n" + block).replace(mark + b'"', mark + OPENED).replace(b'\n"', b"\n" + OPENED)
    marked = marked.replace(b'""', DOUBLED)
    if marked.count(b'"') != marked.count(b'"' + mark) + marked.count(b'"\n'):
        return None
    marked = marked[1:].translate(None, _all_but(mark + b'\n"' + OPENED + DOUBLED))
    quotes = b'"' + marked.translate(None, mark + b"\n")
    pairs = quotes.translate(None, DOUBLED)
    if pairs != b'"' + (OPENED + b'"') * (len(pairs) // 2) or b'"' + DOUBLED in quotes:
        return None
    before, *cells = marked.replace(DOUBLED, b"").replace(OPENED + b'"', b"").split(OPENED)
    parts = [cell.partition(b'"') for cell in cells]  # those with a delimiter in them
    if any(b"\n" in inside for inside, _, _ in parts):
        return None
    return before + b"".join([outside for _, _, outside in parts])


def _without_quoted(block: bytes, mark: bytes) -> bytes | None:
    """Return a block without its quoted cells, or None where quotes do not stand around whole cells of one line."""
    pieces = block.split(b'"')  # outside of quotes, inside, outside, …
    outside = pieces[::2]
    if len(pieces) % 2 == 0 or b"\n" in b"".join(pieces[1::2]):
        return None
    edges = {p[:1] for p in outside[1:]} | {p[-1:] for p in outside[1:-1]} | {outside[0][-1:] or mark}
    if not edges <= {mark, b"\n", b""}:  # nothing between two quotes is a quote in the cell
        return None
    return b"".join(outside)


def all_crlf(block: bytes) -> bool:
    """Whether each line feed of a block is after a carriage return, and no carriage return is anywhere else."""
    return (number := block.count(b"\r")) == block.count(b"\n") and number == block.count(b"\r\n")


@cache
def _all_but(kept: bytes) -> bytes:
    """Return every other byte."""
    return bytes(b for b in range(256) if b not in kept)


def is_utf8(data: bytes) -> bool:
    """Whether bytes, cut between characters, are UTF-8."""
    if data.isascii():
        return True
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
