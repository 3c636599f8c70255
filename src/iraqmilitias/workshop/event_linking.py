"""Which happening a report tells: one that the article has told already, one that the data have, or a new one.

What is uncertain is left open. A report that is tied to the wrong event is worse than one that a person ties.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from ..calendar_days import Bounds
from ..extraction import grammar
from ..package import Package
from ..table_files import rows_of
from .event_words import ATTACKS
from .participants import Happening, Participant
from .party import Party

if TYPE_CHECKING:
    from spacy.tokens import Token

_KILLINGS = frozenset({"kill", "killing", "murder", "shoot", "assassinate", "assassination", "die", "gun down"})
_SENTENCED = frozenset({"sentence", "jail", "imprison", "convict", "sentencing", "conviction", "hand", "hand down"})
_STOPPAGES = frozenset({"strike", "walkout", "walk off", "walk out", "go", "picket"})
NEWS = 31  # days; what ended before that is not news
_DOUBT, _SURE = 2.0, 3.0  # scores from which a known event is offered, and set
_KIN = (
    ATTACKS | {"crackdown", "assassination-attempt"},
    frozenset({"withdrawal", "policy-decision"}),
    frozenset({"military-operation", "invasion"}),
    frozenset({"abuse", "crackdown", "armed-attack"}),
)


class Known(NamedTuple):
    """An event of the package, as its row and its reports have it."""

    event_id: str
    name: str
    types: frozenset[str]
    bounds: Bounds
    parties: frozenset[str]  # ids of who and where
    killed: frozenset[str]  # ids of who was killed


@dataclass(eq=False)
class Occurrence:
    """One event that an article tells of, with all its reports; `known` where the data have it.

    Of a report that is `unclear`, a person must say which event it tells.
    """

    reports: list[Happening] = field(default_factory=list)
    unclear: bool = False
    known: Known | None = None
    perhaps: Known | None = None

    @property
    def kinds(self) -> set[str]:
        return {r.type for r in self.reports}

    @property
    def bounds(self) -> list[Bounds]:
        return [r.when.bounds for r in self.reports if r.when is not None and r.when.bounds is not None]


def known_events(package: Package, without: str = "") -> list[Known]:
    """Return the events of a package; those and the reports that only the source `without` has are left out."""
    reports = [r for r in rows_of(package, "event_reports") if r["source_id"] != without]
    kept = {r["event_id"] for r in reports}
    of_report = {r["report_id"]: r["event_id"] for r in reports}
    parties: dict[str, set[str]] = {}
    killed: dict[str, set[str]] = {}
    for row in rows_of(package, "participants"):
        if row["report_id"] in of_report:
            party = row["actor_id"] or row["place_id"] or row["facility_id"]
            parties.setdefault(of_report[row["report_id"]], set()).add(party)
            if row["harm"] == "killed":
                killed.setdefault(of_report[row["report_id"]], set()).add(party)
    found = []
    for row in rows_of(package, "events"):
        if row["event_id"] not in kept:
            continue
        types = {row["event_type"], *(r["event_type"] for r in reports if r["event_id"] == row["event_id"])}
        where = {row["place_id"], row["facility_id"]} - {""}
        ends = [date.fromisoformat(row[c]) if row[c] else None for c in ("date_from", "date_to")]
        bounds = Bounds(ends[0], ends[1], row["date_precision"])
        everyone = frozenset(parties.get(row["event_id"], set()) | where)
        dead = frozenset(killed.get(row["event_id"], ()))
        found.append(Known(row["event_id"], row["name"], frozenset(types), bounds, everyone, dead))
    return found


def occurrences(
    reports: Sequence[tuple[Happening, bool]], known: Sequence[Known], last: date, voices: Mapping[int, object]
) -> list[Occurrence]:
    """Return the events that an article tells of, from its reports, each with whether its line is a title.

    `voices` has what a report (by its identity) is said in: one line has a report for each voice.
    """
    found: list[Occurrence] = []
    titles = [r for r, is_title in reports if is_title]
    for report in [r for r, is_title in reports if not is_title]:
        _place(report, found, voices)
    for report in titles:
        fitting = [o for o in found if not o.unclear and _alike(report, o) and _same_where(report, o) >= 0]
        if fitting:
            best = max(fitting, key=lambda o: _same_as_title(report, o, last))
            _complete(report, best)
            best.reports.insert(0, report)
        else:
            found.insert(0, Occurrence([report]))
    _settle([r for r, _ in reports], found)
    for occurrence in found:
        if not occurrence.unclear:
            _link(occurrence, known, last)
    return found


def _same_as_title(report: Happening, occurrence: Occurrence, last: date) -> float:
    """Return how much speaks for a heading telling an occurrence: it tells what is new, and what is told at once."""
    score = _same_where(report, occurrence) + _shared(report, occurrence) + _killing(report, occurrence)
    ends = [b.last for b in occurrence.bounds if b.last is not None]
    old = bool(ends) and (last - max(ends)).days > NEWS
    return score - 0.01 * min(r.line for r in occurrence.reports) - (2 if old else 0)


def _complete(report: Happening, occurrence: Occurrence) -> None:
    """Add to a heading's report who did and suffered it, as the article's body has it."""
    for told in occurrence.reports[:1]:
        for participant in told.participants:
            roles = {"initiator", "victim"} if report.type in ATTACKS else {"initiator"}
            roles -= {p.role for p in report.participants if p.role == "initiator" and p.basis == "line"}
            if all(p.role != "target" for p in report.participants) and _is_named_in(participant.party, report):
                roles.add("target")
            heads = {h for p in report.participants if p.role == participant.role for h in p.party.heads}
            if (
                participant.role in roles
                and not heads & participant.party.heads
                and all(participant.party is not p.party for p in report.participants)
            ):
                report.participants.append(replace(participant, word=None, basis="article"))


def _is_named_in(party: Party, report: Happening) -> bool:
    """Whether a heading has the bare noun of a site that the body describes: "attack on checkpoint"."""
    words = {t.lemma_.lower() for t in report.word.doc}
    return party.unnamed and party.table == "facilities" and bool(party.heads & words)


def _place(report: Happening, found: list[Occurrence], voices: Mapping[int, object]) -> None:
    """Put a report to the occurrence that it tells again, or make a new one."""
    scores = [(_sameness(report, o), len(o.reports), -i) for i, o in enumerate(found) if not o.unclear]
    best = max(scores, default=(0.0, 0, 0))
    told_of = any(c.dep_ in ("relcl", "acl", "prep") for c in report.word.children)
    bare = report.word.pos_ == "NOUN" and report.when is None and not report.participants and not told_of
    if bare and report.is_definite and best[0] < 2:
        found.append(Occurrence([report], unclear=True))  # "the killings", which the article has not told
    elif best[0] >= 2:
        told = found[-best[2]].reports
        precise = {r.type for r in told} - {"armed-attack"}
        if (
            report.is_harm
            and report.type == "armed-attack"
            and len(precise) == 1
            and precise & (ATTACKS | {"crackdown"})
        ):
            report.type = precise.pop()  # "Two rockets hit X. A guard was killed."
        if report.type == "military-operation" and report.type not in found[-best[2]].kinds:
            report.type = _kind(report)  # "X was behind the operation"
        near = (r for r in told if r.line == report.line and r.sentence == report.sentence)
        same = next((r for r in near if voices.get(id(r)) is voices.get(id(report))), None)
        if same is None:
            for before in told if report.is_harm else ():  # "… stopped a bus. Two guards were beaten."
                if before.line == report.line:
                    known = {p.party for p in before.participants}
                    before.participants += [p for p in report.participants if p.party not in known]
            told.append(report)
        else:  # one line tells it twice: one report, at the fuller words
            same.participants += [
                p for p in report.participants if all(p.party is not q.party for q in same.participants)
            ]
    else:
        found.append(Occurrence([report]))


def _alike(report: Happening, occurrence: Occurrence) -> bool:
    """Whether two kinds can be one: a bomb is an attack, a rocket is not a drone."""
    if any(r.is_run != report.is_run for r in occurrence.reports) and not _is_one_night(report, occurrence):
        return False
    if report.type == "":
        return _is_open(report, occurrence)
    for told in occurrence.reports:
        kind = _kind(told)
        if kind == "" or told.type == report.type == "military-operation":
            continue  # "soldiers raided a house", "the raid"
        both = {kind, _kind(report)}
        if both == {"withdrawal", "policy-decision"} and not report.is_definite:
            return False  # "Baghdad opens an inquiry … its men pulled back"
        if both == {"other"} and not _told_alike(report, occurrence):
            return False
        exact = both <= ATTACKS and len(both) == 2 and not both & {"armed-attack", "assassination"}
        if exact or not (len(both) == 1 or any(both <= kin for kin in _KIN)):
            return False
    return True


def _is_one_night(report: Happening, occurrence: Occurrence) -> bool:
    """Whether "the strikes" are those of one happening: aircraft strike more than once in it."""
    words = {e.word for e in report.entries if e.part == "noun"}
    flown = occurrence.kinds <= {"airstrike", "", "armed-attack"} and "airstrike" in occurrence.kinds
    return report.is_definite and bool(words & {"strike", "airstrike", "raid", "bombing"}) and flown


def _is_open(report: Happening, occurrence: Occurrence) -> bool:
    """Whether a report of no kind yet, "the strike", can be what an occurrence tells: an attack, or workers' strike."""
    told = {e.word for r in occurrence.reports for e in r.entries}
    stopped = "protest" in occurrence.kinds and not told.isdisjoint(_STOPPAGES)
    strike = any(e.word == "strike" for e in report.entries)
    return strike and (stopped or bool(occurrence.kinds & (ATTACKS | {""})))


