"""From a cell as it is printed to its value: one SQL expression for each Table Schema type and format."""

from __future__ import annotations

import re

from .fields import DECIMAL, KINDS, NOT_FINITE, literal
from .package import Field, Table
from .unread import FALSE, TRUE

_NUMBER = r"-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?"  # of JSON
# ISO 8601 durations as XML Schema has them.
_SECONDS = r"[0-9]+(\.[0-9]+)?S"
_TIME = rf"T([0-9]+H([0-9]+M)?({_SECONDS})?|[0-9]+M({_SECONDS})?|{_SECONDS})"
_DURATION = rf"-?P([0-9]+Y)?([0-9]+M)?([0-9]+W)?([0-9]+D)?({_TIME})?"
_ITEMS = {  # the form of each item of a list, by itemType
    "integer": r"[+-]?[0-9]+",
    "number": KINDS["number"].printed,
    "boolean": "|".join(TRUE + FALSE),
    "date": r"[0-9]{4}-[0-9]{2}-[0-9]{2}",
    "time": r"[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?",
    "datetime": r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})?",
}
_JSON_STRING = r'"(\\.|[^"\\])*"'
_NOT_JSON = r"(?i)nan|inf|,\s*[\]}]"  # outside of strings
_SHAPES = (
    "Point LineString Polygon MultiPoint MultiLineString MultiPolygon GeometryCollection Feature FeatureCollection"
)
STRING_FORMATS = {
    "email": r"[^@\s]+@[^@\s]+\.[^@\s.]+",
    "uri": r"[A-Za-z][A-Za-z0-9+.-]*:[^\s]+",
    "uuid": r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}",
    "binary": r"([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?",
}
WHOLE = r"[+-]?[0-9]{16,}(\.0*)?"  # a whole number, in digits, that a 64-bit float may not hold
FINE = r"\.[0-9]{6,}[1-9]"  # a fraction of a second finer than microseconds
ENDLESS = ("string", "any")  # types of which every cell is a value


def sql_type(field: Field) -> str:
    """Return the DuckDB type that a field's values have."""
    known = KINDS.get(field.type)
    return known.duckdb if known else "VARCHAR"


def labels(field: Field, key: str, default: tuple[str, ...]) -> tuple[str, ...]:
    """Return trueValues or falseValues."""
    stated = field.descriptor.get(key)
    return tuple(str(v) for v in stated) if stated else default


def missing(table: Table, field: Field) -> tuple[str, ...]:
    """Return the cells of a field that are missing; its own missingValues replace those of the schema."""
    stated = field.descriptor.get("missingValues")
    if stated is None:
        return table.missing_values
    return tuple(str(m["value"]) if isinstance(m, dict) else str(m) for m in stated)


def value(field: Field, cell: str) -> str | None:
    """Return SQL for the value of a printed cell, NULL where it is none; None where every cell is a value.

    The printed form is tested first: a cast alone rounds 12.5 to an integer and takes ' 12' and '1_000'.
    """
    kind, form = field.type, str(field.descriptor.get("format", "default"))
    if kind in ENDLESS:
        return None
    target = sql_type(field)
    if kind in ("integer", "number"):
        cell = _plain_number(field, cell)
    cast = f"TRY_CAST({cell} AS {target})"
    printed = literal(KINDS[kind].printed) if kind in KINDS else "''"
    full = f"regexp_full_match({cell}, {printed})"
    if kind == "integer":
        return f"CASE WHEN {cast}::VARCHAR = {cell} THEN {cast} WHEN {full} THEN {cast} END"
    if kind == "number":
        words = f"regexp_full_match({cell}, {literal(NOT_FINITE)})"  # 1e400 is infinite too, and no value of 64 bits
        return f"CASE WHEN {full} AND (isfinite({cast}) OR {words}) THEN {cast} END"
    if kind == "boolean":
        yes, no = (
            ", ".join(map(literal, labels(field, *pair))) for pair in (("trueValues", TRUE), ("falseValues", FALSE))
        )
        return f"CASE WHEN {cell} IN ({yes}) THEN true WHEN {cell} IN ({no}) THEN false END"
    if kind in ("date", "datetime", "time") and form != "default":
        moment = f"TRY_STRPTIME({cell}, {literal(form)})::{target}" if form != "any" else cast
        return f"CASE WHEN {cell} IS NOT NULL THEN {moment} END"
    if kind == "date":  # the canonical form is the only one, and years have four digits
        return f"CASE WHEN {cast}::VARCHAR = {cell} AND length({cell}) = 10 THEN {cast} END"
    if kind == "datetime":
        moved = f"make_timestamp(epoch_us(TRY_CAST({cell} AS TIMESTAMPTZ)))"  # a cast to TIMESTAMP drops the zone
        moment = f"CASE WHEN regexp_matches({cell}, '[+-][0-9:]{{5}}$') THEN {moved} ELSE {cast} END"
        return f"CASE WHEN {full} AND {cell} >= '0001' THEN {moment} END"
    if kind in KINDS:
        return f"CASE WHEN {full} THEN {cast} END"
    return _list(field, cell) if kind == "list" else _structured(kind, form, cell)


