"""Foreign keys: rows whose key is not found in the table that they refer to, and what they probably meant."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from graphlib import CycleError, TopologicalSorter

from ...package import ForeignKey
from ...text import oddities, shown
from ..engines import Rows
from ..report.issues import GATHER
from ..structure.keys import is_key
from ..structure.table import LoadedTable
from .check import Check, Counts
from .orphans import explained, folded, order_sql, suspects_sql, unsound_keys

HINTS = 50  # orphans of one key that get the nearest existing id
HINT_ROWS = 50_000  # rows of a target that are searched for it


def active(table: LoadedTable, tables: Mapping[str, LoadedTable]) -> Iterator[ForeignKey]:
    """Yield the foreign keys whose columns and target are there to be compared."""
    for key in table.table.foreign_keys:
        target = tables.get(key.table)
        if target is None or not is_key(target.table, key.referred):
            continue
        if not set(key.columns) <= set(table.columns) or not set(key.referred) <= set(target.columns):
            continue
        pairs = zip(key.columns, key.referred, strict=True)
        if all(table.table.field(a).type == target.table.field(b).type for a, b in pairs):
            yield key


def targets_first(tables: Mapping[str, LoadedTable]) -> list[LoadedTable]:
    """Return the tables so that each comes after those that it refers to, unless they refer to each other."""
    referred = {name: {key.table for key in active(table, tables)} - {name} for name, table in tables.items()}
    while True:
        try:
            return [tables[name] for name in TopologicalSorter(referred).static_order()]
        except CycleError as error:
            first, second, *_ = error.args[1]
            referred[second].discard(first)


def lookup(target: LoadedTable, referred: Sequence[str], values: Sequence[Sequence[str]], alias: str) -> str:
    """Return the SQL condition that values, each of one or two SQL columns, are in a target's columns."""
    pairs = [pair for c, v in zip(referred, values, strict=True) for pair in zip(target.key(c), v, strict=False)]
    match = " AND ".join(f"t.{part} = {alias}.{own}" for part, own in pairs)
    return f"EXISTS (SELECT 1 FROM {target.relation} t WHERE {match})"


def reference_checks(tables: Mapping[str, LoadedTable]) -> list[Check]:
    """Return the checks of all foreign keys, those of tables that others refer to first."""
    return [_reference_check(t, tables[key.table], key) for t in targets_first(tables) for key in active(t, tables)]


def _reference_check(table: LoadedTable, target: LoadedTable, key: ForeignKey) -> Check:
    """Return the check that every key of a table is in its target.

    A key whose row is in the target, but with something wrong, is not reported as well.
    """
    values = [table.key(c) for c in key.columns]
    absent = f"NOT {lookup(target, key.referred, values, 'r')}"
    whole = " AND ".join(f"{v} IS NOT NULL" for v, *_ in values)
    # The join first, which DuckDB does twice as fast on rows that are not filtered yet.
    count = f"SELECT count(*) FILTER (WHERE NOT bad AND {whole}) FROM {table.relation} r WHERE {absent}"

    def show(counts: Counts) -> list[str]:
        cells = ", ".join(f"left({table.printed(c)}, 200)" for c in key.columns)
        rows = f"SELECT line, {cells} FROM {table.relation} r WHERE NOT bad AND {whole} AND {absent}"
        existing = [
            f"SELECT DISTINCT {cell} FROM {target.relation} WHERE {cell} IS NOT NULL ORDER BY 1 LIMIT {HINT_ROWS}"
            for cell in map(target.printed, key.referred)
        ]
        beside = [suspects_sql(target, key.referred), order_sql(target, key.referred)]
        doubtful = bool(unsound_keys(target, key.referred))
        return [f"{rows} ORDER BY line LIMIT {GATHER}", *existing, *(beside if doubtful else [])]

    def report(counts: Counts, answers: list[Rows]) -> None:
        rows, parts = answers[0], len(key.referred)
        known = explained({tuple(texts) for _, *texts in rows}, answers[parts + 1 :], parts, target.lost)
        hints = _Hints([[text for (text,) in listed] for listed in answers[1 : parts + 1]])
        for line, *texts in rows:
            if tuple(texts) not in known:
                place, hint = hints.of(texts)
                words = f"{', '.join(map(shown, texts))} is not found in {_named(key)}{hint}{oddities(texts[place])}"
                table.report("foreign-key", line, key.columns[place], words)
        table.report.issues.more("foreign-key", int(counts[0]) - len(rows))

    return Check("references", table.name, count, show, report)


def _named(key: ForeignKey) -> str:
    return f"{key.table}.{key.referred[0]}" if len(key.referred) == 1 else f"{key.table}({', '.join(key.referred)})"


class _Hints:
    """What orphans of one key probably meant; `existing` are the texts of each column of the target's key."""

    def __init__(self, existing: Sequence[Sequence[str]]) -> None:
        self.existing, self.known, self.given = existing, [set(e) for e in existing], dict[str, str]()

    def of(self, texts: Sequence[str]) -> tuple[int, str]:
        """Return which part of a key is not found, and a clause with what is near it, or nothing."""
        place = next((i for i, text in enumerate(texts) if text not in self.known[i]), len(texts) - 1)
        text = texts[place]
        if text not in self.given:
            searched = len(self.given) < HINTS and text not in self.known[place]
            near = _nearest(text, self.existing[place]) if searched else None
            self.given[text] = f"; did you mean {shown(near)}?" if near else ""
        return place, self.given[text]


def _nearest(text: str, known: Sequence[str]) -> str | None:
    """Return the existing key that a text most probably meant: a look-alike, or one or two letters off."""
    if len(text) > 100:
        return None
    alike = folded(text)
    for other in known:
        if folded(other) == alike:
            return other
    from difflib import get_close_matches

    near = [k for k in known if abs(len(k) - len(text)) <= 2][:5000]
    return next(iter(get_close_matches(text, near, n=1, cutoff=0.75)), None)
