"""Primary, unique and foreign keys of a Table Schema: do they name columns, and do they lead somewhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ...errors import nearest
from ...package import Field, Table
from ...text import shown
from ..documents import Document, Where, kind_of
from ..report.issues import IssueCollector
from .header import Say


def _columns(value: Any, names: Sequence[str]) -> tuple[list[str] | None, str]:
    """Return the columns of a key, or None and why it is none."""
    listed = [value] if isinstance(value, str) else value
    if not isinstance(listed, list) or not listed or not all(isinstance(c, str) for c in listed):
        return None, "must be a column's name or a list of them"
    unknown = [c for c in listed if c not in names]
    if unknown:
        return None, f"names {shown(unknown[0])}, which is not a column here; {nearest(unknown[0], tuple(names))}"
    if len(set(listed)) != len(listed):
        return None, "names a column twice"
    return listed, ""


def own_keys(usable: dict[str, Any], names: list[str], say: Say) -> None:
    """Check the schema's keys against its own columns and drop those that cannot be used."""
    if "primaryKey" in usable:
        columns, problem = _columns(usable["primaryKey"], names)
        if columns is None:
            say("key-column", ("primaryKey",), f"primaryKey {problem}")
            del usable["primaryKey"]
    for key in ("uniqueKeys", "foreignKeys"):
        stated = usable.get(key, [])
        if not isinstance(stated, list):
            say("property-type", (key,), f"{key} must be a list, here it is {kind_of(stated)}")
            stated = []
        kept = []
        for i, item in enumerate(stated):
            if key == "uniqueKeys":
                columns, problem = _columns(item, names)
            else:
                columns, problem = _foreign_key(item, names)
            if columns is None:
                say("key-column", (key, i), f"{key}[{i}] {problem}")
            else:
                kept.append(item)
        usable[key] = kept


def _foreign_key(item: Any, names: list[str]) -> tuple[list[str] | None, str]:
    reference = item.get("reference") if isinstance(item, dict) else None
    if not isinstance(reference, dict):
        return None, "must be an object with fields and a reference"
    if not isinstance(reference.get("resource", ""), str):
        return None, "has a reference whose resource is not a name"
    columns, problem = _columns(item.get("fields"), names)
    if columns is None:
        return None, f"fields {problem}"
    referred = reference.get("fields")
    count = 1 if isinstance(referred, str) else len(referred) if isinstance(referred, list) else 0
    if not count or (isinstance(referred, list) and not all(isinstance(c, str) for c in referred)):
        return None, "has a reference without fields"
    if count != len(columns):
        return None, f"has {len(columns)} columns and refers to {count}"
    return columns, ""


def check_keys(schemas: Sequence[tuple[Table, Document, Where]], names: set[str], found: IssueCollector) -> None:
    """Record foreign keys whose target does not exist, lacks the columns, or is not a key.

    A target among `names` whose schema is unusable has its own issues and gets none here.
    """
    tables: Mapping[str, Table] = {table.name: table for table, _, _ in schemas}
    for table, document, at in schemas:
        stated = list(table.descriptor.get("foreignKeys", ()))
        for key, entry in zip(table.foreign_keys, stated, strict=True):
            if key.table in names and key.table not in tables:
                continue
            everything = document.content.get("foreignKeys") if not at else None
            place = everything.index(entry) if isinstance(everything, list) and entry in everything else 0
            problem = _target(key.columns, key.referred, table, tables.get(key.table), key.table, tuple(tables))
            if problem:
                line = document.line(*at, "foreignKeys", place)
                text = f"the foreign key of {', '.join(key.columns)} {problem}"
                found.add("key-target", document.name, line, key.columns[0], text)


def is_key(target: Table, columns: Sequence[str]) -> bool:
    """Whether columns are a primary or unique key of a table."""
    keys = [set(target.primary_key), *map(set, target.unique_keys)]
    keys += [{f.name} for f in target.fields if f.constraints.get("unique")]
    return set(columns) in keys


def _target(
    columns: tuple[str, ...],
    referred: tuple[str, ...],
    table: Table,
    target: Table | None,
    name: str,
    names: tuple[str, ...],
) -> str | None:
    if target is None:
        return f"refers to {shown(name)}, which is not a table of the package; {nearest(name, names)}"
    fields: dict[str, Field] = {f.name: f for f in target.fields}
    unknown = [c for c in referred if c not in fields]
    if unknown:
        return f"refers to {name}.{unknown[0]}, which does not exist; {nearest(unknown[0], tuple(fields))}"
    if not is_key(target, referred):
        return f"refers to {name}({', '.join(referred)}), which is not a primary or unique key"
    for own, other in zip(columns, referred, strict=True):
        types = table.field(own).type, fields[other].type
        if types[0] != types[1]:
            return f"compares {own}, of type {types[0]}, with {name}.{other}, of type {types[1]}"
    return None
