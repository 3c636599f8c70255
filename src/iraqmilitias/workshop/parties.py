"""Who a noun of a line means: a named record, a record without a name, or nobody that the article lets one tell."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..calendar_days import MONTH_NAMES
from ..extraction import grammar, quotations
from ..extraction.phrases import collective_key, countries, nations
from ..extraction.vocabulary import groups, words
from . import pronouns
from .entity_linking import Found
from .gazetteer import Gazetteer, Target
from .party import Party, covers

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_MILITARY = frozenset({"military", "armed_group", "government_body"})
_CONTAINERS = frozenset({"convoy", "group", "crowd", "member", "members"})  # people, as what they are of
_FIGHTERS = frozenset({
    "soldiers", "troops", "fighters", "gunmen", "militants", "forces", "men", "soldier", "fighter", "gunman",
    "militiamen", "remnants", "elements", "force", "unit", "patrol", "squad", "contingent", "officers", "commandos",
})  # fmt: skip
# Bodies of a state that an article can leave unnamed: which state's is for a person to say.
_OF_A_STATE = frozenset(["army", "government", "military", "ministry", "authorities", "administration"])
_ROADS = frozenset({"road", "highway", "street", "motorway", "roundabout", "intersection", "junction", "crossing"})
_BODIES = frozenset({
    "ministry", "parliament", "court", "tribunal", "directorate", "bureau", "agency", "council", "commission",
    "cabinet", "police",
})  # fmt: skip
_PARLIAMENTS = ("Parliament of Iraq", "Iraqi Parliament", "Council of Representatives of Iraq")
_NEUTRAL = frozenset({"iraq", "united states", "kurdistan", "arabia"})  # named beside Iraq's own bodies
_OFFICES = frozenset({"mission", "office", "bureau", "team", "headquarters"})
_OWNED = frozenset({"house", "home", "car", "shop", "farm", "body", "life", "family", "property", "vehicle"})
_HELD = frozenset({"use", "belong", "run", "operate", "control", "hold", "own", "occupy"})
_SETTLED = frozenset({
    "street", "streets", "town", "city", "village", "district", "area", "province", "governorate", "neighbourhood",
    "neighborhood", "suburb",
})  # fmt: skip
SIDES = frozenset({"north", "south", "east", "west", "northeast", "northwest", "southeast", "southwest"})


# Titles in full, by their abbreviations: "Gov. Grey … the governor".
_RANKS = {
    "gen": "general", "col": "colonel", "maj": "major", "lt": "lieutenant", "capt": "captain", "sgt": "sergeant",
    "gov": "governor", "sen": "senator", "rep": "congressman", "adm": "admiral", "brig": "brigadier",
    "prof": "professor",
}  # fmt: skip
_OFFICERS = frozenset({"general", "colonel", "major", "lieutenant", "captain", "brigadier", "admiral", "commander"})


def _titles(document: Doc, found: Found) -> list[str]:
    """Return the titles and jobs with which a name is introduced: "Colonel Ann Grey", "Ann Grey, the mayor"."""
    word = next((t for t in document if covers(found, t)), None)
    if word is None:
        return []
    earlier = [t for t in document[: word.i] if not t.is_space and not covers(found, t)]  # a space is for a full stop
    before = earlier[-1].lower_ if earlier else ""
    name = [t for t in document if covers(found, t)]
    told = [c for t in name for c in t.children if c.dep_ == "appos"]
    told += [w for t in name if t.dep_ == "appos" for w in (t.head, t.head.head.head) if w is t.head or _is_of(t.head)]
    said = {t.lemma_.lower() for t in told if t.pos_ == "NOUN" and groups("crowds").get(t.lemma_.lower()) == "one"}
    titles = [_RANKS.get(before, before)] if before in words("titles") else []
    return [*titles, *(["officer"] if {*titles, *said} & _OFFICERS else []), *said]


def _is_of(noun: Token) -> bool:
    """Whether a noun only says of what another is: Iran in "the foreign minister of Iran, Ann Grey"."""
    return noun.dep_ == "pobj" and noun.head.lower_ == "of"


def _ends(party: Party) -> tuple[str, str]:
    """Return the first and last word of a name: either can mean it again ("the camp", "the brigade")."""
    parts = party.name.casefold().split() or [""]
    return parts[-1], parts[0] if party.table != "actors" else ""


class Parties:
    """The parties of an article, line by line; what has been named can be meant again by its noun alone."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer
        self.known: dict[tuple[str, str], Party] = {}
        self.new: list[Party] = []  # whose records are drafted here: those without a name, and states
        self.seen: list[Party] = []  # with what a line is about last
        self.topic: Party | None = None  # what the last line is about, where it is not a person
        self.people: set[Party] = set()  # who are named in the last line that names persons
        self.titled: dict[str, Party] = {}  # who was introduced with a title last: "Colonel Ann Grey"
        self.named: Sequence[Found] = ()
        self.speaker: Party | None = None  # who says "I" in the line
        self.spoke: list[Party] = []  # the persons who have spoken, in order
        self.addressee: Party | None = None
        self.line = 0
        self.text = ""
        self.quoted: Sequence[tuple[int, int]] = ()

    def read(self, line: int, text: str, named: Sequence[Found]) -> None:
        """Go to a line with its names."""
        self.text = text
        self.quoted = [(q.start, q.end) for q in quotations.find(text)]
        self.line, self.named = line, [f for f in named if f.target or f.candidate]

    def of_name(self, found: Found) -> Party:
        """Return the party of a name."""
        if found.target:
            return self.of_target(found.target)
        assert found.candidate is not None
        made = Party(found.candidate.table, found.candidate.name, found.candidate.kind, self.line)
        return self.known.setdefault((made.table, made.name), made)

    def of_target(self, target: Target) -> Party:
        """Return the party of a known record."""
        kind = self.gazetteer.kinds.get(target.record_id, "")
        made = Party(target.table, target.name, kind, self.line, target.record_id)
        return self.known.setdefault((made.table, made.name), made)

    def passed(self, document: Doc) -> None:
        """Remember the parties of the line that has been read, for the lines after it: those it is about last."""
        subjects = [t for t in document if t.dep_ in grammar.SUBJECTS and t.head.dep_ in ("ROOT", "conj", "ccomp")]
        about = [p for t in subjects if (p := self.of(t, False)) is not None and not p.unnamed]
        aside = [f for f in self.named if self._is_aside(f, document)]
        plain = [f for f in self.named if f not in aside]
        self.seen += [*map(self.of_name, aside), *map(self.of_name, plain), *about]
        groups_named = [p for p in about if p.table == "actors" and p.kind not in ("person", "collective")]
        self.topic = groups_named[-1] if groups_named else self.topic
        for found in self.named:
            person = self.of_name(found)
            if person.kind == "person":
                self.titled |= dict.fromkeys(_titles(document, found), person)
        told = [f for f in self.named if not any(a <= f.start < b for a, b in self.quoted)]
        people = {p for f in told if (p := self.of_name(f)).kind == "person"}
        self.people = people or self.people

    def _is_aside(self, found: Found, document: Doc) -> bool:
        """Whether a name is within a clause that only describes somebody: "an officer who fought X"."""
        word = next((t for t in document if covers(found, t)), None)
        return word is not None and any(a.dep_ in ("relcl", "acl", "appos") for a in word.ancestors)

    def of(self, word: Token, may_be_new: bool = True) -> Party | None:
        """Return whom or what a noun means, or None where the article does not tell, or the noun is not a party."""
        word = grammar.antecedent(word)
        if word.pos_ == "PRON" or word.lower_ in ("itself", "themselves"):
            return pronouns.meant(self, word)
        if word.lower_ in nations() and word.tag_ in ("NNS", "NNPS") and any(c.dep_ == "nummod" for c in word.children):
            label = self._label(word)  # "three Iranians"
            return self._kept(
                Party("actors", label, "collective", self.line, unnamed=True, printed=word.text, label=label)
            )
        name = self._name(word)
        if name is not None:
            return self.of_name(name)
        if (whole := grammar.whole(word)) is not None:
            return self.of(whole, may_be_new)
        if word.lower_ in SIDES:  # "Balad Air Base north of Baghdad"
            return next((self.of(c, False) for c in word.children if c.dep_ in ("compound", "nmod")), None)
        if word.lower_ in _OWNED:
            held = self.owner(word)
            if held is not None or not groups("sites").get(word.lower_):
                return self.of(held) if held is not None else None
        if word.lower_ in _CONTAINERS or word.pos_ == "NUM" or word.lower_ in _SETTLED:
            near = [c for c in word.children if c.dep_ in ("compound", "nmod") and self._name(c) is not None]
            if (party := self._within(word, may_be_new, near)) is not None:
                return party
        fighters = self._fighters(word)
        if fighters is not None:
            return fighters
        if word.lower_ == "coalition" and (coalition := self.gazetteer.coalition()) is not None:
            return self.of_target(coalition)
        if (body := self._of_this_state(word)) is not None:
            return body
        again = self._again(word)
        new = self._new(word) if again is None and may_be_new else again
        return new or self._within(word, may_be_new)

    def _within(self, word: Token, may_be_new: bool, near: Sequence[Token] = ()) -> Party | None:
        """Return the party that a noun belongs to, which is none itself: X in "dozens of X", "the edge of X"."""
        after = ("of", "in") if word.lower_ in _SETTLED else ("of",)
        whose = [c for c in word.children if c.dep_ == "poss" and self._name(c) is not None]
        inner = next((noun for noun in [*near, *(n for _, n in grammar.after(word, *after)), *whose]), None)
        party = self.of(inner, may_be_new) if inner is not None else None
        if party is not None and party.unnamed:
            party.heads.add(word.lemma_.lower())
        return party

    def owner(self, word: Token) -> Token | None:
        """Return the noun that says whose something is: "X’s home", "a depot of X"."""
        near = [c for c in word.children if c.dep_ in ("poss", "nmod", "compound") and self._name(c) is not None]
        near += [c for c in word.children if c.dep_ == "poss"]
        near += [n for _, n in grammar.after(word, "of")]
        held = (c for c in word.children if c.dep_ == "acl" and c.lemma_ in _HELD)
        near += [n for clause in held for _, n in grammar.after(clause, "by", "to")]  # "a depot used by X"
        return next(iter(near), None)

    def each(self, word: Token) -> list[Party]:
        """Return whom a noun means, the officials of two states as two: "officials of Iraq and Iran"."""
        states = [noun for _, noun in grammar.after(word, "of", "from") if word.lower_ in groups("people")]
        if len(states) > 1:
            known = [self.collective(noun, word) for noun in states]
            return [party for party in known if party is not None]
        party = self.of(word)
        both = [self._of_the_other_state(word), party]
        return [party for party in both if party is not None]

    def _of_the_other_state(self, word: Token) -> Party | None:
        """Return the first of "Iraqi and American forces"; the name that has the noun is the second."""
        named = next((f for f in self.named if covers(f, word)), None)
        state = re.search(r"([A-Z][\w.]*)\s+and\s+$", self.text[: named.start]) if named is not None else None
        if (
            named is None
            or state is None
            or " " not in named.text
            or nations().get(state[1].casefold()) not in countries()
        ):
            return None
        form = f"{state[1]} {' '.join(named.text.split()[1:])}"
        held = self.gazetteer.collective(collective_key(form))
        if held:
            return self.of_target(held[0])
        return self._kept(Party("actors", form, "collective", self.line, unnamed=True, heads={word.lemma_.lower()}))

    def government(self, nation: str) -> Party | None:
        """Return the government of a state by its name or adjective: "Iraqi"."""
        state = nations().get(nation.casefold(), "")
        known = (t for t in self.gazetteer.targets.values() if state)
        named = (t for t in known if t.name.casefold().replace("of the ", "of ") == f"government of {state}")
        return next((self.of_target(t) for t in named), None)

    def states(self, word: Token) -> list[Party]:
        """Return the states that an adjective names: "Israeli", "US-Iranian"."""
        near = [word.text, *(c.text for c in word.children if c.dep_ in ("npadvmod", "compound") and c.i < word.i)]
        found = []
        for nation in near:
            name = nations().get(nation.casefold(), "")
            if name in countries():
                found.append(self.state(name.title()))
        return found

    def state(self, name: str) -> Party:
        """Return the state of a country as an actor, a new one where the data have none."""
        known = self.gazetteer.state(name)
        if known is not None:
            return self.of_target(known)
        made = Party("actors", name, "state", self.line)
        held = self.known.setdefault((made.table, made.name), made)
        if held is made:
            self.new.append(made)
        return held

    def acting(self, party: Party) -> Party:
        """Return the state that acts where a country is named: "the Republic of X sent weapons"."""
        return self.state(party.name) if party.kind == "country" else party

    def unnamed_of(self, word: Token, people: bool = False) -> Party | None:
        """Return the party without a name that a noun introduces; `people` where it can mean nobody else."""
        return self._new(word, people)

    def counted(self, word: Token, harm: str) -> Party:
        """Return those of whom a line says only how many were killed, hurt or detained."""
        done = {"injured": "wounded"}.get(harm, harm)
        printed = "" if word.pos_ == "NUM" else word.text
        made = Party("actors", f"people {done}", "collective", self.line, unnamed=True, printed=printed, counted=True)
        return self._kept(made)

    def respondents(self, share: Token) -> Party | None:
        """Return those whom a share of people stands for: of whom it is one, else those who were asked in a survey."""
        whole = next((n for _, n in grammar.after(share, "of")), None)
        if whole is not None:
            return self.of(whole)
        asked = (n for t in share.doc if t.lemma_ == "survey" for _, n in grammar.after(t, "of") if n.pos_ == "NOUN")
        label = next((f"{n.lower_} asked in the survey" for n in asked), "respondents of the survey")
        return self._kept(Party("actors", label, "collective", self.line, unnamed=True))

    def office(self, word: Token) -> Party | None:
        """Return the office that speaks for an official: "the governor’s office"; whose "his" is, a person says."""
        whose = next((c for c in word.children if c.dep_ == "poss"), None)
        if whose is None:
            return self.of(word)
        named = [p for f in self.named if f.end <= whose.idx and (p := self.of_name(f)).kind == "person"]
        if (
            whose.pos_ == "PRON" and len(set(named)) == 1 and pronouns.fits(whose, named[0])
        ):  # "X resigned, her office said"
            premier = named[0].known in self.gazetteer.premiers
            name = "Office of the Prime Minister of Iraq" if premier else f"office of {named[0].name}"
        elif whose.pos_ != "NOUN":
            return None
        else:
            name = f"{self._label(whose)}’s office"
        printed = self.text[whose.idx : word.idx + len(word)]
        return self._kept(Party("actors", name, "government_body", self.line, unnamed=True, printed=printed))

    def mission(self, site: Party, word: Token) -> Party:
        """Return the embassy that speaks, as an actor of the same name as its building."""
        made = Party("actors", site.name, "government_body", self.line, unnamed=True, printed=word.text)
        return self._kept(made)

    def collective(self, state: Token, noun: Token) -> Party | None:
        """Return the people of a state: the collective that the data have, or one without a name."""
        named = self._name(state)
        if named is None or named.target is None or self.of_name(named).kind not in ("state", "country"):
            return None
        label = f"{named.target.name} {noun.lower_}"
        held = self.gazetteer.collective(collective_key(label))
        if held:
            return self.of_target(held[0])
        return self._kept(Party("actors", label, "collective", self.line, unnamed=True, heads={noun.lemma_.lower()}))

    def _name(self, word: Token) -> Found | None:
        """Return the name that a word is part of, or that is its other name in apposition."""
        own = [f for f in self.named if covers(f, word)]
        if own:  # "US-led" and "Iran-backed" name nobody who acts
            return own[0] if word.doc.text[own[0].end : own[0].end + 1] != "-" else None
        beside = [c for c in word.children if c.dep_ == "appos" and c.pos_ == "PROPN" and not grammar.verb_after(c)]
        head = next((f for f in self.named if covers(f, word.head)), None) if word.dep_ == "appos" else None
        if head is not None and (self.of_name(head).kind == "person") == (groups("crowds").get(word.lower_) == "one"):
            return head
        if groups("crowds").get(word.lower_) == "one" or word.lower_ in words("titles"):
            for found in self.named:  # "a spokesman for the minister, Ann Grey,", "the mayor of X, Ann Grey"
                between = self.text[word.idx + len(word) : found.start] if found.start > word.idx else "-"
                person = next((c for c in word.subtree if c.dep_ == "appos" and covers(found, c)), None)
                stands_by = person is not None or re.fullmatch(r"(?: of (?:the )?[^,.]{1,40})?, ", between)
                told = (
                    "according" in [a.lower_ for a in word.ancestors][:2]
                )  # "according to his brother, Grey never fired"
                goes_on = told and re.match(r"\s+\w", self.text[found.end :])
                if stands_by and not goes_on and self.of_name(found).kind == "person":
                    return found
        for child in word.children:  # "a group that calls itself X", "a group known as X"
            if child.dep_ in ("relcl", "acl") and child.lemma_.lower() in ("call", "name", "know", "dub"):
                beside += [t for t in child.subtree if t.pos_ == "PROPN"]
                beside += [t for t in child.head.head.lefts if t.pos_ == "PROPN" and t.i > child.i]
            if child.dep_ == "compound" and (word.lower_ in _OFFICES or word.lower_ in groups("again")):
                beside.append(child)  # "the Badr bloc", "the X agency"
            if child.dep_ == "compound" and word.lower_ not in groups("crowds"):
                place = next((f for f in self.named if covers(f, child)), None)
                table = self.of_name(place).table if place is not None else ""
                if (table == "places" and word.lemma_ not in groups("sites")) or table == "facilities":
                    return place  # "the Diyala canal", "the Khor Mor gas field"
        return next((f for c in beside for f in self.named if covers(f, c)), None)

    def _fighters(self, word: Token) -> Party | None:
        """Return the force whose members a noun means: "Islamic State gunmen", "soldiers of the Iraqi Army"."""
        if word.lower_ not in _FIGHTERS:
            return None
        near = [c for c in word.children if c.dep_ in ("compound", "amod", "poss")]
        near += [noun for _, noun in grammar.after(word, "of", "from")]
        for child in near:
            meant = [self.of_name(f) for f in self.named if covers(f, child)]
            if child.tag_ in ("PRP$", "WP$"):
                meant = self._commanding(child)
            if not meant and child.lower_ in groups("again") and (party := self._again(child)) is not None:
                meant = [party]  # "gunmen of the group"
            for party in meant:
                if party.table == "actors" and party.kind in _MILITARY:
                    return party
        return None

    def _commanding(self, pronoun: Token) -> list[Party]:
        """Return the force that "its" means before "fighters": the one that it means, else the one named last."""
        armed = ("armed_group", "military")
        party = self.of(pronoun)
        if party is not None and party.kind in (*armed, "person"):
            return [party] if party.kind in armed else []
        if pronoun.lower_ not in ("its", "their", "whose") or pronoun.head.lower_ not in _FIGHTERS - {
            "men",
            "officers",
        }:
            return []
        before = [*self.seen, *(self.of_name(f) for f in self.named if f.end <= pronoun.idx)]
        return [p for p in before if p.kind == "armed_group"][-1:]

    def _of_this_state(self, word: Token) -> Party | None:
        """Return the body of Iraq that a noun alone means in an article on Iraq: "the army", "the oil ministry"."""
        if word.lower_ not in (*_OF_A_STATE, "parliament") or (word.i == 0 and word.doc.text[:1].islower()):
            return None
        near = [c for c in word.children if c.dep_ in ("amod", "compound", "nmod", "poss")]
        field = [c for c in near if c.lower_ in words("fields")]
        own = [c for c in near if nations().get(c.lower_) == "iraq"]
        if word.lower_ == "parliament":
            return self.parliament(word) if len(own) == len(near) else None
        if not self._is_on_iraq() or len(field) != len(near):
            return None
        if word.lower_ == "ministry" and field:
            return self.ministry(field, self.text[min(c.idx for c in field) : word.idx + len(word)])
        if not field and word.lower_ in ("army", "government"):
            name = "Iraqi Army" if word.lower_ == "army" else "Government of Iraq"
        else:
            return None
        known = next((t for t in self.gazetteer.targets.values() if t.name == name), None)
        return self.of_target(known) if known is not None else None

    def ministry(self, field: Sequence[Token], printed: str = "") -> Party | None:
        """Return the ministry of Iraq for a field ("oil") in an article on Iraq: a known record, or a new one."""
        if not self._is_on_iraq():
            return None
        of = " ".join(c.text for c in field).title().replace("Defense", "Defence")
        name = f"Iraqi Ministry of {'Foreign Affairs' if of == 'Foreign' else of}"
        known = next((t for t in self.gazetteer.targets.values() if t.name == name), None)
        if known is not None:
            return self.of_target(known)
        return self._kept(Party("actors", name, "government_body", self.line, printed=printed))

    def _is_on_iraq(self) -> bool:
        """Whether an article is on Iraq, and its line on no other state."""
        others = {n for w in re.findall(r"[\w’']+", self.text.casefold()) if (n := nations().get(w))} - _NEUTRAL
        return "iraq" in self.gazetteer.spoken and not others

    def parliament(self, word: Token) -> Party | None:
        """Return the parliament of Iraq in an article on Iraq, by its noun or by that of who sits in it.

        It is the record that the data have, or a new one.
        """
        if not self._is_on_iraq():
            return None
        known = next((t for t in self.gazetteer.targets.values() if t.name in _PARLIAMENTS), None)
        if known is not None:
            return self.of_target(known)
        start = min([word.idx, *(c.idx for c in self._described(word))])
        printed = self.text[start : word.idx + len(word)] if word.lower_ == "parliament" else ""
        return self._kept(Party("actors", "Parliament of Iraq", "government_body", self.line, printed=printed))

    def last_group(self, word: Token) -> Party | None:
        """Return the organisation that was named last before a word."""
        kinds = ("armed_group", "organisation", "political_party", "company")
        named = [f for f in self.named if f.end <= word.idx]
        aside = [f for f in named if self._is_aside(f, word.doc)]  # "X, one of the factions of Y. Its leader"
        before = [*self.seen, *(self.of_name(f) for f in (*aside, *(f for f in named if f not in aside)))]
        return next((p for p in reversed(before) if p.table == "actors" and p.kind in kinds), None)

    def _again(self, word: Token) -> Party | None:
        """Return what has been named before and is meant by its noun: "the base", "the group", "the Shield"."""
        definite = any(
            c.lower_ in ("the", "this", "that", "its", "their", "same", "these", "those") for c in word.children
        )
        lone = not any(
            c.dep_ in ("amod", "compound", "poss", "nummod") and c.lower_ not in ("same", "such") for c in word.children
        )
        noun = word.lower_
        before = [f for f in self.named if f.end <= word.idx]
        aside = [f for f in before if self._is_aside(f, word.doc)]
        about = [self.topic] if self.topic is not None else []  # before what is only named beside it
        earlier = [*map(self.of_name, aside), *self.seen, *about, *(self.of_name(f) for f in before if f not in aside)]
        if definite and lone:
            titled = self.titled | {t: self.of_name(f) for f in before for t in _titles(word.doc, f)}
            if noun in titled and titled[noun].kind == "person":
                return titled[noun]
        if definite and lone:
            types = groups("again").get(noun, "").split()
            for kind in ("", *types):  # an armed group before any other organisation
                for party in reversed(earlier):
                    if party.kind == kind or (not kind and noun in _ends(party)):
                        return party
        if word.lower_.startswith("spokes") and lone and not any(True for _ in grammar.after(word)):
            bodies = [
                p for p in earlier if p.table == "actors" and p.kind not in ("person", "state", "collective", "media")
            ]
            return bodies[-1] if bodies else None
        if definite or word.tag_ == "NNS":
            for party in reversed(self.new):
                if word.lemma_.lower() in party.heads and (lone or self._label(word) in (party.name, party.label)):
                    return party
        return None

    def _new(self, word: Token, people: bool = False) -> Party | None:
        """Return a party without a name, of people or of a site, or None for any other noun."""
        noun, crowd = word.lower_, groups("crowds").get(word.lower_)
        site = groups("sites").get(word.lemma_.lower()) or groups("sites").get(noun)
        pointed = any(c.dep_ in ("det", "nummod", "poss") for c in word.children)
        described = any(c.dep_ in ("amod", "compound", "poss") for c in word.children)
        if site and not pointed and not described and word.tag_ == "NN":
            return None  # a heading's "base" is that of the line after it
        if (noun in _OF_A_STATE and not described) or noun in ("others", "author"):
            return None
        if noun == "people" and not any(c.dep_ in ("amod", "acl", "relcl") for c in word.children):
            return None
        if word.pos_ not in ("NOUN", "PROPN") or any(c.lower_ in ("no", "what", "which") for c in word.children):
            return None
        if crowd is None and word.tag_ in ("NNS", "NNPS") and groups("crowds").get(word.lemma_.lower()):
            crowd = "many"
        if crowd is None and (noun in words("titles") and word.tag_ == "NN"):
            crowd = "one"
        if crowd is None and people and not site and word.tag_ in ("NN", "NNS"):
            crowd = "many" if word.tag_ == "NNS" else "one"
        if crowd:
            label, table = self._label(word), "actors"
            kind = "person" if crowd == "one" else "government_body" if noun in _BODIES else "collective"
        elif noun in _ROADS and described and word.dep_ not in ("compound", "pobj"):
            label, table, kind = self._label(word), "places", "area"
        elif noun == "list" and (whose := self._whose(word)):
            made = Party(
                "actors", f"list{whose}", "political_party", self.line, unnamed=True, printed="list", label="list"
            )
            return self._kept(made)
        elif site and word.dep_ != "compound":
            label, table, kind = self._label(word), "facilities", site if site != "base" else "base"
            near = next((f for f in self.named if f.start > word.idx and self._stands_by(word, f)), None)
            label += f" {self._beside(near)} {self.of_name(near).name}" if near else ""
        else:
            return None
        start = min([word.idx, *(c.idx for c in self._described(word))])
        printed = self.text[start : word.idx + len(word)]
        heads = {word.lemma_.lower()}
        name = label + self._whose(word) if table == "actors" else label
        return self._kept(Party(table, name, kind, self.line, unnamed=True, printed=printed, label=label, heads=heads))

    def _whose(self, word: Token) -> str:
        """Return whose somebody without a name is, as a part of the label: " of Kata’ib Hezbollah"."""
        if word.lower_ in _CONTAINERS or (word.lower_ in groups("people") and word.lower_ != "fighters"):
            return ""
        near = [c for c in word.children if c.dep_ == "poss"] + [n for _, n in grammar.after(word, "of")]
        owner = self.of(near[0], False) if near else None
        return f" of {owner.name}" if owner is not None and not owner.unnamed else ""

    def _kept(self, party: Party) -> Party:
        """Return the party without a name that is called the same, or remember this one."""
        for known in self.new:
            if (known.table, known.name) == (party.table, party.name):
                return known
        self.new.append(party)
        return party

    def _beside(self, place: Found) -> str:
        """Return "in" for a place that a site without a name is within, as a country, else "near"."""
        return "in" if self.of_name(place).kind in ("country", "region", "governorate") else "near"

    def _stands_by(self, word: Token, found: Found) -> bool:
        return any(covers(found, noun) for _, noun in grammar.after(word, "near", "outside", "in", "at"))

    def _label(self, word: Token) -> str:
        """Return a name for a party without one: its noun with what describes it, without numbers and articles."""
        return " ".join([*(c.text for c in self._described(word)), word.text])

    def _described(self, word: Token) -> list[Token]:
        """Return the words before a noun that say who or what it is, in order."""
        parts = [c for c in word.children if c.dep_ in ("amod", "compound", "npadvmod") and c.i < word.i]
        parts = [c for c in parts if c.pos_ in ("ADJ", "NOUN", "PROPN") and c.lower_ not in words("vague")]
        return sorted((c for c in parts if c.text not in MONTH_NAMES), key=lambda c: c.i)
