"""The checks that a Table Schema asks for: of its cells (see `constraints`), and of which columns must be unique.

The constraints of a column are one CASE expression, so that its cells are read once however many there are, and a
cell that fails several is reported for the first. Only where something fails is it located.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ...text import shown
from ..engines import Rows
from ..report.issues import GATHER
from ..structure.constraints import Constraint, constraints, failing, message
from ..structure.table import LoadedTable
from .check import Check, Counts
from .references import active, lookup


def schema_checks(table: LoadedTable, tables: Mapping[str, LoadedTable], fitting: set[tuple[str, str]]) -> list[Check]:
    """Return the checks of a table's cells and of its keys.

    `fitting` gets the table and name of each column of which every cell fits.
    """
    repeated: set[int] = set()  # a row that is there twice breaks every key, and is one fault
    keys = [_key_check(table, code, columns, repeated) for code, columns in _keys(table)]
    listed = {f.name: list(constraints(table, f)) for f in table.table.fields if f.name in table.columns}
    listed = {name: found for name, found in listed.items() if found}
    return [_cell_check(table, tables, listed, fitting), *keys] if listed else keys


def _cell_check(
    table: LoadedTable,
    tables: Mapping[str, LoadedTable],
    listed: Mapping[str, Sequence[Constraint]],
    fitting: set[tuple[str, str]],
) -> Check:
    fitting |= {(table.name, name) for name in listed}

    def show(counts: Counts) -> list[str]:
        statements = []
        for (name, found), count in zip(listed.items(), counts, strict=True):
            if count:
                fitting.discard((table.name, name))
                base = _failures(table, tables, name, found)
                statements.append(f"SELECT fails, count(*) {base} GROUP BY fails")
                statements.append(f"SELECT line, cell, fails {base} ORDER BY line LIMIT {GATHER}")
        return statements

    def report(counts: Counts, answers: list[Rows]) -> None:
        failed = [name for name, count in zip(listed, counts, strict=True) if count]
        for name, totals, rows in zip(failed, answers[::2], answers[1::2], strict=True):
            more: dict[int, int] = dict(totals)
            for line, text, number in rows:
                more[number] -= 1
                table.report(listed[name][number].code, line, name, message(listed[name][number], text))
            for number, left in more.items():
                table.report.issues.more(listed[name][number].code, left)

    counted = ", ".join(f"count({failing(found)})" for found in listed.values())
    return Check("contracts", table.name, f"SELECT {counted} FROM {table.relation} WHERE NOT bad", show, report)


def _failures(table: LoadedTable, tables: Mapping[str, LoadedTable], name: str, listed: Sequence[Constraint]) -> str:
    """Return FROM and WHERE for a column's cells that fail a constraint.

    Cells that the foreign key's check can say more about are left to it: a variant in case of an id breaks its
    pattern and its foreign key, and is one fault.
    """
    cell, condition = table.printed(name), failing(listed)
    query = f"SELECT line, left({cell}, 200) AS cell, {condition} AS fails FROM {table.relation} r WHERE NOT bad"
    later = [i for i, c in enumerate(listed) if c.code not in ("required", "type", "cell-long")]
    found = [
        lookup(tables[key.table], (referred,), (table.key(name),), "r")
        for key in active(table, tables)
        for own, referred in zip(key.columns, key.referred, strict=True)
        if own == name
    ]
    if later and found:
        query += f" AND ({condition} < {later[0]} OR {cell} IS NULL OR ({' AND '.join(found)}))"
    return f"FROM ({query}) r WHERE fails IS NOT NULL"


def _keys(table: LoadedTable) -> list[tuple[str, tuple[str, ...]]]:
    """Return a table's keys with the code of a breach, none twice, where the file has their columns."""
    listed = [("primary-key", table.table.primary_key)] if table.table.primary_key else []
    listed += [("unique-key", k) for k in table.table.unique_keys]
    listed += [("unique", (f.name,)) for f in table.table.fields if f.constraints.get("unique")]
    different = {frozenset(columns): (code, columns) for code, columns in reversed(listed)}
    return [key for key in listed if key in different.values() and set(key[1]) <= set(table.columns)]


def _key_check(table: LoadedTable, code: str, columns: tuple[str, ...], repeated: set[int]) -> Check:
    """Return the check that no row has the key of an earlier line."""
    parts = [part for c in columns for part in table.key(c)]
    listed, whole = ", ".join(parts), " AND ".join(f"{p} IS NOT NULL" for p in parts)
    base = f"FROM {table.relation} WHERE NOT bad AND {whole}"
    cells = ", ".join(f"left({table.printed(c)}, 200)" for c in columns)
    rows = (
        f"SELECT * FROM (SELECT line, min(line) OVER (PARTITION BY {listed}) AS first, {cells} {base}) "
        f"WHERE line > first ORDER BY line LIMIT {GATHER}"
    )

    def report(counts: Counts, answers: list[Rows]) -> None:
        for line, first, *texts in answers[0]:
            if line not in repeated:
                also = f" (key: {', '.join(columns)})" if len(columns) > 1 else ""
                (file, _), (other, number) = table.report.place(line), table.report.place(first)
                where = f"line {number}" if other == file else f"line {number} of {other}"
                table.report(code, line, columns[0], f"{', '.join(map(shown, texts))} duplicates {where}{also}")
        repeated.update(line for line, *_ in answers[0])
        table.report.issues.more(code, int(counts[0]) - len(answers[0]))

    count = f"SELECT coalesce(sum(n - 1), 0) FROM (SELECT count(*) AS n {base} GROUP BY {listed})"
    return Check("contracts", table.name, count, lambda _: [rows], report)
