"""Happenings that a line tells: its words of events, each with its kind, people, places, day and certainty."""

from __future__ import annotations

import itertools
import re
from collections.abc import Container, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from ..calendar_days import Bounds
from ..extraction import grammar
from ..extraction.dates import When
from ..extraction.phrases import nations
from ..extraction.vocabulary import groups
from . import event_words
from .event_words import ATTACKS, LAID, LIGHT, Entry, is_remark
from .factuality import certainty, is_fact
from .participants import Happening, Participant, participants
from .parties import Parties

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_UNHURT = re.compile(
    r"\b(?:no|without)\s+(?:one\s+was\s+)?(?:casualties|injuries|deaths|fatalities|killed|injured|hurt|harmed|wounded)\b"
    r"|\bnobody\s+(?:was|has\s+been)\s+(?:killed|injured|hurt|harmed|wounded)\b|\bnobody\s+died\b"
    r"|\bnone\s+of\s+them\s+(?:was|were)\s+(?:deadly|killed|injured|hurt|harmed|wounded)\b",
    re.IGNORECASE,
)
_BY = re.compile(r"\b[Bb]y\s+(?:the\s+)?$")
_APART = frozenset({"before", "after", "since", "until"})
_TREATIES = frozenset({"deal", "agreement", "accord", "accords", "treaty", "pact"})


def find(
    document: Doc, line: int, parties: Parties, whens: Sequence[When], last: date, is_title: bool = False
) -> list[Happening]:
    """Return what a line tells as having happened, in order; `last` is the last possible day of publication."""
    told = []
    now = is_title or document.user_data["as it happens"]
    for word in document:
        entry = event_words.entry(word, parties)
        listed = entry is not None and entry.part == "roll"
        if entry is not None and (
            listed or is_fact(word, now, entry.type == "material-support", entry.type == "protest")
        ):
            told.append(Happening(line, [word], [entry]))
    result = _joined(told)
    for happening in result:
        happening.type = _type(happening)
        happening.certainty = certainty(happening.word)
        happening.participants = participants(happening, result, parties)
    _date(document, result, whens)
    _unhurt(document, result)
    for happening in result:
        _retype(happening)
        if _is_unclear(happening):
            happening.type = ""
    return result


def _is_unclear(happening: Happening) -> bool:
    """Whether a line says no more than "the strikes": of aircraft or of workers, the article must tell."""
    if happening.type != "airstrike" or {e.word for e in happening.entries} != {"strike"}:
        return False
    word = happening.word
    described = any(c.dep_ in ("compound", "nmod", "poss") or c.lower_ in nations() for c in word.children)
    aimed = any(grammar.after(word, "on", "against", "by", "at"))
    return word.pos_ == "NOUN" and not described and not aimed and all(
        p.role in ("location", "near") for p in happening.participants
    )  # fmt: skip


def _joined(told: Sequence[Happening]) -> list[Happening]:
    """Join the words that tell one happening: "struck …, killing", "wounded in an attack"."""
    entries = {h.words[0].i: h.entries[0] for h in told}
    by_place = {h.words[0].i: h for h in told}
    for happening in told:
        word, entry = happening.words[0], happening.entries[0]
        above = next((a for a in word.ancestors if a.i in by_place), None)
        if word.dep_ == "relcl" and word.head.i not in by_place:  # "days of clashes that killed four"
            inside = (n for _, n in grammar.after(word.head, "of") if n.i in by_place and n.i < word.i)
            above = next(inside, above)
        if above is None and entry.harm:  # "the attack took place on Sunday, killing three"
            above = next((c for a in word.ancestors for c in a.children if c.i in by_place and _carries(a, c)), None)
        if above is None and word.dep_ == "appos":  # "a series of talks, the dialogue"
            above = next((t for t in word.head.subtree if t.i in by_place and t.i < word.i), None)
        if above is None and any(n.lower_ == "which" for _, n in grammar.after(word, "in", "during")):
            above = next((t for t in reversed(list(word.head.subtree)) if t.i in by_place and t.i < word.i), None)
        if above is None:
            above = _doing_noun(word, entry, by_place)
        if above is None:  # "an operation was launched, in which two were killed"
            continue
        head = by_place[above.i]
        told_by = above == _doing_noun(word, entry, by_place)
        if head is not happening and (told_by or _are_one(word, entry, above, entries[above.i])):
            head.words += happening.words
            head.entries += happening.entries
            for moved in happening.words:
                by_place[moved.i] = head
    kept = list(dict.fromkeys(by_place.values()))
    for one, other in itertools.pairwise(kept):  # "two were killed and five wounded", read as two clauses
        harms = [{e.harm for e in h.entries} - {""} for h in (one, other)]
        both = all(harms) and harms[0] | harms[1] == {"killed", "injured"} and not harms[0] & harms[1]
        if one.sentence == other.sentence and (both or _only_harms(one, other)):
            other.words, other.entries = one.words + other.words, one.entries + other.entries
            kept.remove(one)
    return sorted(kept, key=lambda h: h.word.i)


