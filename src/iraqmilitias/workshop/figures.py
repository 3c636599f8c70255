"""A number in a line as the cells of a figure: bounds, qualifier, and the measure and unit that its words suggest."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..extraction import grammar
from ..extraction.numbers import Number
from ..extraction.phrases import adjectives
from ..extraction.vocabulary import groups
from .event_words import ATTACKS, lexicon, rolled

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_HARMS = {
    "killed": r"kill\w*|dead|died|deaths?|dying|slain|fatalit\w+|martyred|murder\w*|assassinat\w*|massacred?",
    "injured": r"wound\w*|injur\w*|hurt|maim\w*|harmed",
    "detained": r"detain\w*|arrest\w*|captur\w*|imprison\w*|jail\w*",
}
_AFTER = {
    m: re.compile(rf"(?:\s+(?!and\b|or\b|but\b)[\w-]+){{0,3}}\s+(?:{words})\b", re.I) for m, words in _HARMS.items()
}
_ROUNDED = r"(?:\s+(?:at least|about|up to|more than|some|over|nearly|around))*\s+$"
_BEFORE = {m: re.compile(rf"\b(?:{words}){_ROUNDED}", re.I) for m, words in _HARMS.items()}
_ROSE = r"(?:\s+(?:has|had|rose|risen|climbed|grew|grown|jumped|fell|went|up|from|[\d,]+|\w+(?=\s+to\b)))*?"
_TOLL = re.compile(
    rf"\b(?:toll{_ROSE}|number|count)(?:\s+of)?(?:\s+the)?(?:\s+([a-z]+))?\s+(?:at|to|of|as|from){_ROUNDED}", re.I
)
_LISTED = re.compile(
    rf"\b(dead|wounded|injured|killed|detained)\s+(?:(?:now|is|are|was|were|has|have|been|put|given|listed)\s+)*at{_ROUNDED}",
    re.I,
)
_FORCE = frozenset({
    "troops", "soldiers", "fighters", "forces", "personnel", "militiamen", "militants", "combatants", "servicemen",
    "recruits",
})  # fmt: skip
_PERHAPS = frozenset({
    "advisers", "advisors", "trainers", "instructors", "contractors", "agents", "men", "members", "police", "guards",
})  # fmt: skip
_AGE = re.compile(r"[\s-]years?[\s-]old\b", re.IGNORECASE)
_PERSON_BEFORE = re.compile(r"[A-Z][\w’'-]+,\s$")  # "Ann Grey, 24,"
_TAKEN = frozenset({"capture", "take away", "lead away"})  # other verbs with a need are of things too: "held 5 posts"
_RANKS = re.compile(r"\b(?:payroll|ranks|membership)\b[^.;]{0,40}$", re.IGNORECASE)
_TOLLS = frozenset({"toll", "number", "figure", "count", "total"})
SAMPLED = frozenset({"survey", "poll", "sample", "interview", "questionnaire"})
_SHARES = frozenset({"half", "third", "quarter", "fifth", "tenth"})
_OPINIONS = frozenset({
    "say", "want", "think", "believe", "hear", "know", "support", "oppose", "back", "favour", "favor", "fear", "feel",
    "trust", "distrust", "agree", "disagree", "reject", "prefer", "hope", "expect", "approve", "see", "consider",
    "blame", "answer", "reply", "vote", "doubt", "worry",
})  # fmt: skip
_PARENTS = frozenset({"father", "mother", "parent", "widow", "grandfather", "grandmother"})
_INJURIES = frozenset({"injury", "wound", "burn", "concussion", "casualty"})
_TIME = re.compile(r"[\s-]+(?:seconds?|hours?|days?|minutes?|nights?)\b", re.IGNORECASE)
_ABSTRACT = re.compile(
    r"\s+(?:(?:main|other|different|possible|tough|unpalatable|opposing|rival|key|competing|basic|very|more|such)\s+)*"
    r"(?:choices?|options?|sides?|scenarios?|ways?|reasons?|things?|words?|fronts?|paths?|camps|schools|worlds|"
    r"faces|parts|halves|approaches|"
    r"countries|nations|governments|hands|minds|cents|steps?)\b",
    re.IGNORECASE,
)


def rhetorical(line: str, number: Number) -> str:
    """Return why a number counts nothing, or an empty string: "two choices", "one of the", a list's own numeral."""
    small = number.value_high is not None and number.value_high <= 3 and not number.printed[:1].isdigit()
    if small and _ABSTRACT.match(line[number.end :]):
        return "rhetorical count"
    if number.printed.casefold() == "one" and re.match(
        r"\s+of\b|[\s-]+(?:another|day|thing|time)\b", line[number.end :]
    ):
        return "pronoun, not a quantity"
    if not line[: number.start].strip() and re.match(r"[.)]\s", line[number.end :]):
        return "numeral of a list"
    return ""


