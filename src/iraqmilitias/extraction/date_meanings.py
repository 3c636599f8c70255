"""What each kind of date expression means, given the day of publication: bounds, or a reason why it stays open.

The readers are named in the patterns of `dates`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple

from .. import calendar_days as calendar
from ..calendar_days import MONTHS, PARTS, SEASONS, WEEKDAYS, Bounds
from .numbers import UNITS_AND_TENS

Result = Bounds | str
# The parts of a year by other words for them.
PARTS_TOLD = PARTS | {
    "beginning": PARTS["early"], "start": PARTS["early"], "end": PARTS["late"], "close": PARTS["late"],
}  # fmt: skip
# Days by their words: "the ninth of October".
_UNITS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")
_TEENS = ("tenth", "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth")
_NTHS = (*_UNITS, *_TEENS, "eighteenth", "nineteenth", "twentieth", *(f"twenty-{u}" for u in _UNITS), "thirtieth")
NTHS = {word: number for number, word in enumerate((*_NTHS, "thirty-first"), 1)}
QUOTED = "inside a quotation: relative to the day it was said"
FUTURE = "may lie in the future"
OTHER_YEAR = "another year is named near it"
DIVIDED = "usage is divided"
VAGUE = "too vague"


class Context(NamedTuple):
    """The context of an expression: the day of publication, and what may change its meaning."""

    published: date
    quoted: bool
    future: bool
    years: frozenset[int]  # years printed up to the end of its sentence, the expression's own left out

    def refusal(self) -> str:
        """Return why nothing relative can be read here, or an empty string."""
        if self.quoted:
            return QUOTED
        if self.future:
            return FUTURE
        return OTHER_YEAR if self.years - {self.published.year} else ""


Reader = Callable[[re.Match[str], Context], Result]


def small_count(word: str) -> int | None:
    """Return a small count in digits or words; "a" and "an" are one."""
    word = word.casefold()
    return 1 if word in ("a", "an") else int(word) if word.isdigit() else UNITS_AND_TENS.get(word)


def _month(match: re.Match[str]) -> int:
    """Return the number of a match's month."""
    return MONTHS[match["m"].rstrip(".").casefold()]


def iso(match: re.Match[str], context: Context) -> Result:
    return _made(int(match["y"]), int(match["m"]), int(match["d"]))


def slashed(match: re.Match[str], context: Context) -> Result:
    a, b, year = int(match["a"]), int(match["b"]), int(match["y"])
    if (a > 12) == (b > 12) and a != b:
        return "day and month may be either way round"
    return _made(year if year > 99 else 2000 + year, *((b, a) if a > 12 else (a, b)))


def _made(year: int, month: int, day: int) -> Result:
    try:
        return calendar.day(date(year, month, day))
    except ValueError:
        return "no such day"


def _number(match: re.Match[str], name: str) -> int:
    return NTHS.get(match[name].casefold()) or int(re.sub(r"\D", "", match[name]))


def day(match: re.Match[str], context: Context) -> Result:
    month, number = _month(match), _number(match, "d")
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
    this = _made(context.published.year, month, number)
    recent = not isinstance(this, str) and this.first is not None and 0 <= (context.published - this.first).days <= 30
    if reason := _no_year(context._replace(quoted=context.quoted and not recent)):
        return reason
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


def two_months(match: re.Match[str], context: Context) -> Result:
    """Two months in a row of one year: "October and November 2023"."""
    first, last = _month(match), MONTHS[match["m2"].rstrip(".").casefold()]
    return calendar.months(int(match["y"]), first, last, "span") if last == first + 1 else VAGUE


def months_and_years(match: re.Match[str], context: Context) -> Result:
    """Two months, each with its year."""
    first = calendar.month(int(match["y"]), _month(match)).first
    last = calendar.month(int(match["y2"]), MONTHS[match["m2"].rstrip(".").casefold()]).last
    return Bounds(first, last, "span") if first and last and first < last else VAGUE


def days(match: re.Match[str], context: Context) -> Result:
    month, first, last = _month(match), _number(match, "d"), _number(match, "d2")
    if " and " in match.group() and last != first + 1:
        return "two days"
    ends = []
    for number in (first, last):
        made = _made(int(match["y"]), month, number) if match["y"] else _without_year(context, month, number)
        if isinstance(made, str):
            return made
        ends.append(made.first)
    return Bounds(ends[0], ends[1], "span") if first < last else "no such days"


def month_year(match: re.Match[str], context: Context) -> Result:
    return calendar.month(int(match["y"]), _month(match))


def month_of_year(match: re.Match[str], context: Context) -> Result:
    """A month of last year or of this: "March last year"."""
    last = match["which"] == "last"
    if reason := context._replace(future=context.future and not last, years=frozenset()).refusal():
        return reason
    bounds = calendar.month(context.published.year - last, _month(match))
    return bounds if bounds.first is not None and bounds.first <= context.published else FUTURE


