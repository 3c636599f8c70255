"""Who takes part in an event and where it was, each in a role, by the grammar of the words that tell it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from ..extraction import grammar
from ..extraction.dates import When
from ..extraction.vocabulary import groups, words
from .event_words import ATTACKS, LIGHT, MISSIONS, Entry, blamed, is_remark, is_thing, listed_after
from .factuality import ENABLING, doers_certainty, is_denied
from .parties import SIDES, Parties, Party

if TYPE_CHECKING:
    from spacy.tokens import Token

_NEAR = frozenset({"near", "outside", "beside", "around", "by", "close"})
_AT = frozenset({"in", "inside", "across", "over", "at", "on", "within", "throughout", "along", "into", "through"})
# Verbs whose subject does what their object tells.
_DOING = LIGHT | {"exchange", "trade", "return", "lead", "organize", "organise", "wage", "order", "plan", "perpetrate", "execute", "direct"}
_AGENT = re.compile(r"(?:[^e]er|or|ist|ian|ant|eer|man|woman|part)$")  # nouns made of what somebody does or is
_MUTUAL = frozenset({"negotiation", "truce", "visit"})
_HELPED = frozenset({"back", "support", "assist", "aid", "help", "accompany"})
_HELP = frozenset({"help", "support", "backing", "cover", "aid", "assistance"})
_PARTED = frozenset({"break with", "fall out", "part ways", "split", "break"})  # "fell out with X"
_PERSONS = frozenset({"people", "persons", "others", "dead", "wounded", "injured", "hurt", "killed"})
_MANY = frozenset({"dozens", "hundreds", "thousands", "scores"})
_EDGES = frozenset({"edge", "outskirt", "outskirts", "fringe", "rim"})
_SERIES = frozenset(
    {
        "series",
        "week",
        "wave",
        "round",
        "spate",
        "string",
        "day",
        "month",
        "night",
        "campaign",
        "number",
        "dozens",
        "hundreds",
        "scores",
        "thousands",
        "waves",
        "rounds",
        "weeks",
        "days",
        "months",
        "years",
        "barrage",
        "couple",
    }
)


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
        marks = {c.lower_ for w in nouns[:1] for c in w.children if c.dep_ == "det"}
        known = any(c.dep_ == "poss" for w in nouns[:1] for c in w.children)
        return bool(marks & {"the", "this", "that"}) or known or any(is_remark(w) for w in nouns)


def participants(happening: Happening, others: Sequence[Happening], parties: Parties) -> list[Participant]:
    found: list[Participant] = []

    def take(word: Token | None, role: str, harm: str = "") -> None:
        if word is None or not role or is_thing(word) or word.lower_ in words("platforms"):
            return
        if word.lemma_.lower() in _EDGES:
            return  # "a farm on the edge of X" is near X
        if word.lower_ in ("hostage", "captive") and word.tag_ == "NN" and not any(True for _ in word.lefts):
            return  # "held two drivers hostage"
        held = parties.each(word)
        person = role == "victim" or (role == "target" and happening.type == "material-support")
        person = person or (role == "initiator" and word.pos_ == "NOUN" and bool(_AGENT.search(word.lemma_)))
        if harm and role == "victim" and (word.pos_ == "NUM" or word.lower_ in _PERSONS | _MANY) and not word.head.is_currency:
            held = held or [parties.counted(word, harm)]
        if not held and person:  # whoever is killed, hurt or armed is a person
            held = [party for party in [parties.unnamed_of(word, people=True)] if party is not None]
        for party in held:
            keep(party, word, role, harm)

    def states(word: Token, role: str) -> None:
        for child in word.children:
            if child.dep_ in ("amod", "nmod", "compound") and role in ("initiator", "supplier", "supporter"):
                for party in parties.states(child):
                    keep(party, child, role, "")

    def armed(weapon: Token | None, role: str) -> None:
        """Take whose a weapon is that acts: "US jets bombed", "killed by an American drone"."""
        if weapon is not None and role == "initiator" and weapon.lower_ in groups("weapons"):
            for clause in (c for c in weapon.children if c.dep_ == "acl" and c.lemma_ in ("aim", "fire", "launch")):
                for _, aimed in grammar.after(clause, "at", "against", "toward", "towards"):
                    take(aimed, "target")  # "a rocket aimed at a base killed a shepherd"
                for _, firer in grammar.after(clause, "by"):
                    take(firer, role)
            states(weapon, role)
            held = parties.owner(weapon) if not any(p.role == role for p in found) else None
            take(held, role)

    def keep(party: Party, word: Token, role: str, harm: str) -> None:
        if role == "whose":  # "her killing" is suffered by her, "the militia’s massacre" done by the militia
            role, harm = ("victim", harm) if party.kind == "person" else ("initiator", "")
        if role in ("initiator", "supplier", "supporter") and word.dep_ not in ("compound", "poss"):
            party = parties.acting(party)
        sure = doers_certainty(happening.word, happening.certainty) if role == "initiator" else "asserted"
        if role in ("initiator", "supplier") and is_denied(happening.word):
            sure = ""  # denied or disputed: a person must say
        if party.table != "actors" and role in ("initiator", "victim", "supplier", "candidate", "supporter"):
            if role == "initiator" and word.dep_ in ("compound", "poss"):
                aimed = party.table == "facilities" and happening.type in ATTACKS
                found.append(Participant(party, "target" if aimed else "location", sure, "", word))
            return
        if role == "target" and party.table == "places" and happening.type == "material-support":
            role = "destination"
        raided = happening.type == "military-operation" and word.dep_ in ("dobj", "nsubjpass")
        if role == "target" and party.table == "places" and (raided or word.head.lower_ in ("in", "inside")):
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
        if entry.part == "roll":
            _of_roll(word, entry, take)
        elif entry.part == "verb":
            _of_verb(word, entry, happening, take)
            armed(next((n for _, n in grammar.after(word, "by")), None) or grammar.subject(word), entry.subject)
        else:
            _of_noun(word, entry, happening, take)
            states(word, entry.subject)
            armed(next((n for _, n in grammar.after(word, "by")), None), entry.subject)
        for noun in blamed(word):
            take(noun, "initiator")
            if noun in word.subtree:  # by another voice than that of the line: a person must say
                found[-1:] = [replace(p, certainty="") for p in found[-1:]]
        for helper in _helpers(word):
            take(helper, "supporter")
            states(helper, "supporter")
            take(parties.owner(helper), "supporter")
    for word, entry in zip(happening.words, happening.entries, strict=True):
        if entry.harm and word.tag_ == "VBG":
            _counted_harm(word, entry, found)
    for participant in list(found):
        owner = parties.owner(participant.word) if participant.word is not None else None
        if participant.role == "target" and participant.party.unnamed and participant.party.table == "facilities":
            take(owner, "target")
    let = next((a for a in happening.word.ancestors if a.pos_ == "VERB"), None)
    if let is not None and let.lemma_.lower() in ENABLING:
        take(grammar.subject(let), "enabler")
    _places(happening, others, parties, found)
    return found


def _counted_harm(word: Token, entry: Entry, found: Sequence[Participant]) -> None:
    """Make victims of those who were aimed at, where only a number is said of the harm: "…, killing at least 24"."""
    things = grammar.objects(word)
    hit = (p for p in found if p.role == "target" and p.word is not None and p.word.tag_ == "NNS")
    aimed = [p for p in hit if p.party.kind in ("collective", "military")]
    if len(aimed) == 1 and things and all(t.pos_ == "NUM" and not any(grammar.after(t)) for t in things):
        aimed[0].role, aimed[0].harm = "victim", entry.harm


def _of_verb(word: Token, entry: Entry, happening: Happening, take: Callable[..., None]) -> None:
    passive, who = grammar.is_passive(word), grammar.subject(word)
    if any(c.lower_ == "dead" for c in word.children):
        entry = entry._replace(harm="killed")  # "shot dead"
    if entry.harm and not grammar.objects(word) and who is not None and not is_thing(who):
        passive = True  # a heading's "guard wounded"
    if entry.subject == "victim":  # "died in an ambush"
        for noun in grammar.joined(who) if who is not None else ():
            take(noun, "victim", entry.harm)
        return
    own_subject = any(c.dep_ in grammar.SUBJECTS for c in word.children) or word.dep_ in (
        "conj",
        "advcl",
        "xcomp",
        "relcl",
        "acl",
    )
    own_subject = own_subject or grammar.accused(word) is not None
    if passive:
        for noun in grammar.joined(who) if who is not None else ():
            take(noun, entry.object or ("target" if entry.type in ATTACKS else ""), entry.harm)
        for noun in grammar.agents(word):
            take(noun, entry.subject)
    else:
        whose = _owner(who) if entry.needs == "mission" else who
        for noun in grammar.joined(whose) if whose is not None and own_subject else ():
            take(noun, entry.subject)
        things = grammar.objects(word)
        named = [n for n in things if n.pos_ == "PROPN"] if entry.needs == "official" else []
        given = [c for c in word.children if c.dep_ == "dative" and c.pos_ != "ADP"]
        given = given or (things[:1] if len(things) > 1 and not entry.object else [])
        for noun in given if entry.type == "material-support" else ():  # "lent the group two instructors"
            take(noun, "target")
        for noun in named or things:  # "appointed X prime minister"
            if entry.word in ("send", "dispatch", "deploy") and entry.type == "deployment":
                take(noun, "initiator")
            elif entry.object and not (entry.harm and _is_site(noun)):
                take(noun, entry.object, entry.harm)
    fired = [pair for thing in grammar.objects(word) if is_thing(thing) for pair in grammar.after(thing)]
    suffered = entry.object == "victim" and (passive or grammar.objects(word))  # "shot at a checkpoint"
    for preposition, noun in [*grammar.after(word), *fired]:  # "fired 20 drones at X"
        role = _role(preposition, entry, happening.type)
        if role and not (suffered and preposition in ("at", "on", "into")):
            take(noun, role)


def _of_roll(word: Token, entry: Entry, take: Callable[..., None]) -> None:
    """Take those whom a line lists as dead or wounded: "the dead were X and Y", "one soldier dead"."""
    verb = word.head.head if word.dep_ == "pobj" else word.head
    told = [c for c in verb.children if c.dep_ in ("attr", "nsubj") and c != word] if verb.lemma_ == "be" else []
    before = listed_after(word)
    for noun in [n for t in told for n in grammar.joined(t)] or [before or word]:
        take(noun, "victim", entry.harm)


def _helpers(word: Token) -> Iterator[Token]:
    """Yield who helps those who act: "soldiers, backed by X, raided Y"."""
    who = grammar.subject(word) if word.pos_ == "VERB" else None
    near = [*(who.subtree if who is not None else ()), *word.children]
    for clause in near:
        if clause.tag_ == "VBN" and clause.dep_ in ("acl", "advcl") and clause.lemma_ in _HELPED:
            yield from (noun for _, noun in grammar.after(clause, "by"))
    for _, help_given in grammar.after(word, "with"):  # "took the town with help from X"
        if help_given.lemma_ in _HELP:
            yield from (noun for _, noun in grammar.after(help_given, "from", "of", "by"))


def _is_known(noun: Token) -> bool:
    return any(c.lower_ in ("the", "this", "that", "these", "those") or c.dep_ == "poss" for c in noun.children)


def _owner(word: Token | None) -> Token | None:
    """Return whose mission or policy a noun is, else the noun."""
    if word is None or word.lemma_.lower() not in MISSIONS:
        return word
    return next((c for c in word.children if c.dep_ in ("poss", "compound", "nmod")), None)


def _is_site(noun: Token) -> bool:
    return bool({noun.lemma_.lower(), noun.lower_} & groups("sites").keys())


def _role(preposition: str, entry: Entry, kind: str) -> str:
    """Return the role of a noun after a preposition of an event's word."""
    if preposition in ("against", "toward", "towards", "upon"):
        return "target" if entry.subject == "initiator" else ""
    if (
        preposition in ("at", "on", "into", "through")
        and kind in ATTACKS
        and not entry.harm
        and entry.word not in ("explode", "detonate", "go off")
    ):
        return "target"
    if preposition in ("in", "inside") and entry.word in ("land", "come down", "fall", "crash", "slam"):
        return "target"
    if preposition == "from" and kind == "material-support":
        return "supplier"
    left = kind in ("withdrawal", "other") or entry.needs == "driven"
    if left and (preposition in ("from", "out") or (preposition == "with" and entry.word in _PARTED)):
        return "origin"
    if preposition == "from" and kind == "military-operation" and entry.subject == "initiator":
        return "target"  # "retook the town from X"
    if preposition in ("to", "into") and kind == "other" and not entry.harm and entry.needs not in ("sentenced", "custody"):
        return "destination"
    if preposition in ("on", "against") and kind in ("protest", "mobilisation"):
        return "target"
    if preposition == "to" and entry.needs == "alight":
        return "target"
    if preposition == "for" and entry.needs == "toward":
        return "destination"
    if preposition == "at" and entry.word in ("arrive", "land") or (
        preposition in ("to", "into", "in") and kind in ("deployment", "visit")
    ):
        return "destination"
    if preposition == "to" and kind == "withdrawal":
        return "destination"
    if preposition == "to" and kind == "material-support":
        return "target"
    if preposition in ("with", "between") and (kind in ("negotiation", "truce") or entry.word in ("clash", "skirmish")):
        return "initiator"
    if preposition == "under" and kind in ATTACKS:
        return "target"  # "went off under the car of X"
    return ""


