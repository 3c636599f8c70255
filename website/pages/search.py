"""The search page and its index: the documents of iraqmilitias.search, and the site's pages by heading and words."""

from __future__ import annotations

import json
import re
import tomllib
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any

from markdown.extensions.toc import slugify, unique  # type: ignore[import-untyped]

from iraqmilitias.search import Document, search_documents
from iraqmilitias.search.documents import KINDS, PARTS
from iraqmilitias.search.words import tables
from iraqmilitias.text import ALIKE

from ..markup import DOCS, bullets, element, link, put, write
from ..site_data import PAGES, SiteData
from .badges import LABELS
from .explorer import CONFLICTS, plan

LONGEST = 180  # characters of a section's text that are searched
UNSEARCHED = {"First rows", "Definition"}  # rows have separate entries
OMITTED = re.compile(r"^(id|records)/|^(search|explorer)\.md$")
SCRIPTS = ("assets/search-index.js", "js/search_words.js", "js/search_rank.js", "js/search.js")
SHEET = '<link rel="stylesheet" href="css/search.css">'
Entry = list[Any]


class Strings(dict[str, int]):
    """Texts by number, so that the index holds a text once."""

    def __missing__(self, text: str) -> int:
        self[text] = len(self)
        return self[text]


@cache
def asked() -> dict[str, str]:
    """Return the words in which people ask for a page and which it does not have."""
    found: dict[str, str] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))["pages"]
    return found


def entry(site: SiteData, document: Document, strings: Strings, told: list[str]) -> Entry:
    """Return a document as the page's script reads it; its address only where it is not the usual one."""
    key = document.record_id
    part = document.table in PARTS
    texts = [] if part else [[strings[t] for t in ts] for ts in (document.text, document.numbers, document.spellings)]
    address = site.href(key, "") if key in site.row_of else f"reference/tables/{document.table}.html"
    usual = "" if address == f"id/{key}/index.html" else address
    head = [key, document.table, strings[document.title], strings[document.sentence]]
    return [*head, *(texts or ([], [], [])), usual, [strings[t] for t in told]]


def index(site: SiteData, sections: list[Entry]) -> dict[str, Any]:
    """Return all that the page's script needs."""
    strings = Strings()
    judged = {key: [v["kind"] for v in rows] for key, rows in site.verdicts.items()}
    entries = []
    for document in search_documents(site.data.package):
        kinds = dict.fromkeys(k for k in judged.get(document.record_id, ()) if k in CONFLICTS)
        entries.append(entry(site, document, strings, list(kinds)))
    return {
        "words": tables(),
        "alike": ALIKE,
        "kinds": KINDS,
        "badges": LABELS,
        "strings": list(strings),
        "records": [e for e in entries if e[1] not in PARTS],
        "parts": [e for e in entries if e[1] in PARTS],
        "pages": sections,
    }


def plain(markdown: str) -> str:
    """Return Markdown or HTML as words."""
    text = re.sub(r"<!--.*?-->|<(script|style)\b.*?</\1>|<[^>]+>", " ", markdown, flags=re.DOTALL)
    text = re.sub(r"\]\([^)]*\)|[`*#|>\[\]]|-{3,}", " ", unescape(text))
    return re.sub(r"\s+", " ", text).strip()


def sections(name: str, text: str) -> list[Entry]:
    """Return an entry for a page and for each of its sections: address, heading, words, page, words that people use."""
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
        told = plain(body)[: LONGEST // 2 if name.endswith("rules.md") else LONGEST]
        entries.append([address, shown, told, "" if level == "#" else title, asked().get(address, "")])
    return entries


def pages(site: SiteData) -> None:
    """Write the index (a script that sets one value, because a script also loads from file://) and the search page."""
    entries = [[f"explorer.html#{s['state']}", s["title"], s["sentence"], "", ""] for s in plan()["selections"]]
    for key, row in site.articles.items():
        title, told = f"Loaded words of {row['publisher']}", f"Terms that judge, line by line, in {row['title']}."
        entries.append([site.href(key, ""), title, told, "", "loaded words terms labels language of one outlet"])
    for path in sorted(DOCS.rglob("*.md")):
        name = path.relative_to(DOCS).as_posix()
        if not OMITTED.search(name):
            entries += sections(name, path.read_text(encoding="utf-8"))
    missing = set(asked()) - {address for address, *_ in entries}
    assert not missing, f"search.toml names pages that are not there: {missing}"
    text = json.dumps(index(site, entries), ensure_ascii=False, separators=(",", ":"))
    put("assets/search-index.js", f"window.iraqmilitiasIndex = {text};\n")
    lists = bullets(link(f"records/{table}.html", f"Every {noun}") for table, noun in PAGES.items())
    lead = element("p", "Search needs scripts. Without them, find every record in these lists:")
    write(
        "search.md",
        f"{SHEET}\n\n# Search",
        "Names in any spelling and script, what happened, what was said, numbers in digits or words, ids. The records "
        "are those of `iraqmilitias find`, in its order.",
        element("noscript", lead, lists),
        element(
            "div",
            element("datalist", id="names"),
            element("p", id="found", role="status"),
            element("ul", id="kinds", aria_label="Kinds"),
            element("ol", id="hits", class_="hits"),
        ),
        scripts=SCRIPTS,
        contents=False,
    )
