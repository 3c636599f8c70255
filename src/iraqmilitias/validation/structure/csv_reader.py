"""The tolerant CSV reader: finds the lines of a file that are not sound rows, and copies the file for loading.

Used only where a file is not plain or DuckDB's strict reader refuses it. Blocks in which nothing is wrong are copied
whole; of the others each line is looked at. Memory is constant.
"""

from __future__ import annotations

import csv
import io
import re
from collections import deque
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from typing import BinaryIO, NamedTuple

from ...text import shown
from .header import Layout, Say
from .scan import LINE_LIMIT, all_crlf, is_utf8, rectangular_lines

BLOCK = 1 << 14  # bytes that are read at once, and on to the end of the line
AHEAD = 1 << 20  # bytes that a quoted cell may run on over line ends before it counts as unterminated
KEPT_CELLS = 20_000  # cells of unsound rows that are remembered, for references to them
# The first cell of a row in the copy: no missing value of a schema reads like this.
SOUND, UNSOUND, NO_ROW = ":row", ":bad", ":no"


@dataclass
class Copied:
    """What came of a file: lines copied, rows among them, the longest line, cells of unsound rows."""

    lines: int = 0
    rows: int = 0
    longest: int = 0
    lost: set[str] = field(default_factory=set)
    multiline: bool = False
    crlf: int = 0
    first_crlf: int = 0
    first_lf: int = 0
    undecodable: int = 0


