"""Bounds of days, months, seasons and years, as the codebook draws them."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from typing import NamedTuple

MONTHS = {name.casefold(): i for i, name in enumerate(calendar.month_name) if name}
MONTHS |= {name.casefold(): i for i, name in enumerate(calendar.month_abbr) if name} | {"sept": 9}
WEEKDAYS = {name.casefold(): i for i, name in enumerate(calendar.day_name)}
WEEKDAYS |= {name.casefold(): i for i, name in enumerate(calendar.day_abbr)} | {"tues": 1, "thurs": 3, "thur": 3}
# First month of each season; winter runs over a new year, so that "winter 2019" has no one meaning and stays out.
SEASONS = {"spring": 3, "summer": 6, "fall": 9, "autumn": 9}
# First and last month of a part of a year (codebook, Events, Dates).
PARTS = {"early": (1, 4), "mid": (5, 8), "late": (9, 12)}


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


def week(when: date) -> date:
    """Return the Monday of a day's week."""
    return when - timedelta(days=when.weekday())
