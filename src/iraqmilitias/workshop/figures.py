"""A number in a line as the cells of a figure: bounds, qualifier, and the measure and unit that its words suggest."""

from __future__ import annotations

import re

from ..extraction.numbers import Number

_KILLED = re.compile(r"\b(?:kill\w*|dead|died|deaths?|dying|slain|fatalit\w+|martyred|casualties)\b", re.IGNORECASE)
_KILLS = re.compile(r"\bkill(?:s|ed|ing)\s+(?:at least\s+|about\s+|up to\s+|more than\s+)?$")
_HURT = re.compile(r"\s+(?:(?!and\b|or\b|but\b)[\w-]+\s+){0,2}(?:wounded|injured|hurt)\b", re.IGNORECASE)
_WERE_KILLED = re.compile(r"\s+(?:(?:were|was|had|have|been)\s+)*(?:killed|dead|died|slain)\b", re.IGNORECASE)
_FORCE = re.compile(
    r"\b(?:troops|soldiers|fighters|forces|personnel|militiamen|militants|members|men|strong|combatants|guards|"
    r"police|servicemen|recruits)\b",
    re.IGNORECASE,
)
_ABSTRACT = re.compile(
    r"\s+(?:(?:main|other|different|possible|tough|unpalatable|opposing|rival|key|competing|basic|very|more|such)\s+)*"
    r"(?:choices?|options?|sides?|scenarios?|ways?|reasons?|things?|words?|fronts?|paths?|camps|schools|worlds|"
    r"faces|parts|halves|approaches|"
    r"countries|nations|governments|hands|minds|cents|steps?)\b",
    re.IGNORECASE,
)


def rhetorical(line: str, number: Number) -> str:
    """Return why a number counts nothing, or an empty string: "two choices", "one of the", a list's own numeral."""
    small = number.value_high is not None and number.value_high <= 3 and not number.printed[:1].isdigit()
    if small and _ABSTRACT.match(line[number.end :]):
        return "rhetorical count"
    if number.printed.casefold() == "one" and re.match(
        r"\s+of\b|[\s-]+(?:another|day|thing|time)\b", line[number.end :]
    ):
        return "pronoun, not a quantity"
    if not line[: number.start].strip() and re.match(r"[.)]\s", line[number.end :]):
        return "numeral of a list"
    return ""


def cells(line: str, number: Number) -> dict[str, str]:
    """Return the cells of `figures` that a number's own words give; value and unit as the codebook counts them."""
    unit = number.unit
    near = line[max(0, number.start - 60) : number.end + 60]
    after = line[number.end : number.end + 50]
    measure = "other"
    if unit == "other" and _WERE_KILLED.match(after):
        unit = "persons"
    if unit == "other" and _KILLS.search(line[: number.start]):
        unit = "persons"
    if unit == "persons" and _HURT.match(after):
        measure = "other"
    elif unit == "persons":
        measure = "killed" if _KILLED.search(near) else "strength" if _FORCE.search(after) else "other"
    elif unit in ("attacks", "seats", "millimetres", "occasions"):
        measure = {"attacks": "attacks", "millimetres": "calibre", "occasions": "strikes"}.get(unit, "")
        measure = measure or ("seats_lost" if re.search(r"\blost?\b|\blosing\b", near) else "seats_held")
    elif unit == "usd":
        measure = "budget" if "budget" in near else "funds"
    elif unit in ("years", "months", "weeks"):
        measure = "duration"
    return {
        "printed": number.printed,
        "value_low": plain(number.value_low),
        "value_high": plain(number.value_high),
        "qualifier": number.qualifier
        if number.value_low is not None or number.value_high is not None
        else "indefinite",
        "measure": measure,
        "unit": unit,
    }


def plain(value: float | None) -> str:
    """Return a number as the tables print it: without a needless fraction, empty for none."""
    if value is None:
        return ""
    return str(int(value)) if value == int(value) else str(round(value, 6))
