"""What each line is in its article: title, byline, caption, body …, guessed from its form for a person to check."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from ..calendar_days import MONTH
from . import names
from .lines import normalise

_BYLINE = re.compile(
    r"^(?:[Bb]y|BY|Written by|Author:|Reporting by|Story by)\s+[A-Z]|"
    r"^[A-Z][\w.'’-]+(?:\s+[A-Z][\w.'’-]+){1,3}\s*[,|]\s*(?:Reuters|AP|AFP|"
    r"Associated Press|Staff Writer|Correspondent|Reporter)\b|^(?:Published|Updated|Posted)\b.{0,60}\d|"
    r"^[A-Z][\w’'‑-]+(?:\s[A-Z][\w’'‑-]+)?,\s+(?:\d{1,2}\s+[A-Z][a-z]+|[A-Z][a-z]+\.?\s+\d{1,2},)\s+\d{4}$|"
    r"^[A-Z][\w.'’‑-]+(?:\s+[\w.'’‑-]+){1,3}\s*[|•·]\s.*\b\d{4}$|"
    r"^[A-Z][\w’'‑-]+(?:\s+[\w’'‑-]+)?\s*[/–—-]\s+[A-Z][\w.'’‑-]+(?:\s+[A-Z][\w.'’‑-]+){0,3}$"
)
_WORD = r"[A-Z][\w.'’‑-]*"
_CALLED = rf"{_WORD}(?:\s+(?:(?:al-|of|the|in|and|for|bin)\s*)*(?:al-)?{_WORD})*"
_DAY = (
    rf"(?:\d{{1,2}}\s+(?:{MONTH})\b\.?,?\s+\d{{4}}|(?:{MONTH})\b\.?\s+\d{{1,2}},?\s+\d{{4}}|"
    r"\d{1,2}[/.]\d{1,2}[/.]\d{4}|\d{4}-\d\d-\d\d)"
)
# Who, which outlet and where, and the day: "Ann Grey, Gulf Courier, 2 March 2023".
_SIGNED = re.compile(rf"^(?:{_CALLED}\s*[,|•·/–—-]\s*){{1,4}}{_DAY}(?:\s*\([^)]*\)|,?\s+\d{{1,2}}[:.]\d\d)?\.?$")
_CREDIT = re.compile(
    r"^\(?(?:Additional\s+)?(?:reporting|writing|editing|translated|compiled)\s+by\s+[A-Z]", re.IGNORECASE
)
_NAME_ALONE = re.compile(rf"^(?:al-)?{_WORD}(?:\s+(?:bin\s+)?(?:al-)?{_WORD}){{1,2}}(?:\s+(?:in|and)\s+{_CALLED})?$")
_CAPTION = re.compile(
    r"\((?:photo|picture|image|file photo|photo credit|credit|AP Photo|Reuters|AFP|Getty)\b[^)]*\)\s*\.?$|"
    r"\b(?:AP Photo|Getty Images|"
    r"File [Pp]hoto|FILE PHOTO|FILE [-–—]|Photo(?:graph)? by|Photo:|Image:|Credit:|photo credit)|/(?:REUTERS|"
    r"Reuters|AFP|AP|Getty)\b|"
    r"\((?:left|right|center|centre|[LR])\)",
    re.IGNORECASE,
)
_ROW = re.compile(r"^[^;.!?]{1,40}(?:; [^;]{1,40})+(?<![.!?;])$")  # the cells of a table's row
_FURNITURE = re.compile(
    r"^(?:top of page|bottom of page|comments are closed\.?|share (?:this|on)\b.*|advertisement|read more.*|"
    r"related.*|subscribe.*|sign up.*|"
    r"follow us.*|click here.*|all rights reserved.*|(?:©|copyright).*|tags?:.*|filed under.*|newsletter.*|"
    r"leave a comment.*|skip to .*|"
    r"print(?: this)?|email|home|menu|search|listen.*|\d+ min(?:ute)?s? read|download .*|loading.*|"
    r"recommended.*|see also.*|more on .*|"
    r"this article (?:was|is) .*|source:.*|"
    r".*\bfor immediate release\b.*|press release.*|[-–—#\s]*(?:end|ends|###)[-–—#\s]*|"
    r"notes? to editors.*|media contacts?.*|for (?:further|more) information.*)$",
    re.IGNORECASE,
)
_QUESTION = re.compile(r"^(?![“\"‘'«])(?:\d{1,2}[.)]\s+)?(?:[^\s.!?]+\s+){0,11}[^\s.!?]+\?$")
_SPEAKER = re.compile(r"^(?:[A-Z][\w’'-]+(?:\s+[A-Z][\w’'-]+){0,3}|Q|A):\s+.*[.?]$")  # the name before a question
_BIOGRAPHY = re.compile(
    r"^(?:(?:Dr|Prof)\.?\s+)?[A-Z][\w.'’-]+(?:\s+[A-Z][\w.'’-]+){0,3}\s+(?:is|was|writes|covers|has (?:written|"
    r"reported|worked))\s+"
    r"(?:an?|the|for|about|on|from|Senior|senior)?\s*.{0,80}\b(?:editor|reporter|correspondent|fellow|professor|"
    r"author|analyst|journalist|"
    r"writer|columnist|lecturer|researcher|director|contributor)\b|"
    r"^[A-Z][\w.'’-]+(?:\s+[A-Z][\w.'’-]+){1,3}\s+(?:covers|reports (?:on|from)|writes (?:about|for|on)|is based in)\s"
)


def guess(lines: Sequence[str], title: str = "") -> list[str]:
    """Return a role for each line, of the codes of `lines.role`; `title` is the article's, where it is known."""
    roles = ["blank" if not line.strip() else "body" for line in lines]
    full = [i for i, line in enumerate(lines) if line.strip()]
    bodies = [i for i in full if len(lines[i].split()) > (20 if lines[i].rstrip().endswith(".") else 25)]
    first_body = bodies[0] if bodies else (full[-1] if full else 0)
    last_body = bodies[-1] if bodies else first_body
    for i in full:
        roles[i] = _role(lines[i].strip(), i < first_body, i >= last_body)
        if full[0] < i < first_body and _is_name(lines[i].strip()):
            roles[i] = "byline"
    if not any(_SPEAKER.match(line) for line in lines):  # in an interview a question is what somebody says
        for i in full[1:]:
            if roles[i] == "body" and _QUESTION.match(lines[i].strip()) and i != full[-1]:
                roles[i] = "heading"
    head = _title(lines, [i for i in full if i < first_body] or full[:1], title, roles)
    if head is not None:
        roles[head] = "title"
        following = [i for i in full if head < i < first_body and roles[i] in ("heading", "body")]
        following = [i for i in following if not is_row(lines[i])]
        if following and roles[following[0]] in ("heading", "body") and len(lines[following[0]].split()) > 3:
            roles[following[0]] = "subtitle"
    return roles


