"""The questions that schemas ask about a row: a field’s `x-question`, with slots for the row’s own values."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

AUTHOR = "the article’s author"
_SLOT = re.compile(r"\{([a-z_]+)(?:\.([a-z_]+))?\}")


def template(field: Mapping[str, Any], value: str) -> str | None:
    """Return the template that fits a cell of a field (its descriptor); None where the cell is not asked about."""
    asked = field.get("x-question")
    if isinstance(asked, Mapping):
        return str(asked["filled" if value else "empty"])
    if asked is None or not value or (field.get("x-words") and value not in field["x-words"]):
        return None
    return str(asked)


def filled(text: str, shown: Callable[[str, str], str]) -> str:
    """Return a template with its slots filled; `shown` gets a column and, for a row that it refers to, that one’s."""
    return _SLOT.sub(lambda match: shown(match[1], match[2] or ""), text)
