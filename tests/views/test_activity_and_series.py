"""The views actor_activity and figure_series."""

from __future__ import annotations

import duckdb

from .conftest import rows


def test_actor_activity_counts_events_speech_and_namings(plain: duckdb.DuckDBPyConnection) -> None:
    sql = """
        select actor_id, parent, event_count, initiator_events, target_events, victim_events, supporter_events,
            other_role_events, statements_spoken, statements_relayed, statements_about, mention_times, source_count,
            mentions_by_source
        from actor_activity
    """
    assert rows(plain, sql) == [
        ("act-0001", None, 1, 0, 0, 0, 1, 0, 0, 0, 0, 1, 1, "src-0001: 1"),
        # two reports of evt-0002 are one event
        ("act-0002", "Alphaland", 3, 1, 1, 1, 0, 0, 0, 0, 2, 10, 2, "src-0001: 6; src-0002: 4"),
        ("act-0003", "Gamma Guard", 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, None),
        ("act-0004", None, 2, 1, 0, 0, 0, 1, 1, 0, 1, 0, 0, None),
        ("act-0005", "Alphaland", 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, None),
        ("act-0006", None, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, None),
        ("act-0007", "Alphaland", 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, None),
        ("act-0008", None, 1, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0, None),
        ("act-0009", None, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, None),
    ]


def test_actor_activity_counts_an_event_once(disagreeing: duckdb.DuckDBPyConnection) -> None:
    sql = """
        select actor_id, event_count, initiator_events, target_events, victim_events, supporter_events,
            other_role_events
        from actor_activity where actor_id in ('act-0002', 'act-0004', 'act-0005')
    """
    assert rows(disagreeing, sql) == [
        ("act-0002", 2, 2, 1, 0, 0, 0),
        ("act-0004", 1, 1, 1, 0, 0, 0),
        ("act-0005", 1, 0, 0, 1, 1, 1),
    ]


def test_figure_series_orders_each_series_by_period(plain: duckdb.DuckDBPyConnection) -> None:
    sql = """
        select measure, unit, actor, place, position_in_series, series_length, figure_id, printed, value_low,
            value_high, qualifier, period_basis, period_from, period_to, voice, event
        from figure_series
    """
    port = ("strength", "persons", "Gamma Guard", "Port Alpha")
    day = ("2020-05-08", "2020-05-08")
    assert rows(plain, sql) == [
        (
            *("killed", "persons", "Gamma Guard", None, 1, 1, "fig-0002", "two", 2.0, 2.0, "exact", "figure", *day),
            *("Official of Alphaland", "Attack on Camp Kappa"),
        ),
        (
            *(*port, 1, 2, "fig-0003", "400", 400.0, None, "at_least", "figure", "2020-01-01"),
            *("2020-03-31", "author", None),
        ),
        # without dates: the day of publication
        (
            *(*port, 2, 2, "fig-0001", "300", 300.0, 300.0, "approximate", "publication", "2020-06-10"),
            *("2020-06-10", "author", None),
        ),
        # one date is a date: the missing bound stays open
        (
            *("strength", "persons", None, "Port Alpha", 1, 1, "fig-0004", "500", None, 500.0, "at_most", "figure"),
            *(None, "2020-05-31", "author", None),
        ),
    ]
