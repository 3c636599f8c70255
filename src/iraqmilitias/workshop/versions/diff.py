"""Compares two data packages: rows and cells of tables and views, schemas, ids, and the version that this needs."""

from __future__ import annotations

import filecmp
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...database.definitions import available_views
from ...errors import Error
from .bump import Bump, Reason, enough, largest, raised
from .changelog import lines, reasons
from .id_reuse import Misused, misused
from .open_version import Opened, opened
from .raw_tables import Text, load, read_alike
from .row_diff import TableDiff, compare
from .schema_diff import SchemaChange, columns_of_files, schema_changes
from .view_diff import compared_views

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
    both = [name for name in new.package.tables if name in old.package.tables]
    same_bytes = {name for name in both if _same_bytes(old, new, name)}
    alike = {name for name in same_bytes if read_alike(old.package, new.package, name)}
    skipped = alike - {"retired"}
    texts = [_load(connection, side, f"_{i}", skipped) for i, side in enumerate((old, new))]
    schema = list(schema_changes(old.package, new.package))
    found, rewritten = [], []
    for name in both:
        if name in alike:
            continue
        table = new.package.tables[name]
        if not (name in texts[0] and name in texts[1]):  # a file that is no table
            schema += [SchemaChange("file-changed", name, "", "", "", "patch")] * (name not in same_bytes)
            continue
        before, after = texts[0][name], texts[1][name]
        schema += columns_of_files(name, before.columns, after.columns, schema)
        result = compare(connection, name, table.primary_key, before, after)
        if result.rows:
            found.append(result)
        elif sorted(before.columns) == sorted(after.columns) and name not in same_bytes:
            rewritten.append(table.path)
    changed = tuple(found)
    ids = misused(connection, new.package, changed, texts[0], texts[1])
    differing: tuple[TableDiff, ...] = ()
    notes: tuple[str, ...] = ()
    if views and (available_views(new.package) or available_views(old.package)):
        more, differing, notes = compared_views(old.package, new.package, bool(changed or schema))
        schema += more
    return Diff(_version(old), _version(new), changed, differing, tuple(schema), ids, tuple(rewritten), notes)


def _version(side: Opened) -> Version:
    return Version(side.label, side.package.name, side.package.version, side.revision)


def _same_bytes(old: Opened, new: Opened, name: str) -> bool:
    one, other = (side.locate(side.package.tables[name].path) for side in (old, new))
    return filecmp.cmp(one, other, shallow=False)


def _load(connection: duckdb.DuckDBPyConnection, side: Opened, prefix: str, skipped: set[str]) -> dict[str, Text]:
    try:
        return load(connection, side.package, side.locate, prefix, skipped)
    except Error as error:
        raise Error(f"{side.label}: {error} (iraqmilitias validate {side.label} lists all)") from None
