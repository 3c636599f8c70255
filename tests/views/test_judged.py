"""The answering views on a world that was made by hand, so that each filter has something to leave out.

Denied: Downland as initiator of evt-0001, Ann Leader as victim of evt-0002, Camp Two as target of evt-0003.
"""

from __future__ import annotations

from typing import Any

import duckdb
import pytest

from .conftest import rows

Connection = duckdb.DuckDBPyConnection


def test_casualties_counts_figures_persons_crowds_and_nobody(judged: Connection) -> None:
    sql = """
        select event_id, killed_low, killed_best, killed_high, killed_basis, injured_low, injured_best, injured_high,
            injured_basis
        from casualties
    """
    nothing = (None,) * 4
    assert rows(judged, sql) == [
        ("evt-0002", 2, 2, 2, "figure fig-0001", 5, None, None, "figure fig-0004 (at least)"),
        ("evt-0003", 1, 1, None, "report rep-0005", 0, 0, 0, "nobody, by report rep-0005"),
        ("evt-0001", *nothing, 1, None, None, "report rep-0003"),
        ("evt-0006", 0, 0, 0, "nobody, by report rep-0008", *nothing),
    ]


def test_attacks_has_doers_by_their_word_targets_and_sites(judged: Connection) -> None:
    sql = """
        select event_id, initiators, initiator_camps, targets, target_camps, sites, killed_low, injured_low,
            report_count, disputed
        from attacks
    """
    brigade = "Brigade (asserted, Sam Speaker in Theta Post); Brigade (asserted, author in Zeta Daily)"
    assert rows(judged, sql) == [
        (
            *("evt-0002", "Brigade (hedged, author in Zeta Daily); Midland (asserted, author in Zeta Daily)"),
            *("iran_aligned", "Townsfolk", "iraqi_public", None, 2, 5, 1, True),
        ),
        (
            *("evt-0003", "Upland (asserted, author in Theta Post)", "us", "Ann Leader; Depot", "iran, iran_aligned"),
            *("Depot", 1, 0, 1, False),
        ),
        (
            *("evt-0001", f"{brigade}; Brigade (hedged, Officials in Zeta Daily)", "iran_aligned"),
            *("Camp One; Officials", "us", "Camp One", None, 1, 3, True),
        ),
        (
            *("evt-0006", "Guards (asserted, author in Theta Post)", "iraqi_state", None, None, "Camp Two"),
            *(0, None, 1, False),
        ),
    ]


def test_facility_attacks_has_targets_and_scenes_of_attacks_only(judged: Connection) -> None:
    sql = "select event_id, facility, named, camp, role, report_id, event_from, report_from from facility_attacks"
    assert rows(judged, sql) == [
        ("evt-0003", "Depot", False, "iran_aligned", "target", "rep-0005", "2020-12-20", None),
        ("evt-0001", "Camp One", True, "us", "target", "rep-0001", "2021-05-08", "2021-05-01"),
        ("evt-0001", "Camp One", True, "us", "target", "rep-0002", "2021-05-08", None),
        ("evt-0006", "Camp Two", True, "us", "location", "rep-0008", None, None),
    ]


def test_us_sites_leaves_out_the_sites_of_others(judged: Connection) -> None:
    assert rows(judged, "select facility, place, attack_count, attack_ids from us_sites") == [
        ("Camp One", "Midtown", 1, "evt-0001"),
        ("Camp Two", "Hillside", 1, "evt-0006"),
    ]


def test_accusations_has_reports_and_what_only_a_statement_has(judged: Connection) -> None:
    sql = """
        select record_id, accuser, accused, accused_camp, role, certainty, event_certainty, against, against_camps,
            event_from, report_from, said_from, said_to
        from accusations
    """
    none = (None, None)
    assert rows(judged, sql) == [
        (
            *("rep-0001", "author", "Brigade", "iran_aligned", "initiator", "asserted", "asserted", "Camp One", "us"),
            *("2021-05-08", "2021-05-01", *none),
        ),
        (
            *("rep-0003", "Officials", "Brigade", "iran_aligned", "initiator", "hedged", "hedged", "Officials", "us"),
            *("2021-05-08", "2021-05-08", "2021-05-09", "2021-05-09"),
        ),
        (
            *("rep-0004", "author", "Brigade", "iran_aligned", "initiator", "hedged", "asserted", "Townsfolk"),
            *("iraqi_public", None, None, *none),
        ),
        (
            *("stm-0004", "Sam Speaker", "Downland", "iran", None, "asserted", None, None, None, None, None),
            *(None, "2021-06-01"),
        ),
        (
            *("rep-0002", "Sam Speaker", "Brigade", "iran_aligned", "initiator", "asserted", "asserted", "Camp One"),
            *("us", "2021-05-08", None, None, "2021-07-31"),
        ),
        (
            *("rep-0005", "author", "Upland", "us", "initiator", "asserted", "asserted", "Depot; Ann Leader"),
            *("iran, iran_aligned", "2020-12-20", None, *none),
        ),
        ("rep-0008", "author", "Downland", "iran", "supporter", "asserted", "asserted", *none, None, None, *none),
        ("rep-0008", "author", "Guards", "iraqi_state", "initiator", "asserted", "asserted", *none, None, None, *none),
    ]


