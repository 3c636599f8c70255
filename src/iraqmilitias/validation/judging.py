"""Runs the SQL rules on the loaded tables: each where the tables and columns that it needs are there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from .contracts import types, view_sql
from .issue import GATHER, Findings
from .loading import Loaded

if TYPE_CHECKING:
    import duckdb


def check_rules(
    connection: duckdb.DuckDBPyConnection, tables: Mapping[str, Loaded], found: Findings
) -> tuple[str, ...]:
    """Record what the rules object to; return the codes of those that do not apply to this package.

    A row that is unsound in itself is not judged by rules until that is mended: its values are not known.
    """
    from .rules import load_rules, statements

    import_error = _engine_error()
    columns = _views(connection, tables)
    unsound = found.positions()
    not_applicable = []
    for rule in load_rules():
        listed = statements(rule, columns)
        ran = False
        for sql in listed:
            query = (
                "SELECT table_name, line, column_name, message, count(*) OVER () FROM "
                f"({sql.strip().rstrip(';')}) ORDER BY 1, 2, 3, 4 LIMIT {GATHER}"
            )
            try:
                rows = connection.execute(query).fetchall()
            except import_error:  # a foreign package whose columns bear our names but other types
                continue
            ran = True
            for name, line, column, message, _ in rows:
                file = tables[name].plan.path if name in tables else str(name)
                if (file, line) not in unsound:
                    severity = "warning" if rule.severity == "warning" else "error"
                    found.add(rule.code, file, line, column, message, severity=severity, why=rule.why, fix=rule.fix)
            if rows:
                found.more(rule.code, rows[0][4] - len(rows))
        if not ran:
            not_applicable.append(rule.code)
    return tuple(not_applicable)


def _engine_error() -> type[Exception]:
    import duckdb

    return duckdb.Error


def _views(connection: duckdb.DuckDBPyConnection, tables: Mapping[str, Loaded]) -> dict[str, dict[str, str]]:
    """Make the views that rules query, `<table>` and `printed_<table>`; return each table's columns and types.

    Tables and columns whose names SQL could not tell apart get none.
    """
    taken: set[str] = {t.relation for t in tables.values()} | {f"_t{t.index}" for t in tables.values()}
    made: dict[str, dict[str, str]] = {}
    for name, table in tables.items():
        folded = [c.casefold() for c in (*table.columns, "_line")]
        wanted = {name.casefold(), f"printed_{name}".casefold()}
        if len(set(folded)) != len(folded) or wanted & taken or not table.columns:
            continue
        taken |= wanted
        connection.execute(view_sql(table, name, False))
        connection.execute(view_sql(table, f"printed_{name}", True))
        made[name] = types(table)
    return made
