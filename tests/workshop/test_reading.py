"""Who speaks, what a number counts and what a capital letter names, in sentences of other articles."""

from __future__ import annotations

import pytest

from iraqmilitias.workshop import drafts
from iraqmilitias.workshop.statement_drafts import Published

from .test_happenings import DAY, drafted, package, table


@pytest.mark.parametrize(
    ("lines", "speakers"),
    [
        (["Police drove it over the border, they said."], [""]),
        (["Colonel Ann Grey has four sons.", "“You want the man?” the colonel asks."], ["Ann Grey"]),
        (["Ann Grey spoke first.", "The court heard a former storekeeper. He walked away, he testified."], [""]),
        (["“It is over,” said a pallbearer who withheld his name."], ["pallbearer"]),
        (["The dam is sound, according to a study published by the Sada Institute."], ["Sada Institute"]),
        (["Nine died, according to figures from the Sada Institute."], ["Sada Institute"]),
        (["Two died, according to a list seen by the Sada Institute."], []),
        (["A toll of four, which the Sada Institute had given on Sunday, was too low."], ["Sada Institute"]),
        (["The group stopped its attacks in response to an appeal from Mustafa al-Kadhimi."], ["Mustafa al-Kadhimi"]),
        (["The mayor’s office said that the mill was closed."], ["mayor’s office"]),
        (["His office said that the mill was closed."], [""]),
        (["In a survey of 640 farmers, 40 percent said that they would leave."], ["farmers asked in the survey"]),
        (["“It is a crime,” the mayor, Ann Grey, was quoted as saying by Sada News."], ["Ann Grey"]),
        (["The mayor, Ann Grey, was quoted as saying that the mill was closed."], ["Ann Grey"]),
        (["The two ministers said that the mill was closed."], [""]),
        (["Ali Jawad, the faction’s deputy leader, spoke. “We shall not wait,” he said."], ["Ali Jawad"]),
        (
            ["When it rained, says Karim Hadi, you hid. “We had a cellar,” the retired teacher recalls."],
            ["Karim Hadi"],
        ),
        (["Nadia Salim has sold bread since 2004.", "“Nobody asked,” the 46-year-old baker says."], ["Nadia Salim"]),
        (["Two mayors, Ann Grey and Omar Jawad, met.", "“Nobody asked,” the former mayor says."], [""]),
        (
            [
                "Karim Hadi runs the mill.",
                "“They burned the ledger,” he says. “Then they left.” Rana Aziz, whose uncle kept "
                "it, says that the firm was empty.",
                "“I do not cry,” he says.",
            ],
            ["Karim Hadi", "Rana Aziz", "Karim Hadi"],
        ),
        (["Colonel Ann Grey met the mayor, Karim Hadi. She said that the road was open."], ["Ann Grey"]),
        (["Karim Hadi owns the mill, and Salim Jawad runs it.", "“I do not cry,” he says."], [""]),
        (["Governor Karim Hadi closed the bridge, his office said."], ["office of Karim Hadi"]),
        (["Ann Grey will resign, according to her office."], ["office of Ann Grey"]),
        (
            ["A mortar landed near the US Embassy in Baghdad.", "The embassy said that nobody had been hurt."],
            ["Embassy of the United States, Baghdad"],
        ),
        (["The road that, the Court of Accounts warned last week, was never built, is lit."], ["Court of Accounts"]),
        (["French diplomats, who met the group in June, describe it as a “spent force”."], ["French diplomats"]),
        (["By his own count, Karim Hadi has buried 46 men."], ["Karim Hadi"]),
        (["The plan is a “dead letter”, in the words of one minister."], ["minister"]),
        (["“We turn back,” said Salim Jawad, a driver.", "“There is no road.”"], ["Salim Jawad", "Salim Jawad"]),
        (["Salim Jawad and Karim Hadi came to the mill.", "“There is no road here.”"], [""]),
        (["Asked whether he would run, Karim Hadi laughed. “Never,” he said."], ["Karim Hadi"]),
        (["Karim Hadi came home. “Never again,” his office quoted him as saying."], ["Karim Hadi"]),
        (["Omar Jawad met Karim Hadi in Basra. “We shall fight for it,” he said."], [""]),
        (["Ann Grey heads the mission.", "The British diplomat said that the talks had failed."], ["Ann Grey"]),
        (["Gen. Omar Jawad was asleep. “I woke and ran,” the officer said."], ["Omar Jawad"]),
        (["Gov. Omar Jawad was asleep.", "“I woke and ran,” the governor said."], ["Omar Jawad"]),
        (["Asked about the raid, the colonel shrugged. “It was not ours,” he said."], ["colonel"]),
        (["A statement from the Badr Organization said that the vote was stolen."], ["Badr Organization"]),
        (["The war “never ended”, as Rana Aziz puts it."], ["Rana Aziz"]),
        (["The council’s deputy head, Omar Jawad, came.", "The deputy head said that it was over."], ["Omar Jawad"]),
        (["According to his brother, Omar Jawad never fired a shot."], ["brother"]),
        (["The Swedish Embassy said that its staff had left."], ["Swedish Embassy"]),
        (
            ["The raid was a “clear signal” to thieves, Brig. Gen. Ann Grey, the army’s spokeswoman, told reporters."],
            ["Ann Grey"],
        ),
    ],
)
def test_speaker_is_who_the_sentences_before_name(lines: list[str], speakers: list[str]) -> None:
    assert [r.cells["speaker"] for r in table(drafted(*lines), "statements")] == speakers


