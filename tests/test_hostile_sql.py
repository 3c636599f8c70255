"""No SQL of a user's reads a file, writes one, or asks the network; bombs end; honest SQL works."""

from __future__ import annotations

import datetime
import socket
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from iraqmilitias import database
from iraqmilitias.database import sandbox
from iraqmilitias.dataset import Dataset
from iraqmilitias.errors import QueryError

LISTED = (Path(__file__).parent / "hostile" / "statements.txt").read_text(encoding="utf-8").splitlines()
READERS = (
    *("read_csv", "read_csv_auto", "sniff_csv", "read_text", "read_blob", "glob", "read_parquet", "parquet_scan"),
    *("parquet_metadata", "parquet_schema", "parquet_file_metadata", "parquet_kv_metadata", "parquet_bloom_probe"),
    *("read_json", "read_json_auto", "read_json_objects", "read_ndjson", "read_ndjson_auto", "read_ndjson_objects"),
    *("read_duckdb", "read_json_objects_auto"),
)
PATHS = (
    *("{canary}", "file://{canary}", "file:{canary}", "{folder}/*", "{folder}/**/*.csv", "~/*", "../../*"),
    *("/proc/self/environ", "/dev/stdin", "/etc/passwd", "http://127.0.0.1:{port}/x", "s3://127.0.0.1:{port}/x"),
)
WAYS = (
    "SELECT * FROM {call}",
    "FROM {call}",
    "WITH x AS ({select}) SELECT * FROM x",
    "WITH x AS MATERIALIZED ({select}) SELECT count(*) FROM x",
    "SELECT count(*) FROM sources WHERE EXISTS ({select})",
    "EXPLAIN ANALYZE {select}",
    "DESCRIBE {select}",
    "SUMMARIZE {select}",
    "SELECT * FROM sources UNION ALL BY NAME {select}",
    "SELECT * FROM (PIVOT ({select}) ON 1 IN (1) USING count(*))",
)
SECRET = "canary-3141592653"


@pytest.fixture(scope="module")
def trap(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, socket.socket]]:
    """A folder with one file that nothing may read, and a port that nothing may ask."""
    folder = tmp_path_factory.mktemp("trap")
    (folder / "canary.csv").write_text(f"a\n{SECRET}\n", encoding="utf-8")
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        yield folder, server


def asked(server: socket.socket) -> bool:
    try:
        connection, _ = server.accept()
    except BlockingIOError:
        return False
    connection.close()
    return True


def statements(folder: Path, port: int) -> list[str]:
    made = list(LISTED)
    for number, reader in enumerate(READERS):
        for path in PATHS:
            call = f"{reader}('{path}')"
            way = WAYS[(number + len(made)) % len(WAYS)]
            made.append(way.replace("{call}", call).replace("{select}", f"SELECT * FROM {call}"))
    places = {"{canary}": str(folder / "canary.csv"), "{folder}": str(folder), "{port}": str(port)}
    for place, value in places.items():
        made = [sql.replace(place, value) for sql in made]
    return made


def unharmed(folder: Path, server: socket.socket) -> bool:
    return not asked(server) and [p.name for p in folder.iterdir()] == ["canary.csv"]


def test_hostile_statements_read_and_write_nothing(data: Dataset, trap: tuple[Path, socket.socket]) -> None:
    folder, server = trap
    listed = statements(folder, server.getsockname()[1])
    assert len(listed) >= 400
    refused = 0
    for sql in listed:
        try:
            shown = str(data.sql(sql, as_="rows"))
        except QueryError as error:
            shown, refused = str(error), refused + 1
            assert shown.strip(), sql
        assert SECRET not in shown, sql
        assert "root:" not in shown, sql
        assert unharmed(folder, server), sql
    assert refused > 0.95 * len(listed)
    assert data.sql("SELECT count(*) FROM sources", as_="rows") == [(5,)]


@pytest.mark.slow
def test_hostile_statements_under_limits_read_and_write_nothing(
    data: Dataset, trap: tuple[Path, socket.socket]
) -> None:
    folder, server = trap
    file = database.database_file(data.package)
    for sql in statements(folder, server.getsockname()[1])[::3]:
        try:
            shown = str(sandbox.limited(file, sql, timeout=20).rows)
        except QueryError as error:
            shown = str(error)
        assert SECRET not in shown, sql
        assert unharmed(folder, server), sql


