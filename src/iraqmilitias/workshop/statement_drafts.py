"""Drafts of statements: one for each speaker whom a line quotes or reports."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from ..extraction import quotations
from ..extraction.lines import locator
from . import entity_linking as naming
from . import quote_attribution as speakers
from .worksheet import Draft


class Published(NamedTuple):
    """What drafts need to know of the source."""

    first: date
    last: date
    roles: Sequence[str]


def statements(
    line: str,
    number: int,
    quoted: Sequence[quotations.Quotation],
    named: Sequence[naming.Found],
    source: Published,
    last: naming.Found | None,
) -> tuple[list[Draft], naming.Found | None]:
    """Draft a row for the quotations of each speaker in a line, and of each report of speech.

    Quotation marks around a word or two without a speaker are waived.
    """
    found = speakers.find(line, quoted, named)
    rows: list[Draft] = []
    owner: str | None = None
    title = source.roles[number - 1] in ("title", "heading", "subtitle")
    for quotation in quoted:
        attribution = speakers.speaker(line, quotation, found)
        words = len(quotation.text.split())
        if quotation.depth or (words < 4 and (attribution is None or title) and not owner):
            why = "quotation inside another" if quotation.depth else "marks round a term, no speaker"
            end = quotation.start + len(" ".join(quotation.text.split()[:4]))
            piece = quotation.text if words < 5 else line[quotation.start : end]
            rows.append(Draft("waivers", number, quotation.start, piece, "keep", {"kind": "quotation"}, reason=why))
            continue
        who = (attribution.found or (last if attribution.pronoun else None)) if attribution else None
        elsewhere = attribution is not None and attribution.found is None and not attribution.pronoun
        name = _name(who) if who else "" if elsewhere else owner or ""
        owner = name
        last = who or last
        if not (rows and rows[-1].table == "statements" and rows[-1].cells["speaker"] == name):
            rows.append(_statement(line, number, quotation, quoted, name, attribution, source))
        rows[-1].quoted.append((quotation.start, quotation.end))
    for attribution in found:
        who = attribution.found
        if who is None or attribution.verb in speakers.LOOSE or any(d.cells.get("speaker") == _name(who) for d in rows):
            continue
        last = last if quoted else who
        rows.append(_indirect(line, number, attribution, source))
    return rows, last


def _indirect(line: str, number: int, attribution: speakers.Attribution, source: Published) -> Draft:
    cells = {
        "locator": locator(line, attribution.start, attribution.end, 2),
        "speaker": _name(attribution.found) if attribution.found else "",
        "mode": "indirect",
        "act": attribution.act,
        "date_to": source.last.isoformat(),
    }
    todo = ", ".join([*(["act"] if not attribution.act else []), "topic", "paraphrase (own words, at most 25)"])
    return Draft(
        "statements",
        number,
        attribution.start,
        attribution.verb,
        "",
        cells,
        "a report of speech, or no statement?",
        todo,
    )


def _statement(
    line: str,
    number: int,
    quotation: quotations.Quotation,
    quoted: Sequence[quotations.Quotation],
    name: str,
    attribution: speakers.Attribution | None,
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
    todo = ", ".join(
        [
            *(["speaker"] if not name else []),
            *(["act"] if not cells["act"] else []),
            "topic",
            "paraphrase (own words, at most 25)",
        ]
    )
    words = quotation.text.split()
    shown = quotation.text if len(words) < 7 else " ".join(words[:6]) + " …"
    return Draft(
        "statements", number, quotation.start, shown, "", cells, "speaker by the reporting verb" if name else "", todo
    )


def _name(found: naming.Found) -> str:
    return found.target.name if found.target else found.candidate.name if found.candidate else ""
