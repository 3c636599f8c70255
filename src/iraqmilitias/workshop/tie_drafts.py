"""Drafts of ties: who leads, speaks for, belongs to, works for or backs whom, by the words between two parties."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from ..extraction import grammar
from ..extraction.lines import locator
from ..extraction.phrases import nations
from ..extraction.vocabulary import groups, words
from .parties import Parties
from .party import Party
from .worksheet import Draft

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_PAST = frozenset({"former", "then", "ex", "late", "veteran", "previous", "onetime", "erstwhile", "once"})
_VERBS = {"lead": "leads", "head": "leads", "command": "leads", "run": "leads", "chair": "leads", "back": "backs",
          "fund": "backs", "finance": "backs", "sponsor": "backs", "support": "backs", "direct": "backs",
          "arm": "backs", "represent": "speaks_for"}  # fmt: skip
_PARTICIPLES = {"link": "linked_to", "tie": "linked_to", "connect": "linked_to", "ally": "allied_with", "affiliate":
                "linked_to", "align": "linked_to", "back": "backs", "fund": "backs", "lead": "leads", "head": "leads",
                "support": "backs", "sponsor": "backs", "command": "leads", "close": "linked_to", "loyal":
                "linked_to"}  # fmt: skip


_BACKED = re.compile(
    r"(?P<state>[A-Z][\w.]*)[-‑](?P<how>backed|supported|funded|armed|sponsored|trained|aligned|linked|tied|allied|affiliated)\b"
)
_TIED = {
    "aligned": "linked_to",
    "linked": "linked_to",
    "tied": "linked_to",
    "affiliated": "linked_to",
    "allied": "allied_with",
}


# Verbs of who works for whom: "works for X", "fought for X".
_SERVICE = {
    "work": "works_for", "cover": "works_for", "write": "works_for", "report": "works_for", "teach": "works_for",
    "serve": "works_for", "spend": "member_of", "speak": "speaks_for", "represent": "member_of", "fight": "member_of",
}  # fmt: skip


_PREMIER = re.compile(r",\s+(?:(then|former)\s+|the\s+)?(prime)\s+minister\b", re.IGNORECASE)


_BODIES = frozenset({"armed_group", "organisation", "political_party", "military", "government_body", "company"})


_IN_PARLIAMENT = frozenset({"lawmaker", "legislator", "parliamentarian", "mp", "speaker"})
_PARTS = frozenset({"office", "wing", "unit", "branch", "bureau", "department", "campaign", "force", "brigade", "cell"})
_TRADES = frozenset({"professor", "lecturer", "teacher", "doctor", "surgeon", "nurse", "engineer", "figure"})
# States whose president leads the government; that of Iraq does not.
_PRESIDENTIAL = frozenset({"united states", "russia", "turkey", "france", "egypt", "iran"})
_NAMED = frozenset({"name", "appoint", "elect", "make", "nominate", "choose"})
_CALLED = frozenset({"work", "serve", "describe", "know", "see", "regard", "view", "treat", "identify"})
_AID = frozenset({"order", "instruction", "command", "money", "fund", "funding", "cash", "weapon", "arm", "pay"})


class Tie(NamedTuple):
    """One tie of a line and the words that say it."""

    actor: Party
    relation: str
    organisation: Party
    tense: str
    start: int
    end: int
    title: str


def find(document: Doc, parties: Parties) -> list[Tie]:
    """Return the ties that a line states, each pair and relation once."""
    found: dict[tuple[int, str, int], Tie] = {}
    for tie in (tie for finder in _FINDERS for tie in finder(document, parties)):
        sides = (tie.actor, tie.organisation)
        if tie.actor is not tie.organisation and all(p.table == "actors" for p in sides):
            found.setdefault((id(tie.actor), tie.relation, id(tie.organisation)), tie)
    return list(found.values())


def draft(tie: Tie, number: int, line: str) -> Draft:
    """Return the row of a tie."""
    cells = {
        "actor": tie.actor.name,
        "organisation": tie.organisation.name,
        "relation": tie.relation,
        "certainty": "asserted",
        "tense": tie.tense,
        "title": tie.title,
        "locator": locator(line, tie.start, tie.end, 2),
    }
    shown = line[tie.start : tie.end]
    return Draft(
        "affiliations", number, tie.start, shown, "", {k: v for k, v in cells.items() if v}, "a tie, once an article"
    )


def _by_noun(document: Doc, parties: Parties) -> Iterator[Tie]:
    """Yield "Ann Grey, spokeswoman for X", "X commander Ann Grey", "Prime Minister Ann Grey", "a brigade of X"."""
    relations = groups("offices")
    for word in document:
        one_of = word.dep_ == "pobj" and word.head.lower_ == "of" and word.head.head.lower_ == "one"
        relation = relations.get(word.lemma_.lower() if one_of else word.lower_)
        if relation is None or word.pos_ not in ("NOUN", "PROPN") or (word.lower_ == "part" and word.dep_ != "attr"):
            continue
        holder = _holder(word, parties)
        if word.lower_ in _TRADES and (holder is None or holder.unnamed):
            continue
        places = ("of", "for", "to", "at", "in", "on", "from", *(["with"] if relation == "works_for" else []))
        body = next((n for _, n in grammar.after(word, *places)), None)
        if word.lower_ in _IN_PARLIAMENT and (body is None or relation != "leads"):
            yield from _in_parliament(word, holder, parties)
        may_be_new = relation == "member_of"
        organisation = parties.of(body, may_be_new) if body is not None else _body_before(word, parties)
        if body is not None and organisation is not None and organisation.table == "facilities":
            owner = parties.owner(body)  # "a member of its political office"
            organisation = parties.of(owner, False) if owner is not None else None
        of_persons = relation not in ("part_of", "linked_to", "backs", "allied_with")
        if organisation is not None and relation in ("linked_to", "allied_with"):
            organisation = parties.acting(organisation)  # "an ally of Iran"
        if holder is not None and of_persons and holder.kind not in ("person", "collective"):
            holder = parties.unnamed_of(word)
        if holder is None or organisation is None or holder is organisation:
            continue
        if organisation.kind == "person" and relation != "works_for":
            continue
        if organisation.kind in ("state", "country") and relation == "leads":
            continue  # a minister leads a ministry, which may have no name here
        if holder.unnamed and word.tag_ == "NNS":
            continue
        if relation == "leads":
            second = any(c.lower_ in ("deputy", "vice") for c in word.children)
            relation = "deputy_leads" if second else "leads" if _is_head(word, organisation) else "member_of"
        if relation == "part_of" and (holder.kind == "person" or organisation.kind == "person"):
            continue
        marks = {c.lower_ for c in (*word.children, *_titles(word)) if c.i < word.i}
        was = word.lower_ == "veteran" or (
            word.dep_ == "attr" and word.head.tag_ == "VBD"
        )  # "he was the quartermaster of X"
        tense = "past" if was or marks & _PAST else "present"
        yield Tie(holder, relation, organisation, tense, word.idx, word.idx + len(word), word.lower_)


def _in_parliament(word: Token, holder: Party | None, parties: Parties) -> Iterator[Tie]:
    """Yield "Ann Grey, a lawmaker", "the deputy speaker, Ann Grey": the body of these offices need not be named."""
    body = parties.parliament(word)
    if body is None or holder is None or holder.unnamed or holder.kind != "person":
        return
    before = {c.lower_ for c in (*word.children, *_titles(word)) if c.i < word.i}
    leads = "deputy_leads" if before & {"deputy", "vice"} else "leads"
    relation = leads if word.lower_ == "speaker" else "member_of"
    tense = "past" if before & _PAST else "present"
    yield Tie(holder, relation, body, tense, word.idx, word.idx + len(word), word.lower_)


def _by_ministry(document: Doc, parties: Parties) -> Iterator[Tie]:
    """Yield "Oil Minister Ann Grey", "the deputy interior minister, Ann Grey": who leads a ministry of Iraq."""
    for word in document:
        if word.lower_ != "minister" or any(True for _ in grammar.after(word, "of", "for")):
            continue
        before = [c for c in (*word.children, *_titles(word)) if c.i < word.i]
        field = [c for c in before if c.lower_ in words("fields")]
        holder = _holder(word, parties) if field else None
        elsewhere = any(nations().get(c.lower_, "iraq") != "iraq" for c in before)  # "the Kurdish interior minister"
        if holder is None or holder.unnamed or holder.kind != "person" or elsewhere:
            continue
        ministry = parties.ministry(field)
        if ministry is None:
            continue
        marks = {c.lower_ for c in before}
        relation = "deputy_leads" if marks & {"deputy", "vice"} else "leads"
        tense = "past" if marks & _PAST else "present"
        yield Tie(holder, relation, ministry, tense, field[0].idx, word.idx + len(word), "minister")


def _titles(word: Token) -> list[Token]:
    return [c for c in word.head.children if c.dep_ in ("compound", "amod")] if word.dep_ == "compound" else []


def _holder(word: Token, parties: Parties) -> Party | None:
    """Return who holds an office: the name it stands before or after, or the noun itself where it has no name."""
    if word.dep_ == "pobj" and word.head.lower_ == "of" and word.head.head.lower_ == "one":
        if not grammar.is_definite(word):
            return None
        return _holder(word.head.head, parties)  # "X, one of the factions of Y"
    if word.dep_ == "appos":
        return parties.of(word.head)
    above = word.head.head if word.dep_ == "pobj" and word.head.lower_ == "as" else None
    if above is not None and above.pos_ == "PROPN":
        return parties.of(above)  # "officials know X as a front for Y", where the model reads "X as a front"
    if above is not None and above.lemma_ in _CALLED:
        called = next(iter(grammar.objects(above)), None) or grammar.subject(above)
        return parties.of(called) if called is not None else None
    if word.dep_ == "conj" and word.head.lower_ in groups("offices"):
        return _holder(word.head, parties)
    named = next((c for c in word.children if c.dep_ == "appos" and c.pos_ == "PROPN"), None)
    if named is not None:
        return parties.of(named)
    before = next((f for f in parties.named if f.end == word.left_edge.idx - 2), None)
    if word.dep_ == "advcl" and before is not None and word.doc.text[before.end : before.end + 2] == ", ":
        return parties.of_name(before)  # "led by X, once a commander in Y"
    if word.dep_ in ("compound", "nmod") and word.head.pos_ == "PROPN":
        return parties.of(word.head, False)
    if word.dep_ in ("oprd", "attr") and word.head.lemma_ in _NAMED and grammar.is_passive(word.head):
        who = grammar.subject(word.head)  # "was named head of X"
        return parties.of(who) if who is not None else None
    told = [c for c in word.head.children if c.dep_ == "attr" and c.pos_ == "PROPN"] if word.dep_ == "nsubj" else []
    if told and word.head.lemma_ == "be":
        return parties.of(told[0])  # "whose president is Ann Grey"
    if word.dep_ == "attr" and word.head.lemma_ == "be" and not grammar.is_negated(word.head):
        who = grammar.subject(word.head)
        return parties.of(who) if who is not None else None
    return parties.of(word) if word.dep_ in (*grammar.SUBJECTS, "dobj", "pobj", "conj") else None


def _body_before(word: Token, parties: Parties) -> Party | None:
    """Return the body that is named before an office: "Pentagon spokesman", "the group’s leader"."""
    holders = [word, word.head] if word.dep_ in ("compound", "nmod") else [word]
    for holder in holders:
        for child in holder.children:
            if child.dep_ in ("compound", "poss", "nmod", "amod") and child.i < word.i and child.pos_ != "ADJ":
                party = parties.of(child, False)
                if party is None and child.lower_ in ("its", "their"):
                    party = parties.last_group(child)
                if party is not None and party.table == "actors" and party.kind != "person":
                    return party
    return None


def _is_head(word: Token, organisation: Party) -> bool:
    """Whether an office is at the head of a whole body; a commander or official of many is a member."""
    among = any(c.lower_ in ("a", "an", "one", "senior", "top", "two", "several", "local") for c in word.children)
    return not among and organisation.kind != "collective"


def _by_rank(document: Doc, parties: Parties) -> Iterator[Tie]:
    """Yield "Colonel Ann Grey of X"."""
    relations = groups("offices")
    for word in document:
        rank = next((c for c in word.children if c.dep_ == "compound" and c.lower_ in relations), None)
        if rank is None or word.pos_ != "PROPN":
            continue
        person = parties.of(word, False)
        body = next((parties.of(n, False) for p, n in grammar.after(word, "of", "from")), None)
        if person is not None and body is not None and person.kind == "person" and body.table == "actors":
            relation = "member_of" if relations[rank.lower_] == "leads" else relations[rank.lower_]
            yield Tie(person, relation, body, "present", rank.idx, rank.idx + len(rank), rank.lower_)


def _by_government(document: Doc, parties: Parties) -> Iterator[Tie]:
    """Yield "Iraqi Prime Minister Ann Grey": who leads the government of a state."""
    for word in document:
        if word.lower_ not in ("minister", "president", "premier", "chancellor") or word.dep_ != "compound":
            continue
        person = parties.of(word.head, False)
        before = [c for c in (*word.children, *word.head.children) if c.i < word.i]
        titles = {c.lower_ for c in before}
        if person is None or person.kind != "person" or (word.lower_ == "minister" and "prime" not in titles):
            continue
        named = [(c, parties.government(c.text)) for c in before]
        nation = nations().get(parties.gazetteer.nation_of(person.known).casefold(), "") if person.known else ""
        leads = "prime" in titles or (word.lower_ == "president" and nation in _PRESIDENTIAL)
        if not any(government for _, government in named) and person.known and leads:
            named = [(word, parties.government(parties.gazetteer.nation_of(person.known)))]  # "Prime Minister Ann Grey"
        for child, government in named:
            if government is not None and not titles & {"vice", "deputy", "foreign", "defence", "defense", "interior"}:
                tense = "past" if titles & _PAST or _is_of_an_earlier_year(word, parties) else "present"
                title = "prime minister" if word.lower_ == "minister" else word.lower_
                yield Tie(person, "leads", government, tense, child.idx, word.idx + len(word), title)


def _is_of_an_earlier_year(word: Token, parties: Parties) -> bool:
    """Whether a title is borne in a sentence on what was done years before: "in 2014, when President Grey sent …"."""
    done = next((a for a in word.ancestors if a.pos_ == "VERB"), None)
    years = [int(t.text) for t in grammar.sentence(word) if re.fullmatch(r"(?:19|20)\d\d", t.text)]
    return done is not None and done.tag_ == "VBD" and any(year + 1 < parties.gazetteer.year for year in years)


def _by_backing(document: Doc, parties: Parties) -> Iterator[Tie]:
    """Yield "Iran-backed militias": the state backs the collective, or is linked to it."""
    for found in parties.named:
        match = _BACKED.match(found.text)
        group = parties.of_name(found)
        first = next((t for t in document if t.idx == found.start), None)
        if match is None or first is None or group.table != "actors":
            continue
        for state in parties.states(first):
            relation = _TIED.get(match["how"].casefold(), "backs")
            sides = (state, group) if relation == "backs" else (group, state)
            yield Tie(sides[0], relation, sides[1], "present", found.start, found.start + match.end(), "")


def _by_links(document: Doc, parties: Parties) -> Iterator[Tie]:
    """Yield "X, a faction with close ties to Y", "X has links to Y"."""
    for word in document:
        if word.lemma_ not in ("tie", "link", "connection") or word.pos_ != "NOUN" or grammar.is_negated(word):
            continue
        above = word.head
        holder = above.head if word.dep_ == "pobj" and above.lower_ == "with" else None
        if word.dep_ == "dobj" and above.lemma_ in ("have", "maintain", "keep", "enjoy"):
            holder = None if grammar.is_negated(above) else grammar.subject(above)
        one = parties.of(holder, False) if holder is not None and holder.pos_ in ("NOUN", "PROPN", "PRON") else None
        for _, noun in grammar.after(word, "to", "with"):
            two = parties.of(noun, False)
            if one is not None and two is not None:
                yield Tie(one, "linked_to", parties.acting(two), "present", word.idx, word.idx + len(word), "")


def _by_articles(document: Doc, parties: Parties) -> Iterator[Tie]:
    """Yield "her work has appeared in X and Y" of a biography."""
    writer = next((p for f in parties.named if (p := parties.of_name(f)).kind == "person"), None)
    for word in document:
        who = grammar.subject(word) if word.lemma_ in ("appear", "publish", "feature") and word.pos_ == "VERB" else None
        if writer is None or who is None or who.lemma_ not in ("work", "writing", "article", "essay", "reporting"):
            continue
        for found in parties.named:
            outlet = parties.of_name(found)
            if found.start > word.idx and outlet.kind in ("media", "organisation"):
                yield Tie(writer, "contributed_to", outlet, "present", found.start, found.end, "")


def _by_verb(document: Doc, parties: Parties) -> Iterator[Tie]:
    """Yield "X, which Iran funds", "who heads X", "led by X", "linked to X"."""
    for word in document:
        lemma = word.lemma_.lower()
        if word.pos_ not in ("VERB", "ADJ") or grammar.is_negated(word):
            continue
        if any(c.lower_ in ("would", "could", "will", "may", "might") for c in word.children):
            continue
        beside = word.dep_ == "conj" and word.tag_ == "VBN" and word.head.dep_ == "acl"
        passive = grammar.is_passive(word) or beside or (word.tag_ in ("VBN", "JJ") and word.dep_ in ("acl", "amod"))
        if passive and lemma in _PARTICIPLES:
            verb = word.head if word.dep_ == "conj" and word.head.dep_ == "acl" else word
            first = verb.head if verb.dep_ in ("acl", "amod") else grammar.subject(word)
            other = next((n for p, n in grammar.after(word, "by", "to", "with")), None)
            one = parties.of(first) if first is not None else None
            two = parties.of(other) if other is not None else None
            relation = _PARTICIPLES[lemma]
            if one is not None and two is not None:
                one, two = parties.acting(one), parties.acting(two)
                sides = (two, one) if relation in ("backs", "leads") else (one, two)
                yield Tie(sides[0], relation, sides[1], "present", word.idx, word.idx + len(word), "")
        elif lemma == "ally" and any(c.lower_ in ("itself", "himself", "herself") for c in word.children):
            who = grammar.subject(word)
            for _, noun in grammar.after(word, "with", "to"):
                one, two = parties.of(who, False) if who is not None else None, parties.of(noun, False)
                if one is not None and two is not None:
                    yield Tie(one, "allied_with", two, "present", word.idx, word.idx + len(word), "")
        elif lemma in ("link", "tie", "connect") and not passive:  # "a firm that officials link to X"
            for thing in grammar.objects(word):
                told = grammar.subject(thing.head) if thing.dep_ == "attr" else None  # "X is a firm that he links"
                one = parties.of(thing, False) if told is None else parties.of(told, False)
                two = next((parties.of(n, False) for _, n in grammar.after(word, "to", "with")), None)
                if one is not None and two is not None:
                    yield Tie(one, "linked_to", parties.acting(two), "present", word.idx, word.idx + len(word), "")
        elif lemma in _VERBS and not passive and not any(c.dep_ in ("xcomp", "ccomp") for c in word.children):
            who = grammar.subject(word)
            for thing in grammar.objects(word):
                one = parties.of(who) if who is not None else None
                two = parties.of(thing, False)
                owner = parties.owner(thing) if two is None or two.table == "facilities" else None
                if owner is not None and _VERBS[lemma] == "leads" and thing.lemma_ in _PARTS:
                    two = parties.of(owner, False)  # "runs its political office"
                past = word.tag_ == "VBD"
                if one is not None and two is not None:
                    tense = "past" if past else "present"
                    relation = _VERBS[lemma]
                    if relation == "leads" and _is_of(thing, two, parties):
                        if one.kind != "person":
                            continue
                        relation = "member_of"
                    yield Tie(one, relation, two, tense, word.idx, word.idx + len(word), "")


def _is_of(noun: Token, body: Party, parties: Parties) -> bool:
    """Whether a noun means only a part of the body that it stands for: "X’s drone unit"; who leads it is in X."""
    near = [c for c in noun.children if c.dep_ in ("poss", "nmod", "compound")]
    near += [n for _, n in grammar.after(noun, "of")]
    return noun.lemma_ in _PARTS and any(parties.of(n, False) is body for n in near if n.pos_ != "DET")


def _by_belonging(document: Doc, parties: Parties) -> Iterator[Tie]:
    """Yield "X belonged to Y until 2018", "X joined Y", "X takes its orders from Y"."""
    for word in document:
        orders = any(o.lemma_ in _AID for o in grammar.objects(word))
        wanted = {"belong": "to", "take": "from", "receive": "from", "get": "from", "answer": "to"}.get(word.lemma_, "")
        who = grammar.subject(word) if word.pos_ == "VERB" and not grammar.is_negated(word) else None
        if who is None or (wanted == "from" and not orders) or (not wanted and word.lemma_ != "join"):
            continue
        bodies = [n for _, n in grammar.after(word, wanted)] if wanted else grammar.objects(word)
        bodies += [n for o in grammar.objects(word) if orders for _, n in grammar.after(o, "from")]
        one, two = parties.of(who, False), parties.of(bodies[0], False) if bodies else None
        if one is None or two is None or (word.lemma_ in ("belong", "join") and two.kind not in _BODIES):
            continue
        tense = "past" if word.tag_ == "VBD" and word.lemma_ != "join" else "present"
        if one.kind == "person" and word.lemma_ == "answer":
            continue  # to whom a person answers, he need not be paid by
        sides = (one, "member_of", two) if word.lemma_ in ("belong", "join") else (parties.acting(two), "backs", one)
        yield Tie(*sides, tense, word.idx, word.idx + len(word), "")


def _by_of(document: Doc, parties: Parties) -> Iterator[Tie]:
    """Yield "Ann Grey of X", who works for X, and "X’s 3rd Brigade", "the 3rd Brigade of X", a part of X."""
    for word in document:
        party = parties.of(word, False) if word.pos_ == "PROPN" else None
        if party is None or party.table != "actors":
            continue
        near = [n for _, n in grammar.after(word, "of")] + [c for c in word.children if c.dep_ in ("poss", "nmod")]
        for noun in near:
            named = noun.pos_ == "PROPN" or noun.dep_ == "poss" or noun.lower_ in groups("again")
            body = parties.of(noun, False) if named else None
            if body is None or body.unnamed or body.kind in ("person", "state", "collective"):
                continue
            armed = {party.kind, body.kind} <= {"military", "armed_group"}
            ranked = any(c.dep_ == "compound" and c.lower_ in groups("offices") for c in word.children)
            if armed or (party.kind == "person" and noun.dep_ == "pobj" and not ranked):
                relation = "member_of" if body.kind == "armed_group" else "works_for"
                relation = "part_of" if armed else relation
                yield Tie(party, relation, body, "present", word.idx, noun.idx, "")


def _by_premiership(document: Doc, parties: Parties) -> Iterator[Tie]:
    """Yield "Ann Grey, then prime minister": who leads the government of the state that the data know the person by."""
    for found in parties.named:
        match = _PREMIER.match(document.text, found.end)
        person = parties.of_name(found)
        government = parties.government(parties.gazetteer.nation_of(person.known)) if match and person.known else None
        if match is not None and government is not None:
            tense = "past" if match[1] else "present"
            yield Tie(person, "leads", government, tense, match.start(2), match.end(), "prime minister")


def _by_work(document: Doc, parties: Parties) -> Iterator[Tie]:
    """Yield "works for X", "used to work for X", "covers the south for X", "Photo: Ann Grey/X"."""
    for word in document:
        lemma = word.lemma_.lower()
        if lemma in _SERVICE and word.pos_ == "VERB" and not grammar.is_negated(word):
            relation = _SERVICE[lemma]
            who = grammar.subject(word)
            person = parties.of(who, False) if who is not None else None
            served = {"spend": ("in", "with"), "work": ("for", "with"), "teach": ("at",), "serve": ("for", "in")}.get(
                lemma, ("for",)
            )
            spans = [c for c in word.children if c.lemma_ in ("year", "month", "decade")]
            if lemma == "spend" and not spans:
                continue
            posts = (n for _, n in grammar.after(word, "as"))  # "works as a cook for X"
            for _, noun in (pair for w in (word, *posts) for pair in grammar.after(w, *served)):
                body = parties.of(noun, False)
                used = word.dep_ == "xcomp" and word.head.lower_ == "used"
                if person is not None and body is not None and body.table == "actors" and body.kind != "person":
                    if person.kind not in ("person", "collective"):
                        continue  # two bodies that work with each other
                    tense = "past" if used or word.tag_ == "VBD" else "present"
                    yield Tie(person, relation, body, tense, word.idx, word.idx + len(word), "")
    credit = re.search(r"(?:Photo|Picture|Image)s?(?: by|:)\s+[^/]+/", document.text)
    if credit:
        pair = [parties.of_name(f) for f in parties.named if f.start >= credit.start()]
        if len(pair) >= 2 and pair[0].kind in ("person", "organisation"):
            yield Tie(pair[0], "works_for", pair[1], "present", credit.start(), credit.end() - 1, "")


_FINDERS = (
    _by_ministry,
    _by_noun,
    _by_belonging,
    _by_of,
    _by_premiership,
    _by_rank,
    _by_government,
    _by_verb,
    _by_links,
    _by_work,
    _by_backing,
    _by_articles,
)
