"""Orphans whose row is in the table that they refer to, but with an unsound key: one fault, reported where it is."""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from collections.abc import Sequence

from ..engines import Rows
from ..structure.table import LoadedTable

FEW = 3  # unsound keys up to which each may explain an orphan that nothing but its likeness ties to it
SUSPECTS = 10_000
# Letters of other scripts that look like Latin ones (a part of Unicode's confusables, UTS 39).
_LOOKALIKE = str.maketrans("аеорсхуіјѕԁһӏАВЕКМНОРСТХІЈЅοΟαΑΒΕΗΙΚΜΝΡΤΧΥ", "aeopcxyijsdhlABEKMHOPCTXIJSoOaABEHIKMNPTXY")

Key = tuple[str, ...]


def folded(text: str) -> str:
    """Return text without what makes look-alikes differ: case, compatibility forms, letters of like shape."""
    if text.isascii() and text.isprintable():
        return text.casefold().replace(" ", "")
    plain = "".join(c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c) not in ("Cf", "Cc"))
    return "".join(plain.translate(_LOOKALIKE).casefold().split())


Cells = tuple[str | None, ...]
Suspect = tuple[Cells, Cells, Cells]  # the key cells of an unsound row, of the row before and of the row after


def explained(orphans: set[Key], beside: Sequence[Rows], parts: int, lost: set[str]) -> set[Key]:
    """Return the orphans whose row is in the target with an unsound key of so many columns.

    `beside` are the answers to `suspects_sql` and `order_sql`, if there are unsound keys. An orphan is explained if
    its cells are among those `lost` in unsound rows, if it differs from an unsound key in a letter, if it fits between
    the keys before and after it or, for a key of several columns, differs from it in one column; and, where keys are
    in no order, if there are as many orphans as unsound keys, and few.
    """
    known = {o for o in orphans if lost.issuperset(o)}
    left = orphans - known
    if not beside or not beside[0] or not left:
        return known
    wrong: list[Suspect] = [(r[:parts], r[parts : 2 * parts], r[2 * parts :]) for r in map(tuple, beside[0])]
    if parts > 1:
        return known | _one_column_off(wrong, left)
    keys = sorted((o[0] for o in left), key=_order)
    descents, count = map(int, beside[1][0])  # nearly all keys are in ascending order, by length and then text
    ordered = count > FEW and descents * 20 <= count + 40
    found: set[str] = set()
    for (text,), before, after in wrong:
        if ordered:
            found |= _between(keys, before[0], after[0], len(wrong) <= FEW)
        if text is not None and len(wrong) <= FEW * 10:
            found |= {k for k in keys if _close(k, text)}
    if not ordered and len(keys) <= len(wrong) <= FEW:
        found |= set(keys)
    return known | {(k,) for k in found}


def unsound_keys(target: LoadedTable, referred: Sequence[str]) -> str:
    """Return the SQL condition for the target's rows with something wrong in their key; empty where there are none."""
    faults = target.report.faults.cells
    lines = sorted({line for c in referred for line in faults.get(c, ()) if line > 1})[:SUSPECTS]
    listed = [f"line IN ({', '.join(map(str, lines))})"] if lines else []
    return " OR ".join((["bad"] if target.copied else []) + listed)


def suspects_sql(target: LoadedTable, referred: Sequence[str]) -> str:
    """Return the query for the keys of those rows, and for the keys of the rows before and after them."""
    cells = [target.printed(c) for c in referred]
    beside = [f"{side}({c}) OVER (ORDER BY line) AS {side}_{c}" for side in ("lag", "lead") for c in cells]
    wanted = [*cells, *(f"{side}_{c}" for side in ("lag", "lead") for c in cells)]
    return (
        f"SELECT {', '.join(wanted)} FROM (SELECT *, {', '.join(beside)} FROM {target.relation}) "
        f"WHERE {unsound_keys(target, referred)} ORDER BY line LIMIT {SUSPECTS}"
    )


def order_sql(target: LoadedTable, referred: Sequence[str]) -> str:
    """Return the query that counts the keys that are less than the one before, by length and then text, and all."""
    cell = target.printed(referred[0])
    less = "length(cell) < length(before) OR (length(cell) = length(before) AND cell < before)"
    return (
        f"SELECT count(*) FILTER (WHERE (before IS NULL AND cell IS NOT NULL) OR {less}), count(*) FROM "
        f"(SELECT {cell} AS cell, lag({cell}) OVER (ORDER BY line) AS before FROM {target.relation})"
    )


def _one_column_off(rows: Sequence[Suspect], orphans: set[Key]) -> set[Key]:
    """Return the orphans that differ from an unsound key in one column.

    Where unsound keys are many, that column's cell must also fit between those of the rows before and after.
    """
    by_rest: dict[tuple[int, Cells], list[Key]] = {}
    for orphan in orphans:
        for at in range(len(orphan)):
            by_rest.setdefault((at, (*orphan[:at], *orphan[at + 1 :])), []).append(orphan)
    found: set[Key] = set()
    for cells, before, after in rows:
        near = [(at, o) for at in range(len(cells)) for o in by_rest.get((at, (*cells[:at], *cells[at + 1 :])), ())]
        fitting = {o for at, o in near if o[at] != cells[at] and _fits(o, at, before, after)}
        if not fitting and len(rows) <= FEW:
            fitting = {o for _, o in near}
        found |= fitting if len(fitting) == 1 else set()
    return found


def _fits(orphan: Key, at: int, before: Cells, after: Cells) -> bool:
    """Whether a key is in order between two others, so far as these share its other columns."""
    rest = (*orphan[:at], *orphan[at + 1 :])
    low, high = (b[at] if (*b[:at], *b[at + 1 :]) == rest else None for b in (before, after))
    if low is not None and high is not None:
        return _order(low) < _order(orphan[at]) < _order(high)
    if low is not None or high is not None:
        number, edge = orphan[at], low or high
        return (
            number.isdigit() and str(edge).isdigit() and int(number) - int(str(edge)) == (1 if low is not None else -1)
        )
    own = (before[at] or "", orphan[at], after[at] or "")
    return bool(own[0] and own[2]) and own[0] <= own[1] <= own[2]


def _order(key: str) -> tuple[int, str]:
    return len(key), key


def _between(keys: Sequence[str], before: str | None, after: str | None, few: bool) -> set[str]:
    """Return the one orphan that fits between two keys, if there is one and no other."""
    low = _order(before) if before is not None else (0, "")
    high = _order(after) if after is not None else (1 << 30, "") if few else low
    at = bisect_left(keys, low, key=_order)
    between = [k for k in keys[at : at + 2] if low < _order(k) < high]
    return set(between) if len(between) == 1 else set()


def _close(one: str, other: str) -> bool:
    """Whether two keys are one letter apart (replaced, added or left out), or look alike."""
    if folded(one) == folded(other):
        return True
    if abs(len(one) - len(other)) > 1 or one == other:
        return False
    start = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    tails = (one[start:], one[start + 1 :]), (other[start:], other[start + 1 :])
    return tails[0][1] in tails[1] or tails[1][1] == tails[0][0]
