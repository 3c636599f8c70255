"""Runs the SQL rules on the loaded tables: each where the tables and columns that it needs are there."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import TYPE_CHECKING, Any

from .issue import GATHER, Findings
from .loading import Loaded
from .ruleviews import types, views
from .textrules import TEXTS, TextRules

if TYPE_CHECKING:
    import duckdb

    from .crew import Crew
    from .rules import Rule


def check_rules(
    connection: duckdb.DuckDBPyConnection,
    tables: Mapping[str, Loaded],
    found: Findings,
    crew: Crew,
    fitting: Collection[tuple[str, str]] = (),
    tell: Callable[[str, str], None] = lambda layer, name: None,
) -> tuple[str, ...]:
    """Record what the rules object to; return the codes of those that do not apply to this package.

    `fitting` are the (table, column) of which every cell is known to keep its constraints.

    A row that is unsound in itself is not judged by rules until that is mended: its values are not known. Nor is the
    wording of a file with bytes that are not UTF-8, of which only the first is recorded.
    """
    from .rules import load_rules

    judge = _Judge(connection, tables, found, crew, fitting)
    unsound, undecoded = found.positions(), {i.file for i in found.issues if i.code == "encoding-utf8"}
    not_applicable = []
    rules = load_rules()

    def answer(cursor: duckdb.DuckDBPyConnection, rule: Rule) -> list[list[tuple[Any, ...]]]:
        tell("rules", rule.code)
        return judge.answers(cursor, rule)

    for rule, answers in zip(rules, crew.map(answer, rules), strict=True):
        ran, on_wording = False, rule.each == ("column", ("string",))
        for rows in answers:
            ran = True
            for name, line, column, message, _ in rows:
                file = tables[name].plan.path if name in tables else str(name)
                if (file, line) not in unsound and not (on_wording and file in undecoded):
                    severity = "warning" if rule.severity == "warning" else "error"
                    found.add(rule.code, file, line, column, message, severity=severity, why=rule.why, fix=rule.fix)
            if rows:
                found.more(rule.code, rows[0][4] - len(rows))
        if not ran:
            not_applicable.append(rule.code)
    return tuple(not_applicable)


class _Judge:
    """The views that rules query, and their answers."""

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        tables: Mapping[str, Loaded],
        found: Findings,
        crew: Crew,
        fitting: Collection[tuple[str, str]],
    ) -> None:
        self.connection, self.tables = connection, tables
        self.columns = self._views(found)
        self.wording = TextRules(connection, tables, self.columns, crew, fitting)

    def answers(self, cursor: duckdb.DuckDBPyConnection, rule: Rule) -> list[list[tuple[Any, ...]]]:
        """Return the rows of each statement of a rule: table, line, column, message, how many there are."""
        import duckdb

        from .crew import lacks_room
        from .rules import statements

        if rule.each == ("column", ("string",)) and not rule.needs:
            if not self.wording.places:
                return []
            (sql,) = statements(rule, {TEXTS: {"cell": "string"}})
            return [self.wording.objections(cursor, sql.strip().rstrip(";"))]
        answers = []
        for sql in statements(rule, self.columns):
            query = (
                f"SELECT table_name, line, column_name, message, count(*) OVER () FROM ({sql.strip().rstrip(';')}) "
                f"ORDER BY 1, 2, 3, 4 LIMIT {GATHER}"
            )
            try:
                answers.append(cursor.execute(query).fetchall())
            except duckdb.Error as error:
                if lacks_room(error):
                    raise
                continue  # a foreign package whose columns bear our names but have other types
        return answers

    def _views(self, found: Findings) -> dict[str, dict[str, str]]:
        """Make the views `<table>` and `printed_<table>`; return each table's columns and types."""
        made: dict[str, dict[str, str]] = {}
        for name, *both in views(
            self.tables, found, {TEXTS, f"printed_{TEXTS}", f"{TEXTS}_found", f"{TEXTS}_objected"}
        ):
            for _, created in both:
                self.connection.execute(created)
            made[name] = types(self.tables[name])
        return made
