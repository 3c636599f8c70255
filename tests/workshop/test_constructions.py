"""Turns of phrase that tell who did what to whom: each is one kind, and each was drafted wrongly once."""

from __future__ import annotations

import pytest

from iraqmilitias.table_files import rows_of
from iraqmilitias.workshop import drafts
from iraqmilitias.workshop.statement_drafts import Published

from .test_happenings import DAY, drafted, package, table, taking_part, told


@pytest.mark.sampled(3)
@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        pytest.param(
            ["Layla Hadi was a lawyer.", "The government denied any role in her killing."],
            {("victim", "Layla Hadi")},
            id="whose-killing",
        ),
        pytest.param(
            ["Islamic State’s massacre of farmers shocked the town."],
            {("initiator", "Islamic State"), ("victim", "farmers")},
            id="whose-killing-of-whom",
        ),
        pytest.param(
            ["Residents accused Kataib Hezbollah of killing two farmers."],
            {("initiator", "Kata’ib Hezbollah"), ("victim", "farmers")},
            id="accused-of-doing",
        ),
        pytest.param(
            ["Residents accused Kataib Hezbollah of the assassination of Layla Hadi."],
            {("initiator", "Kata’ib Hezbollah"), ("victim", "Layla Hadi")},
            id="accused-of-a-deed",
        ),
        pytest.param(
            ["Residents accused Kataib Hezbollah of being behind the killing of two farmers."],
            {("initiator", "Kata’ib Hezbollah"), ("victim", "farmers")},
            id="accused-of-being-behind",
        ),
        pytest.param(
            ["Police arrested Karim Hadi, a former officer of the Iraqi army who had bombed a checkpoint."],
            {("initiator", "Karim Hadi"), ("target", "checkpoint")},
            id="officer-of-a-body-who",
        ),
        pytest.param(
            ["Iraqi Army soldiers, backed by American helicopters, raided a workshop."],
            {("initiator", "Iraqi Army"), ("supporter", "United States"), ("target", "workshop")},
            id="backed-by",
        ),
        pytest.param(
            ["The launching of two rockets at Camp Taji by unknown gunmen was condemned."],
            {("initiator", "unknown gunmen"), ("target", "Camp Taji")},
            id="verbal-noun",
        ),
        pytest.param(
            ["The United States imposed sanctions on the Badr Organization in 2019."],
            {("initiator", "United States"), ("target", "Badr Organization")},
            id="imposed-sanctions",
        ),
        pytest.param(
            ["We thank Iran for the weapons that it sent to Kataib Hezbollah."],
            {("supplier", "Iran"), ("target", "Kata’ib Hezbollah")},
            id="what-it-sent",
        ),
        pytest.param(
            ["Washington says that Iran arms the Badr Organization."],
            {("supplier", "Iran"), ("target", "Badr Organization")},
            id="arms-at-present",
        ),
        pytest.param(
            ["A visit by Qasem Soleimani to Tehran suggests that talks will resume."],
            {("initiator", "Qasem Soleimani"), ("destination", "Tehran")},
            id="a-visit-suggests",
        ),
        pytest.param(
            ["The Badr Organization is a militia.", "It was founded in 2014 by Karim Hadi."],
            {("target", "Badr Organization"), ("initiator", "Karim Hadi")},
            id="it-is-what-the-line-before-is-about",
        ),
        pytest.param(
            ["The Badr Organization has fighters who fought Islamic State.", "Gunmen of the group attacked a camp."],
            {("initiator", "Badr Organization"), ("initiator", "fighters"), ("target", "camp")},
            id="the-group-is-what-the-line-before-is-about",
        ),
        pytest.param(
            ["The group denied any role in the killing of Layla Hadi.", "Karim Hadi lives."],
            {("victim", "Layla Hadi")},
            id="denied-role",
        ),
        pytest.param(
            ["We remind the parliament of Iraq of the vote.", "Iraq’s vote to expel the troops was hailed."],
            {("initiator", "Iraq")},
            id="vote-to",
        ),
        pytest.param(
            ["Karim Hadi died in an air strike, which the group blamed on Israel."],
            {("victim", "Karim Hadi"), ("initiator", "Israel")},
            id="blamed-on",
        ),
    ],
)
def test_line_tells_who_did_what_to_whom(lines: list[str], expected: set[tuple[str, str]]) -> None:
    assert expected <= taking_part(*lines)
    assert {who for role, who in taking_part(*lines) if role == "initiator"} <= {w for r, w in expected} | {"Police"}


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("The movement demanded the dismissal of the minister, the withdrawal of all foreign troops.", []),
        ("A visit by the minister last week suggests that talks will resume.", [("visit", "visit")]),
        ("His death in an air strike was mourned by thousands.", [("death", "airstrike")]),
        ("Iran sent weapons to the militia in 2019.", [("sent", "material-support")]),
        ("The militia fought Islamic State in Mosul.", [("fought", "military-operation")]),
        ("The fighter died of cancer, and his death was mourned.", []),
    ],
)
def test_line_tells_only_what_happened(line: str, expected: list[tuple[str, str]]) -> None:
    assert told(line) == expected


