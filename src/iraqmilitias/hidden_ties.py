"""Finds ties that a query's own result may hide, such as those of a LIMIT whose rows are then only counted.

Where a choice is taken upwards and downwards, a count of some of the rows can be the same by accident. So the choice is
compared where it is made: the query is written again so that it ends with an error where the two ways differ there, in
a column that the rest of the query names.
"""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

from .query_tree import Node, arguments, become, filled, node_of, parts, walk
from .steadiness import functions
from .tie_orders import Choice, named_columns, take

if TYPE_CHECKING:
    import duckdb

DIFFERS = "rows that tie differ"  # the error that such a query ends with
LISTS = {"list()", "array_agg()", "string_agg()", "listagg()", "group_concat()"}  # their length hangs on no order
NUMBERS = {"row_number() OVER", "ntile() OVER"}  # a number of a row that is then compared may well be the same


def can_hide(tree: Node, choice: Choice) -> bool:
    """Whether what a choice gives is used by more of the query, which may give the same for some other rows."""
    node, select = at(tree, choice)
    if choice.kind == "aggregate":
        return choice.name not in LISTS or _reader_of_list(tree, node) is not None
    root = tree["statements"][0]["node"]
    inside = (node if choice.kind == "rows" else select) is not root
    return inside and choice.kind in ("rows", "window") and choice.name not in NUMBERS


def check(
    cursor: duckdb.DuckDBPyConnection, tree: Node, choice: Choice, node: Node, select: Node | None, way: str
) -> None:
    """Make the query end with an error where a choice gives something else downwards.

    `way` is "checked", or "checked first" (see _check_rows); with "to offset" the rows before an OFFSET are compared.
    """
    whole: Node = select if choice.kind == "window" and select else node
    if choice.name in LISTS:
        whole = _reader_of_list(select, node) or node
    place = next(number for number, (part, _) in enumerate(walk(whole)) if part is node)
    before = at(tree, choice)[whole is select] or {}
    used = None if choice.kind == "aggregate" else used_names(tree, before)

    def taken(order: str) -> Node:
        form = copy.deepcopy(whole)
        take(cursor, choice, list(walk(form))[place][0], form if whole is select else select, order, used)
        return form

    if choice.kind == "aggregate":
        _check_value(cursor, whole, taken("up"), taken("down"))
    else:
        compared = [taken("up to offset"), taken("down to offset")] if way.endswith("to offset") else None
        one, other = compared or (taken("up"), taken("down"))
        _check_rows(cursor, whole, taken("up"), (one, other), used, "first" in way)


def at(tree: Node, choice: Choice) -> tuple[Node, Node | None]:
    """Return the part of a query that chooses, and the SELECT that it is part of."""
    return next(found for at, found in enumerate(walk(tree)) if at == choice.at)


def numbers_only(tree: Node, choice: Choice) -> bool:
    """Whether a query uses nothing of a subquery but the numbers that it gives to its rows."""
    _node, select = at(tree, choice)
    numbers = [item for item in (select or {}).get("select_list", ()) if item.get("class") == "WINDOW"]
    used = used_names(tree, select) if select and not select.get("qualify") else None
    return used is not None and used <= {str(item["alias"]).casefold() for item in numbers}


def _check_value(cursor: duckdb.DuckDBPyConnection, node: Node, one: Node, other: Node) -> None:
    """Make an aggregate or window end with an error where its two forms give different values."""
    sql = f"CASE WHEN __one IS DISTINCT FROM __other THEN error('{DIFFERS}') ELSE __one END"
    become(node, filled(cursor, sql, {"__one": {**one, "alias": ""}, "__other": {**other, "alias": ""}}))


def _check_rows(
    cursor: duckdb.DuckDBPyConnection,
    node: Node,
    kept_form: Node,
    compared: tuple[Node, Node],
    used: frozenset[str] | None,
    first: bool,
) -> None:
    """Make a subquery its form that is kept, with an error where two others differ in the columns that are used.

    `first`: whether or not any of its rows are kept, which no subquery can that names a column of the query around it.
    """
    some = "*" if used is None else named_columns(used | {"__rows"})
    row = f"SELECT {some} FROM (SELECT 1 AS __rows, * FROM (SELECT * FROM {{}}))"
    listed = f"(SELECT list_sort(list(__row)) FROM ({row}) AS __row)"
    kept = "1000000000000" if first else "true"
    checked = f"CASE WHEN {listed} IS DISTINCT FROM {listed} THEN error('{DIFFERS}') ELSE {kept} END"
    where = (f"LIMIT (SELECT {checked})" if first else f"WHERE {checked}").format("__one", "__other")
    made = node_of(cursor, f"SELECT * FROM __kept {where}")
    subquery = node_of(cursor, "SELECT 1 FROM (SELECT 1)")["from_table"]
    for part in list(parts(made)):
        form = {"__kept": kept_form, "__one": compared[0], "__other": compared[1]}.get(str(part.get("table_name")))
        if form:
            become(part, copy.deepcopy(subquery))
            part["subquery"]["node"] = copy.deepcopy(form)
    node.clear()
    node.update(made)


def used_names(tree: Node, node: Node) -> frozenset[str] | None:
    """Return the names of columns in the query around a subquery; None where it may use columns without their names."""
    around = copy.deepcopy(tree)
    (inner,) = [new for (old, _), (new, _) in zip(walk(tree), walk(around), strict=True) if old is node]
    holders = [part for part in parts(around) if any(part.get(name) is inner for name in ("node", "query_node"))]
    inner.clear()
    outside = list(parts(around))
    places = [p for p in outside for name in ("subquery", "value", "query") if holders and p.get(name) is holders[0]]
    place = places[0] if places else None
    if place and place.get("subquery_type") == "EXISTS":
        return frozenset()
    if place is None or place.get("class") == "SUBQUERY" or any(map(_takes_all, outside)):
        return None
    names = [[str(n).casefold() for n in p.get("column_names") or p.get("using_columns") or ()] for p in outside]
    rows = {str(p.get("alias") or p.get("table_name")).casefold() for p in outside if "column_name_alias" in p}
    return None if any(len(n) == 1 and n[0] in rows for n in names) else frozenset(word for n in names for word in n)


def _takes_all(part: Node) -> bool:
    """Whether a part of a query may use columns without naming them, or under other names."""
    renamed = part.get("column_name_alias") or part.get("aliases")
    by_place = part.get("type") in ("PIVOT", "SET_OPERATION_NODE", "RECURSIVE_CTE_NODE", "POSITIONAL_REFERENCE")
    return bool(part.get("class") == "STAR" or part.get("ref_type") == "NATURAL" or renamed or by_place)


def _reader_of_list(tree: Any, node: Node) -> Node | None:
    """Return the call that takes some of a list by its order, where the list is made in its arguments."""
    calls = [p for p in parts(tree) if p.get("type") == "ARRAY_SLICE" or p.get("function_name") in functions().by_order]
    return next((call for call in calls if any(argument is node for argument in arguments(call))), None)
