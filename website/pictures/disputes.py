"""Where the articles cannot both be right: the two accounts side by side."""

from __future__ import annotations

import collections

from ..markup import join, link
from ..pages.record import words
from ..site_data import Book, Row
from .drawing import WIDTH, Picture, canvas, mark, shape, words_at

UP = "../"
HOW = (
    "Each line is one disagreement that the program finds: what one account says, in what respect they differ, and "
    "what the other says. A double bar stands between two accounts of different articles, a single bar between two "
    "of the same article. Which is wrong, if either is, the picture does not say."
)
QUERY = """SELECT d.*, x.source_id AS source_id, x.line AS line, y.source_id AS other_source_id, y.line AS other_line,
    c.finding
FROM disagreements d
JOIN evidence x ON x.record_id = d.record_id
JOIN evidence y ON y.record_id = d.other_id
LEFT JOIN conflicts c ON c.conflict_id = d.conflict_id
ORDER BY d.kind, d.record_id, d.other_id"""
TALL = 84
BOX = 380


def disputes(book: Book) -> Picture:
    """Return every disagreement as two boxes and what stands between them."""
    rows = book.rows(QUERY)
    drawn = []
    for at, row in enumerate(rows):
        top = 8.0 + at * TALL
        key = row["conflict_id"] or row["record_id"]
        told = f"{words(row['kind'])}: {_side(book, row, '')} against {_side(book, row, 'other_')}"
        gap = BOX + (WIDTH - 2 * BOX) / 2
        shapes = [*_box(book, row, "", 4, top), *_box(book, row, "other_", WIDTH - BOX - 4, top)]
        same = row["source_id"] == row["other_source_id"]
        shapes += [
            shape("path", d=f"M{gap + x:.2f} {top + 34:.2f}v34", class_="thick") for x in ((0,) if same else (-4, 4))
        ]
        shapes.append(words_at(gap, top + 22, words(row["kind"]), 180, text_anchor="middle", class_="head"))
        row_id = f"{row['record_id']} {row['other_id']} {row['kind']}"
        drawn.append(mark(row_id, book.href(key, UP), told, *shapes))
    between = sum(r["source_id"] != r["other_source_id"] for r in rows)
    kinds = collections.Counter(words(r["kind"]) for r in rows)
    about = dict.fromkeys(_event(book, r, r["record_id"]) for r in rows)
    summary = (
        f"{len(rows)} disagreements, {between} of them between two articles. "
        f"They are about {', '.join(f'{kind} ({n})' for kind, n in kinds.items())}: {'; '.join(about)}."
    )
    svg = canvas("disputes", "Where the articles disagree", summary, 8 + TALL * len(rows), *drawn)
    names = ("conflict", "respect", "one account", "the other", "finding")
    cells = [
        (
            book.ref(r["conflict_id"], UP, r["conflict_id"]) or "",
            words(r["kind"]),
            link(book.href(r["record_id"], UP), _side(book, r, "")),
            link(book.href(r["other_id"], UP), _side(book, r, "other_")),
            join([r["finding"] or ""]),
        )
        for r in rows
    ]
    return Picture("disputes", "Where the articles disagree", summary, HOW, QUERY, svg, names, cells)


def _said(row: Row, side: str) -> str:
    first, _, second = str(row["detail"]).partition(" against ")
    return second if side else first


def _side(book: Book, row: Row, side: str) -> str:
    publisher = book.articles[row[f"{side}source_id"]]["publisher"]
    return f"{_said(row, side)} ({publisher}, line {row[f'{side}line']})"


def _event(book: Book, row: Row, key: str) -> str:
    return book.name(row["event_id"] or key)


def _box(book: Book, row: Row, side: str, left: float, top: float) -> list[str]:
    key = row["other_id" if side else "record_id"]
    publisher = book.articles[row[f"{side}source_id"]]["publisher"]
    event = _event(book, row, key)
    return [
        shape("rect", x=left, y=top, width=BOX, height=TALL - 10, class_="row box"),
        words_at(left + 10, top + 20, _said(row, side), BOX - 20, class_="head"),
        words_at(left + 10, top + 41, event, BOX - 20),
        words_at(left + 10, top + 62, f"{publisher}, line {row[f'{side}line']} ({key})", BOX - 20, class_="small"),
    ]
