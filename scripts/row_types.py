"""Write src/iraqmilitias/row_types.py: the names of tables and views and the types of rows, for type checkers.

`python scripts/row_types.py` after a schema or the name of a view has changed; tests/typed compares the file.
"""

from __future__ import annotations

import json
from pathlib import Path

from iraqmilitias.dataset import Dataset
from iraqmilitias.package import Field, Table

ROOT = Path(__file__).parents[1]
TARGET = ROOT / "src" / "iraqmilitias" / "row_types.py"
TYPES = {"integer": "int", "number": "float", "boolean": "bool", "date": "datetime.date"}
HEAD = '''"""The names of the tables and views, and the types of their rows; made by scripts/row_types.py."""

# ruff: noqa: E501
# fmt: off
from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any, Literal, Protocol, TypedDict, overload

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow
'''
LOAD = '''

class Load(Protocol):
    """Returns a table or view as a frame."""

    @overload
    def __call__(self, table: TableName | ViewName, as_: Literal["pandas"] = "pandas") -> pandas.DataFrame: ...
    @overload
    def __call__(self, table: TableName | ViewName, as_: Literal["polars"]) -> polars.DataFrame: ...
    @overload
    def __call__(self, table: TableName | ViewName, as_: Literal["arrow"]) -> pyarrow.Table: ...


class Rows(Protocol):
    """Returns the rows of a table or view as dictionaries."""

'''


def text(data: Dataset) -> str:
    """Return the module's text."""
    tables = list(data.package.tables.values())
    parts = [HEAD, _names("TableName", data.tables()), _names("ViewName", data.views())]
    parts += [_row(table) for table in tables]
    each = "    @overload\n    def __call__(self, table: Literal[{}]) -> list[{}]: ..."
    calls = [each.format(json.dumps(t.name), _class(t)) for t in tables]
    calls.append("    @overload\n    def __call__(self, table: ViewName) -> list[dict[str, Any]]: ...")
    return "".join(parts) + LOAD + "\n".join(calls) + "\n"


def _names(name: str, values: tuple[str, ...]) -> str:
    return f"\n{name} = Literal{json.dumps(values)}\n"


def _class(table: Table) -> str:
    return "".join(word.capitalize() for word in table.name.split("_")) + "Row"


def _row(table: Table) -> str:
    fields = "".join(f"    {f.name}: {_type(f, f.name in table.primary_key)}\n" for f in table.fields)
    return f"\n\nclass {_class(table)}(TypedDict):\n{fields}"


def _type(field: Field, is_key: bool) -> str:
    codes = field.constraints.get("enum") if field.type == "string" else None
    name = f"Literal{json.dumps([str(code) for code in codes])}" if codes else TYPES.get(field.type, "str")
    return name if field.required or is_key else f"{name} | None"


if __name__ == "__main__":
    TARGET.write_text(text(Dataset(ROOT)), encoding="utf-8")
