"""Happenings that a line tells: its words of events, each with its kind, people, places, day and certainty.

Only what the line presents as having happened: no plan, fear, threat, condition or denial.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ..extraction import grammar, vocabulary
from ..extraction.dates import When
from ..extraction.vocabulary import groups, words
from .parties import Parties, Party

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

ATTACKS = frozenset({"rocket-attack", "drone-attack", "missile-attack", "airstrike", "armed-attack", "assassination"})
_LIGHT = frozenset({
    "carry", "conduct", "stage", "hold", "mount", "launch", "resume", "begin", "start", "take", "continue", "occur",
    "open", "suffer", "survive", "see", "increase", "be", "commit", "make", "end", "follow", "come", "last", "undertake",
})  # fmt: skip
_MODALS = frozenset({"would", "will", "could", "should", "may", "might", "can", "must", "shall", "'ll", "wo"})
_BEGUN = frozenset({"begin", "start", "continue", "manage", "go", "come", "help", "proceed", "happen", "help"})
_NEAR = frozenset({"near", "outside", "beside", "around", "by", "close"})
_AT = frozenset({"in", "inside", "across", "over", "at", "on", "within", "throughout", "along", "into"})
_SIDES = frozenset({"north", "south", "east", "west", "northeast", "northwest", "southeast", "southwest"})
_TREATIES = frozenset({"deal", "agreement", "accord", "accords", "treaty", "pact"})
_SERIES = frozenset({"series", "week", "wave", "round", "spate", "string", "day", "month", "night", "campaign", "number"})
_AIRCRAFT = frozenset("drone drones jet jets plane planes aircraft helicopter helicopters uav missile rocket".split())


class Entry(NamedTuple):
    """One word of the lexicon: the event type, what it needs to be one, and the roles that go with it."""

    word: str
    part: str
    type: str
    needs: str
    subject: str
    object: str
    harm: str


_STRUCK = Entry("", "verb", "armed-attack", "weapon", "initiator", "target", "")  # "a drone incinerated …"


@dataclass(eq=False)
class Participant:
    """Who takes part in what role, how surely, and what befell them."""

    party: Party
    role: str
    certainty: str = "asserted"
    harm: str = ""
    word: Token | None = None
    basis: str = "line"


@dataclass(eq=False)
class Happening:
    """What one line tells of one happening."""

    line: int
    words: list[Token]
    entries: list[Entry]
    type: str = ""
    certainty: str = "asserted"
    when: When | None = None
    participants: list[Participant] = field(default_factory=list)
    unharmed: dict[str, bool] = field(default_factory=dict)  # no_deaths, no_injuries: whether the line says so

    @property
    def word(self) -> Token:
        """The word that tells it: the highest in the sentence."""
        return min(self.words, key=lambda w: len(list(w.ancestors)))

    @property
    def sentence(self) -> int:
        """Where the sentence begins that tells it."""
        return int(self.word.sent.start)

    @property
    def is_run(self) -> bool:
        """Whether it is several happenings told as one: "14 attacks"."""
        return any(w.tag_ == "NNS" and e.type in ATTACKS for w, e in zip(self.words, self.entries, strict=True))

    @property
    def is_definite(self) -> bool:
        """Whether the line refers to it as known: "the bombing", "Tuesday’s attack"."""
        nouns = [w for w in self.words if w.pos_ == "NOUN"]
        subject = grammar.subject(self.word) if self.word.pos_ == "VERB" else None
        nouns += [subject] if subject is not None and subject.lower_ in groups("weapons") else []
        marks = {c.lower_ for w in nouns[:1] for c in w.children if c.dep_ == "det"}
        known = any(c.dep_ == "poss" for w in nouns[:1] for c in w.children)
        return bool(marks & {"the", "this", "that"}) or known or any(_is_remark(w) for w in nouns)


def _is_remark(word: Token) -> bool:
    """Whether a noun only describes a happening that is known: "it was the ninth attack", "the deadliest attack"."""
    ranked = any(c.tag_ == "JJS" or c.lower_ in words("ordinals") for c in word.children if c.dep_ == "amod")
    above = word.head if word.dep_ == "attr" else None
    about = grammar.subject(above) if above is not None else None
    return (ranked and word.tag_ == "NN") or (about is not None and about.lower_ in ("this", "that", "it"))


@cache
def lexicon() -> dict[tuple[str, str], Entry]:
    """Return the words of events, by word and part of speech."""
    path = Path(vocabulary.__file__).parent / "happenings.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return {(row["word"], row["part"]): Entry(**row) for row in csv.DictReader(file)}


def find(
    document: Doc, line: int, parties: Parties, whens: Sequence[When], is_title: bool = False
) -> list[Happening]:
    """Return what a line tells as having happened, in order."""
    told = []
    for word in document:
        entry = _entry(word, parties)
        if entry is not None and _is_fact(word, is_title):
            told.append(Happening(line, [word], [entry]))
    result = _joined(told)
    for happening in result:
        happening.type = _type(happening)
        happening.certainty = _certainty(happening)
        happening.participants = _participants(happening, result, parties)
    _date(document, result, whens)
    for happening in result:
        _retype(happening)
    return result


def _entry(word: Token, parties: Parties) -> Entry | None:
    """Return the lexicon's entry of a word that has what the entry needs."""
    lemma = word.lemma_.lower()
    if word.tag_.startswith("V") and word.dep_ in ("pobj", "amod", "compound", "nsubj", "dobj"):
        return None  # "the injured", "wounded soldiers"
    if word.pos_ == "VERB" or (word.pos_ in ("NOUN", "ADJ") and word.tag_.startswith("V")):
        particle = next((c.lower_ for c in word.children if c.dep_ == "prt" or c.lower_ == "out"), "")
        entry = lexicon().get((f"{lemma} {particle}", "verb")) if particle else None
        if entry is None and (not particle or particle in ("down", "out", "up", "off", "back")):
            if lemma == "leave" and any(c.lower_ == "dead" for c in word.subtree):
                lemma = "leave dead"
            entry = lexicon().get((lemma, "verb")) or lexicon().get((lemma.replace("ise", "ize"), "verb"))
        if particle in ("out", "over", "up") and entry is not None and entry.word == lemma:
            entry = None
    elif word.pos_ in ("NOUN", "PROPN") and word.dep_ not in ("compound", "nmod"):
        entry = lexicon().get((lemma, "noun"))
    else:
        entry = None
    if entry is None and word.pos_ == "VERB" and lemma not in words("harmless"):
        entry = _STRUCK
    elif entry is None and _is_headline_verb(word):
        entry = lexicon().get((lemma, "verb")) or lexicon().get((word.lemma_, "noun"))
    return entry if entry is not None and _has_needed(word, entry, parties) else None


