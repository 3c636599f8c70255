"""Many small statements in a few large jobs.

A job costs Spark some tenths of a second however little it does, and a package asks hundreds of questions. So the
work that asks them is run without answers, to learn what it asks; all of it is answered in one job; and so on with
what those answers make it ask, until it asks nothing that is not known.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar

from sqlglot import exp

from ..issue import Findings
from . import Engine
from .dialect import parsed

Rows = list[tuple[Any, ...]]
T = TypeVar("T")


class Known(NamedTuple):
    """Rows that are there already."""

    rows: Rows

    def fetchall(self) -> Rows:
        return self.rows


class Rounds:
    """An engine that answers what it knows, and of the rest keeps the question and says: nothing found."""

    def __init__(self) -> None:
        self.known: dict[str, Rows] = {}
        self.asked: dict[str, None] = {}

    def execute(self, query: str) -> Known:
        """Return the known rows; before they are known, none, or zeros where a count was asked for."""
        if query in self.known:
            return Known(self.known[query])
        self.asked[query] = None
        return Known(_nothing(query))


def _nothing(query: str) -> Rows:
    tree = parsed(query)
    if not isinstance(tree, exp.Select) or tree.args.get("group"):
        return []
    if not all(_counts(e) for e in tree.expressions):
        return []
    return [(0,) * len(tree.expressions)]


def _counts(projection: exp.Expr) -> bool:
    return any(not isinstance(f.parent, exp.Window) for f in projection.find_all(exp.AggFunc))


def settle(answer: Callable[[list[str]], dict[str, Rows]], work: Callable[[Engine, Findings], T], found: Findings) -> T:
    """Run `work` until every statement that it asks is answered, record what it finds and return what it returns."""
    rounds = Rounds()
    while True:
        trial = Findings()
        trial.issues, trial.totals, trial.notes = list(found.issues), found.totals.copy(), list(found.notes)
        result = work(rounds, trial)
        if not rounds.asked:
            found.issues, found.totals, found.notes = trial.issues, trial.totals, trial.notes
            return result
        rounds.known |= answer(list(rounds.asked))
        rounds.asked.clear()