def test_ties_has_every_tie_with_its_voice_and_conflict(judged: Connection) -> None:
    sql = """
        select affiliation_id, actor, actor_camp, relation, organisation, organisation_camp, certainty, tense, tie_from,
            tie_to, voice, in_conflict
        from ties
    """
    brigade, downland = ("Brigade", "iran_aligned"), ("Downland", "iran")
    assert rows(judged, sql) == [
        ("aff-0001", *downland, "backs", *brigade, "asserted", "present", "2020-01-01", None, "author", True),
        ("aff-0002", *brigade, "linked_to", *downland, "denied", "present", None, None, "Officials", True),
        ("aff-0003", "Ann Leader", "iran", "leads", *downland, "asserted", "past", None, "2021-01-10", "author", False),
        (
            "aff-0004",
            "Sam Speaker",
            "other",
            "member_of",
            "Upland",
            "us",
            "hedged",
            "present",
            None,
            None,
            "author",
            False,
        ),
    ]


def test_iran_ties_has_both_directions_and_none_within_iran(judged: Connection) -> None:
    sql = "select affiliation_id, iranian, other, other_camp, direction, certainty, voice, in_conflict from iran_ties"
    assert rows(judged, sql) == [
        ("aff-0001", "Downland", "Brigade", "iran_aligned", "from Iran", "asserted", "author", True),
        ("aff-0002", "Downland", "Brigade", "iran_aligned", "to Iran", "denied", "Officials", True),
    ]


def test_dyads_pairs_camps_of_attacks(judged: Connection) -> None:
    assert rows(judged, "select * from dyads") == [
        ("iran_aligned", "iraqi_public", 1, 1, None, "2021-06-01", "evt-0002"),
        ("iran_aligned", "us", 1, 0, "2021-05-08", "2021-05-08", "evt-0001"),
        ("us", "iran", 1, 0, "2020-12-20", "2021-01-10", "evt-0003"),
        ("us", "iran_aligned", 1, 0, "2020-12-20", "2021-01-10", "evt-0003"),
    ]


def test_camp_activity_counts_certain_and_possible_years(judged: Connection) -> None:
    assert rows(judged, "select * from camp_activity") == [
        ("iran", "supporter", 2020, 0, 1),
        ("iran", "supporter", 2021, 0, 1),
        ("iran", "victim", 2020, 0, 1),
        ("iran", "victim", 2021, 0, 1),
        ("iran_aligned", "initiator", 2020, 0, 1),
        ("iran_aligned", "initiator", 2021, 1, 1),
        ("iran_aligned", "location", 2021, 1, 0),
        ("iran_aligned", "target", 2020, 0, 1),
        ("iran_aligned", "target", 2021, 0, 1),
        ("iraqi_public", "initiator", 2021, 1, 0),
        ("iraqi_public", "victim", 2020, 0, 1),
        ("iraqi_public", "victim", 2021, 0, 1),
        ("iraqi_state", "initiator", 2020, 0, 1),
        ("iraqi_state", "initiator", 2021, 1, 1),
        ("us", "initiator", 2020, 0, 1),
        ("us", "initiator", 2021, 1, 1),
        ("us", "location", 2020, 0, 1),
        ("us", "location", 2021, 0, 1),
        ("us", "near", 2020, 0, 1),
        ("us", "near", 2021, 0, 1),
        ("us", "target", 2021, 2, 0),
        ("us", "victim", 2021, 1, 0),
    ]


