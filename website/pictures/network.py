"""Who is tied to whom, and who speaks through whom."""

from __future__ import annotations

import collections
from collections.abc import Sequence

from ..markup import Columns, Html, Row, element, grouped, join
from ..pages.badges import noted
from ..pages.record_parts import speaker
from ..site_data import SiteData, words
from .drawing import (
    LINE,
    ROW,
    WIDE,
    Column,
    Drawing,
    Picture,
    Sheet,
    columns_at,
    counted,
    group_head,
    mark,
    picture,
    row_box,
    shape,
    stacked,
    words_at,
    wrapped,
)

UP = "../"
LEFT, RIGHT = 330, WIDE.width - 330  # where the lines begin and end
# A relation's family and the dashes of its line, which differ without any colour.
FAMILIES = {
    "leads": "leads",
    "deputy_leads": "leads",
    "speaks_for": "belongs",
    "works_for": "belongs",
    "contributed_to": "belongs",
    "member_of": "belongs",
    "part_of": "belongs",
    "backs": "backs",
}
LEGEND = {
    "leads": "leads",
    "belongs": "works or speaks for, member, part of",
    "backs": "backs",
    "tied": "allied, linked",  # and every other relation
}
CAREERS = ("works_for", "contributed_to")  # of whom the articles quote: these say nothing about who is allied with whom
TIES_HOW = (
    "Each line is one tie as one article and voice reports it, from the actor on the left to the one on the right; the "
    "kind of line is the kind of tie. Point at a name, or move the focus to it, to see its ties alone. An actor with "
    "ties in both directions is on both sides. Each name leads to the actor’s page. Where people work is "
    "apart, below. No line between two actors means only that no article reports a tie."
)
TIES = "SELECT * FROM actor_network ORDER BY organisation_type, organisation, actor_type, actor, affiliation_id"

STARTS = {"Speaker": 14.0, "Passed on by": 280.0, "What": 490.0}
VOICES_HOW = (
    "Each line is one statement. On the left is the speaker: a full square for a speaker with a name, an empty one for "
    "a speaker whom the article does not name. The line leads through those who pass the statement on, where the "
    "article says so, to what was said, in our words."
)
VOICES = "SELECT * FROM voices ORDER BY source_id, unnamed DESC, speaker, line, statement_id"


def network(site: SiteData, sheet: Sheet = WIDE) -> Picture:
    """Return every tie as a line between two columns of actors; on a narrow sheet as a row under the second actor."""
    rows = site.rows(TIES)
    parts = {
        "Who leads, backs or belongs to whom": [r for r in rows if r["relation"] not in CAREERS],
        "Where people work": [r for r in rows if r["relation"] in CAREERS],
    }
    actors = {key for r in rows for key in (r["actor_id"], r["organisation_id"])}
    if sheet.narrow:
        bottom, shapes = _listed(site, sheet, rows)
    else:
        bottom, shapes = 0.0, list[Html]()
        for title, mine in parts.items():
            height, head = group_head(sheet, bottom, f"{title} ({len(mine)})")
            bottom, drawn = _sides(site, mine, bottom + height + 8)
            shapes += [head, *drawn]
    summary = (
        f"{len(rows)} ties between {len(actors)} actors: "
        f"{counted(words(r['relation']) for r in rows)}. "
        f"Most ties lead to {counted((r['organisation'] for r in rows), '{} ({})', 3)}."
    )
    columns: Columns = {
        "actor": lambda r: site.ref(r["actor_id"], UP),
        "tie": lambda r: site.ref(r["affiliation_id"], UP, words(r["relation"])),
        "with": lambda r: join([site.ref(r["organisation_id"], UP), f" ({r['title']})" if r["title"] else ""]),
        "certainty": lambda r: r["certainty"],
        "who says so": lambda r: r["voice"],
        "article": lambda r: r["publisher"],
        "line": lambda r: str(r["line"]),
    }
    ((label, most),) = collections.Counter(r["organisation"] for r in rows).most_common(1)
    title = f"{most} of {len(rows)} ties lead to one label: {label}"
    drawing = Drawing(sheet, bottom + 6, shapes, legend=_legend())
    return picture("network", "Actors and their ties", title, summary, TIES_HOW, TIES, rows, columns, drawing)


