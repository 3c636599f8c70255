"""What is translated to Spark, and what is refused rather than passed through; no Spark runs here."""

from __future__ import annotations

import pytest

pytest.importorskip("sqlglot")

from iraqmilitias.validation.engines.dialect import spark_sql
from iraqmilitias.validation.engines.expressions import UntranslatableError, java, replacement


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("ab", "ab"),
        ("^a$", r"^a\z"),
        (r"\$", r"\$"),
        (r"\s", r"[\t\n\f\r ]"),
        (r"[\s]", r"[\t\n\f\r ]"),
        (r"[^]a]", r"[^\]a]"),
        ("[a&&[b]", r"[a\&\&\[b]"),
        ("[[:digit:]_]", "[0-9_]"),
        ("a{,2}", r"a\{,2}"),
        ("a{1,2}", "a{1,2}"),
        ("(?P<x>a)", "(a)"),
        ("(?i)a", "(?i)a"),
        (r"\pL\p{Greek}", r"\p{L}\p{IsGreek}"),
        (r"\x{1F600}\x41", r"\x{1F600}\x{41}"),
        (r"\Qa.b\E.", r"a\.b."),
    ],
)
def test_pattern_is_written_as_java_has_it(pattern: str, expected: str) -> None:
    assert java(pattern) == "(?du)" + expected
    assert java(pattern, full=True) == rf"(?du)\A(?:{expected})\z"


@pytest.mark.parametrize("pattern", [r"\C", "(?m)a$", "(?U)a+", r"\p{Any}", "[a"])
def test_pattern_without_an_equal_is_refused(pattern: str) -> None:
    with pytest.raises(UntranslatableError, match="--engine duckdb"):
        java(pattern)


def test_replacement_keeps_dollars_and_groups() -> None:
    assert replacement(r"\1$") == r"$1\$"


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT json_valid(c)",
        "SELECT levenshtein(a, b)",
        "SELECT regexp_matches(a, b)",
        "SELECT regexp_replace(a, 'b', 'c')",
        "SELECT try_strptime(a, '%Y')",
        "SELECT strip_accents(a)",
    ],
)
def test_what_is_not_known_on_spark_is_refused(sql: str) -> None:
    with pytest.raises(UntranslatableError):
        spark_sql(sql)


def test_nested_calls_are_all_translated() -> None:
    text = spark_sql(
        "SELECT CASE WHEN regexp_full_match(c, 'a$') AND isfinite(TRY_CAST(c AS DOUBLE)) THEN strlen(c) END"
    )
    assert "REGEXP_FULL_MATCH" not in text
    assert "ISFINITE" not in text
    assert "OCTET_LENGTH" in text
    assert r"\\A(?:a\\z)\\z" in text
