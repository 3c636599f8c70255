"""The calls of the library, for the installed data and for any other package."""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from . import database, definitions, sandbox
from .errors import NotFoundError, nearest
from .package import Package, installed

if TYPE_CHECKING:
    import duckdb

    from .citation import Citation
    from .description import Description
    from .records import Trace
    from .search import Found
    from .validation import Report

FrameKind = Literal["pandas", "polars", "arrow"]
ResultKind = Literal["pandas", "polars", "arrow", "rows"]


class Dataset:
    """One data package: a folder, zip or wheel with a datapackage.json.

    Raises PackageError where `path` is none.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.package = Package(Path(path))

    def __repr__(self) -> str:
        return f"<Dataset {self.package.name} {self.version} at {self.package.path}>"

    @property
    def version(self) -> str:
        """The data package's version."""
        return self.package.version

    def tables(self) -> tuple[str, ...]:
        """Return the names of the tables, in the data model's order."""
        return tuple(self.package.tables)

    def views(self) -> tuple[str, ...]:
        """Return the names of the views."""
        return tuple(sorted(d.name for d in definitions.available_views(self.package)))

    def paths(self) -> dict[str, Path]:
        """Return each table's CSV file on disk ; PackageError for a package in an archive."""
        return {t.name: self.package.on_disk(t.path) for t in self.package.tables.values()}

    def describe(self, table: str) -> Description:
        """Return what one row of a table or view is, how not to use it, and its columns.

        Raises NotFoundError, with the nearest names, for an unknown one.
        """
        from .description import describe

        return describe(self.package, table)

    def load(self, table: str, as_: FrameKind = "pandas") -> Any:
        """Return a table as a frame: one row a record, in the file's order.

        pandas: Int64, Float64, boolean, string, datetime64[s], and category in the schema's order for
        enumerations; polars and Arrow: the like. Raises NotFoundError for an unknown table, MissingExtraError
        where polars or pyarrow is not installed.
        """
        from .frames import load

        return load(self.package, self.package.table(table), as_)

    def connect(self, **beside: Version) -> duckdb.DuckDBPyConnection:
        """Return a read-only DuckDB connection: every table and view with keys and comments.

        External access is off and the configuration locked. Other versions, by number, path or Dataset, stand
        beside these data under the names given: `connect(old="1.2.0")`, then `SELECT … FROM old.events`.
        """
        return database.connect(self.package, _packages(beside))

    @cached_property
    def _connection(self) -> duckdb.DuckDBPyConnection:
        import atexit

        connection = self.connect()
        atexit.register(connection.close)
        return connection

    def sql(
        self,
        query: str,
        params: Any = None,
        timeout: float | None = None,
        as_: ResultKind = "pandas",
        beside: Mapping[str, Version] | None = None,
    ) -> Any:
        """Run one reading statement and return its rows as a frame, or as a list of tuples (`as_="rows"`).

        Other versions stand `beside` these data under their names, as in `connect`.
        With `timeout` (seconds) a child process runs it under hard limits of time and memory. Raises QueryError
        for SQL that is refused, fails or outlasts its limits.
        """
        if timeout is not None:
            files = database.database_files(_packages(beside or {}))
            file = database.database_file(self.package)
            result = sandbox.limited(file, query, params, timeout=timeout, beside=files)
        elif beside:
            with self.connect(**beside) as connection:
                result = sandbox.run(connection, query, params)
        else:
            result = sandbox.run(self._connection.cursor(), query, params)
        if as_ == "rows":
            return result.rows
        from .frames import from_result

        return from_result(result, as_)

    def trace(self, record_id: str) -> Trace:
        """Return a record with its source, line, link, voice, reports and conflicts.

        Raises NotFoundError, with the nearest ids, for an unknown one.
        """
        from .records import trace

        return trace(self, record_id)

    def find(self, text: str) -> tuple[Found, ...]:
        """Return records by name, by any spelling in any script, by near misses, or by id; best first."""
        from .search import find

        return find(self, text)

    def cite(self, record_id: str | None = None, query: str | None = None, timeout: float | None = None) -> Citation:
        """Return the citation of this version, of one record in it, or of one query's result.

        NotFoundError: unknown id. QueryError: a query that fails, outlasts `timeout` (s), or changes each time.
        """
        from .citation import cite

        return cite(self, record_id, query, timeout)

    def validate(self, sources: str | os.PathLike[str] | None = None) -> Report:
        """Check structure, contracts, rules and, with the articles' folder, evidence."""
        from .validation import validate

        return validate(self.package.path, sources=sources)

    def contract(self, table: str, form: Literal["typed", "text"] = "typed") -> Any:
        """Return the pandera schema of a table: for typed frames, or for frames of strings as printed.

        Raises MissingExtraError where pandera is not installed.
        """
        from .contract import contract

        if form not in ("typed", "text"):
            raise NotFoundError(f"no form {form!r}; {nearest(form, ('typed', 'text'))}")
        return contract(self.package.table(table), form)


Version = str | os.PathLike[str] | Dataset


def _packages(versions: Mapping[str, Version]) -> dict[str, Package]:
    return {name: (v if isinstance(v, Dataset) else open(v)).package for name, v in versions.items()}


@cache
def default() -> Dataset:
    """The data that is installed."""
    return Dataset(installed())


def open(path: str | os.PathLike[str]) -> Dataset:
    """Return another data package with the same methods: a folder, zip or wheel, or a version such as "1.2.0".

    Raises PackageError where there is none; for a version it says which there are and how to get another.
    """
    if isinstance(path, str) and not Path(path).exists():
        from .releases import locate

        return Dataset(locate(path))
    return Dataset(path)


def validate(path: str | os.PathLike[str] | None = None, sources: str | os.PathLike[str] | None = None) -> Report:
    """Check a package (default: the installed one) and return a Report; PackageError where there is none to check."""
    from .validation import validate as check

    return check(Path(path) if path is not None else installed(), sources=sources)


def tables() -> tuple[str, ...]:
    """Return the names of the installed data's tables. See Dataset.tables."""
    return default().tables()


def paths() -> dict[str, Path]:
    """Return the installed data's CSV files. See Dataset.paths."""
    return default().paths()


def describe(table: str) -> Description:
    """Describe a table or view of the installed data. See Dataset.describe."""
    return default().describe(table)


def load(table: str, as_: FrameKind = "pandas") -> Any:
    """Load a table of the installed data. See Dataset.load."""
    return default().load(table, as_)


def connect(**beside: Version) -> duckdb.DuckDBPyConnection:
    """Connect to the installed data. See Dataset.connect."""
    return default().connect(**beside)


def sql(
    query: str,
    params: Any = None,
    timeout: float | None = None,
    as_: ResultKind = "pandas",
    beside: Mapping[str, Version] | None = None,
) -> Any:
    """Query the installed data. See Dataset.sql."""
    return default().sql(query, params, timeout, as_, beside)


def trace(record_id: str) -> Trace:
    """Trace a record of the installed data. See Dataset.trace."""
    return default().trace(record_id)


def find(text: str) -> tuple[Found, ...]:
    """Find records of the installed data. See Dataset.find."""
    return default().find(text)


def cite(record_id: str | None = None, query: str | None = None, timeout: float | None = None) -> Citation:
    """Cite the installed data. See Dataset.cite."""
    return default().cite(record_id, query, timeout)


def contract(table: str, form: Literal["typed", "text"] = "typed") -> Any:
    """Return a pandera schema of the installed data's table. See Dataset.contract."""
    return default().contract(table, form)