def _settle(reports: Sequence[Happening], found: Sequence[Occurrence]) -> None:
    """Give each report that is of no kind yet the kind of what else the article tells, where that is one."""
    told = {r.type for r in reports} & ATTACKS
    stopped = any(e.word in _STOPPAGES and r.type == "protest" for r in reports for e in r.entries)
    for occurrence in found:
        own = occurrence.kinds - {"", "armed-attack"}
        for report in occurrence.reports if len(own) == 1 else ():
            report.type = report.type or next(iter(own))
        for report in occurrence.reports if told and not stopped else ():
            if any(e.word == "strike" for e in report.entries):
                report.type = report.type or "airstrike"


def _told_alike(report: Happening, occurrence: Occurrence) -> bool:
    """Whether two reports of no kind share a word or what befell somebody: "arrested", "the arrest"."""
    sides = [
        {
            "sentence" if e.word in _SENTENCED else e.harm or e.word.removesuffix("ing")
            for r in reports
            for e in r.entries
        }
        for reports in ([report], occurrence.reports)
    ]
    return bool(sides[0] & sides[1])


def _kind(report: Happening) -> str:
    """Return the kind of a report; "the strike", "the operation" can be any attack."""
    words = {e.word for e in report.entries}
    plain = report.type in ("airstrike", "military-operation") and words <= {"strike", "raid", "operation"}
    return "armed-attack" if plain and report.is_definite else report.type


