"""What cannot both be right: every conflict, beside what speaks against the line, and what became of it."""

from __future__ import annotations

import collections

from ..markup import Html
from ..pages.errors import VERDICTS
from ..pages.record import words
from ..site_data import Book, Row
from .drawing import ROW, WIDTH, Picture, canvas, mark, shape, words_at

UP = "../"
HEAD = 34
MARK, AGAINST = 620, 660
HOW = (
    "Each row is one conflict of the article above it: what it is about, and what stands against the line: a "
    "reference, another article, or another line of the same one. A full square is an error of the article by a "
    "reference; an empty square is open, since nothing settles it; a hatched square is explained. A row is a link to "
    "the finding. Not all errors of the articles are here, only those that were found."
)
QUERY = """SELECT c.*, coalesce(x.source_id, c.record_id) AS source_id, x.line,
    y.source_id AS other_source_id, y.line AS other_line
FROM conflicts c
LEFT JOIN (SELECT record_id, min(source_id) AS source_id, min(line) AS line FROM evidence GROUP BY ALL) x
    ON x.record_id = c.record_id
LEFT JOIN (SELECT record_id, min(source_id) AS source_id, min(line) AS line FROM evidence GROUP BY ALL) y
    ON y.record_id = c.other_id
ORDER BY coalesce(x.source_id, c.record_id), x.line NULLS FIRST, c.conflict_id"""


def contradictions(book: Book) -> Picture:
    """Return every conflict as a row under the article that it is about."""
    rows = book.rows(QUERY)
    drawn, top, article = [], float(HEAD), ""
    for row in rows:
        if row["source_id"] != article:
            article = row["source_id"]
            source = book.articles[article]
            drawn.append(shape("rect", x=0, y=top, width=WIDTH, height=ROW, class_="group"))
            drawn.append(words_at(4, top + 18, f"{source['publisher']}: {source['title']}", WIDTH - 20, class_="head"))
            top += ROW
        drawn.append(_line(book, row, top))
        top += ROW
    verdicts = collections.Counter(words(r["verdict"]) for r in rows)
    kinds = collections.Counter(words(r["kind"]) for r in rows)
    summary = (
        f"{len(rows)} conflicts: {', '.join(f'{name} {n}' for name, n in verdicts.most_common())}. They are about "
        f"{', '.join(f'{name} ({n})' for name, n in kinds.most_common())}."
    )
    heads = [
        words_at(x, HEAD - 12, text, class_="head")
        for x, text in ((14, "Line, and what it is about"), (AGAINST, "Against it"))
    ]
    title = "Conflicts with the record and between articles"
    svg = canvas("conflicts", title, summary, top + 6, *heads, *drawn)
    names = ("conflict", "about", "row", "line", "against", "verdict", "finding")
    cells = [
        (
            book.ref(r["conflict_id"], UP, r["conflict_id"]),
            words(r["kind"]),
            book.ref(r["record_id"], UP, r["record_id"]),
            f"{book.articles[r['source_id']]['publisher']}, {_spot(r)}",
            _against(book, r),
            VERDICTS[r["verdict"]],
            r["finding"],
        )
        for r in rows
    ]
    return Picture("conflicts", title, summary, HOW, QUERY, svg, names, cells)


def _against(book: Book, row: Row) -> str:
    """Return who or what stands against the line, in words."""
    if row["other_id"] and row["other_source_id"] == row["source_id"]:
        return f"the same article, line {row['other_line']}"
    if row["other_id"] and row["other_source_id"]:
        return f"{book.articles[row['other_source_id']]['publisher']}, line {row['other_line']}"
    return book.name(row["reference_id"] or row["other_id"]) if row["reference_id"] or row["other_id"] else "the record"


def _spot(row: Row) -> str:
    """Return the line, or the field of the article where the conflict is about no line."""
    return words(row["field"]) if row["line"] is None else f"line {row['line']}"


def _line(book: Book, row: Row, top: float) -> Html:
    told = (
        f"{words(row['kind'])}, {_spot(row)} ({row['record_id']}), against {_against(book, row)}; "
        f"{words(row['verdict'])}: {row['finding']}"
    )
    box = {"source_error": "bar full", "open": "bar none", "explained": "bar open"}[row["verdict"]]
    fill = "url(#conflicts-hatch)" if row["verdict"] == "explained" else None
    label = f"{_spot(row)}, {words(row['kind'])}: {row['finding']}"
    return mark(
        row["conflict_id"],
        book.href(row["conflict_id"], UP),
        told,
        shape("rect", x=0, y=top, width=WIDTH, height=ROW, class_="row"),
        words_at(14, top + 17, label, MARK - 24),
        shape("rect", x=MARK, y=top + 6, width=14, height=14, class_=box, fill=fill),
        words_at(AGAINST, top + 17, _against(book, row), WIDTH - AGAINST - 8),
    )
