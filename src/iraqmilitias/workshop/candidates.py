"""Candidates: the actors, places and facilities that an article introduces and no known record matches."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from ..extraction import names
from ..extraction.phrases import collectives, countries
from ..extraction.spelling import folded, key, tokens
from ..extraction.vocabulary import groups, pattern_groups, patterns, words

_BODY = re.compile(rf"\b(?:{patterns('bodies_in_names')})\b")
_TYPES = [(kind, re.compile(rf"\b(?:{words})\b")) for kind, words in pattern_groups("types")]
_FOLLOWED = [(kind, re.compile(rf"\s+(?:{words})\b")) for kind, words in pattern_groups("types_after")]
_PREPOSITION = r"(?:in|of|at|from|near|for|with|to|on|by|who|that)\b"  # "a cook in the city" is no city
_SAID = [
    (
        kind,
        re.compile(
            rf"(?:\s*\([^)]*\))?,\s+(?:an?|the|one\s+of\s+the)\s+(?:(?!{_PREPOSITION})[\w’'‑-]+\s+){{0,4}}(?:{words})\b(?![’']s)"
        ),
    )
    for kind, words in pattern_groups("types_said")
]
_CALLED = [  # "a previously unknown group, the Sons of X"
    (
        kind,
        re.compile(
            rf"\b(?:[Aa]n?|[Tt]he)\s+[^.;]{{0,40}}\b(?:{words}),?\s+(?:(?:called|named|known\s+as|calling\s+itself)\s+)?(?:the\s+)?$"
        ),
    )
    for kind, words in pattern_groups("types_said")
]
_NO_ACTOR = re.compile(
    r"\b(?:Accords?|Acts?|Agreement|Treaty|Deal|Doctrine|Memorandum|War|Wars|Day|Days|Revolution|Spring|"
    r"Uprising|Protocol|Amendment|"
    r"Constitution|Resolution|Article|Operation|Law|Medal|Prize|Award|Cup|Olympics|Covid|Ramadan|Arbaeen|Crisis|"
    r"Plan|Summit)\b"
    r"|^(?:Highway|Route|Road)$|^[A-Z][\w]{0,3}[-‑]\d|\d|^(?:PHOTO|FILE|Photo|File|Image|Credit|Updated|Published|Follow|Subscribe|Read|Share|"
    r"Copyright|Related)\b",
)
_NEARBY = r"(?:(?:nearby|neighbou?ring|downtown|rural)\s+)?"
_WITHIN = re.compile(rf"\b(?:[Ii]n|[Nn]ear|[Ii]nside|[Oo]utside|(?:nor|sou)th(?:ea|we)?(?:st)? of|nearby)\s+{_NEARBY}$")
_PLACE = re.compile(
    rf"\b(?:[Ii]n|at|near|from|outside|inside|around|(?<!according )(?<!due )to|into|across|northern|southern|"
    r"eastern|western|central|town of|city of|village of|"
    rf"province of|capital of|capital,|district of|region of|port of|north of|south of|east of|west of|"
    rf"nearby)\s+{_NEARBY}$"
    r"|\b(?:mayor|governor|residents?|inhabitants|outskirts|streets|villages?|suburbs?|farmers) of\s+$"
    r"|\b(?:in|near|between)\s+(?:[A-Z][\w’'-]+(?:,\s+|\s+and\s+))+$"
    r"|\b(?:fled|retook|recaptured|entered|reached|overran|besieged|liberated|shelled)\s+$"
    r"|\b(?:left|bound|headed) for\s+$|\b(?:shelling|siege|battle|fall|capture|recapture|liberation|bombardment) of\s+$"
    r"|\b(?:road|highway|railway|pipeline)\b[^.,;]{0,50}\b(?:linking|between|from|to|with|and)\s+$"
)
_BASE = re.compile(r"\bbases?\b[^.,;]{0,60}\bat\s+(?:[A-Z][\w’'-]*(?:\s[A-Z][\w’'-]*){0,3}\s+and\s+)?$")
# What a name is by its words alone, the first that fits.
_NAMED_SO: tuple[tuple[tuple[str, str], Callable[[str], object]], ...] = (
    (("actors", "military"), re.compile(r"(?:[Aa]rmy|[Nn]avy|[Aa]ir [Ff]orce|Marine Corps|[Mm]ilitary)$").search),
    (("actors", "government_body"), re.compile(r"[a-z] (?:administration|government|cabinet)$").search),
    (("actors", "collective"), collectives),
    (("places", "area"), re.compile(r"\bborder$").search),
    (("places", "region"), re.compile(r"(?:north|south|east|west|central)").match),
    (("facilities", "embassy"), re.compile(r"\bembassy\b|\bconsulate\b").search),
    (("facilities", "airport"), re.compile(r"\bair\s?port\b").search),
    (("facilities", "base"), re.compile(r"\bbase$").search),
    (("places", "country"), lambda name: name.casefold() in countries()),
    (("actors", "media"), re.compile(r"\.com$").search),
    (("actors", "military"), re.compile(r"\d+(?:st|nd|rd|th)\s").match),
)
_HEARD = re.compile(r"(?:\b(?:told|to|quoted\s+by|reported\s+by)|/)\s+(?:the\s+)?$")
_TOLD_BY_SOURCES = re.compile(
    r"\b(?:sources?|officials?|officers?|witness(?:es)?|residents?|spokes\w+|doctors?|commanders?)\b[^.;]{0,60}\b"
    r"(?:(?:said|stated|reported|confirmed|spoke|disclosed)\s+to|told|informed|tells)\s+$"
)
_OUTLET_AND_PLACE = re.compile(r"\s+[–—|/-]\s+[A-Z][\w’'-]+(?:\s[A-Z][\w’'-]+)?\s+[–—|/-]\s+\d")
_MADE = re.compile(
    r"(?:[-‑]type)?\s+(?:rockets?|missiles?|drones?|rifles?|launchers?|helicopters?|gunships?|pick-?ups?|batter(?:y|ies)|tanks?)\b"
)
_SPEECH = re.compile(
    r",\s+\d{2},|,\s+who\b|,?\s+(?:said|says|told|added|wrote|warned|argued|noted|tweeted|explained)\b|,\s+(?:an?|the)\s+\w+"
)
_ONES = "|".join(sorted((re.escape(w) for w, n in groups("crowds").items() if n == "one"), key=len, reverse=True))
# "Ann Grey, then the fund’s bursar", "a shepherd named Omar": a person; not "near Tell Hadi, a farmer said".
_JOB_AFTER = re.compile(
    r"(?:\s*\([^)]*\))?,\s+(?:\d{1,3},\s+)?(?:(?:then|now|once|later|formerly|previously|himself|herself)\s+)?"
    rf"(?:(?:an?|the|his|her|its|their)\s+|[^,.;]{{2,40}}?[’']s\s+)?(?:(?!{_PREPOSITION})[\w’'‑-]+\s+){{0,4}}"
    rf"(?:{_ONES})\b(?!\s+(?:said|says|told|tells|added|reported|named|called)\b)"
)
_JOB_BEFORE = re.compile(rf"\b(?:{_ONES})\s+(?:named|called)\s+$")
_INSIDE = re.compile(r"\b(?:[Ii]n|[Nn]ear|[Aa]t|[Ii]nside|[Oo]utside|[Aa]round|[Aa]cross|of)\s+$")
_MEN_OF = re.compile(r"\b(?:[Ff]ighters|[Gg]unmen|[Mm]ilitiamen|[Mm]ilitants)\s+(?:of|loyal\s+to)\s+(?:the\s+)?$")
_ARMED = re.compile(
    r"(?:[’']s)?\s+(?:fighters|gunmen|militiamen|militants)\b|"
    r"\s+(?:fields|commands|has|claims|boasts)\s+[^.,;]{0,30}\b(?:fighters|gunmen|militiamen)\b"
)
_OUTLET = re.compile(r"[^\s.!?:”]\s+The\s+$|/(?:The\s+)?$|\|\s+The\s+$")  # "told The Amber Compass"
_TITLE = re.compile(r"(\w+)\.?\s+$")


@dataclass
class Candidate:
    """A record to be made, if a person agrees: its table, type and preferred name; `waived` says why it is not one."""

    name: str
    table: str
    kind: str
    line: int
    waived: str = ""
    keys: set[tuple[str, ...]] = field(default_factory=set)


def is_body(name: str) -> bool:
    """Whether a name has a noun of a body in it ("Ministry", "Corps")."""
    return bool(_BODY.search(name))


def is_dateline(text: str, start: int, end: int) -> bool:
    """Whether a name is the place before a wire item's first sentence: "BASRA, Iraq (AP) —"."""
    return (
        start == 0 and text[:end].isupper() and bool(re.match(r"(?:,|\s*\(|\s)[^—–]{0,70}(?:[—–]|\s-)\s", text[end:]))
    )