BOMBS = [
    "SELECT count(*) FROM range(1000000000000) a, range(1000) b",
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n",
    "WITH RECURSIVE n(i, t) AS (SELECT 1, 'x' UNION ALL SELECT i + 1, t || t FROM n) SELECT max(length(t)) FROM n",
    "SELECT length(repeat('x', 4000000000))",
    "SELECT repeat(repeat('x', 1000000), 100000)",
    "SELECT levenshtein(repeat('a', 200000), repeat('b', 200000))",
    "SELECT unnest(range(100000000))",
    "SELECT list(range) FROM range(1000000000)",
    "SELECT string_agg(repeat('x', 1000), '') FROM range(100000000)",
    "SELECT printf('%2000000000d', 1)",
    "SELECT format('{:>2000000000}', 'x')",
    "SELECT lpad('x', 2000000000, 'y')",
    "SELECT * FROM lines a, lines b, lines c, lines d",
    "SELECT * FROM mentions a JOIN mentions b ON true JOIN mentions c ON true ORDER BY 1, 2, 3",
    "SELECT count(DISTINCT a.range * b.range) FROM range(1000000) a, range(1000000) b",
    "SELECT 10::HUGEINT ** 30, factorial(30), sum(range) OVER (ORDER BY range) FROM range(1000000000)",
    "SELECT sleep_ms(100000)",
    "SELECT array_agg(a) FROM (SELECT range(1000000) a FROM range(100000))",
    "SELECT list_sort(range(500000000))",
    "SELECT " + "(" * 20000 + "1" + ")" * 20000,
    "SELECT " + " + ".join(["1"] * 200000),
    "SELECT '" + "x" * 30_000_000 + "' || repeat('y', 200000000)",
]


@pytest.mark.slow
@pytest.mark.sampled(3, rest="full")
@pytest.mark.parametrize("sql", BOMBS, ids=[sql[:40] for sql in BOMBS])
def test_bombs_end_within_their_limits(data: Dataset, sql: str) -> None:
    file = database.database_file(data.package)
    with pytest.raises(QueryError) as ended:
        sandbox.limited(file, sql, timeout=3)
    assert str(ended.value).strip()


HONEST = [
    "SELECT source_id, count(*) FROM events GROUP BY ALL ORDER BY ALL",
    "SELECT * FROM events QUALIFY row_number() OVER (PARTITION BY event_type ORDER BY event_id) = 1",
    "SELECT lag(line) OVER w, sum(line) OVER w FROM figures WINDOW w AS (PARTITION BY source_id ORDER BY line)",
    "WITH RECURSIVE up AS (SELECT place_id, parent_id, 1 AS depth FROM places WHERE parent_id IS NOT NULL "
    "UNION ALL SELECT u.place_id, p.parent_id, depth + 1 FROM up u JOIN places p ON p.place_id = u.parent_id "
    "WHERE p.parent_id IS NOT NULL) SELECT * FROM up",
    "PIVOT event_reports ON certainty USING count(*) GROUP BY source_id",
    "UNPIVOT (SELECT source_id, words, lines FROM sources) ON words, lines INTO NAME what VALUE number",
    "SUMMARIZE SELECT value_low FROM figures",
    "DESCRIBE SELECT * FROM claims",
    "SHOW TABLES",
    "SHOW ALL TABLES",
    "EXPLAIN SELECT * FROM events",
    "EXPLAIN ANALYZE SELECT count(*) FROM events",
    "FROM actors ANTI JOIN mentions USING (actor_id)",
    "SELECT * FROM actors POSITIONAL JOIN places",
    "SELECT * EXCLUDE (description) REPLACE (upper(name) AS name) FROM actors",
    "SELECT COLUMNS('.*_id') FROM mentions LIMIT 5",
    "SELECT list(name ORDER BY name), string_agg(name, ', '), {'a': 1, 'b': [1, 2]}, MAP {'k': 1} FROM actors",
    "SELECT regexp_extract(name, '(\\w+)', 1), name ILIKE 'iran%' FROM actors",
    "SELECT strftime(date_from, '%Y-%m'), date_trunc('month', date_from) FROM events",
    "SELECT json_object('id', event_id) FROM events",
    "SELECT * FROM events ASOF JOIN sources ON sources.date_from >= events.date_from",
    "SELECT * FROM generate_series(1, 10), unnest(['a', 'b'])",
    "VALUES (1, 'a'), (2, 'b')",
    "SELECT 'é', 'كتائب', '''', chr(10)",
    "TABLE sources",
    "SELECT * FROM information_schema.columns",
    "SELECT * FROM duckdb_views()",
    "SELECT count(*) FILTER (WHERE value_low > 10) FROM figures",
    "SELECT * FROM events USING SAMPLE 3",
    "SELECT 1;",
    "select 1 -- a comment; with a semicolon",
]


