"""What is translated to Spark, and what is refused rather than passed through; no Spark runs here."""

from __future__ import annotations

import pytest

pytest.importorskip("sqlglot")

from iraqmilitias.validation.engines.dialect import spark_sql
from iraqmilitias.validation.engines.expressions import UntranslatableError, expression, replacement


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("ab", "ab"),
        ("^a$", r"^a\z"),
        (r"\$", r"\$"),
        (r"\s", r"[\t\n\f\r ]"),
        (r"[\s]", r"[\t\n\f\r ]"),
        (r"\d\W", "[0-9][^0-9A-Za-z_]"),
        (r"[^]a]", r"[^\]a]"),
        ("[a&&[b~~]", r"[a\&\&\[b\~\~]"),
        ("[[:digit:]_]", "[0-9_]"),
        ("a{,2}", r"a\{,2}"),
        ("a{1,2}", "a{1,2}"),
        ("(?P<x>a)", "(a)"),
        ("(?i)a", "(?i)a"),
        (r"\pL\p{Greek}", r"\p{L}\p{IsGreek}"),
        (r"\x{1F600}\x41", r"\x{1F600}\x{41}"),
        (r"\Qa.b\E.\<", r"a\.b.\x{3C}"),
    ],
)
def test_pattern_is_written_as_java_and_rust_have_it(pattern: str, expected: str) -> None:
    assert expression(pattern, "spark") == "(?du)" + expression(pattern, "sail") == "(?du)" + expected
    assert expression(pattern, "spark", full=True) == rf"(?du)\A(?:{expected})\z"


def test_edge_of_a_word_is_that_of_ascii() -> None:
    assert expression(r"\ba\B", "sail") == r"(?-u:\b)a(?-u:\B)"
    assert expression(r"\ba", "spark").startswith("(?du)(?:(?<=[0-9A-Za-z_])")


@pytest.mark.parametrize("pattern", [r"\C", "(?m)a$", "(?U)a+", r"\p{Any}", "[a"])
def test_pattern_without_an_equal_is_refused(pattern: str) -> None:
    with pytest.raises(UntranslatableError, match="--engine duckdb"):
        expression(pattern, "sail")


def test_replacement_keeps_dollars_and_groups() -> None:
    assert replacement(r"\1$", "spark") == r"$1\$"
    assert replacement(r"\1$", "sail") == "${1}$$"
    with pytest.raises(UntranslatableError, match="backslash"):
        replacement(r"a\\", "sail")


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT json_valid(c)",
        "SELECT levenshtein(a, b)",
        "SELECT regexp_matches(a, b)",
        "SELECT regexp_replace(a, 'b', 'c')",
        "SELECT try_strptime(a, '%Y')",
        "SELECT strip_accents(a)",
        "SELECT try_cast(a AS DATE)",
        "SELECT (a, b) > (c, d)",
    ],
)
def test_what_is_not_known_on_spark_is_refused(sql: str) -> None:
    with pytest.raises(UntranslatableError):
        spark_sql(sql)


def test_nested_calls_are_all_translated() -> None:
    text = spark_sql("SELECT CASE WHEN regexp_full_match(c, 'a$') AND CAST(d AS TIME) > e THEN strlen(c) END", "spark")
    assert "REGEXP_FULL_MATCH" not in text
    assert "CAST(d AS STRING)" in text
    assert "OCTET_LENGTH" in text
    assert r"\\A(?:a\\z)\\z" in text
