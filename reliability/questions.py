"""Plain questions about every row, from the templates in the schemas, for a reader who has not coded it.

A field's `x-question` asks about one cell; `x-words` puts codes into words, `x-label` says how a row is named in a
question, `x-near` lists codes that two careful readers may take for each other, so that none of them is planted as a
false answer for another. About one question in ten is planted: it asks for a value that the row does not have, and
the right answer is no.

usage: python -m reliability.questions OUT [--seed N] [--planted SHARE] [--share SHARE --least N] [--source SRC]
OUT/questions.csv is what a reader gets; OUT/key.csv says which cell each question is about and what is expected.
"""

from __future__ import annotations

import argparse
import csv
import datetime
import random
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from iraqmilitias import question_templates, table_files
from iraqmilitias.package import Package
from iraqmilitias.question_templates import AUTHOR
from iraqmilitias.table_files import to_csv

ROOT = Path(__file__).resolve().parent.parent
LOCATED = ("source_id", "line")

Row = Mapping[str, str]


def rows_of(path: Path) -> Iterator[dict[str, str]]:
    """Yield the rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def write(path: Path, header: Iterable[str], rows: Iterable[Iterable[object]]) -> None:
    """Write rows as CSV in the form of the package's own tables."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(to_csv([header, *(map(str, row) for row in rows)]))


class Question(NamedTuple):
    """One question about one cell: the text, the right answer, and for a planted one the value that it asks for."""

    record_id: str
    column: str
    where: str
    text: str
    expected: str
    planted: str


class Tables:
    """A package's rows and schemas, and how a row is named in a question."""

    def __init__(self, root: Path = ROOT) -> None:
        self.package = Package(root)
        self.schemas = {table.name: table.descriptor for table in self.package.tables.values()}
        self.rows = {name: table_files.rows_of(self.package, name) for name in self.schemas}
        self.by_id: dict[str, tuple[str, Row]] = {}
        for name, rows in self.rows.items():
            for row in rows:
                self.by_id.setdefault(self.record_id(name, row), (name, row))
        self.codes = {r["event_type"]: f"{r['label']} ({r['definition']})" for r in self.rows.get("event_types", ())}

    def record_id(self, table: str, row: Row) -> str:
        """Return what identifies a row: its id, or article and line (and the words of a waiver)."""
        key = self.schemas[table]["primaryKey"]
        return ":".join(row[name] for name in key if row[name])

    def field(self, table: str, name: str) -> Mapping[str, Any]:
        """Return a field of a schema."""
        return self.package.table(table).field(name).descriptor

    def label(self, record: str) -> str:
        """Return how a row is named in a question, with its place."""
        table, row = self.by_id[record]
        template = self.schemas[table].get("x-label") or record
        place = self.where(table, row)
        named = self.filled(template, table, row)
        return f"{named}, {place}" if place and "locator" in row else named

    def where(self, table: str, row: Row) -> str:
        """Return the article and line of a row in words; empty where it has none."""
        if table == "participants":
            return self.where(*self.by_id[row["report_id"]])
        if not all(row.get(name) for name in LOCATED):
            return ""
        return f"{self.by_id[row['source_id']][1]['publisher']}, line {row['line']}"

    def shown(self, table: str, column: str, value: str) -> str:
        """Return a cell's value in words."""
        field = self.field(table, column)
        words: Mapping[str, str] = field.get("x-words", {})
        if value in words:
            return words[value]
        if column == "event_type":
            return self.codes.get(value, value)
        if field["type"] == "date" and value:
            day = datetime.date.fromisoformat(value)
            return f"{day.day} {day:%B %Y}"
        if (value in self.by_id and column.endswith("_id")) or column in ("part_of", "response_to"):
            return self.label(value) if value in self.by_id else value
        return value or "(open)"

    def filled(self, template: str, table: str, row: Row) -> str:
        """Return a template with the row's values in its slots."""

        def put(column: str, inner: str) -> str:
            if column == "who":
                return self.label(next(row[c] for c in ("actor_id", "place_id", "facility_id") if row.get(c)))
            if column == "voice":
                told = row.get("statement_id")
                return self.shown("statements", "speaker_id", self.by_id[told][1]["speaker_id"]) if told else AUTHOR
            if column == "against":
                return " and ".join(self.label(row[c]) for c in ("other_id", "reference_id") if row[c])
            if inner == "where":
                return self.where(*self.by_id[row[column]])
            if inner:
                other, referred = self.by_id[row[column]]
                return self.shown(other, inner, referred[inner])
            return self.shown(table, column, row[column])

        return question_templates.filled(template, put)


