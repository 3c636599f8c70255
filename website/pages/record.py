"""The frame that every record's page has: head, evidence, conflicts, citation, data, correction."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

from ..markup import Html, bullets, code, element, facts, join, link
from ..output import put_json, write
from ..site_data import KINDS, Book, Row
from .linked_data import as_json, as_linked_data

UP = "../../"  # from a record's page to the site's root


def day(value: Any) -> str:
    """Return a date as people write it."""
    return f"{value.day} {value:%B %Y}" if isinstance(value, datetime.date) else str(value or "")


def period(first: Any, last: Any) -> str:
    """Return two bounds in words."""
    if first is None and last is None:
        return "not stated"
    if first is None:
        return f"not after {day(last)}"
    if last is None:
        return f"from {day(first)}"
    if first == last:
        return day(first)
    after = last + datetime.timedelta(days=1)
    if first.day == after.day == 1 and (first.month, after.month, after.year - first.year) == (1, 1, 1):
        return str(first.year)
    if first.day == after.day == 1 and (last.year, last.month) == (first.year, first.month):
        return f"{first:%B %Y}"
    return f"between {day(first)} and {day(last)}"


def words(text: str | None) -> str:
    """Return a code as words."""
    return (text or "").replace("_", " ").replace("-", " ")


def archived(book: Book, source_id: str, locator: str | None) -> str:
    """Return an address of the article's copy in the Internet Archive that is nearest to its publication."""
    source = book.articles[source_id]
    stamp = f"{source['date_to']:%Y%m%d}"
    return book.deep_link(f"https://web.archive.org/web/{stamp}/{source['url']}", locator)


def evidence(book: Book, row: Row, root: str = UP) -> Html:
    """Return where a row is printed: article, line, the words, links to them and to an archived copy."""
    source = book.articles[row["source_id"]]
    sought = row.get("locator")
    address = book.deep_link(source["url"], sought)
    printed = join(["the words ", element("q", sought)]) if sought else Html("the article")
    where = f"{source['publisher']} ({source['date_to']:%Y}), line {row['line']}"
    return join(
        [
            book.ref(row["source_id"], root, where),
            ": ",
            link(address, printed, rel="external"),
            " (",
            link(archived(book, row["source_id"], sought), "archive copy", rel="external"),
            ")",
        ]
    )


def voice(book: Book, row: Row, root: str = UP) -> Html:
    """Return who says it, through whom, in whose article."""
    source = book.articles[row["source_id"]]
    article = join(
        [source["author"] or "an unnamed author", ", ", book.ref(row["source_id"], root, source["publisher"])]
    )
    key = row.get("statement_id")
    if not key:
        return join(["the author’s own voice: ", article])
    said = book.voices[key]
    via = [", relayed by ", book.linked(said["relayed_by"], root)] if said["relayed_by"] else []
    unnamed = " (unnamed)" if said["unnamed"] else ""
    speaker = book.ref(said["speaker_id"], root)
    return join([speaker, unnamed, *via, ", in the article of ", article, " (", book.ref(key, root, key), ")"])


def conflicts(book: Book, keys: Iterable[str]) -> str:
    """Return the section of the conflicts that any of the rows is part of."""
    wanted = list(keys)
    rows = book.rows(
        "SELECT * FROM conflicts WHERE list_contains(?, record_id) OR list_contains(?, other_id) ORDER BY conflict_id",
        wanted,
        wanted,
    )
    if not rows:
        return ""
    items = []
    for row in rows:
        reference = book.ref(row["reference_id"], UP)
        source = [" Against: ", reference, "."] if reference else []
        other = [" Other row: ", book.ref(row["other_id"], UP, row["other_id"]), "."] if row["other_id"] else []
        head = element("strong", words(row["kind"]).capitalize(), ", ", words(row["verdict"]), ": ")
        about = [" On ", book.ref(row["record_id"], UP, row["record_id"]), ", column ", code(row["field"]), "."]
        cited = [" (", book.ref(row["conflict_id"], UP, row["conflict_id"]), ")"]
        items.append(join([head, row["finding"], *about, *other, *source, *cited]))
    return section("Conflicts", bullets(items))


def section(title: str, *content: Any) -> str:
    """Return a section of a page; nothing where it has no content."""
    body = join(content)
    return f"## {title}\n\n{element('div', body)}\n" if body else ""


def correction(book: Book, key: str) -> Html:
    """Return how to suggest a correction: an issue on the file and line, where the repository has an address."""
    path, line = book.place_in_file(key)
    where = join(["line ", str(line), " of ", code(path), " (", code(f"{path}:{line}"), ")"])
    if book.repository is None:
        how = link(f"{UP}contributing.html#fix-one-cell", "how to propose a correction")
        return element("p", "This record is ", where, ". See ", how, ": name the file and line.")
    body = f"{path}:{line}\n\nWhat is wrong:\n\nWhat the article prints:\n"
    query = f"title={quote(f'{key}: correction')}&body={quote(body, safe='')}"
    address = f"{book.repository}/issues/new?{query}"
    return element("p", "This record is ", where, ". ", link(address, "Suggest a correction", rel="external"))


def cited(book: Book, key: str) -> str:
    """Return the citation as text that can be selected, with a button that scripts bring to life."""
    text = book.citation(key)
    button = element("button", "Copy the citation", type="button", class_="copy", data_copies="citation", hidden="")
    more = join(["BibTeX, RIS and others: ", code(f"iraqmilitias cite {key} --format bibtex")])
    return section("Cite this record", element("p", text, id="citation", class_="citation"), button, element("p", more))


def write_record(book: Book, key: str, about: str, body: Iterable[str]) -> None:
    """Write a record's page at id/KEY/, its JSON and its JSON-LD beside it."""
    table, name = book.table_of[key], book.name(key)
    kind = KINDS[table]
    put_json(f"id/{key}.json", as_json(book, key))
    put_json(f"id/{key}.jsonld", as_linked_data(book, key))
    forms = [
        join([link(f"../{key}.json", "JSON"), " (the row and what it leads to)"]),
        join([link(f"../{key}.jsonld", "JSON-LD"), " (schema.org)"]),
        join(
            ["Python: ", code(f'iraqmilitias.trace("{key}")'), " · command line: ", code(f"iraqmilitias trace {key}")]
        ),
    ]
    row = book.row_of[key]
    cells = facts((column, value) for column, value in row.items())
    raw = element("details", element("summary", "Every column of the row"), cells)
    parts = [
        element("h1", name),
        element("p", element("strong", kind.capitalize()), " ", code(key), class_="kind"),
        element("p", about) if about and about != name else "",
        *body,
        cited(book, key),
        section("Data and corrections", bullets(forms), raw, correction(book, key)),
    ]
    meta = {
        "title": f"{shortened(name, 70)} ({key})",
        "description": shortened(f"{kind.capitalize()} {key}: {about or name}", 150),
        "record": key,
        "links": [
            {"rel": "cite-as", "href": "./"},
            {"rel": "describedby", "href": f"../{key}.jsonld", "type": "application/ld+json"},
            {"rel": "alternate", "href": f"../{key}.json", "type": "application/json"},
            {"rel": "collection", "href": f"{UP}records/{table}.html"},
        ],
    }
    write(f"id/{key}/index.md", "\n\n".join(p for p in parts if p), meta)


def shortened(text: str, limit: int) -> str:
    """Return a text cut at a word's end."""
    return text if len(text) <= limit else text[:limit].rsplit(" ", 1)[0].rstrip(",.;:") + "…"
