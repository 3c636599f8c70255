"""The cases of rules: one Markdown file a rule, with the tables that it accepts and those that it rejects.

A section is a case: a heading, a sentence, a block of CSV for each table. `← column: message` at the end of a row is an
issue that the row must get; rows without it must get none. `\\u{200B}` is the character of that number, where
it could not be seen.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

EVERY_TABLE = "The package has every other table, without rows."
Objection = tuple[str, int, str, str]  # table, line, column, message

_BLOCK = re.compile(r"^```csv (\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_SECTION = re.compile(r"^## (Accepted|Rejected)\n", re.MULTILINE)
_MARK = re.compile(r" +← (\w+)(?:: )?")


class Case(NamedTuple):
    """Tables as printed, header first, and the objections to their rows."""

    code: str
    number: int
    accepted: bool
    reason: str
    tables: dict[str, list[list[str]]]
    expected: frozenset[Objection]
    every_table: bool

    @property
    def name(self) -> str:
        return f"{self.code}-{self.number}"


def cases(folder: Path) -> list[Case]:
    """Return every case of every file, by file."""
    return [case for path in sorted(folder.glob("*.md")) for case in _read(path)]


@cache
def summary(path: Path) -> str:
    """Return what a file of cases says above its cases."""
    return _SECTION.split(path.read_text(encoding="utf-8"))[0]


def _read(path: Path) -> Iterator[Case]:
    _, *parts = _SECTION.split(path.read_text(encoding="utf-8"))
    for number, (verdict, section) in enumerate(zip(parts[::2], parts[1::2], strict=True)):
        tables: dict[str, list[list[str]]] = {}
        expected = set()
        for table, block in _BLOCK.findall(section):
            tables[table] = []
            for line, text in enumerate(block.splitlines(), 1):
                row, *marks = _MARK.split(text)
                tables[table].append([_plain(cell) for cell in next(csv.reader([row]), [])])
                expected |= {(table, line, c, _plain(m)) for c, m in zip(marks[::2], marks[1::2], strict=True)}
        reason = _BLOCK.sub("", section).strip()
        yield Case(path.stem, number, verdict == "Accepted", reason, tables, frozenset(expected), EVERY_TABLE in reason)


def _plain(text: str) -> str:
    return re.sub(r"\\u\{([0-9A-F]+)\}", lambda match: chr(int(match[1], 16)), text)
