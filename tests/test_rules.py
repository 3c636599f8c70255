"""Every rule accepts what it should, rejects what it should at the right place, and says so in its head."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import duckdb
import pytest
import sqlglot

from iraqmilitias.dataset import Dataset
from iraqmilitias.fields import KINDS
from iraqmilitias.validation import validate
from iraqmilitias.validation.rules import Rule, load_rules, statements

from .conftest import ROOT

FOLDER = Path(__file__).parent / "rules"
CASES = sorted(p for kind in ("accepts", "rejects") for p in FOLDER.glob(f"*/{kind}/*") if p.is_dir())
RULES = {rule.code: rule for rule in load_rules()}
Places = set[tuple[str, int | None, str | None]]


def package(case: Path, target: Path) -> Path:
    """Write a package of a case's files, with the real schemas cut to the columns that are there."""
    resources = []
    (target / "data").mkdir(parents=True)
    for file in sorted(case.glob("*.csv")):
        if file.name == "expected.csv":
            continue
        text = file.read_text(encoding="utf-8")
        header = text.split("\n", 1)[0].split(",")
        schema = json.loads((ROOT / "schemas" / f"{file.stem}.json").read_text(encoding="utf-8"))
        known = {f["name"]: f for f in schema["fields"]}
        fields = [{"name": n, "type": known[n]["type"]} for n in header]
        (target / "data" / file.name).write_text(text, encoding="utf-8", newline="")
        resources.append({"name": file.stem, "path": f"data/{file.name}", "schema": {"fields": fields}})
    (target / "datapackage.json").write_text(json.dumps({"name": "case", "resources": resources}), encoding="utf-8")
    return target


def places(case: Path, tmp_path: Path, code: str) -> Places:
    report = validate(package(case, tmp_path / "package"), crosscheck=False)
    assert code not in report.not_applicable
    return {(i.file, i.line, i.column) for i in report.issues if i.code == code}


def expected(case: Path) -> Places:
    with (case / "expected.csv").open(encoding="utf-8", newline="") as file:
        return {(row["file"], int(row["line"]), row["column"]) for row in csv.DictReader(file)}


@pytest.mark.parametrize("case", CASES, ids=lambda p: "-".join(p.relative_to(FOLDER).parts))
def test_rule_finds_exactly_what_the_case_says(case: Path, tmp_path: Path) -> None:
    found = places(case, tmp_path, case.parts[-3])
    assert found == (expected(case) if case.parent.name == "rejects" else set())


def test_every_rule_has_cases_that_it_accepts_and_rejects_and_no_case_lacks_its_rule() -> None:
    assert len(RULES) >= 35
    for code in RULES:
        for kind in ("accepts", "rejects"):
            assert list((FOLDER / code / kind).glob("*/*.csv")), f"{code} has nothing that it {kind}"
    assert {p.name for p in FOLDER.iterdir()} == set(RULES)
    for case in CASES:
        assert (case.parent.name == "rejects") == (case / "expected.csv").is_file()
        assert case.parent.name == "accepts" or expected(case)


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda r: r.code)
def test_rule_runs_where_only_what_it_needs_is_there(rule: Rule, data: Dataset) -> None:
    connection = duckdb.connect(":memory:")
    needed = {t: set(c) for t, c in rule.needs}
    if rule.each is not None:
        kind, wanted = rule.each
        for table in data.package.tables.values():
            if kind == "table" and set(wanted) <= {f.name for f in table.fields}:
                needed.setdefault(table.name, set()).update(wanted)
        if kind == "column":
            needed.setdefault("actors", set()).add("name")
    types: dict[str, dict[str, str]] = {}
    for name, columns in needed.items():
        fields = {c: data.package.table(name).field(c) for c in sorted(columns)}
        types[name] = {c: f.type for c, f in fields.items()}
        typed = ", ".join(f'"{c}" {KINDS[f.type].duckdb}' for c, f in fields.items())
        printed = ", ".join(f'"{c}" VARCHAR' for c in fields)
        connection.execute(f"CREATE TABLE {name} ({typed}, _line BIGINT)")
        connection.execute(f"CREATE TABLE printed_{name} ({printed}, _line BIGINT)")
    listed = statements(rule, types)
    assert listed
    for sql in listed:
        result = connection.execute(sql)
        assert [d[0] for d in result.description] == ["table_name", "line", "column_name", "message"]
        assert sqlglot.transpile(sql, read="duckdb", write="spark")
    connection.close()


def test_rule_is_not_applicable_where_a_column_is_missing() -> None:
    rule = RULES["report-after-publication"]
    assert statements(rule, {"event_reports": {"source_id": "string"}}) == ()
    assert statements(RULES["date-order"], {"x": {"date_from": "date"}}) == ()
    named = {'a"{column}': {"date_from": "date", "date_to": "date"}}
    assert '"a""{column}"' in statements(RULES["date-order"], named)[0]


def test_conflict_field_knows_every_column_of_every_table(data: Dataset) -> None:
    sql = RULES["conflict-field"].sql
    pairs = set(duckdb.sql("SELECT * FROM (VALUES" + sql.split("(VALUES")[1].split(") AS v")[0] + ")").fetchall())
    wanted = set()
    for table in data.package.tables.values():
        example = table.fields[0].example
        if table.name not in ("lines", "waivers", "retired", "event_types", "conflicts"):
            wanted |= {(str(example)[:3], f.name) for f in table.fields}
    assert pairs == wanted


@pytest.mark.parametrize(
    "text",
    [
        "-- what: x\n-- why: x\nSELECT 1",
        "-- what: x\n-- why: x\n-- fix: x\nSELECT 1",
        "-- what: x\n-- what: x\n-- why: x\n-- fix: x\n-- needs: a(b)\nSELECT 1",
        "-- what: x\n-- why: x\n-- fix: x\n-- each: row(b)\nSELECT 1",
        "-- what: x\n-- why: x\n-- fix: x\n-- severity: fatal\n-- needs: a(b)\nSELECT 1",
        "-- nonsense\nSELECT 1",
    ],
)
def test_a_malformed_head_is_an_error_with_the_files_name(
    text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from iraqmilitias.validation import rules

    (tmp_path / "broken.sql").write_text(text, encoding="utf-8")
    monkeypatch.setattr(rules, "FOLDER", tmp_path)
    with pytest.raises(ValueError, match=r"broken\.sql"):
        rules.load_rules.__wrapped__()


def test_rule_on_types_lists_the_pairs_of_the_macro() -> None:
    import re

    from iraqmilitias.definitions import SQL_ROOT

    macro = (SQL_ROOT / "macros" / "types_exclude.sql").read_text(encoding="utf-8")
    pairs = re.compile(r"'([a-z-]+/[a-z-]+)'")
    assert set(pairs.findall(RULES["disagreement-types"].sql)) == set(pairs.findall(macro))


def test_every_computed_disagreement_has_a_conflict(data: Dataset) -> None:
    assert data.sql("SELECT * FROM disagreements WHERE conflict_id IS NULL", as_="rows") == []
