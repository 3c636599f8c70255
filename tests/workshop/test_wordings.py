"""What reporters write in other words: each group of lines is one kind of wording, with what a reader expects of it.

A line has the event types that it tells, in order, and who takes part in what role; a certainty that is left to the
person is marked with "?".
"""

from __future__ import annotations

import pytest

from .test_happenings import drafted, table

KINDS = {
    "held by police": [
        ("Police were holding four men on Sunday.", "other", "initiator Police; victim men"),
        ("A journalist was held by militiamen for two days in Najaf.", "other",
         "victim journalist; initiator militiamen; location Najaf"),
        ("Two brothers were taken into custody in Basra.", "other", "victim brothers; location Basra"),
        ("Officers questioned the owner of the lorry for six hours.", "other", "initiator Officers; target owner"),
        ("The driver was being questioned by police on Monday.", "other", "target driver; initiator police"),
        ("Prosecutors have charged a former officer.", "other", "initiator Prosecutors; target former officer"),
    ],
    "robbery": [
        ("Gunmen stopped a convoy of food lorries outside Kut and drove off with two of them.", "armed-attack",
         "initiator Gunmen; target convoy; near Kut"),
        ("Masked men held up a bank in Basra and made off with 2 million dollars.", "armed-attack",
         "initiator Masked men; target bank; location Basra"),
        ("Fighters robbed travellers on the road to Mosul.", "other", "initiator Fighters; target travellers"),
        ("The hijacking of the tankers was the work of thieves.", "armed-attack", "initiator thieves"),
        ("The governor put the hijacking down to thieves.", "armed-attack", "initiator thieves"),
    ],
    "split": [
        ("Karim Hadi split from the Badr Organization in 2018.", "other",
         "initiator Karim Hadi; origin Badr Organization"),
        ("Karim Hadi fell out with the Badr Organization over money.", "other",
         "initiator Karim Hadi; origin Badr Organization"),
        ("Thousands of young men took up arms against Islamic State.", "mobilisation",
         "initiator young men; target Islamic State"),
    ],
    "moved": [
        ("The owner of the workshop fled to Syria.", "other", "initiator owner; destination Syria"),
        ("Some 60 contractors were moved out of Camp Taji.", "other", "target contractors; origin Camp Taji"),
        ("Villagers returned to Baghdad after nine years.", "other", "initiator Villagers; destination Baghdad"),
        ("Kurdish fighters were driven out of Erbil by the Iraqi Army.", "military-operation",
         "target Kurdish fighters; initiator Iraqi Army; origin Erbil"),
        ("The coalition gave up a base in Erbil.", "withdrawal",
         "initiator Global Coalition against Islamic State; origin base; origin Erbil"),
    ],
    "found": [
        ("Soldiers found a cache of rockets in a palm grove.", "other", "initiator Soldiers"),
        ("Police came upon a burnt lorry with launch rails.", "other", "initiator Police"),
        ("Security forces defused two rockets on Sunday.", "other", "initiator Security forces"),
    ],
    "cleared": [
        ("Riot police cleared the camp in Nasiriyah, injuring 14.", "crackdown",
         "initiator Riot police; target camp; location Nasiriyah; victim people wounded"),
        ("Police chased the protesters through the old town.", "crackdown",
         "initiator Police; victim Iraqi protesters"),
        ("The students were stopped at a bridge with tear gas.", "crackdown", "victim students; location bridge"),
    ],
    "protest": [
        ("Oil workers went on strike over pay in Basra.", "protest protest", "initiator Oil workers; location Basra"),
        ("Mourners burned flags.", "protest", "initiator Mourners"),
        ("Drivers blocked the port road for nine days.", "protest", "initiator Drivers; location port road"),
    ],
    "lists of dead": [
        ("The dead were three cooks and a driver.", "armed-attack", "victim cooks; victim driver"),
        ("Among the wounded were six children.", "armed-attack", "victim children"),
        ("A statement spoke of one soldier dead.", "armed-attack", "victim soldier"),
        ("The ministry put the wounded at four.", "armed-attack", "victim people wounded"),
    ],
    "claims and denials": [
        ("The group owned up to the attack.", "armed-attack", "initiator group"),
        ("Kataib Hezbollah disowned the attack.", "armed-attack", "initiator Kata’ib Hezbollah?"),
        ("Iran denies sending money to the militia.", "material-support", "supplier Iran?; target militia"),
        ("The minister rejected claims that the army had shelled the town.", "", ""),
    ],
    "weapons that come": [
        ("The rockets came at dawn.", "rocket-attack", ""),
        ("Then the drones came, and two guards were wounded.", "drone-attack", "victim guards"),
        ("A shipment of rifles came from Iran.", "material-support", "origin Iran"),
        ("Militants came at night and burned the barn.", "abuse", "initiator Militants"),
        ("The missiles came from Iran.", "", ""),
    ],
    "dissolved": [
        ("His party dissolved in 2019.", "other", "initiator party"),
        ("The president dissolved the assembly on Monday.", "policy-decision", "initiator president"),
    ],
    "taken from": [
        ("Six clerks were taken from a minibus near Samarra.", "abuse", "victim clerks; near Samarra"),
        ("Forty of his cousins were taken from a bus near Samarra.", "abuse", "victim cousins; near Samarra"),
        ("The town was taken from the militia in March.", "military-operation", "target militia"),
        ("The wounded were taken to a hospital in Erbil.", "", ""),
    ],
    "towns that fall": [
        ("Mosul fell to Islamic State in June 2014.", "military-operation", "initiator Islamic State"),
        ("The government fell in 2018.", "", ""),
    ],
    "air defences": [
        ("The air base was hit by rockets.", "rocket-attack", "target air base"),
        ("Air defences near Erbil were hit by a drone.", "drone-attack", "target Air defences; near Erbil"),
        ("Air defences fired over Baghdad for an hour.", "other", "location Baghdad"),
    ],
    "decisions on somebody": [
        ("President Barham Salih ordered the head of the guard to be replaced.", "policy-decision",
         "initiator Barham Salih; target head"),
        ("The parliament approved a budget on Sunday and ordered the bank to close.", "policy-decision policy-decision",
         "initiator parliament; target bank"),
        ("The company was awarded a contract by the oil ministry.", "policy-decision",
         "target company; initiator oil ministry"),
        ("US officials, who listed Kataib Hezbollah as a terrorist group in 2009, were silent.", "sanction",
         "initiator US officials; target Kata’ib Hezbollah"),
        ("Karim Hadi was placed under sanctions by the United States.", "sanction",
         "target Karim Hadi; initiator United States"),
        ("The embassy was put under guard.", "", ""),
        ("The group wanted the base to be attacked.", "", ""),
    ],
    "company on the way": [
        ("Nouri al-Maliki, accompanied by three ministers, travelled to Tehran on Monday.", "visit",
         "initiator Nouri al-Maliki; supporter ministers; destination Tehran"),
        ("Kataib Hezbollah fought alongside the Iraqi Army for six months.", "military-operation",
         "initiator Kata’ib Hezbollah; supporter Iraqi Army"),
        ("Cash was flown from Mashhad to Najaf in 2019.", "material-support", "origin Mashhad; destination Najaf"),
    ],
    "who fires and from where": [
        ("American and British jets struck 12 targets in Anbar on Friday.", "airstrike",
         "initiator United States; initiator United Kingdom; target targets; location Anbar"),
        ("Rockets fired from a lorry in Nineveh hit a base across the border in Syria.", "rocket-attack",
         "origin Nineveh; target base"),
        ("A rocket launched from Diyala hit a house in Kirkuk.", "rocket-attack",
         "origin Diyala; target house; location Kirkuk"),
        ("Police chased the gunmen and killed two of them.", "armed-attack", "initiator Police; victim gunmen"),
        ("The police launched an operation in the Hamrin hills.", "military-operation",
         "initiator police; location Hamrin hills"),
        ("The bombing of a shrine in Baghdad in 2006 set off two years of killing.", "armed-attack",
         "target shrine near Baghdad; location Baghdad"),
    ],
    "strikes of workers": [
        ("Thousands of teachers stopped work on Sunday.", "protest", "initiator teachers"),
        ("Oil workers struck for a second week.", "protest", "initiator Oil workers"),
        ("The minister struck a hopeful note.", "", ""),
    ],
    "punished for a deed": [
        ("A court jailed Karim Hadi for moving dollars to the militia.", "other material-support",
         "initiator court; victim Karim Hadi; supplier Karim Hadi; target militia"),
        ("Two policemen were sentenced to death for killing a protester.", "other armed-attack",
         "target policemen; initiator policemen; victim protester"),
        ("The man accused of shooting a sheikh fled to Iran.", "armed-attack other",
         "initiator man; victim sheikh; destination Iran"),
    ],
    "support": [
        ("Officers of the Quds Force trained the brigade.", "material-support", "supplier Quds Force; target brigade"),
        ("Iran pays the salaries of the fighters.", "material-support", "supplier Iran; target fighters"),
        ("The brothers bought drones from a dealer in Dubai.", "material-support",
         "target brothers; supplier dealer; location Dubai"),
        ("Iran is accused of supplying the group with missiles.", "material-support", "supplier Iran; target group"),
    ],
    "talks and notes": [
        ("The group and the oil ministry have been talking since May.", "negotiation",
         "initiator group; initiator oil ministry"),
        ("The ministry handed the ambassador a note of protest.", "diplomatic-act", "target ambassador"),
        ("Clerics mediated a ceasefire between the two clans.", "negotiation truce",
         "initiator Clerics; initiator clans"),
    ],
    "it and its": [
        ("The embassy was quiet. Militants had fired at it in January.", "armed-attack",
         "initiator Militants; target embassy"),
        ("Kataib Hezbollah said that its fighters had shelled a base.", "rocket-attack",
         "initiator Kata’ib Hezbollah; target base"),
        ("Gunmen stopped a bus near Kut. Two guards were beaten.", "armed-attack abuse",
         "initiator Gunmen; near Kut; victim guards"),
    ],
    "a nation's bodies": [
        ("Iraq waits. The oil ministry has suspended night convoys.", "policy-decision",
         "initiator Iraqi Ministry of Oil"),
        ("Iraq waits. The army attacked a camp.", "armed-attack", "initiator Iraqi Army; target camp"),
        ("Iraq and Syria wait. The army attacked a camp.", "armed-attack", "target camp"),
    ],
    "clauses and hyphens": [
        ("The source said that two gunmen fired at a judge; his wife was wounded.", "armed-attack",
         "initiator gunmen; target judge; victim wife"),
        ("Guards broke up a sit-in beside the oil ministry.", "crackdown protest", "initiator Guards"),
        ("Two co-defendants were acquitted.", "other", "target co-defendants"),
    ],
    "dragged and driven": [
        ("Masked men hauled a taxi driver from his car.", "abuse", "initiator Masked men; victim taxi driver"),
        ("Shelling and fires aside, gunmen drove 40 families from their village.", "abuse",
         "initiator gunmen; victim families"),
        ("Two prisoners disappeared.", "abuse", "victim prisoners"),
    ],
    "courts in other words": [
        ("A cleric was put on trial in Basra.", "other", "target cleric; location Basra"),
        ("The jury found Karim Hadi guilty.", "other", "initiator jury; target Karim Hadi"),
        ("The bomb went off by accident.", "other", ""),
    ],
    "boats and posts": [
        ("Marines boarded a tanker.", "other", "initiator Marines"),
        ("Policemen took up positions around Erbil.", "deployment", "initiator Policemen; near Erbil"),
        ("The minister set up a committee.", "policy-decision", "initiator minister"),
    ],
    "weapons that are sent": [
        ("The group has sent drones against a base.", "drone-attack", "initiator group; target base"),
        ("Iran has sent drones to the group.", "material-support", "supplier Iran; target group"),
        ("Islamic State was attacked, and it answered with rockets.", "armed-attack rocket-attack",
         "target Islamic State; initiator Islamic State"),
    ],
    "two of one noun": [
        ("Iraqi and American forces raided a farm near Kut.", "military-operation",
         "initiator Iraqi armed forces; initiator United States armed forces; target farm near Kut; near Kut"),
        ("The kidnapping was blamed on Kataib Hezbollah.", "abuse", "initiator Kata’ib Hezbollah?"),
    ],
    "made to do it": [
        ("The uproar forced the mayor to resign.", "other", "initiator mayor"),
        ("The audit prompted the minister to dismiss two engineers.", "policy-decision",
         "initiator minister; target engineers"),
        ("The audit will prompt the minister to dismiss two engineers.", "", ""),
    ],
    "crowds that try": [
        ("Some 80 protesters tried to enter the refinery in Basra.", "protest",
         "initiator protesters; destination refinery; location Basra"),
        ("Najaf witnessed a large gathering on Friday.", "protest", "location Najaf"),
        ("Two students were wounded in protests in Basra.", "protest", "victim students; location Basra"),
    ],
    "between commas": [
        ("A mortar round, fired from an orchard, landed inside the base.", "rocket-attack",
         "origin orchard; target base"),
        ("A drone, apparently launched from Syria, hit a mill in Erbil.", "drone-attack",
         "origin Syria; target mill; location Erbil"),
    ],
    "particles": [
        ("Police cordoned off the market.", "military-operation", "initiator Police; location market"),
        ("Soldiers closed off the district.", "military-operation", "initiator Soldiers"),
        ("A manhunt was under way in the marshes.", "military-operation", ""),
    ],
    "columns and advisers": [
        ("A convoy of tanks rolled out of Camp Taji.", "withdrawal", "initiator convoy; origin Camp Taji"),
        ("Italy sent 40 trainers to Erbil.", "deployment", "initiator Italy; initiator trainers; destination Erbil"),
        ("Of the 200 soldiers in Erbil, half were withdrawn.", "withdrawal", "initiator soldiers; origin Erbil"),
        ("Some 200 soldiers were stationed in Erbil.", "", ""),
    ],
    "those who clashed": [
        ("Clashes erupted between Kataib Hezbollah and the Iraqi Army in Basra.", "armed-attack",
         "initiator Kata’ib Hezbollah; initiator Iraqi Army; location Basra"),
        ("Tehran retaliated with missile strikes on a base in Erbil.", "missile-attack",
         "initiator Government of Iran; target base near Erbil; location Erbil"),
        ("A balloon was shot down by the Americans.", "shootdown", "initiator United States"),
    ],
    "near it": [
        ("Two rockets fell in the vicinity of Camp Taji.", "rocket-attack", "near Camp Taji"),
        ("Attacks on shops, most of them blamed on Kataib Hezbollah, have wounded nine men.", "armed-attack",
         "target shops; initiator Kata’ib Hezbollah?; victim men"),
    ],
    "places in a row": [
        ("The strikes killed four men in Basra, Najaf and Erbil.", "airstrike",
         "victim men; location Basra; location Najaf; location Erbil"),
        ("A rocket hit an outpost in Syria.", "rocket-attack", "target outpost; location Syria"),
        ("The pilot was flown to a hospital in Syria.", "other", "target pilot; destination hospital in Syria"),
    ],
    "the one that is meant": [
        ("A departure under fire, like the one from Lebanon in 1984, is feared.", "withdrawal", "origin Lebanon"),
        ("A colonel was among the six officers killed in the ambush.", "armed-attack",
         "victim colonel; victim officers"),
        ("Two of the wounded died on Monday.", "armed-attack", "victim people killed"),
        ("Families asked the ministry to open the files of nine murders.", "armed-attack", ""),
    ],
    "along with others": [
        ("Karim Hadi was abducted along with two nephews.", "abuse", "victim Karim Hadi; victim nephews"),
        ("Police used live rounds against protesters in Basra.", "crackdown",
         "initiator Police; target Iraqi protesters; location Basra"),
        ("The 9th Division launched an operation against Islamic State.", "military-operation",
         "initiator 9th Division; target Islamic State"),
        ("Kataib Hezbollah claimed the ambush on its channel.", "armed-attack", "initiator Kata’ib Hezbollah"),
        ("Soldiers raided a farm with air cover.", "military-operation", "initiator Soldiers; target farm"),
    ],
    "when they did": [
        ("A student was killed when gunmen opened fire in Basra.", "armed-attack",
         "victim student; initiator gunmen; location Basra"),
        ("US forces moved from Camp Taji to a base in Erbil.", "withdrawal",
         "initiator United States armed forces; origin Camp Taji; destination base near Erbil"),
        ("Gunmen released him.", "", ""),
    ],
    "lost and evacuated": [
        ("The faction lost nine fighters.", "armed-attack", "victim fighters"),
        ("American soldiers were evacuated from Camp Taji.", "withdrawal",
         "initiator United States armed forces; origin Camp Taji"),
        ("The judge survived an attempt on her life.", "assassination-attempt", "target judge"),
        ("Two guards were charged with murder.", "other", "target guards"),
    ],
    "charges and lists": [
        ("Prosecutors filed charges against two guards.", "other", "initiator Prosecutors; target guards"),
        ("Washington removed Kataib Hezbollah from its terrorist list.", "sanction",
         "initiator Government of the United States; target Kata’ib Hezbollah"),
        ("The council banned rallies in Basra.", "policy-decision", "initiator council; location Basra"),
        ("The mayor escaped unhurt.", "", ""),
        ("Iraqi F-16s bombed a hideout.", "airstrike", "initiator Iraq; target hideout"),
    ],
    "conditions": [
        ("The militia threatened to resume the attacks should the inquiry be delayed.", "", ""),
        ("Had the rocket hit the tank, dozens of guards would have died.", "", ""),
    ],
}  # fmt: skip


