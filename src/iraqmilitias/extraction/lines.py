"""An article's lines: how they are read, fingerprinted and counted, and how words are found in one."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from ..errors import PackageError
from . import names, numbers, quotations

_LONGEST = 8  # words of a locator


class Counts(NamedTuple):
    """What the program finds in a line, in the units of the table `lines`.

    words: runs without white space. numbers: distinct numerals ("2,500" twice is one, "2003 to 2011" two).
    quotations: spans in quotation marks. names: distinct capitalised words in names ("US State
    Department" is three). Numerals and words, not spans, because those can be counted again in what is coded
    and waived without having the text, however the coder cut the line into mentions.
    """

    words: int
    numbers: int
    quotations: int
    names: int


def read(path: Path) -> list[str]:
    """Return the physical lines of a UTF-8 text, without line ends (LF or CRLF) and byte order mark.

    A last line without a line end is a line; a line end at the very end does not begin another one.
    Raises PackageError where the file cannot be read or is not UTF-8.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise PackageError(f"{path}: cannot be read ({error.strerror or error})") from None
    return decoded(content, path)


def decoded(content: bytes, path: Path) -> list[str]:
    """Return the lines of a text's bytes, as `read` does; `path` is what a message names."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise PackageError(f"{path}: not UTF-8 (byte {error.start}); save the text as UTF-8") from None
    lines = [line.removesuffix("\r") for line in text.split("\n")]
    if lines[-1] == "" and (not text or text.endswith("\n")):
        lines.pop()
    return lines


def normalise(text: str) -> str:
    """Return the text NFC, trimmed, with every run of white space (no-break spaces too) as one space."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def fingerprint(text: str) -> str:
    """Return the SHA-256 of the normalised line in UTF-8, in hexadecimal."""
    return hashlib.sha256(normalise(text).encode("utf-8")).hexdigest()


def count(text: str) -> Counts:
    """Return how much there is to code in a line, as the table `lines` has it."""
    numerals = {w for n in numbers.find(text) if not n.is_ordinal for w in numbers.numerals(n.printed)}
    capitals = {w for name in names.find(text) for w in names.capitals(name.text)}
    return Counts(len(text.split()), len(numerals), len(quotations.find(text)), len(capitals))


def occurrences(text: str, piece: str) -> Iterator[tuple[int, int]]:
    """Yield where a piece occurs in a text as whole words and numbers ("2" is not in "2,500", nor "US" in "USSR")."""
    piece = re.sub(r"\s", " ", piece)
    if not piece.strip():
        return
    pattern = re.escape(piece)
    if piece[0].isalnum():
        pattern = r"(?<!\w)(?<!\d[.,])" + pattern
    if piece[-1].isalnum():
        pattern += r"(?!\w)(?![.,]\d)" if piece[-1].isdigit() else r"(?!\w)"
    for match in re.finditer(pattern, text):
        yield match.start(), match.end()


def locator(line: str, start: int, end: int, least: int = 1) -> str:
    """Return the fewest whole words, at least `least` and at most eight, that hold a span and occur once in the line.

    Where no eight words occur once, the eight from the span on.
    """
    words = [m.span() for m in re.finditer(r"\S+", line)]
    first = next(i for i, (_, b) in enumerate(words) if b > start)
    last = max(i for i, (a, _) in enumerate(words) if a < end)
    for size in range(max(least, last - first + 1), _LONGEST + 1):
        for low in (first, *range(first - 1, last - size, -1)):
            if low < 0 or low + size > len(words) or low + size <= last:
                continue
            piece = _stripped(line[words[low][0] : words[low + size - 1][1]])
            if line.count(piece) == 1:
                return piece
    return _stripped(line[words[first][0] : words[min(first + _LONGEST, len(words)) - 1][1]])


def _stripped(piece: str) -> str:
    return re.sub(r"^[(\[“\"‘]+|[)\]”\"’,.;:!?]+$", "", piece) or piece
