"""Every rule accepts what it should, rejects what it should at the right place, and says so in its head."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb
import pytest
import sqlglot
from click.testing import CliRunner
from sqlglot import exp

from iraqmilitias.cli.rules import rules as rules_command
from iraqmilitias.fields import KINDS
from iraqmilitias.package import Package
from iraqmilitias.validation import rules as loader
from iraqmilitias.validation import validate
from iraqmilitias.validation.engines.dialect import spark_sql
from iraqmilitias.validation.families import FAMILIES, WRITTEN, Columns, families
from iraqmilitias.validation.rules import Rule, load_rules, renamed, statements

from .conftest import ROOT
from .freeze import FROZEN
from .rule_cases import Case, Objection, cases, summary
from .views.conftest import world

FOLDER = Path(__file__).parent / "rules"
CASES = cases(FOLDER)
CONSTRAINTS = cases(Path(__file__).parent / "constraints")
RULES = {rule.code: rule for rule in load_rules()}
TABLES = Package(FROZEN).tables
DATABASE = duckdb.connect(config={"threads": 1})  # each case makes its tables in a transaction that is undone

# What rules may call: DuckDB 1.4 and 2.0 and Spark have all of it, and sqlglot translates it between them.
FUNCTIONS = {
    "CASE", "CAST", "COALESCE", "COUNT", "EXISTS", "IF", "LAG", "LENGTH", "LOWER", "MAX", "MIN", "MONTH",
    "REGEXP_LIKE", "REGEXP_REPLACE", "REPLACE", "ROUND", "ROW_NUMBER", "STR_POSITION", "SUBSTRING", "SUM", "TRIM", "YEAR",  # noqa: E501
}  # fmt: skip
NOT_ALLOWED = (
    exp.Anonymous, exp.Array, exp.Bracket, exp.Filter, exp.Lambda, exp.List, exp.Qualify, exp.Struct, exp.Unnest,
)  # fmt: skip


def columns_of(case: Case) -> dict[str, Columns]:
    """Return the columns that each table of a case has, as the schemas type them."""
    columns = {name: Columns(TABLES[name], rows[0]) for name, rows in case.tables.items()}
    if case.every_table:
        columns |= {t.name: Columns(t, [f.name for f in t.fields]) for t in TABLES.values() if t.name not in columns}
    return columns


def create(connection: duckdb.DuckDBPyConnection, table: str, columns: Mapping[str, str]) -> None:
    """Create a table with typed columns as a view on one that has them as printed, as validate does."""
    printed = ", ".join(f'"{column}" VARCHAR' for column in columns)
    typed = ", ".join(f'TRY_CAST("{c}" AS {KINDS[kind].duckdb}) AS "{c}"' for c, kind in columns.items())
    connection.execute(f"CREATE TABLE printed_{table} ({printed}, _line BIGINT)")
    connection.execute(f"CREATE VIEW {table} AS SELECT {typed}, _line FROM printed_{table}")


def _found(
    rule: Rule, case: Case, columns: Mapping[str, Columns], connection: duckdb.DuckDBPyConnection
) -> list[Objection]:
    for table, types in columns.items():
        create(connection, table, types)
    for table, (header, *rows) in case.tables.items():
        if rows:
            row_of_marks = "(" + ", ".join("?" * (len(header) + 1)) + ")"
            values = [cell for line, row in enumerate(rows, 2) for cell in (*(cell or None for cell in row), line)]
            listed, marks = ", ".join((*header, "_line")), ", ".join([row_of_marks] * len(rows))
            connection.execute(f"INSERT INTO printed_{table} ({listed}) VALUES {marks}", values)
    wanted = {name for name, listed in rule.needs if not listed}
    for name, select in families(columns):
        if name in wanted:
            connection.execute(f"CREATE VIEW {name} AS {select}")
    queries = statements(rule, columns)
    assert queries, "the case lacks a table or column that the rule needs"
    return [row for sql in queries for row in connection.execute(sql).fetchall()]


def objections(rule: Rule, case: Case) -> frozenset[Objection]:
    columns = columns_of(case)
    DATABASE.begin()
    try:
        found = _found(rule, case, columns, DATABASE)
    finally:
        DATABASE.rollback()
    for table, line, column, message in found:
        assert column in columns[table]
        assert line is not None
        assert message
        assert message == message.strip()
    assert len(found) == len(set(found)), "an objection is raised twice"
    return frozenset(found)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_rule_finds_exactly_what_the_case_says(case: Case) -> None:
    assert objections(RULES[case.code], case) == case.expected


def package(case: Case, folder: Path, constraints: bool) -> None:
    """Write a case as a package, with the real schemas cut to the columns that are there.

    Without constraints, only ids are said to be ids: of the form that those of the case have.
    """
    resources = []
    for table in columns_of(case):
        header, *rows = case.tables.get(table) or [[f.name for f in TABLES[table].fields]]
        with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows([header, *rows])
        stated = json.loads((ROOT / "schemas" / f"{table}.json").read_text(encoding="utf-8"))
        fields = {f["name"]: f if constraints else {"name": f["name"], "type": f["type"]} for f in stated["fields"]}
        schema = {"fields": [fields[column] for column in header]}
        if constraints:
            schema["uniqueKeys"] = [key for key in stated.get("uniqueKeys", []) if set(key) <= set(header)]
        elif key := (columns := Columns(TABLES[table], header)).id:
            prefix = next((row[header.index(key)].split("-")[0] for row in rows), columns.prefix)
            fields[key]["constraints"] = {"pattern": f"^{prefix}-[0-9]+$"}
            parents = [k for k in stated.get("foreignKeys", []) if k["reference"]["fields"] == [key]]
            schema["primaryKey"] = [key]
            schema["foreignKeys"] = [k for k in parents if set(k["fields"]) <= set(header) and _own(k, table)]
        resources.append({"name": table, "path": f"{table}.csv", "schema": schema})
    text = json.dumps({"name": "case", "resources": resources})
    (folder / "datapackage.json").write_text(text, encoding="utf-8")


def _own(key: dict[str, Any], table: str) -> bool:
    return key["reference"].get("resource", "") in ("", table)


def places(code: str, folder: Path) -> set[tuple[str, int | None, str | None]]:
    issues = validate(folder, crosscheck=False).issues
    return {(i.file.removesuffix(".csv"), i.line, i.column) for i in issues if i.code == code}


@pytest.mark.parametrize("case", CONSTRAINTS, ids=lambda case: case.name)
def test_schema_finds_exactly_what_the_case_says(case: Case, tmp_path: Path) -> None:
    package(case, tmp_path, True)
    assert places(case.code, tmp_path) == {place[:3] for place in case.expected}


@pytest.mark.parametrize("code", RULES)
@pytest.mark.sampled(24)
def test_validate_reports_what_the_rule_finds(code: str, tmp_path: Path) -> None:
    case = next(c for c in CASES if c.code == code and not c.accepted)
    package(case, tmp_path, False)
    issues = validate(tmp_path, crosscheck=False).issues
    unsound = {(i.file.removesuffix(".csv"), i.line) for i in issues if i.code not in RULES}
    wanted = {(t, line, column) for t, line, column, _ in case.expected if (t, line) not in unsound}
    assert wanted
    assert places(code, tmp_path) == wanted
    assert {i.severity for i in issues if i.code == code} == {RULES[code].severity}


def test_every_rule_has_cases_that_it_accepts_and_rejects_and_no_case_lacks_its_rule() -> None:
    assert {case.code for case in CASES} == set(RULES)
    for code in RULES:
        assert {case.accepted for case in CASES if case.code == code} == {True, False}
    for case in (*CASES, *CONSTRAINTS):
        assert case.tables
        assert bool(case.expected) != case.accepted
        assert case.reason or not case.accepted, f"{case.name} does not say why it is accepted"


def test_every_file_of_cases_begins_with_what_its_rule_says() -> None:
    for code, rule in RULES.items():
        assert summary(FOLDER / f"{code}.md") == f"# {code}\n\n{rule.what}\n\n"


def needed(rule: Rule) -> dict[str, list[str]]:
    """Return the tables and columns that a rule's head names, with one table for what it runs on each of."""
    found = {table: list(columns) for table, columns in rule.needs if columns and table not in WRITTEN}
    if "all_pairs" in dict(rule.needs):
        found["conflicts"] = list(dict(rule.needs)["all_pairs"])
    names = {t.name: {f.name for f in t.fields} for t in TABLES.values()}
    for column in dict(rule.needs).get("all_cells", ()):
        listed = found.setdefault(next(t for t in sorted(names) if column in names[t]), [])
        listed += [column] if column not in listed else []
    if rule.each is not None:
        kind, wanted = rule.each
        columns = wanted if kind == "table" else ["name"]
        table = next(t for t in sorted(names) if set(columns) <= names[t] and t not in found)
        found[table] = list(columns)
    return found


