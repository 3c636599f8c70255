"""Checks a Table Schema (Data Package v2): fields, types, constraints that fit them, and keys that lead somewhere."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from typing import Any

from ...errors import PackageError, nearest
from ...fields import KINDS
from ...package import Table, read_schema
from ...text import shown
from ...unread import FALSE, TRUE
from ..documents import Document, Where, kind_of
from ..report.issues import IssueCollector
from .header import Say
from .keys import own_keys

Regex = Callable[[str], str | None]  # why a pattern cannot be used, or None

# https://datapackage.org/standard/table-schema/ (2.0): each type, the formats it knows, the constraints that fit.
_SIZE = ("minLength", "maxLength")
_RANGE = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")
_ANY = ("required", "unique", "enum")
TYPES: dict[str, tuple[tuple[str, ...] | None, tuple[str, ...]]] = {
    "string": (("default", "email", "uri", "binary", "uuid"), (*_SIZE, "pattern")),
    "number": (("default",), (*_RANGE, "pattern")),
    "integer": (("default",), (*_RANGE, "pattern")),
    "boolean": (("default",), ()),
    "object": (("default",), (*_SIZE, "jsonSchema")),
    "array": (("default",), (*_SIZE, "jsonSchema")),
    "list": (("default",), _SIZE),
    "datetime": (None, _RANGE),
    "date": (None, _RANGE),
    "time": (None, _RANGE),
    "year": (("default",), _RANGE),
    "yearmonth": (("default",), _RANGE),
    "duration": (("default",), _RANGE),
    "geopoint": (("default", "array", "object"), ()),
    "geojson": (("default", "topojson"), ()),
    "any": (("default",), ()),
}
CONSTRAINTS = {*_SIZE, *_RANGE, *_ANY, "pattern", "jsonSchema"}
MATCHES = ("exact", "equal", "subset", "superset", "partial")


def fits(value: Any, kind: str) -> bool:
    """Whether a bound or choice of a constraint is a value of the field's type, as JSON or as it is printed."""
    if kind in ("integer", "year", "number"):
        stated = isinstance(value, int | float if kind == "number" else int) and not isinstance(value, bool)
        return (stated or _printed(value, KINDS[kind].printed)) and _holds(kind, value)
    if kind == "boolean":
        return isinstance(value, bool) or value in ("true", "false")
    if kind in ("date", "datetime", "time", "yearmonth"):
        return _printed(value, KINDS[kind].printed)
    return kind != "string" or isinstance(value, str)


def _holds(kind: str, value: Any) -> bool:
    """Whether 64 bits hold a number, as they do for every cell."""
    try:
        return math.isfinite(float(value)) if kind == "number" else -(2**63) <= int(value) < 2**63
    except (OverflowError, ValueError):  # int() reads no more than some thousand digits
        return False


def _printed(value: Any, form: str) -> bool:
    return isinstance(value, str) and re.fullmatch(form, value, re.ASCII) is not None


def check_schema(
    name: str, path: str, content: dict[str, Any], document: Document, at: Where, found: IssueCollector, regex: Regex
) -> Table | None:
    """Record what is wrong with a schema; return it as a Table whose unusable parts are left out, or None."""

    def say(code: str, where: Where, message: str, column: str | None = None) -> None:
        found.add(code, document.name, document.line(*at, *where), column, message)

    for key in ("$schema", "name", "title", "description"):
        if key in content and not isinstance(content[key], str):
            say("property-type", (key,), f"{key} must be a string, here it is {kind_of(content[key])}")
    entries = content.get("fields")
    if not isinstance(entries, list) or not entries:
        detail = "is missing" if "fields" not in content else "must be a list with at least one field"
        say("property-missing", ("fields",), f"fields {detail}")
        return None
    fields: list[dict[str, Any]] = []
    sound = True
    for i, entry in enumerate(entries):
        checked = _field(i, entry, {f["name"] for f in fields}, say, regex)
        if checked is None:
            sound = False
        else:
            fields.append(checked)
    if not sound:
        return None  # without the name of every field, no column can be told from another
    usable: dict[str, Any] = {**content, "fields": fields}
    for key in ("title", "description"):
        if not isinstance(usable.get(key, ""), str):
            del usable[key]
    if not _missing_values(content.get("missingValues", [""])):
        say("property-type", ("missingValues",), "missingValues must be a list of strings, or of objects with a value")
        del usable["missingValues"]
    match = content.get("fieldsMatch", "exact")
    if (match[0] if isinstance(match, list) and match else match) not in MATCHES:
        say("property-type", ("fieldsMatch",), f"fieldsMatch is {shown(match)}; it must be one of {', '.join(MATCHES)}")
        usable["fieldsMatch"] = "exact"
    own_keys(usable, [f["name"] for f in fields], say)
    try:
        return read_schema(name, path, usable, document.name)
    except PackageError as error:
        say("property-type", (), str(error))
        return None


def _missing_values(value: Any) -> bool:
    return isinstance(value, list) and all(
        isinstance(v, str) or (isinstance(v, dict) and isinstance(v.get("value"), str)) for v in value
    )


