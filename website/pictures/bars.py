"""Rows of bounds as bars on a scale: when events happened, what each article says about it, how many troops there were.

A bar is as wide as its bounds are apart. Doubt is hatched; a missing bound is an arrow.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..markup import Columns, Html, Row, code, join
from ..pages.record_parts import bounds
from ..site_data import SiteData, dated, words
from .drawing import (
    ROW,
    WIDTH,
    Picture,
    Scale,
    day,
    group_head,
    grouped,
    mark,
    picture,
    row_box,
    shape,
    tenfold,
    words_at,
)

UP = "../"
LABELS = 380  # units on the left for names
EDGE = WIDTH - 20
LEFT, RIGHT = LABELS + 14, EDGE - 14  # where the scale begins and ends
HEAD = 34  # room for the names of the ticks
NARROW = 8  # bars narrower than this get a diamond as well, so that they can be seen

FIRST, EARLY = datetime.date(2003, 1, 1), datetime.date(2018, 1, 1)
YEARS = (2003, 2010, 2018)  # and every year after
DATES = (
    "A full bar lasted that long. A hatched bar is doubt: the event happened on some day under the bar, and the bar is "
    "as wide as the two bounds are apart. An arrow marks a bound that no line gives. A diamond marks a bar too narrow "
    "to see, such as a single day: full where the day is known, hollow where it is in doubt. The years before 2018 are "
    "drawn narrower than those after."
)
EVENTS = """SELECT t.*, e.date_from, e.date_to, e.date_precision
FROM timeline t JOIN events e USING (event_id)
ORDER BY t.event_type, coalesce(e.date_from, e.date_to), event_id"""
REPORTS = """SELECT r.*, e.date_from, e.date_to, e.date_precision
FROM reports r JOIN event_reports e USING (report_id)
ORDER BY r.source_id, coalesce(e.date_from, e.date_to), report_id"""

TICKS = (100, 1_000, 10_000, 100_000)
AMOUNTS = (
    "Time runs down within each group. The scale is logarithmic: each step to the right is ten times as many. A "
    "diamond is a number given as one value: full where it is exact, hollow where it is “around” it. A hatched bar "
    "with an arrow is a lower bound without an upper one (“several thousand” is at least 2,000). Numbers that count "
    "different things are in different groups and must not be read as one curve."
)
STRENGTHS = """SELECT DISTINCT ON (figure_id) s.* REPLACE (coalesce(s.shared_places, s.place) AS place),
    f.date_from, f.date_to
