"""Writes a choice between rows that tie so that it takes the ties in a given order.

A LIMIT or DISTINCT ON, a window, an ordered aggregate or an ASOF JOIN gets the values that it shows as last keys of its
order: upwards, downwards, or in an order that has nothing to do with them.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from .errors import QueryError
from .query_tree import Node, arguments, become, expression_of, filled, node_of, parts, walk

if TYPE_CHECKING:
    import duckdb

NUMBERING = {"row_number", "ntile", "lag", "lead"}  # windows that have no frame
ELEMENT = {"array_extract", "list_extract", "list_element", "element_at"}
LIMITS = {"LIMIT_MODIFIER", "LIMIT_PERCENT_MODIFIER"}


class Choice(NamedTuple):
    """Something that chooses between rows: where it is in the tree, its kind, and how it is called."""

    at: int
    kind: str  # rows (LIMIT, DISTINCT ON), window, aggregate, list or join
    name: str


def take(
    cursor: duckdb.DuckDBPyConnection,
    choice: Choice,
    node: Node,
    select: Node | None,
    way: str,
    used: frozenset[str] | None = None,
) -> None:
    """Write a choice, which is part of a SELECT, so that it takes its ties in a way: "up", "down", "shuffle 1", …

    `used` are the columns that the query around it uses; None where it may use all of them.
    """
    if choice.kind == "rows":
        _take_rows(cursor, node, way, used)
    elif choice.kind == "window":
        _take_window(cursor, node, select, way)
    elif choice.kind == "aggregate":
        orders = node.setdefault("order_bys", {"type": "ORDER_MODIFIER", "orders": []}).setdefault("orders", [])
        shown = arguments(node)
        if node.get("distinct"):  # its order may name its arguments only
            way = "down" if way.startswith("shuffle") else way
        elif way.startswith("shuffle"):
            shown = [*shown, *_whole_rows(cursor, select)]
        orders += keys_of(cursor, shown, way)
    elif choice.kind == "list":
        sort = "list_reverse_sort" if way == "down" else "list_sort"
        become(node, filled(cursor, f"{sort}(__l)", {"__l": dict(node)}))
    else:
        node["right"] = _sorted_source(cursor, node, way)


# rows: LIMIT, OFFSET and DISTINCT ON ----------------------------------------------------------------------------


def _take_rows(cursor: duckdb.DuckDBPyConnection, node: Node, way: str, used: frozenset[str] | None) -> None:
    """Put a query into one that orders its rows as it did, and then by all of them that is used.

    An id that nobody uses must not decide: its least and its greatest row may be alike in what is used, by accident.
    """
    modifiers = node.get("modifiers") or []
    orders = [o for m in modifiers if m["type"] == "ORDER_MODIFIER" for o in m["orders"]]
    targets = [t for m in modifiers if m["type"] == "DISTINCT_MODIFIER" for t in m.get("distinct_on_targets") or ()]
    limits = [copy.deepcopy(m) for m in modifiers if m["type"] in LIMITS]
    plain_distinct = [m for m in modifiers if m["type"] == "DISTINCT_MODIFIER" and not m.get("distinct_on_targets")]
    inner = {**node, "modifiers": plain_distinct}
    hidden: list[str] = []

    def shown(expression: Node) -> Node:
        """Return what names an expression of the inner query in the outer one."""
        name = _output_name(node, expression)
        if name is not None:
            return name
        if node.get("type") != "SELECT_NODE" or plain_distinct:
            place = _place(node, expression)
            return expression_of(cursor, str(place)) if place else expression_of(cursor, f'"{_last_name(expression)}"')
        hidden.append(f"__key{len(hidden)}")
        expression["alias"] = hidden[-1]
        inner["select_list"] = [*inner["select_list"], expression]
        return expression_of(cursor, hidden[-1])

    kept = [{**o, "expression": shown(o["expression"])} for o in orders]
    on = [shown(t) for t in targets]
    source, last = "(SELECT 1 AS __inner)", "__rows"
    if used is not None:
        source, last = f"(SELECT 1 AS __tie, * FROM {source})", named_columns(used | {"__tie"})
        hidden.append("__tie")
    without = f" EXCLUDE ({', '.join(hidden)})" if hidden else ""
    distinct = "DISTINCT ON (1) " if on else ""
    outer = node_of(cursor, f"SELECT {distinct}*{without} FROM {source} AS __rows ORDER BY 1")
    table = outer["from_table"] if used is None else outer["from_table"]["subquery"]["node"]["from_table"]
    table["subquery"]["node"] = inner
    tied = keys_of(cursor, [expression_of(cursor, last)], way.split()[0])
    for modifier in outer["modifiers"]:
        if modifier["type"] == "ORDER_MODIFIER":
            modifier["orders"] = [*kept, *tied]
        else:
            modifier["distinct_on_targets"] = on
    for limit in limits:
        if way.endswith("to offset"):
            limit["limit"], limit["offset"] = limit["offset"], None
            limit["type"] = "LIMIT_MODIFIER"
            if "limit_type" in limit:
                limit["limit_type"] = "ROW_COUNT"
    outer["modifiers"] += limits
    become(node, outer)


def named_columns(names: frozenset[str]) -> str:
    """Return SQL for those columns of a query that have one of these names."""
    listed = ", ".join("'" + name.replace("'", "''") + "'" for name in sorted(names))
    return f"COLUMNS(lambda __c: lower(__c) IN ({listed}))"


def has_offset(node: Node) -> bool:
    return any(m.get("offset") for m in node.get("modifiers") or () if m["type"] in LIMITS)


def ordered_by_all(node: Node) -> bool:
    """Whether rows are ordered by all that they show, so that those that tie are alike."""
    orders = [o for m in node.get("modifiers") or () if m["type"] == "ORDER_MODIFIER" for o in m["orders"]]
    partly = ("expr", "relation_name", "exclude_list", "qualified_exclude_list")  # COLUMNS('name.*') is a star, too
    stars = [o["expression"] for o in orders if o["expression"].get("class") == "STAR"]
    return any(not any(star.get(name) for name in partly) for star in stars)


def _output_name(node: Node, expression: Node) -> Node | None:
    """Return an order's key itself where it is a position or the name that the query gives to a column."""
    if expression.get("class") == "CONSTANT":
        return expression
    names: list[Any] = expression.get("column_names") or []
    aliases = {str(item.get("alias", "")).casefold() for item in node.get("select_list", ())} - {""}
    if expression.get("class") == "COLUMN_REF" and len(names) == 1 and str(names[0]).casefold() in aliases:
        return expression
    return expression if node.get("type") != "SELECT_NODE" and len(names) == 1 else None