def test_quotation_in_a_title_has_the_speaker_of_the_same_words_below() -> None:
    lines = ["‘We slept in the cellar’", "“We slept in the cellar, all of us,” said Karim Hadi, a teacher."]
    rows = drafts.draft(lines, Published(DAY, DAY, ["title", "body"]), package())
    assert [r.cells["speaker"] for r in table(rows, "statements")] == ["Karim Hadi", "Karim Hadi"]


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
        ("The death toll from the blast rose to nine.", "killed", "persons"),
        ("They handed over half of it.", "other", ""),
        ("In a survey of 640 fighters, most spoke of their pay.", "other", "persons"),
        ("The engineer was a father of five.", "other", "persons"),
        ("One martyr was carried to Najaf.", "killed", "persons"),
        ("A court opened the files of 17 other killings.", "killed", "persons"),
        ("Police made three arrests.", "detained", "persons"),
        ("She was a widow of 53.", "other", "years"),
        ("Between 30 and 40 farmers stormed the mill.", "other", "persons"),
        ("The mayor denied the abduction of two soldiers.", "other", "persons"),
        ("Two soldiers guarded the mill.", "strength", "persons"),
        ("Gold was flown to Amman on at least five occasions.", "other", "occasions"),
        ("The mill was hit 31 times.", "attacks", "attacks"),
        ("Warplanes hit the mill 31 times.", "strikes", "occasions"),
        ("The militia fired rockets at the camp six times.", "attacks", "attacks"),
        ("Three of the dead were farmers.", "killed", "persons"),
        ("Six of the wounded were cooks.", "injured", "persons"),
        ("You had eight seconds to hide.", "duration", ""),
        ("Attacks rose by 40 percent.", "other", "other"),
    ],
)
def test_number_counts_what_its_sentence_says(line: str, measure: str, unit: str) -> None:
    (row,) = table(drafted(line), "figures")
    assert (row.cells["measure"], row.cells["unit"] if unit else "") == (measure, unit)


def test_those_whom_a_second_verb_counts_have_no_harm_of_the_first() -> None:
    rows = table(drafted("Police detained 30 men and released 12."), "figures")
    assert [r.cells["measure"] for r in rows] == ["detained", ""]


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


def test_name_with_an_article_inside_is_one_name_though_its_end_is_a_known_place() -> None:
    rows = drafted("The Nusrat al-Balad Movement is a faction.", "Al-Kadhimi spoke, and so did al-Sudani.")
    assert [r.text for r in table(rows, "mentions")] == ["Nusrat al-Balad Movement", "Al-Kadhimi", "al-Sudani"]


