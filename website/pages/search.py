"""The search page and its index: records by id, any spelling and their words; pages by heading and words."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import Any

from markdown.extensions.toc import slugify, unique  # type: ignore[import-untyped]

from iraqmilitias.text import folded

from ..markup import DOCS, bullets, element, link, put, write
from ..site_data import PAGES, SiteData

LONGEST = 180  # characters of a section's text that are searched
UNSEARCHED = {"First rows", "Definition"}  # rows have separate entries
OMITTED = re.compile(r"^(id|records)/|^search\.md$")
SEARCHED = ("description", "neutral", "why", "event_type", "topic", "act", "publisher", "locator")  # columns
WITHOUT_PAGE = {"event_reports": "report", "affiliations": "tie", "notes": "note", "bibliography": "reference"}
Entry = list[Any]  # kind, title, address, text, spellings


def spellings(site: SiteData) -> dict[str, list[str]]:
    """Return every spelling of every actor, place and facility: names, aliases, printed forms."""
    forms: dict[str, dict[str, str]] = {}
    for table in ("actors", "places", "facilities"):
        for key in site.ids(table):
            forms[key] = {folded(site.name(key)): site.name(key)}
    for table, column in (("aliases", "alias"), ("mentions", "text")):
        for row in site.records(table):
            owner = row["actor_id"] or row["place_id"] or row["facility_id"]
            forms[owner].setdefault(folded(row[column]), row[column])
    return {key: list(mine.values()) for key, mine in forms.items()}


def _words(site: SiteData, key: str) -> str:
    """Return what a record is found by besides its names: its own text, and that of the rows on its page."""
    row, table = site.row_of[key], site.table_of[key]
    texts = [str(row[c]) for c in SEARCHED if row.get(c)]
    if table == "events":
        reports = site.rows("SELECT * FROM event_reports WHERE event_id = ? ORDER BY report_id", key)
        texts += [f"{r['report_id']} {r['summary']} {r['locator']}" for r in reports]
        texts += sorted({site.articles[r["source_id"]]["publisher"] for r in reports})
    if table in ("statements", "figures") and (statement := site.voices.get(row.get("statement_id") or "")):
        texts.append(
            f"{statement['speaker']} {'unnamed' if statement['unnamed'] else ''} {statement['relayed_by'] or ''}"
        )
    if table == "figures":
        others = "SELECT printed FROM figures WHERE source_id = ? AND line = ? ORDER BY 1"
        texts += [r["printed"] for r in site.rows(others, row["source_id"], row["line"])]
        texts += [site.name(row[c]) for c in ("actor_id", "place_id", "event_id") if row[c]]
    if table == "conflicts":
        texts += [row["record_id"], row["other_id"] or "", row["verdict"]]
    return " ".join(" ".join(texts).split())


def records(site: SiteData) -> list[Entry]:
    """Return an entry for each record that has a page or a place on one."""
    forms = spellings(site)
    entries: list[Entry] = []
    for table, noun in PAGES.items():
        for key in site.ids(table):
            text = f"{key} {_words(site, key)}"
            entries.append([noun, site.name(key), site.href(key, ""), text, forms.get(key, [])])
    for table, noun in WITHOUT_PAGE.items():
        for key in site.ids(table):
            text = f"{key} {site.row_of[key].get('publisher', '')}".strip()
            entries.append([noun, site.name(key), site.href(key, ""), text, []])
    return entries


def plain(markdown: str) -> str:
    """Return Markdown or HTML as words."""
    text = re.sub(r"<!--.*?-->|<(script|style)\b.*?</\1>|<[^>]+>", " ", markdown, flags=re.DOTALL)
    text = re.sub(r"\]\([^)]*\)|[`*#|>\[\]]|-{3,}", " ", unescape(text))
    return re.sub(r"\s+", " ", text).strip()


def sections(name: str, text: str) -> list[Entry]:
    """Return an entry for a page and for each of its sections."""
    text = re.sub(r"\A---\n.*?\n---\n", "", text, flags=re.DOTALL)
    parts = re.split(
        r"^(#{1,3}) +(.+)$", re.sub(r"^```.*?^```$", " ", text, flags=re.DOTALL | re.MULTILINE), flags=re.MULTILINE
    )
    page = name.removesuffix(".md") + ".html"
    title, taken, entries = "", set[str](), list[Entry]()
    for level, heading, body in zip(parts[1::3], parts[2::3], parts[3::3], strict=True):
        shown = plain(heading)
        anchor = unique(slugify(shown, "-"), taken)
        title = title or shown
        if shown in UNSEARCHED:
            continue
        address = page if level == "#" else f"{page}#{anchor}"
        shown = shown if level == "#" else f"{title}: {shown}"
        entries.append(
            ["page", shown, address, plain(body)[: LONGEST // 2 if name.endswith("rules.md") else LONGEST], []]
        )
    return entries


def pages(site: SiteData) -> None:
    """Write the index (a script that sets one value, so that it loads from file:// too) and the search page."""
    entries = records(site)
    for path in sorted(DOCS.rglob("*.md")):
        name = path.relative_to(DOCS).as_posix()
        if not OMITTED.search(name):
            entries += sections(name, path.read_text(encoding="utf-8"))
    lines = ",\n".join(json.dumps(entry, ensure_ascii=False, separators=(",", ":")) for entry in entries)
    put("assets/search-index.js", f"window.iraqmilitiasIndex = [\n{lines}\n];\n")
    lists = bullets(link(f"records/{table}.html", f"Every {noun}") for table, noun in PAGES.items())
    lead = element("p", "Search needs scripts. Without them, find every record in these lists:")
    write(
        "search.md",
        "# Search",
        "Names in any spelling and script, ids, numbers, words. Names with small spelling mistakes are found too.",
        element("noscript", lead, lists),
        element("div", element("p", id="found", role="status"), element("ol", id="hits", class_="hits")),
        scripts=["assets/search-index.js", "js/search.js"],
        contents=False,
    )
