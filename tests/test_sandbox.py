"""SQL from a user reads the data and nothing else, and ends within its limits."""

from __future__ import annotations

from pathlib import Path

import pytest

from iraqmilitias import database, sandbox
from iraqmilitias.dataset import Dataset
from iraqmilitias.errors import QueryError

HOSTILE = [
    "SELECT * FROM read_csv('/etc/passwd')",
    "SELECT * FROM read_text('/etc/passwd')",
    "SELECT * FROM '/etc/passwd'",
    "SELECT * FROM glob('/*')",
    "SELECT * FROM sniff_csv('/etc/passwd')",
    "SELECT * FROM 'http://127.0.0.1:1/x.csv'",
    "COPY sources TO 'out.csv'",
    "COPY (SELECT 1) TO '/tmp/out.csv'",
    "EXPORT DATABASE '/tmp/out'",
    "ATTACH ':memory:' AS other",
    "ATTACH '/tmp/x.duckdb' AS other",
    "INSTALL httpfs",
    "LOAD httpfs",
    "SET memory_limit = '100GB'",
    "SET enable_external_access = true",
    "PRAGMA enable_profiling",
    "RESET lock_configuration",
    "DELETE FROM sources",
    "UPDATE sources SET title = 'x'",
    "INSERT INTO retired VALUES ('a-0001', '1', 'x', '', '')",
    "DROP TABLE sources",
    "CREATE TABLE t (i INT)",
    "CREATE TEMP TABLE t (i INT)",
    "CREATE SECRET s (TYPE s3)",
    "WITH x AS (DELETE FROM sources RETURNING *) SELECT * FROM x",
    "EXPLAIN ANALYZE DELETE FROM sources",
    "SELECT 1; SELECT 2",
    "SELECT 1; DROP TABLE sources",
    "BEGIN TRANSACTION",
    "CALL enable_logging(storage='file', storage_path='/tmp/l')",
    "UPDATE EXTENSIONS",
    "CHECKPOINT",
    "USE memory",
    "VACUUM",
    "SELECT getenv('HOME')",
    "SET VARIABLE x = 1",
    "",
    "   ;",
    "SELEC 1",
    "SELECT * FROM no_such_table",
    "SELECT '\x00'",
]


@pytest.mark.sampled(3)
@pytest.mark.parametrize("sql", HOSTILE)
def test_sql_that_does_more_than_read_is_refused(data: Dataset, sql: str) -> None:
    with pytest.raises(QueryError) as refused:
        data.sql(sql, as_="rows")
    assert str(refused.value)
    with pytest.raises(QueryError):
        data.sql(sql, as_="rows", timeout=20)
    assert data.sql("SELECT count(*) FROM sources", as_="rows") == [(5,)]


HONEST = [
    "SELECT count(*) FROM events",
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5) SELECT * FROM n",
    "SELECT source_id, row_number() OVER (ORDER BY line) FROM figures",
    "PIVOT figures ON qualifier USING count(*) GROUP BY source_id",
    "SUMMARIZE figures",
    "DESCRIBE figures",
    "SHOW TABLES",
    "EXPLAIN SELECT 1",
    "VALUES (1), (2)",
    "FROM sources SELECT title",
    "SELECT during(DATE '2020-01-01', DATE '2020-01-31', 'month', DATE '2020-01-01', DATE '2020-12-31')",
]


@pytest.mark.sampled(3)
@pytest.mark.parametrize("sql", HONEST)
def test_honest_sql_gives_the_same_rows_with_and_without_limits(data: Dataset, sql: str) -> None:
    rows = data.sql(sql, as_="rows")
    assert rows
    if not sql.startswith("EXPLAIN"):
        assert sorted(map(str, data.sql(sql, as_="rows", timeout=30))) == sorted(map(str, rows))


BOMBS = [
    "SELECT count(*) FROM range(1000000000000) a, range(1000) b",
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n",
    "SELECT length(repeat('x', 4000000000))",
    "SELECT levenshtein(repeat('a', 200000), repeat('b', 200000))",
    "SELECT unnest(range(100000000))",
    "SELECT printf('%2000000000d', 1)",
]


@pytest.mark.sampled(6)
@pytest.mark.parametrize("sql", BOMBS)
def test_bombs_end_within_their_limits(data: Dataset, sql: str) -> None:
    file = database.database_file(data.package)
    with pytest.raises(QueryError) as ended:
        sandbox.limited(file, sql, timeout=2)
    assert "after 2 seconds" in str(ended.value) or "emory" in str(ended.value) or "larger" in str(ended.value)


def test_a_result_over_its_cap_is_cut_and_says_so(data: Dataset) -> None:
    result = sandbox.limited(database.database_file(data.package), "SELECT * FROM range(10)", max_rows=3)
    assert (len(result.rows), result.truncated) == (3, True)
    whole = sandbox.limited(database.database_file(data.package), "SELECT * FROM range(3)", max_rows=3)
    assert (len(whole.rows), whole.truncated) == (3, False)


def test_parameters_are_values(data: Dataset) -> None:
    hostile = "x'; DROP TABLE sources; --"
    assert data.sql("SELECT ?", [hostile], as_="rows") == [(hostile,)]
    assert data.sql("SELECT $a + 1", {"a": 1}, as_="rows", timeout=20) == [(2,)]


def test_settings_and_paths_do_not_tell_the_home(data: Dataset) -> None:
    home = str(Path.home())
    rows = data.sql("SELECT value FROM duckdb_settings()", as_="rows", timeout=20)
    assert not [v for (v,) in rows if v and home in v]
    assert not [
        p for (p,) in data.sql("SELECT path FROM duckdb_databases()", as_="rows", timeout=20) if p and home in p
    ]