def days(*lines: str) -> list[tuple[str, str]]:
    return [(r.cells["date_from"], r.cells["date_to"]) for r in table(drafted(*lines), "event_reports")]


def test_days_after_another_event_are_not_counted_from_the_day_told_before() -> None:
    assert days("Gunmen attacked a camp on 1 March.", "The bombing came three days after the vote.")[1][0] == ""


def test_day_at_the_end_of_a_clause_is_that_of_its_verb() -> None:
    line = "A bomb struck a convoy carrying supplies for the coalition on Sunday, wounding two drivers."
    assert days(line) == [("2022-03-13", "2022-03-13")]


def test_what_happened_during_a_dated_event_has_its_days() -> None:
    assert days("Gunmen abducted two activists during the protests of 2019.")[0] == ("2019-01-01", "2019-12-31")


def test_future_within_a_quotation_leaves_the_day_of_speech_certain() -> None:
    found = table(drafted("“They will pay,” he told mourners in Najaf on Sunday."), "dates")
    assert [d.cells.get("date_from") for d in found] == ["2022-03-13"]


def test_month_that_has_not_ended_ends_on_the_day_of_publication() -> None:
    found = table(drafted("It was the third attack this month."), "dates")
    assert [d.cells["date_to"] for d in found] == ["2022-03-16"]


@pytest.mark.parametrize(
    ("line", "measure"),
    [
        ("They took fourteen of our brothers to an unknown place.", ""),  # detained, or not?
        ("The group has many fighters; diplomats put the figure at between 1,500 and 2,000.", ""),
        ("We buried forty of them.", ""),
        ("A crowd of 300 people gathered.", "other"),
    ],
)
def test_number_of_people_is_left_open_where_the_verb_may_say_what_befell_them(line: str, measure: str) -> None:
    assert [f.cells["measure"] for f in table(drafted(line), "figures")] == [measure]


def test_it_is_not_several_who_spoke_before() -> None:
    rows = drafted("Security sources said that a bomb went off.", "A channel posted a video, which it said was new.")
    assert [s.cells["speaker"] for s in table(rows, "statements")][1] != "Security sources"


def test_beating_and_abduction_are_two_events() -> None:
    line = "Gunmen beat up two guards and abducted a lawyer."
    assert [text for text, _ in told(line)] == ["beat", "abducted"]


def test_their_means_the_subject_and_not_one_in_a_clause_about_it() -> None:
    text = "The Badr Organization, which the United States banned, was silent. Their spokesman, Karim Hadi, was not."
    assert ("Karim Hadi", "speaks_for", "Badr Organization") in ties(text)


def test_event_after_another_is_not_the_same() -> None:
    lines = ("Soldiers raided a house.", "The raid came after the launching of two rockets at a camp.")
    rows = table(drafted(*lines), "event_reports")
    assert [r.cells["event_type"] for r in rows] == ["military-operation", "military-operation", "rocket-attack"]
    assert rows[2].cells["event"] not in (rows[0].cells["event"], rows[1].cells["event"])


def test_killing_is_not_an_event_in_which_nobody_died() -> None:
    rows = table(
        drafted("A bomb damaged a bridge.", "Gunmen killed a guard.", "The killing was condemned."), "event_reports"
    )
    assert rows[2].cells["event"] == rows[1].cells["event"]


