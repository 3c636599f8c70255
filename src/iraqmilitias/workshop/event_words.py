"""The words of events: which words of a line tell of an event, by the lexicon and the words near them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
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
    "undertake", "impose", "witness", "experience", "host",
})  # fmt: skip
HELP = frozenset({"help", "support", "backing", "cover", "aid", "assistance"})
# What is called by a weapon's word and attacks nobody: "air defences fire", "the air base was hit".
_UNARMED = HELP | {"defence", "defense", "base", "field", "strip", "traffic", "space", "siren", "alert", "warning"}
_PARTICLES = frozenset({"down", "out", "up", "off", "back", "over"})
_FORCES = frozenset(
    {
        "unit",
        "reinforcement",
        "battery",
        "squadron",
        "contingent",
        "detachment",
        "platoon",
        "column",
        "battalion",
        "brigade",
        "regiment",
        "division",
        "army",
        "instructor",
        "adviser",
        "advisor",
        "trainer",
    }
)
_ARMED = frozenset({"state", "military", "armed_group"})
_MOVING = frozenset({
    "send", "dispatch", "pull", "bring", "take", "fly", "reduce", "cut", "trim", "halve", "position", "rush", "rotate",
    "relocate",
})  # fmt: skip
MISSIONS = frozenset({"mission", "mandate", "policy", "role"})


_RULERS = frozenset({
    "president", "premier", "minister", "governor", "court", "judge", "parliament", "government", "cabinet", "ministry",
    "mayor", "council",
})  # fmt: skip
# Verbs that lay a deed to somebody, with the preposition before whom.
LAID = {
    "put": "to",
    "attribute": "to",
    "pin": "on",
    "trace": "to",
    "ascribe": "to",
    "lay": "at",
    "link": "to",
    "blame": "on",
}


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


_ROLLS = {"dead": "killed", "killed": "killed", "wounded": "injured", "injured": "injured", "hurt": "injured"}


def rolled(word: Token) -> str | None:
    """Return what befell those whom a line lists: "the dead were X", "put the wounded at four", "one soldier dead"."""
    harm = _ROLLS.get(word.lower_)
    if harm is None or (word.head == word and word.tag_ == "VBD"):
        return None
    listed = any(c.lower_ == "the" for c in word.children) and word.i + 1 < len(word.doc)
    verb = word.head.head if word.dep_ == "pobj" and word.head.lower_ == "among" else word.head
    if listed and verb.lemma_ == "be" and (word.dep_ in grammar.SUBJECTS or word.head.lower_ == "among"):
        return harm
    if (
        word.dep_ in ("dobj", "nsubj", "nsubjpass")
        and verb.lemma_ in ("put", "list", "count", "give")
        and (listed or verb.tag_ == "VBN")
    ):
        return harm
    return harm if listed_after(word) is not None else None


def listed_after(word: Token) -> Token | None:
    """Return the counted noun right before "dead" or "wounded" that has no verb: "one soldier dead"."""
    before = word.nbor(-1) if word.i > word.sent.start else None
    if before is None or word.lower_ not in _ROLLS or before.pos_ not in ("NOUN", "NUM"):
        return None
    if before.pos_ == "NUM" and before.i == word.sent.start:
        return before  # a heading's "Six dead in blast"
    counted = before.pos_ == "NUM" or any(c.pos_ == "NUM" for c in before.children)
    told = before.dep_ == "pobj" and before.head.lower_ in ("of", "with") and before.head.head.pos_ == "VERB"
    return before if counted and told and not grammar.is_passive(word) else None


@cache
def _needs(need: str) -> dict[str, frozenset[str]]:
    """Return the words or kinds of party that meet a need, by the place beside the word where one must be found."""
    found: dict[str, frozenset[str]] = {}
    for line in lines("needs"):
        head, _, members = line.partition(": ")
        name, where = head.split()
        if name == need:
            named = members.removeprefix("@")
            listed = groups(named).keys() if named in ("sites", "weapons") else words(named) if named != members else ()
            found[where] = frozenset([*found.get(where, ()), *(listed or members.split())])
    return found


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


def entry(word: Token, parties: Parties) -> Entry | None:
    """Return the lexicon's entry of a word that has what the entry needs."""
    lemma = word.lemma_.lower()
    if word.text in MONTH_NAMES:
        return None
    if lemma == "take" and any(c.lower_ == "part" for c in word.children):
        return None  # "took part in the raid"
    if (harm := rolled(word)) is not None:
        return Entry(lemma, "roll", "armed-attack", "roll", "", "victim", harm)
    if word.pos_ == "NOUN" and any(c.lower_ == "such" for c in word.children) and is_remark(word):
        return None  # "it was the fourth such raid"
    above = word.head.head if word.dep_ == "pobj" and word.head.lower_ in ("of", "with", "on") else None
    if above is not None and above.lemma_ in ("note", "letter", "familiar", "knowledge", "brief"):
        return None  # "a note of protest", "familiar with the talks"
    if word.tag_.startswith("V") and word.dep_ in ("pobj", "amod", "compound", "nsubj", "nsubjpass", "dobj"):
        return None  # "the injured", "wounded soldiers"
    if word.pos_ in ("VERB", "AUX") or (word.pos_ in ("NOUN", "ADJ") and word.tag_.startswith("V")):
        apart = (
            c.lower_
            for c in word.children
            if c.dep_ in ("prt", "advmod") or c.lower_ == "out" or (f"{lemma} {c.lower_}", "verb") in lexicon()
        )
        particle = next((p for p in apart if (f"{lemma} {p}", "verb") in lexicon() or p in _PARTICLES), "")
        senses = lexicon().get((f"{lemma} {particle}", "verb"), ()) if particle else ()
        if not senses and (not particle or particle in ("down", "out", "up", "off", "back")):
            if any(c.lower_ == "dead" for c in word.subtree) and (f"{lemma} dead", "verb") in lexicon():
                lemma += " dead"
            senses = lexicon().get((lemma, "verb"), ()) or lexicon().get((lemma.replace("ise", "ize"), "verb"), ())
        loose = any(c.lower_ == particle and c.dep_ in ("prt", "advmod") for c in word.children)  # not "moved out of X"
        if particle in ("out", "over", "up") and loose and any(s.word == lemma for s in senses):
            senses = ()
    elif (meant := _meant_by_one(word)) is not None:
        senses = tuple(s._replace(needs="") for s in lexicon().get((meant.lemma_.lower(), "noun"), ())[:1])
    elif word.pos_ in ("NOUN", "PROPN") and word.dep_ not in ("compound", "nmod"):
        senses = lexicon().get((lemma, "noun"), ()) or _verbal(word)
    else:
        senses = ()
    accident = (n.lower_ in words("accidents") for _, n in grammar.after(word, "in", "by", "during", "from"))
    if any(s.harm for s in senses) and any(accident):
        return None  # "was killed in a road accident"
    if word.pos_ == "VERB":
        through = any(grammar.after(word, "through", "into"))
        senses += (STRUCK,) if through or (not senses and lemma not in words("harmless")) else ()
    found = next((s for s in senses if _has_needed(word, s, parties)), None)
    return found._replace(type="other") if found is not None and _is_accident(word) else found


