"""Who speaks through whom: each statement as the chain from its speaker to the article."""

from __future__ import annotations

import collections

from ..markup import Html, join
from ..pages.record import words
from ..site_data import Book, Row
from .drawing import ROW, WIDTH, Picture, canvas, mark, shape, words_at

UP = "../"
HEAD = 34
COLUMNS = (14, 280, 490)  # where speakers, relays and what is said begin
HOW = (
    "Each line is one statement. On the left stands who speaks: a full square is a speaker with a name, an empty one "
    "a speaker that the article leaves unnamed. The line leads through whoever passes it on, where the article says "
    "so, to what was said, in our words."
)
QUERY = "SELECT * FROM voices ORDER BY source_id, unnamed DESC, speaker, line, statement_id"


def voices(book: Book) -> Picture:
    """Return every statement with its speaker and those who pass it on, by article."""
    rows = book.rows(QUERY)
    top = float(HEAD)
    parts: list[Html] = [
        shape(
            "g",
            *(
                words_at(x, 22, t, class_="head")
                for x, t in zip(COLUMNS, ("Speaker", "Passed on by", "What"), strict=True)
            ),
            aria_hidden="true",
        )
    ]
    article = None
    for row in rows:
        if row["source_id"] != article:
            article = row["source_id"]
            parts.append(shape("rect", x=0, y=top, width=WIDTH, height=ROW, class_="group"))
            name = f"{row['publisher']}: {book.articles[article]['title']}"
            parts.append(words_at(4, top + 18, name, WIDTH - 20, class_="head"))
            top += ROW
        parts.append(_line(book, row, top))
        top += ROW
    unnamed = sum(r["unnamed"] for r in rows)
    passed = sum(bool(r["relayed_by"]) for r in rows)
    often = collections.Counter(r["speaker"] for r in rows if r["speaker"]).most_common(3)
    summary = (
        f"{len(rows)} statements; {unnamed} by speakers whom the article does not name, {passed} passed on by someone "
        f"before the article. Most often heard: {', '.join(f'{name} ({n})' for name, n in often)}."
    )
    svg = canvas("voices", "Who speaks through whom", summary, top + 6, *parts)
    names = ("statement, in our words", "speaker", "act", "passed on by", "article", "line")
    cells = [
        (
            book.ref(r["statement_id"], UP, r["paraphrase"]),
            join([book.ref(r["speaker_id"], UP), " (unnamed)" if r["unnamed"] else ""]),
            words(r["act"]),
            book.linked(r["relayed_by"], UP),
            r["publisher"],
            str(r["line"]),
        )
        for r in rows
    ]
    return Picture("voices", "Who speaks through whom", summary, HOW, QUERY, svg, names, cells)


def _line(book: Book, row: Row, top: float) -> Html:
    middle = top + ROW / 2
    speaker = row["speaker"] or "not stated"
    through = str(row["relayed_by"] or "")
    told = f"{speaker}{' (unnamed)' if row['unnamed'] else ''}{f', through {through},' if through else ''}"
    told += f" in {row['publisher']}, line {row['line']}, {words(row['act'])}: {row['paraphrase']}"
    square = shape("rect", x=COLUMNS[0], y=middle - 6, width=12, height=12)
    kind = "diamond open" if row["unnamed"] else "diamond full"
    shapes = [
        shape("rect", x=0, y=top, width=WIDTH, height=ROW, class_="row"),
        shape("g", square, class_=kind),
        words_at(COLUMNS[0] + 20, top + 17, speaker, 205),
        shape("path", d=f"M{COLUMNS[1] - 40} {middle:.2f}H{COLUMNS[1] - 8}", class_="way"),
    ]
    if through:
        shapes.append(words_at(COLUMNS[1], top + 17, through, 172))
        shapes.append(shape("path", d=f"M{COLUMNS[2] - 32} {middle:.2f}H{COLUMNS[2] - 8}", class_="way"))
    else:
        shapes.append(shape("path", d=f"M{COLUMNS[1] - 8} {middle:.2f}H{COLUMNS[2] - 8}", class_="way"))
    said = f"{words(row['act'])}: {row['paraphrase']}"
    shapes.append(words_at(COLUMNS[2], top + 17, said, WIDTH - COLUMNS[2] - 10))
    return mark(row["statement_id"], book.href(row["statement_id"], UP), told, *shapes)
