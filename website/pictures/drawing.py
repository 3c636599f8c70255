"""Shapes, words and links of a drawing, as escaped SVG; and the scales on which numbers and days lie."""

from __future__ import annotations

import collections
import datetime
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..markup import Columns, Html, Row, cells, element, join

WIDTH = 960  # units of a drawing; one is a pixel on a wide screen
ROW = 26  # more than the 24 pixels that a target for a finger needs
LETTER = 7.0  # width that one letter of 13 pixels is given: words are cut to fit, never drawn over a mark


def number(value: float) -> str:
    """Return a coordinate with at most two decimals, the same on every machine."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def shape(tag: str, *content: Any, **attributes: float | str | None) -> Html:
    """Return one element of SVG; numbers become coordinates, names take hyphens for underscores."""
    written = {k: v if isinstance(v, str) or v is None else number(v) for k, v in attributes.items()}
    return element(tag, *content, **written)


def words_at(x: float, y: float, text: Any, room: float | None = None, **attributes: str | None) -> Html:
    """Return text with its baseline at a point, cut after a whole word where `room` (units) is too little."""
    words = str(text)
    letters = len(words) if room is None else int(room / LETTER)
    if len(words) > letters:
        cut = words[: max(letters - 1, 1)]
        words = (cut if words[len(cut)].isspace() else cut.rpartition(" ")[0] or cut).rstrip(" ,;:(") + "…"
    return shape("text", words, x=x, y=y, **attributes)


def mark(key: str, href: str | None, label: str, *shapes: Any, **attributes: str | None) -> Html:
    """Return one row of the data as a mark: a link where it has a page, with a label for screen readers."""
    inside = (element("title", label), *shapes)
    return shape("g" if href is None else "a", *inside, class_="mark", data_key=key, href=href, **attributes)


def row_box(top: float, height: float = ROW) -> Html:
    """Return the area of one row, which shows where the pointer and the focus are."""
    return shape("rect", x=0, y=top, width=WIDTH, height=height, class_="row")


def group_head(top: float, text: str) -> Html:
    """Return the heading of a group of rows."""
    band = shape("rect", x=0, y=top, width=WIDTH, height=ROW, class_="group")
    return join([band, words_at(4, top + 18, text, WIDTH - 20, class_="head")])


def grouped(rows: Iterable[Row], key: Callable[[Row], str]) -> dict[str, list[Row]]:
    """Return the rows by group, groups in the order of their first row."""
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(key(row), []).append(row)
    return groups


def stacked(
    groups: Mapping[str, Sequence[Row]], top: float, draw: Callable[[Row, float], Html]
) -> tuple[float, list[Html]]:
    """Return the bottom and the shapes of groups of rows, one below the other: a heading, then a line for each row."""
    shapes = []
    for name, rows in groups.items():
        shapes.append(group_head(top, name))
        for number, row in enumerate(rows, start=1):
            shapes.append(draw(row, top + number * ROW))
        top += (len(rows) + 1) * ROW
    return top, shapes


def counted(values: Iterable[str], pattern: str = "{} {}", most: int | None = None) -> str:
    """Return how often each value occurs, the most frequent first, in words."""
    return ", ".join(pattern.format(*pair) for pair in collections.Counter(values).most_common(most))


@dataclass(frozen=True)
class Scale:
    """Where a number lies between two points: straight pieces between knots (value, coordinate), rising."""

    knots: Sequence[tuple[float, float]]

    def __call__(self, value: float) -> float:
        """Return the coordinate; values outside lie on the edge."""
        value = min(max(value, self.knots[0][0]), self.knots[-1][0])
        for (low, start), (high, end) in zip(self.knots, self.knots[1:], strict=False):
            if value <= high:
                return start + (value - low) / (high - low) * (end - start)
        raise ValueError(value)

    @property
    def start(self) -> float:
        return self.knots[0][1]

    @property
    def end(self) -> float:
        return self.knots[-1][1]


def day(value: datetime.date | datetime.datetime) -> float:
    """Return a day as a number."""
    return float(value.toordinal())


def tenfold(value: float) -> float:
    """Return a number's place on a scale where each step is ten times the one before."""
    return math.log10(value)


@dataclass(frozen=True)
class Picture:
    """A drawing with the query behind it, the rows as a table, and the words for it."""

    slug: str
    title: str
    summary: str
    how: str  # how to read the marks
    query: str
    svg: Html
    names: Sequence[str]
    rows: Sequence[Sequence[Any]]


def picture(
    slug: str,
    title: str,
    summary: str,
    how: str,
    query: str,
    rows: Sequence[Row],
    columns: Columns,
    drawing: tuple[float, Sequence[Any]],
) -> Picture:
    """Return the picture of a drawing (its height and its shapes), with its name and description."""
    height, shapes = drawing
    # Hatching for what is uncertain: it differs from a full bar without any colour.
    line = shape("path", d="M0 6L6 0", class_="hatch")
    pattern = shape("pattern", line, id=f"{slug}-hatch", width=6, height=6, patternUnits="userSpaceOnUse")
    svg = shape(
        "svg",
        element("title", title, id=f"{slug}-title"),
        element("desc", summary, id=f"{slug}-desc"),
        element("defs", pattern),
        join(shapes, "\n"),
        viewBox=f"0 0 {WIDTH} {number(height)}",
        role="group",
        aria_labelledby=f"{slug}-title",
        aria_describedby=f"{slug}-desc",
        xmlns="http://www.w3.org/2000/svg",
    )
    return Picture(slug, title, summary, how, query, svg, list(columns), cells(columns, rows))