class TolerantReader:
    """Reads one file, in blocks of `size` bytes; `say` reports an issue of the file at a line and column."""

    def __init__(self, layout: Layout, say: Say, stopped: Event, size: int = BLOCK) -> None:
        self.layout, self.say, self.result, self.stopped, self.size = layout, say, Copied(), stopped, size
        mark = re.escape(layout.delimiter)
        self.mark = layout.delimiter.encode()
        cell = rf'(?:"[^"]*(?:""[^"]*)*"|[^"{mark}\r\n]*)'
        self.row = re.compile(f"{cell}(?:{mark}{cell})*".encode())
        self.cell = re.compile(f"{cell}(?={mark}|$)".encode())
        self.blank = self.mark + b' "\t\r\n'
        self.blank_row = blank_row(self.mark)

    def run(self, source: Path, target: Path) -> Copied:
        """Copy `source` to `target`, each line's row with SOUND, UNSOUND or NO_ROW before it.

        The copy has a row for each line from `first_row` on, so that its rows tell the lines: where a row runs over
        several lines, or a line is blank or too long, rows without cells (NO_ROW) stand in.
        """
        with source.open("rb") as stream, target.open("wb") as out:
            self.blocks, self.out = Blocks(stream, self.size), out
            self.pending: deque[tuple[int, bytes]] = deque()
            if self.layout.first_row > 1 and (head := self._line()) and head[0] > 1:  # line 1 was too long
                self.pending.append(head)
            while True:
                if not self.pending and self._copied(self.blocks.block()):
                    continue
                line = self._line()
                if line is None:
                    break
                self._fill(line[0] - 1)
                self._take(*line)
            self._fill(self.blocks.number)
        return self.result

    def _copied(self, block: bytes) -> bool:
        """Copy a block whole, if nothing is wrong with it; return whether that was so."""
        if self.stopped.is_set():
            raise InterruptedError
        returns = b"\r" in block
        if not block.endswith(b"\n") or b"\0" in block or not self.blocks.number or (returns and not all_crlf(block)):
            return False
        if returns:
            block = block.replace(b"\r\n", b"\n")
        lines = rectangular_lines(block, self.mark, self.layout.width)
        blank = self.layout.width > 1 and self.blank_row.search(block)
        if lines is None or blank or not is_utf8(block):
            return False
        self._fill(self.blocks.number)
        result, before = self.result, SOUND.encode() + self.mark
        if returns:
            result.crlf += lines
            result.first_crlf = result.first_crlf or self.blocks.number + 1
        else:
            result.first_lf = result.first_lf or self.blocks.number + 1
        self.blocks.skip(lines)
        self.out.write(before + block[:-1].replace(b"\n", b"\n" + before) + b"\n")
        result.rows += lines
        result.lines += lines
        return True

    def _fill(self, last: int) -> None:
        """Write rows without cells until there are as many as lines, `last` among them."""
        missing = last - self.layout.first_row + 1 - self.result.lines
        self.out.write((NO_ROW.encode() + self.mark * self.layout.width + b"\n") * missing)
        self.result.lines += missing

    def _line(self) -> tuple[int, bytes] | None:
        """Return the next physical line without its end."""
        if self.pending:
            return self.pending.popleft()
        result = self.result
        while (line := self.blocks.line()) is not None:
            number, raw = line.number, line.raw
            if line.cut:
                text = f"the line is longer than {LINE_LIMIT >> 20} MiB; it was not read"
                self.say("line-too-long", number, None, text)
                continue
            if raw.endswith(b"\r\n"):
                result.crlf += 1
                result.first_crlf = result.first_crlf or number
                raw = raw[:-2]
            elif raw.endswith(b"\n"):
                result.first_lf = result.first_lf or number
                raw = raw[:-1]
            if number == 1:
                raw = raw.removeprefix(b"\xef\xbb\xbf")
            result.longest = max(result.longest, len(raw))
            return number, raw
        return None

    def _take(self, number: int, raw: bytes) -> None:
        width = self.layout.width
        flawed = self._characters(number, raw) if not raw.isascii() or b"\0" in raw or b"\r" in raw else None
        if b'"' not in raw and flawed is None:
            if raw.count(self.mark) == width - 1 and self._is_row(raw):
                self._write(raw, True)
                return
            cells = raw.split(self.mark)
        else:
            whole = raw if flawed is None else flawed
            if raw.count(b'"') % 2:
                whole = self._join(number, whole)
            if not self.row.fullmatch(whole):
                self._stray(number, raw, whole)
                return
            cells = self._cells(whole)
            if len(cells) == width and self._is_row(whole):
                self._write(whole, flawed is None)
                return
            raw = whole
        if not self._is_row(raw):
            self.say("row-blank", number, None, "the row is blank")
            return
        self._width(number, len(cells), raw)
        self._unsound(raw)

    def _is_row(self, raw: bytes) -> bool:
        """Whether a line has a cell; in a table of one column a line without any is a row whose cell is empty."""
        return self.layout.width == 1 or bool(raw.translate(None, self.blank))

    def _write(self, raw: bytes, sound: bool) -> None:
        self.out.write((SOUND if sound else UNSOUND).encode() + self.mark + raw + b"\n")
        self.result.rows += 1
        self.result.lines += 1
        if not sound:
            self._remember(raw)

    def _unsound(self, raw: bytes) -> None:
        """Write an unsound row with the cells that it has, so that its key can still be referred to."""
        text = raw.decode("utf-8", "replace").replace("\r", " ").replace("\n", " ").replace('"', "")
        cells = text.split(self.layout.delimiter)[: self.layout.width]
        cells += [""] * (self.layout.width - len(cells))
        buffer = io.StringIO()
        csv.writer(buffer, delimiter=self.layout.delimiter, lineterminator="").writerow(cells)
        self._write(buffer.getvalue().encode(), False)

    def _remember(self, raw: bytes) -> None:
        if len(self.result.lost) < KEPT_CELLS:
            cells = raw.decode("utf-8", "replace").split(self.layout.delimiter)
            self.result.lost.update(c.strip(' "\t\r\n') for c in cells)

    # what can be wrong ---------------------------------------------------------------------------------

    def _column(self, raw: bytes, at: int) -> str | None:
        """Return the column of a byte of a line, counting delimiters outside quotes."""
        inside, cell = False, 0
        for byte in raw[: min(at, 1 << 16)]:
            if byte == 34:
                inside = not inside
            elif byte == self.mark[0] and not inside:
                cell += 1
        return self.layout.names[cell] if cell < self.layout.width else None

    def _characters(self, number: int, raw: bytes) -> bytes | None:
        """Return the line with what no cell may hold replaced, or None where there is nothing of the kind."""
        flawed = None
        try:
            raw.decode("utf-8")
        except UnicodeDecodeError as error:
            self.result.undecodable += 1
            if self.result.undecodable == 1:
                byte = f"byte 0x{raw[error.start]:02X}"
                self.say("encoding-utf8", number, self._column(raw, error.start), f"{byte} is not UTF-8")
            flawed = raw.decode("utf-8", "replace").encode()
        for char, code, name in ((b"\0", "nul-byte", "a NUL byte"), (b"\r", "line-ending", "a lone carriage return")):
            at = raw.find(char)
            if at >= 0:
                self.say(code, number, self._column(raw, at), f"the line holds {name}")
                flawed = (raw if flawed is None else flawed).replace(char, b" ")
        return flawed

    def _join(self, number: int, raw: bytes) -> bytes:
        """Return the line with those that its open cell runs on to, or alone where the quote has no end."""
        taken: list[tuple[int, bytes]] = []
        size = len(raw)
        while size < AHEAD:
            line = self._line()
            if line is None:
                break
            taken.append(line)
            size += len(line[1])
            if line[1].count(b'"') % 2:
                whole = b"\n".join([raw, *(t[1] for t in taken)])
                if self.row.fullmatch(whole) and len(self._cells(whole)) == self.layout.width:
                    column = self._column(raw, len(raw))
                    self.say("cell-newline", number, column, f"the cell runs over {len(taken) + 1} lines")
                    self.result.multiline = True
                    return whole
                break
        self.pending.extendleft(reversed(taken))
        return raw

    def _cells(self, raw: bytes) -> list[bytes]:
        """Return a line's cells as they are printed, up to the first that is not sound."""
        cells, at = [], 0
        while sound := self.cell.match(raw, at):
            cells.append(sound.group())
            at = sound.end() + 1
            if at > len(raw):
                break
        return cells

    def _stray(self, number: int, raw: bytes, whole: bytes) -> None:
        at = sum(len(cell) + 1 for cell in self._cells(whole))
        column = self._column(whole, at) if at < len(whole) else None
        rest = whole[at : at + 60].decode("utf-8", "replace")
        opened = whole[at : at + 1] == b'"' and re.match(rb'"[^"]*(?:""[^"]*)*$', whole[at:])
        code = "quote-unterminated" if opened else "quote-stray"
        text = (
            "a quote is opened and not closed" if opened else "a quote is inside a cell that is not quoted as a whole"
        )
        self.say(code, number, column, f"{text}: {shown(rest, 40)}")
        self._unsound(raw)

    def _width(self, number: int, count: int, raw: bytes) -> None:
        width = self.layout.width
        if count < width:
            column = self.layout.names[count]
            self.say(
                "row-short",
                number,
                column,
                f"the row has {count} of {width} cells; the first that is missing is {column}",
            )
        else:
            extra = raw.decode("utf-8", "replace").split(self.layout.delimiter)[-1]
            self.say(
                "row-long", number, None, f"the row has {count} cells instead of {width}; the last is {shown(extra)}"
            )


# blocks of whole lines -----------------------------------------------------------------------------------


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
