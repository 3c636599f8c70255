"""pandera schemas made from the package's Table Schemas: for typed frames, and for frames of text as printed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Literal

from .cell_values import labels, missing
from .errors import PackageError, require
from .fields import KINDS
from .package import Field, Table
from .unread import FALSE, TRUE
from .values import printed

if TYPE_CHECKING:
    import pandas as pd

_BOUNDS = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")
_METHODS = {"minimum": "ge", "maximum": "le", "exclusiveMinimum": "gt", "exclusiveMaximum": "lt"}
_ORDERED = ("integer", "number", "year", "date", "datetime")  # types whose bounds are tested


def contract(table: Table, form: Literal["typed", "text"] = "typed") -> Any:
    """Return a pandera DataFrameSchema for a table.

    typed: for frames as `load` gives them (Int64, Float64, boolean, string, datetime64[s], category).
    text: for frames of strings as the file prints them, missing cells as NA or as the schema's missing values; each
    constraint is a separate check, so that one cell that cannot be cast hides nothing. Patterns match whole cells.
    Foreign keys are beyond pandera. Raises MissingExtraError where pandera is not installed.
    """
    require("pandera", "validate")
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)
        import pandera.pandas as pa
    typed = form == "typed"
    columns = {
        item.name: pa.Column(
            _dtype(item) if typed else None,
            checks=list(_typed_checks(item) if typed else _text_checks(item)),
            nullable=not _required(table, item),
            title=item.descriptor.get("title"),
            description=item.description or None,
        )
        for item in table.fields
    }
    return pa.DataFrameSchema(
        columns,
        checks=[_distinct(key, code) for code, key in _keys(table)],
        parsers=None if typed else [pa.Parser(_missing_to_na(table))],
        strict=True,
        ordered=not typed,
        name=table.name,
        title=table.title,
        description=table.description,
    )


def _required(table: Table, item: Field) -> bool:
    return item.required or item.name in table.primary_key


def _keys(table: Table) -> Iterator[tuple[str, tuple[str, ...]]]:
    if table.primary_key:
        yield "primaryKey", table.primary_key
    yield from (("uniqueKeys", key) for key in table.unique_keys)
    yield from (("unique", (f.name,)) for f in table.fields if f.constraints.get("unique"))


def _distinct(columns: tuple[str, ...], name: str) -> Any:
    import pandera.pandas as pa

    listed = list(columns)

    def distinct(frame: pd.DataFrame) -> pd.Series[bool]:
        whole = frame[listed].notna().all(axis=1)
        return ~(frame.duplicated(listed) & whole)

    return pa.Check(distinct, name=name, error=f"{name}({', '.join(columns)})", ignore_na=False)


def _missing_to_na(table: Table) -> Any:
    words = {item.name: list(missing(table, item)) for item in table.fields}

    def parse(frame: pd.DataFrame) -> pd.DataFrame:
        return frame.mask(frame.isin({name: found for name, found in words.items() if found}))

    return parse


def _check(function: Any, name: str) -> Any:
    import pandera.pandas as pa

    return pa.Check(function, name=name, error=name)


def _matcher(pattern: str) -> Any:
    try:
        compiled = re.compile(pattern)
    except re.error as error:
        raise PackageError(f"pattern {pattern!r} is not a regular expression that Python accepts: {error}") from None
    return lambda cells: cells.astype(str).str.fullmatch(compiled)


def _plain(item: Field) -> bool:
    """Whether the field's printed form is the default one."""
    others = ("decimalChar", "groupChar", "bareNumber")
    return item.descriptor.get("format", "default") == "default" and not any(k in item.descriptor for k in others)


def _values(cells: pd.Series[Any], item: Field) -> pd.Series[Any]:
    """Return the values of printed cells, missing where they are none; moments in UTC, as those without a zone are."""
    import pandas as pd

    if item.type == "boolean":
        words = dict.fromkeys(labels(item, "trueValues", TRUE), True)
        return cells.map(words | dict.fromkeys(labels(item, "falseValues", FALSE), False))
    if item.type in ("date", "datetime"):
        form = item.descriptor.get("format", "default")
        form = {"default": "%Y-%m-%d" if item.type == "date" else "ISO8601", "any": "mixed"}.get(form, form)
        return pd.to_datetime(cells.astype(str), format=form, errors="coerce", utc=True)
    if item.type in ("integer", "number", "year"):
        return pd.to_numeric(_bare(cells.astype(str), item), errors="coerce")
    return cells


