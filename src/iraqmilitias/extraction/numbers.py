"""Numbers in a line of English prose: where they stand and what bounds they give.

Found are quantities in digits and number words, years, day and clock numbers, percentages, fractions, and digits
that follow a name ("Type 42"): all of them have to be coded or waived. Not found are digits grown onto a name by a
letter or hyphen ("F-16", "G7": part of a name), digits in web addresses, "one" as a pronoun, "once", "both",
"several", "a few" and "a couple" without a multiplier. Ordinals are found and marked, but not counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from . import number_words as vocabulary
from .number_words import DIGITS, MANY, scale_of, value_of

_WORD = "|".join([*vocabulary.UNITS_AND_TENS, *vocabulary.PLURALS, *vocabulary.MULTIPLIERS])
_CURRENCY = r"(?:(?:US|A|C|HK)?\$|[€£¥₪]|\b(?:USD|EUR|IQD)\s)\s?"
_FEW = r"(?:an?\s+|the\s+)?(?:few|couple)(?:\s+of)?|several|many"
_PERCENT = r"\s?%|(?:\s|-)per\s?cent\b|\s+percentage\s+points?\b"

_TOKEN = re.compile(
    rf"""(?P<address>\b(?:https?://|www\.)\S+)
    |(?P<ordinal>\b\d+(?:,\d{{3}})*(?:st|nd|rd|th)\b
        |\b(?:(?:twen|thir|for|fif|six|seven|eigh|nine)ty-)?(?:{"|".join(vocabulary.ORDINALS)})\b)
    |(?P<clock>\b\d{{1,2}}[:.]\d{{2}}(?=\s?[ap]\.?m\b|\s?(?:GMT|UTC)\b)|\b\d{{1,2}}:\d{{2}}\b
        |\b\d{{1,2}}(?=\s?[ap]\.?m\b)|\b\d{{4}}-\d{{2}}-\d{{2}}\b|(?<![\w/])\d{{1,4}}/\d{{1,2}}(?:/\d{{2,4}})?(?![\w/]))
    |(?P<decade>(?<![\w$€£])(?:(?:1[89]|20)\d0|\d0)['’]?s\b)
    |(?P<digits>(?<![\d.,])(?:(?<!\w){_CURRENCY})?{DIGITS}
        (?:(?:bn|mn|tn|[kmb])\b(?!-)|-?(?:mm|cm|km|kg|kph|mph|ft)\b|(?:[\s-](?:{MANY})\b)+)?(?:{_PERCENT})?)
    |(?P<words>\b(?:
        half[\s-]an?[\s-](?:{MANY})\b|half[\s-]dozen\b|half(?=\s+(?:of|the|its|their|all)\b)
        |an?\s+(?:third|quarter|fifth|tenth)(?=\s+of\b)
        |(?:(?:(?:{_FEW})\s+|an?\s+)(?=(?:{MANY})\b))?(?:{_WORD})\b
         (?:(?:(?<=hundred)\s+and\s+|(?<=thousand)\s+and\s+|(?<=s)\s+of\s+(?=(?:{MANY})\b)|\s+|-)(?:{_WORD})\b)*
         (?:\s+and\s+a\s+half\b(?:\s+(?:{MANY})\b)?|[\s-](?:thirds|quarters|fifths|tenths)\b|-(?:third|quarter|fifth|tenth|half)\b)?
         )(?:{_PERCENT})?)""",
    re.IGNORECASE | re.VERBOSE,
)
_JOIN = re.compile(r"\s*[-–—]\s*|\s+(?:to|and|or)\s+", re.IGNORECASE)
_NUMERAL = re.compile(rf"\d[\d,.]*\d|\d|\b(?:{_WORD})\b", re.IGNORECASE)
_MONTH_BEFORE = re.compile(rf"\b(?:{vocabulary.MONTHS})\.?\s+(?:\d{{1,2}}\s*(?:-|–|to|and)\s*)?$")
_MONTH_AFTER = re.compile(rf"(?:\s*(?:-|–|to|and)\s*\d{{1,2}})?\s+(?:of\s+)?(?:{vocabulary.MONTHS})\b")
_FOLLOWING = re.compile(r"[\s-]+([^\s,.;:!?()—–\"“”-]+)")


class Number(NamedTuple):
    """A number as it stands in a line, with the bounds its wording gives (codebook, Figures).

    A range has both its ends as bounds and the qualifier `approximate`. Decades and centuries are bounds in years;
    a date, and what no bound can be read from, has bounds as printed or none.
    """

    start: int
    end: int
    printed: str
    value_low: float | None
    value_high: float | None
    qualifier: str
    unit: str
    is_date: bool
    is_ordinal: bool


def numerals(text: str) -> set[str]:
    """Return the distinct digit groups and number words of a text, in lower case: the unit of `lines.numbers`."""
    return {m.group().casefold().strip(".,") for m in _NUMERAL.finditer(text)}


def numeral_spans(printed: str) -> list[tuple[int, int]]:
    """Return where the numerals of a printed number stand in it."""
    return [m.span() for m in _NUMERAL.finditer(printed)]


def find(text: str) -> list[Number]:
    """Return the numbers of a line in order, ordinals among them, none overlapping."""
    found: list[Number] = []
    for number in _single(text):
        before = found[-1] if found else None
        joined = _range(text, before, number) if before else None
        if joined:
            found[-1] = joined
        else:
            found.append(number)
    return found


def _single(text: str) -> Iterator[Number]:
    for match in _TOKEN.finditer(text):
        kind, start, end = match.lastgroup, match.start(), match.end()
        if kind == "address" or (kind == "digits" and _grown_on_a_name(text, start)):
            continue
        printed = match.group()
        if kind in ("ordinal", "clock", "decade"):
            value = float(printed[:4]) if kind == "decade" and printed[:4].isdigit() else None
            is_date = kind == "decade" or (kind == "clock" and not re.fullmatch(r"[1-9]/(?:[23458]|10)", printed))
            high = value + 9 if value is not None else None
            yield Number(start, end, printed, value, high, "exact", "other", is_date, kind == "ordinal")
        elif printed.casefold() != "one" or not _is_pronoun(text, start, end):
            yield _quantity(text, start, end, printed)


def _before(text: str, start: int) -> str:
    """Return what stands before a number, as far back as any pattern looks."""
    return text[max(0, start - 80) : start]


def _grown_on_a_name(text: str, start: int) -> bool:
    """Whether digits continue a word: "G7", "F-16", "COVID-19" (but not "mid-2000", "pre-2003")."""
    if start and (text[start - 1].isalnum() or text[start - 1] == "_"):
        return True
    head = re.search(r"([^\W\d_][^\W_]*)[-‑]$", _before(text, start))
    return bool(head and any(c.isupper() for c in head.group(1)) and head.group(1) not in ("Mid", "Pre", "Post"))


def _is_pronoun(text: str, start: int, end: int) -> bool:
    ahead, behind = re.match(r"[\s-]+([\w’']+)|['’]s\b", text[end:]), _before(text, start).casefold()
    previous = re.search(r"(\w+)\s+$", behind)
    if re.search(r"(?:least|most|only|just|than|number|over|to|or)\s+$", behind) and not (
        ahead and ahead.group(1) in ("of", "who", "that", "which", "day", "another", "thing")
    ):
        return False
    if previous and previous.group(1) in vocabulary.NOT_AFTER:
        return True
    if ahead and ahead.group(1) not in ("was", "were", "has", "had"):  # "four fell, one was hurt", "the last one was"
        return ahead.group(1) is None or ahead.group(1).casefold() in vocabulary.NOT_BEFORE
    return bool(re.search(r"\b(?:an?|the|this|that|another)\s+(?:[\w-]+\s+){0,2}$", behind))


def _quantity(text: str, start: int, end: int, printed: str) -> Number:
    value, indefinite = value_of(printed)
    is_date = _is_date(text, start, end, printed)
    if is_date:
        return Number(start, end, printed, value, value, "exact", "other", True, False)
    unit, factor = _unit(text, end, printed)
    if value is not None:
        value = round(value * factor, 6)
    qualifier = _qualifier(text, start, end)
    if indefinite:
        high = value if qualifier == "at_most" else None
        return Number(start, end, printed, None if high else value, high, "indefinite", unit, False, False)
    low = None if qualifier == "at_most" else value
    high = None if qualifier == "at_least" else value
    return Number(start, end, printed, low, high, qualifier, unit, False, False)


def _is_date(text: str, start: int, end: int, printed: str) -> bool:
    if not printed.isdigit():
        return False
    if len(printed) <= 2 and 1 <= int(printed) <= 31:
        return bool(_MONTH_BEFORE.search(_before(text, start)) or _MONTH_AFTER.match(text[end:]))
    following = _FOLLOWING.match(text, end)
    word = following.group(1).casefold() if following else ""
    counted = word in vocabulary.UNITS and (word.endswith("s") or word in vocabulary.IRREGULAR_PLURALS)
    if counted and re.search(r"\b(?:the|in|of|since)\s+$", _before(text, start), re.IGNORECASE):
        counted = False  # "the 2020 strikes" against "2000 soldiers"
    return len(printed) == 4 and 1800 <= int(printed) <= 2099 and not counted


def _unit(text: str, end: int, printed: str) -> tuple[str, int]:
    """Guess the unit from the number itself or the next four words; return it with the factor to it."""
    if re.match(r"(?:US|A|C|HK)?\$|USD", printed):
        return "usd", 1
    if re.search(r"\dmm$|-mm$", printed):
        return "millimetres", 1
    if re.search(rf"(?:{_PERCENT})$", printed):
        return "other", 1
    place, of_which = end, text[end:].startswith(" of ")  # "11 of its 37 seats"
    for _ in range(5):
        following = _FOLLOWING.match(text, place)
        if not following or (_NUMERAL.fullmatch(following.group(1)) and not of_which):
            break
        word = re.sub(r"['’]s?$", "", following.group(1).casefold())
        if word in vocabulary.UNITS:
            return vocabulary.UNITS[word], vocabulary.IN_YEARS.get(word, 1)
        place = following.end()
    return "other", 1


def _qualifier(text: str, start: int, end: int) -> str:
    for pattern, name in vocabulary.BEFORE:
        if pattern.search(_before(text, start)):
            return name
    for pattern, name in vocabulary.AFTER:
        if pattern.match(text[end:]):
            return name
    return "exact"


def _of_one_kind(first: Number, last: Number) -> bool:
    """Whether two numbers can be the ends of a range: "3 to 5%", "$3 to 5", but not "5% to $3"."""
    percent, money = re.compile(rf"(?:{_PERCENT})$"), re.compile(_CURRENCY)
    if percent.search(first.printed) and not percent.search(last.printed):
        return False
    if money.match(last.printed) and not money.match(first.printed):
        return False
    return first.unit == last.unit or "other" in (first.unit, last.unit) or first.unit == "usd"


def _range(text: str, first: Number, last: Number) -> Number | None:
    """Join two numbers into a range ("10 to 12", "two or three", "between 2003 and 2011"), or return None."""
    between, before = text[first.end : last.start], _before(text, first.start).casefold()
    if not _JOIN.fullmatch(between) or first.is_ordinal or last.is_ordinal:
        return None
    short_year = first.is_date and re.fullmatch(r"[-–]\d\d", text[first.end : last.end])
    if first.is_date != last.is_date and not short_year:
        return None
    if not _of_one_kind(first, last):
        return None
    joiner = between.strip().casefold()
    if joiner == "and" and not re.search(r"\bbetween\s+$", before):
        return None
    if joiner == "to" and not first.is_date and re.search(r"(?<!anywhere )(?<!ranging )\bfrom\s+$", before):
        return None  # a change from one number to another, not a range
    low = first.value_low if first.value_low is not None else first.value_high
    high = last.value_high if last.value_high is not None else last.value_low
    if low is None or high is None:
        return None
    if not first.is_date:  # "10 to 12 million", "two or three decades": the last word belongs to both
        scale = scale_of(last.printed)
        factor = 10 if last.unit == "years" and re.match(r"[\s-]decades?\b", text[last.end :]) else 1
        low *= scale if scale_of(first.printed) == 1 else 1
        low *= factor if first.unit != "years" else 1
    elif joiner in ("-", "–") and high < 100 <= low:
        high += low // 100 * 100  # "2014-15"
    if not low < high or (joiner == "or" and first.is_date):
        return None
    printed = text[first.start : last.end]
    qualifier = "exact" if first.is_date else "approximate"
    unit = last.unit if first.unit in ("other", last.unit) or first.is_date else first.unit
    return Number(first.start, last.end, printed, low, high, qualifier, unit, first.is_date, False)
