"""The views disagreement_pairs and disagreements."""

from __future__ import annotations

import duckdb

from .conftest import rows


def pairs(connection: duckdb.DuckDBPyConnection, kind: str) -> list[tuple[object, ...]]:
    return rows(connection, f"select * exclude (kind) from disagreement_pairs where kind = '{kind}'")


def test_disagreements_of_dates_share_no_day(disagreeing: duckdb.DuckDBPyConnection) -> None:
    # rep-0002 shares 31 January with rep-0001 and 1 February with rep-0003, which shares it with rep-0005
    assert pairs(disagreeing, "date") == [
        ("rep-0001", "rep-0003", "evt-0001", "date_to", "2020-01 against 2020-02", "cnf-0001"),
        # the conflict names rep-0004 and the event, which stands for the other report
        ("rep-0002", "rep-0004", "evt-0001", "date_from", "[2020-01-31..2020-02-01] against ../2020-01-10", "cnf-0002"),
        ("rep-0003", "rep-0004", "evt-0001", "date_from", "2020-02 against ../2020-01-10", "cnf-0002"),
    ]


def test_disagreements_of_types_exclude_one_another(disagreeing: duckdb.DuckDBPyConnection) -> None:
    assert pairs(disagreeing, "wording") == [
        ("rep-0011", "rep-0012", "evt-0002", "event_type", "rocket-attack against drone-attack", None),
        ("rep-0012", "rep-0015", "evt-0002", "event_type", "drone-attack against rocket-attack", "cnf-0008"),
    ]


def test_disagreements_of_initiators_are_not_of_one_family(disagreeing: duckdb.DuckDBPyConnection) -> None:
    # the guard is above both brigades, the state above the guard; the brigades are siblings; rep-0024 has the state
    # and the front; rep-0025 has a place, which is no actor
    guard, front = "Gamma Guard (act-0002)", "Epsilon Front (act-0004)"
    delta, nu = "Delta Brigade (act-0003)", "Nu Brigade (act-0010)"
    assert pairs(disagreeing, "actor") == [
        ("rep-0021", "rep-0026", "evt-0003", "actor_id", f"{guard} against {front}", None),
        ("rep-0022", "rep-0023", "evt-0003", "actor_id", f"{delta} against {nu}", None),
        ("rep-0022", "rep-0026", "evt-0003", "actor_id", f"{delta} against {front}", None),
        ("rep-0023", "rep-0026", "evt-0003", "actor_id", f"{nu} against {front}", None),
    ]


def test_disagreements_of_figures_share_no_value(disagreeing: duckdb.DuckDBPyConnection) -> None:
    # Not: 300 and 450 (other months), "at least 100" (bounds overlap), other places and actors, 100 and 110 (about,
    # 10 % apart), the budget of July, other events, figures of nothing that is stated, bounds that touch.
    assert pairs(disagreeing, "number") == [
        ("fig-0001", "fig-0002", None, "value_high", "300 (guards) against 400 (guards)", None),
        ("fig-0002", "fig-0003", None, "value_high", "400 (guards) against 450 (guards later)", None),
        ("fig-0011", "fig-0013", None, "value_high", "about 100 (money) against about 122 (money)", "cnf-0005"),
        ("fig-0012", "fig-0013", None, "value_high", "110 (money) against about 122 (money)", None),
        ("fig-0021", "fig-0022", "evt-0004", "value_low", "two (killed) against up to one (killed)", None),
        # fig-0043 has no dates and so is of its article’s June
        ("fig-0041", "fig-0042", None, "value_high", "30 (until May) against 40 (in May)", None),
    ]


def test_disagreements_has_one_row_for_all_pairs_that_one_conflict_settles(
    disagreeing: duckdb.DuckDBPyConnection,
) -> None:
    sql = "select record_id, other_id, other_ids, field, detail, conflict_id from disagreements"
    assert rows(disagreeing, sql + " where kind = 'date'") == [
        # the conflict’s own row comes first, and the column is that row’s
        ("rep-0003", "rep-0001", "rep-0001", "date_from", "2020-01 against 2020-02", "cnf-0001"),
        (
            *("rep-0004", "rep-0002", "rep-0002, rep-0003", "date_to"),
            *("2020-02 against ../2020-01-10; [2020-01-31..2020-02-01] against ../2020-01-10", "cnf-0002"),
        ),
    ]


def test_disagreements_keeps_pairs_apart_that_no_conflict_settles(disagreeing: duckdb.DuckDBPyConnection) -> None:
    sql = "select record_id, other_ids from disagreements where conflict_id is null and kind in ('actor', 'wording')"
    assert rows(disagreeing, sql) == [
        ("rep-0011", "rep-0012"),
        ("rep-0021", "rep-0026"),
        ("rep-0022", "rep-0023"),
        ("rep-0022", "rep-0026"),
        ("rep-0023", "rep-0026"),
    ]


def test_disagreements_are_none_where_all_agree(plain: duckdb.DuckDBPyConnection) -> None:
    assert rows(plain, "select * from disagreement_pairs") == []
    assert rows(plain, "select * from disagreements") == []