def cells(line: str, number: Number, document: Doc | None = None, heading: str = "") -> dict[str, str]:
    """Return the cells of `figures` that a number's own words give; value and unit as the codebook counts them.

    With the line's grammar, what befell those who are counted is read from the verb; else from the words beside it.
    `heading` is that of the number's column, in the row of a table.
    """
    word = _word(document, number) if document is not None else None
    noun = _counted(word) if word is not None else None
    unit = _unit(number, word, noun)
    lasting = unit in ("years", "months", "weeks") or _TIME.match(line[number.end : number.end + 50])
    harm = _harm(line, number, word) if not lasting else ""
    if heading:
        harm = _harm_of(heading)
        unit = groups("units").get(heading.casefold().rstrip("s"), unit)
    if unit == "attacks" and re.search(r"%|per\s?cent", number.printed):
        unit = "other"  # "attacks rose by 40 percent"
    if harm:
        unit = "persons"
    near, after = line[max(0, number.start - 60) : number.end + 60], line[number.end : number.end + 50]
    measure = harm or "other"
    if unit == "persons" and not harm:
        sampled = noun is not None and noun.dep_ == "pobj" and noun.head.head.lemma_ in SAMPLED  # "a survey of 640"
        counted = noun is not None and noun.lower_ in _FORCE and not sampled and not _is_share(number)
        counted = counted and noun is not None and not _is_done_to(noun)
        counted = counted or bool(re.match(r"[\s-]+strong\b", after))
        if noun is not None and noun.lower_ in _PERHAPS and not _RANKS.search(line[: number.start]):
            return _cells(number, "", unit)
        measure = "strength" if counted or (word is None and _FORCE & set(after.split()[:3])) else "other"
    elif unit in ("attacks", "millimetres"):
        measure = {"attacks": "attacks", "millimetres": "calibre"}[unit]
    elif unit == "seats":
        measure = _seats(near, word, noun)
    elif unit == "occasions":
        measure, unit = _occasions(noun)
    elif unit == "usd":
        measure = "budget" if "budget" in near else "funds"
    elif (
        _AGE.match(after)
        or (_PERSON_BEFORE.search(line[: number.start]) and after[:1] in (",", "."))
        or re.search(r"\baged\s+$", line[: number.start])
    ):
        unit = "years"  # an age is not a duration
    elif unit in ("years", "months", "weeks") or (unit == "other" and _TIME.match(after)):
        measure = "duration" if number.value_low != 1 else ""  # "in one night" is not a duration
    whole = unit == "other" and not _is_share(number)
    if word is not None and word == noun and whole and word.tag_ == "NNS" and word.dep_ == "nsubj":
        unit = "persons" if word.head.pos_ == "VERB" and not any(grammar.after(word)) else unit  # "hundreds fled"
    if word is not None and unit == "other" and _is_age(number, word):
        return _cells(number, "other", "years")  # "a widow of 53"
    if word is not None and word.dep_ == "pobj" and word.head.head.lemma_ in _PARENTS and unit == "other":
        return _cells(number, "other", "persons")  # "a father of five"
    if measure == "other" and word is not None and noun is not None:
        alone = noun.pos_ == "NUM" and unit == "other" and not _is_share(number)
        if (unit == "persons" or alone) and not _is_share(number) and _suffered(noun) is not None:
            measure = ""  # "took fourteen of them": a person must say what befell them
        elif alone and not any(c.lower_ == "of" for c in word.children):
            measure = ""  # "put the figure at 2,000"
            unit = "" if any(c.lower_ == "the" for c in word.children) else unit  # "among the forty": of whom?
        elif alone and any(n.pos_ in ("NUM", "PRON") for _, n in grammar.after(word, "of")):
            measure = unit = ""  # "two of the four", "two of them": of whom, another sentence says
        unit = "" if (alone and not measure) or (noun == word and unit == "attacks") else unit
        if not harm and (noun.lower_ == "others" or (noun.i <= word.i and unit == "persons" and not _is_share(number))):
            measure = unit = ""  # "the nine others", "speak of more than 50": of what, another sentence says
    if number.unit == "seats" and unit == "other":  # "half of its seats"
        measure = _seats(near, word, noun)
    elif (
        measure == "other"
        and unit in ("other", "persons")
        and not _is_share(number)
        and _RANKS.search(line[: number.start])
    ):
        measure, unit = "strength", "persons"
    return _cells(number, measure, unit)


