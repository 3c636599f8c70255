"""Foreign keys: rows whose key stands nowhere in the table that they refer to, and what they probably meant."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from ..package import ForeignKey
from ..text import oddities, shown
from .issue import GATHER
from .keys import is_key
from .loading import Loaded
from .orphans import explain, folded

if TYPE_CHECKING:
    from .contracts import Contracts

HINTS = 50  # orphans of one key that get the nearest existing id
HINT_ROWS = 50_000  # rows of a target that are searched for it


def active(table: Loaded, tables: Mapping[str, Loaded]) -> Iterator[ForeignKey]:
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


def targets_first(tables: Mapping[str, Loaded]) -> list[Loaded]:
    """Return the tables so that each stands after those that it refers to, as far as there is no circle."""
    ordered: dict[str, Loaded] = {}
    entered: set[str] = set()
    stack = [(name, False) for name in reversed(list(tables))]
    while stack:
        name, left = stack.pop()
        if left:
            ordered[name] = tables[name]
        elif name not in entered:
            entered.add(name)
            stack.append((name, True))
            stack.extend((key.table, False) for key in active(tables[name], tables))
    return list(ordered.values())


def lookup(target: Loaded, referred: Sequence[str], values: Sequence[str], alias: str) -> str:
    """Return the SQL condition that values stand in a target's columns."""
    match = " AND ".join(f"t.{target.typed(c)} = {alias}.{v}" for c, v in zip(referred, values, strict=True))
    return f"EXISTS (SELECT 1 FROM {target.relation} t WHERE {match})"


def orphans(table: Loaded, target: Loaded, key: ForeignKey) -> str:
    """Return FROM and WHERE for the rows whose key stands nowhere in its target."""
    values = [table.typed(c) for c in key.columns]
    absent = lookup(target, key.referred, values, "r")
    return f"FROM {table.relation} r WHERE NOT bad AND {_whole(values)} AND NOT {absent}"


def orphans_sql(table: Loaded, target: Loaded, key: ForeignKey) -> str:
    """Return the query that counts them: the join first, which DuckDB does twice as fast on rows not filtered yet."""
    values = [table.typed(c) for c in key.columns]
    absent = lookup(target, key.referred, values, "r")
    return f"SELECT count(*) FILTER (WHERE NOT bad AND {_whole(values)}) FROM {table.relation} r WHERE NOT {absent}"


def _whole(values: Sequence[str]) -> str:
    return " AND ".join(f"{v} IS NOT NULL" for v in values)


class Orphan(NamedTuple):
    """A row whose key is not in the target, with the key as printed."""

    line: int
    cells: tuple[str, ...]


def check_references(contracts: Contracts, table: Loaded) -> None:
    """Record every row with a foreign key that leads nowhere.

    Where the target's own row is unsound, what refers to it is not reported as well.
    """
    for key in active(table, contracts.tables):
        target = contracts.tables[key.table]
        base = orphans(table, target, key)
        total = contracts.rows(orphans_sql(table, target, key))[0][0]
        if not total:
            continue
        cells = ", ".join(f"left({table.printed(c)}, 200)" for c in key.columns)
        rows = contracts.rows(f"SELECT line, {cells} {base} ORDER BY line LIMIT {GATHER}")
        found = [Orphan(line, tuple(texts)) for line, *texts in rows]
        explained = explain(contracts, target, key.referred, {o.cells for o in found})
        _report(contracts, table, target, key, [o for o in found if o.cells not in explained])
        contracts.found.more("foreign-key", total - len(rows))


def _report(contracts: Contracts, table: Loaded, target: Loaded, key: ForeignKey, found: Sequence[Orphan]) -> None:
    existing: list[list[str]] | None = None
    hinted: dict[str, str] = {}
    for orphan in found:
        if existing is None:
            existing = [_existing(contracts, target, c) for c in key.referred]
            known = [set(e) for e in existing]
        place = next((i for i, text in enumerate(orphan.cells) if text not in known[i]), len(orphan.cells) - 1)
        text = orphan.cells[place]
        if text not in hinted:
            near = _nearest(text, existing[place]) if len(hinted) < HINTS and text not in known[place] else None
            hinted[text] = f"; did you mean {shown(near)}?" if near else ""
        joined = ", ".join(map(shown, orphan.cells))
        where = (
            f"{key.table}.{key.referred[0]}" if len(key.referred) == 1 else f"{key.table}({', '.join(key.referred)})"
        )
        words = f"{joined} stands nowhere in {where}{hinted[text]}{oddities(text)}"
        contracts.found.add("foreign-key", table.plan.path, orphan.line, key.columns[place], words)


def _existing(contracts: Contracts, target: Loaded, column: str) -> list[str]:
    cell = target.printed(column)
    rows = contracts.rows(
        f"SELECT DISTINCT {cell} FROM {target.relation} WHERE {cell} IS NOT NULL ORDER BY 1 LIMIT {HINT_ROWS}"
    )
    return [text for (text,) in rows]


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