def _doing_noun(verb: Token, entry: Entry, told: Mapping[int, Happening]) -> Token | None:
    """Return the attack that does what a verb tells: "the strikes were an answer and hit workshops"."""
    who = grammar.subject(verb) if entry.part == "verb" and not grammar.is_passive(verb) else None
    if who is None or who.pos_ != "NOUN" or who.i not in told or (entry.type not in ATTACKS and not entry.harm):
        return None
    return who if told[who.i].entries[0].type in (*ATTACKS, "military-operation") else None


def _carries(verb: Token, noun: Token) -> bool:
    """Whether a verb with an event's noun says that it happened: "an attack took place", "opened fire"."""
    lemma = verb.lemma_.lower()
    if noun.dep_ == "dep" and lemma in LAID:
        return noun.pos_ == "NOUN"  # "attacks on X, many of them attributed to Y, have killed …"
    return noun.pos_ == "NOUN" and noun.dep_ in ("nsubj", "nsubjpass", "dobj") and lemma in LIGHT


def _only_harms(attack: Happening, other: Happening) -> bool:
    """Whether the next words of a sentence say only whom an attack hit: "rockets land near X, guard wounded"."""
    word, entry = other.word, other.entries[0]
    struck = grammar.is_passive(word) or not grammar.objects(word) or entry.subject == "victim"
    alone = struck and entry.harm in ("killed", "injured") and entry.part != "noun" and not grammar.agents(word)
    return alone and all(e.type in ATTACKS and not e.harm for e in attack.entries) and not _is_apart(word, attack.word)


def _is_apart(word: Token, above: Token) -> bool:
    """Whether a clause is of another time than the word above it."""
    steps = [word, *itertools.takewhile(lambda a: a != above, word.ancestors)]
    return any(w.lower_ in _APART or any(c.lower_ in _APART for c in w.children if c.dep_ == "mark") for w in steps)


def _are_one(word: Token, entry: Entry, above: Token, over: Entry) -> bool:
    """Whether a word of an event and the one above it in the sentence tell of the same event."""
    attacks = {"abuse", "crackdown", "military-operation", *ATTACKS}
    alike = entry.type in attacks and over.type in attacks
    if entry.part == "verb" and _is_apart(word, above) and not over.harm:
        return False  # "was bombed, hours after a man was killed", "the deadliest attack since May, when two died"
    if entry.type == "protest" and entry.part == "noun" and over.harm in ("killed", "injured"):
        suffered = grammar.is_passive(above) and not grammar.agents(above)  # "were killed in the protests"
        return suffered and word.head.lower_ in ("in", "during", "at") and word.head.head == above
    if not alike:
        if entry.word in ("drive off", "make off", "steal") and over.type in attacks:
            return word.dep_ in ("conj", "advcl")  # "stopped a convoy and drove off with a lorry"
        if entry.harm == "detained" and over.type in attacks:
            return word.dep_ in ("conj", "advcl")
        return entry.type == over.type and word.dep_ in ("dobj", "nsubj", "nsubjpass", "appos")
    if over.part == "noun" and any(n.lower_ == "which" for _, n in grammar.after(word, "in", "during")):
        return True
    between = next((a for a in word.ancestors if a.pos_ in ("VERB", "AUX") or a == above), above)
    if over.part == "noun" and word.head.head == between != above and event_words.is_told_of(between, above):
        return (
            between.lemma_ in (*LAID, "cause", "inflict") and word.pos_ == "NOUN"
        )  # "the killing of X, which it blamed on an airstrike"
    if "roll" in (entry.part, over.part):
        return entry.part == "noun" and word.head.lower_ in ("in", "after") and word.head.head == above
    opened = entry.part == "noun" and word.dep_ == "dobj" and between.lemma_ in LIGHT and between.head == above
    if opened and over.harm and any(c.lower_ in ("when", "as") for c in between.children):
        return True  # "was killed when gunmen opened fire"
    if entry.part == "noun":
        return between == above and (
            word.dep_ in ("nsubj", "nsubjpass", "dobj")
            or word.head.lower_ in ("in", "during", "by")
            or (word.head.lower_ == "with" and over.word in ("retaliate", "respond", "answer", "reply", "hit back"))
        )
    if over.part == "noun":
        own = word.head == above or entry.type == over.type  # "the murder of X, who was abducted" is of two things
        return (word.dep_ in ("relcl", "acl") and own) or between.lemma_ in LIGHT
    if word.dep_ in ("advcl", "pcomp", "acl") and word.tag_ in ("VBG", "VBN"):
        return True
    if word.dep_ == "advcl" and over.harm and any(c.lower_ in ("when", "as") for c in word.children):
        return True  # "was killed when rockets hit the camp"
    if word.dep_ in ("advcl", "relcl") and any(c.lower_ == "when" for c in word.children):
        return over.type in ATTACKS and above.pos_ == "VERB"  # "was last attacked in March, when a rocket hit it"
    if word.dep_ in ("dep", "ccomp") and word.pos_ == "NOUN":
        return True  # a heading's verb that was read as a noun
    if word.dep_ == "conj" and "abused" in (entry.harm, over.harm) and grammar.objects(word):
        return False  # "beat two guards and abducted a third"
    told = entry.harm or over.harm or (word.dep_ == "conj" and entry.needs == "weapon")  # "hit X and destroyed Y"
    return word.dep_ in ("conj", "relcl") and bool(told) and above.dep_ != "relcl"