def _seats(near: str, word: Token | None, noun: Token | None) -> str:
    """Return whether seats were lost or are held, by the verb that they are object of, else by the words near them."""
    verb = next((t.head for t in (word, noun) if t is not None and t.dep_ == "dobj"), None)
    lost = verb.lemma_ == "lose" if verb is not None else re.search(r"\blost?\b|\blosing\b", near)
    return "seats_lost" if lost else "seats_held"


def _occasions(noun: Token | None) -> tuple[str, str]:
    """Return measure and unit of "six times": of attacks, of air strikes, or of something else."""
    verb = next((a for a in noun.ancestors if a.pos_ == "VERB"), None) if noun is not None else None
    if verb is None:
        return ("other" if noun is not None else "strikes"), "occasions"
    weapons = groups("weapons")
    armed = {weapons[w] for t in verb.subtree for w in (t.lower_, t.lemma_.lower()) if w in weapons}
    own = {s.type for s in lexicon().get((verb.lemma_.lower(), "verb"), ()) if not s.harm}
    told = (t for t in verb.subtree if t.dep_ in ("pobj", "dobj") and t.pos_ == "NOUN")
    types = {s.type for t in told for s in lexicon().get((t.lemma_.lower(), "noun"), ()) if not s.harm}
    if own & ATTACKS and (armed or own <= ATTACKS or verb.lemma_ == "strike"):  # "fly" and "fire" have other meanings
        types |= own
    elif not types & ATTACKS:
        return "other", "occasions"
    if verb.lemma_ == "bomb" or "airstrike" in types | armed:
        return "strikes", "occasions"
    senses = lexicon().get((verb.lemma_.lower(), "verb"), ())
    alone = {s.type for s in senses if "+" not in s.needs} & ATTACKS  # not of "came under attack six times"
    return ("attacks" if types & ATTACKS else "other", "attacks" if alone else "occasions")


def _is_age(number: Number, word: Token) -> bool:
    """Whether a number alone says how old somebody is: "a cook of 53"; "a father of five" has five children."""
    whose = word.head.head if word.dep_ == "pobj" and word.head.lower_ == "of" else None
    old = number.value_low is not None and number.value_low == number.value_high and 15 <= number.value_low <= 99
    return whose is not None and old and whose.tag_ == "NN" and grammar.is_person(whose)


def _is_done_to(noun: Token) -> bool:
    """Whether people are those to whom something is done: "the kidnapping of two soldiers" tells of no force."""
    if noun.dep_ in ("dobj", "nsubjpass"):
        deed, part = noun.head, "verb"
    elif noun.dep_ == "pobj" and noun.head.lower_ == "of":
        deed, part = noun.head.head, "noun"
    else:
        return False
    senses = lexicon().get((deed.lemma_.lower(), part), ())
    return any(s.object == "victim" and s.type in ATTACKS | {"abuse"} for s in senses)


def _cells(number: Number, measure: str, unit: str) -> dict[str, str]:
    """Return the cells; without a measure where a person must say whether it is the strength of a force."""
    return {
        "printed": number.printed,
        "value_low": plain(number.value_low),
        "value_high": plain(number.value_high),
        "qualifier": number.qualifier
        if number.value_low is not None or number.value_high is not None
        else "indefinite",
        "measure": measure,
        "unit": unit,
    }


