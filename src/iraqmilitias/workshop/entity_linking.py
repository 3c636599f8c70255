"""Entity linking: the known record or new candidate that each name of an article refers to, or why it has none."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass
from typing import NamedTuple

from ..calendar_days import MONTH_NAMES
from ..extraction import names, phrases
from ..extraction.phrases import reason_without_name
from ..extraction.spelling import Token, folded, tokens
from ..extraction.vocabulary import groups, words
from . import candidates
from .candidates import Candidate
from .gazetteer import Gazetteer, Target

_ARTICLE = re.compile(rf"(?<![\w-])(?:{'|'.join(words('articles'))})[-‑'’]$")  # small: "al-Sudani"
_PLACE_BEFORE = re.compile(
    r"\b(?:in|at|near|from|to|into|inside|outside|across|throughout|around|over|within|departed|departing|quit|"
    r"exit|exiting|invaded|invading|occupied|occupying|turn|toward|towards|leave|"
    r"leaving|left|"
    r"entered|entering|visit|visited|visiting|neighbou?ring|northern|southern|eastern|western|central|of|"
    r"through|via)\s+"
    r"(?:(?:northern|southern|eastern|western|central|both|neighbou?ring|war-torn|mainly)\s+)?(?:the\s+)?$"
    r"|(?-i:^\s*[A-Z][A-Z' .-]+,\s+)$",  # a dateline: "ERBIL, Iraq —"
    re.IGNORECASE,
)
_PLACE_AFTER = re.compile(
    r"\s*(?:[’']s\s+(?:[\w-]+\s+){0,2}(?:\w*(?:elections?|militias|borders?|territory|capital|cities|south|"
    r"north|west|east|parliamentary))|[-–]\w+\s+border|\s+border)"
)


# A capital stands for its government where it acts: "talks with X", "X said".
_CITY_ACTS_BEFORE = re.compile(
    r"\b(?:(?:orders?|support|money|aid|backing|arms|weapons|help|funds|instructions|pressure|permission)\s+from|(?:close|loyal|linked|tied|allied|aligned|ties|links)\s+(?:to|with)|with|by|between|against|urged|asked|told|pressed|accused|warned|blamed|thanked|called\s+on|criticized|pressure\s+on|(?:with|between)\s+[A-Z]\w+\s+and)\s+$",
    re.IGNORECASE,
)
_CITY_ACTS_AFTER = re.compile(
    r"[’']s\b|(?:\s+(?:also|never|still|now|then|later|itself))?\s+(?:has|had|have|is|was|will|would|wants?|does|did|"
    r"says?|said|pays?|shot|sent|struck|fought|began|held|put|took|gave|made|won|lost|withdrew|met|built|bought|"
    r"brought|came|went|kept|led|let|cut|hit|fell|got|chose|swore|and\s+[A-Z]\w+\s+(?:have|are|were|had)|\w{3,}(?:ed|es|ts|ds|ns|ks|rs|ls))\b"
    r"|-(?:backed|aligned|linked|allied|funded)"
)


class Found(NamedTuple):
    """A name in a line: known (`target`), new (`candidate`), or, with neither, to be waived for `reason`."""

    start: int
    end: int
    text: str
    target: Target | None
    candidate: Candidate | None
    reason: str
    sure: bool  # whether no other record has the spelling
    alike: bool = False  # whether another record of the same kind has it

    @property
    def read_as(self) -> str:
        """What kind of name the grammar reads it as; empty for what is not a name and for collectives ("US troops")."""
        held = self.target or self.candidate
        kind = self.candidate.kind if self.candidate else ""
        if held is None or kind == "collective" or not self.text.split()[-1].lstrip("al-")[:1].isupper():
            return ""
        return "person" if kind == "person" else held.table


@dataclass
class Article:
    """The names of an article: each line's finds, and the candidates for new records in order of their first line."""

    lines: list[list[Found]]
    candidates: list[Candidate]


