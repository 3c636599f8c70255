"""The names of the tables and views, and the types of their rows; made by scripts/row_types.py."""

# ruff: noqa: E501
# fmt: off
from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any, Literal, Protocol, TypedDict, overload

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow

TableName = Literal["sources", "lines", "bibliography", "actors", "places", "facilities", "affiliations", "aliases", "events", "event_reports", "participants", "statements", "figures", "mentions", "terms", "conflicts", "notes", "readings", "crosswalks", "identifiers", "archives", "waivers", "retired", "event_types"]

ViewName = Literal["accusations", "acled_like", "actor_activity", "actor_network", "attacks", "camp_activity", "casualties", "cells", "claims", "coverage", "crosswalk", "disagreement_pairs", "disagreements", "dyads", "event_consensus", "evidence", "facility_attacks", "figure_series", "iran_ties", "read_again", "records", "reports", "responses", "source_profile", "term_usage", "ties", "timeline", "ucdp_like", "us_sites", "verdicts", "voices"]


class SourcesRow(TypedDict):
    source_id: str
    file_name: str
    title: str
    author: str | None
    author_basis: Literal["printed", "inferred", "unknown"]
    publisher: str
    url: str
    date_from: datetime.date
    date_to: datetime.date
    genre: Literal["news", "analysis", "opinion", "rewrite"]
    language: str
    edition: str | None
    original_title: str | None
    original_author: str | None
    original_publisher: str | None
    original_date: str | None
    original_url: str | None
    quotations: Literal["verbatim", "altered", "machine_paraphrased", "unverified"]
    lines: int
    words: int
    sha256: str
    coded_by: str
    coder_kind: Literal["human", "machine"]
    coded_on: datetime.date
    checked_by: str | None
    note: str | None


class LinesRow(TypedDict):
    source_id: str
    line: int
    paragraph: int | None
    role: Literal["title", "subtitle", "heading", "body", "caption", "byline", "biography", "boilerplate", "blank"]
    words: int
    numbers: int
    quotations: int
    names: int
    sha256: str
    removed_names: int | None
    removed_quotations: int | None
    removed_numbers: int | None


class BibliographyRow(TypedDict):
    reference_id: str
    title: str
    publisher: str
    date: str | None
    url: str | None
    licence: str | None
    note: str | None


class ActorsRow(TypedDict):
    actor_id: str
    name: str
    actor_type: Literal["person", "state", "government_body", "military", "armed_group", "political_party", "organisation", "media", "company", "document", "collective"]
    named: bool
    country: str | None
    camp: Literal["us", "us_partner", "iran", "iran_aligned", "iraqi_state", "iraqi_public", "kurdistan", "islamic_state", "israel", "other_state", "observer", "other"]
    parent_id: str | None
    wikidata: str | None
    ofac_uid: int | None
    reference_id: str | None
    description: str
    source_id: str | None
    line: int | None


class PlacesRow(TypedDict):
    place_id: str
    name: str
    place_type: Literal["country", "region", "governorate", "city", "area"]
    parent_id: str | None
    latitude: float | None
    longitude: float | None
    coordinate_kind: Literal["site", "centre", "stand_in"] | None
    country: str | None
    iso_3166: str | None
    wikidata: str | None
    reference_id: str | None
    description: str
    source_id: str | None
    line: int | None


class FacilitiesRow(TypedDict):
    facility_id: str
    name: str
    facility_type: Literal["base", "airport", "embassy", "headquarters", "site", "other"]
    named: bool
    camp: Literal["us", "us_partner", "iran", "iran_aligned", "iraqi_state", "iraqi_public", "kurdistan", "islamic_state", "israel", "other_state", "observer", "other"] | None
    place_id: str
    latitude: float | None
    longitude: float | None
    coordinate_kind: Literal["site", "centre", "stand_in"] | None
    icao: str | None
    wikidata: str | None
    reference_id: str | None
    description: str
    source_id: str | None
    line: int | None


class AffiliationsRow(TypedDict):
    affiliation_id: str
    actor_id: str
    organisation_id: str
    relation: Literal["part_of", "leads", "deputy_leads", "member_of", "speaks_for", "works_for", "contributed_to", "backs", "allied_with", "linked_to", "equated_with"]
    certainty: Literal["asserted", "hedged", "disputed", "denied"]
    tense: Literal["present", "past"]
    title: str | None
    date_from: datetime.date | None
    date_to: datetime.date | None
    statement_id: str | None
    source_id: str
    line: int
    locator: str


