"""What a terminal gets: widths as it draws them, nothing that steers it, columns that can be read."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iraqmilitias.terminal import cut, records, shown, table, width

WIDTHS = {
    "abc": 3,
    "naïve “quotes” — …": 18,
    "قاعدة": 5,
    "قَاعِدَة": 5,
    "日本": 4,
    "e\u0301": 1,
    "👩‍👩‍👧": 2,
    "🇮🇶": 2,
    "👍🏽": 2,
    "ＡＢ": 4,
    "": 0,
}


@pytest.mark.parametrize(("text", "columns"), WIDTHS.items())
def test_width_is_what_a_terminal_takes(text: str, columns: int) -> None:
    assert width(text) == columns


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [("abcdef", 4, "abc…"), ("abcd", 4, "abcd"), ("日本語", 5, "日本…"), ("日本語", 4, "日…"),
     ("e\u0301" * 4, 3, "e\u0301" * 2 + "…"),
     ("👩‍👩‍👧👩‍👩‍👧", 3, "👩‍👩‍👧…"), ("🇮🇶🇮🇷", 3, "🇮🇶…")],
)  # fmt: skip
def test_cut_keeps_whole_characters(text: str, limit: int, expected: str) -> None:
    assert cut(text, limit) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("\x1b[31m", "\\x1b[31m"), ("a\nb\tc\r", "a\\nb\\tc\\r"), ("\u202eabc", "\\u202eabc"),
     ("\ud800", "\\ud800"), ("\x9b", "\\x9b"),
     ("a\u200db", "a\\u200db"), ("می‌خواهم", "می‌خواهم"), ("👩‍👧", "👩‍👧"), ("\U000e0041", "\\U000e0041"),
     ("\u2066", "\\u2066"),
     ("soft\xadhyphen", "soft\\xadhyphen"), ("\ufeff", "\\ufeff")],
)  # fmt: skip
def test_what_steers_or_hides_is_shown_as_code(text: str, expected: str) -> None:
    assert shown(text) == expected


@given(st.text())
def test_nothing_that_steers_a_terminal_is_left(text: str) -> None:
    left = {unicodedata.category(c) for c in shown(text)}
    assert not left & {"Cc", "Cs", "Zl", "Zp"}
    assert not {unicodedata.bidirectional(c) for c in shown(text)} & {
        "LRE",
        "RLE",
        "LRO",
        "RLO",
        "PDF",
        "LRI",
        "RLI",
        "FSI",
        "PDI",
    }


@given(st.lists(st.lists(st.text(max_size=30), min_size=3, max_size=3), max_size=4), st.integers(40, 120))
def test_every_line_fits_and_no_column_is_cut_to_nothing(rows: list[list[str]], limit: int) -> None:
    lines = table(("one", "two", "three"), rows, limit).split("\n")
    assert len(lines) == len(rows) + 2
    assert all(width(line) <= limit for line in lines)


def test_columns_share_the_width_and_numbers_are_to_the_right() -> None:
    assert table(("n", "text"), [(1, "a" * 30), (23, None)], 20) == (
        " n  text\n──  " + "─" * 16 + "\n 1  " + "a" * 15 + "…\n23"
    )


def test_28_columns_of_three_letters_are_readable() -> None:
    names, row = [f"c{i:02}" for i in range(28)], ["abc"] * 28
    assert table(names, [row], 140).split("\n")[2].split() == row
    narrow = table(names, [row], 80).split("\n")
    assert narrow == records(names, [row], 80).split("\n") and narrow[1:] == [f"{name}  abc" for name in names]


@pytest.mark.slow
def test_a_cell_of_a_million_characters_takes_no_time() -> None:
    assert table(("a", "b"), [("x" * 1_000_000, "y")], 60).endswith("…  y")