def _is_headline_verb(word: Token) -> bool:
    """Whether a heading's verb was read as a noun: "Rockets land near base", "as talks resume"."""
    before = word.nbor(-1) if word.i else None
    if word.dep_ == "compound" and word.tag_ == "NNS":
        return word.head.i == word.i + 1 and word.head.lemma_.lower() in _LIGHT
    return word.pos_ == "NOUN" and before is not None and before.tag_ == "NNS" and before.lower_ in groups("weapons")


def _has_needed(word: Token, entry: Entry, parties: Parties) -> bool:
    if entry is _STRUCK:
        who = grammar.subject(word)
        return who is not None and who.lower_ in groups("weapons") and word.tag_ in ("VBD", "VBN") and bool(
            grammar.objects(word) or list(grammar.after(word, "through", "into"))
        )
    if word.pos_ == "NOUN" and entry.part == "verb":
        return word.nbor(-1).lower_ in groups("weapons")
    who = grammar.subject(word) if entry.part == "verb" else None
    things = grammar.objects(word) if entry.part == "verb" else []
    passive = grammar.is_passive(word)
    match entry.needs:
        case "weapon":
            if any(_weapons(word, [w for w in (who, *things) if w is not None])):
                return True
            struck = who if passive else next(iter(things), None)
            party = parties.of(struck) if entry.word in ("hit", "strike", "damage") and struck is not None else None
            return party is not None and party.table == "facilities" and (passive or entry.word != "damage")
        case "streets":
            return word.lower_ == "streets" and word.dep_ == "pobj" and word.head.lower_ in ("to", "into", "onto")
        case "assassination":
            return any(c.lemma_.lower() in ("assassination", "murder") for c in word.children if c.dep_ == "compound")
        case "against":
            return any(True for _ in grammar.after(word, "against", "with"))
        case "named":
            return any(c.pos_ == "PROPN" for c in word.children)
        case "office":
            above = word.head.head if word.dep_ == "pobj" else word.head
            return (word.dep_ == "dobj" and above.lemma_ in ("take", "assume")) or (
                word.dep_ == "pobj" and word.head.lower_ == "into" and above.lemma_ in ("come", "swear")
            )
        case "force object":
            made = [who] if passive else things
            return any(w is not None and groups("people").get(w.lower_) in ("militias", "forces", "army") for w in made)
        case "aircraft":
            struck = [who] if passive else list(things)
            return any(w is not None and w.lower_ in _AIRCRAFT for w in struck)
        case "force":
            if entry.part == "noun":
                near = [n for _, n in grammar.after(word, "of")] + [c for c in word.children if c.dep_ == "compound"]
                return any(_is_force(n, parties) for n in near)
            moved = things if entry.word in ("send", "dispatch") or passive else [who]
            return any(w is not None and _is_force(w, parties) for w in [*moved, who if passive else None])
        case "person":
            person = parties.of(who) if who is not None else None
            return person is not None and person.table == "actors"
        case "body":
            person = parties.of(who, False) if who is not None else None
            return person is not None and person.kind in ("state", "government_body", "military")
        case "plural":
            return word.tag_ == "NNS" or any(c.lower_ in ("nuclear", "strategic") for c in word.children)
        case "dead":
            return any(c.lower_ in ("dead", "wounded", "injured") for c in word.subtree if c.dep_ in ("oprd", "acomp", "amod", "xcomp", "ccomp"))
        case "at":
            return any(grammar.after(word, "at", "on", "dead")) or bool(things) or passive
        case "past":
            return word.tag_ in ("VBD", "VBN")
        case "military":
            return any(c.lower_ in ("military", "naval", "joint", "drone") for c in word.children)
    return True


