"""Crosswalks: every event type has a code or is said to have none in each scheme, and the views are as by hand."""

from __future__ import annotations

from typing import Any

import pytest

from iraqmilitias.database.definitions import definitions
from iraqmilitias.dataset import Dataset

# The schemes' own codes: ACLED's codebook, UCDP GED's types of violence, PLOVER's eighteen categories.
ACLED = {
    "Battles": {"Government regains territory", "Non-state actor overtakes territory", "Armed clash"},
    "Protests": {"Excessive force against protesters", "Protest with intervention", "Peaceful protest"},
    "Riots": {"Violent demonstration", "Mob violence"},
    "Explosions/Remote violence": {
        "Chemical weapon",
        "Air/drone strike",
        "Suicide bomb",
        "Shelling/artillery/missile attack",
        "Remote explosive/landmine/IED",
        "Grenade",
    },
    "Violence against civilians": {"Sexual violence", "Attack", "Abduction/forced disappearance"},
    "Strategic developments": {
        "Agreement",
        "Arrests",
        "Change to group/activity",
        "Disrupted weapons use",
        "Headquarters or base established",
        "Looting/property destruction",
        "Non-violent transfer of territory",
        "Other",
    },
}
PLOVER = {
    *("AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "INVESTIGATE", "DEMAND"),
    *("DISAPPROVE", "REJECT", "THREATEN", "PROTEST", "CRIME", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"),
}
CODES = {
    "acled": {code for codes in ACLED.values() for code in codes},
    "plover": PLOVER,
    "ucdp": {"state-based", "non-state", "one-sided"},
}


def answers(data: Dataset, sql: str) -> list[tuple[Any, ...]]:
    return [tuple(str(c) if hasattr(c, "isoformat") else c for c in row) for row in data.sql(sql, as_="rows")]


@pytest.mark.parametrize("scheme", sorted(CODES))
def test_every_event_type_has_a_row_for_any_target(data: Dataset, scheme: str) -> None:
    sql = f"select event_type from crosswalks where scheme = '{scheme}' and target_camp = 'any' order by event_type"
    assert answers(data, sql) == answers(data, "select event_type from event_types order by event_type")


@pytest.mark.parametrize("scheme", sorted(CODES))
def test_codes_are_the_schemes_own_and_missing_only_where_there_is_no_match(data: Dataset, scheme: str) -> None:
    for code, match in answers(data, f"select code, match from crosswalks where scheme = '{scheme}'"):
        assert (code is None) == (match == "none")
        assert code is None or code in CODES[scheme]


def test_acled_like_gives_each_code_its_event_type(data: Dataset) -> None:
    for event_type, code in answers(data, "select distinct event_type, sub_event_type from acled_like"):
        assert code in ACLED[event_type]
    sql = "select count(*) from crosswalk where scheme = 'acled' and recorded"
    assert answers(data, "select count(*) from acled_like") == answers(data, sql)


def test_crosswalk_takes_the_camp_of_a_target_or_victim_and_no_other(data: Dataset) -> None:
    """The attempt on a minister, by groups of another camp; an attack of which only a site is the target."""
    sql = """
        select event_id, target_camp from crosswalk
        where scheme = 'acled' and event_id in ('evt-0063', 'evt-0066') order by event_id
    """
    assert answers(data, sql) == [("evt-0063", "iraqi_state"), ("evt-0066", "us")]


def test_acled_like_has_events_without_place_and_without_doer(data: Dataset) -> None:
    sql = """
        select event_id, actor1, inter1, country, geo_precision from acled_like
        where event_id in ('evt-0003', 'evt-0058') order by event_id
    """
    attacked = ("evt-0058", "Kata’ib Hezbollah", "Political Militia", None, None)
    assert answers(data, sql) == [("evt-0003", None, None, "Iraq", 3), attacked]


@pytest.mark.parametrize("view", ["crosswalk", "acled_like", "ucdp_like"])
def test_views_warn_of_counting_twice(view: str) -> None:
    (found,) = [d for d in definitions() if d.name == view]
    assert "appending" in found.description and "counted twice" in found.description


def test_attacks_on_forces_are_no_violence_against_civilians(data: Dataset) -> None:
    """Asked of 0.1.0, most attacks on the United States were; and a change of mission was a transfer of territory."""
    sql = "select distinct code from crosswalk where scheme = 'acled' and target_camp = 'us'"
    assert answers(data, sql) == [("Armed clash",)]
    sql = "select code, recorded from crosswalk where scheme = 'acled' and event_id = 'evt-0064'"
    assert answers(data, sql) == [(None, False)]


def test_acled_and_ucdp_would_not_record_what_has_no_counterpart_or_death(data: Dataset) -> None:
    """ACLED: 7 campaigns, 2 votes, 3 cabinets, 6 decisions, 3 talks, 2 visits, 3 supplies, 15 others. UCDP: of 37
    events of force, deaths are told of three: Soleimani and al-Muhandis, the soldiers in Jordan, the dissidents."""
    sql = "select scheme, recorded, count(*) from crosswalk where scheme <> 'plover' group by all order by all"
    assert answers(data, sql) == [
        ("acled", False, 41),
        ("acled", True, 50),
        ("ucdp", False, 54),
        ("ucdp", True, 3),
        ("ucdp", None, 34),
    ]


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        (
            "evt-0012",  # a US strike in Baghdad on an Iranian general and an Iraqi commander
            (
                *("2020-01-03", 2020, 1, "Explosions/Remote violence", "Air/drone strike", "United States", None),
                *("External/Other Forces", "Qasem Soleimani", "Abu Mahdi al-Muhandis", "External/Other Forces", "Iraq"),
                *("Baghdad", 1, 2),
            ),
        ),
        (
            "evt-0063",  # by armed drone, on a minister at his home in his capital
            (
                *("2021-11-07", 2021, 1, "Explosions/Remote violence", "Air/drone strike"),
                "Iran-backed militias in Iraq",
                *("Kata’ib Hezbollah", "Political Militia", "Mustafa al-Kadhimi", None, "State Forces", "Iraq"),
                *("Baghdad", 1, None),
            ),
        ),
        (
            "evt-0044",  # offices of armed groups are attacked by a crowd, over a summer
            (
                *(None, None, None, "Riots", "Violent demonstration", "Iraqi protesters", None, "Rioters"),
                *("IMIS (Iranian Militias in Iraq and Syria)", None, "Political Militia", "Iraq", "southern Iraq", 2),
                *(None,),
            ),
        ),
        (
            "evt-0050",  # a foreign state takes the country
            (
                *(None, None, None, "Battles", "Non-state actor overtakes territory", "United States", None),
                *("External/Other Forces", "Iraq", None, "State Forces", "Iraq", "Iraq", 3, None),
            ),
        ),
        (
            "evt-0066",  # within eleven days
            (
                *("2022-01-03", 2022, 3, "Battles", "Armed clash", "Iran-backed militias in Iraq", None),
                *("Political Militia", "United States", None, None, None, None, None, None),
            ),
        ),
    ],
)
def test_acled_like_gives_columns_as_by_hand(data: Dataset, event: str, expected: tuple[Any, ...]) -> None:
    sql = f"""
        select event_date, year, time_precision, event_type, sub_event_type, actor1, assoc_actor_1, inter1, actor2,
            assoc_actor_2, inter2, country, location, geo_precision, fatalities
        from acled_like where event_id = '{event}'
    """
    assert answers(data, sql) == [expected]


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        (
            "evt-0012",
            (
                2020,
                1,
                "Government of United States",
                "Government of Iran",
                3,
                1,
                "Iraq",
                1,
                "2020-01-03",
                2,
                None,
                2,
                True,
            ),
        ),
        (
            "evt-0068",  # soldiers, by no number; the state that is attacked is side A
            (
                *(2024, 1, "Government of United States", "Iran-backed militias in Iraq", 1, 6, "Jordan", 1),
                *("2024-01-28", None, None, 1, True),
            ),
        ),
        ("evt-0081", (None, 3, "Government of Iran", "Civilians", 1, None, None, None, None, None, None, 1, True)),
        (
            "evt-0067",  # nothing is told of deaths
            (
                *(2022, 1, "Government of United States", "Iran-backed militias in Iraq", 1, 1, "Iraq", 1),
                *("2022-01-13", None, None, None, None),
            ),
        ),
        (
            "evt-0066",
            (
                *(2022, 1, "Government of United States", "Iran-backed militias in Iraq", 1, None, None, 3),
                *("2022-01-03", None, None, None, None),
            ),
        ),
    ],
)
def test_ucdp_like_gives_columns_as_by_hand(data: Dataset, event: str, expected: tuple[Any, ...]) -> None:
    sql = f"""
        select year, type_of_violence, side_a, side_b, number_of_sources, where_prec, country, date_prec, date_start,
            best, high, low, recorded
        from ucdp_like where id = '{event}'
    """
    assert answers(data, sql) == [expected]


def test_ucdp_like_leaves_out_what_has_no_counterpart(data: Dataset) -> None:
    sql = "select count(*) from ucdp_like where event_type in ('policy-decision', 'military-operation', 'invasion')"
    assert answers(data, sql) == [(0,)]
    assert answers(data, "select count(*) from ucdp_like") == [(37,)]
