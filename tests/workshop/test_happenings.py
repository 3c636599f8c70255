"""What a sentence tells as having happened, who took part, who says so and who belongs to whom."""

from __future__ import annotations

from datetime import date
from functools import cache

import pytest

from iraqmilitias.extraction import grammar, roles
from iraqmilitias.package import Package
from iraqmilitias.workshop import drafts
from iraqmilitias.workshop.statement_drafts import Published
from iraqmilitias.workshop.worksheet import Draft

from ..freeze import FROZEN

DAY = date(2022, 3, 16)  # a Wednesday


@cache
def package() -> Package:
    return Package(FROZEN)


def drafted(*lines: str, role: str = "") -> list[Draft]:
    kinds = [role] * len(lines) if role else ["body"] * len(lines)
    return drafts.draft(lines, Published(DAY, DAY, kinds), package())


def table(rows: list[Draft], name: str) -> list[Draft]:
    return [r for r in rows if r.table == name]


def told(*lines: str, role: str = "") -> list[tuple[str, str]]:
    return [(r.text, r.cells["event_type"]) for r in table(drafted(*lines, role=role), "event_reports")]


def taking_part(*lines: str) -> set[tuple[str, str]]:
    rows = table(drafted(*lines), "participants")
    return {(r.cells["role"], next(r.cells[c] for c in ("actor", "place", "facility") if c in r.cells)) for r in rows}


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("A drone hit a guard post near Haditha and wounded three soldiers.", [("hit", "drone-attack")]),
        ("Gunmen killed two farmers near Rutba on Sunday.", [("killed", "armed-attack")]),
        ("Two guards were wounded in a rocket attack on the camp.", [("wounded", "rocket-attack")]),
        ("Iran fired ballistic missiles at Al-Asad air base in January 2020.", [("fired", "missile-attack")]),
        (
            "US troops left Iraq in 2011 and returned three years later.",
            [("left", "withdrawal"), ("returned", "deployment")],
        ),
        ("The United States pulled out of the nuclear deal in 2018.", [("pulled", "policy-decision")]),
        ("A blast tore through a customs post.", [("tore", "armed-attack")]),
        ("Protesters took to the streets of Basra.", [("streets", "protest")]),
        ("The prime minister survived an assassination attempt.", [("attempt", "assassination-attempt")]),
        ("There was no answer to the recent drone strikes.", [("strikes", "drone-attack")]),
        ("Police have since arrested a suspect.", [("arrested", "other")]),
        ("A contractor was killed when rockets slammed into Camp Taji.", [("killed", "rocket-attack")]),
        ("Police fired tear gas at demonstrators.", [("fired", "crackdown")]),
        ("Hundreds of demonstrators gathered near Tahrir Square.", [("gathered", "protest")]),
        ("The prime minister fired the head of intelligence.", [("fired", "policy-decision")]),
        ("Militiamen seized a checkpoint and beat the drivers.", [("seized", "military-operation"), ("beat", "abuse")]),
        ("The militia took control of the border crossing.", [("control", "military-operation")]),
        ("A suicide bomber struck a market in Baghdad.", [("struck", "armed-attack")]),
    ],
)
def test_sentence_tells_a_happening(line: str, expected: list[tuple[str, str]]) -> None:
    assert told(line) == expected


@pytest.mark.parametrize(
    "line",
    [
        "The group threatened to attack the convoys.",
        "If the drone had hit the base, it would have killed soldiers.",
        "No rocket hit the base.",
        "The militia plans attacks on the embassy.",
        "Iraq would take over the bases by 2026.",
        "The command did not say who had sent the drone.",
        "Officials warned of attacks by militias.",
        "Why did the militia attack the base?",
        "A Russian attack helicopter stood on the runway.",
    ],
)
def test_sentence_about_what_did_not_happen_tells_nothing(line: str) -> None:
    assert told(line) == []


