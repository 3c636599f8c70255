"""Lists of all records of a kind, each with a filter that a script brings to life."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from ..markup import Html, bullets, code, element, join, link, table
from ..output import write
from ..site_data import KINDS, Book
from .record import evidence, period, voice, words
from .rows import bounds

UP = "../"  # from a list to the site's root
Listing = tuple[Sequence[str], Iterable[Sequence[Any]]]


def events(book: Book) -> Listing:
    """Return every event with its date, place and how many tell it."""
    rows = book.rows("SELECT * FROM timeline ORDER BY coalesce(date_from, date_to), event_id")
    cells = [
        (
            book.ref(r["event_id"], UP),
            code(r["event_id"]),
            words(r["event_type"]),
            period(r["date_from"], r["date_to"]),
            join([x for x in (book.ref(r["facility_id"], UP), book.ref(r["place_id"], UP)) if x], ", "),
            f"{r['report_count']} in {r['source_count']}",
        )
        for r in rows
    ]
    return ("event", "id", "type", "when", "where", "reports in articles"), cells


def actors(book: Book) -> Listing:
    """Return every actor with what it does in the articles."""
    rows = book.rows("SELECT * FROM actor_activity ORDER BY lower(actor)")
    cells = [
        (
            book.ref(r["actor_id"], UP),
            code(r["actor_id"]),
            words(r["actor_type"]) + ("" if r["named"] else " (unnamed)"),
            r["country"],
            str(r["event_count"]),
            str(r["statements_spoken"]),
            str(r["mention_times"]),
            ", ".join(a["alias"] for a in book.rows("SELECT alias FROM aliases WHERE actor_id = ?", r["actor_id"])),
        )
        for r in rows
    ]
    return ("actor", "id", "type", "country", "events", "statements", "times named", "also written"), cells


def facilities(book: Book) -> Listing:
    """Return every facility with its identifiers and attacks."""
    cells = [
        (
            book.ref(k, UP),
            code(k),
            r["facility_type"],
            book.ref(r["place_id"], UP),
            r["icao"],
            str(book.rows("SELECT count(*) AS n FROM facility_attacks WHERE facility_id = ?", k)[0]["n"]),
        )
        for k, r in ((k, book.row_of[k]) for k in book.records("facilities"))
    ]
    return ("facility", "id", "type", "place", "ICAO", "reports of attacks"), cells


def places(book: Book) -> Listing:
    """Return every place with what it lies in."""
    cells = [
        (book.ref(k, UP), code(k), r["place_type"], book.ref(r["parent_id"], UP), r["iso_3166"])
        for k, r in ((k, book.row_of[k]) for k in book.records("places"))
    ]
    return ("place", "id", "type", "lies in", "ISO 3166"), cells


def statements(book: Book) -> Listing:
    """Return every statement with its speaker."""
    cells = [
        (
            book.ref(k, UP),
            code(k),
            join([book.ref(r["speaker_id"], UP), " (unnamed)" if r["unnamed"] else ""]),
            words(r["act"]),
            words(r["topic"]),
            evidence(book, r, UP),
        )
        for k, r in book.voices.items()
    ]
    return ("statement, in our words", "id", "speaker", "act", "topic", "where"), cells


def figures(book: Book) -> Listing:
    """Return every figure with its bounds and voice."""
    cells = [
        (
            book.ref(k, UP, r["printed"]),
            code(k),
            r["description"],
            bounds(r),
            voice(book, r, UP),
            evidence(book, r, UP),
        )
        for k, r in ((k, book.row_of[k]) for k in book.records("figures"))
    ]
    return ("printed", "id", "what is counted", "bounds", "who says so", "where"), cells


def sources(book: Book) -> Listing:
    """Return every article."""
    cells = [
        (book.ref(k, UP), code(k), r["publisher"], period(r["date_from"], r["date_to"]), r["genre"], f"{r['words']:,}")
        for k, r in book.articles.items()
    ]
    return ("article", "id", "publisher", "published", "genre", "words"), cells


def conflicts(book: Book) -> Listing:
    """Return every conflict with its verdict."""
    cells = [
        (
            book.ref(k, UP),
            code(k),
            r["kind"],
            words(r["verdict"]),
            book.ref(r["record_id"], UP, r["record_id"]),
            book.ref(r["other_id"], UP, r["other_id"]) or book.ref(r["reference_id"], UP, r["reference_id"]),
        )
        for k, r in ((k, book.row_of[k]) for k in book.records("conflicts"))
    ]
    return ("finding", "id", "kind", "verdict", "row", "against"), cells


def terms(book: Book) -> Listing:
    """Return every loaded term."""
    cells = [
        (book.ref(k, UP), code(k), r["neutral"], book.ref(r["actor_id"], UP), r["why"])
        for k, r in ((k, book.row_of[k]) for k in book.records("terms"))
    ]
    return ("term", "id", "we write", "of", "why it is loaded"), cells


LISTS: dict[str, Callable[[Book], Listing]] = {
    "events": events,
    "actors": actors,
    "facilities": facilities,
    "places": places,
    "statements": statements,
    "figures": figures,
    "sources": sources,
    "conflicts": conflicts,
    "terms": terms,
}


def pages(book: Book) -> None:
    """Write the list of every kind, and the list of the lists."""
    entries = []
    for name, listing in LISTS.items():
        described = book.data.package.table(name)
        names, cells = listing(book)
        rows = list(cells)
        bar = element(
            "div",
            element("label", "Filter this list", for_="filter"),
            " ",
            Html('<input id="filter" type="search" autocomplete="off">'),
            " ",
            element("output", for_="filter"),
            class_="filter",
            data_filters=f"list-{name}",
            hidden="",
        )
        shown = table(names, rows, f"{described.title} ({len(rows)})", id_=f"list-{name}")
        more = element(
            "p",
            "Columns: ",
            link(f"{UP}reference/tables/{name}.html", "table ", code(name)),
            ". All of them as a file: ",
            link(f"{UP}downloads.html", "downloads"),
            ".",
        )
        text = f"# {described.title}\n\n{described.description}\n\n{bar}\n\n{shown}\n\n{more}"
        write(f"records/{name}.md", text, {"links": _items(rows), "contents": False})
        entries.append(
            join([link(f"{name}.html", described.title), f" ({len(rows)}): ", KINDS[name], " by ", KINDS[name]])
        )
    write("records/index.md", f"# Records\n\nEvery record has its own page.\n\n{bullets(entries)}\n")


def _items(rows: Iterable[Sequence[Any]]) -> list[dict[str, str]]:
    """The signposts of a list: an item link a record."""
    return [{"rel": "item", "href": str(row[0]).split('"')[1], "type": "text/html"} for row in rows]
