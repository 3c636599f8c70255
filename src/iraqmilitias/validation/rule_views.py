"""The views that rules query: a table's columns by name, without values that are wrong in themselves."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from ..fields import quoted
from .families import Columns, families
from .report.issues import Faults
from .structure.table import LoadedTable

MANY = 1_000  # wrong values of one column; if there are more, rules see them all the same

Unknown = Mapping[str, Sequence[int]]


class RuleViews(NamedTuple):
    """The views that rules can query, in the order in which they are made, and each table's columns and types."""

    queries: dict[str, str]  # by name
    types: dict[str, Columns]


def rule_views(tables: Mapping[str, LoadedTable], reserved: Collection[str]) -> RuleViews:
    """Return two views for each table: `<table>`, its values, and `printed_<table>`, its cells as they are printed.

    After them come the views over all tables. Tables whose names, or whose columns' names, SQL could not
    tell apart from others or from `reserved` get none.
    """
    found = RuleViews({}, {})
    taken = {t.relation for t in tables.values()} | {f"_t{t.index}" for t in tables.values()} | set(reserved)
    for name, table in tables.items():
        folded = [c.casefold() for c in (*table.columns, "_line")]
        wanted = {name.casefold(), f"printed_{name}".casefold()}
        if len(set(folded)) == len(folded) and not wanted & taken and table.columns:
            taken |= wanted
            found.queries[name] = view_sql(table, False, unknown(table.columns, table.report.faults))
            found.queries[f"printed_{name}"] = view_sql(table, True, {})
            found.types[name] = Columns(table.table, table.columns)
    found.queries.update(families(found.types))
    return found


def unknown(columns: Collection[str], faults: Faults) -> Unknown:
    """Return the lines, by column, of the cells that have something wrong with them.

    Their right value is not known. Rules see them as empty, so that one wrong cell is not reported again for each row
    that it no longer fits.
    """
    wrong = {name: sorted(lines) for name, lines in faults.cells.items() if name in columns}
    return {name: lines for name, lines in wrong.items() if len(lines) <= MANY}


def view_sql(table: LoadedTable, printed: bool, missing: Unknown) -> str:
    """Return the query of a table's view for rules: its columns by name, and `_line`; without the `missing` values."""
    cells = []
    for field in table.table.fields:
        if field.name in table.columns:
            cell = table.printed(field.name) if printed else table.typed(field.name)
            if field.name in missing:
                cell = f"CASE WHEN line NOT IN ({', '.join(map(str, missing[field.name]))}) THEN {cell} END"
            cells.append(f"{cell} AS {quoted(field.name)}")
    return f"SELECT {', '.join(cells)}, line::BIGINT AS _line FROM {table.relation}"
