"""What news articles say about the United States, Iran and Iran-backed militias in Iraq.

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

    from .citation_formats import Citation
    from .coverage.tallies import Coverage
    from .dataset import Dataset, diff, open, validate
    from .description import Description
    from .errors import Error, MissingExtraError, NotFoundError, PackageError, QueryError
    from .periods import during
    from .recorded_hashes import Verdict
    from .records import Trace
    from .row_types import Load, Rows
    from .search import Found, Hits
    from .validation import Report
    from .validation.report.issues import Issue
    from .workshop.versions.diff import Diff

    __version__: str
    _installed = Dataset("")  # what the calls are methods of
    load: Load
    rows: Rows
    cite = _installed.cite
    connect = _installed.connect
    contract = _installed.contract
    coverage = _installed.coverage
    describe = _installed.describe
    export = _installed.export
    find = _installed.find
    labels = _installed.labels
    paths = _installed.paths
    sql = _installed.sql
    tables = _installed.tables
    trace = _installed.trace
    verify = _installed.verify
    views = _installed.views

# Where the names are defined that are not calls: these are methods of the installed data.
_MODULES = {
    **dict.fromkeys(("Dataset", "diff", "open", "validate"), "dataset"),
    **dict.fromkeys(("Error", "MissingExtraError", "NotFoundError", "PackageError", "QueryError"), "errors"),
    **dict.fromkeys(("Found", "Hits"), "search"),
    "Citation": "citation_formats",
    "Coverage": "coverage.tallies",
    "Description": "description",
    "Diff": "workshop.versions.diff",
    "Issue": "validation.report.issues",
    "Report": "validation",
    "Trace": "records",
    "Verdict": "recorded_hashes",
    "during": "periods",
}

__all__ = [
    "Citation",
    "Coverage",
    "Dataset",
    "Description",
    "Diff",
    "Error",
    "Found",
    "Hits",
    "Issue",
    "MissingExtraError",
    "NotFoundError",
    "PackageError",
    "QueryError",
    "Report",
    "Trace",
    "Verdict",
    "__version__",
    "cite",
    "connect",
    "contract",
    "coverage",
    "describe",
    "diff",
    "during",
    "export",
    "find",
    "labels",
    "load",
    "open",
    "paths",
    "rows",
    "sql",
    "tables",
    "trace",
    "validate",
    "verify",
    "views",
]


def _public(name: str) -> Any:
    from importlib import import_module

    if name == "__version__":
        from .package import Package, installed

        return Package(installed()).version
    if name in _MODULES:
        return getattr(import_module(f".{_MODULES[name]}", __name__), name)
    if name in __all__:
        return getattr(import_module(".dataset", __name__).default(), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


if not TYPE_CHECKING:  # to them every name would else be one of the library
    __getattr__ = _public


def __dir__() -> list[str]:
    return sorted(__all__)


class _Callable(type(sys)):  # type: ignore[misc]
    """A module of the same name as a function of this library: called, it is that function."""

    def __call__(self, *arguments: Any, **options: Any) -> Any:
        return _public(self.__name__.rpartition(".")[2])(*arguments, **options)


class _Library(type(sys)):  # type: ignore[misc]
    """This module. Importing a submodule sets it as an attribute here: `export` and `contract` stay functions."""

    def __setattr__(self, name: str, value: Any) -> None:
        if name in __all__ and type(value) is type(sys):
            value.__class__ = _Callable
        super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Library