def season_year(match: re.Match[str], context: Context) -> Result:
    name = match["s"].casefold()
    return calendar.season(int(match["y"]), name) if name in SEASONS else "a winter lies in two years"


def quarter(match: re.Match[str], context: Context) -> Result:
    length = 6 if match.groupdict().get("u") == "half" else 3
    which = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 12 // length}.get(match["q"]) or int(match["q"])
    if which * length > 12:
        return VAGUE
    return calendar.months(int(match["y"]), (which - 1) * length + 1, which * length)


def first_weeks(match: re.Match[str], context: Context) -> Result:
    count, year = small_count(match["n"]), int(match["y"])
    if count is None or count > 30:
        return VAGUE
    if match["u"] == "months":
        return calendar.months(year, 1, count, "span") if count < 12 else VAGUE
    length = count * (7 if match["u"] == "weeks" else 1)
    return Bounds(date(year, 1, 1), date(year, 1, 1) + timedelta(days=length - 1), "span")


def years(match: re.Match[str], context: Context) -> Result:
    first = int(match["y"])
    last = int(match["y2"]) if len(match["y2"]) == 4 else first // 100 * 100 + int(match["y2"])
    return Bounds(date(first, 1, 1), date(last, 12, 31), "span") if first < last else VAGUE


def mid_decade(match: re.Match[str], context: Context) -> Result:
    return calendar.months(int(match["y"]) + 4, 1, 12)._replace(last=date(int(match["y"]) + 6, 12, 31))


def decade(match: re.Match[str], context: Context) -> Result:
    year = int(match["y"])
    if year % 100 == 0:
        return "a decade or a century"
    return Bounds(date(year, 1, 1), date(year + 9, 12, 31), "range")


def part_year(match: re.Match[str], context: Context) -> Result:
    return calendar.months(int(match["y"]), *PARTS[match["part"].casefold()])


def vague(match: re.Match[str], context: Context) -> Result:
    return VAGUE


def plain_year(match: re.Match[str], context: Context) -> Result:
    year = int(match["y"])
    return calendar.year(year) if year <= context.published.year else FUTURE


def ago(match: re.Match[str], context: Context) -> Result:
    count, unit = small_count(match["n"]), match["u"].removesuffix("s")
    if count is None or match["fuzzy"] or not match.group().endswith("ago"):
        return VAGUE
    if reason := context.refusal():
        return reason
    if unit == "day":
        return calendar.day(context.published - timedelta(days=count))
    if unit == "week":
        middle = context.published - timedelta(weeks=count)
        return Bounds(middle - timedelta(days=3), middle + timedelta(days=3), "range")
    if unit == "month" and count <= 12:
        return calendar.months_before(context.published, count)
    if unit == "year" and count <= 10:
        return calendar.year(context.published.year - count)
    return VAGUE


def relative_part(match: re.Match[str], context: Context) -> Result:
    last = match["which"] == "last"
    if reason := context._replace(future=context.future and not last).refusal():
        return reason
    if last and match["u"] == "year":
        return calendar.months(context.published.year - 1, *PARTS[match["part"].casefold()])
    if last:
        return _unit("last", match["u"], context)
    return VAGUE


def earlier(match: re.Match[str], context: Context) -> Result:
    if reason := context.refusal():
        return reason
    if match["part"].casefold() == "later" or match["which"] != "this":
        return FUTURE if match["which"] == "this" else VAGUE
    today, unit = context.published, match["u"]
    first = {"week": calendar.week(today), "month": today.replace(day=1), "year": date(today.year, 1, 1)}[unit]
    if first == today:
        return VAGUE
    return Bounds(first, today, "range")


def relative(match: re.Match[str], context: Context) -> Result:
    past = match["which"].casefold() == "last"  # counted from the publication, whatever years are told of before
    reason = context._replace(future=context.future and not past, years=frozenset()).refusal()
    return reason or _unit(match["which"].casefold(), match["u"], context)


def _unit(which: str, unit: str, context: Context) -> Result:
    today = context.published
    if unit in ("winter", "weekend") or which == "next":
        return DIVIDED if unit in ("winter", "weekend") else FUTURE
    if unit in SEASONS:
        return _near_season(which, unit, today)
    if unit == "week":
        monday = calendar.week(today) - timedelta(weeks=which == "last")
        return Bounds(monday, monday + timedelta(days=6), "range")
    if unit == "month":
        return calendar.months_before(today, which == "last")
    return calendar.year(today.year - (which == "last"))


def _near_season(which: str, unit: str, today: date) -> Result:
    this = calendar.season(today.year, unit)
    assert this.first is not None and this.last is not None
    if which == "this":
        return this
    if today > this.last:
        return DIVIDED  # "last summer" in November: this year's, or the one before
    return calendar.season(today.year - 1, unit)


