"""Each rule runs on Sail and finds, in every case that it accepts or rejects, exactly what the case says."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Any

import duckdb
import pytest

pytest.importorskip("sqlglot")

import sqlglot
from sqlglot import exp

from iraqmilitias.validation.engines.dialect import spark_sql
from iraqmilitias.validation.engines.session import spark_session
from iraqmilitias.validation.engines.spark import BATCH, SparkEngine
from iraqmilitias.validation.families import Columns, families
from iraqmilitias.validation.rules import statements

from ..rule_cases import Case, Objection
from ..test_rules import CASES, RULES, columns_of

pytestmark = pytest.mark.spark
TYPES = {"integer": "bigint", "number": "double", "boolean": "boolean", "date": "date", "datetime": "timestamp"}
SAMPLE = 9  # of so many cases, one is tried on Java


def text(value: str) -> str:
    return exp.Literal.string(value).sql("spark")


def register(session: Any, prefix: str, table: str, columns: Columns, printed: list[list[str]]) -> None:
    """Make the views of a table with cells as printed and with values."""
    header, *rows = printed or [list(columns)]
    cells = ", ".join(
        "(" + ", ".join([*(text(c) if c else "CAST(NULL AS STRING)" for c in row), f"CAST({line} AS BIGINT)"]) + ")"
        for line, row in enumerate(rows, 2)
    )
    listed = ", ".join(f"`{c}`" for c in (*header, "_line"))
    source = f"VALUES {cells} AS t({listed})"
    if not rows:
        empty = ", ".join(["CAST(NULL AS STRING)"] * len(header) + ["CAST(0 AS BIGINT)"])
        source = f"(SELECT * FROM VALUES ({empty}) AS t({listed})) WHERE false"
    session.sql(f"CREATE TEMPORARY VIEW {prefix}_printed_{table} AS SELECT {listed} FROM {source}")
    typed = ", ".join(f"TRY_CAST(`{c}` AS {TYPES.get(kind, 'string')}) AS `{c}`" for c, kind in columns.items())
    session.sql(f"CREATE TEMPORARY VIEW {prefix}_{table} AS SELECT {typed}, _line FROM {prefix}_printed_{table}")


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


def of_rules(session: Any, folder: Path, wanted: Collection[Case]) -> dict[str, set[Objection]]:
    """Return what each rule finds in each of its cases."""
    engine = SparkEngine(session, duckdb.connect(), folder)
    asked: dict[str, str] = {}
    for number, case in enumerate(wanted):
        prefix, columns, needs = f"case{number}", columns_of(case), dict(RULES[case.code].needs)
        for table, types in columns.items():
            register(session, prefix, table, types, case.tables.get(table, []))
        for name, select in families(columns):
            if name in needs:
                view = spark_sql(of_case(select, set(columns), prefix), engine.server)
                session.sql(f"CREATE TEMPORARY VIEW {prefix}_{name} AS {view}")
        for sql in statements(RULES[case.code], columns):
            asked[of_case(sql, {*columns, *needs}, prefix)] = case.name
    objections: dict[str, set[Objection]] = {name: set() for name in asked.values()}
    listed = list(asked)
    for start in range(0, len(listed), BATCH):
        parts = [f"SELECT '{asked[sql]}', x.* FROM ({engine.text(sql)}) x" for sql in listed[start : start + BATCH]]
        for name, *objection in session.sql(" UNION ALL ".join(parts)).collect():
            objections[name].add(tuple(objection))
    return objections


@pytest.fixture(scope="session")
def found(sail: Any, tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[Objection]]:
    return of_rules(sail, tmp_path_factory.mktemp("rules"), CASES)


def test_rules_on_java_find_in_a_part_of_the_cases_what_they_say(java: str, tmp_path: Path) -> None:
    part = CASES[::SAMPLE]
    with spark_session(java, tmp_path) as session:
        found = of_rules(session, tmp_path, part)
    assert len(found) == len(part)
    wrong = {c.name: found[c.name] for c in part if {o[:3] for o in found[c.name]} != {o[:3] for o in c.expected}}
    assert wrong == {}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_rule_on_sail_finds_exactly_what_the_case_says(case: Case, found: dict[str, set[Objection]]) -> None:
    assert {objection[:3] for objection in found[case.name]} == {objection[:3] for objection in case.expected}


def test_every_rule_runs_on_sail(found: dict[str, set[Objection]]) -> None:
    assert {name.rpartition("-")[0] for name in found} == set(RULES)
