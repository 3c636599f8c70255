"""Drafts of statements: one for each speaker whom a line quotes or reports."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from ..extraction import quotations
from ..extraction.lines import locator
from .attribution import Attribution, of_quotation
from .party import Party
from .worksheet import Draft

if TYPE_CHECKING:
    from spacy.tokens import Doc


class Published(NamedTuple):
    """What drafts need to know of the source."""

    first: date
    last: date
    roles: Sequence[str]


class Said(NamedTuple):
    """The statements of a line: their drafts, and for each attribution its draft."""

    rows: list[Draft]
    of: dict[Attribution, Draft]
    last: Party | None
    only: Party | None  # who alone speaks in the line


def statements(
    line: str,
    number: int,
    quoted: Sequence[quotations.Quotation],
    found: Sequence[Attribution],
    document: Doc | None,
    source: Published,
    last: Party | None,
    before: Party | None = None,
) -> Said:
    """Draft a row for the quotations of each speaker in a line, and of each report of speech.

    Quotation marks around a word or two without a speaker are waived. `last` is who spoke last in the lines before,
    and `before` who alone spoke in the line before: a line that is all a quotation goes on with what he says.
    """
    rows: list[Draft] = []
    of: dict[Attribution, Draft] = {}
    owner: Party | None = None
    title = source.roles[number - 1] in ("title", "heading", "subtitle")
    if before is not None and not found and quoted and not re.search(r"\w", _unquoted(line, quoted)):
        owner = before
    for quotation in quoted:
        attribution = of_quotation(document, line, quotation, found) if document is not None else None
        words = len(quotation.text.split())
        if quotation.depth or (words < 4 and (attribution is None or title) and owner is None):
            why = "quotation inside another" if quotation.depth else "marks round a term, no speaker"
            end = quotation.start + len(" ".join(quotation.text.split()[:4]))
            piece = quotation.text if words < 5 else line[quotation.start : end]
            rows.append(Draft("waivers", number, quotation.start, piece, "keep", {"kind": "quotation"}, reason=why))
            continue
        who = attribution.speaker if attribution is not None else owner
        owner = who
        last = who or last
        held = rows[-1] if rows and rows[-1].table == "statements" else None
        if held is None or held.cells["speaker"] != _name(who):
            held = _statement(line, number, quotation, quoted, _name(who), attribution, source)
            rows.append(held)
        if attribution is not None:
            of.setdefault(attribution, held)
        held.quoted.append((quotation.start, quotation.end))
    for attribution in found:
        if attribution in of or attribution.loose:
            continue
        same = [d for d in rows if d.table == "statements" and d.cells["speaker"] == _name(attribution.speaker)]
        if same and attribution.speaker is not None:
            of[attribution] = same[0]
            if same[0].cells["mode"] == "direct":
                same[0].cells["mode"] = "mixed"
            continue
        last = last if quoted else attribution.speaker or last
        rows.append(_indirect(line, number, attribution, source))
        of[attribution] = rows[-1]
    speaking = {d.cells["speaker"] for d in rows if d.table == "statements"}
    speakers = [p for p in (*(a.speaker for a in of), owner) if p is not None]
    only = speakers[0] if speakers and speaking == {speakers[0].name} else None
    return Said(rows, of, last, only)


def _unquoted(line: str, quoted: Sequence[quotations.Quotation]) -> str:
    """Return what a line has outside its quotations."""
    outside = list(line)
    for quotation in quoted:
        outside[quotation.start : quotation.end] = " " * (quotation.end - quotation.start)
    return "".join(outside)


def _indirect(line: str, number: int, attribution: Attribution, source: Published) -> Draft:
    cells = {
        "locator": locator(line, attribution.start, attribution.end, 2),
        "speaker": _name(attribution.speaker),
        "mode": "indirect" if attribution.verb else "direct",
        "act": attribution.act,
        "date_to": source.last.isoformat(),
        **({} if attribution.verb else {"fidelity": "unverified"}),
    }
    note = "a report of speech, or no statement?" if attribution.verb else "an answer in an interview"
    shown = attribution.verb or line[attribution.start : attribution.end]
    return Draft("statements", number, attribution.start, shown, "", cells, note, _todo(cells))


def _statement(
    line: str,
    number: int,
    quotation: quotations.Quotation,
    quoted: Sequence[quotations.Quotation],
    name: str,
    attribution: Attribution | None,
    source: Published,
) -> Draft:
    outside = len(line.split()) - sum(len(q.text.split()) for q in quoted if not q.depth)
    inner = re.search(r"\w", quotation.text)
    start = quotation.start + (inner.start() if inner else 0)
    first = next(re.finditer(r"\S+", line[start:])).end() + start
    cells = {
        "locator": locator(line, start, first, 2),
        "speaker": name,
        "mode": "direct" if outside <= 12 else "mixed",
        "act": attribution.act if attribution else "",
        "date_to": source.last.isoformat(),
        "fidelity": "unverified",  # until somebody compares it with the original, and gives the reference
    }
    words = quotation.text.split()
    shown = quotation.text if len(words) < 7 else " ".join(words[:6]) + " …"
    note = "speaker by the reporting verb" if name else ""
    return Draft("statements", number, quotation.start, shown, "", cells, note, _todo(cells))


def _todo(cells: dict[str, str]) -> str:
    missing = [column for column in ("speaker", "act") if not cells[column]]
    return ", ".join([*missing, "topic", "paraphrase (own words, at most 25)"])


def _name(party: Party | None) -> str:
    return party.name if party is not None else ""
