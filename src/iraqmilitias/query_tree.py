"""The tree of a query, as json_serialize_sql() gives it: its parts, and new parts as this DuckDB writes them."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import duckdb

Node = dict[str, Any]


def parts(node: Any) -> Iterator[dict[str, Any]]:
    """Yield every object of a query's tree."""
    stack = [node]
    while stack:
        part = stack.pop()
        if isinstance(part, dict):
            yield part
            stack.extend(part.values())
        elif isinstance(part, list):
            stack.extend(part)


def walk(tree: Any, select: Node | None = None) -> Iterator[tuple[Node, Node | None]]:
    """Yield every object of a tree with the SELECT that it is part of, always in the same order."""
    if isinstance(tree, dict):
        yield tree, select
        inner = tree if tree.get("type") == "SELECT_NODE" else select
        for name in sorted(tree):
            yield from walk(tree[name], inner)
    elif isinstance(tree, list):
        for part in tree:
            yield from walk(part, select)


def arguments(call: Mapping[str, Any]) -> list[Node]:
    """Return the arguments of a function's call: DuckDB 1 has them as children, DuckDB 2 with their names."""
    return [a.get("expression", a) for a in call.get("arguments") or call.get("children") or ()]


def filled(cursor: duckdb.DuckDBPyConnection, sql: str, named: Mapping[str, Node]) -> Node:
    """Return an expression with other expressions in the place of names."""
    made = expression_of(cursor, sql)
    for node, _select in list(walk(made)):
        name = (node.get("column_names") or [""])[0]
        if node.get("class") == "COLUMN_REF" and name in named:
            become(node, copy.deepcopy(named[name]))
    return made


def unplaced(cursor: duckdb.DuckDBPyConnection, sql: str) -> str:
    """Return the tree of a statement as text, without the places of its parts; of one that has none, what is wrong."""
    import duckdb

    try:
        text = str(cursor.execute("SELECT json_serialize_sql(?)", [sql]).fetchall()[0][0])
    except duckdb.Error as error:  # nested too deeply
        text = str(error)
    return re.sub(r'"(?:query_location(?:_length)?|position)":"?[0-9]+"?', "", text)


def node_of(cursor: duckdb.DuckDBPyConnection, sql: str) -> Node:
    """Return the tree of a SELECT."""
    tree = json.loads(cursor.execute("SELECT json_serialize_sql(?)", [sql]).fetchall()[0][0])
    node: Node = tree["statements"][0]["node"]
    return node


def expression_of(cursor: duckdb.DuckDBPyConnection, sql: str) -> Node:
    """Return the tree of an expression."""
    node: Node = node_of(cursor, f"SELECT {sql}")["select_list"][0]
    return node


def become(node: Node, other: Node) -> None:
    """Make an object of a tree another one, with the name that it gives to its column."""
    alias = node.get("alias")
    node.clear()
    node.update(other)
    if alias is not None:
        node["alias"] = alias
