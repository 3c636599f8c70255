"""What is searched: one document a record, with its name, a sentence, what tells of it, numbers and spellings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from ..package import Package, Table
from ..table_files import rows_of
from .words import tables

# What a record is called in a sentence; other tables are called by their names.
KINDS = {
    "events": "event",
    "figures": "figure",
    "actors": "actor",
    "facilities": "facility",
    "places": "place",
    "statements": "statement",
    "conflicts": "conflict",
    "sources": "article",
    "terms": "term",
    "event_reports": "report",
    "affiliations": "tie",
    "notes": "note",
    "bibliography": "reference",
}
# Rows of these are parts of other records, or say how the data were made; they are found by id only.
PARTS = ("aliases", "mentions", "participants", "retired", "event_types")
NAMED = {"actor_id": "actors", "place_id": "places", "facility_id": "facilities"}
_NAMES = ("name", "title", "term")  # columns with a record's name
_SENTENCES = (
    "description",
    "paraphrase",
    "summary",
    "finding",
    "note",
    "definition",
    "reason",
)  # with a sentence on it
# Texts that are neither shown nor searched: codes of other lists, addresses, fingerprints, what coders did.
_UNSEARCHED = {
    *(
        "url",
        "original_url",
        "sha256",
        "file_name",
        "language",
        "country",
        "iso_3166",
        "wikidata",
        "ofac_uid",
        "licence",
    ),
    *("coded_by", "coder_kind", "checked_by", "coordinate_kind", "date_precision", "date_basis", "field"),
    *("row_sha256", "acled", "plover", "ucdp", "author_basis", "quotations"),
}
_LONG = {"certainty": {"asserted"}, "qualifier": {"exact"}, "tense": {"present"}, "basis": {"line"}}


class Document(NamedTuple):
    """A record as it is searched and shown: `text` has what tells of it beside its title and sentence."""

    record_id: str
    table: str
    kind: str
    title: str
    sentence: str
    text: tuple[str, ...]
    numbers: tuple[str, ...]
    spellings: tuple[str, ...]
    verdict: str  # what is wrong or disputed of it, from `conflicts`: shown with it, not searched


Row = Mapping[str, str]


def search_documents(package: Package) -> Iterator[Document]:
    """Yield a document for each record that has an id of its own, in the order of the tables and of their rows.

    Any package has them: the name, title or first text of a row, its texts, and the names of the rows that it refers
    to. In ours, an event also has what its reports say and who takes part, an actor, place or facility every spelling.
    Tables in PARTS have documents that are found by id only. Needs the standard library only. Raises Error for a file
    that is not CSV.
    """
    yield from _Package(package).documents()


class _Package:
    """The rows of a package by id, and what refers to them."""

    def __init__(self, package: Package) -> None:
        self.tables = [t for t in package.readable_tables.values() if len(t.primary_key) == 1]
        self.foreign = {t.name: [k for k in t.foreign_keys if len(k.columns) == 1] for t in self.tables}
        self.rows: dict[str, dict[str, Row]] = {
            t.name: {row[t.primary_key[0]]: row for row in rows_of(package, t.name) if row.get(t.primary_key[0])}
            for t in self.tables
        }
        self.spelled = self._spellings()
        self.told = self._told()
        self.verdicts = self._verdicts()

    def documents(self) -> Iterator[Document]:
        also = tables()["also"]
        for table in self.tables:
            for record_id, row in self.rows[table.name].items():
                told = () if table.name in PARTS else self._texts(table, record_id, row)
                codes = () if table.name in PARTS else (also[w] for w in (table.name, *row.values()) if w in also)
                title, sentence = self.title(table.name, row) or record_id, self.sentence(table.name, row)
                yield Document(
                    record_id,
                    table.name,
                    KINDS.get(table.name, table.name),
                    title,
                    sentence,
                    tuple(text for text in dict.fromkeys((*told, *codes)) if text not in ("", title, sentence)),
                    tuple(_words(row.get(c, "")) for c in ("printed", "unit", "measure")) if "printed" in row else (),
                    tuple(dict.fromkeys(self.spelled.get(record_id, ()))),
                    " ".join(dict.fromkeys(self.verdicts.get(record_id, ()))),
                )

    def title(self, table: str, row: Row) -> str:
        """Return a record's name, or a sentence where it has none."""
        if table == "statements" and "speaker_id" in row:
            return f"{self._name('actors', row['speaker_id'])}: {row.get('paraphrase', '')}"
        if table == "affiliations" and "relation" in row:
            one, other = (self._name("actors", row.get(c, "")) for c in ("actor_id", "organisation_id"))
            return f"{one} {row['relation'].replace('_', ' ')} {other}"
        if table == "figures" and "printed" in row:
            return f"{row['printed']}: {row.get('description', '')}"
        columns = (*_NAMES, "label", "alias", "text", *_SENTENCES)
        return next((row[c] for c in columns if row.get(c)), next(filter(None, list(row.values())[1:]), ""))

    def sentence(self, table: str, row: Row) -> str:
        """Return a plain sentence on the record."""
        if table == "sources":
            who = row.get("original_author") or row.get("author") or "an unnamed author"
            return f"Article by {who}, {row.get('publisher', '')}, {row.get('date_from', '')}."
        if table == "terms" and row.get("neutral"):
            return f"{row['neutral']}: {row.get('why', '')}"
        if table == "figures":
            of = [self._name(t, row.get(c, "")) for c, t in NAMED.items()]
            return f"{row.get('description', '')} ({'; '.join(filter(None, of))})".removesuffix(" ()")
        return next((row[c] for c in (*_SENTENCES, "why", "label") if row.get(c)), "")

    def _name(self, table: str, record_id: str) -> str:
        row = self.rows.get(table, {}).get(record_id)
        return self.title(table, row) if row else ""

    def _texts(self, table: Table, record_id: str, row: Row) -> Iterator[str]:
        """Yield the texts that tell of a record: its own, those of its parts, the names that it refers to."""
        keys = {k.columns[0]: k for k in self.foreign[table.name]}
        for field in table.fields:
            value = row.get(field.name, "")
            if not value or field.name in (*table.primary_key, *_UNSEARCHED) or field.name in _NAMES:
                continue
            if field.name in keys:
                key = keys[field.name]
                yield self._name(key.table, value)
                other = self.rows.get(key.table, {}).get(value, {})
                said_by = value if field.name == "speaker_id" else other.get("speaker_id", "")
                yield self._unnamed(self.rows.get("actors", {}).get(said_by, {}))
            elif field.name in ("record_id", "other_id"):
                continue  # an id finds its own record
            elif field.name == "source_id":
                yield self.rows.get("sources", {}).get(value, {}).get("publisher", "")
            elif field.type in ("string", "any") and value not in _LONG.get(field.name, ()):
                yield _words(value) if field.constraints.get("enum") else value
            elif field.type in ("date", "year", "yearmonth"):
                yield value[:4]
        yield self._unnamed(row)
        yield from self.told.get(record_id, ())

    def _unnamed(self, row: Row) -> str:
        return "unnamed" if row.get("named") == "false" else ""

    def _spellings(self) -> dict[str, list[str]]:
        """Every spelling of an actor, place or facility: its name, aliases, printed forms."""
        spelled: dict[str, list[str]] = defaultdict(list)
        for table in NAMED.values():
            for record_id, row in self.rows.get(table, {}).items():
                spelled[record_id].append(row.get("name", record_id))
        for table, column in (("aliases", "alias"), ("mentions", "text")):
            for row in self.rows.get(table, {}).values():
                if not row.get("term_id"):  # a loaded term is not a name
                    owner = next((row[c] for c in NAMED if row.get(c)), "")
                    spelled[owner].append(row.get(column, ""))
        return spelled

    def _told(self) -> dict[str, list[str]]:
        """What other rows tell: reports and participants of an event, ties of an actor, what a conflict is about."""
        told: dict[str, list[str]] = defaultdict(list)
        reports = self.rows.get("event_reports", {})
        for row in self.rows.get("participants", {}).values():
            for column, table in NAMED.items():
                if row.get(column):
                    name = self._name(table, row[column])
                    event = reports.get(row.get("report_id", ""), {}).get("event_id", "")
                    for record in (row.get("report_id", ""), event):
                        told[record] += [name, row.get("harm", "")]
        for row in reports.values():
            told[row.get("event_id", "")] += [row.get("summary", ""), self._name("sources", row.get("source_id", ""))]
        for row in self.rows.get("affiliations", {}).values():
            organisation = self._name("actors", row.get("organisation_id", ""))
            told[row.get("actor_id", "")] += [row.get("title", ""), organisation]
        for row in self.rows.get("conflicts", {}).values():
            told[row.get("conflict_id", "")] += [self.anything(row.get(c, "")) for c in ("record_id", "other_id")]
        for row in self.rows.get("notes", {}).values():
            told[row.get("note_id", "")] += [self.anything(row.get("record_id", ""))]
        return told

    def _verdicts(self) -> dict[str, list[str]]:
        """The findings on a record; an event has those on its reports."""
        verdicts: dict[str, list[str]] = defaultdict(list)
        for row in self.rows.get("conflicts", {}).values():
            told = f"{_words(row.get('verdict', '')).capitalize()}: {row.get('finding', '')}"
            for about in filter(None, (row.get("record_id"), row.get("other_id"))):
                event = self.rows.get("event_reports", {}).get(about, {}).get("event_id")
                for record in filter(None, (about, event)):
                    verdicts[record].append(told)
        return verdicts

    def anything(self, record_id: str) -> str:
        """Return the title of a record of any table."""
        return next((self.title(t, rows[record_id]) for t, rows in self.rows.items() if record_id in rows), "")


def _words(code: str) -> str:
    """Return a code such as "seats_lost" as words."""
    return code.replace("_", " ").replace("usd", "dollars")
