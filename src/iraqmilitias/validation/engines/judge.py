"""The rules on Spark: the same statements on the same views."""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce
from typing import Any

from ..contracts import view_sql
from ..judging import TEXTS, Judge
from ..loading import Loaded
from . import Engine
from .spark import Spark


class SparkJudge(Judge):
    """The views that rules query, in Spark; and in DuckDB, which says whether a statement fits them."""

    def __init__(self, spark: Spark, tables: Mapping[str, Loaded]) -> None:
        self.spark, self.fits = spark, dict[str, bool]()
        super().__init__(spark.connection, tables)

    def rows(self, engine: Engine, query: str) -> list[tuple[Any, ...]] | None:
        """Return the rows of a statement, or None where DuckDB says that it does not fit the columns' types.

        Spark would turn one type into the other and answer.
        """
        if query not in self.fits:
            self.fits[query] = super().rows(self.connection, f"EXPLAIN {query}") is not None
        return engine.execute(query).fetchall() if self.fits[query] else None

    def view(self, name: str, table: Loaded, printed: bool) -> None:
        """Make the view of a table that rules query."""
        super().view(name, table, printed)
        self.spark.view(name, view_sql(table, printed))

    def texts(self) -> None:
        """Put every text cell into one view, so that a rule on text is one statement."""
        frames = []
        for name, columns in self.columns.items():
            listed = [c for c, kind in columns.items() if kind == "string"]
            if listed:
                table, first = self.tables[name], len(self.places)
                self.places += [(name, column) for column in listed]
                cells = ", ".join(f"{first + i}L, {table.printed(c)}" for i, c in enumerate(listed))
                frame = self.spark.session.table(table.relation)
                frames.append(frame.selectExpr("line", f"stack({len(listed)}, {cells}) AS (place, cell)"))
        if not frames:
            return
        whole = reduce(lambda one, other: one.union(other), frames).where("cell IS NOT NULL")
        whole = whole.selectExpr("place", "line", "cell", f"line * {len(self.places)} + place AS _line").persist()
        self.spark.kept.append(whole)
        whole.createOrReplaceTempView(TEXTS)
        whole.createOrReplaceTempView(f"printed_{TEXTS}")
        self.connection.execute(f"CREATE TABLE {TEXTS} (place BIGINT, line BIGINT, cell VARCHAR, _line BIGINT)")
        self.connection.execute(f"CREATE VIEW printed_{TEXTS} AS FROM {TEXTS}")
