"""Runs of capitalised words: cut where two names meet, joined over particles."""

from __future__ import annotations

import re

from ..extraction import names
from . import candidates
from .gazetteer import Token, tokens


def people_apart(text: str, name: names.Name) -> list[names.Name]:
    """Cut "Ann Grey of Ledger Watch" in two; "Ministry of Works" stays one."""
    cut = text.find(" of ", name.start, name.end)
    left = text[name.start : cut]
    if cut < 0 or len(left.split()) < 2 or candidates.is_body(left) or names.is_common(left.split()[-1]):
        return [name]
    after = cut + len(" of ")
    parts = [tuple(p for p in name.parts if a <= p[0] < b) for a, b in ((name.start, cut), (after, name.end))]
    if not all(parts):
        return [name]
    return [names.Name(p[0][0], p[-1][1], text[p[0][0] : p[-1][1]], p) for p in parts]


def words(text: str, name: names.Name) -> list[Token]:
    """Return the capitalised words of a name, and those with digits."""
    parts = tokens(text[name.start : name.end])
    moved = [t._replace(start=t.start + name.start, end=t.end + name.start) for t in parts]
    return [t for t in moved if t.capital or any(c.isdigit() for c in t.key)]


def article(text: str, start: int, name: names.Name) -> int:
    """Take a small "al-" before a name's first word with it."""
    return name.start if name.start < start and re.fullmatch(r"\w{1,3}[-‑'’]", text[name.start : start]) else start


def runs(text: str, left: list[Token]) -> list[tuple[int, int]]:
    """Join words that stand side by side, or over a particle, to runs."""
    runs: list[tuple[int, int]] = []
    for word in left:
        if runs and re.fullmatch(
            r"[\s\-‑.&]{1,3}|\s(?:al|bin|ibn|de|van|von|of|the|\s)+[\s-]", text[runs[-1][1] : word.start]
        ):
            runs[-1] = (runs[-1][0], word.end)
        else:
            runs.append((word.start, word.end))
    return runs
