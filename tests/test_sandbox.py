"""SQL from a user reads the data and nothing else, and ends within its limits."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from iraqmilitias import database
from iraqmilitias.database import sandbox
from iraqmilitias.dataset import Dataset
from iraqmilitias.errors import QueryError

CHANGES = [
    "CREATE TEMP TABLE t AS SELECT 1",
    "CREATE TEMP MACRO m() AS 1",
    "SET VARIABLE x = 1",
    "BEGIN",
    "CHECKPOINT",
    "VACUUM",
    "CALL pragma_version()",
    "LOAD json",
    "PREPARE p AS SELECT 1",
]
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
    *(f"EXPLAIN ANALYZE {change}" for change in CHANGES),
    "explain (analyze, format json) CREATE TEMP TABLE t AS SELECT 1",
    "/* a */ explain -- b\n analyze/* c */CREATE TEMP TABLE t AS SELECT 1",
    "EXPLAIN ANALYZE /* /* */ SELECT 1 -- */ */ CREATE TEMP TABLE t AS SELECT 1",
    "EXPLAIN ANALYZE /* /* */ SELECT 1 -- */ CREATE TEMP TABLE t AS SELECT 1",
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


@pytest.mark.parametrize("sql", HOSTILE)
@pytest.mark.sampled(14)
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
    "EXPLAIN (SELECT 1)",
    "EXPLAIN (FORMAT json) SELECT 1;",
    "EXPLAIN/* a */analyze -- b\n WITH a AS (SELECT 1) FROM a",
    "EXPLAIN ANALYZE PIVOT figures ON qualifier USING count(*) GROUP BY source_id",
    "VALUES (1), (2)",
    "FROM sources SELECT title",
    "SELECT during(DATE '2020-01-01', DATE '2020-01-31', 'month', DATE '2020-01-01', DATE '2020-12-31')",
]


@pytest.mark.parametrize("sql", HONEST)
@pytest.mark.sampled(6)
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


@pytest.mark.slow
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


ENDLESS = [
    "SELECT * FROM range(1000000000000)",
    "SELECT * FROM range(1000000000000) ORDER BY 1 DESC",
    "SELECT *, repeat('x', 100000) FROM range(1000000000000)",
    "SELECT repeat('x', 30000000) FROM range(10)",
    "SELECT " + ", ".join(f"range + {i} AS c{i}" for i in range(3000)) + " FROM range(1000000000000)",
    "SELECT range(1000000) FROM range(1000000000)",
    "SELECT unnest(range(1000000000))",
]


@pytest.mark.slow
@pytest.mark.parametrize("sql", ENDLESS, ids=[sql[:50] for sql in ENDLESS])
def test_endless_results_end_within_their_limits(data: Dataset, sql: str) -> None:
    file = database.database_file(data.package)
    started = time.monotonic()
    with pytest.raises(QueryError) as ended:
        sandbox.limited(file, sql, timeout=20)
    assert time.monotonic() - started < 40
    told = str(ended.value)
    limits = f"larger than {sandbox.MAX_BYTES >> 20} MiB", f"more than {sandbox.MEMORY >> 20} MiB of memory"
    assert any(words in told for words in ("after 20 seconds", *limits))


@pytest.mark.slow
@pytest.mark.parametrize(
    "sql",
    [
        "SELECT " + ", ".join(["NULL"] * 3000) + " FROM range(2000)",
        "SELECT list(NULL) FROM range(10000) t(i), range(500) GROUP BY i % 50",
    ],
    ids=["columns", "lists"],
)
def test_many_cells_of_no_size_are_a_large_result(data: Dataset, sql: str) -> None:
    with pytest.raises(QueryError, match="the result is larger than 64 MiB"):
        sandbox.limited(database.database_file(data.package), sql, timeout=60)


def test_a_query_that_needs_more_memory_is_told_the_limit(data: Dataset) -> None:
    sql = "SELECT count(*) FROM (SELECT DISTINCT hash(i) FROM range(20000000) t(i))"
    with pytest.raises(QueryError, match="needed more than 128 MiB of memory; select fewer rows or columns"):
        sandbox.limited(database.database_file(data.package), sql, timeout=60, memory=128 << 20)


@pytest.mark.slow
@pytest.mark.parametrize("as_", ["rows", "pandas", "polars", "arrow"])
def test_nested_lists_are_returned_to_a_depth_and_refused_below(data: Dataset, as_: Any) -> None:
    assert len(data.sql("SELECT " + "[" * 100 + "1" + "]" * 100, as_=as_, timeout=30)) == 1
    for depth in (101, 700):
        with pytest.raises(QueryError, match="column v is nested more than 100 levels deep; unnest it, or cast it"):
            data.sql("SELECT " + "[" * depth + "1" + "]" * depth + " AS v", as_=as_)


def test_thousands_of_columns_are_returned_whole(data: Dataset) -> None:
    sql = "SELECT " + ", ".join(f"{i} AS c{i}" for i in range(5000))
    result = sandbox.limited(database.database_file(data.package), sql, timeout=60, max_rows=10_000)
    assert result.rows == [tuple(range(5000))] and result.columns[-1] == "c4999"
    cut = "SELECT " + ", ".join(f"range AS c{i}" for i in range(1000)) + " FROM range(1000000000)"
    result = sandbox.limited(database.database_file(data.package), cut, timeout=60, max_rows=100)
    assert (len(result.rows), result.truncated) == (100, True)


@pytest.mark.slow
def test_nothing_in_the_catalogue_tells_of_the_machine(tmp_path: Path) -> None:
    """Every function without an argument, every setting: in process, with a version beside, and in the child."""
    for name in ("home-of-alice", "cache-of-alice", "package-of-alice"):
        (tmp_path / name).mkdir()
    package = tmp_path / "package-of-alice"
    (package / "t.csv").write_text("id\n7\n", encoding="utf-8")
    resource = {"name": "t", "path": "t.csv", "schema": {"fields": [{"name": "id", "type": "integer"}]}}
    (package / "datapackage.json").write_text(json.dumps({"name": "p", "resources": [resource]}), encoding="utf-8")
    code = (
        "import duckdb, iraqmilitias as im, os\n"
        "data = im.open('package-of-alice')\n"
        "ask = lambda sql, **more: str(data.sql(sql, as_='rows', **more))\n"
        "plain, both = data.connect(), data.connect(old=data)\n"
        'names = plain.execute("SELECT DISTINCT function_name FROM duckdb_functions() WHERE function_type IN "\n'
        "    \"('table', 'table_macro', 'pragma') AND len(parameters) = 0\").fetchall()\n"
        "settings = plain.execute('SELECT name FROM duckdb_settings()').fetchall()\n"
        "asked = [f'SELECT * FROM {n}()' for (n,) in names] + [f'PRAGMA {n}' for (n,) in names]\n"
        "asked += [f\"SELECT current_setting('{n}')\" for (n,) in settings if not n.startswith('debug')]\n"
        "asked += ['FROM duckdb_settings()', 'FROM duckdb_databases()', 'SHOW DATABASES', 'PRAGMA database_list',\n"
        "    'SELECT current_user, user', \"FROM 'x.csv'\", \"FROM '~/x.csv'\", 'EXPLAIN FROM t',\n"
        "    'SELECT 1/0::UTINYINT', \"SELECT error('x')\", 'FROM nothing']\n"
        "def told(call, sql, **more):\n"
        "    try: return str(call(sql, **more))\n"
        "    except Exception as error: return str(error)\n"
        "shown = {sql: [told(lambda s: c.execute(s).fetchmany(9999), sql) for c in (plain, both)] for sql in asked}\n"
        "for sql in asked[-11:] + asked[:200:25]: shown[sql] += [told(ask, sql), told(ask, sql, timeout=60)]\n"
        "told = [(sql, text) for sql, texts in shown.items() for text in texts]\n"
        "print(len(asked), [pair for pair in told if 'alice' in pair[1] or os.getcwd() in pair[1]])\n"
    )
    environment = {
        **os.environ,
        "HOME": str(tmp_path / "home-of-alice"),
        "USER": "alice",
        "IRAQMILITIAS_CACHE": str(tmp_path / "cache-of-alice"),
    }
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env=environment, capture_output=True, text=True)
    number, _, leaks = done.stdout.partition(" ")
    assert (int(number or 0) > 150, leaks) == (True, "[]\n"), done.stderr
