"""Attribution: who says what in a line, by the grammar of its reporting verbs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from ..extraction import grammar
from ..extraction.phrases import adjectives
from ..extraction.quotations import Quotation
from ..extraction.vocabulary import groups
from . import pronouns
from .figures import SAMPLED
from .parties import Parties
from .party import Party, covers

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

# Verbs that often report no speech; they tell who says a quotation, but make no statement by themselves.
LOOSE = frozenset({
    "called", "calls", "continued", "ordered", "pointed", "posted", "regards", "read", "reads", "added", "expects",
    "observed", "recalled", "believed", "estimated", "maintained", "maintains", "answered", "responded", "hailed",
})  # fmt: skip
_WITH_OBJECT = frozenset({
    "warn", "threaten", "pledge", "accuse", "criticize", "deny", "propose", "demand", "claim", "announce", "report",
    "welcome",
})  # fmt: skip
_REQUESTS = frozenset({"request", "appeal", "plea", "demand", "behest"})
_PAPERS = frozenset({
    "tally", "count", "figure", "data", "report", "statement", "survey", "study", "estimate", "audit", "record", "list",
    "toll", "database", "poll", "assessment", "analysis", "research", "statistic", "census", "log", "note",
})  # fmt: skip
_SEEN = frozenset(
    {"see", "obtain", "review", "read", "cite", "quote", "carry", "leak", "post", "share", "view", "verify"}
)
_SHARES = frozenset({"percent", "%", "half", "third", "quarter", "fifth", "tenth", "majority", "most", "many", "few"})
_COUNTED = frozenset({"toll", "number", "figure", "dead", "wounded", "injured", "total", "count", "losses", "damage"})
_OUTLETS = frozenset({
    "channel", "website", "page", "account", "statement", "communique", "communiqué", "message",
    "letter", "tweet", "memo", "declaration",
})  # fmt: skip
_NOT_ACTORS = frozenset({"places", "facilities"})


# "By his own count", "in the words of X".
_ACCOUNTS = {
    "count": "by", "account": "by", "tally": "by", "reckoning": "by", "estimate": "by", "admission": "by",
    "words": "in", "telling": "in", "view": "in",
}  # fmt: skip


_MISSIONS = ("embassy", "consulate")
_ENVOYS = frozenset({"ambassador", "envoy", "consul"})
_DESCRIBING = frozenset({
    "retired", "former", "deputy", "veteran", "elderly", "young", "old", "aging", "ageing", "bearded", "burly", "wiry",
    "exiled", "onetime", "one-time", "sometime", "widowed", "lanky", "ex", "weary", "soft", "portly", "stocky",
})  # fmt: skip


class Attribution(NamedTuple):
    """A reporting verb and who it is said of; `speaker` is None where the article does not tell.

    An answer in an interview has no verb.
    """

    start: int
    end: int
    verb: str
    act: str
    speaker: Party | None
    said: frozenset[int]  # the words that are said, by their places in the line's grammar
    loose: bool


def find(document: Doc, quoted: Sequence[Quotation], parties: Parties, last: Party | None = None) -> list[Attribution]:
    """Return the attributions of a line outside its quotations, in order; `last` is who spoke in the line before."""
    acts = groups("acts")
    result: list[Attribution] = []
    for word in document:
        if any(q.start < word.idx < q.end for q in quoted):
            continue
        stem = word.lemma_.removesuffix("e")
        act = acts.get(word.lower_, acts.get(f"{stem}ed", _act_with_object(word)))
        if act is None and _stands_by(word, quoted):
            act = ""  # "“Never,” scoffs Grey"
        if act is not None and word.pos_ == "VERB" and _is_told(word, quoted):
            told = result[-1] if result and result[-1].speaker is last and result[-1].act != "accuse" else None
            before = told.said if told is not None else frozenset()
            found = _of_verb(word, act, quoted, parties, last, before)
            if found is not None:
                result.append(found)
                last = found.speaker or last
        elif word.lower_ == "according":
            result += _according(word, parties)
        elif word.lower_ in _ACCOUNTS and word.dep_ == "pobj" and (account := _account(word, parties)) is not None:
            result.append(account)
        elif word.lemma_ in _REQUESTS and word.pos_ == "NOUN":
            result += _request(word, parties)
    return result


def _stands_by(verb: Token, quoted: Sequence[Quotation]) -> bool:
    """Whether a verb and its subject follow a quotation at once: whatever verb it is, it says who speaks."""
    who = grammar.subject(verb)
    first = min(verb.idx, who.left_edge.idx) if who is not None else -9
    text = verb.doc.text
    return any(
        q.end <= first <= q.end + 2 and {*text[q.end - 2 : q.end - 1], *text[q.end : q.end + 1]} & {*",?!"}
        for q in quoted
    )


def answer(document: Doc, line: str, start: int, speaker: Party) -> Attribution:
    """Return the attribution of an answer in an interview: all that a line has from a place on."""
    end = start + len(re.match(r"\S*\s?\S*", line[start:])[0].rstrip())  # type: ignore[index]
    said = frozenset(t.i for t in document if t.idx >= start)
    return Attribution(start, end, "", "", speaker, said, False)


def _act_with_object(verb: Token) -> str | None:
    """Return the act of a verb that reports speech with its object alone: "put the toll at 9", "held X responsible"."""
    things = [c for c in verb.children if c.dep_ == "dobj"]
    if verb.lemma_ == "put" and any(c.lower_ in _COUNTED for c in things):
        return "report"
    if verb.lemma_ == "put" and any(c.lower_ == "it" for c in things) and any(c.lower_ == "as" for c in verb.children):
        return ""  # "as X puts it"
    if verb.lemma_ in ("give", "provide", "issue", "release") and any(_is_count(c) for c in things):
        return "report"
    if verb.lemma_ in ("take", "claim", "accept") and any(c.lower_ == "responsibility" for c in things):
        return "claim"
    after = {p for p, _ in grammar.after(verb)}
    if verb.lemma_ in ("speak", "tell") and "of" in after and verb.tag_ in ("VBD", "VBZ", "VBP"):
        return "report"
    if verb.lemma_ in ("plead", "appeal") and "for" in after:
        return "demand"
    if verb.lemma_ in ("disown", "disavow") and things:
        return "deny"
    if verb.lemma_ in ("describe", "concede") and things:
        return ""
    if verb.lemma_ in ("own", "admit", "confess") and "to" in after:
        return "claim"
    if verb.lemma_ == "count" and any(t.pos_ == "NUM" for c in things for t in c.subtree):
        return "report"
    blamed = verb.lemma_ == "hold" and any(t.lower_ in ("responsible", "accountable") for t in verb.subtree)
    return "accuse" if blamed and things else None


def _is_count(thing: Token) -> bool:
    """Whether a thing is a count of the dead or hurt: "gave a toll of nine", "an earlier count, which X had given"."""
    noun = grammar.antecedent(thing)
    nouns = [noun, *(n for _, n in grammar.after(noun, "of"))]
    nouns += [noun.head.head] if noun.dep_ == "pobj" else []
    return any(n.lower_ in _COUNTED - {"damage"} for n in nouns)


def _is_told(verb: Token, quoted: Sequence[Quotation]) -> bool:
    """Whether a verb says that something was said, and not that it was not, may be or should be."""
    if verb.tag_ == "VBG" and verb.dep_ not in ("advcl", "conj"):
        return False
    helpers = {c.lower_ for c in verb.children if c.dep_ in ("aux", "auxpass")}
    many = any(c.dep_ == "nsubj" and c.tag_ in ("NNS", "NNPS") for c in verb.children)
    if verb.tag_ == "VB" and "did" not in helpers and "to" not in helpers and (helpers or not many):
        return False  # "officials, who met it, describe it": a present that was read as an infinitive
    if helpers & {"would", "will", "could", "should", "may", "might", "can", "must"}:
        return False
    said = any(c.lower_ in ("never", "no", "not") and q.start < c.idx < q.end for c in verb.children for q in quoted)
    if grammar.is_negated(verb) and not said:  # "“Never,” he said"
        return False
    return not any(c.lower_ in ("if", "unless", "whether") for c in verb.children if c.dep_ == "mark")


def _of_verb(
    verb: Token, act: str, quoted: Sequence[Quotation], parties: Parties, last: Party | None, before: frozenset[int]
) -> Attribution | None:
    if verb.lemma_ == "call" and not any(c.lower_ in ("for", "on") for c in verb.children):
        act = ""  # it names, and demands nothing
    said = _said(verb, act)
    if act == "accuse" and grammar.is_passive(verb) and any(True for _ in grammar.after(verb, "by")):
        said = said or {verb.i}  # "was blamed by residents"
    near = _beside_quotation(verb, quoted) or _stands_by(verb, quoted)
    if not said and not near:
        return None
    passive = grammar.is_passive(verb) and not _is_reduced(verb)
    who = None if passive else grammar.subject(verb) or _right_before(verb) or _right_after(verb)
    if passive and verb.lemma_ == "quote":
        who = grammar.subject(verb)  # "the mayor was quoted as saying by X"
    elif verb.lemma_ == "quote" and any(c.lower_ == "as" for c in verb.children):
        who = next((c for c in verb.children if c.dep_ == "dobj"), who)  # "his office quoted him as saying"
    elif passive:
        who = next((noun for _, noun in grammar.after(verb, "by")), None)
        if who is None and not near:
            return None
    speaker = _speaker(who, parties, last, before) if who is not None else None
    nameless = who is not None and who.tag_ == "NN" and grammar.is_person(who) and not _described_again(who)
    if speaker is None and who is not None and nameless:
        speaker = parties.unnamed_of(who, people=True)
    told = [c for c in verb.children if c.dep_ == "ccomp" and c.i < verb.i] or [verb.head]
    if who is not None and who.lower_ in ("he", "she", "they") and told[0].i < who.i and speaker is not None:
        within = [t for t in told[0].children if t.dep_ in grammar.SUBJECTS and t != who]
        if any(parties.of(t) is speaker for t in within):
            speaker = None  # "couriers drove it over the border, they said": others said so
    if speaker is not None and speaker.table in _NOT_ACTORS:
        speaker = None
    called = verb.lemma_ == "call" and bool(act)
    loose = (verb.lower_ in LOOSE and not called) or who is None or bool(not said and near)
    return Attribution(verb.idx, verb.idx + len(verb), verb.text, act, speaker, frozenset(said), loose)


def _is_reduced(verb: Token) -> bool:
    """Whether a past tense was read as a participle: "a source, who asked for anonymity, stated that …"."""
    return verb.dep_ == "acl" and verb.nbor(-1).text == "," and any(c.dep_ == "ccomp" for c in verb.children)


def _right_before(verb: Token) -> Token | None:
    """Return the noun right before a verb whose subject was read as a part of what is said: "…, an official said"."""
    before = verb.nbor(-1) if verb.i else verb
    return before if before.pos_ in ("NOUN", "PROPN") and verb.tag_ in ("VBD", "VBZ") else None


def _right_after(verb: Token) -> Token | None:
    """Return the noun right after a verb that follows what is said, read as an object: "…, said a cook"."""
    if not verb.i or verb.nbor(-1).text not in (",", "”", '"', "’", "''"):
        return None
    nouns = (t for t in verb.doc[verb.i + 1 : verb.i + 6] if t.pos_ in ("NOUN", "PROPN"))
    return next((n for n in nouns if n.left_edge.i == verb.i + 1), None)


def _speaker(who: Token, parties: Parties, last: Party | None, said: frozenset[int]) -> Party | None:
    """Return who speaks: for "he said" a person who is named after the last speaker, else the last speaker again.

    `said` has the words that the last speaker said: who is named in them has not spoken.
    """
    of_them = any(n.lower_ in ("them", "these", "those") for _, n in grammar.after(who, "of"))
    if of_them and who.pos_ in ("NUM", "PRON", "DET", "ADJ"):
        return last if last is not None and last.kind == "collective" else None  # "two of them said"
    if who.lemma_.lower() in _OUTLETS and (owner := parties.owner(who) or _author(who)) is not None:
        return parties.of(owner)  # "X’s channel announced", "a statement from X said"
    if any(t.lemma_ in SAMPLED for t in who.doc) and (who.lower_ in _SHARES or who.pos_ == "NUM"):
        return parties.respondents(who)
    if who.lemma_.lower() == "office":
        return parties.office(who)
    if who.lower_.split()[-1:] in ([m] for m in _MISSIONS) and (mission := parties.of(who, False)) is not None:
        return parties.mission(mission, who) if not mission.unnamed and mission.table == "facilities" else mission
    if _described_again(who) and parties.of(who, False) is None:
        return _person_again(who, parties, last)
    if who.tag_ == "NNS" and any(c.lower_ in ("both", "two") for c in who.children) and grammar.is_definite(who):
        return None  # "the two governments": two that the article has named before
    if who.lower_ not in ("he", "she", "they", "it"):
        return parties.of(who)
    found = parties.of(who)
    person = who.lower_ in ("he", "she")
    if person and last is not None and not pronouns.fits(who, last):
        last = next((p for p in reversed(parties.spoke) if pronouns.fits(who, p)), None)
    if who.lower_ == "it" and said and last is not None and last.kind not in ("person", "collective"):
        return last  # who spoke before in the line
    names = [f for f in parties.named if f.end <= who.idx]
    since = max([f.end for f in names if parties.of_name(f).kind == "person"], default=0)
    others = [t for t in who.doc[: who.i] if t.idx >= since and t.dep_ in ("nsubj", "dobj", "pobj") and t.tag_ == "NN"]
    others = [t for t in others if not any(a.dep_ == "relcl" for a in t.ancestors)]
    others = [t for t in others if not any(a <= t.idx < b for a, b in parties.quoted)]
    others = [t for t in others if t.head.lower_ != "as"]  # "as a young captain he walked home"
    if person and any(grammar.is_person(t) and t.i not in said for t in others):
        return found if found is not None and found.unnamed else None  # "a guard saw it; he said": perhaps the guard
    if person and names and any(t.i in said for t in who.doc if covers(names[-1], t)):
        return last
    if person and not said and last is not None and last.unnamed and names and found is not None and not found.unnamed:
        return found  # who is named in this line, and nobody has spoken in it yet
    if person and not said and last is None and len(_rivals(who, parties)) > 1:
        return None
    several = who.lower_ == "it" and last is not None and last.kind == "collective"
    if several:
        return found
    if last is not None and (last.kind == "person") == person and (found is None or not person or last.unnamed):
        return found if found is not None and not person else last
    return found


def _rivals(pronoun: Token, parties: Parties) -> set[Party]:
    """Return the persons named before a pronoun in the line whom it can mean: of two, the article does not tell."""
    named = (parties.of_name(f) for f in parties.named if f.end <= pronoun.idx)
    return {p for p in named if pronouns.fits(pronoun, p)}


def _described_again(who: Token) -> bool:
    """Whether a noun only describes somebody who is known: "the retired teacher", "the 46-year-old baker"."""
    near = {c.lower_ for c in who.children}
    if who.tag_ != "NN" or "the" not in near or any(c.dep_ in ("poss", "prep", "appos", "relcl") for c in who.children):
        return False
    of_a_nation = bool(near & adjectives()) and groups("offices").get(who.lower_) not in ("leads", "speaks_for")
    return (
        bool(near & _DESCRIBING)
        or (of_a_nation and who.lower_ not in _ENVOYS)
        or (who.lower_ in ("man", "woman") and near == {"the"})
    )


def _person_again(who: Token, parties: Parties, last: Party | None) -> Party | None:
    """Return the person by name whom a description means: the only one of the sentences before, or who spoke last."""
    named = {p for f in parties.named if f.end <= who.idx and (p := parties.of_name(f)).kind == "person"}
    people = named or parties.people
    if len(people) == 1:
        return next(iter(people))
    return last if last in people else None


def _said(verb: Token, act: str) -> set[int]:
    """Return the words that a verb reports: its clause, the clause that it stands in, or what is denied or claimed."""
    inside: set[int] = set()
    for child in verb.children:
        if child.dep_ == "nsubjpass" and act in _WITH_OBJECT:
            inside |= {t.i for t in child.subtree}  # "responsibility was claimed by X"
        if (
            child.dep_ == "ccomp"
            or (child.dep_ == "xcomp" and act)
            or (child.dep_ in ("dobj", "prep", "dative") and act in _WITH_OBJECT)
        ):
            inside |= {t.i for t in child.subtree}
        if verb.lemma_ == "quote" and child.lower_ == "as":
            inside |= {t.i for t in child.subtree}
    if verb.dep_ == "parataxis" or (
        verb.dep_ == "advcl" and verb.head.i < verb.i and _comma_before(verb) and not inside
    ):
        own = {t.i for t in verb.subtree}
        part = max((t.i for t in verb.head.subtree if t.text == ";" and t.i < verb.i), default=-1)
        inside |= {t.i for t in verb.head.subtree if t.i > part} - own  # of two clauses with ";" the second
    inside |= _around_parenthesis(verb)
    if not inside and verb.lemma_ == "say" and verb.dep_ == "ROOT":  # "Not us, says the group."
        who = grammar.subject(verb)
        if who is not None and who.i > verb.i and verb.i > verb.sent.start:
            inside |= {t.i for t in verb.doc[verb.sent.start : verb.i]}
    told = verb.lemma_ in ("speak", "tell", "plead", "appeal", "own", "admit", "confess", "count", "disown")
    praised = verb.lemma_ in ("describe", "concede", "welcome", "hail", "praise")
    if not inside and (praised or (act and told)):
        inside |= {t.i for c in verb.children if c.dep_ in ("prep", "dobj") for t in c.subtree}
    return inside - {verb.i}


def _around_parenthesis(verb: Token) -> set[int]:
    """Return the relative clause that a speaker interrupts: "a road that, the mayor noted, is unpaved"."""
    relative = next((c for c in verb.lefts if c.tag_ in ("WDT", "WP", "IN") and c.nbor().text == ","), None)
    if verb.dep_ != "relcl" or relative is None:
        return set()
    closing = next((t.i for t in verb.doc[verb.i : verb.sent.end] if t.text == ","), verb.sent.end)
    rest = (t.i for t in verb.doc[closing : verb.sent.end] if t.is_alpha)
    ends = next((t.i for t in verb.doc[closing + 1 : verb.sent.end] if t.text in (",", ";")), verb.sent.end)
    return {relative.i, *(i for i in rest if i < ends)}


def _comma_before(verb: Token) -> bool:
    return bool(verb.left_edge.i) and verb.doc[verb.left_edge.i - 1].text == ","


def _beside_quotation(verb: Token, quoted: Sequence[Quotation]) -> bool:
    """Whether a quotation is in the verb's sentence."""
    sentence = grammar.sentence(verb)
    text, asked = verb.doc.text, sentence.start_char  # "“Who knows?” the colonel asks."
    beside = (q for q in quoted if not q.depth and 0 <= asked - q.end <= 1 and text[q.end - 2 : q.end - 1] in "?!")
    return any(q.start < sentence.end_char and asked < q.end and not q.depth for q in quoted) or any(beside)


