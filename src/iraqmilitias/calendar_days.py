"""Days, months, seasons and years: their names, their bounds, and dates as people write them."""

from __future__ import annotations

import calendar
import os
import re
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from .errors import Error

# Written out, because the names in `calendar` follow the locale that a program sets.
MONTH_NAMES = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_DAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTH = "|".join([*MONTH_NAMES, *(name[:3] for name in MONTH_NAMES if name != "May"), "Sept"])  # as a pattern
MONTHS = {form.casefold(): i for i, name in enumerate(MONTH_NAMES, 1) for form in (name, name[:3])} | {"sept": 9}
WEEKDAYS = {form.casefold(): i for i, name in enumerate(_DAY_NAMES) for form in (name, name[:3])}
WEEKDAYS |= {"tues": 1, "thurs": 3, "thur": 3}
# First month of each season; winter runs over a new year, so "winter 2019" has no single meaning.
SEASONS = {"spring": 3, "summer": 6, "fall": 9, "autumn": 9}
# First and last month of a part of a year (codebook, Events, Dates).
PARTS = {"early": (1, 4), "mid": (5, 8), "late": (9, 12)}

_YMD = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})")
_NUMBERS = re.compile(r"([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]([0-9]{4})")
_WORDS = re.compile(r"(?:([0-9]{1,2})\.? )?([A-Za-z]{3,9})\.?,? (?:([0-9]{1,2}),? )?([0-9]{4})")


class Bounds(NamedTuple):
    """First and last day, both inclusive, with the codebook's precision; None is unbounded."""

    first: date | None
    last: date | None
    precision: str


def day(when: date) -> Bounds:
    return Bounds(when, when, "day")


def month(year: int, number: int) -> Bounds:
    last = calendar.monthrange(year, number)[1]
    return Bounds(date(year, number, 1), date(year, number, last), "month")


def months(year: int, first: int, last: int, precision: str = "range") -> Bounds:
    return Bounds(date(year, first, 1), month(year, last).last, precision)


def year(number: int) -> Bounds:
    return Bounds(date(number, 1, 1), date(number, 12, 31), "year")


def season(number: int, name: str) -> Bounds:
    first = SEASONS[name]
    return months(number, first, first + 2, "season")


def months_before(when: date, count: int) -> Bounds:
    """Return the month that lies so many months before."""
    index = when.year * 12 + when.month - 1 - count
    return month(index // 12, index % 12 + 1)


def month_up_to(when: date) -> Bounds:
    """Return the days from the same day of the month before."""
    year, number = divmod(when.year * 12 + when.month - 2, 12)
    length = calendar.monthrange(year, number + 1)[1]
    return Bounds(date(year, number + 1, min(when.day, length)), when, "span")


def week(when: date) -> date:
    """Return the Monday of a day's week."""
    return when - timedelta(days=when.weekday())


def source_date() -> datetime | None:
    """Return the moment that the environment's SOURCE_DATE_EPOCH sets for what is made, or None where it is not set.

    Raises Error where it is not a number of seconds since 1970.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    try:
        return datetime.fromtimestamp(int(epoch), UTC) if epoch else None
    except (ValueError, OverflowError, OSError):
        raise Error(f"SOURCE_DATE_EPOCH is {epoch[:40]!r}; it must be seconds since 1970, or not set") from None


def iso_date(text: str) -> tuple[str, str]:
    """Return a day as 2020-01-31 and an empty string, or an empty string and why the day is not certain."""
    number = month = year = 0
    if match := _YMD.fullmatch(text):
        year, month, number = map(int, match.groups())
    elif match := _NUMBERS.fullmatch(text):
        first, second, year = map(int, match.groups())
        if first <= 12 and second <= 12 and first != second:
            return "", f"either {year}-{first:02d}-{second:02d} or {year}-{second:02d}-{first:02d}"
        month, number = (first, second) if first <= 12 else (second, first)
    elif (match := _WORDS.fullmatch(text)) and bool(match[1]) != bool(match[3]):
        month, number, year = MONTHS.get(match[2].casefold(), 0), int(match[1] or match[3]), int(match[4])
    try:
        return date(year, month, number).isoformat(), ""
    except ValueError:
        return "", "not a day of the calendar"
