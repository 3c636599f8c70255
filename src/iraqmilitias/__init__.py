"""What five news articles say about the United States, Iran and Iran-backed militias in Iraq.

Every row is tied to the article and line it comes from and to whoever says it:

>>> import iraqmilitias as im
>>> im.tables()[:3]
('sources', 'lines', 'bibliography')

>>> figures = im.load("figures")  # pandas, typed from the schema; also as_="polars" or "arrow"
>>> figures["value_low"].dtype
Float64Dtype()
>>> im.sql("select publisher from sources where source_id = 'src-0002'", as_="rows")
[('The Jerusalem Post',)]
>>> im.trace("fig-0001").line
19
>>> im.find("Solemeini")[0].name
'Qasem Soleimani'
>>> im.paths()["figures"].name  # for who wants the files themselves
'figures.csv'
>>> print(im.cite("fig-0001").article)
Jason Ditz, ...

Importing loads neither duckdb, pandas, pandera nor frictionless; each comes when a call needs it.
"""

from __future__ import annotations

TYPE_CHECKING = False  # type checkers take it for true; importing typing would double the import's time
if TYPE_CHECKING:
    from typing import Any

    from .dataset import (
        Dataset,
        cite,
        connect,
        contract,
        describe,
        find,
        load,
        open,
        paths,
        sql,
        tables,
        trace,
        validate,
    )
    from .errors import Error, MissingExtraError, NotFoundError, PackageError, QueryError

    __version__: str

_HOME = {
    **dict.fromkeys(
        (
            "Dataset",
            "cite",
            "connect",
            "contract",
            "describe",
            "find",
            "load",
            "open",
            "paths",
            "sql",
            "tables",
            "trace",
            "validate",
        ),
        "dataset",
    ),
    **dict.fromkeys(("Error", "MissingExtraError", "NotFoundError", "PackageError", "QueryError"), "errors"),
}

__all__ = ["__version__", *_HOME]


def __getattr__(name: str) -> Any:
    from importlib import import_module

    if name == "__version__":
        from .package import Package, installed

        return Package(installed()).version
    if name in _HOME:
        return getattr(import_module(f".{_HOME[name]}", __name__), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
