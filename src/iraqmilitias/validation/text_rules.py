"""Rules on text cells, run together: on each different text once, and only on those that are not plain.

Most cells (ids, numbers, words with simple punctuation) cannot break such a rule. One regular expression finds them;
what is left is usually little, and each rule is one statement on it.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from ..fields import literal
from .families import NUMBERED

if TYPE_CHECKING:
    import duckdb

    from .cursor_pool import CursorPool
    from .structure.table import LoadedTable

TEXTS = "_texts"  # the texts to check, as a table with one column
# A text of this form and of at least PLAIN_LENGTH bytes is plain: no rule with `each: column(string)` objects to it.
# Shorter ones may be placeholders (n/a, none, TODO). tests/validation/test_text_rules.py checks the rules against this.
PLAIN = r"[A-Za-z0-9](?:[A-Za-z0-9.,;'’‘“”–—()/-]|:? [A-Za-z0-9‘“(])*"
PLAIN_LENGTH = 8
_CODE = re.compile(r"[a-z]+(?:[-_][a-z]+)*")
_HEXADECIMAL = re.compile(r"\^?\[(?:0-9|a-f|A-F)+\]\{([0-9]{1,4})\}\$?")


def harmless(pattern: str) -> bool:
    """Whether no text rule can object to a text that matches a pattern as a whole: an id, or many hex digits."""
    digits = _HEXADECIMAL.fullmatch(pattern)
    return bool(NUMBERED.fullmatch(pattern)) or (digits is not None and int(digits[1]) >= PLAIN_LENGTH)


class TextRules:
    """The different texts of a package's columns that are not plain.

    `fitting` are the (table, column) whose cells all keep their constraints.
    """

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        tables: Mapping[str, LoadedTable],
        columns: Mapping[str, Mapping[str, str]],
        pool: CursorPool,
        fitting: Collection[tuple[str, str]],
    ) -> None:
        self.tables = tables
        self.places: list[tuple[str, str]] = []
        connection.execute(f"CREATE TABLE {TEXTS}_found (place BIGINT, cell VARCHAR)")
        inserts = []
        for name, kinds in columns.items():
            listed = [c for c, kind in kinds.items() if kind == "string" and not self._proven(name, c, fitting)]
            selects = [self._select(name, column, (name, column) in fitting) for column in listed]
            if selects:
                inserts.append(f"INSERT INTO {TEXTS}_found {' UNION ALL '.join(selects)}")
        deque(pool.rows(inserts), maxlen=0)
        connection.execute(f"CREATE TABLE {TEXTS} AS SELECT place, cell, rowid AS _line FROM {TEXTS}_found")

    def _proven(self, name: str, column: str, fitting: Collection[tuple[str, str]]) -> bool:
        pattern = self.tables[name].table.field(column).constraints.get("pattern")
        return isinstance(pattern, str) and (name, column) in fitting and harmless(pattern)

    def _select(self, name: str, column: str, fits: bool) -> str:
        self.places.append((name, column))
        table = self.tables[name]
        choices = table.table.field(column).constraints.get("enum")
        cell = table.printed(column)
        cells = f"SELECT DISTINCT {cell} AS cell FROM {table.relation}"
        if fits and choices:  # the cells hold nothing else
            cells = f"SELECT unnest([{', '.join(literal(str(c)) for c in dict.fromkeys(choices))}]) AS cell"
        # A code of the schema is not a placeholder, though it be "none".
        codes = ", ".join(literal(str(c)) for c in choices or () if _CODE.fullmatch(str(c)))
        return (
            f"SELECT {len(self.places) - 1}, cell FROM ({cells}) WHERE "
            f"(strlen(cell) < {PLAIN_LENGTH} OR NOT regexp_full_match(cell, {literal(PLAIN)}))"
            f"{f' AND cell NOT IN ({codes})' if codes else ''}"
        )
