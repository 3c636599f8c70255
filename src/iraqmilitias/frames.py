"""Tables, views and results as pandas, polars or Arrow, with the types of the schemas or of DuckDB."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from .database import sandbox
from .errors import NotFoundError, PackageError, QueryError, nearest, require
from .fields import kind, quoted
from .package import Field, Package, Table
from .results import fits, one_name_each
from .typed_rows import typed_columns
from .values import printed, to_json

if TYPE_CHECKING:
    import duckdb
    import pandas
    import pyarrow

    from .database.sandbox import Result

FORMS = ("pandas", "polars", "arrow")
# DuckDB's type names, as a result's description gives them, to pandas' nullable ones.
_PANDAS = {
    **dict.fromkeys(("VARCHAR", "ENUM", "JSON"), "string"),
    **dict.fromkeys(("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER"), "Int64"),
    **dict.fromkeys(("UBIGINT", "HUGEINT", "UHUGEINT"), "Int64"),  # where every value fits
    "BOOLEAN": "boolean",
    "DOUBLE": "Float64",
    "FLOAT": "Float64",
    "DATE": "datetime64[s]",
    "TIMESTAMP_S": "datetime64[s]",
    "TIMESTAMP_MS": "datetime64[ms]",
    "TIMESTAMP": "datetime64[us]",
    "TIMESTAMP WITH TIME ZONE": "datetime64[us, UTC]",
}


def load(package: Package, table: Table, as_: str = "pandas") -> Any:
    """Return a table as a frame in the file's order; see Dataset.load."""
    _known(as_)
    return convert(_read(package, table), as_, {f.name for f in table.fields if f.type == "date"})


def load_view(package: Package, view: str, connection: duckdb.DuckDBPyConnection, as_: str = "pandas") -> Any:
    """Return a view as a frame with the types that tables have, enumerations of the schemas included."""
    _known(as_)
    result = sandbox.run(connection, f"SELECT * FROM {quoted(view)}")
    frame = from_result(result)
    known = _choices(package)
    for column in frame.columns:  # event_precision and report_precision are date_precision by another name
        choices = known.get(column) or known.get(f"date_{column.rpartition('_')[2]}", [])
        if choices and set(frame[column].dropna()) <= set(choices):
            frame[column] = _categories(frame[column], choices)
    return convert(frame, as_, {n for n, t in zip(result.columns, result.types, strict=True) if t == "DATE"})


def _choices(package: Package) -> dict[str, list[str]]:
    """Return the enumerated columns that have the same values in every table that has the column."""
    found: dict[str, set[tuple[str, ...]]] = {}
    for field in (field for table in package.tables.values() for field in table.fields):
        found.setdefault(field.name, set()).add(tuple(map(str, field.constraints.get("enum", ()))))
    return {name: list(*choices) for name, choices in found.items() if len(choices) == 1 and any(choices)}


def _known(as_: str, more: tuple[str, ...] = ()) -> None:
    if as_ not in (*FORMS, *more):
        raise NotFoundError(f"no form {as_!r}; {nearest(as_, (*FORMS, *more))}")
    if as_ == "polars":
        require("polars", "polars")
    if as_ in ("arrow", "polars"):
        require("pyarrow", "arrow")


def _read(package: Package, table: Table) -> pandas.DataFrame:
    import pandas as pd

    values, columns = typed_columns(package, table), {}
    for field in table.fields:
        try:
            columns[field.name] = _typed(values[field.name], field)
        except (ValueError, TypeError, OverflowError) as error:
            raise PackageError(
                f"{table.path}: column {field.name} does not have the type {field.type} ({error}); "
                "run: iraqmilitias validate"
            ) from None
    return pd.DataFrame(columns)


def _typed(values: Sequence[Any], field: Field) -> pandas.Series[Any]:
    import pandas as pd

    choices = field.constraints.get("enum")
    if choices and field.type == "string":
        unknown = set(values) - {None, *choices}
        if unknown:
            raise ValueError(f"{sorted(unknown)[0]!r} is not one of its values")
        return _categories(pd.Series(values, dtype="string"), choices)
    known = kind(field)
    target = known.pandas if known else "string"
    if target.startswith("datetime"):
        return _days(values, target)
    if target == "string":
        return pd.Series([printed(v) if isinstance(v, datetime.time) else v for v in values], dtype="string")
    return pd.Series(_array(values, target))


def _array(values: Sequence[Any], target: str) -> Any:
    """Return values as an array of a nullable type of pandas, which by itself takes NaN, a number, for missing."""
    import numpy as np
    import pandas as pd

    if target != "Float64":
        return pd.array(list(values), dtype=target)  # type: ignore[call-overload]
    numbers = np.array([np.nan if value is None else value for value in values], dtype="float64")
    return pd.arrays.FloatingArray(numbers, np.array([value is None for value in values], dtype=bool))


def _categories(cells: pandas.Series[Any], choices: Sequence[str]) -> pandas.Series[Any]:
    import pandas as pd

    return cells.astype(pd.CategoricalDtype([*dict.fromkeys(map(str, choices))]))


def _days(values: Sequence[datetime.date | None], target: str) -> pandas.Series[Any]:
    """Return days or moments of the years 1 to 9999, which pandas' own reader takes for missing after 2262."""
    import numpy as np
    import pandas as pd

    unit = target.partition(",")[0].rstrip("]") + "]"
    naive = [
        v.astimezone(datetime.UTC).replace(tzinfo=None) if isinstance(v, datetime.datetime) and v.tzinfo else v
        for v in values
    ]
    series = pd.Series(np.array(naive, dtype=unit))
    return series.dt.tz_localize("UTC") if "UTC" in target else series


