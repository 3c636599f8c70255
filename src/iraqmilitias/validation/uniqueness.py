"""Primary and unique keys: rows whose key another row has already."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..text import shown
from .issue import GATHER
from .loading import Loaded

if TYPE_CHECKING:
    from .contracts import Contracts


def keys(table: Loaded) -> list[tuple[str, tuple[str, ...]]]:
    """Return a table's keys with the code of a breach, none twice, where the file has their columns."""
    listed = [("primary-key", table.table.primary_key)] if table.table.primary_key else []
    listed += [("unique-key", k) for k in table.table.unique_keys]
    listed += [("unique", (f.name,)) for f in table.table.fields if f.constraints.get("unique")]
    different = {frozenset(columns): (code, columns) for code, columns in reversed(listed)}
    return [key for key in listed if key in different.values() and set(key[1]) <= set(table.columns)]


def _whole(table: Loaded, columns: tuple[str, ...]) -> tuple[str, str]:
    """Return FROM and WHERE for the rows with every part of a key, and the parts."""
    parts = [table.typed(c) for c in columns]
    whole = " AND ".join(f"{p} IS NOT NULL" for p in parts)
    return f"FROM {table.relation} WHERE NOT bad AND {whole}", ", ".join(parts)


def repeats_sql(table: Loaded, columns: tuple[str, ...]) -> str:
    """Return the query that counts the rows whose key stands on an earlier line."""
    base, listed = _whole(table, columns)
    return f"SELECT coalesce(sum(n - 1), 0) FROM (SELECT count(*) AS n {base} GROUP BY {listed})"


def check_uniqueness(contracts: Contracts, table: Loaded) -> None:
    """Record each row whose primary or unique key stands on an earlier line."""
    reported: set[int] = set()
    for code, columns in keys(table):
        reported |= _duplicates(contracts, table, code, columns, reported)


def _duplicates(
    contracts: Contracts, table: Loaded, code: str, columns: tuple[str, ...], reported: set[int]
) -> set[int]:
    base, listed = _whole(table, columns)
    total = contracts.rows(repeats_sql(table, columns))[0][0]
    if not total:
        return set()
    cells = ", ".join(f"left({table.printed(c)}, 200)" for c in columns)
    found = contracts.rows(
        f"SELECT * FROM (SELECT line, min(line) OVER (PARTITION BY {listed}) AS first, {cells} {base}) "
        f"WHERE line > first ORDER BY line LIMIT {GATHER}"
    )
    lines = {line for line, *_ in found}
    for line, first, *texts in found:
        if line not in reported:  # a row that stands twice breaks every key, and is one fault
            text = f"{', '.join(map(shown, texts))} stands on line {first} already"
            also = f" (key: {', '.join(columns)})" if len(columns) > 1 else ""
            contracts.found.add(code, table.plan.path, line, columns[0], text + also)
    contracts.found.more(code, int(total) - len(found))
    return lines
