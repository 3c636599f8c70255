"""How many troops and fighters there were, as bounds, with who says so."""

from __future__ import annotations

from ..pages.record import period
from ..pages.rows import bounds
from ..site_data import Book, Row
from .drawing import Picture, Scale, canvas, tenfold
from .ranges import EDGE, LABELS, Range, chart

UP = "../"
TICKS = (100, 1_000, 10_000, 100_000)
HOW = (
    "Time runs down within each group. The scale is tenfold: each step to the right is ten times as many. A diamond "
    "is a number given as one value: full where it is exact, hollow where it is “around” it. A hatched bar with an "
    "arrow is a lower bound with no "
    "upper one (“several thousand” is at least 2,000). Numbers that count different things stand in different groups "
    "and make no curve."
)
QUERY = (
    "SELECT * FROM figure_series WHERE measure = 'strength' "
    "ORDER BY actor, place, coalesce(period_from, period_to), figure_id"
)


def speaker(row: Row) -> str:
    """Return who gives a number: a speaker through the article, or the article's author."""
    who = row["author"] or "the article" if row["voice"] == "author" else row["voice"]
    return f"{who} ({row['publisher']})"


def strengths(book: Book) -> Picture:
    """Return every figure of troop strength by whose and where, in time."""
    rows = book.rows(QUERY)
    given = [v for r in rows for v in (r["value_low"], r["value_high"]) if v is not None and v > 0]
    low, high = min([100.0, *given]), max([200_000.0, *given])
    scale = Scale(((tenfold(low), LABELS + 14), (tenfold(high), EDGE - 14)))
    drawn: dict[str, list[Range]] = {}
    for r in rows:
        group = f"{r['actor'] or 'Not stated'}, {r['place'] or 'place not stated or several'}"
        when = period(r["period_from"], r["period_to"])
        lower, upper = (None if v is None else tenfold(max(v, low)) for v in (r["value_low"], r["value_high"]))
        told = f"{r['printed']}: {bounds(r)}, {r['description']}; {when}; {speaker(r)}"
        year = "–".join(sorted({str(d.year) for d in (r["period_from"], r["period_to"]) if d is not None}))
        label = f"{year} {speaker(r)}"
        key = r["figure_id"]
        drawn.setdefault(group, []).append(
            Range(key, label, told, book.href(key, UP), lower, upper, r["qualifier"] == "exact", f"“{r['printed']}”")
        )
    summary = (
        f"{len(rows)} figures of strength in {len(drawn)} groups. "
        f"{sum(r['value_high'] is None for r in rows)} have a lower bound only; "
        f"{sum(r['voice'] == 'author' for r in rows)} are in the author’s own voice."
    )
    height, shapes = chart("strengths", list(drawn.items()), scale, [(tenfold(t), f"{t:,}") for t in TICKS])
    svg = canvas("strengths", "Troop numbers", summary, height, shapes)
    names = ("what is counted", "printed", "whose", "where", "bounds", "when", "who says so", "line")
    cells = [
        (
            book.ref(r["figure_id"], UP, r["description"]),
            r["printed"],
            book.ref(r["actor_id"], UP),
            r["place"],
            bounds(r),
            period(r["period_from"], r["period_to"]),
            speaker(r),
            str(r["line"]),
        )
        for r in rows
    ]
    return Picture("strengths", "Troop numbers", summary, HOW, QUERY, svg, names, cells)
