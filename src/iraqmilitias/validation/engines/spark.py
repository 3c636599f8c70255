"""The tables of a package in Spark, and the statements of contracts and rules run on them.

The common reader (structure) finds lines and cells, the same for every engine. It hands each table over as Parquet:
the physical line, whether the row is unsound, and every cell as it is printed, all text. Spark makes the values from
the cells with the compiled SQL, and answers the rest.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...errors import Error
from ...fields import literal
from ...package import Field
from ..loading import Loaded
from ..values import sql_type, value
from .dialect import parsed, spark_sql
from .expressions import UntranslatableError
from .recursion import unrolled
from .rounds import Rows

if TYPE_CHECKING:
    import duckdb
    from pyspark.sql import DataFrame, SparkSession

BATCH = 40  # statements of one job: a plan of hundreds takes longer to make than to run
CACHED = 20_000  # rows from which a table's values are kept instead of being made anew for each statement
# Of few rows, it is the compiling and the planning of many statements that takes the time.
SMALL = {
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.shuffle.partitions": "1",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
}


class Spark:
    """One package's tables in a session; `folder` must be one that every worker can read."""

    def __init__(self, session: SparkSession, connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
        self.session, self.connection, self.folder = session, connection, folder
        self.kept: list[DataFrame] = []

    def hand_over(self, tables: Mapping[str, Loaded]) -> None:
        """Copy the printed cells of loaded tables and register relation `_r<i>` of each."""
        rows = sum(t.rows for t in tables.values())
        if rows <= CACHED:
            for key, setting in SMALL.items():
                self.session.conf.set(key, setting)
        for table in tables.values():
            self._hand_over(table)

    def _hand_over(self, table: Loaded) -> None:
        copied = {"line": "bigint", "bad": "boolean"}
        listed, values = ["line::BIGINT AS line", "bad"], ["line", "bad"]
        for item in table.table.fields:
            if item.name not in table.columns:
                continue
            cell, typed = table.printed(item.name), table.typed(item.name)
            listed.append(cell)
            values.append(cell)
            copied[cell] = "string"
            if typed == cell:
                continue
            if by_reader(item):
                kind = spark_sql(f"CAST(NULL AS {sql_type(item)})").removeprefix("CAST(NULL AS ").removesuffix(")")
                listed.append(f"{typed}::VARCHAR AS {typed}")
                copied[typed] = "string"
                values.append(f"CAST({typed} AS {kind}) AS {typed}")
            else:
                values.append(f"{spark_sql(str(value(item, cell)))} AS {typed}")
        file = self.folder / f"table-{table.index}.parquet"  # a name with _ before it is hidden to Spark
        self.connection.execute(
            f"COPY (SELECT {', '.join(listed)} FROM {table.relation}) TO {literal(str(file))} (FORMAT parquet)"
        )
        schema = ", ".join(f"{name} {kind}" for name, kind in copied.items())
        frame = run(lambda: self.session.read.schema(schema).parquet(file.as_uri()).selectExpr(*values))
        if table.rows > CACHED:
            frame = frame.persist()
            self.kept.append(frame)
        frame.createOrReplaceTempView(table.relation)

    def close(self) -> None:
        """Let go of the tables that are kept."""
        for frame in self.kept:
            frame.unpersist()

    def view(self, name: str, sql: str) -> None:
        """Register a statement of DuckDB SQL as a view."""
        run(lambda: self.session.sql(spark_sql(sql)).createOrReplaceTempView(_name(name)))

    def answer(self, statements: Sequence[str]) -> dict[str, Rows]:
        """Return the rows of each statement of DuckDB SQL, many of them to a job."""
        found: dict[str, Rows] = {sql: [] for sql in statements}
        for start in range(0, len(statements), BATCH):
            batch = statements[start : start + BATCH]
            parts = [
                f"SELECT {i} AS q, to_json(struct(*), map('ignoreNullFields', 'false')) AS r FROM ({self._text(sql)}) x"
                for i, sql in enumerate(batch)
            ]
            whole = " UNION ALL ".join(parts)
            for number, row in self._rows(whole):
                found[batch[number]].append(tuple(json.loads(row).values()))
        return found

    def _text(self, sql: str) -> str:
        tree = parsed(sql)
        return unrolled(self.session, tree, self.kept) if " RECURSIVE " in sql.upper() else spark_sql(sql)

    def _rows(self, sql: str) -> list[Any]:
        return list(run(lambda: self.session.sql(sql).collect()))


def run(action: Callable[[], Any]) -> Any:
    """Return what Spark answers; raises Error with the first line of what it says instead."""
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    try:
        return action()
    except (PySparkException, Py4JError) as error:
        lines = [line for line in str(error).splitlines() if line.strip()]
        raise Error(f"Spark could not answer: {lines[0] if lines else type(error).__name__}") from error


def by_reader(item: Field) -> bool:
    """Whether the values of a field come from the common reader: dates in forms of their own, JSON.

    Spark's patterns for dates and its reading of JSON differ from DuckDB's, and one law has one verdict.
    """
    if item.type in ("date", "datetime", "time") and item.descriptor.get("format", "default") != "default":
        return True
    try:
        spark_sql(str(value(item, "x")))
    except UntranslatableError:
        return True
    return False


def _name(name: str) -> str:
    return "`" + name.replace("`", "``") + "`"
