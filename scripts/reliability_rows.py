"""The two passes and the adjudicated data, read into one shape: tables of rows that each touch words of a line."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, NamedTuple

Level = Literal["nominal", "interval", "ratio"]
Span = tuple[str, str]


class Field(NamedTuple):
    """A coded column: its level of measurement, and what kind of thing its value refers to, if it does."""

    name: str
    level: Level = "nominal"
    refers: Literal["", "entity", "event", "statement", "term"] = ""


DATES = (Field("date_from", "interval"), Field("date_to", "interval"))
WHOSE = tuple(Field(name, refers="entity") for name in ("actor", "place", "facility"))
VOICE = Field("statement", refers="statement")

# Free text (paraphrase, summary, description, neutral, why, reason) is each coder's own and is not compared.
TABLES: dict[str, tuple[Field, ...]] = {
    "statements": (
        Field("speaker", refers="entity"), Field("via", refers="entity"), Field("within", refers="statement"),
        Field("continues", refers="statement"), Field("mode"), Field("act"), Field("addressee", refers="entity"),
        Field("about", refers="entity"), Field("topic"), *DATES, Field("fidelity"),
    ),
    "figures": (
        Field("value_low", "ratio"), Field("value_high", "ratio"), Field("qualifier"), Field("measure"),
        Field("unit"), *WHOSE, Field("event", refers="event"), VOICE, *DATES,
    ),
    "reports": (
        Field("event", refers="event"), Field("event_type"), *DATES, Field("date_precision"),
        Field("certainty"), Field("response_to", refers="event"), VOICE,
    ),
    "events": (
        Field("event_type"), *DATES, Field("date_precision"), *WHOSE[1:], Field("part_of", refers="event"),
    ),
    "participants": (Field("entity", refers="entity"), Field("role")),
    "affiliations": (
        Field("actor", refers="entity"), Field("organisation", refers="entity"), Field("relation"),
        Field("certainty"), Field("title"), VOICE, Field("line"),
    ),
    "terms": (Field("actor", refers="entity"), Field("line")),
    "mentions": (
        Field("entity", refers="entity"), Field("times", "ratio"), Field("term", refers="term"), VOICE,
    ),
    "waivers": (Field("kind"),),
}  # fmt: skip
FILES = {"reports": "event_reports"}  # where the data's file has another name than the pass's
IDS = {
    "statements": "statement_id", "figures": "figure_id", "reports": "report_id", "events": "event_id",
    "participants": "participant_id", "affiliations": "affiliation_id", "terms": "term_id",
    "mentions": "mention_id",
}  # fmt: skip
TEXTS = {
    "statements": "locator", "figures": "locator", "reports": "locator", "affiliations": "locator",
    "terms": "term", "mentions": "text", "waivers": "text",
}  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One row: its id, what other rows of its coding call it, where it stands, which words it touches."""

    row_id: str
    ref: str
    source_id: str
    line: int
    words: frozenset[int]
    values: Mapping[str, str]


@dataclass(frozen=True)
class Coding:
    """One coding of the articles: "a", "b" or "data"."""

    name: str
    tables: Mapping[str, tuple[Row, ...]]


@dataclass(frozen=True)
class Keys:
    """The coders' keys: which one stands for a record of the data, and for keys that mean the same record."""

    of_record: Mapping[str, str]
    same: Mapping[str, str]

    def key(self, value: str) -> str:
        """Return the key for a key or a record id; what is not listed stands for itself."""
        return self.of_record.get(value) or self.same.get(value, value)