def _place(node: Node, expression: Node) -> int | None:
    """Return the position of the column of a SELECT DISTINCT that an order's key repeats."""
    for number, item in enumerate(node.get("select_list", ()), 1):
        if item.get("class") == "STAR":
            return None
        if _bare(item) == _bare(expression):
            return number
    return None


def _last_name(expression: Node) -> str:
    names = expression.get("column_names") or ()
    if not names:
        raise QueryError("order by columns that the query shows")
    return str(names[-1]).replace('"', '""')


def _bare(node: Any) -> Any:
    """Return an expression without its alias and its place in the text."""
    if isinstance(node, dict):
        return {k: _bare(v) for k, v in node.items() if k != "alias" and "location" not in k}
    return [_bare(item) for item in node] if isinstance(node, list) else node


# windows --------------------------------------------------------------------------------------------------------


def by_rows(window: Node) -> bool:
    """Whether a window's frame counts rows, and has an end that an order of the rows decides."""
    return any(str(window.get(end, "")).endswith("_ROWS") for end in ("start", "end"))


def _take_window(cursor: duckdb.DuckDBPyConnection, window: Node, select: Node | None, way: str) -> None:
    """Add to a window's order what its SELECT shows; where that would change its frame, to its arguments' order."""
    shown = [*arguments(window), *_shown(cursor, select)]
    if way in ("lowest", "highest"):
        _numbered(cursor, window, shown, way)
        return
    if way.startswith("shuffle") and not (select or {}).get("group_expressions"):
        shown += _whole_rows(cursor, select)
    keys = keys_of(cursor, shown, way)
    whole = window.get("end") == "UNBOUNDED_FOLLOWING" and window.get("start") == "UNBOUNDED_PRECEDING"
    no_peers = by_rows(window) or (whole and not window.get("arg_orders"))
    if str(window["function_name"]).casefold() in NUMBERING or no_peers:
        window["orders"] = [*window.get("orders", ()), *keys]
        if window.get("arg_orders"):
            window["arg_orders"] = [*window["arg_orders"], *keys]
    else:
        window["arg_orders"] = [*(window.get("arg_orders") or window.get("orders") or ()), *keys]


def _numbered(cursor: duckdb.DuckDBPyConnection, window: Node, shown: list[Node], way: str) -> None:
    """Make row_number() the lowest or highest number that a row can get, where rows that tie show different values."""
    if not shown:
        return
    lowest = "rank()" if way == "lowest" else "count(*)"
    values = f"md5(list_value({', '.join(f'__{n}::VARCHAR' for n in range(len(shown)))})::VARCHAR)"
    made = filled(
        cursor,
        f"CASE WHEN min({values}) OVER (PARTITION BY 1) = max({values}) OVER (PARTITION BY 1) "
        f"THEN row_number() OVER (ORDER BY 1) ELSE {lowest} OVER (ORDER BY 1) END",
        {f"__{n}": expression for n, expression in enumerate(shown)},
    )
    orders = window.get("orders") or []
    for part in [part for part, _ in walk(made) if part.get("class") == "WINDOW"]:
        part["partitions"] = copy.deepcopy(window.get("partitions") or [])
        if part["function_name"] in ("min", "max"):
            part["partitions"] += [copy.deepcopy(o["expression"]) for o in orders]
        else:
            keys = keys_of(cursor, shown, "up") if part["function_name"] == "row_number" else []
            part["orders"] = copy.deepcopy(orders) + keys
    become(window, made)