def _is_force(word: Token, parties: Parties) -> bool:
    if groups("people").get(word.lower_) in ("forces", "army", "coalition", "service"):
        return True
    party = parties.of(word, False)
    return party is not None and (party.kind in ("military", "state") or "roops" in party.name)


def _weapons(word: Token, nouns: Iterable[Token]) -> Iterator[str]:
    """Yield the kinds of attack that the weapons beside a word make of it."""
    known = groups("weapons")
    near = [c for c in word.children if c.dep_ in ("compound", "amod", "npadvmod", "nmod")]
    near += [j for n in near for j in n.conjuncts]  # "drone and rocket attacks"
    near += [n for _, n in grammar.after(word, "with", "by", "using", "from")]
    counted = [n for noun in nouns if noun.pos_ == "NUM" for n in noun.subtree if n.dep_ == "pobj"]
    for noun in (*nouns, *counted, *near):
        if noun.lower_ in known:
            yield known[noun.lower_]
        elif noun.dep_ in grammar.SUBJECTS or noun in near:
            yield from (known[c.lower_] for c in noun.children if c.dep_ == "compound" and c.lower_ in known)


def _is_fact(word: Token, is_title: bool) -> bool:
    """Whether a word tells what has happened."""
    if word.sent.text.rstrip().endswith("?") or grammar.is_negated(word):
        return False
    if word.pos_ == "NOUN":
        if _is_presupposed(word):
            return True
        if word.dep_ == "ROOT" and not is_title and not any(c.dep_ in ("prep", "acl", "relcl") for c in word.children):
            return False
        bare = word.tag_ == "NNS" and not any(c.dep_ in ("det", "nummod", "poss", "amod") for c in word.children)
        return _is_governed_by_fact(word, bare and not is_title)
    helpers = {c.lower_ for c in word.children if c.dep_ in ("aux", "auxpass")}
    if word.tag_ in ("VBZ", "VBP"):
        return is_title and word.dep_ in ("ROOT", "conj", "ccomp", "advcl")
    if helpers & _MODALS and not ({"have"} & helpers and helpers & {"may", "might", "could"}):
        return False
    if word.tag_ == "VB":
        if word.dep_ == "xcomp" and word.head.lemma_.lower() in _BEGUN:
            return _is_fact(word.head, is_title)
        return False
    if any(c.lower_ in ("if", "unless", "whether") for c in word.children if c.dep_ == "mark"):
        return False
    asked = any(c.tag_ in ("WP", "WRB") for c in word.children)
    if word.dep_ == "ccomp" and asked and (grammar.is_negated(word.head) or word.head.tag_ == "VB"):
        return False  # "did not say who had sent it"
    finite = word.tag_ == "VBD" or bool(helpers & {"had", "has", "have", "was", "were", "been"})
    if finite and word.dep_ in ("ROOT", "ccomp", "relcl", "advcl", "conj", "parataxis", "dep", "pcomp"):
        return not (word.dep_ == "conj" and not helpers and word.head.tag_ == "VB")
    return _is_governed_by_fact(word, False)


