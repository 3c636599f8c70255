"""Every rule accepts what it should, rejects what it should at the right place, and says so in its head."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import duckdb
import pytest
import sqlglot
from sqlglot import exp

from iraqmilitias.dataset import Dataset
from iraqmilitias.fields import KINDS
from iraqmilitias.validation import rules as loader
from iraqmilitias.validation import validate
from iraqmilitias.validation.rules import Rule, load_rules, statements

from .conftest import ROOT
from .views.conftest import world

FOLDER = Path(__file__).parent / "rules"
CASES = sorted(p for kind in ("accepts", "rejects") for p in FOLDER.glob(f"*/{kind}/*") if p.is_dir())
RULES = {rule.code: rule for rule in load_rules()}
TYPES = {
    path.stem: {f["name"]: f["type"] for f in json.loads(path.read_text(encoding="utf-8"))["fields"]}
    for path in (ROOT / "schemas").glob("*.json")
}
Places = set[tuple[str, int | None, str | None]]

# What rules may call: DuckDB 1.4 and 2.0 and Spark have all of it, and sqlglot translates it between them.
FUNCTIONS = {
    "CASE", "CAST", "COALESCE", "COUNT", "EXISTS", "IF", "LAG", "LENGTH", "LOWER", "MAX", "MIN", "MONTH",
    "REGEXP_LIKE", "REGEXP_REPLACE", "REPLACE", "ROUND", "ROW_NUMBER", "STR_POSITION", "SUBSTRING", "SUM", "TRIM", "YEAR",  # noqa: E501
}  # fmt: skip
NOT_ALLOWED = (
    exp.Anonymous, exp.Array, exp.Bracket, exp.Filter, exp.Lambda, exp.List, exp.Qualify, exp.Struct, exp.Unnest,
)  # fmt: skip


def name(case: Path) -> str:
    return "-".join(case.relative_to(FOLDER).parts)


def tables_of(case: Path) -> dict[str, Path]:
    return {path.stem: path for path in sorted(case.glob("*.csv")) if path.name != "expected.csv"}


def read(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Yield each row of a CSV file with the physical line that it begins on."""
    with path.open(encoding="utf-8", newline="") as file:
        reader, line = csv.reader(file), 1
        for row in reader:
            yield line, row
            line = reader.line_num + 1


def create(connection: duckdb.DuckDBPyConnection, table: str, columns: Mapping[str, str]) -> None:
    """Create a table with typed columns as a view on one that has them as printed, as validate does."""
    printed = ", ".join(f'"{column}" VARCHAR' for column in columns)
    typed = ", ".join(f'TRY_CAST("{c}" AS {KINDS[kind].duckdb}) AS "{c}"' for c, kind in columns.items())
    connection.execute(f"CREATE TABLE printed_{table} ({printed}, _line BIGINT)")
    connection.execute(f"CREATE VIEW {table} AS SELECT {typed}, _line FROM printed_{table}")


def objections(rule: Rule, case: Path) -> Places:
    connection = duckdb.connect()
    types: dict[str, dict[str, str]] = {}
    for table, path in tables_of(case).items():
        (_, header), *rows = read(path)
        types[table] = {column: TYPES[table][column] for column in header}
        create(connection, table, types[table])
        if rows:
            marks = ", ".join("?" * (len(header) + 1))
            values = [[*(cell or None for cell in row), line] for line, row in rows]
            connection.executemany(f"INSERT INTO printed_{table} VALUES ({marks})", values)
    listed = statements(rule, types)
    assert listed, "the case lacks a table or column that the rule needs"
    found = [row for sql in listed for row in connection.execute(sql).fetchall()]
    connection.close()
    for table, line, column, message in found:
        assert column in types[table]
        assert line is not None
        assert message
        assert message == message.strip()
    assert len(found) == len(set(found)), "an objection is raised twice"
    return {(f"data/{table}.csv", line, column) for table, line, column, _ in found}


def expected(case: Path) -> Places:
    if case.parent.name == "accepts":
        return set()
    with (case / "expected.csv").open(encoding="utf-8", newline="") as file:
        return {(row["file"], int(row["line"]), row["column"]) for row in csv.DictReader(file)}


@pytest.mark.parametrize("case", CASES, ids=name)
def test_rule_finds_exactly_what_the_case_says(case: Path) -> None:
    assert objections(RULES[case.parts[-3]], case) == expected(case)


@pytest.mark.sampled(4)
@pytest.mark.parametrize("code", RULES)
def test_validate_reports_what_the_rule_finds(code: str, tmp_path: Path) -> None:
    """The first rejected case as a package, with the real schemas cut to the columns that are there."""
    case = min((FOLDER / code / "rejects").iterdir())
    resources = []
    for table, path in tables_of(case).items():
        header = next(read(path))[1]
        (tmp_path / path.name).write_bytes(path.read_bytes())
        fields = [{"name": column, "type": TYPES[table][column]} for column in header]
        resources.append({"name": table, "path": path.name, "schema": {"fields": fields}})
    (tmp_path / "datapackage.json").write_text(json.dumps({"name": "case", "resources": resources}), encoding="utf-8")
    report = validate(tmp_path, crosscheck=False)
    unsound = {(i.file, i.line) for i in report.issues if i.code not in RULES}
    wanted = {p for f, line, c in expected(case) if (p := (f.removeprefix("data/"), line, c))[:2] not in unsound}
    assert {(i.file, i.line, i.column) for i in report.issues if i.code == code} == wanted
    assert wanted
    assert {i.severity for i in report.issues if i.code == code} == {RULES[code].severity}


