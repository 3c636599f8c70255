"""The search page and its index: records by id, any spelling and their words; pages by heading and words."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import Any

from iraqmilitias.text import folded

from .book import KINDS, Book
from .markup import bullets, element, join, link
from .writing import DOCS, put, write

LONGEST = 180  # characters of a section's text that are searched
UNSEARCHED = {"First rows", "Definition"}  # rows have entries of their own
OMITTED = re.compile(r"^(id|records)/|^search\.md$|\.run\.md$")


def spellings(book: Book) -> dict[str, list[str]]:
    """Return every spelling of every actor, place and facility: names, aliases, printed forms."""
    found: dict[str, dict[str, str]] = {}
    for table in ("actors", "places", "facilities"):
        for key in book.records(table):
            found.setdefault(key, {})[folded(book.name(key))] = book.name(key)
    for table, column in (("aliases", "alias"), ("mentions", "text")):
        for key in book.records(table):
            row = book.row_of[key]
            owner = row["actor_id"] or row["place_id"] or row["facility_id"]
            found[owner].setdefault(folded(row[column]), row[column])
    return {key: list(forms.values()) for key, forms in found.items()}


def _words(book: Book, key: str) -> str:
    """What a record is found by besides its names: text of its own, and of the rows on its page."""
    row, table = book.row_of[key], book.table_of[key]
    texts = [
        str(row[c]) for c in ("description", "neutral", "why", "event_type", "topic", "act", "publisher") if row.get(c)
    ]
    if row.get("locator"):
        texts.append(row["locator"])
    if table == "events":
        reports = book.rows("SELECT * FROM reports WHERE event_id = ? ORDER BY report_id", key)
        texts += [f"{r['report_id']} {r['summary']} {r['locator']}" for r in reports]
        texts += sorted({r["publisher"] for r in reports})
    if table in ("statements", "figures") and (said := book.voices.get(row.get("statement_id") or "")):
        texts.append(f"{said['speaker']} {'unnamed' if said['unnamed'] else ''} {said['relayed_by'] or ''}")
    if table == "figures":
        others = "SELECT printed FROM figures WHERE source_id = ? AND line = ? ORDER BY 1"
        texts += [r["printed"] for r in book.rows(others, row["source_id"], row["line"])]
        texts += [book.name(row[c]) for c in ("actor_id", "place_id", "event_id") if row[c]]
    if table == "conflicts":
        texts += [row["record_id"], row["other_id"] or "", row["verdict"]]
    return re.sub(r"\s+", " ", " ".join(texts)).strip()


def records(book: Book) -> list[list[Any]]:
    """Return an entry a record: kind, title, address, text, spellings."""
    forms = spellings(book)
    entries: list[list[Any]] = []
    for table, kind in KINDS.items():
        for key in book.records(table):
            text = f"{key} {_words(book, key)}"
            entries.append([kind, book.name(key), f"id/{key}/index.html", text, forms.get(key, [])])
    for table in ("event_reports", "affiliations"):
        word = "report" if table == "event_reports" else "tie"
        entries += [[word, book.name(k), book.href(k, ""), k, []] for k in book.records(table)]
    for key in book.records("bibliography"):
        entries.append(["reference", book.name(key), book.href(key, ""), f"{key} {book.row_of[key]['publisher']}", []])
    return entries


def slug(heading: str, taken: set[str]) -> str:
    """Return a heading's anchor, as the Markdown library makes it."""
    made = re.sub(r"[^\w\s-]", "", heading.encode("ascii", "ignore").decode()).strip().lower()
    anchor = made = re.sub(r"[-\s]+", "-", made)
    number = 0
    while anchor in taken:
        number += 1
        anchor = f"{made}_{number}"
    taken.add(anchor)
    return anchor


def plain(markdown: str) -> str:
    """Return Markdown or HTML as words."""
    text = re.sub(r"<!--.*?-->|<(script|style)\b.*?</\1>|<[^>]+>", " ", markdown, flags=re.DOTALL)
    text = re.sub(r"\]\([^)]*\)|[`*#|>\[\]]|-{3,}", " ", unescape(text))
    return re.sub(r"\s+", " ", text).strip()


def sections(name: str, text: str) -> list[list[Any]]:
    """Return an entry for a page and for each section of it."""
    text = re.sub(r"\A---\n.*?\n---\n", "", text, flags=re.DOTALL)
    parts = re.split(
        r"^(#{1,3}) +(.+)$", re.sub(r"^```.*?^```$", " ", text, flags=re.DOTALL | re.MULTILINE), flags=re.MULTILINE
    )
    page = name.removesuffix(".md") + ".html"
    title, taken, entries = "", set[str](), []
    for level, heading, body in zip(parts[1::3], parts[2::3], parts[3::3], strict=True):
        shown = plain(heading)
        anchor = slug(shown, taken)
        title = title or shown
        if shown in UNSEARCHED:
            continue
        address = page if level == "#" else f"{page}#{anchor}"
        shown = shown if level == "#" else f"{title}: {shown}"
        entries.append(
            ["page", shown, address, plain(body)[: LONGEST // 2 if name.endswith("rules.md") else LONGEST], []]
        )
    return entries


def pages(book: Book) -> None:
    """Write the index (a script that sets one value, so that it loads from file:// too) and the search page."""
    found = records(book)
    for path in sorted(DOCS.rglob("*.md")):
        name = path.relative_to(DOCS).as_posix()
        if not OMITTED.search(name):
            found += sections(name, path.read_text(encoding="utf-8"))
    lines = ",\n".join(json.dumps(entry, ensure_ascii=False, separators=(",", ":")) for entry in found)
    put("assets/search-index.js", f"window.iraqmilitiasIndex = [\n{lines}\n];\n")
    lists = bullets(link(f"records/{table}.html", f"Every {kind}") for table, kind in KINDS.items())
    about = "Names in any spelling and script, ids, numbers, words. A near miss in spelling is found too."
    without = element(
        "noscript", element("p", "Searching needs a script. Without one, every record is in these lists:"), lists
    )
    box = element("div", join([element("p", id="found", role="status"), element("ol", id="hits", class_="hits")]))
    text = f"# Search\n\n{about}\n\n{without}\n\n{box}"
    write("search.md", text, {"scripts": ["assets/search-index.js", "js/search.js"], "contents": False})