def test_heading_tells_in_the_present_what_a_sentence_tells_in_the_past() -> None:
    assert [kind for _, kind in told("Rockets land near Taji, guard wounded", role="title")] == ["rocket-attack"]
    assert told("Rockets land near Taji every year, and the guard sleeps.") == []


def test_participants_have_their_roles_in_an_active_sentence() -> None:
    line = "Islamic State gunmen attacked a checkpoint near Khanaqin and wounded six soldiers."
    assert taking_part(line) == {
        ("initiator", "Islamic State"), ("target", "checkpoint near Khanaqin"),
        ("victim", "soldiers"), ("near", "Khanaqin"),
    }  # fmt: skip


def test_participants_have_their_roles_in_a_passive_sentence() -> None:
    assert taking_part("Two drivers were killed by Kataib Hezbollah.") == {
        ("victim", "drivers"), ("initiator", "Kata’ib Hezbollah"),
    }  # fmt: skip


def test_rocket_that_falls_beside_a_base_has_no_target() -> None:
    assert taking_part("A rocket came down on open ground beside Camp Taji.") == {("near", "Camp Taji")}


def test_forces_leave_from_a_place_of_origin() -> None:
    assert taking_part("US troops left Iraq in 2011.") == {
        ("initiator", "United States armed forces"),
        ("origin", "Iraq"),
    }


def test_what_was_allowed_has_an_enabler() -> None:
    assert ("enabler", "town police") in taking_part("The town police allowed the militia to attack the camp.")


def test_possible_attack_is_hedged_and_disputed_where_it_is_denied() -> None:
    rows = drafted("Kataib Hezbollah may have attacked the camp, although it denies this.")
    assert [r.cells["certainty"] for r in table(rows, "event_reports")] == ["disputed"]
    rows = drafted("A drone reportedly hit the camp.")
    assert [r.cells["certainty"] for r in table(rows, "event_reports")] == ["hedged"]


def test_line_that_says_that_nobody_was_harmed_has_it_in_the_report() -> None:
    report = table(drafted("A rocket hit the camp on Sunday; no one was harmed."), "event_reports")[0]
    assert (report.cells["no_deaths"], report.cells["no_injuries"]) == ("true", "true")
    assert report.cells["date_from"] == report.cells["date_to"] == "2022-03-13"


def test_day_of_speech_goes_to_the_statement_and_not_to_the_event() -> None:
    rows = drafted("Gunmen killed two farmers last week, the Interior Ministry of Iraq said on Sunday.")
    (report,), (statement,) = table(rows, "event_reports"), table(rows, "statements")
    assert (report.cells["date_from"], report.cells["date_to"]) == ("2022-03-07", "2022-03-13")
    assert statement.cells["date_from"] == statement.cells["date_to"] == "2022-03-13"
    assert report.cells["statement"] == statement.row


def test_days_are_counted_from_the_day_told_before() -> None:
    rows = drafted("On 1 March a bomb killed a guard.", "Two days later, gunmen attacked a camp.")
    assert [r.cells["date_from"] for r in table(rows, "event_reports")] == ["2022-03-01", "2022-03-03"]


def test_two_lines_on_one_happening_have_one_event() -> None:
    rows = drafted(
        "On Sunday a bomb struck a convoy near Latifiya.", "The bombing was condemned by the government of Iraq."
    )
    reports = table(rows, "event_reports")
    assert len(table(rows, "events")) == 1
    assert {r.cells["event"] for r in reports} == {table(rows, "events")[0].row}


def test_two_attacks_of_other_weapons_have_two_events() -> None:
    rows = drafted("On Sunday a bomb struck a convoy near Latifiya.", "A rocket hit Camp Taji on Monday.")
    assert len(table(rows, "events")) == 2


def test_known_event_is_tied_by_who_was_killed_and_by_a_base_and_a_month() -> None:
    rows = drafted(
        "The United States killed Qasem Soleimani.", "Iran fired missiles at Al-Asad air base in January 2020."
    )
    assert [r.cells.get("event") for r in table(rows, "event_reports")] == [
        "Killing of Soleimani and al-Muhandis", "Iranian missile attack on Al-Asad",
    ]  # fmt: skip
    assert table(rows, "events") == []


