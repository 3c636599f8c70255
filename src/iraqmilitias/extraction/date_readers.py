"""What each kind of date expression means, given the day of publication: bounds, or a reason why it stays open."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta

from . import calendar_days as days
from . import date_relatives
from .calendar_days import PARTS, SEASONS, WEEKDAYS, Bounds
from .date_context import FUTURE, OTHER_YEAR, QUOTED, VAGUE, Context, Result, count_of, month_of


def _iso(match: re.Match[str], context: Context) -> Result:
    return _made(int(match["y"]), int(match["m"]), int(match["d"]))


def _slashed(match: re.Match[str], context: Context) -> Result:
    a, b, year = int(match["a"]), int(match["b"]), int(match["y"])
    if (a > 12) == (b > 12) and a != b:
        return "day and month may be either way round"
    return _made(year if year > 99 else 2000 + year, *((b, a) if a > 12 else (a, b)))


def _made(year: int, month: int, day: int) -> Result:
    try:
        return days.day(date(year, month, day))
    except ValueError:
        return "no such day"


def _number(match: re.Match[str], name: str) -> int:
    return int(re.sub(r"\D", "", match[name]))


def _day(match: re.Match[str], context: Context) -> Result:
    month, number = month_of(match), _number(match, "d")
    weekday = WEEKDAYS.get((match.groupdict().get("w") or "").rstrip(".").casefold())
    if match["y"]:
        found = _made(int(match["y"]), month, number)
    elif weekday is not None and not context.quoted:
        fitting = [
            r for r in (_made(context.published.year + i, month, number) for i in (-1, 0, 1)) if _falls(r, weekday)
        ]
        return fitting[0] if len(fitting) == 1 else "the weekday fits no year, or two"
    else:
        found = _without_year(context, month, number)
    if weekday is not None and not isinstance(found, str) and not _falls(found, weekday):
        return "the weekday is that of another day"
    return found


def _falls(result: Result, weekday: int) -> bool:
    return not isinstance(result, str) and result.first is not None and result.first.weekday() == weekday


def _without_year(context: Context, month: int, number: int) -> Result:
    """A day and month without a year: in the year of publication if past, else shortly before the new year."""
    if reason := _no_year(context):
        return reason
    this = _made(context.published.year, month, number)
    if isinstance(this, str) or this.first is None:
        return this
    ahead = (this.first - context.published).days
    if ahead <= 0:
        return FUTURE if context.future and ahead > -3 else this
    if context.future:
        return this if ahead < 240 else FUTURE
    return _made(context.published.year - 1, month, number) if ahead > 180 else FUTURE


def _no_year(context: Context) -> str:
    if context.quoted:
        return QUOTED
    return OTHER_YEAR if context.years - {context.published.year} else ""


def _days(match: re.Match[str], context: Context) -> Result:
    month, first, last = month_of(match), _number(match, "d"), _number(match, "d2")
    ends = []
    for number in (first, last):
        made = _made(int(match["y"]), month, number) if match["y"] else _without_year(context, month, number)
        if isinstance(made, str):
            return made
        ends.append(made.first)
    return Bounds(ends[0], ends[1], "span") if first < last else "no such days"


def _month_year(match: re.Match[str], context: Context) -> Result:
    return days.month(int(match["y"]), month_of(match))


def _part_of_month(match: re.Match[str], context: Context) -> Result:
    return days.month(int(match["y"]), month_of(match))


def _season_year(match: re.Match[str], context: Context) -> Result:
    name = match["s"].casefold()
    return days.season(int(match["y"]), name) if name in SEASONS else "a winter lies in two years"


def _quarter(match: re.Match[str], context: Context) -> Result:
    length = 6 if match.groupdict().get("u") == "half" else 3
    which = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 12 // length}.get(match["q"]) or int(match["q"])
    if which * length > 12:
        return VAGUE
    return days.months(int(match["y"]), (which - 1) * length + 1, which * length)


def _first_weeks(match: re.Match[str], context: Context) -> Result:
    count, year = count_of(match["n"]), int(match["y"])
    if count is None or count > 30:
        return VAGUE
    if match["u"] == "months":
        return days.months(year, 1, count, "span") if count < 12 else VAGUE
    length = count * (7 if match["u"] == "weeks" else 1)
    return Bounds(date(year, 1, 1), date(year, 1, 1) + timedelta(days=length - 1), "span")


def _years(match: re.Match[str], context: Context) -> Result:
    first = int(match["y"])
    last = int(match["y2"]) if len(match["y2"]) == 4 else first // 100 * 100 + int(match["y2"])
    return Bounds(date(first, 1, 1), date(last, 12, 31), "span") if first < last else VAGUE


def _since(match: re.Match[str], context: Context) -> Result:
    year = int(match["y"])
    if context.quoted or year >= context.published.year:
        return days.year(year)
    return Bounds(date(year, 1, 1), context.published, "span")


def _mid_decade(match: re.Match[str], context: Context) -> Result:
    return days.months(int(match["y"]) + 4, 1, 12)._replace(last=date(int(match["y"]) + 6, 12, 31))


def _decade(match: re.Match[str], context: Context) -> Result:
    year = int(match["y"])
    if year % 100 == 0:
        return "a decade or a century"
    return Bounds(date(year, 1, 1), date(year + 9, 12, 31), "range")


def _part_year(match: re.Match[str], context: Context) -> Result:
    return days.months(int(match["y"]), *PARTS[match["part"].casefold()])


def _vague(match: re.Match[str], context: Context) -> Result:
    return VAGUE


def _plain_year(match: re.Match[str], context: Context) -> Result:
    return days.year(int(match["y"]))


READERS: Mapping[str, Callable[[re.Match[str], Context], Result]] = {
    "iso": _iso,
    "slashed": _slashed,
    "days": _days,
    "day": _day,
    "part": _part_of_month,
    "month": _month_year,
    "season": _season_year,
    "quarter": _quarter,
    "first_weeks": _first_weeks,
    "years": _years,
    "since": _since,
    "mid_decade": _mid_decade,
    "decade": _decade,
    "part_year": _part_year,
    "vague_year": _vague,
    "ago": date_relatives.ago,
    "vague": _vague,
    "past": _vague,
    "relative_part": date_relatives.relative_part,
    "earlier": date_relatives.earlier,
    "relative": date_relatives.relative,
    "relative_month": date_relatives.relative_month,
    "relative_weekday": date_relatives.relative_weekday,
    "weekday": date_relatives.weekday,
    "weekend": date_relatives.weekend,
    "near_day": date_relatives.near_day,
    "plain_month": date_relatives.plain_month,
    "plain_year": _plain_year,
}
