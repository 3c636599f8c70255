"""Names that are more than a run of capitals: "Grey administration", "southern Iraq", "airport in Baghdad"."""

from __future__ import annotations

import re
from functools import cache

from .collectives import countries

_CAPITAL = r"[A-Z][\w’'ʿʼ]*(?:[-‑](?:al[-‑])?[A-Z]\w+){0,3}"
_NAME = rf"(?:(?:al[-‑]|Al[-‑])?{_CAPITAL}(?:\s+(?:al[-‑]|bin\s+)?{_CAPITAL}){{0,2}})"
_PATTERNS = (
    rf"{_NAME}(?<!The)\s+(?:administration|government)\b(?!\s+(?:official|spokes|source|minister|building|"
    rf"employee|force|troop|agenc))",
    rf"\b(?:(?:north|south|east|west)(?:ern)?[-‑]?(?:east|west)?(?:ern)?|central)\s+{_NAME}(?![-‑]|['’]s\s+[A-Z])",
    rf"{_NAME}[-–‑]{_NAME}\s+border\b|\b{_NAME}\s+border\s+with\s+{_NAME}",
    rf"(?<![A-Zn.]\s)(?:embassy|consulate|airport)\s+(?:in|of|at)\s+(?:the\s+)?{_NAME}",
    rf"{_NAME}[’']s\s+(?:main\s+|international\s+|civilian\s+){{0,2}}(?:airport)\b",
    rf"(?:\bU\.S\.|{_NAME})\s+(?:[Ee]mbassy|[Cc]onsulate|[Aa]ir\s?base|airport)\b",
    r"\b(?:Americans|Doctors|Citizens|Reporters|Veterans|Physicians|Women|Mothers|Students|Lawyers)\s+(?:[Ff]or|"
    r"[Ww]ithout|[Aa]gainst)\s+(?:[a]\s+|the\s+)?"
    rf"{_NAME}",
    r"(?<=[a-z,]\s)The\s+(?:[A-Z][\w’']+\s+){0,2}(?:Times|Post|Journal|Guardian|Telegraph|Independent|Economist|"
    r"Atlantic|Intercept|Hill|"
    r"Conservative|Nation|Star|Herald|Tribune|National|Observer|Week|Conversation|Diplomat|Cradle|"
    r"Associated\s+Press)\b",
    rf"{_NAME}\s+(?:in|of|for)\s+{_NAME}(?:\s+and\s+{_NAME})?(?=\s+\([A-Z]{{2,8}}\))",
    rf"\b(?:Office|Ministry|Institute|Centre|Center|Department|Fund|Commission|Agency|Council)\s+(?:of|"
    rf"for)\s+(?:the\s+)?{_NAME}"
    rf"(?:\s+(?:for|of|and|on)\s+(?:the\s+)?{_NAME})+",
    rf"(?<=, ){_NAME}$",
    rf"{_NAME}\s+(?:City|Province|Governorate|Valley|River)\b",
    r"(?:(?<=^)|(?<=[.!?]\s))Al[-‑][A-Z][\w’']+",
    r"\b[A-Z][\w-]*\.(?:com|org|net|news)\b",
)  # fmt: skip
_COMPILED = tuple(re.compile(p) for p in _PATTERNS)
_NOT = re.compile(
    r"^(?:The|In|On|At|For|From|But|And|When|While|After|Before|As|With|By|Since|This|That|Its|His|Her|Their|"
    r"Our|A|An)\s+"
)


_ENDS = re.compile(r"border|(?:government|administration|[Bb]ase|airport|mbassy)$")


def find(text: str) -> list[tuple[int, int]]:
    """Return where such names stand in a line."""
    found = []
    for pattern in _COMPILED:
        for match in pattern.finditer(text):
            start = match.start()
            lead = _NOT.match(match.group())
            titled = match.group().startswith("The") and start and not _ENDS.search(match.group())
            if lead and not titled:
                start += lead.end()
            if text[start : match.end()][:1].islower() and not re.match(
                r"(?:north|south|east|west|central|embassy|consulate|airport|al)", text[start:]
            ):
                continue
            if re.match(r"(?:government|administration|border)", text[start:]):
                continue
            found.append((start, match.end()))
    found += [m.span() for m in _countries().finditer(text)]
    return found


@cache
def _countries() -> re.Pattern[str]:
    names = sorted((c for c in countries() if " " in c), key=len, reverse=True)
    return re.compile(r"\b(?:" + "|".join(re.escape(n.title()) for n in names) + r")\b")
