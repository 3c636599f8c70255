"""What each line of each article contains: a cell for each line, with what is coded, waived and left."""

from __future__ import annotations

from ..markup import Columns, Html, Row, grouped, link
from ..site_data import SiteData
from .drawing import WIDE, Drawing, Picture, Sheet, group_head, mark, picture, shape, words_at

UP = "../"
CELL = 31.0  # width of a cell: more than a finger needs
TALL = 64
HIGHEST = 44.0  # height of the fullest column
PARTS = {"coded": "bar full", "waived": "bar none", "left_over": "bar left-over"}
HOW = (
    "Each cell is one line of the article, with its number below. The column is as high as the line has numbers, "
    "quotations and words of names: the full part is coded, the empty part on top is set aside with a reason, and a "
    "dashed part would be left over. A line without a column has none of them. The query counts; it does not say how "
    "well a line is coded."
)
QUERY = """SELECT source_id, line, role,
    coded_numbers + coded_quotations + coded_names AS coded,
    waived_numbers + waived_quotations + waived_names AS waived,
    left_numbers + left_quotations + left_names AS left_over,
    coded_numbers, coded_quotations, coded_names
FROM coverage ORDER BY source_id, line"""


def lines(site: SiteData, sheet: Sheet = WIDE) -> Picture:
    """Return every line of every article as a cell."""
    rows = site.rows(QUERY)
    unit = HIGHEST / max([1, *(sum(r[k] for k in PARTS) for r in rows)])
    groups = grouped(rows, lambda r: site.article(r["source_id"]))
    across = int((sheet.width - 20) / CELL)
    shapes: list[Html] = []
    top = 0.0
    for name, mine in groups.items():
        height, head = group_head(sheet, top, name)
        shapes.append(head)
        top += height
        for at, row in enumerate(mine):
            down, place = divmod(at, across)
            shapes.append(_cell(site, row, 10 + place * CELL, top + down * TALL, unit))
        top += -(-len(mine) // across) * TALL
    sums = {k: sum(r[k] for r in rows) for k in PARTS}
    summary = (
        f"{len(rows)} lines of {len(groups)} articles contain {sum(sums.values())} numbers, quotations and words of "
        f"names: {sums['coded']} coded, {sums['waived']} set aside with a reason, {sums['left_over']} left over."
    )
    columns: Columns = {
        "article and line": lambda r: link(_href(site, r), _where(site, r)),
        "role": lambda r: r["role"],
        "coded": lambda r: str(r["coded"]),
        "set aside": lambda r: str(r["waived"]),
        "left over": lambda r: str(r["left_over"]),
        "numbers coded": lambda r: str(r["coded_numbers"]),
        "quotations coded": lambda r: str(r["coded_quotations"]),
        "names coded": lambda r: str(r["coded_names"]),
    }
    title = f"{sums['coded']} of {sum(sums.values())} numbers, quotations and names are coded"
    drawing = Drawing(sheet, top + 6, shapes)
    return picture("lines", "What each line contains", title, summary, HOW, QUERY, rows, columns, drawing)


def _href(site: SiteData, row: Row) -> str:
    """Return the address of a line on the page of its article; of the article for a blank line."""
    return site.href(row["source_id"], UP) + ("" if row["role"] == "blank" else f"#line-{row['line']}")


def _where(site: SiteData, row: Row) -> str:
    return f"{site.articles[row['source_id']]['publisher']}, line {row['line']}"


def _cell(site: SiteData, row: Row, left: float, top: float, unit: float) -> Html:
    details = f"{_where(site, row)} ({row['role']}): {row['coded']} coded, {row['waived']} set aside"
    details += f", {row['left_over']} left over" if row["left_over"] else ""
    floor = top + HIGHEST + 2
    shapes = [shape("rect", x=left, y=top + 1, width=CELL - 1, height=TALL - 3, class_="row cell")]
    for name, look in PARTS.items():
        if height := row[name] * unit:
            floor -= height
            shapes.append(shape("rect", x=left + 6, y=floor, width=CELL - 13, height=height, class_=look))
    shapes.append(words_at(left + CELL / 2, top + TALL - 6, row["line"], text_anchor="middle", class_="small"))
    return mark(f"{row['source_id']}:{row['line']}", _href(site, row), details, *shapes)
