"""Date expressions that count from days told before: "three days earlier", "the end of that year"."""

from __future__ import annotations

import re
from datetime import timedelta

from .. import calendar_days as calendar
from ..calendar_days import MONTH, MONTHS, Bounds
from .date_meanings import PARTS_TOLD, small_count

_COUNTED = re.compile(
    r"(?:the\s+)?(?:(?P<b>previous|preceding)\s+)?(?P<n>[\w]+)\s+(?P<u>day|week|month|year)s?"
    r"(?:\s+(?P<w>later|after|earlier|before))?",
    re.IGNORECASE,
)
_OF_THAT_YEAR = re.compile(
    rf"(?:(?P<d>\d+)\w*\s+)?(?P<m>{MONTH})\b\.?(?:\s+(?P<d2>\d+)\w*)?\s+of\s+(?:that|the\s+same)\s+year", re.IGNORECASE
)
_THAT = re.compile(
    rf"(?:(?:the\s+)?(?P<part>\w+)\s+(?:of\s+|in\s+)?)?that\s+(?:same\s+)?(?:year|(?P<m>{MONTH}))",
    re.IGNORECASE,
)


def anchored(text: str, anchor: Bounds, forwards: bool = True) -> Bounds | None:
    """Return what "three days earlier", "the previous three months" or "that year" means, counted from other days.

    Days and weeks are counted from a day or a month, months from a month, years from a day, month or year. Without
    `forwards` the other way: the day of the vote in "on Thursday, two days after the vote". None where the days do
    not tell it.
    """
    if anchor.first is None or anchor.last is None:
        return None
    if match := _COUNTED.fullmatch(text):
        return _counted(match, anchor, forwards)
    if anchor.first.year != anchor.last.year:
        return None
    year = anchor.first.year
    if match := _OF_THAT_YEAR.fullmatch(text):
        month, number = MONTHS[match["m"].casefold()], match["d"] or match["d2"]
        return _day(year, month, int(number)) if number else calendar.month(year, month)
    match = _THAT.fullmatch(text)
    return _within_year(match, year) if match else None


def _day(year: int, month: int, number: int) -> Bounds | None:
    days = calendar.month(year, month)
    assert days.first is not None and days.last is not None
    return calendar.day(days.first.replace(day=number)) if 1 <= number <= days.last.day else None


def _within_year(match: re.Match[str], year: int) -> Bounds | None:
    """Return what is meant of the year that was told: a part of it or a month."""
    part = (match["part"] or "").casefold()
    if match["m"]:
        return calendar.month(year, MONTHS[match["m"].casefold()])
    return calendar.months(year, *PARTS_TOLD[part]) if part in PARTS_TOLD else calendar.year(year)


def _counted(match: re.Match[str], anchor: Bounds, forwards: bool) -> Bounds | None:
    count, unit, before = small_count(match["n"]), match["u"].casefold(), match["b"] is not None
    assert anchor.first is not None and anchor.last is not None
    if count is None:
        return None
    in_one_month = (anchor.first.year, anchor.first.month) == (anchor.last.year, anchor.last.month)
    if before:
        if unit != "month" or anchor.precision not in ("month", "span") or anchor.first.day != 1:
            return None
        end = anchor.first - timedelta(days=1)
        return Bounds(calendar.months_before(anchor.first, count).first, end, "span")
    if match["w"] is None:
        return None
    sign = 1 if (match["w"].casefold() in ("later", "after")) == forwards else -1
    if unit in ("day", "week"):
        moved = sign * timedelta(days=count * (7 if unit == "week" else 1))
        if anchor.precision == "day":
            return calendar.day(anchor.first + moved)
        if anchor.last - anchor.first < timedelta(days=31):
            return Bounds(anchor.first + moved, anchor.last + moved, "range")
    if unit == "month" and in_one_month and count <= 12:
        return calendar.months_before(anchor.first, -sign * count)
    if unit == "year" and anchor.first.year == anchor.last.year:
        return calendar.year(anchor.first.year + sign * count)
    return None
