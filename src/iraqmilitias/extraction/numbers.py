"""Numbers in a line of English prose: their places and the bounds that they give.

Found are quantities in digits and number words, years, day and clock numbers, percentages, fractions, and digits
that follow a name ("Type 42"): all of them have to be coded or waived. Not found are digits grown onto a name by a
letter or hyphen ("F-16", "G7": part of a name), digits in web addresses, "one" as a pronoun, "once", "both",
"several", "a few" and "a couple" without a multiplier. Ordinals are found and marked, but not counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from ..calendar_days import MONTH
from .vocabulary import groups, words

_SMALL = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")

UNITS_AND_TENS = {w: i for i, w in enumerate(_SMALL)} | {w: 20 + 10 * i for i, w in enumerate(_TENS)}
_MULTIPLIERS = {"dozen": 12, "hundred": 100, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
# A bare plural says at least two of them ("billions" is 2,000,000,000 or more; codebook, Figures).
_PLURALS = {f"{w}s": 2 * v for w, v in _MULTIPLIERS.items()} | {"scores": 40, "tens": 20}
_SUFFIXES = {"k": 10**3, "m": 10**6, "mn": 10**6, "bn": 10**9, "b": 10**9, "tn": 10**12}
_FRACTIONS = {"half": 0.5, "halves": 0.5, "third": 1 / 3, "quarter": 0.25, "fifth": 0.2, "tenth": 0.1}

_ORDINALS = words("ordinals")

# Qualifiers, the longer before the shorter; the codebook's Figures section gives the bounds they mean.
_QUALIFIERS: tuple[tuple[str, str], ...] = (
    (r"no (?:more|higher|greater) than|not more than|at (?:the )?most|a maximum of", "at_most"),
    (r"(?:no|not) (?:fewer|less) than|at (?:the very )?least|a minimum of", "at_least"),
    (r"more than|greater than|in excess of|upwards? of|above|exceeding|beyond", "at_least"),
    (r"over", "at_least"),
    (r"fewer than|less than|up to|as (?:many|much|few|little) as|under|below", "at_most"),
    (
        r"closer? to|nearer(?: to)?|in the region of|an estimated|estimated (?:at|to be)|estimated|somewhere around",
        "approximate",
    ),
    (r"around|about|roughly|nearly|some|almost|approximately|approx\.?|circa|ca?\.|near|perhaps", "approximate"),
)
_BEFORE = [(re.compile(rf"\b(?:{phrase})\s+(?:an?\s+|the\s+)?$", re.IGNORECASE), name) for phrase, name in _QUALIFIERS]
_AFTER = [
    (re.compile(r"\s*(?:\+|or more\b|and (?:more|counting)\b|(?:-|\s)plus\b)", re.IGNORECASE), "at_least"),
    (re.compile(r"\s*or (?:fewer|less)\b", re.IGNORECASE), "at_most"),
    (re.compile(r"\s*(?:or so\b|-odd\b|-ish\b)", re.IGNORECASE), "approximate"),
]

# "hands over eight sites" is no more than eight, and "within 100 km" no more than 100.
_HANDED = re.compile(
    r"\b(?:hand|turn|sign|transfer|tak|took)\w*\s+over\s+$",
    re.IGNORECASE,
)
_WITHIN = re.compile(r"\bwithin\s+(?:an?\s+|(?:a\s+radius\s+of|a\s+distance\s+of)\s+)?$", re.IGNORECASE)
_DISTANCE = re.compile(r"[\s-]*(?:k?m|kilomet(?:er|re)s?|miles?|met(?:er|re)s?|yards?|feet|ft)\b", re.IGNORECASE)
_UNITS = groups("units") | {f"{noun}s": unit for noun, unit in groups("units").items()}
_IRREGULAR_PLURALS = frozenset(
    {"children", "gunmen", "men", "militiamen", "people", "personnel", "servicemen", "women"}
)
_IN_YEARS = {"decade": 10, "decades": 10, "century": 100, "centuries": 100}

_NOT_BEFORE = words("not_before")
_NOT_AFTER = words("not_after")

# Words before a share: "nearly half stayed", "about a third".
_NEARLY = "|".join(
    rf"(?<={w}\s)"
    for w in ("nearly", "almost", "about", "around", "roughly", "over", "than", "only", "least", "under", "perhaps")
)
_MANY = "|".join([*_PLURALS, *_MULTIPLIERS])
_DIGITS = r"(?:\d{1,3}(?:[,\u00a0\u2009\u202f]\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)"

_WORD = "|".join([*UNITS_AND_TENS, *_PLURALS, *_MULTIPLIERS])
_CURRENCY = r"(?:(?:US|A|C|HK)?\$|[€£¥₪]|\b(?:USD|EUR|IQD)\s)\s?"
_FEW = r"(?:an?\s+|the\s+)?(?:few|couple)(?:\s+of)?|several|many"
_PERCENT = r"\s?%|(?:\s|-)per\s?cent\b|\s+percentage\s+points?\b"

_TOKEN = re.compile(
    rf"""(?P<address>\b(?:https?://|www\.)\S+)
    |(?P<ordinal>\b\d+(?:,\d{{3}})*(?:st|nd|rd|th)\b
        |\b(?:(?:twen|thir|for|fif|six|seven|eigh|nine)ty-)?(?:{"|".join(_ORDINALS)})\b)
    |(?P<clock>\b\d{{1,2}}[:.]\d{{2}}(?=\s?[ap]\.?m\b|\s?(?:GMT|UTC)\b)|\b\d{{1,2}}:\d{{2}}\b
        |\b\d{{1,2}}(?=\s?[ap]\.?m\b)|\b\d{{4}}-\d{{2}}-\d{{2}}\b|(?<![\w/])\d{{1,4}}/\d{{1,2}}(?:/\d{{2,4}})?(?![\w/]))
    |(?P<decade>(?<![\w$€£])(?:(?:1[89]|20)\d0|\d0)['’]?s\b)
    |(?P<digits>(?<![\d.,])(?:(?<!\w){_CURRENCY})?{_DIGITS}
        (?:(?:bn|mn|tn|[kmb])\b(?!-)|-?(?:mm|cm|km|kg|kph|mph|ft)\b|(?:[\s-](?:{_MANY})\b)+)?(?:{_PERCENT})?)
    |(?P<words>\b(?:
        half[\s-]an?[\s-](?:{_MANY})\b|half[\s-]dozen\b|half(?=\s+(?:of|the|its|their|all)\b)
        |(?:{_NEARLY})half(?!\s+an?\b|[\s-]*\w+-|-)|half(?=\s+(?:were|are|have|had|said|say)\b)
        |an?\s+(?:third|quarter|fifth|tenth)(?=\s+of\b)|(?:{_NEARLY})an?\s+(?:third|quarter|fifth|tenth)\b
        |(?:(?:(?:{_FEW})\s+|an?\s+)(?=(?:{_MANY})\b))?(?:{_WORD})\b
         (?:(?:(?<=hundred)\s+and\s+|(?<=thousand)\s+and\s+|(?<=s)\s+of\s+(?=(?:{_MANY})\b)|\s+|-)(?:{_WORD})\b)*
         (?:\s+and\s+a\s+half\b(?:\s+(?:{_MANY})\b)?|[\s-](?:thirds|quarters|fifths|tenths)\b|-(?:third|quarter|fifth|tenth|half)\b)?
         )(?:{_PERCENT})?)""",
    re.IGNORECASE | re.VERBOSE,
)
_JOIN = re.compile(r"\s*[-–—]\s*|\s+(?:to|and|or)\s+", re.IGNORECASE)
_NUMERAL = re.compile(rf"\d[\d,.]*\d|\d|\b(?:{_WORD})\b", re.IGNORECASE)
_MONTH_BEFORE = re.compile(rf"\b(?:{MONTH})\.?\s+(?:\d{{1,2}}\s*(?:-|–|to|and)\s*)?$")
_MONTH_AFTER = re.compile(rf"(?:\s*(?:-|–|to|and)\s*\d{{1,2}})?\s+(?:of\s+)?(?:{MONTH})\b")
_FOLLOWING = re.compile(r"[\s-]+(\d[\d,]*\d|[^\s,.;:!?()—–\"“”-]+)")


class Number(NamedTuple):
    """A number as it is printed in a line, with the bounds its wording gives (codebook, Figures).

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
    """Return the places of the numerals in a printed number."""
    return [m.span() for m in _NUMERAL.finditer(printed)]


def find(text: str) -> list[Number]:
    """Return the numbers of a line in order, ordinals among them, none overlapping."""
    found: list[Number] = []
    for number in _single(text):
        before = found[-1] if found else None
        joined = (_range(text, before, number) or _share(text, before, number)) if before else None
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
    """Return the text before a number, as far back as any pattern looks."""
    return text[max(0, start - 80) : start]


def _after(text: str, end: int) -> str:
    """Return the text after a number, as far as any pattern looks."""
    return text[end : end + 80]


def _grown_on_a_name(text: str, start: int) -> bool:
    """Whether digits continue a word: "G7", "F-16", "COVID-19" (but not "mid-2000", "pre-2003")."""
    if start and (text[start - 1].isalnum() or text[start - 1] == "_"):
        return True
    head = re.search(r"([^\W\d_][^\W_]*)[-‑]$", _before(text, start))
    return bool(head and any(c.isupper() for c in head.group(1)) and head.group(1) not in ("Mid", "Pre", "Post"))


def _is_pronoun(text: str, start: int, end: int) -> bool:
    ahead, behind = re.match(r"[\s-]+([\w’']+)|['’]s\b", _after(text, end)), _before(text, start).casefold()
    previous = re.search(r"(\w+)\s+$", behind)
    if re.match(rf"\s+in\s+(?:{_WORD}|\d)", _after(text, end), re.IGNORECASE):
        return False  # "one in five"
    if re.search(r"(?:least|most|only|just|than|number|over|to|or)\s+$", behind) and not (
        ahead and ahead.group(1) in ("of", "who", "that", "which", "day", "another", "thing")
    ):
        return False
    if previous and previous.group(1) in _NOT_AFTER:
        return True
    if previous and previous.group(1) in words("takes") and not (ahead and ahead.group(1) == "of"):
        return False  # "won two seats and lost one on appeal"
    if ahead and ahead.group(1) not in ("was", "were", "has", "had"):  # "four fell, one was hurt", "the last one was"
        return ahead.group(1) is None or ahead.group(1).casefold() in _NOT_BEFORE
    return bool(re.search(r"\b(?:an?|the|this|that|another)\s+(?:[\w-]+\s+){0,2}$", behind))


def _quantity(text: str, start: int, end: int, printed: str) -> Number:
    value, indefinite = _value(printed)
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


def _value(printed: str) -> tuple[float | None, bool]:
    """Return a number's value and whether it is only a lower bound by its wording ("several thousand")."""
    text = re.sub(r"\s+and\s+a\s+half", " point", printed.casefold())
    digits = re.search(_DIGITS, text)
    if digits:
        value = float(re.sub(r"[,\s]", "", digits.group()))
        suffix = re.match(r"(bn|mn|tn|[kmb])\b", text[digits.end() :])
        value *= _SUFFIXES[suffix.group()] if suffix else 1
        for word in re.findall(_MANY, text[digits.end() :]):
            value *= _MULTIPLIERS.get(word) or _MULTIPLIERS.get(word[:-1], 1)
        return value, False
    parts = re.findall(r"[a-z]+", text)
    total, part, indefinite, fraction = 0.0, 0.0, False, 1.0
    for word in parts:
        if word in UNITS_AND_TENS:
            part += UNITS_AND_TENS[word]
        elif word in ("several", "few", "couple", "many"):
            part, indefinite = 2, True
        elif word in _MULTIPLIERS or (part and word[:-1] in _MULTIPLIERS):
            scale = _MULTIPLIERS.get(word) or _MULTIPLIERS[word[:-1]]
            part = (part or 1.0) * scale
            if scale >= 1000:
                total, part = total + part, 0
        elif word in _PLURALS:
            part, indefinite = _PLURALS[word], True
        elif word == "point":
            part += 0.5
        elif word.removesuffix("s") in _FRACTIONS or word == "halves":
            fraction *= _FRACTIONS.get(word.removesuffix("s"), 0.5)
    if parts and parts[0] == "half":
        return (total + part or 1) * fraction, False
    return ((total + part or 1) * fraction) if total + part or fraction < 1 else None, indefinite


def _scale(printed: str) -> int:
    """Return the multiplier that a number ends with ("12 million"), or 1."""
    found = re.findall(rf"\b(?:{_MANY})\b", printed.casefold())
    return _MULTIPLIERS.get(found[-1], 1) if found else 1


def _is_date(text: str, start: int, end: int, printed: str) -> bool:
    if not printed.isdigit():
        return False
    if len(printed) <= 2 and 1 <= int(printed) <= 31:
        return bool(_MONTH_BEFORE.search(_before(text, start)) or _MONTH_AFTER.match(_after(text, end)))
    following = _FOLLOWING.match(text, end)
    word = following.group(1).casefold() if following else ""
    counted = word in _UNITS and (word.endswith("s") or word in _IRREGULAR_PLURALS)
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
    place, of_which = end, _after(text, end).startswith(" of ")  # "11 of its 37 seats"
    for _ in range(5):
        following = _FOLLOWING.match(text, place)
        if not following or (_NUMERAL.fullmatch(following.group(1)) and not of_which):
            break
        word = re.sub(r"['’]s?$", "", following.group(1).casefold())
        if word in _UNITS:
            return _UNITS[word], _IN_YEARS.get(word, 1)
        place = following.end()
    return "other", 1


def _qualifier(text: str, start: int, end: int) -> str:
    before = _before(text, start)
    if _WITHIN.search(before) and _DISTANCE.match(_after(text, end)):
        return "at_most"
    if _HANDED.search(before):
        return "exact"
    for pattern, name in _BEFORE:
        if pattern.search(before):
            return name
    for pattern, name in _AFTER:
        if pattern.match(_after(text, end)):
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


def _share(text: str, first: Number, last: Number) -> Number | None:
    """Join two numbers into a share ("one in five"), or return None."""
    low, high = first.value_high, last.value_high
    if text[first.end : last.start].strip() != "in" or low is None or high is None or first.is_date or last.is_date:
        return None
    whole = low == 1 or high in (10, 100)
    if not (whole and low < high <= 1000) or last.is_ordinal or last.unit not in ("other", "persons"):
        return None
    if re.match(r"\s+(?:days?|hours?|minutes?)\b", _after(text, last.end)):
        return None
    share = round(low / high, 4)
    return first._replace(
        end=last.end, printed=text[first.start : last.end], value_low=share, value_high=share, unit="other"
    )


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
        scale = _scale(last.printed)
        factor = 10 if last.unit == "years" and re.match(r"[\s-]decades?\b", _after(text, last.end)) else 1
        low *= scale if _scale(first.printed) == 1 else 1
        low *= factor if first.unit != "years" else 1
    elif joiner in ("-", "–") and high < 100 <= low:
        high += low // 100 * 100  # "2014-15"
    if not low < high or (joiner == "or" and first.is_date):
        return None
    printed = text[first.start : last.end]
    qualifier = "exact" if first.is_date else "approximate"
    unit = last.unit if first.unit in ("other", last.unit) or first.is_date else first.unit
    return Number(first.start, last.end, printed, low, high, qualifier, unit, first.is_date, False)
