"""The view timeline."""

from __future__ import annotations

import duckdb

from .conftest import rows

ZETA = "https://zeta.example/a#:~:text="
THETA = "https://theta.example/b#top:~:text="


def test_timeline_is_in_order_of_dates(plain: duckdb.DuckDBPyConnection) -> None:
    sql = """
        select event_id, event, event_type, event_from, event_to, event_precision, event_edtf, date_basis,
            report_count, source_count, part_of, part_of_event, reference_id, url
        from timeline
    """
    siege = ("evt-0001", "Siege of Port Alpha")
    assert rows(plain, sql) == [
        # nothing says how early they can have begun
        (
            *("evt-0004", "Vote in the Empty Quarter", "election", None, "2020-06-10", "open", "../2020-06-10"),
            *("reported", 0, 0, None, None, None, f"{ZETA}vote"),
        ),
        (
            *("evt-0005", "Find at Camp Mu", "airstrike", None, None, "open", None),
            *("reported", 0, 0, None, None, None, f"{ZETA}find"),
        ),
        (
            *(*siege, "military-operation", "2020-05-01", "2020-05-31", "span", "2020-05-01/2020-05-31", "reported"),
            *(1, 1, None, None, None, f"{THETA}siege"),
        ),
        (
            *("evt-0002", "Attack on Camp Kappa", "rocket-attack", "2020-05-08", "2020-05-08", "day", "2020-05-08"),
            *("reference", 2, 1, *siege, "ref-0001", f"{ZETA}rockets"),
        ),
        (
            *("evt-0003", "Answer at Camp Lambda", "airstrike", "2020-05-09", "2020-05-20", "range"),
            *("[2020-05-09..2020-05-20]", "reported", 1, 1, None, None, None, f"{ZETA}then%2C%20bombs%20%26%20fire"),
        ),
    ]


def test_timeline_says_what_its_point_stands_for(plain: duckdb.DuckDBPyConnection) -> None:
    sql = "select event_id, place_id, place, facility_id, facility, latitude, longitude, coordinate_kind from timeline"
    port = ("plc-0002", "Port Alpha")
    assert rows(plain, sql) == [
        ("evt-0004", "plc-0003", "Empty Quarter", None, None, None, None, None),
        ("evt-0005", *port, "fac-0003", "Camp Mu", 11.0, 21.0, "stand_in"),
        ("evt-0001", *port, None, None, 11.0, 21.0, "centre"),
        ("evt-0002", *port, "fac-0001", "Camp Kappa", 11.5, 21.5, "site"),
        ("evt-0003", "plc-0001", "Alphaland", "fac-0002", "Camp Lambda", 10.0, 20.0, "stand_in"),
    ]
