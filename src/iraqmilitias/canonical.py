"""A query in one form, and the hash of its rows: the same on any machine and with any DuckDB, or refused.

After the Research Data Alliance's recommendations on data citation (R4 query uniqueness, R5 stable sorting,
R6 result set verification; https://doi.org/10.15497/RDA00016).
"""

from __future__ import annotations

import datetime
import hashlib
import json
import math
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from .database import sandbox
from .errors import QueryError

if TYPE_CHECKING:
    from .dataset import Dataset

DIGITS = 12  # significant digits of a fraction: sums of doubles differ beyond them with the order of adding up

# What DuckDB calls consistent, and is not: other machines, versions or settings give something else.
UNSTEADY = {
    *("hash", "version", "current_user", "session_user", "user", "current_role", "current_catalog", "getenv"),
    *(
        "current_setting",
        "getvariable",
        "query",
        "query_table",
        "approx_count_distinct",
        "approx_quantile",
        "approx_top_k",
        "reservoir_quantile",
    ),
    *("current_timestamp", "current_time", "localtime", "localtimestamp", "current_localtime", "typeof"),
    *("current_localtimestamp", "get_current_time", "parse_duckdb_log_message", "pg_typeof", "rowid"),
}
NAMES = {"current_date", "current_timestamp", "current_time", "localtime", "localtimestamp", "rowid"} | {
    *("current_user", "session_user", "user", "current_role", "current_catalog", "current_schema"),
}
NO_FORM = (
    "this statement has no standard form to cite: cite a SELECT; name a pivot’s values, "
    "as in SELECT * FROM (PIVOT events ON event_type IN ('protest', 'election') USING count(*))"
)


class Canonical(NamedTuple):
    """A query in DuckDB's own words, how many rows it gives, and the SHA-256 of its rows."""

    query: str
    rows: int
    sha256: str


def canonical(dataset: Dataset, query: str, timeout: float | None = None) -> Canonical:
    """Run a query on the data as they are and with their rows stored in two other orders.

    Raises QueryError where the query has no standard form, where something in it changes from run to run, or where
    its rows depend on the order in which rows are stored (a LIMIT over ties, first() or string_agg() without
    ORDER BY). `timeout`, in seconds, holds for each run.
    """
    cursor = dataset._connection.cursor()
    sandbox.check(cursor, query)
    text = cursor.execute("SELECT json_serialize_sql(?)", [query]).fetchall()[0][0]
    tree = json.loads(text)
    if tree.get("error"):
        raise QueryError(NO_FORM)
    unsteady = {name for (name,) in cursor.execute(VOLATILE).fetchall()} | UNSTEADY
    own = {name.casefold() for name in (*dataset.tables(), *dataset.views())}
    for reason in _objections(tree["statements"][0]["node"], unsteady, own):
        raise QueryError(f"a citation must give the same rows every time: {reason}")
    normal: str = cursor.execute("SELECT json_deserialize_sql(?::JSON)", [text]).fetchall()[0][0]
    return _run(dataset, normal, _ordered(tree["statements"][0]["node"]), timeout)


VOLATILE = (
    "SELECT DISTINCT function_name FROM duckdb_functions() "
    "WHERE stability IN ('VOLATILE', 'CONSISTENT_WITHIN_QUERY') AND function_name <> 'error'"
)


def _objections(node: Any, unsteady: set[str], own: set[str]) -> Iterator[str]:
    """Yield what in a query changes from run to run, or does not come from the data."""
    made = own | {name.casefold() for name in _named(node)}
    for part in _parts(node):
        name = str(part.get("function_name", "")).casefold()
        if name in unsteady:
            yield f"{name}() gives something else each time, or on another machine or version"
        elif name == "age" and len(part.get("arguments") or part.get("children") or ()) == 1:
            yield "age() of one date counts from today; give it both dates"
        elif name.startswith(("duckdb_", "pragma_", "pg_", "has_")):
            yield f"{name}() describes the database program and not the data"
        if part.get("sample"):
            yield "a SAMPLE takes other rows each time"
        if part.get("type") == "BASE_TABLE" and str(part.get("table_name", "")).casefold() not in made:
            yield f"{part.get('table_name')} is no table or view of the data"
        if part.get("type") == "SHOW_REF":
            yield "it describes or summarises; cite a SELECT"
        if part.get("class") == "COLUMN_REF" and len(part.get("column_names", ())) == 1:
            column = str(part["column_names"][0]).casefold()
            if column in NAMES:
                yield f"{column} gives something else each time, or on another machine or version"


def _parts(node: Any) -> Iterator[dict[str, Any]]:
    stack = [node]
    while stack:
        part = stack.pop()
        if isinstance(part, dict):
            yield part
            stack.extend(part.values())
        elif isinstance(part, list):
            stack.extend(part)


def _named(node: Any) -> Iterator[str]:
    """Yield the names that a query gives to queries inside it (WITH)."""
    for part in _parts(node):
        for entry in part.get("map", ()) if isinstance(part.get("map"), list) else ():
            if isinstance(entry, dict) and isinstance(entry.get("key"), str):
                yield entry["key"]
        if isinstance(part.get("cte_name"), str):
            yield part["cte_name"]
        if isinstance(part.get("ctename"), str):
            yield part["ctename"]


def _ordered(node: Mapping[str, Any]) -> bool:
    """Whether the outermost query gives its rows an order."""
    while node.get("type") == "CTE_NODE" and isinstance(node.get("child"), dict):
        node = node["child"]
    return any(m.get("type") == "ORDER_MODIFIER" for m in node.get("modifiers", []))


def _run(dataset: Dataset, query: str, ordered: bool, timeout: float | None) -> Canonical:
    from .database import database_file, reordered_files

    files = (database_file(dataset.package), *reordered_files(dataset.package))
    results = [_result(file, query, timeout) for file in files]
    printed = [_printed(result) for result in results]
    if any(sorted(p) != sorted(printed[0]) for p in printed):
        raise QueryError(
            "a citation must give the same rows every time: these depend on the order in which rows are stored "
            "(a LIMIT over ties, first() or string_agg() without ORDER BY, row numbers); order by columns that tell "
            "every row from every other, an id last"
        )
    steady = ordered and all(p == printed[0] for p in printed)
    lines = printed[0] if steady else sorted(printed[0])
    # Not the columns' names: what DuckDB calls a column that the query does not name changes between versions.
    digest = hashlib.sha256(str(len(results[0].columns)).encode())
    for line in lines:
        digest.update(b"\n" + line.encode("utf-8", "surrogatepass"))
    return Canonical(query, len(lines), digest.hexdigest())


def _result(file: Path, query: str, timeout: float | None) -> sandbox.Result:
    if timeout is not None:
        return sandbox.limited(file, query, timeout=timeout)
    from .database import open_locked

    connection = open_locked(str(file))
    try:
        return sandbox.run(connection, query)
    finally:
        connection.close()


def _printed(result: sandbox.Result) -> list[str]:
    return [json.dumps([plain(v) for v in row], ensure_ascii=False) for row in result.rows]


def plain(value: Any) -> Any:
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
    if isinstance(value, Mapping):
        return [[plain(k), plain(v)] for k, v in sorted(value.items(), key=lambda kv: str(kv[0]))]
    if isinstance(value, list | tuple | set):
        return {"list": [plain(v) for v in value]}
    if isinstance(value, bytes):
        return {"bytes": value.hex()}
    return {type(value).__name__: str(value)}
