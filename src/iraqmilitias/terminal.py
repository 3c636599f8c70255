"""Plain text for a terminal: tables that fit its width, control characters shown and not sent."""

from __future__ import annotations

import csv
import datetime
import io
import json
import shutil
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any

# Marks that turn text round or hide in it; shown as code points, like control characters.
HIDDEN = {0x061C, 0x00AD, *range(0x200B, 0x2010), *range(0x2028, 0x202F), *range(0x2060, 0x2070), 0xFEFF}


def shown(value: Any) -> str:
    """Return a value as one printable line; control and invisible characters appear as escapes."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    text = value.isoformat() if isinstance(value, datetime.date) else str(value)
    return "".join(_escaped(c) if _hides(c) else c for c in text)


def _hides(char: str) -> bool:
    return unicodedata.category(char) in ("Cc", "Cs") or ord(char) in HIDDEN


def _escaped(char: str) -> str:
    code = ord(char)
    return {"\n": "\\n", "\t": "\\t", "\r": "\\r"}.get(char) or (f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}")


def width(text: str) -> int:
    """Return how many columns a text takes on a terminal."""
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def cut(text: str, limit: int) -> str:
    """Return the text, cut with an ellipsis where it is wider than `limit`."""
    if width(text) <= limit:
        return text
    kept, used = [], 0
    for char in text:
        used += width(char)
        if used > limit - 1:
            break
        kept.append(char)
    return "".join(kept) + "…"


def columns_of_terminal() -> int:
    """Return the terminal's width, or 120 where output is no terminal."""
    return max(40, shutil.get_terminal_size((120, 24)).columns)


def table(names: Sequence[str], rows: Iterable[Sequence[Any]], limit: int | None = None) -> str:
    """Return rows under their names, columns shrunk so that a line fits the terminal."""
    room = limit or columns_of_terminal()
    body = [[shown(v) for v in row] for row in rows]
    head = [shown(n) for n in names]
    if not head:
        return ""
    wide = [max([width(head[i]), *(width(r[i]) for r in body)]) for i in range(len(head))]
    while sum(wide) + 2 * (len(wide) - 1) > room and max(wide) > 4:
        wide[wide.index(max(wide))] -= 1
    numeric = (
        [all(isinstance(r[i], int | float) or r[i] is None for r in rows) for i in range(len(head))]
        if isinstance(rows, list) and rows
        else [False] * len(head)
    )
    lines = [head, ["─" * w for w in wide], *body]
    return "\n".join(_line(line, wide, numeric) for line in lines)


def _line(cells: Sequence[str], wide: Sequence[int], numeric: Sequence[bool]) -> str:
    parts = []
    for cell, room, right in zip(cells, wide, numeric, strict=True):
        text = cut(cell, room)
        pad = " " * (room - width(text))
        parts.append(pad + text if right else text + pad)
    return "  ".join(parts).rstrip()


def as_csv(names: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """Return rows as CSV: LF, minimal quoting, empty for NULL."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(names)
    writer.writerows([_cell(v) for v in row] for row in rows)
    return out.getvalue()


def _cell(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, datetime.date) else value


def as_json(names: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """Return rows as a JSON list of objects; dates as ISO text."""
    return json.dumps([dict(zip(names, row, strict=True)) for row in rows], ensure_ascii=False, indent=2, default=_json)


def _json(value: Any) -> Any:
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.hex()
    return str(value)


def as_markdown(names: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """Return rows as a Markdown table; pipes and angle brackets escaped."""

    def cell(value: Any) -> str:
        return shown(value).replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;").replace(">", "&gt;")

    lines = [[cell(n) for n in names], ["---"] * len(names), *([cell(v) for v in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
