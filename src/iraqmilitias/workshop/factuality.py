"""Whether a line presents a happening as a fact: not planned, feared, asked for, denied or imagined."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..extraction import grammar
from ..extraction.vocabulary import words

if TYPE_CHECKING:
    from spacy.tokens import Token

_MODALS = frozenset({"would", "will", "could", "should", "may", "might", "can", "must", "shall", "'ll", "wo"})
# Verbs whose subject lets something happen, where it did.
ENABLING = frozenset({"allow", "let", "permit", "enable", "tolerate"})
_WANTED = frozenset({"demand", "urge", "want", "seek", "request", "promise", "pledge", "propose"})
# What an event is background to has it as known, whatever is planned or feared: "agreed to talks after the raid".
_BACKGROUND = frozenset({"after", "during", "following", "since", "despite", "amid"})
_DENIALS = frozenset({"deny", "disown", "disavow"})
_REFUSALS = frozenset({"deny", "reject", "dismiss", "refute"})
# Verbs whose subject makes somebody do something, where it did: "the killing led parliament to vote".
_CAUSING = frozenset({
    "lead", "prompt", "force", "compel", "cause", "oblige", "push", "drive", "spur", "persuade", "convince", "get",
    "make", "induce", "pressure", "provoke",
})  # fmt: skip
_STARTING = frozenset(
    {"resume", "begin", "start", "launch", "carry", "conduct", "mount", "stage", "commit", "hold", "make"}
)
_INVERTED = frozenset({"should", "had", "were"})
_TRIED = frozenset({"try", "attempt", "seek"})
# What there is only of a thing that happened: "urged the ministry to open the files of 17 killings".
_OF_FACTS = frozenset(
    {"file", "dossier", "anniversary", "victim", "survivor", "perpetrator", "aftermath", "memory", "scene"}
)
_CHARGES = frozenset({"charge", "convict", "accuse", "acquit", "suspect", "try", "guilty", "conviction", "suspicion"})
_REPORTS = frozenset({"report", "claim", "rumour", "rumor", "allegation", "news", "circulate", "suggestion", "story"})
_BEGUN = frozenset({"begin", "start", "continue", "manage", "go", "come", "help", "proceed", "happen"})


def is_fact(word: Token, is_title: bool, lasting: bool = False, tried: bool = False) -> bool:
    """Whether a word tells what has happened; in a title, and in an entry of a live blog, the present tense does.

    So it does for what lasts: "Iran arms the groups". `tried` is for what is told by the attempt: "protesters tried to
    reach the bridge".
    """
    if grammar.sentence(word).text.rstrip().endswith("?"):  # "Did the killing of X change anything?"
        return word.pos_ == "NOUN" and _is_presupposed(word) and any(True for _ in grammar.after(word, "of", "on"))
    if grammar.is_negated(word) or _is_supposed(word):
        return False
    if word.pos_ == "NOUN" and _is_offence(word):
        return False
    if word.pos_ == "NOUN" or word.lower_ == "one":
        if _is_presupposed(word) or (word.head.lower_ == "of" and word.head.head.lemma_.lower() in _OF_FACTS):
            return True
        if word.dep_ == "ROOT" and not is_title and not any(c.dep_ in ("prep", "acl", "relcl") for c in word.children):
            return False
        bare = word.tag_ == "NNS" and not any(c.dep_ in ("det", "nummod", "poss", "amod") for c in word.children)
        return _is_governed_by_fact(word, bare and not is_title)
    helpers = {c.lower_ for c in word.children if c.dep_ in ("aux", "auxpass")}
    if word.dep_ == "ccomp" and word.head.lemma_.lower() in ("see", "watch", "witness") and word.tag_ in ("VB", "VBP"):
        return is_fact(word.head, is_title)
    if is_title and word.tag_ == "VBG" and helpers & {"is", "are"} and word.dep_ in ("ROOT", "conj", "ccomp"):
        return True
    if word.tag_ in ("VBZ", "VBP") or (word.tag_ == "VBN" and helpers and helpers <= {"is", "are"}):
        return (is_title or lasting) and word.dep_ in ("ROOT", "conj", "ccomp", "advcl", "relcl")
    if helpers & _MODALS and not ({"have"} & helpers and helpers & {"may", "might", "could"}):
        return False
    if word.tag_ == "VB" or ("to" in helpers and "have" not in helpers):  # "to attack", "to be attacked"
        if word.dep_ == "xcomp" and word.head.lemma_.lower() in _BEGUN:
            return is_fact(word.head, is_title)
        if word.dep_ in ("xcomp", "ccomp") and word.head.lemma_.lower() in ENABLING | _CAUSING:
            return is_fact(word.head, is_title)
        if tried and word.dep_ == "xcomp" and word.head.lemma_.lower() in _TRIED:
            return is_fact(word.head, is_title)
        return False
    if any(c.lower_ in ("if", "unless", "whether") for c in word.children if c.dep_ == "mark"):
        return False
    claims = [word.head, word.head.head] if word.head.pos_ == "NOUN" else [word.head]
    if word.dep_ in ("ccomp", "acl") and any(a.lemma_ in _REFUSALS for a in claims):
        return False  # "denied that a drone had hit it", "rejected claims that the army had shelled it"
    asked = any(c.tag_ in ("WP", "WRB") for c in word.children)
    if word.dep_ == "ccomp" and asked and (grammar.is_negated(word.head) or word.head.tag_ == "VB"):
        return False  # "did not say who had sent it"
    finite = word.tag_ == "VBD" or bool(helpers & {"had", "has", "have", "was", "were", "been"})
    if finite and word.dep_ in ("ROOT", "ccomp", "relcl", "advcl", "conj", "parataxis", "dep", "pcomp"):
        return not (word.dep_ == "conj" and not helpers and word.head.tag_ == "VB")
    return _is_governed_by_fact(word, False)


def _is_supposed(word: Token) -> bool:
    """Whether a verb, or that of a noun, is in a condition without "if": "should the withdrawal be delayed"."""
    verb = word.head if word.dep_ in grammar.SUBJECTS else word
    who = next((c for c in verb.children if c.dep_ in grammar.SUBJECTS), None)
    first = next((c for c in verb.children if c.dep_ in ("aux", "auxpass")), None)
    return who is not None and first is not None and first.i < who.i and first.lower_ in _INVERTED


def _is_offence(noun: Token) -> bool:
    """Whether a noun only names what somebody is charged with: "convicted of murder", "faces charges of kidnapping"."""
    bare = not any(c.dep_ in ("det", "prep", "poss", "nummod", "relcl", "acl") for c in noun.children)
    above = noun.head.head if noun.dep_ == "pobj" and noun.head.lower_ in ("of", "with", "for") else None
    return bare and above is not None and above.lemma_ in _CHARGES


def _is_presupposed(word: Token) -> bool:
    """Whether a noun presents an event as known, whatever is said about it: "no answer to the recent strikes"."""
    marks = {c.lower_ for c in word.children if c.dep_ in ("det", "amod", "poss")}
    known = marks & {"the", "this", "these", "those", "recent", "last", "latest"}
    first = word
    while first.dep_ in ("conj", "appos"):
        first = first.head
    above = first.head
    wanted = first.dep_ == "dobj" and above.lemma_.lower() in _WANTED  # "demanded the withdrawal"
    wanted = wanted or (first.dep_ == "dobj" and above.tag_ == "VB" and above.lemma_.lower() in _STARTING)
    return bool(known) and not marks & {"next", "planned"} and not wanted


def _is_governed_by_fact(word: Token, bare: bool) -> bool:
    """Whether the words above one, up to a clause of its own, leave it a fact."""
    below = word
    for above in word.ancestors:
        below, is_subject = above, below.dep_ == "nsubj"
        if above.lower_ in _BACKGROUND and word.pos_ == "NOUN" and not bare:
            return True
        if above.lemma_.lower() in words("unreal") and not is_subject:  # "a visit suggests that"
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


def is_denied(word: Token) -> bool:
    """Whether the line says that somebody did not do it: "did not carry out the strike"."""
    above = next((a for a in word.ancestors if a.pos_ == "VERB"), None)
    if above is None or (word.pos_ != "NOUN" and (word.tag_ != "VBG" or word.dep_ not in ("xcomp", "pcomp", "dobj"))):
        return False
    if above.lemma_ in _DENIALS:
        return True
    return word.pos_ == "NOUN" and (grammar.is_negated(above) or any(a.lemma_ == "deny" for a in word.ancestors))


def _is_only_denied(word: Token) -> bool:
    """Whether a noun tells only what somebody denies: "denied any such strike", "denied reports of a kidnapping"."""
    steps: list[Token] = []
    for above in word.ancestors:
        if above.lemma_ in _REFUSALS | _DENIALS and above.pos_ == "VERB":
            vague = any(c.lower_ in ("any", "a", "an", "such") for c in word.children)
            told = any(s.lemma_.lower() in _REPORTS for s in steps) or any(
                s.lemma_.lower() in _REPORTS for s in above.subtree if above.i < s.i < word.i
            )
            return vague or told
        if above.dep_ in ("relcl", "advcl", "ROOT", "conj") and above.pos_ == "VERB":
            return False
        steps.append(above)
    return False


def doers_certainty(word: Token, certainty: str) -> str:
    """Return how sure a line is of who did what a noun tells: "is believed to have carried out the strike"."""
    above = word.head if word.pos_ == "NOUN" and word.dep_ in ("dobj", "nsubjpass") else None
    if above is None or certainty != "asserted":
        return certainty
    near = {c.lower_ for c in above.children if c.dep_ in ("aux", "advmod")}
    near |= {above.head.lower_} if above.dep_ == "xcomp" else set()
    return "hedged" if near & words("hedges") else certainty


def certainty(word: Token) -> str:
    """Return asserted, hedged, or nothing where the line also has a denial and a person must say."""
    if (word.tag_ == "VBG" and is_denied(word)) or (word.pos_ == "NOUN" and _is_only_denied(word)):
        return ""
    near = {c.lower_ for c in word.children if c.dep_ in ("aux", "advmod", "amod")}
    above = next((a for a in word.ancestors if a.pos_ in ("VERB", "AUX")), None)
    if word.dep_ == "xcomp" and above is not None:
        near.add(above.lower_)
    if near & words("hedges"):
        denied = any(t.lemma_.lower() in ("deny", "dispute", "reject", "doubt") for t in grammar.sentence(word))
        return "disputed" if denied else "hedged"
    return "asserted"
