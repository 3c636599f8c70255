"""Plain text for a terminal: tables that fit its width, control characters shown and not sent."""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from .values import printed

# Control characters, surrogates and marks that turn text round or hide in it. Joiners are part of Persian and of
# emoji; after other letters they only hide.
_HIDDEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff"
    "\U000e0000-\U000e007f]|(?<![^\x00-\u024f])[\u200c\u200d]"
)
_NAMED = {"\n": "\\n", "\t": "\\t", "\r": "\\r"}
# Characters of one column each, which is most text: wcwidth takes a tenth of a second to load.
_NARROW = re.compile("[\x20-\x7e\xa0-\u02ff\u2010-\u2027\u2030-\u205e─…]*")
READABLE = 8  # columns that a cut cell keeps at least
GAP = 2


def shown(value: Any) -> str:
    """Return a value as one printable line; control and invisible characters appear as escapes."""
    return _HIDDEN.sub(lambda match: _escaped(match[0]), printed(value))


def _escaped(char: str) -> str:
    code = ord(char)
    form = f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}" if code < 65536 else f"\\U{code:08x}"
    return _NAMED.get(char, form)


def width(text: str) -> int:
    """Return how many columns a text takes on a terminal."""
    if _NARROW.fullmatch(text):
        return len(text)
    from wcwidth import wcswidth

    return max(wcswidth(text), 0)


def cut(text: str, limit: int) -> str:
    """Return the text, cut with an ellipsis where it is wider than `limit`."""
    if width(text) <= limit:
        return text
    if _NARROW.fullmatch(text):
        return text[: limit - 1] + "…"
    from wcwidth import iter_graphemes

    kept, used = [], 0
    for cluster in iter_graphemes(text):
        used += width(cluster)
        if used > limit - 1:
            break
        kept.append(cluster)
    return "".join(kept) + "…"


def columns_of_terminal() -> int:
    """Return the terminal's width, or 120 where output is not a terminal."""
    return max(40, shutil.get_terminal_size((120, 24)).columns)


def table(names: Sequence[str], rows: Sequence[Sequence[Any]], limit: int | None = None) -> str:
    """Return rows under their names, cut to fit the terminal; as records where cells would be cut to nothing."""
    if not names:
        return ""
    room = (limit or columns_of_terminal()) - GAP * (len(names) - 1)
    body = [[shown(value) for value in row] for row in rows]
    head = [shown(name) for name in names]
    wide = [max(map(width, column)) for column in zip(head, *body, strict=True)]
    if sum(min(w, READABLE) for w in wide) > room:
        return records(names, rows, limit)
    most = next((m for m in range(max(wide, default=0), 0, -1) if sum(min(w, m) for w in wide) <= room), 1)
    spare = room - sum(min(w, most) for w in wide)
    fitted = []
    for w in wide:  # what is left over widens the first of those that are cut
        fitted.append(min(w, most + (spare > 0)))
        spare -= w > most
    right = [bool(rows) and all(_is_number(row[i]) for row in rows) for i in range(len(head))]
    return "\n".join(_line(cells, fitted, right) for cells in [head, ["─" * w for w in fitted], *body])


def _is_number(value: Any) -> bool:
    return value is None or (isinstance(value, int | float | Decimal) and not isinstance(value, bool))


def _line(cells: Sequence[str], wide: Sequence[int], right: Sequence[bool]) -> str:
    parts = []
    for cell, room, to_the_right in zip(cells, wide, right, strict=True):
        text = cut(cell, room)
        pad = " " * (room - width(text))
        parts.append(pad + text if to_the_right else text + pad)
    return (" " * GAP).join(parts).rstrip()


def records(names: Sequence[str], rows: Sequence[Sequence[Any]], limit: int | None = None) -> str:
    """Return one row below the other, a column a line, nothing cut; the form of psql's \\x."""
    room = limit or columns_of_terminal()
    head = [shown(name) for name in names]
    wide = max(map(width, head), default=0)
    lines = []
    for number, row in enumerate(rows, 1):
        lines.append(f"─ {number} ".ljust(min(room, wide + 20), "─"))
        for name, value in zip(head, row, strict=True):
            lines.append(f"{name}{' ' * (wide - width(name))}  {shown(value)}".rstrip())
    return "\n".join(lines)
