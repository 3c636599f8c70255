"""Files read by blocks: a block passes only if each of its lines would, and no fault depends on where blocks end."""

from __future__ import annotations

import csv
import itertools
import random
import re
from pathlib import Path
from threading import Event

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from iraqmilitias.validation.report.issues import IssueCollector, Reporter
from iraqmilitias.validation.structure.csv_reader import (
    NO_ROW,
    SOUND,
    UNSOUND,
    Blocks,
    Copied,
    TolerantReader,
    blank_row,
    read_lines,
)
from iraqmilitias.validation.structure.header import Layout
from iraqmilitias.validation.structure.scan import rectangular_lines

LINES = st.lists(st.text("ab,\"' ", max_size=12), min_size=1, max_size=6)
CELLS = st.text("ab ,'é", max_size=4)


def sound(line: str, width: int) -> bool:
    """Whether a line is a row of `width` cells, by the csv module, and is printed as it prints them or in quotes."""
    try:
        (cells,) = csv.reader([line], strict=True) if line else [[""]]
    except (csv.Error, ValueError):
        return False
    at = 0
    for cell in cells:  # the reader takes quotes inside of unquoted cells
        forms = ['"' + cell.replace('"', '""') + '"']
        forms += [cell] if not any(c in cell for c in ',"') else []
        form = next(
            (f for f in forms if line.startswith(f, at) and line[at + len(f) : at + len(f) + 1] in ("", ",")), None
        )
        if form is None:
            return False
        at += len(form) + 1
    return len(cells) == width and at == len(line) + 1


@given(LINES, st.integers(1, 4))
@example(['a,"b"', '"a",b'], 2)
@example(['a,"b""c"'], 2)
@example(['a,"b', 'c",d'], 2)
@example(['"a"b,c'], 2)
@example([""], 1)
def test_a_block_passes_only_if_each_line_is_a_row(lines: list[str], width: int) -> None:
    counted = rectangular_lines("".join(f"{line}\n" for line in lines).encode(), b",", width)
    assert counted in (None, len(lines))
    assert (counted is not None) == all(sound(line, width) for line in lines)


@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=8))
def test_every_block_of_rows_passes(rows: list[list[str]]) -> None:
    text = "".join(",".join(f'"{c}"' if "," in c else c for c in row) + "\n" for row in rows)
    assert rectangular_lines(text.encode(), b",", 3) == len(rows)


CELL = rb'(?:"(?:[^"\n]|"")*"|[^",\n]*)'


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize("width", [1, 2, 3])
def test_every_short_block_passes_only_if_each_line_is_a_row(width: int, ending: str) -> None:
    row = re.compile(CELL + (b"," + CELL) * (width - 1))
    for length in range(8):
        for chars in itertools.product('a",\n', repeat=length):
            text = "".join([*chars, "\n"])
            lines = text.encode().split(b"\n")[:-1]
            expected = len(lines) if all(row.fullmatch(line) for line in lines) else None
            counted = rectangular_lines(text.replace("\n", ending).encode(), b",", width)
            assert counted == expected, text


def test_another_delimiter_and_one_of_two_bytes() -> None:
    assert rectangular_lines(b"a;b,c\n", b";", 2) == 1
    assert rectangular_lines(b"a\xc2\xa7b\n", "§".encode(), 2) is None


@pytest.mark.parametrize(
    ("block", "blank"),
    [
        (b"a,b\n\nc,d\n", True),
        (b",\na,b\n", True),
        (b'a,b\n" ",\t\n', True),
        (b"a,b\nc,\n", False),
        (b'a," "\n,"b"\n', False),
    ],
)
def test_a_blank_row_is_found_wherever_it_stands(block: bytes, blank: bool) -> None:
    assert bool(blank_row(b",").search(block)) == blank


# the reader ------------------------------------------------------------------------------------------------