def _type(happening: Happening) -> str:
    """Return the event type as the line words it: by the weapon, else by the most telling word."""
    types = [e.type for e in happening.entries]
    firsts = [e.type for e in happening.entries if not e.harm] or types
    base = next((t for t in firsts if t not in ("armed-attack", "other")), "")
    base = base or ("armed-attack" if "armed-attack" in firsts else firsts[0])
    left = [n for w in happening.words for preposition, n in grammar.after(w) if preposition not in ("under", "by")]
    if base == "withdrawal" and any(n.lower_ in _TREATIES for n in left):
        return "policy-decision"
    if base not in ATTACKS and firsts != ["military-operation"]:
        return base
    weapons: set[str] = set()
    for word in happening.words:
        who = (
            [w for w in (grammar.subject(word), *grammar.objects(word)) if w is not None] if word.pos_ == "VERB" else []
        )
        weapons |= set(event_words.weapons(word, who))
    precise = weapons - {"armed-attack"}
    if len(precise) == 1 and (base != "airstrike" or precise != {"airstrike"}):
        return next(iter(precise))
    return "armed-attack" if len(precise) > 1 and base in ATTACKS else base


def _retype(happening: Happening) -> None:
    """Correct the kind by who takes part: a state's raid, a killing of a person by name, force against protesters."""
    roles = {p.role: p for p in happening.participants}
    initiator, victim = roles.get("initiator"), roles.get("victim")
    told = {e.word for e in happening.entries}
    armed = initiator is not None and initiator.party.kind in ("armed_group", "collective")
    if told == {"raid"} and armed and initiator is not None and not initiator.party.unnamed:
        happening.type = "armed-attack"
    flown = initiator is not None and initiator.party.kind in ("state", "military")
    if happening.type == "armed-attack" and told <= {"hit", "strike"} and flown:
        happening.type = "airstrike"  # an unnamed kind of strike by a state (codebook, Events)
    named = victim is not None and victim.party.kind == "person" and not victim.party.unnamed
    killed = told <= {"kill", "killing", "murder", "shoot"} and (
        told & {"killing", "murder"} or {"kill", "shoot"} <= told or ("kill" in told and initiator is not None)
    )
    if happening.type == "armed-attack" and killed and named:
        happening.type = "assassination"
    hit = [p for p in happening.participants if p.role in ("target", "victim") and _is_crowd(p)]
    if happening.type == "armed-attack" and hit and initiator is not None and _is_state(initiator):
        happening.type = "crackdown"
        for participant in hit:
            participant.role = "victim"


def _is_crowd(participant: Participant) -> bool:
    return _is_named(participant, {"protesters", "protestors", "demonstrators"})


def _is_state(participant: Participant) -> bool:
    kinds = ("military", "government_body", "state")
    return participant.party.kind in kinds or _is_named(participant, {"police", "forces"})


def _is_named(participant: Participant, words: set[str]) -> bool:
    return not words.isdisjoint(participant.party.name.casefold().split())


def dated(document: Doc, whens: Sequence[When], among: Container[int] = ()) -> dict[int, When]:
    """Return the date expression of each verb, by its place: the nearest above it, or one of the words `among`.

    What was done "by the end of May" has that day as its last and no first.
    """
    found: dict[int, When] = {}
    for when in whens:
        inside = [t for t in document if not t.is_space and t.idx + len(t) > when.start and t.idx < when.end]
        if not inside:
            continue
        word = inside[0]
        while word.head in inside and word.head.i != word.i:
            word = word.head
        if when.text.endswith(("after", "before")) and (deed := _deed_after(inside[-1])) is not None:
            if deed.pos_ in ("VERB", "AUX") or deed.i in among:
                found.setdefault(deed.i, when)  # "two days after rockets killed a cook", "a day after the vote"
            continue
        since = "since " in document.text[max(0, when.start - 6) : when.start + 6].casefold()
        for above in word.ancestors:
            if above.i in among and since and is_remark(above):
                break
            # "struck a convoy carrying fuel on Sunday", "bombed a depot used by militias on Sunday"
            describes = above.dep_ == "acl" and above.tag_ in ("VBG", "VBN")
            if above.i in among or (above.pos_ in ("VERB", "AUX") and not describes):
                if when.bounds is not None and _BY.search(document.text[: when.start]):
                    when = when._replace(bounds=Bounds(None, when.bounds.last, "open"))
                found.setdefault(above.i, when)
                break
    return found