def _bare(cells: pd.Series[Any], item: Field) -> pd.Series[Any]:
    """Undo groupChar, decimalChar and bareNumber."""
    group, point = item.descriptor.get("groupChar"), item.descriptor.get("decimalChar")
    if item.descriptor.get("bareNumber") is False:
        cells = cells.str.replace("^[^0-9+-]+|[^0-9]+$", "", regex=True)
    if isinstance(group, str) and group:
        cells = cells.str.replace(group, "", regex=False)
    return cells.str.replace(point, ".", regex=False) if isinstance(point, str) and point else cells


def _constant(stated: Any, item: Field) -> Any:
    """Return the value of a bound or choice: text has the form of the field's cells, the rest is as in JSON."""
    import pandas as pd

    if item.type not in (*_ORDERED, "boolean"):
        return printed(stated)
    return _values(pd.Series([stated]), item)[0] if isinstance(stated, str) else stated


# text ----------------------------------------------------------------------------------------------------


def _text_checks(item: Field) -> Iterator[Any]:
    rules, kind = item.constraints, item.type
    known = KINDS.get(kind)
    if kind == "boolean":
        yield _check(lambda cells: _values(cells, item).notna(), "type")
    elif known and known.printed and _plain(item):
        yield _check(_matcher(known.printed), "type")
        if kind in ("date", "datetime"):
            yield _check(lambda cells: _values(cells, item).notna() | ~_matcher(known.printed)(cells), "value")
    if rules.get("enum") and kind in (*_ORDERED, "string", "any", "boolean", "time", "yearmonth"):
        yield _check(_among(rules["enum"], item), "enum")
    yield from _length_and_pattern(item)
    for key in _BOUNDS:
        if key in rules and kind in _ORDERED:
            yield _check(_bounded(key, rules[key], item), key)


def _among(stated: Sequence[Any], item: Field) -> Any:
    choices = [_constant(choice, item) for choice in stated]

    def holds(cells: pd.Series[Any]) -> pd.Series[bool]:
        values = _values(cells, item)
        return values.isin(choices) | values.isna()

    return holds


def _bounded(key: str, stated: Any, item: Field) -> Any:
    limit = _constant(stated, item)

    def holds(cells: pd.Series[Any]) -> pd.Series[bool]:
        values = _values(cells, item)
        other = values.isna() & (cells.astype(str).str.lower() != "nan")  # NaN is neither more nor less
        return getattr(values, _METHODS[key])(limit) | other  # type: ignore[no-any-return]

    return holds


def _length_and_pattern(item: Field) -> Iterator[Any]:
    rules = item.constraints
    if "pattern" in rules:
        yield _check(_matcher(str(rules["pattern"])), "pattern")
    if item.type == "string":
        if "minLength" in rules:
            yield _check(lambda cells: cells.astype(str).str.len() >= rules["minLength"], "minLength")
        if "maxLength" in rules:
            yield _check(lambda cells: cells.astype(str).str.len() <= rules["maxLength"], "maxLength")


# typed ---------------------------------------------------------------------------------------------------


def _dtype(item: Field) -> Any:
    import pandas as pd

    choices = item.constraints.get("enum")
    if choices and item.type == "string":
        return pd.CategoricalDtype(list(dict.fromkeys(map(str, choices))))
    known = KINDS.get(item.type)
    return known.pandas if known else "string"


def _typed_checks(item: Field) -> Iterator[Any]:
    rules, kind = item.constraints, item.type
    if rules.get("enum") and kind in (*_ORDERED, "any", "boolean", "time", "yearmonth"):
        choices = [_naive(_constant(choice, item)) for choice in rules["enum"]]
        yield _check(lambda cells: cells.isin(choices), "enum")
    if kind == "string":
        yield from _length_and_pattern(item)
    for key in _BOUNDS:
        if key in rules and kind in _ORDERED:
            limit, method = _naive(_constant(rules[key], item)), _METHODS[key]
            yield _check(lambda cells, method=method, limit=limit: getattr(cells, method)(limit), key)


def _naive(constant: Any) -> Any:
    """Return a moment without its zone, which is UTC, as frames hold it."""
    return constant.tz_localize(None) if hasattr(constant, "tz_localize") else constant