_FRAME = ["partitions", "orders", "start", "end", "start_expr", "end_expr", "exclude_clause", "filter_expr"]
_FRAME += ["arg_orders"]


def sliced(cursor: duckdb.DuckDBPyConnection, tree: Node, last: int) -> Node:
    """Return a query with the sorted elements before one that is picked out of a list (`last` 1: and that one)."""
    for node, _select in list(walk(tree)):
        name = str(node.get("function_name", "")).casefold()
        if node.get("type") == "ARRAY_EXTRACT" or name in ELEMENT or name == "nth_value":
            values, place = arguments(node)[:2]
            source, out = "list(__l) OVER ()" if name == "nth_value" else "__l", 1 - last
            begin, end = (
                f"CASE WHEN __n > 0 THEN 1 ELSE __n + {out} END",
                f"CASE WHEN __n > 0 THEN __n - {out} ELSE -1 END",
            )
            made = filled(cursor, f"list_sort(array_slice({source}, {begin}, {end}))", {"__l": values, "__n": place})
            if name == "nth_value":
                window = next(part for part, _ in walk(made) if part.get("class") == "WINDOW")
                window |= {key: node[key] for key in _FRAME if key in node}
            become(node, made)
    return tree


def _shown(cursor: duckdb.DuckDBPyConnection, select: Node | None) -> list[Node]:
    """Return what a SELECT shows beside its windows; for a star its sources, each as one value."""
    shown = []
    for item in (select or {}).get("select_list", ()):
        if any(part.get("class") == "WINDOW" for part, _ in walk(item)):
            continue
        if any(part.get("class") == "STAR" for part, _ in walk(item)):
            shown += _whole_rows(cursor, select)
        else:
            shown.append({**copy.deepcopy(item), "alias": ""})
    return shown


def _whole_rows(cursor: duckdb.DuckDBPyConnection, select: Node | None) -> list[Node]:
    """Return the rows of all that a SELECT reads, each as one value."""
    return [expression_of(cursor, f'"{name}"') for name in _sources((select or {}).get("from_table"))]


def _sources(table: Node | None) -> Iterator[str]:
    """Yield the names of what a FROM reads; what has none gets one."""
    if table is None or table.get("type") == "EMPTY":
        return
    if table.get("type") == "JOIN":
        yield from _sources(table["left"])
        yield from _sources(table["right"])
        return
    if not table.get("alias"):
        table["alias"] = str(table.get("table_name") or f"__source{id(table)}")
    yield str(table["alias"]).replace('"', '""')


def _sorted_source(cursor: duckdb.DuckDBPyConnection, join: Node, way: str) -> Node:
    """Return the right side of an ASOF JOIN with one row, the first in an order, of those that its condition ties."""
    name, *others = list(_sources(join["right"]))
    if others:
        raise QueryError("an ASOF JOIN with several tables on its right side; put them into a subquery")
    keys = [str(column) for column in join.get("using_columns") or ()]
    for part in parts(join.get("condition")):
        path = [str(column) for column in part.get("column_names") or ()]
        if part.get("class") in ("FUNCTION", "CAST", "OPERATOR") or len(path) == 1:
            raise QueryError("in the condition of an ASOF JOIN write table.column, and no expression")
        if path and path[-2].casefold() == name.casefold():
            keys.append(path[-1])
    quoted = ", ".join('"{}"."{}"'.format(name, key.replace('"', '""')) for key in keys)
    made = node_of(cursor, f'SELECT * FROM (SELECT DISTINCT ON ({quoted}) * FROM x AS "{name}" ORDER BY 1) AS "{name}"')
    inner = made["from_table"]["subquery"]["node"]
    inner["from_table"] = join["right"]
    (order,) = [m for m in inner["modifiers"] if m["type"] == "ORDER_MODIFIER"]
    order["orders"] = keys_of(cursor, [expression_of(cursor, f'"{name}"')], way)
    source: Node = made["from_table"]
    return source


def keys_of(cursor: duckdb.DuckDBPyConnection, expressions: list[Node], way: str) -> list[Node]:
    """Return keys of an order: the expressions upwards or downwards, nulls at one end, or hashes of them."""
    words = {"down": "DESC NULLS LAST"}.get(way, "ASC NULLS FIRST")
    (template,) = node_of(cursor, f"SELECT 1 ORDER BY random() {words}")["modifiers"][0]["orders"]
    varied = [{**copy.deepcopy(e), "alias": ""} for e in expressions if e.get("class") != "CONSTANT"]
    if way.startswith("shuffle") and varied:
        texts = ", ".join(f"__{n}::VARCHAR" for n in range(len(varied)))
        named = {f"__{n}": expression for n, expression in enumerate(varied)}
        varied = [filled(cursor, f"md5('{way}' || list_value({texts})::VARCHAR)", named)]
    return [{**template, "expression": e} for e in varied]