def _meant_by_one(word: Token) -> Token | None:
    """Return the noun of an event that "the one" stands for: "a departure like the one from Lebanon in 1984"."""
    if word.lower_ != "one" or not any(c.lower_ in ("the", "that") for c in word.children):
        return None
    if not any(grammar.after(word, "from", "in", "on", "at")):
        return None
    before = reversed(word.doc[grammar.sentence(word).start : word.i])
    noun = next((t for t in before if t.pos_ == "NOUN" and t.dep_ not in ("pobj", "compound")), None)
    return noun if noun is not None and (noun.lemma_.lower(), "noun") in lexicon() else None


def _is_accident(word: Token) -> bool:
    """Whether something happened without anybody's will: "went off by accident", "accidentally fired"."""
    by = any(n.lower_ in ("accident", "mistake") for _, n in grammar.after(word, "by"))
    return by or any(c.lower_ == "accidentally" for c in word.children)


def _verbal(word: Token) -> tuple[Entry, ...]:
    """Return the senses of a noun made from a verb that has no other needs: "the storming of X by Y"."""
    stem = word.lower_.removesuffix("ing")
    if stem == word.lower_ or not any(grammar.after(word, "of")):
        return ()
    known = next((s for v in (stem, stem + "e", stem[:-1]) if (s := lexicon().get((v, "verb")))), ())
    return tuple(s._replace(part="noun") for s in known if not s.needs)


