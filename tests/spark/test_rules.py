"""Each rule runs on Spark and finds, in every case that it accepts or rejects, exactly what the case says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import sqlglot
from sqlglot import exp

from iraqmilitias.fields import KINDS
from iraqmilitias.validation.rules import statements

from ..test_rules import CASES, RULES, TYPES, Places, expected, name, read, tables_of

pytestmark = pytest.mark.spark


def text(value: str) -> str:
    return exp.Literal.string(value).sql("spark")


def register(session: Any, table: str, case: str, path: Path) -> dict[str, str]:
    """Make the views of a table with cells as printed and with values; return its columns and types."""
    from iraqmilitias.validation.engines.dialect import spark_sql

    (_, header), *rows = read(path)
    columns = {column: TYPES[table][column] for column in header}
    cells = ", ".join(
        "(" + ", ".join([*(text(c) if c else "CAST(NULL AS STRING)" for c in row), str(line)]) + ")"
        for line, row in rows
    )
    listed = ", ".join(f"`{c}`" for c in (*header, "_line"))
    source = f"VALUES {cells} AS t({listed})"
    if not rows:
        empty = ", ".join(["CAST(NULL AS STRING)"] * len(header) + ["0"])
        source = f"(SELECT * FROM VALUES ({empty}) AS t({listed}) WHERE false)"
    session.sql(f"SELECT {listed} FROM {source}").createOrReplaceTempView(f"{case}_printed_{table}")
    typed = ", ".join(f'TRY_CAST("{c}" AS {KINDS[kind].duckdb}) AS "{c}"' for c, kind in columns.items())
    view = spark_sql(f"SELECT {typed}, _line::BIGINT AS _line FROM {case}_printed_{table}")
    session.sql(view).createOrReplaceTempView(f"{case}_{table}")
    return columns


def of_case(sql: str, tables: set[str], case: str) -> str:
    """Return a statement that reads the tables of one case."""
    tree = sqlglot.parse_one(sql, read="duckdb")
    known = tables | {f"printed_{t}" for t in tables}
    own = {query.alias for query in tree.find_all(exp.CTE)}
    for table in list(tree.find_all(exp.Table)):
        if table.name in known - own:
            if not table.alias:
                table.set("alias", exp.TableAlias(this=exp.to_identifier(table.name)))
            table.set("this", exp.to_identifier(f"{case}_{table.name}"))
    return tree.sql("duckdb")


@pytest.fixture(scope="session")
def found(spark: Any, tmp_path_factory: pytest.TempPathFactory) -> dict[Path, Places]:
    """What each rule finds in each of its cases: all cases in a few jobs."""
    import duckdb

    from iraqmilitias.validation.engines.spark import SMALL, SparkEngine

    session = spark.newSession()
    for key, value in SMALL.items():
        session.conf.set(key, value)
    asked: dict[str, Path] = {}
    for number, case in enumerate(CASES):
        types = {t: register(session, t, f"case{number}", path) for t, path in tables_of(case).items()}
        for sql in statements(RULES[case.parts[-3]], types):
            asked[of_case(sql, set(types), f"case{number}")] = case
    engine = SparkEngine(session, duckdb.connect(), tmp_path_factory.mktemp("rules"))
    places: dict[Path, Places] = {case: set() for case in asked.values()}
    for sql, rows in zip(asked, engine.answer(list(asked)), strict=True):
        places[asked[sql]] |= {(f"data/{table}.csv", line, column) for table, line, column, _ in rows}
    return places


@pytest.mark.parametrize("case", CASES, ids=name)
def test_rule_on_spark_finds_exactly_what_the_case_says(case: Path, found: dict[Path, Places]) -> None:
    assert found[case] == expected(case)


def test_every_rule_runs_on_spark(found: dict[Path, Places]) -> None:
    assert {case.parts[-3] for case in found} == set(RULES)