def _is_presupposed(word: Token) -> bool:
    """Whether a noun takes a happening as known, whatever the sentence says of it: "no answer to the recent strikes"."""
    marks = {c.lower_ for c in word.children if c.dep_ in ("det", "amod", "poss")}
    return bool(marks & {"the", "this", "these", "those", "recent", "last", "latest"}) and not marks & {"next", "planned"}


def _is_governed_by_fact(word: Token, bare: bool) -> bool:
    """Whether the words above one, up to a clause of its own, leave it a fact."""
    for above in word.ancestors:
        if above.lemma_.lower() in words("unreal"):
            return False
        if above.pos_ in ("VERB", "AUX"):
            helpers = {c.lower_ for c in above.children if c.dep_ in ("aux", "auxpass")}
            if helpers & _MODALS and "have" not in helpers:
                return False
            if grammar.is_negated(above) and above.lemma_.lower() not in ("claim",):
                return False
            if bare and above.tag_ in ("VBZ", "VBP", "VB") and "has" not in helpers and "have" not in helpers:
                return False
            if any(c.lower_ in ("if", "unless", "whether") for c in above.children if c.dep_ == "mark"):
                return False
            if above.tag_ == "VBD" or helpers & {"had", "has", "have", "was", "were"}:
                return True
    return True


def _joined(told: Sequence[Happening]) -> list[Happening]:
    """Join the words that tell one happening: "struck …, killing", "wounded in an attack"."""
    entries = {h.words[0].i: h.entries[0] for h in told}
    by_place = {h.words[0].i: h for h in told}
    for happening in told:
        word, entry = happening.words[0], happening.entries[0]
        above = next((a for a in word.ancestors if a.i in by_place), None)
        if above is None and word.dep_ == "appos":  # "a series of talks, the dialogue"
            above = next((t for t in word.head.subtree if t.i in by_place and t.i < word.i), None)
        if above is None:
            continue
        head = by_place[above.i]
        if head is not happening and _are_one(word, entry, above, entries[above.i]):
            head.words += happening.words
            head.entries += happening.entries
            for moved in happening.words:
                by_place[moved.i] = head
    kept = list(dict.fromkeys(by_place.values()))
    return sorted(kept, key=lambda h: h.word.i)


def _are_one(word: Token, entry: Entry, above: Token, over: Entry) -> bool:
    """Whether a word of an event and the one above it in the sentence tell one happening."""
    attacks = {"abuse", "crackdown", "military-operation", *ATTACKS}
    alike = entry.type in attacks and over.type in attacks
    if not alike:
        if entry.harm == "detained" and over.type in attacks:
            return word.dep_ in ("conj", "advcl")
        return entry.type == over.type and word.dep_ in ("dobj", "nsubj", "nsubjpass", "appos")
    between = next((a for a in word.ancestors if a.pos_ in ("VERB", "AUX") or a == above), above)
    if entry.part == "noun":
        return between == above and (word.dep_ in ("nsubj", "nsubjpass", "dobj") or word.head.lower_ in ("in", "during", "by"))
    if over.part == "noun":
        return word.dep_ in ("relcl", "acl") or between.lemma_ in _LIGHT
    if word.dep_ in ("advcl", "pcomp", "acl") and word.tag_ in ("VBG", "VBN"):
        return True
    if word.dep_ in ("dep", "ccomp") and word.pos_ == "NOUN":
        return True  # a heading's verb that was read as a noun
    return word.dep_ in ("conj", "relcl") and bool(entry.harm or over.harm) and above.dep_ != "relcl"