def _has_needed(word: Token, entry: Entry, parties: Parties) -> bool:
    if entry is STRUCK:
        who = grammar.subject(word)
        return (
            who is not None
            and any(weapons(word, [who]))
            and word.tag_ in ("VBD", "VBN")
            and bool(grammar.objects(word) or list(grammar.after(word, "through", "into")))
        )
    who = grammar.subject(word) if entry.part == "verb" else None
    things = grammar.objects(word) if entry.part == "verb" else []
    passive = grammar.is_passive(word)
    done_to = [w for w in ([who] if passive or not things else things) if w is not None]
    done_to += [n for w in done_to for _, n in grammar.after(w, "of")]  # "dozens of missiles"
    for need in entry.needs.split("+"):
        if needed := _needs(need):
            if not any(_is_there(word, where, wanted, who, done_to, parties) for where, wanted in needed.items()):
                return False
        elif not _meets(word, need, entry, who, things, done_to, parties):
            return False
    return True


def _meets(
    word: Token,
    need: str,
    entry: Entry,
    who: Token | None,
    things: Sequence[Token],
    done_to: Sequence[Token],
    parties: Parties,
) -> bool:
    """Whether a word meets a need that more than one word beside it decides."""
    passive = grammar.is_passive(word)
    match need:
        case "weapon":
            causes = entry.word in ("set off", "trigger", "unleash") and who is not None and not passive
            if causes and who is not None and (who.lemma_.lower(), "noun") in lexicon():
                return False  # "the bombing set off years of killing"
            if any(weapons(word, [w for w in (who, *things) if w is not None])):
                return True
            if passive and any(w != word and is_attack(w) for w in grammar.sentence(word)):
                return True  # "… and a school was flattened"
            bargain = any(w.lemma_.lower() in _needs("deal")["object"] for w in things)
            aimed = not passive and bool(things) and not bargain and word.tag_ in ("VBD", "VBN") and who is not None
            if aimed and entry.word in ("hit", "strike") and who is not None and _kind(who, parties) in _ARMED:
                return True  # "Israel hit dozens of shipments"
            struck = who if passive else next(iter(things), None)
            party = parties.of(struck) if entry.word in ("hit", "strike", "damage") and struck is not None else None
            return party is not None and party.table == "facilities" and (passive or entry.word != "damage")
        case "made":
            made = done_to if entry.part == "verb" else [n for _, n in grammar.after(word, "of")]
            return any(_is_force(w, parties) or _kind(w, parties) == "armed_group" for w in made)
        case "force":
            if entry.part == "noun":
                near = [n for _, n in grammar.after(word, "of")] + [c for c in word.children if c.dep_ == "compound"]
                return any(_is_force(n, parties) for n in near)
            moved = things if entry.word in _MOVING or passive else [who]
            bases = entry.type == "withdrawal" and any(_is_base(w) or _kind(w, parties) == "base" for w in things)
            return bases or any(w is not None and _is_force(w, parties) for w in [*moved, who if passive else None])
        case "attack":
            if any(w != word and (is_attack(w) or _is_blow(w)) for w in grammar.sentence(word)):
                return True
            if who is not None and any(n.lower_ in _ROLLS for _, n in grammar.after(who, "of")):
                return True  # "two of the wounded died"
            near = [n for _, n in grammar.after(word, "in", "during", "from", "of")]
            if any(n.lower_ == "which" for n in near) and word.dep_ == "relcl":  # "strikes, in which two died"
                near += [t for t in word.head.subtree if t.i < word.i]
            return any(n.lemma_ in ("wound", "injury") or (n.lemma_.lower(), "noun") in lexicon() for n in near)
        case "active":
            return not passive
        case "ruling":  # "ordered the bank to close", "ordered the commander replaced"
            asked = any(c.dep_ in ("xcomp", "ccomp") for c in word.children)
            return asked and not passive and who is not None and _rules(who, parties)
        case "sudden":  # "the rockets came at dawn"; those that "came from Iran" may be arms or an attack
            carried = any(grammar.after(word, "from", "to", "into", "by", "through", "via", "across", "with", "as"))
            return not passive and not things and not carried and word.tag_ == "VBD"
        case "unaimed":
            return not passive and not things
        case "suffered":
            return passive or any(weapons(word, [w for w in (who, *things) if w is not None]))
        case "again":
            return all(c.dep_ in ("det", "punct") for c in word.children) and any(True for _ in blamed(word))
        case "halts":
            return any((n.lemma_.lower(), "noun") in lexicon() for n in done_to)
    return True