def _according(word: Token, parties: Parties) -> list[Attribution]:
    nouns = [n for child in word.children if child.lower_ == "to" for n in child.children if n.dep_ == "pobj"]
    if not nouns:
        return []
    author = _author(nouns[0])
    noun = author if author is not None else nouns[0]
    speaker = parties.office(noun) if noun.lower_ == "office" else parties.of(noun)
    if speaker is None or speaker.table in _NOT_ACTORS:
        return []
    own = {t.i for t in word.subtree}
    said = {t.i for t in word.head.subtree} - own
    return [Attribution(word.idx, word.idx + len("according to"), "according to", "", speaker, frozenset(said), False)]


def _account(noun: Token, parties: Parties) -> Attribution | None:
    """Return the attribution of what somebody counts or tells: "by the army’s count", "in the words of X"."""
    if noun.head.lower_ != _ACCOUNTS[noun.lower_]:
        return None
    whose = next((c for c in noun.children if c.dep_ == "poss"), None)
    whose = whose or next((n for _, n in grammar.after(noun, "of")), None)
    if whose is None:
        return None
    above = noun.head.head
    first = grammar.subject(above) if above.pos_ in ("VERB", "AUX") and whose.pos_ == "PRON" else None
    person = parties.of(first, False) if first is not None and first.i > noun.i else None
    if person is not None and person.kind == "person" and not pronouns.fits(whose, person):
        person = None
    speaker = person if person is not None and person.kind == "person" else parties.of(whose)
    if speaker is None or speaker.table in _NOT_ACTORS:
        return None
    own = {t.i for t in noun.head.subtree}
    said = frozenset({t.i for t in above.subtree} - own)
    start = min(noun.idx, whose.idx) if whose.i < noun.i else noun.idx
    return Attribution(start, noun.idx + len(noun), noun.text, "", speaker, said, False)