def _type(happening: Happening) -> str:
    """Return the event type as the line words it: by the weapon, else by the most telling word."""
    types = [e.type for e in happening.entries]
    firsts = [e.type for e in happening.entries if not e.harm] or types
    base = next((t for t in firsts if t != "armed-attack"), firsts[0])
    if base == "withdrawal" and any(n.lower_ in _TREATIES for w in happening.words for _, n in grammar.after(w)):
        return "policy-decision"
    if base not in ATTACKS:
        return base
    weapons: set[str] = set()
    for word in happening.words:
        who = [w for w in (grammar.subject(word), *grammar.objects(word)) if w is not None] if word.pos_ == "VERB" else []
        weapons |= set(_weapons(word, who))
    precise = weapons - {"armed-attack"}
    if len(precise) == 1 and (base != "airstrike" or precise != {"airstrike"}):
        return next(iter(precise))
    return "armed-attack" if len(precise) > 1 else base


def _retype(happening: Happening) -> None:
    """Correct the kind by who takes part: a state's raid, a killing of a person by name, force against protesters."""
    roles = {p.role: p for p in happening.participants}
    initiator, victim = roles.get("initiator"), roles.get("victim")
    if happening.type == "military-operation" and {e.word for e in happening.entries} == {"raid"}:
        if initiator is not None and initiator.party.kind in ("armed_group", "collective") and not initiator.party.unnamed:
            happening.type = "armed-attack"
    only_killing = {e.word for e in happening.entries} <= {"kill", "killing"}
    if happening.type == "armed-attack" and only_killing and victim is not None:
        if victim.party.kind == "person" and not victim.party.unnamed and victim.party.table == "actors":
            happening.type = "assassination"


def _certainty(happening: Happening) -> str:
    """Return asserted, hedged, or nothing where the line also has a denial and a person must say."""
    word = happening.word
    near = {c.lower_ for c in word.children if c.dep_ in ("aux", "advmod", "amod")}
    above = next((a for a in word.ancestors if a.pos_ in ("VERB", "AUX")), None)
    if word.dep_ == "xcomp" and above is not None:
        near.add(above.lower_)
    if near & words("hedges"):
        denied = any(t.lemma_.lower() in ("deny", "dispute", "reject", "doubt") for t in word.sent)
        return "disputed" if denied else "hedged"
    return "asserted"


def _participants(happening: Happening, others: Sequence[Happening], parties: Parties) -> list[Participant]:
    found: list[Participant] = []

    def take(word: Token | None, role: str, harm: str = "") -> None:
        if word is not None and role and not _is_thing(word):
            for party in parties.each(word):
                keep(party, word, role, harm)

    def states(word: Token, role: str) -> None:
        for child in word.children:
            if child.dep_ in ("amod", "nmod", "compound") and role in ("initiator", "supplier"):
                for party in parties.states(child):
                    keep(party, child, role, "")

    def keep(party: Party, word: Token, role: str, harm: str) -> None:
        sure = happening.certainty if role == "initiator" or happening.certainty == "asserted" else "hedged"
        if party.table != "actors" and role in ("initiator", "victim", "supplier", "candidate", "supporter"):
            if role == "initiator" and word.dep_ in ("compound", "poss"):
                aimed = party.table == "facilities" and happening.type in ATTACKS
                found.append(Participant(party, "target" if aimed else "location", sure, "", word))
            return
        if role == "target" and party.table == "places" and word.head.lower_ in ("in", "inside"):
            role = "location"
        held = next((p for p in found if p.party is party), None)
        if held is not None:
            if held.role == "target" and role == "victim":
                held.role, held.harm = role, harm
            elif role == "victim" and harm and held.role == "victim" and held.harm != harm:
                found.append(Participant(party, role, sure, harm, word))
            return
        found.append(Participant(party, role, sure, harm, word))

    for word, entry in zip(happening.words, happening.entries, strict=True):
        if entry.part == "verb":
            _of_verb(word, entry, happening, take)
        else:
            _of_noun(word, entry, happening, take)
            states(word, entry.subject)
    _places(happening, others, parties, found)
    return found


