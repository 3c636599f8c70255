"""The words of events: which words of a line tell of an event, by the lexicon and the words near them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from ..calendar_days import MONTH_NAMES
from ..extraction import grammar
from ..extraction.vocabulary import groups, lines, words
from .parties import Parties

if TYPE_CHECKING:
    from spacy.tokens import Token

ATTACKS = frozenset({"rocket-attack", "drone-attack", "missile-attack", "airstrike", "armed-attack", "assassination"})
# Verbs that only carry the noun of an event: "carried out an attack".
LIGHT = frozenset({
    "carry", "conduct", "stage", "hold", "mount", "launch", "resume", "begin", "start", "take", "continue", "occur",
    "open", "suffer", "survive", "see", "increase", "be", "commit", "make", "end", "follow", "come", "last",
    "undertake", "impose",
})  # fmt: skip
_PARTICLES = frozenset({"down", "out", "up", "off", "back", "over"})
_FORCES = frozenset({"unit", "reinforcement", "battalion", "brigade", "regiment", "division", "army", "instructor"})
MISSIONS = frozenset({"mission", "mandate", "policy", "role"})


class Entry(NamedTuple):
    """One word of the lexicon: the event type, what it needs to be one, and the roles that go with it."""

    word: str
    part: str
    type: str
    needs: str
    subject: str
    object: str
    harm: str


STRUCK = Entry("", "verb", "armed-attack", "weapon", "initiator", "target", "")  # "a drone incinerated …"


def is_remark(word: Token) -> bool:
    """Whether a noun only describes a happening that is known: "it was the ninth attack", "the deadliest attack"."""
    ranked = any(c.tag_ == "JJS" or c.lower_ in words("ordinals") for c in word.children if c.dep_ == "amod")
    above = word.head if word.dep_ == "attr" else None
    about = grammar.subject(above) if above is not None else None
    return (ranked and word.tag_ == "NN") or (about is not None and about.lower_ in ("this", "that", "it"))


@cache
def _things(need: str) -> frozenset[str]:
    """Return the words of the things that a need asks for, or none where it asks for something else."""
    known = (line.partition(": ") for line in lines("things"))
    return frozenset(word for head, _, members in known if head == need for word in members.split())


@cache
def lexicon() -> dict[tuple[str, str], tuple[Entry, ...]]:
    """Return the words of events, by word and part of speech, each with its senses in the order of the list."""
    found: dict[tuple[str, str], tuple[Entry, ...]] = {}
    for line in lines("happenings"):
        head, _, members = line.partition(": ")
        part, kind, needs, subject, thing, harm = ("" if cell == "-" else cell for cell in head.split())
        for member in members.split():
            word = member.replace("_", " ")
            found[word, part] = (*found.get((word, part), ()), Entry(word, part, kind, needs, subject, thing, harm))
    return found


def entry(word: Token, parties: Parties, is_title: bool = False) -> Entry | None:
    """Return the lexicon's entry of a word that has what the entry needs."""
    lemma = word.lemma_.lower()
    if word.text in MONTH_NAMES:
        return None
    if word.pos_ == "NOUN" and any(c.lower_ == "such" for c in word.children) and is_remark(word):
        return None  # "it was the fourth such raid"
    if word.tag_.startswith("V") and word.dep_ in ("pobj", "amod", "compound", "nsubj", "dobj"):
        return None  # "the injured", "wounded soldiers"
    if word.pos_ in ("VERB", "AUX") or (word.pos_ in ("NOUN", "ADJ") and word.tag_.startswith("V")):
        apart = (c.lower_ for c in word.children if c.dep_ in ("prt", "advmod") or c.lower_ == "out")
        particle = next((p for p in apart if (f"{lemma} {p}", "verb") in lexicon() or p in _PARTICLES), "")
        senses = lexicon().get((f"{lemma} {particle}", "verb"), ()) if particle else ()
        if not senses and (not particle or particle in ("down", "out", "up", "off", "back")):
            if any(c.lower_ == "dead" for c in word.subtree) and (f"{lemma} dead", "verb") in lexicon():
                lemma += " dead"
            senses = lexicon().get((lemma, "verb"), ()) or lexicon().get((lemma.replace("ise", "ize"), "verb"), ())
        if particle in ("out", "over", "up") and any(s.word == lemma for s in senses):
            senses = ()
    elif word.pos_ in ("NOUN", "PROPN") and word.dep_ not in ("compound", "nmod"):
        senses = lexicon().get((lemma, "noun"), ()) or _verbal(word)
    else:
        senses = ()
    accident = (n.lower_ in words("accidents") for _, n in grammar.after(word, "in", "by", "during", "from"))
    if any(s.harm for s in senses) and any(accident):
        return None  # "was killed in a road accident"
    if not senses and word.pos_ == "VERB":
        through = any(grammar.after(word, "through", "into"))
        senses = (STRUCK,) if through or lemma not in words("harmless") else ()
    elif not senses and is_title and _is_headline_verb(word):
        senses = lexicon().get((lemma, "verb"), ()) or lexicon().get((word.lemma_, "noun"), ())
    return next((s for s in senses if _has_needed(word, s, parties)), None)


