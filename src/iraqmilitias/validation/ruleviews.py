"""The views that rules query: a table's columns by name, without values that are wrong in themselves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from ..fields import quoted
from .issue import Findings
from .loading import Loaded

MANY = 1_000  # wrong values of a column from which on they are left in: a rule then says more than it need

Unknown = Mapping[str, Sequence[int]]


def unknown(table: Loaded, found: Findings) -> Unknown:
    """Return the lines, by column, of the cells that have an issue already.

    What should stand there is not known. To rules it is as if nothing did, so that one wrong cell is not reported
    again for each row that it no longer fits.
    """
    lines: dict[str, set[int]] = defaultdict(set)
    for issue in found.issues:
        if issue.file == table.plan.path and issue.severity == "error" and issue.line and issue.column in table.columns:
            lines[issue.column].add(issue.line)
    return {name: sorted(those) for name, those in lines.items() if len(those) <= MANY}


def view_sql(table: Loaded, name: str, printed: bool, missing: Unknown) -> str:
    """Return the view of a table that rules query: its columns by name, and `_line`; without the `missing` values."""
    cells = []
    for field in table.table.fields:
        if field.name in table.columns:
            cell = table.printed(field.name) if printed else table.typed(field.name)
            if field.name in missing and not printed:
                cell = f"CASE WHEN line NOT IN ({', '.join(map(str, missing[field.name]))}) THEN {cell} END"
            cells.append(f"{cell} AS {quoted(field.name)}")
    return f"CREATE VIEW {quoted(name)} AS SELECT {', '.join(cells)}, line::BIGINT AS _line FROM {table.relation}"


def types(table: Loaded) -> dict[str, str]:
    """Return the Table Schema type of each column that the file has."""
    return {f.name: f.type for f in table.table.fields if f.name in table.columns}
