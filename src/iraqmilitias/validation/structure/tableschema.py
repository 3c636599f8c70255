"""Checks a Table Schema (Data Package v2): fields, types, constraints that fit them, and keys that lead somewhere."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from ...errors import PackageError, nearest
from ...package import Field, Table, read_schema
from ...text import shown
from ..documents import Document, Where, kind_of
from ..report.issues import IssueCollector
from .constraints import NOT_COMPARED, constant_text
from .header import Say
from .keys import own_keys


class Ask(NamedTuple):
    """What the checks of a schema ask of the engine."""

    regex: Callable[[str], str | None]  # why a pattern cannot be used, or None
    moment: Callable[[str], str | None]  # likewise a format of dates and times


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
REPEATS = "x-repeats"  # of a field that has another name here, the name that the schema has
MATCHES = ("exact", "equal", "subset", "superset", "partial")


def fits(stated: Any, field: Field) -> bool:
    """Whether a bound or choice of a constraint is a value of the field: as JSON, or as its cells are printed."""
    kind = field.type
    if isinstance(stated, str):
        return constant_text(field, stated) is not None
    if kind in ("integer", "year", "number"):
        return (_whole(stated) or (kind == "number" and isinstance(stated, float))) and _holds(kind, stated)
    if kind == "boolean":
        return isinstance(stated, bool)
    return kind not in ("string", "date", "datetime", "time", "yearmonth")


def _whole(stated: Any) -> bool:
    """Whether a value of JSON is a whole number, as 5.0 is."""
    return type(stated) is int or (isinstance(stated, float) and stated.is_integer())


def _holds(kind: str, number: float) -> bool:
    """Whether 64 bits hold a number, as they do for every cell."""
    try:
        return math.isfinite(float(number)) if kind == "number" else -(2**63) <= number < 2**63
    except OverflowError:
        return False


def check_schema(
    name: str, path: str, content: dict[str, Any], document: Document, at: Where, found: IssueCollector, ask: Ask
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
        checked = _field(i, entry, {f["name"] for f in fields}, say, ask)
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


def _field(i: int, entry: Any, names: set[str], say: Say, ask: Ask) -> dict[str, Any] | None:
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
    usable = dict(entry)
    if name in names:  # allowed in version 1, so that it is no fault (Table Schema, name)
        usable |= {"name": f"{name}#{i + 1}", REPEATS: name}
        text = f"two fields are named {shown(name)}; the second is called {shown(usable['name'])} here"
        say("field-duplicate", (*where, "name"), text, name)
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
    if str(usable.get("format", "")).startswith("fmt:"):  # as the version before 1 had it
        usable["format"] = usable["format"].removeprefix("fmt:")
    formats = TYPES[kind][0]
    form = usable.get("format", "default")
    if (formats is not None and form not in formats) or (formats is None and not _date_format(form, ask)):
        say("field-format", (*where, "format"), f"format {shown(form)} does not exist for {kind}", name)
        usable.pop("format", None)
    for key in ("trueValues", "falseValues", "missingValues", "categories"):
        if key in usable and not (
            _missing_values(usable[key]) or (key == "categories" and isinstance(usable[key], list))
        ):
            say("property-type", (*where, key), f"{key} must be a list of strings", name)
            del usable[key]
    if "example" in usable and not fits(usable["example"], _as_field(usable)):
        say(
            "field-example",
            (*where, "example"),
            f"example {shown(usable['example'])} is not a value of type {kind}",
            name,
        )
    usable["constraints"] = _constraints(usable.get("constraints", {}), _as_field(usable), where, say, ask)
    return usable


def _as_field(entry: Mapping[str, Any]) -> Field:
    return Field(entry["name"], entry["type"], "", None, MappingProxyType({}), MappingProxyType(entry))


def _date_format(form: str, ask: Ask) -> bool:
    if form in ("default", "any"):
        return True
    return re.fullmatch(r"(%[A-Za-z%]|[^%'\\])+", form) is not None and ask.moment(form) is None


def _unchecked(key: str, kind: str) -> bool:
    """Whether a constraint of the standard is not checked: it would ask more than a comparison of printed cells."""
    sizes, ranges = key in _SIZE and kind != "string", key in _RANGE and kind == "duration"
    return key == "jsonSchema" or sizes or ranges or (key == "enum" and kind in NOT_COMPARED)


def _constraints(stated: Any, field: Field, at: Where, say: Say, ask: Ask) -> dict[str, Any]:
    where, kind, name = (*at, "constraints"), field.type, field.name
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
        elif key == "enum" and (wrong := [v for v in value if not fits(v, field)]):
            problem = ("constraint-misfit", f"enum holds {shown(wrong[0])}, which is not a value of type {kind}")
        elif key in _SIZE and not (_whole(value) and 0 <= value < 2**63):
            problem = ("constraint-misfit", f"{key} must be a whole number from 0, here it is {shown(value)}")
        elif key in _RANGE and not fits(value, field):
            problem = ("constraint-misfit", f"{key} is {shown(value)}, which is not a value of type {kind}")
        elif key == "pattern" and not isinstance(value, str):
            problem = ("constraint-misfit", f"pattern must be a string, here it is {kind_of(value)}")
        elif key == "pattern" and (reason := ask.regex(value)):
            problem = ("constraint-pattern", f"pattern {shown(value)} cannot be used: {reason}")
        elif _unchecked(key, kind):
            say("constraint-unchecked", (*where, key), f"{key} of a field of type {kind} is not checked", name)
        if problem:
            say(problem[0], (*where, key), problem[1], name)
        else:
            usable[key] = value
    return usable
