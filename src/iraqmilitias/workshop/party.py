"""An actor, place or facility that an article names or only describes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .entity_linking import Found

if TYPE_CHECKING:
    from spacy.tokens import Token


def covers(found: Found, word: Token) -> bool:
    """Whether a word is in a name."""
    return found.start < word.idx + len(word) and word.idx < found.end


@dataclass(eq=False)
class Party:
    """An actor, place or facility of the article; `unnamed` where it has no name and its record is drafted here."""

    table: str
    name: str
    kind: str
    line: int = 0
    known: str = ""  # the id of a known record
    unnamed: bool = False
    printed: str = ""  # of one without a name: the words that first say who or what it is
    counted: bool = False  # of whom a line says only how many were killed or hurt
    label: str = ""  # of one without a name: its noun and what describes it, without whose it is
    heads: set[str] = field(default_factory=set)
