"""pandera schemas made from the package's Table Schemas: for typed frames, and for frames of text as printed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Literal

from .errors import PackageError, require
from .fields import KINDS
from .package import Field, Table

if TYPE_CHECKING:
    import pandas as pd

_BOUNDS = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")
_METHODS = {"minimum": "ge", "maximum": "le", "exclusiveMinimum": "gt", "exclusiveMaximum": "lt"}
_TRUE, _FALSE = ("true", "True", "TRUE", "1"), ("false", "False", "FALSE", "0")


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
        parsers=None if typed else [pa.Parser(_blank_to_missing(table.missing_values))],
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


def _blank_to_missing(missing: Sequence[str]) -> Any:
    words = list(missing)

    def parse(frame: pd.DataFrame) -> pd.DataFrame:
        return frame.mask(frame.isin(words)) if words else frame

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


# text ----------------------------------------------------------------------------------------------------


def _text_checks(item: Field) -> Iterator[Any]:
    rules, kind = item.constraints, item.type
    known = KINDS.get(kind)
    if kind == "boolean":
        yes = item.descriptor.get("trueValues") or _TRUE
        words = {*map(str, yes), *map(str, item.descriptor.get("falseValues") or _FALSE)}
        yield _check(lambda cells: cells.isin(words), "type")
    elif known and known.printed and _plain(item):
        yield _check(_matcher(known.printed), "type")
        if kind in ("date", "datetime"):
            yield _check(lambda cells: _values(cells, kind).notna() | ~_matcher(known.printed)(cells), "value")
    if rules.get("enum"):
        choices = [str(c).lower() if isinstance(c, bool) else c for c in rules["enum"]]
        yield _check(lambda cells: _among(cells, choices, kind), "enum")
    yield from _length_and_pattern(item)
    for key in _BOUNDS:
        if key in rules and kind in ("integer", "number", "year", "date", "datetime") and _plain(item):
            yield _check(_bounded(key, rules[key], kind), key)


def _values(cells: pd.Series[Any], kind: str) -> pd.Series[Any]:
    """Return the values of printed cells, missing where they are none."""
    import pandas as pd

    if kind in ("date", "datetime"):
        form = "%Y-%m-%d" if kind == "date" else "ISO8601"
        return pd.to_datetime(cells.astype(str), format=form, errors="coerce")
    return pd.to_numeric(cells, errors="coerce")


def _among(cells: pd.Series[Any], choices: Sequence[Any], kind: str) -> pd.Series[bool]:
    if kind in ("integer", "number", "year"):
        values = _values(cells, kind)
        return values.isin([float(c) for c in choices]) | values.isna()
    return cells.isin([str(c) for c in choices])


def _bounded(key: str, bound: Any, kind: str) -> Any:
    import pandas as pd

    limit = pd.Timestamp(bound) if kind in ("date", "datetime") else float(bound)

    def holds(cells: pd.Series[Any]) -> pd.Series[bool]:
        values = _values(cells, kind)
        return getattr(values, _METHODS[key])(limit) | values.isna()  # type: ignore[no-any-return]

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
        return pd.CategoricalDtype([str(c) for c in choices])
    known = KINDS.get(item.type)
    return known.pandas if known else "string"


def _typed_checks(item: Field) -> Iterator[Any]:
    import pandas as pd

    rules, kind = item.constraints, item.type
    if rules.get("enum") and kind != "string":
        choices = list(rules["enum"])
        yield _check(lambda cells: cells.isin(choices), "enum")
    if kind == "string":
        yield from _length_and_pattern(item)
    for key in _BOUNDS:
        if key in rules and kind in ("integer", "number", "year", "date", "datetime"):
            limit = pd.Timestamp(rules[key]) if kind in ("date", "datetime") else rules[key]
            method = _METHODS[key]
            yield _check(lambda cells, method=method, limit=limit: getattr(cells, method)(limit), key)