def ties(*lines: str) -> set[tuple[str, str, str]]:
    rows = table(drafted(*lines), "affiliations")
    return {(r.cells["actor"], r.cells["relation"], r.cells["organisation"]) for r in rows}


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["Kataib Hezbollah is part of the Popular Mobilization Forces."],
         ("Kata’ib Hezbollah", "part_of", "Popular Mobilization Forces")),
        (["Officials close to the Badr Organization met in Basra."], ("Officials", "linked_to", "Badr Organization")),
        (["Iran arms the Badr Organization."], ("Iran", "backs", "Badr Organization")),
        (["It is led by Raad Hashimi, once a commander in the Badr Organization."],
         ("Raad Hashimi", "member_of", "Badr Organization")),
        (["Officials know Saraya al-Nakhil as a front for Kataib Hezbollah."],
         ("Saraya al-Nakhil", "linked_to", "Kata’ib Hezbollah")),
        (["Rawabi Holding is a firm which officials link to Kataib Hezbollah."],
         ("Rawabi Holding", "linked_to", "Kata’ib Hezbollah")),
        (["Saraya al-Nakhil takes money from Tehran."], ("Government of Iran", "backs", "Saraya al-Nakhil")),
        (["Hussein Jabr of Kataib Hezbollah was sentenced."], ("Hussein Jabr", "member_of", "Kata’ib Hezbollah")),
        (["Riyadh Hadi, a financier of Kataib Hezbollah, was sanctioned."],
         ("Riyadh Hadi", "backs", "Kata’ib Hezbollah")),
        (["Layla Hadi, a lawmaker from Basra, said that Iraq was tired."],
         ("Layla Hadi", "member_of", "Parliament of Iraq")),
        (["The deputy speaker, Karim Hadi, has left Iraq."], ("Karim Hadi", "deputy_leads", "Parliament of Iraq")),
        (["President Donald Trump denied it."], ("Donald Trump", "leads", "Government of the United States")),
        (["The deputy oil minister, Karim Hadi, has left Iraq."],
         ("Karim Hadi", "deputy_leads", "Iraqi Ministry of Oil")),
        (["Saraya al-Nakhil, an offshoot of Kataib Hezbollah, was silent."],
         ("Saraya al-Nakhil", "linked_to", "Kata’ib Hezbollah")),
        (["Kataib Hezbollah, an ally of Iran, was silent."], ("Kata’ib Hezbollah", "allied_with", "Iran")),
        (["Karim Hadi was named head of the Badr Organization."], ("Karim Hadi", "leads", "Badr Organization")),
        (["Basra University, whose president is Layla Hadi, was silent."], ("Layla Hadi", "leads", "Basra University")),
        (["Karim Hadi works as a cook for the Badr Organization."], ("Karim Hadi", "works_for", "Badr Organization")),
        (["Karim Hadi fought for the Badr Organization."], ("Karim Hadi", "member_of", "Badr Organization")),
        (["Layla Hadi, a reporter with Reuters, was silent."], ("Layla Hadi", "works_for", "Reuters")),
        (["Layla Hadi, a lecturer at Basra University, was silent."], ("Layla Hadi", "works_for", "Basra University")),
    ],
)  # fmt: skip
def test_line_tells_a_tie(lines: list[str], expected: tuple[str, str, str]) -> None:
    assert expected in ties(*lines)


def test_name_before_province_is_without_the_side() -> None:
    rows = table(drafted("The group is from Iraq’s southern Maysan province."), "mentions")
    assert "southern Maysan" not in {r.text for r in rows}


