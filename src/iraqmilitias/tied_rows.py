"""Finds what in a query chooses between rows that tie, and writes the query again with the ties taken otherwise.

A LIMIT, DISTINCT ON, window or ordered aggregate takes some of the rows that its order leaves alike. Which ones no
standard says, and DuckDB changes it with its version, its threads and the order of storage. So each choice gets the
values of it that the query uses as last keys of its order, once upwards and once downwards: where these give the same
rows, every other choice does too. That is exact for what takes rows from the end of an order (LIMIT, DISTINCT ON,
first, arg_max, row_number() <= n) and for lists. For windows that look into the middle, ties are shuffled several
times as well. What more of the query may hide, such as a count, is compared where the choice is made (hidden_ties).
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from .hidden_ties import at, can_hide, check, numbers_only, used_names
from .query_tree import Node, arguments, walk
from .steadiness import functions
from .tie_orders import LIMITS, NUMBERING, Choice, by_rows, has_offset, keys_of, ordered_by_all, sliced, take

if TYPE_CHECKING:
    import duckdb

VALUES = {"first_value", "last_value", "nth_value"}
PICKED_FROM = {"list()", "array_agg()", "nth_value() OVER"}
DISTINCT_LISTS = {"list_distinct", "array_distinct"}
ORDER = "order by columns that tell every row from every other, an id last"
SHUFFLES = 6  # times that ties are taken in an order that has nothing to do with their values


class Pair(NamedTuple):
    """Two trees that have to give the same rows, and the choice that they take otherwise (None: several)."""

    one: Node
    other: Node
    choice: Choice | None
    only_beside: bool = False  # they give other rows than the query itself
    optional: bool = False  # they may not be SQL that can be run, or end with hidden_ties.DIFFERS


def choices(tree: Node) -> list[Choice]:
    """Return what in a query chooses between rows."""
    found = []
    for place, (node, _select) in enumerate(walk(tree)):
        kind, name = node.get("class"), str(node.get("function_name", "")).casefold()
        modifiers = node.get("modifiers") or []
        if any(m["type"] in LIMITS and (m.get("limit") or m.get("offset")) for m in modifiers) and not ordered_by_all(
            node
        ):
            found.append(Choice(place, "rows", "OFFSET" if has_offset(node) else "LIMIT"))
        elif any(m.get("distinct_on_targets") for m in modifiers) and not ordered_by_all(node):
            found.append(Choice(place, "rows", "DISTINCT ON"))
        elif kind == "WINDOW" and (name in NUMBERING | VALUES | functions().choosing or by_rows(node)):
            found.append(Choice(place, "window", f"{name}() OVER"))
        elif kind == "FUNCTION" and name in functions().choosing:
            found.append(Choice(place, "aggregate", f"{name}()"))
        elif kind == "FUNCTION" and name in DISTINCT_LISTS:
            found.append(Choice(place, "list", f"{name}()"))
        elif node.get("ref_type") == "ASOF":
            found.append(Choice(place, "join", "ASOF JOIN"))
    return found


def pairs(cursor: duckdb.DuckDBPyConnection, tree: Node) -> Iterator[Pair]:
    """Yield trees in pairs: where each gives the same rows twice, the query's rows do not hang on ties."""
    found = choices(tree)
    upwards = dict.fromkeys(found, "up")
    up = _taken(cursor, tree, upwards)
    for choice in found:
        yield Pair(up, _taken(cursor, tree, {**upwards, choice: "down"}), choice)
        if can_hide(tree, choice):
            checked = ["checked first", "checked"]
            for way in checked + [f"{way} to offset" for way in checked if choice.name == "OFFSET"]:
                yield Pair(up, _taken(cursor, tree, {**upwards, choice: way}), choice, optional=True)
        if choice.name == "OFFSET":  # which rows are left out before it, too
            ways = [_taken(cursor, tree, {**upwards, choice: way}) for way in ("up to offset", "down to offset")]
            yield Pair(ways[0], ways[1], choice, True)
        if choice.name == "row_number() OVER" and not numbers_only(tree, choice):
            for way in ("lowest", "highest"):  # number that each row can get
                yield Pair(up, _taken(cursor, tree, {**upwards, choice: way}), choice)
        if choice.name in PICKED_FROM:
            for last in (0, 1):  # the rows before an element that is picked out, and those with it
                ways = [sliced(cursor, _taken(cursor, tree, {**upwards, choice: way}), last) for way in ("up", "down")]
                yield Pair(ways[0], ways[1], choice, only_beside=True, optional=True)
    if len(found) > 1 or any(c.kind in ("window", "aggregate") for c in found):
        for number in range(SHUFFLES):
            shuffled = {c: f"shuffle {number}" if c.kind in ("window", "aggregate") else "up" for c in found}
            if number % 2:
                shuffled |= {c: "down" for c in found if c.kind == "rows"}
            several = found[0] if len(found) == 1 else None
            yield Pair(up, _taken(cursor, tree, shuffled), several, optional=True)


