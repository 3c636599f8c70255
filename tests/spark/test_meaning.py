"""Each function, and each kind of regular expression, that is sent to a server means there what it means on DuckDB."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pytest

pytest.importorskip("sqlglot")

from iraqmilitias.fields import literal
from iraqmilitias.validation.engines.dialect import SAME, parsed
from iraqmilitias.validation.engines.session import spark_session
from iraqmilitias.validation.engines.spark import SparkEngine

from .fleet import ODD, PATTERNS

pytestmark = pytest.mark.spark
WORDS = (
    *ODD, "North 2019", "a-b", "Élan", "ЖУК", "x ba", "ſ", "K", "ΟΔΟΣ", "ΑΣ Σ", "\u2003x\u3000",
    "two\nlines", "a\r", "a\n", "a\x85", "$1", "\\1",
)  # fmt: skip
NUMBERS = ("0", "1.5", "2.5", "-2.5", "1e15", "123456789.125", "0.1", "1e-7", "12345678901234567")
DAYS = ("0001-01-01", "1582-10-10", "2020-02-29", "9999-12-31")
MORE = (
    r"\bprt\b|\Bz", r"\d+", r"\D", r"\w+ \W*", r"[\w\d-]+", r"[^\s]", r"[[:alpha:][:punct:]]+", r"(?i)İ|é|k|s", r"a.b",
    r"^a$", r"a\z", r"\x{1F6A2}|\pL\p{Cyrillic}+", r"[&~\-\[\]]", r"\.\$\-\<\_\%", r"(?P<word>a)b?", r"a{1,2}|b{,2}",
    r"(?s)a.b", r"(?s:a.)|.b", r"[^a]",
)  # fmt: skip
# Of the table odd (k, t, n, d, b): texts, numbers, days and booleans.
EXPRESSIONS = (
    "length(t)", "strlen(t)", "lower(t)", "left(t, 2)", "substring(t, 2, 3)", "trim(t)", "replace(t, 'a', '$b')",
    "strpos(t, 'a')", "coalesce(t, 'none')", "t || '-' || t", "t < 'prt-0002'", "t IN ('a', 'IRQ')",
    "CASE WHEN t = 'IRQ' THEN 1 ELSE 2 END", "t LIKE 'prt%'",
    "regexp_replace(lower(t), '[^a-z0-9]+', ' ', 'g')", r"regexp_replace(t, '(p)(r)', '\2$\1', 'g')",
    r"regexp_replace(t, '^.*\b((19|20)[0-9][0-9])\b.*$', '\1', 'g')",
    "abs(n)", "round(n)", "n < 1.5", "n = round(n)", "CAST(round(n) AS BIGINT)",
    "CAST(d AS VARCHAR)", "year(d)", "month(d)", "d < CAST('1900-01-01' AS DATE)",
    "CAST(b AS VARCHAR)", "CAST(k AS VARCHAR)", "NOT b", "b AND n > 0", "b OR n > 0",
    "lag(t) OVER (ORDER BY k)", "lead(t) OVER (ORDER BY k)", "row_number() OVER (PARTITION BY b ORDER BY k)",
    "min(t) OVER (PARTITION BY b)", "max(t) OVER (PARTITION BY b)", "sum(k) OVER (PARTITION BY b)",
)  # fmt: skip
# Conditions on rows, NULL among them.
CONDITIONS = (
    "t NOT IN (SELECT t FROM odd WHERE k < 9 AND t IS NOT NULL) OR k = 0",
    "t IN (SELECT t FROM odd WHERE k < 9) OR k = 20",
    "EXISTS (SELECT 1 FROM odd o WHERE o.t = a.t AND o.k <> a.k) OR n > 1",
    "NOT EXISTS (SELECT 1 FROM odd o WHERE o.n = a.n AND o.k < a.k)",
    "(SELECT count(*) FROM odd o WHERE o.n = a.n) = 1",
)


def statements() -> list[str]:
    """Return what is asked of both engines."""
    listed = [f"SELECT k, {expression} AS v FROM odd ORDER BY k" for expression in EXPRESSIONS]
    listed += [f"SELECT k, 1 FROM odd a WHERE {condition} ORDER BY k" for condition in CONDITIONS]
    for pattern in (*PATTERNS, *MORE):
        tests = [f"{call}(t, {literal(pattern)})" for call in ("regexp_full_match", "regexp_matches")]
        listed.append(f"SELECT k, {' AS whole, '.join(tests)} AS part FROM odd ORDER BY k")
    grouped = "count(*), count(n), count(DISTINCT n), sum(k), min(d), max(t), count(*) FILTER (WHERE n > 1)"
    return [*listed, f"SELECT b, {grouped} FROM odd GROUP BY b HAVING count(*) > 1 ORDER BY b"]


def odd_values() -> duckdb.DuckDBPyConnection:
    """Return a database with the table odd."""
    connection = duckdb.connect()
    connection.execute("CREATE TABLE odd (k BIGINT, t VARCHAR, n DOUBLE, d DATE, b BOOLEAN)")
    rows: list[tuple[Any, ...]] = [(0, None, None, None, None), (1, "x", None, None, True)]
    for k, word in enumerate(WORDS, 2):
        rows.append((k, word, NUMBERS[k % len(NUMBERS)], DAYS[k % len(DAYS)], bool(k % 3)))
    connection.executemany("INSERT INTO odd VALUES (?, ?, ?, ?, ?)", rows)
    return connection


def differences(session: Any, folder: Path) -> dict[str, list[tuple[Any, Any]]]:
    """Return, by statement, the rows of DuckDB and of a server that are not the same."""
    connection = odd_values()
    engine = SparkEngine(session, connection, folder)
    engine.share("odd")
    found = {}
    for sql, rows in zip(statements(), engine.answer(statements()), strict=True):
        pairs = zip(connection.execute(sql).fetchall(), rows, strict=False)
        if wrong := [(ours, theirs) for ours, theirs in pairs if ours != theirs]:
            found[sql] = wrong
    return found


def test_every_function_that_is_let_through_is_asked() -> None:
    asked = {type(node) for sql in statements() for node in parsed(sql).walk()}
    assert {kind.__name__ for kind in SAME} - {kind.__name__ for kind in asked} == set()


def test_functions_and_patterns_mean_on_sail_what_they_mean_on_duckdb(sail: Any, tmp_path: Path) -> None:
    assert differences(sail, tmp_path) == {}


def test_functions_and_patterns_mean_on_java_what_they_mean_on_duckdb(java: str, tmp_path: Path) -> None:
    with spark_session(java, tmp_path) as session:
        assert differences(session, tmp_path) == {}
