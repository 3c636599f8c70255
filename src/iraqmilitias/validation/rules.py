"""The SQL rules: one file each, a query that returns the rows it objects to; its head says what, why, fix."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from ..fields import literal, quoted

FOLDER = Path(__file__).parents[1] / "rules"
_NEED = re.compile(r"(\w+)\(([^)]*)\)")
_HEAD = re.compile(r"-- (what|why|fix|severity|needs|each): (.+)")


class Rule(NamedTuple):
    """One rule: what it demands, why, how to fix a breach, and the tables and columns that it needs.

    `each` says what it runs once for: every table with some columns, or every column of some type.
    """

    code: str
    what: str
    why: str
    fix: str
    severity: str
    needs: tuple[tuple[str, tuple[str, ...]], ...]
    each: tuple[str, tuple[str, ...]] | None
    sql: str


@cache
def load_rules() -> tuple[Rule, ...]:
    """Return every rule, by code. Raises ValueError, with the file's name, for a malformed head."""
    return tuple(_read(path) for path in sorted(FOLDER.glob("*.sql")))


def _read(path: Path) -> Rule:
    text = path.read_text(encoding="utf-8")
    head: dict[str, str] = {}
    for line in text.splitlines():
        if not line.startswith("--"):
            break
        match = _HEAD.fullmatch(line)
        if match is None or match[1] in head:
            raise ValueError(f"{path.name}: the head's line {line!r} is malformed or twice there")
        head[match[1]] = match[2].strip()
    for key in ("what", "why", "fix"):
        if key not in head:
            raise ValueError(f"{path.name}: the head lacks {key}")
    if head.get("severity", "error") not in ("error", "warning"):
        raise ValueError(f"{path.name}: severity must be error or warning")
    needs = tuple((t, _columns(c)) for t, c in _NEED.findall(head.get("needs", "")))
    each = [(k, _columns(c)) for k, c in _NEED.findall(head.get("each", ""))]
    if not needs and not each:
        raise ValueError(f"{path.name}: the head says neither needs nor each")
    if len(each) > 1 or any(kind not in ("table", "column") for kind, _ in each):
        raise ValueError(f"{path.name}: each must be table(columns) or column(type)")
    sql = "\n".join(line for line in text.splitlines() if not line.startswith("--")).strip()
    return Rule(
        path.stem,
        head["what"],
        head["why"],
        head["fix"],
        head.get("severity", "error"),
        needs,
        each[0] if each else None,
        sql,
    )


def _columns(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def statements(rule: Rule, tables: Mapping[str, Mapping[str, str]]) -> tuple[str, ...]:
    """Return the statements to run for a package with these tables and columns (name to type).

    None where a table or column that the rule needs is missing: the rule is not applicable.
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
    return re.sub("|".join(map(re.escape, names)), lambda match: names[match[0]], sql)
