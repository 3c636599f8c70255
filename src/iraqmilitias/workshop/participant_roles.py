"""The role that each noun beside an event's word has, by the grammar: its subject, objects and prepositions."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from ..extraction import grammar
from ..extraction.vocabulary import groups
from .event_words import ATTACKS, HELP, LIGHT, MISSIONS, Entry, is_thing, listed_after

if TYPE_CHECKING:
    from spacy.tokens import Token

# Verbs whose subject does what their object tells.
_DOING = LIGHT | {
    "exchange", "trade", "return", "lead", "organize", "organise", "wage", "order", "plan", "perpetrate", "execute",
    "direct",
}  # fmt: skip
_SEEING = frozenset({"see", "witness", "experience", "host"})  # "Najaf saw a protest"
_FIRED = frozenset({"fire", "launch", "release"})  # "rockets fired from the hills"
_MUTUAL = frozenset({"negotiation", "truce", "visit"})
_ANSWERS = frozenset({"respond", "reply", "retaliate", "answer", "react", "hit", "strike"})
_HELPED = frozenset({"join", "back", "support", "assist", "aid", "help", "accompany"})
_MOVES = frozenset({
    "walk", "trek", "flee", "escape", "return", "move", "relocate", "transfer", "evacuate", "take", "rush", "bus",
    "airlift", "bring", "ferry", "fly", "extradite", "deport", "defect", "escort", "hand over",
})  # fmt: skip
_PARTED = frozenset({"break with", "fall out", "part ways", "split", "break"})  # "fell out with X"
_SERIES = frozenset({
    "series", "week", "wave", "round", "spate", "string", "day", "month", "night", "campaign", "number", "dozens",
    "hundreds", "scores", "thousands", "waves", "rounds", "weeks", "days", "months", "years", "barrage", "couple",
})  # fmt: skip


def of_verb(word: Token, entry: Entry, kind: str, take: Callable[..., None]) -> None:
    passive, who = grammar.is_passive(word), grammar.subject(word)
    if any(c.lower_ == "dead" for c in word.children):
        entry = entry._replace(harm="killed")  # "shot dead"
    if entry.harm and not grammar.objects(word) and who is not None and not is_thing(who):
        passive = True  # a heading's "guard wounded"
    for noun in _among(word) if entry.harm else ():
        take(noun, "victim", entry.harm)
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
        for noun in _beside(word):
            take(noun, entry.object, entry.harm)
        for noun in grammar.joined(who) if who is not None else ():
            moved = "initiator" if entry.type in ("withdrawal", "deployment") else ""
            take(noun, entry.object or ("target" if entry.type in ATTACKS else moved), entry.harm)
        for noun in grammar.agents(word):
            take(noun, entry.subject)
    else:
        whose = _owner(who) if entry.needs == "mission" else who
        for noun in grammar.joined(whose) if whose is not None and own_subject else ():
            take(noun, entry.subject)
        things = grammar.objects(word)
        if entry.needs == "guilty":  # "found X guilty", where X is read as the subject of "guilty"
            things = things or [s for c in word.children if c.dep_ == "ccomp" for s in c.children if s.dep_ == "nsubj"]
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
    armed = [
        thing
        for thing in grammar.objects(word)
        if is_thing(thing) or entry.needs in ("arms", "charges", "live_fire+at_crowd")
    ]
    fired = [pair for thing in armed for pair in grammar.after(thing)]
    suffered = entry.object == "victim" and (passive or grammar.objects(word))  # "shot at a checkpoint"
    for preposition, noun in [*grammar.after(word), *fired]:  # "fired 20 drones at X"
        role = _role(preposition, entry, kind)
        if role and not (suffered and preposition in ("at", "on", "into")):
            take(noun, role)


def of_roll(word: Token, entry: Entry, take: Callable[..., None]) -> None:
    """Take those whom a line lists as dead or wounded: "the dead were X and Y", "one soldier dead"."""
    verb = word.head.head if word.dep_ == "pobj" else word.head
    told = [c for c in verb.children if c.dep_ in ("attr", "nsubj") and c != word] if verb.lemma_ == "be" else []
    before = listed_after(word)
    for noun in [n for t in told for n in grammar.joined(t)] or [before or word]:
        take(noun, "victim", entry.harm)


def _beside(verb: Token) -> Iterator[Token]:
    """Yield who suffers the same as a passive's subject: "X was killed along with two aides", "together with Y"."""
    yield from (n for _, n in grammar.after(verb, "alongside"))
    for child in verb.children:
        if child.lower_ in ("along", "together"):
            yield from (n for _, n in grammar.after(child, "with"))


def _among(clause: Token) -> Iterator[Token]:
    """Yield who is counted with those whom a clause describes: "a general was among the seven officers killed"."""
    noun = clause.head
    if clause.dep_ in ("acl", "relcl") and noun.dep_ == "pobj" and noun.head.lower_ == "among":
        who = grammar.subject(noun.head.head) if noun.head.head.lemma_ == "be" else None
        yield from grammar.joined(who) if who is not None else ()


