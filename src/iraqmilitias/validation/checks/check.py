"""A check: what to count, which rows to show, and how a row becomes an issue; and how checks are run."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from ..engines import Engine, Rows

Counts = Sequence[int]


class Check(NamedTuple):
    """Something that is asked of loaded tables, in queries in DuckDB's SQL."""

    layer: str  # contracts | references | rules
    name: str  # of the table or rule, for progress
    count_query: str  # a query of one row of numbers, all of them zero where there is nothing to report
    row_queries: Callable[[Counts], list[str]]  # the queries for the rows to show, given the numbers
    report: Callable[[Counts, list[Rows]], None]  # records an issue for each row


def run_checks(
    checks: Sequence[Check], engine: Engine, on_progress: Callable[[str, str], None], may_not_fit: bool = False
) -> list[bool]:
    """Run checks on an engine and report what they find; return which of them applied.

    All are counted together. Those that found something are then reported one after the other, so that
    the next can know of it. Only where they `may_not_fit` the tables' types can a check not apply.
    """
    ask: Callable[..., Sequence[Rows | None]] = engine.try_answer if may_not_fit else engine.answer

    def started(number: int) -> None:
        on_progress(checks[number].layer, checks[number].name)

    counted = ask([c.count_query for c in checks], started)
    applied = []
    for check, rows in zip(checks, counted, strict=True):
        shown: Sequence[Rows | None] = [rows]
        if rows is not None and any(rows[0]):
            shown = ask(check.row_queries(rows[0]))
            if found := [r for r in shown if r is not None]:
                check.report(rows[0], found)
        applied.append(None not in shown)
    return applied
