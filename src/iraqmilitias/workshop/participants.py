"""Who takes part in an event and where it was, each in a role, by the grammar of the words that tell it."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from ..extraction import grammar
from ..extraction.dates import When
from ..extraction.vocabulary import groups, words
from .event_words import ATTACKS, LIGHT, Entry, blamed, is_remark, is_thing
from .factuality import ENABLING, certainty, doers_certainty, is_denied
from .participant_roles import counted, helpers, of_noun, of_roll, of_verb
from .parties import SIDES, Parties
from .party import Party

if TYPE_CHECKING:
    from spacy.tokens import Token

_NEAR = frozenset({"near", "outside", "beside", "around", "by", "close"})
_AT = frozenset(
    {"above", "in", "inside", "across", "over", "at", "on", "within", "throughout", "along", "into", "through"}
)
_PERSONS = frozenset({"people", "persons", "others", "dead", "wounded", "injured", "hurt", "killed"})
_MANY = frozenset({"dozens", "hundreds", "thousands", "scores"})
_STREETS = frozenset({"Street", "Road", "Highway", "Avenue", "Boulevard"})
_EDGES = frozenset({
    "edge", "outskirt", "outskirts", "fringe", "rim", "vicinity", "surroundings", "environs", "proximity", "perimeter",
})  # fmt: skip


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
        return int(grammar.sentence(self.word).start)

    @property
    def is_run(self) -> bool:
        """Whether it is several happenings told as one: "14 attacks"."""
        told = list(zip(self.words, self.entries, strict=True))
        return any(e.type in ATTACKS and _is_several(w, e) for w, e in told)

    @property
    def is_harm(self) -> bool:
        """Whether it tells only who was killed or hurt, nobody by name: "two civilians were wounded"."""
        alone = all(e.harm in ("killed", "injured", "abused") and e.part != "noun" for e in self.entries)
        named = any(p.party.kind == "person" and not p.party.unnamed for p in self.participants)
        return alone and not named and all(p.role == "victim" for p in self.participants)

    @property
    def is_definite(self) -> bool:
        """Whether the line refers to it as known: "the bombing", "Tuesday’s attack"."""
        nouns = [w for w in self.words if w.pos_ == "NOUN"]
        subject = grammar.subject(self.word) if self.word.pos_ == "VERB" else None
        nouns += [subject] if subject is not None and subject.lower_ in groups("weapons") else []
        marks = {c.lower_ for w in nouns[:1] for c in w.children if c.dep_ == "det" or c.lower_ == "such"}
        known = any(c.dep_ == "poss" for w in nouns[:1] for c in w.children)
        return bool(marks & {"the", "this", "that", "such"}) or known or any(is_remark(w) for w in nouns)


def _is_several(word: Token, entry: Entry) -> bool:
    """Whether a word tells of several attacks; "the strikes" of aircraft on one night are one, if not counted."""
    if entry.part == "verb":
        return _is_repeated(word)
    counts = counted(word) != word or any(c.dep_ == "nummod" or c.lower_ in words("vague") for c in word.children)
    return word.tag_ == "NNS" and (counts or entry.word not in ("strike", "airstrike"))


def _is_repeated(verb: Token) -> bool:
    """Whether a verb tells what was done more than once: "was hit nine times", "was repeatedly shelled"."""
    often = any(c.lower_ in ("twice", "repeatedly", "frequently", "regularly") for c in verb.children)
    return often or any(c.lower_ == "times" and c.dep_ == "npadvmod" for c in verb.children)


def participants(happening: Happening, others: Sequence[Happening], parties: Parties) -> list[Participant]:
    """Return who takes part in a happening, where it was, and what befell whom; `others` are all of the same line."""
    cast = _Cast(happening, parties)
    for word, entry in zip(happening.words, happening.entries, strict=True):
        cast.read(word, entry)
    for word, entry in zip(happening.words, happening.entries, strict=True):
        if entry.harm and word.tag_ == "VBG":
            _counted_harm(word, entry, cast.found)
    cast.take_owners_of_sites()
    let = next((a for a in happening.word.ancestors if a.pos_ == "VERB"), None)
    if let is not None and let.lemma_.lower() in ENABLING:
        cast.take(grammar.subject(let), "enabler")
    _places(happening, others, parties, cast.found)
    return cast.found


class _Cast:
    """Those who take part in one happening, as its words are read one after the other."""

    def __init__(self, happening: Happening, parties: Parties) -> None:
        self.happening, self.parties = happening, parties
        self.found: list[Participant] = []
        self.word = happening.word  # that is read

    def read(self, word: Token, entry: Entry) -> None:
        """Take those whom one word of the happening puts into a role."""
        self.word = word
        if entry.part == "roll":
            of_roll(word, entry, self.take)
        elif entry.part == "verb":
            of_verb(word, entry, self.happening.type, self.take)
            doer = next((n for _, n in grammar.after(word, "by")), None) or grammar.subject(word)
            self._take_armed(doer, entry.subject)
        else:
            of_noun(word, entry, self.take)
            self._take_states(word, entry.subject)
            self._take_armed(next((n for _, n in grammar.after(word, "by")), None), entry.subject)
        for noun in blamed(word):
            self.take(noun, "initiator")
            unsaid = word.dep_ == "nsubjpass" and not grammar.agents(word.head)  # "was blamed on X": by whom?
            if unsaid or noun in word.subtree:  # by another voice than that of the line: a person must say
                self.found = [replace(p, certainty="") if p.word == noun else p for p in self.found]
        for helper in helpers(word):
            self.take(helper, "supporter")
            self._take_states(helper, "supporter")
            self.take(self.parties.owner(helper), "supporter")

    def take(self, word: Token | None, role: str, harm: str = "") -> None:
        """Take whom a noun means, if anybody, in a role."""
        if word is None or not role or is_thing(word) or word.lower_ in words("platforms"):
            return
        if word.lemma_.lower() in _EDGES:
            return  # "a farm on the edge of X" is near X
        if role == "initiator" and word.tag_ in ("NNPS", "NNS") and any(c.lower_ == "the" for c in word.children):
            for party in self.parties.states(word) if word.lower_.endswith("s") else ():
                self._keep(party, word, role, harm)  # "shot down by the Americans"
        if word.lower_ in ("hostage", "captive") and word.tag_ == "NN" and not any(True for _ in word.lefts):
            return  # "held two drivers hostage"
        held = self.parties.each(word)
        person = role == "victim" or (role == "target" and self.happening.type == "material-support")
        person = person or (role == "initiator" and grammar.is_person(word))
        counted_only = word.pos_ == "NUM" or word.lower_ in _PERSONS | _MANY
        if harm and role == "victim" and counted_only and not word.head.is_currency:
            held = held or [self.parties.counted(word, harm)]
        if not held and person:  # whoever is killed, hurt or armed is a person
            held = [party for party in [self.parties.unnamed_of(word, people=True)] if party is not None]
        for party in held:
            self._keep(party, word, role, harm)

    def take_owners_of_sites(self) -> None:
        """Take whose an unnamed site is that was aimed at: "a depot of X"."""
        for participant in list(self.found):
            owner = self.parties.owner(participant.word) if participant.word is not None else None
            if participant.role == "target" and participant.party.unnamed and participant.party.table == "facilities":
                self.take(owner, "target")

    def _take_states(self, word: Token, role: str) -> None:
        """Take the states that an adjective names: "Turkish strikes"."""
        before = [c for c in word.children if c.dep_ in ("amod", "nmod", "compound")]
        before += [j for c in before for j in c.conjuncts if j.i < word.i and j not in before]  # "US and British jets"
        for child in before if role in ("initiator", "supplier", "supporter") else ():
            for party in self.parties.states(child):
                self._keep(party, child, role, "")

    def _take_armed(self, weapon: Token | None, role: str) -> None:
        """Take whose a weapon is that acts: "US jets bombed", "killed by an American drone"."""
        if weapon is None or role != "initiator" or weapon.lower_ not in groups("weapons"):
            return
        for clause in (c for c in weapon.children if c.dep_ == "acl" and c.lemma_ in ("aim", "fire", "launch")):
            for _, aimed in grammar.after(clause, "at", "against", "toward", "towards"):
                self.take(aimed, "target")  # "a rocket aimed at a base killed a shepherd"
            for _, firer in grammar.after(clause, "by"):
                self.take(firer, role)
        self._take_states(weapon, role)
        self.take(self.parties.owner(weapon) if not any(p.role == role for p in self.found) else None, role)

    def _keep(self, party: Party, word: Token, role: str, harm: str) -> None:
        """Keep a party in a role, once; what it is can make the role another one, or none."""
        if role == "whose":  # "her killing" is suffered by her, "the militia’s massacre" done by the militia
            role, harm = ("victim", harm) if party.kind == "person" else ("initiator", "")
        if role in ("initiator", "supplier", "supporter") and word.dep_ not in ("compound", "poss"):
            party = self.parties.acting(party)
        if role == "origin" and self.happening.type in ATTACKS and party.table == "actors":
            return
        if role == "origin" and self.happening.type == "withdrawal" and word.dep_ == "nsubjpass":
            role = "initiator" if party.table == "actors" else role  # "troops were evacuated from X"
        sure = self._certainty(role)
        if role == "supplier" and party.table == "places" and word.head.lower_ == "from":
            role = "origin"  # "cash was flown from X to Y"
        if party.table != "actors" and role in ("initiator", "victim", "supplier", "candidate", "supporter"):
            if role == "initiator" and word.dep_ in ("compound", "poss"):
                aimed = party.table == "facilities" and self.happening.type in ATTACKS
                self.found.append(Participant(party, "target" if aimed else "location", sure, "", word))
            return
        role = self._of_a_place(party, word, role) if party.table == "places" else role
        held = next((p for p in self.found if p.party is party), None)
        if held is None:
            self.found.append(Participant(party, role, sure, harm, word))
            return
        of_group = party.kind not in ("person", "collective") and {held.role, role} == {"target", "victim"}
        if of_group:  # a group was aimed at, and some of it were hurt
            if not any(p.party is party and p.role == role for p in self.found):
                self.found.append(Participant(party, role, sure, harm, word))
        elif held.role == "target" and role == "victim":
            held.role, held.harm = role, harm
        elif role == "victim" and harm and held.role == "victim" and held.harm != harm:
            self.found.append(Participant(party, role, sure, harm, word))

    def _certainty(self, role: str) -> str:
        """Return how sure it is that somebody has a role; nothing where the line has it denied: a person must say."""
        if role in ("initiator", "supplier") and is_denied(self.happening.word):
            return ""
        if role == "origin" and certainty(self.word) == "hedged":
            return "hedged"  # "a rocket, reportedly fired from X, hit Y"
        return doers_certainty(self.happening.word, self.happening.certainty) if role == "initiator" else "asserted"

    def _of_a_place(self, party: Party, word: Token, role: str) -> str:
        """Return the role of a place that seems to be a target: where things went, or where it was."""
        if role != "target":
            return role
        if self.happening.type == "material-support":
            return "destination"
        raided = self.happening.type == "military-operation" and word.dep_ in ("dobj", "nsubjpass")
        street = party.name.split()[-1] in _STREETS
        return "location" if street or raided or word.head.lower_ in ("in", "inside") else role


def _counted_harm(word: Token, entry: Entry, found: Sequence[Participant]) -> None:
    """Make victims of those who were aimed at, where only a number is said of the harm: "…, killing at least 24"."""
    things = grammar.objects(word)
    hit = (p for p in found if p.role == "target" and p.word is not None and p.word.tag_ == "NNS")
    aimed = [p for p in hit if p.party.kind in ("collective", "military")]
    if len(aimed) == 1 and things and all(t.pos_ == "NUM" and not any(grammar.after(t)) for t in things):
        aimed[0].role, aimed[0].harm = "victim", entry.harm


def _places(happening: Happening, others: Sequence[Happening], parties: Parties, found: list[Participant]) -> None:
    """Add where it happened: near a site, or at the most precise place of the words around it."""
    taken = {w.i for h in others if h is not happening for w in h.words}
    near: list[Participant] = []
    for noun in _around(happening, taken):
        first = noun
        while first.dep_ == "conj" and first.head.pos_ in ("NOUN", "PROPN"):
            first = first.head  # "in Iraq and Syria"
        preposition = first.head
        if first.dep_ != "pobj" or noun in happening.words or preposition.lower_ not in (_NEAR | _AT | {"of"}):
            continue
        side = preposition.lower_ == "of" and preposition.head.lower_ in SIDES
        if preposition.lower_ == "of" and not side:
            continue
        party = parties.of(noun, preposition.lower_ not in ("in", "on"))
        if party is None or party.table == "actors" or any(p.party is party for p in found):
            continue
        side = side or noun.lemma_.lower() in _EDGES
        role = "near" if side or preposition.lower_ in _NEAR else "location"
        if happening.type in ATTACKS and role == "location" and _is_where_from(noun, happening):
            role = "origin"  # "rockets fired from a lorry in X"
        if happening.type == "withdrawal" and role == "location":
            if any(a.lower_ in ("to", "into") and a.dep_ == "prep" for a in noun.ancestors):
                continue  # "moved to a base in X"
            role = "origin"
        plain = any(not e.harm and e.object != "victim" for e in happening.entries)  # "killed at X" says no target
        aimed = plain and happening.type in ATTACKS and preposition.lower_ in ("at", "on", "inside")
        if aimed and party.table == "facilities" and all(p.role != "target" for p in found):
            role = "target"
        near.append(Participant(party, role, "asserted", "", noun))
    sites = [p for p in found if p.party.table != "actors"]
    known = any(not p.party.unnamed or p.role in ("origin", "destination") for p in sites)
    for participant in near:
        side = participant.word is not None and participant.word.head.lower_ == "of"
        broad = side or participant.party.kind in ("country", "region")
        finer = any(
            p is not participant and p.party.kind not in ("country", "region") and not p.party.unnamed for p in near
        )
        if broad and (finer or known):
            continue
        found.append(participant)


def _is_where_from(noun: Token, happening: Happening) -> bool:
    """Whether a place is where something was fired from, within the words of an event."""
    steps = list(itertools.takewhile(lambda a: a not in happening.words, noun.ancestors))
    fired = (a for a in steps if a.lower_ == "from" and a.dep_ == "prep")
    return any(a.head.lemma_.lower() in ("fire", "launch") for a in fired)


def _around(happening: Happening, taken: set[int]) -> Iterator[Token]:
    """Yield the words below an event and below the light verb above it, but not those of another event."""
    top = counted(happening.word)
    acts = groups("acts")
    above = next((a for a in top.ancestors if a.pos_ in ("VERB", "AUX")), top)
    governs = above in (top.head, top.head.head) and above.lower_ not in acts and above.i not in taken
    if top.pos_ == "NOUN" and governs:
        top = above
    fronted = (c for a in top.ancestors if a.pos_ == "VERB" and a.lower_ not in acts for c in a.children)
    where = [top.head] if top.dep_ == "relcl" and any(c.lower_ == "where" for c in top.children) else []
    stack = [*where, *(c for c in fronted if c.dep_ == "prep" and c.i < c.head.i), top]
    seen: set[int] = set()
    while stack:
        word = stack.pop()
        if word.i in taken or word.i in seen:
            continue
        seen.add(word.i)
        yield word
        clause = ("ccomp", "parataxis") if word is not top else ("ccomp", "parataxis", "advcl", "conj")
        own = {w.i for w in happening.words}
        own |= {w.head.i for w in happening.words if w.pos_ == "NOUN" and w.head.lemma_ in LIGHT}  # "opened fire"
        stack += [c for c in word.children if (c.dep_ not in clause or c.i in own) and c.lower_ != "according"]
