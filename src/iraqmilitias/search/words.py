"""The words of a text as search compares them: inflections, synonyms, numbers and transliterations of a name alike.

The tables are in words.json, so that the site's script has the same ones.
"""

from __future__ import annotations

import json
import re
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from ..text import folded

_MARKS = "\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed'’ʼʻʾʿ`\u200c\u200d"
WORD = re.compile(f"(?:[^\\W_]|[{_MARKS}])+")
_THOUSANDS = re.compile("[,٬\u00a0\u202f]")
_BETWEEN = re.compile(r"[\s-]+")


class Word(NamedTuple):
    """A word or number of a text: where it is, and what it is compared by."""

    start: int
    end: int
    key: str


@cache
def tables() -> dict[str, Any]:
    """Return words.json: letters and their transliteration (ALA-LC, without its marks), stop words, synonyms."""
    found: dict[str, Any] = json.loads((Path(__file__).parent / "words.json").read_text(encoding="utf-8"))
    return found


@cache
def _same() -> dict[str, str]:
    return {stem(other): stem(word) for word, others in tables()["same"].items() for other in (word, *others)}


@lru_cache(maxsize=1 << 14)  # many records name the same others
def words(text: str) -> tuple[Word, ...]:
    """Return the words of a text, in order: numbers by their value, other words by `key`; articles are left out."""
    found = [Word(m.start(), m.end(), folded(m[0])) for m in WORD.finditer(text)]
    numbered = _numbers(text, _digits(text, found))
    keyed = (w if w.key.isdecimal() else Word(w.start, w.end, key(w.key)) for w in numbered)
    return tuple(w for w in keyed if w.key and w.key not in tables()["articles"])


@cache
def key(word: str) -> str:
    """Return what a folded word is compared by: its stem, or the stem that all its synonyms share."""
    if word.startswith("ال") and len(word) > 4:
        return word[2:]
    return _same().get(stem(word), stem(word))


def stem(word: str) -> str:
    """Return an English word without -s, -es, -ies, -ed, -ing, final -e and a doubled last letter.

    Words of three letters or fewer, and of other letters than a to z, stay as they are.
    """
    if len(word) < 4 or not (word.isascii() and word.isalpha()):
        return word
    if word.endswith("ies"):
        word = word[:-3] + "y"
    elif word.endswith("s") and word[-2] not in "siu":
        word = word[:-1]
    for ending in ("ing", "ed"):
        rest = word.removesuffix(ending)
        if rest != word and len(rest) >= 3 and re.search("[aeiouy]", rest) and not word.endswith("eed"):
            word = rest
            break
    word = word.removesuffix("e")
    return word[:-1] if len(word) > 3 and word[-1] == word[-2] else word


def _digits(text: str, found: list[Word]) -> list[Word]:
    """Put numbers with separators together: "5,000", "1.6"."""
    out: list[Word] = []
    for word in found:
        if out and word.key.isdecimal() and out[-1].key.isdecimal():
            last, between = out[-1], text[out[-1].end : word.start]
            if len(word.key) == 3 and _THOUSANDS.fullmatch(between):
                out[-1] = Word(last.start, word.end, last.key + word.key)
                continue
            if between == ".":
                out[-1] = Word(last.start, word.end, f"{last.key}.{word.key}")
                continue
        out.append(word)
    return out


def _numbers(text: str, found: list[Word]) -> list[Word]:
    """Put numbers in words together with what multiplies them: "five thousand", "twenty-eight", "1.6 billion"."""
    units, times = tables()["units"], tables()["times"]
    out: list[Word] = []
    at = 0
    while at < len(found):
        first, total, last = found[at], 0.0, None
        if (value := _value(first.key)) is not None:
            last, at = first, at + 1
            while at < len(found) and _BETWEEN.fullmatch(text[last.end : found[at].start]):
                word = found[at].key
                following = found[at + 1].key if at + 1 < len(found) else ""
                if word in times:
                    value *= times[word]
                    if times[word] > 100:
                        total, value = total + value, 0.0
                elif word in units and _continues(value, units[word]) and first.key in units:
                    value += units[word]
                elif not (word == "and" and (following in units) and found[at - 1].key in times):
                    break
                last, at = found[at], at + 1
            out.append(Word(first.start, last.end, f"{total + value:.10g}"))
        else:
            out.append(first)
            at += 1
    return out


def _continues(value: float, unit: int) -> bool:
    """Whether "five" continues "two hundred" or "twenty"."""
    return value % 100 == 0 or (value % 10 == 0 and value % 100 >= 20 and unit < 10)


def _value(word: str) -> float | None:
    if word in tables()["units"]:
        return float(tables()["units"][word])
    return float(word) if re.fullmatch(r"[0-9]{1,15}(\.[0-9]{1,9})?", word) else None


@cache
def consonants(text: str) -> str:
    """Return the consonants of a name, so that its spellings in Arabic, Persian and Latin letters are alike.

    Arabic letters are transliterated by ALA-LC without its marks. Then what transliterations differ in is left out or
    made one: articles, vowels, w and y, a final h, doubled letters, dh and z as d, gh, k and c as q, g as j, p as b.
    """
    letters, articles, out = tables()["letters"], tables()["articles"], []
    for match in WORD.finditer(text.replace("\u200c", " ")):
        word = folded(match[0])
        if word in articles:
            continue
        if word.startswith("ال") and len(word) > 3:
            word = word[2:]
        word = "".join(letters.get(c, c) for c in word)
        for one, other in tables()["consonants"]:
            word = word.replace(one, other)
        if len(word) > 1:
            word = word.removesuffix("h")
        out.append("".join(c for c in word if c not in tables()["vowels"]))
    return re.sub(r"(.)\1+", r"\1", "".join(out))


def distance(one: str, other: str, limit: int) -> int:
    """Return how many letters must be put in, left out or changed to make one word the other; limit + 1 for more."""
    if abs(len(one) - len(other)) > limit:
        return limit + 1
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        following = [i]
        for j, letter2 in enumerate(other, 1):
            following.append(min(row[j] + 1, following[j - 1] + 1, row[j - 1] + (letter != letter2)))
        if min(following) > limit:
            return limit + 1
        row = following
    return min(row[-1], limit + 1)