def _of_noun(word: Token, entry: Entry, happening: Happening, take: Callable[..., None]) -> None:
    if entry.needs == "streets":
        mover = word.head.head
        who = next(iter(grammar.objects(mover)), None) or grammar.subject(mover)
        take(who if who is not None and who.pos_ != "VERB" else grammar.subject(mover), entry.subject)
        return
    above = next((a for a in word.ancestors if a.pos_ == "VERB"), None)
    if entry.type == "election":
        for told in (t for t in word.sent if t.pos_ == "VERB"):
            things = [n for thing in grammar.objects(told) for n in (thing, *(o for _, o in grammar.after(thing)))]
            contested = told in word.ancestors and told.lemma_ in ("win", "lose", "gain", "contest", "boycott")
            seats = told.lemma_ in ("win", "lose", "gain", "take") and any(n.lemma_ == "seat" for n in things)
            if contested or seats:
                take(grammar.subject(told), entry.object)
    if entry.needs == "office" and above is not None:
        take(grammar.subject(above), entry.subject)
        return
    counted = _counted(word)
    verb = counted.head if counted.dep_ in ("dobj", "nsubjpass") else None
    declared = (
        entry.type in ("truce", "policy-decision", "mobilisation", "deployment", "withdrawal")
        and verb is not None
        and verb.lemma_ in ("announce", "declare")
    )
    if verb is not None and (declared or verb.lemma_.lower() in _DOING) and counted.dep_ == "dobj":
        who = grammar.subject(verb)
        role = entry.object if verb.lemma_.lower() in ("suffer", "survive") else entry.subject
        for noun in grammar.joined(who) if who is not None else ():
            take(noun, role)
    if verb is not None and counted.dep_ == "nsubjpass" and verb.lemma_.lower() in _DOING:
        for _, noun in grammar.after(verb, "by"):
            take(noun, entry.subject)
    for child in word.children:
        if child.dep_ in ("poss", "compound", "nmod") or (child.dep_ == "amod" and child.pos_ == "PROPN"):
            armed = (
                child.pos_ == "PROPN"
                or child.dep_ == "poss"
                or child.lemma_.lower() in ("militia", "rebel", "insurgent")
            )
            suffered = child.dep_ == "poss" and entry.object == "victim" and not any(grammar.after(word, "of"))
            if suffered:
                take(child, "whose", entry.harm)
            elif armed:
                take(child, entry.subject)
    met = counted.head.head if counted.dep_ == "pobj" else counted
    if (counted.head.lower_ == "under" and met.lemma_ in ("come", "be")) or (
        counted.head.lower_ == "to" and met.lemma_ in ("subject", "expose")
    ):
        hit = grammar.subject(met)
        for noun in grammar.joined(hit) if hit is not None else ():
            of = [whose for _, whose in grammar.after(noun, "of")]
            sites = [site for n in (noun, *of) for _, site in grammar.after(n, "at")]
            for each in sites or [noun]:  # "the bases of X at Y and Z"
                take(each, entry.object)
            for whose in of if sites else ():
                take(whose, entry.object)
        for _, noun in grammar.after(met, "by"):
            take(noun, entry.subject)
    for clause in word.children:  # "the strikes that it carried out", "a raid led by X"
        if clause.dep_ in ("relcl", "acl") and clause.lemma_ in _DOING:
            doer = grammar.subject(clause) if any(o == word for o in grammar.objects(clause)) else None
            for noun in [*([doer] if doer is not None else []), *grammar.agents(clause)]:
                take(noun, entry.subject)
    if above is not None and entry.type in _MUTUAL and not _is_known(word) and above.lower_ not in groups("acts"):
        who = grammar.subject(above)  # "flew to X for talks", "agreed to a truce"
        for noun in grammar.joined(who) if who is not None else ():
            take(noun, entry.subject)
    if verb is not None and entry.needs == "opened":  # "opened fire on X"
        for preposition, noun in grammar.after(verb, "on", "at", "against", "with"):
            take(noun, entry.subject if preposition == "with" else entry.object)
    blame = counted.dep_ == "dobj" and counted.head.lemma_ == "blame"
    for noun in grammar.agents(word):
        take(noun, entry.subject)
    for preposition, noun in grammar.after(word):
        if blame and preposition == "on":
            continue  # "blamed the attack on X"
        if preposition in ("on", "against") or (preposition == "at" and entry.needs == "fired"):
            take(noun, entry.object)
        elif preposition == "of":
            role = entry.object if entry.object in ("victim", "origin", "target") else entry.subject
            take(noun, "initiator" if entry.type in ("withdrawal", "deployment") else role, entry.harm)
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
        side = preposition.lower_ == "of" and preposition.head.lower_ in SIDES
        if preposition.lower_ == "of" and not side:
            continue
        party = parties.of(noun, preposition.lower_ not in ("in", "on"))
        if party is None or party.table == "actors" or any(p.party is party for p in found):
            continue
        side = side or noun.lemma_.lower() in _EDGES
        role = "near" if side or preposition.lower_ in _NEAR else "location"
        if happening.type == "withdrawal" and role == "location":
            role = "origin"
        plain = any(not e.harm and e.object != "victim" for e in happening.entries)  # "killed at X" says no target
        aimed = plain and happening.type in ATTACKS and preposition.lower_ in ("at", "on", "inside")
        if aimed and party.table == "facilities" and all(p.role != "target" for p in found):
            role = "target"
        near.append(Participant(party, role, "asserted", "", noun))
    for participant in near:
        side = participant.word is not None and participant.word.head.lower_ == "of"
        broad = side or participant.party.kind in ("country", "region")
        finer = any(p is not participant and p.party.kind not in ("country", "region") for p in near)
        if broad and (finer or any(p.party.table != "actors" for p in found)):
            continue
        found.append(participant)


def _counted(word: Token) -> Token:
    """Return the noun that counts an event's noun, or that noun: "dozens" of "dozens of raids"."""
    while word.pos_ == "NOUN" and word.dep_ == "pobj" and word.head.lower_ == "of":
        if word.head.head.lower_ not in _SERIES:
            break
        word = word.head.head
    return word


def _around(happening: Happening, taken: set[int]) -> Iterator[Token]:
    """Yield the words below an event and below the light verb above it, but not those of another event."""
    top = _counted(happening.word)
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
        stack += [c for c in word.children if c.dep_ not in clause or c.i in own]
