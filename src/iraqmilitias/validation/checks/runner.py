"""Runs the SQL rules on the loaded tables: each where the tables and columns that it needs are there."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping

from ..engines import Engine, Rows
from ..families import paired
from ..layers import LoadedPackage
from ..report.issues import GATHER
from ..rule_views import rule_views
from ..rules import EVERY_TABLE, Rule, load_rules, statements
from ..structure.table import LoadedTable
from ..text_rules import TEXTS, TextRules
from .check import Check, Counts, run_checks

TEXT_CELLS = f"{TEXTS}_cells"  # every text cell: place, line, cell
RESERVED = (TEXTS, f"printed_{TEXTS}", f"{TEXTS}_found", TEXT_CELLS)


def run_rules(
    layers: LoadedPackage, engine: Engine, fitting: Collection[tuple[str, str]], on_progress: Callable[[str, str], None]
) -> tuple[str, ...]:
    """Report what the rules object to; return the codes of those that do not apply to this package as it is.

    `fitting` are the (table, column) of which every cell is known to keep its constraints.
    """
    tables = layers.tables
    views = rule_views(tables, RESERVED)
    for name, query in views.queries.items():
        engine.view(name, query)
    texts = TextRules(layers.connection, tables, views.types, layers.pool, fitting)
    _share_texts(texts, tables, engine)
    runner = _RuleRunner(layers, views.types, texts.places)
    partial = _partial(layers)
    listed = [
        (rule.code, check)
        for rule in load_rules()
        if partial.isdisjoint(_whole(rule, views.types)) and not (partial and EVERY_TABLE in rule.whole)
        for check in runner.checks(rule)
    ]
    applied = run_checks([check for _, check in listed], engine, on_progress, may_not_fit=True)
    ran = {code for (code, _), fits in zip(listed, applied, strict=True) if fits}
    return tuple(rule.code for rule in load_rules() if rule.code not in ran)


def _whole(rule: Rule, types: Mapping[str, Mapping[str, str]]) -> set[str]:
    """Return the names of the tables of which a rule needs each row."""
    columns = dict(rule.needs).get("all_pairs", ())
    return {*rule.whole, *(paired(types, columns) if "all_pairs" in rule.whole else ())}


def _partial(layers: LoadedPackage) -> set[str]:
    """Return the names of the tables of which not every row, column and key is known."""
    partial = {path for path, faults in layers.faults.items() if faults.whole}
    partial -= {table.resource.path for table in layers.tables.values()}  # what is left could not be loaded
    for name, table in layers.tables.items():
        key_faults = any(table.report.faults.cells.get(column) for column in table.table.primary_key)
        if table.lost or key_faults or len(table.columns) < len(table.table.fields):
            partial.add(name)
    return partial


def _share_texts(texts: TextRules, tables: Mapping[str, LoadedTable], engine: Engine) -> None:
    """Let the engine know the texts that rules on text are run on, and the cells that hold them."""
    engine.share(TEXTS)
    engine.view(f"printed_{TEXTS}", f"SELECT cell, _line FROM {TEXTS}")
    cells = [
        f"SELECT {place} AS place, line, {tables[name].printed(column)} AS cell FROM {tables[name].relation}"
        for place, (name, column) in enumerate(texts.places)
    ]
    engine.view(TEXT_CELLS, " UNION ALL ".join(cells) or "SELECT 0 AS place, 0 AS line, '' AS cell WHERE false")


class _RuleRunner:
    """Makes checks of rules.

    Rules report nothing on a row with another error: its right values are not known. Nor do rules on text report
    anything in a file with bytes that are not UTF-8, of which only the first is reported.
    """

    def __init__(
        self, layers: LoadedPackage, types: Mapping[str, Mapping[str, str]], places: list[tuple[str, str]]
    ) -> None:
        self.tables, self.issues, self.types, self.places = layers.tables, layers.issues, types, places
        self.unsound = {name: frozenset(table.report.faults.lines) for name, table in layers.tables.items()}

    def checks(self, rule: Rule) -> Iterator[Check]:
        """Yield a check for each statement of a rule."""
        if rule.each == ("column", ("string",)) and not rule.needs:
            if self.places:
                (sql,) = statements(rule, {TEXTS: {"cell": "string"}})
                yield self._of_texts(rule, _query(sql))
            return
        for sql in statements(rule, self.types):
            rows = f"SELECT table_name, line, column_name, message FROM ({_query(sql)}) ORDER BY 1, 2, 3, 4"
            yield self._check(rule, _query(sql), [f"{rows} LIMIT {GATHER}"])

    def _of_texts(self, rule: Rule, sql: str) -> Check:
        """Return the check of a rule on text, which is run on each different text once."""
        cells = (
            f"SELECT c.place, c.line, '' AS column_name, a.message FROM ({sql}) a JOIN {TEXTS} t ON t._line = a.line "
            f"JOIN {TEXT_CELLS} c ON c.place = t.place AND c.cell = t.cell"
        )
        rows = f"{cells} ORDER BY 1, 2, 4 LIMIT {GATHER}"
        return self._check(rule, sql, [rows, f"SELECT count(*) FROM ({cells})"])

    def _check(self, rule: Rule, counted: str, shown: list[str]) -> Check:
        """Return the check of one statement; a second one to be shown is the number of cells that have its texts."""

        def report(counts: Counts, answers: list[Rows]) -> None:
            of_texts = len(answers) > 1
            words = {"why": rule.why, "fix": rule.fix, "severity": rule.severity}
            for name, line, column, message in answers[0]:
                if of_texts:
                    name, column = self.places[name]
                table = self.tables[name]
                if line not in self.unsound[name] and not (of_texts and table.report.faults.undecodable):
                    table.report(rule.code, line, column, message, **words)
            self.issues.more(rule.code, (answers[1][0][0] if of_texts else counts[0]) - len(answers[0]))

        return Check("rules", rule.code, f"SELECT count(*) FROM ({counted})", lambda _: shown, report)


def _query(sql: str) -> str:
    return sql.strip().rstrip(";")
