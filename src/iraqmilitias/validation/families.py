"""What rules read beside the tables: relations over all tables of a package, built from its schemas.

A rule on one of them sees every table and column:

- `all_records`: each row of a table with ids or citations: its id, what ids of its table begin with if they are
  numbered, the article and line that it cites
- `all_cells`: each cell that is not empty, of the columns that the rule names: its table, column, row and value
- `all_pairs`: the ids in the two columns that the rule names, of each table that has both, in either order
- `all_parents`: each cell that refers to a row of the same table by its numbered id
- `all_fields`: each column of each table, and what the numbered ids of that table begin with
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

from ..fields import literal, quoted
from ..package import Table

FAMILIES = {
    "all_records": {
        "table_name": "VARCHAR",
        "id_column": "VARCHAR",
        "record_id": "VARCHAR",
        "id_prefix": "VARCHAR",
        "source_id": "VARCHAR",
        "line": "BIGINT",
        "_line": "BIGINT",
    },
    "all_parents": {
        "table_name": "VARCHAR",
        "column_name": "VARCHAR",
        "record_id": "VARCHAR",
        "parent_id": "VARCHAR",
        "_line": "BIGINT",
    },
    "all_fields": {"table_name": "VARCHAR", "column_name": "VARCHAR", "id_prefix": "VARCHAR"},
}
# A pattern of ids: letters and then a number.
NUMBERED = re.compile(r"\^?([A-Za-z][A-Za-z0-9]*)-?(?:\[0-9\]|\\d)(?:\{[1-9][0-9]*(?:,[0-9]*)?\}|\+)?\$?")


class Columns(dict[str, str]):
    """The Table Schema type of each column that a table's file has, and what the schema says of its ids.

    `id` is the primary key where that is one column of text. Where its pattern is that of numbered ids (`act-0001`),
    `prefix` is what they begin with, and `parents` are the columns that refer to an id of the same table.
    """

    def __init__(self, table: Table, present: Collection[str]) -> None:
        super().__init__((f.name, f.type) for f in table.fields if f.name in present)
        self.id, self.prefix = "", ""
        self.parents: tuple[str, ...] = ()
        (key, *others) = table.primary_key or ("",)
        if self.get(key) != "string" or others:
            return
        self.id = key
        pattern = NUMBERED.fullmatch(str(table.field(key).constraints.get("pattern", "")))
        if pattern:
            self.prefix = pattern[1]
            owned = (k.columns for k in table.foreign_keys if (k.table, k.referred) == (table.name, (key,)))
            self.parents = tuple(c for (c,) in owned if c in self)


def families(tables: Mapping[str, Columns]) -> Iterator[tuple[str, str]]:
    """Yield the name and the SELECT of each relation but those of WRITTEN; none whose name a table has."""
    taken = {name.casefold() for name in tables}
    for name, selects in {
        "all_records": [s for t in tables.items() for s in _records(*t)],
        "all_parents": [s for t in tables.items() for s in _parents(*t)],
        "all_fields": [_fields(tables)] if any(tables.values()) else [],
    }.items():
        if name not in taken:
            yield name, " UNION ALL ".join(selects) or _empty(name)


def cells(tables: Mapping[str, Mapping[str, str]], wanted: Collection[str]) -> str:
    """Return the SELECT of the cells of some columns; an empty text where no table has one.

    A view of all columns would take DuckDB 50 ms to read for each rule: some 150 SELECTs, of which a rule uses five.
    """
    return " UNION ALL ".join(
        f"{_start(name, 'column_name', column, columns)}, CAST({quoted(column)} AS VARCHAR) AS value, _line "
        f"FROM {quoted(name)} WHERE {quoted(column)} IS NOT NULL"
        for name, columns in tables.items()
        for column in columns
        if column in wanted
    )


def paired(tables: Mapping[str, Mapping[str, str]], wanted: Collection[str]) -> list[str]:
    """Return the names of the tables that have all the columns."""
    return [name for name, columns in tables.items() if set(wanted) <= set(columns)]


def pairs(tables: Mapping[str, Mapping[str, str]], wanted: Collection[str]) -> str:
    """Return the SELECT of the pairs in two columns, in either order; an empty text where no table has both."""
    one, other = wanted
    return " UNION ALL ".join(
        f"SELECT {first} AS one_id, {second} AS other_id FROM {quoted(name)}"
        for name in paired(tables, wanted)
        for first, second in ((quoted(one), quoted(other)), (quoted(other), quoted(one)))
    )


# Relations of the columns that a rule names: their SELECT is written into the rule.
WRITTEN = {"all_cells": cells, "all_pairs": pairs}


def _start(name: str, label: str, column: str, columns: Mapping[str, str]) -> str:
    """Return what each SELECT begins with: the table, a column as `label`, and the row's id."""
    record = quoted(columns.id) if isinstance(columns, Columns) and columns.id else "CAST(NULL AS VARCHAR)"
    return f"SELECT {literal(name)} AS table_name, {literal(column)} AS {label}, {record} AS record_id"


def _empty(name: str) -> str:
    listed = ", ".join(f"CAST(NULL AS {kind}) AS {column}" for column, kind in FAMILIES[name].items())
    return f"SELECT * FROM (SELECT {listed}) AS t WHERE false"


def _records(name: str, columns: Columns) -> Iterator[str]:
    cites = (columns.get("source_id"), columns.get("line")) == ("string", "integer")
    if columns.id or cites:
        cited = "source_id, line" if cites else "CAST(NULL AS VARCHAR) AS source_id, CAST(NULL AS BIGINT) AS line"
        prefix = f"{literal(columns.prefix)} AS id_prefix"
        yield f"{_start(name, 'id_column', columns.id, columns)}, {prefix}, {cited}, _line FROM {quoted(name)}"


def _parents(name: str, columns: Columns) -> Iterator[str]:
    for column in columns.parents:
        yield (
            f"{_start(name, 'column_name', column, columns)}, {quoted(column)} AS parent_id, _line FROM {quoted(name)} "
            f"WHERE {quoted(column)} IS NOT NULL"
        )


def _fields(tables: Mapping[str, Columns]) -> str:
    rows = (
        f"({literal(name)}, {literal(column)}, {literal(columns.prefix)})"
        for name, columns in tables.items()
        for column in columns
    )
    return f"SELECT * FROM (VALUES {', '.join(rows)}) AS v({', '.join(FAMILIES['all_fields'])})"