def described(frame: Any, about: Mapping[str, str]) -> Any:
    """Return a frame that says where it is from: in `attrs` of pandas, in Arrow's metadata; polars has no place."""
    if hasattr(frame, "attrs"):
        frame.attrs.update(about)
    elif hasattr(frame, "replace_schema_metadata"):
        return frame.replace_schema_metadata({**(frame.schema.metadata or {}), **about})
    return frame


def from_result(result: Result, as_: str = "pandas") -> Any:
    """Return a query's rows as a frame with the types that DuckDB gave them; QueryError for what it cannot hold.

    In pandas decimals are Float64 where that holds each of them exactly, and else Python's Decimal.
    """
    _known(as_, ("rows",))
    columns = list(zip(*result.rows, strict=True)) or [()] * len(result.columns)
    for name, type_, column in zip(result.columns, result.types, columns, strict=True):
        if type_ in ("DATE", "TIMESTAMP") and any(isinstance(value, str) for value in column):
            raise QueryError(f"column {name} has a date outside the years 1 to 9999; cast it to VARCHAR")
    if as_ == "pandas":
        import pandas as pd

        series = [_series(column, t) for column, t in zip(columns, result.types, strict=True)]
        frame = pd.concat(series, axis=1) if series else pd.DataFrame()
        frame.columns = pd.Index(result.columns)
        return frame
    return _from_arrow(_arrow(result, columns), as_)


def _series(values: Sequence[Any], type_: str) -> pandas.Series[Any]:
    import pandas as pd

    target = _PANDAS.get(type_.partition("(")[0])
    if type_.startswith("DECIMAL(") and not type_.endswith("]"):
        target = "Float64" if all(v is None or Decimal(repr(float(v))) == v for v in values) else None
    if target is None or ((type_.endswith("HUGEINT") or type_ == "UBIGINT") and not fits(values)):
        return pd.Series(list(values), dtype=object)
    if target.startswith("datetime"):
        return _days(values, target)
    return pd.Series(_array(values, target))


def _arrow(result: Result, columns: Sequence[Sequence[Any]]) -> pyarrow.Table:
    import pyarrow as pa

    arrays = []
    for name, type_, column in zip(result.columns, result.types, columns, strict=True):
        try:
            array = pa.array(*_for_arrow(column, type_))
            back = array.to_pylist()
        except (pa.ArrowException, OverflowError, ValueError, TypeError) as error:
            raise QueryError(f"Arrow does not hold column {name} ({type_}: {error}); cast it to VARCHAR") from None
        if "[" in type_ or "(" in type_:  # a nested value, whose type Arrow guesses
            plain = [dict(v) if type_.startswith("MAP") and v is not None else v for v in back]
            if [to_json(v) for v in plain] != [to_json(v) for v in column]:
                raise QueryError(f"Arrow does not hold column {name} ({type_}) exactly; cast it to VARCHAR")
        arrays.append(array)
    return pa.Table.from_arrays(arrays, names=list(result.columns))


def _for_arrow(values: Sequence[Any], type_: str) -> tuple[list[Any], Any]:
    """Return values and the Arrow type that holds them; None for one that Arrow finds out itself."""
    import pyarrow as pa

    known = {
        "Int64": pa.int64(), "Float64": pa.float64(), "boolean": pa.bool_(), "string": pa.string(),
        "datetime64[s]": pa.timestamp("s"), "datetime64[ms]": pa.timestamp("ms"), "datetime64[us]": pa.timestamp("us"),
        "datetime64[us, UTC]": pa.timestamp("us", tz="UTC"),
    }  # fmt: skip
    plain = type_.partition("(")[0]
    if "[" in type_ or plain in ("STRUCT", "UNION", "TUPLE", "DECIMAL", "BLOB", "GEOMETRY"):
        decimal = re.fullmatch(r"DECIMAL\((\d+),(\d+)\)", type_)
        return list(values), pa.decimal128(int(decimal[1]), int(decimal[2])) if decimal else None
    if plain == "MAP":
        return [None if v is None else list(v.items()) for v in values], _map_type(values)
    if plain.endswith("HUGEINT") or plain == "UBIGINT":
        return list(values), pa.int64() if fits(values) else pa.decimal128(38, 0)
    more = {"DATE": pa.date32(), "TIME": pa.time64("us"), "INTERVAL": pa.duration("us")}
    if plain in more:
        return list(values), more[plain]
    target = _PANDAS.get(plain, "string")
    return [printed(v) if v is not None and target == "string" else v for v in values], known[target]


def _map_type(values: Sequence[Any]) -> Any:
    import pyarrow as pa

    pairs = [pair for value in values if value for pair in value.items()]
    return pa.map_(pa.array([k for k, _ in pairs]).type, pa.array([v for _, v in pairs]).type)


def convert(frame: pandas.DataFrame, as_: str, days: frozenset[str] | set[str] = frozenset()) -> Any:
    """Return a pandas frame as pandas, polars or an Arrow table; the columns `days` have dates and not moments."""
    if as_ == "pandas":
        return frame
    import pyarrow as pa

    table = pa.Table.from_pandas(frame, preserve_index=False)
    for name in days:
        place = table.column_names.index(name)
        table = table.set_column(place, name, table[name].cast(pa.date32()))
    return _from_arrow(table, as_)


def _from_arrow(table: pyarrow.Table, as_: str) -> Any:
    if as_ == "arrow":
        return table
    one_name_each(table.column_names)
    import polars

    try:
        return polars.from_arrow(table)
    except (polars.exceptions.PolarsError, ValueError, TypeError) as error:
        raise QueryError(f"polars does not hold this result ({error}); cast its columns to VARCHAR") from None