class AliasesRow(TypedDict):
    alias_id: str
    alias: str
    language: str
    actor_id: str | None
    place_id: str | None
    facility_id: str | None
    source_id: str | None
    line: int | None
    reference_id: str | None


class EventsRow(TypedDict):
    event_id: str
    name: str
    event_type: str
    date_from: datetime.date | None
    date_to: datetime.date | None
    date_precision: Literal["day", "month", "season", "year", "range", "span", "open"]
    date_basis: Literal["reported", "reference"]
    place_id: str | None
    facility_id: str | None
    part_of: str | None
    reference_id: str | None
    description: str
    source_id: str
    line: int
    locator: str


class EventReportsRow(TypedDict):
    report_id: str
    event_id: str
    event_type: str
    source_id: str
    line: int
    locator: str
    date_from: datetime.date | None
    date_to: datetime.date
    date_precision: Literal["day", "month", "season", "year", "range", "span", "open"]
    certainty: Literal["asserted", "hedged", "disputed"]
    no_deaths: bool | None
    no_injuries: bool | None
    response_to: str | None
    statement_id: str | None
    summary: str


class ParticipantsRow(TypedDict):
    participant_id: str
    report_id: str
    actor_id: str | None
    place_id: str | None
    facility_id: str | None
    role: Literal["initiator", "target", "victim", "supporter", "enabler", "host", "supplier", "candidate", "location", "origin", "destination", "near"]
    certainty: Literal["asserted", "hedged", "disputed", "denied"]
    basis: Literal["line", "article", "reference"]
    harm: Literal["killed", "injured", "detained", "displaced", "abused"] | None


class StatementsRow(TypedDict):
    statement_id: str
    source_id: str
    line: int
    locator: str
    speaker_id: str
    via_id: str | None
    within_id: str | None
    continues_id: str | None
    mode: Literal["direct", "indirect", "mixed"]
    act: Literal["assess", "claim", "accuse", "warn", "threaten", "pledge", "demand", "criticize", "deny", "predict", "propose", "report", "explain", "announce", "boast", "other"]
    addressee_id: str | None
    about_id: str | None
    topic: Literal["militia_attacks", "militia_iran_ties", "us_response", "us_presence", "us_iraq_relations", "iraqi_politics", "protests", "nuclear_talks", "syria", "israel", "isis", "other"]
    date_from: datetime.date | None
    date_to: datetime.date | None
    fidelity: Literal["verbatim", "altered", "machine_paraphrased", "unverified"] | None
    reference_id: str | None
    inferred_speaker_id: str | None
    paraphrase: str


class FiguresRow(TypedDict):
    figure_id: str
    source_id: str
    line: int
    locator: str
    printed: str
    value_low: float | None
    value_high: float | None
    qualifier: Literal["exact", "approximate", "at_least", "at_most", "indefinite"]
    measure: Literal["strength", "killed", "injured", "detained", "attacks", "strikes", "seats_held", "seats_lost", "budget", "funds", "duration", "calibre", "other"]
    unit: Literal["persons", "attacks", "occasions", "seats", "usd", "years", "months", "weeks", "millimetres", "other"]
    description: str
    actor_id: str | None
    place_id: str | None
    facility_id: str | None
    event_id: str | None
    statement_id: str | None
    date_from: datetime.date | None
    date_to: datetime.date | None


class MentionsRow(TypedDict):
    mention_id: str
    source_id: str
    line: int
    text: str
    times: int
    actor_id: str | None
    place_id: str | None
    facility_id: str | None
    term_id: str | None
    stance: Literal["own", "quoted", "distanced"] | None
    statement_id: str | None


class TermsRow(TypedDict):
    term_id: str
    term: str
    neutral: str
    actor_id: str | None
    why: str
    source_id: str
    line: int


class ConflictsRow(TypedDict):
    conflict_id: str
    kind: Literal["date", "number", "actor", "place", "identity", "tie", "sequence", "outcome", "wording", "attribution"]
    record_id: str
    field: str
    other_id: str | None
    reference_id: str | None
    verdict: Literal["open", "explained", "source_error"]
    finding: str


class NotesRow(TypedDict):
    note_id: str
    record_id: str
    kind: Literal["identity", "detail", "later", "context", "usage", "camp"]
    reference_id: str | None
    note: str