def questions(tables: Tables, draw: random.Random, planted: float) -> Iterator[Question]:
    """Yield the questions about every cell whose column has a template; a share of `planted` asks for a wrong value."""
    for table, rows in tables.rows.items():
        asked = [f for f in tables.schemas[table]["fields"] if "x-question" in f]
        values = {f["name"]: _values(rows, f["name"]) for f in asked}
        for row in rows:
            for field in asked:
                template = question_templates.template(field, row[field["name"]])
                if template is None:
                    continue
                wrong = (
                    _wrong(tables, table, row, field, values[field["name"]], draw) if draw.random() < planted else None
                )
                shown = {**row, field["name"]: wrong} if wrong is not None else row
                yield Question(
                    tables.record_id(table, row),
                    field["name"],
                    tables.where(table, row),
                    tables.filled(template, table, shown) + _basis(tables, row),
                    "yes" if wrong is None else "no",
                    wrong or "",
                )


def _basis(tables: Tables, row: Row) -> str:
    reference = row.get("reference_id")
    return f" (Reference: {tables.label(reference)}.)" if reference in tables.by_id else ""


def _values(rows: Iterable[Row], column: str) -> dict[str, list[str]]:
    """Return the values that a column has, by article; those of rows without one under an empty name."""
    seen: dict[str, dict[str, None]] = defaultdict(dict)
    for row in rows:
        if row[column]:
            seen[row.get("source_id", "")][row[column]] = None
    return {source: list(those) for source, those in seen.items()}


def _wrong(
    tables: Tables, table: str, row: Row, field: Mapping[str, Any], values: Mapping[str, list[str]], draw: random.Random
) -> str | None:
    """Return a value that the cell must not have; None where none can be told for certain."""
    name, value = field["name"], row[field["name"]]
    if not value:
        return None
    if field.get("x-words"):
        near = {code for group in field.get("x-near", ()) if value in group for code in group} | {value}
        others = [code for code in field["x-words"] if code not in near]
    elif field["type"] == "date":
        days = draw.choice((95, 430, 800)) * (-1 if name == "date_to" else 1)  # a wider bound would be true as well
        return (datetime.date.fromisoformat(value) + datetime.timedelta(days=days)).isoformat()
    elif field["type"] in ("integer", "number"):
        return str(int(float(value)) * 3 + 1)
    elif name.endswith("_id") or name in ("part_of", "response_to"):
        beside = {v for r in tables.rows[table] if _same(r, row) for v in r.values()}
        others = [v for v in values.get(row.get("source_id", ""), []) if v not in beside and not _kin(tables, v, value)]
    else:
        others = [v for v in values.get(row.get("source_id", ""), []) if v != value]
    return draw.choice(others) if others else None


def _same(one: Row, other: Row) -> bool:
    """Whether two rows are about one thing: the same report, or the same line of the same article."""
    key = "report_id" if "role" in one and "report_id" in one else "line"
    return bool(one.get(key)) and one.get(key) == other.get(key) and one.get("source_id") == other.get("source_id")


def _kin(tables: Tables, one: str, other: str) -> bool:
    """Whether one of two entities lies in or belongs to the other, so that a reader may take either for right."""
    up: Row
    for start, end in ((one, other), (other, one)):
        seen = start
        while seen and seen != end:
            _, up = tables.by_id[seen]
            seen = up.get("parent_id") or up.get("part_of") or ""
        if seen == end:
            return True
    return False


def sample(asked: list[Question], share: float, least: int, draw: random.Random, tables: Tables) -> list[Question]:
    """Return the questions of a random share of the rows of each table, `least` rows at least."""
    by_table: dict[str, dict[str, None]] = defaultdict(dict)
    for question in asked:
        by_table[tables.by_id[question.record_id][0]][question.record_id] = None
    kept: set[str] = set()
    for ids in by_table.values():
        kept |= set(draw.sample(list(ids), min(len(ids), max(least, round(len(ids) * share)))))
    return [q for q in asked if q.record_id in kept]


def main(arguments: list[str] | None = None) -> None:
    """Write the questions in random order, numbered, and their key."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--root", type=Path, default=ROOT, help="the package (default: this one)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--planted", type=float, default=0.1, metavar="SHARE")
    parser.add_argument("--share", type=float, default=1.0, help="share of each table’s rows")
    parser.add_argument("--least", type=int, default=25, help="rows of a table at least")
    options = parser.parse_args(arguments)
    tables, draw = Tables(options.root), random.Random(options.seed)
    asked = list(questions(tables, draw, options.planted))
    if options.share < 1:
        asked = sample(asked, options.share, options.least, draw, tables)
    draw.shuffle(asked)
    write(
        options.out / "questions.csv",
        ("number", "where", "question"),
        ((number, q.where, q.text) for number, q in enumerate(asked, 1)),
    )
    write(
        options.out / "key.csv",
        ("number", "record_id", "column", "expected", "planted"),
        ((number, q.record_id, q.column, q.expected, q.planted) for number, q in enumerate(asked, 1)),
    )
    print(f"{len(asked)} questions, {sum(q.expected == 'no' for q in asked)} of them planted")


if __name__ == "__main__":
    main()