def test_capital_is_a_place_where_something_happens_in_it() -> None:
    rows = drafted("In Washington, a spokesman said so.", "Washington denied it.")
    linked = [(r.text, *(r.cells.get(c, "") for c in ("place", "actor"))) for r in table(rows, "mentions")]
    assert linked == [
        ("Washington", "Washington", ""),
        ("Washington", "", "Government of the United States"),
    ]


def test_officials_of_two_states_are_two() -> None:
    rows = drafted("Iraqi and U.S. officials met in Baghdad.")
    names = {r.cells["actor"] for r in table(rows, "participants") if "actor" in r.cells}
    assert names == {"Iraqi officials", "US officials"}


@pytest.mark.parametrize(
    ("line", "days"),
    [
        ("On Thursday, two days after rockets hit a base, jets bombed a depot.", ["2022-03-10", "2022-03-08"]),
        ("Twelve were abducted between October 2019 and May 2020.", ["2019-10-01"]),
        ("The court had him on the payroll that December.", [""]),
        ("On Wednesday a court sentenced a man for a killing in 2019.", ["2022-03-16", "2019-01-01"]),
        ("“We conducted no strikes on March 14,” she said.", ["2022-03-14"]),
        ("The camp was shelled on 6–12 May 2021.", ["2021-05-06"]),
        ("The camp was shelled on 6 and 12 May 2021.", [""]),
        ("He fled in March 2021. Six weeks later he was found.", ["2021-03-01", "2021-04-12"]),
    ],
)
def test_days_are_those_that_the_sentence_means(line: str, days: list[str]) -> None:
    assert [r.cells.get("date_from", "") for r in table(drafted(line), "dates")] == days


def test_day_of_what_a_sentence_counts_from_is_that_of_the_other_event() -> None:
    rows = drafted("On Thursday, two days after rockets hit a base, jets bombed a depot.")
    told = {r.cells["event_type"]: r.cells.get("date_from") for r in table(rows, "event_reports")}
    assert told == {"rocket-attack": "2022-03-08", "airstrike": "2022-03-10"}


def test_day_of_a_toll_is_not_that_of_the_deaths() -> None:
    (report,) = table(drafted("The toll from an explosion at a market rose on Thursday."), "event_reports")
    assert report.cells.get("date_from", "") == ""


@pytest.mark.parametrize("days", ["January 3, 2020:", "3 January 2020 –", "January 2020:"])
def test_entry_of_a_timeline_tells_in_the_present_what_happened_on_its_days(days: str) -> None:
    rows = drafted(f"{days} A US drone kills Qasem Soleimani outside Baghdad airport.")
    (report,) = table(rows, "event_reports")
    assert report.cells["date_from"] == ("2020-01-01" if days.startswith("January 2020") else "2020-01-03")
    roles = {(r.cells["role"], r.cells.get("actor", "")) for r in table(rows, "participants")}
    assert {("initiator", "United States"), ("victim", "Qasem Soleimani")} <= roles


def test_present_tense_tells_no_happening_elsewhere() -> None:
    assert table(drafted("In January 2020 the question was this: a drone kills a general."), "event_reports") == []


def test_state_that_hit_something_did_so_from_the_air() -> None:
    (report,) = table(drafted("Israel hit dozens of shipments in Syria."), "event_reports")
    assert report.cells["event_type"] == "airstrike"


def test_two_months_in_a_row_are_one_span() -> None:
    rows = table(drafted("In October and November 2021 the camp was shelled."), "dates")
    assert [(r.cells["date_from"], r.cells["date_to"]) for r in rows] == [("2021-10-01", "2021-11-30")]


