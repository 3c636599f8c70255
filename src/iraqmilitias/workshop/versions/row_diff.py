"""Two loaded tables compared on their key: rows added and removed, and the changed ones cell by cell.

One hash join finds them; only rows that differ ever leave DuckDB.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from .raw_tables import Text, same

if TYPE_CHECKING:
    import duckdb


class Cell(NamedTuple):
    """One cell of a changed row; in an added row `old` is '', in a removed one `new`."""

    column: str
    old: str
    new: str


@dataclass(frozen=True)
class Row:
    """One row that differs. `line` is physical: in OLD for a removed row, else in NEW; None where it is not known."""

    kind: Literal["added", "removed", "changed"]
    key: tuple[str, ...]  # empty for a table without a key
    line: int | None
    cells: tuple[Cell, ...]
    kept: tuple[str, ...] = ()  # of a changed row: the columns beside the key that are as before and not empty

    def to_dict(self) -> dict[str, Any]:
        """Return key, line and cells as plain values."""
        if self.kind == "changed":
            cells: dict[str, Any] = {c.column: {"old": c.old, "new": c.new} for c in self.cells}
        else:
            cells = {c.column: c.new or c.old for c in self.cells}
        return {"key": list(self.key), "line": self.line, "cells": cells}


@dataclass(frozen=True)
class TableDiff:
    """What differs in one table or view. `path` is its file, '' for a view."""

    name: str
    path: str
    key: tuple[str, ...]
    rows: tuple[Row, ...]
    note: str = ""

    def of(self, kind: str) -> tuple[Row, ...]:
        """Return the rows of one kind."""
        return tuple(r for r in self.rows if r.kind == kind)

    @property
    def changed_cells(self) -> int:
        return sum(len(r.cells) for r in self.rows if r.kind == "changed")

    def to_dict(self) -> dict[str, Any]:
        """Return the rows by kind as plain values."""
        kinds = {kind: [r.to_dict() for r in self.of(kind)] for kind in ("added", "removed", "changed")}
        return {"path": self.path, "key": list(self.key), **kinds, "note": self.note}


def compare(connection: duckdb.DuckDBPyConnection, name: str, key: tuple[str, ...], old: Text, new: Text) -> TableDiff:
    """Return what differs between two loaded tables in the columns that both have.

    `key` are the primary key's columns. Without one, or where it is not unique, rows are compared whole: a changed
    row is then one removed and one added.
    """
    note = ""
    if key and not (set(key) <= set(old.columns) and set(key) <= set(new.columns)):
        key, note = (), "the key's columns are not in both; rows are compared whole"
    if key and not (_unique(connection, key, old) and _unique(connection, key, new)):
        key, note = (), f"two rows have the same {' and '.join(key)}; rows are compared whole"
    rows = _keyed(connection, key, old, new) if key else _whole(connection, old, new)
    return TableDiff(name, new.path, key, tuple(rows), note)


def _unique(connection: duckdb.DuckDBPyConnection, key: tuple[str, ...], text: Text) -> bool:
    rows = f"SELECT DISTINCT {text.cells(key, 't')} FROM {text.relation} t"
    distinct = connection.execute(f"SELECT count(*) FROM ({rows})").fetchall()[0][0]
    return bool(distinct == text.rows)


def _keyed(connection: duckdb.DuckDBPyConnection, key: tuple[str, ...], old: Text, new: Text) -> list[Row]:
    shared = same(old, new)
    match = " AND ".join(f"{old.cell(k, 'o')} = {new.cell(k, 'n')}" for k in key)
    differs = "".join(f" OR {old.cell(c, 'o')} <> {new.cell(c, 'n')}" for c in shared if c not in key)
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE pairs AS SELECT o.rowid AS o, n.rowid AS n FROM {old.relation} o "
        f"FULL JOIN {new.relation} n ON {match} WHERE o.rowid IS NULL OR n.rowid IS NULL{differs}"
    )
    rows = _one_sided(connection, "removed", key, old) + _one_sided(connection, "added", key, new)
    both = connection.execute(
        f"SELECT n.rowid, {new.cells(key, 'n')}, {old.cells(shared, 'o')}, {new.cells(shared, 'n')} FROM pairs p "
        f"JOIN {old.relation} o ON o.rowid = p.o JOIN {new.relation} n ON n.rowid = p.n ORDER BY n.rowid"
    ).fetchall()
    start, width = 1 + len(key), len(shared)
    for found in both:
        before, after = found[start : start + width], found[start + width :]
        cells = tuple(Cell(c, b, a) for c, b, a in zip(shared, before, after, strict=True) if b != a)
        kept = tuple(c for c, b, a in zip(shared, before, after, strict=True) if b == a != "" and c not in key)
        rows.append(Row("changed", found[1:start], new.line(found[0]), cells, kept))
    return rows


def _one_sided(
    connection: duckdb.DuckDBPyConnection, kind: Literal["added", "removed"], key: tuple[str, ...], text: Text
) -> list[Row]:
    mine, other = ("n", "o") if kind == "added" else ("o", "n")
    found = connection.execute(
        f"SELECT t.rowid, {text.cells(key, 't')}, {text.cells(text.columns, 't')} FROM pairs p "
        f"JOIN {text.relation} t ON t.rowid = p.{mine} WHERE p.{other} IS NULL ORDER BY t.rowid"
    ).fetchall()
    start = 1 + len(key)
    return [Row(kind, f[1:start], text.line(f[0]), _cells(kind, text.columns, f[start:])) for f in found]


def _cells(kind: str, columns: tuple[str, ...], values: tuple[str, ...]) -> tuple[Cell, ...]:
    pairs = [(c, v) for c, v in zip(columns, values, strict=True) if v]
    return tuple(Cell(c, "", v) if kind == "added" else Cell(c, v, "") for c, v in pairs)


def _whole(connection: duckdb.DuckDBPyConnection, old: Text, new: Text) -> list[Row]:
    """Compare rows as wholes, each as often as it occurs: the nth of equal rows pairs with the nth."""
    shared = same(old, new)
    if not shared:
        return []
    for name, text in (("_old", old), ("_new", new)):
        connection.execute(
            f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT *, rowid AS _row, "
            f"row_number() OVER (PARTITION BY {text.cells(shared, 't')} ORDER BY rowid) AS _nth FROM {text.relation} t"
        )
    match = " AND ".join([*(f"{old.cell(c, 'o')} = {new.cell(c, 'n')}" for c in shared), "o._nth = n._nth"])
    rows: list[Row] = []
    sides: tuple[tuple[Literal["added", "removed"], Text, str, str], ...] = (
        ("removed", old, "_old o", "_new n"),
        ("added", new, "_new n", "_old o"),
    )
    for kind, text, mine, other in sides:
        alias = mine[-1]
        found = connection.execute(
            f"SELECT {alias}._row, {text.cells(text.columns, alias)} FROM {mine} ANTI JOIN {other} ON {match} "
            f"ORDER BY {alias}._row"
        ).fetchall()
        rows += [Row(kind, (), text.line(f[0]), _cells(kind, text.columns, f[1:])) for f in found]
    return rows