def _author(noun: Token) -> Token | None:
    """Return whose a paper is: "a tally kept by X", "figures from X", "the survey of X"; not "a list seen by X"."""
    if noun.lemma_.lower() not in _PAPERS:
        return None
    made = (c for c in noun.children if c.dep_ == "acl" and c.tag_ == "VBN" and c.lemma_ not in _SEEN)
    makers = [n for clause in made for _, n in grammar.after(clause, "by")]
    makers += [n for _, n in grammar.after(noun, "by", "from")] + [c for c in noun.children if c.dep_ == "poss"]
    return next(iter(makers), None)


def _request(noun: Token, parties: Parties) -> list[Attribution]:
    """Return the attribution of a request that something answers: "in response to an appeal from X"."""
    within = [a for a in noun.ancestors if a.dep_ == "prep"][:3]
    if not any(a.lower_ in ("to", "at", "after", "following", "upon", "on", "despite") for a in within[:1]):
        return []
    asking = [n for _, n in grammar.after(noun, "from", "by", "of")]
    speaker = parties.of(asking[0], may_be_new=False) if asking else None
    if speaker is None or speaker.table in _NOT_ACTORS:
        return []
    said = frozenset({t.i for t in noun.subtree} - {noun.i})
    return [Attribution(noun.idx, noun.idx + len(noun), noun.text, "demand", speaker, said, False)]


