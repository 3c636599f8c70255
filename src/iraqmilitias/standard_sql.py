"""The standard form of a query: one line that can be printed anywhere and that DuckDB reads the same from 1.4 on."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from .errors import QueryError
from .query_tree import become, expression_of, parts
from .steadiness import type_names
from .text import printable

if TYPE_CHECKING:
    import duckdb

NO_FORM = (
    "this statement has no standard form to cite: cite a SELECT; name a pivot’s values, "
    "as in SELECT * FROM (PIVOT events ON event_type IN ('protest', 'election') USING count(*))"
)
UNSEEN = (
    "a name, or a pivot’s value, with an invisible character cannot be printed in a citation; "
    "give the column a plain name, or compare with chr()"
)
LITERAL = r"'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\""


def parsed(cursor: duckdb.DuckDBPyConnection, query: str) -> dict[str, Any]:
    """Return a query's tree as json_serialize_sql() gives it; QueryError for anything but a SELECT."""
    tree: dict[str, Any] = json.loads(cursor.execute("SELECT json_serialize_sql(?)", [query]).fetchall()[0][0])
    if tree.get("error"):
        raise QueryError(NO_FORM)
    for part in parts(tree):
        while part.get("type") == "CTE_NODE":  # DuckDB 1 repeats there what the query's own cte_map has
            become(part, part["child"])
    return tree


def standard(cursor: duckdb.DuckDBPyConnection, tree: dict[str, Any]) -> str:
    """Return a parsed query as standard SQL; QueryError where a name in it cannot be printed. Changes `tree`."""
    _cast_date_trunc(cursor, tree)
    _mark_lambdas(cursor, tree)
    sql = _deserialized(cursor, tree)
    numbered = re.sub(LITERAL, _numbered, sql)
    if numbered != sql:
        try:
            sql = _deserialized(cursor, parsed(cursor, numbered))
        except QueryError:
            raise QueryError(UNSEEN) from None
    sql = re.sub(f"{LITERAL}|{_LAMBDA}", _written_out, sql)
    if not all(printable(c) for c in sql):
        raise QueryError(UNSEEN)
    return sql


def _deserialized(cursor: duckdb.DuckDBPyConnection, tree: dict[str, Any]) -> str:
    sql: str = cursor.execute("SELECT json_deserialize_sql(?::JSON)", [json.dumps(tree)]).fetchall()[0][0]
    return sql


def _numbered(match: re.Match[str]) -> str:
    """Write a text's invisible characters beyond ASCII as chr(8206): the E'…' of DuckDB 1 cannot name them."""
    text = match[0]
    if text[0] == '"' or all(printable(c) or c.isascii() for c in text):
        return text
    pieces = (p for p in re.split("([^\x00-\x7f])", text[1:-1]) if p)
    out = [""]
    for piece in pieces:
        if printable(piece) or piece.isascii():
            out[-1] += piece
        else:
            out += [f"chr({ord(piece)})", ""]
    written = [f"'{p}'" if i % 2 == 0 else p for i, p in enumerate(out) if p]
    return f"({' || '.join(written)})"


def _written_out(match: re.Match[str]) -> str:
    r"""Write control characters, and spaces after a space, as \x20 in E'…', so that a citation whose lines were
    broken elsewhere can be put together again; and lambdas as lambdas."""
    text = match[0]
    if parameters := match["several"] or match["one"]:
        return f"(lambda {parameters}: "
    if text[0] == '"' or not re.search("[\x00-\x1f\x7f]|  ", text):
        return text
    body = text[1:-1].replace("\\", "\\\\")
    return "E'" + re.sub("[\x00-\x1f\x7f]|(?<= ) ", lambda m: f"\\x{ord(m[0]):02x}", body) + "'"


def _cast_date_trunc(cursor: duckdb.DuckDBPyConnection, tree: dict[str, Any]) -> None:
    """Cast what date_trunc() gives to TIMESTAMP: of a DATE, DuckDB 1.4 gives a DATE and 1.5 a TIMESTAMP."""
    calls = [p for p in parts(tree) if str(p.get("function_name")).casefold() in ("date_trunc", "datetrunc")]
    casts = [p for p in parts(tree) if p.get("class") == "CAST" and {"date", "timestamp"} & {*type_names(p)}]
    cast_already = {id(p["child"]) for p in casts}
    for call in (c for c in calls if id(c) not in cast_already):
        become(call, {**expression_of(cursor, "CAST(NULL AS TIMESTAMP)"), "child": {**call, "alias": ""}})


# DuckDB 1 prints a lambda as x -> x + 1, which DuckDB 2 refuses. So a call of a function that does not exist is put
# in its place, and what is printed is changed back.
_MARK = "lambda_of"
_LAMBDA = rf'{_MARK}\((?:(?:main\.)?"row"\((?P<several>[\w, ]+)\)|(?P<one>\w+)), '
_TAKE_LAMBDAS = re.compile(r"((list|array)_)?(transform|filter|reduce|apply)")


def _mark_lambdas(cursor: duckdb.DuckDBPyConnection, tree: dict[str, Any]) -> None:
    for call in [p for p in parts(tree) if _TAKE_LAMBDAS.fullmatch(str(p.get("function_name")).casefold())]:
        for node in [c for c in call.get("children", ()) if c.get("class") == "LAMBDA"]:
            become(node, {**expression_of(cursor, f"{_MARK}(1, 2)"), "children": [node["lhs"], node["expr"]]})
