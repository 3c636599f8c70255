"""Contracts and rules of a loaded package on Spark."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from ..contracts import Contracts
from ..issue import Findings
from . import Engine
from .judge import SparkJudge
from .rounds import settle
from .session import spark_session
from .spark import Spark

if TYPE_CHECKING:
    from .. import Layers


def judge(layers: Layers, folder: Path, master: str | None, tell: Callable[[str, str], None]) -> tuple[str, ...]:
    """Run contracts, then rules; return the codes of the rules that do not apply.

    Raises MissingExtraError without the extra, and Error where Spark does not start or cannot answer.
    """
    tell("Spark", "start")
    with spark_session(master) as session:
        spark = Spark(session, layers.connection, folder)
        try:
            tell("Spark", "tables")
            spark.hand_over(layers.tables)

            def contracts(engine: Engine, found: Findings) -> None:
                Contracts(engine, layers.tables, found).run(lambda layer, table: None)

            tell("contracts", "")
            settle(spark.answer, contracts, layers.found)
            tell("rules", "")
            return settle(spark.answer, SparkJudge(spark, layers.tables, layers.found).run, layers.found)
        finally:
            spark.close()
