"""The calls of the library, for the installed data and for any other package.

Each call imports what only it needs when it is called, so that the tables can be read without loading the validator.
Other modules import ours at the top; the few exceptions are listed, with reasons, in tests/test_rooms.py.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, overload

from . import database
from .arguments import checked, checked_calls, half_character
from .database import definitions, sandbox
from .errors import NotFoundError, PackageError, QueryError, nearest
from .fields import quoted
from .package import Package, installed
from .reader import Reader

if TYPE_CHECKING:
    import duckdb
    import pandas
    import polars
    import pyarrow

    from .citation_formats import Citation
    from .coverage.tallies import Coverage
    from .description import Description
    from .recorded_hashes import Verdict
    from .records import Trace
    from .search import Hits
    from .validation import Report
    from .workshop.versions.diff import Diff

LARGEST = 1 << 20  # bytes of a query or citation
LIKE_ID = re.compile(r"[\w.]+-[0-9]+|.*:.*", re.ASCII)
NAMED = 0.75  # the score from which a record is found by its name
FrameKind = Literal["pandas", "polars", "arrow"]
ResultKind = Literal["pandas", "polars", "arrow", "rows"]


@checked_calls
class Dataset:
    """One data package: a folder, zip or wheel with a datapackage.json; PackageError for anything else.

    A Dataset is a value: two of one path are equal, and it can be pickled, copied and used from any thread, process
    or event loop, and after the current folder has changed. What is pickled is the path; the database is opened again
    where it is used, and when the data files have changed: every call answers from the files as they are. Descriptor
    and schemas are those that it began with; open the package again after a change of these.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.package = Package(path)
        self._opened: tuple[tuple[int, str], Reader] | None = None
        self._told: tuple[str, dict[str, str]] | None = None

    def __reduce__(self) -> tuple[type[Dataset], tuple[Path]]:
        return Dataset, (self.package.root,)

    def __eq__(self, other: object) -> bool:
        return self.package == other.package if isinstance(other, Dataset) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.package)

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
        """Return each table's CSV file on disk; PackageError for a package in an archive."""
        return {t.name: self.package.on_disk(t.path) for t in self.package.tables.values()}

    def describe(self, table: str) -> Description:
        """Return what one row of a table or view is, how not to use it, and its columns.

        Raises NotFoundError, with the nearest names, for an unknown one.
        """
        from .description import describe

        return describe(self.package, table)

    @overload
    def load(self, table: str, as_: Literal["pandas"] = "pandas") -> pandas.DataFrame: ...
    @overload
    def load(self, table: str, as_: Literal["polars"]) -> polars.DataFrame: ...
    @overload
    def load(self, table: str, as_: Literal["arrow"]) -> pyarrow.Table: ...
    def load(self, table: str, as_: FrameKind = "pandas") -> Any:
        """Return a table or view as a frame: one row a record, in the order of the file or of the view.

        pandas: Int64, Float64, boolean, string, datetime64[s] for days, datetime64[us] for moments, and category in the
        schema's order for enumerations; polars and Arrow: their own types of the same kinds. `attrs` of a pandas frame,
        and the metadata of an Arrow table, have the version, citation and licence. Raises NotFoundError for an unknown
        table or view, MissingExtraError where polars or pyarrow is not installed.
        """
        from .frames import described, load, load_view

        if str(as_) == "rows":
            raise NotFoundError("no form 'rows'; rows() returns a table as dictionaries, without pandas")
        if self._is_view(table):
            frame = load_view(self.package, table, self.reader.cursor(), as_)
        else:
            frame = load(self.package, self.package.table(table), as_)
        return described(frame, {**self._about, "table": table})

    @property
    def _about(self) -> dict[str, str]:
        """What a frame says of where it is from; made again when the files have changed."""
        state, told = self.package.state(), self._told
        if told is None or told[0] != state:
            citation = self.cite()
            about = {"package": self.package.name, "version": self.version, "citation": str(citation)}
            self._told = told = (state, {**about, "licence": citation.licence})
        return told[1]

    def _is_view(self, name: str) -> bool:
        """Whether a name is a view's and not a table's; NotFoundError, with the nearest names, for neither."""
        if name in self.package.tables:
            return False
        if name not in self.views():
            raise NotFoundError(f"no table or view {name!r}; {nearest(name, (*self.tables(), *self.views()))}")
        return True

    def rows(self, table: str) -> list[dict[str, Any]]:
        """Return the rows of a table or view as dictionaries of Python values, in the order of `load`.

        Dates are datetime.date, moments datetime.datetime without a zone (in UTC where the file has one); missing is
        None. A table needs the standard library only, a view duckdb too. Raises NotFoundError for an unknown table or
        view, PackageError where a cell does not fit its schema.
        """
        from .typed_rows import typed_rows

        if self._is_view(table):
            return [dict(row) for row in self.reader.rows(f"SELECT * FROM {quoted(table)}")]
        return typed_rows(self.package, self.package.table(table))

    def labels(self, column: str) -> dict[str, str]:
        """Return what the codes of a column mean in words, such as "Rocket attack" for "rocket-attack".

        For a plot or a table: `frame["event_type"].map(im.labels("event_type"))`. Raises NotFoundError for a column
        without codes.
        """
        from .description import labels

        return labels(self.package, column)

    def connect(self, /, **beside: Version) -> duckdb.DuckDBPyConnection:
        """Return a read-only DuckDB connection: every table and view with keys and comments.

        External access is off, the configuration locked, the time zone UTC. Other versions, by number, path or
        Dataset, are attached under the names given: `connect(old="1.2.0")`, then `SELECT … FROM old.events`.
        """
        return database.connect(self.package, _packages(beside))

    @property
    def reader(self) -> Reader:
        """The package with a connection to its database, opened once a process and for each state of its files."""
        state, opened = (os.getpid(), self.package.state()), self._opened
        if opened is None or opened[0] != state:
            self._opened = opened = (state, Reader(self.package, self.connect()))
        return opened[1]

    @overload
    def sql(
        self,
        query: str,
        params: Any = None,
        timeout: float | None = None,
        as_: Literal["pandas"] = "pandas",
        beside: Mapping[str, Version] | None = None,
    ) -> pandas.DataFrame: ...
    @overload
    def sql(
        self,
        query: str,
        params: Any = None,
        timeout: float | None = None,
        *,
        as_: Literal["rows"],
        beside: Mapping[str, Version] | None = None,
    ) -> list[tuple[Any, ...]]: ...
    @overload
    def sql(
        self,
        query: str,
        params: Any = None,
        timeout: float | None = None,
        *,
        as_: Literal["polars"],
        beside: Mapping[str, Version] | None = None,
    ) -> polars.DataFrame: ...
    @overload
    def sql(
        self,
        query: str,
        params: Any = None,
        timeout: float | None = None,
        *,
        as_: Literal["arrow"],
        beside: Mapping[str, Version] | None = None,
    ) -> pyarrow.Table: ...
    def sql(
        self,
        query: str,
        params: Any = None,
        timeout: float | None = None,
        as_: ResultKind = "pandas",
        beside: Mapping[str, Version] | None = None,
    ) -> Any:
        """Run one reading statement and return its rows as a frame, or as a list of tuples (`as_="rows"`).

        Other versions `beside` these data are attached under their names, as in `connect`.
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
            result = sandbox.run(self.reader.cursor(), query, params)
        if as_ == "rows":
            return result.rows
        from .frames import described, from_result

        return described(from_result(result, as_), {**self._about, "query": query})

    def trace(self, record_id: str) -> Trace:
        """Return a record with its source, line, link, voice, reports and conflicts.

        A name in any spelling is as good as an id where it fits one record best: `trace("Soleimani")`. Raises
        NotFoundError, with the nearest ids or records, for an unknown one.
        """
        from .records import trace

        record_id = str(record_id)  # a text of numpy stays out of the answer
        try:
            return trace(self.reader, record_id)
        except NotFoundError:
            if LIKE_ID.fullmatch(record_id) or not (hits := self.find(record_id)):
                raise
        if hits[0].score < NAMED or [hit.score for hit in hits[1:2]] == [hits[0].score]:
            near = "; ".join(f"{hit.record_id} ({hit.name})" for hit in hits[:3])
            raise NotFoundError(f"no record {record_id!r}; find gives {near}")
        return trace(self.reader, hits[0].record_id)

    def find(self, text: str) -> Hits:
        """Return records by name in any spelling and script, by what happened, was said or counted, or by id.

        Best first; see `iraqmilitias.search` for how they are ranked. Needs neither duckdb nor pandas.
        """
        from .search import find

        return find(self.package, text)

    def cite(self, record_id: str | None = None, query: str | None = None, timeout: float | None = None) -> Citation:
        """Return the citation of this version, of one record in it, or of one query's result.

        NotFoundError: unknown id. QueryError: a query that fails, outlasts `timeout` (s), or changes each time.
        """
        from .citation import cite, whole_citation

        if record_id is None and query is None:
            return whole_citation(self.package)  # the database is not opened for it
        return cite(self.reader, record_id, query, timeout)

    def verify(self, what: Citation | str | os.PathLike[str] | None = None, timeout: float | None = None) -> Verdict:
        """Check these data against their recorded hashes, or `what`: a citation against these data, or another path.

        `what` is a Citation, its text, the path of a file with it, or a folder, zip, wheel or SHA256SUMS. Raises
        PackageError where there are no hashes to check against, QueryError for a text that is not a citation.
        """
        from .citation_check import verify_citation
        from .export.verification import verify_files

        path = existing(what) if what is not None else None
        if path is None and isinstance(what, os.PathLike):
            raise PackageError(f"{os.fspath(what)}: no such file or folder")
        pipe = path is not None and not path.is_file() and not path.is_dir()
        verdict = verify_files(self.package, path) if what is None or (path is not None and not pipe) else None
        if verdict is not None:
            return verdict
        text = str(what) if path is None else _citation_text(path)
        if half := half_character(text):
            raise QueryError(f"not a citation: it has {half}; give it as it was printed")
        return verify_citation(self.package, text, timeout)

    def export(self, folder: str | os.PathLike[str], format: str) -> dict[str, Any]:
        """Write the whole package into a folder in another format (parquet, csv, sqlite, …); return its manifest.

        Raises NotFoundError, with the formats, for an unknown one; PackageError where the folder has other files.
        """
        from .export import export

        return export(self.package, Path(folder), format)

    def diff(self, other: Version, views: bool = True) -> Diff:
        """Compare these data with another version of them, which is taken for the later one. See iraqmilitias.diff."""
        return diff(self, other, views)

    def coverage(self, sources: str | os.PathLike[str] | None = None) -> Coverage:
        """Return what of every line is coded, waived and left; `sources` is the folder with the articles' texts."""
        from .coverage.tallies import coverage

        return coverage(self.package, Path(sources) if sources is not None else None)

    def validate(
        self, sources: str | os.PathLike[str] | None = None, engine: str = "duckdb", master: str | None = None
    ) -> Report:
        """Check structure, contracts, rules and, with the articles' folder, evidence. See iraqmilitias.validate."""
        return validate(self.package.root, sources, engine, master)

    def contract(self, table: str, form: Literal["typed", "text"] = "typed") -> Any:
        """Return the pandera schema of a table: for typed frames, or for frames of strings as printed.

        Raises MissingExtraError where pandera is not installed.
        """
        from .pandera_schema import contract

        if form not in ("typed", "text"):
            raise NotFoundError(f"no form {form!r}; {nearest(form, ('typed', 'text'))}")
        return contract(self.package.table(table), form)


