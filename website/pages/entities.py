"""The pages of actors, places and facilities."""

from __future__ import annotations

from ..markup import Html, bullets, element, facts, join, link
from ..site_data import Book, Row
from .record import UP, conflicts, section, words, write_record
from .rows import affiliations, figures, mentions, reports, statements

OFAC = "https://sanctionssearch.ofac.treas.gov/Details.aspx?id="
WIKIDATA = "https://www.wikidata.org/wiki/"
ICAO = "https://ourairports.com/airports/"


def identifiers(row: Row) -> list[tuple[str, Html]]:
    """Return the identifiers that a row has elsewhere, each a link."""
    kinds = (("Wikidata", "wikidata", WIKIDATA), ("OFAC entry", "ofac_uid", OFAC), ("ICAO code", "icao", ICAO))
    found = [(n, link(f"{a}{row[c]}", row[c], rel="external")) for n, c, a in kinds if row.get(c)]
    if row.get("iso_3166"):
        found.append(("ISO 3166", Html(row["iso_3166"])))
    return found


def spellings(book: Book, column: str, key: str) -> Html:
    """Return the other names and spellings of an entity, each in its language."""
    rows = book.rows(f"SELECT * FROM aliases WHERE {column} = ? ORDER BY alias_id", key)
    right = ("ar", "fa", "ku", "ckb", "he")
    items = [
        join(
            [
                element("bdi", r["alias"], lang=r["language"], dir="rtl" if _rtl(r, right) else None, id=r["alias_id"]),
                f" ({r['language']}) ",
                *(["from ", book.ref(r["reference_id"], UP)] if r["reference_id"] else []),
            ]
        )
        for r in rows
    ]
    return bullets(items) if items else Html("")


def _rtl(row: Row, right: tuple[str, ...]) -> bool:
    return row["language"].split("-")[0] in right and not row["alias"].isascii() and "Latn" not in row["language"]


def first_named(book: Book, row: Row) -> Html | None:
    """Return the first line that names an entity."""
    if not row["source_id"]:
        return None
    return join([book.ref(row["source_id"], UP, book.articles[row["source_id"]]["publisher"]), f", line {row['line']}"])


def point(row: Row) -> str | None:
    """Return an entity's point with what it stands for."""
    if row["latitude"] is None:
        return None
    return f"{row['latitude']}° N, {row['longitude']}° E ({words(row['coordinate_kind'])})"


def _tail(book: Book, column: str, key: str) -> list[str]:
    inside = f"r.report_id IN (SELECT report_id FROM participants WHERE {column} = ?)"
    return [
        section("Reports it takes part in", reports(book, inside, key)),
        section("Figures about it", figures(book, f"{column} = ?", key)),
        section("Names and spellings", spellings(book, column, key)),
        section("Named in the articles", mentions(book, column, key)),
        conflicts(book, [key]),
    ]


def actors(book: Book) -> None:
    """Write the page of every actor."""
    for key in book.records("actors"):
        row = book.row_of[key]
        children = book.rows("SELECT actor_id FROM actors WHERE parent_id = ? ORDER BY actor_id", key)
        told = facts(
            [
                ("Type", words(row["actor_type"])),
                ("Named", "by a proper name" if row["named"] else "no: an unnamed person or a collective"),
                ("Country", row["country"]),
                ("Part of", book.ref(row["parent_id"], UP)),
                ("Parts", join([book.ref(c["actor_id"], UP) for c in children], ", ")),
                *identifiers(row),
                ("Reference", book.ref(row["reference_id"], UP)),
                ("First named", first_named(book, row)),
            ]
        )
        said = statements(book, "s.speaker_id = $1 OR s.via_id = $1", key)
        about = statements(book, "s.about_id = $1 OR s.addressee_id = $1 OR s.inferred_speaker_id = $1", key)
        body = [
            told,
            section("Ties", affiliations(book, key)),
            section("What it says or relays", said),
            section("What is said about or to it", about),
            *_tail(book, "actor_id", key),
        ]
        write_record(book, key, row["description"], body)


def places(book: Book) -> None:
    """Write the page of every place."""
    for key in book.records("places"):
        row = book.row_of[key]
        inner = book.rows(
            "SELECT place_id AS k FROM places WHERE parent_id = $1 UNION ALL "
            "SELECT facility_id FROM facilities WHERE place_id = $1 ORDER BY 1",
            key,
        )
        told = facts(
            [
                ("Type", words(row["place_type"])),
                ("Lies in", book.ref(row["parent_id"], UP)),
                ("Holds", join([book.ref(i["k"], UP) for i in inner], ", ")),
                ("Point", point(row)),
                *identifiers(row),
                ("Reference", book.ref(row["reference_id"], UP)),
                ("First named", first_named(book, row)),
            ]
        )
        events = book.rows("SELECT event_id FROM events WHERE place_id = ? ORDER BY event_id", key)
        here = bullets(book.ref(e["event_id"], UP) for e in events) if events else Html("")
        write_record(book, key, row["description"], [told, section("Events here", here), *_tail(book, "place_id", key)])


def facilities(book: Book) -> None:
    """Write the page of every facility."""
    for key in book.records("facilities"):
        row = book.row_of[key]
        told = facts(
            [
                ("Type", words(row["facility_type"])),
                ("Lies in", book.ref(row["place_id"], UP)),
                ("Point", point(row)),
                *identifiers(row),
                ("Reference", book.ref(row["reference_id"], UP)),
                ("First named", first_named(book, row)),
            ]
        )
        attacks = "r.report_id IN (SELECT report_id FROM facility_attacks WHERE facility_id = ?)"
        parts = [section("Reports of attacks on it", reports(book, attacks, key)), *_tail(book, "facility_id", key)]
        write_record(book, key, row["description"], [told, *parts])