FROM figure_series s JOIN figures f USING (figure_id) WHERE s.measure = 'strength'
ORDER BY s.actor, s.place, coalesce(f.date_from, f.date_to), figure_id"""


@dataclass(frozen=True)
class Range:
    """One row: its label, its bounds as numbers (None is open) and its address."""

    key: str
    label: str
    details: str
    href: str
    low: float | None
    high: float | None
    exact: bool  # whether the bar is the thing's own length, not doubt about it
    note: str = ""  # words before the bar


def bar(row: Range, scale: Scale, top: float, slug: str) -> Html:
    """Return the bar of a row: full for a known length, hatched for doubt, an arrow where a bound is missing."""
    middle = top + ROW / 2
    start = scale.start if row.low is None else scale(row.low)
    end = scale.end if row.high is None else scale(row.high)
    bounded = row.low is not None and row.high is not None
    full = row.exact and bounded
    look = {"class_": "bar full"} if full else {"class_": "bar open", "fill": f"url(#{slug}-hatch)"}
    parts = [shape("rect", x=start, y=middle - 6, width=end - start, height=12, **look)]
    if row.low is None:
        parts.append(shape("path", d=f"M{start - 11:.2f} {middle:.2f}l11 -9v18z", class_="arrow"))
    if row.high is None:
        parts.append(shape("path", d=f"M{end + 11:.2f} {middle:.2f}l-11 -9v18z", class_="arrow"))
    if bounded and end - start < NARROW:
        path = f"M{(start + end) / 2:.2f} {middle - 8:.2f}l7 8l-7 8l-7 -8z"
        parts.append(shape("path", d=path, class_="diamond full" if full else "diamond open"))
    if row.note:
        parts.append(words_at(start - 14, middle + 5, row.note, text_anchor="end"))
    return join(parts)


def chart(
    slug: str, groups: Mapping[str, Sequence[Range]], scale: Scale, ticks: Sequence[tuple[float, str]]
) -> tuple[float, list[Html]]:
    """Return the height and the shapes of all groups, one below the other, over the lines of the ticks."""
    parts: list[Html] = []
    top = float(HEAD)
    for name, rows in groups.items():
        parts.append(group_head(top, name))
        for row in rows:
            top += ROW
            label = words_at(14, top + 17, row.label, LABELS - 24)
            parts.append(mark(row.key, row.href, row.details, row_box(top), label, bar(row, scale, top, slug)))
        top += ROW
    under = [shape("path", d=f"M{scale(value):.2f} {HEAD - 6}V{top:.2f}", class_="tick") for value, _ in ticks]
    names = [words_at(scale(value), HEAD - 12, text, text_anchor="middle", class_="small") for value, text in ticks]
    return top + 6, [shape("g", *under, *names, aria_hidden="true"), *parts]


# ---- dates


def years(rows: Sequence[Row]) -> Scale:
    """Return the scale of days: the years before 2018 in a fifth of the width, the rest after."""
    given = [d for r in rows for d in (r["date_from"], r["date_to"]) if d is not None]
    first, last = min([FIRST, *given]), max([datetime.date(2024, 3, 1), *given])
    return Scale(((day(first), LEFT), (day(EARLY), LEFT + (RIGHT - LEFT) / 5), (day(last), RIGHT)))


def dates(
    site: SiteData, slug: str, rows: Sequence[Row], groups: Mapping[str, Sequence[Row]], id_: str, label: str
) -> tuple[float, list[Html]]:
    """Return the chart of the dates of rows, by group."""

    def one(row: Row) -> Range:
        key, name = row[id_], label.format(**row)
        low, high = (None if row[k] is None else day(row[k]) for k in ("date_from", "date_to"))
        details = f"{name} ({key}), {words(row['event_type'])}: {dated(row)}"
        exact = row["date_precision"] in ("span", "day")
        high = None if high is None else high + 1  # the last day counts whole
        return Range(key, name, details, site.href(key, UP), low, high, exact)

    scale = years(rows)
    last = max([EARLY, *(d for r in rows for d in (r["date_from"], r["date_to"]) if d is not None)])
    ticks = [(day(datetime.date(y, 1, 1)), str(y)) for y in (*YEARS, *range(YEARS[-1] + 1, last.year + 1))]
    return chart(slug, {name: [one(r) for r in mine] for name, mine in groups.items()}, scale, ticks)


def events(site: SiteData) -> Picture:
    """Return the timeline of events by type."""
    rows = site.rows(EVENTS)
    groups = grouped(rows, lambda r: words(r["event_type"]))
    days = sum(r["date_from"] is not None and r["date_from"] == r["date_to"] for r in rows)
    missing = sum(None in (r["date_from"], r["date_to"]) for r in rows)
    summary = (
        f"{len(rows)} events of {len(groups)} types. {days} are dated to one day; for {missing} one bound is missing; "
        "the others lie between two days."
    )
    columns: Columns = {
        "event": lambda r: site.ref(r["event_id"], UP),
        "id": lambda r: code(r["event_id"]),
        "type": lambda r: words(r["event_type"]),
        "when": dated,
        "EDTF": lambda r: code(r["event_edtf"] or ""),
        "articles": lambda r: str(r["source_count"]),
    }
    drawing = dates(site, "events", rows, groups, "event_id", "{event}")
    return picture("events", "Timeline of events", summary, DATES, EVENTS, rows, columns, drawing)


def reports(site: SiteData) -> Picture:
    """Return what each article reports, with the dates that it gives."""
    rows = site.rows(REPORTS)
    groups = grouped(rows, lambda r: site.article(r["source_id"]))
    counts = "; ".join(f"{name.split(':')[0]} {len(mine)}" for name, mine in groups.items())
    summary = f"{len(rows)} reports of events in {len(groups)} articles ({counts}), dated as each report says."
    columns: Columns = {
        "event": lambda r: site.ref(r["event_id"], UP),
        "report": lambda r: site.id_ref(r["report_id"], UP),
        "article": lambda r: r["publisher"],
        "line": lambda r: str(r["line"]),
        "date in the report": dated,
        "who says so": lambda r: r["voice"],
    }
    drawing = dates(site, "reports", rows, groups, "report_id", "line {line}: {event}")
    return picture("reports", "Reports by article", summary, DATES, REPORTS, rows, columns, drawing)


# ---- amounts


def speaker(row: Row) -> str:
    """Return who gives a number: a speaker through the article, or the article's author."""
    who = row["author"] or "the article" if row["voice"] == "author" else row["voice"]
    return f"{who} ({row['publisher']})"


def strengths(site: SiteData) -> Picture:
    """Return every figure of troop strength by whose and where, in time."""
    rows = site.rows(STRENGTHS)
    given = [v for r in rows for v in (r["value_low"], r["value_high"]) if v is not None and v > 0]
    low = min([100.0, *given])
    scale = Scale(((tenfold(low), LEFT), (tenfold(max([200_000.0, *given])), RIGHT)))

    def one(row: Row) -> Range:
        lower, upper = (None if v is None else tenfold(max(v, low)) for v in (row["value_low"], row["value_high"]))
        details = f"{row['printed']}: {bounds(row)}, {row['description']}; {dated(row)}; {speaker(row)}"
        year = "–".join(sorted({str(d.year) for d in (row["date_from"], row["date_to"]) if d is not None}))
        key, exact, note = row["figure_id"], row["qualifier"] == "exact", f"“{row['printed']}”"
        return Range(key, f"{year} {speaker(row)}", details, site.href(key, UP), lower, upper, exact, note)

    groups = grouped(rows, lambda r: f"{r['actor'] or 'Not stated'}, {r['place'] or 'place not stated or several'}")
    summary = (
        f"{len(rows)} figures of strength in {len(groups)} groups. "
        f"{sum(r['value_high'] is None for r in rows)} have a lower bound only; "
        f"{sum(r['voice'] == 'author' for r in rows)} are in the author’s own voice."
    )
    columns: Columns = {
        "what is counted": lambda r: site.ref(r["figure_id"], UP, r["description"]),
        "printed": lambda r: r["printed"],
        "whose": lambda r: site.ref(r["actor_id"], UP),
        "where": lambda r: r["place"],
        "bounds": bounds,
        "when": dated,
        "who says so": speaker,
        "line": lambda r: str(r["line"]),
    }
    ticks = [(tenfold(t), f"{t:,}") for t in TICKS]
    drawing = chart("strengths", {name: [one(r) for r in mine] for name, mine in groups.items()}, scale, ticks)
    return picture("strengths", "Troop numbers", summary, AMOUNTS, STRENGTHS, rows, columns, drawing)
