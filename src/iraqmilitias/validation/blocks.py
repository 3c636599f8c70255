"""A file's bytes by blocks of whole lines: most blocks can be judged and copied at once, without a loop over rows."""

from __future__ import annotations

import re
from functools import cache
from typing import BinaryIO, NamedTuple

LINE_LIMIT = 8 << 20  # bytes; a longer line is not loaded
BLOCK = 1 << 14  # bytes that are read at once, and on to the end of the line


def even(block: bytes, mark: bytes, width: int) -> int | None:
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


def blank_row(mark: bytes) -> re.Pattern[bytes]:
    """Return what finds a line of a block that holds nothing but delimiters, quotes and blanks."""
    return re.compile(rb'(?:^|\n)[ \t"' + re.escape(mark) + rb"]*\n")


class Line(NamedTuple):
    """A physical line, with its end; `cut` where it is too long to be read."""

    number: int
    raw: bytes
    cut: bool


class Blocks:
    """Gives out a file line by line, or a whole block where none of its lines has been given out yet."""

    def __init__(self, stream: BinaryIO, size: int = BLOCK) -> None:
        self._stream, self._size, self._block, self._at, self._cut = stream, size, b"", 0, False
        self.number = 0  # of the last line given out

    def block(self) -> bytes:
        """Return the block that comes next; nothing at the end of the file, or where a part of it is given out."""
        if self._at == len(self._block):
            self._block, self._cut = read_lines(self._stream, self._size)
            self._at = 0
        return b"" if self._at else self._block

    def skip(self, lines: int) -> None:
        """Count the block that comes next as given out."""
        self.number += lines
        self._at = len(self._block)

    def line(self) -> Line | None:
        """Return the next line, or None at the end of the file."""
        if not self.block() and not self._at:
            return None
        end = self._block.find(b"\n", self._at) + 1 or len(self._block)
        raw, self._at = self._block[self._at : end], end
        self.number += 1
        return Line(self.number, raw, len(raw) >= LINE_LIMIT or (self._cut and end == len(self._block)))


def read_lines(stream: BinaryIO, size: int) -> tuple[bytes, bool]:
    """Read `size` bytes and on to the end of the line; the flag says that the last line was too long for that."""
    block = stream.read(size)
    if not block or block.endswith(b"\n"):
        return block, False
    rest = stream.readline(LINE_LIMIT)
    cut = len(rest) == LINE_LIMIT and not rest.endswith(b"\n")
    while cut and (more := stream.readline(LINE_LIMIT)) and not more.endswith(b"\n"):
        pass
    return block + rest, cut
