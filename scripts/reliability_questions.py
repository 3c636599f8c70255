"""The check kit's questions: what a person is asked about a record, and what the data would answer."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from reliability_rows import table_of

KINDS = {"actor": "actors", "place": "places", "facility": "facilities"}


class Question(NamedTuple):
    """One question on one record. `form` is code, number, day, entity or voice; `codes` what a code may be."""

    name: str
    look_for: str
    form: str
    answer: str
    codes: Sequence[str] = ()
    kind: str = "actor"


class Item(NamedTuple):
    """One record to be asked about: its table, where it stands and the words that find it there."""

    record_id: str
    table: str
    source_id: str
    line: str
    words: str
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Answers:
    """What the questions draw on: the data's tables, and which entities a name may mean."""

    tables: Mapping[str, list[dict[str, str]]]
    codes: Mapping[str, Sequence[str]]
    names: Mapping[str, frozenset[str]]

    def speaker(self, statement: str) -> str:
        """Return who says it: the statement's speaker, or the article's author."""
        return next((s["speaker_id"] for s in self.tables["statements"] if s["statement_id"] == statement), "author")


def entity(row: Mapping[str, str]) -> tuple[str, str]:
    """Return kind and id of the one entity of a mention, participant or alias."""
    return next((kind, row[f"{kind}_id"]) for kind in KINDS if row[f"{kind}_id"])


def spelling(name: str) -> str:
    """Return a name as it is compared: case, quotes and spaces do not count."""
    return " ".join(name.replace("’", "'").replace("‘", "'").casefold().split())


def read(data: Path, schemas: Path) -> Answers:
    """Read the tables, the codes from the schemas, and every name and spelling of every entity."""
    wanted = [*KINDS.values(), "aliases", "statements", "figures", "event_reports", "participants", "affiliations",
              "mentions", "waivers", "event_types"]  # fmt: skip
    tables = {name: table_of(data / f"{name}.csv") for name in wanted}
    names: dict[str, set[str]] = {}
    for kind, table in KINDS.items():
        for row in tables[table]:
            names.setdefault(spelling(row["name"]), set()).add(row[f"{kind}_id"])
            names.setdefault(row[f"{kind}_id"], set()).add(row[f"{kind}_id"])
    for table, column in (("aliases", "alias"), ("mentions", "text")):
        for row in tables[table]:
            names.setdefault(spelling(row[column]), set()).add(entity(row)[1])
    codes = {"event_type": [row["event_type"] for row in tables["event_types"]]}
    for table in ("statements", "figures", "event_reports", "participants", "affiliations"):
        for field in json.loads((schemas / f"{table}.json").read_text(encoding="utf-8"))["fields"]:
            if "enum" in field.get("constraints", {}):
                codes[field["name"]] = field["constraints"]["enum"]
    return Answers(tables, codes, {name: frozenset(ids) for name, ids in names.items()})


def code(name: str, row: Mapping[str, str], known: Answers, ask: str) -> Question:
    return Question(name, f"{ask}: {', '.join(known.codes[name])}", "code", row.get(name, ""), known.codes[name])


def whether(ask: str, coded: bool) -> Question:
    return Question("coded", f"{ask} yes or no", "code", "yes" if coded else "no", ("yes", "no"))


def on_name(row: Mapping[str, str], coded: bool) -> tuple[Question, ...]:
    kind, identity = entity(row) if coded else ("", "")
    return (
        whether("does the codebook have these words as a naming of an actor, place or facility (mentions)?", coded),
        Question("kind", "what it is here: actor, place, facility", "code", kind, tuple(KINDS)),
        Question("name", "whom or what it names here, by any usual name", "entity", identity, kind=kind),
        Question("times", "how often these words stand so in the line", "number", row.get("times", "")),
    )