def of_quotation(document: Doc, text: str, quotation: Quotation, found: Sequence[Attribution]) -> Attribution | None:
    """Return the attribution of a quotation: the verb nearest above it, else the nearest beside it."""
    inside = [t for t in document if quotation.start <= t.idx < quotation.end and (t.is_alpha or t.like_num)]
    if not inside:
        return None
    found = [a for a in found if not _is_apart(text, quotation, a)]
    places = {t.i for t in inside}
    above = {a.idx: len(list(a.ancestors)) for t in inside for a in t.ancestors}
    holding = [a for a in found if a.start in above]
    if holding:  # the verb nearest above
        return max(holding, key=lambda a: above[a.start])
    holding = [a for a in found if len(a.said & places) * 2 > len(places)]
    if holding:
        return min(holding, key=lambda a: len(a.said))
    sentences = {grammar.sentence(t).start for t in (inside[0], inside[-1])}
    near = [a for a in found if any(grammar.sentence(t).start in sentences for t in document if t.idx == a.start)]
    near = near or [a for a in found if _abuts(text, quotation, a)]
    if not near:
        return None
    return min(near, key=lambda a: _gap(quotation, a))


def _is_apart(text: str, quotation: Quotation, attribution: Attribution) -> bool:
    """Whether a quotation has ended with its sentence before one in which another speaks: "“… here.” X says"."""
    if attribution.start < quotation.end or not re.search(r"[.…][”\"’']+$", quotation.text):
        return False
    return bool(re.match(r"\s+[A-Z]", text[quotation.end :])) and attribution.start - quotation.end > 1


def _gap(quotation: Quotation, attribution: Attribution) -> int:
    if attribution.start >= quotation.end:
        return attribution.start - quotation.end
    return quotation.start - attribution.end


def _abuts(text: str, quotation: Quotation, attribution: Attribution) -> bool:
    """Whether a verb follows a quotation, or a colon after it leads to one."""
    after = text[quotation.end : attribution.start] if attribution.start >= quotation.end else None
    before = text[attribution.end : quotation.start] if attribution.end <= quotation.start else None
    return bool(
        (after is not None and len(after) < 60 and not re.search(r"[.!?]\s", after))
        or (before is not None and re.fullmatch(r"[^.!?]{0,60}[:,]\s*", before))
    )