def _verbal(word: Token) -> tuple[Entry, ...]:
    """Return the senses of a noun made from a verb that has no other needs: "the storming of X by Y"."""
    stem = word.lower_.removesuffix("ing")
    if stem == word.lower_ or not any(grammar.after(word, "of")):
        return ()
    known = next((s for v in (stem, stem + "e", stem[:-1]) if (s := lexicon().get((v, "verb")))), ())
    return tuple(s._replace(part="noun") for s in known if not s.needs)


def _is_headline_verb(word: Token) -> bool:
    """Whether a heading's verb was read as a noun: "Rockets land near base", "as talks resume"."""
    if any(c.dep_ in grammar.SUBJECTS for c in word.children):
        return True  # "gunmen storm prison"
    before = word.nbor(-1) if word.i else None
    if word.dep_ == "compound" and word.tag_ == "NNS":
        return word.head.i == word.i + 1 and word.head.lemma_.lower() in LIGHT
    plural = before is not None and "NNS" in (before.tag_, word.tag_)  # "Rockets land", "A rocket lands"
    return word.pos_ == "NOUN" and before is not None and plural and before.lower_ in groups("weapons")


def _has_needed(word: Token, entry: Entry, parties: Parties) -> bool:
    if entry is STRUCK:
        who = grammar.subject(word)
        return (
            who is not None
            and any(weapons(word, [who]))
            and word.tag_ in ("VBD", "VBN")
            and bool(grammar.objects(word) or list(grammar.after(word, "through", "into")))
        )
    if word.pos_ == "NOUN" and entry.part == "verb":
        return _is_headline_verb(word)
    who = grammar.subject(word) if entry.part == "verb" else None
    things = grammar.objects(word) if entry.part == "verb" else []
    passive = grammar.is_passive(word)
    done_to = [w for w in ([who] if passive else things) if w is not None]
    done_to += [n for w in done_to for _, n in grammar.after(w, "of")]  # "dozens of missiles"
    if wanted := _things(entry.needs):
        return any({w.lemma_.lower(), w.lower_} & wanted for w in done_to)
    match entry.needs:
        case "weapon":
            if any(weapons(word, [w for w in (who, *things) if w is not None])):
                return True
            if passive and any(w != word and is_attack(w) for w in word.sent):
                return True  # "… and a school was flattened"
            struck = who if passive else next(iter(things), None)
            party = parties.of(struck) if entry.word in ("hit", "strike", "damage") and struck is not None else None
            return party is not None and party.table == "facilities" and (passive or entry.word != "damage")
        case "streets":
            return word.lower_ == "streets" and word.dep_ == "pobj" and word.head.lower_ in ("to", "into", "onto")
        case "assassination":
            aimed = [parties.of(n, False) for _, n in grammar.after(word, "on")]
            return any(
                c.lemma_.lower() in ("assassination", "murder") for c in word.children if c.dep_ == "compound"
            ) or (any(p is not None and p.kind == "person" for p in aimed))
        case "against":
            return any(True for _ in grammar.after(word, "against", "with"))
        case "named":
            return any(c.pos_ == "PROPN" for c in word.children)
        case "office":
            above = word.head.head if word.dep_ == "pobj" else word.head
            return (word.dep_ == "dobj" and above.lemma_ in ("take", "assume")) or (
                word.dep_ == "pobj" and word.head.lower_ == "into" and above.lemma_ in ("come", "swear")
            )
        case "made":
            made = [who] if passive else things or [n for _, n in grammar.after(word, "of")]
            armed = [parties.of(w, False) for w in made if w is not None]
            return any(p is not None and p.kind in ("armed_group", "military") for p in armed) or any(
                w is not None
                and (w.lemma_.lower() in _FORCES or groups("people").get(w.lower_) in ("militias", "forces"))
                for w in made
            )
        case "force":
            if entry.part == "noun":
                near = [n for _, n in grammar.after(word, "of")] + [c for c in word.children if c.dep_ == "compound"]
                return any(_is_force(n, parties) for n in near)
            moved = things if entry.word in ("send", "dispatch") or passive else [who]
            bases = entry.type == "withdrawal" and any(_is_base(w) for w in things)
            return bases or any(w is not None and _is_force(w, parties) for w in [*moved, who if passive else None])
        case "person":
            person = parties.of(who) if who is not None else None
            return person is not None and person.table == "actors"
        case "body":
            person = parties.of(who, False) if who is not None else None
            return person is not None and person.kind in ("state", "country", "government_body", "military")
        case "plural":
            return word.tag_ == "NNS" or any(c.lower_ in ("nuclear", "strategic") for c in word.children)
        case "with":
            return any(True for _ in grammar.after(word, "with"))
        case "official":
            fired = [parties.of(w) for w in done_to]
            return any(p is not None and p.kind == "person" for p in fired)
        case "captive":
            held = [parties.of(w) for w in done_to]
            return any(p is not None and p.kind in ("person", "collective", "armed_group") for p in held) or (
                passive and who is not None and who.pos_ == "NUM"
            )
        case "toward":
            return who is not None and parties.of(who) is not None and any(grammar.after(word, "for"))
        case "of":
            return any(True for _ in grammar.after(word, "of"))
        case "guest":
            guests = [parties.of(w) for w in done_to]
            return any(p is not None and p.table == "actors" and p.kind in ("person", "collective") for p in guests)
        case "attack":
            if any(w != word and is_attack(w) for w in word.sent):
                return True
            near = [n for _, n in grammar.after(word, "in", "during", "from")]
            if any(n.lower_ == "which" for n in near) and word.dep_ == "relcl":  # "strikes, in which two died"
                near += [t for t in word.head.subtree if t.i < word.i]
            hurt = (n.lemma_ in ("wound", "injury") for _, n in grammar.after(word, "of", "from"))
            return any(hurt) or any((n.lemma_.lower(), "noun") in lexicon() for n in near)
        case "suffered":
            return passive or any(weapons(word, [w for w in (who, *things) if w is not None]))
        case "alight":
            return any(c.lower_ in ("ablaze", "alight") for c in word.subtree) or any(
                n.lower_ == "fire" for _, n in grammar.after(word, "on")
            )
        case "blows":
            return any(grammar.after(word, "with", "to")) or any(c.dep_ == "prt" for c in word.children)
        case "opened":
            opened = word.head.lower_ == "under" or (
                word.dep_ == "dobj" and word.head.lemma_.lower() in ("open", "return", "exchange")
            )
            return opened or any(weapons(word, ()))
        case "polls":
            if any(w.lemma_ in ("seat", "voter", "turnout") for w in word.sent):
                return True
            general = ("parliamentary", "general", "presidential", "local", "provincial", "national")
            told = word.dep_ in ("dobj", "nsubjpass") and word.head.lemma_.lower() in ("count", "cast", "hold", "delay")
            return any(c.lower_ in general for c in word.children) or (word.tag_ == "NNS" and told)
        case "ground":
            taken = [w for w in ([who] if passive else things) if w is not None]
            named = [parties.of(w, False) for w in taken]
            return any(w.lower_ in words("ground") for w in taken) or any(p and p.table == "places" for p in named)
        case "again":
            lone = all(c.dep_ in ("det", "punct") for c in word.children)
            marked = any(c.lower_ in ("the", "this") for c in word.children)
            return lone and marked and any(True for _ in blamed(word))
        case "onto":
            return any(
                parties.of(n, False) is not None for _, n in grammar.after(word, "on", "into", "toward", "towards")
            )
        case "held":
            return word.dep_ in ("dobj", "nsubjpass", "pobj") or bool(list(grammar.after(word, "in", "against", "by")))
        case "imposed":
            return word.dep_ in ("dobj", "nsubjpass") and word.head.lemma_.lower() in (
                "impose",
                "announce",
                "slap",
                "place",
            )
        case "site":
            return any(w.lemma_.lower() in groups("sites") for w in ([who] if passive and who is not None else things))
        case "mission":
            whose = ([who] if who is not None else []) + things
            return any(w.lemma_.lower() in MISSIONS for w in whose)
        case "month":
            return word.tag_ == "NNS" and any(c.text in MONTH_NAMES for c in word.children if c.dep_ == "compound")
        case "dead":
            return any(
                c.lower_ in ("dead", "wounded", "injured")
                for c in word.subtree
                if c.dep_ in ("oprd", "acomp", "amod", "xcomp", "ccomp")
            )
        case "at":
            return any(grammar.after(word, "at", "on", "dead")) or bool(things) or passive
        case "past":
            return word.tag_ in ("VBD", "VBN")
        case "told":
            return word.tag_ in ("VBD", "VBN", "VBZ", "VBP")
        case "decided":  # "its vote to expel them"
            clause = (t for t in word.doc[word.i + 1 : word.i + 8] if t.tag_ == "TO" and t.head.tag_ == "VB")
            owned = any(c.dep_ in ("poss", "compound") for c in word.children)
            return owned and any(True for _ in clause)
        case "voted":
            return any(c.dep_ == "xcomp" for c in word.children)
        case "halts":
            halted = [who] if passive and who is not None else things
            return any((n.lemma_.lower(), "noun") in lexicon() for n in halted)
        case "driven":  # "were driven from the town", "drove the fighters out"
            return any(c.lower_ in ("out", "back") for c in word.children) or bool(list(grammar.after(word, "from")))
        case "ordered":  # "announced a cut in its troops"
            ordered = word.dep_ == "dobj" and word.head.lemma_ in ("announce", "order", "declare")
            return ordered and any(_is_force(n, parties) for _, n in grammar.after(word, "in", "of"))
        case "given":
            given = [n for _, n in grammar.after(word, "of")] + [c for c in word.children if c.dep_ == "compound"]
            return any({n.lower_, n.lemma_.lower()} & _things("supplies") for n in given)
        case "fired":
            return any(n.lower_ in groups("weapons") for _, n in grammar.after(word, "of"))
        case "military":
            return any(c.lower_ in words("military") for c in word.children) or any(True for _ in blamed(word))
    return True