def table_of(path: Path) -> list[dict[str, str]]:
    """Return the rows of a CSV file as dictionaries of text."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def read_keys(folder: Path, data: Path) -> Keys:
    """Read keys.csv; a record that is gone or has another name stops the run, since the list is then stale."""
    names: dict[str, str] = {}
    for table, column in (("actors", "actor_id"), ("places", "place_id"), ("facilities", "facility_id"),
                          ("events", "event_id")):  # fmt: skip
        names |= {row[column]: row["name"] for row in table_of(data / f"{table}.csv")}
    of_record: dict[str, str] = {}
    same: dict[str, str] = {}
    for number, row in enumerate(table_of(folder / "keys.csv"), 2):
        if names.get(row["record_id"]) != row["name"]:
            raise SystemExit(
                f"reliability/keys.csv:{number}:name: {row['record_id']} is {names.get(row['record_id'])!r} in the "
                f"data, not {row['name']!r}; put id and name of the record that the key {row['key']!r} stands for"
            )
        same[row["key"]] = of_record.setdefault(row["record_id"], row["key"])
    return Keys(of_record, same)


def positions(span: Span) -> frozenset[int]:
    """Return the positions from the first to the last word; none where the row names no words."""
    return frozenset(range(int(span[0]), int(span[1]) + 1)) if span[0] else frozenset()


def read_pass(folder: Path, name: str, keys: Keys) -> Coding:
    """Read one pass; references between its rows are unique over the articles, an event or term has one row."""
    tables: dict[str, tuple[Row, ...]] = {}
    for table, fields in TABLES.items():
        rows = []
        for row in table_of(folder / f"{table}.csv"):
            source = row["source_id"]
            values = dict(row)
            for field in fields:
                value = row.get(field.name, "")
                if value and field.refers in ("entity", "event"):
                    values[field.name] = keys.key(value)
                elif value and field.refers == "statement":
                    values[field.name] = f"{source}:{value}"
            line = int(row.get("line") or 0)
            values["line"] = f"{source}:{line}"
            if table == "participants":
                values["report"] = f"{source}:{row['report']}"
                line = next(r.line for r in tables["reports"] if r.ref == values["report"])
            ref = row["row_id"]
            if row.get("key"):
                ref = keys.key(row["key"]) if table == "events" else f"{source}:{row['key']}"
            words = positions((row.get("word_from", ""), row.get("word_to", "")))
            rows.append(Row(row["row_id"], ref, source, line, words, values))
        tables[table] = tuple(one_per_event(rows) if table == "events" else rows)
    return Coding(name, one_per_term(tables))


def one_per_event(rows: Iterable[Row]) -> Iterator[Row]:
    """Merge the articles' rows of one event: the first article's values, its gaps of place filled by later ones."""
    merged: dict[str, Row] = {}
    for row in rows:
        first = merged.setdefault(row.ref, row)
        gaps = {c: row.values[c] for c in ("place", "facility", "part_of") if not first.values[c]}
        merged[row.ref] = replace(first, values={**first.values, **gaps})
    yield from merged.values()


def one_per_term(tables: Mapping[str, tuple[Row, ...]]) -> dict[str, tuple[Row, ...]]:
    """Merge the articles' rows of one term, as the data have it: the first use stays, mentions refer to it."""
    kept: dict[str, Row] = {}
    instead: dict[str, str] = {}
    for row in tables["terms"]:
        instead[row.ref] = kept.setdefault(row.values["term"].casefold() or row.ref, row).ref
    mentions = (
        replace(row, values={**row.values, "term": instead.get(row.values["term"], row.values["term"])})
        for row in tables["mentions"]
    )
    return {**tables, "terms": tuple(kept.values()), "mentions": tuple(mentions)}


def record_id(table: str, row: Mapping[str, str]) -> str:
    """Return the row's id; a waiver has none and is called by its source, line and text."""
    return row[IDS[table]] if table in IDS else f"{row['source_id']}:{row['line']}:{row['text']}"


def read_data(folder: Path, spans: Mapping[str, Span], keys: Keys) -> Coding:
    """Read the adjudicated data, with the passes' column names and the coders' keys for entities and events."""
    tables: dict[str, tuple[Row, ...]] = {}
    for table, fields in TABLES.items():
        rows = []
        for row in table_of(folder / f"{FILES.get(table, table)}.csv"):
            values = dict(row)
            for field in fields:
                if field.name == "entity":
                    value = row["actor_id"] or row["place_id"] or row["facility_id"]
                else:
                    value = row.get(f"{field.name}_id", row.get(field.name, ""))
                values[field.name] = keys.key(value) if field.refers in ("entity", "event") else value
            line, source = int(row["line"]) if table in TEXTS else 0, row.get("source_id", "")
            values["line"] = f"{source}:{line}"
            if table == "participants":
                values["report"] = row["report_id"]
                report = next(r for r in tables["reports"] if r.ref == row["report_id"])
                line, source = report.line, report.source_id
            identity = record_id(table, row)
            ref = keys.key(identity) if table == "events" else identity
            words = positions(spans[identity]) if table in TEXTS else frozenset()
            rows.append(Row(identity, ref, source, line, words, values))
        tables[table] = tuple(rows)
    return Coding("data", tables)


def articles(passes: Iterable[Coding]) -> set[str]:
    """Return the articles that every pass has coded."""
    return set.intersection(*({row.source_id for row in each.tables["mentions"]} for each in passes))


def of_articles(data: Coding, kept: set[str]) -> Coding:
    """Return the data's rows from these articles; an event stays where one of them reports it."""
    tables = {t: tuple(row for row in rows if row.source_id in kept) for t, rows in data.tables.items()}
    reported = {row.values["event"] for row in tables["reports"]}
    tables["events"] = tuple(row for row in data.tables["events"] if row.ref in reported)
    return Coding(data.name, tables)
