"""Who a noun of a line means: a named record, a record without a name, or nobody that the article lets one tell."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..extraction import grammar
from ..extraction.spelling import folded
from ..extraction.vocabulary import groups, words
from .entity_linking import Found

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_MILITARY = frozenset({"military", "armed_group", "government_body"})
_CONTAINERS = frozenset({
    "convoy", "group", "crowd", "number", "series", "member", "members", "part", "parts", "one", "some", "most", "many",
    "dozens", "hundreds", "thousands", "none", "all", "both", "handful", "pair", "bus", "car",
})  # fmt: skip
_FIGHTERS = frozenset("soldiers troops fighters gunmen militants forces men soldier fighter gunman militiamen".split())
_NAMED_KINDS = {
    "group": ("armed_group", "organisation", "political_party"), "militia": ("armed_group",), "faction": ("armed_group",),
    "brigade": ("armed_group", "military"), "army": ("military",), "command": ("military",), "ministry": ("government_body",),
    "department": ("government_body",), "base": ("base",), "airport": ("airport",), "embassy": ("embassy",),
    "cell": ("government_body", "organisation"), "institute": ("organisation",), "centre": ("organisation",),
}  # fmt: skip


@dataclass(eq=False)
class Party:
    """An actor, place or facility of the article; `unnamed` where it has no name and its record is drafted here."""

    table: str
    name: str
    kind: str
    line: int = 0
    known: str = ""  # the id of a known record
    unnamed: bool = False
    heads: set[str] = field(default_factory=set)


class Parties:
    """The parties of an article, line by line; what has been named can be meant again by its noun alone."""

    def __init__(self, kinds: dict[str, str]) -> None:
        self.kinds = kinds  # the type of each known record
        self.known: dict[tuple[str, str], Party] = {}
        self.unnamed: list[Party] = []
        self.seen: list[Party] = []
        self.named: Sequence[Found] = ()
        self.line = 0

    def read(self, line: int, named: Sequence[Found]) -> None:
        """Go to a line with its names."""
        self.line, self.named = line, [f for f in named if f.target or f.candidate]

    def of_name(self, found: Found) -> Party:
        """Return the party of a name."""
        if found.target:
            table, name, record = found.target.table, found.target.name, found.target.record_id
            kind = self.kinds.get(record, "")
        else:
            assert found.candidate is not None
            table, name, record, kind = found.candidate.table, found.candidate.name, "", found.candidate.kind
        party = self.known.setdefault((table, name), Party(table, name, kind, self.line, record))
        return party

    def passed(self) -> None:
        """Remember the names of the line that has been read, for the lines after it."""
        self.seen += [self.of_name(f) for f in self.named]

    def of(self, word: Token, may_be_new: bool = True) -> Party | None:
        """Return whom or what a noun means, or None where the article does not tell or it is no party."""
        word = grammar.antecedent(word)
        if word.pos_ == "PRON" or word.lower_ in ("itself", "themselves"):
            return self._pronoun(word)
        name = self._name(word)
        if name is not None:
            return self.of_name(name)
        if word.lower_ in _CONTAINERS or word.pos_ == "NUM" or word.lower_ in ("street", "streets", "town", "city"):
            inner = next((noun for _, noun in grammar.after(word, "of", "in")), None)
            if inner is not None and (party := self.of(inner, may_be_new)) is not None:
                return party
        fighters = self._fighters(word)
        if fighters is not None:
            return fighters
        again = self._again(word)
        if again is not None or not may_be_new:
            return again
        return self._new(word)

    def _name(self, word: Token) -> Found | None:
        """Return the name that has a word in it, or whose possessive or title it is."""
        own = [f for f in self.named if f.start <= word.idx < f.end]
        if own:
            return own[0]
        beside = [c for c in word.children if c.dep_ in ("appos",)]
        return next((f for c in beside for f in self.named if f.start <= c.idx < f.end and c.pos_ == "PROPN"), None)

    def _fighters(self, word: Token) -> Party | None:
        """Return the force whose members a noun means: "Islamic State gunmen", "soldiers of the Iraqi Army"."""
        if word.lower_ not in _FIGHTERS:
            return None
        near = [c for c in word.children if c.dep_ in ("compound", "amod", "poss")]
        near += [noun for _, noun in grammar.after(word, "of", "from")]
        for child in near:
            for found in self.named:
                if found.start <= child.idx < found.end:
                    party = self.of_name(found)
                    if party.table == "actors" and party.kind in _MILITARY:
                        return party
        return None

    def _again(self, word: Token) -> Party | None:
        """Return what has been named before and is meant by its noun: "the base", "the group", "the Shield"."""
        definite = any(c.lower_ in ("the", "this", "that", "its", "their", "same", "these", "those") for c in word.children)
        lone = not any(c.dep_ in ("amod", "compound", "poss", "nummod") and c.lower_ != "same" for c in word.children)
        noun = word.lower_
        earlier = [*self.seen, *(self.of_name(f) for f in self.named if f.end <= word.idx)]
        if definite and lone:
            types = _NAMED_KINDS.get(noun, ())
            for party in reversed(earlier):
                spelled = folded(party.name).split()
                if noun in spelled[-1:] or (party.kind in types and types):
                    return party
        if definite or word.tag_ == "NNS":
            for party in reversed(self.unnamed):
                if word.lemma_.lower() in party.heads and (lone or self._label(word) == party.name):
                    return party
        return None

    def _pronoun(self, word: Token) -> Party | None:
        """Return whom "it", "he" or "they" means where the sentence has one subject before it, else None."""
        if word.lower_ not in ("it", "he", "she", "they"):
            return None
        before = [t for t in word.doc[: word.i] if t.dep_ in grammar.SUBJECTS and t.pos_ in ("NOUN", "PROPN")]
        own = [t for t in before if t.sent == word.sent] or [t for t in before if t.dep_ in grammar.SUBJECTS][-1:]
        parties = [p for t in own if (p := self.of(t, False)) is not None and p.table == "actors"]
        person = word.lower_ in ("he", "she")
        parties = [p for p in parties if (p.kind == "person") == person or word.lower_ == "they"]
        return parties[-1] if len(set(map(id, parties))) == 1 else None

    def _new(self, word: Token) -> Party | None:
        """Return a party without a name, of people or of a site, or None for any other noun."""
        noun, crowd = word.lower_, groups("crowds").get(word.lower_)
        site = groups("sites").get(word.lemma_.lower()) or groups("sites").get(noun)
        if word.pos_ not in ("NOUN", "PROPN") or any(c.lower_ in ("no", "what", "which") for c in word.children):
            return None
        if crowd is None and word.tag_ in ("NNS", "NNPS") and groups("crowds").get(word.lemma_.lower()):
            crowd = "many"
        if crowd is None and (noun in words("titles") and word.tag_ == "NN"):
            crowd = "one"
        if crowd:
            label, table = self._label(word), "actors"
            kind = "person" if crowd == "one" else "collective"
        elif site and word.dep_ != "compound":
            label, table, kind = self._label(word), "facilities", site if site != "base" else "base"
            near = next((f for f in self.named if f.start > word.idx and self._stands_by(word, f)), None)
            label += f" near {self.of_name(near).name}" if near else ""
        else:
            return None
        for party in self.unnamed:
            if party.name == label and party.table == table:
                return party
        party = Party(table, label, kind, self.line, unnamed=True, heads={word.lemma_.lower()})
        self.unnamed.append(party)
        return party

    def _stands_by(self, word: Token, found: Found) -> bool:
        return any(found.start <= noun.idx < found.end for _, noun in grammar.after(word, "near", "outside", "in", "at"))

    def _label(self, word: Token) -> str:
        """Return a name for a party without one: its noun with what describes it, without numbers and articles."""
        parts = [c for c in word.children if c.dep_ in ("amod", "compound", "poss", "npadvmod") and c.i < word.i]
        parts = [c for c in parts if c.pos_ in ("ADJ", "NOUN", "PROPN") and c.lower_ not in ("other", "many", "several", "more", "same", "such", "new", "little", "own", "further")]  # noqa: E501
        label = " ".join([*(c.text for c in sorted(parts, key=lambda c: c.i)), word.text])
        return re.sub(r"\s+", " ", label)


def sentence_of(document: Doc, place: int) -> int:
    """Return which sentence of a line has a place."""
    return next((i for i, s in enumerate(document.sents) if s.start_char <= place < s.end_char), 0)
