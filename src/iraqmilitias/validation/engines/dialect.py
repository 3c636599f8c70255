"""A statement of DuckDB SQL as Spark SQL: sqlglot translates the syntax, this module what it leaves as it is.

What is not known to mean the same on both engines is an error and never passed through.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import sqlglot
from sqlglot import exp

from .expressions import UntranslatableError, java, replacement

if TYPE_CHECKING:
    from collections.abc import Callable

# Functions that sqlglot does not know and that bear another name on Spark.
_RENAMED = {"strlen": "OCTET_LENGTH"}
# Functions of which trials showed that they mean the same on both.
SAME = (
    exp.Abs, exp.And, exp.Or, exp.Case, exp.If, exp.Cast, exp.TryCast, exp.Coalesce, exp.Count, exp.Exists, exp.Lag,
    exp.Lead, exp.Left, exp.Length, exp.Lower, exp.Max, exp.Min, exp.Month, exp.Replace, exp.Round, exp.RowNumber,
    exp.SplitPart, exp.StrPosition, exp.Substring, exp.Sum, exp.Trim, exp.Year,
)  # fmt: skip


@lru_cache(maxsize=8192)
def parsed(sql: str) -> exp.Expr:
    """Return a statement of DuckDB SQL as a tree; callers copy it before they change it."""
    return sqlglot.parse_one(sql, read="duckdb")


def spark_sql(sql: str) -> str:
    """Return the Spark SQL of a DuckDB statement. Raises UntranslatableError where there is none."""
    return spark_tree(parsed(sql))


def spark_tree(tree: exp.Expr) -> str:
    """Return the Spark SQL of a parsed DuckDB statement."""
    copied = tree.copy()
    for node in reversed(list(copied.dfs())):  # children first, so that what is put round them holds them as changed
        change = _CHANGES.get(type(node))
        if change is not None:
            new = change(node)
            if new is not node:
                node.replace(new)
        elif isinstance(node, exp.Func) and not isinstance(node, SAME):
            raise UntranslatableError(f"{node.sql('duckdb')[:80]} is not known to mean the same on Spark")
    return copied.sql("spark")


def _pattern(node: exp.Expr) -> str:
    stated = node.expression
    if not isinstance(stated, exp.Literal):
        raise UntranslatableError(f"{node.sql('duckdb')[:80]}: the pattern must be written out")
    return str(stated.this)


def _full_match(node: exp.Expr) -> exp.Expr:
    return exp.RegexpLike(this=node.this.copy(), expression=exp.Literal.string(java(_pattern(node), full=True)))


def _contains(node: exp.Expr) -> exp.Expr:
    node.set("expression", exp.Literal.string(java(_pattern(node))))
    return node


def _replace(node: exp.Expr) -> exp.Expr:
    modifiers = node.args.get("modifiers")
    if modifiers is None or modifiers.this != "g":
        raise UntranslatableError(f"{node.sql('duckdb')[:80]}: Spark replaces every match, so 'g' must be there")
    listed = [exp.Literal.string(java(_pattern(node))), exp.Literal.string(replacement(node.args["replacement"].this))]
    return exp.Anonymous(this="REGEXP_REPLACE", expressions=[node.this.copy(), *listed])


def _anonymous(node: exp.Expr) -> exp.Expr:
    name = str(node.this).lower()
    if name == "isfinite":  # Spark takes NaN as more than infinity
        infinity = exp.cast(exp.Literal.string("infinity"), "double")
        return exp.Paren(this=exp.LT(this=exp.Abs(this=node.expressions[0].copy()), expression=infinity))
    if name in _RENAMED:
        return exp.Anonymous(this=_RENAMED[name], expressions=[e.copy() for e in node.expressions])
    raise UntranslatableError(f"{name}() is not known to mean the same on Spark")


def _cast(node: exp.Expr) -> exp.Expr:
    """A time is held as text, which sorts alike; Spark's dates know a year 0, which DuckDB prints otherwise."""
    kind = node.args["to"].this
    if kind == exp.DataType.Type.TIME:
        return exp.cast(node.this.copy(), "text")
    if isinstance(node, exp.TryCast) and kind == exp.DataType.Type.DATE:
        late = exp.GTE(this=node.this.copy(), expression=exp.Literal.string("0001"))
        return exp.Case(ifs=[exp.If(this=late, true=node.copy())])
    return node


def _greater(node: exp.Expr) -> exp.Expr:
    """Of rows, NULL is the greatest in DuckDB and the least in Spark."""
    for side in (node.this, node.expression):
        if isinstance(side, exp.Tuple):
            cells = [part for e in side.expressions for part in (exp.Is(this=e.copy(), expression=exp.Null()), e)]
            side.set("expressions", cells)
    return node


_CHANGES: dict[type[exp.Expr], Callable[[exp.Expr], exp.Expr]] = {
    exp.RegexpFullMatch: _full_match,
    exp.RegexpLike: _contains,
    exp.RegexpReplace: _replace,
    exp.Anonymous: _anonymous,
    exp.Cast: _cast,
    exp.TryCast: _cast,
    exp.GT: _greater,
}
