"""A table in DuckDB, and the SQL that reads it from CSV: each cell as it is printed, and its value."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass, field
from pathlib import Path

from ...cell_values import beyond, missing, value
from ...fields import literal
from ...package import Field, Table
from ..report.issues import Reporter
from .header import Layout
from .resource import Resource

LINE_BUFFER = 2 << 20  # bytes; DuckDB's own limit of a line


@dataclass
class LoadedTable:
    """A table in DuckDB: relation `_r<i>` with line, bad, c<j> (printed) and v<j> (value) for field j."""

    resource: Resource
    table: Table
    report: Reporter
    index: int
    columns: dict[str, int]  # fields that the file has, and their j
    rows: int
    lost: set[str] = field(default_factory=set)  # cells of unsound rows
    copied: bool = False  # whether it has unsound rows, or could have
    untrusted: bool = False  # line numbers of other readers differ

    @property
    def name(self) -> str:
        return self.resource.name

    @property
    def relation(self) -> str:
        return f"_r{self.index}"

    def printed(self, name: str) -> str:
        """Return the SQL column of a field's text."""
        return f"c{self.columns[name]}"

    def typed(self, name: str) -> str:
        """Return the SQL column of a field's value."""
        j = self.columns[name]
        return f"v{j}" if value(self.table.fields[j], "x") else f"c{j}"

    def key(self, name: str) -> tuple[str, ...]:
        """Return the SQL columns by which a field's values are told apart."""
        j = self.columns[name]
        return (self.typed(name), f"k{j}") if _rest(self.table, self.table.fields[j], "x") else (self.typed(name),)


# What stands for null in a file that is made of rows in the descriptor; no cell, since each process makes another.
NULL = secrets.token_hex(16)


def cells_sql(table: Table, layout: Layout) -> str:
    """Return the SELECT list: c<j>, the printed cell or NULL, and v<j>, its value, of each field j in the file.

    Of a field of a key whose values do not tell everything there is also k<j>, the rest.
    """
    listed = []
    for j, item in enumerate(table.fields):
        if item.name not in layout.positions:
            continue
        cell = f"r{layout.positions[item.name]}"
        if not _read_as_null(table, layout):
            words = ", ".join(map(literal, missing(table, item)))
            cell = f"CASE WHEN {cell} NOT IN ({words}) THEN {cell} END" if words else cell
        listed.append(f"{cell} AS c{j}")
        typed = value(item, cell)
        if typed:
            listed.append(f"{typed} AS v{j}")
        if rest := _rest(table, item, cell):
            listed.append(f"{rest} AS k{j}")
    return ", ".join(listed)


def _rest(table: Table, item: Field, cell: str) -> str | None:
    keys = (table.primary_key, *table.unique_keys, *(key.columns for key in table.foreign_keys))
    keyed = item.constraints.get("unique") or any(item.name in key for key in keys)
    return beyond(item, cell) if keyed else None


def _read_as_null(table: Table, layout: Layout) -> bool:
    """Whether DuckDB's reader can make NULL of what is missing: the same in all columns, and without marks of CSV."""
    own = any("missingValues" in f.descriptor for f in table.fields)
    return not own and not any(mark in word for word in table.missing_values for mark in (layout.delimiter, '"', "\n"))


def read_sql(
    table: Table, file: Path, raw: dict[str, str], layout: Layout, header: bool = True, longest: int = 0
) -> str:
    """Return the call that reads a file's cells as text; its path is a name, whatever characters are in it."""
    columns = ", ".join(f"{n}: {literal(t)}" for n, t in raw.items())
    nulls = ", ".join(map(literal, [*(table.missing_values if _read_as_null(table, layout) else ()), NULL]))
    line = max(LINE_BUFFER, longest + 100)
    size = f", max_line_size={line}, buffer_size={line * 2}" if line > LINE_BUFFER else ""
    name = re.sub(r"[\[*?]", r"[\g<0>]", str(file))  # a class of one character: DuckDB takes paths as globs
    return (
        f"read_csv({literal(name)}, columns={{{columns}}}, header={str(header).lower()}, auto_detect=false, "
        f"delim={literal(layout.delimiter)}, quote='\"', escape='\"', strict_mode=true, nullstr=[{nulls}], "
        f"hive_partitioning=false, compression='none'{size})"
    )