def _is_base(word: Token) -> bool:
    """Whether a noun means bases: "bases", "most of their bases"."""
    named = [word, *(n for _, n in grammar.after(word, "of"))]
    return any(groups("sites").get(w.lower_) == "base" for w in named)


def _is_force(word: Token, parties: Parties) -> bool:
    if word.lemma_.lower() in _FORCES:
        return True
    if groups("people").get(word.lower_) in ("forces", "army", "coalition", "service"):
        return True
    party = parties.of(word, False)
    return party is not None and (party.kind in ("military", "state") or "roops" in party.name)


def weapons(word: Token, nouns: Iterable[Token]) -> Iterator[str]:
    """Yield the kinds of attack that the weapons beside a word make of it."""
    known = groups("weapons")
    near = [c for c in word.children if c.dep_ in ("compound", "amod", "npadvmod", "nmod")]
    near += [j for n in near for j in n.conjuncts]  # "drone and rocket attacks"
    near += [n for _, n in grammar.after(word, "with", "by", "using", "from")]
    near += [n for _, n in grammar.after(word, "of") if word.lemma_ in ("launching", "firing", "launch")]
    counted = [n for noun in nouns if noun.pos_ == "NUM" for n in noun.subtree if n.dep_ == "pobj"]
    for noun in (*nouns, *counted, *near):
        if noun.lower_ in known:
            yield known[noun.lower_]
        elif noun.dep_ in grammar.SUBJECTS or noun in near:
            yield from (known[c.lower_] for c in noun.children if c.dep_ == "compound" and c.lower_ in known)


