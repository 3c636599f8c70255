"""What the Data Package standard allows and the reader does not read: it is refused by name, never read as usual."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

# Of a dialect, the values that mean what the reader does; any other key or value is refused.
_USUAL: dict[str, tuple[Any, ...]] = {
    "delimiter": (",",), "quoteChar": ('"',), "doubleQuote": (True,), "header": (True,), "headerRows": ([1],),
    "lineTerminator": ("\n", "\r\n"), "skipInitialSpace": (False,), "escapeChar": (None,), "commentChar": (None,),
    "nullSequence": (None, ""), "commentRows": ([],), "headerJoin": (" ",),
}  # fmt: skip
_OF_NO_WEIGHT = ("$schema", "title", "description", "name", "caseSensitiveHeader", "csvddfVersion")
# Table Schema, section "boolean": what is read as true and as false.
TRUE, FALSE = ("true", "True", "TRUE", "1"), ("false", "False", "FALSE", "0")
_TIMES = ("date", "time", "datetime")


def unread(resource: Mapping[str, Any], schema: Mapping[str, Any]) -> str:
    """Return what of a resource the reader does not read, or an empty string."""
    return next(_unread(resource, schema), "")


def _unread(resource: Mapping[str, Any], schema: Mapping[str, Any]) -> Iterator[str]:
    if str(resource.get("encoding", "utf-8")).casefold().replace("-", "").replace("_", "") not in ("utf8", "utf8sig"):
        yield f"encoding {resource['encoding']!r}"
    if resource.get("compression"):
        yield f"compression {resource['compression']!r}"
    if resource.get("format", "csv") != "csv":
        yield f"format {resource['format']!r}"
    dialect = resource.get("dialect") or {}
    if not isinstance(dialect, Mapping):
        yield "a dialect in a file of its own"
        return
    for key, value in dialect.items():
        if key not in _OF_NO_WEIGHT and not any(value == usual for usual in _USUAL.get(key, ())):
            yield f"dialect.{key} {value!r}"
    names = [str(field.get("name")) for field in schema.get("fields") or () if isinstance(field, Mapping)]
    yield from (f"two fields named {name!r}" for name in dict.fromkeys(names) if names.count(name) > 1)
    for field in schema.get("fields") or ():
        yield from _of_field(field, schema) if isinstance(field, Mapping) else ()


def _of_field(field: Mapping[str, Any], schema: Mapping[str, Any]) -> Iterator[str]:
    name = field.get("name")
    if "missingValues" in field and field["missingValues"] != schema.get("missingValues", [""]):
        yield f"missingValues of the field {name!r}"
    for key, usual in (("trueValues", TRUE), ("falseValues", FALSE), ("groupChar", ())):
        if field.get(key) and not {str(value) for value in field[key]} <= {*usual}:
            yield f"{key} of the field {name!r}"
    if field.get("decimalChar", ".") != ".":
        yield f"decimalChar of the field {name!r}"
    if field.get("bareNumber") is False:
        yield f"bareNumber of the field {name!r}"
    if field.get("type") in _TIMES and field.get("format", "default") != "default":
        yield f"format {field['format']!r} of the field {name!r}"
