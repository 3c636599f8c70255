"""Who speaks, what a number counts and what a capital letter names, in sentences of other articles."""

from __future__ import annotations

import pytest

from .test_happenings import drafted, table


@pytest.mark.parametrize(
    ("lines", "speakers"),
    [
        (["Police drove it over the border, they said."], [""]),
        (["Colonel Ann Grey has four sons.", "“You want the man?” the colonel asks."], ["Ann Grey"]),
        (["Ann Grey spoke first.", "The court heard a former storekeeper. He walked away, he testified."], [""]),
        (["“It is over,” said a pallbearer who withheld his name."], ["pallbearer"]),
        (["Ali Jawad, the faction’s deputy leader, spoke. “We shall not wait,” he said."], ["Ali Jawad"]),
    ],
)
def test_speaker_is_who_the_sentences_before_name(lines: list[str], speakers: list[str]) -> None:
    assert [r.cells["speaker"] for r in table(drafted(*lines), "statements")] == speakers


@pytest.mark.parametrize(
    ("line", "measure", "unit"),
    [
        ("The elders have met the commander three times.", "other", "occasions"),
        ("Jets bombed the camp three times.", "strikes", "occasions"),
        ("His nephew was among the four who died.", "killed", "persons"),
        ("The dead were a watchman and two policemen.", "killed", "persons"),
        ("The group denied the shooting of two surveyors.", "other", "persons"),
        ("The Treasury Department blacklisted three Iranians.", "", "persons"),
        ("Two dead in an attack on the camp, guards say.", "killed", "persons"),
    ],
)
def test_number_counts_what_its_sentence_says(line: str, measure: str, unit: str) -> None:
    (row,) = table(drafted(line), "figures")
    assert (row.cells["measure"], row.cells["unit"] if unit else "") == (measure, unit)


def test_people_of_a_nation_are_not_linked_to_some_of_them() -> None:
    rows = drafted("The Iraqis had been told an hour before.")
    assert table(rows, "mentions") == []
    assert [(r.text, r.decision) for r in table(rows, "waivers")] == [("Iraqis", "")]


def test_word_in_small_letters_elsewhere_is_no_name_at_the_start_of_a_sentence() -> None:
    rows = drafted("Couriers drove it to Basra.", "He paid the couriers.")
    assert [r.text for r in table(rows, "actors")] == []


def test_capital_that_gives_orders_is_its_government() -> None:
    linked = {r.text: r.cells.get("actor") for r in table(drafted("It takes its orders from Tehran."), "mentions")}
    assert linked == {"Tehran": "Government of Iran"}


def test_two_dead_and_five_hurt_are_not_seven_hurt() -> None:
    rows = table(drafted("Two dead, five hurt in attack on convoy", role="title"), "figures")
    assert [(r.text, r.cells["measure"]) for r in rows] == [("Two", "killed"), ("five", "injured")]


def test_attack_of_one_day_is_not_surely_a_known_run_without_a_first_day() -> None:
    rows = drafted("A rocket struck Camp Taji on 3 March 2020.")
    assert [r.note.startswith("a new event, or") for r in table(rows, "event_reports")] == [True]


def test_a_draft_asks_for_each_required_column_that_it_leaves_empty() -> None:
    rows = drafted("Liwa al-Sahel struck a depot of Camp Taji and killed two guards.")
    asked = {(r.table, word) for r in rows for word in r.todo.replace(",", " ").split()}
    assert {("actors", "camp"), ("actors", "description"), ("event_reports", "summary")} <= asked
    assert not [r for r in table(rows, "mentions") if r.todo]
