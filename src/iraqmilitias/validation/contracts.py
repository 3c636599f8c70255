"""The one compiler from Table Schema to SQL: what a cell must be, and what keys must hold.

A row of checks is one CASE expression, so that a table's cells are read once however many constraints it has, and a
cell that fails several is reported for the first. Only where something fails is it located.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from ..errors import nearest
from ..fields import literal
from ..package import Field
from ..text import oddities, shown
from .issue import GATHER, Findings
from .loading import Loaded
from .values import FORMATS, form_of, sql_type

if TYPE_CHECKING:
    import duckdb

    from .crew import Crew
    from .engines import Engine

LONG_CELL = 1_000_000  # bytes; a longer one is most often an unclosed quote or a paste gone wrong


class Check(NamedTuple):
    """One constraint on one column: `fails` is an SQL condition, `expected` what a message says should be there."""

    code: str
    fails: str
    expected: str


def checks(table: Loaded, item: Field) -> Iterator[Check]:
    """Yield a column's checks in the order in which a cell is held to them."""
    cell, typed = table.printed(item.name), table.typed(item.name)
    rules: Mapping[str, Any] = item.constraints
    if item.required or item.name in table.table.primary_key:
        yield Check("required", f"{cell} IS NULL", "a value")
    if cell != typed:
        yield Check("type", f"{cell} IS NOT NULL AND {typed} IS NULL", form_of(item))
    choices = rules.get("enum") or _categories(item)
    if choices:
        listed = ", ".join(_value(item, c) for c in choices)
        words = ", ".join(_word(c) for c in choices[:40]) + (", …" if len(choices) > 40 else "")
        yield Check("enum", f"{typed} NOT IN ({listed})", f"one of {words}")
    if "pattern" in rules:
        pattern = str(rules["pattern"])
        yield Check("pattern", f"NOT regexp_full_match({cell}, {literal(pattern)})", f"text of the form {pattern}")
    form = item.descriptor.get("format")
    if item.type == "string" and form in FORMATS:
        yield Check("format", f"NOT regexp_full_match({cell}, {literal(FORMATS[form])})", f"a well-formed {form}")
    if item.type == "string":
        for key, sign, words in (("minLength", "<", "at least"), ("maxLength", ">", "at most")):
            if key in rules:
                number = int(rules[key])
                yield Check(key.replace("L", "-l"), f"length({cell}) {sign} {number}", f"{words} {number} characters")
    for key, (code, sign, words) in _BOUNDS.items():
        if key in rules and item.type not in ("duration",):
            yield Check(code, f"{typed} {sign} {_value(item, rules[key])}", f"{words} {_word(rules[key])}")
    if item.type in ("string", "any"):
        yield Check("cell-long", f"strlen({cell}) > {LONG_CELL}", f"at most {LONG_CELL:,} bytes")


_BOUNDS = {
    "minimum": ("minimum", "<", "at least"),
    "maximum": ("maximum", ">", "at most"),
    "exclusiveMinimum": ("exclusive-minimum", "<=", "more than"),
    "exclusiveMaximum": ("exclusive-maximum", ">=", "less than"),
}


def _categories(item: Field) -> list[Any]:
    stated = item.descriptor.get("categories") or []
    return [c.get("value") if isinstance(c, dict) else c for c in stated]


def _word(choice: Any) -> str:
    return {True: "true", False: "false"}[choice] if isinstance(choice, bool) else str(choice)


def _value(item: Field, choice: Any) -> str:
    """Return SQL for a value that stands in a schema."""
    kind = sql_type(item)
    return literal(_word(choice)) if kind == "VARCHAR" else f"CAST({literal(_word(choice))} AS {kind})"


def failing(listed: Sequence[Check]) -> str:
    """Return SQL for the number (from 0) of the first check that a cell fails, NULL where it fails none."""
    if not listed:
        return "NULL"
    return "CASE " + " ".join(f"WHEN {c.fails} THEN {i}" for i, c in enumerate(listed)) + " END"