Version = str | os.PathLike[str] | Dataset


def _packages(versions: Mapping[str, Version]) -> dict[str, Package]:
    return {name: (v if isinstance(v, Dataset) else open(v)).package for name, v in versions.items()}


def _citation_text(path: Path) -> str:
    with path.open("rb") as file:
        raw = file.read(LARGEST + 1)  # of a device there can be no end
    if len(raw) > LARGEST:
        raise QueryError(f"{path}: larger than {LARGEST >> 20} MiB, so not a citation")
    return decoded(raw, path)


def decoded(raw: bytes, path: str | os.PathLike[str]) -> str:
    """Return the text of a file; QueryError where it is not UTF-8."""
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise QueryError(f"{path}: not UTF-8 (byte {error.start}); save it as UTF-8") from None


def existing(what: object) -> Path | None:
    """Return the path that is meant, or None where there is none; a text such as a citation may be too long for one.

    The empty text is not a path, although Python takes it for the current folder.
    """
    if what == "":
        return None
    try:
        path = Path(str(what))
        return path if path.exists() else None
    except (OSError, ValueError):
        return None


@cache
def default() -> Dataset:
    """The data that is installed; its methods are the calls of the library."""
    return Dataset(installed())


@checked
def open(path: str | os.PathLike[str]) -> Dataset:
    """Return another data package with the same methods: a folder, zip or wheel, or a version such as "1.2.0".

    Raises PackageError where there is none; for a version it says which there are and how to get another.
    """
    if isinstance(path, str) and path and existing(path) is None:
        from .releases import locate

        return Dataset(locate(path))
    return Dataset(path)


@checked
def validate(
    path: str | os.PathLike[str] | None = None,
    sources: str | os.PathLike[str] | None = None,
    engine: str = "duckdb",
    master: str | None = None,
) -> Report:
    """Check a package (default: the installed one) and return a Report.

    `sources` is the folder with the articles' texts, `engine` "duckdb" or "spark", `master` the address of Spark.
    Raises PackageError where there is no package to check.
    """
    from .evidence.checks import evidence_layers
    from .validation import validate as check

    root = Path(path) if path is not None else default().package.root
    return check(root, engine, master=master, layers=evidence_layers(sources))


@checked
def diff(old: Version, new: Version, views: bool = True) -> Diff:
    """Compare two packages: each a folder, zip, wheel, version, git revision or Dataset. See iraqmilitias diff."""
    from .workshop.versions.diff import diff as compare

    one, other = (v.package.root if isinstance(v, Dataset) else str(v) for v in (old, new))
    return compare(one, other, views)
