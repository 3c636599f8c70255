"""Quotations in a line: spans in quotation marks, double or single, curly or straight.

A nested quotation is a span of its own. A quotation that is opened and not closed in the line runs to its end, or
to where the next one opens. A closing mark that nothing opened closes a quotation from the start of its sentence
(of the line, if the line before left one open).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import NamedTuple

_CLOSERS = {"“": '”"', "„": '“”"', "«": "»", '"': '"”', "‘": "’'", "'": "'’", "‚": "‘’"}
_DEEPEST = 20  # quotations inside one another that are looked at
_BETWEEN = re.compile(r"(?<=[.!?])\s+|\n")
_LONGEST = 3000  # characters that a quotation in single marks may have
_DOUBLE = '“„«"'
_ELISIONS = re.compile(r"['’‘](?:em|tis|twas|til|cause|round|n|s|re|ll|ve|\d\ds)\b", re.IGNORECASE)


class Quotation(NamedTuple):
    """A span in quotation marks, the marks included; `depth` is 0 for one that is not inside another."""

    start: int
    end: int
    text: str
    closed: bool
    depth: int


class _Open(NamedTuple):
    mark: str
    start: int


def find(text: str, open_before: bool = False) -> list[Quotation]:
    """Return the quotations of a line, by where they begin; `open_before`: the line before left one open."""
    spans: list[tuple[int, int, bool]] = []
    stack: list[_Open] = []
    straight = [m.start() for m in re.finditer('"', text)]
    last = 0  # where the last span ends
    for place, mark in enumerate(text):
        if mark not in "“”„\"«»‘’'‚":
            continue
        depth = _closes(text, place, stack, straight)
        if depth is not None:
            spans.extend((o.start, place, False) for o in stack[depth + 1 :] if o.mark in _DOUBLE)
            spans.append((stack[depth].start, place + 1, True))
            last = place + 1
            del stack[depth:]
        elif _opens(text, place, stack):
            stack.append(_Open(mark, place))
        elif mark in "”»" and not any(o.mark in _DOUBLE for o in stack[-_DEEPEST:]):
            begin = last if open_before else _sentence_start(text, place, last)
            spans.append((begin, place + 1, True))
            last = place + 1
            stack.clear()
    spans.extend(_unclosed(text, stack, spans))
    return _nested(text, spans)


def is_open(text: str, open_before: bool = False) -> bool:
    """Whether the line leaves a double quotation open at its end."""
    return any(not q.closed and q.end >= len(text.rstrip()) for q in find(text, open_before))


def _is_word(text: str, place: int) -> bool:
    return 0 <= place < len(text) and text[place].isalnum()


def _is_space(text: str, place: int) -> bool:
    return not 0 <= place < len(text) or text[place].isspace()


def _starts_word(text: str, place: int) -> bool:
    """Whether something begins at a mark: it comes after a space or bracket, and before something."""
    behind = _is_space(text, place - 1) or text[place - 1] in "([{—–-/“„«‘\"'…"
    return behind and not _is_space(text, place + 1)


def _opens(text: str, place: int, stack: list[_Open]) -> bool:
    mark = text[place]
    if mark in "“„«":
        return True
    if mark == '"':
        return _starts_word(text, place)
    if mark not in "‘'‚" or not _starts_word(text, place) or _ELISIONS.match(text, place):
        return False
    if not (_is_word(text, place + 1) or text[place + 1] in '“"[(…$'):
        return False
    if any(o.mark in "‘'‚" for o in stack[-_DEEPEST:]):
        return False
    return _has_end(text, place, stack)


def _has_end(text: str, place: int, stack: list[_Open]) -> bool:
    """Whether a single mark has a partner before the end of the double quotation around it."""
    inside = any(o.mark in _DOUBLE for o in stack[-_DEEPEST:])
    for later in range(place + 2, min(len(text), place + _LONGEST)):
        if inside and text[later] in "”»":
            return text[later - 1] in "’'"
        if text[later] in _CLOSERS[text[place]] and _ends_word(text, later):
            return True
    return False


def _ends_word(text: str, place: int) -> bool:
    return not _is_space(text, place - 1) and not _is_word(text, place + 1)


def _closes(text: str, place: int, stack: list[_Open], straight: list[int]) -> int | None:
    """Return which open quotation a mark closes, or None."""
    mark = text[place]
    single = mark in "’'‘"
    for depth in range(len(stack) - 1, max(-1, len(stack) - 1 - _DEEPEST), -1):
        opened = stack[depth]
        if mark in _CLOSERS[opened.mark] and place > opened.start + 1:
            if mark == '"' and opened.mark == '"' and _starts_word(text, place) and not _is_space(text, place + 1):
                return None if _has_partner(text, place, straight) else depth
            if not single or (_ends_word(text, place) and not _is_possessive(text, place, opened)):
                return depth
            return None
        if single and opened.mark in _DOUBLE:
            return None
    return None


def _has_partner(text: str, place: int, straight: list[int]) -> bool:
    """Whether a straight mark that looks like an opening one has closing marks for itself and its outer one."""
    after = bisect_right(straight, place)
    later = len(straight) - after
    return later % 2 == 0 and later > 0 and not _starts_word(text, straight[after])


def _is_possessive(text: str, place: int, opened: _Open) -> bool:
    """Whether "s'" before a word is a plural possessive: another mark follows that can close the quotation."""
    if text[place - 1] != "s" or not re.match(r".\s[a-z]", text[place : place + 3]):
        return False
    for later in range(place + 1, len(text)):
        if text[later] in '‘“”«»"' or (text[later] == "'" and _starts_word(text, later)):
            return text[later] in '”"' and text[later - 1] in "’'"
        if text[later] in _CLOSERS[opened.mark] and _ends_word(text, later):
            return True
        if text[later] in ".!?" and _is_space(text, later + 1):
            return False
    return False


def _sentence_start(text: str, place: int, last: int) -> int:
    """Return where the sentence of a place begins, from `last` on."""
    starts = [m.end() for m in _BETWEEN.finditer(text, last, place) if m.end() < place]
    return starts[-1] if starts else last or len(text) - len(text.lstrip())


def _unclosed(text: str, stack: list[_Open], spans: list[tuple[int, int, bool]]) -> list[tuple[int, int, bool]]:
    doubles = [o for o in stack if o.mark in _DOUBLE]
    starts = sorted({o.start for o in doubles} | {start for start, _, _ in spans if text[start] in _DOUBLE})
    singles = sorted(span for span in spans if text[span[0]] not in _DOUBLE)
    found = []
    for opened in doubles:
        after = bisect_right(starts, opened.start)
        until = starts[after] if after < len(starts) else len(text)
        # What opens inside a single quotation does not cut that one in two.
        near = bisect_right(singles, (max(opened.start, until - _LONGEST), len(text), True))
        until = next((s for s, e, _ in singles[near : bisect_right(singles, (until,))] if e > until), until)
        end = opened.start + len(text[opened.start : until].rstrip())
        found.append((opened.start, end, False))
    return found


def _nested(text: str, spans: list[tuple[int, int, bool]]) -> list[Quotation]:
    found: list[Quotation] = []
    around: list[int] = []  # where the spans end that a place is in
    for start, end, closed in sorted(set(spans), key=lambda s: (s[0], -s[1])):
        around = [e for e in around if e > start]
        if end > start:
            found.append(Quotation(start, end, text[start:end], closed, sum(e >= end for e in around)))
            around.append(end)
    return found
