"""Locators: the fewest words that find a place in its line."""

from __future__ import annotations

import re

MOST = 8


def locator(line: str, start: int, end: int, least: int = 1) -> str:
    """Return the fewest whole words, at least `least` and at most eight, that hold a span and occur once in the line.

    Where no eight words occur once, the eight from the span on.
    """
    words = [m.span() for m in re.finditer(r"\S+", line)]
    first = next(i for i, (_, b) in enumerate(words) if b > start)
    last = max(i for i, (a, _) in enumerate(words) if a < end)
    for size in range(max(least, last - first + 1), MOST + 1):
        for low in (first, *range(first - 1, last - size, -1)):
            if low < 0 or low + size > len(words) or low + size <= last:
                continue
            piece = _stripped(line[words[low][0] : words[low + size - 1][1]])
            if line.count(piece) == 1:
                return piece
    return _stripped(line[words[first][0] : words[min(first + MOST, len(words)) - 1][1]])


def _stripped(piece: str) -> str:
    return re.sub(r"^[(\[“\"‘]+|[)\]”\"’,.;:!?]+$", "", piece) or piece
