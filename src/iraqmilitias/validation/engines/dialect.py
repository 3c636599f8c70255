"""A statement of DuckDB SQL as Spark SQL: sqlglot translates the syntax, this module what it leaves as it is.

What is not known to mean the same everywhere is an error and never passed through.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import sqlglot
from sqlglot import exp

from .expressions import UntranslatableError, expression, replacement

if TYPE_CHECKING:
    from collections.abc import Callable

_SPACES = r"\x{20}\x{A0}\x{1680}\x{2000}-\x{200A}\x{202F}\x{205F}\x{3000}"  # what trim() takes off on DuckDB: class Zs
# Functions that sqlglot does not know and that bear another name on Spark.
_RENAMED = {"strlen": "OCTET_LENGTH"}
# Functions of which tests/spark shows that they mean the same on DuckDB, on Spark and on Sail.
SAME = (
    exp.Abs, exp.And, exp.Or, exp.Case, exp.If, exp.Cast, exp.Coalesce, exp.Count, exp.Exists, exp.Lag,
    exp.Lead, exp.Left, exp.Length, exp.Lower, exp.Max, exp.Min, exp.Month, exp.Replace, exp.Round, exp.RowNumber,
    exp.StrPosition, exp.Substring, exp.Sum, exp.Trim, exp.Year,
)  # fmt: skip


@lru_cache(maxsize=8192)
def parsed(sql: str) -> exp.Expr:
    """Return a statement of DuckDB SQL as a tree; callers copy it before they change it."""
    return sqlglot.parse_one(sql, read="duckdb")


def ordered(sql: str) -> bool:
    """Whether the rows of a statement have an order."""
    return parsed(sql).args.get("order") is not None


def width(sql: str) -> int:
    """Return how many columns a statement lists."""
    return len(parsed(sql).expressions)


def spark_sql(sql: str, server: str = "spark") -> str:
    """Return the Spark SQL of a DuckDB statement for a server ("spark" or "sail").

    Raises UntranslatableError where there is none.
    """
    return spark_tree(parsed(sql), server)


def spark_tree(tree: exp.Expr, server: str) -> str:
    """Return the Spark SQL of a parsed DuckDB statement."""
    copied = tree.copy()
    for node in reversed(list(copied.dfs())):  # children first, so that what is put round them holds them as changed
        change = _CHANGES.get(type(node))
        if change is not None:
            new = change(node, server)
            if new is not node:
                node.replace(new)
        elif isinstance(node, exp.Func) and type(node) not in SAME:
            raise UntranslatableError(f"{node.sql('duckdb')[:80]} is not known to mean the same on Spark")
    return copied.sql("spark")


def _pattern(node: exp.Expr, server: str, full: bool = False) -> exp.Expr:
    stated = node.expression
    if not isinstance(stated, exp.Literal):
        raise UntranslatableError(f"{node.sql('duckdb')[:80]}: the pattern must be written out")
    return exp.Literal.string(expression(str(stated.this), server, full))


def _full_match(node: exp.Expr, server: str) -> exp.Expr:
    return exp.RegexpLike(this=node.this.copy(), expression=_pattern(node, server, full=True))


def _contains(node: exp.Expr, server: str) -> exp.Expr:
    node.set("expression", _pattern(node, server))
    return node


def _replace(node: exp.Expr, server: str) -> exp.Expr:
    modifiers = node.args.get("modifiers")
    if modifiers is None or modifiers.this != "g":
        raise UntranslatableError(f"{node.sql('duckdb')[:80]}: Spark replaces every match, so 'g' must be there")
    new = exp.Literal.string(replacement(node.args["replacement"].this, server))
    return exp.Anonymous(this="REGEXP_REPLACE", expressions=[node.this.copy(), _pattern(node, server), new])


def _anonymous(node: exp.Expr, server: str) -> exp.Expr:
    name = str(node.this).lower()
    if name in _RENAMED:
        return exp.Anonymous(this=_RENAMED[name], expressions=[e.copy() for e in node.expressions])
    raise UntranslatableError(f"{name}() is not known to mean the same on Spark")


def _cast(node: exp.Expr, server: str) -> exp.Expr:
    """A time is held as text, which sorts alike."""
    return exp.cast(node.this.copy(), "text") if node.args["to"].this == exp.DataType.Type.TIME else node


def _tuple(node: exp.Expr, server: str) -> exp.Expr:
    """Refuse rows that are compared: of them, NULL is the greatest in DuckDB and the least in Spark."""
    if any(isinstance(side, exp.Tuple) for side in (node.this, node.expression)):
        raise UntranslatableError(f"{node.sql('duckdb')[:80]}: rows are not ordered alike on Spark")
    return node


def _difference(node: exp.Expr, server: str) -> exp.Expr:
    """Refuse the difference of two dates: a number of days in DuckDB, an interval in Spark."""
    columns = [c for side in (node.this, node.expression) for c in [side.unnest()] if isinstance(c, exp.Column)]
    if any("date" in column.name.lower() for column in columns):
        raise UntranslatableError(f"{node.sql('duckdb')[:80]}: dates are not subtracted alike on Spark; compare them")
    return node


def _not_in(node: exp.Expr, server: str) -> exp.Expr:
    """Say of NOT IN (SELECT …) that no value is not in it: Sail 0.7 takes NULL beside OR as a value that is not."""
    inside = node.this
    if not isinstance(inside, exp.In) or not inside.args.get("query"):
        return node
    value = exp.Not(this=exp.Is(this=inside.this.copy(), expression=exp.Null()))
    return exp.Paren(this=exp.And(this=value, expression=node.copy()))


def _lower(node: exp.Expr, server: str) -> exp.Expr:
    """Lower letter by letter: others make two characters of İ, and ς of a Σ that ends a word."""
    plain = [node.this.copy(), exp.Literal.string("İΣ"), exp.Literal.string("iσ")]
    return exp.Lower(this=exp.Anonymous(this="TRANSLATE", expressions=plain))


def _trim(node: exp.Expr, server: str) -> exp.Expr:
    """Trim every kind of space, where others trim one."""
    if node.expression or node.args.get("position"):
        raise UntranslatableError(f"{node.sql('duckdb')[:80]} is not known to mean the same on Spark")
    pattern = exp.Literal.string(expression(f"^[{_SPACES}]+|[{_SPACES}]+$", server))
    return exp.Anonymous(this="REGEXP_REPLACE", expressions=[node.this.copy(), pattern, exp.Literal.string("")])


def _literal(node: exp.Expr, server: str) -> exp.Expr:
    """Let 1.5 be a double, which Sail would make a decimal, and with it the double that is compared to it."""
    return node if node.is_string or node.is_int else exp.cast(exp.Literal.string(str(node.this)), "double")


_CHANGES: dict[type[exp.Expr], Callable[[exp.Expr, str], exp.Expr]] = {
    exp.RegexpFullMatch: _full_match,
    exp.RegexpLike: _contains,
    exp.RegexpReplace: _replace,
    exp.Anonymous: _anonymous,
    exp.Cast: _cast,
    exp.Literal: _literal,
    exp.Lower: _lower,
    exp.Trim: _trim,
    exp.Not: _not_in,
    exp.Sub: _difference,
    **dict.fromkeys((exp.GT, exp.GTE, exp.LT, exp.LTE), _tuple),
}
