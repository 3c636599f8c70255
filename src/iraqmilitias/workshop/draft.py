"""One row of a worksheet, and what drafts need to know of their source."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple


class Published(NamedTuple):
    """What drafts need to know of the source."""

    first: date
    last: date
    roles: Sequence[str]


@dataclass
class Draft:
    """One row of a worksheet. `cells` are columns of its table; references hold the name of what they refer to."""

    table: str
    line: int
    start: int
    text: str
    decision: str = ""
    cells: dict[str, str] = field(default_factory=dict)
    note: str = ""
    todo: str = ""
    row: str = ""
    reason: str = ""
    quoted: list[tuple[int, int]] = field(default_factory=list)  # of a statement: where its quotations stand
