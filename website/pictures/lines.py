"""What each line of each article holds: a cell a line, with what is coded, waived and left."""

from __future__ import annotations

from ..markup import Html, link
from ..site_data import Book, Row
from .drawing import ROW, WIDTH, Picture, canvas, mark, shape, words_at

UP = "../"
ACROSS = 30  # lines in one row of cells
CELL = (WIDTH - 20) / ACROSS
TALL = 64
MOST = 44.0  # height of the fullest column
KINDS = ("numbers", "quotations", "names")
HOW = (
    "Each cell is one line of the article, with its number below. The column is as high as the line has numbers, "
    "quotations and words of names: the full part is coded, the empty part on top is set aside with a reason, and a "
    "hatched part would be left over. A line without a column has none of them. The query counts; it does not say how "
    "well a line is coded."
)
QUERY = """SELECT source_id, line, role,
    coded_numbers + coded_quotations + coded_names AS coded,
    waived_numbers + waived_quotations + waived_names AS waived,
    left_numbers + left_quotations + left_names AS left_over,
    coded_numbers, coded_quotations, coded_names
FROM coverage ORDER BY source_id, line"""


def lines(book: Book) -> Picture:
    """Return every line of every article as a cell."""
    rows = book.rows(QUERY)
    unit = MOST / max([1, *(r["coded"] + r["waived"] + r["left_over"] for r in rows)])
    parts: list[Html] = []
    top, at, article = 0.0, 0, None
    for row in rows:
        if row["source_id"] != article:
            top += TALL if article else 0
            article, at = row["source_id"], 0
            name = f"{book.articles[article]['publisher']}: {book.articles[article]['title']}"
            parts.append(shape("rect", x=0, y=top, width=WIDTH, height=ROW, class_="group"))
            parts.append(words_at(4, top + 18, name, WIDTH - 20, class_="head"))
            top += ROW
        elif at == ACROSS:
            top, at = top + TALL, 0
        parts.append(_cell(book, row, 10 + at * CELL, top, unit))
        at += 1
    sums = {k: sum(r[k] for r in rows) for k in ("coded", "waived", "left_over")}
    summary = (
        f"{len(rows)} lines of {len({r['source_id'] for r in rows})} articles hold {sum(sums.values())} numbers, "
        f"quotations and words of names: {sums['coded']} coded, {sums['waived']} set aside with a reason, "
        f"{sums['left_over']} left over."
    )
    svg = canvas("lines", "What each line holds", summary, top + TALL + 6, *parts)
    names = ("article and line", "role", "coded", "set aside", "left over", *KINDS)
    cells = [
        (
            link(book.href(r["source_id"], UP), f"{book.articles[r['source_id']]['publisher']}, line {r['line']}"),
            r["role"],
            *(str(r[k]) for k in ("coded", "waived", "left_over", *(f"coded_{k}" for k in KINDS))),
        )
        for r in rows
    ]
    return Picture(
        "lines", "What each line holds", summary, HOW, QUERY, svg, (*names[:5], *(f"{k} coded" for k in KINDS)), cells
    )


def _cell(book: Book, row: Row, left: float, top: float, unit: float) -> Html:
    publisher = book.articles[row["source_id"]]["publisher"]
    told = f"{publisher}, line {row['line']} ({row['role']}): {row['coded']} coded, {row['waived']} set aside"
    if row["left_over"]:
        told += f", {row['left_over']} left over"
    floor = top + MOST + 2
    shapes = [shape("rect", x=left, y=top + 1, width=CELL - 1, height=TALL - 3, class_="row cell")]
    for name, kind in (("coded", "bar full"), ("waived", "bar none"), ("left_over", "bar open")):
        high = row[name] * unit
        if high:
            floor -= high
            fill = "url(#lines-hatch)" if kind == "bar open" else None
            shapes.append(shape("rect", x=left + 6, y=floor, width=CELL - 13, height=high, class_=kind, fill=fill))
    shapes.append(words_at(left + CELL / 2, top + TALL - 6, row["line"], text_anchor="middle", class_="small"))
    return mark(f"{row['source_id']}:{row['line']}", book.href(row["source_id"], UP), told, *shapes)