def test_name_of_a_table_with_a_backslash_is_only_a_name() -> None:
    reports = {"report_id": "string", "event_id": "string", "date_from": "date", "date_to": "date"}
    tables = {"event_reports": reports, r"a\1\g": {"record_id": "string", "other_id": "string"}}
    (sql,) = statements(RULES["disagreement-dates"], tables)
    assert r'FROM "a\1\g"' in sql


def typed(columns: Mapping[str, list[str]]) -> dict[str, dict[str, str]]:
    """Return columns of tables with their types."""
    return {table: {c: TABLES[table].field(c).type for c in listed} for table, listed in columns.items()}


def runs_on(rule: Rule, columns: Mapping[str, list[str]]) -> bool:
    """Say whether a rule's SQL binds where only these tables and columns are there, and gives the four columns."""
    connection = duckdb.connect(config={"threads": 1})
    types = typed(columns)
    for table in types:
        if types[table]:
            create(connection, table, types[table])
    for relation, listed in FAMILIES.items():
        if (relation, ()) in rule.needs:
            connection.execute(f"CREATE TABLE {relation} ({', '.join(f'{c} {kind}' for c, kind in listed.items())})")
    needs = tuple(need for need in rule.needs if need[0] in WRITTEN)
    try:
        for sql in statements(rule._replace(needs=needs), types):
            result = connection.execute(sql)
            assert [d[0] for d in result.description] == ["table_name", "line", "column_name", "message"]
    except duckdb.Error:
        return False
    finally:
        connection.close()
    return True