def _is_there(
    word: Token, where: str, wanted: frozenset[str], who: Token | None, done_to: Sequence[Token], parties: Parties
) -> bool:
    """Whether one of the words or kinds of party that are wanted is in a place beside a word."""
    above = word.head.head if word.dep_ == "pobj" and word.head.lower_ in ("to", "into", "onto", "under") else word.head
    near: Iterable[Token] = ()
    match where:
        case "tag":
            return word.tag_ in wanted
        case "clause":
            return any(c.dep_ in wanted for c in word.children)
        case "blamed":
            return any(True for _ in blamed(word))
        case "after":
            from_objects = (pair for o in grammar.objects(word) for pair in grammar.after(o, *wanted))
            return any(grammar.after(word, *wanted)) or ("from" in wanted and any(from_objects))
        case "object-kind":
            hit = done_to if grammar.is_passive(word) or grammar.objects(word) else []
            people = "person" in wanted and any(_counts_people(w) for w in hit)
            return people or any(_kind(w, parties) in wanted for w in hit)
        case "doer":
            kind = _kind(who, parties) if who is not None else ""
            people = who is not None and any(n.lower_ in groups("people") for _, n in grammar.after(who, "of"))
            return (
                kind in wanted
                or ("*" in wanted and people)
                or bool(kind and "*" in wanted and kind not in ("place", "facility"))
            )
        case "on":
            kinds = [_kind(n, parties) for _, n in grammar.after(word, "on", "into", "toward", "towards")]
            return any(k in wanted or (k and "*" in wanted) for k in kinds)
        case "to" | "in":
            return any(_kind(n, parties) in wanted for _, n in grammar.after(word, where))
        case "verb":
            near = [above] if word.dep_ in ("dobj", "nsubj", "nsubjpass", "pobj") else ()
        case "of":
            near = [n for _, n in grammar.after(word, "of")] + [c for c in word.children if c.dep_ == "compound"]
        case "object":
            near = done_to
            if "$" in wanted and any(t.is_currency for w in done_to for t in w.subtree):
                return True
        case "subject":
            near = [] if who is None else [who, *(n for _, n in grammar.after(who, "of"))]
        case "near":
            near = [c for c in word.children if c.dep_ in ("dobj", "oprd", "attr")]
            near += [n for _, n in grammar.after(word)] + [n for o in near for _, n in grammar.after(o)]
        case _:
            near = word.children if where == "beside" else word.subtree if where == "within" else grammar.sentence(word)
    return any({w.lemma_.lower(), w.lower_} & wanted for w in near)


def _counts_people(word: Token) -> bool:
    """Whether a number is of people: "killed four", and no sum of money."""
    money = any(c.is_currency or c.tag_ == "$" for c in word.subtree)
    return (word.pos_ == "NUM" or word.lower_ in ("all", "both", "others")) and not money


def _kind(word: Token, parties: Parties) -> str:
    """Return the kind of the party that a noun means; of places and sites that have no kind of their own, the table."""
    party = parties.of(word)
    return "" if party is None else party.kind or party.table


def _is_base(word: Token) -> bool:
    """Whether a noun means bases: "bases", "most of their bases"."""
    named = [word, *(n for _, n in grammar.after(word, "of"))]
    return any(groups("sites").get(w.lower_) == "base" for w in named)


def _is_force(word: Token, parties: Parties) -> bool:
    if word.lemma_.lower() in _FORCES:
        return True
    if groups("crowds").get(word.lower_) == "one":
        return False  # "the foreign minister of X arrived"
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
        if any(c.lower_ == "suicide" for c in noun.children):
            yield "armed-attack"  # a bomber is an aircraft, but for this one
            continue
        if noun.lower_ in known:
            yield known[noun.lower_]
            yield from (known[c.lower_] for c in noun.children if c.dep_ == "nmod" and c.lower_ in known)  # "gas and"
        elif (noun.dep_ in grammar.SUBJECTS or noun in near) and noun.lemma_.lower() not in _UNARMED:
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
    elif (preposition is not None and preposition.lower_ == "to" and above.lemma_ in ("own", "admit", "confess")) or (
        word.dep_ in ("dobj", "nsubjpass") and above.lemma_ == "claim" and not grammar.is_negated(above)
    ):
        yield from _doers(above)
    elif word.dep_ == "dobj" and above.lemma_ == "blame":  # "blamed the attack on X"
        yield from (n for w in (above, word) for _, n in grammar.after(w, "on"))
    elif preposition is not None and (held := grammar.accused(word)) is not None:
        yield held
    elif word.dep_ in grammar.SUBJECTS or word.dep_ == "dobj":  # "nobody claimed the attack, but X blamed Y"
        for verb in (c for c in above.children if c.dep_ == "conj" and c.lemma_ == "blame"):
            if not any(True for _ in grammar.after(verb, "for", "on")):
                yield from grammar.objects(verb)
    yield from _named_as_doer(word)
    role = above if preposition is not None and preposition.lower_ in ("in", "for", "with") else None
    if role is not None and role.dep_ == "dobj" and role.head.lemma_ == "deny":  # "denied any role in the attack"
        yield from _doers(role.head)
    for clause in word.subtree:  # "an attack, which the group blamed on X", "attacks, most of them attributed to X"
        if clause.dep_ in ("relcl", "acl") and (laid := LAID.get(clause.lemma_)) and is_told_of(clause, word):
            yield from (n for _, n in grammar.after(clause, laid))
    if word.dep_ == "dep" and (laid := LAID.get(word.head.lemma_)):  # the same, with the clause read as the main one
        yield from (n for _, n in grammar.after(word.head, laid))