@pytest.mark.parametrize("sql", HONEST, ids=[sql[:40] for sql in HONEST])
def test_honest_statements_work(data: Dataset, sql: str) -> None:
    assert data.sql(sql, as_="rows")


INFINITE = [
    "['infinity'::date]",
    "[[null, '-infinity'::timestamp]]",
    "{'a b': 'infinity'::timestamptz}",
    "map{'infinity'::date: 1}",
    "map{1: 'infinity'::timestamp_s}",
    "row(1, 'infinity'::date)",
    "array_value('infinity'::date)",
    "union_value(a := 'infinity'::date)",
    "[{'a': map{1: ['-infinity'::date]}}]",
]
NANOSECONDS = [
    "['2020-01-01 00:00:00.123456789'::timestamp_ns]",
    "{'a': '2020-01-01 00:00:00.123456789'::timestamp_ns}",
    "map{'2020-01-01 00:00:00.000000001'::timestamp_ns: 'a', '2020-01-01 00:00:00.000000002'::timestamp_ns: 'b'}",
]
if not duckdb.__version__.startswith("1."):  # DuckDB 2 has this type
    NANOSECONDS += ["'12:00:00.123456789'::time_ns", "['12:00:00.123456789'::time_ns]"]


@pytest.mark.sampled(5)
@pytest.mark.parametrize(
    ("sql", "why"),
    [
        ("select 'infinity'::date as day", "column day has an infinite date"),
        ("select '-infinity'::timestamp as day", "column day has an infinite date"),
        ("select '2020-01-01 00:00:00.123456789'::timestamp_ns as at", "column at is in nanoseconds"),
        ("select 'infinity'::date as day; -- a comment", "column day has an infinite date"),
        ("select $$;$$, 'infinity'::date as day ; /* ; */ ;", "column day has an infinite date"),
        *((f"select {value} as v", "column v has an infinite date") for value in INFINITE),
        *((f"select {value} as v", "column v is in nanoseconds") for value in NANOSECONDS),
        ("select map{union_value(a := 1)::union(a int, b bool): 1} as v", "column v is a map whose keys are a UNION"),
        (
            "select map{'12:00:00+00'::timetz: 1, '13:00:00+01'::timetz: 2} as v",
            "column v is a map whose keys are times with time zones",
        ),
    ],
)
def test_value_that_python_would_change_is_refused(data: Dataset, sql: str, why: str) -> None:
    for timeout in (None, 30):
        with pytest.raises(QueryError, match=why):
            data.sql(sql, timeout=timeout)


def test_values_beside_those_are_as_they_are(data: Dataset) -> None:
    sql = "select date '9999-12-30' as day, interval '29 days' as long, timestamp '2020-01-01 00:00:00.123456' as at"
    (row,) = data.sql(sql, as_="rows", timeout=30)
    assert [str(value) for value in row] == ["9999-12-30", "29 days, 0:00:00", "2020-01-01 00:00:00.123456"]


def test_value_that_only_looks_like_one_that_python_would_change_is_returned(data: Dataset) -> None:
    nested = "[date '9999-12-31', null] as days, {'a': interval '90 days', 'b': 'a year to infinity'} as long"
    sql = f"select {nested}, age(date '2020-03-31', date '2019-01-01')::varchar as months; -- infinity"
    (row,) = data.sql(sql, as_="rows", timeout=30)
    days = [datetime.date(9999, 12, 31), None]
    long = {"a": datetime.timedelta(days=90), "b": "a year to infinity"}
    assert row == (days, long, "1 year 2 months 30 days")
    pivot = "pivot (select 'a' as k, date '9999-12-31' as d) on k using max(d)"
    assert data.sql(pivot, as_="rows") == [(datetime.date(9999, 12, 31),)]
    assert data.sql("select null::timestamp_ns, []::date[], null::interval", as_="rows") == [(None, [], None)]


@pytest.mark.skipif(duckdb.__version__.startswith("1."), reason="DuckDB 2 brings results of the type VARIANT")
def test_variant_that_holds_times_is_refused(data: Dataset) -> None:
    for value in ("'infinity'::date::variant", "[{'a': 'infinity'::timestamp}::variant]", "(interval 1 year)::variant"):
        with pytest.raises(QueryError, match="column v is a VARIANT that holds dates or times"):
            data.sql(f"select {value} as v")
    assert data.sql("select 1::variant, {'a': 'b'}::variant", as_="rows") == [(1, {"a": "b"})]


@pytest.mark.parametrize("timeout", [float("nan"), float("inf"), 1e300, -1])
def test_time_limit_that_is_none_is_refused(data: Dataset, timeout: float) -> None:
    with pytest.raises(QueryError, match="the time limit must be between"):
        data.sql("select 1", timeout=timeout)
