"""The views and macros: one SQL file each, in the order in which they can be made."""

from __future__ import annotations

import re
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path
from typing import NamedTuple

from ..fields import KINDS, sql_name
from ..package import Field, Package, Table, shipped

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
    """Return the views that the package's tables can have (for our own data: all of them).

    A view needs every table and column that it names with our types. A package of others may have more columns, but
    none that the view's SQL names, where it could be taken for another; and its tables go before views of their names.
    """
    ours, theirs = _our_tables(), {sql_name(name) for name in package.tables}
    absent = ours.keys() - package.readable_tables.keys()
    other = {
        name: {column for column, _type in ours[name] ^ _columns(package.table(name))} for name in ours.keys() - absent
    }
    kept = []
    for view in (item for item in definitions() if not item.is_macro):
        words = _words(view.sql)
        others = {name for name, columns in other.items() if name in words and columns & words}
        if view.name in theirs or words & absent - {view.name} or others:
            absent.add(view.name)
        else:
            kept.append(view)
    return tuple(kept)


def has_ours(package: Package, table: str, *columns: str) -> bool:
    """Whether the package has these columns of a table of ours, with our types; see available_views."""
    wanted = {(column, held) for column, held in _our_tables()[table] if column in columns}
    assert len(wanted) == len(columns)  # they are columns of ours
    known = package.readable_tables.get(table)
    return known is not None and wanted <= _columns(known)


def _columns(table: Table) -> frozenset[tuple[str, str]]:
    """Return the name and the DuckDB type of each column."""
    return frozenset((field.name, _held(field)) for field in table.fields)


def _held(field: Field) -> str:
    known = KINDS.get(field.type)
    return known.duckdb if known else field.type


@cache
def _our_tables() -> dict[str, frozenset[tuple[str, str]]]:
    return {table.name: _columns(table) for table in Package(shipped()).tables.values()}
