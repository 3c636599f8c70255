"""Numbers in invented sentences: where they are, what bounds and unit they give."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iraqmilitias.extraction import numbers

NONE = None
QUANTITIES = [
    # text, printed, low, high, qualifier, unit
    ("a crew of 12 sailors", "12", 12, 12, "exact", "persons"),
    ("at least 4 raids", "4", 4, NONE, "at_least", "attacks"),
    ("at least four raids", "four", 4, NONE, "at_least", "attacks"),
    ("over 65,000 guards", "65,000", 65_000, NONE, "at_least", "persons"),
    ("more than a dozen villagers", "a dozen", 12, NONE, "at_least", "persons"),
    ("no fewer than 30 recruits", "30", 30, NONE, "at_least", "persons"),
    ("no more than 30 recruits", "30", NONE, 30, "at_most", "persons"),
    ("up to 700 pilots", "700", NONE, 700, "at_most", "persons"),
    ("fewer than nine seats", "nine", NONE, 9, "at_most", "seats"),
    ("nearly 3,000 in the north", "3,000", 3000, 3000, "approximate", "other"),
    ("roughly 1,200 young Ruritanian soldiers", "1,200", 1200, 1200, "approximate", "persons"),
    ("an estimated 80 pilgrims", "80", 80, 80, "approximate", "persons"),
    ("900 or so voters", "900", 900, 900, "approximate", "persons"),
    ("600-plus voters", "600", 600, NONE, "at_least", "persons"),
    ("40 or more voters", "40", 40, NONE, "at_least", "persons"),
    ("a budget of $2.4 billion", "$2.4 billion", 2.4e9, 2.4e9, "exact", "usd"),
    ("some $7m in fees", "$7m", 7e6, 7e6, "approximate", "usd"),
    ("3.5 million dollars", "3.5 million", 3.5e6, 3.5e6, "exact", "usd"),
    ("€9bn", "€9bn", 9e9, 9e9, "exact", "other"),
    ("billions of dollars", "billions", 2e9, NONE, "indefinite", "usd"),
    ("hundreds of rebels", "hundreds", 200, NONE, "indefinite", "persons"),
    ("tens of thousands of students", "tens of thousands", 20_000, NONE, "indefinite", "persons"),
    ("several thousand workers", "several thousand", 2000, NONE, "indefinite", "persons"),
    ("a few hundred workers", "a few hundred", 200, NONE, "indefinite", "persons"),
    ("A few thousand workers", "A few thousand", 2000, NONE, "indefinite", "persons"),
    ("dozens of sheep", "dozens", 24, NONE, "indefinite", "other"),
    ("a hundred officers", "a hundred", 100, 100, "exact", "persons"),
    ("half a million voters", "half a million", 500_000, 500_000, "exact", "persons"),
    ("forty-eight sheep", "forty-eight", 48, 48, "exact", "other"),
    ("two hundred and six sheep", "two hundred and six", 206, 206, "exact", "other"),
    ("three thousand two hundred sheep", "three thousand two hundred", 3200, 3200, "exact", "other"),
    ("two million five hundred thousand sheep", "two million five hundred thousand", 2.5e6, 2.5e6, "exact", "other"),
    ("Seven months on", "Seven", 7, 7, "exact", "months"),
    ("a six-week siege", "six", 6, 6, "exact", "weeks"),
    ("a nearly three-decade-old pact", "three", 30, 30, "approximate", "years"),
    ("one and a half years", "one and a half", 1.5, 1.5, "exact", "years"),
    ("an 84-mm gun", "84-mm", 84, 84, "exact", "millimetres"),
    ("an 84mm gun", "84mm", 84, 84, "exact", "millimetres"),
    ("84 millimetre guns", "84", 84, 84, "exact", "millimetres"),
    ("on three occasions", "three", 3, 3, "exact", "occasions"),
    ("won 11 of its 37 seats", "11", 11, 11, "exact", "seats"),
    ("two-thirds of it", "two-thirds", 0.666667, 0.666667, "exact", "other"),
    ("5.5 percent", "5.5 percent", 5.5, 5.5, "exact", "other"),
    ("5% of them", "5%", 5, 5, "exact", "other"),
    ("10 to 12 guards", "10 to 12", 10, 12, "approximate", "persons"),
    ("10-12 weeks", "10-12", 10, 12, "approximate", "weeks"),
    ("between 3 and 4 million goats", "3 and 4 million", 3e6, 4e6, "approximate", "other"),
    ("two or three months", "two or three", 2, 3, "approximate", "months"),
    ("killed one soldier", "one", 1, 1, "exact", "persons"),
    ("at least one.", "one", 1, NONE, "at_least", "other"),
    ("3000 soldiers", "3000", 3000, 3000, "exact", "persons"),
    ("2000 soldiers", "2000", 2000, 2000, "exact", "persons"),
    ("the Otter 42 drone", "42", 42, 42, "exact", "other"),
]


@pytest.mark.parametrize(("text", "printed", "low", "high", "qualifier", "unit"), QUANTITIES)
def test_find_reads_the_bounds_of_a_quantity(
    text: str, printed: str, low: float | None, high: float | None, qualifier: str, unit: str
) -> None:
    number = numbers.find(text)[0]
    assert number.printed == printed
    assert (number.value_low, number.value_high) == (low, high)
    assert (number.qualifier, number.unit) == (qualifier, unit)
    assert not number.is_date and not number.is_ordinal


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("in 1987", ["1987"]),
        ("mid-1987", ["1987"]),
        ("pre-1987 maps", ["1987"]),
        ("between 1987 and 1991", ["1987 and 1991"]),
        ("from 1987 to 1991", ["1987 to 1991"]),
        ("1987-91", ["1987-91"]),
        ("the mid-1990s and the '80s", ["1990s", "80s"]),
        ("on March 9, 1987", ["9", "1987"]),
        ("on 9 March", ["9"]),
        ("May 3-5", ["3-5"]),
        ("the 1987 raids", ["1987"]),
        ("at 10:45 and 3 p.m.", ["10:45", "3"]),
        ("on 1987-03-09", ["1987-03-09"]),
        ("on 3/9/1987", ["3/9/1987"]),
    ],
)
def test_find_marks_dates(text: str, printed: list[str]) -> None:
    found = numbers.find(text)
    assert [n.printed for n in found] == printed
    assert all(n.is_date for n in found)


@pytest.mark.parametrize(
    "text",
    [
        "one that failed",
        "no one came",
        "one of them",
        "one day it rained",
        "the bigger one.",
        "this one",
        "one can hope",
        "one a weak cabinet would not solve",
        "once, twice, both, several, a few, a couple",
        "an F-16, a Mi-17, the G7 and COVID-19",
        "see https://example.org/2019/12/a-100",
        "someone, anyone, alone, tenfold, often, weight, freighten",
    ],
)
def test_find_rejects_what_is_no_number(text: str) -> None:
    assert numbers.find(text) == []


@pytest.mark.parametrize("text", ["the first", "the 21st", "its forty-second", "2,000th"])
def test_find_marks_ordinals(text: str) -> None:
    (number,) = numbers.find(text)
    assert number.is_ordinal


def test_find_does_not_take_a_change_for_a_range() -> None:
    assert [n.printed for n in numbers.find("rose from 200 to 500 guards")] == ["200", "500"]
    assert [n.printed for n in numbers.find("fell from 500 to 200 guards")] == ["500", "200"]


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("rose 3.2% to $3.45", ["3.2%", "$3.45"]),
        ("3 to 5% of it", ["3 to 5%"]),
        ("$3 to $5", ["$3 to $5"]),
        ("six months to four guards", ["six", "four"]),
    ],
)
def test_find_joins_only_numbers_of_one_kind(text: str, printed: list[str]) -> None:
    assert [n.printed for n in numbers.find(text)] == printed


def test_find_counts_one_of_several() -> None:
    assert [n.printed for n in numbers.find("Four fell, one was hurt; the last one was not.")] == ["Four", "one"]


def test_numerals_are_distinct_and_in_lower_case() -> None:
    assert numbers.numerals("Nine of nine, 1,500 and $1.5 billion, between 1987 and 1991.") == {
        "nine", "1,500", "1.5", "billion", "1987", "1991",
    }  # fmt: skip


PIECES = st.sampled_from([*"0123456789,. -$%/:'s", "two", "hundred", "and", "a", "few", "of", "to", "million", "one"])


@given(st.one_of(st.text(), st.lists(PIECES).map("".join), st.lists(PIECES).map(" ".join)))
def test_find_returns_spans_in_order_inside_the_text(text: str) -> None:
    end = 0
    for number in numbers.find(text):
        assert end <= number.start < number.end <= len(text)
        assert text[number.start : number.end] == number.printed
        if number.value_low is not None and number.value_high is not None:
            assert number.value_low <= number.value_high
        end = number.end


@given(st.integers(0, 10**12))
def test_find_reads_every_integer_with_separators(value: int) -> None:
    (number,) = numbers.find(f"some crates: {value:,} crates were lost")
    assert number.printed == f"{value:,}"
    assert number.is_date or number.value_low == value