def helpers(word: Token) -> Iterator[Token]:
    """Yield who helps those who act: "soldiers, backed by X, raided Y"."""
    who = grammar.subject(word) if word.pos_ == "VERB" else None
    near = [*(who.subtree if who is not None else ()), *word.children]
    for clause in near:
        if clause.tag_ == "VBN" and clause.dep_ in ("acl", "advcl") and clause.lemma_ in _HELPED:
            yield from (noun for _, noun in grammar.after(clause, "by"))
    joined = word.head.head if word.dep_ == "pobj" and word.head.lower_ == "in" else None
    if joined is not None and joined.lemma_ == "part" and joined.dep_ == "dobj":
        joined = joined.head  # "took part in the raid"
    took_part = joined is not None and (joined.lemma_ in ("participate", "take", "join") and joined.pos_ == "VERB")
    doer = grammar.subject(joined) if joined is not None and took_part else None
    if doer is not None:
        yield from grammar.joined(doer)
    for _, help_given in grammar.after(word, "with"):  # "took the town with help from X"
        if help_given.lemma_ in HELP:
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
    if preposition == "from" and (entry.needs == "shipment" or (kind in ATTACKS and entry.word in _FIRED)):
        return "origin"
    if preposition == "from" and kind == "material-support":
        return "supplier"
    left = kind in ("withdrawal", "other") or entry.needs == "driven" or entry.word.endswith(" out")
    if left and (preposition in ("from", "out") or (preposition == "with" and entry.word in _PARTED)):
        return "origin"
    if preposition == "from" and kind == "military-operation" and entry.subject == "initiator":
        return "target"  # "retook the town from X"
    if preposition in ("to", "into") and kind == "other" and entry.word in _MOVES:
        return "destination"
    if preposition in ("on", "against") and kind in ("protest", "mobilisation"):
        return "target"
    if preposition == "on" and entry.needs == "swooped":
        return "target"
    if preposition == "to" and entry.needs in ("alight", "sentences"):
        return "target"
    if preposition == "for" and entry.needs == "toward":
        return "destination"
    if (preposition == "at" and entry.word in ("arrive", "land")) or (
        preposition in ("to", "into", "in") and kind in ("deployment", "visit")
    ):
        return "destination"
    if preposition == "to" and entry.word == "fall" and kind == "military-operation":
        return "initiator"  # "the town fell to X"
    if preposition in ("alongside", "beside") and entry.word == "fight":
        return "supporter"
    if preposition == "to" and kind == "withdrawal":
        return "destination"
    if preposition == "to" and kind == "material-support":
        return "target"
    if preposition in ("with", "between") and (kind in ("negotiation", "truce") or entry.word in ("clash", "skirmish")):
        return "initiator"
    if preposition == "under" and kind in ATTACKS:
        return "target"  # "went off under the car of X"
    return ""


def of_noun(word: Token, entry: Entry, take: Callable[..., None]) -> None:
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
    counting = counted(word)
    verb = counting.head if counting.dep_ in ("dobj", "nsubjpass") else None
    declared = (
        entry.type in ("truce", "policy-decision", "mobilisation", "deployment", "withdrawal")
        and verb is not None
        and verb.lemma_ in ("announce", "declare")
    )
    if verb is not None and (declared or verb.lemma_.lower() in _DOING) and counting.dep_ == "dobj":
        who = grammar.subject(verb)
        role = entry.object if verb.lemma_.lower() in ("suffer", "survive") else entry.subject
        role = "location" if verb.lemma_.lower() in _SEEING else role
        for noun in grammar.joined(who) if who is not None else ():
            take(noun, role)
    if verb is not None and counting.dep_ == "nsubjpass" and verb.lemma_.lower() in _DOING:
        for _, noun in grammar.after(verb, "by"):
            take(noun, entry.subject)
    answer = counting.head.head if counting.dep_ == "pobj" and counting.head.lower_ == "with" else None
    if answer is not None and answer.lemma_ in _ANSWERS and not grammar.is_passive(answer):
        who = grammar.subject(answer)  # "responded with strikes on X", where the model reads "responded … on X"
        for noun in grammar.joined(who) if who is not None else ():
            take(noun, entry.subject)
        for _, noun in grammar.after(answer, "on", "against"):
            take(noun, entry.object)
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
    met = counting.head.head if counting.dep_ == "pobj" else counting
    if (counting.head.lower_ == "under" and met.lemma_ in ("come", "be", "place", "put", "remain", "fall")) or (
        counting.head.lower_ == "to" and met.lemma_ in ("subject", "expose")
    ):
        placed = grammar.objects(met) if met.lemma_ in ("place", "put") else []
        hit = placed[0] if placed else grammar.subject(met)
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
    blame = counting.dep_ == "dobj" and counting.head.lemma_ == "blame"
    for noun in grammar.agents(word):
        take(noun, entry.subject)
    mutual = entry.type in ("negotiation", "truce") or entry.subject == entry.object == "initiator"
    apart = word.head if word.dep_ in grammar.SUBJECTS and word.head.pos_ == "VERB" else None
    for _, noun in grammar.after(apart, "between", "among") if mutual and apart is not None else ():
        take(noun, "initiator")  # "clashes broke out between X and Y"
    for preposition, noun in grammar.after(word):
        if blame and preposition == "on":
            continue  # "blamed the attack on X"
        if preposition in ("on", "against") or (preposition == "at" and entry.needs == "fired"):
            take(noun, entry.object)
        elif preposition == "of":
            role = entry.object if entry.object in ("victim", "origin", "target") else entry.subject
            take(noun, "initiator" if entry.type in ("withdrawal", "deployment") else role, entry.harm)
        elif preposition in ("with", "between", "among") and mutual:
            take(noun, "initiator")
        elif preposition == "from" and entry.type == "withdrawal":
            take(noun, "origin")
        elif preposition == "to" and entry.type in ("visit", "deployment"):
            take(noun, "destination")


def counted(word: Token) -> Token:
    """Return the noun that counts an event's noun, or that noun: "dozens" of "dozens of raids"."""
    while word.pos_ == "NOUN" and word.dep_ == "pobj" and word.head.lower_ == "of":
        if word.head.head.lower_ not in _SERIES:
            break
        word = word.head.head
    return word