def relative_month(match: re.Match[str], context: Context) -> Result:
    number, today, which = _month(match), context.published, match["which"].casefold()
    told = context._replace(years=frozenset()) if which == "last" else context  # counted from the publication
    if reason := told.refusal():
        return reason
    if which == "this":
        return calendar.month(today.year, number)
    if which == "next":
        return FUTURE
    return calendar.month(today.year - 1, number) if number >= today.month else DIVIDED


def relative_weekday(match: re.Match[str], context: Context) -> Result:
    """The last such day, where it lies before this week by each way to count weeks (from Saturday, Sunday, Monday)."""
    if match["which"].casefold() != "last":
        return DIVIDED
    if reason := context._replace(future=False, years=frozenset()).refusal():
        return reason
    today = context.published
    ago = (today.weekday() - WEEKDAYS[match["w"].rstrip(".").casefold()] - 1) % 7 + 1
    begun = max((today.weekday() - first) % 7 for first in (0, 5, 6))
    return calendar.day(today - timedelta(days=ago)) if ago > begun else DIVIDED


def weekday(match: re.Match[str], context: Context) -> Result:
    if reason := context.refusal():
        return reason
    today = context.published
    return calendar.day(today - timedelta(days=(today.weekday() - WEEKDAYS[match["w"].casefold()]) % 7))


def weekend(match: re.Match[str], context: Context) -> Result:
    if reason := context.refusal():
        return reason
    monday = calendar.week(context.published)
    if context.published.weekday() > 2:
        return DIVIDED
    return Bounds(monday - timedelta(days=2), monday - timedelta(days=1), "range")


def near_day(match: re.Match[str], context: Context) -> Result:
    if reason := context.refusal():
        return reason
    which = (match["which"] or "").casefold()
    if which == "yesterday":
        return calendar.day(context.published - timedelta(days=1))
    return "today may be the day or the age" if which == "today" else DIVIDED


def plain_month(match: re.Match[str], context: Context) -> Result:
    """A month without a year is the latest before publication (codebook), unless it may lie ahead."""
    if reason := context.refusal():
        return reason
    number, today = _month(match), context.published
    lead = (match.groupdict().get("lead") or "").casefold()
    if lead in ("until", "by", "through"):
        return FUTURE
    year = today.year if number <= today.month else today.year - 1
    if number > today.month and number - today.month < 4 and lead != "since":
        return FUTURE
    bounds = calendar.month(year, number)
    return bounds._replace(last=today) if bounds.last is not None and bounds.last > today else bounds


def days_and_months(match: re.Match[str], context: Context) -> Result:
    """Two days of two months, the year with the second: "12 March to 4 April 2020"."""
    if re.search(r"\sand\s", match.group()) and not re.search(r"\b[Bb]etween\s+$", match.string[: match.start()]):
        return "two days"
    year, first, last = int(match["y"]), _month(match), MONTHS[match["m2"].rstrip(".").casefold()]
    begun = _made(year - (first > last), first, _number(match, "d"))
    ended = _made(year, last, _number(match, "d2"))
    if isinstance(begun, str) or isinstance(ended, str):
        return "no such day"
    return Bounds(begun.first, ended.last, "span")


def within(match: re.Match[str], context: Context) -> Result:
    """The time up to publication in which something was the first, or the third: "the second in two weeks"."""
    count = small_count(match["n"] or "a")
    if reason := context._replace(years=frozenset()).refusal():
        return reason
    if count is None:
        return VAGUE
    if match["one"] == "month":
        return calendar.month_up_to(context.published)
    count, unit = (1, "weeks") if match["one"] else (count, match["u"])
    begun = context.published - timedelta(days=count * (7 if unit == "weeks" else 1))
    return Bounds(begun, context.published, "span")


def told_before(match: re.Match[str], context: Context) -> Result:
    return "of a year that was told before"


def part_of_year(match: re.Match[str], context: Context) -> Result:
    """The beginning or end of a year that is past: "the end of 2019"."""
    year = int(match["y"])
    part = PARTS_TOLD.get(match["part"].casefold())
    if part is None or context.quoted or context.future or year >= context.published.year:
        return VAGUE
    return calendar.months(year, *part)


def months(match: re.Match[str], context: Context) -> Result:
    """Two months, both in the year that is printed, or in the last year in which both are past."""
    first, last = _month(match), MONTHS[match["m2"].rstrip(".").casefold()]
    if match["y"]:
        year = int(match["y"])
    elif reason := context.refusal():
        return reason
    else:
        year = context.published.year - (last > context.published.month)
    begun = calendar.month(year - (first > last), first).first
    return Bounds(begun, calendar.month(year, last).last, "span")