def test_event_that_is_perhaps_a_known_one_is_left_open_and_named_in_the_note() -> None:
    rows = drafted("US troops left Iraq in 2011.")
    (report,) = table(rows, "event_reports")
    assert "event" not in report.cells
    assert "Withdrawal of coalition troops from Iraq" in report.note


def test_number_of_the_injured_is_no_strength_and_goes_to_its_event() -> None:
    rows = drafted("A drone hit the camp and wounded three soldiers.")
    (figure,) = table(rows, "figures")
    assert (figure.cells["measure"], figure.cells["actor"]) == ("injured", "soldiers")
    assert figure.cells["event"] == table(rows, "events")[0].row


@pytest.mark.parametrize(
    ("line", "printed", "measure", "unit", "low"),
    [
        ("Results are promised within 48 hours of the attack.", "48", "duration", "other", "48"),
        ("One in five of the rockets failed to explode.", "One in five", "other", "other", "0.2"),
        ("It kept a third of the money.", "a third", "other", "other", "0.333333"),
        ("Two dead in attack on convoy", "Two", "killed", "persons", "2"),
        ("Police detained 17 men.", "17", "detained", "persons", "17"),
    ],
)
def test_number_has_what_its_words_say(line: str, printed: str, measure: str, unit: str, low: str) -> None:
    figure = next(d for d in table(drafted(line), "figures") if d.text == printed)
    assert (figure.cells["measure"], figure.cells["unit"], figure.cells["value_low"]) == (measure, unit, low)


def test_numbers_of_a_table_take_the_measure_of_their_column() -> None:
    rows = table(drafted("Month; Attacks; Killed", "June 2022; 9; 4"), "figures")
    assert [(r.text, r.cells["measure"]) for r in rows] == [("9", "attacks"), ("4", "killed")]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Ann Grey, spokeswoman for the Badr Organization, said so.", ("Ann Grey", "speaks_for", "Badr Organization")),
        ("Liwa al-Quds is a brigade of the Badr Organization.", ("Liwa al-Quds", "part_of", "Badr Organization")),
        ("Ann Grey, who heads the Badr Organization, left.", ("Ann Grey", "leads", "Badr Organization")),
        ("Ann Grey used to work for the Badr Organization.", ("Ann Grey", "works_for", "Badr Organization")),
        ("Iran-backed militias fired rockets.", ("Iran", "backs", "Iran-backed militias in Iraq")),
    ],
)
def test_tie_is_drafted_from_the_words_between_two_parties(line: str, expected: tuple[str, str, str]) -> None:
    rows = table(drafted(line), "affiliations")
    assert expected in {(r.cells["actor"], r.cells["relation"], r.cells["organisation"]) for r in rows}


def test_former_office_is_a_tie_of_the_past() -> None:
    (tie,) = table(drafted("Ann Grey, a former adviser to the Badr Organization, said so."), "affiliations")
    assert tie.cells["tense"] == "past"


def test_speaker_without_a_name_is_drafted_as_a_record_with_its_mention() -> None:
    rows = drafted("A bomb hit the camp, an Iraqi security official said.")
    (statement,) = table(rows, "statements")
    assert statement.cells["speaker"] == "Iraqi security official"
    assert [(r.cells["name"], r.cells["named"], r.decision) for r in table(rows, "actors")] == [
        ("Iraqi security official", "false", "")
    ]
    assert any(r.cells.get("actor") == "Iraqi security official" for r in table(rows, "mentions"))


def test_speech_within_speech_names_the_outer_statement() -> None:
    rows = drafted("Ann Grey said that Kataib Hezbollah had denied any part in the attack.")
    inner = next(r for r in table(rows, "statements") if r.cells["speaker"] == "Kata’ib Hezbollah")
    outer = next(r for r in table(rows, "statements") if r.cells["speaker"] == "Ann Grey")
    assert inner.cells["within"] == outer.row


