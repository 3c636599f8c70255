"""The views and macros: one SQL file each, in the order in which they can be made."""

from __future__ import annotations

import re
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path
from typing import NamedTuple

from ..package import Package, shipped

SQL_ROOT = Path(__file__).parents[1]


class Definition(NamedTuple):
    """One view or macro: its file's name, the sentence at its head, its statement."""

    name: str
    description: str
    sql: str
    is_macro: bool


@cache
def definitions() -> tuple[Definition, ...]:
    """Return every macro, then every view, each after the ones it uses."""
    found: dict[str, Definition] = {}
    for folder in ("macros", "views"):
        for path in sorted((SQL_ROOT / folder).glob("*.sql")):
            text = path.read_text(encoding="utf-8")
            head = [line[2:].strip() for line in text.splitlines() if line.startswith("--")]
            cut = next((i for i, line in enumerate(head) if not line), len(head))
            found[path.stem] = Definition(path.stem, " ".join(head[:cut]), text, folder == "macros")
    uses = {
        name: [other.name for other in found.values() if other.name != name and _uses(item, other)]
        for name, item in found.items()
    }
    return tuple(found[name] for name in TopologicalSorter(uses).static_order())


@cache
def _words(sql: str) -> frozenset[str]:
    code = "\n".join(line for line in sql.splitlines() if not line.lstrip().startswith("--"))
    return frozenset(re.findall(r"\w+", code))


@cache
def _read(sql: str) -> frozenset[str]:
    return frozenset(re.findall(r"\b(?:from|join)\s+(\w+)", sql, re.IGNORECASE))


def _uses(item: Definition, other: Definition) -> bool:
    return other.name in (_words(item.sql) if other.is_macro else _read(item.sql))


@cache
def column_meanings() -> dict[str, str]:
    """Return what the columns mean that only views have, and those that mean something else in one view."""
    import tomllib

    meanings: dict[str, str] = tomllib.loads((SQL_ROOT / "views" / "columns.toml").read_text(encoding="utf-8"))
    return meanings


def meaning(package: Package, view: Definition, column: str) -> str:
    """Return what a view's column means: in the first table that the view reads and that has it, unless columns.toml
    has a meaning for this view's own (as "view.column")."""
    own = column_meanings().get(f"{view.name}.{column}")
    if own is not None:
        return own
    sql = view.sql.split("create view", 1)[-1]
    used = sorted((t for t in package.tables.values() if t.name in _words(sql)), key=lambda t: sql.find(f" {t.name}"))
    for table in (*(t for t in used if t.primary_key == (column,)), *used, *package.tables.values()):
        for field in table.fields:
            if field.name == column:
                return field.description
    return column_meanings().get(column, "")


def available_views(package: Package) -> tuple[Definition, ...]:
    """Return the views whose tables and columns the package has (for our own data: all of them)."""
    ours = _our_tables()
    kept: list[Definition] = []
    missing = set(ours) - set(package.tables)
    lacking = {n: ours[n] - {f.name for f in package.table(n).fields} for n in ours if n in package.tables}
    for item in definitions():
        absent = missing | {d.name for d in definitions() if not d.is_macro and d not in kept}
        words = _words(item.sql)
        if item.is_macro or not (
            words & absent - {item.name} or any(lacking[n] & words for n in lacking if n in words)
        ):
            kept.append(item)
    return tuple(d for d in kept if not d.is_macro)


@cache
def _our_tables() -> dict[str, set[str]]:
    return {table.name: {f.name for f in table.fields} for table in Package(shipped()).tables.values()}