def is_agency(text: str, start: int) -> bool:
    """Whether a name is the agency in the brackets of a dateline: "BASRA, Iraq (Gulf Desk) —"."""
    place = re.split(r"[(,]", text, maxsplit=1)[0].rstrip()
    return text[:start].endswith("(") and is_dateline(text, 0, len(place))


class Register:
    """The candidates of an article; a last name, an acronym and a full name are one."""

    def __init__(self) -> None:
        self.candidates: list[Candidate] = []
        self._votes: dict[tuple[str, ...], list[tuple[tuple[str, str], int]]] = {}

    def note(self, text: str, start: int, end: int, line: int) -> None:
        """Record a name that no known record matches."""
        name, found = text[start:end], key(tokens(text[start:end]))
        if not found:
            return
        self._votes.setdefault(found, []).append(_kind(text, start, end))
        held = next((c for c in self.candidates if found in c.keys), None)
        if held is None:
            held = Candidate(name, "", "", line, keys={found})
            self.candidates.append(held)
        acronym = re.match(r"\s*\(\s*(?:the\s+)?[\"“]?([A-Z][A-Za-z&-]{1,7})[\"”]?\s*[),]", text[end:])
        if acronym:
            held.keys.add(key(tokens(acronym.group(1))))

    def state(self, name: str, line: int) -> Candidate:
        """Return the candidate for a country that acts."""
        return self._of_kind(name, "actors", "state", line)

    def city(self, name: str, line: int) -> Candidate:
        """Return the candidate for a capital that is a place: "In Washington, …"."""
        return self._of_kind(name, "places", "city", line)

    def _of_kind(self, name: str, table: str, kind: str, line: int) -> Candidate:
        held = next((c for c in self.candidates if (c.kind, c.name) == (kind, name)), None)
        if held is None:
            held = Candidate(name, table, kind, line)
            self.candidates.append(held)
        return held

    def settle(self) -> None:
        """Decide what each candidate is, and join short forms to full ones."""
        full = [c for c in self.candidates if len(c.name.split()) > 1]
        for candidate in self.candidates:
            votes = [v for k in candidate.keys for v in self._votes.get(k, [])]
            weight = Counter({kind: 0 for kind, _ in votes})
            for kind, counts in votes:
                weight[kind] += counts
            candidate.table, candidate.kind = max(weight, key=lambda k: (k != ("actors", "organisation"), weight[k]))
            if candidate.kind == "make":
                candidate.waived = "make of a weapon or a vehicle"
            elif _NO_ACTOR.search(candidate.name) and not is_body(candidate.name):
                candidate.waived = "name of a thing, a law or an occasion, no actor"
            elif _demonym(candidate, self.candidates):
                candidate.waived = "adjective alone"
        for candidate in list(self.candidates):
            owner = next((c for c in full if c is not candidate and _short(candidate, c)), None)
            if owner is not None:
                owner.keys |= candidate.keys
                owner.line = min(owner.line, candidate.line)
                self.candidates.remove(candidate)

    def get(self, text: str, start: int, end: int) -> Candidate | None:
        """Return the candidate that a name in a line refers to."""
        found = key(tokens(text[start:end]))
        plain = tuple(w for w in found if w not in ("al", "el"))
        return next((c for c in self.candidates if found in c.keys), None) or next(
            (
                c
                for c in self.candidates
                if c.kind == "person" and len(plain) == 1 and any(k[-1:] == plain for k in c.keys)
            ),
            None,
        )


