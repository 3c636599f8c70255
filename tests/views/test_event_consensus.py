"""The view event_consensus."""

from __future__ import annotations

import duckdb

from .conftest import rows


def test_event_consensus_gives_bounds_and_type(disagreeing: duckdb.DuckDBPyConnection) -> None:
    sql = """
        select event_id, report_count, source_count, widest_from, widest_to, shared_from, shared_to, dates_exclude,
            majority_type, majority_type_reports, disagree_share
        from event_consensus
    """
    assert rows(disagreeing, sql) == [
        ("evt-0001", 5, 2, None, "2020-02-29", None, None, True, "other", 5, 0.0),
        ("evt-0002", 5, 2, "2020-01-01", None, "2020-04-10", "2020-04-20", False, None, None, None),
        ("evt-0003", 6, 2, None, "2020-05-01", None, "2020-05-01", False, "protest", 6, 0.0),
        ("evt-0004", 0, 0, None, None, None, None, None, None, None, None),
        ("evt-0005", 0, 0, None, None, None, None, None, None, None, None),
    ]


def test_event_consensus_calls_one_of_two_types_no_majority(plain: duckdb.DuckDBPyConnection) -> None:
    sql = """
        select majority_type, majority_type_reports, disagree_share, shared_from, shared_to, widest_from, widest_to
        from event_consensus where event_id = 'evt-0002'
    """
    day = ("2020-05-08", "2020-05-08")
    assert rows(plain, sql) == [(None, None, None, *day, "2020-05-01", "2020-05-31")]


def test_event_consensus_gives_the_majority_of_each_role(disagreeing: duckdb.DuckDBPyConnection) -> None:
    sql = """
        select event_id, majority_place_id, majority_place, majority_place_reports, majority_initiator_id,
            majority_initiator, majority_initiator_reports, majority_target_id, majority_target,
            majority_target_reports
        from event_consensus where report_count > 0
    """
    nothing = (None, None, None)
    assert rows(disagreeing, sql) == [
        ("evt-0001", *nothing, *nothing, *nothing),  # act-0010 and act-0002 have one report each
        ("evt-0002", *nothing, *nothing, *nothing),
        ("evt-0003", *nothing, *nothing, *nothing),  # two of six
    ]


def test_event_consensus_takes_targets_and_locations_of_any_kind(plain: duckdb.DuckDBPyConnection) -> None:
    sql = """
        select event_id, majority_place_id, majority_facility_id, majority_facility, majority_facility_reports,
            majority_target_id, majority_target, majority_target_reports
        from event_consensus where report_count > 0
    """
    assert rows(plain, sql) == [
        ("evt-0001", *[None] * 7),  # what one report has is no majority
        ("evt-0002", *[None] * 4, "fac-0001", "Camp Kappa", 2),
        ("evt-0003", *[None] * 7),
    ]
