"""Whom a pronoun means: "he", "it", "its", "them", where the sentences before it let one tell."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from ..extraction import grammar
from ..extraction.vocabulary import groups, words
from .entity_linking import Found
from .party import Party, covers

if TYPE_CHECKING:
    from spacy.tokens import Token


class Parties(Protocol):
    """What a pronoun needs to know of an article: who was named, and whom its nouns mean."""

    named: Sequence[Found]
    people: set[Party]
    topic: Party | None
    speaker: Party | None
    addressee: Party | None
    quoted: Sequence[tuple[int, int]]

    def of(self, word: Token, may_be_new: bool = True) -> Party | None: ...

    def of_name(self, found: Found) -> Party: ...


def fits(word: Token, party: Party) -> bool:
    """Whether "he" or "she" can mean a party: not a man by his first name for "she", nor what is not a person."""
    if party.kind != "person":
        return False
    sex = groups("first_names").get(party.name.casefold().split()[0] if party.name and not party.unnamed else "")
    other = {"he": "woman", "his": "woman", "him": "woman", "she": "man", "her": "man"}.get(word.lower_)
    return sex is None or sex != other


def meant(parties: Parties, word: Token) -> Party | None:
    """Return whom "it", "he" or "they" means where the sentence has one subject before it, else None."""
    if word.lower_ in ("i", "me", "my", "you", "your"):
        return parties.speaker if word.lower_ in ("i", "me", "my") else parties.addressee
    if any(start <= word.idx < end for start, end in parties.quoted):
        return None  # whom a speaker means by "they", the article has not said
    if word.lower_ in ("he", "she", "his", "her", "him"):
        named = [f for f in parties.named if f.end <= word.idx and fits(word, parties.of_name(f))]
        if word.lower_ in ("his", "her") and (subject := _subject_of_sentence(parties, word)) is not None:
            return subject
        nameless = _nameless_before(parties, word, named[-1].end if named else 0)
        if nameless is not None and word.lower_ in ("he", "she"):
            return nameless
        people = [p for p in parties.people if fits(word, p)]
        if named or len(people) != 1:
            return parties.of_name(named[-1]) if named else None
        return people[0]
    if word.lower_ not in ("it", "they", "its", "their", "them"):
        return None
    if word.lower_ == "it":
        told = (t for t in grammar.sentence(word) if t.i < word.i and t.lower_ == "it")
        earlier = next((t for t in told if t.dep_ == "pobj"), None)
        if earlier is not None or word.dep_ == "pobj":  # "fired missiles at it, and it was shelled again"
            return _attacked(parties, earlier or word)
        site = _attacked(parties, word) if word.dep_ == "dobj" else None
        if site is not None and site.table == "facilities":
            return site
    if word.dep_ == "dobj" and word.head.tag_ == "VBG" and word.head.dep_ == "advcl":
        aimed = [n for _, n in grammar.after(word.head.head)] + [
            n for o in grammar.objects(word.head.head) for _, n in grammar.after(o)
        ]
        met = [p for n in aimed if n.i < word.i and (p := parties.of(n, False)) is not None and p.table == "actors"]
        if met:  # "imposed sanctions on X, accusing them of …"
            return met[0]
    before = [t for t in word.doc[: word.i] if t.dep_ in grammar.SUBJECTS and t.pos_ in ("NOUN", "PROPN")]
    before = [t for t in before if not t.is_ancestor(word)]  # "dozens of them"
    before = [t for t in before if not any(c.lower_ in ("its", "their") for c in t.children)]  # "its mission is"
    before = [t for t in before if not any(start <= t.idx < end for start, end in parties.quoted)]
    sentence = grammar.sentence(word)
    before = [t for t in before if t.head.dep_ != "relcl" or t in sentence]  # "X, which Y bans. Their men"
    if word.lower_ in ("it", "its"):  # not several
        before = [t for t in before if t.tag_ in ("NN", "NNP")]
        first = word.dep_ in grammar.SUBJECTS or (word.dep_ == "poss" and word.head.dep_ in grammar.SUBJECTS)
        told = (t for t in word.doc[: word.i] if t.pos_ == "PRON" and t.tag_ in ("PRP", "PRP$"))
        if not before and first and all(t.lower_ in ("it", "its") for t in told):
            return parties.topic
    if word.lower_ == "them":  # not the subject of its own clause
        before = [t for t in before if t.head not in word.ancestors]
    own = [t for t in before if t in sentence]
    plain = [t for t in own if t.head.dep_ != "relcl" or t.head in word.ancestors]  # "X, which Y helped, …; its men"
    own = plain or own or before[-1:]
    found = [p for t in own if (p := parties.of(t)) is not None and p.table == "actors"]
    found = [p for p in found if p.kind != "person"]
    if not own:  # no subject is meant: "thank X for the aid that it sent"
        above = (o for a in word.ancestors if a.pos_ == "VERB" for o in grammar.objects(a) if o.i < word.i)
        above = (o for o in above if not o.is_ancestor(word))
        some = word.lower_ == "them" and word.head.lower_ == "of"  # "chased the gunmen and killed two of them"
        found = [p for o in above if (p := parties.of(o, some)) is not None and p.kind != "person"]
    return found[-1] if len(set(map(id, found))) == 1 else None


def _subject_of_sentence(parties: Parties, word: Token) -> Party | None:
    """Return the person by name whom a sentence is about: "X had stayed since the death of Y, his family says"."""
    about = [t for t in word.sent if t.dep_ in grammar.SUBJECTS and t.head.dep_ == "ROOT" and t.i < word.i]
    named = [f for f in parties.named if f.end <= word.idx and about and any(covers(f, t) for t in about)]
    person = parties.of_name(named[-1]) if named else None
    return person if person is not None and fits(word, person) else None


def _attacked(parties: Parties, word: Token) -> Party | None:
    """Return what "it" means after a preposition: not the subject of its own clause, but of the one before."""
    before = [t for t in word.doc[: word.i] if t.dep_ in grammar.SUBJECTS and t.tag_ in ("NN", "NNP", "NNPS")]
    before = [t for t in before if t.head not in word.ancestors]
    party = parties.of(before[-1]) if before else parties.topic
    if party is not None and party.kind == "person":
        party = parties.topic  # "X directs its drones, and Y speaks for it"
    return party if party is not None and party.kind != "person" else None


def _nameless_before(parties: Parties, word: Token, start: int) -> Party | None:
    """Return the one person without a name who is a sentence's subject after the last name: "the governor … he"."""
    told = [t for t in word.doc[: grammar.sentence(word).start] if t.idx >= start and t.dep_ == "nsubj"]
    told = [t for t in told if t.head.dep_ == "ROOT" and not any(a <= t.idx < b for a, b in parties.quoted)]
    people = [t for t in told if groups("crowds").get(t.lower_) == "one" or t.lower_ in words("titles")]
    return parties.of(people[-1]) if people and people[-1] == told[-1] else None
