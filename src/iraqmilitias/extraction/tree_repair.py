"""Corrections of the grammar model's reading, for constructions of news prose that it regularly reads wrongly."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from .vocabulary import lines

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_PARTICLES = frozenset({"off", "up", "down", "back", "away", "over"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_HANDED = frozenset({"hand", "turn"})  # "handed over eight sites", where "over" is read as of the number


def repair(document: Doc) -> None:
    """Correct the heads and relations of a document in place."""
    for word in document:
        if word.pos_ == "VERB":
            _correct_lemma(word)
            if word.tag_ == "VBD" and word.dep_ == "acl" and not any(c.dep_ in _SUBJECTS for c in word.children):
                word.tag_ = "VBN"  # "a round, fired from X, landed"
            _join_particle(word)
    for later, participle, noun in list(_interrupted(document)):
        _give_subject(later, participle, noun)


@cache
def _verbs() -> frozenset[str]:
    """Return the verbs of events, without their particles."""
    known = (line.split()[6:] for line in lines("happenings") if line.startswith("verb"))
    return frozenset(w.partition("_")[0] for words in known for w in words)


def _correct_lemma(verb: Token) -> None:
    """Give a verb its dictionary form where the model's is no word that is known: "cordone" of "cordoned"."""
    if verb.lemma_.lower() in _verbs():
        return
    stems = (verb.lower_.removesuffix(end) for end in ("ed", "d", "ing", "es", "s") if verb.lower_.endswith(end))
    known = next((stem for stem in stems if stem in _verbs()), None)
    if known is not None:
        verb.lemma_ = known


@cache
def _phrasal() -> frozenset[str]:
    """Return the verbs of events that have a particle: "cordon off"."""
    verbs = (line.split()[6:] for line in lines("happenings") if line.startswith("verb"))
    return frozenset(w for words in verbs for w in words if w.rpartition("_")[2] in _PARTICLES and "_" in w)


def _join_particle(verb: Token) -> None:
    """Make a particle of what is read as a preposition: the object of "cordoned off the street" is the street."""
    particle = verb.nbor(1) if verb.i + 1 < len(verb.doc) else None
    if particle is None or f"{verb.lemma_.lower()}_{particle.lower_}" not in _phrasal():
        return
    if particle.dep_ == "prep" and particle.head == verb and all(c.dep_ != "dobj" for c in verb.children):
        things = [c for c in particle.children if c.dep_ == "pobj"]
        particle.dep_, particle.tag_, particle.pos_ = "prt", "RP", "ADP"
        for thing in things:
            thing.head, thing.dep_ = verb, "dobj"
    elif particle.dep_ == "quantmod" and verb.lemma_.lower() in _HANDED:
        particle.head, particle.dep_, particle.tag_ = verb, "prt", "RP"


def _interrupted(document: Doc) -> Iterator[tuple[Token, Token, Token]]:
    """Yield each verb whose subject is read as that of a participle between commas, the participle and the subject.

    "A rocket, fired from a farm, landed in the yard" is about a rocket that landed, and was fired.
    """
    for participle in document:
        if participle.tag_ not in ("VBD", "VBN") or not _is_after_comma(participle):
            continue
        noun = next((c for c in participle.children if c.dep_ in _SUBJECTS and c.i < participle.i), None)
        dependents = {c.dep_ for c in participle.children}
        if noun is None or dependents & {"aux", "auxpass", "dobj"} or noun.right_edge.i > participle.i:
            continue
        later = next((t for t in document[participle.i + 1 : participle.sent.end] if _may_follow(t, participle)), None)
        if later is not None:
            yield later, participle, noun


def _is_after_comma(verb: Token) -> bool:
    """Whether only adverbs and auxiliaries are between a verb and the comma before it."""
    own = {c.i for c in verb.children if c.dep_ in ("advmod", "aux", "auxpass", "neg")}
    place = verb.i - 1
    while place in own:
        place -= 1
    return place > verb.sent.start and verb.doc[place].text == ","


def _may_follow(verb: Token, participle: Token) -> bool:
    finite = verb.tag_ == "VBD" or any(c.dep_ in ("aux", "auxpass") and c.tag_ in ("VBD", "VBZ") for c in verb.children)
    alone = not any(c.dep_ in _SUBJECTS for c in verb.children) and verb.head in (participle, *participle.ancestors)
    return finite and verb.pos_ in ("VERB", "AUX") and alone and _is_after_comma(verb)


def _give_subject(verb: Token, participle: Token, noun: Token) -> None:
    above, relation = participle.head, participle.dep_
    before = [c for c in participle.children if c.i < noun.i]
    if above == participle:  # the root of its sentence
        verb.head = verb
    elif above != verb:
        verb.head = above
    verb.dep_ = relation
    participle.head, participle.dep_, participle.tag_ = noun, "acl", "VBN"
    passive = any(c.dep_ == "auxpass" for c in verb.children)
    noun.head, noun.dep_ = verb, "nsubjpass" if passive else "nsubj"
    for child in before:
        child.head = verb