@pytest.mark.slow
def test_every_rule_is_written_in_what_spark_knows_too() -> None:
    types = {table.name: {f.name: f.type for f in table.fields} for table in TABLES.values()}
    made = [sql for rule in RULES.values() for sql in statements(rule, types)]
    assert len(made) >= len(RULES)
    for sql in made:
        assert spark_sql(sql)  # raises UntranslatableError, with what Spark lacks


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
@pytest.mark.sampled(30)
def test_rule_needs_exactly_what_its_head_says(rule: Rule) -> None:
    columns = needed(rule)
    assert statements(rule, typed(columns))
    assert runs_on(rule, columns)
    for table, listed in rule.needs:
        rest = tuple(need for need in rule.needs if need[0] != table)
        if table in (*FAMILIES, *WRITTEN):
            assert not runs_on(rule._replace(needs=rest), columns), f"{table} is not needed"
            continue
        for column in listed:
            fewer = {**columns, table: [c for c in columns[table] if c != column]}
            assert not runs_on(rule, fewer), f"{table}({column}) is not needed"


READ_CELLS = [rule for rule in RULES.values() if "all_cells" in dict(rule.needs)]


@pytest.mark.sampled(16)
@pytest.mark.parametrize("rule", READ_CELLS, ids=lambda rule: rule.code)
def test_cases_notice_when_a_rule_does_not_read_the_cells_of_a_column(rule: Rule) -> None:
    read = dict(rule.needs)["all_cells"]
    for column in read:
        needs = {**dict(rule.needs), "all_cells": tuple(c for c in read if c != column)}
        fewer = rule._replace(needs=tuple(needs.items()))
        ours = [case for case in CASES if case.code == rule.code]
        assert any(statements(fewer, columns_of(c)) == () or objections(fewer, c) != c.expected for c in ours), column


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_rule_keeps_to_the_sql_that_every_engine_runs(rule: Rule) -> None:
    asked = statements(rule, typed(needed(rule)))
    assert asked
    for sql in asked:
        tree = sqlglot.parse_one(sql, read="duckdb")
        assert not list(tree.find_all(*NOT_ALLOWED))
        assert not [d for d in tree.find_all(exp.Distinct) if d.args.get("on")]
        called = {f.sql_name() for f in tree.find_all(exp.Func) if not isinstance(f, exp.Connector)}
        assert called <= FUNCTIONS
        assert tree.sql("spark")
    for pattern in re.findall(r"'[^']*'", rule.sql):
        assert "(?" not in pattern, "groups with an extension differ between RE2 and Java"