def on_number(row: Mapping[str, str], coded: bool, known: Answers) -> tuple[Question, ...]:
    return (
        whether("does the codebook have the number here as a quantity (figures)?", coded),
        Question("value_low", "lowest value that the wording allows, or -", "number", row.get("value_low", "")),
        Question("value_high", "highest value that the wording allows, or -", "number", row.get("value_high", "")),
        code("qualifier", row, known, "how the wording bounds it"),
        code("measure", row, known, "what kind of quantity"),
        voice(row, known),
    )


def on_speech(row: Mapping[str, str], coded: bool, known: Answers) -> tuple[Question, ...]:
    return (
        whether("does the line put words to somebody here, as the codebook has it (statements)?", coded),
        Question("speaker", "who says it", "entity", row.get("speaker_id", "")),
        code("mode", row, known, "how it is given"),
        code("act", row, known, "what is done by saying it"),
        code("topic", row, known, "what it is mainly about"),
    )


def on_happening(row: Mapping[str, str], known: Answers) -> tuple[Question, ...]:
    return (
        whether("does the line present something here as having happened (event_reports)?", True),
        code("event_type", row, known, "what kind of happening, as worded"),
        Question("date_from", "first possible day by this line and the publication (2020-01-31), or -", "day",
                 row["date_from"]),
        Question("date_to", "last possible day by this line and the publication, or -", "day", row["date_to"]),
        code("certainty", row, known, "how certain the line makes it"),
        voice(row, known),
    )  # fmt: skip


def on_tie(row: Mapping[str, str], known: Answers) -> tuple[Question, ...]:
    return (
        whether("does the line say here who belongs to, leads, backs or speaks for whom (affiliations)?", True),
        Question("actor", "who belongs, leads, speaks or backs", "entity", row["actor_id"]),
        Question("organisation", "the other side of the tie", "entity", row["organisation_id"]),
        code("relation", row, known, "which tie"),
        code("certainty", row, known, "how certain the line makes it"),
    )


def voice(row: Mapping[str, str], known: Answers) -> Question:
    ask = "who says it: author, or the speaker whom the line names"
    return Question("said_by", ask, "voice", known.speaker(row.get("statement_id", "")) if row else "")


def items(known: Answers) -> Iterator[Item]:
    """Yield every record that can be asked about. What is waived is asked about like what is coded.

    A form of a name that stands for two things in one line is left out: the form could not say which is meant.
    """
    tables = known.tables
    for row in tables["statements"]:
        yield item("statements", row["statement_id"], row, on_speech(row, True, known))
    for row in tables["figures"]:
        yield item("figures", row["figure_id"], row, on_number(row, True, known))
    for row in tables["event_reports"]:
        yield item("event_reports", row["report_id"], row, on_happening(row, known))
    reports = {row["report_id"]: row for row in tables["event_reports"]}
    names = {row[f"{kind}_id"]: row["name"] for kind, table in KINDS.items() for row in tables[table]}
    for row in tables["participants"]:
        ask = f"in the happening told here, the part of {names[entity(row)[1]]}"
        yield item("participants", row["participant_id"], reports[row["report_id"]], (code("role", row, known, ask),))
    for row in tables["affiliations"]:
        yield item("affiliations", row["affiliation_id"], row, on_tie(row, known))
    places = Counter((row["source_id"], row["line"], row["text"]) for row in tables["mentions"])
    for row in tables["mentions"]:
        if places[row["source_id"], row["line"], row["text"]] > 1:
            continue
        yield item("mentions", row["mention_id"], row, on_name(row, True))
    for row in tables["waivers"]:
        identity = f"{row['source_id']}:{row['line']}:{row['text']}"
        asked: tuple[Question, ...] = (whether("does the line hold anything that the codebook codes?", False),)
        if row["kind"] == "name":
            asked = on_name({}, False)
        elif row["kind"] == "number":
            asked = on_number({}, False, known)
        elif row["kind"] == "quotation":
            asked = on_speech({}, False, known)
        yield item("waivers", identity, row, asked)


def item(table: str, identity: str, row: Mapping[str, str], questions: tuple[Question, ...]) -> Item:
    words = row.get("locator") or row["text"]
    return Item(identity, table, row["source_id"], row["line"], words, questions)
