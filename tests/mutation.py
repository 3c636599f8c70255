"""Changes a rule's SQL in one place at a time: what the rules' cases must notice."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from sqlglot import exp, parse_one

from iraqmilitias.validation.rules import Rule

PLACES = {
    "{table}": "zz_table",
    "{printed}": "zz_printed",
    "{column}": "zz_column",
    "{table_text}": "'zz_table_text'",
    "{column_text}": "'zz_column_text'",
}
FLIPPED: dict[type[exp.Expression], tuple[type[exp.Expression], ...]] = {
    exp.EQ: (exp.NEQ,),
    exp.NEQ: (exp.EQ,),
    exp.LT: (exp.LTE, exp.GTE),
    exp.LTE: (exp.LT, exp.GT),
    exp.GT: (exp.GTE, exp.LTE),
    exp.GTE: (exp.GT, exp.LT),
}


def tree_of(rule: Rule) -> exp.Expression:
    sql = rule.sql
    for place, name in PLACES.items():
        sql = sql.replace(place, name)
    return parse_one(sql, read="duckdb")


def with_tree(rule: Rule, tree: exp.Expression) -> Rule:
    sql = tree.sql("duckdb")
    for place, name in PLACES.items():
        sql = re.sub(rf"{name}(?!_)", place, sql) if name[0] != "'" else sql.replace(name, place)
    return rule._replace(sql=sql)


def _in_message(node: exp.Expression) -> bool:
    while node.parent is not None:
        if isinstance(node, exp.Alias) and node.alias == "message":
            return True
        if isinstance(node.parent, exp.Select) and node.arg_key == "expressions" and node.index == 3:
            return isinstance(node.parent.parent, exp.Union) or node.parent.parent is None
        node = node.parent
    return False


Change = Callable[[exp.Expression], exp.Expression]


def _changes(node: exp.Expression) -> Iterator[tuple[str, Change]]:
    for other in FLIPPED.get(type(node), ()):
        yield f"{type(node).__name__} to {other.__name__}", lambda n, o=other: o(this=n.this, expression=n.expression)
    if isinstance(node, exp.And | exp.Or):
        word = type(node).__name__
        yield f"{word} without its right side", lambda n: n.this
        yield f"{word} without its left side", lambda n: n.expression
    if isinstance(node, exp.Is | exp.Exists | exp.In | exp.RegexpLike | exp.Between):
        if isinstance(node.parent, exp.Not):
            return
        yield f"{type(node).__name__} negated", lambda n: exp.Not(this=exp.Paren(this=n))
    if isinstance(node, exp.Not):
        yield "Not dropped", lambda n: n.this
    if isinstance(node, exp.Union):
        yield "Union without its right side", lambda n: n.this
        yield "Union without its left side", lambda n: n.expression
    if isinstance(node, exp.Where | exp.Having):
        yield f"{type(node).__name__} dropped", lambda n: type(n)(this=exp.true())
    if isinstance(node, exp.Literal) and node.is_int and not isinstance(node.parent, exp.Select):  # EXISTS (SELECT 1
        yield "number raised", lambda n: exp.Literal.number(int(n.name) + 1)
    if isinstance(node, exp.Coalesce):
        yield "Coalesce to its first", lambda n: n.this


def mutants(rule: Rule) -> Iterator[tuple[str, Rule]]:
    """Yield what was changed, and the rule with that change, for each place outside a message."""
    count = len(list(tree_of(rule).walk()))
    for position in range(count):
        node = list(tree_of(rule).walk())[position]
        if _in_message(node):
            continue
        for what, change in list(_changes(node)):
            tree = tree_of(rule)
            found = list(tree.walk())[position]
            printed = found.sql("duckdb")
            new = change(found.copy())
            if found is tree:
                tree = new
            else:
                found.replace(new)
            yield f"{what}: {printed}", with_tree(rule, tree)
