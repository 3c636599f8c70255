"""Why a version must grow, and the lines that a changelog may carry, from what differs."""

from __future__ import annotations

from ...terminal import cut
from ...text import counted
from .bump import ORDER, Reason
from .id_reuse import Misused
from .row_diff import Row, TableDiff
from .schema_diff import SchemaChange

WIDE = 60  # characters of a cell by which a row is named
NAMED = 6  # ids and cells that a line names before it only counts


def reasons(
    tables: tuple[TableDiff, ...],
    views: tuple[TableDiff, ...],
    schema: tuple[SchemaChange, ...],
    ids: tuple[Misused, ...],
    rewritten: tuple[str, ...],
) -> tuple[Reason, ...]:
    """Return each thing that needs a part of the version to grow, the largest first."""
    listed = [Reason("major", m.text) for m in ids if m.kind in ("reused", "replaced", "unretired")]
    listed += [Reason(c.bump, c.text) for c in schema]
    for table in tables:
        for kind in ("added", "removed"):
            count = len(table.of(kind))
            if count:
                listed.append(Reason("minor", f"{table.name}: {counted(count, 'row')} {kind}"))
        if table.changed_cells:
            listed.append(Reason("patch", f"{table.name}: {counted(table.changed_cells, 'cell')} corrected"))
    listed += [Reason("patch", f"{path}: the same rows in other bytes") for path in rewritten]
    changed = {t.name for t in tables} | {c.table for c in schema}
    if views and not changed:
        listed += [Reason("patch", f"{view.name}: the view's rows changed") for view in views]
    return tuple(sorted(listed, key=lambda r: -ORDER.index(r.bump)))


def lines(
    tables: tuple[TableDiff, ...],
    schema: tuple[SchemaChange, ...],
    ids: tuple[Misused, ...],
    rewritten: tuple[str, ...],
) -> tuple[str, ...]:
    """Return Markdown list items in the form of the changelog: Data first, then Schema."""
    listed = []
    for table in tables:
        parts = [_kind(table, kind) for kind in ("added", "removed") if table.of(kind)]
        if table.of("changed"):
            parts.append(_corrected(table))
        listed.append(f"- **Data**: `{table.name}`: {'; '.join(parts)}.")
    for path in rewritten:
        listed.append(f"- **Data**: `{path}`: the same rows in canonical form.")
    for change in schema:
        listed.append(f"- **Schema**: {change.text}.")
    listed += [f"- **Ids**: {m.text}." for m in ids]
    return tuple(listed)


def name(row: Row) -> str:
    """Return a row's key as one word, or its first cells where it has none."""
    return ":".join(row.key) if row.key else " ".join(cut(c.new or c.old, WIDE) for c in row.cells[:3]) or "(empty)"


def _kind(table: TableDiff, kind: str) -> str:
    rows = table.of(kind)
    return f"{counted(len(rows), 'row')} {kind} ({_named([name(r) for r in rows])})"


def _corrected(table: TableDiff) -> str:
    cells = [f"{name(r)} {c.column}" for r in table.of("changed") for c in r.cells]
    return f"{counted(len(cells), 'cell')} corrected ({_named(cells)})"


def _named(words: list[str]) -> str:
    more = f" and {len(words) - NAMED:,} more" if len(words) > NAMED else ""
    return ", ".join(words[:NAMED]) + more