@pytest.mark.sampled(12)
@pytest.mark.parametrize(
    ("line", "types", "parties"),
    [pytest.param(*case, id=f"{kind}-{number}") for kind, cases in KINDS.items() for number, case in enumerate(cases)],
)
def test_line_in_other_words_tells_what_happened_and_who_took_part(line: str, types: str, parties: str) -> None:
    rows = drafted(line)
    assert [r.cells["event_type"] for r in table(rows, "event_reports")] == types.split()
    found = set()
    for row in table(rows, "participants"):
        who = next(row.cells[c] for c in ("actor", "place", "facility") if c in row.cells)
        found.add(f"{row.cells['role']} {who}" + ("" if row.cells.get("certainty") else "?"))
    assert found == set(filter(None, parties.split("; ")))


def test_heading_of_two_halves_is_read_although_it_looks_like_a_row() -> None:
    rows = drafted("Rockets and a drone hit Camp Taji; wounded now put at four", role="title")
    assert ("target", "Camp Taji") in {(r.cells["role"], r.cells.get("facility")) for r in table(rows, "participants")}


def test_dead_of_an_attack_told_before_have_its_kind() -> None:
    rows = drafted("Rockets hit a camp overnight. A cleaner was killed.")
    assert [r.cells["event_type"] for r in table(rows, "event_reports")] == ["rocket-attack", "rocket-attack"]
    assert len({r.cells["event"] for r in table(rows, "event_reports")}) == 1