HEAD = "id,text,number"
LAYOUT = Layout({"id": 0, "text": 1, "number": 2}, ("id", "text", "number"))
FAULTS = (
    "x,a",
    "x,a,1,2",
    "",
    " , ,",
    'x,"a""b",1',
    'x,"two\nlines",1',
    'x,"never closed,1',
    'x,a"b,1',
    "x,n\0ul,1",
    "x,caf\udce9,1",
    "x,a\rb,1",
    "x,crlf,1\r",
)


def package(path: Path, seed: int, ending: str) -> Path:
    """Write a file of some hundred rows, faults among them."""
    chosen = random.Random(seed)
    rows = [
        chosen.choice(FAULTS) if chosen.random() < 0.04 else f'x-{i},"{"word, " * chosen.randrange(9)}",{i}'
        for i in range(600)
    ]
    path.write_bytes(ending.join([HEAD, *rows, ""]).encode("utf-8", "surrogateescape"))
    return path


def copied(source: Path, target: Path, size: int) -> tuple[Copied, list[object], bytes]:
    report = Reporter(IssueCollector(), lambda line: ("t.csv", line))
    result = TolerantReader(LAYOUT, report, Event(), size).run(source, target)
    return result, list(report.issues.issues), target.read_bytes()


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize("seed", range(3))
def test_where_blocks_end_makes_no_difference(tmp_path: Path, seed: int, ending: str) -> None:
    source = package(tmp_path / "t.csv", seed, ending)
    first, issues, copy = copied(source, tmp_path / "copy.csv", 1)  # a line at a time
    assert len(issues) > 10
    for size in (50, 999, 1 << 14, 1 << 20):
        result, others, again = copied(source, tmp_path / "copy.csv", size)
        assert others == issues
        assert again == copy
        assert (result.lines, result.rows, result.lost, result.multiline) == (
            first.lines,
            first.rows,
            first.lost,
            first.multiline,
        )
        assert (result.crlf, result.first_crlf, result.first_lf) == (first.crlf, first.first_crlf, first.first_lf)


def test_the_copy_has_a_row_for_each_line(tmp_path: Path) -> None:
    source = tmp_path / "t.csv"
    source.write_text(f'{HEAD}\na,b,1\n\nc,"two\nlines",2\nd,e\nf,g,3\n', encoding="utf-8")
    result, issues, copy = copied(source, tmp_path / "copy.csv", 1 << 14)
    states = [row[0] for row in csv.reader(copy.decode().splitlines(keepends=True))]
    assert states == [SOUND, NO_ROW, SOUND, NO_ROW, UNSOUND, SOUND]
    assert (result.lines, result.rows, len(issues)) == (6, 4, 3)


def test_a_line_that_is_too_long_is_counted_and_left_out(tmp_path: Path) -> None:
    source = tmp_path / "t.csv"
    source.write_bytes(HEAD.encode() + b"\na,b,1\n" + b"x" * (20 << 20) + b"\nc,d,2\n")
    result, issues, copy = copied(source, tmp_path / "copy.csv", 1 << 14)
    assert [(i.code, i.line) for i in issues] == [("line-too-long", 3)]
    assert copy.decode().split() == [f"{SOUND},a,b,1", f"{NO_ROW},,,", f"{SOUND},c,d,2"]
    assert result.rows == 2


def test_lines_and_blocks_in_turn(tmp_path: Path) -> None:
    path = tmp_path / "t.txt"
    path.write_bytes(b"one\ntwo\nthree\nfour")
    with path.open("rb") as stream:
        blocks = Blocks(stream, 5)
        assert blocks.block() == b"one\ntwo\n"
        assert blocks.line() == (1, b"one\n", False)
        assert blocks.block() == b""
        assert blocks.line() == (2, b"two\n", False)
        assert blocks.block() == b"three\n"
        blocks.skip(1)
        assert blocks.line() == (4, b"four", False)
        assert blocks.line() is None
    with path.open("rb") as stream:
        assert read_lines(stream, 100) == (path.read_bytes(), False)
