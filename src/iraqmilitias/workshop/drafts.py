"""The draft coding of an article: a row for each name, number, quotation, date expression and line that has to be
judged, filled in as far as the line itself says it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ..extraction import dates, numbers, quotations
from ..extraction.lines import locator, occurrences
from ..extraction.vocabulary import patterns
from . import entity_linking as naming
from .candidates import Candidate
from .figures import cells as figure_cells
from .figures import rhetorical
from .gazetteer import Gazetteer
from .statement_drafts import Published, statements
from .worksheet import Draft

_NUMBERED = re.compile(rf"\b(?:{patterns('numbered')})\s$")


def draft(text: Sequence[str], source: Published, gazetteer: Gazetteer) -> list[Draft]:
    """Return the drafts of an article in the order of its lines; those of new records before what refers to them."""
    article = naming.read(text, gazetteer)
    rows = [_candidate(c, text) for c in article.candidates]
    last: naming.Found | None = None
    open_before = False
    for number, line in enumerate(text, 1):
        if not line.strip():
            continue
        named = article.lines[number - 1]
        quoted = quotations.find(line, open_before)
        found = [Draft("lines", number, -1, "", "keep", {"role": source.roles[number - 1]})]
        whens = dates.find(line, source.first, source.last, open_before)
        found += [d for d in _names(line, number, named) if not _dated(d, whens)]
        found += _dates(line, number, whens, named)
        found += _numbers(line, number, named, whens)
        spoken, last = statements(line, number, quoted, named, source, last)
        found += spoken
        rows += _settled(line, number, found)
        open_before = quotations.is_open(line, open_before)
    rows.sort(key=lambda d: (d.line, d.table not in ("actors", "places", "facilities"), d.start))
    for index, row in enumerate(rows, 1):
        row.row = f"r{index}"
    _link(rows, text)
    return rows


def _dated(draft: Draft, whens: Sequence[dates.When]) -> bool:
    """Whether a month or weekday is part of a date expression that has a row."""
    return draft.reason == "month or weekday" and any(w.start <= draft.start < w.end for w in whens)


def _lasting(when: dates.When) -> bool:
    """Whether a date expression counts a duration, which is a figure too: "the first two weeks of 2022"."""
    counted = r"(?:(?:the|these)\s+)?(?:first|past|last|previous)\s|.*(?:later|after)$"
    return bool(re.match(counted, when.text, re.IGNORECASE))


def _settled(line: str, number: int, found: list[Draft]) -> list[Draft]:
    """Add the waiver of a line that has nothing to code."""
    if any(
        d.table in ("mentions", "figures", "statements", "waivers") or (d.table == "dates" and d.cells.get("kind"))
        for d in found
    ):
        return found
    words = " ".join(line.split()[:4])
    return [*found, Draft("waivers", number, 0, words, "keep", {"kind": "other"}, reason="nothing to code")]


def _candidate(candidate: Candidate, text: Sequence[str]) -> Draft:
    cells = {"name": candidate.name}
    if candidate.table == "actors":
        cells |= {"actor_type": candidate.kind, "named": "false" if candidate.kind == "collective" else "true"}
        todo = "description"
    elif candidate.table == "places":
        cells |= {"place_type": candidate.kind}
        todo = "description"
    else:
        cells |= {"facility_type": candidate.kind}
        todo = "place, description"
    return Draft(
        candidate.table, candidate.line, -1, candidate.name, "", cells, "new: no known record has this spelling", todo
    )


def _names(line: str, number: int, named: Sequence[naming.Found]) -> Iterator[Draft]:
    forms: dict[tuple[str, str], Draft] = {}
    for found in named:
        if found.reason:
            held = forms.setdefault(
                (found.text, ""), Draft("waivers", number, found.start, found.text, "keep", {"kind": "name"})
            )
            held.reason = found.reason
            continue
        table = found.target.table if found.target else found.candidate.table if found.candidate else ""
        name = found.target.name if found.target else found.candidate.name if found.candidate else ""
        column = {"actors": "actor", "places": "place", "facilities": "facility"}[table]
        draft = forms.get((found.text, table + name))
        if draft:
            draft.cells["times"] = str(int(draft.cells["times"]) + 1)
            continue
        note = (
            "" if found.sure else "new" if found.candidate else "another record has this spelling too: actor or place?"
        )
        forms[found.text, table + name] = Draft(
            "mentions", number, found.start, found.text, "keep", {"times": "1", column: name}, note
        )
    yield from forms.values()


def _dates(line: str, number: int, whens: Sequence[dates.When], named: Sequence[naming.Found]) -> Iterator[Draft]:
    counted = numbers.find(line) if whens else []
    for when in whens:
        cells = {}
        if when.bounds:
            first, last, precision = when.bounds
            cells = {
                "date_from": first.isoformat() if first else "",
                "date_to": last.isoformat() if last else "",
                "date_precision": precision,
            }
        numeral = any(not n.is_ordinal and when.start <= n.start < when.end for n in counted)
        capital = any(f.reason and when.start <= f.start < when.end for f in named)
        if (numeral or capital) and not _lasting(when):
            cells["kind"] = "number" if numeral else "name"
        note = "date as resolved against the publication" if when.bounds else f"date not resolved: {when.why}"
        yield Draft(
            "dates",
            number,
            when.start,
            when.text,
            "keep",
            cells,
            note,
            reason="date expression" if numeral or capital else "",
        )


def _numbers(line: str, number: int, named: Sequence[naming.Found], whens: Sequence[dates.When]) -> Iterator[Draft]:
    for found in numbers.find(line):
        if found.is_ordinal:
            continue
        dated = any(w.start < found.end and found.start < w.end and not _lasting(w) for w in whens)
        if dated:
            continue
        reason = ""
        if found.is_date:
            reason = "calendar date, year or time"
        elif any(f.start <= found.start and found.end <= f.end for f in named) or _NUMBERED.search(line[: found.start]):
            reason = "number inside a name"
        else:
            reason = rhetorical(line, found)
        if reason:
            yield Draft("waivers", number, found.start, found.printed, "keep", {"kind": "number"}, reason=reason)
            continue
        cells = figure_cells(line, found)
        cells["locator"] = locator(line, found.start, found.end)
        yield Draft(
            "figures",
            number,
            found.start,
            found.printed,
            "",
            cells,
            "",
            "description (what is counted, own words); actor, place",
        )


def _link(rows: Sequence[Draft], text: Sequence[str]) -> None:
    """Assign names and numbers that occur only inside the quotations of one statement to that statement."""
    for row in rows:
        if row.table not in ("mentions", "figures"):
            continue
        figure = row.table == "figures"
        spans = [(row.start, row.start + len(row.text))] if figure else list(occurrences(text[row.line - 1], row.text))
        quoted = [(low, high, d.row) for d in rows if d.line == row.line for low, high in d.quoted]
        said = [next((r for low, high, r in quoted if low <= a and b <= high), "") for a, b in spans]
        if len(set(said)) == 1 and said[0]:
            row.cells["statement"] = said[0]