def test_figure_series_shows_a_number_for_two_places_under_either(judged: Connection) -> None:
    sql = """
        select actor, place, place_basis, shared_places, position_in_series, series_length, figure_id
        from figure_series
    """
    both = "Hillside; Midtown"
    assert rows(judged, sql) == [
        ("Townsfolk", None, None, None, 1, 1, "fig-0004"),
        ("Townsfolk", None, None, None, 1, 1, "fig-0001"),
        ("Upland", "Midtown", "figure", None, 1, 2, "fig-0003"),
        ("Upland", "Midtown", "event", both, 2, 2, "fig-0002"),
        ("Upland", "Hillside", "event", both, 1, 1, "fig-0002"),
        ("Guards", "Midtown", "figure", None, 1, 1, "fig-0005"),
    ]


def test_event_consensus_takes_two_of_three(judged: Connection) -> None:
    sql = """
        select event_id, majority_type, majority_type_reports, disagree_share, majority_initiator,
            majority_initiator_reports, majority_target, majority_target_reports, majority_place, majority_facility
        from event_consensus where report_count > 1
    """
    assert rows(judged, sql) == [
        ("evt-0001", "rocket-attack", 2, 0.0, "Brigade", 3, "Camp One", 2, None, None),
        ("evt-0004", "policy-decision", 2, 0.0, "Upland", 2, None, None, "Hillside", "Depot"),
    ]


def test_event_consensus_calls_the_type_of_one_report_no_majority(judged: Connection) -> None:
    sql = "select event_id from event_consensus where majority_type is not null"
    assert rows(judged, sql) == [("evt-0001",), ("evt-0004",)]


def test_actor_network_finds_the_line_in_its_own_article(judged: Connection) -> None:
    assert rows(judged, "select affiliation_id, source_id, line, paragraph from actor_network") == [
        ("aff-0001", "src-0001", 3, 2),
        ("aff-0002", "src-0001", 4, 3),
        ("aff-0003", "src-0002", 3, 3),
        ("aff-0004", "src-0002", 2, 2),
    ]


def test_read_again_counts_only_readings_of_the_row_as_it_is(judged: Connection) -> None:
    sql = """
        select record_id, table_name, reader_count, reader_kinds, read_on, questions, affirmed, open_answers, state
        from read_again where record_id in ('rep-0001', 'fig-0003', 'fig-0004', 'act-0001') order by record_id
    """
    assert rows(judged, sql) == [
        ("act-0001", "actors", 0, None, None, 0, 0, 0, "unread"),  # the row has changed since
        ("fig-0003", "figures", 1, "human", "2021-12-02", 6, 5, 0, "settled"),
        ("fig-0004", "figures", 1, "machine", "2021-12-02", 6, 5, 1, "open"),
        ("rep-0001", "event_reports", 2, "machine", "2021-12-03", 12, 12, 0, "affirmed"),
    ]


def test_claims_says_who_checked(judged: Connection) -> None:
    sql = "select record_id, verdict from claims where record_id in ('fig-0003', 'fig-0004') order by record_id"
    assert rows(judged, sql) == [
        ("fig-0003", "nothing known against it"),  # a person has read it
        ("fig-0004", "read again, with answers left open: 1; not checked by a person"),
    ]


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        ("fig-0001", ["contradicted", "reworded", "inferred_author"]),
        ("rep-0001", ["contradicted"]),
        ("rep-0003", ["explained", "unnamed_speaker"]),
        ("rep-0004", ["contradicts"]),
        ("evt-0002", ["contradicted", "contradicts"]),
        ("aff-0002", ["open", "unnamed_speaker"]),
        ("stm-0003", ["inferred_speaker", "unconfirmed"]),
        ("par-0007", ["explained", "unnamed_speaker"]),
        ("src-0002", ["inferred_author"]),
        ("fig-0003", []),
    ],
)
def test_verdicts_gives_each_record_its_kinds_heaviest_first(
    judged: Connection, record: str, expected: list[str]
) -> None:
    sql = f"""
        select kind from verdicts
        where record_id = '{record}' and verdict_text not like 'not read again%' order by verdict_order
    """
    assert [kind for (kind,) in rows(judged, sql)] == expected


@pytest.mark.parametrize(
    ("record", "kind", "text"),
    [
        ("fig-0001", "contradicted", "contradicted: It was three (ref-0001)"),
        ("evt-0002", "contradicted", "its figure fig-0001 is contradicted: It was three (ref-0001)"),
        ("rep-0004", "contradicts", "contradicts rep-0001, which is wrong: It was in April (rep-0001, ref-0001)"),
        ("rep-0003", "explained", "differs from rep-0002, which is explained: Two words for one (rep-0002)"),
        (
            "aff-0001",
            "open",
            "disputed, and nobody can say which is right: One says so and one does not (aff-0002)",
        ),
        ("fig-0001", "reworded", "the quotation is reworded (altered): not the speaker’s words"),
        ("stm-0001", "unnamed_speaker", "the speaker is not named: Officials"),
        ("stm-0003", "inferred_speaker", "the line does not name the speaker; by ref-0001 it is Sam Speaker"),
        ("fig-0001", "inferred_author", "the author is inferred and not printed: Bo Byline"),
        ("fig-0002", "unconfirmed", "not read again since it was coded or changed"),
        ("fig-0004", "unconfirmed", "read again, with answers left open: 1"),
    ],
)
def test_verdicts_says_it_in_one_sentence(judged: Connection, record: str, kind: str, text: str) -> None:
    sql = f"select verdict_text from verdicts where record_id = '{record}' and kind = '{kind}'"
    assert rows(judged, sql) == [(text,)]


