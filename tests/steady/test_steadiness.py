"""Which queries can be cited: ordinary ones give one hash with every supported DuckDB, unsteady ones are refused.

The hashes were recorded once, so that a run with any version checks that version.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import duckdb
import pytest

from iraqmilitias.dataset import Dataset
from iraqmilitias.errors import QueryError
from iraqmilitias.query_hash import hash_query
from iraqmilitias.steadiness import functions, refusal

from .record import PACKAGE, hashes, queries

RECORDED = hashes()


@pytest.fixture(scope="module")
def article(cache: object) -> Iterator[Dataset]:
    yield Dataset(PACKAGE)


def test_at_least_sixty_ordinary_queries_are_recorded() -> None:
    assert set(RECORDED) == set(queries()) and len(RECORDED) >= 60


@pytest.mark.sampled(4)
@pytest.mark.parametrize("sql", queries())
def test_ordinary_query_accepts_with_the_recorded_hash(article: Dataset, sql: str) -> None:
    found = hash_query(article.reader, sql)
    assert (found.rows, found.sha256) == (queries()[sql], RECORDED[sql]["sha256"])


@pytest.mark.slow
@pytest.mark.parametrize("sql", queries())
def test_query_as_another_duckdb_prints_it_accepts_with_the_same_hash(article: Dataset, sql: str) -> None:
    here = hash_query(article.reader, sql).query
    for form in {RECORDED[sql]["duckdb1"], RECORDED[sql]["duckdb2"]} - {here}:
        assert hash_query(article.reader, form).sha256 == RECORDED[sql]["sha256"]


CLOCK = ["now()", "today()", "current_date", "current_timestamp", "current_time", "get_current_timestamp()"]
CLOCK += ["localtime", "localtimestamp", "transaction_timestamp()", "current_localtimestamp()", "current_localtime()"]
SYSTEM = [("pg_catalog", "pg_settings"), ("information_schema", "tables"), ("main", "duckdb_types")]
SYSTEM += [("system.main", "duckdb_settings"), ("pg_catalog", "lines")]
UNSTEADY = [
    *((f"SELECT {call}", call.split("(")[0]) for call in CLOCK),
    ("SELECT source_id FROM sources WHERE date_from < today()", "today"),
    ("SELECT line, current_date - DATE '2020-01-01' FROM lines", "current_date"),
    ("SELECT [now()]", "now"),
    ("SELECT {'a': {'b': now()}}", "now"),
    ("SELECT CASE WHEN true THEN (SELECT max(now()) FROM lines) END", "now"),
    ("SELECT list_transform([1], lambda x: today())", "today"),
    ("SELECT count(*) FILTER (WHERE now() > TIMESTAMP '2020-01-01') FROM lines", "now"),
    ("SELECT row_number() OVER (ORDER BY random(), line) FROM lines", "random"),
    ("SELECT line FROM lines GROUP BY line HAVING min(now()) IS NOT NULL", "now"),
    ("SELECT line FROM lines QUALIFY row_number() OVER (ORDER BY uuid()) = 1", "uuid"),
    ("WITH t AS (SELECT today() AS d) SELECT d FROM t", "today"),
    ("WITH RECURSIVE t AS (SELECT 1 AS x UNION ALL SELECT x + 1 FROM t WHERE x < random()) FROM t", "random"),
    ("SELECT * FROM range(today(), DATE '2030-01-01', INTERVAL 1 DAY)", "today"),
    ("SELECT * FROM lines JOIN sources ON random() < 2", "random"),
    ("VALUES (1, now())", "now"),
    ("SELECT 1 LIMIT (SELECT floor(random())::INTEGER)", "random"),
    ("SELECT 1 UNION SELECT random()", "random"),
    ("SELECT string_agg(role, ',' ORDER BY random()) FROM lines", "random"),
    ("SELECT age(DATE '2020-01-03'::TIMESTAMP)", "age"),
    ("SELECT RANDOM()", "random"),
    ("SELECT main.random()", "random"),
    ("SELECT gen_random_uuid()", "uuid"),
    ("SELECT setseed(0.5)", "setseed"),
    ("SELECT list_aggregate([1, 2], 'approx_count_distinct')", "approx_count_distinct"),
    ("SELECT list_aggregate([1, 2], lower('SUM'))", "written out"),
    ("SELECT approx_quantile(line, 0.5) FROM lines", "approx_quantile"),
    ("SELECT reservoir_quantile(line, 0.5) FROM lines", "reservoir_quantile"),
    ("SELECT hash(1)", "hash"),
    ("SELECT typeof(1)", "typeof"),
    ("SELECT pg_typeof(1)", "typeof"),
    ("SELECT version()", "version"),
    ("SELECT current_setting('TimeZone')", "current_setting"),
    ("SELECT getenv('HOME')", "getenv"),
    ("SELECT getvariable('x')", "getvariable"),
    ("SELECT current_user", "current_user"),
    ("SELECT user", "user"),
    ("SELECT current_database(), current_schema()", "current_"),
    ("SELECT current_query()", "current_query"),
    ("SELECT txid_current()", "txid_current"),
    ("SELECT rowid FROM lines", "rowid"),
    ("SELECT * FROM lines USING SAMPLE 3", "SAMPLE"),
    ("SELECT * FROM (SELECT * FROM lines TABLESAMPLE reservoir(3)) t", "SAMPLE"),
    ("SELECT * FROM duckdb_settings()", "duckdb_settings"),
    ("SELECT * FROM pragma_version()", "pragma_version"),
    ("SELECT * FROM pg_catalog.pg_class", "pg_class"),
    ("SELECT * FROM information_schema.columns", "columns"),
    ("SELECT * FROM sqlite_master", "sqlite_master"),
    ("SELECT * FROM read_csv('x.csv')", "read_csv"),
    ("SELECT * FROM read_parquet('x.parquet')", "read_parquet"),
    ("SELECT * FROM 'x.csv'", "x.csv"),
    ("SELECT * FROM glob('*')", "glob"),
    ("SELECT content FROM read_text('/etc/hostname')", "read_text"),
    ("FROM query('SELECT 1')", "query"),
    ("FROM query_table('lines')", "query_table"),
    ("SELECT to_timestamp(0)", "time zone"),
    ("SELECT TIMESTAMP '2020-01-03' AT TIME ZONE 'Asia/Baghdad'", "time zone"),
    ("SELECT '2020-01-03'::TIMESTAMPTZ", "time zone"),
    ("SELECT '2020-01-03 00:00+02'::TIMESTAMP WITH TIME ZONE::VARCHAR", "time zone"),
    ("SELECT ['2020-01-03']::TIMESTAMPTZ[]", "time zone"),
    ("SELECT TRY_CAST({'a': '2020-01-03'} AS STRUCT(a TIMESTAMPTZ))", "time zone"),
    ("SELECT '04:05:06+02'::TIMETZ", "time zone"),
    ("SELECT strptime('2020-01-03 +0200', '%Y-%m-%d %z')", "time zone"),
    ("SELECT strptime('2020-01-03 UTC', ['%Y', '%Y-%m-%d %Z'])", "time zone"),
    ("SELECT strptime('2020', '%' || 'z')", "time zone"),
    ("SELECT title FROM sources ORDER BY title COLLATE de", "collation"),
    ("SELECT no_such_function(1)", "open an issue"),
    ("SELECT line FROM lines LIMIT 3", "add source_id, line to its ORDER BY"),
    ("SELECT any_value(line) FROM lines", "ORDER BY source_id, line inside it"),
    ("SELECT string_agg(role, ',') FROM lines", "rows that tie"),
    ("SELECT list(line) FROM lines", "rows that tie"),
    ("SELECT line, row_number() OVER () FROM lines", "rows that tie"),
    ("SELECT line, row_number() OVER (ORDER BY role) FROM lines", "add source_id, line to its ORDER BY"),
    ("SELECT line FROM lines ORDER BY role LIMIT 2", "add source_id, line to its ORDER BY"),
    ("SELECT arg_max(line, 1) FROM lines", "rows that tie"),
    ("WITH RECURSIVE t(x) USING KEY (x) AS (SELECT 1 UNION SELECT x + 1 FROM t WHERE x < 3) SELECT * FROM t", "KEY"),
    ("SELECT a.line FROM lines a POSITIONAL JOIN (SELECT 1 AS x) b WHERE b.x = 1", "stored"),
    ("SELECT first(line) FROM lines", "rows that tie"),
    ("SELECT DISTINCT ON (role) role, line FROM lines", "DISTINCT ON takes"),
    ("SELECT role, count(*) FROM lines GROUP BY ALL ORDER BY 2 DESC LIMIT 5", "add role to its ORDER BY"),
    ("SELECT list_distinct(list(role)) FROM lines", "list_sort"),
    ("SELECT * FROM information_schema.tables WHERE 1 = 0", "not a table or view"),
    *(
        (f"WITH {table} AS (SELECT 1) SELECT * FROM {schema}.{table}", "not a table or view")
        for schema, table in SYSTEM
    ),
    ("SELECT * FROM (WITH pg_type AS (SELECT 1 AS x) SELECT x FROM pg_type), (SELECT * FROM pg_type)", "not a table"),
    ("WITH a AS (SELECT * FROM pg_type), pg_type AS (SELECT 1 AS x) SELECT * FROM a", "not a table or view"),
    ("WITH pg_type AS (SELECT * FROM pg_type) SELECT * FROM pg_type", "not a table or view"),
    ("SELECT * FROM lines UNION (WITH pg_type AS (SELECT 1) SELECT * FROM information_schema.lines)", "not a table"),
    ("SUMMARIZE lines", "SELECT"),
    ("EXPLAIN SELECT 1", "standard form"),
    ("DROP TABLE lines", "refused"),
    ("SELECT 1; SELECT 2", "2 statements"),
    ("SHOW TABLES", "SELECT|standard form"),
    ("PIVOT lines ON role USING count(*)", "standard form|statements"),
]


@pytest.mark.parametrize(("sql", "word"), UNSTEADY)
def test_unsteady_query_rejects_with_the_reason(article: Dataset, sql: str, word: str) -> None:
    with pytest.raises(QueryError, match=word):
        hash_query(article.reader, sql)


NAMED = [
    "WITH pg_type AS (SELECT 1 AS x) SELECT x FROM pg_type",
    "WITH a AS (SELECT 1 AS x), b AS (SELECT x FROM a) SELECT x FROM B WHERE x IN (SELECT x FROM a)",
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5) SELECT count(*) FROM n",
    "WITH a AS (SELECT 1 AS x) SELECT * FROM (WITH b AS (SELECT x FROM a) SELECT x FROM b UNION SELECT x FROM a)",
    "WITH lines AS (SELECT line FROM lines WHERE line < 3) SELECT count(*) FROM lines",
    "SELECT count(*) FROM main.lines",
    "SELECT count(*) FROM data.main.lines",
]


@pytest.mark.parametrize("sql", NAMED)
def test_query_with_named_queries_accepts(article: Dataset, sql: str) -> None:
    assert hash_query(article.reader, sql).rows


def test_tilde_is_cited_as_the_function_that_it_was(article: Dataset) -> None:
    """`~` matches the whole text in DuckDB 1 and a part of it in DuckDB 2; the cited form names the function."""
    found = hash_query(article.reader, "SELECT 'abc' ~ 'b'")
    assert "regexp_" in found.query and "~" not in found.query
    assert hash_query(article.reader, found.query) == found


# what the next version brings ------------------------------------------------------------------------------


def overloads() -> dict[str, list[tuple[str, str]]]:
    """Return of each function of this DuckDB its overloads: their types, and how the catalogue rates them."""
    found: dict[str, list[tuple[str, str]]] = {}
    rows = duckdb.connect().execute(
        "SELECT function_name, concat_ws(' ', parameter_types, return_type), stability FROM duckdb_functions()"
    )
    for name, types, stability in rows.fetchall():
        found.setdefault(name.casefold(), []).append((types, stability))
    return found


ZONED = "TIME ZONE|TIMESTAMPTZ"
PARSED = {"!__postfix", "if", "->"}  # made by the parser of some versions
PARSED |= {"row_number", "rank", "dense_rank", "rank_dense", "percent_rank", "cume_dist", "ntile", "lag", "lead"}
PARSED |= {"first_value", "last_value", "nth_value"}  # not in the catalogue before 2.0


def test_every_listed_function_is_one_of_duckdb() -> None:
    own = {"byline", "during", "edtf", "deep_link", "fragment", "types_exclude"}
    assert functions().steady - set(overloads()) - PARSED - own == set()


def test_no_listed_function_is_rated_volatile_but_error() -> None:
    rated = {name for name, found in overloads().items() if any(s == "VOLATILE" for _, s in found)}
    assert {name for name in rated if refusal(name) is None} <= {"error"}


def test_listed_functions_are_rated_less_than_consistent_only_for_time_zones() -> None:
    """An overload that the catalogue doubts takes or gives a time with a time zone, which no cited query can make."""
    doubted = {
        name
        for name, found in overloads().items()
        for types, stability in found
        if stability == "CONSISTENT_WITHIN_QUERY" and not re.search(ZONED, types)
    }
    assert {name for name in doubted if refusal(name) is None} == set()


def test_list_names_nothing_twice_and_refuses_nothing_that_it_allows() -> None:
    assert not functions().steady & set(functions().refused)
    assert functions().words <= set(functions().refused)
