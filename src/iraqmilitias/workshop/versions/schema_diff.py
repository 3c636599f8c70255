"""What changed in the schemas: tables, columns, types, keys, constraints, and the columns of views."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from ...package import Field, Package, Table
from .bump import Bump

UNVERSIONED = {"version", "created", "resources"}  # of the descriptor: not part of what it says of the data
RELEASED = {"bytes", "hash", "schema", "path", "name"}  # of a resource: compared elsewhere, or stamped into builds
WORDS = ("title", "description", "example")
# What else of a schema or field says how its cells are read; any other property is compared as words are.
READING = (
    "fieldsMatch", "missingValues", "format", "trueValues", "falseValues", "decimalChar", "groupChar", "bareNumber",
    "delimiter", "itemType", "categories", "categoriesOrdered",
)  # fmt: skip
ELSEWHERE = ("$schema", "name", "type", "constraints", "fields", "primaryKey", "uniqueKeys", "foreignKeys")


class SchemaChange(NamedTuple):
    """One change of the schemas, the descriptor or the views."""

    kind: str
    table: str  # a table's or a view's name, '' for the package as a whole
    column: str
    old: str
    new: str
    bump: Bump

    @property
    def text(self) -> str:
        """What changed, as a clause."""
        what = f"{self.table}.{self.column}" if self.column else self.table or "the package"
        words = self.kind.replace("-", " ")
        if self.old and self.new:
            return f"{what}: {words}, {self.old} → {self.new}"
        return f"{what}: {words}{': ' if self.old or self.new else ''}{self.old or self.new}"

    def to_dict(self) -> dict[str, Any]:
        """Return the change as plain values."""
        return self._asdict()


def schema_changes(old: Package, new: Package) -> tuple[SchemaChange, ...]:
    """Return what differs between two packages' descriptors and schemas, in NEW's order of tables."""
    found = list(_descriptor(old, new))
    for name in [*new.tables, *(n for n in old.tables if n not in new.tables)]:
        if name not in old.tables:
            found.append(SchemaChange("table-added", name, "", "", "", "minor"))
        elif name not in new.tables:
            found.append(SchemaChange("table-removed", name, "", "", "", "major"))
        else:
            found += _table(old.tables[name], new.tables[name])
    return tuple(found)


def _descriptor(old: Package, new: Package) -> Iterator[SchemaChange]:
    for key in sorted({*old.descriptor, *new.descriptor} - UNVERSIONED):
        before, after = old.descriptor.get(key), new.descriptor.get(key)
        if before != after:
            yield SchemaChange("descriptor-changed", "", key, "", "", "patch")
    resources = [{r["name"]: r for r in side.descriptor["resources"]} for side in (old, new)]
    for name in resources[1]:
        before, after = resources[0].get(name), resources[1][name]
        if before is None:
            continue
        for key in sorted({*before, *after} - RELEASED):
            if before.get(key) != after.get(key):
                yield SchemaChange("resource-changed", name, key, "", "", "minor" if key == "dialect" else "patch")
        if before.get("path") != after.get("path"):
            yield SchemaChange("file-renamed", name, "", str(before.get("path")), str(after.get("path")), "major")


def _table(old: Table, new: Table) -> Iterator[SchemaChange]:
    before, after = ({f.name: f for f in side.fields} for side in (old, new))
    for name in [*after, *(n for n in before if n not in after)]:
        if name not in before:
            yield SchemaChange("column-added", new.name, name, "", after[name].type, "minor")
        elif name not in after:
            yield SchemaChange("column-removed", new.name, name, before[name].type, "", "major")
        else:
            yield from _field(new.name, before[name], after[name])
    order = [[n for n in side if n in before and n in after] for side in (before, after)]
    if order[0] != order[1]:
        yield SchemaChange("columns-reordered", new.name, "", "", "", "minor")
    for kind, mine, theirs in (
        ("primary-key-changed", old.primary_key, new.primary_key),
        ("unique-keys-changed", old.unique_keys, new.unique_keys),
        ("foreign-keys-changed", old.foreign_keys, new.foreign_keys),
        ("missing-values-changed", old.missing_values, new.missing_values),
    ):
        if mine != theirs:
            bump: Bump = "major" if kind == "primary-key-changed" else "minor"
            before_text, after_text = (_listed(mine), _listed(theirs)) if bump == "major" else ("", "")
            yield SchemaChange(kind, new.name, "", before_text, after_text, bump)
    known = ("missingValues", *ELSEWHERE)
    yield from _properties(new.name, "", old.descriptor, new.descriptor, known)


def _field(table: str, old: Field, new: Field) -> Iterator[SchemaChange]:
    if old.type != new.type:
        yield SchemaChange("type-changed", table, new.name, old.type, new.type, "major")
    before, after = (list(map(str, side.constraints.get("enum", ()))) for side in (old, new))
    if bool(before) == bool(after):
        gone, come = [v for v in before if v not in after], [v for v in after if v not in before]
        if gone:
            yield SchemaChange("code-removed", table, new.name, ", ".join(gone), "", "major")
        if come:
            yield SchemaChange("code-added", table, new.name, "", ", ".join(come), "minor")
    for key in sorted({*old.constraints, *new.constraints}):
        mine, theirs = old.constraints.get(key), new.constraints.get(key)
        if mine != theirs and not (key == "enum" and mine and theirs):
            yield SchemaChange("constraint-changed", table, new.name, _shown(key, mine), _shown(key, theirs), "minor")
    yield from _properties(table, new.name, old.descriptor, new.descriptor)


def _properties(
    table: str, column: str, old: Mapping[str, Any], new: Mapping[str, Any], known: tuple[str, ...] = ELSEWHERE
) -> Iterator[SchemaChange]:
    for key in [k for k in dict.fromkeys([*WORDS, *old, *new]) if k not in known]:
        if old.get(key) != new.get(key):
            kind = f"{key}-changed" if key in WORDS else "property-changed"
            texts = ("", "") if key in WORDS else (_shown(key, old.get(key)), _shown(key, new.get(key)))
            yield SchemaChange(kind, table, column, *texts, "minor" if key in READING else "patch")


def columns_of_files(
    table: str, old: Sequence[str], new: Sequence[str], told: Iterable[SchemaChange]
) -> Iterator[SchemaChange]:
    """Yield the columns that one file of a table has and the other has not, but for those that are `told`."""
    known = {(c.table, c.column) for c in told if c.kind in ("column-added", "column-removed")}
    sides: tuple[tuple[str, Sequence[str], Sequence[str], Bump], ...] = (
        ("column-added", new, old, "minor"),
        ("column-removed", old, new, "major"),
    )
    for kind, mine, theirs, bump in sides:
        for name in mine:
            if name not in theirs and (table, name) not in known:
                yield SchemaChange(kind, table, name, "", "", bump)


def _listed(names: Any) -> str:
    return ", ".join(names) or "none"


def _shown(key: str, value: Any) -> str:
    return f"{key} {value}" if value is not None else f"no {key}"


Columns = Mapping[str, tuple[str, ...]]


def view_changes(
    old: Mapping[str, str], new: Mapping[str, str], old_columns: Columns, new_columns: Columns
) -> tuple[SchemaChange, ...]:
    """Return what differs between two sets of views (`views/claims`: its SQL) and their columns by view."""
    found: list[SchemaChange] = []
    for key in sorted({*old, *new}):
        kind, name = key.split("/")
        noun = kind.removesuffix("s")
        if key not in old:
            found.append(SchemaChange(f"{noun}-added", name, "", "", "", "minor"))
        elif key not in new:
            found.append(SchemaChange(f"{noun}-removed", name, "", "", "", "major"))
        elif old[key] != new[key]:
            before, after = old_columns.get(name, ()), new_columns.get(name, ())
            gone, come = [c for c in before if c not in after], [c for c in after if c not in before]
            found += [SchemaChange("view-column-removed", name, c, "", "", "major") for c in gone if after]
            found += [SchemaChange("view-column-added", name, c, "", "", "minor") for c in come if before]
            if not gone and not come:
                found.append(SchemaChange(f"{noun}-changed", name, "", "", "", "patch"))
    return tuple(found)