def sharing(number: Number, before: Number | None, document: Doc | None) -> Number:
    """Return a number with the qualifier of the one that "and" joins it to: "more than 60 rockets and 25 drones"."""
    if before is None or document is None or number.qualifier != "exact" or number.is_date:
        return number
    words = [_word(document, n) for n in (before, number)]
    nouns = [_counted(w) for w in words if w is not None]
    if len(nouns) < 2 or nouns[1].dep_ != "conj" or nouns[1].head != nouns[0]:
        return number
    low = number.value_low if before.qualifier != "at_most" else None
    high = number.value_high if before.qualifier != "at_least" else None
    known = before.qualifier in ("at_least", "at_most", "approximate")
    return number._replace(value_low=low, value_high=high, qualifier=before.qualifier) if known else number


def _word(document: Doc, number: Number) -> Token | None:
    """Return a number's last numeral in the grammar of its line."""
    inside = (t for t in reversed(document) if number.start <= t.idx < number.end)
    return next((t for t in inside if t.pos_ in ("NUM", "NOUN") or t.lower_ in _SHARES), None)


def _counted(word: Token) -> Token:
    """Return the noun that a number counts: the one after it; of a number alone, what was counted before."""
    first = word
    verb = word.head
    if word.dep_ == "dobj" and word.pos_ == "NUM" and verb.dep_ == "conj" and not any(True for _ in word.children):
        return next((c for c in verb.head.children if c.dep_ == "dobj" and c.pos_ == "NOUN"), word)  # "and lost one"
    if word.dep_ == "conj" and word.head.pos_ == "NUM" and word.pos_ == "NUM" and word.head.i > word.i - 4:
        word = word.head  # "between 30 and 40 gunmen"
    while word.dep_ in ("nummod", "quantmod", "compound", "amod", "advmod") and word.head.i > word.i:
        word = word.head
    if any(c.dep_ == "relcl" for c in word.children):
        return word  # "the four who died"
    alone = word.dep_ == "conj" and word.head.pos_ in ("VERB", "AUX")  # "2,500 troops are in X and some 900 in Y"
    if word.i == first.i and (alone or word.dep_ in ("nsubj", "nsubjpass", "pobj")):
        parts = any(c.dep_ == "prep" and c.lower_ == "of" for c in word.children)
        before = (t for t in grammar.sentence(word) if t.i < word.i and t.pos_ == "NOUN")
        earlier = [t for t in before if t.dep_ in ("nsubj", "nsubjpass")]
        if word.dep_ == "pobj":  # "cut the troops from 3,000 to 2,500, hours after rockets landed": not the rockets
            clause = next((a for a in word.ancestors if a.pos_ in ("VERB", "AUX")), None)
            earlier = [t for t in earlier if t.head == clause]
        if earlier and not parts:
            return earlier[-1]
    return word


def _unit(number: Number, word: Token | None, noun: Token | None) -> str:
    """Return the unit by the noun that is counted."""
    if word is not None and _is_share(number):
        return "persons" if _of_persons(word) else "other"
    if word is None or noun is None or number.unit in ("usd", "millimetres") or not number.printed[-1:].isalnum():
        return number.unit
    if noun.pos_ not in ("NOUN", "PROPN") or noun.i == word.i:
        return number.unit
    known = groups("units")
    noun = next((n for _, n in grammar.after(word, "of")), noun) if noun.pos_ == "NUM" or noun == word else noun
    unit = known.get(noun.lower_) or known.get(noun.lemma_.lower())
    if noun.i < word.i and unit not in ("attacks", "persons", "seats"):
        return number.unit
    if unit is None and (grammar.is_person(noun) or noun.lower_ in adjectives()):
        unit = "persons"
    return unit or ("other" if number.unit == "attacks" else number.unit)


def _is_share(number: Number) -> bool:
    share = number.value_high if number.value_high is not None else number.value_low
    return share is not None and 0 < share < 1


