"""Questions about the live data whose answers were worked out from the articles, by hand, before the views were run."""

from __future__ import annotations

from typing import Any

import pytest

from iraqmilitias.dataset import Dataset


def answers(data: Dataset, sql: str) -> list[tuple[Any, ...]]:
    return [tuple(str(c) if hasattr(c, "isoformat") else c for c in row) for row in data.sql(sql, as_="rows")]


def test_attacks_gives_irans_missiles_their_own_day_and_no_other(data: Dataset) -> None:
    sql = "select event_from, event_to, initiator_camps, target_camps, sites from attacks where event_id = 'evt-0013'"
    assert answers(data, sql) == [("2020-01-08", "2020-01-08", "iran", "us", "Al-Asad Air Base")]


@pytest.mark.parametrize(
    ("event", "low", "best", "high"),
    [
        ("evt-0012", 2, 2, None),  # two named men, and nobody says that they were all
        ("evt-0068", 1, None, None),  # "service members", no number printed
        ("evt-0028", 500, 500, 500),  # around 500 soldiers
    ],
)
def test_casualties_gives_what_the_lines_say(
    data: Dataset, event: str, low: int, best: int | None, high: int | None
) -> None:
    sql = f"select killed_low, killed_best, killed_high, injured_low from casualties where event_id = '{event}'"
    assert answers(data, sql) == [(low, best, high, None)]


def test_casualties_gives_nothing_where_the_lines_say_nothing(data: Dataset) -> None:
    assert answers(data, "select count(*) from casualties where event_id in ('evt-0018', 'evt-0067')") == [(0,)]


def test_accusations_tells_who_lays_attacks_on_us_sites_to_iran_itself(data: Dataset) -> None:
    """The Jerusalem Post's author alone: the drone, Al-Asad, the three sites of 2020; Erbil is a city."""
    sql = """
        select record_id, accuser, publisher from accusations
        where accused_camp = 'iran' and role = 'initiator' and certainty = 'asserted' and against_camps = 'us'
    """
    author = ("author", "The Jerusalem Post")
    assert answers(data, sql) == [("rep-0011", *author), ("rep-0017", *author), ("rep-0019", *author)]


def test_accusations_has_nothing_done_against_those_who_are_armed(data: Dataset) -> None:
    """Iran armed the groups (rep-0036); the state whose money they took is somebody it was done against (rep-0040)."""
    sql = "select distinct record_id, against from accusations where record_id in ('rep-0036', 'rep-0040') order by all"
    assert answers(data, sql) == [("rep-0036", None), ("rep-0040", "Iraq")]


def test_accusations_puts_the_attempt_on_kadhimi_to_nobody_for_certain(data: Dataset) -> None:
    sql = "select distinct certainty, event_certainty from accusations where event_id = 'evt-0063'"
    assert answers(data, sql) == [("hedged", "asserted")]


def test_attacks_names_no_initiator_where_no_line_does(data: Dataset) -> None:
    sql = "select event_id from attacks where initiators is null order by event_id"
    assert answers(data, sql) == [("evt-0003",), ("evt-0004",), ("evt-0011",), ("evt-0091",)]


def test_iran_ties_has_both_doubts_of_one_author(data: Dataset) -> None:
    sql = "select certainty, source_id, line, voice from iran_ties where certainty <> 'asserted' order by line"
    assert answers(data, sql) == [("hedged", "src-0001", 9, "author"), ("hedged", "src-0001", 15, "author")]


def test_us_sites_lists_what_the_articles_place_there(data: Dataset) -> None:
    sql = "select facility from us_sites where not named order by facility"
    unnamed = ("Hangar at Al-Asad Air Base", "US facilities in Iraq", "US military or diplomatic installations")
    assert answers(data, sql) == [(name,) for name in unnamed]


def test_dyads_keeps_the_state_of_iraq_out_of_militia_attacks(data: Dataset) -> None:
    assert answers(data, "select count(*) from dyads where by_camp = 'iraqi_state'") == [(0,)]
    assert answers(data, "select event_ids from dyads where by_camp = 'us' and on_camp = 'iran'") == [("evt-0012",)]


def test_camp_activity_counts_an_open_date_as_possible_only(data: Dataset) -> None:
    """The election and the crackdown of 2018 are certain; a mention without a date is not."""
    sql = """
        select certain_events from camp_activity where camp = 'iran' and role = 'initiator' and event_year = 2020
    """
    assert answers(data, sql) == [
        (4,)
    ]  # missiles, three sites, Erbil in fall; Soleimani's visit, he being of that camp
