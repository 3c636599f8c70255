"""Recursive queries, which Spark runs with UNION ALL only and Sail not at all: each generation is one statement.

It is written as Parquet, since Sail keeps nothing in memory: a generation would be computed again for each that
follows.
"""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from sqlglot import exp

from .dialect import spark_tree
from .expressions import UntranslatableError

if TYPE_CHECKING:
    from pathlib import Path

    from pyspark.sql import DataFrame, SparkSession

_NUMBERS = count()


def unrolled(session: SparkSession, tree: exp.Expr, folder: Path, server: str) -> str:
    """Return the Spark SQL of a statement with each recursive query computed and registered as a view.

    The generations are files in `folder`.
    """
    copied = tree.copy()
    for clause in list(copied.find_all(exp.With)):
        before: list[exp.CTE] = []
        for query in list(clause.expressions):
            if any(t.name == query.alias for t in query.this.find_all(exp.Table)):
                name = f"generation_{next(_NUMBERS)}"
                _compute(session, query, before, folder / name, server)
                _renamed(copied, query.alias, name)
                query.pop()
            else:
                before.append(query)
        clause.set("recursive", False)
        if not clause.expressions:
            clause.pop()
    return spark_tree(copied, server)


def _compute(session: SparkSession, query: exp.CTE, before: list[exp.CTE], path: Path, server: str) -> None:
    """Register a view, with the path's name, of the rows of a recursive query.

    They are those of its first part, and then, generation by generation, those that follow from what is new.
    """
    union = query.this
    if not isinstance(union, exp.Union) or not union.args.get("distinct"):
        raise UntranslatableError(f"the recursive query {query.alias} must be a UNION of two parts")
    first, step = (_with(part, before) for part in (union.this, union.expression))
    _renamed(step, query.alias, path.name)
    columns = query.alias_column_names or [e.alias_or_name for e in union.this.selects]
    statement = spark_tree(step, server)
    numbers = count()

    def written(frame: DataFrame) -> DataFrame:
        file = str(path / str(next(numbers)))
        frame.write.parquet(file)
        return session.read.schema(frame.schema).parquet(file)  # Sail writes nothing of no rows

    new = written(session.sql(spark_tree(first, server)).toDF(*columns).distinct())
    every = new
    while not new.isEmpty():
        new.createOrReplaceTempView(path.name)
        new = written(session.sql(statement).toDF(*columns).subtract(every))
        every = every.union(new)
    every.createOrReplaceTempView(path.name)


def _renamed(tree: exp.Expr, table: str, name: str) -> None:
    """Let a statement read `name` where it read `table`."""
    for found in tree.find_all(exp.Table):
        if found.name == table and not found.db:
            found.set("alias", found.args.get("alias") or exp.TableAlias(this=exp.to_identifier(table)))
            found.set("this", exp.to_identifier(name))


def _with(part: exp.Expr, before: list[exp.CTE]) -> exp.Expr:
    """Return a copy of a part of a query with the queries before it."""
    copied = part.copy()
    if before:
        copied.set("with_", exp.With(expressions=[b.copy() for b in before]))
    return copied
