"""Drafts of events, their reports and who took part, from the happenings that an article's lines tell."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from ..calendar_days import Bounds
from ..extraction.lines import locator, occurrences
from ..package import Package
from ..table_files import rows_of
from .event_linking import Occurrence
from .participants import Happening, Participant
from .party import Party
from .worksheet import Draft

COLUMNS = {"actors": "actor", "places": "place", "facilities": "facility"}
_HARMED = {
    "killed": "killed",
    "injured": "injured",
    "detained": "detained",
    "displaced": "displaced",
    "abused": "harmed",
}
_PRINTED_ROLES = {"near": "near", "location": "in", "target": "against", "origin": "from", "destination": "to"}


class Labels:
    """Names for new events that no other event has."""

    def __init__(self, package: Package) -> None:
        self.types = {r["event_type"]: r["label"] for r in rows_of(package, "event_types")}
        self.taken = {r["name"] for r in rows_of(package, "events")}
        places = {r["place_id"]: r["name"] for r in rows_of(package, "places")}
        self.places = {r["name"]: places[r["place_id"]] for r in rows_of(package, "facilities")}  # where a facility is

    def name(self, occurrence: Occurrence) -> str:
        """Return a name in neutral words: the kind, where or against whom, and the month."""
        report = _fullest(occurrence.reports)
        what = self.types.get(report.type, "Event") if report.type != "other" else _other(report)
        base = " ".join(filter(None, [what + ("s" if report.is_run else ""), _where(report.participants)]))
        when = next((b for b in occurrence.bounds if b.first is not None), None)
        base += f", {_printed(when)}" if when is not None else ""
        name, number = base, 2
        while name in self.taken:
            name, number = f"{base} ({number})", number + 1
        self.taken.add(name)
        return name

    def summary(self, report: Happening) -> str:
        """Return what a report says in neutral words, from its coded cells only."""
        what = self.types.get(report.type, "Event") if report.type != "other" else _other(report)
        doers = [p.party.name for p in report.participants if p.role in ("initiator", "supplier")]
        harmed = [f"{_HARMED[p.harm]}: {p.party.name}" for p in report.participants if p.harm in _HARMED]
        parts = [" ".join(filter(None, [what, _where(report.participants)]))]
        parts += [f"by {_list(doers)}"] if doers else []
        text = " ".join(parts) + ("; " + "; ".join(harmed) if harmed else "")
        return text + ("; not certain." if report.certainty != "asserted" else ".")


def rows(
    text: Sequence[str],
    occurrences: Iterable[Occurrence],
    labels: Labels,
    last: date,
    voices: dict[int, Draft],
) -> tuple[list[Draft], list[tuple[Draft, str, Draft]], dict[Happening, Draft]]:
    """Return drafts of events, reports and participants, what refers to what (row, column, other row), and the report
    of each happening.

    `voices` has the statement that each report (by its identity) is said in.
    """
    made: list[Draft] = []
    refers: list[tuple[Draft, str, Draft]] = []
    reports: dict[Happening, Draft] = {}
    for occurrence in occurrences:
        fullest = _fullest(occurrence.reports)
        event = None
        if occurrence.known is None and not occurrence.unclear:
            event = _event(occurrence, fullest, labels, last, text)
            made.append(event)
        for report in occurrence.reports:
            row = _report(report, labels, last, text)
            made.append(row)
            reports[report] = row
            if occurrence.known is not None:
                row.cells["event"] = occurrence.known.name
                row.note = "an event that the data have"
            elif occurrence.perhaps is not None:
                row.note = f"a new event, or {occurrence.perhaps.name} ({occurrence.perhaps.event_id})?"
                row.todo = "event, " + row.todo
            elif occurrence.unclear:
                row.todo = "event, " + row.todo
            elif event is not None:
                refers.append((row, "event", event))
            if id(report) in voices:
                refers.append((row, "statement", voices[id(report)]))
            for participant in report.participants:
                person = _participant(participant, report, text)
                made.append(person)
                refers.append((person, "report", row))
    return made, refers, reports


def _event(occurrence: Occurrence, report: Happening, labels: Labels, last: date, text: Sequence[str]) -> Draft:
    start, end = _span(report)
    bounds = next((b for b in occurrence.bounds if b.precision == "day"), next(iter(occurrence.bounds), None))
    roles = ("location", "target", "origin", "destination")
    everyone = [p for r in occurrence.reports for p in r.participants if p.role in roles]
    where = {p.party.table: p.party.name for p in everyone if p.party.table != "actors"}
    where.setdefault("places", labels.places.get(where.get("facilities", ""), ""))
    if not where["places"]:
        where["facilities"] = ""  # a person must say where it lies first
    cells = {
        "name": labels.name(occurrence),
        "event_type": next((r.type for r in occurrence.reports if r.type != "armed-attack"), report.type),
        **_dates(bounds, last),
        "date_basis": "reported",
        "place": where.get("places", ""),
        "facility": where.get("facilities", ""),
        "description": labels.summary(report),
        "locator": _locator(text[report.line - 1], start, end),
    }
    note = "new: is it an event that the data have?"
    if occurrence.perhaps is not None:
        note = f"perhaps {occurrence.perhaps.name} ({occurrence.perhaps.event_id}): then remove this row"
    return Draft("events", report.line, start, text[report.line - 1][start:end], "", cells, note, "name, description")


def _report(report: Happening, labels: Labels, last: date, text: Sequence[str]) -> Draft:
    start, end = _span(report)
    line = text[report.line - 1]
    bounds = report.when.bounds if report.when is not None else None
    cells = {
        "event_type": report.type,
        "locator": _locator(line, start, end),
        **_dates(bounds, last),
        "certainty": report.certainty,
        "summary": labels.summary(report),
    }
    for column, told in report.unharmed.items():
        cells[column] = "true" if told else ""
    todo = "summary (own words)"
    if report.when is not None and bounds is None:
        todo = f"dates ({report.when.text}: {report.when.why}), {todo}"
    return Draft(
        "event_reports", report.line, start, line[start:end], "", cells, "did it happen, as this line tells?", todo
    )


def _participant(participant: Participant, report: Happening, text: Sequence[str]) -> Draft:
    party, line = participant.party, text[report.line - 1]
    word = participant.word
    start = word.idx if word is not None else report.word.idx
    cells = {
        COLUMNS[party.table]: party.name,
        "role": participant.role,
        "certainty": participant.certainty,
        "basis": participant.basis,
        "harm": participant.harm,
    }
    printed = line[start : start + len(word)] if word is not None else party.name
    return Draft(
        "participants", report.line, start, printed, "", {k: v for k, v in cells.items() if v}, "in this role?"
    )


def _dates(bounds: Bounds | None, last: date) -> dict[str, str]:
    if bounds is None:
        return {"date_from": "", "date_to": last.isoformat(), "date_precision": "open"}
    end = min(bounds.last, last) if bounds.last is not None else last
    first = bounds.first.isoformat() if bounds.first is not None else ""
    return {"date_from": first, "date_to": end.isoformat(), "date_precision": bounds.precision}


def _fullest(reports: Sequence[Happening]) -> Happening:
    """Return the report that tells it best: with a day, the most people and places, in the body."""
    return max(reports, key=lambda r: (r.when is not None, len(r.participants), len(r.words), -r.line))


def _span(report: Happening) -> tuple[int, int]:
    word = report.word
    return word.idx, word.idx + len(word)


def _locator(line: str, start: int, end: int) -> str:
    return locator(line, start, end, 2)


def _other(report: Happening) -> str:
    harms = {p.harm for p in report.participants}
    return "Arrest" if "detained" in harms else "Event"


def _where(participants: Sequence[Participant]) -> str:
    for role in ("near", "location", "target", "origin", "destination", "victim"):
        found = [p.party.name for p in participants if p.role == role]
        if found and (role != "target" or participants):
            return f"{_PRINTED_ROLES.get(role, 'on')} {_list(found[:2])}"
    return ""


def _list(names: Sequence[str]) -> str:
    return " and ".join(dict.fromkeys(names))


def _printed(bounds: Bounds) -> str:
    """Return the month and year of some days, or the years alone where they are longer."""
    first, last = bounds.first, bounds.last
    assert first is not None
    if last is not None and (first.year, first.month) == (last.year, last.month):
        return f"{first:%B} {first.year}"
    return str(first.year) if last is None or last.year == first.year else f"{first.year} to {last.year}"


def record(party: Party, text: Sequence[str]) -> list[Draft]:
    """Return the draft of a record for a state, or for somebody or something without a name, and of its mention."""
    cells = {"name": party.name, "named": str(not party.unnamed).lower()}
    cells[{"actors": "actor_type", "places": "place_type", "facilities": "facility_type"}[party.table]] = party.kind
    if party.table == "places":
        del cells["named"]
    todo = "description" if party.table == "actors" else "place, description"
    note = "new: without a name" if party.unnamed else "new: named by its adjective"
    new = Draft(party.table, party.line, -1, party.printed or party.name, "", cells, note, todo)
    places = list(occurrences(text[party.line - 1], party.printed)) if party.printed else []
    if not places:
        return [new]
    cells = {"times": str(len(places)), COLUMNS[party.table]: party.name}
    return [new, Draft("mentions", party.line, places[0][0], party.printed, "", cells, note)]
