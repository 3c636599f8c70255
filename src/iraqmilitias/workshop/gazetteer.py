"""Known actors, places and facilities by every spelling that the package has of them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from ..extraction.names import is_common
from ..extraction.phrases import collective_key, is_counted, nations
from ..extraction.spelling import Token, key, skeleton, tokens
from ..extraction.vocabulary import groups, lines, patterns, words
from ..package import Package
from ..table_files import rows_of

TABLES = {"actors": "actor_id", "places": "place_id", "facilities": "facility_id"}
LONGEST = 8  # words of a known spelling
SITES = frozenset({"airport", "embassy", "consulate", "base", "airbase", "airfield", "camp"})
TYPES = ("actor_type", "place_type", "facility_type")
# Bare plurals in small letters that name one set of people (codebook, Mentions).
BARE = frozenset({"protesters", "protestors", "demonstrators", "critics", "analysts"})


class Target(NamedTuple):
    """A row that a name can refer to."""

    table: str
    record_id: str
    name: str


class Form(NamedTuple):
    """One spelling of a target; `proper` where it has capitals, `shouted` where it has only these."""

    target: Target
    proper: bool
    shouted: bool


@cache
def renderings() -> dict[str, list[str]]:
    """Return other renderings of the Arabic names of bodies, by the body's name in the data."""
    found: dict[str, list[str]] = {}
    for line in lines("renderings"):
        name, _, forms = line.partition(": ")
        found.setdefault(name.replace("_", " "), []).extend(f.replace("_", " ") for f in forms.split())
    return found


@cache
def _cities_of_iraq() -> re.Pattern[str]:
    abroad = patterns("abroad").split("|")
    names = (n for n in groups("places") if n not in abroad and not is_common(n))
    return re.compile(rf"\b(?:{'|'.join(names)})\b")


