"""Small pieces of HTML, escaped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape as _escape
from typing import Any

from iraqmilitias.terminal import shown


class Html(str):
    """Text that is markup already and is not escaped again."""

    __slots__ = ()


def escape(value: Any) -> Html:
    """Return a value as escaped text; markup stays as it is, None becomes empty."""
    return value if isinstance(value, Html) else Html(_escape(shown(value)))


def join(parts: Iterable[Any], between: str = "") -> Html:
    """Return the parts, escaped, one after the other."""
    return Html(between.join(escape(p) for p in parts))


def element(tag: str, *content: Any, **attributes: str | None) -> Html:
    """Return one element. Attribute names lose a trailing underscore and take hyphens for underscores."""
    names = {k.rstrip("_").replace("_", "-"): v for k, v in attributes.items() if v is not None}
    written = "".join(f' {k}="{escape(v)}"' for k, v in names.items())
    return Html(f"<{tag}{written}>{join(content)}</{tag}>")


def link(href: str, *content: Any, **attributes: str | None) -> Html:
    """Return a link."""
    return element("a", *content, href=href, **attributes)


def code(text: Any) -> Html:
    """Return inline code."""
    return element("code", text)


def facts(pairs: Iterable[tuple[str, Any]], class_: str = "facts") -> Html:
    """Return a description list of the pairs that have a value."""
    rows = [
        element("div", element("dt", name), element("dd", value)) for name, value in pairs if value not in (None, "")
    ]
    return element("dl", *rows, class_=class_) if rows else Html("")


def bullets(items: Iterable[Any]) -> Html:
    """Return a list."""
    return element("ul", *(element("li", item) for item in items))


def table(names: Sequence[Any], rows: Iterable[Sequence[Any]], caption: str, id_: str | None = None) -> Html:
    """Return a table with a caption; the first cell of a row is its header."""
    head = element("thead", element("tr", *(element("th", n, scope="col") for n in names)))
    body = element(
        "tbody",
        *(
            element("tr", element("th", first, scope="row"), *(element("td", cell) for cell in rest))
            for first, *rest in rows
        ),
    )
    return element("table", element("caption", caption), head, body, id=id_)
