"""Word lists that the finders go by: one text file a list, lines that begin with # are comments."""

from __future__ import annotations

from functools import cache
from pathlib import Path


@cache
def words(name: str) -> frozenset[str]:
    """Return the words of a list."""
    return frozenset(word for line in lines(name) for word in line.split())


@cache
def groups(name: str) -> dict[str, str]:
    """Return the words of a list whose lines are `group: word word …`, each with its group."""
    found: dict[str, str] = {}
    for line in lines(name):
        group, _, members = line.partition(":")
        found |= dict.fromkeys(members.split(), group)
    return found


def patterns(name: str) -> str:
    """Return the patterns of a list as one regular expression of alternatives."""
    return "|".join(pattern for line in lines(name) for pattern in line.split())


def pattern_groups(name: str) -> list[tuple[tuple[str, str], str]]:
    """Return the lines `table kind: pattern pattern …` of a list, each as (table, kind) and alternatives."""
    split = (line.partition(": ") for line in lines(name))
    return [((head.split()[0], head.split()[1]), "|".join(members.split())) for head, _, members in split]


def lines(name: str) -> list[str]:
    """Return the lines of a list, comments left out."""
    text = (Path(__file__).parent / f"{name}.txt").read_text(encoding="utf-8")
    return [line for line in text.splitlines() if not line.startswith("#")]
