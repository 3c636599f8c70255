"""Which actor is tied to which: actors on the left, what they belong to, lead or back on the right."""

from __future__ import annotations

import collections

from ..markup import Html, join
from ..pages.record import words
from ..site_data import Book, Row
from .drawing import ROW, WIDTH, Picture, canvas, mark, shape, words_at

UP = "../"
HEAD = 92
LEFT, RIGHT = 320, WIDTH - 320  # where the lines begin and end
# A relation's family and the dashes of its line: told apart without any colour.
FAMILIES = {
    "leads": "leads",
    "deputy_leads": "leads",
    "speaks_for": "belongs",
    "works_for": "belongs",
    "member_of": "belongs",
    "part_of": "belongs",
    "backs": "backs",
    "allied_with": "tied",
    "linked_to": "tied",
}
LEGEND = {
    "leads": "leads",
    "belongs": "works or speaks for, member, part of",
    "backs": "backs",
    "tied": "allied, linked",
}
HOW = (
    "Each line is one tie as one article and voice tells it, from the actor on the left to the one on the right; the "
    "kind of line is the kind of tie. An actor with ties in both directions stands on both sides. Each name leads to "
    "the actor’s page. No line between two actors means only that no article tells of a tie."
)
QUERY = "SELECT * FROM actor_network ORDER BY organisation_type, organisation, actor_type, actor, affiliation_id"


def network(book: Book) -> Picture:
    """Return every tie as a line between two columns of actors, each ordered to keep the lines short."""
    rows = book.rows(QUERY)
    right = _placed(list(dict.fromkeys(r["organisation_id"] for r in rows)))
    means: dict[str, list[float]] = {}
    for row in rows:
        means.setdefault(row["actor_id"], []).append(right[row["organisation_id"]])
    left = _placed(sorted(means, key=lambda k: (sum(means[k]) / len(means[k]), k)))
    left, right = _stretched(left, right), _stretched(right, left)
    told: collections.Counter[tuple[str, str]] = collections.Counter()
    ties = []
    for row in rows:
        pair = (row["actor_id"], row["organisation_id"])
        aside = 4.0 * told[pair]  # the same two actors again: beside the first line, not over it
        told[pair] += 1
        ties.append(_tie(row, left[pair[0]], right[pair[1]], aside))
    names = [_name(book, key, y, False) for key, y in left.items()] + [
        _name(book, key, y, True) for key, y in right.items()
    ]
    bottom = max([HEAD, *left.values(), *right.values()]) + ROW
    kinds = collections.Counter(words(r["relation"]) for r in rows)
    most = collections.Counter(r["organisation"] for r in rows).most_common(3)
    summary = (
        f"{len(rows)} ties between {len(left.keys() | right.keys())} actors: "
        f"{', '.join(f'{kind} {n}' for kind, n in kinds.most_common())}. "
        f"Most ties lead to {', '.join(f'{name} ({n})' for name, n in most)}."
    )
    svg = canvas("network", "Actors and their ties", summary, bottom, _legend(), *ties, *names)
    head = ("actor", "tie", "with", "certainty", "who says so", "article", "line")
    cells = [
        (
            book.ref(r["actor_id"], UP),
            book.ref(r["affiliation_id"], UP, words(r["relation"])),
            join([book.ref(r["organisation_id"], UP), f" ({r['title']})" if r["title"] else ""]),
            r["certainty"],
            r["voice"],
            r["publisher"],
            str(r["line"]),
        )
        for r in rows
    ]
    return Picture("network", "Actors and their ties", summary, HOW, QUERY, svg, head, cells)


def _placed(keys: list[str]) -> dict[str, float]:
    return {key: HEAD + at * ROW for at, key in enumerate(keys)}


def _stretched(column: dict[str, float], other: dict[str, float]) -> dict[str, float]:
    """Return a column spread over the height of the other where that is taller."""
    factor = max((max(other.values(), default=HEAD) - HEAD) / max(max(column.values(), default=0) - HEAD, ROW), 1)
    return {k: HEAD + (y - HEAD) * factor for k, y in column.items()}


def _tie(row: Row, start: float, end: float, aside: float) -> Html:
    y, z, half = start + ROW / 2, end + ROW / 2, (LEFT + RIGHT) / 2
    path = f"M{LEFT} {y:.2f}C{half:.2f} {y + aside:.2f} {half:.2f} {z + aside:.2f} {RIGHT} {z:.2f}"
    told = f"{row['actor']} {words(row['relation'])} {row['organisation']} ({row['publisher']}, line {row['line']})"
    family = FAMILIES.get(row["relation"], "tied")
    return mark(row["affiliation_id"], None, told, shape("path", d=path, class_=f"tie {family}"))


def _name(book: Book, key: str, top: float, right: bool) -> Html:
    """Return one actor's name; it is no row of the query, so it is no mark."""
    row = book.row_of[key]
    left = RIGHT if right else 0
    anchor, x = ("start", RIGHT + 12) if right else ("end", LEFT - 12)
    box = shape("rect", x=left, y=top, width=LEFT, height=ROW, class_="row")
    told = f"{row['name']} ({words(row['actor_type'])})"
    end = shape("circle", cx=RIGHT + 3 if right else LEFT - 3, cy=top + ROW / 2, r=4, class_="full")
    text = words_at(x, top + 17, row["name"], LEFT - 20, text_anchor=anchor)
    title = shape("title", told)
    return shape("a", title, box, end, text, href=book.href(key, UP), class_="actor")


def _legend() -> Html:
    parts = []
    for at, (family, text) in enumerate(LEGEND.items()):
        x, y = 10 + at % 2 * 480, 24 + at // 2 * 26
        parts.append(shape("path", d=f"M{x} {y - 4}h70", class_=f"tie {family}"))
        parts.append(words_at(x + 84, y, text))
    return shape("g", *parts, aria_hidden="true")