def _of_others(report: Happening, occurrence: Occurrence) -> bool:
    """Whether a report is of another person by name, or of another side, than an occurrence."""
    for roles, kinds in ((("victim", "target"), ("person",)), (("initiator",), ("state", "military", "armed_group"))):
        sides = []
        for reports in ([report], occurrence.reports):
            everyone = [p for r in reports for p in r.participants if p.role in roles and p.certainty]
            sides.append({p.party for p in everyone if p.party.kind in kinds and not p.party.unnamed})
        if all(sides) and not sides[0] & sides[1]:
            armed = [any(p.kind == "armed_group" for p in side) for side in sides]
            if roles != ("initiator",) or armed[0] != armed[1]:
                return True
    return False


def _elsewhere(report: Happening, occurrence: Occurrence) -> bool:
    """Whether a report says where or against whom, and an occurrence says another: "the strike on X"."""
    for roles in (("location", "near"), ("target", "victim")):
        sides = [
            {p.party for r in reports for p in r.participants if p.role in roles and not p.party.unnamed}
            for reports in ([report], occurrence.reports)
        ]
        if all(sides) and not sides[0] & sides[1]:
            return True
    return False


def _sameness(report: Happening, occurrence: Occurrence) -> float:
    """Return how much speaks for a report telling an occurrence again; below 0 where they cannot be one."""
    if not _alike(report, occurrence):
        return -1
    when = report.when.bounds if report.when is not None else None
    if when is not None and any(not _overlap(when, b) for b in occurrence.bounds):
        return -1
    where = _same_where(report, occurrence)
    if where < 0 or _of_others(report, occurrence):
        return -1
    score = where + _shared(report, occurrence) + (0.5 if report.type in occurrence.kinds else 0)
    if when is not None and when.precision == "day" and when in occurrence.bounds:
        score += 2
    latest = max((r.line for r in occurrence.reports), default=0)
    if report.is_harm and occurrence.kinds & (ATTACKS | {"crackdown"}) and 0 <= report.line - latest <= 2:
        score += 2  # "Two civilians were hurt.", after an attack was told
    if report.is_definite and (when is None or occurrence.bounds):
        score += 0.5 if _elsewhere(report, occurrence) else 2
    elif when is None and _is_claim(report):
        score += 2
    elif report.when is not None and when is None:
        score -= 1
    score += _killing(report, occurrence)
    killing = all(e.word in ("killing", "murder", "assassination", "death") for e in report.entries)
    if killing and not any(e.harm == "killed" or e.word in _KILLINGS for r in occurrence.reports for e in r.entries):
        return -1
    if any(
        _is_apart(w, v) or _is_apart(v, w)
        for o in occurrence.reports
        if o.line == report.line and o.sentence == report.sentence
        for w in report.words
        for v in o.words
    ):
        return -1  # "the raid came after the launching of rockets"
    if any(
        w.head == v.head != w
        for o in occurrence.reports
        if o.line == report.line
        for w in report.words
        for v in o.words
    ):
        return -1  # "the raid followed an attack"
    indefinite = {"a", "an", "another", "second", "third", "other"}
    subjects = [c for w in report.words for c in w.subtree if c.lower_ in indefinite and c.head in report.words]
    near = [c for w in report.words for n in w.children if n.dep_ in ("nsubj", "nsubjpass") for c in n.children]
    if subjects or (not report.is_harm and any(c.lower_ in indefinite for c in near)):
        score -= 2
    return score


