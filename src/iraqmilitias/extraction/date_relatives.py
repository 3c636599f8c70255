"""What date expressions mean that count from the day of publication: "last fall", "two weeks ago", "on Thursday"."""

from __future__ import annotations

import re
from datetime import date, timedelta

from . import calendar_days as days
from .calendar_days import PARTS, SEASONS, WEEKDAYS, Bounds
from .date_context import DIVIDED, FUTURE, VAGUE, Context, Result, count_of, month_of


def ago(match: re.Match[str], context: Context) -> Result:
    count, unit = count_of(match["n"]), match["u"].removesuffix("s")
    if count is None or match["fuzzy"] or not match.group().endswith("ago"):
        return VAGUE
    if reason := context.refusal():
        return reason
    if unit == "day":
        return days.day(context.published - timedelta(days=count))
    if unit == "week":
        middle = context.published - timedelta(weeks=count)
        return Bounds(middle - timedelta(days=3), middle + timedelta(days=3), "range")
    if unit == "month" and count <= 12:
        return days.months_before(context.published, count)
    if unit == "year" and count <= 10:
        return days.year(context.published.year - count)
    return VAGUE


def relative_part(match: re.Match[str], context: Context) -> Result:
    last = match["which"] == "last"
    if reason := context._replace(future=context.future and not last).refusal():
        return reason
    if last and match["u"] == "year":
        return days.months(context.published.year - 1, *PARTS[match["part"].casefold()])
    if last:
        return _unit("last", match["u"], context)
    return VAGUE


def earlier(match: re.Match[str], context: Context) -> Result:
    if reason := context.refusal():
        return reason
    if match["part"].casefold() == "later" or match["which"] != "this":
        return FUTURE if match["which"] == "this" else VAGUE
    today, unit = context.published, match["u"]
    first = {"week": days.week(today), "month": today.replace(day=1), "year": date(today.year, 1, 1)}[unit]
    if first == today:
        return VAGUE
    return Bounds(first, today, "range")


def relative(match: re.Match[str], context: Context) -> Result:
    past = match["which"].casefold() == "last"
    reason = context._replace(future=context.future and not past).refusal()
    return reason or _unit(match["which"].casefold(), match["u"], context)


def _unit(which: str, unit: str, context: Context) -> Result:
    today = context.published
    if unit in ("winter", "weekend") or which == "next":
        return DIVIDED if unit in ("winter", "weekend") else FUTURE
    if unit in SEASONS:
        return _near_season(which, unit, today)
    if unit == "week":
        monday = days.week(today) - timedelta(weeks=which == "last")
        return Bounds(monday, monday + timedelta(days=6), "range")
    if unit == "month":
        return days.months_before(today, which == "last")
    return days.year(today.year - (which == "last"))


def _near_season(which: str, unit: str, today: date) -> Result:
    this = days.season(today.year, unit)
    assert this.first is not None and this.last is not None
    if which == "this":
        return this
    if today > this.last:
        return DIVIDED  # "last summer" in November: this year's, or the one before
    return days.season(today.year - 1, unit)


def relative_month(match: re.Match[str], context: Context) -> Result:
    if reason := context.refusal():
        return reason
    number, today, which = month_of(match), context.published, match["which"].casefold()
    if which == "this":
        return days.month(today.year, number)
    if which == "next":
        return FUTURE
    return days.month(today.year - 1, number) if number >= today.month else DIVIDED


def relative_weekday(match: re.Match[str], context: Context) -> Result:
    return DIVIDED


def weekday(match: re.Match[str], context: Context) -> Result:
    if reason := context.refusal():
        return reason
    today = context.published
    return days.day(today - timedelta(days=(today.weekday() - WEEKDAYS[match["w"].casefold()]) % 7))


def weekend(match: re.Match[str], context: Context) -> Result:
    if reason := context.refusal():
        return reason
    monday = days.week(context.published)
    if context.published.weekday() > 2:
        return DIVIDED
    return Bounds(monday - timedelta(days=2), monday - timedelta(days=1), "range")


def near_day(match: re.Match[str], context: Context) -> Result:
    if reason := context.refusal():
        return reason
    which = (match["which"] or "").casefold()
    if which == "yesterday":
        return days.day(context.published - timedelta(days=1))
    return "today may be the day or the age" if which == "today" else DIVIDED


def plain_month(match: re.Match[str], context: Context) -> Result:
    """A month without a year is the latest before publication (codebook), unless it may lie ahead."""
    if reason := context.refusal():
        return reason
    number, today = month_of(match), context.published
    lead = (match.groupdict().get("lead") or "").casefold()
    if lead in ("until", "by", "through"):
        return FUTURE
    year = today.year if number <= today.month else today.year - 1
    if number > today.month and number - today.month < 4:
        return FUTURE
    bounds = days.month(year, number)
    if bounds.last is not None and bounds.last > today:
        bounds = bounds._replace(last=today)
    return Bounds(bounds.first, today, "span") if lead == "since" else bounds