def blamed(word: Token) -> Iterator[Token]:
    """Yield who claims or is held responsible for what a noun tells: "X claimed the attack", "X was behind it"."""
    preposition = word.head if word.dep_ == "pobj" else None
    above = preposition.head if preposition is not None else word.head
    if preposition is not None and preposition.lower_ == "behind":
        who = grammar.subject(above)
        if who is not None and above.lemma_ in ("stand", "be"):
            yield who
    elif preposition is not None and preposition.lower_ == "for" and above.lemma_ in ("responsibility", "responsible"):
        verb = next((a for a in above.ancestors if a.pos_ in ("VERB", "AUX")), above)
        if verb.lemma_ in ("claim", "assume", "accept"):
            yield from _doers(verb)
        elif verb.lemma_ == "hold":
            yield from (n for n in verb.children if n.dep_ in ("dobj", "nsubjpass"))
    elif preposition is not None and preposition.lower_ == "for" and above.lemma_ == "blame":
        yield from (n for n in above.children if n.dep_ in ("dobj", "nsubjpass"))
    elif word.dep_ in ("dobj", "nsubjpass") and above.lemma_ == "claim":
        yield from _doers(above)
    elif word.dep_ == "dobj" and above.lemma_ == "blame":  # "blamed the attack on X"
        yield from (n for w in (above, word) for _, n in grammar.after(w, "on"))
    elif preposition is not None and (held := grammar.accused(word)) is not None:
        yield held
    role = above if preposition is not None and preposition.lower_ in ("in", "for", "with") else None
    if role is not None and role.dep_ == "dobj" and role.head.lemma_ == "deny":  # "denied any role in the attack"
        yield from _doers(role.head)
    for clause in word.subtree:  # "an attack, which the group blamed on X"
        if clause.dep_ == "relcl" and clause.lemma_ == "blame":
            yield from (n for _, n in grammar.after(clause, "on"))


def _doers(verb: Token) -> list[Token]:
    if grammar.is_passive(verb):
        return [noun for _, noun in grammar.after(verb, "by")]
    who = grammar.subject(verb)
    return [who] if who is not None else []


def is_attack(word: Token) -> bool:
    """Whether a word by itself tells of an attack: "ambush", "shelled"."""
    senses = lexicon().get((word.lemma_.lower(), word.pos_.lower()), ())
    return any(s.type in ATTACKS and s.needs in ("", "fired") and not s.harm for s in senses)


def is_thing(word: Token) -> bool:
    """Whether a noun is a weapon or an event, and so nobody who acts or suffers."""
    return (word.lower_ in groups("weapons") and word.lower_ not in ("gunmen", "gunman", "sniper", "snipers")) or (
        (word.lemma_.lower(), "noun") in lexicon()
        and word.lower_ not in groups("weapons")
        and lexicon()[word.lemma_.lower(), "noun"][0].needs not in ("office", "streets")
    )