def _is_claim(report: Happening) -> bool:
    """Whether a report is of a deed for which somebody takes responsibility: the one told before."""
    attack = report.type in ATTACKS and report.word.pos_ == "VERB"
    return attack and any(t.lemma_ == "responsibility" for t in grammar.sentence(report.word))


def _is_apart(word: Token, other: Token) -> bool:
    """Whether a word of an event is told as before or after that of another: "after the launching of rockets"."""
    apart = (a for a in word.ancestors if a.lower_ in ("after", "before", "since", "until"))
    return any(a.head in (other, other.head) and not a.is_ancestor(other) for a in apart)


def _killing(report: Happening, occurrence: Occurrence) -> float:
    """Return 0.5 where both are told as the killing of somebody."""
    told = {e.word for r in occurrence.reports for e in r.entries}
    return 0.5 if _KILLINGS & told and any(e.word in _KILLINGS for e in report.entries) else 0


def _overlap(one: Bounds, other: Bounds) -> bool:
    return not (
        (one.last and other.first and one.last < other.first) or (other.last and one.first and other.last < one.first)
    )


def _same_where(report: Happening, occurrence: Occurrence) -> float:
    """Return 2 for one place, -1 for two that differ, else 0."""
    own = {p.party for p in report.participants if p.party.table != "actors" and p.party.kind != "country"}
    theirs = {
        p.party for r in occurrence.reports for p in r.participants
        if p.party.table != "actors" and p.party.kind != "country"
    }  # fmt: skip
    if own & theirs:
        return 2
    sides = [{(p.table, p.kind) for p in side if _is_one_site(p)} for side in (own, theirs)]
    return -1 if sides[0] & sides[1] else 0