def test_one_faction_is_not_all_of_them() -> None:
    rows = table(drafted("The League is a little-known Shiite faction."), "mentions")
    assert "Shiite faction" not in {r.text for r in rows}


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["Washington defends the strikes that the United States carried out in March."],
         {("initiator", "United States")}),
        (["Soldiers opened fire on protesters in the village of Jurf."],
         {("initiator", "Soldiers"), ("target", "Iraqi protesters"), ("location", "Jurf")}),
        (["The smuggling of missiles by the Quds Force has continued."], {("supplier", "Quds Force")}),
        (["The Peshmerga were driven from Erbil by the Iraqi Army."],
         {("target", "Peshmerga"), ("initiator", "Iraqi Army"), ("origin", "Erbil")}),
        (["A farmer was shot dead at a checkpoint."], {("victim", "farmer"), ("location", "checkpoint")}),
        (["The mayor met with tribal elders."], {("initiator", "mayor"), ("initiator", "tribal elders")}),
        (["The Pentagon announced a cut in its troops."], {("initiator", "United States Department of Defense")}),
        (["The storming of a checkpoint by militiamen was denounced."],
         {("initiator", "militiamen"), ("target", "checkpoint")}),
        (["The police blamed the attack on Islamic State."], {("initiator", "Islamic State")}),
        (["Parliament voted to expel the envoy."], {("initiator", "Parliament")}),
        (["A shell hit a school in Erbil."], {("target", "school near Erbil"), ("location", "Erbil")}),
        (["The strikes, in which a policeman died, were denounced."], {("victim", "policeman")}),
    ],
)  # fmt: skip
def test_line_tells_exactly_who_took_part(lines: list[str], expected: set[tuple[str, str]]) -> None:
    assert taking_part(*lines) == expected


def test_attack_that_killed_and_wounded_is_not_one_with_a_decision() -> None:
    line = "Rockets killed a girl and wounded a guard, hours after the Pentagon announced a cut in its troops."
    assert [kind for _, kind in told(line)] == ["rocket-attack", "policy-decision"]


def test_number_without_a_noun_of_its_own_is_left_open() -> None:
    line = "Rockets landed hours after the Pentagon announced a cut in its troops from 3,000 to 2,500."
    assert [f.cells["measure"] for f in table(drafted(line), "figures")] == ["", ""]


def test_move_from_one_month_to_another_is_no_span() -> None:
    found = table(drafted("The government moved the vote from April to June."), "dates")
    assert not any(d.cells.get("date_from") for d in found)


def speakers(*lines: str) -> list[str]:
    return [s.cells["speaker"] for s in table(drafted(*lines), "statements")]


def test_person_named_in_what_is_said_does_not_speak_next() -> None:
    assert set(speakers("Karim Hadi said that Yahya Salim had fled. He denied that he was hurt.")) == {"Karim Hadi"}


def test_person_who_is_accused_can_speak_next() -> None:
    line = "Layla Hadi accused Karim Salim of lying. He said that he had told the truth."
    assert speakers(line) == ["Layla Hadi", "Karim Salim"]


def test_call_for_something_and_taking_responsibility_are_statements() -> None:
    assert speakers("The Badr Organization called for a withdrawal.") == ["Badr Organization"]
    assert speakers("The Badr Organization took responsibility.") == ["Badr Organization"]


def test_president_in_a_sentence_on_an_earlier_year_is_one_of_the_past() -> None:
    rows = table(drafted("In 2014 President Barack Obama sent 300 soldiers to Iraq."), "affiliations")
    assert [r.cells["tense"] for r in rows] == ["past"]


def test_who_leads_others_to_do_something_does_not_lead_them() -> None:
    assert ties("Qasem Soleimani led the Badr Organization to leave the talks.") == set()


@pytest.mark.parametrize(
    "line",
    [
        "The army denied having carried out any raid.",
        "The mayor denied reports of a kidnapping in Basra.",
        "The coalition denied any such strike.",
    ],
)
def test_event_that_is_only_denied_has_no_certainty(line: str) -> None:
    assert [r.cells["certainty"] for r in table(drafted(line), "event_reports")] == [""]


def test_event_of_a_clause_with_when_has_the_days_that_it_explains() -> None:
    assert days("It was quiet until 2019, when rockets hit the camp.") == [("2019-01-01", "2019-12-31")]


def test_killing_that_is_blamed_on_a_strike_is_one_event_with_it() -> None:
    rows = table(
        drafted("The group condemned the killing of two farmers, which it blamed on a US airstrike."), "event_reports"
    )
    assert [r.cells["event_type"] for r in rows] == ["airstrike"]


