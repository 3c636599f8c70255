"""What the real rules say of rows while others are undecided."""

from __future__ import annotations

from iraqmilitias.workshop.review import changes, trial
from iraqmilitias.workshop.review.session import Session

from .conftest import Desk

KEPT = {"camp": "observer", "description": "Reporter."}


def judge(session: Session, *typed: str) -> trial.Verdict:
    rows = [dict(r) for r in session.rows]
    return trial.judge(session.package, session.source_id, session.sources, session.version, rows, frozenset(typed))


def test_undecided_rows_and_what_refers_to_them_are_left_out(desk: Desk) -> None:
    session = desk.session()
    left = {r["row"] for r in trial.decided(session.package, session.rows) if r["decision"] == "remove"}
    undecided = {r["row"] for r in session.rows if "decision" not in r}
    named = {r["row"] for r in session.rows if r.get("actor") == "Nadia Farouk"}
    assert undecided and named and undecided | named <= left
    assert not any(r["row"] in left for r in session.rows if r.get("place") == "Erbil" and r.get("decision") == "keep")


def test_the_real_rules_judge_what_is_decided_by_row_and_column(desk: Desk) -> None:
    session = desk.session()
    verdict = judge(session)
    assert not verdict.rows and not verdict.others
    assert verdict.version == session.version and verdict.judged > 10
    named = next(r["row"] for r in session.rows if r["table"] == "mentions" and r.get("text") == "Erbil")
    session.change(session.version, lambda rows: changes.edit(rows, named, {"times": "3"}))
    (problem,) = judge(session).rows[named]
    assert problem[0] in ("times", "text", "row") and "src-" not in problem[1][:4]


def test_a_row_that_is_being_filled_in_is_judged_before_it_is_accepted(desk: Desk) -> None:
    session = desk.session()
    row = next(r["row"] for r in session.rows if r.get("name") == "Nadia Farouk")
    cells = {**KEPT, "wikidata": "not an id"}
    session.change(session.version, lambda rows: changes.edit(rows, row, cells), "key", row)
    assert [column for column, _ in judge(session, row).rows[row]] == ["wikidata"]
    assert row not in judge(session).rows