def _is_thing(word: Token) -> bool:
    """Whether a noun is a weapon or an event, and so nobody who acts or suffers."""
    return word.lower_ in groups("weapons") and word.lower_ not in ("gunmen", "gunman", "sniper", "snipers") or (
        (word.lemma_.lower(), "noun") in lexicon()
    )


def _of_verb(word: Token, entry: Entry, happening: Happening, take: Callable[..., None]) -> None:
    passive, who = grammar.is_passive(word), grammar.subject(word)
    if entry.harm and not grammar.objects(word) and who is not None and not _is_thing(who):
        passive = True  # a heading's "guard wounded"
    own_subject = any(c.dep_ in grammar.SUBJECTS for c in word.children) or word.dep_ in ("conj", "advcl", "xcomp", "relcl")
    if passive:
        for noun in grammar.joined(who) if who is not None else ():
            take(noun, entry.object or ("target" if entry.type in ATTACKS else ""), entry.harm)
        for _, noun in grammar.after(word, "by"):
            take(noun, entry.subject)
    else:
        for noun in grammar.joined(who) if who is not None and own_subject else ():
            take(noun, entry.subject)
        for noun in grammar.objects(word):
            if entry.word in ("send", "dispatch", "deploy") and entry.type == "deployment":
                take(noun, "initiator")
            elif entry.object and not (entry.harm and _is_site(noun)):
                take(noun, entry.object, entry.harm)
    for preposition, noun in grammar.after(word):
        role = _role(preposition, entry, happening.type)
        if role:
            take(noun, role)


def _is_site(noun: Token) -> bool:
    return noun.lemma_.lower() in groups("sites")


def _role(preposition: str, entry: Entry, kind: str) -> str:
    """Return the role of a noun after a preposition of an event's word."""
    if preposition in ("against", "toward", "towards", "upon"):
        return "target" if entry.subject == "initiator" else ""
    if preposition in ("at", "on", "into") and kind in ATTACKS and entry.word not in ("explode", "detonate", "go off"):
        return "target"
    if preposition in ("in", "inside") and entry.word in ("land", "come down", "fall", "crash", "slam"):
        return "target"
    if preposition == "from" and kind == "withdrawal":
        return "origin"
    if preposition in ("to", "into", "in") and kind in ("deployment", "visit"):
        return "destination"
    if preposition == "to" and kind == "material-support":
        return "target"
    if preposition in ("with", "between") and kind in ("negotiation", "truce"):
        return "initiator"
    return ""


def _of_noun(word: Token, entry: Entry, happening: Happening, take: Callable[..., None]) -> None:
    if entry.needs == "streets":
        mover = word.head.head
        who = next(iter(grammar.objects(mover)), None) or grammar.subject(mover)
        take(who if who is not None and who.pos_ != "VERB" else grammar.subject(mover), entry.subject)
        return
    above = next((a for a in word.ancestors if a.pos_ == "VERB"), None)
    if entry.type == "election" and above is not None and above.lemma_.lower() in ("win", "lose", "gain", "contest", "boycott"):
        take(grammar.subject(above), entry.object)
    if entry.needs == "office" and above is not None:
        take(grammar.subject(above), entry.subject)
        return
    verb = word.head if word.dep_ in ("dobj", "nsubjpass") else None
    if verb is not None and verb.lemma_.lower() in _LIGHT and word.dep_ == "dobj":
        who = grammar.subject(verb)
        role = entry.object if verb.lemma_.lower() in ("suffer", "survive") else entry.subject
        for noun in grammar.joined(who) if who is not None else ():
            take(noun, role)
    if verb is not None and word.dep_ == "nsubjpass":
        for _, noun in grammar.after(verb, "by"):
            take(noun, entry.subject)
    for child in word.children:
        if child.dep_ in ("poss", "compound", "nmod") or (child.dep_ == "amod" and child.pos_ == "PROPN"):
            armed = child.pos_ == "PROPN" or child.dep_ == "poss" or child.lemma_.lower() in ("militia", "rebel", "insurgent")
            if armed:
                take(child, entry.subject)
    if word.dep_ == "pobj" and word.head.lower_ == "under" and word.head.head.lemma_ in ("come", "be"):
        take(grammar.subject(word.head.head), entry.object)
    for preposition, noun in grammar.after(word):
        if preposition in ("on", "against"):
            take(noun, entry.object)
        elif preposition == "by":
            take(noun, entry.subject)
        elif preposition == "of":
            of = entry.object if entry.object in ("victim", "origin", "target") else entry.subject
            take(noun, "initiator" if entry.type in ("withdrawal", "deployment") else of, entry.harm)
        elif preposition in ("with", "between", "among") and entry.type in ("negotiation", "truce"):
            take(noun, "initiator")
        elif preposition == "from" and entry.type == "withdrawal":
            take(noun, "origin")
        elif preposition == "to" and entry.type in ("visit", "deployment"):
            take(noun, "destination")


