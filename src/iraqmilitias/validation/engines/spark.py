"""The tables of a package in Spark, and the statements of contracts and rules run on them.

The common reader (structure) finds lines and cells, the same for every engine. It hands each table over as Parquet:
the physical line, whether the row is unsound, and every cell as it is printed, all text. Spark makes the values from
the cells with the compiled SQL, and answers the rest.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...errors import Error
from ...fields import literal, quoted
from ...package import Field
from ..structure.table import LoadedTable
from ..structure.values import sql_type, value
from . import Rows, Started, unnoticed
from .dialect import parsed, spark_sql
from .expressions import UntranslatableError
from .recursion import unrolled

if TYPE_CHECKING:
    import duckdb
    from pyspark.sql import DataFrame, SparkSession

# Statements of one job: a job costs some tenths of a second however little it does, and the plan of one with hundreds
# takes longer to make than to run.
BATCH = 40
CACHED = 20_000  # rows from which a table's values are kept instead of being made anew for each statement
# Of few rows, it is the compiling and the planning of many statements that takes the time.
SMALL = {
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.shuffle.partitions": "1",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
}


class SparkEngine:
    """One package's tables in a session; `folder` must be one that every worker can read."""

    name = "spark"

    def __init__(self, session: SparkSession, connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
        self.session, self.connection, self.folder = session, connection, folder
        self.kept: list[DataFrame] = []

    def hand_over(self, tables: Mapping[str, LoadedTable]) -> None:
        """Copy the printed cells of loaded tables and register relation `_r<i>` of each."""
        rows = sum(t.rows for t in tables.values())
        if rows <= CACHED:
            for key, setting in SMALL.items():
                self.session.conf.set(key, setting)
        for table in tables.values():
            self._hand_over(table)

    def _hand_over(self, table: LoadedTable) -> None:
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
        schema = ", ".join(f"{name} {kind}" for name, kind in copied.items())
        query = f"SELECT {', '.join(listed)} FROM {table.relation}"
        frame = run(lambda: self._copied(query, f"table-{table.index}", schema).selectExpr(*values))
        if table.rows > CACHED:
            frame = frame.persist()
            self.kept.append(frame)
        frame.createOrReplaceTempView(table.relation)

    def _copied(self, query: str, name: str, schema: str) -> DataFrame:
        """Return what a query answers in DuckDB, by way of a Parquet file."""
        file = self.folder / f"{name}.parquet"  # a name with _ before it is hidden to Spark
        self.connection.execute(f"COPY ({query}) TO {literal(str(file))} (FORMAT parquet)")
        path = re.sub(r"[\[\]{}*?\\]", r"\\\g<0>", str(file))  # Spark takes paths as globs
        return self.session.read.schema(schema).parquet(path)

    def share(self, table: str) -> None:
        """Make a table that was created in DuckDB known to Spark."""
        kinds = {"VARCHAR": "string", "BIGINT": "bigint"}
        columns = self.connection.execute(f"DESCRIBE {quoted(table)}").fetchall()
        schema = ", ".join(f"{name} {kinds[kind]}" for name, kind, *_ in columns)
        run(lambda: self._copied(f"FROM {quoted(table)}", f"shared{table}", schema).createOrReplaceTempView(table))

    def close(self) -> None:
        """Let go of the tables that are kept."""
        for frame in self.kept:
            frame.unpersist()

    def view(self, name: str, select: str) -> None:
        """Create a view on the tables, in DuckDB, which says what fits, and in Spark."""
        self.connection.execute(f"CREATE VIEW {quoted(name)} AS {select}")
        run(lambda: self.session.sql(spark_sql(select)).createOrReplaceTempView(_name(name)))

    def answer(self, statements: Sequence[str], started: Started = unnoticed) -> list[Rows]:
        """Return the rows of each statement, many of them to a job."""
        found: list[Rows] = [[] for _ in statements]
        for start in range(0, len(statements), BATCH):
            batch = range(start, min(start + BATCH, len(statements)))
            parts = [
                f"SELECT {i} AS q, to_json(struct(*), map('ignoreNullFields', 'false')) AS r "
                f"FROM ({self._text(statements[i])}) x"
                for i in batch
            ]
            started(start)
            for number, row in self._collected(" UNION ALL ".join(parts)):
                found[number].append(tuple(json.loads(row).values()))
        return found

    def _collected(self, sql: str) -> list[Any]:
        return list(run(lambda: self.session.sql(sql).collect()))

    def try_answer(self, statements: Sequence[str], started: Started = unnoticed) -> list[Rows | None]:
        """Return the rows of each statement, or None for one of which DuckDB says that it does not fit the types.

        Spark would turn one type into the other and answer.
        """
        fitting = [number for number, sql in enumerate(statements) if self._fits(sql)]
        answers = self.answer([statements[i] for i in fitting], lambda at: started(fitting[at]))
        by_number = dict(zip(fitting, answers, strict=True))
        return [by_number.get(number) for number in range(len(statements))]

    def _fits(self, statement: str) -> bool:
        import duckdb

        try:
            self.connection.execute(f"EXPLAIN {statement}").fetchall()
        except duckdb.Error:
            return False
        return True

    def _text(self, sql: str) -> str:
        tree = parsed(sql)
        return unrolled(self.session, tree, self.kept) if " RECURSIVE " in sql.upper() else spark_sql(sql)


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
    """Whether the values of a field come from the common reader: moments, dates in other formats, JSON.

    Spark's patterns for dates, its reading of zones and of JSON differ from DuckDB's, and one law has one verdict.
    """
    form = item.descriptor.get("format", "default")
    if item.type == "datetime" or (item.type in ("date", "time") and form != "default"):
        return True
    try:
        spark_sql(str(value(item, "x")))
    except UntranslatableError:
        return True
    return False


def _name(name: str) -> str:
    return "`" + name.replace("`", "``") + "`"
