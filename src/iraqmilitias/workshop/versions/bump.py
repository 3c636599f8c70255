"""Which part of the version number a change needs and why, and the lines that a changelog may carry.

The rule (head of CHANGELOG.md): a table or column renamed or removed, or an id used again, is major; rows or columns
added or removed, minor; values corrected, patch.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, NamedTuple

from ...releases import CORE
from .row_diff import Row, TableDiff

if TYPE_CHECKING:
    from .diff import Diff

Bump = Literal["none", "patch", "minor", "major"]
ORDER: tuple[Bump, ...] = ("none", "patch", "minor", "major")
SEMVER = re.compile(rf"{CORE}(?:-([0-9A-Za-z.-]+))?(?:\+[0-9A-Za-z.-]+)?")
NAMED = 6  # ids and cells that a line names before it only counts


class Reason(NamedTuple):
    """One thing that needs a part of the version number to grow."""

    bump: Bump
    text: str


def numbers(version: str) -> tuple[int, int, int] | None:
    """Return the three numbers of a semantic version, or None."""
    match = SEMVER.fullmatch(version)
    return (int(match[1]), int(match[2]), int(match[3])) if match else None


def largest(reasons: tuple[Reason, ...]) -> Bump:
    """Return the part that all reasons together need."""
    return max((r.bump for r in reasons), key=ORDER.index, default="none")


def raised(version: str, bump: Bump) -> str | None:
    """Return the next version after `version`; None where that is not a semantic version."""
    found = numbers(version)
    if found is None or bump == "none":
        return version if found else None
    major, minor, patch = found
    if bump == "major":
        return f"{major + 1}.0.0"
    return f"{major}.{minor + 1}.0" if bump == "minor" else f"{major}.{minor}.{patch + 1}"


def enough(stated: str, needed: str | None) -> bool:
    """Whether a stated version is at least the needed one (a pre-release of it is)."""
    mine, wanted = numbers(stated), numbers(needed or "")
    return mine is not None and wanted is not None and mine >= wanted


def precedes(one: str, other: str) -> bool:
    """Whether one version comes before another by its numbers; false where either is not a semantic version."""
    first, second = numbers(one), numbers(other)
    return first is not None and second is not None and first < second


def reasons(found: Diff) -> tuple[Reason, ...]:
    """Return each thing that needs a part of the version to grow, the largest first."""
    listed = [Reason("major", m.text) for m in found.ids if m.kind in ("reused", "replaced", "unretired")]
    listed += [Reason(c.bump, c.text) for c in found.schema]
    for table in found.tables:
        for kind in ("added", "removed"):
            count = len(table.of(kind))
            if count:
                listed.append(Reason("minor", f"{table.name}: {_rows(count)} {kind}"))
        if table.changed_cells:
            listed.append(Reason("patch", f"{table.name}: {_cells(table.changed_cells)} corrected"))
    listed += [Reason("patch", f"{path}: the same rows in other bytes") for path in found.rewritten]
    changed = {t.name for t in found.tables} | {c.table for c in found.schema}
    if found.views and not changed:
        listed += [Reason("patch", f"{view.name}: the view's rows changed") for view in found.views]
    return tuple(sorted(listed, key=lambda r: -ORDER.index(r.bump)))


def lines(found: Diff) -> tuple[str, ...]:
    """Return Markdown list items in the changelog's own form: Data first, then Schema."""
    listed = []
    for table in found.tables:
        parts = [_kind(table, kind) for kind in ("added", "removed") if table.of(kind)]
        if table.of("changed"):
            parts.append(_corrected(table))
        listed.append(f"- **Data**: `{table.name}`: {'; '.join(parts)}.")
    for path in found.rewritten:
        listed.append(f"- **Data**: `{path}`: the same rows in canonical form.")
    for change in found.schema:
        listed.append(f"- **Schema**: {change.text}.")
    listed += [f"- **Ids**: {m.text}." for m in found.ids]
    return tuple(listed)


def name(row: Row) -> str:
    """Return a row's key as one word, or its first cells where it has none."""
    return ":".join(row.key) if row.key else " ".join(c.new or c.old for c in row.cells[:3])


def _kind(table: TableDiff, kind: str) -> str:
    rows = table.of(kind)
    return f"{_rows(len(rows))} {kind} ({_named([name(r) for r in rows])})"


def _corrected(table: TableDiff) -> str:
    cells = [f"{name(r)} {c.column}" for r in table.of("changed") for c in r.cells]
    return f"{_cells(len(cells))} corrected ({_named(cells)})"


def _named(words: list[str]) -> str:
    more = f" and {len(words) - NAMED:,} more" if len(words) > NAMED else ""
    return ", ".join(words[:NAMED]) + more


def _rows(count: int) -> str:
    return f"{count:,} row{'' if count == 1 else 's'}"


def _cells(count: int) -> str:
    return f"{count:,} cell{'' if count == 1 else 's'}"