class ReadingsRow(TypedDict):
    record_id: str
    reader: str
    reader_kind: Literal["human", "machine"]
    read_on: datetime.date
    row_sha256: str
    questions: int
    affirmed: int
    open: int
    note: str | None


class CrosswalksRow(TypedDict):
    scheme: Literal["acled", "plover", "ucdp"]
    event_type: str
    target_camp: Literal["any", "us", "us_partner", "iran", "iran_aligned", "iraqi_state", "iraqi_public", "kurdistan", "islamic_state", "israel", "other_state", "observer", "other"]
    code: str | None
    match: Literal["exact", "near", "none"]
    reason: str


class IdentifiersRow(TypedDict):
    record_id: str
    scheme: Literal["geonames", "isni", "opensanctions", "ucdp", "viaf"]
    identifier: str
    reference_id: str


class ArchivesRow(TypedDict):
    source_id: str
    url: str
    archived_on: datetime.date
    reference_id: str | None


class WaiversRow(TypedDict):
    source_id: str
    line: int
    text: str
    kind: Literal["number", "quotation", "name", "other"]
    reason: str


class RetiredRow(TypedDict):
    record_id: str
    retired_in: str
    kind: Literal["merged", "split", "error", "takedown"]
    replaced_by: str | None
    reason: str


class EventTypesRow(TypedDict):
    event_type: str
    label: str
    definition: str
    attack: bool


class Load(Protocol):
    """Returns a table or view as a frame."""

    @overload
    def __call__(self, table: TableName | ViewName, as_: Literal["pandas"] = "pandas") -> pandas.DataFrame: ...
    @overload
    def __call__(self, table: TableName | ViewName, as_: Literal["polars"]) -> polars.DataFrame: ...
    @overload
    def __call__(self, table: TableName | ViewName, as_: Literal["arrow"]) -> pyarrow.Table: ...


class Rows(Protocol):
    """Returns the rows of a table or view as dictionaries."""

    @overload
    def __call__(self, table: Literal["sources"]) -> list[SourcesRow]: ...
    @overload
    def __call__(self, table: Literal["lines"]) -> list[LinesRow]: ...
    @overload
    def __call__(self, table: Literal["bibliography"]) -> list[BibliographyRow]: ...
    @overload
    def __call__(self, table: Literal["actors"]) -> list[ActorsRow]: ...
    @overload
    def __call__(self, table: Literal["places"]) -> list[PlacesRow]: ...
    @overload
    def __call__(self, table: Literal["facilities"]) -> list[FacilitiesRow]: ...
    @overload
    def __call__(self, table: Literal["affiliations"]) -> list[AffiliationsRow]: ...
    @overload
    def __call__(self, table: Literal["aliases"]) -> list[AliasesRow]: ...
    @overload
    def __call__(self, table: Literal["events"]) -> list[EventsRow]: ...
    @overload
    def __call__(self, table: Literal["event_reports"]) -> list[EventReportsRow]: ...
    @overload
    def __call__(self, table: Literal["participants"]) -> list[ParticipantsRow]: ...
    @overload
    def __call__(self, table: Literal["statements"]) -> list[StatementsRow]: ...
    @overload
    def __call__(self, table: Literal["figures"]) -> list[FiguresRow]: ...
    @overload
    def __call__(self, table: Literal["mentions"]) -> list[MentionsRow]: ...
    @overload
    def __call__(self, table: Literal["terms"]) -> list[TermsRow]: ...
    @overload
    def __call__(self, table: Literal["conflicts"]) -> list[ConflictsRow]: ...
    @overload
    def __call__(self, table: Literal["notes"]) -> list[NotesRow]: ...
    @overload
    def __call__(self, table: Literal["readings"]) -> list[ReadingsRow]: ...
    @overload
    def __call__(self, table: Literal["crosswalks"]) -> list[CrosswalksRow]: ...
    @overload
    def __call__(self, table: Literal["identifiers"]) -> list[IdentifiersRow]: ...
    @overload
    def __call__(self, table: Literal["archives"]) -> list[ArchivesRow]: ...
    @overload
    def __call__(self, table: Literal["waivers"]) -> list[WaiversRow]: ...
    @overload
    def __call__(self, table: Literal["retired"]) -> list[RetiredRow]: ...
    @overload
    def __call__(self, table: Literal["event_types"]) -> list[EventTypesRow]: ...
    @overload
    def __call__(self, table: ViewName) -> list[dict[str, Any]]: ...