def read(text: Sequence[str], gazetteer: Gazetteer, year: int = 0) -> Article:
    """Resolve the names of an article's lines, of which later ones help with earlier ones ("Grey", "Ann Grey").

    In the article's year, "the Coalition" is the one that had not ended.
    """
    gazetteer.year = year
    coalition = gazetteer.coalition() if year else None
    if coalition is not None:
        for form in ("Coalition", "US-led coalition", "U.S.-led coalition", "American-led coalition"):
            gazetteer.add(form, coalition)
    register = candidates.Register()
    gazetteer.hears(text)
    pieces = [_pieces(line, gazetteer) for line in text]
    small = {word for line in text for word in re.findall(r"\b[a-z]+\b", line)}
    pieces = [[_common(line, piece, small) for piece in found] for line, found in zip(text, pieces, strict=True)]
    for number, line in enumerate(pieces, 1):
        for start, end, _, reason in line:
            if not reason and not _known(text[number - 1], start, end, gazetteer):
                register.note(text[number - 1], start, end, number)
    register.settle()
    found = [[f for p in line if (f := _found(text[i], p, gazetteer, register))] for i, line in enumerate(pieces)]
    found = [[_acting(text[i], f, i + 1, gazetteer, register) for f in line] for i, line in enumerate(found)]
    for printed, names_found in zip(text, found, strict=True):
        names_found += _arabic(printed, names_found)
        names_found.sort(key=lambda f: f.start)
    used = {id(f.candidate) for line in found for f in line if f.candidate}
    return Article(found, [c for c in register.candidates if id(c) in used])


Piece = tuple[int, int, list[Target], str]


def _common(text: str, piece: Piece, small: Set[str]) -> Piece:
    """Waive a word that begins a sentence and is in small letters elsewhere in the article: "Couriers drove it"."""
    start, end, targets, reason = piece
    first = not text[:start].strip() or bool(re.search(r"[.!?:][”\"’']?\s+[“\"‘]?$", text[:start]))
    plain = not targets and not reason and first and text[start:end].casefold() in small
    return (start, end, targets, "common word") if plain else piece


def _pieces(text: str, gazetteer: Gazetteer) -> list[Piece]:
    """Cut a line's names into pieces: known spellings and collectives first, then the rest of each capitalised run."""
    spans = [part for name in names.find(text) for part in _people_apart(text, name)]
    known = [(_with_al(text, a, t), b, t, "") for a, b, t in gazetteer.scan(text)]
    known += [(a, b, _targets(text[a:b], gazetteer), "") for a, b in phrases.collectives(text)]
    known += [(a, b, _known(text, a, b, gazetteer), "") for a, b in phrases.phrases(text)]
    known = [_widened(text, *piece, gazetteer) for piece in known]
    held: list[Piece] = []
    for piece in sorted(known, key=lambda p: (p[0] - p[1], p[0])):
        if not any(piece[0] < b and a < piece[1] for a, b, _, _ in held):
            held.append(piece)
    result = list(held)
    for name in spans:
        inner = [p for p in held if p[0] < name.end and name.start < p[1]]
        rest = [w for w in _capitalised(text, name) if not any(p[0] <= w.start and w.end <= p[1] for p in inner)]
        if rest:
            result = _rest(text, name, inner, rest, result)
    return sorted(result, key=lambda p: (p[0], -p[1]))


def _widened(text: str, start: int, end: int, targets: list[Target], reason: str, gazetteer: Gazetteer) -> Piece:
    """Take an adjective or acronym before a body with a known name with it ("Kurdish Peshmerga")."""
    before = re.search(r"(?<![.!?:”\"“‘(])\s((?:[A-Z][\w’']*[-‑ ])?)$", text[:start])
    if (
        before
        and before.group(1)
        and targets
        and targets[0].table == "actors"
        and targets[0].record_id in gazetteer.bodies
    ):
        word = before.group(1).strip(" -‑")
        acronym = word.isupper() and bool(gazetteer.lookup(tokens(word)))
        if (
            reason_without_name(text, tokens(text)[0]._replace(start=before.start(1), end=before.start(1) + len(word)))
            == "adjective alone"
            or acronym
        ):
            return before.start(1), end, targets, reason
    return start, end, targets, reason


def _with_al(text: str, start: int, targets: list[Target]) -> int:
    """Take the article before a person's known last name with it: "al-Sudani"."""
    article = _ARTICLE.search(text[:start])
    return article.start() if article and all(t.table == "actors" for t in targets) else start


def _targets(form: str, gazetteer: Gazetteer) -> list[Target]:
    """Return the known collective that a collective's words refer to."""
    exact = gazetteer.lookup(tokens(form))
    return exact or gazetteer.collective(phrases.collective_key(form))


