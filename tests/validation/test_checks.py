"""Checks are values and an engine is what answers queries: the same checks run on an engine made for a test."""

from __future__ import annotations

from collections.abc import Sequence

from iraqmilitias.validation import Layer, validate
from iraqmilitias.validation.checks.check import Check, Counts, run_checks
from iraqmilitias.validation.engines import Rows, Started, unnoticed
from iraqmilitias.validation.layers import LoadedPackage


class Answers:
    """An engine that knows its answers; None where a query does not fit."""

    name = "answers"

    def __init__(self, known: dict[str, Rows | None]) -> None:
        self.known, self.asked = known, list[str]()

    def answer(self, statements: Sequence[str], started: Started = unnoticed) -> list[Rows]:
        return [rows or [] for rows in self.try_answer(statements, started)]

    def try_answer(self, statements: Sequence[str], started: Started = unnoticed) -> list[Rows | None]:
        for number in range(len(statements)):
            started(number)
        self.asked += statements
        return [self.known[sql] for sql in statements]

    def view(self, name: str, select: str) -> None: ...

    def share(self, table: str) -> None: ...


def check(name: str, reported: list[object]) -> Check:
    def report(counts: Counts, answers: list[Rows]) -> None:
        reported.append((name, list(counts), answers))

    return Check("contracts", name, f"count {name}", lambda counts: [f"rows {name}"] * sum(counts), report)


def test_all_are_counted_first_and_rows_are_asked_for_only_where_something_was_counted():
    engine = Answers({"count a": [(0, 0)], "count b": [(1, 1)], "count c": [(0,)], "rows b": [(5,)]})
    reported: list[object] = []
    seen: list[tuple[str, str]] = []
    checks = [check(name, reported) for name in "abc"]
    assert run_checks(checks, engine, lambda layer, name: seen.append((layer, name))) == [True, True, True]
    assert engine.asked == ["count a", "count b", "count c", "rows b", "rows b"]
    assert reported == [("b", [1, 1], [[(5,)], [(5,)]])]
    assert seen == [("contracts", name) for name in "abc"]


def test_a_check_that_does_not_fit_the_tables_does_not_apply():
    engine = Answers({"count a": None, "count b": [(1,)], "rows b": None, "count c": [(1,)], "rows c": []})
    reported: list[object] = []
    checks = [check(name, reported) for name in "abc"]
    assert run_checks(checks, engine, lambda layer, name: None, may_not_fit=True) == [False, False, True]
    assert reported == [("c", [1], [[]])]


def test_no_checks_ask_nothing():
    engine = Answers({})
    assert (run_checks([], engine, lambda layer, name: None), engine.asked) == ([], [])


def test_a_layer_of_the_caller_runs_last_and_is_named_in_the_report(harbour):
    harbour.replace("data/ports.csv", "KWT", "KUW")

    def check_names(found: LoadedPackage) -> None:
        assert found.tables["ports"].report.faults.cells == {"country": {5}}
        found.tables["ports"].report("column-extra", 1, "name", "names are not wanted")

    report = validate(harbour.root, crosscheck=False, layers=[Layer("names", check_names)])
    assert [(i.code, i.line) for i in report.issues] == [("column-extra", 1), ("enum", 5)]
    assert report.checked_by == ("duckdb", "names")