def settling(choice: Choice | None, tree: Node, keys: Mapping[str, tuple[str, ...]]) -> str:
    """Return what hangs on ties, and the columns that would settle it; `keys` are those of each table and view."""
    if choice is None:
        return f"these depend on the order of rows that tie; {ORDER}"
    node, select = at(tree, choice)
    if choice.kind == "rows":
        select = node
    rows = {"from_table": (select or {}).get("from_table")} if choice.kind == "aggregate" else select or {}
    columns = [c for c in _telling(rows, keys) if c.casefold() not in _ordering(node)]
    add = f"add {', '.join(columns)} to its ORDER BY" if columns else ORDER
    if choice.kind == "list":
        return f"{choice.name} gives its values in no order; sort them with list_sort()"
    if choice.kind == "join":
        return f"{choice.name} takes one of several rows that tie; leave one row for each key on its right side"
    if choice.kind == "aggregate":
        add = f"write ORDER BY {', '.join(columns) or 'an id'} inside it"
    return f"{choice.name} takes some of the rows that tie in its order, which may be others next time; {add}"


def _telling(select: Node, keys: Mapping[str, tuple[str, ...]]) -> list[str]:
    """Return columns that tell the rows of a SELECT apart: those it groups by, else the keys of what it reads."""
    groups = select.get("group_expressions") or []
    if not groups and select.get("aggregate_handling") == "FORCE_AGGREGATES":  # GROUP BY ALL
        groups = [item for item in select["select_list"] if item.get("class") == "COLUMN_REF"]
    items = select.get("select_list") or [{}]
    places = [g for g in groups if g.get("class") == "CONSTANT"]
    if places and len(places) == len(groups):
        groups = [item for item in items if item.get("class") == "COLUMN_REF"]
    if groups:
        return [str(g["column_names"][-1]) for g in groups if g.get("class") == "COLUMN_REF"]
    tables = [part for part, _ in walk(select.get("from_table")) if part.get("type") == "BASE_TABLE"]
    found = [(t.get("alias") or t["table_name"], keys.get(str(t["table_name"]), ())) for t in tables]
    return [f"{name}.{column}" if len(found) > 1 else column for name, columns in found for column in columns]


def _ordering(node: Node) -> set[str]:
    """Return the names of the columns that a query, window or aggregate is ordered by."""
    orders = [o for m in node.get("modifiers") or () if m["type"] == "ORDER_MODIFIER" for o in m["orders"]]
    orders += [*(node.get("orders") or ()), *((node.get("order_bys") or {}).get("orders") or ())]
    return {str((o["expression"].get("column_names") or [""])[-1]).casefold() for o in orders}


def steadily_added(cursor: duckdb.DuckDBPyConnection, tree: Node) -> Node:
    """Return the query with every sum of fractions added up in the order of its values."""
    made: Node = copy.deepcopy(tree)
    for node, _select in list(walk(made)):
        plain = node.get("class") == "FUNCTION" and str(node.get("function_name", "")).casefold() in functions().sums
        if plain and not (node.get("order_bys") or {}).get("orders") and arguments(node):
            node["order_bys"] = {"type": "ORDER_MODIFIER", "orders": keys_of(cursor, arguments(node), "up")}
    return made


def _taken(cursor: duckdb.DuckDBPyConnection, tree: Node, ways: Mapping[Choice, str]) -> Node:
    """Return the query with the ties of each choice taken in the way that is given for it."""
    made: Node = copy.deepcopy(tree)
    nodes = list(walk(made))
    inner_first = sorted(ways.items(), key=lambda pair: (pair[1].startswith("checked"), -pair[0].at))
    for choice, way in inner_first:
        node, select = nodes[choice.at]
        if way.startswith("checked"):
            check(cursor, tree, choice, node, select, way)
        else:
            used = used_names(tree, at(tree, choice)[0]) if choice.kind == "rows" else None
            take(cursor, choice, node, select, way, used)
    return made
