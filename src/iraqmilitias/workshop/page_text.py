"""The paragraphs of a web page's article: text, headings, captions, bylines, list items and table rows, one a line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

_INLINE = frozenset({
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins", "kbd", "mark", "q",
    "rp", "rt",
    "ruby", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr", "br", "img",
})  # fmt: skip
_LEFT_OUT = frozenset({
    "script", "style", "nav", "footer", "form", "button", "svg", "noscript", "template", "iframe", "select",
    "head", "title", "video", "audio", "object", "input", "textarea",
})  # fmt: skip
_BESIDE = re.compile(
    r"(?:^|[\s_-])(?:related|recommend\w*|shar(?:e|ing)|social|newsletter|promo\w*|sidebar|menu|breadcrumbs?|advert\w*|"
    r"ad|ads|comments?|cookies?|subscri\w+|popular|trending|read-?more|more-(?:from|on|stories)|most-read|paywall)"
    r"(?:$|[\s_-])",
    re.IGNORECASE,
)


def paragraphs(page: bytes) -> list[str]:
    """Return the paragraphs of the page's article element, or none where the page does not mark one.

    Menus, forms and the links to other articles are left out; a box beside the text that tells something is not. A
    table row's cells are set apart by semicolons.
    """
    from lxml import html  # type: ignore[import-untyped]

    if not page.strip():
        return []
    tree = html.document_fromstring(_decoded(page))
    articles = tree.xpath("//article") or tree.xpath("//main | //*[@role='main'] | //*[@itemprop='articleBody']")
    marked = [a for a in articles if not any(_is_beside(e) for e in (a, *a.iterancestors()))]
    if not marked:
        return []
    found = max((list(_blocks(a)) for a in marked), key=lambda blocks: sum(map(len, blocks)))
    return found


def _decoded(page: bytes) -> str:
    """Return the page's text: UTF-8 where it is that, else as it says itself."""
    declared = re.search(rb"charset=[\"']?([\w-]+)", page[:2000])
    for encoding in ("utf-8-sig", declared.group(1).decode("ascii") if declared else "cp1252"):
        try:
            text = page.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
        return re.sub(r"^\s*<\?xml[^>]*\?>", "", text)
    return page.decode("utf-8", "replace")


def _is_beside(element: Any) -> bool:
    """Whether an element is outside the article's own text."""
    if not isinstance(element.tag, str) or element.tag in _LEFT_OUT:
        return True
    if element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return True
    if "display:none" in (element.get("style") or "").replace(" ", ""):
        return True
    if element.tag == "aside" and _leads_elsewhere(element):
        return True
    return element.tag not in ("body", "html") and any(_BESIDE.search(element.get(a) or "") for a in ("class", "id"))


def _leads_elsewhere(aside: Any) -> bool:
    """Whether something beside the text is not of the article: it is outside it, or mostly links; a box of facts is."""
    if next(aside.iterancestors("article"), None) is None:
        return True
    linked = sum(len(a.text_content().split()) for a in aside.iter("a"))
    return bool(2 * linked >= len(aside.text_content().split()))


def _blocks(root: Any) -> Iterator[str]:
    """Yield the paragraphs below an element, in order."""
    pieces: list[str] = []

    def flush() -> Iterator[str]:
        text = " ".join("".join(pieces).split())
        pieces.clear()
        if text:
            yield text

    def walk(element: Any) -> Iterator[str]:
        if _is_beside(element):
            return
        if element.tag == "tr":
            yield from flush()
            cells = (" ".join(c.text_content().split()) for c in element if c.tag in ("td", "th"))
            row = "; ".join(filter(None, cells))
            if row:
                yield row
            return
        block = element.tag not in _INLINE
        if block:
            yield from flush()
        pieces.append(" " if element.tag == "br" else element.text or "")
        for child in element:
            yield from walk(child)
            pieces.append(child.tail or "")
        if block:
            yield from flush()

    yield from walk(root)
    yield from flush()
