"""Rows of bounds on a scale: when events happened, what each article says about it, how many troops there were.

What is known best has the most ink: a known day is a diamond, a known length a bar, doubt between two bounds a thin
line, and where a bound is missing the line fades.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from ..markup import Columns, Html, Row, code, grouped, join
from ..pages.badges import noted
from ..pages.record_parts import bounds
from ..site_data import SiteData, dated, words
from .drawing import (
    FADE,
    LETTER,
    ROW,
    WIDE,
    Column,
    Drawing,
    Picture,
    Scale,
    Sheet,
    columns_at,
    day,
    mark,
    picture,
    row_box,
    shape,
    stacked,
    tenfold,
    words_at,
)

UP = "../"
LABELS = 380  # units on the left of a wide sheet for names
FIRST, LAST = datetime.date(2003, 1, 1), datetime.date(2024, 3, 1)
DATES = (
    "Time runs evenly from left to right. A full diamond is a known day, or a known length too short for a bar; a bar "
    "is a known length of time. A thin line with two ends means some day between them, and so does a hollow diamond, "
    "where they are close together. A line that fades has no bound on that side: no article says when it began "
    "or ended, and how far it fades says nothing."
)
EVENTS = """SELECT t.*, e.date_from, e.date_to, e.date_precision
FROM timeline t JOIN events e USING (event_id)
ORDER BY e.date_from IS NULL, coalesce(e.date_from, e.date_to), e.date_to, event_id"""
REPORTS = """SELECT r.*, e.date_from, e.date_to, e.date_precision
FROM reports r JOIN event_reports e USING (report_id)
ORDER BY r.source_id, e.date_from IS NULL, coalesce(e.date_from, e.date_to), report_id"""

TICKS = (100, 1_000, 10_000, 100_000)
AMOUNTS = (
    "Time runs down within each group. The scale is logarithmic: each step to the right is ten times as many. A "
    "diamond is a number given as one value: full where it is exact, hollow where it is “around” it. A thin line has "
    "two bounds; one that fades has a lower bound only (“several thousand” is at least 2,000). Numbers that count "
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
    exact: bool  # whether the bounds are the thing's own length, not doubt about it
    note: str = ""  # words beside the bar


def bar(row: Range, scale: Scale, middle: float, id_: str) -> Html:
    """Return what stands for a row's bounds, with its words on the side that has more room."""
    low = None if row.low is None else scale(row.low)
    high = None if row.high is None else scale(row.high)
    start = low if low is not None else max(scale.start, (high if high is not None else scale.end) - FADE)
    end = high if high is not None else min(scale.end, start + FADE)
    if low is None or high is None:
        fade = f"url(#{id_}-fade-away)" if high is None else f"url(#{id_}-fade)"
        parts = [shape("rect", x=start, y=middle - 4, width=end - start, height=8, class_="fades", fill=fade)]
        edge = start if high is None else end
        parts.append(shape("path", d=f"M{edge:.2f} {middle - 7:.2f}v14", class_="bound"))
    elif row.exact and end - start >= 4:
        parts = [shape("rect", x=start, y=middle - 6, width=end - start, height=12, class_="bar full")]
    elif end - start < 4:
        path = f"M{(start + end) / 2:.2f} {middle - 8:.2f}l7 8l-7 8l-7 -8z"
        parts = [shape("path", d=path, class_="diamond full" if row.exact else "diamond open")]
    else:
        ends = f"M{start:.2f} {middle - 6:.2f}v12M{end:.2f} {middle - 6:.2f}v12M{start:.2f} {middle:.2f}H{end:.2f}"
        parts = [shape("path", d=ends, class_="bound")]
    if row.note:
        room = len(row.note) * LETTER
        before = start - scale.start > room + 14 and start - scale.start > scale.end - end
        at, anchor = (start - 12, "end") if before else (end + 12, "start")
        if before or scale.end + 10 - end > room:
            parts.append(words_at(at, middle + 5, row.note, text_anchor=anchor, class_="small"))
    return join(parts)


def chart(
    sheet: Sheet, slug: str, groups: Mapping[str, Sequence[Range]], scale: Scale, ticks: Sequence[tuple[float, str]]
) -> Drawing:
    """Return all groups, one below the other, over the lines of the ticks."""
    id_ = f"{slug}-narrow" if sheet.narrow else slug

    def line(row: Range, top: float) -> tuple[float, Html]:
        label = f"{row.label}: {row.note}" if sheet.narrow and row.note else row.label
        height, shown = columns_at(sheet, top, [Column(14, LABELS - 24, label)])
        middle = top + ROW / 2
        if sheet.narrow:
            middle, height = top + height + 3, height + 20
        drawn = bar(replace(row, note="") if sheet.narrow else row, scale, middle, id_)
        return height, mark(row.key, row.href, row.details, row_box(sheet, top, height), *shown, drawn)

    bottom, shapes = stacked(sheet, groups, 0, line)
    under = [shape("path", d=f"M{scale(value):.2f} 0V{bottom:.2f}", class_="tick") for value, _ in ticks]
    axis = [words_at(scale(value), 17, text, text_anchor="middle", class_="small") for value, text in ticks]
    return Drawing(sheet, bottom + 6, [shape("g", *under, aria_hidden="true"), *shapes], axis)


def edges(sheet: Sheet) -> tuple[float, float]:
    """Return where a scale begins and ends on a sheet."""
    return (20, sheet.width - 20) if sheet.narrow else (LABELS + 14, sheet.width - 34)


# ---- dates


def years(rows: Sequence[Row], sheet: Sheet) -> Scale:
    """Return the scale of days, even from the first year to the last."""
    given = [d for r in rows for d in (r["date_from"], r["date_to"]) if d is not None]
    start, end = edges(sheet)
    return Scale(day(min([FIRST, *given])), day(max([LAST, *given])), start, end)


