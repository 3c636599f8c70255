"""The SQL rules: one file each, a query that returns the rows that break it; its head says what, why, fix.

A rule reads the tables of the package by name, and the relations over all of them that `families` builds. `needs` lists
both: without one of them the rule does not apply. `whole` lists the tables of which the rule needs each row, since it
concludes from what is not there; `all_records` stands for every table, `all_pairs` for those with its two columns. The
rule is not run while such a row cannot be read or has an error in its key. With `each`, the query is a template that
runs once for every table with some columns, or once for every column of some type.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import NamedTuple

from ..fields import literal, quoted
from .families import FAMILIES, WRITTEN

EVERY_TABLE = "all_records"  # in `whole`
FOLDER: Traversable = files("iraqmilitias") / "rules"
_HEAD = re.compile(r"-- (what|why|fix|severity|needs|whole|each): (\S.*)")
_NEED = re.compile(r"(\w+)\((\w+(?:, \w+)*)\)|(\w+)")
_PLACE = re.compile(r"\{(?:table|printed|column|table_text|column_text)\}")

# Codes of version 0.1.0 that have another name now; the last ones are constraints of the schemas now.
RENAMED = {
    "actor-cycle": "cycle",
    "attribution-cycle": "cycle",
    "continues-cycle": "cycle",
    "event-cycle": "cycle",
    "place-cycle": "cycle",
    "affiliation-after-publication": "after-publication",
    "report-after-publication": "after-publication",
    "statement-after-publication": "after-publication",
    "conflict-record": "record-id",
    "coordinates-reference": "reference-missing",
    "event-basis": "reference-missing",
    "fidelity-reference": "reference-missing",
    "source-error-reference": "reference-missing",
    "locator-length": "word-limit",
    "paraphrase-length": "word-limit",
    "figure-twice": "unique-key",
    "report-without-end": "required",
    "unique-icao": "unique",
    "unique-ofac-uid": "unique",
    "unique-wikidata": "unique",
}
# Rules that had a file for each table: the code was this and the table's or the column's name.
_FAMILIES = ("first-mention", "id-order", "mentioned", "one-target", "own-words", "parent-first")

Needs = tuple[tuple[str, tuple[str, ...]], ...]


class Rule(NamedTuple):
    """One rule: what it demands, why, how to fix a row that breaks it, and the tables and columns that it needs.

    A view of `families` that it needs has no columns. `each` says what the query runs once for.
    """

    code: str
    what: str
    why: str
    fix: str
    severity: str
    needs: Needs
    whole: tuple[str, ...]
    each: tuple[str, tuple[str, ...]] | None
    sql: str


def renamed(code: str) -> str | None:
    """Return the code that replaces one of version 0.1.0, or None."""
    return RENAMED.get(code) or next((f for f in _FAMILIES if code.startswith(f"{f}-")), None)


@cache
def load_rules() -> tuple[Rule, ...]:
    """Return every rule, by code. Raises ValueError, with the file's name, for a malformed head."""
    found = sorted((file for file in FOLDER.iterdir() if file.name.endswith(".sql")), key=lambda file: file.name)
    rules = tuple(_read(file.name, file.read_text(encoding="utf-8")) for file in found)
    return tuple(sorted(rules, key=lambda rule: rule.code))


def _read(name: str, text: str) -> Rule:
    lines = text.splitlines()
    length = next((i for i, line in enumerate(lines) if not line.startswith("--")), len(lines))
    head: dict[str, str] = {}
    for line in lines[:length]:
        match = _HEAD.fullmatch(line)
        if match is None or match[1] in head:
            raise ValueError(f"{name}: the head's line {line!r} is malformed or twice there")
        head[match[1]] = match[2].strip()
    for key in ("what", "why", "fix"):
        if key not in head:
            raise ValueError(f"{name}: the head lacks {key}")
    if head.get("severity", "error") not in ("error", "warning"):
        raise ValueError(f"{name}: severity must be error or warning")
    needs, each = _listed(name, head.get("needs")), _listed(name, head.get("each"))
    if not needs and not each:
        raise ValueError(f"{name}: the head says neither needs nor each")
    if any(bool(columns) == (table in FAMILIES) for table, columns in needs):
        raise ValueError(f"{name}: needs lists the columns of tables, but of {', '.join(FAMILIES)} none")
    if len(each) > 1 or any(kind not in ("table", "column") or not wanted for kind, wanted in each):
        raise ValueError(f"{name}: each must be table(columns) or column(type)")
    whole = tuple(head["whole"].split(", ")) if "whole" in head else ()
    if not set(whole) <= {EVERY_TABLE, *dict(needs)}:
        raise ValueError(f"{name}: whole lists what needs does not")
    sql = "\n".join(lines[length:]).strip()
    if bool(_PLACE.search(sql)) != bool(each):
        raise ValueError(f"{name}: placeholders and each go together")
    return Rule(
        code=name.removesuffix(".sql"),
        what=head["what"],
        why=head["why"],
        fix=head["fix"],
        severity=head.get("severity", "error"),
        needs=needs,
        whole=whole,
        each=each[0] if each else None,
        sql=sql,
    )


def _listed(name: str, text: str | None) -> Needs:
    """Return what a head's `table(column, column), table(column), view` lists."""
    if text is None:
        return ()
    found = tuple((m[1] or m[3], tuple(m[2].split(", ")) if m[2] else ()) for m in _NEED.finditer(text))
    if ", ".join(f"{table}({', '.join(columns)})" if columns else table for table, columns in found) != text:
        raise ValueError(f"{name}: {text!r} is not a list like table(column, column), table(column), view")
    return found


def statements(rule: Rule, tables: Mapping[str, Mapping[str, str]]) -> tuple[str, ...]:
    """Return the SQL to run for a package with these tables and their columns (name to Table Schema type).

    Empty where a table or column that the rule needs is missing, or where a table has the name of a relation that it
    needs: the rule is not applicable.
    """
    sql, names = rule.sql, {name.casefold() for name in tables}
    for table, columns in rule.needs:
        if table in WRITTEN:
            read = WRITTEN[table](tables, columns)
            if not read or table in names:
                return ()
            sql = _reading(sql, table, read)
        elif table in names if table in FAMILIES else not set(columns) <= set(tables.get(table, {})):
            return ()
    if rule.each is None:
        return (sql,)
    return tuple(_filled(sql, table, column) for table, column in _runs(rule.each, tables))


def _reading(sql: str, table: str, read: str) -> str:
    return re.sub(rf"\b(FROM|JOIN) {table}\b", lambda found: f"{found[1]} ({read})", sql)


def _runs(each: tuple[str, tuple[str, ...]], tables: Mapping[str, Mapping[str, str]]) -> Iterator[tuple[str, str]]:
    kind, wanted = each
    for table, columns in tables.items():
        if kind == "table":
            if set(wanted) <= set(columns):
                yield table, ""
        else:
            yield from ((table, name) for name, type_ in columns.items() if type_ in wanted)


def _filled(sql: str, table: str, column: str) -> str:
    names = {
        "{table}": quoted(table),
        "{printed}": quoted(f"printed_{table}"),
        "{column}": quoted(column),
        "{table_text}": literal(table),
        "{column_text}": literal(column),
    }
    # In one pass: a name may look like a placeholder.
    return _PLACE.sub(lambda match: names[match[0]], sql)
