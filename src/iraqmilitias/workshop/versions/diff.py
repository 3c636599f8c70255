"""Compares two data packages: rows and cells of tables and views, schemas, ids, and the version that this needs."""

from __future__ import annotations

import filecmp
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...database.definitions import available_views
from ...errors import Error, PackageError
from ...package import Package
from . import view_diff as viewing
from .bump import Bump, Reason, enough, largest, raised
from .changelog import lines, reasons
from .id_reuse import Misused, misused
from .open_version import Opened, opened
from .raw_tables import Text, delimiter, read
from .row_diff import TableDiff, compare
from .schema_diff import SchemaChange, schema_changes, view_changes

if TYPE_CHECKING:
    import duckdb


@dataclass(frozen=True)
class Version:
    """One of the two packages: the path that was given, its name and version, and its commit if it came from git."""

    path: str
    name: str
    version: str
    revision: str | None

    def __str__(self) -> str:
        commit = f", {self.revision[:9]}" if self.revision else ""
        return f"{self.path} ({self.name} {self.version}{commit})"


@dataclass(frozen=True)
class Diff:
    """What differs between two packages. Tables and views without a difference are not listed."""

    old: Version
    new: Version
    tables: tuple[TableDiff, ...]
    views: tuple[TableDiff, ...]
    schema: tuple[SchemaChange, ...]
    ids: tuple[Misused, ...]
    rewritten: tuple[str, ...]  # files with other bytes and the same rows
    notes: tuple[str, ...]

    @property
    def changed(self) -> bool:
        """Whether anything differs but the version number."""
        return bool(self.tables or self.views or self.schema or self.rewritten)

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """Return each thing that needs the version to grow, the largest first."""
        return reasons(self.tables, self.views, self.schema, self.ids, self.rewritten)

    @property
    def bump(self) -> Bump:
        """Return which part of the version must grow: none, patch, minor or major."""
        return largest(self.reasons)

    @property
    def version(self) -> str | None:
        """Return the lowest version that NEW may have; None where OLD's is not a semantic version."""
        return raised(self.old.version, self.bump)

    @property
    def enough(self) -> bool:
        """Whether NEW's stated version is at least that."""
        return enough(self.new.version, self.version)

    @property
    def changelog(self) -> tuple[str, ...]:
        """Return the lines that a changelog may carry."""
        return lines(self.tables, self.schema, self.ids, self.rewritten)

    def to_dict(self) -> dict[str, Any]:
        """Return everything as plain values."""
        return {
            "old": self.old.__dict__ | {},
            "new": self.new.__dict__ | {},
            "changed": self.changed,
            "bump": self.bump,
            "version": self.version,
            "enough": self.enough,
            "reasons": [r._asdict() for r in self.reasons],
            "changelog": list(self.changelog),
            "schema": [c.to_dict() for c in self.schema],
            "ids": [m._asdict() for m in self.ids],
            "tables": {t.name: t.to_dict() for t in self.tables},
            "views": {v.name: v.to_dict() for v in self.views},
            "rewritten": list(self.rewritten),
            "notes": list(self.notes),
        }


def diff(old: str | Path, new: str | Path, views: bool = True) -> Diff:
    """Compare two packages, each a folder, zip, wheel or git revision.

    Raises PackageError where one of them is not a package or revision, Error where a file of it cannot be read.
    `views=False` leaves the views' rows out.
    """
    import duckdb

    with ExitStack() as stack:
        before = stack.enter_context(opened(old, beside=new))
        after = stack.enter_context(opened(new, beside=old))
        connection = stack.enter_context(
            duckdb.connect(
                ":memory:",
                config={
                    "autoinstall_known_extensions": "false",
                    "autoload_known_extensions": "false",
                    "python_enable_replacements": "false",
                },
            )
        )
        return _diff(connection, before, after, views)


def _diff(connection: duckdb.DuckDBPyConnection, old: Opened, new: Opened, views: bool) -> Diff:
    same_files = {n for n in new.package.tables if n in old.package.tables and _same_bytes(old, new, n)}
    with_views = views and (_has_views(new.package) or _has_views(old.package))
    skipped = set() if with_views else same_files - {"retired"}
    texts = [_load(connection, side, f"_{i}", skipped) for i, side in enumerate((old, new))]
    found, rewritten = [], []
    for name, table in new.package.tables.items():
        if name in same_files or name not in old.package.tables:
            continue
        result = compare(connection, name, table.primary_key, texts[0][name], texts[1][name])
        if result.rows:
            found.append(result)
        elif texts[0][name].columns == texts[1][name].columns:
            rewritten.append(table.path)
    tables = tuple(found)
    ids = misused(connection, new.package, tables, texts[0], texts[1])
    schema = schema_changes(old.package, new.package)
    differing: tuple[TableDiff, ...] = ()
    notes: tuple[str, ...] = ()
    if with_views:
        more, differing, notes = _views(connection, old.package, new.package, texts, bool(tables or schema))
        schema += more
    return Diff(_version(old), _version(new), tables, differing, schema, ids, tuple(rewritten), notes)


def _version(side: Opened) -> Version:
    return Version(side.label, side.package.name, side.package.version, side.revision)


def _same_bytes(old: Opened, new: Opened, name: str) -> bool:
    one, other = (side.locate(side.package.tables[name].path) for side in (old, new))
    if not (one.is_file() and other.is_file() and filecmp.cmp(one, other, shallow=False)):
        return False
    return delimiter(old.package, old.package.tables[name]) == delimiter(new.package, new.package.tables[name])


def _load(connection: duckdb.DuckDBPyConnection, side: Opened, prefix: str, skipped: set[str]) -> dict[str, Text]:
    texts = {}
    for i, (name, table) in enumerate(side.package.tables.items()):
        if name in skipped:
            continue
        try:
            file = side.locate(table.path)
            texts[name] = read(connection, f"{prefix}_{i}", table.path, file, delimiter(side.package, table))
        except Error as error:
            raise Error(f"{side.label}: {error} (iraqmilitias validate {side.label} lists all)") from None
    return texts


def _has_views(package: Package) -> bool:
    return bool(available_views(package))


def _views(
    connection: duckdb.DuckDBPyConnection, old: Package, new: Package, texts: list[dict[str, Text]], rows_too: bool
) -> tuple[tuple[SchemaChange, ...], tuple[TableDiff, ...], tuple[str, ...]]:
    """Return changes of the views' columns, the views whose rows differ, and what could not be compared."""
    connection.execute("SET enable_external_access = false")  # a package's own SQL runs from here on
    try:
        before = viewing.make(connection, "old_side", old, texts[0])
        after = viewing.make(connection, "new_side", new, texts[1])
    except PackageError as error:
        return (), (), (f"the views were not compared: {error}",)
    notes = [
        f"views that could not be made, and are not compared: {', '.join(s.failed)}"
        for s in (before, after)
        if s.failed
    ]
    changes: tuple[SchemaChange, ...] = ()
    if before.own and after.own:
        changes = view_changes(before.sql, after.sql, before.columns, after.columns)
    if not rows_too and not changes:
        return changes, (), tuple(notes)
    found = []
    for name, columns in after.columns.items():
        if name in before.columns:
            result = viewing.compared(connection, name, before.columns[name], columns)
            if isinstance(result, str):
                notes.append(result)
            elif result.rows:
                found.append(result)
    return changes, tuple(found), tuple(dict.fromkeys(notes))
