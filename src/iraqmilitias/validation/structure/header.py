"""Compares a file's header with its schema: one issue a fault, and where each column really is."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from ...text import oddities, shown, visible

Say = Callable[..., None]  # reports an issue: code, line, column, message


@dataclass(frozen=True)
class Layout:
    """Where the schema's columns are in a file, how many cells its rows have, and where they start."""

    positions: dict[str, int]
    names: tuple[str, ...]  # a name for each cell of a row
    first_row: int = 2
    delimiter: str = ","

    @property
    def width(self) -> int:
        return len(self.names)


def alike(name: str) -> str:
    """Return a name without what people vary: case, accents' form, spaces, marks that cannot be seen."""
    text = unicodedata.normalize("NFKC", name).casefold()
    return re.sub(r"[\W_]+", "", text)


def match(
    header: Sequence[str], fields: Sequence[str], rule: str, say: Say, width: int, delimiter: str
) -> Layout | None:
    """Return the layout, or None where no column can be found; `width` is how many cells most rows have."""
    names = tuple(fields)
    if tuple(header) == names:
        return Layout({n: i for i, n in enumerate(names)}, names, 2, delimiter)
    positions, duplicates = _exact(header, fields)
    renamed = _renamed(header, fields, positions, duplicates)
    if not positions and not any(alike(header[i]) == alike(n) for n, i in renamed.items()):
        near = any(SequenceMatcher(None, header[i][:200], n).ratio() >= 0.6 for n, i in renamed.items())
        if not near:
            return _no_header(header, fields, say, delimiter)
    for i, name in duplicates:
        say("column-duplicate", 1, name, f"column {i + 1} is named {shown(name)} a second time")
    taken = {i for i, _ in duplicates}
    for name, i in renamed.items():
        positions[name] = i
        if i not in taken:
            text = f"column {i + 1} is named {shown(header[i])}{oddities(header[i])}; the schema has {shown(name)}"
            say("column-name", 1, name, text)
    missing = [n for n in fields if n not in positions]
    extra = [i for i in range(len(header)) if i not in positions.values() and i not in taken]
    if rule not in ("superset", "partial"):
        for name in missing:
            say("column-missing", 1, name, f"column {shown(name)} is missing")
    if rule not in ("subset", "partial"):
        for i in extra:
            text = f"column {i + 1}, {shown(header[i])}, is not in the schema"
            say("column-extra", 1, visible(header[i])[:80] or None, text)
    order = sorted(positions, key=positions.__getitem__)
    wanted = [n for n in fields if n in positions]
    if rule == "exact" and order != wanted:
        first = next(a for a, b in zip(wanted, order, strict=True) if a != b)
        say("column-order", 1, first, f"the columns are {', '.join(map(shown, order[:12]))}")
    if width == len(names) != len(header) and not taken:  # the rows are whole, only the header is not
        return Layout({n: i for i, n in enumerate(names)}, names, 2, delimiter)
    where = {i: n for n, i in positions.items()}
    return Layout(positions, tuple(where.get(i, header[i]) for i in range(len(header))), 2, delimiter)


def _exact(header: Sequence[str], fields: Sequence[str]) -> tuple[dict[str, int], list[tuple[int, str]]]:
    """Return each field's position, and the cells that repeat a name.

    Of two equal names the one at the field's own place is the column.
    """
    positions: dict[str, int] = {}
    for i, name in enumerate(header):
        if name in fields and (name not in positions or fields.index(name) == i):
            positions[name] = i
    known = set(header)
    duplicates = [
        (i, n) for i, n in enumerate(header) if header.count(n) > 1 and positions.get(n, header.index(n)) != i
    ]
    return positions, [(i, n) for i, n in duplicates if n in known and n.strip()]


def _renamed(
    header: Sequence[str], fields: Sequence[str], positions: dict[str, int], duplicates: list[tuple[int, str]]
) -> dict[str, int]:
    """Pair fields that are missing with cells that nobody claims: by likeness, then by place."""
    missing = [n for n in fields if n not in positions]
    free = [i for i in range(len(header)) if i not in positions.values()]
    pairs: dict[str, int] = {}
    repeated = {i for i, _ in duplicates}
    many = len(missing) * len(free) > 2500 or any(len(header[i]) > 200 for i in free)
    for likeness in (1.0, 0.0) if many else (1.0, 0.75, 0.0):
        for name in [n for n in missing if n not in pairs]:
            for i in [i for i in free if i not in pairs.values()]:
                same_place = len(header) == len(fields) and fields.index(name) == i
                if i in repeated:
                    close = same_place
                elif likeness == 1.0:
                    close = bool(alike(name)) and alike(header[i]) == alike(name)
                elif likeness:
                    close = SequenceMatcher(None, header[i], name).ratio() >= likeness
                else:
                    close = same_place
                if close:
                    pairs[name] = i
                    break
    return pairs


def _no_header(header: Sequence[str], fields: Sequence[str], say: Say, delimiter: str) -> Layout | None:
    listed = ", ".join(fields[:6])
    say("header-missing", 1, None, f"the first line has none of the schema's columns ({listed})")
    if len(header) != len(fields):
        return None
    return Layout({n: i for i, n in enumerate(fields)}, tuple(fields), 1, delimiter)