def test_heading_is_of_the_attack_that_is_news_and_not_of_an_old_one() -> None:
    text = [
        "Drones hit Iraqi air base, killing soldier",
        "Drones struck Balad Air Base on Tuesday, killing a soldier.",
        "A group said it had acted to avenge a commander killed by a US drone in January 2020.",
    ]
    kinds = ["title", "body", "body"]
    rows = drafts.draft(text, Published(DAY, DAY, kinds), package())
    heading, news, old = table(rows, "event_reports")
    assert heading.cells["event"] == news.cells["event"] != old.cells["event"]


def test_who_took_part_in_an_attack_supported_it() -> None:
    rows = table(drafted("Kataib Hezbollah took part in the attack on the embassy."), "participants")
    assert ("supporter", "Kata’ib Hezbollah") in {(r.cells["role"], r.cells.get("actor", "")) for r in rows}


@pytest.mark.parametrize(
    ("line", "outlet"),
    [("Ann Grey | Gulf Quarterly | 6 May 2022", "Gulf Quarterly"), ("Meridian News | May 6, 2022", "Meridian News")],
)
def test_outlet_in_a_byline_has_its_last_word(line: str, outlet: str) -> None:
    assert outlet in {r.text for r in table(drafted(line, role="byline"), "mentions")}


@pytest.mark.parametrize(
    ("line", "kind", "role", "who"),
    [
        ("Arrested in Basra on Monday, Karim Hadi was a free man within the day.", "other", "victim", "Karim Hadi"),
        ("Summoned by the ministry, the Iranian ambassador left.", "diplomatic-act", "target", "Iranian ambassador"),
        ("Gunmen on a motorbike shot dead a captain in Amara.", "armed-attack", "initiator", "Gunmen"),
        ("The use of live rounds against marchers was denied.", "crackdown", "victim", "marchers"),
        ("The training of recruits by Dutch commandos resumed.", "material-support", "supplier", "Dutch commandos"),
    ],
)  # fmt: skip
def test_sentence_that_begins_with_a_participle_or_has_a_noun_tells_who(
    line: str, kind: str, role: str, who: str
) -> None:
    rows = drafted(line)
    assert kind in [r.cells["event_type"] for r in table(rows, "event_reports")]
    assert (role, who) in {(r.cells["role"], r.cells.get("actor", "")) for r in table(rows, "participants")}


def test_coalition_of_the_year_is_the_known_one_by_each_of_its_names() -> None:
    rows = drafted("The US-led coalition said so.")
    assert {r.cells["actor"] for r in table(rows, "mentions")} == {"Global Coalition against Islamic State"}


def test_group_speaks_by_its_channel() -> None:
    (row,) = table(drafted("Kataib Hezbollah’s channel said that rockets had hit a camp."), "statements")
    assert row.cells["speaker"] == "Kata’ib Hezbollah"


def test_two_of_them_are_of_those_who_spoke_before() -> None:
    rows = table(
        drafted("Witnesses said the police used tear gas. Later, two of them said, men opened fire."), "statements"
    )
    assert [r.cells.get("speaker") for r in rows] == ["Witnesses"]  # and not the police, too


def test_part_of_a_number_told_before_is_left_open() -> None:
    rows = table(drafted("Four men were arrested. Two of the four had served before."), "figures")
    assert [(r.text, r.cells["measure"]) for r in rows] == [("Four", "detained"), ("Two", ""), ("four", "")]


def test_family_of_a_sentences_subject_is_not_that_of_the_person_named_last() -> None:
    line = "Yusuf Hadi had been afraid since the death of Qasem Soleimani, according to his family."
    (row,) = table(drafted(line), "statements")
    assert row.cells.get("speaker") != "Qasem Soleimani"


def test_groups_close_to_a_capital_are_close_to_its_government() -> None:
    linked = {r.text: r.cells.get("actor") for r in table(drafted("Groups close to Tehran were blamed."), "mentions")}
    assert linked["Tehran"] == "Government of Iran"


