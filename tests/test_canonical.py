"""Queries in one form, and the hash of their rows."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest

from iraqmilitias.canonical import canonical, plain
from iraqmilitias.dataset import Dataset
from iraqmilitias.errors import QueryError

STEADY = [
    "SELECT name FROM events",
    "SELECT name FROM events ORDER BY event_id LIMIT 3",
    "SELECT event_type, count(*) FROM events GROUP BY ALL",
    "SELECT event_type, line FROM event_reports ORDER BY event_type",
    "WITH a AS (SELECT * FROM figures) SELECT measure, max(value_high) FROM a GROUP BY measure",
    "WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t WHERE n < 5) SELECT * FROM t",
    "SELECT string_agg(name, ';' ORDER BY event_id) FROM events",
    "SELECT rank() OVER (ORDER BY line), figure_id FROM figures",
    "SELECT avg(value_low), stddev(value_high) FROM figures",
    "FROM disagreements",
    "SELECT event_id FROM events WHERE during(date_from, date_to, date_precision, '2021-01-01', NULL) = 'certain'",
    "SELECT * FROM (PIVOT event_reports ON certainty IN ('asserted', 'hedged') USING count(*) GROUP BY source_id)",
    "SELECT unnest([1, 2]) AS x, {'a': 1, 'b': [DATE '2020-01-03']} AS y",
    "SELECT age(TIMESTAMP '2021-05-26', TIMESTAMP '2020-01-03')",
    "SELECT x FROM range(4) t(x)",
]

UNSTEADY = [
    ("SELECT random()", "random"),
    ("SELECT * FROM events ORDER BY random()", "random"),
    ("SELECT uuid()", "uuid"),
    ("SELECT now() - INTERVAL 1 DAY", "now"),
    ("SELECT current_date", "current_date"),
    ("SELECT * FROM events WHERE date_to < today()", "today"),
    ("SELECT age(TIMESTAMP '2020-01-03')", "age"),
    ("SELECT version()", "version"),
    ("SELECT hash(name) FROM events", "hash"),
    ("SELECT approx_count_distinct(name) FROM events", "approx"),
    ("SELECT current_setting('threads')", "current_setting"),
    ("SELECT * FROM events USING SAMPLE 3", "SAMPLE"),
    ("SELECT * FROM events TABLESAMPLE 10%", "SAMPLE"),
    ("SELECT rowid FROM events", "rowid"),
    ("SELECT * FROM duckdb_tables()", "duckdb_tables"),
    ("SELECT * FROM information_schema.tables WHERE 1 = 0", "no table or view"),
    ("FROM query('SELECT random()')", "query"),
    ("SELECT name FROM events LIMIT 3", "stored"),
    ("SELECT first(name) FROM events", "stored"),
    ("SELECT string_agg(name, ';') FROM events", "stored"),
    ("SELECT row_number() OVER () AS n, name FROM events", "stored"),
    ("SELECT source_id, line FROM event_reports ORDER BY source_id LIMIT 5", "stored"),
    ("SELECT DISTINCT ON (event_type) event_type, name FROM events", "stored"),
    ("SUMMARIZE events", "cite a SELECT"),
    ("PIVOT events ON event_type USING count(*)", "standard form|statements"),
    ("EXPLAIN SELECT 1", "standard form"),
    ("DROP TABLE events", "refused"),
    ("SELECT 1; SELECT 2", "2 statements"),
]


@pytest.mark.sampled(6)
@pytest.mark.parametrize("sql", STEADY)
def test_steady_query_accepts_and_gives_one_hash(data: Dataset, sql: str) -> None:
    once = canonical(data, sql)
    assert canonical(data, once.query) == once


@pytest.mark.parametrize(("sql", "word"), UNSTEADY)
def test_unsteady_query_is_refused_with_the_reason(data: Dataset, sql: str, word: str) -> None:
    with pytest.raises(QueryError, match=word):
        canonical(data, sql)


def test_order_with_ties_counts_as_far_as_it_goes(data: Dataset) -> None:
    tied = {canonical(data, f"SELECT role, 1 FROM participants ORDER BY role {way}").sha256 for way in ("ASC", "DESC")}
    assert len(tied) == 2  # rows that tie are alike, so the order holds
    loose = {
        canonical(data, f"SELECT report_id, role FROM participants ORDER BY role {way}").sha256 for way in ("", "DESC")
    }
    assert len(loose) == 1  # rows that tie differ, so it does not


def test_bounded_query_is_stopped(data: Dataset) -> None:
    with pytest.raises(QueryError, match="stopped after"):
        canonical(data, "SELECT count(*) FROM range(1000000000) a, range(1000000) b", timeout=1)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (1, 1.0),
        (Decimal("1.50"), 1.5),
        (0.1 + 0.2, 0.3),
        (
            datetime.datetime(2020, 1, 3, 12, tzinfo=datetime.UTC),
            datetime.datetime(2020, 1, 3, 14, tzinfo=datetime.timezone(datetime.timedelta(hours=2))),
        ),
        ({"b": 1, "a": 2}, {"a": 2, "b": 1}),
    ],
)
def test_like_values_have_one_form(one: object, other: object) -> None:
    assert plain(one) == plain(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (1, "1"),
        (1.5, "1.5"),
        (None, "None"),
        (float("nan"), "nan"),
        ([1], "[1]"),
        (b"a", "61"),
        (datetime.date(2020, 1, 3), "2020-01-03"),
        (datetime.date(2020, 1, 3), datetime.datetime(2020, 1, 3)),
        (True, "True"),
        (0.1, 0.1000001),
    ],
)
def test_unlike_values_have_two_forms(one: object, other: object) -> None:
    assert plain(one) != plain(other)
