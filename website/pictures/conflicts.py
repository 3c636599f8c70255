"""What cannot both be right: every conflict of the table, and every disagreement that the program finds."""

from __future__ import annotations

from ..markup import Columns, Html, Row, grouped, join, link
from ..pages.lists import VERDICTS
from ..site_data import SiteData, words
from .drawing import (
    WIDE,
    Column,
    Drawing,
    Picture,
    Sheet,
    columns_at,
    counted,
    mark,
    picture,
    row_box,
    shape,
    stacked,
    words_at,
    wrapped,
)

UP = "../"
MARK, AGAINST = 620, 660
CONFLICTS_HOW = (
    "Each row is one conflict of the article above it: what it is about, and what contradicts the line: a reference, "
    "another article, or another line of the same one. A full square is an error of the article by a reference; an "
    "empty square is open, since nothing settles it; one with a cross is explained. A row is a link to the finding. "
    "Only errors that were found are here; there may be more."
)
CONFLICTS = """SELECT c.*, coalesce(x.source_id, c.record_id) AS source_id, x.line,
    y.source_id AS other_source_id, y.line AS other_line
FROM conflicts c
LEFT JOIN (SELECT record_id, min(source_id) AS source_id, min(line) AS line FROM evidence GROUP BY ALL) x
    ON x.record_id = c.record_id
LEFT JOIN (SELECT record_id, min(source_id) AS source_id, min(line) AS line FROM evidence GROUP BY ALL) y
    ON y.record_id = c.other_id
ORDER BY coalesce(x.source_id, c.record_id), x.line NULLS FIRST, c.conflict_id"""
SQUARES = {"source_error": "bar full", "open": "bar none", "explained": "bar none crossed"}

BOX = 380
DISAGREEMENTS_HOW = (
    "Each line is one disagreement that the program finds: what one account says, in what respect they differ, and "
    "what the other says. A double bar separates two accounts of different articles, a single bar two of the same "
    "article. The picture does not say which is wrong, if either is."
)
DISAGREEMENTS = """SELECT d.*, x.source_id, x.line, y.source_id AS other_source_id, y.line AS other_line, c.finding
FROM disagreements d
JOIN evidence x ON x.record_id = d.record_id
JOIN evidence y ON y.record_id = d.other_id
LEFT JOIN conflicts c ON c.conflict_id = d.conflict_id
ORDER BY d.kind, d.record_id, d.other_id"""


def square(verdict: str, x: float, y: float) -> Html:
    """Return the sign of a verdict."""
    cross = shape("path", d=f"M{x} {y}l14 14m0 -14l-14 14", class_="bound") if verdict == "explained" else None
    return join([shape("rect", x=x, y=y, width=14, height=14, class_=SQUARES[verdict]), cross])


def conflicts(site: SiteData, sheet: Sheet = WIDE) -> Picture:
    """Return every conflict as a row under the article that it is about."""
    rows = site.rows(CONFLICTS)

    def line(row: Row, top: float) -> tuple[float, Html]:
        verdict, against = row["verdict"], _against(site, row)
        label = f"{_line(row)}, {words(row['kind'])}: {row['finding']}"
        details = f"{words(row['kind'])}, {_line(row)} ({row['record_id']}), against {against}; {words(verdict)}: "
        against = f"against: {against}" if sheet.narrow else against
        columns = [Column(14, MARK - 24, label), Column(AGAINST, sheet.width - AGAINST - 8, against, "small")]
        height, shown = columns_at(sheet, top, columns)
        return height, mark(
            row["conflict_id"],
            site.href(row["conflict_id"], UP),
            details + str(row["finding"]),
            row_box(sheet, top, height),
            *shown,
            square(verdict, 4 if sheet.narrow else MARK, top + 5),
        )

    bottom, shapes = stacked(sheet, grouped(rows, lambda r: site.article(r["source_id"])), 0, line)
    axis = (
        ()
        if sheet.narrow
        else (
            words_at(14, 17, "Line, and what it is about", class_="head"),
            words_at(AGAINST, 17, "Against it", class_="head"),
        )
    )
    verdicts = counted(words(r["verdict"]) for r in rows)
    errors = sum(r["verdict"] == "source_error" for r in rows)
    summary = (
        f"{len(rows)} conflicts: {verdicts}. They are about {counted((words(r['kind']) for r in rows), '{} ({})')}."
    )
    columns: Columns = {
        "conflict": lambda r: site.id_ref(r["conflict_id"], UP),
        "about": lambda r: words(r["kind"]),
        "row": lambda r: site.id_ref(r["record_id"], UP),
        "line": lambda r: f"{site.articles[r['source_id']]['publisher']}, {_line(r)}",
        "against": lambda r: _against(site, r),
        "verdict": lambda r: VERDICTS[r["verdict"]],
        "finding": lambda r: r["finding"],
    }
    still_open = sum(r["verdict"] == "open" for r in rows)
    title = f"{errors} claims are wrong by a reference; {still_open} more are open, and nothing settles them"
    drawing = Drawing(sheet, bottom + 6, shapes, axis)
    return picture("conflicts", "Conflicts", title, summary, CONFLICTS_HOW, CONFLICTS, rows, columns, drawing)


