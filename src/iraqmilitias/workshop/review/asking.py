"""The questions about a row that a second reader will be asked, for the coder to answer first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from ... import question_templates
from ..worksheet import ENTITIES
from .form import Forms, day_words
from .session import Cells


class Asked(NamedTuple):
    """One question about one cell of a row, and the answer that was given to it as it is now."""

    column: str
    text: str
    answer: str


def questions(forms: Forms, row: Cells, rows: Sequence[Cells], answers: Mapping[str, Sequence[str]]) -> Iterator[Asked]:
    """Yield the questions that the schema asks about a row's cells, in the words of the worksheet."""
    if row["table"] == "dates":
        return
    by_label = {r["row"]: r for r in rows}
    own = {c.field: c for c in forms.columns(row["table"])}
    for column in own.values():
        found = forms.descriptor(row["table"], column)
        template = question_templates.template(found, row.get(column.name, ""))
        if template is None:
            continue

        def shown(name: str, inner: str) -> str:
            if name == "voice":
                told = by_label.get(row.get("statement", ""))
                return told.get("speaker", "") if told else question_templates.AUTHOR
            if name == "who":
                return next((row[c] for c in ENTITIES.values() if row.get(c)), "(nobody yet)")
            at = own.get(name)
            value = row.get(at.name if at else name, "")
            referred = by_label.get(value)
            if inner:
                other = referred or {}
                return f"line {other.get('line', row['line'])}" if inner == "where" else other.get(inner, value)
            if referred and at and at.refers:
                return referred.get("name") or f"“{referred.get('locator', '')}” ({referred.get('speaker', '')})"
            if at and at.type == "date" and value:
                return day_words(value)
            words = forms.descriptor(row["table"], at).get("x-words", {}) if at else {}
            return str(words.get(value, value or "(open)"))

        text = question_templates.filled(template, shown)
        given = answers.get(column.name, ())
        yield Asked(column.name, text, given[0] if len(given) == 2 and given[1] == text else "")