def is_row(line: str) -> bool:
    """Whether a line has the cells of a table's row: "June 2022; 9; 4"."""
    return bool(_ROW.match(line.strip()))


def _role(line: str, before: bool, after: bool) -> str:
    count = len(line.split())
    if _FURNITURE.match(line):
        return "boilerplate"
    if count < 30 and (_BYLINE.search(line) or _SIGNED.match(line) or _CREDIT.match(line)):
        return "byline"
    if count < 60 and _CAPTION.search(line):
        return "caption"
    if after and _BIOGRAPHY.match(line):
        return "biography"
    if is_row(line) or re.match(r"[•▪◦*–-]\s", line):
        return "body"
    quoted = line[0] in "“\"‘'«"
    if (
        count <= 12
        and not re.search(r"[.!?:;,][”\"’')]*$", line)
        and (not before or names.is_title_case(line) or quoted or count <= 9)
    ):
        return "heading"
    return "body"


def _is_name(line: str) -> bool:
    """Whether a line is only who wrote the article: "Ann Grey", "Ann Grey in Basra"."""
    words = [w for w in line.split() if w[0].isupper()]
    return bool(_NAME_ALONE.match(line)) and not any(names.is_common(w) for w in words)


def _title(lines: Sequence[str], places: Sequence[int], title: str, roles: Sequence[str]) -> int | None:
    wanted = normalise(title).casefold()
    if wanted and places:
        score = {i: SequenceMatcher(None, normalise(lines[i]).casefold(), wanted).ratio() for i in places}
        best = max(places, key=lambda i: score[i])
        if score[best] > 0.6:
            return best
    return next((i for i in places if roles[i] in ("heading", "body") and len(lines[i].split()) < 30), None)
