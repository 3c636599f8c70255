"""Who is tied to whom, and who speaks through whom."""

from __future__ import annotations

import collections

from ..markup import Columns, Html, Row, join
from ..pages.record_parts import speaker
from ..site_data import SiteData, words
from .drawing import ROW, WIDTH, Picture, counted, grouped, mark, picture, row_box, shape, stacked, words_at

UP = "../"
TIES_HEAD = 92
LEFT, RIGHT = 320, WIDTH - 320  # where the lines begin and end
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
TIES_HOW = (
    "Each line is one tie as one article and voice reports it, from the actor on the left to the one on the right; the "
    "kind of line is the kind of tie. An actor with ties in both directions is on both sides. Each name leads to "
    "the actor’s page. No line between two actors means only that no article reports a tie."
)
TIES = "SELECT * FROM actor_network ORDER BY organisation_type, organisation, actor_type, actor, affiliation_id"

VOICES_HEAD = 34
STARTS = {"Speaker": 14, "Passed on by": 280, "What": 490}
VOICES_HOW = (
    "Each line is one statement. On the left is the speaker: a full square for a speaker with a name, an empty one for "
    "a speaker whom the article does not name. The line leads through those who pass the statement on, where the "
    "article says so, to what was said, in our words."
)
VOICES = "SELECT * FROM voices ORDER BY source_id, unnamed DESC, speaker, line, statement_id"


def network(site: SiteData) -> Picture:
    """Return every tie as a line between two columns of actors, each ordered to keep the lines short."""
    rows = site.rows(TIES)
    right = _column(list(dict.fromkeys(r["organisation_id"] for r in rows)))
    ends = {
        key: [right[r["organisation_id"]] for r in mine] for key, mine in grouped(rows, lambda r: r["actor_id"]).items()
    }
    left = _column(sorted(ends, key=lambda k: (sum(ends[k]) / len(ends[k]), k)))
    left, right = _stretched(left, right), _stretched(right, left)
    drawn: collections.Counter[tuple[str, str]] = collections.Counter()
    ties = []
    for row in rows:
        pair = (row["actor_id"], row["organisation_id"])
        aside = 4.0 * drawn[pair]  # the same two actors again: beside the first line, not over it
        drawn[pair] += 1
        ties.append(_tie(row, left[pair[0]], right[pair[1]], aside))
    names = [_name(site, key, y, False) for key, y in left.items()]
    names += [_name(site, key, y, True) for key, y in right.items()]
    summary = (
        f"{len(rows)} ties between {len(left.keys() | right.keys())} actors: "
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
    bottom = max([TIES_HEAD, *left.values(), *right.values()]) + ROW
    drawing = bottom, [_legend(), *ties, *names]
    return picture("network", "Actors and their ties", summary, TIES_HOW, TIES, rows, columns, drawing)


def _column(keys: list[str]) -> dict[str, float]:
    return {key: TIES_HEAD + at * ROW for at, key in enumerate(keys)}


def _stretched(column: dict[str, float], other: dict[str, float]) -> dict[str, float]:
    """Return a column spread over the height of the other where that is taller."""
    height = max(max(column.values(), default=0) - TIES_HEAD, ROW)
    factor = max((max(other.values(), default=TIES_HEAD) - TIES_HEAD) / height, 1)
    return {k: TIES_HEAD + (y - TIES_HEAD) * factor for k, y in column.items()}


def _tie(row: Row, start: float, end: float, aside: float) -> Html:
    y, z, half = start + ROW / 2, end + ROW / 2, (LEFT + RIGHT) / 2
    path = f"M{LEFT} {y:.2f}C{half:.2f} {y + aside:.2f} {half:.2f} {z + aside:.2f} {RIGHT} {z:.2f}"
    details = f"{row['actor']} {words(row['relation'])} {row['organisation']} ({row['publisher']}, line {row['line']})"
    family = FAMILIES.get(row["relation"], "tied")
    return mark(row["affiliation_id"], None, details, shape("path", d=path, class_=f"tie {family}"))


def _name(site: SiteData, key: str, top: float, right: bool) -> Html:
    """Return one actor's name; it is not a row of the query, so it is not a mark."""
    row = site.row_of[key]
    anchor, x = ("start", RIGHT + 12) if right else ("end", LEFT - 12)
    title = shape("title", f"{row['name']} ({words(row['actor_type'])})")
    box = shape("rect", x=RIGHT if right else 0, y=top, width=LEFT, height=ROW, class_="row")
    end = shape("circle", cx=RIGHT + 3 if right else LEFT - 3, cy=top + ROW / 2, r=4, class_="full")
    text = words_at(x, top + 17, row["name"], LEFT - 20, text_anchor=anchor)
    return shape("a", title, box, end, text, href=site.href(key, UP), class_="actor")


def _legend() -> Html:
    parts = []
    for at, (family, text) in enumerate(LEGEND.items()):
        x, y = 10 + at % 2 * 480, 24 + at // 2 * 26
        parts += [shape("path", d=f"M{x} {y - 4}h70", class_=f"tie {family}"), words_at(x + 84, y, text)]
    return shape("g", *parts, aria_hidden="true")


def voices(site: SiteData) -> Picture:
    """Return every statement with its speaker and those who pass it on, by article."""
    rows = site.rows(VOICES)
    bottom, shapes = stacked(
        grouped(rows, lambda r: site.article(r["source_id"])), VOICES_HEAD, lambda r, top: _statement(site, r, top)
    )
    heads = shape("g", *(words_at(x, 22, t, class_="head") for t, x in STARTS.items()), aria_hidden="true")
    summary = (
        f"{len(rows)} statements; {sum(r['unnamed'] for r in rows)} by speakers whom the article does not name, "
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
    drawing = bottom + 6, [heads, *shapes]
    return picture("voices", "Who speaks through whom", summary, VOICES_HOW, VOICES, rows, columns, drawing)


def _statement(site: SiteData, row: Row, top: float) -> Html:
    middle = top + ROW / 2
    start, relay, end = STARTS.values()
    name, relays = row["speaker"] or "not stated", str(row["relayed_by"] or "")
    content = f"{words(row['act'])}: {row['paraphrase']}"
    via = f", through {relays}," if relays else ""
    details = (
        f"{name}{' (unnamed)' if row['unnamed'] else ''}{via} in {row['publisher']}, line {row['line']}, {content}"
    )

    def way(x: float, y: float) -> Html:
        return shape("path", d=f"M{x} {middle:.2f}H{y}", class_="way")

    square = shape("rect", x=start, y=middle - 6, width=12, height=12)
    passed = [words_at(relay, top + 17, relays, 172), way(end - 32, end - 8)] if relays else [way(relay - 8, end - 8)]
    return mark(
        row["statement_id"],
        site.href(row["statement_id"], UP),
        details,
        row_box(top),
        shape("g", square, class_="diamond open" if row["unnamed"] else "diamond full"),
        words_at(start + 20, top + 17, name, 205),
        way(relay - 40, relay - 8),
        *passed,
        words_at(end, top + 17, content, WIDTH - end - 10),
    )