def _demonym(word: Candidate, known: list[Candidate]) -> bool:
    """Whether a word is made of another name of the article: "Velmoran" of "Velmora"."""
    plain = folded(word.name)
    if len(word.name.split()) > 1 or not re.search(r"(?:an|ans|i|is|ese|ish)$", plain):
        return False
    stem = re.sub(r"(?:ian|ean|an|ese|ish|i)s?$", "", plain)
    others = (folded(c.name) for c in known if c is not word and len(c.name.split()) == 1)
    near = (o for o in others if o.startswith(stem) and len(o) <= len(stem) + 2)
    return len(stem) > 3 and any(not o.endswith("an") for o in near)


def _short(short: Candidate, full: Candidate) -> bool:
    """Whether one candidate is the other's last name, first word of two, or acronym."""
    found = next(iter(short.keys))
    words_of = key(tokens(full.name))
    if found in full.keys and short is not full:
        return True
    if is_body(short.name) and full.name.startswith((f"{short.name} for ", f"{short.name} of ", f"{short.name} on ")):
        return " " in short.name  # "the Delta Institute" of "the Delta Institute for Water"
    plain = tuple(w for w in found if w not in ("al", "el"))
    if full.kind == "person" and len(plain) == 1:
        return plain in (words_of[-1:], words_of[:1]) and short.kind in ("person", "organisation")
    if full.table == "actors" and short.kind == "organisation" and len(plain) == 1:
        return words_of[-1:] == plain  # "the Shield" of "the Rafidain Shield"
    letters = "".join(w[0] for w in re.findall(r"[A-Z]\w*", full.name)).casefold()
    return len(plain) == 1 and short.name.isupper() and len(plain[0]) > 2 and letters == plain[0]


