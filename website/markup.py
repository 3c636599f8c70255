"""Pieces of HTML, escaped; and the generated files, which the site builder turns into the site.

A page is Markdown with HTML in it. Everything generated goes into `website/.build/docs`, never into `docs/`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from html import escape as escape_html
from html import unescape
from pathlib import Path
from typing import Any

from iraqmilitias.terminal import shown

ROOT = Path(__file__).parents[1]
BUILD = Path(__file__).parent / ".build"
DOCS = BUILD / "docs"
Row = Mapping[str, Any]
Columns = Mapping[str, Callable[[Row], Any]]  # a table's header cells, and what each shows of a row


class Html(str):
    """Text that is already markup and is not escaped again."""

    __slots__ = ()


def escape(value: Any) -> Html:
    """Return a value as escaped text; markup stays as it is, None becomes empty."""
    return value if isinstance(value, Html) else Html(escape_html(shown(value)))


def join(parts: Iterable[Any], between: str = "") -> Html:
    """Return the parts, escaped, one after the other; parts that are None are left out."""
    return Html(between.join(escape(p) for p in parts if p is not None))


def element(tag: str, *content: Any, **attributes: str | None) -> Html:
    """Return one element. Attribute names lose a trailing underscore and take hyphens for underscores."""
    names = {k.rstrip("_").replace("_", "-"): v for k, v in attributes.items() if v is not None}
    pairs = "".join(f' {k}="{escape(v)}"' for k, v in names.items())
    return Html(f"<{tag}{pairs}>{join(content)}</{tag}>")


def link(href: str, *content: Any, **attributes: str | None) -> Html:
    """Return a link."""
    return element("a", *content, href=href, **attributes)


def external(href: str, *content: Any) -> Html:
    """Return a link to another site."""
    return link(href, *content, rel="external")


def code(text: Any) -> Html:
    """Return inline code."""
    return element("code", text)


def facts(pairs: Mapping[str, Any]) -> Html:
    """Return a description list of the names that have a value."""
    rows = [element("div", element("dt", k), element("dd", v)) for k, v in pairs.items() if v not in (None, "")]
    return element("dl", *rows, class_="facts") if rows else Html("")


def bullets(items: Iterable[Any]) -> Html:
    """Return a list; nothing for no items."""
    entries = [element("li", item) for item in items]
    return element("ul", *entries) if entries else Html("")


def table(names: Iterable[Any], rows: Iterable[Sequence[Any]], caption: str) -> Html:
    """Return a table with a caption; the first cell of a row is its header."""
    return grouped_table(names, {"": list(rows)}, caption)


def grouped_table(
    names: Iterable[Any], groups: Mapping[str, Sequence[Sequence[Any]]], caption: str, **attributes: str
) -> Html:
    """Return a table with a heading before each group of rows, where there are several."""
    head = [element("th", name, scope="col") for name in names]
    bodies = []
    for title, rows in groups.items():
        heading = element("th", f"{title} ({len(rows)})", scope="rowgroup", colspan=str(len(head)))
        lines = [element("tr", heading, class_="group")] if len(groups) > 1 else []
        for first, *rest in rows:
            lines.append(element("tr", element("th", first, scope="row"), *(element("td", cell) for cell in rest)))
        bodies.append(element("tbody", *lines))
    thead = element("thead", element("tr", *head))
    return element("table", element("caption", caption), thead, *bodies, **attributes)


def grouped(rows: Iterable[Row], key: Callable[[Row], str]) -> dict[str, list[Row]]:
    """Return the rows by group, groups in the order of their first row."""
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(key(row), []).append(row)
    return groups


def cells(columns: Columns, rows: Iterable[Row]) -> list[list[Any]]:
    """Return what each column shows of each row."""
    return [[show(row) for show in columns.values()] for row in rows]


def table_of(columns: Columns, rows: Sequence[Row], caption: str) -> Html:
    """Return the rows as a table; nothing for no rows."""
    return table(columns, cells(columns, rows), caption) if rows else Html("")


def plain_text(cell: Any) -> str:
    """Return what a cell shows as plain text."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", escape(cell))).split())


def section(title: str, *content: Any) -> str:
    """Return a section of a page; nothing where it has no content."""
    body = join(content)
    return f"## {title}\n\n{element('div', body)}\n" if body else ""


def write(name: str, *parts: str, **meta: Any) -> None:
    """Write one generated page of the parts that are not empty, with its meta data as front matter (JSON is YAML)."""
    front = "".join(f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in meta.items())
    head = f"---\n{front}---\n" if front else ""
    put(name, head + "\n\n".join(part for part in parts if part).rstrip() + "\n")


def put(name: str, text: str) -> None:
    """Write one generated file."""
    target = DOCS / name
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8", newline="\n")


def put_json(name: str, value: Any) -> None:
    """Write a generated JSON file."""
    put(name, json.dumps(value, ensure_ascii=False, indent=2) + "\n")