@pytest.mark.parametrize(
    ("line", "speaker"),
    [
        ("Not so, said a brigadier: the town was quiet.", "brigadier"),
        ("“It was hell,” recalled one driver.", "driver"),
        ("The governor was less sure. “Forged or not, they open gates,” he told local radio.", "governor"),
        ("Two people familiar with the talks said a deal was near.", "people"),
        ("The Badr Organization welcomed the step.", "Badr Organization"),
        ("The bulletin is new. “We have nothing,” says the Badr Organization.", "Badr Organization"),
    ],
)
def test_speaker_stands_before_or_after_what_is_said(line: str, speaker: str) -> None:
    assert [r.cells["speaker"] for r in table(drafted(line), "statements")] == [speaker]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("The alliance won 17 seats and lost one.", [("17", "seats_held", "seats"), ("one", "seats_lost", "seats")]),
        ("Police arrested 12 men and wounded one.", [("12", "detained", "persons"), ("one", "injured", "persons")]),
        ("The camp was shelled at least nine times in May.", [("nine", "attacks", "attacks")]),
        ("He has been to Tehran four times.", [("four", "other", "occasions")]),
        ("The toll rose from four to seven.", [("four", "killed", "persons"), ("seven", "killed", "persons")]),
        ("The ministry put the dead at 14.", [("14", "killed", "persons")]),
        ("A statement spoke of one soldier dead.", [("one", "killed", "persons")]),
        ("Soldiers seized 40 tubes.", [("40", "other", "other")]),
    ],
)  # fmt: skip
def test_number_has_the_measure_of_its_own_verb(line: str, expected: list[tuple[str, str, str]]) -> None:
    figures = table(drafted(line), "figures")
    assert [(f.text, f.cells["measure"], f.cells["unit"]) for f in figures] == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Kataib Hezbollah belonged to the Badr Organization until 2018.",
         ("Kata’ib Hezbollah", "member_of", "Badr Organization", "past")),
        ("Kataib Hezbollah is one of the factions of the Popular Mobilization Forces.",
         ("Kata’ib Hezbollah", "part_of", "Popular Mobilization Forces", "present")),
        ("Karim Hadi, a veteran of the Badr Organization, was silent.",
         ("Karim Hadi", "member_of", "Badr Organization", "past")),
        ("Karim Hadi spent twelve years in the Iraqi Army.", ("Karim Hadi", "member_of", "Iraqi Army", "past")),
        ("Karim Hadi commanded Kataib Hezbollah’s drone unit.",
         ("Karim Hadi", "member_of", "Kata’ib Hezbollah", "past")),
        ("Karim Hadi, who now runs the political office of Kataib Hezbollah, was silent.",
         ("Karim Hadi", "member_of", "Kata’ib Hezbollah", "present")),
        ("The Badr Organization has since allied itself with Muqtada al-Sadr.",
         ("Badr Organization", "allied_with", "Muqtada al-Sadr", "present")),
        ("Kataib Hezbollah takes its orders from Iran.", ("Iran", "backs", "Kata’ib Hezbollah", "present")),
        ("Kataib Hezbollah, a faction close to Iran, was silent.",
         ("Kata’ib Hezbollah", "linked_to", "Iran", "present")),
    ],
)  # fmt: skip
def test_line_says_who_belongs_to_whom(line: str, expected: tuple[str, str, str, str]) -> None:
    rows = table(drafted(line), "affiliations")
    columns = ("actor", "relation", "organisation", "tense")
    assert expected in [tuple(r.cells[c] for c in columns) for r in rows]