class Gazetteer:
    """Spellings and the records that have them, from names, aliases and mentions of a package.

    `without` leaves out what only one source says, as if that source had not been coded.
    """

    def __init__(self, package: Package, without: str = "") -> None:
        self.forms: dict[tuple[str, ...], list[Form]] = {}
        self.surnames: dict[tuple[str, ...], set[Target]] = {}
        self.skeletons: dict[str, set[Target]] = {}
        self.collectives: dict[tuple[str, ...], Counter[Target]] = {}
        self.uses: Counter[str] = Counter()  # how often each record is mentioned
        self.terms: dict[tuple[str, ...], str] = {}
        self.targets: dict[str, Target] = {}
        self.kinds: dict[str, str] = {}  # the type of each record
        self.spoken: set[str] = set()  # the nations of which the article that is read speaks
        self.year = 0  # of the article’s publication, where it is known
        self.countries: dict[str, str] = {}  # the country of each actor and place that has one
        self.sites: set[str] = set()  # facilities with a name
        self.premiers: set[str] = set()  # who has headed the Government of Iraq
        self.waived: dict[str, str] = {}  # forms that were waived, with the reason
        self.bodies: set[str] = set()  # named actors that are neither persons nor states
        mentions = [m for m in rows_of(package, "mentions") if m["source_id"] != without]
        kept = {m[c] for m in mentions for c in TABLES.values() if m[c]}
        self.uses.update(m[c] for m in mentions for c in TABLES.values() if m[c])
        gone = {m[c] for m in rows_of(package, "mentions") for c in TABLES.values() if m[c]} - kept
        persons = set()
        for table, column in TABLES.items():
            for row in rows_of(package, table):
                if row[column] in gone:
                    continue
                target = self.targets[row[column]] = Target(table, row[column], row["name"])
                self.kinds[row[column]] = next(row[c] for c in TYPES if c in row)
                self.add(re.sub(r"\s*\(.*\)|,.*", "", row["name"]), target)
                if row["description"].startswith("Prime minister of Iraq"):
                    self.premiers.add(row[column])
                if row.get("country"):
                    self.countries[row[column]] = row["country"]
                ministry = re.search(r"\bMinistry of (?:the )?(.+)", row["name"])
                if ministry and row.get("actor_type") == "government_body":
                    for form in (ministry[0], f"{ministry[1]} Ministry"):
                        self.add(form, target)
                if table == "facilities" and row["named"] == "true":
                    self.sites.add(row[column])
                    bare = re.sub(r"\s+(?:Air\s?[Bb]ase|Airfield|Airbase|Base|Airport)$", "", row["name"])
                    if " " in bare and bare != row["name"]:
                        self.add(bare, target)  # "Qayyarah West"
                if row.get("actor_type") == "person" and row["named"] == "true":
                    persons.add(target)
                elif table == "actors" and row["named"] == "true" and row["actor_type"] != "state":
                    self.bodies.add(row[column])
        for row in [*rows_of(package, "aliases"), *({**m, "alias": m["text"]} for m in mentions)]:
            target_id = row["actor_id"] or row["place_id"] or row["facility_id"]
            if target_id in self.targets:
                told = "mention_id" in row and target_id in self.bodies  # "terrorist organization" may be another
                if told and not any(c.isupper() for c in row["alias"]):
                    continue
                self.add(row["alias"], self.targets[target_id])
                if re.match(r"(?:al|el)[-‑ ]\S+\s\S", row["alias"], re.IGNORECASE):
                    self.add(row["alias"][3:], self.targets[target_id])
        self._add_governments(package)
        for name, forms in renderings().items():
            for target in [t for t in self.targets.values() if t.name == name and t.table == "actors"]:
                for form in forms:
                    self.add(form, target)
        for person in persons:
            self._add_surname(person)
        for row in rows_of(package, "waivers"):
            known = key(tokens(row["text"])) in self.forms or re.search(r"\b[a-z]{3}-\d{4}", row["reason"])
            if row["kind"] == "name" and row["source_id"] != without and not known:
                self.waived[row["text"]] = row["reason"]
        for term in rows_of(package, "terms"):
            if term["source_id"] != without:
                self.terms[key(tokens(term["term"]))] = term["term_id"]

    def add(self, form: str, target: Target) -> None:
        """Let a spelling refer to a record."""
        parts = tokens(form)
        found = key(parts)
        if not found:
            return
        letters = "".join(c for c in form if c.isalpha())
        entry = Form(target, any(c.isupper() for c in form), letters.isupper() and len(letters) < 7)
        held = self.forms.setdefault(found, [])
        if entry not in held:
            held.append(entry)
        if entry.proper and not entry.shouted and len(" ".join(found)) > 6:
            self.skeletons.setdefault(skeleton(found), set()).add(target)
        collective = collective_key(form)
        if collective and target.table == "actors":
            self.collectives.setdefault(collective, Counter())[target] += 1

    def _add_governments(self, package: Package) -> None:
        """Let the name of a capital refer to its government, and "Iraqi government" for the Government of Iraq."""
        bodies = {t.name.casefold(): t for t in self.targets.values() if t.name.startswith("Government of ")}
        capitals = [(r["name"], r["description"]) for r in rows_of(package, "places") if r["place_id"] in self.targets]
        for name, description in capitals:
            country = re.match(r"Capital of (?:the )?([A-Z]\w+(?: [A-Z]\w+)*)", description)
            body = bodies.get(f"government of {country.group(1).casefold()}") if country else None
            if body:
                self.add(name, body)
        for name, body in bodies.items():
            self.add(f"{name.removeprefix('government of ').removeprefix('the ').title()} government", body)

    def _add_surname(self, person: Target) -> None:
        for forms, held in list(self.forms.items()):
            if len(forms) > 1 and any(f.target == person for f in held):
                self.surnames.setdefault(forms[-1:], set()).add(person)

    def _of_nations(self, found: list[Target], parts: list[Token]) -> list[Target]:
        """Leave out bodies that a spelling only names together with a nation of which the article does not speak.

        "Interior Ministry" is that of Iraq in an article on Iraq, and another's elsewhere.
        """
        if len(parts) < 2:
            return found
        bodies = {"government_body", "military"}
        generic = all(t.key in words("generic") for t in parts)
        return [
            t for t in found
            if not (generic and self.kinds[t.record_id] in bodies and self.nation_of(t.record_id) not in self.spoken)
        ]  # fmt: skip

    def nation_of(self, record_id: str) -> str:
        """Return the state that an actor is of, in small letters, or an empty string."""
        code = self.countries.get(record_id)
        states = (t for t in self.targets.values() if self.kinds[t.record_id] == "state")
        return next((t.name.casefold() for t in states if code and self.countries.get(t.record_id) == code), "")

    def coalition(self) -> Target | None:
        """Return the one coalition that the data have and that had not ended before the article’s year, or None."""
        known = (t for t in self.targets.values() if t.table == "actors" and "coalition" in t.name.casefold().split())
        lasting = [t for t in known if not self._ended(t)]
        return lasting[0] if len(lasting) == 1 else None

    def state(self, country: str) -> Target | None:
        """Return the state of a country as an actor."""
        name = country.casefold()
        named = (t for t in self.targets.values() if t.name.casefold() == name)
        return next((t for t in named if self.kinds[t.record_id] == "state"), None)

    def hears(self, text: Sequence[str]) -> None:
        """Remember of which nations an article speaks: by their names, and by the places that its first lines name.

        Where it names no nation, the places of all its lines count.
        """
        spoken = {nations()[w] for line in text for w in re.findall(r"[\w.’']+", line.casefold()) if w in nations()}
        told = [line for line in text if line.strip()][: 3 if spoken else None]
        places = {t.record_id for line in told for _, _, held in self.scan(line) for t in held if t.table == "places"}
        home = {"iraq"} if any(_cities_of_iraq().search(line) for line in told) else set()
        self.spoken = spoken | home | {nation for place in places if (nation := self.nation_of(place))}

    def lookup(self, parts: list[Token], initial: bool = False) -> list[Target]:
        """Return the records that have a run of words as a spelling."""
        held = self.forms.get(key(parts), [])
        capital = any(t.capital for t in parts)
        found = []
        for form in held:
            if form.shouted and not all(t.upper for t in parts):
                continue
            if form.proper and not capital:
                continue
            if not form.proper and len(parts) == 1 and parts[0].key not in BARE:
                continue
            found.append(form.target)
        return self._of_nations(sorted(dict.fromkeys(found), key=lambda t: -self.uses[t.record_id]), parts)

    def collective(self, form: tuple[str, ...]) -> list[Target]:
        """Return the collective that most of the known forms with these parts refer to, or nothing."""
        known: dict[Target, int] = self.collectives.get(form, {})
        held = {t: count for t, count in known.items() if not self._ended(t)}
        if known and not held and "coalition" in form and (coalition := self.coalition()) is not None:
            return [coalition]
        return [max(held, key=lambda t: (held[t], self.uses[t.record_id]))] if held else []

    def _ended(self, target: Target) -> bool:
        """Whether something had ended before the article's year: "Coalition forces to 2011"."""
        end = re.search(r"\bto (\d{4})$", target.name)
        return end is not None and int(end[1]) < self.year

    def of_the_time(self, target: Target, line: str) -> Target:
        """Return the coalition that had not ended, for one that had before the article's year and those of the line."""
        told = [int(year) for year in re.findall(r"\b(?:19|20)\d\d\b", line)]
        if not self._ended(target) or any(year <= int(target.name[-4:]) for year in told):
            return target
        return self.coalition() or target

    def facility(self, parts: list[Token]) -> list[Target]:
        """Return the one facility whose name has all the words of a description: "airport in Baghdad"."""
        wanted = {t.key for t in parts if (t.capital or t.key in SITES) and t.key not in ("al", "el", "ain", "ayn")}
        wanted |= {w for t in parts if t.key in nations() for w in nations()[t.key].split()}
        wanted -= {t.key for t in parts if t.key in nations()} - {w for n in nations().values() for w in n.split()}
        if not wanted & SITES or len(wanted) < 2:
            return []
        known = (t for t in self.targets.values() if t.record_id in self.sites)
        fitting = [t for t in known if wanted <= {w for k in tokens(t.name) for w in (k.key, *k.key.split("air"))}]
        return fitting if len(fitting) == 1 else []

    def surname(self, parts: list[Token]) -> list[Target]:
        """Return the one person whose last name this is, or nothing."""
        found = self.surnames.get(key(parts)[-1:], set())
        plain = len(key([t for t in parts if t.key not in ("al", "el")])) == 1
        return list(found) if len(found) == 1 and plain and parts[-1].capital else []

    def transliterated(self, parts: list[Token]) -> list[Target]:
        """Return the one target whose spelling has the same consonants and nearly the same letters, or nothing."""
        name = key(parts)
        bones = skeleton(name)
        least = 3 if len(name) > 1 else 4
        if len(bones.replace(" ", "")) < least or not all(t.capital or t.key in words("particles") for t in parts):
            return []
        near = self.skeletons.get(bones, set())
        spelled = " ".join(name)
        likeness = 0.6 if len(bones.replace(" ", "")) > 3 else 0.85
        alike = [k for k in self.forms if len(k) == len(name) and skeleton(k) == bones]
        alike = [k for k in alike if SequenceMatcher(None, " ".join(k), spelled).ratio() > likeness]
        close = {f.target for k in alike for f in self.forms[k] if f.target in near}
        return self._of_nations(list(close), parts) if len(close) == 1 else []

    def scan(self, text: str) -> Iterator[tuple[int, int, list[Target]]]:
        """Yield where known spellings are in a line, the longest first at each place, none overlapping."""
        line = tokens(text)
        i = 0
        while i < len(line):
            for size in range(min(LONGEST, len(line) - i), 0, -1):
                parts = line[i : i + size]
                if (
                    not all(_adjoin(text, a, b) for a, b in pairwise(parts))
                    or parts[0].key == "the"
                    or parts[-1].key in ("the", "al", "el", "ul")
                ):
                    continue
                targets = self.lookup(parts)
                some = size == 1 and parts[0].key in BARE and is_counted(text, parts[0].start)
                if targets and not some:
                    yield parts[0].start, parts[-1].end, targets
                    i += size
                    break
            else:
                i += 1


def _adjoin(text: str, first: Token, last: Token) -> bool:
    return re.fullmatch(r"[\s\-‑–.,'’ʿʾ]{0,2}|\s*&\s*", text[first.end : last.start]) is not None and not re.search(
        r"[,–]|['’]s", text[first.end : last.start]
    )
