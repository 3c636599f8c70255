"""Checks a package against an earlier version: ids are never reused; a removed id must be listed in `retired`."""

from __future__ import annotations

import os

from ...package import DESCRIPTOR, Package
from ...validation.layers import Layer, LoadedPackage
from ...validation.structure.table import LoadedTable
from .bump import precedes
from .id_reuse import misused, retired_ids
from .open_version import Opened, opened
from .raw_tables import Text, form, read, tables
from .row_diff import TableDiff, compare

CODES = {
    "reused": "id-reused",
    "replaced": "id-replaced",
    "dropped": "id-dropped",
    "unretired": "id-unretired",
}


def history_layers(against: str | os.PathLike[str] | None) -> tuple[Layer, ...]:
    """Return the layer that checks a package against the earlier version `against`; none without one."""
    return () if against is None else (Layer("history", lambda layers: check_history(layers, against)),)


def check_history(layers: LoadedPackage, against: str | os.PathLike[str]) -> None:
    """Record every id of the earlier version `against` that is used again, describes something else, or is lost.

    Raises PackageError where `against` is not a package or revision, and Error where it cannot be read.
    """
    with opened(os.fspath(against), beside=layers.root) as old:
        new = Package(layers.root) if layers.descriptor_sound else None
        before = _old_texts(layers, old)
        after = {name: _text(layers, loaded) for name, loaded in layers.tables.items()}
        diffs = tuple(_compared(layers, before, after))
        if new is not None:
            _ids(layers, new, diffs, before, after)
            _versions(layers, old.package.version, new.version, before, after)


def _old_texts(layers: LoadedPackage, old: Opened) -> dict[str, Text]:
    texts = {}
    for i, (name, table) in enumerate(tables(old.package).items()):
        if len(table.primary_key) == 1:
            file = old.locate(table.path)
            texts[name] = read(layers.connection, f"_old_{i}", table.path, file, form(old.package, table))
    return texts


def _text(layers: LoadedPackage, loaded: LoadedTable) -> Text:
    """Return a table that validation has loaded as one that can be compared, with the physical lines of its rows."""
    names = tuple(loaded.columns)
    cells = ", ".join(f"coalesce({loaded.printed(n)}, '') AS c{i}" for i, n in enumerate(names))
    relation = f"_new_{loaded.index}"
    layers.connection.execute(f"CREATE TABLE {relation} AS SELECT {cells} FROM {loaded.relation} ORDER BY line")
    lines = layers.connection.execute(f"SELECT line FROM {loaded.relation} ORDER BY line").fetchall()
    return Text(relation, loaded.resource.path, names, loaded.rows, None, tuple(int(n[0]) for n in lines))


def _compared(layers: LoadedPackage, before: dict[str, Text], after: dict[str, Text]) -> list[TableDiff]:
    found = []
    for name, old in before.items():
        loaded = layers.tables.get(name)
        if loaded is not None:
            found.append(compare(layers.connection, name, loaded.table.primary_key, old, after[name]))
    return found


def _ids(
    layers: LoadedPackage, new: Package, diffs: tuple[TableDiff, ...], before: dict[str, Text], after: dict[str, Text]
) -> None:
    places = {(d.name, row.key[0]): row.line for d in diffs for row in d.of("removed") if row.key}
    for found in misused(layers.connection, new, diffs, before, after):
        loaded = layers.tables[found.table]
        line = found.line
        if found.kind == "dropped":  # where it was, so that the annotation is beside the deletion
            lines = after[found.table].numbers
            line = min(places[(found.table, found.record_id)] or 1, lines[-1] if lines else 1)
        column = None if found.kind == "unretired" else loaded.table.primary_key[0]
        words = {"severity": "error"} if found.kind == "replaced" and found.certain else {}
        layers.issues.add(CODES[found.kind], loaded.resource.path, line, column, found.text, **words)


def _versions(layers: LoadedPackage, old: str, new: str, before: dict[str, Text], after: dict[str, Text]) -> None:
    if precedes(new, old):
        layers.issues.add("version-lower", DESCRIPTOR, None, None, f"the version is {new}, the earlier one was {old}")
    retired = after.get("retired")
    if retired is None or "retired_in" not in retired.columns:
        return
    known = retired_ids(layers.connection, before.get("retired"))
    stated = layers.connection.execute(
        f"SELECT {retired.cell('record_id', 't')}, {retired.cell('retired_in', 't')}, rowid FROM {retired.relation} t"
    ).fetchall()
    for record_id, version, row in stated:
        if record_id not in known and not precedes(old, version):
            words = f"{version!r} is not later than {old}, which still has {record_id}"
            layers.issues.add("retired-version", retired.path, retired.line(row), "retired_in", words)