def _field(i: int, entry: Any, names: set[str], say: Say, regex: Regex) -> dict[str, Any] | None:
    where: Where = ("fields", i)
    if not isinstance(entry, dict):
        say("property-type", where, f"fields[{i}] must be an object, here it is {kind_of(entry)}")
        return None
    name = entry.get("name")
    if not isinstance(name, str):
        say("property-missing", where, f"fields[{i}] has no name")
        return None
    if not name.strip() or not name.isprintable():
        say("name-invalid", (*where, "name"), f"field name {shown(name)} is empty or holds control characters")
        return None
    if name in names:
        say("field-duplicate", (*where, "name"), f"two fields are named {shown(name)}", name)
        return None
    usable = dict(entry)
    for key in ("title", "description", "format"):
        if key in entry and not isinstance(entry[key], str):
            say("property-type", (*where, key), f"{key} must be a string, here it is {kind_of(entry[key])}", name)
            del usable[key]
    kind = entry.get("type", "any" if "format" not in entry else "string")
    if not isinstance(kind, str) or kind not in TYPES:
        hint = nearest(str(kind), tuple(TYPES))
        say("field-type", (*where, "type"), f"type {shown(kind)} is not one of the standard's; {hint}", name)
        return {**usable, "type": "any", "constraints": {}}
    usable["type"] = kind
    formats = TYPES[kind][0]
    form = usable.get("format", "default")
    if (formats is not None and form not in formats) or (formats is None and not _date_format(form)):
        say("field-format", (*where, "format"), f"format {shown(form)} does not exist for {kind}", name)
        usable.pop("format", None)
    for key in ("trueValues", "falseValues", "missingValues", "categories"):
        if key in usable and not (
            _missing_values(usable[key]) or (key == "categories" and isinstance(usable[key], list))
        ):
            say("property-type", (*where, key), f"{key} must be a list of strings", name)
            del usable[key]
    if "example" in usable and not _example(usable["example"], kind, usable):
        say(
            "field-example",
            (*where, "example"),
            f"example {shown(usable['example'])} is not a value of type {kind}",
            name,
        )
    usable["constraints"] = _constraints(usable.get("constraints", {}), kind, where, name, say, regex)
    return usable


def _example(value: Any, kind: str, entry: Mapping[str, Any]) -> bool:
    labels = [str(v) for key in ("trueValues", "falseValues") for v in entry.get(key, ())]
    if entry.get("format", "default") != "default" or (kind == "boolean" and value in labels):
        return True
    if kind == "boolean":
        return isinstance(value, bool) or value in (*TRUE, *FALSE)
    return fits(value, kind)


def _date_format(form: str) -> bool:
    return form in ("default", "any") or re.fullmatch(r"(%[A-Za-z%]|[^%'\\])+", form) is not None


def _constraints(stated: Any, kind: str, at: Where, name: str, say: Say, regex: Regex) -> dict[str, Any]:
    where = (*at, "constraints")
    if not isinstance(stated, dict):
        say("property-type", where, f"constraints must be an object, here it is {kind_of(stated)}", name)
        return {}
    usable: dict[str, Any] = {}
    for key, value in stated.items():
        problem = None
        if key not in CONSTRAINTS:
            known = nearest(key, tuple(sorted(CONSTRAINTS)))
            problem = ("constraint-unknown", f"no constraint is named {shown(key)}; {known}")
        elif key not in (*_ANY, *TYPES[kind][1]):
            problem = ("constraint-misfit", f"{key} does not apply to a field of type {kind}")
        elif key in ("required", "unique") and not isinstance(value, bool):
            problem = ("constraint-misfit", f"{key} must be true or false, here it is {kind_of(value)}")
        elif key == "enum" and not (isinstance(value, list) and value):
            problem = ("constraint-misfit", "enum must be a list with at least one value")
        elif key == "enum" and (wrong := [v for v in value if not fits(v, kind)]):
            problem = ("constraint-misfit", f"enum holds {shown(wrong[0])}, which is not a value of type {kind}")
        elif key in _SIZE and not (type(value) is int and 0 <= value < 2**63):
            problem = ("constraint-misfit", f"{key} must be a whole number from 0, here it is {shown(value)}")
        elif key in _RANGE and not fits(value, kind):
            problem = ("constraint-misfit", f"{key} is {shown(value)}, which is not a value of type {kind}")
        elif key == "pattern" and not isinstance(value, str):
            problem = ("constraint-misfit", f"pattern must be a string, here it is {kind_of(value)}")
        elif key == "pattern" and (reason := regex(value)):
            problem = ("constraint-pattern", f"pattern {shown(value)} cannot be used: {reason}")
        elif key == "jsonSchema" or (kind == "duration" and key in _RANGE) or (key in _SIZE and kind != "string"):
            say("constraint-unchecked", (*where, key), f"{key} of a field of type {kind} is not checked", name)
        if problem:
            say(problem[0], (*where, key), problem[1], name)
        else:
            usable[key] = value
    return usable