def test_event_at_another_place_is_not_a_known_one_of_the_same_month() -> None:
    rows = table(drafted("The coalition handed over Camp Taji to the Iraqi army in August 2021."), "event_reports")
    known = {r["name"] for r in rows_of(package(), "events")}
    assert rows[0].cells["event"] not in known


def test_jail_and_sentence_are_one_event() -> None:
    rows = table(
        drafted("A court jailed two guards.", "The court sentenced the guards to nine years."), "event_reports"
    )
    assert len({r.cells["event"] for r in rows}) == 1


def test_deed_for_which_a_group_takes_responsibility_is_the_one_told_before() -> None:
    lines = (
        "Two drones hit a refinery near Kut on Sunday.",
        "A group named Saraya al-Nakhil claimed responsibility, saying that it had struck a vein of the occupiers.",
    )
    rows = table(drafted(*lines), "event_reports")
    assert len(rows) == 2
    assert rows[0].cells["event"] == rows[1].cells["event"]


def test_heading_has_the_target_that_the_body_describes() -> None:
    lines = (
        "Two wounded in attack on checkpoint",
        "Gunmen attacked a joint checkpoint near Kut and wounded two guards.",
    )
    roles = ["title", "body"]
    rows = drafts.draft(lines, Published(DAY, DAY, roles), package())
    targets = [r for r in table(rows, "participants") if r.line == 1 and r.cells["role"] == "target"]
    assert len(targets) == 1


def test_minister_of_another_government_leads_no_ministry_of_iraq() -> None:
    assert ties("The Kurdish interior minister, Karim Hadi, has left Iraq.") == set()


def test_officer_of_an_army_has_one_tie() -> None:
    assert ties("Brigadier Karim Hadi of the Iraqi Army was silent.") == {("Karim Hadi", "member_of", "Iraqi Army")}


@pytest.mark.parametrize(
    ("lines", "kinds"),
    [
        (["Turkish jets hit three villages near Erbil.", "Baghdad called the strikes a breach."], ["airstrike"] * 2),
        (["A drone hit a barracks near Erbil.", "The group called the strike a warning."], ["drone-attack"] * 2),
        (["Thousands of teachers stopped work.", "The strike shut most schools in Basra."], ["protest", ""]),
        (["The strike shut most schools in Basra."], [""]),
        (["The strikes were meant as a warning and hit two camps."], ["airstrike"]),
    ],
)
def test_strike_is_of_aircraft_or_of_workers_as_the_article_has_it(lines: list[str], kinds: list[str]) -> None:
    assert [r.cells["event_type"] for r in table(drafted(*lines), "event_reports")] == kinds


def test_strikes_of_one_night_are_the_happening_told_before() -> None:
    lines = ("Syrian jets bombed a depot near Erbil on Monday.", "The strikes destroyed two warehouses.")
    one, other = table(drafted(*lines), "event_reports")
    assert one.cells["event"] == other.cells["event"]


def test_attacks_that_are_counted_are_not_the_one_told_before() -> None:
    lines = ("Rockets hit Camp Taji on Sunday.", "The base was hit nine times last year.")
    one, other = table(drafted(*lines), "event_reports")
    assert one.cells["event"] != other.cells["event"]


def test_event_is_left_open_where_the_article_has_not_told_it() -> None:
    (row,) = table(drafted("The killings shook the town."), "event_reports")
    assert "event" not in row.cells


def test_group_is_the_one_that_the_article_is_about() -> None:
    lines = (
        "Kataib Hezbollah has 7,000 men. Its leader, Karim Hadi, lives in Basra.",
        "Omar Said, a cousin, founded the Nukhba Brigade in 2019.",
        "US officials listed the group as a terrorist organization in 2009. In 2016 it fought beside the army.",
    )
    found = taking_part(*lines)
    assert ("target", "Kata’ib Hezbollah") in found
    assert ("initiator", "Kata’ib Hezbollah") in found


def test_clause_of_time_after_an_aside_is_told_by_the_author() -> None:
    line = "Jets struck six sites that the army said had been used by a militia, two days after a drone hit a base."
    struck, hit = table(drafted(line), "event_reports")
    assert (struck.text, hit.text) == ("struck", "hit")
    assert "statement" not in hit.cells