def test_crosswalk_takes_the_row_of_the_target_before_any(judged: Connection) -> None:
    sql = "select event_id, scheme, target_camp, code, match, recorded from crosswalk"
    shell, state = ("Shelling/artillery/missile attack", "exact"), ("state-based", "near")
    assert rows(judged, sql) == [
        ("evt-0001", "acled", "any", *shell, True),
        ("evt-0001", "ucdp", "any", *state, None),
        ("evt-0002", "acled", "iraqi_public", "Attack", "exact", True),
        ("evt-0002", "ucdp", "iraqi_public", "one-sided", "near", True),
        ("evt-0003", "acled", "any", "Air/drone strike", "near", True),
        ("evt-0003", "ucdp", "any", *state, True),
        ("evt-0004", "acled", "any", None, "none", False),
        ("evt-0004", "ucdp", "any", None, "none", False),
        ("evt-0005", "acled", "any", "Peaceful protest", "near", True),
        ("evt-0005", "ucdp", "any", None, "none", False),
        ("evt-0006", "acled", "any", "Armed clash", "near", True),
        ("evt-0006", "ucdp", "any", *state, False),
    ]


def test_acled_like_gives_the_columns_of_acled(judged: Connection) -> None:
    sql = """
        select event_id, event_date, time_precision, event_type, actor1, assoc_actor_1, inter1, actor2, assoc_actor_2,
            inter2, country, admin1, location, geo_precision, fatalities
        from acled_like
    """
    abroad, militia = "External/Other Forces", "Political Militia"
    expected: list[tuple[Any, ...]] = [
        (
            *("evt-0001", "2021-05-08", 1, "Explosions/Remote violence", "Brigade", None, militia, "Officials", None),
            *(abroad, "Midland", None, "Camp One", 1, None),
        ),
        (
            *("evt-0002", None, None, "Violence against civilians", "Brigade", None, militia, "Townsfolk", None),
            *("Civilians", "Midland", None, "Midland", 3, 2),
        ),
        (
            *("evt-0003", "2020-12-20", 3, "Explosions/Remote violence", "Upland", None, abroad, "Ann Leader", None),
            *(abroad, "Midland", "Province", "Hillside", 1, 1),
        ),
        (
            *("evt-0005", "2021-03-01", 2, "Protests", "Townsfolk", None, "Protesters", None, None, None, "Midland"),
            *(None, "Midtown", 1, None),
        ),
        (
            *("evt-0006", None, None, "Battles", "Guards", None, "State Forces", None, None, None, "Midland"),
            *("Province", "Camp Two", 1, 0),
        ),
    ]
    assert rows(judged, sql) == expected


def test_ucdp_like_gives_the_columns_of_ged(judged: Connection) -> None:
    sql = """
        select id, year, type_of_violence, side_a, side_b, number_of_sources, where_prec, adm_1, country, date_prec,
            low, best, high, recorded
        from ucdp_like
    """
    us = "Government of United States"
    assert rows(judged, sql) == [
        ("evt-0001", 2021, 1, us, "Brigade", 2, 1, None, "Midland", 1, None, None, None, None),
        ("evt-0002", None, 3, "Brigade", "Civilians", 1, 6, None, "Midland", None, 2, 2, 2, True),
        ("evt-0003", None, 1, us, "Government of Iran", 1, 1, "Province", "Midland", 4, 1, 1, None, True),
    ]


def test_timeline_puts_an_answer_after_what_it_answers(judged: Connection) -> None:
    assert rows(judged, "select event_id, begins_from from timeline") == [
        ("evt-0002", None),
        ("evt-0003", "2020-12-20"),
        ("evt-0004", "2021-02-01"),
        ("evt-0005", "2021-03-01"),
        ("evt-0001", "2021-05-08"),
        ("evt-0006", "2021-05-08"),
    ]