def test_force_that_ended_before_the_article_is_not_meant_by_its_coalition() -> None:
    line = "In 2020 the coalition handed over most of its bases."
    assert ("initiator", "Global Coalition against Islamic State") in taking_part(line)


def test_ministry_of_another_state_is_not_linked_to_that_of_iraq() -> None:
    rows = drafted("A bomb hit a depot in Velmora, the Interior Ministry said.")
    assert "Iraqi Ministry of Interior" not in {r.cells.get("speaker") for r in table(rows, "statements")}


def test_embassy_elsewhere_is_not_linked_to_that_in_baghdad() -> None:
    linked = {r.cells.get("facility") for r in table(drafted("The US embassy in Beirut closed."), "mentions")}
    assert "Embassy of the United States, Baghdad" not in linked


def test_embassy_of_another_state_is_not_linked_to_that_of_the_united_states() -> None:
    linked = {r.cells.get("facility") for r in table(drafted("The Swedish embassy in Baghdad closed."), "mentions")}
    assert linked == {None, "Swedish embassy"}  # and Baghdad


def test_forces_of_the_coalition_are_those_of_the_article_s_year() -> None:
    line = "About 40 coalition soldiers left the base under an agreement."
    assert ("initiator", "Global Coalition against Islamic State") in taking_part(line)
    assert told(line) == [("left", "withdrawal")]


def test_state_that_acts_is_a_new_actor_where_the_data_have_its_territory_alone() -> None:
    rows = drafted("Jordan shot down two drones on Sunday.", "Turkish jets bombed a camp near Sinjar.")
    new = {(r.cells["name"], r.cells.get("actor_type"), r.decision) for r in table(rows, "actors")}
    assert {("Jordan", "state", ""), ("Turkey", "state", "")} <= new
    named = {(r.line, r.cells["actor"], r.cells["role"]) for r in table(rows, "participants") if "actor" in r.cells}
    assert {(1, "Jordan", "initiator"), (2, "Turkey", "initiator")} <= named
    assert {r.cells.get("place") for r in table(drafted("A rocket fell in Jordan."), "mentions")} == {"Jordan"}


def test_name_in_arabic_script_is_who_was_named_before_it() -> None:
    rows = drafted("The Rafidain Shield (درع الرافدين) denied it.")
    mention = next(r for r in table(rows, "mentions") if r.text == "درع الرافدين")
    assert mention.cells["actor"] == "Rafidain Shield"


def test_uncertain_rows_are_never_set_to_keep() -> None:
    rows = drafted("A drone hit the camp and wounded three soldiers, an official said.", "The bombing was condemned.")
    tables = ("events", "event_reports", "participants", "affiliations", "statements", "figures", "actors")
    assert {r.decision for r in rows if r.table in tables} == {""}


def test_a_page_of_roles_has_what_the_lines_are() -> None:
    lines = [
        "A title of several words",
        "Ann Grey | Opinion | 11 May 2023",
        "June 2022; 9; 4",
        "• On 20 December, a bomb fell",
    ]
    assert roles.guess(lines, lines[0]) == ["title", "byline", "body", "body"]


