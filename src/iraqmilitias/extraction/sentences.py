"""Where the sentences of a line end."""

from __future__ import annotations

import re

_END = re.compile(r"[.!?][\"”’')]*(?=\s+[\"“‘(]?[A-Z])")
_ABBREVIATED = re.compile(
    r"\b(?:[A-Z]|Mr|Mrs|Ms|Dr|Gen|Lt|Col|Sgt|Maj|Capt|Brig|Adm|Sen|Rep|Gov|St|No|vs|"
    r"Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.$"
)


def is_abbreviated(text: str, stop: int) -> bool:
    """Whether the full stop at a position belongs to an abbreviation or initial."""
    return bool(_ABBREVIATED.search(text[max(0, stop - 9) : stop + 1]))  # the longest has five letters


def ends(text: str) -> list[int]:
    """Return the positions after each sentence that another sentence follows."""
    return [m.end() for m in _END.finditer(text) if not is_abbreviated(text, m.start())]
