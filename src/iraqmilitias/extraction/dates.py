"""Date expressions in a line of English prose, resolved against the day of publication where that is certain.

What is claimed has to be right, so an expression stays unresolved where its meaning hangs on something outside it:
inside a quotation (said on another day), in a clause about the future, in a sentence that speaks of another year,
or where usage is divided ("last Friday", "this weekend"). The rules are those of the codebook (Events, Dates).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from ..calendar_days import MONTH, MONTH_NAMES, MONTHS, Bounds
from . import date_meanings as read
from . import numbers, quotations
from .date_meanings import Context, Reader
from .sentences import ends, is_abbreviated
from .vocabulary import words

_MONTH = rf"(?:{MONTH})\b\.?"
_NAME_ALONE = "|".join(name for name in MONTH_NAMES if name not in ("March", "May"))  # words, too
_DAY = r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?\b"
_NTH = rf"(?i:{'|'.join([*read.NTHS])})\b"
_YEAR = r"(?:1[89]\d\d|20\d\d)\b(?!,\d{3})"
_WEEKDAY = r"(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs?)?|Fri|Sat(?:ur)?|Sun)(?:day\b|\b\.?)"
_SEASON = r"(?:[Ss]pring|[Ss]ummer|[Ff]all|[Aa]utumn|[Ww]inter)\b"
_COUNT = r"(?i:\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
_SPAN = r"(?:day|week|month|year|decade)s?"
_PART = r"(?:[Ee]arly|[Mm]id|[Ll]ate)"
_IS = "was|is|were|are|will|would|had|has|saw|brought|marked|could|may|might"  # "said that August was the worst"

# Each pattern with what reads it; the longer come first.
_PATTERNS: tuple[tuple[Reader, str], ...] = (
    (read.iso, r"(?<![\w/-])(?P<y>\d{4})-(?P<m>\d\d)-(?P<d>\d\d)(?![\w/-])"),
    (read.slashed, r"(?<![\w/])(?P<a>\d{1,2})/(?P<b>\d{1,2})/(?P<y>\d{4}|\d\d)(?![\w/])"),
    (read.days_and_months, rf"(?P<m>{_MONTH})\s+(?P<d>{_DAY})\s*(?:-|–|—|to|and|until|through)\s*"
                        rf"(?P<m2>{_MONTH})\s+(?P<d2>{_DAY}),?\s+(?P<y>{_YEAR})"),
    (read.days_and_months, rf"(?<![\d/.–-])(?P<d>{_DAY})\s+(?P<m>{_MONTH})\s*(?:-|–|—|to|and|until|through)\s*"
                        rf"(?P<d2>{_DAY})\s+(?P<m2>{_MONTH}),?\s+(?P<y>{_YEAR})"),
    (read.days, rf"(?P<m>{_MONTH})\s+(?P<d>{_DAY})\s?(?:-|–|—|to|and|"
             rf"through)\s?(?P<d2>{_DAY})(?!\s*{_MONTH})(?:,?\s+(?P<y>{_YEAR}))?"),
    (read.days, rf"(?<![\d/.–-])(?P<d>{_DAY})\s?(?:-|–|—|to|and|through)\s?(?P<d2>{_DAY})\s+(?:of\s+)?(?P<m>{_MONTH})"
             rf"(?:,?\s+(?P<y>{_YEAR}))?"),
    (read.day, rf"(?:(?P<w>{_WEEKDAY}),?\s+)?(?P<m>{_MONTH})\s+(?:the\s+)?(?P<d>{_DAY})(?!\s?(?:-|"
            rf"–)\s?\d)(?:,?\s+(?:of\s+)?(?P<y>{_YEAR}))?"),
    (read.day, rf"(?:(?P<w>{_WEEKDAY}),?\s+)?"
            rf"(?:the\s+)?(?P<d>{_DAY})\s+(?:of\s+)?(?P<m>{_MONTH})(?:,?\s+(?P<y>{_YEAR}))?"),
    (read.day, rf"\b(?:the\s+)?(?P<d>{_NTH})\s+of\s+(?P<m>{_MONTH})(?:,?\s+(?P<y>{_YEAR}))?"),
    (read.months_and_years, rf"\b(?:[Bb]etween|[Ff]rom)\s+(?P<m>{_MONTH})\s+(?P<y>{_YEAR})\s+"
                         rf"(?:and|to|until|through)\s+(?P<m2>{_MONTH})\s+(?P<y2>{_YEAR})"),
    (read.months, rf"\b(?:[Bb]etween|[Ff]rom)\s+(?P<m>{_MONTH})\s+(?:and|to|until|through)\s+(?P<m2>{_MONTH})"
               rf"(?!\s+\d{{1,2}}\b)(?:,?\s+(?:of\s+)?(?P<y>{_YEAR}))?"),
    (read.two_months, rf"\b(?P<m>{_MONTH})\s+and\s+(?P<m2>{_MONTH}),?\s+(?:of\s+)?(?P<y>{_YEAR})"),
    (read.months, rf"\b(?P<m>{_MONTH})(?:\s+(?:to|until|through)\s+|\s?[-–]\s?)(?P<m2>{_MONTH}),?\s+(?:of\s+)?"
               rf"(?P<y>{_YEAR})"),
    (read.month_year, rf"\b(?P<part>{_PART})(?:[\s-]|\s+in\s+)(?P<m>{_MONTH}),?\s+(?:of\s+)?(?P<y>{_YEAR})"),
    (read.month_year, rf"(?P<m>{_MONTH}),?\s+(?:of\s+)?(?P<y>{_YEAR})"),
    (read.month_of_year, rf"(?P<m>{_MONTH})\s+(?:of\s+)?(?P<which>last|this)\s+year\b"),
    (read.season_year, rf"\b(?:(?P<part>{_PART})[\s-]+)?(?P<s>{_SEASON}),?\s+(?:of\s+|in\s+)?(?P<y>{_YEAR})"),
    (read.quarter, rf"\b(?:the\s+)?(?P<q>first|second|third|fourth|last)\s+(?P<u>quarter|half)\s+of\s+(?P<y>{_YEAR})"),
    (read.quarter, rf"\bQ(?P<q>[1-4])\s+(?:of\s+)?(?P<y>{_YEAR})"),
    (read.first_weeks, rf"\b(?:the\s+)?first\s+(?P<n>{_COUNT})\s+(?P<u>days|weeks|months)\s+of\s+(?P<y>{_YEAR})"),
    (read.years, rf"\b(?:[Bb]etween|[Ff]rom)\s+(?P<y>{_YEAR})\s+(?:and|to|until|through)\s+(?P<y2>{_YEAR})"),
    (read.years, rf"(?<![\w–-])(?P<y>{_YEAR})\s?[-–]\s?(?P<y2>(?:1[89]|20)?\d\d)(?![\w-])"),
    (read.mid_decade, r"\b[Mm]id-(?P<y>(?:19|20)\d0)['’]?s\b"),
    (read.decade, r"\bthe\s+(?P<y>(?:18|19|20)\d0)['’]?s\b"),
    (read.part_year, rf"\b(?P<part>{_PART})(?:[\s-]|\s+in\s+)(?P<y>{_YEAR})"),
    (read.part_of_year, rf"\b(?:the\s+)?(?P<part>beginning|start|end|close)\s+of\s+(?P<y>{_YEAR})"),
    (read.told_before, rf"(?:(?P<m>{_MONTH})\s+{_DAY}|{_DAY}\s+{_MONTH}|{_MONTH})\s+of\s+(?:that|the\s+same)\s+year\b"),
    (read.told_before, rf"\b(?:(?:(?:the\s+)?(?:beginning|start|end|close)\s+of|{_PART}(?:\s+in)?|"
                   rf"[Ee]arlier|[Ll]ater)\s+)?[Tt]hat\s+(?:same\s+)?(?:year|{_SEASON}|{_NAME_ALONE})\b(?!\s+(?:{_IS}))"),
    (read.within, rf"\bin\s+(?:(?P<n>{_COUNT})\s+(?P<u>days|weeks)|an?\s+(?P<one>week|month))\b"),
    (read.vague, rf"\b(?:the\s+)?(?:beginning|start|middle|end|close|turn)\s+of\s+(?P<y>{_YEAR}|the\s+year|"
                   rf"(?:this|last|next)\s+(?:year|month|week))"),
    (read.ago, rf"\b(?:(?P<fuzzy>[Aa]bout|[Ss]ome|[Nn]early|around|almost|nearly|roughly|some|over|more than|less than|"
            rf"at least)\s+)?(?P<n>{_COUNT}|several|a\s+few|a\s+couple\s+of|many)\s+(?P<u>{_SPAN})\s+(?:ago|"
            rf"earlier|before)\b"),
    (read.vague, rf"\b{_COUNT}\s+{_SPAN}\s+(?:later|after|earlier|before)\b"),
    (read.vague, r"\b(?i:days|weeks|months|years|decades|hours|moments)\s+(?:ago|earlier|later|before)\b"),
    (read.vague, rf"\b(?:the|these)\s+(?:past|last|previous)\s+(?:{_COUNT}\s+|few\s+|several\s+|"
                rf"couple\s+of\s+)?{_SPAN}\b"),
    (read.vague, r"\b(?:recent|coming|next\s+few|past\s+few)\s+(?:days|weeks|months|years)\b"),
    (read.vague, rf"\b(?:the\s+)?(?:previous|preceding)\s+{_COUNT}\s+{_SPAN}\b"),
    (read.vague, r"\b(?:the\s+)?(?:same|next|following|previous)\s+(?:day|week|month|year|morning|night|evening)\b"),
    (read.relative_part, r"\b(?P<part>[Ee]arly|[Ll]ate|[Mm]id)[\s-]+(?P<which>last|this|next)\s+(?P<u>week|month|"
                      r"year|spring|summer|fall|autumn|winter)\b"),
    (read.earlier, r"\b(?P<part>[Ee]arlier|[Ll]ater)\s+(?P<which>this|in\s+the)\s+(?P<u>week|month|year)\b"),
    (read.relative, r"\b(?P<which>[Ll]ast|[Tt]his|[Nn]ext)\s+(?P<u>week|month|year|weekend|spring|summer|fall|"
                 r"autumn|winter)\b(?!-(?:old|long))"),
    (read.relative_month, rf"\b(?P<which>[Ll]ast|[Tt]his|[Nn]ext)\s+(?P<m>{_MONTH})(?!\s+\d)"),
    (read.relative_weekday, rf"\b(?P<which>[Ll]ast|[Tt]his|[Nn]ext)\s+(?P<w>{_WEEKDAY})"),
    (read.weekday, r"\b(?P<w>Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)\b"),
    (read.weekend, r"\bover\s+the\s+weekend\b"),
    (read.near_day, r"\b(?P<which>[Yy]esterday|[Tt]omorrow|[Tt]oday|[Tt]onight)\b|\b(?:[Tt]his|"
                 r"[Ee]arly\s+this)\s+(?:morning|afternoon|evening)\b"),
    (read.plain_month, rf"\b(?P<lead>[Ii]n|[Ss]ince|[Uu]ntil|[Bb]y|[Dd]uring|[Oo]f|[Tt]hrough|[Ee]arly|[Ll]ate|"
                    rf"[Mm]id)[\s-]+(?P<m>{_MONTH})(?!\s+\d)"),
    (read.plain_month, rf"\b(?P<m>{_NAME_ALONE})\b(?!\s+\d)"),
    (read.plain_year, rf"(?<![\w$€£.,–/-])(?P<y>{_YEAR})(?![\w%/–-]|[.,]\d)"),
)  # fmt: skip
_COMPILED = [(reader, re.compile(pattern)) for reader, pattern in _PATTERNS]
_WHOLE_MONTH = re.compile(rf"\b(?:{'|'.join(MONTHS)})\.$", re.IGNORECASE)
_FUTURE = re.compile(
    r"\b(?:will|would|shall|won['’]t|(?:could|may|might)(?!\s+have\b)|upcoming|plans?|planned|due|slated|scheduled|expects?|"
    r"expected|set\s+(?:to|for)|"
    r"is\s+to|are\s+to|was\s+to|were\s+to|going\s+to)\b|\b(?:until|till|by|before|after|later\s+than|starting|"
    r"beginning)(?:\s+on)?\s*$"
)
_LATER = re.compile(r"[,;:.—–]\s|\s(?:that|when|after|as|while|and|but)\s")
_CLAUSE = re.compile(r"[;:—–]\s|[.!?][”\"’']?\s+(?=[\"“‘(]?[A-Z])|,\s+(?:and|but|while|when|after|which|who)\s")
_YEAR_NEAR = re.compile(rf"(?<![\w$€£.,]){_YEAR}(?![\w%]|[.,]\d)|\b(?:19|20)\d0s\b")
_MOVED = re.compile(r"\b(?:moved|postponed|delayed|shifted|brought\s+forward|put\s+off)\s+(?:[\w]+\s+){0,3}$")
_SINCE = re.compile(r"\bsince\s+$")
_SINCE_WEEKDAY = re.compile(rf"[Ss]ince\s+{_WEEKDAY}$")
_BEGUN = re.compile(r"\b[Ss]ince\s+(?:at\s+least\s+)?(?:(?:the\s+)?(?:beginning|start)\s+of\s+|the\s+)?$")
_WHEN = re.compile(r",?\s+when\b")  # "since May, when it fell": the days of the fall
_RANK = re.compile(
    rf"\b(?:only|most|least|worst|latest|(?P<s>\w{{3,}})est|{'|'.join(words('ordinals'))}|\d+(?:st|nd|rd|th))\b(?!\s+of\b)",
    re.IGNORECASE,
)
UNKNOWN_DAY = "the day of publication is not known"
_NOT_A_DAY = re.compile(
    r"\s+(?:prayers?|mosque|sermons?|Mosque|Prayers?|Times|Post|Night\s+Live|Agreement|Review|Herald)\b"
)


class When(NamedTuple):
    """A date expression; `bounds` is None where it is not resolved, and `why` then says why not."""

    start: int
    end: int
    text: str
    bounds: Bounds | None
    why: str


def find(text: str, first: date, last: date, open_before: bool = False) -> list[When]:
    """Return a line's date expressions in order, none overlapping; `first` and `last` bound the publication.

    Where the day of publication is not known, only what is the same for each possible day is resolved.
    """
    spans = [(q.start, q.end) for q in quotations.find(text, open_before)]
    found: list[When] = []
    for reader, match in sorted(_matches(text), key=lambda m: m[1].start()):
        if found and match.start() < found[-1].end:
            continue
        if reader is read.weekday and (
            _NOT_A_DAY.match(text[match.end() :]) or re.search(r"\b(?:Black|Good|Bloody)\s$", text[: match.start()])
        ):
            continue
        if reader is read.within and not _is_ranked(text[: match.start()]):
            continue
        if reader is read.months and _MOVED.search(text[: match.start()]):
            found.append(When(match.start(), match.end(), match.group(), None, "two days of one event"))
            continue
        if reader is read.plain_year and not _is_year(text, match):
            continue
        if found and re.search(r"\bago,?\s+$", text[: match.start()]):  # "three years ago last week"
            why = "belongs to the expression before it"
            found.append(When(match.start(), match.end(), match.group(), None, why))
            continue
        if reader is read.weekday and re.search(r"\b[Aa]\s+$", text[: match.start()]):  # "on a Sunday"
            found.append(When(match.start(), match.end(), match.group(), None, "one of many"))
            continue
        contexts = [_context(text, match, when, spans) for when in {first, last}]
        found.append(_resolved(match, reader, contexts))
        if len(found) > 1 and _is_since_another_day(found[-2], found[-1]):
            found[-1] = found[-1]._replace(bounds=None, why="counted from the day of what is said")
    return found


def _is_since_another_day(before: When, when: When) -> bool:
    """Whether a weekday is before another that the line has: "said on Friday that nine had fled since Monday"."""
    if before.bounds is None or when.bounds is None or before.bounds.precision != "day":
        return False
    first, told = when.bounds.first, before.bounds.first
    counted = _SINCE_WEEKDAY.match(when.text)
    return counted is not None and first is not None and told is not None and told < first


def _matches(text: str) -> Iterable[tuple[Reader, re.Match[str]]]:
    taken: list[tuple[int, int]] = []
    for reader, pattern in _COMPILED:
        for match in pattern.finditer(text):
            if not any(match.start() < end and start < match.end() for start, end in taken):
                taken.append(match.span())
                yield reader, match


def _is_ranked(before: str) -> bool:
    """Whether the clause before counts or ranks what it tells: "the second attack", "the deadliest"."""
    clause = re.split(r"[.;:!?]\s|,\s+(?:and|but|while|when|after|which|who)\s", before)[-1]
    return any(match["s"] is None or _is_adjective(match["s"]) for match in _RANK.finditer(clause))


def _is_adjective(stem: str) -> bool:
    """Whether an ordinary word with "-est" is a superlative: "deadli", "bigg", "larg", but not "prot", "inter"."""
    plain = stem[:-1] if stem[-1] == stem[-2] else stem
    forms = {stem, f"{stem}e", plain, f"{stem[:-1]}y" if stem.endswith("i") else stem}
    return len(stem) > 3 and bool(forms & words("common"))


def _resolved(match: re.Match[str], reader: Reader, contexts: list[Context]) -> When:
    results = [reader(match, context) for context in contexts]
    lead = match.groupdict().get("lead") or ""
    start = (
        match.start("m")
        if lead.casefold() in ("in", "since", "until", "by", "during", "of", "through")
        else match.start()
    )
    text = match.string[start : match.end()]
    if match.end() == len(match.string) or _WHOLE_MONTH.search(text):
        text = text.removesuffix(".")  # the sentence's, not an abbreviation's
    refused = next((r for r in results if isinstance(r, str)), None)
    if refused is not None:
        return When(start, start + len(text), text, None, refused)
    if len(set(results)) > 1:
        return When(start, start + len(text), text, None, UNKNOWN_DAY)
    bounds = results[0]
    assert isinstance(bounds, Bounds)
    since = _BEGUN.search(match.string[:start])
    if since is None or contexts[0].quoted or _WHEN.match(match.string, match.end()):
        return When(start, start + len(text), text, bounds, "")
    if len(contexts) > 1:
        return When(start, start + len(text), text, None, UNKNOWN_DAY)
    lasting = Bounds(bounds.first, contexts[0].published, "span")
    return When(since.start(), start + len(text), match.string[since.start() : start] + text, lasting, "")


def _context(text: str, match: re.Match[str], when: date, quoted: list[tuple[int, int]]) -> Context:
    low, high = _sentence(text, match.start(), match.end())
    clause_low = max(
        (m.end() for m in _CLAUSE.finditer(text, low, match.start()) if not is_abbreviated(text, m.start())),
        default=low,
    )
    ahead = _LATER.search(text, match.end(), high)
    shown = text  # without the quotations beside it: "they will pay," he said on Sunday
    for a, b in quoted:
        if b <= match.start() or match.end() <= a:
            shown = shown[:a] + " " * (b - a) + shown[b:]
    before = shown[clause_low : match.start()]
    if re.search(r"\bhad\b", before):  # "no group had claimed it by Monday"
        before = re.sub(r"\bby\s*$", "", before)
    after = shown[match.end() : ahead.start() if ahead else high]
    deictic = {"w", "d"} & match.groupdict().keys() == {"w"}  # a weekday: what is told after it has its own year
    since = (match.groupdict().get("lead") or "").casefold() == "since"  # "since June, compared with 40 in 2021"
    years = {
        int(m.group()[:4])
        for m in _YEAR_NEAR.finditer(text, low if since else 0, match.start() if since or deictic else high)
        if not match.start() <= m.start() < match.end()
        and not _SINCE.search(text[max(0, m.start() - 20) : m.start()])  # "the worst since 2019" is told of now
    }
    return Context(
        published=when,
        quoted=any(a <= match.start() and match.end() <= b for a, b in quoted),
        future=bool(_FUTURE.search(before) or _FUTURE.search(after)),
        years=frozenset(years),
    )


def _sentence(text: str, start: int, end: int) -> tuple[int, int]:
    found = ends(text)
    return max((e for e in found if e <= start), default=0), min((e for e in found if e >= end), default=len(text))


def _is_year(text: str, match: re.Match[str]) -> bool:
    """Whether four digits are a year and not a count ("2000 soldiers")."""
    return any(n.is_date and n.start <= match.start() and match.end() <= n.end for n in numbers.find(text)) or bool(
        re.search(r"\b(?:in|since|until|during|of)\s+$", text[: match.start()])
    )
