"""Shapes, words and links of a drawing, as escaped SVG; and the scales on which numbers and days lie."""

from __future__ import annotations

import datetime
import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from ..markup import Html, element, join

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
    said = str(text)
    if room is not None:
        letters = int(room / LETTER)
        if len(said) > letters:
            cut = said[: max(letters - 1, 1)]
            said = (cut if said[len(cut)].isspace() else cut.rpartition(" ")[0] or cut).rstrip(" ,;:(") + "…"
    return shape("text", said, x=x, y=y, **attributes)


def mark(key: str, href: str | None, told: str, *shapes: Any, **attributes: str | None) -> Html:
    """Return one row of the data as a mark: a link where it has a page, with words for who cannot see it."""
    inside = (element("title", told), *shapes)
    if href is None:
        return shape("g", *inside, class_="mark", data_key=key, **attributes)
    return shape("a", *inside, class_="mark", data_key=key, href=href, **attributes)


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


@dataclass
class Picture:
    """A drawing with the query that it shows, the rows as a table, and the words that stand for it."""

    slug: str
    title: str
    summary: str
    how: str  # how to read the marks
    query: str
    svg: Html
    names: Sequence[str]
    rows: Sequence[Sequence[Any]] = field(default_factory=list)


def canvas(slug: str, title: str, summary: str, height: float, *content: Any) -> Html:
    """Return the whole drawing, with its name and description."""
    return shape(
        "svg",
        element("title", title, id=f"{slug}-title"),
        element("desc", summary, id=f"{slug}-desc"),
        patterns(slug),
        join(content, "\n"),
        viewBox=f"0 0 {WIDTH} {number(height)}",
        role="group",
        aria_labelledby=f"{slug}-title",
        aria_describedby=f"{slug}-desc",
        xmlns="http://www.w3.org/2000/svg",
    )


def patterns(slug: str) -> Html:
    """Return the hatching for what is uncertain: told from what is full without any colour."""
    line = shape("path", d="M0 6L6 0", class_="hatch")
    pattern = shape("pattern", line, id=f"{slug}-hatch", width=6, height=6, patternUnits="userSpaceOnUse")
    return element("defs", pattern)
