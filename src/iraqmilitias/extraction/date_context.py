"""Where a date expression stands, and why it may have to stay open."""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

from .calendar_days import MONTHS, Bounds
from .number_words import UNITS_AND_TENS

Result = Bounds | str
QUOTED = "inside a quotation: relative to the day it was said"
FUTURE = "may lie in the future"
OTHER_YEAR = "another year stands near it"
DIVIDED = "usage is divided"
VAGUE = "too vague"


class Context(NamedTuple):
    """Where an expression stands: the day of publication, and what may change its meaning."""

    published: date
    quoted: bool
    future: bool
    years: frozenset[int]  # years printed up to the end of its sentence, the expression's own left out

    def refusal(self) -> str:
        """Return why nothing relative can be read here, or an empty string."""
        if self.quoted:
            return QUOTED
        if self.future:
            return FUTURE
        return OTHER_YEAR if self.years - {self.published.year} else ""


def count_of(word: str) -> int | None:
    """Return a small count in digits or words; "a" and "an" are one."""
    word = word.casefold()
    return 1 if word in ("a", "an") else int(word) if word.isdigit() else UNITS_AND_TENS.get(word)


def month_of(match: re.Match[str]) -> int:
    """Return the number of a match's month."""
    return MONTHS[match["m"].rstrip(".").casefold()]
