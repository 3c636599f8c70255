"""The one table from a field's type to DuckDB, pandas and SQLite."""

from __future__ import annotations

from typing import NamedTuple

from .package import Field


class Kind(NamedTuple):
    """How one Table Schema type is held by each engine, and the printed form that it accepts."""

    duckdb: str
    pandas: str
    sqlite: str
    printed: str  # regular expression (RE2) that the whole cell must match before it is cast


_YEAR = r"[0-9]{4}"
_MONTH = r"(0[1-9]|1[0-2])"
_DAY = r"(0[1-9]|[12][0-9]|3[01])"
_CLOCK = r"([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]"
_ZONE = r"(\.[0-9]{1,9})?(Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9])?"  # a fraction and a zone, as in XML Schema's dateTime

# Table Schema has the decimals of XML Schema, with an exponent, and three words in any case.
DECIMAL = r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?"
NOT_FINITE = r"(?i:nan|-?inf)"

KINDS: dict[str, Kind] = {
    "string": Kind("VARCHAR", "string", "TEXT", ""),
    "integer": Kind("BIGINT", "Int64", "INTEGER", r"-?(0|[1-9][0-9]{0,18})"),
    "number": Kind("DOUBLE", "Float64", "REAL", f"{DECIMAL}|{NOT_FINITE}"),
    "boolean": Kind("BOOLEAN", "boolean", "INTEGER", r"true|false"),
    "date": Kind("DATE", "datetime64[s]", "TEXT", f"{_YEAR}-{_MONTH}-{_DAY}"),
    "datetime": Kind("TIMESTAMP", "datetime64[us]", "TEXT", f"{_YEAR}-{_MONTH}-{_DAY}T{_CLOCK}{_ZONE}"),
    "time": Kind("TIME", "string", "TEXT", _CLOCK),
    "year": Kind("BIGINT", "Int64", "INTEGER", r"-?([1-9][0-9]{3,17}|0[0-9]{3})"),  # XML Schema's gYear
    "yearmonth": Kind("VARCHAR", "string", "TEXT", f"{_YEAR}-{_MONTH}"),
    "any": Kind("VARCHAR", "string", "TEXT", ""),
}


def kind(field: Field) -> Kind | None:
    """Return how the field's type is held, or None for a type that the data package standard lacks here."""
    return KINDS.get(field.type)


def quoted(identifier: str) -> str:
    """Return an SQL identifier in double quotes."""
    return '"' + identifier.replace('"', '""') + '"'


def sql_name(name: str) -> str:
    """Return what SQL takes a name for: those that differ in the case of A to Z alone are one."""
    return "".join(c.lower() if c.isascii() else c for c in name)


def literal(text: str) -> str:
    """Return an SQL string literal."""
    return "'" + text.replace("'", "''") + "'"
