"""Quote attribution: who says something in a line, by the reporting verb beside the name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from ..extraction.quotations import Quotation
from ..extraction.sentences import ends
from ..extraction.vocabulary import groups
from .entity_linking import Found

# Words that often report no speech; they tell who says a quotation, but make no statement by themselves.
LOOSE = frozenset({
    "as", ":", "-", "–", "—", "―", "called", "continued", "ordered", "pointed", "posted", "regards", "read", "reads",
    "added", "expects", "rejected", "dismissed", "told", "promised",
})  # fmt: skip
_ACT = groups("acts")
_VERB = re.compile(r"\b(?:" + "|".join(sorted(_ACT, key=len, reverse=True)) + r")\b")
_PRONOUN = re.compile(r"\b(?:[Hh]e|[Ss]he|[Tt]hey|[Ww]ho)\s+(?:\w+ly\s+|also\s+|later\s+|has\s+|have\s+|had\s+)?$")
_ACCORDING = re.compile(r"\b[Aa]ccording\s+to\s+|\b[Ii]n\s+the\s+words\s+of\s+|\b[Aa]s\s+|[-–—―]\s*$|[-–—―]\s+")
_PREPOSITION = re.compile(
    r"\b(?:at|of|for|[Ii]n|[Aa]t|with|by|from|to|on|about|against|under|over|between|and|near|inside|into|after|before|"
    r"toward|towards)"
    r"\s+(?:(?:the|a|an|its|his|her|their|former|then|senior|top|\w+[-‑]\w+)\s+){0,2}$"
)
_JOB = re.compile(
    r"\s+(?:\w+\s+){0,3}(?:spokes\w+|official|minister|chief|leader|commander|director|secretary|analyst|"
    r"adviser|editor),?\s+"
)
# A noun phrase between the name and the verb: "in Iraq, the regional government said" names nobody as the speaker.
_NAMELESS = re.compile(
    r"(?:^|[,;:]\s)\s*(?:but\s+|and\s+|while\s+)?(?:the|an?|one|another|some|several|two|three|other|many|local|senior|"
    r"officials?|residents?|witnesses|sources?)\b(?:\s+[\w’'-]+){0,6}\s*$",
    re.IGNORECASE,
)


class Attribution(NamedTuple):
    """A reporting verb in a line and who it is said of; `found` is None for a pronoun, and for "the embassy said"."""

    start: int
    end: int
    verb: str
    act: str
    found: Found | None
    pronoun: bool


def find(text: str, quoted: Sequence[Quotation], named: Sequence[Found]) -> list[Attribution]:
    """Return the attributions of a line, outside its quotations, in order."""
    masked = _masked(text, quoted)
    outside = [f for f in named if (f.target or f.candidate) and not _inside(f, quoted)]
    outside = [f for f in outside if not re.match(r"[’'ʼ]s\s+(?=[A-Z])", text[f.end :])]  # "the institute's Ann Grey"
    people, sites = [f for f in outside if not _is_place(f)], [f for f in outside if _is_place(f)]
    result, stops = [], ends(masked)
    for match in _VERB.finditer(masked):
        low = max((end for end in stops if end <= match.start()), default=0)
        subject = (
            _inverted(masked, match, people)
            or _before(masked, low, match.start(), people)
            or _after(masked, match.end(), people)
        )
        pronoun = subject is None and bool(_PRONOUN.search(masked[: match.start()]))
        spoken_for = subject is None and not pronoun and _before(masked, low, match.start(), sites) is not None
        spoken_for = spoken_for or (subject is None and _beside_marks(masked, match))
        if subject or pronoun or spoken_for:
            naming = match.group() == "called" and not re.match(r"\s+(?:for|on)\b", masked[match.end() :])
            act = "" if naming else _ACT[match.group()]
            result.append(Attribution(match.start(), match.end(), match.group(), act, subject, pronoun))
    for match in _ACCORDING.finditer(masked):
        subject = next(
            (
                f
                for f in people
                if f.start >= match.end() and re.fullmatch(r"(?:(?:\w|[-‑’'])+\s+){0,4}", masked[match.end() : f.start])
            ),
            None,
        )
        if subject and (match.group().strip().casefold() != "as" or _VERB.match(masked[subject.end :].lstrip())):
            result.append(Attribution(match.start(), match.end(), match.group().strip(), "", subject, False))
    head = next((f for f in people if not masked[: f.start].strip() and re.match(r":\s", masked[f.end :])), None)
    if head:  # a heading: "State Dept: …"
        result.append(Attribution(head.end, head.end + 1, ":", "", head, False))
    return sorted(result, key=lambda a: a.start)


def _masked(text: str, quoted: Sequence[Quotation]) -> str:
    for q in quoted:
        text = text[: q.start] + "”" + " " * (q.end - q.start - 1) + text[q.end :]
    return text


def _inside(found: Found, quoted: Sequence[Quotation]) -> bool:
    return any(q.start <= found.start and found.end <= q.end for q in quoted)


def _is_place(found: Found) -> bool:
    table = found.target.table if found.target else found.candidate.table if found.candidate else ""
    return table != "actors"


def _before(text: str, low: int, verb: int, people: Sequence[Found]) -> Found | None:
    """Return the subject before a verb: the name next to it, else the first name of the sentence."""
    inside = [f for f in people if low <= f.start and f.end <= verb and "”" not in text[f.end : verb]]
    inside = [f for f in inside if not _PREPOSITION.search(text[low : f.start])]
    inside = [f for f in inside if not re.match(r"[’'ʼ]s?\s", text[f.end :])]
    adjacent = [f for f in inside if len(text[f.end : verb].split()) < 3 and "," not in text[f.end : verb]]
    if adjacent or not inside:
        return adjacent[-1] if adjacent else None
    if _VERB.search(text, inside[0].end, verb) or verb - inside[0].end > 160:
        return None
    if _NAMELESS.search(text[inside[-1].end : verb]):
        return None
    first = inside[0]
    for following in inside[1:]:  # "coalition spokesman Col. Wayne Ortiz, speaking from Erbil, told"
        between = text[first.end : following.start]
        if not _JOB.fullmatch(between) and ("," in between or len(between.split()) > 4):
            break
        first = following
    return first


def _inverted(text: str, verb: re.Match[str], people: Sequence[Found]) -> Found | None:
    """Return the subject right after its verb at the end of a clause: "…, says Ann Grey."."""
    if verb.group() in ("told", "tells", "asked", "asks") or not re.search(r"[,”]\s*$", text[: verb.start()]):
        return None
    near = (f for f in people if re.fullmatch(r"\s+(?:the\s+)?", text[verb.end() : max(f.start, verb.end())]))
    return next((f for f in near if re.match(r"\s*(?:[.,;:”]|$)", text[f.end :])), None)


def _beside_marks(text: str, verb: re.Match[str]) -> bool:
    """Whether a verb without a name is right before or after a quotation: "the regime vowed “…”"."""
    return bool(
        re.match(r"(?:\s+that)?[,:]?\s*”", text[verb.end() :])
        or re.search(r"”\s*(?:the|an?)\s(?:[\w-]+\s+){1,3}$", text[: verb.start()])
    )


def _after(text: str, end: int, people: Sequence[Found]) -> Found | None:
    """Return the subject after its verb: “…,” said Ann Grey; up to four small words or titles between."""
    for found in people:
        if found.start >= end and not re.search(r"\b(?:told|tells|asked|asks)$", text[:end]):
            between = text[end : found.start]
            inverted = text[:end].rstrip().rpartition(" ")[0].rstrip().endswith(("”", ",", "-", "–"))
            apart = re.match(r"\s+(?:that|to|for|on|in|about|whether|if|against|with|by|of|at|as|from|not)\b", between)
            return found if inverted and not apart and re.fullmatch(r"\s+(?:[\w.’'-]+\s+){0,5}", between) else None
    return None


def speaker(text: str, quotation: Quotation, found: Sequence[Attribution]) -> Attribution | None:
    """Return the attribution nearest to a quotation in its sentence, one that follows it at once before all."""

    def distance(a: Attribution) -> int:
        gap = text[quotation.end : a.start] if a.start >= quotation.end else text[a.end : quotation.start]
        return len(gap) + 400 * len(ends(gap + " A"))

    near = [(distance(a), a) for a in found]
    return min(near, key=lambda d: d[0])[1] if near and min(d for d, _ in near) < 400 else None