def _of_persons(word: Token) -> bool:
    """Whether a share is one of people: "a third of the men", "one in five of those"."""
    share = next((n for n in (word, word.head, word.head.head) for c in n.children if c.lower_ == "of"), word)
    nouns = [n for c in share.children if c.lower_ == "of" for n in c.children if n.dep_ == "pobj"]
    if word.dep_ in ("predet", "det", "nummod", "amod", "quantmod") and word.head.pos_ == "NOUN":
        nouns = [word.head]  # "half the men of the street"
    if not nouns and (verb := next((a for a in (word, *word.ancestors) if a.pos_ == "VERB"), None)) is not None:
        opinion = verb.lemma_ in _OPINIONS and any(t.lemma_ in SAMPLED for t in word.doc)
        nouns = [
            n for c in verb.children if c.lower_ == "of" and c.i < word.i for n in c.children
        ]  # "Of 60 men, half fled"
        if opinion:
            return True
    if any(n.lower_ in ("those", "them", "these") for n in nouns):
        nouns = [t for t in grammar.sentence(word) if t.i < word.i and t.pos_ == "NOUN"]
    known, crowds = groups("units"), groups("crowds")
    return any("persons" in (known.get(n.lower_), known.get(n.lemma_)) or crowds.get(n.lemma_) == "one" for n in nouns)


def _harm(line: str, number: Number, word: Token | None) -> str:
    """Return what befell those who are counted: the verb that they are object or passive subject of."""
    beside = next((m for m, pattern in _BEFORE.items() if pattern.search(line[: number.start])), "")
    toll = _TOLL.search(line[: number.start])
    counted = _harm_of(toll[1] or "") if toll else ""
    listed = _LISTED.search(line[: number.start])
    if listed:
        return _harm_of(listed[1])
    if beside or counted or (toll and "toll" in toll[0].casefold()):
        return beside or counted or "killed"
    if word is not None:
        if harm := _of_a_toll(word):
            return harm
        if among := next(filter(None, (_harm_of(n.text) for _, n in grammar.after(word, "of"))), ""):
            return among  # "four of the dead"
        noun = _counted(word)
        own = _suffered(word)
        if own is not None and noun.head != own and word.dep_ == "dobj" and word.head.dep_ == "conj":
            return _befell(own)  # "detained 30 men and released 12"
        near = (c for c in (*word.children, *noun.children) if c.dep_ == "amod" and 0 < c.i - word.i <= 2)
        if dead := next(filter(None, (_harm_of(c.text) for c in near)), ""):
            return dead  # "two dead, five hurt"
        above, suffered = (word, own) if own is not None and _befell(own) else (_above(noun), _suffered(noun))
        verb, role, lemma = above.head, above.dep_, above.head.lemma_.lower()
        if suffered is not None and (befell := _befell(suffered)):
            return befell
        hurt = (c.lemma_.lower() in _INJURIES for c in verb.children if c.dep_ == "dobj")
        if role == "nsubj" and lemma in ("suffer", "sustain", "receive") and any(hurt):
            return "injured"
        if noun.lower_ in ("dead", "deaths", "fatalities", "martyr", "martyrs", "bodies", "corpses"):
            return "killed"
        if noun.tag_ == "NNS" and not grammar.is_person(noun) and (harm := _harm_of(noun.text)):
            return harm  # "17 other killings", "three arrests"
        if noun.lower_ in ("wounded", "injured", "casualties"):
            return "injured" if noun.lower_ != "casualties" else ""
        if harm := _listed(noun):
            return harm
        shot = (c for c in noun.children if c.dep_ == "acl" and c.tag_ == "VBN")  # "three cousins shot dead by X"
        clauses = [*shot, *(c for c in noun.children if c.dep_ == "relcl" and _is_of_people(c))]  # "the four who died"
        if suffering := next(filter(None, map(_befell, clauses)), ""):
            return suffering
        if role == "nsubj" and verb.pos_ == "VERB" and verb.i > word.i and not _befell(verb):
            return ""  # "thousands mourn a slain commander"
        if role == "nsubj" and verb.lemma_ == "be":  # "two were dead", "three are among the wounded"
            said = [c for c in verb.children if c.dep_ == "acomp"] + [n for _, n in grammar.after(verb, "among")]
            return next((m for m, words in _HARMS.items() for n in said if re.fullmatch(words, n.text, re.I)), "")
        following = word.nbor() if word.i + 1 < len(word.doc) else word
        if noun == word and following.tag_ in ("VBN", "JJ", "VBD") and (befell := _befell(following)):
            return befell  # "and over 350 hurt"
        if role not in ("ROOT", "dep", "nmod", "appos", "nsubj"):
            return ""
    for measure, pattern in _AFTER.items():
        if pattern.match(re.split(r"[,;.]|\sand\s", line[number.end : number.end + 50])[0]):
            return measure
    return ""