def dates(
    site: SiteData,
    sheet: Sheet,
    slug: str,
    rows: Sequence[Row],
    groups: Mapping[str, Sequence[Row]],
    id_: str,
    label: str,
) -> Drawing:
    """Return the chart of the dates of rows, by group."""

    def one(row: Row) -> Range:
        key = row[id_]
        name = noted(site, key, label.format(**row))
        low, high = (None if row[k] is None else day(row[k]) for k in ("date_from", "date_to"))
        details = f"{name} ({key}), {words(row['event_type'])}: {dated(row)}"
        exact = row["date_precision"] in ("span", "day")
        high = None if high is None else high + 1  # the last day counts whole
        return Range(key, name, details, site.href(key, UP), low, high, exact, dated(row))

    scale = years(rows, sheet)
    step = 6 if sheet.narrow else 3
    ticks = [(day(datetime.date(y, 1, 1)), str(y)) for y in range(FIRST.year, LAST.year + 1, step)]
    return chart(sheet, slug, {name: [one(r) for r in mine] for name, mine in groups.items()}, scale, ticks)


def _when(row: Row) -> str:
    """Return under which heading of the chronology a row is."""
    return str(row["date_from"].year) if row["date_from"] else "When it began is not known"


def events(site: SiteData, sheet: Sheet = WIDE) -> Picture:
    """Return the events in the order of time."""
    rows = site.rows(EVENTS)
    days = sum(r["date_from"] is not None and r["date_from"] == r["date_to"] for r in rows)
    missing = sum(None in (r["date_from"], r["date_to"]) for r in rows)
    summary = (
        f"{len(rows)} events in the order of time. {days} are dated to one day; for {missing} one bound is missing; "
        "the others lie between two days, or lasted from one to the other."
    )
    columns: Columns = {
        "event": lambda r: site.ref(r["event_id"], UP),
        "id": lambda r: code(r["event_id"]),
        "type": lambda r: words(r["event_type"]),
        "when": dated,
        "EDTF": lambda r: code(r["event_edtf"] or ""),
        "articles": lambda r: str(r["source_count"]),
    }
    title = f"Only {days} of {len(rows)} events can be dated to one day"
    drawing = dates(site, sheet, "events", rows, grouped(rows, _when), "event_id", "{event}")
    return picture("events", "Timeline of events", title, summary, DATES, EVENTS, rows, columns, drawing)


def reports(site: SiteData, sheet: Sheet = WIDE) -> Picture:
    """Return what each article reports, with the dates that it gives."""
    rows = site.rows(REPORTS)
    groups = grouped(rows, lambda r: site.article(r["source_id"]))
    counts = "; ".join(f"{name.split(':')[0]} {len(mine)}" for name, mine in groups.items())
    summary = f"{len(rows)} reports of events in {len(groups)} articles ({counts}), dated as each report says."
    undated = sum(r["date_from"] is None for r in rows)
    columns: Columns = {
        "event": lambda r: site.ref(r["event_id"], UP),
        "report": lambda r: site.id_ref(r["report_id"], UP),
        "article": lambda r: r["publisher"],
        "line": lambda r: str(r["line"]),
        "date in the report": dated,
        "who says so": lambda r: r["voice"],
    }
    title = f"{undated} of {len(rows)} reports do not say when it began"
    drawing = dates(site, sheet, "reports", rows, groups, "report_id", "line {line}: {event}")
    return picture("reports", "Reports by article", title, summary, DATES, REPORTS, rows, columns, drawing)


# ---- amounts


def speaker(row: Row) -> str:
    """Return who gives a number: a speaker through the article, or the article's author."""
    who = row["author"] or "the article" if row["voice"] == "author" else row["voice"]
    return f"{who} ({row['publisher']})"


def strengths(site: SiteData, sheet: Sheet = WIDE) -> Picture:
    """Return every figure of troop strength by whose and where, in time."""
    rows = site.rows(STRENGTHS)
    given = [v for r in rows for v in (r["value_low"], r["value_high"]) if v is not None and v > 0]
    low = min([100.0, *given])
    scale = Scale(tenfold(low), tenfold(max([200_000.0, *given])), *edges(sheet))

    def one(row: Row) -> Range:
        lower, upper = (None if v is None else tenfold(max(v, low)) for v in (row["value_low"], row["value_high"]))
        details = f"{row['printed']}: {bounds(row)}, {row['description']}; {dated(row)}; {speaker(row)}"
        year = "–".join(sorted({str(d.year) for d in (row["date_from"], row["date_to"]) if d is not None}))
        key, exact, note = row["figure_id"], row["qualifier"] == "exact", f"“{row['printed']}”"
        return Range(
            key, noted(site, key, f"{year} {speaker(row)}"), details, site.href(key, UP), lower, upper, exact, note
        )

    groups = grouped(rows, lambda r: f"{r['actor'] or 'Not stated'}, {r['place'] or 'place not stated or several'}")
    own = sum(r["voice"] == "author" for r in rows)
    summary = (
        f"{len(rows)} figures of strength in {len(groups)} groups. "
        f"{sum(r['value_high'] is None for r in rows)} have a lower bound only; {own} are in the author’s own voice."
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
    drawing = chart(sheet, "strengths", {name: [one(r) for r in mine] for name, mine in groups.items()}, scale, ticks)
    title = f"{own} of {len(rows)} troop numbers are the author’s own, without a source in the line"
    return picture("strengths", "Troop numbers", title, summary, AMOUNTS, STRENGTHS, rows, columns, drawing)
