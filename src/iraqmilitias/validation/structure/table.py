"""A table in DuckDB, and the SQL that reads it from CSV: each cell as it is printed, and its value."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from ...cell_values import value
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


def _own_missing(item: Field) -> list[str] | None:
    """Return a field's own missing values, which go before the schema's."""
    stated = item.descriptor.get("missingValues")
    if stated is None:
        return None
    return [m["value"] if isinstance(m, dict) else m for m in stated]


def cells_sql(table: Table, layout: Layout) -> str:
    """Return the SELECT list: c<j>, the printed cell or NULL, and v<j>, its value, of each field j in the file."""
    listed = []
    for j, item in enumerate(table.fields):
        if item.name not in layout.positions:
            continue
        cell = f"r{layout.positions[item.name]}"
        own = _own_missing(item)
        if own is not None or _mixed(table):
            words = table.missing_values if own is None else own
            cell = f"CASE WHEN {cell} NOT IN ({', '.join(map(literal, words))}) THEN {cell} END" if words else cell
        listed.append(f"{cell} AS c{j}")
        typed = value(item, cell)
        if typed:
            listed.append(f"{typed} AS v{j}")
    return ", ".join(listed)


def _mixed(table: Table) -> bool:
    return any(_own_missing(f) is not None for f in table.fields)


def read_sql(
    table: Table, file: Path, raw: dict[str, str], layout: Layout, header: bool = True, longest: int = 0
) -> str:
    """Return the call that reads a file's cells as text; its path is a name, whatever characters are in it."""
    columns = ", ".join(f"{n}: {literal(t)}" for n, t in raw.items())
    missing = [] if _mixed(table) else list(table.missing_values)
    nulls = ", ".join(map(literal, missing)) or "'\x01\x02'"
    line = max(LINE_BUFFER, longest + 100)
    size = f", max_line_size={line}, buffer_size={line * 2}" if line > LINE_BUFFER else ""
    name = re.sub(r"[\[*?]", r"[\g<0>]", str(file))  # a class of one character: DuckDB takes paths as globs
    return (
        f"read_csv({literal(name)}, columns={{{columns}}}, header={str(header).lower()}, auto_detect=false, "
        f"delim={literal(layout.delimiter)}, quote='\"', escape='\"', strict_mode=true, nullstr=[{nulls}], "
        f"hive_partitioning=false, compression='none'{size})"
    )
