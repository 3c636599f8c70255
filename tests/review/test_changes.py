"""What can be done to rows: same as, split, merge, remove, add, waive."""

from __future__ import annotations

import pytest

from iraqmilitias.errors import Error
from iraqmilitias.workshop.review import changes
from iraqmilitias.workshop.review.session import Cells, Session

from .conftest import UncodedArticle


@pytest.fixture
def session(uncoded: UncodedArticle) -> Session:
    return uncoded.session()


def row(session: Session, table: str, words: str) -> Cells:
    return next(r for r in session.rows if r["table"] == table and words in (r.get("name"), r.get("text")))


def copied(session: Session) -> list[Cells]:
    return [dict(r) for r in session.rows]


@pytest.mark.slow
def test_same_as_points_names_at_the_known_record_and_keeps_the_alias(session: Session) -> None:
    label = row(session, "actors", "Northern Watch Command")["row"]
    target = changes.Target("actors", "Popular Mobilization Forces", "Popular Mobilization Forces")
    rows, said = changes.same_as(session.package, copied(session), label, target, "en")
    assert changes.find(rows, label)["decision"] == "remove"
    (named,) = (r for r in rows if r["table"] == "mentions" and r["text"] == "Northern Watch Command")
    assert (named["actor"], named["decision"]) == ("Popular Mobilization Forces", "keep")
    (alias,) = (r for r in rows if r["table"] == "aliases")
    expected = {"alias": "Northern Watch Command", "language": "en", "actor": "Popular Mobilization Forces"}
    assert expected.items() <= alias.items() and alias["decision"] == "keep"
    assert "kept as an alias" in said


@pytest.mark.slow
def test_same_as_of_another_kind_moves_the_name_and_asks_again_who_speaks(session: Session) -> None:
    label = row(session, "actors", "Tariq Azzam")["row"]
    target = changes.Target("places", "Erbil", "Erbil")
    rows, _ = changes.same_as(session.package, copied(session), label, target, "en")
    (named,) = (r for r in rows if r["table"] == "mentions" and r["text"] == "Tariq Azzam")
    assert named["place"] == "Erbil" and "actor" not in named
    (said,) = (r for r in rows if r["table"] == "statements" and r["line"] == "5")
    assert "decision" not in said and "speaker" not in said


def test_same_as_a_known_spelling_adds_no_alias(session: Session) -> None:
    rows = copied(session)
    new = changes.find(rows, row(session, "actors", "Northern Watch Command")["row"])
    new["name"] = "Erbil"
    rows, said = changes.same_as(session.package, rows, new["row"], changes.Target("places", "Erbil", "Erbil"), "en")
    assert not [r for r in rows if r["table"] == "aliases"] and "alias" not in said


def test_split_makes_an_undecided_twin_and_divides_the_times(session: Session) -> None:
    rows = copied(session)
    first = changes.find(rows, row(session, "mentions", "Iraq")["row"])
    first["times"] = "3"
    rows, _ = changes.split(rows, first["row"])
    twin = rows[rows.index(first) + 1]
    assert (first["times"], twin["times"]) == ("2", "1")
    assert "decision" not in twin and twin["row"] != first["row"] and twin["text"] == "Iraq"


def test_merge_keeps_the_other_row_and_fills_what_it_lacks(session: Session) -> None:
    rows = copied(session)
    first, second = (r for r in rows if r["table"] == "statements" and r["line"] == "9" and r["text"] != "denied")
    first |= {"paraphrase": "An account.", "act": "report"}
    second["act"] = "claim"
    rows, _ = changes.join(session.package, rows, first["row"], second["row"])
    assert first["decision"] == "remove"
    assert (second["paraphrase"], second["act"]) == ("An account.", "claim")


def test_merge_refuses_a_row_of_another_kind(session: Session) -> None:
    with pytest.raises(Error, match="only with another row of its kind"):
        changes.join(session.package, copied(session), row(session, "mentions", "Erbil")["row"], "r1")


def test_remove_of_a_statement_leaves_no_row_that_refers_to_it(session: Session) -> None:
    rows = copied(session)
    said = next(r for r in rows if r["table"] == "statements" and r["line"] == "7")
    number = next(r for r in rows if r["table"] == "figures" and r["line"] == "7")
    number |= {"statement": said["row"], "decision": "keep"}
    rows, _ = changes.remove(session.package, rows, said["row"])
    assert "statement" not in number and number["decision"] == "keep"


def test_remove_of_a_new_actor_asks_again_what_its_names_mean(session: Session) -> None:
    rows, _ = changes.remove(session.package, copied(session), row(session, "actors", "Zagros Daily")["row"])
    (named,) = (r for r in rows if r["table"] == "mentions" and r["text"] == "Zagros Daily")
    assert "actor" not in named and "decision" not in named


@pytest.mark.parametrize(
    ("table", "words", "expected"),
    [
        ("mentions", "Erbil", {"times": "1", "text": "Erbil"}),
        ("figures", "14", {"printed": "14", "value_low": "14", "value_high": "14", "locator": "14"}),
        ("statements", "told reporters", {"mode": "indirect", "locator": "told reporters", "date_to": "2022-01-15"}),
        ("affiliations", "Azzam told", {"certainty": "asserted", "tense": "present"}),
    ],
)
def test_a_new_row_has_what_its_words_say(session: Session, table: str, words: str, expected: Cells) -> None:
    rows, _ = changes.add(session.package, copied(session), 7, table, words, session.text[6], session.source)
    old = {r["row"] for r in session.rows}
    (made,) = (r for r in rows if r["row"] not in old)
    assert expected.items() <= made.items()
    assert made["line"] == "7" and "decision" not in made


def test_a_new_event_comes_with_its_report(session: Session) -> None:
    line, source = session.text[4], session.source
    before = {r["row"] for r in session.rows}
    rows, _ = changes.add(session.package, copied(session), 5, "events", "rockets landed", line, source)
    event, report = (r for r in rows if r["row"] not in before)
    assert report["event"] == event["row"] and report["locator"] == event["locator"] == "rockets landed"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("seven rockets", "does not have the words"),
        ("", "give the words"),
        ("Three rockets landed near Harir Camp on Thursday, wounding", "at most 8 words"),
    ],
)
def test_a_new_row_rejects_words_that_the_line_lacks_and_long_quotations(
    session: Session, words: str, message: str
) -> None:
    with pytest.raises(Error, match=message):
        changes.add(session.package, copied(session), 5, "mentions", words, session.text[4], session.source)


def test_a_waiver_needs_a_reason(session: Session) -> None:
    with pytest.raises(Error, match="say why"):
        changes.waive(copied(session), row(session, "figures", "14")["row"], "  ")
