"""The answers by hand notice when a join or a filter of a view is dropped or turned."""

from __future__ import annotations

import threading
from typing import Any

import duckdb
import pytest

from iraqmilitias.database.definitions import Definition, definitions
from iraqmilitias.dataset import Dataset

from .conftest import world
from .mutants import Answers, mutants

VIEWS = [d for d in definitions() if not d.is_macro and d.name not in ("cells", "coverage", "evidence", "records")]
PATIENCE = 5.0  # seconds; what takes longer does not end
# Some changes nobody can notice, because a key or another condition makes them alike (an inner join of lines that every
# row has; a group of no actor that nothing joins): so many of a view's, and always up to two.
ALIKE = 0.28


class Live:
    """The data in a database whose views can be replaced, with the call of a Dataset that the answers use."""

    def __init__(self, data: Dataset) -> None:
        self.connection = duckdb.connect()
        source = data.connect()
        for name in data.tables():
            frame = source.sql(f"select * from {name}").to_arrow_table()  # noqa: F841
            self.connection.execute(f"create table {name} as select * from frame")
        for item in definitions():
            self.connection.execute(item.sql)

    def sql(self, sql: str, as_: str = "rows") -> Any:
        found = self.connection.sql(sql)
        return found.fetchall() if as_ == "rows" else found.to_arrow_table()


@pytest.fixture(scope="module")
def answers(data: Dataset) -> Answers:
    worlds: dict[str, Any] = {name: world(name) for name in ("plain", "disagreeing", "judged")}
    return Answers({**worlds, "data": Live(data)})


def unnoticed(view: Definition, answers: Answers) -> tuple[int, list[str]]:
    """Return how many changes of a view can be made, and those that no answer notices."""
    connections = [w.connection if isinstance(w, Live) else w for w in answers.worlds.values()]
    original = view.sql.replace(f"create view {view.name} as", f"create or replace view {view.name} as")
    assert not answers.notice(view.name), "an answer fails on the unchanged view"
    count, left = 0, []
    for what, statement in mutants(view):
        try:
            for connection in connections:
                connection.execute(statement)
            count += 1
            watch = threading.Timer(PATIENCE, lambda: [c.interrupt() for c in connections])  # an endless recursion
            watch.start()
            if not answers.notice(view.name):
                left.append(what)
            watch.cancel()
        except duckdb.Error:
            pass  # it cannot be made: nobody could overlook it
        finally:
            for connection in connections:
                connection.execute(original)
    return count, left


@pytest.mark.full
@pytest.mark.parametrize("view", VIEWS, ids=lambda v: v.name)
def test_answers_notice_a_join_or_filter_that_is_dropped(view: Definition, answers: Answers) -> None:
    count, left = unnoticed(view, answers)
    print(f"{view.name}: {count - len(left)} of {count} changes noticed", *left, sep="\n  ")
    assert len(left) <= max(2, ALIKE * count)
