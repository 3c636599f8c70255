"""A row of a worksheet as a form: who says it, when and how sure as plain choices, and the rest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from ...package import Field as Column
from ...package import Package
from ...question_templates import AUTHOR
from ...table_files import rows_of
from .. import worksheet
from ..worksheet import ENTITIES
from .changes import title
from .session import Cells

NEAR = 4  # days that are offered
FEW = 6  # codes that are shown as buttons; more are a list
BELOW = "below"
_WHO = {"statement": "Who says it", "certainty": "How sure", "speaker": "Who says it", "actor": "Actor"}
_ONE_OF = ("mentions", "participants", "aliases")  # exactly one of actor, place, facility
# Columns that are filled in by hand rarely, or by what the program knows.
_RARE = {"wikidata", "ofac_uid", "latitude", "longitude", "coordinate_kind", "icao", "iso_3166", "reference"}


_SENTENCES = {"description", "paraphrase", "summary", "name", "why", "finding", "note", "title"}


class Choice(NamedTuple):
    """One value that a field can have, and the words for it."""

    value: str
    words: str


class FormField(NamedTuple):
    """One field of a form. `kind` is text, choice (buttons), list (many codes), record (a name) or when (days)."""

    name: str
    label: str
    hint: str
    kind: str
    value: str
    choices: tuple[Choice, ...] = ()
    needed: bool = False
    names: str = ""  # the table whose records are offered
    means: str = ""  # the row of the worksheet that the value stands for

    @property
    def wide(self) -> bool:
        """Whether what is written into it is a sentence."""
        return self.name in _SENTENCES

    @property
    def one_of(self) -> bool:
        """Whether it is one of three fields of which one is needed."""
        return self.needed and self.name in ENTITIES.values() and self.kind == "record"


class Form(NamedTuple):
    """The fields of a row: those to look at first, and the others."""

    first: tuple[FormField, ...]
    more: tuple[FormField, ...]

    @property
    def needed(self) -> tuple[str, ...]:
        """The labels of the fields without which the row cannot be accepted."""
        return tuple(f.label for f in (*self.first, *self.more) if f.needed)


class Forms:
    """Makes the forms of a worksheet's rows."""

    def __init__(self, package: Package, published: str) -> None:
        self.package, self.published = package, published
        self._columns = {t: worksheet.columns(package, t) for t in ("lines", "dates", *worksheet.TABLES)}
        labels = package.tables.get("event_types")
        self._types = {r["event_type"]: r["label"] for r in rows_of(package, "event_types")} if labels else {}

    def columns(self, table: str) -> tuple[worksheet.Column, ...]:
        """Return the worksheet's columns of a table."""
        return self._columns.get(table, ())

    def descriptor(self, table: str, column: worksheet.Column) -> Mapping[str, Any]:
        """Return the schema's words for a worksheet's column; the columns of dates are those of events."""
        real = {"dates": "waivers" if column.name == "kind" else "events"}.get(table, table)
        return self._field(real, column).descriptor

    def _field(self, table: str, column: worksheet.Column) -> Column:
        return self.package.table(table).field(column.field)

    def form(self, row: Mapping[str, str], rows: Sequence[Cells]) -> Form:
        """Return the form of a row among the rows of its worksheet."""
        table = row["table"]
        own = {c.name: c for c in self.columns(table)}
        dated = {"date_from", "date_to"} <= own.keys() and table != "dates"
        fields = [self._made(row, rows, column) for column in own.values()]
        if dated:
            fields.append(self._when(row, rows, "date_precision" in own))
        first = [f for f in fields if self._at_once(f, row)]
        order = {f.name: i for i, f in enumerate(fields)}
        rank = {"statement": 1, "when": 2, "certainty": 3}
        first.sort(key=lambda f: (not f.needed, rank.get(f.name, 0), order[f.name]))
        return Form(tuple(first), tuple(f for f in fields if f not in first))

    def _at_once(self, field: FormField, row: Mapping[str, str]) -> bool:
        if field.needed or field.name in ("statement", "certainty"):
            return True
        if field.name == "when":
            return row["table"] in ("events", "event_reports") or field.value == BELOW
        if field.name in _RARE or field.name.startswith("date_"):
            return False
        asked = field.name in row.get("todo", "").replace(";", " ").replace(",", " ").split()
        return bool(field.value) or asked or (row["table"] in _ONE_OF and field.name in ENTITIES.values())

    def _made(self, row: Mapping[str, str], rows: Sequence[Cells], column: worksheet.Column) -> FormField:
        table, name, value = row["table"], column.name, row.get(column.name, "")
        found = self.descriptor(table, column)
        words: Mapping[str, str] = found.get("x-words", {})
        label = _WHO.get(name) or str(found.get("title") or name).removesuffix(" id").replace("_", " ")
        choices: tuple[Choice, ...] = ()
        kind = "text"
        if name == "statement":
            kind, choices = "choice", tuple(self._voices(row, rows))
        elif column.refers:
            kind = "record"
        elif column.codes:
            codes = tuple(Choice(c, words.get(c) or self._types.get(c) or c.replace("_", " ")) for c in column.codes)
            empty = () if self._required(table, column) else (Choice("", "not said"),)
            kind, choices = ("choice" if len(codes) <= FEW else "list"), (*empty, *codes)
        needed = not value and self._required(table, column)
        stands = next((r for r in rows if r["row"] == value), None) if column.refers and value else None
        means = title(stands) if stands else ""
        if table in _ONE_OF and name in ENTITIES.values():
            needed = not any(row.get(c) for c in ENTITIES.values())
        return FormField(
            name, label, str(found.get("description", "")), kind, value, choices, needed, column.refers, means
        )

    def _required(self, table: str, column: worksheet.Column) -> bool:
        if table == "dates":
            return False
        return self._field(table, column).required

    def _voices(self, row: Mapping[str, str], rows: Sequence[Cells]) -> Iterator[Choice]:
        """Yield whom the row can be said by: the author, the speakers of its line, then those of the lines about it."""
        yield Choice("", AUTHOR)
        spoken = [r for r in rows if r["table"] == "statements" and r.get("decision") in (None, "keep")]
        here = [r for r in spoken if r["line"] == row["line"]]
        current = [r for r in spoken if r["row"] == row.get("statement") and r not in here]
        before = [r for r in spoken if int(r["line"]) < int(row["line"]) and r not in current][-2:]
        for said in (*here, *current, *before):
            place = "" if said in here else f", line {said['line']}"
            yield Choice(said["row"], f"{said.get('speaker', 'somebody')}: “{said.get('locator', '')}”{place}")

    def _when(self, row: Mapping[str, str], rows: Sequence[Cells], precise: bool) -> FormField:
        """Return the choice of days: those that the line names, then the others of the article, else as written."""
        names = ("date_from", "date_to", "date_precision") if precise else ("date_from", "date_to")
        now = "|".join(row.get(n, "") for n in names)
        dates = [r for r in rows if r["table"] == "dates" and (r.get("date_from") or r.get("date_to"))]
        dates.sort(key=lambda r: abs(int(r["line"]) - int(row["line"])))  # what the line names first
        choices: dict[str, str] = {}
        for found in dates:
            value = "|".join(found.get(n, "") for n in names)
            near = "" if found["line"] == row["line"] else f" (line {found['line']})"
            choices.setdefault(value, f"“{found.get('text', '')}”{near}: {_days(found)}")
        late = "|".join(("", self.published, "open")[: len(names)])
        choices.setdefault(late, f"not said: by {day_words(self.published)} at the latest")
        if not precise:
            choices.setdefault("|", "not said")
        options = (*(Choice(v, w) for v, w in _near(choices, now)), Choice(BELOW, "as written under “More”"))
        return FormField("when", "When", "", "when", now if now in choices else BELOW, options)

    def values(self, table: str, sent: Mapping[str, str]) -> dict[str, str]:
        """Return the cells that a sent form has, by the worksheet's columns."""
        names = {c.name for c in self.columns(table)}
        cells = {name: value for name, value in sent.items() if name in names}
        when = sent.get("when", BELOW)
        if when != BELOW and when.count("|") in (1, 2):
            cells |= dict(zip(("date_from", "date_to", "date_precision"), when.split("|"), strict=False))
        return {name: value for name, value in cells.items() if name in names}


def _near(choices: Mapping[str, str], now: str) -> list[tuple[str, str]]:
    """Return the nearest days, what is chosen now, and what can always be chosen: the last, of no day."""
    listed = list(choices.items())
    last = 2 if "|" in choices else 1
    return [c for i, c in enumerate(listed) if i < NEAR or i >= len(listed) - last or c[0] == now]


def _days(row: Mapping[str, str]) -> str:
    first, last = row.get("date_from", ""), row.get("date_to", "")
    return day_words(first) if first == last else f"{day_words(first)} to {day_words(last)}"


def day_words(text: str) -> str:
    """Return a day in words, and any other text unchanged."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return text or "…"
    return f"{found.day} {found:%B %Y}"
