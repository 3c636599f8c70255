"""Rows of bounds on one scale: a bar as wide as what is left open, one row of the data a line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..markup import Html, join
from .drawing import ROW, WIDTH, Scale, mark, shape, words_at

LABELS = 380  # units on the left for names
EDGE = WIDTH - 20
HEAD = 34  # room for the names of the ticks
NARROW = 8  # bars narrower than this get a diamond as well, so that they can be seen


@dataclass(frozen=True)
class Range:
    """One row: what it is called, its bounds as numbers (None is open) and where it leads."""

    key: str
    label: str
    told: str
    href: str
    low: float | None
    high: float | None
    exact: bool  # whether the bar is the thing's own length, not doubt about it
    note: str = ""  # words before the bar


def bar(row: Range, scale: Scale, top: float, slug: str) -> Html:
    """Return the bar of a row: full for a known length, hatched for doubt, an arrow where a bound is missing."""
    middle = top + ROW / 2
    start = scale.start if row.low is None else scale(row.low)
    end = scale.end if row.high is None else scale(row.high)
    full = row.exact and row.low is not None and row.high is not None
    box = shape(
        "rect",
        x=start,
        y=middle - 6,
        width=end - start,
        height=12,
        class_="bar full" if full else "bar open",
        fill=None if full else f"url(#{slug}-hatch)",
    )
    parts = [box]
    if row.low is None:
        parts.append(shape("path", d=f"M{start - 11:.2f} {middle:.2f}l11 -9v18z", class_="arrow"))
    if row.high is None:
        parts.append(shape("path", d=f"M{end + 11:.2f} {middle:.2f}l-11 -9v18z", class_="arrow"))
    if row.low is not None and row.high is not None and end - start < NARROW:
        path = f"M{(start + end) / 2:.2f} {middle - 8:.2f}l7 8l-7 8l-7 -8z"
        parts.append(shape("path", d=path, class_="diamond full" if full else "diamond open"))
    if row.note:
        parts.append(words_at(start - 14, middle + 5, row.note, text_anchor="end"))
    return join(parts)


def line(row: Range, scale: Scale, top: float, slug: str) -> Html:
    """Return one row: its name and its bar, both one link."""
    return mark(
        row.key,
        row.href,
        row.told,
        shape("rect", x=0, y=top, width=WIDTH, height=ROW, class_="row"),
        words_at(14, top + 17, row.label, LABELS - 24),
        bar(row, scale, top, slug),
    )


def chart(
    slug: str, groups: Sequence[tuple[str, Sequence[Range]]], scale: Scale, ticks: Sequence[tuple[float, str]]
) -> tuple[float, Html]:
    """Return the height and the shapes of all groups, one below the other, over the lines of the ticks."""
    parts: list[Html] = []
    top = float(HEAD)
    for name, rows in groups:
        parts.append(shape("rect", x=0, y=top, width=WIDTH, height=ROW, class_="group"))
        parts.append(words_at(4, top + 18, name, WIDTH - 20, class_="head"))
        top += ROW
        for row in rows:
            parts.append(line(row, scale, top, slug))
            top += ROW
    under = [shape("path", d=f"M{scale(value):.2f} {HEAD - 6}V{top:.2f}", class_="tick") for value, _ in ticks]
    names = [words_at(scale(value), HEAD - 12, text, text_anchor="middle", class_="small") for value, text in ticks]
    return top + 6, join([shape("g", *under, *names, aria_hidden="true"), *parts], "\n")
