"""The tables of a package on a Spark Connect server, and the statements of contracts and rules run there.

The common reader (structure) finds lines, cells and values, the same for every engine. It hands each table over once,
as Parquet: the physical line, whether the row is unsound, every cell as it is printed, and its value.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...cell_values import sql_type
from ...fields import literal, quoted
from ..structure.table import LoadedTable
from . import EngineError, Rows, Started, unnoticed
from .dialect import ordered, parsed, spark_sql, width
from .expressions import DIALECTS
from .recursion import unrolled
from .session import reason

if TYPE_CHECKING:
    import duckdb
    from pyspark.sql import SparkSession

# Statements of one job: a job costs some hundredths of a second on Sail and some tenths on Spark however little it
# does, and the plan of one with hundreds takes longer to make than to run.
BATCH = 40
FEW = 20_000  # rows up to which one task is enough
# Of few rows, it is the compiling and the planning of many statements that takes the time.
SMALL = {
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.shuffle.partitions": "1",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
}

# By type: a time is text in Spark, and 0 and -0 are one number, of which Sail makes two groups.
_HANDED = {"TIME": "{0}::VARCHAR AS {0}", "DOUBLE": "{0} + 0 AS {0}"}


class SparkEngine:
    """One package's tables in a session; `folder` must be one that the server and its workers see."""

    name = "spark"

    def __init__(self, session: SparkSession, connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
        self.session, self.connection, self.folder = session, connection, folder
        self.server = server_of(session)

    def hand_over(self, tables: Mapping[str, LoadedTable]) -> None:
        """Copy loaded tables and register relation `_r<i>` of each."""
        if sum(t.rows for t in tables.values()) <= FEW:
            for key, setting in SMALL.items():
                self.session.conf.set(key, setting)
        for table in tables.values():
            columns = ["line::BIGINT AS line", "bad"]
            for item in table.table.fields:
                if item.name in table.columns:
                    cell, value = table.printed(item.name), table.typed(item.name)
                    columns.append(cell)
                    if value != cell:
                        columns.append(_HANDED.get(sql_type(item), "{0}").format(value))
                    columns += table.key(item.name)[1:]
            self._copy(f"SELECT {', '.join(columns)} FROM {table.relation}", table.relation)

    def _copy(self, query: str, name: str) -> None:
        """Register as a view what a query answers in DuckDB, by way of a Parquet file."""
        file = self.folder / f"table{name}.parquet"  # a name with _ before it is hidden to Spark
        self.connection.execute(f"COPY ({query}) TO {literal(str(file))} (FORMAT parquet)")
        path = re.sub(r"[\[\]{}*?\\]", r"\\\g<0>", str(file))  # Spark takes paths as globs
        run(lambda: self.session.read.parquet(path).createOrReplaceTempView(name))

    def share(self, table: str) -> None:
        """Make a table that was created in DuckDB known to Spark."""
        self._copy(f"FROM {quoted(table)}", table)

    def view(self, name: str, select: str) -> None:
        """Create a view on the tables, in DuckDB, which says what fits, and in Spark."""
        self.connection.execute(f"CREATE VIEW {quoted(name)} AS {select}")
        made = spark_sql(select, self.server)
        run(lambda: self.session.sql(made).createOrReplaceTempView(DIALECTS[self.server].name(name)))

    def answer(self, statements: Sequence[str], started: Started = unnoticed) -> list[Rows]:
        """Return the rows of each statement.

        Those without an order are of numbers, and many of them are one job.
        """
        texts = [self.text(sql) for sql in statements]
        found: list[Rows] = [[] for _ in statements]
        numbers = []
        for number, sql in enumerate(statements):
            if ordered(sql):
                started(number)
                found[number] = [tuple(row) for row in self._collected(texts[number])]
            else:
                numbers.append(number)
        for start in range(0, len(numbers), BATCH):
            batch = numbers[start : start + BATCH]
            started(batch[0])
            widths = {number: width(statements[number]) for number in batch}
            parts = [_numbers(number, texts[number], widths[number], max(widths.values())) for number in batch]
            for number, *row in self._collected(" UNION ALL ".join(parts)):
                found[number].append(tuple(row[: widths[number]]))
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

    def text(self, sql: str) -> str:
        """Return a statement as the server has it; of a recursive one, the generations are made here."""
        tree = parsed(sql)
        if " RECURSIVE " not in sql.upper():
            return spark_sql(sql, self.server)
        return str(run(lambda: unrolled(self.session, tree, self.folder, self.server)))


def server_of(session: SparkSession) -> str:
    """Return which of the dialects a server has: "sail" if its regular expressions are not Java's, else "spark"."""
    from pyspark.errors import PySparkException

    try:
        session.sql("SELECT regexp_like('a', '(?d)a')").collect()
    except PySparkException:
        return "sail"
    return "spark"


def _numbers(number: int, statement: str, own: int, widest: int) -> str:
    """Return a statement with its number before it, and NULL after it up to a width."""
    names = [f"a{i}" for i in range(own)]
    cells = [f"CAST({name} AS BIGINT) AS {name}" for name in names]
    cells += [f"CAST(NULL AS BIGINT) AS a{i}" for i in range(own, widest)]
    return f"SELECT {number} AS q, {', '.join(cells)} FROM ({statement}) AS x({', '.join(names)})"


def run(action: Callable[[], Any]) -> Any:
    """Return what Spark answers; raises EngineError with what it says instead."""
    try:
        return action()
    except Exception as error:
        if type(error).__module__.partition(".")[0] not in ("pyspark", "grpc"):
            raise
        raise EngineError(f"Spark could not answer: {reason(error)}") from error
