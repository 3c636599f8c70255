"""The SQL rules: one file each, a query that returns the rows it objects to; its head says what, why, fix."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import NamedTuple

from ..fields import literal, quoted

FOLDER: Traversable = files("iraqmilitias") / "rules"
_HEAD = re.compile(r"-- (what|why|fix|severity|needs|each): (\S.*)")
_NEED = re.compile(r"(\w+)\((\w+(?:, \w+)*)\)")
_PLACE = re.compile(r"\{(?:table|printed|column|table_text|column_text)\}")

Needs = tuple[tuple[str, tuple[str, ...]], ...]


class Rule(NamedTuple):
    """One rule: what it demands, why, how to fix a breach, and the tables and columns that it needs.

    `each` says what it runs once for: every table with some columns, or every column of some type.
    """

    code: str
    what: str
    why: str
    fix: str
    severity: str
    needs: Needs
    each: tuple[str, tuple[str, ...]] | None
    sql: str


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
    if len(each) > 1 or any(kind not in ("table", "column") for kind, _ in each):
        raise ValueError(f"{name}: each must be table(columns) or column(type)")
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
        each=each[0] if each else None,
        sql=sql,
    )


def _listed(name: str, text: str | None) -> Needs:
    """Return what a head's `table(column, column), table(column)` lists."""
    if text is None:
        return ()
    found = tuple((match[1], tuple(match[2].split(", "))) for match in _NEED.finditer(text))
    if ", ".join(f"{table}({', '.join(columns)})" for table, columns in found) != text:
        raise ValueError(f"{name}: {text!r} is not a list like table(column, column), table(column)")
    return found


def statements(rule: Rule, tables: Mapping[str, Mapping[str, str]]) -> tuple[str, ...]:
    """Return the SQL to run for a package with these tables and their columns (name to Table Schema type).

    Empty where a table or column that the rule needs is missing: the rule is not applicable.
    """
    for table, columns in rule.needs:
        if not set(columns) <= set(tables.get(table, {})):
            return ()
    if rule.each is None:
        return (rule.sql,)
    return tuple(_filled(rule.sql, table, column) for table, column in _runs(rule.each, tables))


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
    # One pass, so that a name that itself looks like a placeholder is not filled in again.
    return _PLACE.sub(lambda match: names[match[0]], sql)
