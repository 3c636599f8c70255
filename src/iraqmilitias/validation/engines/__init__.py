"""Where the compiled SQL runs: DuckDB by default, Spark for those who outgrow one machine.

The law is written once, as DuckDB SQL. `dialect` turns a statement into Spark's SQL, `expressions` a pattern from RE2
to Java, `recursion` a recursive query into its generations; `rounds` puts many small statements into one Spark job;
`session` starts Spark, `spark` holds the tables, `judge` the rules' views, and `run` does all of it.
"""

from __future__ import annotations

from typing import Any, Protocol


class Answer(Protocol):
    """The rows of a statement."""

    def fetchall(self) -> list[Any]: ...


class Engine(Protocol):
    """Anything that answers a statement of DuckDB SQL; a DuckDB connection is one."""

    def execute(self, query: str) -> Answer: ...
