"""Foreign keys: rows whose key stands nowhere in the table that they refer to, and what they probably meant."""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from ..package import ForeignKey
from .issue import GATHER, oddities, shown
from .structure import Loaded

if TYPE_CHECKING:
    from .contracts import Contracts

HINTS = 50  # orphans of one key that get the nearest existing id
HINT_ROWS = 50_000  # rows of a target that are searched for it
FEW = 3  # unsound keys up to which they explain as many orphans
# Letters of other scripts that look like Latin ones (a part of Unicode's confusables, UTS 39).
_LOOKALIKE = str.maketrans("аеорсхуіјѕԁһӏАВЕКМНОРСТХІЈЅοΟαΑΒΕΗΙΚΜΝΡΤΧΥ", "aeopcxyijsdhlABEKMHOPCTXIJSoOaABEHIKMNPTXY")


def active(table: Loaded, tables: Mapping[str, Loaded]) -> Iterator[ForeignKey]:
    """Yield the foreign keys whose columns and target are there to be compared."""
    for key in table.table.foreign_keys:
        target = tables.get(key.table)
        if target is None or not set(key.columns) <= set(table.columns) or not set(key.referred) <= set(target.columns):
            continue
        pairs = zip(key.columns, key.referred, strict=True)
        if all(table.table.field(a).type == target.table.field(b).type for a, b in pairs):
            yield key


def lookup(target: Loaded, referred: Sequence[str], values: Sequence[str], alias: str) -> str:
    """Return the SQL condition that values stand in a target's columns."""
    match = " AND ".join(f"t.{target.typed(c)} = {alias}.{v}" for c, v in zip(referred, values, strict=True))
    return f"EXISTS (SELECT 1 FROM {target.relation} t WHERE {match})"


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
        values = [table.typed(c) for c in key.columns]
        whole = " AND ".join(f"{v} IS NOT NULL" for v in values)
        base = f"FROM {table.relation} r WHERE NOT bad AND {whole} AND NOT {lookup(target, key.referred, values, 'r')}"
        total = contracts.rows(f"SELECT count(*) {base}")[0][0]
        if not total:
            continue
        cells = ", ".join(f"left({table.printed(c)}, 200)" for c in key.columns)
        rows = contracts.rows(f"SELECT line, {cells} {base} ORDER BY line LIMIT {GATHER}")
        orphans = [Orphan(line, tuple(texts)) for line, *texts in rows]
        if len(key.columns) == 1:
            explained = _explained(contracts, target, key.referred[0], {o.cells[0] for o in orphans})
            orphans = [o for o in orphans if o.cells[0] not in explained]
        elif target.lost:
            orphans = [o for o in orphans if not set(o.cells) <= target.lost]
        _report(contracts, table, target, key, orphans)
        contracts.found.more("foreign-key", total - len(rows))


def _report(contracts: Contracts, table: Loaded, target: Loaded, key: ForeignKey, orphans: Sequence[Orphan]) -> None:
    existing: list[list[str]] | None = None
    hinted: dict[str, str] = {}
    for orphan in orphans:
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


def folded(text: str) -> str:
    """Return text without what makes look-alikes differ: case, compatibility forms, letters of like shape."""
    plain = "".join(c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c) not in ("Cf", "Cc"))
    return "".join(plain.translate(_LOOKALIKE).casefold().split())


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


# orphans that an unsound row of the target explains --------------------------------------------------------


def _order(key: str) -> tuple[int, str]:
    return len(key), key


def _explained(contracts: Contracts, target: Loaded, column: str, orphans: set[str]) -> set[str]:
    """Return the orphans whose row is in the target, but with an unsound key.

    That is so for one that stands among the cells of an unsound row, that differs from an unsound key in a letter or
    two, or that fits between the keys before and after it; and, where the keys are in no order, for as many orphans
    as there are unsound keys, if these are few.
    """
    from .contracts import checks, failing

    explained = orphans & target.lost
    field = target.table.field(column)
    cell = target.printed(column)
    fails = failing([c for c in checks(target, field) if c.code != "cell-long"])
    rows = contracts.rows(
        f"SELECT cell, before, after FROM (SELECT left({cell}, 200) AS cell, line, "
        f"bad OR ({fails}) IS NOT NULL OR row_number() OVER (PARTITION BY {cell} ORDER BY line) > 1 AS unsound, "
        f"lag({cell}) OVER (ORDER BY line) AS before, lead({cell}) OVER (ORDER BY line) AS after "
        f"FROM {target.relation}) WHERE unsound ORDER BY line LIMIT 10000"
    )
    left = sorted(orphans - explained, key=_order)
    ordered = _ordered(contracts, target, cell)
    for text, before, after in rows if ordered else ():
        low = _order(before) if before is not None else (0, "")
        high = _order(after) if after is not None else (1 << 30, "") if len(rows) <= FEW else low
        at = bisect_left(left, low, key=_order)
        between = [o for o in left[at : at + 2] if low < _order(o) < high]
        explained |= set(between[:1]) if len(between) == 1 else set()
        if text is not None and len(rows) <= HINTS:
            explained |= {o for o in left if _close(o, text)}
    if rows and not ordered and len(rows) <= FEW and len(left) <= len(rows):
        explained |= set(left)
    return explained


def _close(one: str, other: str) -> bool:
    """Whether two keys are one letter apart (replaced, added or left out), or look alike."""
    if folded(one) == folded(other):
        return True
    if abs(len(one) - len(other)) > 1 or one == other:
        return False
    start = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    tails = {
        (one[start + 1 :], other[start + 1 :]),
        (one[start + 1 :], other[start:]),
        (one[start:], other[start + 1 :]),
    }
    return any(a == b for a, b in tails)


def _ordered(contracts: Contracts, target: Loaded, cell: str) -> bool:
    """Whether nearly all keys of a table stand in ascending order, by length and then text."""
    rows = contracts.rows(
        f"SELECT count(*) FILTER (WHERE (length(before), before) > (length(cell), cell)), count(*) FROM "
        f"(SELECT {cell} AS cell, lag({cell}) OVER (ORDER BY line) AS before FROM {target.relation})"
    )
    descents, count = rows[0]
    return int(count) > FEW and int(descents) * 20 <= int(count) + 40
