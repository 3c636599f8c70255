"""A query in one form, and the hash of its rows: the same on any machine and with any DuckDB, or refused.

After the Research Data Alliance's recommendations on data citation (R4 query uniqueness, R5 stable sorting,
R6 result set verification; https://doi.org/10.15497/RDA00016).
"""

from __future__ import annotations

import datetime
import hashlib
import json
import math
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from .database import database_file, definitions, open_locked, reordered_files, sandbox
from .errors import QueryError
from .package import Package
from .reader import Reader
from .standard_sql import parsed, standard
from .steadiness import objections

DIGITS = 12  # significant digits of a fraction: sums of doubles differ beyond them with the order of adding up
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
    """Run a query on the data as they are, and with their rows stored in two other orders; return its form and hash.

    Raises QueryError where the query has no standard form, calls what may give something else elsewhere (see
    steadiness), or gives rows that depend on the order in which rows are stored (a LIMIT over ties, first() or
    string_agg() without ORDER BY). `timeout`, in seconds, holds for each run.
    """
    cursor = reader.cursor()
    sandbox.check(cursor, query)
    tree = parsed(cursor, query)
    views = (view.name for view in definitions.available_views(reader.package))
    for reason in objections(tree, {*reader.package.tables, *views}):
        raise QueryError(f"{MUST}: {reason}")
    ordered = _ordered(tree["statements"][0]["node"])
    return _run(reader.package, standard(cursor, tree), ordered, timeout)


def _ordered(node: Mapping[str, Any]) -> bool:
    """Whether the outermost query gives its rows an order."""
    while node.get("type") == "CTE_NODE" and isinstance(node.get("child"), dict):
        node = node["child"]
    return any(m.get("type") == "ORDER_MODIFIER" for m in node.get("modifiers", []))


def _run(package: Package, query: str, ordered: bool, timeout: float | None) -> HashedQuery:
    files = (database_file(package), *reordered_files(package))
    results = [_result(file, query, timeout) for file in files]
    printed = [_printed(result) for result in results]
    if any(sorted(p) != sorted(printed[0]) for p in printed):
        raise QueryError(
            f"{MUST}: these depend on the order in which rows are stored "
            "(a LIMIT over ties, first() or string_agg() without ORDER BY, row numbers); order by columns that tell "
            "every row from every other, an id last"
        )
    return HashedQuery(query, len(printed[0]), _hash(results[0], sorted(printed[0])), _hash(results[0], printed[0]))


def _hash(result: sandbox.Result, lines: list[str]) -> str:
    # Not the columns' names: what DuckDB calls a column that the query does not name changes between versions.
    digest = hashlib.sha256(str(len(result.columns)).encode())
    for line in lines:
        digest.update(b"\n" + line.encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def _result(file: Path, query: str, timeout: float | None) -> sandbox.Result:
    if timeout is not None:
        return sandbox.limited(file, query, timeout=timeout)
    connection = open_locked(str(file))
    try:
        return sandbox.run(connection, query)
    finally:
        connection.close()


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
    if isinstance(value, Mapping):
        return [[hashed_form(k), hashed_form(v)] for k, v in sorted(value.items(), key=lambda kv: str(kv[0]))]
    if isinstance(value, list | tuple | set):
        return {"list": [hashed_form(v) for v in value]}
    if isinstance(value, bytes):
        return {"bytes": value.hex()}
    return {type(value).__name__: str(value)}