def _places(happening: Happening, others: Sequence[Happening], parties: Parties, found: list[Participant]) -> None:
    """Add where it happened: near a site, or at the most precise place of the words around it."""
    taken = {w.i for h in others if h is not happening for w in h.words}
    near: list[Participant] = []
    for noun in _around(happening, taken):
        preposition = noun.head
        if noun.dep_ != "pobj" or noun in happening.words or preposition.lower_ not in (_NEAR | _AT | {"of"}):
            continue
        side = preposition.lower_ == "of" and preposition.head.lower_ in _SIDES
        if preposition.lower_ == "of" and not side:
            continue
        party = parties.of(noun, preposition.lower_ not in ("in", "on"))
        if party is None or party.table == "actors" or any(p.party is party for p in found):
            continue
        role = "near" if side or preposition.lower_ in _NEAR else "location"
        if happening.type == "withdrawal" and role == "location":
            role = "origin"
        near.append(Participant(party, role, "asserted", "", noun))
    for participant in near:
        noun = participant.word
        side = noun is not None and noun.head.lower_ == "of"
        broad = side or participant.party.kind in ("country", "region")
        if broad and (len(near) > 1 or any(p.party.table != "actors" for p in found)):
            continue
        found.append(participant)


def _around(happening: Happening, taken: set[int]) -> Iterator[Token]:
    """Yield the words below those of a happening, and of the light verb above it, but not another happening's."""
    top = happening.word
    while top.pos_ == "NOUN" and top.dep_ == "pobj" and top.head.lower_ == "of" and top.head.head.lower_ in _SERIES:
        top = top.head.head
    light = top.head.pos_ in ("VERB", "AUX") or top.dep_ == "compound"
    if top.pos_ == "NOUN" and light and top.head.lemma_.lower() in _LIGHT:
        top = top.head
    stack, seen = [top], set()
    while stack:
        word = stack.pop()
        if word.i in taken or word.i in seen:
            continue
        seen.add(word.i)
        yield word
        clause = ("ccomp", "parataxis") if word is not top else ("ccomp", "parataxis", "advcl", "conj")
        own = {w.i for w in happening.words}
        stack += [c for c in word.children if c.dep_ not in clause or c.i in own]


def _date(document: Doc, happenings: Sequence[Happening], whens: Sequence[When]) -> None:
    """Give each happening the date expression that the grammar ties to it, or to the clause that it is in."""
    places = {w.i: h for h in happenings for w in h.words}
    clauses: dict[int, When] = {}
    acts = groups("acts")
    for when in whens:
        word = next((t for t in document if t.idx + len(t) > when.start and not t.is_space), None)
        last = next((t for t in reversed(document) if t.idx < when.end and not t.is_space), None)
        if word is None or last is None:
            continue
        while word.head.i != word.i and when.start <= word.head.idx < when.end:
            word = word.head
        since = "since " in document.text[max(0, when.start - 6) : when.start + 6].casefold()
        for above in word.ancestors:
            if above.i in places and since and _is_remark(above):
                break
            if above.i in places:
                places[above.i].when = places[above.i].when or when
                clauses.setdefault(above.i, when)
                break
            if above.pos_ in ("VERB", "AUX"):
                clauses.setdefault(above.i, when)
                break
    for happening in happenings:
        if happening.when is not None:
            continue
        for above in happening.word.ancestors:
            if above.lower_ in acts and above.pos_ == "VERB" and happening.word.dep_ != "dobj":
                break
            if above.i in clauses and (above.i not in places or happening.word.dep_ in ("conj", "advcl")):
                if clauses[above.i].start < happening.word.idx or above.i not in places:
                    happening.when = clauses[above.i]
                break
            if happening.word.dep_ == "relcl":
                break