def test_line_of_a_million_characters_has_no_words() -> None:
    assert len(grammar.parse("soldiers " * 200_000, named=[(0, 8, "actors")])) == 0


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("US jets bombed a depot of the Fajr Brigade.", {("initiator", "United States"), ("target", "Fajr Brigade")}),
        ("A drone struck the home of Mustafa al-Kadhimi.", {("target", "Mustafa al-Kadhimi")}),
        ("Camp Taji was subjected to attacks in May.", {("target", "Camp Taji")}),
        ("Kataib Hezbollah claimed responsibility for the attack.", {("initiator", "Kata’ib Hezbollah")}),
        ("The attack was condemned by Iran.", set()),
        ("Four welders died in an ambush.", {("victim", "welders")}),
        ("The killing of the mayor of Rutba, Saad Jassim, was condemned.", {("victim", "Saad Jassim")}),
        ("Turkey carried out dozens of raids in Syria.", {("initiator", "Turkey"), ("location", "Syria")}),
        ("No group claimed the bombing, but the army blamed Kataib Hezbollah.", {("initiator", "Kata’ib Hezbollah")}),
        ("A jet struck a depot used by Kataib Hezbollah.", {("target", "Kata’ib Hezbollah")}),
        ("Police opened fire on protesters, killing at least 24.", {("victim", "Iraqi protesters")}),
        ("The Treasury Department blacklisted an Iraqi bank.", {("target", "Iraqi bank")}),
        ("A suicide bomber struck a market in Baghdad.", {("location", "Baghdad")}),
    ],
)
def test_participant_is_found_by_what_is_said_of_the_deed(line: str, expected: set[tuple[str, str]]) -> None:
    assert expected <= (found := taking_part(line)) and bool(expected) == bool(found)


def test_initiator_whom_the_line_clears_has_no_certainty() -> None:
    rows = table(drafted("An official said American forces had not carried out the strike."), "participants")
    assert [(r.cells["actor"], "certainty" in r.cells) for r in rows] == [("United States armed forces", False)]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("A soldier was killed in a road accident near Camp Taji.", []),
        ("The army denied that a drone had hit the depot.", []),
        ("14:40 Protesters storm a police station.", ["armed-attack"]),
        ("Protesters storm a police station.", []),
        ("Did the killing of Qasem Soleimani change anything?", ["assassination"]),
        ("On 1 March, nothing was seen.", []),
    ],
)
def test_line_tells_only_what_happened(line: str, expected: list[str]) -> None:
    assert [kind for _, kind in told(line)] == expected


def test_name_of_several_parts_is_one_word_of_the_grammar() -> None:
    line = "Three drones hit a depot of Liwa al-Sahel."
    words = list(grammar.parse(line, named=[(28, 41, "actors")]))
    assert [(w.idx, len(w)) for w in words[-2:]] == [(28, 13), (41, 1)]
    assert (words[-2].dep_, words[-2].head.text) == ("pobj", "of")


def test_names_that_share_a_word_are_read_without_an_error() -> None:
    read = grammar.parse("The National Wisdom Movement met.", named=[(4, 19, "actors"), (13, 28, "actors")])
    assert "National Wisdom" in [w.text for w in read]


def test_killing_of_another_person_is_another_event() -> None:
    rows = drafted("A drone killed Qasem Soleimani.", "The killing of Hisham al-Hashimi by gunmen shocked many.")
    events = {r.cells["event"] for r in table(rows, "event_reports") if "event" in r.cells}
    assert len(events) == len(table(rows, "event_reports")) == 2


def test_answers_in_an_interview_are_said_by_who_is_asked() -> None:
    rows = drafted(
        "Delta Review: Who came?",
        "Omar Saleh: Men came in 2018 and beat me with cables.",
        "Did you tell the police?",
        "Gunmen attacked the station that night.",
        "Are you afraid?",
    )
    said = {r.row: r.cells["speaker"] for r in table(rows, "statements")}
    assert [said[r.cells["statement"]] for r in table(rows, "event_reports")] == ["Omar Saleh", "Omar Saleh"]
    assert ("victim", "Omar Saleh") in {(r.cells["role"], r.cells.get("actor")) for r in table(rows, "participants")}


def test_line_longer_than_a_paragraph_has_only_its_role() -> None:
    rows = drafted("A drone hit Camp Taji on Sunday. " * 1000)
    assert [(r.table, r.note[:8]) for r in rows] == [("lines", "too long")]


def test_pronoun_in_a_quotation_means_nobody_of_the_article() -> None:
    rows = table(drafted("The farmers waited at the gate. “They shot at us,” said Abbas Mahdi."), "participants")
    assert [r for r in rows if r.cells["role"] == "initiator"] == []
