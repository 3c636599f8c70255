"""What cannot both be right: every conflict of the table, and every disagreement that the program finds."""

from __future__ import annotations

from ..markup import Columns, Html, Row, join, link
from ..pages.lists import VERDICTS
from ..site_data import SiteData, words
from .drawing import WIDTH, Picture, counted, grouped, mark, picture, row_box, shape, stacked, words_at

UP = "../"
HEAD = 34
MARK, AGAINST = 620, 660
CONFLICTS_HOW = (
    "Each row is one conflict of the article above it: what it is about, and what contradicts the line: a reference, "
    "another article, or another line of the same one. A full square is an error of the article by a reference; an "
    "empty square is open, since nothing settles it; a hatched square is explained. A row is a link to the finding. "
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
SQUARES = {"source_error": "bar full", "open": "bar none", "explained": "bar open"}

TALL, BOX = 84, 380
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


def conflicts(site: SiteData) -> Picture:
    """Return every conflict as a row under the article that it is about."""
    rows = site.rows(CONFLICTS)

    def line(row: Row, top: float) -> Html:
        verdict, against = row["verdict"], _against(site, row)
        label = f"{_line(row)}, {words(row['kind'])}: {row['finding']}"
        details = f"{words(row['kind'])}, {_line(row)} ({row['record_id']}), against {against}; {words(verdict)}: "
        hatch = "url(#conflicts-hatch)" if verdict == "explained" else None
        return mark(
            row["conflict_id"],
            site.href(row["conflict_id"], UP),
            details + str(row["finding"]),
            row_box(top),
            words_at(14, top + 17, label, MARK - 24),
            shape("rect", x=MARK, y=top + 6, width=14, height=14, class_=SQUARES[verdict], fill=hatch),
            words_at(AGAINST, top + 17, against, WIDTH - AGAINST - 8),
        )

    bottom, shapes = stacked(grouped(rows, lambda r: site.article(r["source_id"])), HEAD, line)
    heads = ((14, "Line, and what it is about"), (AGAINST, "Against it"))
    shapes += [words_at(x, HEAD - 12, text, class_="head") for x, text in heads]
    summary = (
        f"{len(rows)} conflicts: {counted(words(r['verdict']) for r in rows)}. They are about "
        f"{counted((words(r['kind']) for r in rows), '{} ({})')}."
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
    title = "Conflicts with the record and between articles"
    return picture("conflicts", title, summary, CONFLICTS_HOW, CONFLICTS, rows, columns, (bottom + 6, shapes))


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


def disagreements(site: SiteData) -> Picture:
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
    drawing = 8 + TALL * len(rows), [_pair(site, row, 8.0 + at * TALL) for at, row in enumerate(rows)]
    title = "Where the articles disagree"
    return picture("disputes", title, summary, DISAGREEMENTS_HOW, DISAGREEMENTS, rows, columns, drawing)


def _pair(site: SiteData, row: Row, top: float) -> Html:
    middle = WIDTH / 2
    bars = (0,) if row["source_id"] == row["other_source_id"] else (-4, 4)
    return mark(
        f"{row['record_id']} {row['other_id']} {row['kind']}",
        site.href(row["conflict_id"] or row["record_id"], UP),
        f"{words(row['kind'])}: {_side(site, row, '')} against {_side(site, row, 'other_')}",
        *_box(site, row, "", 4, top),
        *_box(site, row, "other_", WIDTH - BOX - 4, top),
        *(shape("path", d=f"M{middle + x:.2f} {top + 34:.2f}v34", class_="thick") for x in bars),
        words_at(middle, top + 22, words(row["kind"]), 180, text_anchor="middle", class_="head"),
    )


def _account(row: Row, side: str) -> str:
    first, _, second = str(row["detail"]).partition(" against ")
    return second if side else first


def _place(site: SiteData, row: Row, side: str) -> str:
    return f"{site.articles[row[f'{side}source_id']]['publisher']}, line {row[f'{side}line']}"


def _side(site: SiteData, row: Row, side: str) -> str:
    return f"{_account(row, side)} ({_place(site, row, side)})"


def _event(site: SiteData, row: Row, key: str) -> str:
    return site.name(row["event_id"] or key)


def _box(site: SiteData, row: Row, side: str, left: float, top: float) -> list[Html]:
    key = row["other_id" if side else "record_id"]
    return [
        shape("rect", x=left, y=top, width=BOX, height=TALL - 10, class_="row box"),
        words_at(left + 10, top + 20, _account(row, side), BOX - 20, class_="head"),
        words_at(left + 10, top + 41, _event(site, row, key), BOX - 20),
        words_at(left + 10, top + 62, f"{_place(site, row, side)} ({key})", BOX - 20, class_="small"),
    ]