def _harm_of(word: str) -> str:
    return next((harm for harm, words in _HARMS.items() if re.fullmatch(words, word, re.I)), "")


def _of_a_toll(word: Token) -> str:
    """Return what a toll counts that a verb puts at a number: "the toll from the blast rose to 4", "put it at 9"."""
    verb = word.head.head if word.dep_ == "pobj" and word.head.lower_ in ("to", "at", "from") else None
    if verb is None or verb.pos_ != "VERB":
        return ""
    tolls = [c for c in verb.children if c.dep_ in ("nsubj", "nsubjpass", "dobj") and c.lemma_ in _TOLLS]
    for toll in tolls:
        told = [c.text for c in toll.children] + [n.text for _, n in grammar.after(toll, "of")]
        if harm := next(filter(None, map(_harm_of, told)), ""):
            return harm
        if toll.lemma_ == "toll" or any(t.lemma_ == "toll" for t in grammar.sentence(word)):
            return "killed"
    return ""


def _listed(noun: Token) -> str:
    """Return what befell those whom a line lists: "the dead were a cook and two guards", "one soldier dead"."""
    after = noun.nbor() if noun.i + 1 < len(noun.doc) else noun
    if (harm := rolled(after)) is not None and after.dep_ not in grammar.SUBJECTS:
        return harm
    verb = _above(noun).head
    told = [c for c in verb.children if c.dep_ == "nsubj"] + [n for _, n in grammar.after(verb, "among")]
    return next((h for t in told if verb.lemma_ == "be" and t.i < noun.i and (h := rolled(t))), "")


def _is_of_people(clause: Token) -> bool:
    """Whether a relative clause says what befell people: "who died", "who were killed"."""
    who = next((c for c in clause.children if c.dep_ in grammar.SUBJECTS), None)
    dies = clause.lemma_.lower() in ("die", "perish")
    return who is not None and who.lower_ == "who" and (dies or who.dep_ == "nsubjpass")


# Needs of verbs that harm somebody only with some objects: "lost nine fighters", not "lost nine seats".
_OF_SOME_OBJECTS = ("lives", "own_men", "person_hit")


def _befell(verb: Token) -> str:
    """Return the harm that a verb of the lexicon does to its object, or its subject suffers."""
    parts = (c.lower_ for c in verb.children if c.dep_ in ("prt", "advmod"))
    senses = (s for key in (verb.lemma_.lower(), *(f"{verb.lemma_.lower()} {p}" for p in parts))
              for s in lexicon().get((key, "verb"), ()))  # fmt: skip
    sure = (s for s in senses if s.harm != "detained" or not s.needs or s.word in _TAKEN)
    return next((s.harm for s in sure if s.harm in _HARMS and s.needs not in _OF_SOME_OBJECTS), "")


def _above(noun: Token) -> Token:
    """Return the noun that stands for all that are counted: "31, including nine guards, were hurt"."""
    if noun.dep_ == "pobj" and noun.head.lower_ in ("including", "among"):
        noun = noun.head.head
    while noun.dep_ == "conj" and noun.head.pos_ in ("NOUN", "NUM", "PROPN"):
        noun = noun.head
    return noun


def _suffered(noun: Token) -> Token | None:
    """Return the verb that says what befell those who are counted, or None where they do something."""
    noun = _above(noun)
    verb = noun.head
    dies = noun.dep_ == "nsubj" and verb.lemma_.lower() in ("die", "hurt", "perish") and verb.pos_ == "VERB"
    return verb if dies or noun.dep_ in ("dobj", "nsubjpass") else None


def plain(value: float | None) -> str:
    """Return a number as the tables print it: without a needless fraction, empty for none."""
    if value is None:
        return ""
    return str(int(value)) if value == int(value) else str(round(value, 6))
