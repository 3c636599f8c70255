"""Ids are never reused; a removed id must be listed in `retired`. Else an old citation finds another row, or none.

An id is a key of one column and of the form `fig-0012`. The table `retired` of the package lists the removed ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from ...package import Package, Table
from .raw_tables import Text
from .row_diff import Row, TableDiff

if TYPE_CHECKING:
    import duckdb

ID = re.compile(r"([a-z]{3})-([0-9]{4,})")


class Misused(NamedTuple):
    """An id that is used again, or was removed without a row in `retired`."""

    kind: str  # reused | unretired | replaced | dropped
    record_id: str
    table: str
    line: int | None  # in NEW, where the id is there
    text: str
    certain: bool = True


def retired_ids(connection: duckdb.DuckDBPyConnection, text: Text | None) -> dict[str, int]:
    """Return each id in a loaded table `retired` and its row (from 0)."""
    if text is None or "record_id" not in text.columns:
        return {}
    found = connection.execute(f"SELECT {text.cell('record_id', 't')}, rowid FROM {text.relation} t").fetchall()
    return dict(found)


def misused(
    connection: duckdb.DuckDBPyConnection,
    new: Package,
    diffs: tuple[TableDiff, ...],
    old_texts: Mapping[str, Text],
    new_texts: Mapping[str, Text],
) -> tuple[Misused, ...]:
    """Return every id of OLD whose meaning changed or that was removed; none where no package has a table `retired`."""
    if "retired" not in old_texts and "retired" not in new_texts:
        return ()
    before = retired_ids(connection, old_texts.get("retired"))
    after = retired_ids(connection, new_texts.get("retired"))
    found: list[Misused] = []
    for diff in diffs:
        if diff.name == "retired" or len(diff.key) != 1:
            continue
        highest = _highest(connection, diff.key[0], old_texts.get(diff.name), before)
        for row in diff.rows:
            if ID.fullmatch(row.key[0]):
                found += _judged(diff.name, row.key[0], row, new.tables.get(diff.name), highest, before, after)
    found += [
        Misused("unretired", gone, "retired", None, f"{gone} was retired and is no longer listed in retired")
        for gone in before
        if gone not in after and "retired" in new_texts
    ]
    return tuple(found)


def _highest(
    connection: duckdb.DuckDBPyConnection, key: str, text: Text | None, retired: Mapping[str, int]
) -> dict[str, int]:
    """Return the highest number that OLD has used, by prefix: in the table or in `retired`."""
    known = list(retired)
    if text is not None and key in text.columns:
        cell = text.cell(key, "t")
        rows = connection.execute(
            f"SELECT max(CAST(substring({cell}, 5) AS BIGINT)), substring({cell}, 1, 3) FROM {text.relation} t "
            f"WHERE regexp_full_match({cell}, '[a-z]{{3}}-[0-9]{{4,17}}') GROUP BY 2"
        ).fetchall()
        known += [f"{prefix}-{number:04d}" for number, prefix in rows]
    top: dict[str, int] = {}
    for record_id in known:
        match = ID.fullmatch(record_id)
        if match:
            top[match[1]] = max(top.get(match[1], 0), int(match[2]))
    return top


def _judged(
    name: str,
    record_id: str,
    row: Row,
    table: Table | None,
    highest: Mapping[str, int],
    before: Mapping[str, int],
    after: Mapping[str, int],
) -> Iterator[Misused]:
    prefix, number = record_id.split("-")
    top = highest.get(prefix, 0)
    if row.kind == "added" and record_id in before:
        yield Misused("reused", record_id, name, row.line, f"{record_id} was retired; take {prefix}-{top + 1:04d}")
    elif row.kind == "added" and int(number) <= top:
        text = f"{record_id} is new, but {prefix}-{top:04d} was used before; take {prefix}-{top + 1:04d}"
        yield Misused("reused", record_id, name, row.line, text)
    elif row.kind == "removed" and record_id not in after:
        yield Misused("dropped", record_id, name, None, f"{record_id} was removed; add a row to retired that says why")
    elif row.kind == "changed" and table is not None and another(row, table):
        text = f"{record_id} now describes something else; give that a new id, and list {record_id} in retired"
        yield Misused("replaced", record_id, name, row.line, text, nothing_kept(row, table))


def another(row: Row, table: Table) -> bool:
    """Whether a changed row describes something else under an old id.

    That is so where none of its words is kept and more of its distinguishing cells have changed than are kept (codes
    and booleans do not distinguish).
    """
    telling = _telling(table)
    linked = {column for key in table.foreign_keys for column in key.columns}
    words = {f.name for f in table.fields if f.type == "string" and f.name in telling - linked}
    changed = {c.column for c in row.cells} & telling
    kept = set(row.kept) & telling
    return not kept & words and len(changed) > max(1, len(kept))


def nothing_kept(row: Row, table: Table) -> bool:
    """Whether none of three or more distinguishing cells of a changed row is as it was."""
    telling = _telling(table)
    return not set(row.kept) & telling and len({c.column for c in row.cells} & telling) > 2


def _telling(table: Table) -> set[str]:
    return {f.name for f in table.fields if f.type != "boolean" and not f.constraints.get("enum")}