def _sides(site: SiteData, rows: Sequence[Row], top: float) -> tuple[float, list[Html]]:
    """Return two columns of actors with the ties between them, each ordered to keep the lines short."""
    right = _column(list(dict.fromkeys(r["organisation_id"] for r in rows)), top)
    ends = {
        key: [right[r["organisation_id"]] for r in mine] for key, mine in grouped(rows, lambda r: r["actor_id"]).items()
    }
    left = _column(sorted(ends, key=lambda k: (sum(ends[k]) / len(ends[k]), k)), top)
    left, right = _stretched(left, right, top), _stretched(right, left, top)
    drawn: collections.Counter[tuple[str, str]] = collections.Counter()
    ties = []
    for row in rows:
        pair = (row["actor_id"], row["organisation_id"])
        aside = 4.0 * drawn[pair]  # the same two actors again: beside the first line, not over it
        drawn[pair] += 1
        ties.append(_tie(row, left[pair[0]], right[pair[1]], aside))
    names = [_name(site, key, y, False) for key, y in left.items()]
    names += [_name(site, key, y, True) for key, y in right.items()]
    return max([top, *left.values(), *right.values()]) + ROW + 14, [*ties, *names]


def _listed(site: SiteData, sheet: Sheet, rows: Sequence[Row]) -> tuple[float, list[Html]]:
    """Return the ties as rows under whom they lead to."""

    def line(row: Row, top: float) -> tuple[float, Html]:
        text = f"{row['actor']} ({words(row['relation'])})"
        height, shown = columns_at(sheet, top, [Column(14, 0, text)])
        sign = shape("path", d=f"M2 {top + 13:.2f}h20", class_=f"tie {FAMILIES.get(row['relation'], 'tied')}")
        box = row_box(sheet, top, height)
        return height, mark(row["affiliation_id"], site.href(row["actor_id"], UP), _told(row), box, sign, *shown)

    return stacked(sheet, grouped(rows, lambda r: r["organisation"]), 0, line)


def _column(keys: list[str], top: float) -> dict[str, float]:
    return {key: top + at * ROW for at, key in enumerate(keys)}


def _stretched(column: dict[str, float], other: dict[str, float], top: float) -> dict[str, float]:
    """Return a column spread over the height of the other where that is taller."""
    height = max(max(column.values(), default=0) - top, ROW)
    factor = max((max(other.values(), default=top) - top) / height, 1)
    return {k: top + (y - top) * factor for k, y in column.items()}


def _told(row: Row) -> str:
    return f"{row['actor']} {words(row['relation'])} {row['organisation']} ({row['publisher']}, line {row['line']})"


def _tie(row: Row, start: float, end: float, aside: float) -> Html:
    y, z, half = start + ROW / 2, end + ROW / 2, (LEFT + RIGHT) / 2
    path = f"M{LEFT} {y:.2f}C{half:.2f} {y + aside:.2f} {half:.2f} {z + aside:.2f} {RIGHT} {z:.2f}"
    line = shape("path", d=path, class_=f"tie {FAMILIES.get(row['relation'], 'tied')}")
    ends = f"{row['actor_id']} {row['organisation_id']}"
    return mark(row["affiliation_id"], None, _told(row), line, data_ends=ends)


