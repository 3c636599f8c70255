"""What codes or waives each number, quotation and name that is found in a line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from ..extraction import names, numbers, quotations
from ..extraction.lines import occurrences

Kind = Literal["number", "quotation", "name", "line"]
Status = Literal["coded", "waived", "left"]
Row = Mapping[str, str]


@dataclass(frozen=True)
class Item:
    """Something in a line that has to be coded or waived: its place, and what accounts for it.

    `records` are the ids of the rows that code it; `reason` is the waiver's. An item of kind `line` is the line itself,
    which needs at least one row or waiver.
    """

    kind: Kind
    start: int
    end: int
    text: str
    status: Status
    records: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True)
class Coded:
    """What the package has on one line, by table; `records` are the ids of all rows that cite the line."""

    figures: list[Row] = field(default_factory=list)
    statements: list[Row] = field(default_factory=list)
    mentions: list[Row] = field(default_factory=list)
    terms: list[Row] = field(default_factory=list)
    waivers: list[Row] = field(default_factory=list)
    records: list[str] = field(default_factory=list)

    @property
    def quoting(self) -> list[Row]:
        """The statements that hold quoted words."""
        return [s for s in self.statements if s["mode"] in ("direct", "mixed")]


class _Span(NamedTuple):
    start: int
    end: int
    record: str  # empty for a waiver
    reason: str


def items(text: str, coded: Coded, open_before: bool = False) -> tuple[Item, ...]:
    """Return every item of a non-blank line; `open_before`: the line before left a quotation open."""
    text = re.sub(r"\s", " ", text)  # the rows may have plain spaces where the text has no-break ones
    found = [_line(text, coded), *_numbers(text, coded), *_quotations(text, coded, open_before), *_names(text, coded)]
    return tuple(sorted(found, key=lambda i: (i.start, -i.end)))


def _line(text: str, coded: Coded) -> Item:
    if coded.records:
        return Item("line", 0, len(text), "", "coded", tuple(coded.records))
    if coded.waivers:
        return Item("line", 0, len(text), "", "waived", (), coded.waivers[0]["reason"])
    return Item("line", 0, len(text), "", "left")


def _waived(text: str, waivers: Iterable[Row], quotation: bool = False) -> list[_Span]:
    """Where waivers apply: those of quotations to quotations only, and the others to all else."""
    return [
        _Span(start, end, "", waiver["reason"])
        for waiver in waivers
        if (waiver["kind"] == "quotation") == quotation
        for start, end in occurrences(text, waiver["text"])
    ]


def _item(kind: Kind, start: int, end: int, text: str, parts: list[tuple[int, int]], spans: list[_Span]) -> Item:
    """Return the item: accounted for where each of its parts lies in a span."""
    used: list[_Span] = []
    for low, high in parts:
        over = [s for s in spans if s.start <= low and high <= s.end]
        if not over:
            return Item(kind, start, end, text[start:end], "left")
        used.extend(over)
    records = tuple(dict.fromkeys(s.record for s in used if s.record))
    reasons = "; ".join(dict.fromkeys(s.reason for s in used if s.reason))
    return Item(kind, start, end, text[start:end], "coded" if records else "waived", records, reasons)


def _numbers(text: str, coded: Coded) -> list[Item]:
    spans = _waived(text, coded.waivers)
    for figure in coded.figures:
        places = list(occurrences(text, figure["printed"]))
        located = [(a, b) for a, b in occurrences(text, figure["locator"])]
        inside = [(a, b) for a, b in places if any(low <= a and b <= high for low, high in located)]
        spans.extend(_Span(a, b, figure["figure_id"], "") for a, b in inside or places)
    found = []
    for number in numbers.find(text):
        if number.is_ordinal:
            continue
        parts = [(number.start + a, number.start + b) for a, b in numbers.numeral_spans(number.printed)] or [
            (number.start, number.end)
        ]
        found.append(_item("number", number.start, number.end, text, parts, spans))
    return found


def _names(text: str, coded: Coded) -> list[Item]:
    spans: list[_Span] = []
    forms: dict[str, tuple[list[str], int, str]] = {}
    for mention in coded.mentions:
        ids, times, _ = forms.get(mention["text"], ([], 0, ""))
        forms[mention["text"]] = ([*ids, mention["mention_id"]], times + int(mention["times"]), "")
    limited = set(forms)
    for term in coded.terms:
        forms.setdefault(term["term"], ([term["term_id"]], 0, ""))
    # The longest form first: a name inside a longer one needs no row. A form is good for `times` places, no more.
    for form, (ids, times, _) in sorted(forms.items(), key=lambda f: -len(f[0])):
        places = [(a, b) for a, b in occurrences(text, form) if not any(s.start <= a and b <= s.end for s in spans)]
        for a, b in places[:times] if form in limited else places:
            spans.extend(_Span(a, b, record, "") for record in ids)
    spans.extend(_waived(text, coded.waivers))
    return [_item("name", n.start, n.end, text, list(n.parts), spans) for n in names.find(text)]


def _quotations(text: str, coded: Coded, open_before: bool) -> list[Item]:
    """Match quotations to direct and mixed statements, the surest way first.

    A quotation belongs to the statement whose locator lies in it; else to one whose locator is in its sentence;
    else to that of its other half, where a tag ("…," she said. "…") interrupts it; else to the line's only direct or
    mixed statement. A quotation inside another needs a locator in it, a statement `within` another in its sentence,
    or a waiver.
    """
    found = quotations.find(text, open_before)
    waivers = _waived(text, coded.waivers, quotation=True)
    places = {s["statement_id"]: list(occurrences(text, s["locator"])) for s in coded.quoting}
    owners: list[list[str]] = []
    for quotation in found:
        owner = [i for i, spans in places.items() if _overlap(spans, quotation.start, quotation.end)]
        if quotation.depth == 0:
            inner = {i for i, spans in places.items() for q in found if q.depth and _overlap(spans, q.start, q.end)}
            owner = [i for i in owner if i not in inner] or owner
        low, high = _sentence(text, quotation.start, quotation.end)
        near = [s for s in coded.quoting if quotation.depth == 0 or s["within_id"]]
        owners.append(owner or [s["statement_id"] for s in near if _overlap(places[s["statement_id"]], low, high)])
    for order in (range(1, len(found)), range(len(found) - 2, -1, -1)):
        for i in order:
            other = i - 1 if order.step > 0 else i + 1
            if not owners[i] and _one_utterance(text, found[min(i, other)], found[max(i, other)]):
                owners[i] = owners[other]
    result = []
    for quotation, owner in zip(found, owners, strict=True):
        start, end = quotation.start, quotation.end
        waiver = next((w for w in waivers if _lies_in(w, quotation, found)), None)
        if not owner and not waiver and quotation.depth == 0 and len(coded.quoting) == 1:
            owner = [coded.quoting[0]["statement_id"]]
        status: Status = "waived" if waiver else "coded" if owner else "left"
        reason = waiver.reason if waiver else ""
        result.append(Item("quotation", start, end, text[start:end], status, () if waiver else tuple(owner), reason))
    return result


def _overlap(spans: list[tuple[int, int]], low: int, high: int) -> bool:
    return any(a < high and low < b for a, b in spans)


def _lies_in(waiver: _Span, quotation: quotations.Quotation, found: list[quotations.Quotation]) -> bool:
    """Whether a waiver is of this quotation, not of one inside it."""
    if waiver.start <= quotation.start and quotation.end <= waiver.end:
        return True
    if not (quotation.start <= waiver.start and waiver.end <= quotation.end):
        return False
    deeper = (q for q in found if q.depth > quotation.depth and quotation.start <= q.start and q.end <= quotation.end)
    return not any(q.start <= waiver.start and waiver.end <= q.end for q in deeper)


def _sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the bounds of the sentence around a quotation."""
    ends = [m.end() for m in re.finditer(r"(?<!\b[A-Z])(?<!\bMr)(?<!\bDr)[.!?]['\"”’)]*(?=\s|$)", text)]
    low = max((e for e in ends if e <= start), default=0)
    high = min((e for e in ends if e >= end), default=len(text))
    if text[:end].rstrip("'\"”’ ").endswith((".", "!")) and not re.match(r"\s+[a-z]", text[end:]):
        high = end
    return low, high


def _one_utterance(text: str, first: quotations.Quotation, last: quotations.Quotation) -> bool:
    """Whether two quotations are one, interrupted by its tag: "…," she said. "…"."""
    between = text[first.end : last.start]
    if first.depth or last.depth or first.end > last.start or len(between.split()) > 20:
        return False
    inner = first.text.rstrip("'\"”’» ")
    return inner.endswith((",", ";", "?", "!", "—", "-")) and len(re.findall(r"[.!?](?=\s)", between)) <= 1
