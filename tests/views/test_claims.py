"""The view claims."""

from __future__ import annotations

import duckdb

from .conftest import rows

ZETA = "https://zeta.example/a"
THETA = "https://theta.example/b#top"


def test_claims_has_every_figure_statement_report_and_affiliation(plain: duckdb.DuckDBPyConnection) -> None:
    sql = "select record_id, table_name, what, voice, speaker_id, statement_id, author, line, in_conflict from claims"
    official, sam = ("Official of Alphaland", "act-0005", "stm-0001"), ("Sam Speaker", "act-0008", "stm-0002")
    author = ("author", None, None)
    ann = "Ann Writer"
    assert rows(plain, sql) == [
        (
            "aff-0002",
            "affiliations",
            "Sam Speaker deputy leads Gamma Guard (second captain)",
            *sam,
            ann,
            3,
            True,
        ),
        ("fig-0001", "figures", "guards in the port", *author, ann, 3, False),
        ("fig-0004", "figures", "fighters of no stated side", *author, ann, 3, False),
        ("rep-0001", "event_reports", "The camp is hit.", *author, ann, 3, False),
        ("stm-0002", "statements", "All is well.", *sam, ann, 3, True),
        ("aff-0001", "affiliations", "Delta Brigade part of Gamma Guard", *author, ann, 4, False),
        ("fig-0002", "figures", "guards killed", *official, ann, 4, True),
        ("rep-0002", "event_reports", "Rockets hit the camp.", *official, ann, 4, True),
        ("rep-0003", "event_reports", "Bombs answer the rockets.", *author, ann, 4, False),
        ("stm-0001", "statements", "The guard did it.", *official, ann, 4, False),
        ("fig-0003", "figures", "guards in the port", *author, None, 1, False),
        # in conflict through its event, evt-0001
        ("rep-0004", "event_reports", "The siege is told.", "Epsilon Front", "act-0004", "stm-0005", None, 2, True),
        ("stm-0003", "statements", "A paper tells it.", "Eta Paper", "act-0007", "stm-0003", None, 2, False),
        ("stm-0004", "statements", "An official tells it.", official[0], "act-0005", "stm-0004", None, 2, False),
        ("stm-0005", "statements", "The front tells it.", "Epsilon Front", "act-0004", "stm-0005", None, 2, False),
    ]


def test_claims_gives_values_dates_and_link(plain: duckdb.DuckDBPyConnection) -> None:
    sql = """
        select record_id, event_id, event, event_type, value_low, value_high, unit, measure, qualifier, date_from,
            date_to, date_precision, certainty, relayed_by, publisher, published_from, published_to, paragraph, url
        from claims where record_id in ('fig-0003', 'rep-0004', 'aff-0002', 'stm-0001') order by record_id
    """
    july, june = ("Theta Post", "2020-07-01", "2020-07-31"), ("Zeta Daily", "2020-06-10", "2020-06-10")
    outward = "Official of Alphaland (act-0005); Eta Paper (act-0007); Zeta Wire (act-0006)"
    nothing = (None,) * 8
    assert rows(plain, sql) == [
        ("aff-0002", *nothing, "2019-01-01", None, None, "hedged", None, *june, 2, f"{ZETA}#:~:text=Captain"),
        (
            *("fig-0003", None, None, None, 400.0, None, "persons", "strength", "at_least"),
            *("2020-01-01", "2020-03-31", None, None, None, *july, 1, f"{THETA}:~:text=at%20least%20400"),
        ),
        (
            *("rep-0004", "evt-0001", "Siege of Port Alpha", "military-operation", None, None, None, None, None),
            *(None, "2020-07-31", "open", "disputed", outward, *july, 2, f"{THETA}:~:text=well%2Dknown%20siege"),
        ),
        (
            *("stm-0001", *nothing, "2020-06-09", "2020-06-09", None, None, "Zeta Wire (act-0006)", *june, 3),
            f"{ZETA}#:~:text=they%20did%20it",
        ),
    ]