def _rest(text: str, name: names.Name, inner: list[Piece], rest: list[Token], result: list[Piece]) -> list[Piece]:
    """Settle the words of a capitalised run that no known spelling covers."""
    all_words = _capitalised(text, name)
    lead, core = _trimmed(text, all_words, inner)
    if not names.is_signed(text) and names.is_title_case(
        re.sub(r"\b(?:[A-Z]\.)+", "US", text)
    ):  # the words of a heading are capital without a name
        common = [w for w in core if names.is_common(text[w.start : w.end])]
        plain = [w for w in common if not candidates.is_body(text[w.start : w.end])]
        plain = [w for w in plain if not _ends_outlet(text, w, core)]
        beside = zip([None, *core[:-1]], core, [*core[1:], None], strict=True)
        alone = [w for a, w, b in beside if {a, b} <= {None, *plain} and _is_crowd(text, w)]
        plain += [w for w in alone if w in common and w not in plain]  # "Strikes Militia Sites"
        if plain:
            lead += [(w, "title case, no name") for w in plain]
            held = [w for w in core if w in rest and w not in plain]
            whys: list[Piece] = [(w.start, w.end, [], why) for w, why in lead if w in rest]
            return result + whys + [(a, b, [], "") for a, b in _runs(text, held)]
    result = result + [(w.start, w.end, [], why) for w, why in lead if w in rest]
    left = [w for w in core if w in rest]
    if not left:
        return result
    if all(reason := [reason_without_name(text, w) for w in left]):
        return result + [(w.start, w.end, [], why) for w, why in zip(left, reason, strict=True)]
    swallowed = [p for p in inner if core[0].start <= p[0] and p[1] <= core[-1].end]
    separate = [p for p in swallowed if _apart(text, p, left)]
    if swallowed and len(separate) == len(swallowed):
        return result + [(a, b, [], "") for a, b in _runs(text, left)]
    gone = [p for p in swallowed if p not in separate]
    end = max(core[-1].end, *(p[1] for p in gone)) if gone else core[-1].end
    start = _with_article(text, core[0].start, name)
    whole: Piece = (start, end if end <= name.end or gone else name.end, [], "")
    if core[-1].end <= name.end and re.fullmatch(r"[-‑]\d+\w?", text[core[-1].end : name.end]):
        whole = (whole[0], name.end, [], "")
    return [p for p in result if p not in gone] + [whole]


def _is_crowd(text: str, word: Token) -> bool:
    """Whether a word is only a noun of armed people: "Militia", "Forces"."""
    return groups("people").get(text[word.start : word.end].casefold()) in ("militias", "forces")


def _ends_outlet(text: str, word: Token, core: list[Token]) -> bool:
    """Whether a common word ends the name of an outlet in a line of its own: "Ann Grey | Gulf Quarterly | 6 May"."""
    before = next((w for w in reversed(core) if w.end == word.start - 1), None)
    outlet = text[word.start : word.end] in names.OUTLETS and re.match(r"\s*(?:[|,–—]|$)", text[word.end :])
    return bool(outlet) and before is not None


def _apart(text: str, piece: Piece, left: list[Token]) -> bool:
    """Whether a known name is not a part of the longer one that it touches: "Iran Foreign Ministry" is one name, but
    "US President Low" two, and "US-led", "Washington, Grey" are."""
    before = [w for w in left if w.end <= piece[0]]
    after = [w for w in left if w.start >= piece[1]]
    hyphen = re.match(r"[-‑–]", text[piece[1] : piece[1] + 1]) or (piece[0] and text[piece[0] - 1] in "-‑–")
    article = _ARTICLE.search(text[: piece[0]])
    if article and before and before[-1].end == article.start() - 1 and not reason_without_name(text, before[-1]):
        return False  # "Nusrat al-Balad" is not a place "Balad"
    rest = text[(after or before)[0].start : (after or before)[-1].end]
    person = bool(piece[2]) and after and not before and not candidates.is_body(text[after[0].start : after[-1].end])
    nation = text[piece[0] : piece[1]].casefold() in phrases.nations()
    return (
        bool(hyphen)
        or bool(person and nation and (len(after) >= 2 or text[piece[0] : piece[1]].replace(".", "").isupper()))
        or bool(reason_without_name(text, before[-1] if before else after[0]) and not candidates.is_body(rest))
    )


