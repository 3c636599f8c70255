"""The views that rules query: a table's columns by name, without values that are wrong in themselves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from ..fields import quoted
from .families import Columns, families
from .issue import Findings, Issue
from .loading import Loaded

MANY = 1_000  # wrong values of one column; if there are more, rules see them all the same

Unknown = Mapping[str, Sequence[int]]


def views(
    tables: Mapping[str, Loaded], found: Findings, reserved: Collection[str]
) -> Iterator[tuple[str, *tuple[tuple[str, str], ...]]]:
    """Yield each table's name, and the names and statements of its two views: values, and cells as they are printed.

    With the last table come the views over all of them. Tables whose names, or whose columns' names, SQL could not
    tell apart from others or from `reserved` get none.
    """
    issues = defaultdict(list)
    for issue in found.issues:
        issues[issue.file].append(issue)
    taken = {t.relation for t in tables.values()} | {f"_t{t.index}" for t in tables.values()} | set(reserved)
    made: dict[str, list[tuple[str, str]]] = {}
    for name, table in tables.items():
        folded = [c.casefold() for c in (*table.columns, "_line")]
        wanted = {name.casefold(), f"printed_{name}".casefold()}
        if len(set(folded)) != len(folded) or wanted & taken or not table.columns:
            continue
        taken |= wanted
        values = view_sql(table, name, False, unknown(table, issues[table.plan.path]))
        made[name] = [(name, values), (f"printed_{name}", view_sql(table, f"printed_{name}", True, {}))]
    columns = {name: types(tables[name]) for name in made}
    over_all = [(relation, f"CREATE VIEW {relation} AS {select}") for relation, select in families(columns)]
    last = next(reversed(made), "")
    for name, both in made.items():
        yield name, *both, *(over_all if name == last else ())


def unknown(table: Loaded, issues: Iterable[Issue]) -> Unknown:
    """Return the lines, by column, of the cells that have an issue already.

    Their right value is not known. Rules see them as empty, so that one wrong cell is not reported again for each row
    that it no longer fits.
    """
    lines: dict[str, set[int]] = defaultdict(set)
    for issue in issues:
        if issue.file == table.plan.path and issue.severity == "error" and issue.line and issue.column in table.columns:
            lines[issue.column].add(issue.line)
    return {name: sorted(those) for name, those in lines.items() if len(those) <= MANY}


def view_sql(table: Loaded, name: str, printed: bool, missing: Unknown) -> str:
    """Return the view of a table that rules query: its columns by name, and `_line`; without the `missing` values."""
    cells = []
    for field in table.table.fields:
        if field.name in table.columns:
            cell = table.printed(field.name) if printed else table.typed(field.name)
            if field.name in missing:
                cell = f"CASE WHEN line NOT IN ({', '.join(map(str, missing[field.name]))}) THEN {cell} END"
            cells.append(f"{cell} AS {quoted(field.name)}")
    return f"CREATE VIEW {quoted(name)} AS SELECT {', '.join(cells)}, line::BIGINT AS _line FROM {table.relation}"


def types(table: Loaded) -> Columns:
    """Return the Table Schema type of each column that the file has."""
    return Columns(table.table, table.columns)
