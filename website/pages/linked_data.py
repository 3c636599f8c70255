"""One record as JSON and as schema.org JSON-LD. Addresses are relative: they hold wherever the site is served."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from ..site_data import Book, Row

CONTEXT = "https://schema.org/"


def as_json(book: Book, key: str) -> dict[str, Any]:
    """Return a record with its source, line, voice, reports and conflicts, and where it stands in the files."""
    path, line = book.place_in_file(key)
    return {
        "address": f"{key}/",
        "file": path,
        "file_line": line,
        "citation": book.citation(key),
        **book.data.trace(key).to_dict(),
    }


def as_linked_data(book: Book, key: str) -> dict[str, Any]:
    """Return a record in schema.org's words; a property without a value is left out."""
    row, table = book.row_of[key], book.table_of[key]
    made: dict[str, Any] = {
        "@context": CONTEXT,
        "@id": f"{key}/",
        "identifier": key,
        "name": book.name(key),
        **WRITERS[table](row),
        "isPartOf": {"@type": "Dataset", "@id": "../", "name": book.data.package.descriptor.get("title", "")},
        "sameAs": identifiers(row),
    }
    if table in ("events", "statements", "figures"):
        made["citation"] = _article(book, row)
    return {k: _value(v) for k, v in made.items() if v not in (None, "", [])}


def identifiers(row: Row) -> list[str]:
    """Return the addresses of the same thing elsewhere: Wikidata and the US Treasury's list."""
    found = []
    if row.get("wikidata"):
        found.append(f"https://www.wikidata.org/entity/{row['wikidata']}")
    if row.get("ofac_uid"):
        found.append(f"https://sanctionssearch.ofac.treas.gov/Details.aspx?id={row['ofac_uid']}")
    return found


def _value(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _thing(key: str | None, type_: str) -> dict[str, str] | None:
    return {"@type": type_, "@id": f"{key}/"} if key else None


def _article(book: Book, row: Row) -> dict[str, Any]:
    source = book.articles[row["source_id"]]
    return {"@type": "NewsArticle", "@id": f"{row['source_id']}/", "name": source["title"], "url": source["url"]}


def _event(row: Row) -> Row:
    place = row["facility_id"] or row["place_id"]
    return {
        "@type": "Event",
        "description": row["description"],
        "additionalType": row["event_type"],
        "startDate": row["date_from"],
        "endDate": row["date_to"],
        "location": _thing(place, "Place"),
        "superEvent": _thing(row["part_of"], "Event"),
    }


def _actor(row: Row) -> Row:
    person = row["actor_type"] == "person"
    return {
        "@type": "Person" if person else "Organization",
        "description": row["description"],
        "memberOf" if person else "parentOrganization": _thing(row["parent_id"], "Organization"),
    }


def _geo(row: Row) -> Row | None:
    if row["latitude"] is None:
        return None
    return {"@type": "GeoCoordinates", "latitude": row["latitude"], "longitude": row["longitude"]}


def _place(row: Row) -> Row:
    return {
        "@type": "Place",
        "description": row["description"],
        "geo": _geo(row),
        "containedInPlace": _thing(row["parent_id"], "Place"),
    }


def _facility(row: Row) -> Row:
    code = {"@type": "PropertyValue", "propertyID": "ICAO", "value": row["icao"]} if row["icao"] else None
    return {
        "@type": "Place",
        "description": row["description"],
        "geo": _geo(row),
        "containedInPlace": _thing(row["place_id"], "Place"),
        "additionalProperty": code,
    }


def _statement(row: Row) -> Row:
    return {"@type": "Claim", "author": _thing(row["speaker_id"], "Organization"), "text": row["paraphrase"]}


def _figure(row: Row) -> Row:
    value = {"@type": "QuantitativeValue", "minValue": row["value_low"], "maxValue": row["value_high"]}
    return {
        "@type": "Claim",
        "text": row["printed"],
        "description": row["description"],
        "about": {k: v for k, v in {**value, "unitText": row["unit"]}.items() if v is not None},
    }


def _source(row: Row) -> Row:
    return {
        "@type": "NewsArticle",
        "url": row["url"],
        "inLanguage": row["language"],
        "datePublished": row["date_from"] if row["date_from"] == row["date_to"] else None,
        "publisher": {"@type": "Organization", "name": row["publisher"]},
        "author": {"@type": "Person", "name": row["author"]} if row["author"] else None,
    }


def _conflict(row: Row) -> Row:
    return {
        "@type": "Comment",
        "text": row["finding"],
        "additionalType": row["kind"],
        "about": _thing(row["record_id"], "Thing"),
    }


def _term(row: Row) -> Row:
    return {"@type": "DefinedTerm", "description": row["why"], "alternateName": row["neutral"]}


WRITERS: dict[str, Callable[[Row], Row]] = {
    "events": _event,
    "actors": _actor,
    "places": _place,
    "facilities": _facility,
    "statements": _statement,
    "figures": _figure,
    "sources": _source,
    "conflicts": _conflict,
    "terms": _term,
}