def _trimmed(text: str, parts: list[Token], inner: list[Piece]) -> tuple[list[tuple[Token, str]], list[Token]]:
    """Take titles, and adjectives before them, from the front of a name; return these with reasons, and the rest."""
    lead: list[tuple[Token, str]] = []
    core = list(parts)
    if candidates.is_agency(text, core[0].start):
        return lead, core
    while len(core) > 1:
        word = core[0]
        following = core[1]
        covered = any(p[0] <= word.start and word.end <= p[1] for p in inner)
        if word.key in words("titles") and not candidates.is_body(text[word.start : core[-1].end]):
            lead.append((word, "title before a name"))
        elif reason_without_name(text, word) and not _ends_as_body(text, core):
            lead.append((word, reason_without_name(text, word)))
        elif covered and following.key in words("titles") and not candidates.is_body(text[word.start : core[-1].end]):
            pass
        else:
            break
        core.pop(0)
    return lead, core


def _ends_as_body(text: str, core: list[Token]) -> bool:
    """Whether some words are the name of a body: "Jordanian Foreign Ministry"; not "Iraqi Prime Minister Grey"."""
    held = core if core[1].key not in words("titles") else core[-1:]
    return candidates.is_body(text[held[0].start : held[-1].end])


def _known(text: str, start: int, end: int, gazetteer: Gazetteer) -> list[Target]:
    parts = tokens(text[start:end])
    if not parts:
        return []
    if candidates.is_dateline(text, start, end):
        return [t for t in gazetteer.lookup(parts) if t.table == "places"]
    return (
        gazetteer.lookup(parts)
        or _targets(text[start:end], gazetteer)
        or gazetteer.facility(parts)
        or gazetteer.surname(parts)
        or gazetteer.transliterated(parts)
    )


def _found(text: str, piece: Piece, gazetteer: Gazetteer, register: candidates.Register) -> Found | None:
    start, end, targets, reason = piece
    printed = text[start:end]
    if reason:
        return Found(start, end, printed, None, None, reason, True)
    if not targets or candidates.is_dateline(text, start, end):
        targets = _known(text, start, end, gazetteer)
    parts = tokens(printed)
    if len(parts) == 1 and reason_without_name(text, parts[0]._replace(start=start, end=end)) == "demonym":
        targets = [t for t in targets if parts[0].key in folded(t.name).split()]
        if not targets:  # "Iraqis": which of them?
            return Found(start, end, printed, None, None, "demonym", False)
    elsewhere = re.match(r"\s+in\s+([A-Z][\w’'-]+)", text[end:])
    if (
        elsewhere and printed.endswith("mbassy") and elsewhere.group(1) not in MONTH_NAMES
    ):  # "US embassy in Beirut" is not that in Baghdad
        targets = [t for t in targets if t.table != "facilities" or elsewhere.group(1) in t.name]
    candidate = register.get(text, start, end)
    if (
        candidate
        and len(tokens(printed)) == 1
        and gazetteer.surname(tokens(printed))
        and not gazetteer.lookup(tokens(printed))
    ):
        targets = []  # a person of the same last name is introduced in this article
    targets = [gazetteer.of_the_time(t, text) for t in targets]
    if targets:
        chosen = _chosen(text, start, end, targets, gazetteer)
        kinds = [gazetteer.kinds[t.record_id] for t in targets]
        alike = kinds == ["military"] * len(kinds) and len(kinds) > 1  # "Iraqi forces": the army, or the police too?
        return Found(start, end, printed, chosen, None, "", len(targets) == 1, alike)
    if candidate is None:
        return None
    if printed in gazetteer.waived:
        return Found(start, end, printed, None, None, gazetteer.waived[printed], True)
    if candidate.waived:
        return Found(start, end, printed, None, None, candidate.waived, True)
    return Found(start, end, printed, None, candidate, "", False)


def _arabic(text: str, found: Sequence[Found]) -> list[Found]:
    """Return names in Arabic script in brackets after a name, as what that name refers to."""
    result = []
    for match in re.finditer(r"(?<=\()[\u0600-\u06ff][\u0600-\u06ff\s]*[\u0600-\u06ff](?=\))", text):
        before = next((f for f in found if f.end <= match.start() and text[f.end : match.start()].strip() == "("), None)
        if before is not None and not before.reason:
            result.append(before._replace(start=match.start(), end=match.end(), text=match.group()))
    return result