def _kind(text: str, start: int, end: int) -> tuple[tuple[str, str], int]:
    """Return table and type of a name, and how much it counts: what is said of it more than what is guessed."""
    said = _told_kind(text, start, end)
    return (said, 3) if said is not None else (_guessed_kind(text, start, end), 1)


def _told_kind(text: str, start: int, end: int) -> tuple[str, str] | None:
    """Return table and type of a name by its own words, or by those around it that say what it is."""
    name = text[start:end]
    if is_dateline(text, start, end):
        return "places", "city"
    if is_agency(text, start):
        return "actors", "media"
    if name.casefold().replace(" ", "_") in words("makes") or _MADE.match(text, end):
        return "", "make"
    if _TOLD_BY_SOURCES.search(text[:start]):
        return "actors", "media"
    if _OUTLET_AND_PLACE.match(text, end) and not text[:start].strip():
        return "actors", "person" if _has_first_name(name) else "organisation"  # who writes, or a newspaper
    if name.endswith("Agency") and _HEARD.search(text[:start]):
        return "actors", "media"
    if kind := next((kind for kind, fits in _NAMED_SO if fits(name)), None):
        return kind
    if re.match(r"[-‑]based\b", text[end:]):
        return "places", "city"
    place = groups("places").get(name.removeprefix("Al-").removeprefix("al-").replace(" ", r"\s"))
    if place and not any(pattern.match(text, end) for _, pattern in _FOLLOWED):
        return "places", place
    typed = [(m.start(), -i, kind) for i, (kind, pattern) in enumerate(_TYPES) for m in pattern.finditer(name)]
    if typed:  # the last word says it: "Gulf Road Institute" is not an area
        return max(typed)[2]
    for kind, pattern in _FOLLOWED:
        if pattern.match(text, end):
            return kind
    for kind, pattern in _SAID:
        if pattern.match(text[end:]):
            return kind
    for kind, pattern in _CALLED:
        if pattern.search(text[:start]):
            return kind
    if is_body(name):
        return "actors", "organisation"
    if name.startswith("The ") and len(name.split()) < 4:
        return "actors", "media"  # "told The National"
    if _OUTLET.search(text[:start]) and len(name.split()) < 4 and not names.is_title_case(text):
        return "actors", "media"
    if " " in name and _MEN_OF.search(text[:start]):
        return "actors", "armed_group"
    if _ARMED.match(text, end) and not _INSIDE.search(text[:start]):
        return "actors", "armed_group"
    if _JOB_BEFORE.search(text[:start]):
        return "actors", "person"
    elsewhere = not _INSIDE.search(text[:start]) or re.match(r"[’']s\b", text[end:])
    named = " " in name and not name.isupper() and (_has_first_name(name) or _JOB_AFTER.match(text, end))
    return ("actors", "person") if named and elsewhere else None


def _has_first_name(name: str) -> bool:
    """Whether a name begins as those of women and men do: "Leila Sabah"."""
    first, *others = name.split()
    return bool(others) and first.casefold() in groups("first_names") and not {"of", "for", "the"} & {*others}


def _guessed_kind(text: str, start: int, end: int) -> tuple[str, str]:
    """Guess table and type of a name from where it stands in its sentence."""
    name = text[start:end]
    if _BASE.search(text[:start]):
        return "facilities", "base"
    if re.search(r"\b[Tt]he\s+$", text[:start]):  # persons have no article
        return "actors", "organisation"
    title = _TITLE.search(text[:start])
    count = len(name.split())
    if title and folded(title.group(1)) in words("titles") - {"state", "press", "security", "national", "foreign"}:
        return "actors", "person"
    if _WITHIN.search(text[:start]) and count < 3 and not name.isupper():
        return "places", "city"  # "near Tilal, the officials said"
    beside = re.search(r"\b([a-z]+),\s+$", text[:start])  # "his brother, Saad,"
    if beside and groups("crowds").get(beside[1]) == "one" and count < 4:
        return "actors", "person"
    if _SPEECH.match(text[end:]) and not name.isupper():
        return "actors", "person"
    if re.search(r"\b(?:spoke|talk(?:ed|s)|speaking|talking|wrote|said)\s+(?:to|with)\s+$", text[:start]) and count > 1:
        return "actors", "person"
    if _PLACE.search(text[:start]) and count < 3 and not name.isupper():
        return "places", "city"
    if re.match(r",\s+which\b", text[end:]):
        return "actors", "organisation"
    if 2 <= count <= 4 and not name.isupper() and not re.search(r"\b(?:of|the|for)\b", name):
        return "actors", "person"
    return "actors", "person" if name.casefold() in groups("first_names") else "organisation"