def test_rule_is_not_applicable_where_a_column_is_missing() -> None:
    assert statements(RULES["after-publication"], {"event_reports": {"source_id": "string"}}) == ()
    assert statements(RULES["date-order"], {"x": {"date_from": "date"}}) == ()
    named = {'a"{column}': {"date_from": "date", "date_to": "date"}}
    assert '"a""{column}"' in statements(RULES["date-order"], named)[0]


def listed_values(code: str) -> set[tuple[str, ...]]:
    """Return the rows of the VALUES list in a rule's SQL."""
    values = RULES[code].sql.split("(VALUES")[1].split(") AS v")[0]
    return set(duckdb.sql(f"SELECT * FROM (VALUES {values})").fetchall())


@pytest.mark.slow
def test_disagreement_types_has_the_pairs_of_the_macro() -> None:
    connection = world("disagreeing")
    types = [row[0] for row in csv.reader((FROZEN / "data" / "event_types.csv").open(encoding="utf-8", newline=""))][1:]
    fitting = listed_values("disagreement-types")
    assert {one for pair in fitting for one in pair} <= set(types)
    for one in types:
        for other in types:
            excluded = connection.execute("SELECT types_exclude(?, ?)", [one, other]).fetchone()
            fits = one == other or "other" in (one, other) or bool(fitting & {(one, other), (other, one)})
            assert excluded == (not fits,), (one, other)
    connection.close()


@pytest.mark.parametrize(
    ("code", "kind", "key"),
    [
        ("disagreement-actors", "actor", "report_id"),
        ("disagreement-dates", "date", "report_id"),
        ("disagreement-figures", "number", "figure_id"),
        ("disagreement-types", "wording", "report_id"),
    ],
)
@pytest.mark.parametrize("settled", [True, False])
@pytest.mark.sampled(8)
def test_rule_finds_the_disagreements_of_the_view_that_no_conflict_settles(
    code: str, kind: str, key: str, settled: bool
) -> None:
    connection = world("disagreeing")
    if not settled:
        connection.execute("DELETE FROM conflicts")
    table = key.replace("report_id", "event_reports").replace("figure_id", "figures")
    for each in ("event_reports", "figures", "participants", "actors", "conflicts", "sources"):
        connection.execute(f"ALTER TABLE {each} ADD COLUMN _line BIGINT")
        connection.execute(f"UPDATE {each} SET _line = rowid + 2")
    columns = {name: dict.fromkeys((f.name for f in held.fields), "string") for name, held in TABLES.items()}
    (rule,) = statements(RULES[code], columns)
    listed = connection.execute(
        f"SELECT r.message, t.{key} FROM ({rule}) r JOIN {table} t ON t._line = r.line"
    ).fetchall()
    found = {(re.findall(rf"{record[:3]}-\d+", message)[-1], record) for message, record in listed}
    view = connection.execute(
        "SELECT record_id, other_id FROM disagreements WHERE kind = ? AND conflict_id IS NULL", [kind]
    ).fetchall()
    connection.close()
    assert found == set(view)
    assert found or settled


