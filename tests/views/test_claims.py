"""The view claims."""

from __future__ import annotations

import duckdb
import pytest

from iraqmilitias.dataset import Dataset

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
            "Sam Speaker deputy leads Gamma Guard (second captain), which is hedged",
            *sam,
            ann,
            3,
            True,
        ),
        ("fig-0001", "figures", "Gamma Guard; Port Alpha: 300, guards in the port", *author, ann, 3, False),
        ("fig-0004", "figures", "Port Alpha: 500, fighters of no stated side", *author, ann, 3, False),
        ("rep-0001", "event_reports", "Attack on Camp Kappa: The camp is hit.", *author, ann, 3, False),
        ("stm-0002", "statements", "Sam Speaker on Gamma Guard: All is well.", *sam, ann, 3, True),
        ("aff-0001", "affiliations", "Delta Brigade part of Gamma Guard", *author, ann, 4, False),
        (
            "fig-0002",
            "figures",
            "Gamma Guard; Camp Kappa; Attack on Camp Kappa: two, guards killed",
            *official,
            ann,
            4,
            True,
        ),
        ("rep-0002", "event_reports", "Attack on Camp Kappa: Rockets hit the camp.", *official, ann, 4, True),
        ("rep-0003", "event_reports", "Answer at Camp Lambda: Bombs answer the rockets.", *author, ann, 4, False),
        ("stm-0001", "statements", "Official of Alphaland on Gamma Guard: The guard did it.", *official, ann, 4, False),
        ("fig-0003", "figures", "Gamma Guard; Port Alpha: 400, guards in the port", *author, None, 1, False),
        # in conflict through its event, evt-0001
        (
            "rep-0004",
            "event_reports",
            "Siege of Port Alpha: The siege is told.",
            "Epsilon Front",
            "act-0004",
            "stm-0005",
            None,
            2,
            True,
        ),
        ("stm-0003", "statements", "Eta Paper: A paper tells it.", "Eta Paper", "act-0007", "stm-0003", None, 2, False),
        (
            "stm-0004",
            "statements",
            "Official of Alphaland: An official tells it.",
            official[0],
            "act-0005",
            "stm-0004",
            None,
            2,
            False,
        ),
        (
            "stm-0005",
            "statements",
            "Epsilon Front on Epsilon Front: The front tells it.",
            "Epsilon Front",
            "act-0004",
            "stm-0005",
            None,
            2,
            False,
        ),
    ]


def test_claims_gives_values_dates_and_link(plain: duckdb.DuckDBPyConnection) -> None:
    sql = """
        select record_id, event_id, event, event_type, value_low, value_high, unit, measure, qualifier,
            report_from, report_to, report_precision, event_from, event_to, said_from, said_to, certainty, relayed_by,
            publisher, published_from, published_to, paragraph, url
        from claims where record_id in ('fig-0003', 'rep-0004', 'aff-0002', 'stm-0001') order by record_id
    """
    july, june = ("Theta Post", "2020-07-01", "2020-07-31"), ("Zeta Daily", "2020-06-10", "2020-06-10")
    outward = "Official of Alphaland (act-0005); Eta Paper (act-0007); Zeta Wire (act-0006)"
    nothing = (None,) * 8
    assert rows(plain, sql) == [
        ("aff-0002", *nothing, "2019-01-01", *[None] * 6, "hedged", None, *june, 2, f"{ZETA}#:~:text=Captain"),
        (
            *("fig-0003", None, None, None, 400.0, None, "persons", "strength", "at_least"),
            *("2020-01-01", "2020-03-31", *[None] * 7, *july, 1, f"{THETA}:~:text=at%20least%20400"),
        ),
        (
            *("rep-0004", "evt-0001", "Siege of Port Alpha", "military-operation", None, None, None, None, None),
            *(
                None,
                "2020-07-31",
                "open",
                "2020-05-01",
                "2020-05-31",
                None,
                None,
                "disputed",
                outward,
                *july,
                2,
                f"{THETA}:~:text=well%2Dknown%20siege",
            ),
        ),
        (
            *("stm-0001", *nothing, *[None] * 5, "2020-06-09", "2020-06-09", None, "Zeta Wire (act-0006)", *june, 3),
            f"{ZETA}#:~:text=they%20did%20it",
        ),
    ]


def test_claims_what_can_be_read_alone(data: Dataset) -> None:
    sql = "select what from claims where regexp_matches(what, '(?i)\\b(these|the|this|that)( armed)? groups?\\b')"
    assert data.sql(sql, as_="rows") == []


def test_claims_has_a_verdict_in_every_row(data: Dataset) -> None:
    """The seats lost with the final count; the words of src-0003:5 as altered, by an inferred author."""
    verdicts = dict(data.sql("select record_id, verdict from claims", as_="rows"))
    assert all(v.endswith("; not checked by a person") for v in verdicts.values())
    assert verdicts["fig-0019"].startswith("contradicted: ") and "a loss of 31" in verdicts["fig-0019"]
    assert "reworded (altered)" in verdicts["stm-0020"] and "inferred and not printed" in verdicts["stm-0020"]
    assert verdicts["fig-0013"] == "nothing known against it; not checked by a person"


@pytest.mark.parametrize("view", ["claims", "reports", "actor_network", "figure_series", "responses", "voices"])
def test_views_mark_an_inferred_author(data: Dataset, view: str) -> None:
    sql = f"select distinct author from {view} where source_id = 'src-0003'"
    assert data.sql(sql, as_="rows") == [("Baria Alamuddin (inferred)",)]
