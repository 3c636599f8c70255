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
>>> im.paths()["figures"].name  # the CSV files
'figures.csv'
>>> print(im.cite("fig-0001").article)
Jason Ditz, ...

Importing loads neither duckdb, pandas, pandera nor frictionless; each is loaded when a call needs it.
"""

from __future__ import annotations

import sys

TYPE_CHECKING = False  # type checkers take it for true; importing typing would double the import's time
if TYPE_CHECKING:
    from typing import Any

    from .dataset import (
        Dataset,
        cite,
        connect,
        contract,
        coverage,
        describe,
        diff,
        export,
        find,
        load,
        open,
        paths,
        rows,
        sql,
        tables,
        trace,
        validate,
        verify,
        views,
    )
    from .errors import Error, MissingExtraError, NotFoundError, PackageError, QueryError

    __version__: str

_DATASET = (
    "Dataset cite connect contract coverage describe diff export find load open paths rows sql tables trace validate "
    "verify views"
)
_MODULES = {
    **dict.fromkeys(_DATASET.split(), "dataset"),
    **dict.fromkeys(("Error", "MissingExtraError", "NotFoundError", "PackageError", "QueryError"), "errors"),
}

__all__ = ["__version__", *_MODULES]


def __getattr__(name: str) -> Any:
    from importlib import import_module

    if name == "__version__":
        from .package import Package, installed

        return Package(installed()).version
    if name in _MODULES:
        return getattr(import_module(f".{_MODULES[name]}", __name__), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)


class _Callable(type(sys)):  # type: ignore[misc]
    """A module of the same name as a function of this library: called, it is that function."""

    def __call__(self, *arguments: Any, **options: Any) -> Any:
        return __getattr__(self.__name__.rpartition(".")[2])(*arguments, **options)


class _Library(type(sys)):  # type: ignore[misc]
    """This module. Importing a submodule sets it as an attribute here: `export` and `contract` stay functions."""

    def __setattr__(self, name: str, value: Any) -> None:
        if name in _MODULES and type(value) is type(sys):
            value.__class__ = _Callable
        super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Library
