"""The rules on Spark: the same statements on the same views; and in DuckDB, which says whether a statement fits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import reduce
from typing import Any

from ..issue import GATHER, Findings
from ..loading import Loaded
from ..rules import Rule
from ..ruleviews import types, views
from ..textrules import TEXTS
from . import Engine
from .spark import Spark


class SparkJudge:
    """The views that rules query, and their answers."""

    def __init__(self, spark: Spark, tables: Mapping[str, Loaded], found: Findings) -> None:
        self.spark, self.fits = spark, dict[str, bool]()
        self.connection, self.tables = spark.connection, tables
        self.columns = self._views(found)
        self.places: list[tuple[str, str]] = []
        self.texts()

    def run(self, engine: Engine, found: Findings) -> tuple[str, ...]:
        """Record what the rules object to; return the codes of those that do not apply to this package.

        A row that is unsound in itself is not judged by rules until that is mended: its values are not known. Nor is
        the wording of a file with bytes that are not UTF-8, of which only the first is recorded.
        """
        from ..rules import load_rules

        unsound, undecoded = found.positions(), {i.file for i in found.issues if i.code == "encoding-utf8"}
        not_applicable = []
        for rule in load_rules():
            ran, on_wording = False, rule.each == ("column", ("string",))
            for rows in self.answers(rule, engine):
                ran = True
                for name, line, column, message, _ in rows:
                    file = self.tables[name].plan.path if name in self.tables else str(name)
                    if (file, line) not in unsound and not (on_wording and file in undecoded):
                        severity = "warning" if rule.severity == "warning" else "error"
                        found.add(rule.code, file, line, column, message, severity=severity, why=rule.why, fix=rule.fix)
                if rows:
                    found.more(rule.code, rows[0][4] - len(rows))
            if not ran:
                not_applicable.append(rule.code)
        return tuple(not_applicable)

    def answers(self, rule: Rule, engine: Engine) -> Iterator[list[tuple[Any, ...]]]:
        """Yield the rows of each statement of a rule: table, line, column, message, how many there are."""
        from ..rules import statements

        together = rule.each == ("column", ("string",)) and not rule.needs and bool(self.places)
        for sql in statements(rule, {TEXTS: {"cell": "string"}} if together else self.columns):
            source = f"({sql.strip().rstrip(';')})"
            if together:
                source = (
                    f"(SELECT c.place AS table_name, c.line AS line, '' AS column_name, a.message FROM {source} a "
                    f"JOIN {TEXTS} c ON c._line = a.line)"
                )
            query = (
                f"SELECT table_name, line, column_name, message, count(*) OVER () FROM {source} "
                f"ORDER BY 1, 2, 3, 4 LIMIT {GATHER}"
            )
            rows = self.rows(engine, query)
            if rows is None:  # a foreign package whose columns bear our names but have other types
                continue
            yield [(*self.places[r[0]][:1], r[1], self.places[r[0]][1], *r[3:]) for r in rows] if together else rows

    def rows(self, engine: Engine, query: str) -> list[tuple[Any, ...]] | None:
        """Return the rows of a statement, or None where DuckDB says that it does not fit the columns' types.

        Spark would turn one type into the other and answer.
        """
        import duckdb

        if query not in self.fits:
            try:
                self.connection.execute(f"EXPLAIN {query}").fetchall()
                self.fits[query] = True
            except duckdb.Error:
                self.fits[query] = False
        return engine.execute(query).fetchall() if self.fits[query] else None

    def _views(self, found: Findings) -> dict[str, dict[str, str]]:
        """Make the views `<table>` and `printed_<table>`; return each table's columns and types."""
        made: dict[str, dict[str, str]] = {}
        for name, *both in views(self.tables, found, {TEXTS, f"printed_{TEXTS}"}):
            for view, created in both:
                self.connection.execute(created)
                self.spark.view(view, created.partition(" AS ")[2])
            made[name] = types(self.tables[name])
        return made

    def texts(self) -> None:
        """Put every text cell into one view, so that a rule on text is one statement."""
        frames = []
        for name, columns in self.columns.items():
            listed = [c for c, kind in columns.items() if kind == "string"]
            if listed:
                table, first = self.tables[name], len(self.places)
                self.places += [(name, column) for column in listed]
                cells = ", ".join(f"{first + i}L, {table.printed(c)}" for i, c in enumerate(listed))
                frame = self.spark.session.table(table.relation)
                frames.append(frame.selectExpr("line", f"stack({len(listed)}, {cells}) AS (place, cell)"))
        if not frames:
            return
        whole = reduce(lambda one, other: one.union(other), frames).where("cell IS NOT NULL")
        whole = whole.selectExpr("place", "line", "cell", f"line * {len(self.places)} + place AS _line").persist()
        self.spark.kept.append(whole)
        whole.createOrReplaceTempView(TEXTS)
        whole.createOrReplaceTempView(f"printed_{TEXTS}")
        self.connection.execute(f"CREATE TABLE {TEXTS} (place BIGINT, line BIGINT, cell VARCHAR, _line BIGINT)")
        self.connection.execute(f"CREATE VIEW printed_{TEXTS} AS FROM {TEXTS}")
