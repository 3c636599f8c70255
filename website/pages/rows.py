"""Tables of claims that several kinds of pages show: statements, figures, reports, affiliations."""

from __future__ import annotations

from typing import Any

from ..markup import Html, element, join, table
from ..site_data import Book, Row
from .record import UP, evidence, period, voice, words


def figures(book: Book, where: str, *params: Any, root: str = UP) -> Html:
    """Return the figures that a condition on their table selects, or nothing."""
    rows = book.rows(f"SELECT * FROM figures WHERE {where} ORDER BY figure_id", *params)
    cells = [
        (
            book.ref(r["figure_id"], root, r["printed"]),
            r["description"],
            bounds(r),
            voice(book, r, root),
            evidence(book, r, root),
        )
        for r in rows
    ]
    names = ("printed", "what is counted", "bounds", "who says so", "where")
    return table(names, cells, "Figures") if rows else Html("")


def bounds(row: Row) -> str:
    """Return a figure's bounds, qualifier and unit in words."""
    low, high = (None if row[k] is None else f"{row[k]:,.12g}" for k in ("value_low", "value_high"))
    value = low if low == high else f"{low or '…'} to {high or '…'}"
    unit = "" if row["unit"] == "other" else f" {row['unit']}"
    return f"{value or 'not stated'}{unit} ({words(row['qualifier'])})"


def statements(book: Book, where: str, *params: Any, root: str = UP) -> Html:
    """Return the statements (as `s`, from the view voices) that a condition selects, or nothing."""
    rows = book.rows(f"SELECT * FROM voices s WHERE {where} ORDER BY s.source_id, s.line, s.statement_id", *params)
    cells = [
        (
            book.ref(r["statement_id"], root, r["paraphrase"]),
            join([book.ref(r["speaker_id"], root), " (unnamed)" if r["unnamed"] else ""]),
            words(r["act"]),
            book.linked(r["relayed_by"], root),
            evidence(book, r, root),
        )
        for r in rows
    ]
    return (
        table(("statement, in our words", "speaker", "act", "relayed by", "where"), cells, "Statements")
        if rows
        else Html("")
    )


def reports(book: Book, where: str, *params: Any, root: str = UP) -> Html:
    """Return the reports (as `r`, from the view reports) that a condition selects, or nothing."""
    rows = book.rows(f"SELECT * FROM reports r WHERE {where} ORDER BY r.source_id, r.line, r.report_id", *params)
    cells = [
        (
            book.ref(r["event_id"], root),
            join([book.ref(r["report_id"], root, r["report_id"]), ": ", r["summary"]]),
            period(r["date_from"], r["date_to"]),
            voice(book, r, root),
            evidence(book, r, root),
        )
        for r in rows
    ]
    return table(("event", "report", "dated", "who says so", "where"), cells, "Reports") if rows else Html("")


def affiliations(book: Book, key: str) -> Html:
    """Return an actor's ties, in both directions, or nothing."""
    rows = book.rows(
        "SELECT * FROM affiliations WHERE actor_id = $1 OR organisation_id = $1 ORDER BY affiliation_id", key
    )
    cells = [
        (
            element("span", r["affiliation_id"], id=r["affiliation_id"] if r["actor_id"] == key else None),
            join(
                [
                    book.ref(r["actor_id"], UP),
                    f" {words(r['relation'])} ",
                    book.ref(r["organisation_id"], UP),
                    f" ({r['title']})" if r["title"] else "",
                ]
            ),
            r["certainty"],
            voice(book, r),
            evidence(book, r),
        )
        for r in rows
    ]
    return table(("id", "tie", "certainty", "who says so", "where"), cells, "Ties") if rows else Html("")


def mentions(book: Book, column: str, key: str) -> Html:
    """Return how the articles name an actor, place or facility, line by line, or nothing."""
    rows = book.rows(f"SELECT * FROM mentions WHERE {column} = ? ORDER BY source_id, line, mention_id", key)
    cells = [
        (
            element("span", r["mention_id"], id=r["mention_id"]),
            element("q", r["text"]),
            str(r["times"]),
            join([book.ref(r["source_id"], UP, book.articles[r["source_id"]]["publisher"]), f", line {r['line']}"]),
            book.ref(r["statement_id"], UP, r["statement_id"]) or "author",
        )
        for r in rows
    ]
    found = table(("id", "as printed", "times", "where", "voice"), cells, "Every naming") if rows else Html("")
    times = sum(r["times"] for r in rows)
    summary = element("summary", f"Every naming ({len(rows)} forms and lines, {times} times)")
    return element("details", summary, found) if len(rows) > 12 else found