def _is_one_site(party: Party) -> bool:
    """Whether a place or site has a name of its own; an "Iraqi air base" can be the one that is named elsewhere."""
    return not party.unnamed and (bool(party.known) or not party.name.split()[-1].islower())


def _shared(report: Happening, occurrence: Occurrence) -> float:
    own = {(p.party, p.role) for p in report.participants if _is_actor(p)}
    theirs = {(p.party, p.role) for r in occurrence.reports for p in r.participants if _is_actor(p)}
    return 1.5 * len(own & theirs)


def _is_actor(participant: Participant) -> bool:
    """Whether a participant is one actor, and not those who are only counted: "people wounded"."""
    return participant.party.table == "actors" and not participant.party.counted


def _link(occurrence: Occurrence, known: Sequence[Known], last: date) -> None:
    """Tie an occurrence to the one known event that fits it, or name the one that perhaps does."""
    scores = sorted(((_fits(occurrence, k, last), k.event_id, k) for k in known), reverse=True)[:2]
    if not scores or scores[0][0] < _DOUBT:
        return
    ahead = scores[0][0] - (scores[1][0] if len(scores) > 1 else 0)
    if scores[0][0] >= _SURE and ahead >= 1:
        occurrence.known = scores[0][2]
    else:
        occurrence.perhaps = scores[0][2]


def _fits(occurrence: Occurrence, known: Known, last: date) -> float:
    """Return how much speaks for an occurrence being a known event; 0 where something speaks against it."""
    kinds = occurrence.kinds - {"other", ""}  # what is of no kind is like nothing
    if not any(len({k, t}) == 1 or any({k, t} <= kin for kin in _KIN) for k in kinds for t in known.types):
        return 0
    if known.bounds.first and known.bounds.first > last:
        return 0
    participants = [p for r in occurrence.reports for p in r.participants]
    own = {p.party.known for p in participants if p.party.known}
    if any(p.party.table == "facilities" and not p.party.known for p in participants):
        return 0
    shared = own & known.parties
    score = 0.5 if kinds & known.types else 0.0
    sites = {p.party.known for p in participants if p.party.table == "facilities"}
    theirs = {i for i in known.parties if i.startswith("fac")}
    if sites and theirs and not sites & theirs:
        return 0
    score += any(
        p.harm == "killed" and p.party.kind == "person" and p.party.known in known.killed for p in participants
    )
    for party in shared:
        person = any(p.party.known == party and p.party.kind == "person" and p.role == "victim" for p in participants)
        country = any(p.party.known == party and p.party.kind == "country" for p in participants)
        score += 2.5 if person else 0.5 if country else 1.0 if party.startswith("act") else 1.5
    person = any(p.party.known in shared and p.party.kind == "person" and p.role == "victim" for p in participants)
    if not shared and any(not i.startswith("act") for i in own):
        return 0  # elsewhere
    if not occurrence.bounds:  # without a date only who was killed can tell
        return score if person else min(score, _DOUBT)
    for bounds in occurrence.bounds:
        if bounds.first is None or not _overlap(bounds, known.bounds):
            return 0
    exact = any(b.precision == "day" for b in occurrence.bounds)
    if known.bounds.first is None or known.bounds.last is None:
        return min(score, _DOUBT) if exact else score
    long = (known.bounds.last - known.bounds.first).days
    if "election" in kinds and long == 0 and occurrence.bounds[0].precision in ("day", "month"):
        score += 1
    if exact and long == 0:
        return score + 2
    if exact and long > 31:
        return 0
    told = occurrence.bounds[0]
    score += {"day": 1.0, "month": 1.5, "season": 1.0, "year": 1.0}.get(told.precision, 0.5)
    within = told.first and told.first <= known.bounds.first and known.bounds.last <= (told.last or last)
    if told.precision == "month" and within:
        score += 1  # a run of several months that includes the one told is another event
    return score