@pytest.mark.parametrize(
    ("lines", "name", "kind"),
    [
        (["Nobody in nearby Tell Hadi came out."], "Tell Hadi", "place_type city"),
        (["According to Noor al-Hadi, who leads it, the bloc will stay."], "Noor al-Hadi", "actor_type person"),
        (["A security source told Sada al-Nahr that the road was shut."], "Sada al-Nahr", "actor_type media"),
        (["BASRA, Iraq (Southern Desk) — A bridge fell on Monday."], "Southern Desk", "actor_type media"),
        (["The rocket came from the Makhul hills."], "Makhul hills", "place_type area"),
        (["Hassan Abu Talib, a shopkeeper in Mosul’s old city, had no coat."], "Hassan Abu Talib", "actor_type person"),
        (["The mayor of Tell Hadi was hurt."], "Tell Hadi", "place_type city"),
        (["Sada International reported nothing."], "Sada International", "actor_type organisation"),
        (["They were seen in Gara and Metina."], "Metina", "place_type city"),
        (["The farmers fled Jurf al-Hadi in 2014."], "Jurf al-Hadi", "place_type city"),
        (["The Sada newspaper printed the list."], "Sada", "actor_type media"),
        (["The convoy stopped at Wadi Hadi."], "Wadi Hadi", "place_type area"),
        (["Sada Logistics, which owns the lorries, said nothing."], "Sada Logistics", "actor_type company"),
        (["Members of the Dockers’ Union marched."], "Dockers’ Union", "actor_type organisation"),
        (["The bag was given to Zmnako Rostam, once the party’s cashier."], "Zmnako Rostam", "actor_type person"),
        (["They killed a shepherd named Dhargham near the dam."], "Dhargham", "actor_type person"),
        (["In Nizar Tamimi’s shop nobody was hurt."], "Nizar Tamimi", "actor_type person"),
        (
            ["The road to Tell Hadi was shut.", "Outside Tell Hadi, a farmer said, nobody passed."],
            "Tell Hadi",
            "place_type city",
        ),
        (
            ["Who arms Hamra al-Sada?", "Hamra al-Sada, one of the militias of the south, has 300 men."],
            "Hamra al-Sada",
            "actor_type armed_group",
        ),
        (["Hamra al-Sada fields 900 fighters."], "Hamra al-Sada", "actor_type armed_group"),
        (["Hamra Sada, which was founded in 2019, is poor."], "Hamra Sada", "actor_type organisation"),
        (["The Federal Integrity Board fined the firm."], "Federal Integrity Board", "actor_type government_body"),
        (["The Central Bank of Lebanon froze it."], "Central Bank of Lebanon", "actor_type government_body"),
        (["He told The Amber Compass that the road was shut."], "Amber Compass", "actor_type media"),
        (["By Jon Lind | The Amber Compass | 3 March 2022"], "Amber Compass", "actor_type media"),
        (["He served in the Belgian Army."], "Belgian Army", "actor_type military"),
        (["Fighters of Hamra al-Sada left."], "Hamra al-Sada", "actor_type armed_group"),
        (
            ["The Delta Democratic Front, a party in Erbil, won."],
            "Delta Democratic Front",
            "actor_type political_party",
        ),
        (["The Telegram channel Sabreen al-Sada posted it."], "Sabreen al-Sada", "actor_type media"),
        (["The river flooded the Sada quarter of Basra."], "Sada", "place_type area"),
        (["Lawmaker Zmnako Rostam walked out."], "Zmnako Rostam", "actor_type person"),
        (["The Sada Crisis Forum met in Amman."], "Sada Crisis Forum", "actor_type organisation"),
        (["The Jordanian Foreign Ministry called him in."], "Jordanian Foreign Ministry", "actor_type government_body"),
        (
            ["Amal Rashid | Delta Institute for Water Policy | 6 May 2022", "She left the Delta Institute."],
            "Delta Institute for Water Policy",
            "actor_type organisation",
        ),
    ],
)
def test_new_name_is_what_the_words_around_it_say(lines: list[str], name: str, kind: str) -> None:
    rows = [r for t in ("actors", "places", "facilities") for r in table(drafted(*lines), t)]
    (row,) = [r for r in rows if r.cells["name"] == name]
    assert " ".join(next((c, v) for c, v in row.cells.items() if c.endswith("_type"))) == kind


