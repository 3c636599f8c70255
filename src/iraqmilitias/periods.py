"""Rows of a frame by time, where dates are bounds: what certainly falls into a time, and what may."""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Sequence
from typing import Any, TypeVar

from .arguments import checked
from .errors import NotFoundError, QueryError
from .text import shown

Frame = TypeVar("Frame")
PREFIXES = ("date", "event", "report", "period")  # of columns such as event_from, event_to and event_precision
_WITHIN = ("day", "month", "season", "year", "range")  # at some time between the bounds


@checked
def during(frame: Frame, time: str, certain: bool = False, column: str | None = None) -> Frame:
    """Return the rows of a frame that may fall into a time; with `certain`, those that certainly do.

    `frame` is one of pandas, polars or Arrow, or a list of dictionaries, with columns such as date_from and date_to;
    `column` says which where there are several: "event" for event_from and event_to. `time` is a year, month or day,
    or two of them with a slash: "2020", "2020-01", "2020-01-03", "2020-01/2020-03", "2020-06/.." (no end).

    It decides as the macro `during` in SQL does: a missing bound is unbounded; a row is certain if the time holds both
    its bounds, and a span (its precision) as soon as one day is shared. Without a column for the precision, as in
    figures, dates are taken for bounds. Raises QueryError for another form of time, NotFoundError for other columns.
    """
    first, last = bounds(time)
    names = _names(frame)
    prefix = _prefix(names, column)
    froms, tos = (_days(_values(frame, f"{prefix}_{end}")) for end in ("from", "to"))
    precision = next((n for n in (f"{prefix}_precision",) if n in names), None)
    precisions = _values(frame, precision) if precision else ["range"] * len(froms)
    wanted = ("certain",) if certain else ("certain", "possible")
    rows = zip(froms, tos, precisions, strict=True)
    kept: Frame = _kept(frame, [falls(a, b, p, first, last) in wanted for a, b, p in rows])
    return kept


def falls(
    date_from: datetime.date | None,
    date_to: datetime.date | None,
    precision: Any,
    first: datetime.date,
    last: datetime.date,
) -> str | None:
    """Return whether something dated by bounds happened from `first` to `last`: certain, possible or no; see during."""
    if not isinstance(precision, str) or precision not in (*_WITHIN, "span", "open"):
        return None
    if (date_from or first) > last or (date_to or last) < first:
        return "no"
    if date_from is None or date_to is None:
        # A window that is open on the side of the missing bound holds it.
        held = (date_from is not None or first == datetime.date.min) and (
            date_to is not None or last == datetime.date.max
        )
        inside = (date_from or first) >= first and (date_to or last) <= last
        return "certain" if held and inside else "possible"
    if precision == "span" or (date_from >= first and date_to <= last):
        return "certain"
    return "possible"


def bounds(time: str) -> tuple[datetime.date, datetime.date]:
    """Return the first and last day of a time such as "2020-01" or "2020-01/2020-03"; QueryError for another form."""
    one, slash, other = time.partition("/")
    first, last = _edges(one, time), _edges(other if slash else one, time)
    if first[0] > last[1]:
        raise QueryError(f"{time!r} ends before it begins")
    return first[0], last[1]


def _edges(text: str, time: str) -> tuple[datetime.date, datetime.date]:
    if text == "..":
        return datetime.date.min, datetime.date.max
    try:
        if not (form := re.fullmatch(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", text, re.ASCII)):
            raise ValueError
        year, month, day = (int(part) if part else 0 for part in form.groups())
        end = day or calendar.monthrange(year, month or 12)[1]
        return datetime.date(year, month or 1, day or 1), datetime.date(year, month or 12, end)
    except ValueError:  # calendar.IllegalMonthError is one
        raise QueryError(f"{time!r} is not a time; write 2020, 2020-01, 2020-01-03 or 2020-01/2020-03") from None


def _prefix(names: Sequence[str], column: str | None) -> str:
    there = [n.removesuffix("_from") for n in names if n.endswith("_from") and n.removesuffix("_from") + "_to" in names]
    if column is not None:
        if column not in there:
            raise NotFoundError(f"no columns {column}_from and {column}_to; there are: {', '.join(there) or 'none'}")
        return column
    if not there:
        raise NotFoundError("the frame has no dates: no column such as date_from or event_from with its date_to")
    return next((p for p in PREFIXES if p in there), there[0])


def _names(frame: Any) -> list[str]:
    if isinstance(frame, list):
        return list(frame[0]) if frame else ["date_from", "date_to"]
    return list(getattr(frame, "column_names", None) or frame.columns)


def _values(frame: Any, name: str) -> list[Any]:
    if isinstance(frame, list):
        return [row.get(name) for row in frame]
    column = frame[name]
    return list(column.to_pylist() if hasattr(column, "to_pylist") else column.to_list())


def _days(values: Sequence[Any]) -> list[datetime.date | None]:
    """Return days; a missing value is None, also NaT of pandas, which is the only one that is not equal to itself."""
    try:
        return [
            None if value is None or value != value else datetime.date(value.year, value.month, value.day)
            for value in values
        ]
    except AttributeError:
        odd = next(v for v in values if v is not None and v == v and not hasattr(v, "day"))
        raise QueryError(f"{shown(odd)} is not a date; give frames of load() or sql(), or make dates of it") from None


def _kept(frame: Any, mask: list[bool]) -> Any:
    if isinstance(frame, list):
        return [row for row, keep in zip(frame, mask, strict=True) if keep]
    if hasattr(frame, "loc"):
        return frame.loc[mask]
    if hasattr(frame, "column_names"):
        import pyarrow as pa

        return frame.filter(pa.array(mask))
    return frame.filter(mask)