def test_every_rule_has_cases_that_it_accepts_and_rejects_and_no_case_lacks_its_rule() -> None:
    assert {p.name for p in FOLDER.iterdir()} == set(RULES)
    for code in RULES:
        for kind in ("accepts", "rejects"):
            assert list((FOLDER / code / kind).glob("*/*.csv")), f"{code} has nothing that it {kind}"
    for case in CASES:
        assert (case.parent.name == "rejects") == (case / "expected.csv").is_file()
        assert case.parent.name == "accepts" or expected(case)


def needed(rule: Rule) -> dict[str, list[str]]:
    """Return the tables and columns that a rule's head names, with one table for what it runs on each of."""
    found = {table: list(columns) for table, columns in rule.needs}
    if rule.each is not None:
        kind, wanted = rule.each
        columns = wanted if kind == "table" else ["name"]
        table = next(t for t in sorted(TYPES) if set(columns) <= set(TYPES[t]) and t not in found)
        found[table] = list(columns)
    return found


def runs_on(rule: Rule, columns: Mapping[str, list[str]]) -> bool:
    """Say whether a rule's SQL binds where only these tables and columns are there, and gives the four columns."""
    connection = duckdb.connect()
    types = {table: {c: TYPES[table][c] for c in listed} for table, listed in columns.items()}
    for table in types:
        if types[table]:
            create(connection, table, types[table])
    try:
        for sql in statements(rule._replace(needs=()), types):
            result = connection.execute(sql)
            assert [d[0] for d in result.description] == ["table_name", "line", "column_name", "message"]
    except duckdb.Error:
        return False
    finally:
        connection.close()
    return True


@pytest.mark.sampled(12)
@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_rule_needs_exactly_what_its_head_says(rule: Rule) -> None:
    columns = needed(rule)
    assert statements(rule, {table: dict.fromkeys(listed, "string") for table, listed in columns.items()})
    assert runs_on(rule, columns)
    for table, listed in rule.needs:
        for column in listed:
            fewer = {**columns, table: [c for c in columns[table] if c != column]}
            assert not runs_on(rule, fewer), f"{table}({column}) is not needed"


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_rule_keeps_to_the_sql_that_every_engine_runs(rule: Rule) -> None:
    for sql in statements(rule, {table: dict.fromkeys(listed, "string") for table, listed in needed(rule).items()}):
        tree = sqlglot.parse_one(sql, read="duckdb")
        assert not list(tree.find_all(*NOT_ALLOWED))
        assert not [d for d in tree.find_all(exp.Distinct) if d.args.get("on")]
        called = {f.sql_name() for f in tree.find_all(exp.Func) if not isinstance(f, exp.Connector)}
        assert called <= FUNCTIONS
        assert tree.sql("spark")
    for pattern in re.findall(r"'[^']*'", rule.sql):
        assert "(?" not in pattern, "groups with an extension differ between RE2 and Java"


def test_rule_is_not_applicable_where_a_column_is_missing() -> None:
    assert statements(RULES["report-after-publication"], {"event_reports": {"source_id": "string"}}) == ()
    assert statements(RULES["date-order"], {"x": {"date_from": "date"}}) == ()
    named = {'a"{column}': {"date_from": "date", "date_to": "date"}}
    assert '"a""{column}"' in statements(RULES["date-order"], named)[0]


def listed_values(code: str) -> set[tuple[str, ...]]:
    """Return the rows of the VALUES list in a rule's SQL."""
    values = RULES[code].sql.split("(VALUES")[1].split(") AS v")[0]
    return set(duckdb.sql(f"SELECT * FROM (VALUES {values})").fetchall())


def test_conflict_field_knows_every_column_of_every_table(data: Dataset) -> None:
    without_ids = ("lines", "waivers", "retired", "event_types", "conflicts")
    known = [table for table in data.package.tables.values() if table.name not in without_ids]
    assert listed_values("conflict-field") == {(str(t.fields[0].example)[:3], f.name) for t in known for f in t.fields}


def test_disagreement_types_has_the_pairs_of_the_macro() -> None:
    connection = world("disagreeing")
    types = [row[0] for row in csv.reader((ROOT / "data" / "event_types.csv").open(encoding="utf-8", newline=""))][1:]
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
    listed = connection.execute(
        f"SELECT r.message, t.{key} FROM ({RULES[code].sql}) r JOIN {table} t ON t._line = r.line"
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