@pytest.mark.parametrize(
    "head",
    [
        "-- what: x\n-- why: x",
        "-- what: x\n-- why: x\n-- fix: x",
        "-- what: x\n-- what: x\n-- why: x\n-- fix: x\n-- needs: a(b)",
        "-- what: x\n-- why: x\n-- fix: x\n-- each: row(b)",
        "-- what: x\n-- why: x\n-- fix: x\n-- each: table(b), column(string)",
        "-- what: x\n-- why: x\n-- fix: x\n-- each: table(b)",
        "-- what: x\n-- why: x\n-- fix: x\n-- needs: a(b) and c",
        "-- what: x\n-- why: x\n-- fix: x\n-- needs: a()",
        "-- what: x\n-- why: x\n-- fix: x\n-- needs: records, nonsense",
        "-- what: x\n-- why: x\n-- fix: x\n-- needs: a(b)\n-- whole: b",
        "-- what: x\n-- why: x\n-- fix: x\n-- each: table",
        "-- what: x\n-- why: x\n-- fix: x\n-- severity: fatal\n-- needs: a(b)",
        "-- what:\n-- why: x\n-- fix: x\n-- needs: a(b)",
        "-- nonsense",
    ],
)
def test_a_malformed_head_is_an_error_with_the_files_name(
    head: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "broken.sql").write_text(f"{head}\nSELECT 1\n", encoding="utf-8")
    monkeypatch.setattr(loader, "FOLDER", tmp_path)
    with pytest.raises(ValueError, match=r"broken\.sql"):
        load_rules.__wrapped__()


def test_a_placeholder_without_each_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "-- what: x\n-- why: x\n-- fix: x\n-- needs: a(b)\nSELECT {table_text}\n"
    (tmp_path / "broken.sql").write_text(text, encoding="utf-8")
    monkeypatch.setattr(loader, "FOLDER", tmp_path)
    with pytest.raises(ValueError, match=r"broken\.sql"):
        load_rules.__wrapped__()


@pytest.mark.parametrize(
    ("old", "new"),
    [("id-order-actors", "id-order"), ("own-words-finding", "own-words"), ("place-cycle", "cycle"), ("no-code", None)],
)
def test_renamed_code_leads_to_the_new_one(old: str, new: str | None) -> None:
    assert renamed(old) == new
    assert new is None or new in RULES


def test_command_rules_tells_the_new_code() -> None:
    result = CliRunner().invoke(rules_command, ["id-order-actors"])
    assert "iraqmilitias rules id-order" in str(result.exception)


def boats(folder: Path, table: str, rows: str) -> Path:
    """Write a package that is not ours: one table of numbered ids, each with a parent."""
    fields = [
        {"name": "boat", "type": "string", "constraints": {"pattern": "^bt-[0-9]+$"}},
        {"name": "towed_by", "type": "string"},
    ]
    key = {"fields": ["towed_by"], "reference": {"resource": "", "fields": ["boat"]}}
    schema = {"fields": fields, "primaryKey": ["boat"], "foreignKeys": [key]}
    (folder / "boats.csv").write_text(f"boat,towed_by\n{rows}", encoding="utf-8")
    resources = [{"name": table, "path": "boats.csv", "schema": schema}]
    (folder / "datapackage.json").write_text(json.dumps({"name": "boats", "resources": resources}), encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("bt-1,\nbt-2,bt-1\nbt-10,bt-2\n", set()),
        ("bt-2,\nbt-1,\n", {("id-order", 3, "boat")}),
        ("bt-1,bt-2\nbt-2,\n", {("parent-first", 2, "towed_by")}),
        ("bt-1,\nbt-2,bt-2\n", {("cycle", 3, "towed_by")}),
    ],
)
def test_rule_on_a_family_sees_a_table_that_it_does_not_name(
    rows: str, expected: set[tuple[str, int, str]], tmp_path: Path
) -> None:
    issues = validate(boats(tmp_path, "boats", rows), crosscheck=False).issues
    assert {(i.code, i.line, i.column) for i in issues} == expected


@pytest.mark.parametrize("name", [*FAMILIES, *WRITTEN])
def test_table_with_the_name_of_a_relation_is_not_taken_for_it(name: str, tmp_path: Path) -> None:
    report = validate(boats(tmp_path, name, "bt-1,\nbt-2,bt-1\n"), crosscheck=False)
    assert report.valid
    needing = {code for code, rule in RULES.items() if name in dict(rule.needs)}
    assert needing <= set(report.not_applicable)