def _against(site: SiteData, row: Row) -> str:
    """Return who or what contradicts the line, in words."""
    if row["other_id"] and row["other_source_id"] == row["source_id"]:
        return f"the same article, line {row['other_line']}"
    if row["other_id"] and row["other_source_id"]:
        return f"{site.articles[row['other_source_id']]['publisher']}, line {row['other_line']}"
    other = row["reference_id"] or row["other_id"]
    return site.name(other) if other else "the record"


def _line(row: Row) -> str:
    """Return the line, or the field of the article where the conflict is about no line."""
    return words(row["field"]) if row["line"] is None else f"line {row['line']}"


def disagreements(site: SiteData, sheet: Sheet = WIDE) -> Picture:
    """Return every disagreement as two boxes and a bar between them."""
    rows = site.rows(DISAGREEMENTS)
    kinds = counted((words(r["kind"]) for r in rows), "{} ({})")
    about = dict.fromkeys(_event(site, r, r["record_id"]) for r in rows)
    between = sum(r["source_id"] != r["other_source_id"] for r in rows)
    summary = f"{len(rows)} disagreements, {between} of them between two articles. They are about {kinds}"
    summary += f": {'; '.join(about)}." if rows else "."
    columns: Columns = {
        "conflict": lambda r: site.id_ref(r["conflict_id"], UP) or "",
        "respect": lambda r: words(r["kind"]),
        "one account": lambda r: link(site.href(r["record_id"], UP), _side(site, r, "")),
        "the other": lambda r: link(site.href(r["other_id"], UP), _side(site, r, "other_")),
        "finding": lambda r: join([r["finding"] or ""]),
    }
    top, shapes = 8.0, []
    for row in rows:
        height, pair = _pair(site, sheet, row, top)
        shapes.append(pair)
        top += height
    events = "about " + "; ".join(about) if len(about) == 1 else f"about {len(about)} events"
    title = f"{len(rows)} pairs of accounts exclude one another, all {events}"
    drawing = Drawing(sheet, top, shapes)
    return picture(
        "disputes",
        "Where the articles disagree",
        title,
        summary,
        DISAGREEMENTS_HOW,
        DISAGREEMENTS,
        rows,
        columns,
        drawing,
    )


def _pair(site: SiteData, sheet: Sheet, row: Row, top: float) -> tuple[float, Html]:
    """Return the height and the shapes of one disagreement: beside one another, or one below the other."""
    width = sheet.width - 8 if sheet.narrow else BOX
    sides = [_words(site, row, side, width - 20) for side in ("", "other_")]
    tall = [16 + 17 * len(lines) for lines in sides]
    middle = sheet.width / 2
    bars = (0,) if row["source_id"] == row["other_source_id"] else (-4, 4)
    if sheet.narrow:
        starts = [(4.0, top), (4.0, top + tall[0] + 34)]
        between = shape(
            "path",
            d="".join(f"M{4 + width / 4:.2f} {top + tall[0] + 17 + x:.2f}h{width / 2:.2f}" for x in bars),
            class_="thick",
        )
        kind = words_at(8, top + tall[0] + 22, words(row["kind"]), class_="head")
        height = tall[0] + tall[1] + 54
    else:
        tall = [max(tall)] * 2
        starts = [(4.0, top), (sheet.width - BOX - 4, top)]
        between = shape(
            "path", d="".join(f"M{middle + x:.2f} {top + 32:.2f}v{tall[0] - 38:.2f}" for x in bars), class_="thick"
        )
        kind = words_at(middle, top + 22, words(row["kind"]), text_anchor="middle", class_="head")
        height = tall[0] + 12
    boxes = []
    for (x, y), high, lines in zip(starts, tall, sides, strict=True):
        boxes.append(shape("rect", x=x, y=y, width=width, height=high, class_="row box"))
        for at, (line, look) in enumerate(lines):
            boxes.append(words_at(x + 10, y + 20 + 17 * at, line, class_=look))
    return height, mark(
        f"{row['record_id']} {row['other_id']} {row['kind']}",
        site.href(row["conflict_id"] or row["record_id"], UP),
        f"{words(row['kind'])}: {_side(site, row, '')} against {_side(site, row, 'other_')}",
        *boxes,
        between,
        kind,
    )


def _words(site: SiteData, row: Row, side: str, room: float) -> list[tuple[str, str | None]]:
    """Return the lines of one box, each with its look."""
    key = row["other_id" if side else "record_id"]
    parts = (
        (_account(row, side), "head"),
        (_event(site, row, key), None),
        (f"{_place(site, row, side)} ({key})", "small"),
    )
    return [(line, look) for text, look in parts for line in wrapped(text, room)]


def _account(row: Row, side: str) -> str:
    first, _, second = str(row["detail"]).partition(" against ")
    return second if side else first


def _place(site: SiteData, row: Row, side: str) -> str:
    return f"{site.articles[row[f'{side}source_id']]['publisher']}, line {row[f'{side}line']}"


def _side(site: SiteData, row: Row, side: str) -> str:
    return f"{_account(row, side)} ({_place(site, row, side)})"


def _event(site: SiteData, row: Row, key: str) -> str:
    return site.name(row["event_id"] or key)
