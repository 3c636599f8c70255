"""Text rules do not look at plain texts: none of them would object."""

from __future__ import annotations

import re

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iraqmilitias.validation import validate
from iraqmilitias.validation.rules import load_rules, statements
from iraqmilitias.validation.text_rules import PLAIN, PLAIN_LENGTH, harmless

RULES = [rule for rule in load_rules() if rule.each == ("column", ("string",)) and not rule.needs]
PATTERNS = ["^act-[0-9]{4,}$", "L[0-9]+", r"^ID\d{3}$", "^[0-9a-f]{64}$", "[0-9A-F]{8}"]
PORTS = "data/ports.csv"


def objections(texts: list[str]) -> list[str]:
    connection = duckdb.connect()
    connection.execute("CREATE TABLE printed_t (cell VARCHAR, _line BIGINT)")
    connection.executemany("INSERT INTO printed_t VALUES (?, ?)", [(t, i) for i, t in enumerate(texts)])
    found = []
    for rule in RULES:
        for sql in statements(rule, {"t": {"cell": "string"}}):
            found += [f"{rule.code}: {texts[row[1]]!r}" for row in connection.execute(sql).fetchall()]
    connection.close()
    return found


def test_there_are_text_rules():
    assert len(RULES) >= 9


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(st.lists(st.from_regex(re.compile(PLAIN, re.ASCII), fullmatch=True), min_size=20, max_size=200))
def test_no_rule_objects_to_a_plain_text(texts):
    long = [t if len(t) >= PLAIN_LENGTH else t + "0" * PLAIN_LENGTH for t in texts]
    assert objections(long) == []


@pytest.mark.slow
@pytest.mark.parametrize("pattern", PATTERNS)
@settings(max_examples=20, deadline=None)
@given(st.data())
def test_no_rule_objects_to_a_match_of_a_harmless_pattern(pattern, data):
    assert harmless(pattern)
    form = re.compile(pattern.strip("^$"), re.ASCII)
    assert objections(data.draw(st.lists(st.from_regex(form, fullmatch=True), min_size=1, max_size=50))) == []


@pytest.mark.parametrize(
    "pattern", ["^[A-Z]{3}$", "^https?://[^ ]+$", "[0-9a-f]{3}", "-[0-9]+", "a [0-9]+", "x|y[0-9]", "[a-z]+", ".[0-9]"]
)
def test_patterns_that_let_more_through_are_not_harmless(pattern):
    assert not harmless(pattern)


def test_a_text_of_many_rows_is_reported_at_each(harbour):
    harbour.rewrite(PORTS, lambda raw: raw.replace(b"Basra", b"=SUM", 1).replace(b"Shuwaikh", b"=SUM", 1))
    found = [(i.code, i.file, i.line, i.column) for i in validate(harbour.root, crosscheck=False).issues]
    assert found == [("text-formula", PORTS, line, "name") for line in (2, 5)]


@pytest.mark.parametrize(("codes", "expected"), [(["left", "right", "none"], []), (None, ["text-placeholder"])])
def test_placeholder_accepts_a_code_of_the_schema(harbour, codes, expected):
    side = "schemas/berths.json"
    harbour.edit(side, lambda s: s["fields"][5].update(constraints={"enum": codes} if codes else {}))
    harbour.rewrite("data/berths.csv", lambda raw: raw.replace(b"north,left", b"north,none"))
    assert [i.code for i in validate(harbour.root, crosscheck=False).issues] == expected
