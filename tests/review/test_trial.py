"""What the real rules say of rows while others are undecided."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from iraqmilitias.workshop.review import changes, trial
from iraqmilitias.workshop.review.session import Session

from .conftest import UncodedArticle

KEPT = {"camp": "observer", "description": "Reporter."}


def judge(session: Session, *typed: str) -> trial.Verdict:
    rows = trial.decided(session.package, session.rows, typed)
    found = trial.problems(session.package, session.source_id, session.sources, rows)
    return trial.sorted_out(found, rows, session.version)


def test_undecided_rows_and_what_refers_to_them_are_left_out(uncoded: UncodedArticle) -> None:
    session = uncoded.session()
    left = {r["row"] for r in trial.decided(session.package, session.rows) if r["decision"] == "remove"}
    undecided = {r["row"] for r in session.rows if "decision" not in r}
    named = {r["row"] for r in session.rows if r.get("actor") == "Nadia Farouk"}
    assert undecided and named and undecided | named <= left
    assert not any(r["row"] in left for r in session.rows if r.get("place") == "Erbil" and r.get("decision") == "keep")


@pytest.mark.slow
def test_the_real_rules_judge_what_is_decided_by_row_and_column(uncoded: UncodedArticle) -> None:
    session = uncoded.session()
    named = next(r["row"] for r in session.rows if r["table"] == "mentions" and r.get("text") == "Erbil")
    session.change(session.version, lambda rows: changes.edit(session.package, rows, named, {"times": "3"}))
    verdict = judge(session)
    assert list(verdict.rows) == [named] and not verdict.others
    assert [column for column, _ in verdict.rows[named]] == ["times"]
    assert set(verdict.lines) == {3, 5, 7, 9}  # their rows are undecided
    assert verdict.version == session.version and verdict.judged > 10


@pytest.mark.slow
def test_a_row_that_is_being_filled_in_is_judged_before_it_is_accepted(uncoded: UncodedArticle) -> None:
    session = uncoded.session()
    row = next(r["row"] for r in session.rows if r.get("name") == "Nadia Farouk")
    cells = {**KEPT, "wikidata": "not an id"}
    session.change(session.version, lambda rows: changes.edit(session.package, rows, row, cells), "key", row)
    assert [column for column, _ in judge(session, row).rows[row]] == ["wikidata"]
    assert row not in judge(session).rows


@pytest.mark.slow
def test_the_newest_version_is_judged_beside_the_page_and_again_after_its_process_was_ended(
    uncoded: UncodedArticle,
) -> None:
    session = uncoded.session()
    judge_of = trial.Trial(session.package, session.source_id, session.sources)
    try:
        for version in (1, 2):
            judge_of.ask(version, session.rows, [])
        wait(lambda: judge_of.verdict.version == 2)
        assert judge_of.verdict.judged > 10 and not judge_of.verdict.others
        assert judge_of._child is not None
        judge_of._child.kill()
        judge_of._child.wait()
        judge_of.ask(3, session.rows, [])
        wait(lambda: judge_of.verdict.version == 3)
        assert not judge_of.verdict.others
    finally:
        judge_of.stop()
    assert judge_of._child.poll() is not None


def wait(reached: Callable[[], bool]) -> None:
    """Wait until something is so, for a minute at most."""
    end = threading.Event()
    for _ in range(600):
        if reached():
            return
        end.wait(0.1)
    raise AssertionError("it did not come to that in a minute")
