"""Capitalised words that name no actor and no place by themselves: months, titles, adjectives of nations and creeds."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from . import collectives
from .vocabulary import words

if TYPE_CHECKING:
    from ..workshop.gazetteer import Token

_DATE_WORD = re.compile(
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|"
    r"Jun|Jul|Aug|Sept?|Oct|"
    r"Nov|Dec|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?)\.?"
)


def reason(text: str, word: Token) -> str:
    """Return why a capitalised word alone names no actor and no place, or an empty string."""
    printed = text[word.start : word.end]
    if _DATE_WORD.fullmatch(printed):
        return "month or weekday"
    plain = printed.casefold().replace("’", "'").replace("ʼ", "'").replace("‘", "'")
    if plain in collectives.adjectives():
        return "demonym" if plain.endswith(("s", "men")) and plain not in ("swiss", "ross") else "adjective alone"
    if re.fullmatch(r"[ECMP][SD]T|[ECW]ES?T|BST|GMT|UTC|AST|ET|PT", printed):
        return "time zone"
    if word.key in words("titles") and not printed.isupper():
        return "title"
    return ""
