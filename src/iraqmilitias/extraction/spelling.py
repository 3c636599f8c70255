"""The words of a line with their folded spelling, by which different spellings of one name are the same."""

from __future__ import annotations

import re
from typing import NamedTuple

from .. import text

_TOKEN = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W_]+(?:['’ʼ‘`ʿʾ][^\W_]+)*['’ʼʿʾ]?")
_POSSESSIVE = re.compile(r"['’ʼ‘`](?:s|S)?$")
_SPELLINGS = (("isation", "ization"), ("centre", "center"), ("defence", "defense"), ("labour", "labor"))


class Token(NamedTuple):
    """A word of a line; `key` is its folded spelling, possessive ending left out."""

    start: int
    end: int
    key: str
    capital: bool
    upper: bool


def folded(word: str) -> str:
    """Return a word as text.folded has it, with British endings as American ones."""
    kept = text.folded(word)
    for british, american in _SPELLINGS:
        kept = kept.replace(british, american)
    return kept


def tokens(line: str) -> list[Token]:
    """Return the words of a line. "Iraq’s" ends before its ending; "U.S." is one word."""
    found = []
    for match in _TOKEN.finditer(line):
        bare = _POSSESSIVE.sub("", match.group())
        key = folded(bare)
        if key:
            upper = bare.replace(".", "").isupper() and len(key) > 1
            found.append(Token(match.start(), match.start() + len(bare), key, bare[0].isupper(), upper))
    return found


def key(parts: list[Token]) -> tuple[str, ...]:
    """Return what two spellings of one name have in common: folded words, without articles inside or before."""
    kept = [t.key for i, t in enumerate(parts) if t.key != "the" and (i == 0 or t.key not in ("al", "el", "ul"))]
    joined = " ".join(kept).replace("air base", "airbase").replace("air field", "airfield")
    return tuple(joined.split())


def skeleton(name: tuple[str, ...]) -> str:
    """Return a name's consonants, so that transliterations of one Arabic or Persian name meet."""
    out = []
    for word in name:
        if word in ("al", "el", "bin", "ibn", "abu"):
            continue
        for pair, one in (("gh", "q"), ("kh", "q"), ("dh", "z"), ("th", "t"), ("ch", "j"), ("ou", "u"), ("ph", "f")):
            word = word.replace(pair, one)
        word = word.translate(str.maketrans("kgcw", "qqqu"))
        out.append(re.sub(r"(.)\1+", r"\1", re.sub(r"[aeiouyh]", "", word)))
    return " ".join(out)
