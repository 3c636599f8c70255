"""Tables and results as pandas, polars or Arrow, typed from the schemas."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from .errors import NotFoundError, PackageError, nearest, require
from .fields import kind
from .package import Field, Package, Table

if TYPE_CHECKING:
    import pandas

    from .database.sandbox import Result

FORMS = ("pandas", "polars", "arrow")

# DuckDB's type names, as a result's description gives them, to pandas' nullable ones.
_RESULT = {
    "VARCHAR": "string",
    "BOOLEAN": "boolean",
    "DATE": "datetime64[s]",
    "TIMESTAMP": "datetime64[us]",
    "DOUBLE": "Float64",
    "FLOAT": "Float64",
    **dict.fromkeys(("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER"), "Int64"),
}


def load(package: Package, table: Table, as_: str = "pandas") -> Any:
    """Return a table as a frame in the file's order; see Dataset.load."""
    _known(as_)
    return convert(_read(package, table), as_)


def _known(as_: str, more: tuple[str, ...] = ()) -> None:
    if as_ not in (*FORMS, *more):
        raise NotFoundError(f"no form {as_!r}; {nearest(as_, (*FORMS, *more))}")
    if as_ == "polars":
        require("polars", "polars")
    if as_ in ("arrow", "polars"):
        require("pyarrow", "arrow")


def _read(package: Package, table: Table) -> pandas.DataFrame:
    import pandas as pd

    try:
        text = pd.read_csv(
            io.BytesIO(package.read_bytes(table.path)),
            dtype=str,
            keep_default_na=False,
            na_values=list(table.missing_values) or [""],
            encoding="utf-8",
        )
    except (ValueError, UnicodeDecodeError) as error:
        raise PackageError(f"{table.path} cannot be read ({error}); run: iraqmilitias validate") from None
    names = [f.name for f in table.fields]
    if list(text.columns) != names:
        raise PackageError(f"{table.path}: its columns are not those of its schema; run: iraqmilitias validate")
    columns = {}
    for field in table.fields:
        try:
            columns[field.name] = _typed(text[field.name], field)
        except (ValueError, TypeError, OverflowError) as error:
            raise PackageError(
                f"{table.path}: column {field.name} does not hold {field.type}s ({error}); run: iraqmilitias validate"
            ) from None
    return pd.DataFrame(columns)


def _typed(cells: pandas.Series[Any], field: Field) -> pandas.Series[Any]:
    import pandas as pd

    choices = field.constraints.get("enum")
    if choices and field.type == "string":
        unknown = set(cells.dropna()) - set(choices)
        if unknown:
            raise ValueError(f"{sorted(unknown)[0]!r} is none of its values")
        return cells.astype(pd.CategoricalDtype([str(c) for c in choices]))
    if field.type == "boolean":
        mapped = cells.map({"true": True, "false": False})
        if mapped.isna().sum() != cells.isna().sum():
            raise ValueError("neither true nor false")
        return mapped.astype("boolean")
    if field.type in ("date", "datetime"):
        return pd.to_datetime(cells, format="%Y-%m-%d" if field.type == "date" else "ISO8601").astype("datetime64[s]")
    held = kind(field)
    target = held.pandas if held else "string"
    if target in ("Int64", "Float64"):
        return pd.to_numeric(cells, errors="raise").astype(target)  # type: ignore[call-overload,no-any-return]
    return cells.astype("string")


def from_result(result: Result, as_: str = "pandas") -> Any:
    """Return a query's rows as a frame with the types that DuckDB gave them."""
    import pandas as pd

    _known(as_, ("rows",))
    columns = []
    for i, kind_ in enumerate(result.types):
        cells = pd.Series([row[i] for row in result.rows], dtype=object)
        target = _RESULT.get(kind_)
        if target and target.startswith("datetime"):
            cells = pd.to_datetime(cells, errors="coerce").astype(target)  # type: ignore[call-overload]
        elif target:
            cells = cells.astype(target)  # type: ignore[call-overload]
        columns.append(cells)
    frame = pd.concat(columns, axis=1) if columns else pd.DataFrame()
    frame.columns = pd.Index(result.columns)
    return convert(frame, as_)


def convert(frame: pandas.DataFrame, as_: str) -> Any:
    """Return a pandas frame as pandas, polars or an Arrow table."""
    if as_ == "pandas":
        return frame
    import pyarrow as pa

    table = pa.Table.from_pandas(frame, preserve_index=False)
    if as_ == "arrow":
        return table
    import polars

    return polars.from_arrow(table)