class Contracts:
    """Holds loaded tables to their schemas and records what they break."""

    def __init__(
        self,
        connection: Engine,
        tables: Mapping[str, Loaded],
        found: Findings,
        crew: Crew | None = None,
    ) -> None:
        self.connection, self.tables, self.found, self.crew = connection, tables, found, crew
        self.ready: dict[str, list[tuple[Any, ...]]] = {}  # answers to statements that were run ahead
        self.fitting: set[tuple[str, str]] = set()  # table and column, where every cell of sound rows fits

    def run(self, tell: Callable[[str, str], None]) -> None:
        """Check the cells and keys of every table, then the references, those of targets first."""
        from .references import check_references, targets_first
        from .uniqueness import check_uniqueness

        if self.crew is not None:
            self._ahead(self.crew, tell)
        for table in self.tables.values():
            tell("contracts", table.table.name)
            self._cells(table)
            check_uniqueness(self, table)
        for table in targets_first(self.tables):
            tell("references", table.table.name)
            check_references(self, table)

    def _ahead(self, crew: Crew, tell: Callable[[str, str], None]) -> None:
        """Count what fails each check, key and reference: in a sound package that is all there is to do."""
        from .references import active, orphans_sql
        from .uniqueness import keys, repeats_sql

        listed: list[tuple[str, str, str]] = []
        for name, table in self.tables.items():
            cells = _all_checks(table)
            if cells:
                listed.append(("contracts", name, _counts_sql(table, cells)))
            listed += [("contracts", name, repeats_sql(table, columns)) for _, columns in keys(table)]
        for name, table in self.tables.items():
            for key in active(table, self.tables):
                listed.append(("references", name, orphans_sql(table, self.tables[key.table], key)))

        def answer(cursor: duckdb.DuckDBPyConnection, item: tuple[str, str, str]) -> list[tuple[Any, ...]]:
            tell(*item[:2])
            return cursor.execute(item[2]).fetchall()

        for (_, _, sql), rows in zip(listed, crew.map(answer, listed), strict=True):
            self.ready[sql] = rows

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """Return the rows of a query."""
        if sql in self.ready:
            return self.ready[sql]
        return self.connection.execute(sql).fetchall()

    def _cells(self, table: Loaded) -> None:
        listed = _all_checks(table)
        if not listed:
            return
        totals = self.rows(_counts_sql(table, listed))[0]
        for (name, found), total in zip(listed.items(), totals, strict=True):
            if total:
                self._locate(table, name, found)
            else:
                self.fitting.add((table.table.name, name))

    def _locate(self, table: Loaded, name: str, listed: Sequence[Check]) -> None:
        cell, condition = table.printed(name), failing(listed)
        query = f"SELECT line, left({cell}, 200) AS cell, {condition} AS fails FROM {table.relation} r WHERE NOT bad"
        kept = self._unless_orphaned(table, name, cell, listed)
        base = (
            f"FROM ({query}) r WHERE fails IS NOT NULL"
            if kept is None
            else f"FROM ({query} AND {kept}) r WHERE fails IS NOT NULL"
        )
        totals: dict[int, int] = dict(self.rows(f"SELECT fails, count(*) {base} GROUP BY fails"))
        for line, text, number in self.rows(f"SELECT line, cell, fails {base} ORDER BY line LIMIT {GATHER}"):
            check = listed[number]
            totals[number] -= 1
            self.found.add(check.code, table.plan.path, line, name, message(check, text))
        for number, left in totals.items():
            self.found.more(listed[number].code, left)

    def _unless_orphaned(self, table: Loaded, name: str, cell: str, listed: Sequence[Check]) -> str | None:
        """Return a condition that leaves cells to the reference check, which can say what was meant.

        A case variant of an id breaks its pattern and its foreign key: one fault, one issue.
        """
        from .references import active, lookup

        later = [i for i, c in enumerate(listed) if c.code not in ("required", "type", "cell-long")]
        conditions = [
            lookup(self.tables[key.table], (referred,), (table.typed(name),), "r")
            for key in active(table, self.tables)
            for own, referred in zip(key.columns, key.referred, strict=True)
            if own == name
        ]
        if not later or not conditions:
            return None
        first = f"({failing(listed)} < {later[0]} OR {cell} IS NULL"
        return f"{first} OR ({' AND '.join(conditions)}))"


def _all_checks(table: Loaded) -> dict[str, list[Check]]:
    listed = {f.name: list(checks(table, f)) for f in table.table.fields if f.name in table.columns}
    return {name: found for name, found in listed.items() if found}


def _counts_sql(table: Loaded, listed: Mapping[str, Sequence[Check]]) -> str:
    counts = ", ".join(f"count({failing(found)})" for found in listed.values())
    return f"SELECT {counts} FROM {table.relation} WHERE NOT bad"


def unfit(connection: duckdb.DuckDBPyConnection, table: Loaded) -> int:
    """Return how many cells of a table fail a check."""
    counts = [f"count({failing(list(checks(table, f)))})" for f in table.table.fields if f.name in table.columns]
    return int(connection.execute(f"SELECT {' + '.join(counts)} FROM {table.relation} WHERE NOT bad").fetchall()[0][0])


def message(check: Check, text: str | None) -> str:
    """Return what is wrong with a cell: what it holds and what belongs there."""
    if check.code == "required":
        return "the cell is empty; a value is required"
    held = shown(text)
    if check.code == "enum":
        near = nearest(str(text), tuple(check.expected.removeprefix("one of ").split(", ")))
        hint = f"; {near}" if near.startswith("did") else ""
        return f"{held} is none of its values{hint} ({check.expected}){oddities(str(text))}"
    if check.code == "cell-long":
        return f"the cell is longer than {LONG_CELL:,} bytes"
    return f"{held} is not {check.expected}{oddities(str(text))}"