def is_told_of(clause: Token, noun: Token) -> bool:
    """Whether a clause below a noun belongs to it, and not to another clause below it."""
    return next((a for a in clause.ancestors if a.pos_ == "VERB" or a == noun), None) == noun


def _named_as_doer(word: Token) -> Iterator[Token]:
    """Yield to whom a deed is laid: "put the theft down to X", "pinned it on X", "the raid was the work of X"."""
    above = word.head
    if word.dep_ in ("dobj", "nsubjpass") and (laid := LAID.get(above.lemma_.lower())):
        yield from (n for w in (above, word) for _, n in grammar.after(w, laid))
    elif word.dep_ in grammar.SUBJECTS and above.lemma_ in ("be", "appear", "seem"):
        work = (c for c in above.subtree if c.lemma_ in ("work", "doing", "handiwork", "deed") and c.dep_ == "attr")
        yield from (n for w in work for _, n in grammar.after(w, "of"))
        yield from (c for w in work for c in w.children if c.dep_ == "poss")
    elif word.dep_ in grammar.SUBJECTS and above.lemma_ == "bear":  # "the attack bore the hallmarks of X"
        marks = (o for o in grammar.objects(above) if o.lemma_ in ("hallmark", "fingerprint", "mark", "stamp"))
        yield from (n for w in marks for _, n in grammar.after(w, "of"))
    if word.dep_ == "dobj" and above.lemma_ in ("disown", "disavow", "deny"):
        yield from _doers(above)


def _doers(verb: Token) -> list[Token]:
    if grammar.is_passive(verb):
        return [noun for _, noun in grammar.after(verb, "by")]
    who = grammar.subject(verb)
    return [who] if who is not None else []


def is_attack(word: Token) -> bool:
    """Whether a word by itself tells of an attack: "ambush", "shelled"."""
    senses = lexicon().get((word.lemma_.lower(), word.pos_.lower()), ())
    return any(s.type in ATTACKS and s.needs in ("", "fired") and not s.harm for s in senses)


def _is_blow(word: Token) -> bool:
    """Whether a verb tells of an attack by what its subject is: "a bomb went off"."""
    who = grammar.subject(word) if word.pos_ == "VERB" and word.tag_ in ("VBD", "VBN", "VBG") else None
    if who is None or not any(weapons(word, [who])):
        return False
    forms = [word.lemma_.lower(), *(f"{word.lemma_.lower()} {c.lower_}" for c in word.children if c.dep_ == "prt")]
    return any(s.type in ATTACKS and s.needs == "weapon" for f in forms for s in lexicon().get((f, "verb"), ()))


def _rules(who: Token, parties: Parties) -> bool:
    """Whether a noun means a state, a body of it, or who holds an office in it: "the president", "Governor Grey"."""
    if _kind(who, parties) in ("state", "government_body"):
        return True
    near = [who, *(c for c in who.children if c.dep_ in ("compound", "appos", "nmod"))]
    return any(w.lower_ in _RULERS for w in near)


def is_thing(word: Token) -> bool:
    """Whether a noun is a weapon or an event, and so nobody who acts or suffers."""
    return (word.lower_ in groups("weapons") and word.lower_ not in ("gunmen", "gunman", "sniper", "snipers")) or (
        (word.lemma_.lower(), "noun") in lexicon()
        and word.lower_ not in groups("weapons")
        and lexicon()[word.lemma_.lower(), "noun"][0].needs not in ("office", "streets")
    )