def _name(site: SiteData, key: str, top: float, right: bool) -> Html:
    """Return one actor's name; it is not a row of the query, so it is not a mark."""
    row = site.row_of[key]
    anchor, x = ("start", RIGHT + 12) if right else ("end", LEFT - 12)
    title = shape("title", f"{row['name']} ({words(row['actor_type'])})")
    box = shape("rect", x=RIGHT if right else 0, y=top, width=LEFT, height=ROW, class_="row")
    end = shape("circle", cx=RIGHT + 3 if right else LEFT - 3, cy=top + ROW / 2, r=4, class_="full")
    lines = wrapped(row["name"], LEFT - 20)
    text = words_at(x, top + 17 - LINE / 2 * (len(lines) - 1), row["name"], LEFT - 20, text_anchor=anchor)
    return shape("a", title, box, end, text, href=site.href(key, UP), class_="actor", data_actor=key)


def _legend() -> Html:
    """Return the kinds of lines and what they mean."""
    parts = []
    for family, text in LEGEND.items():
        sign = shape("svg", shape("path", d="M2 8h56", class_=f"tie {family}"), width=60, height=16, aria_hidden="true")
        parts.append(element("span", sign, " ", text))
    return element("p", *parts, class_="legend picture")


def voices(site: SiteData, sheet: Sheet = WIDE) -> Picture:
    """Return every statement with its speaker and those who pass it on, by article."""
    rows = site.rows(VOICES)
    groups = grouped(rows, lambda r: site.article(r["source_id"]))
    bottom, shapes = stacked(sheet, groups, 0, lambda r, top: _statement(site, sheet, r, top))
    axis = () if sheet.narrow else [words_at(x, 17, t, class_="head") for t, x in STARTS.items()]
    unnamed = sum(r["unnamed"] for r in rows)
    summary = (
        f"{len(rows)} statements; {unnamed} by speakers whom the article does not name, "
        f"{sum(bool(r['relayed_by']) for r in rows)} passed on by someone before the article. Most frequent speakers: "
        f"{counted((r['speaker'] for r in rows if r['speaker']), '{} ({})', 3)}."
    )
    columns: Columns = {
        "statement, in our words": lambda r: site.ref(r["statement_id"], UP, r["paraphrase"]),
        "speaker": lambda r: speaker(site, r, UP),
        "act": lambda r: words(r["act"]),
        "passed on by": lambda r: site.linked(r["relayed_by"], UP),
        "article": lambda r: r["publisher"],
        "line": lambda r: str(r["line"]),
    }
    title = f"{unnamed} of {len(rows)} statements are by speakers whom the article does not name"
    drawing = Drawing(sheet, bottom + 6, shapes, axis)
    return picture("voices", "Who speaks through whom", title, summary, VOICES_HOW, VOICES, rows, columns, drawing)


def _statement(site: SiteData, sheet: Sheet, row: Row, top: float) -> tuple[float, Html]:
    start, relay, end = STARTS.values()
    name, relays = row["speaker"] or "not stated", str(row["relayed_by"] or "")
    content = noted(site, row["statement_id"], f"{words(row['act'])}: {row['paraphrase']}")
    via = f", through {relays}," if relays else ""
    details = (
        f"{name}{' (unnamed)' if row['unnamed'] else ''}{via} in {row['publisher']}, line {row['line']}, {content}"
    )
    texts = [Column(start + 20, 200, name, "head" if sheet.narrow else None)]
    texts += [Column(relay, 172, f"passed on by {relays}" if sheet.narrow else relays)] if relays else []
    texts += [Column(end, sheet.width - end - 10, content)]
    height, shown = columns_at(sheet, top, texts)
    middle = top + ROW / 2
    ways = [(relay - 40, relay - 8), (end - 32, end - 8)] if relays else [(relay - 40, end - 8)]
    drawn = [] if sheet.narrow else [shape("path", d=f"M{x} {middle:.2f}H{y}", class_="way") for x, y in ways]
    square = shape("rect", x=6 if sheet.narrow else start, y=middle - 6, width=12, height=12)
    return height, mark(
        row["statement_id"],
        site.href(row["statement_id"], UP),
        details,
        row_box(sheet, top, height),
        shape("g", square, class_="diamond open" if row["unnamed"] else "diamond full"),
        *drawn,
        *shown,
    )
