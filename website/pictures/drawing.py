"""Shapes, words and links of a drawing, as escaped SVG; the scales on which numbers and days lie; wide and narrow."""

from __future__ import annotations

import collections
import datetime
import math
import textwrap
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..markup import Columns, Html, Row, cells, element, join

ROW = 26  # more than the 24 pixels that a target for a finger needs
LINE = 17  # from one line of words to the next
LETTER = 7.0  # width that one letter of 13 pixels is given: words go on in the next line, never over a mark
FADE = 90  # units in which a bar without a bound fades


@dataclass(frozen=True)
class Sheet:
    """How wide a drawing is in units, which are pixels on a screen of that width."""

    width: float

    @property
    def narrow(self) -> bool:
        """Whether what is side by side on a wide sheet goes below one another."""
        return self.width < 600


WIDE, NARROW = Sheet(960), Sheet(360)


def number(value: float) -> str:
    """Return a coordinate with at most two decimals, the same on every machine."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def shape(tag: str, *content: Any, **attributes: float | str | None) -> Html:
    """Return one element of SVG; numbers become coordinates, names take hyphens for underscores."""
    written = {k: v if isinstance(v, str) or v is None else number(v) for k, v in attributes.items()}
    return element(tag, *content, **written)


def wrapped(text: Any, room: float) -> list[str]:
    """Return text as lines that fit into a width in units."""
    return textwrap.wrap(str(text), max(int(room / LETTER), 8)) or [""]


def words_at(x: float, y: float, text: Any, room: float | None = None, **attributes: str | None) -> Html:
    """Return text with its first baseline at a point, in as many lines as `room` (units) asks for."""
    lines = [str(text)] if room is None else wrapped(text, room)
    if len(lines) == 1:
        return shape("text", lines[0], x=x, y=y, **attributes)
    rows = (shape("tspan", line, x=x, y=y + at * LINE) for at, line in enumerate(lines))
    return shape("text", join(rows, " "), **attributes)


@dataclass(frozen=True)
class Column:
    """One column of words in a row: where it begins on a wide sheet, its width, and its words."""

    x: float
    room: float
    text: str
    look: str | None = None


def columns_at(sheet: Sheet, top: float, columns: Sequence[Column]) -> tuple[float, list[Html]]:
    """Return the height of a row and its words: side by side, or below one another on a narrow sheet."""
    if not sheet.narrow:
        height = float(ROW + LINE * (max(len(wrapped(c.text, c.room)) for c in columns) - 1))
        return height, [words_at(c.x, top + 17, c.text, c.room, class_=c.look) for c in columns]
    shown, height = list[Html](), 0.0
    for at, column in enumerate(columns):
        left = 26.0 if at == 0 else 38.0
        room = sheet.width - left - 8
        shown.append(words_at(left, top + height + 17, column.text, room, class_=column.look))
        height += LINE * len(wrapped(column.text, room))
    return height + 9, shown


def mark(key: str, href: str | None, label: str, *shapes: Any, **attributes: str | None) -> Html:
    """Return one row of the data as a mark: a link where it has a page, with a label for screen readers."""
    inside = (element("title", label), *shapes)
    return shape("g" if href is None else "a", *inside, class_="mark", data_key=key, href=href, **attributes)


def row_box(sheet: Sheet, top: float, height: float = ROW) -> Html:
    """Return the area of one row, which shows where the pointer and the focus are."""
    return shape("rect", x=0, y=top, width=sheet.width, height=height, class_="row")


def group_head(sheet: Sheet, top: float, text: str) -> tuple[float, Html]:
    """Return the height and the heading of a group of rows."""
    room = sheet.width * 0.9  # bold letters are wider
    height = ROW + LINE * (len(wrapped(text, room)) - 1)
    band = shape("rect", x=0, y=top, width=sheet.width, height=height, class_="group")
    return height, join([band, words_at(4, top + 18, text, room, class_="head")])


def stacked(
    sheet: Sheet, groups: Mapping[str, Sequence[Any]], top: float, draw: Callable[[Any, float], tuple[float, Html]]
) -> tuple[float, list[Html]]:
    """Return the bottom and the shapes of groups of rows below one another: a heading, then each row as it is high."""
    shapes = []
    for name, rows in groups.items():
        height, head = group_head(sheet, top, f"{name} ({len(rows)})")
        shapes.append(head)
        top += height
        for row in rows:
            height, drawn = draw(row, top)
            shapes.append(drawn)
            top += height
    return top, shapes


def counted(values: Iterable[str], pattern: str = "{} {}", most: int | None = None) -> str:
    """Return how often each value occurs, the most frequent first, in words."""
    return ", ".join(pattern.format(*pair) for pair in collections.Counter(values).most_common(most))


@dataclass(frozen=True)
class Scale:
    """Where a number lies between two points: from the value `low` at `start` to `high` at `end`, even throughout."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """Return the coordinate; values outside lie on the edge."""
        value = min(max(value, self.low), self.high)
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)


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
    subject: str  # what it shows, as the navigation calls it
    title: str  # what it finds
    summary: str
    how: str  # how to read the marks
    query: str
    svg: Html
    axis: Html  # stays in view above the drawing; empty where there is no scale
    legend: Html
    names: Sequence[str]
    rows: Sequence[Sequence[Any]]


@dataclass(frozen=True)
class Drawing:
    """The shapes of a drawing, its height, and the axis above it."""

    sheet: Sheet
    height: float
    shapes: Sequence[Any]
    axis: Sequence[Any] = ()
    legend: Html | None = None


AXIS = 26  # height of an axis


def picture(
    slug: str,
    subject: str,
    title: str,
    summary: str,
    how: str,
    query: str,
    rows: Sequence[Row],
    columns: Columns,
    drawing: Drawing,
) -> Picture:
    """Return the picture of a drawing, with its name and description."""
    sheet = drawing.sheet
    id_ = f"{slug}-narrow" if sheet.narrow else slug
    stops = (shape("stop", offset=o, class_=f"stop-{o}") for o in ("0", "1"))
    fades = (
        shape("linearGradient", join(stops), id=f"{id_}-fade", x1="0", x2="1"),
        shape("linearGradient", id=f"{id_}-fade-away", href=f"#{id_}-fade", gradientTransform="rotate(180 .5 .5)"),
    )
    size = f"0 0 {number(sheet.width)}"
    svg = shape(
        "svg",
        element("title", title, id=f"{id_}-title"),
        element("desc", summary, id=f"{id_}-desc"),
        element("defs", *fades),
        join(drawing.shapes, "\n"),
        viewBox=f"{size} {number(drawing.height)}",
        role="group",
        aria_labelledby=f"{id_}-title",
        aria_describedby=f"{id_}-desc",
        xmlns="http://www.w3.org/2000/svg",
    )
    axis = shape("svg", *drawing.axis, viewBox=f"{size} {AXIS}", class_="axis", aria_hidden="true")
    return Picture(
        slug,
        subject,
        title,
        summary,
        how,
        query,
        svg,
        axis if drawing.axis else Html(""),
        drawing.legend or Html(""),
        list(columns),
        cells(columns, rows),
    )