def _is_in_its_subject(noun: Token, verb: Token) -> bool:
    """Whether an event is told within the subject of a verb that is no event: neither has the other's day."""
    above = next((a for a in (noun, *noun.ancestors) if a.head == verb), None)
    return (
        noun.pos_ == "NOUN" and above is not None and above != noun and above.dep_ in grammar.SUBJECTS
        and verb.lemma_.lower() not in LIGHT
    )  # fmt: skip


def _deed_after(conjunction: Token) -> Token | None:
    """Return the verb or noun of what another thing was before or after: "two days after rockets killed a cook"."""
    if conjunction.dep_ == "mark":
        return conjunction.head
    return next((c for c in conjunction.children if c.dep_ in ("pobj", "pcomp")), None)


def _date(document: Doc, happenings: Sequence[Happening], whens: Sequence[When]) -> None:
    """Give each happening the date expression that the grammar ties to it, or to the clause that it is in."""
    places = {w.i: h for h in happenings for w in h.words}
    clauses = dated(document, whens, places)
    acts = groups("acts")
    for place, when in clauses.items():
        if place in places and places[place].when is None:
            places[place].when = when
    for happening in happenings:
        for clause in (c for w in happening.words for c in w.children):  # "the strikes that it carried out in March"
            if clause.dep_ == "relcl" and clause.lemma_ in LIGHT and happening.when is None:
                happening.when = clauses.get(clause.i)
        for _, noun in grammar.after(happening.word, "during", "in"):  # "abducted during the protests of 2019"
            if happening.when is None and noun.i in places:
                happening.when = places[noun.i].when
    heads = [w for w in whens if re.match(r"\s*[:—–]\s", document.text[w.end : w.end + 3]) and not w.start]
    heads += [w for w in whens if w.end <= document.user_data["days end at"]]
    for happening in happenings:
        if happening.when is None and happening.word.pos_ == "VERB":
            happening.when = _when_of_clause(happening.word, whens, clauses)
        if happening.when is None and heads:  # "Monday: A bomb …"
            happening.when = heads[0]
        word = happening.word
        for above in word.ancestors if happening.when is None else ():
            if above.lower_ in acts and above.pos_ == "VERB" and word.dep_ != "dobj":
                break
            if above.lower_ in _APART or any(c.lower_ in _APART for c in word.children if c.dep_ == "mark"):
                break  # "on Monday, a day after the attack"
            if above.pos_ == "VERB" and above.i not in places and _is_in_its_subject(word, above):
                break  # "the toll from the blast rose on Thursday"
            if above.i in clauses and (above.i not in places or word.dep_ in ("conj", "advcl")):
                if clauses[above.i].start < word.idx or above.i not in places:
                    happening.when = clauses[above.i]
                break
            if word.dep_ == "relcl":
                break


def _when_of_clause(verb: Token, whens: Sequence[When], clauses: Mapping[int, When]) -> When | None:
    """Return the days of what a clause with "when" tells: those that it explains, or those of the clause above it.

    "in 2014, when he sent advisers", "clashes broke out on Tuesday when protesters marched".
    """
    clause = next((a for a in (verb, *verb.ancestors) if a.dep_ in ("relcl", "advcl")), None)
    if clause is None or not any(c.lower_ == "when" for c in clause.children):
        return None
    if clause.dep_ == "relcl":
        head = clause.head
        days = (w for w in whens if w.start < head.idx + len(head) and head.idx < w.end)
        return next((w for w in days if w.bounds is not None and w.bounds.precision != "span"), None)
    return clauses.get(clause.head.i) if clause.i > clause.head.i else None


def _unhurt(document: Doc, happenings: Sequence[Happening]) -> None:
    """Remember of an attack that the line says that nobody died or was hurt in it."""
    for match in _UNHURT.finditer(document.text):
        before = [h for h in happenings if h.word.idx < match.end() and h.type in ATTACKS | {"shootdown"}]
        if not before:
            continue
        text = match.group().casefold()
        both = re.search(r"harm|hurt|casualt", text)
        if both or re.search(r"kill|dead|death|die", text):
            before[-1].unharmed["no_deaths"] = True
        if both or re.search(r"injur|wound", text):
            before[-1].unharmed["no_injuries"] = True
