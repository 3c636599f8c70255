"""The vocabulary of numbers in English news prose, and what a number written in it is worth."""

from __future__ import annotations

import re

from .vocabulary import groups, words

_SMALL = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]

UNITS_AND_TENS = {w: i for i, w in enumerate(_SMALL)} | {w: 20 + 10 * i for i, w in enumerate(_TENS)}
MULTIPLIERS = {"dozen": 12, "hundred": 100, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
# A bare plural says at least two of them ("billions" is 2,000,000,000 or more; codebook, Figures).
PLURALS = {f"{w}s": 2 * v for w, v in MULTIPLIERS.items()} | {"scores": 40, "tens": 20}
SUFFIXES = {"k": 10**3, "m": 10**6, "mn": 10**6, "bn": 10**9, "b": 10**9, "tn": 10**12}
FRACTIONS = {"half": 0.5, "halves": 0.5, "third": 1 / 3, "quarter": 0.25, "fifth": 0.2, "tenth": 0.1}

ORDINALS = words("ordinals")

MONTHS = (
    "January|February|March|April|May|June|July|August|September|October|November|December|"
    "Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec"
)

# Qualifiers, the longer before the shorter; the codebook's Figures section gives the bounds they mean.
QUALIFIERS: tuple[tuple[str, str], ...] = (
    (r"no (?:more|higher|greater) than|not more than|at (?:the )?most|a maximum of", "at_most"),
    (r"(?:no|not) (?:fewer|less) than|at (?:the very )?least|a minimum of", "at_least"),
    (r"more than|greater than|in excess of|upwards? of|over|above|exceeding|beyond", "at_least"),
    (r"fewer than|less than|up to|as (?:many|much|few|little) as|under|below", "at_most"),
    (r"close to|in the region of|an estimated|estimated (?:at|to be)|estimated|somewhere around", "approximate"),
    (r"around|about|roughly|nearly|some|almost|approximately|approx\.?|circa|ca?\.|near", "approximate"),
)
BEFORE = [(re.compile(rf"\b(?:{phrase})\s+(?:an?\s+|the\s+)?$", re.IGNORECASE), name) for phrase, name in QUALIFIERS]
AFTER = [
    (re.compile(r"\s*(?:\+|or more\b|and (?:more|counting)\b|(?:-|\s)plus\b)", re.IGNORECASE), "at_least"),
    (re.compile(r"\s*or (?:fewer|less)\b", re.IGNORECASE), "at_most"),
    (re.compile(r"\s*(?:or so\b|-odd\b|-ish\b)", re.IGNORECASE), "approximate"),
]

UNITS = groups("units") | {f"{noun}s": unit for noun, unit in groups("units").items()}
IRREGULAR_PLURALS = frozenset({"children", "gunmen", "men", "militiamen", "people", "personnel", "servicemen", "women"})
IN_YEARS = {"decade": 10, "decades": 10, "century": 100, "centuries": 100}

NOT_BEFORE = words("not_before")
NOT_AFTER = words("not_after")

MANY = "|".join([*PLURALS, *MULTIPLIERS])
DIGITS = r"(?:\d{1,3}(?:[,\u00a0\u2009\u202f]\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)"


def value_of(printed: str) -> tuple[float | None, bool]:
    """Return a number's value and whether it is only a lower bound by its wording ("several thousand")."""
    text = re.sub(r"\s+and\s+a\s+half", " point", printed.casefold())
    digits = re.search(DIGITS, text)
    if digits:
        value = float(re.sub(r"[,\s]", "", digits.group()))
        suffix = re.match(r"(bn|mn|tn|[kmb])\b", text[digits.end() :])
        value *= SUFFIXES[suffix.group()] if suffix else 1
        for word in re.findall(MANY, text[digits.end() :]):
            value *= MULTIPLIERS.get(word) or MULTIPLIERS.get(word[:-1], 1)
        return value, False
    parts = re.findall(r"[a-z]+", text)
    total, part, indefinite, fraction = 0.0, 0.0, False, 1.0
    for word in parts:
        if word in UNITS_AND_TENS:
            part += UNITS_AND_TENS[word]
        elif word in ("several", "few", "couple", "many"):
            part, indefinite = 2, True
        elif word in MULTIPLIERS or (part and word[:-1] in MULTIPLIERS):
            scale = MULTIPLIERS.get(word) or MULTIPLIERS[word[:-1]]
            part = (part or 1.0) * scale
            if scale >= 1000:
                total, part = total + part, 0
        elif word in PLURALS:
            part, indefinite = PLURALS[word], True
        elif word == "point":
            part += 0.5
        elif word.removesuffix("s") in FRACTIONS or word == "halves":
            fraction *= FRACTIONS.get(word.removesuffix("s"), 0.5)
    if parts and parts[0] == "half":
        return (total + part or 1) * fraction, False
    return ((total + part or 1) * fraction) if total + part or fraction < 1 else None, indefinite


def scale_of(printed: str) -> int:
    """Return the multiplier that a number ends with ("12 million"), or 1."""
    found = re.findall(rf"\b(?:{MANY})\b", printed.casefold())
    return MULTIPLIERS.get(found[-1], 1) if found else 1
