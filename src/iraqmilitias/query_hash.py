"""A query in one form, and the hash of its rows: the same on any machine and with any DuckDB, or refused.

After the Research Data Alliance's recommendations on data citation (R4 query uniqueness, R5 stable sorting,
R6 result set verification; https://doi.org/10.15497/RDA00016).
"""

from __future__ import annotations

import copy
import datetime
import hashlib
import json
import math
from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from .database import database_file, definitions, reordered_files, sandbox
from .database.connection import shared
from .errors import QueryError
from .hidden_ties import DIFFERS
from .package import Package
from .reader import Reader
from .standard_sql import parsed, standard
from .steadiness import objections
from .tied_rows import ORDER, pairs, settling, steadily_added

if TYPE_CHECKING:
    import duckdb

DIGITS = 12  # significant digits of a fraction: sums of doubles differ beyond them with the order of adding up
THREADS = ("", "1", "4")  # with each order of storage, since their number must not tell either
Tree = dict[str, Any]
TOO_DEEP = "the query is nested too deeply to be cited; join many pieces with concat(), IN or a list, not one by one"
MUST = "a citation must give the same rows every time"


class HashedQuery(NamedTuple):
    """A query in its standard form, how many rows it gives, and the SHA-256 of its rows, whatever their order.

    `ordered_sha256` is that of the rows in the order that the query gives them, as version 0.1.0 hashed them.
    """

    query: str
    rows: int
    sha256: str
    ordered_sha256: str


def hash_query(reader: Reader, query: str, timeout: float | None = None) -> HashedQuery:
    """Run a query, and again with its ties taken otherwise and its rows stored in two other orders; return its hash.

    Raises QueryError where the query has no standard form, calls what may give something else elsewhere (see
    steadiness), or gives rows that hang on ties (see ties) or on the order in which rows are stored. `timeout`, in
    seconds, holds for each run.
    """
    import duckdb

    try:
        return _hashed(reader, query, timeout)
    except (RecursionError, duckdb.SerializationException):
        raise QueryError(TOO_DEEP) from None


def _hashed(reader: Reader, query: str, timeout: float | None) -> HashedQuery:
    cursor = reader.cursor()
    sandbox.check(cursor, query)
    tree = parsed(cursor, query)
    views = (view.name for view in definitions.available_views(reader.package))
    for reason in objections(tree, {*reader.package.tables, *views}):
        raise QueryError(f"{MUST}: {reason}")
    form = standard(cursor, copy.deepcopy(tree))
    runs = _Runs(cursor, reader.package, timeout)
    first = runs.result(form)  # what is wrong with the query itself is said of the query as it is
    try:
        rows, tree = runs.rows(added := steadily_added(cursor, tree)), added
    except QueryError:
        rows = _printed(first)
    for pair in pairs(cursor, tree):
        try:
            one, other = sorted(runs.rows(pair.one)), sorted(runs.rows(pair.other))
        except QueryError as error:
            if DIFFERS in str(error):
                raise QueryError(f"{MUST}: {settling(pair.choice, tree, _keys(reader))}") from None
            if pair.optional:
                continue
            reason = str(error).splitlines()[0]
            raise QueryError(f"it cannot be shown that these rows do not hang on ties ({reason}); {ORDER}") from None
        if one != other or (one != sorted(rows) and not pair.only_beside):
            raise QueryError(f"{MUST}: {settling(pair.choice, tree, _keys(reader))}")
    for order in (1, 2):
        if sorted(runs.rows(tree, order)) != sorted(rows):
            raise QueryError(f"{MUST}: these depend on the order in which rows are stored; {ORDER}")
    return HashedQuery(form, len(rows), _hash(first, sorted(rows)), _hash(first, rows))


class _Runs:
    """Runs forms of one query on the data as they are, and with their rows stored in two other orders."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection, package: Package, timeout: float | None) -> None:
        self.cursor, self.timeout = cursor, timeout
        self.files = (database_file(package), *reordered_files(package))
        self.known: dict[tuple[str, int], list[str]] = {}

    def rows(self, tree: Tree, order: int = 0) -> list[str]:
        """Return the printed rows of a query's tree; `order` 0 is the data as they are."""
        sql = standard(self.cursor, copy.deepcopy(tree))
        if (sql, order) not in self.known:
            self.known[sql, order] = _printed(self.result(sql, order))
        return self.known[sql, order]

    def result(self, sql: str, order: int = 0) -> sandbox.Result:
        if self.timeout is not None:
            return sandbox.limited(self.files[order], sql, timeout=self.timeout)
        return sandbox.run(shared(self.files[order], THREADS[order]), sql)


def _keys(reader: Reader) -> dict[str, tuple[str, ...]]:
    """Return the columns that tell the rows of each table, and of each view that begins with an id, apart."""
    keys = {table.name: table.primary_key for table in reader.package.tables.values()}
    for view in definitions.available_views(reader.package):
        sql = "SELECT column_name AS name FROM duckdb_columns() WHERE table_name = ? ORDER BY column_index LIMIT 1"
        first = reader.rows(sql, view.name)[0]["name"]
        keys[view.name] = (first,) if first.endswith("_id") else ()
    return keys


def _hash(result: sandbox.Result, lines: list[str]) -> str:
    # Not the columns' names: what DuckDB calls a column that the query does not name changes between versions.
    digest = hashlib.sha256(str(len(result.columns)).encode())
    for line in lines:
        digest.update(b"\n" + line.encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def _printed(result: sandbox.Result) -> list[str]:
    return [json.dumps([hashed_form(v) for v in row], ensure_ascii=False) for row in result.rows]


def hashed_form(value: Any) -> Any:
    """Return a value in the one form that is hashed: whole numbers alike whatever their type, times in UTC."""
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, float) and not math.isfinite(value):
        return {"number": str(value)}
    if isinstance(value, float | Decimal):
        whole = int(value)
        return whole if value == whole else float(f"{value:.{DIGITS}g}")
    if isinstance(value, datetime.datetime) and value.tzinfo is not None:
        value = value.astimezone(datetime.UTC)
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        value = value.date()  # what of a date is a date in one version, such as date_trunc(), is a time in another
    if isinstance(value, Mapping):
        return [[hashed_form(k), hashed_form(v)] for k, v in sorted(value.items(), key=lambda kv: str(kv[0]))]
    if isinstance(value, list | tuple | set):
        return {"list": [hashed_form(v) for v in value]}
    if isinstance(value, bytes):
        return {"bytes": value.hex()}
    return {type(value).__name__: str(value)}
