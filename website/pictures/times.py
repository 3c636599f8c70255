"""When the events happened, as the dataset and as each article bounds it."""

from __future__ import annotations

import datetime

from ..markup import code
from ..pages.record import period, words
from ..site_data import Book, Row
from .drawing import Picture, Scale, canvas, day
from .ranges import EDGE, LABELS, Range, chart

UP = "../"
YEARS = (2003, 2010, 2018, 2019, 2020, 2021, 2022, 2023, 2024)
HOW = (
    "A full bar lasted that long. A hatched bar is doubt: it happened on some day under the bar, and the bar is as "
    "wide as the two bounds are apart. An arrow marks a bound that no line gives. A diamond marks a bar too narrow "
    "to see, such as a single day: full where the day is known, hollow "
    "where it is in doubt. The years before 2018 are drawn narrower than those after."
)
EVENTS = "SELECT * FROM timeline ORDER BY event_type, coalesce(date_from, date_to), event_id"
REPORTS = "SELECT * FROM reports ORDER BY source_id, coalesce(date_from, date_to), report_id"


def years(rows: list[Row]) -> Scale:
    """Return the scale of days: the first 15 years in a fifth of the width, the rest after."""
    given = [d for r in rows for d in (r["date_from"], r["date_to"]) if d is not None]
    first = min([datetime.date(2003, 1, 1), *given])
    last = max([datetime.date(2024, 3, 1), *given])
    left, right = LABELS + 14, EDGE - 14
    return Scale(((day(first), left), (day(datetime.date(2018, 1, 1)), left + (right - left) / 5), (day(last), right)))


def spanning(book: Book, key: str, row: Row, label: str) -> Range:
    """Return the bar of one event or report."""
    when = period(row["date_from"], row["date_to"])
    low, high = (None if row[k] is None else day(row[k]) for k in ("date_from", "date_to"))
    if high is not None:
        high += 1  # the last day counts whole
    told = f"{label} ({key}), {words(row['event_type'])}: {when}"
    return Range(key, label, told, book.href(key, UP), low, high, row["date_precision"] in ("span", "day"))


def _picture(
    slug: str, title: str, summary: str, query: str, rows: list[Row], drawn: dict[str, list[Range]]
) -> Picture:
    ticks = [(day(datetime.date(year, 1, 1)), str(year)) for year in YEARS]
    height, shapes = chart(slug, list(drawn.items()), years(rows), ticks)
    return Picture(slug, title, summary, HOW, query, canvas(slug, title, summary, height, shapes), ())


def events(book: Book) -> Picture:
    """Return the timeline of events by type."""
    rows = book.rows(EVENTS)
    drawn: dict[str, list[Range]] = {}
    for row in rows:
        drawn.setdefault(words(row["event_type"]), []).append(spanning(book, row["event_id"], row, row["event"]))
    days = sum(r["date_from"] is not None and r["date_from"] == r["date_to"] for r in rows)
    missing = sum(None in (r["date_from"], r["date_to"]) for r in rows)
    summary = (
        f"{len(rows)} events of {len(drawn)} types. {days} are dated to one day; for {missing} one bound is missing; "
        "the others lie between two days."
    )
    picture = _picture("events", "Timeline of events", summary, EVENTS, rows, drawn)
    picture.names = ("event", "id", "type", "when", "EDTF", "articles")
    picture.rows = [
        (
            book.ref(r["event_id"], UP),
            code(r["event_id"]),
            words(r["event_type"]),
            period(r["date_from"], r["date_to"]),
            code(r["edtf"] or ""),
            str(r["source_count"]),
        )
        for r in rows
    ]
    return picture


def reports(book: Book) -> Picture:
    """Return what each article tells, and when it says that it was."""
    rows = book.rows(REPORTS)
    drawn: dict[str, list[Range]] = {}
    for row in rows:
        article = f"{row['publisher']}: {book.articles[row['source_id']]['title']}"
        label = f"line {row['line']}: {row['event']}"
        drawn.setdefault(article, []).append(spanning(book, row["report_id"], row, label))
    counts = "; ".join(f"{name.split(':')[0]} {len(found)}" for name, found in drawn.items())
    summary = f"{len(rows)} reports of events in {len(drawn)} articles ({counts}), dated as each report says."
    picture = _picture("reports", "Reports by article", summary, REPORTS, rows, drawn)
    picture.names = ("event", "report", "article", "line", "when it says", "who says so")
    picture.rows = [
        (
            book.ref(r["event_id"], UP),
            book.ref(r["report_id"], UP, r["report_id"]),
            r["publisher"],
            str(r["line"]),
            period(r["date_from"], r["date_to"]),
            r["voice"],
        )
        for r in rows
    ]
    return picture