def beyond(field: Field, cell: str) -> str | None:
    """Return SQL for what a printed cell says beyond its value: two cells are equal if both that and the value are.

    64 bits take 0.1 and 0.10000000000000000001 for one number; two decimals that they take for one are equal if they
    have the same digits but for zeros before and after. A moment is held to the microsecond.
    """
    if field.type == "number":
        digits = f"regexp_replace(regexp_replace({_plain_number(field, cell)}, '[eE].*$', ''), '[^0-9]', '', 'g')"
        return f"trim({digits}, '0')"
    if field.type == "datetime" and field.descriptor.get("format", "default") == "default":
        return f"rtrim(regexp_extract({cell}, '\\.[0-9]{{6}}([0-9]+)', 1), '0')"
    return None


def _plain_number(field: Field, cell: str) -> str:
    """Undo groupChar, decimalChar and bareNumber."""
    group, point = field.descriptor.get("groupChar"), field.descriptor.get("decimalChar")
    if field.descriptor.get("bareNumber") is False:
        cell = f"regexp_replace({cell}, '^[^0-9+-]+|[^0-9]+$', '', 'g')"
    if isinstance(group, str) and group:
        cell = f"replace({cell}, {literal(group)}, '')"
    if isinstance(point, str) and point not in ("", "."):
        cell = f"replace({cell}, {literal(point)}, '.')"
    return cell


def _structured(kind: str, form: str, cell: str) -> str:
    if kind == "duration":
        return f"CASE WHEN regexp_full_match({cell}, {literal(_DURATION)}) AND length({cell}) > 2 THEN {cell} END"
    if kind == "geopoint" and form == "default":
        longitude, latitude = (f"TRY_CAST(trim(split_part({cell}, ',', {i})) AS DOUBLE)" for i in (1, 2))
        shape = f"regexp_full_match({cell}, {literal(f'{DECIMAL}, ?{DECIMAL}')})"
        return f"CASE WHEN {shape} AND abs({longitude}) <= 180 AND abs({latitude}) <= 90 THEN {cell} END"
    if kind == "geopoint":
        pair = rf"\[\s*{_NUMBER}\s*,\s*{_NUMBER}\s*\]"
        keys = rf'"lon"\s*:\s*{_NUMBER}\s*,\s*"lat"\s*:\s*{_NUMBER}|"lat"\s*:\s*{_NUMBER}\s*,\s*"lon"\s*:\s*{_NUMBER}'
        shape = pair if form == "array" else rf"\{{\s*({keys})\s*\}}"
        return f"CASE WHEN regexp_full_match({cell}, {literal(shape)}) THEN {cell} END"
    if kind == "geojson":
        shapes = ", ".join(map(literal, ["Topology"] if form == "topojson" else _SHAPES.split()))
        return _json(cell, f"json_type({cell}) = 'OBJECT' AND json_extract_string({cell}, '$.type') IN ({shapes})")
    if kind in ("object", "array"):
        return _json(cell, f"json_type({cell}) = '{kind.upper()}'")
    return cell


def _json(cell: str, condition: str) -> str:
    """Return SQL for a cell that is JSON and meets a condition, which is asked of JSON only.

    DuckDB takes NaN, infinities and a comma after the last member, which JSON does not have.
    """
    outside = f"regexp_replace({cell}, {literal(_JSON_STRING)}, '', 'g')"
    strict = f"json_valid({cell}) AND NOT regexp_matches({outside}, {literal(_NOT_JSON)})"
    return f"CASE WHEN {strict} THEN CASE WHEN {condition} THEN {cell} END END"


def _list(field: Field, cell: str) -> str:
    """Return SQL for a list whose items have the form of its itemType; of text, any cell is one."""
    item = _ITEMS.get(str(field.descriptor.get("itemType", "string")))
    if item is None:
        return cell
    between = re.escape(str(field.descriptor.get("delimiter", ",")))
    return f"CASE WHEN regexp_full_match({cell}, {literal(f'({item})({between}({item}))*')}) THEN {cell} END"


def unheld(field: Field, cell: str) -> str | None:
    """Return SQL for whether the reader changes a cell's value, which it must refuse; None where it never does.

    A DOUBLE does not hold every whole number, and a TIMESTAMP has microseconds. Of moments, Python has the years 1 to
    9999, which a zone can lead out of.
    """
    typed = value(field, cell)
    if field.type == "number":
        whole = f"regexp_full_match({cell}, {literal(WHOLE)})"
        return f"{whole} AND coalesce(TRY_CAST({typed} AS HUGEINT) <> TRY_CAST({cell} AS HUGEINT), true)"
    if field.type == "datetime":
        years = "TIMESTAMP '0001-01-01' AND TIMESTAMP '9999-12-31 23:59:59.999999'"
        return f"regexp_matches({cell}, {literal(FINE)}) OR {typed} NOT BETWEEN {years}"
    return None


def form_of(field: Field) -> str:
    """Return, for a message, what a cell of the field looks like."""
    texts = {
        "integer": "a whole number like 12 or -3, of at most 64 bits",
        "number": "a number like 12 or 0.5, which 64 bits can hold",
        "date": "an existing day, YYYY-MM-DD",
        "datetime": "an existing date and time, YYYY-MM-DDThh:mm:ss, with Z or a zone like +03:00 if it is known",
        "time": "a time, hh:mm:ss",
        "year": "a year of at least four digits, without a zone",
        "yearmonth": "a month, YYYY-MM",
    }
    if field.type == "boolean":
        return " or ".join((labels(field, "trueValues", TRUE)[0], labels(field, "falseValues", FALSE)[0]))
    form = field.descriptor.get("format", "default")
    article = "an" if field.type[0] in "aeiou" else "a"
    text = texts.get(field.type, f"{article} {field.type}")
    return text if form in ("default", "any") else f"a {field.type} in the form {form}"
