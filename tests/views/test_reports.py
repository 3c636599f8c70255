"""The views reports, responses and facility_attacks."""

from __future__ import annotations

import duckdb

from .conftest import rows

ZETA = "https://zeta.example/a#:~:text="


def test_reports_spells_out_every_role(plain: duckdb.DuckDBPyConnection) -> None:
    sql = """
        select report_id, initiators, targets, victims, supporters, hosts, suppliers, candidates, locations, origins,
            destinations, near_to
        from reports
    """
    guard, kappa = "Gamma Guard (act-0002)", "Camp Kappa (fac-0001)"
    assert rows(plain, sql) == [
        ("rep-0001", guard, kappa, None, None, None, None, None, "Port Alpha (plc-0002)", None, None, None),
        ("rep-0002", f"Delta Brigade (act-0003); {guard}", kappa, *[None] * 9),
        ("rep-0003", "Epsilon Front (act-0004)", guard, *[None] * 8, "Camp Lambda (fac-0002)"),
        (
            *("rep-0004", None, None, guard, "Alphaland (act-0001)", "Alphaland (plc-0001)"),
            *("Epsilon Front (act-0004)", "Sam Speaker (act-0008)", kappa, "Port Alpha (plc-0002)"),
            *("Empty Quarter (plc-0003)", None),
        ),
    ]


def test_reports_gives_event_dates_answer_and_voice(plain: duckdb.DuckDBPyConnection) -> None:
    sql = """
        select report_id, event_id, event, event_type, summary, report_from, report_to, report_precision,
            report_edtf, event_from, event_to, event_precision, certainty,
            response_to, response_to_event, voice, statement_id, relayed_by, author, publisher, paragraph, url
        from reports where report_id in ('rep-0002', 'rep-0003')
    """
    assert rows(plain, sql) == [
        (
            *("rep-0002", "evt-0002", "Attack on Camp Kappa", "rocket-attack", "Rockets hit the camp.", "2020-05-01"),
            *(
                "2020-05-31",
                "month",
                "2020-05",
                "2020-05-08",
                "2020-05-08",
                "day",
                "hedged",
                None,
                None,
                "Official of Alphaland",
                "stm-0001",
            ),
            *("Zeta Wire (act-0006)", "Ann Writer", "Zeta Daily", 3, f"{ZETA}rockets"),
        ),
        (
            *("rep-0003", "evt-0003", "Answer at Camp Lambda", "airstrike", "Bombs answer the rockets.", "2020-05-09"),
            *(
                "2020-05-20",
                "range",
                "[2020-05-09..2020-05-20]",
                "2020-05-09",
                "2020-05-20",
                "range",
                "asserted",
                "evt-0002",
                "Attack on Camp Kappa",
            ),
            *("author", None, None, "Ann Writer", "Zeta Daily", 3, f"{ZETA}then%2C%20bombs%20%26%20fire"),
        ),
    ]


def test_responses_gives_both_events_and_the_voice(plain: duckdb.DuckDBPyConnection) -> None:
    sql = """
        select report_id, event_id, event, event_type, event_edtf, response_to, response_to_event, response_to_type,
            response_to_edtf, initiators, targets, certainty, voice, publisher
        from responses
    """
    answer = ("evt-0003", "Answer at Camp Lambda", "airstrike", "[2020-05-09..2020-05-20]")
    assert rows(plain, sql) == [
        (
            *("rep-0003", *answer, "evt-0002", "Attack on Camp Kappa", "rocket-attack", "2020-05-08"),
            *("Epsilon Front (act-0004)", "Gamma Guard (act-0002)", "asserted", "author", "Zeta Daily"),
        ),
        (
            *("rep-0004", "evt-0001", "Siege of Port Alpha", "military-operation", "2020-05-01/2020-05-31", *answer),
            *(None, None, "disputed", "Epsilon Front", "Theta Post"),
        ),
    ]


def test_facility_attacks_gives_the_event_its_own_days_and_leaves_out_other_roles(
    plain: duckdb.DuckDBPyConnection,
) -> None:
    sql = """
        select facility_id, facility, place, coordinate_kind, event_id, event_from, event_to, role, report_id,
            event_type, report_from, report_edtf, initiators, certainty, voice, url
        from facility_attacks
    """
    kappa = ("fac-0001", "Camp Kappa", "Port Alpha", "site", "evt-0002", "2020-05-08", "2020-05-08", "target")
    assert rows(plain, sql) == [
        (
            *(*kappa, "rep-0001", "armed-attack", "2020-05-08", "2020-05-08"),
            *("Gamma Guard (act-0002)", "asserted", "author", f"{ZETA}hit%20the%20camp"),
        ),
        (
            *(*kappa, "rep-0002", "rocket-attack", "2020-05-01", "2020-05"),
            *("Delta Brigade (act-0003); Gamma Guard (act-0002)", "hedged", "Official of Alphaland", f"{ZETA}rockets"),
        ),
    ]
