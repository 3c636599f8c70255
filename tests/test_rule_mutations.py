"""The rules' cases notice when a condition is dropped, turned round or moved by one."""

from __future__ import annotations

import random

import duckdb
import pytest

from iraqmilitias.validation.rules import Rule

from .mutation import mutants, tree_of, with_tree
from .rule_cases import Case
from .test_rules import CASES, RULES, objections

WANTED = 0.96  # of all changes; some of the rest change nothing that a query can show
SAMPLE = 4  # rules of which the quick tier tries every change


def passes(rule: Rule, cases: list[Case]) -> bool:
    try:
        return all(objections(rule, case) == case.expected for case in cases)
    except (duckdb.Error, AssertionError):
        return False


def survivors(code: str) -> tuple[int, list[str]]:
    """Return how many changes of a rule there are, and those that its cases do not notice."""
    cases = [case for case in CASES if case.code == code]
    assert passes(with_tree(RULES[code], tree_of(RULES[code])), cases), "the unchanged rule fails its cases"
    tried = [(what, passes(changed, cases)) for what, changed in mutants(RULES[code])]
    return len(tried), [what for what, unnoticed in tried if unnoticed]


def share(codes: list[str], record: str = "") -> float:
    total, left = 0, []
    for code in codes:
        count, unnoticed = survivors(code)
        total += count
        left += [f"{code}: {what}" for what in unnoticed]
    print(f"{record}{total - len(left)} of {total} changes noticed", *left, sep="\n  ")
    return 1 - len(left) / total


@pytest.mark.slow
def test_cases_of_a_sample_of_rules_notice_changes() -> None:
    assert share(random.Random(11).sample(sorted(RULES), SAMPLE)) >= WANTED


@pytest.mark.full
def test_cases_of_all_rules_notice_changes() -> None:
    assert share(sorted(RULES)) >= WANTED


def test_case_that_is_too_weak_is_shown() -> None:
    code = "word-limit"
    weak = [case for case in CASES if case.code == code and case.accepted]
    assert any(passes(changed, weak) for _, changed in mutants(RULES[code]))
