"""The views actor_network, term_usage and source_profile."""

from __future__ import annotations

import duckdb

from iraqmilitias.dataset import Dataset

from .conftest import rows

ZETA = "https://zeta.example/a"


def test_actor_network_gives_both_names_and_the_voice(plain: duckdb.DuckDBPyConnection) -> None:
    sql = """
        select affiliation_id, actor_id, actor, actor_type, relation, organisation_id, organisation, organisation_type,
            title, certainty, tie_from, tie_to, voice, statement_id, publisher, url
        from actor_network
    """
    guard = ("act-0002", "Gamma Guard", "military")
    assert rows(plain, sql) == [
        (
            *("aff-0001", "act-0003", "Delta Brigade", "armed_group", "part_of", *guard, None, "asserted", None, None),
            *("author", None, "Zeta Daily", f"{ZETA}#:~:text=brigade%20of%20the%20guard"),
        ),
        (
            *("aff-0002", "act-0008", "Sam Speaker", "person", "deputy_leads", *guard, "second captain", "hedged"),
            *("2019-01-01", None, "Sam Speaker", "stm-0002", "Zeta Daily", f"{ZETA}#:~:text=Captain"),
        ),
    ]


def test_term_usage_keeps_stances_and_voices_apart(plain: duckdb.DuckDBPyConnection) -> None:
    sql = "select term_id, term, neutral, actor_id, actor, source_id, publisher, stance, voice"
    thugs = ("trm-0001", "thugs", "Gamma Guard", "act-0002", "Gamma Guard")
    assert rows(plain, sql + ", speaker_id, times, line_count from term_usage") == [
        (*thugs, "src-0001", "Zeta Daily", "own", "author", None, 1, 1),
        (*thugs, "src-0001", "Zeta Daily", "quoted", "Official of Alphaland", "act-0005", 3, 1),
        (*thugs, "src-0002", "Theta Post", "own", "author", None, 4, 2),
        (
            "trm-0002",
            "heroes",
            "Epsilon Front",
            "act-0004",
            "Epsilon Front",
            "src-0001",
            "Zeta Daily",
            *[None] * 3,
            1,
            1,
        ),
    ]


def test_source_profile_counts_each_article(plain: duckdb.DuckDBPyConnection) -> None:
    sql = """
        select source_id, lines, words, claim_count, author_claims, author_share, direct_statements,
            indirect_statements, mixed_statements, own_times, quoted_times, distanced_times,
            own_per_1000_words
        from source_profile
    """
    assert rows(plain, sql) == [
        ("src-0001", 4, 200, 10, 5, 0.5, 1, 1, 0, 1, 3, 0, 5.0),
        ("src-0002", 2, 50, 5, 1, 0.2, 1, 1, 1, 4, 0, 0, 80.0),
        ("src-0003", 1, 100, 0, 0, None, 0, 0, 0, 0, 0, 0, 0.0),
    ]
    sql = """
        select title, author, publisher, genre, figure_count, statement_count, report_count, event_count,
            participant_count, affiliation_count, mention_count, mention_times, waiver_count
        from source_profile
    """
    assert rows(plain, sql) == [
        ("A day in Alphaland", "Ann Writer", "Zeta Daily", "news", 3, 2, 3, 2, 9, 2, 6, 9, 4),
        ("A month in Alphaland", None, "Theta Post", "opinion", 1, 3, 1, 1, 8, 0, 3, 4, 2),
        ("Nothing about Alphaland", None, "Iota News", "news", 0, 0, 0, 0, 0, 0, 0, 0, 1),
    ]


def test_term_usage_has_the_terms_that_name_no_actor_once(data: Dataset) -> None:
    """A ruler who is only supposed, in 4:59."""
    sql = "select term, source_id, times from term_usage where actor is null order by term"
    assert data.sql(sql, as_="rows") == [("strongman", "src-0004", 1)]