def _chosen(text: str, start: int, end: int, targets: list[Target], gazetteer: Gazetteer) -> Target:
    """Choose between a country that acts and the country where things happen, a capital and its government."""
    if len(targets) == 1:
        return targets[0]
    printed = folded(text[start:end])
    place = bool(_PLACE_BEFORE.search(text[:start])) or bool(_PLACE_AFTER.match(text[end:]))
    city = any(gazetteer.kinds[t.record_id] == "city" for t in targets)
    acts = _CITY_ACTS_BEFORE.search(text[:start])
    if city and acts and acts.group().split()[-1] in ("from", "to", "with"):
        place = False  # "takes orders from Tehran", "close to Tehran"
    elif city and not acts and not _CITY_ACTS_AFTER.match(text[end:]):
        place = True  # a capital is a place, unless it acts
    tables = ("places", "facilities") if place else ("actors",)
    fitting = [t for t in targets if t.table in tables] or targets
    return next((t for t in fitting if folded(t.name) == printed), fitting[0])


def _acting(text: str, found: Found, line: int, gazetteer: Gazetteer, register: candidates.Register) -> Found:
    """Return the state as a new actor, where a country acts of which the data have the territory alone, or nothing."""
    if found.target is not None and _is_capital_as_place(text, found, gazetteer):
        return found._replace(target=None, candidate=register.city(found.text, line), sure=False)
    known = found.target is not None and gazetteer.kinds.get(found.target.record_id) == "country"
    held = found.target if known else found.candidate
    if held is None or (found.candidate is not None and found.candidate.kind != "country"):
        return found
    if _PLACE_BEFORE.search(text[: found.start]) or _PLACE_AFTER.match(text[found.end :]):
        return found
    if not _CITY_ACTS_BEFORE.search(text[: found.start]) and not _CITY_ACTS_AFTER.match(text[found.end :]):
        return found
    state = gazetteer.state(held.name)
    if state is not None:
        return found._replace(target=state, candidate=None, sure=False)
    return found._replace(target=None, candidate=register.state(held.name, line), sure=False)


def _is_capital_as_place(text: str, found: Found, gazetteer: Gazetteer) -> bool:
    """Whether a capital that the data know as a government alone is a place here: "In Washington, …"."""
    target = found.target
    if target is None or target.table != "actors" or found.text.casefold() in target.name.casefold():
        return False
    governs = gazetteer.kinds.get(target.record_id) in ("government_body", "state")
    within = re.search(r"\b(?:[Ii]n|[Aa]t|[Nn]ear|[Oo]utside|visited|visiting|to\s+visit)\s+$", text[: found.start])
    return governs and found.text.istitle() and bool(within) and not _CITY_ACTS_AFTER.match(text[found.end :])


def _people_apart(text: str, name: names.Name) -> list[names.Name]:
    """Cut "Ann Grey of Ledger Watch" in two; "Ministry of Works" stays one."""
    cut = text.find(" of ", name.start, name.end)
    left = text[name.start : cut]
    if cut < 0 or len(left.split()) < 2 or candidates.is_body(left) or names.is_common(left.split()[-1]):
        return [name]
    after = cut + len(" of ")
    parts = [tuple(p for p in name.parts if a <= p[0] < b) for a, b in ((name.start, cut), (after, name.end))]
    if not all(parts):
        return [name]
    return [names.Name(p[0][0], p[-1][1], text[p[0][0] : p[-1][1]], p) for p in parts]


def _capitalised(text: str, name: names.Name) -> list[Token]:
    """Return the capitalised words of a name, and those with digits."""
    parts = tokens(text[name.start : name.end])
    moved = [t._replace(start=t.start + name.start, end=t.end + name.start) for t in parts]
    return [t for t in moved if t.capital or any(c.isdigit() for c in t.key)]


def _with_article(text: str, start: int, name: names.Name) -> int:
    """Take a small "al-" before a name's first word with it."""
    return name.start if name.start < start and re.fullmatch(r"\w{1,3}[-‑'’]", text[name.start : start]) else start


def _runs(text: str, left: list[Token]) -> list[tuple[int, int]]:
    """Join words that are side by side, or joined by a particle, to runs."""
    runs: list[tuple[int, int]] = []
    for word in left:
        if runs and re.fullmatch(
            r"[\s\-‑.&]{1,3}|\s(?:al|bin|ibn|de|van|von|of|the|\s)+[\s-]", text[runs[-1][1] : word.start]
        ):
            runs[-1] = (runs[-1][0], word.end)
        else:
            runs.append((word.start, word.end))
    return runs