@pytest.mark.parametrize(
    ("lines", "text", "record"),
    [
        (["A fighter of the Popular Crowd was hurt in Mosul."], "Popular Crowd", "Popular Mobilization Forces"),
        (["A drone flew over the base of Ain Assad."], "Ain Assad", "Al-Asad Air Base"),
        (["A bomb went off in Najaf.", "The Interior Ministry blamed no one."], "Interior Ministry",
         "Iraqi Ministry of Interior"),
    ],
)  # fmt: skip
def test_name_is_linked_by_another_rendering(lines: list[str], text: str, record: str) -> None:
    (row,) = [r for r in table(drafted(*lines), "mentions") if r.text == text]
    assert record in row.cells.values()


def test_interior_ministry_of_another_state_is_not_that_of_iraq() -> None:
    rows = drafted("A bomb went off in Jordan.", "The Interior Ministry blamed no one.")
    assert not any("Iraqi Ministry of Interior" in r.cells.values() for r in table(rows, "mentions"))


def test_one_militia_that_a_state_backs_is_not_all_of_them() -> None:
    linked = {r.cells.get("actor") for r in table(drafted("An Iran-backed militia claimed the raid."), "mentions")}
    assert "Iran-backed militias in Iraq" not in linked


def test_forces_of_iraq_are_linked_by_a_person() -> None:
    (row,) = table(drafted("Iraqi forces retook the mill."), "mentions")
    assert not row.decision


def test_coalition_that_had_ended_is_meant_only_with_a_year_in_which_it_was_there() -> None:
    def linked(line: str) -> list[str]:
        return [r.cells["actor"] for r in table(drafted(line), "mentions")]

    assert linked("Until 2020 coalition troops used the mill.") == ["Global Coalition against Islamic State"]
    assert linked("In 2005 coalition troops used the mill.") == ["Coalition forces in Iraq to 2011"]


def test_noun_of_a_body_alone_is_no_name_in_a_title() -> None:
    rows = drafted("U.S. Strikes Militia Sites in Iraq in Response to Attack on Base", role="title")
    assert not any("Militia" in r.text for r in table(rows, "mentions") if r.decision)


def test_make_of_a_weapon_names_nobody() -> None:
    rows = drafted("Two Katyusha rockets fell, and a Fateh missile was seen.")
    assert [r.text for r in table(rows, "mentions")] == []


def test_some_demonstrators_are_not_all_of_them() -> None:
    rows = table(drafted("Police shot four demonstrators."), "mentions")
    assert "Iraqi protesters" not in [r.cells.get("actor") for r in rows]


@pytest.mark.parametrize(
    ("line", "printed", "low", "high"),
    [
        ("The army hands over eight sites to the police.", "eight", "8", "8"),
        ("They killed over 40 sheep.", "40", "40", ""),
        ("No base is within 100 kilometres of the mill.", "100", "", "100"),
        ("The report is due within 30 days.", "30", "30", "30"),
    ],
)
def test_number_has_the_bounds_of_its_words(line: str, printed: str, low: str, high: str) -> None:
    (row,) = [r for r in table(drafted(line), "figures") if r.text == printed]
    assert (row.cells["value_low"], row.cells["value_high"]) == (low, high)


def test_half_of_some_people_is_a_share_of_people() -> None:
    (row,) = table(drafted("Half the men of the street left."), "figures")
    assert row.cells["unit"] == "persons"


def test_share_of_those_asked_is_one_of_people() -> None:
    rows = table(
        drafted("In a survey of 640 farmers, 40 percent said so and nearly a third wanted more rain."), "figures"
    )
    assert {r.text: r.cells["unit"] for r in rows if r.text == "a third"} == {"a third": "persons"}


def test_half_of_a_year_is_a_date_and_no_number() -> None:
    rows = drafted("The mill burned in the first half of 2021.")
    assert table(rows, "figures") == []
