"""Packages that are not ours: what the Data Package standard allows is read, the rest is refused by name."""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from iraqmilitias.errors import PackageError
from iraqmilitias.package import Package
from iraqmilitias.validation import validate

from ..conftest import ROOT
from ..freeze import FROZEN
from .conftest import PACKAGES

SCHEMA = {"fields": [{"name": "id", "type": "integer"}, {"name": "name", "type": "string"}], "primaryKey": "id"}
Places = list[tuple[str, str, int | None, str | None]]


def package(folder: Path, files: dict[str, str | bytes], **resource: Any) -> Path:
    """Write a package of one resource."""
    folder.mkdir(parents=True)
    for name, content in files.items():
        (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    listed = [{"name": "boats", "schema": SCHEMA, **resource}]
    content = {"name": "boats", "resources": [{k: v for k, v in r.items() if v is not None} for r in listed]}
    (folder / "datapackage.json").write_text(json.dumps(content, indent=1), encoding="utf-8")
    return folder


def found(root: Path, crosscheck: bool = False) -> Places:
    return [(i.code, i.file, i.line, i.column) for i in validate(root, crosscheck=crosscheck).issues]


# forms that the standard allows ----------------------------------------------------------------------------


def test_a_table_without_schema_accepts_any_cells_with_a_warning(tmp_path):
    root = package(tmp_path / "p", {"a.csv": "x,y\n1,b\nz,\n"}, path="a.csv", schema=None)
    report = validate(root)
    assert [(i.code, i.severity) for i in report.issues] == [("schema-missing", "warning")]
    assert (report.valid, report.rows) == (True, 2)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("x,y\n1\n", ("row-short", "a.csv", 2, "y")),
        ("x,y\n1,2,3\n", ("row-long", "a.csv", 2, None)),
        ("x,y\n\n1,2\n", ("row-blank", "a.csv", 2, None)),
        ("x,\n1,2\n", ("column-name", "a.csv", 1, None)),
        ("x,x\n1,2\n", ("column-duplicate", "a.csv", 1, "x")),
        ("", ("file-empty", "a.csv", None, None)),
    ],
)
def test_a_table_without_schema_rejects_rows_in_the_wrong_form(tmp_path, text, place):
    root = package(tmp_path / "p", {"a.csv": text}, path="a.csv", schema=None)
    assert [f for f in found(root) if f[0] != "schema-missing"] == [place]


def test_a_file_that_is_not_a_table_needs_no_schema(tmp_path):
    root = package(tmp_path / "p", {"a.md": "# Boats\n"}, path="a.md", schema=None)
    assert found(root) == []


def test_files_in_a_row_are_one_table_and_issues_name_the_file(tmp_path):
    files = {"a.csv": "id,name\n1,Tigris\n", "b.csv": "id,name\n2,Karun", "c.csv": "id,name\nx,Diyala\n1,Zab\n"}
    root = package(tmp_path / "p", files, path=["a.csv", "b.csv", "c.csv"])
    assert validate(root).rows == 4
    assert found(root) == [("type", "c.csv", 2, "id"), ("primary-key", "c.csv", 3, "id")]


def test_a_later_file_with_another_header_is_rejected(tmp_path):
    root = package(tmp_path / "p", {"a.csv": "id,name\n1,a\n", "b.csv": "name,id\nb,2\n"}, path=["a.csv", "b.csv"])
    assert ("header-missing", "b.csv", 1, None) in found(root)


@pytest.mark.parametrize("path", ["a.csv.gz", "a.csv"])
def test_a_file_compressed_with_gzip_is_read(tmp_path, path):
    raw = gzip.compress(b"id,name\n1,Tigris\nx,Karun\n")
    root = package(tmp_path / "p", {path: raw}, path=path, compression="gz", bytes=len(raw))
    assert found(root) == [("type", path, 3, "id")]


def test_a_damaged_gzip_file_is_rejected(tmp_path):
    root = package(tmp_path / "p", {"a.csv.gz": gzip.compress(b"id,name\n1,x\n" * 99)[:40]}, path="a.csv.gz")
    assert found(root) == [("file-unreadable", "a.csv.gz", None, None)]


def test_tabs_divide_the_cells_of_a_tsv_file(tmp_path):
    root = package(tmp_path / "p", {"a.tsv": "id\tname\n1\tTigris, the\nx\tb\n"}, path="a.tsv")
    assert found(root) == [("type", "a.tsv", 3, "id")]


def test_a_file_without_header_is_read_by_place(tmp_path):
    root = package(tmp_path / "p", {"a.csv": "1,Tigris\nx,Karun\n"}, path="a.csv", dialect={"header": False})
    assert found(root) == [("type", "a.csv", 2, "id")]


@pytest.mark.parametrize(
    "rows",
    [
        [["id", "name"], ["1", "Tigris"], ["x", "Karun"]],
        [{"id": 1, "name": "Tigris"}, {"name": "Karun", "id": "x"}],
    ],
)
def test_rows_in_the_descriptor_are_checked_at_their_line(tmp_path, rows):
    root = package(tmp_path / "p", {}, data=rows)
    (issue,) = validate(root).issues
    lines = (root / "datapackage.json").read_text(encoding="utf-8").split("\n")
    assert (issue.code, issue.file, issue.column) == ("type", "datapackage.json", "id")
    assert "x" in "".join(lines[issue.line - 1 : issue.line + 4])
    assert issue.line > lines.index(next(text for text in lines if "Tigris" in text)) + 1


@pytest.mark.parametrize(
    ("path", "options", "name"),
    [
        ("a.xlsx", {}, "xlsx"),
        ("a.csv.zip", {}, "zip"),
        ("a.csv", {"compression": "zip"}, "zip"),
        ("a.json", {"type": "table", "schema": None}, "json"),
        ("a.parquet", {}, "parquet"),
        ("a", {"format": "ods"}, "ods"),
    ],
)
def test_a_table_in_another_format_is_refused_by_name_and_not_read(tmp_path, path, options, name):
    report = validate(package(tmp_path / "p", {path: b"\0\xff\r\n\n,"}, path=path, **options))
    assert [(i.code, i.file) for i in report.issues] == [("format-unsupported", "datapackage.json")]
    assert f"format {name} are not supported" in report.issues[0].message


MOMENTS = [
    ("2020-01-01T15:00:00+03:00", True),
    ("2020-01-01T15:00:00.250Z", True),
    ("2020-01-01T15:00:00", True),
    ("2020-01-01T15:00:00+25:00", False),
    ("2020-02-30T15:00:00+03:00", False),
    ("2020-01-01 15:00:00", False),
]


@pytest.mark.sampled(8)
@pytest.mark.parametrize(("text", "valid"), MOMENTS)
def test_a_moment_may_have_a_zone_and_a_fraction(tmp_path, text, valid):
    schema = {"fields": [{"name": "at", "type": "datetime"}]}
    root = package(tmp_path / "p", {"a.csv": f"at\n{text}\n"}, path="a.csv", schema=schema)
    assert validate(root, crosscheck=valid).valid is valid


def test_moments_in_two_zones_are_compared(tmp_path):
    schema = {"fields": [{"name": "at", "type": "datetime", "constraints": {"unique": True}}]}
    text = "at\n2020-01-01T15:00:00Z\n2020-01-01T15:00:00+03:00\n2020-01-01T18:00:00+03:00\n"
    root = package(tmp_path / "p", {"a.csv": text}, path="a.csv", schema=schema)
    assert found(root) == [("unique", "a.csv", 4, "at")]


# names -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("folder", ["pkg[12]", "a=b", "what?", "all*", "{x,y}", "sp ace", "ü%20", "'quoted'"])
@pytest.mark.slow
def test_a_package_is_read_from_its_own_folder_whatever_its_name(tmp_path, monkeypatch, folder):
    package(tmp_path / "pkg1", {"a.csv": "id,name\nx,wrong\n"}, path="a.csv")
    root = package(tmp_path / folder, {"a.csv": "id,name\n1,right\n"}, path="a.csv")
    temporary = tmp_path / f"tmp-{folder}"
    temporary.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    assert found(root, crosscheck=True) == []
    (root / "a.csv").write_text("id,name\n1,right\n\n", encoding="utf-8")  # read line by line, from a copy
    assert found(root) == [("row-blank", "a.csv", 3, None)]


FAULTS = [  # table, line, column, text
    ("actors", 3, "actor_id", "ACT-1"),
    ("events", 4, "date_from", "2020-02-30"),
    ("figures", 5, "measure", "nonsense"),
    ("mentions", 6, "actor_id", "act-9999"),
    ("sources", 2, "title", ""),
    ("participants", 7, "participant_id", "par-0001"),
    ("lines", 3, "words", "-1"),
]


def cells(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode(), newline="")))


def written(rows: list[list[str]]) -> str:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()


def renamed(text: str) -> str:
    return f"x_{text[::-1]}" if re.fullmatch(r"\w+", text) else text


def renamed_schema(schema: dict[str, Any]) -> dict[str, Any]:
    def names(value: Any) -> Any:
        return [renamed(v) for v in value] if isinstance(value, list) else renamed(value)

    made = json.loads(json.dumps(schema))
    for field in made["fields"]:
        field["name"] = renamed(field["name"])
    if "primaryKey" in made:
        made["primaryKey"] = names(made["primaryKey"])
    made["uniqueKeys"] = [names(k) for k in made.get("uniqueKeys", [])]
    for key in made.get("foreignKeys", []):
        key["fields"], reference = names(key["fields"]), key["reference"]
        reference["fields"] = names(reference["fields"])
        if reference.get("resource"):
            reference["resource"] = renamed(reference["resource"])
    return made


@pytest.mark.slow
def test_a_package_with_every_table_and_column_renamed_gets_the_same_verdict(tmp_path):
    """The validator knows no table of ours: rules apart, which name theirs, nothing depends on a name."""
    ours, others = tmp_path / "ours", tmp_path / "others"
    for folder in (ours, others):
        (folder / "data").mkdir(parents=True)
    descriptor = json.loads((FROZEN / "datapackage.json").read_text(encoding="utf-8"))
    listed: dict[Path, list[dict[str, Any]]] = {ours: [], others: []}
    for resource in descriptor["resources"]:
        name = resource["name"]
        rows = cells((FROZEN / resource["path"]).read_bytes())
        for table, line, column, text in FAULTS:
            if table == name:
                rows[line - 1][rows[0].index(column)] = text
        schema = json.loads((FROZEN / resource["schema"]).read_text(encoding="utf-8"))
        for folder, called, law in ((ours, name, schema), (others, renamed(name), renamed_schema(schema))):
            header = rows[0] if folder == ours else [renamed(c) for c in rows[0]]
            (folder / "data" / f"{called}.csv").write_text(written([header, *rows[1:]]), encoding="utf-8", newline="")
            listed[folder].append({"name": called, "path": f"data/{called}.csv", "schema": law})
    places = []
    for folder in (ours, others):
        content = {"name": "x", "resources": listed[folder]}
        (folder / "datapackage.json").write_text(json.dumps(content), encoding="utf-8")
        issues = validate(folder, crosscheck=False, limit=10_000).issues
        rules = {i.code for i in issues} - SCHEMA_CODES
        places.append([i for i in issues if i.code not in rules])
    mine = sorted((i.code, f"data/{renamed(Path(i.file).stem)}.csv", i.line, renamed(i.column)) for i in places[0])
    assert sorted((i.code, i.file, i.line, i.column) for i in places[1]) == mine
    assert {c for c, *_ in mine} >= {"pattern", "type", "enum", "foreign-key", "required", "primary-key", "minimum"}


SCHEMA_CODES = {
    "required", "type", "enum", "pattern", "format", "min-length", "max-length", "minimum", "maximum",
    "exclusive-minimum", "exclusive-maximum", "unique", "primary-key", "unique-key", "foreign-key", "cell-long",
}  # fmt: skip


def test_the_validator_names_no_table_and_no_column_of_ours():
    names = {path.stem for path in (ROOT / "schemas").glob("*.json")}
    for path in (ROOT / "schemas").glob("*.json"):
        names |= {f["name"] for f in json.loads(path.read_text(encoding="utf-8"))["fields"]}
    ours = {n for n in names if "_" in n and n != "checked_by"} | {
        "actors",
        "facilities",
        "mentions",
        "waivers",
        "participants",
    }
    folder = ROOT / "src/iraqmilitias/validation"
    for part in ("structure", "checks", "engines", "report"):
        for path in (folder / part).rglob("*.py"):
            words = set(re.findall(r"""["'`](\w+)["'`]""", path.read_text(encoding="utf-8")))
            assert words & ours <= {"checked_by"}, path  # a key of the report, too


# what is reported -------------------------------------------------------------------------------------------


def test_rules_that_do_not_apply_are_a_number_in_the_text_and_a_list_in_json():
    from iraqmilitias.validation.report.formats import as_json, text

    report = validate(PACKAGES / "harbour", crosscheck=False)
    assert f"{len(report.not_applicable)} rules were not run" in text(report)
    assert not any(code in text(report) for code in report.not_applicable)
    assert json.loads(as_json(report))["not_applicable"] == list(report.not_applicable)


@pytest.mark.slow
def test_libraries_check_the_plain_tables_and_the_report_says_how_many(tmp_path):
    pytest.importorskip("frictionless")
    root = tmp_path / "harbour"
    shutil.copytree(PACKAGES / "harbour", root)
    content = json.loads((root / "datapackage.json").read_text(encoding="utf-8"))
    ports = content["resources"][0]
    (root / "data/ports.csv.gz").write_bytes(gzip.compress((root / "data/ports.csv").read_bytes()))
    ports["path"] = "data/ports.csv.gz"
    (root / "datapackage.json").write_text(json.dumps(content), encoding="utf-8")
    report = validate(root)
    assert (report.valid, report.checked_by) == (True, ("duckdb", "frictionless", "pandera"))
    assert report.notes == ("frictionless and pandera checked 2 of 3 tables",)


@pytest.mark.parametrize(
    ("field", "good", "bad"),
    [
        ({"type": "list", "itemType": "integer"}, "1,2", "1,b"),
        ({"type": "list", "itemType": "date", "delimiter": ";"}, "2020-01-01;2020-01-02", "2020-01-01;x"),
        ({"type": "list"}, "a,b", None),
        ({"type": "geojson"}, '{"type": "Point", "coordinates": [1, 2]}', '{"type": "Potato"}'),
        ({"type": "geojson"}, '{"type": "Feature", "geometry": null, "properties": null}', "{}"),
        ({"type": "geojson", "format": "topojson"}, '{"type": "Topology"}', '{"type": "Point"}'),
        ({"type": "geopoint", "format": "array"}, "[90.5, 45]", "[1000]"),
        ({"type": "geopoint", "format": "object"}, '{"lon": 90, "lat": 45.5}', "{}"),
        ({"type": "duration"}, "P1YT2H", "P1YT"),
    ],
)
def test_cell_of_a_structured_type_is_checked_without_other_libraries(
    tmp_path: Path, field: dict[str, Any], good: str, bad: str | None
) -> None:
    schema = {"fields": [{"name": "x", **field}, {"name": "y"}]}
    cells = [good] if bad is None else [good, bad]
    text = "x,y\n" + "".join('"' + cell.replace('"', '""') + '",z\n' for cell in cells)
    root = package(tmp_path / "p", {"a.csv": text}, path="a.csv", schema=schema)
    assert found(root) == ([] if bad is None else [("type", "a.csv", 3, "x")])


@pytest.mark.parametrize(
    ("kind", "constraints"),
    [
        ("object", {"jsonSchema": {"required": ["a"]}}),
        ("duration", {"minimum": "P1Y"}),
        ("array", {"minLength": 1}),
        ("object", {"enum": [{"a": 1}]}),
    ],
)
def test_constraint_that_is_not_checked_is_named(tmp_path: Path, kind: str, constraints: dict[str, Any]) -> None:
    schema = {"fields": [{"name": "x", "type": kind, "constraints": constraints}, {"name": "y"}]}
    root = package(tmp_path / "p", {"a.csv": "x,y\n,z\n"}, path="a.csv", schema=schema)
    report = validate(root, crosscheck=False)
    assert [(i.code, i.severity) for i in report.issues] == [("constraint-unchecked", "warning")]
    assert report.valid


# what the standard says of values and bounds -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "cells", "wrong"),
    [
        ({"type": "number"}, ["+100000.00", ".5", "5.", "007", "INF", "-inf", "nan", "1E5", "+.5e-3"], []),
        ({"type": "number"}, ["+INF", "1_0", "0x1", ".", "1e", " 1", "1e400", "1,5", "--1"], [*range(2, 11)]),
        ({"type": "integer"}, ["007", "+5", "1."], [2, 3, 4]),
        ({"type": "year"}, ["2024", "-0044", "12020", "012020", "99", "+2024"], [5, 6, 7]),
        ({"type": "object"}, ['{"a": "NaN, }"}', '{"a": NaN}', '{"a": -Infinity}', '{"a": 1,}'], [3, 4, 5]),
        ({"type": "array"}, ['["\\\\", null]', '["\\"", nan]', "[1,]"], [3, 4]),
        ({"type": "geopoint"}, ["+44.4, .5", "NaN, 1", "181, 1"], [3, 4]),
    ],
)
def test_cells_have_the_forms_of_the_standard(tmp_path, field, cells, wrong):
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([["x"], *([cell] for cell in cells)])
    root = package(tmp_path / "p", {"a.csv": out.getvalue()}, path="a.csv", schema={"fields": [{"name": "x", **field}]})
    assert found(root) == [("type", "a.csv", line, "x") for line in wrong]


DAY = {"type": "date", "format": "%d/%m/%Y"}
YES = {"type": "boolean", "trueValues": ["yes"], "falseValues": ["no"]}
COMMA = {"type": "number", "decimalChar": ",", "groupChar": "."}


@pytest.mark.parametrize("crosscheck", [False, pytest.param(True, marks=pytest.mark.slow)])
@pytest.mark.parametrize(
    ("field", "rules", "cells", "code"),
    [
        ({"type": "datetime"}, {"minimum": "2020-01-01T01:00:00+03:00"}, "2019-12-31T22:00:00Z", None),
        ({"type": "datetime"}, {"minimum": "2020-01-01T00:00:00-05:00"}, "2020-01-01T04:59:59Z", "minimum"),
        ({"type": "datetime"}, {"enum": ["2020-01-01T03:00:00+03:00"]}, "2020-01-01T00:00:00Z", None),
        (DAY, {"minimum": "13/02/2020"}, "13/02/2020", None),
        (DAY, {"minimum": "14/02/2020"}, "13/02/2020", "minimum"),
        (DAY, {"minimum": "2020-02-14"}, "13/02/2020", "constraint-misfit"),
        (YES, {"enum": ["yes"]}, "yes", None),
        (YES, {"enum": [True]}, "yes", None),
        (YES, {"enum": [False]}, "yes", "enum"),
        (YES, {"enum": ["true"]}, "yes", "constraint-misfit"),
        (COMMA, {"minimum": "1.000,5"}, "1000,5", None),
        (COMMA, {"minimum": 1000.5}, "1.000,4", "minimum"),
        ({"type": "number"}, {"minimum": 0}, "NaN", "minimum"),
        ({"type": "number"}, {"maximum": 0}, "NaN", "maximum"),
        ({"type": "number"}, {"minimum": 0}, "INF", None),
        ({"type": "number"}, {"maximum": "-INF"}, "-INF", None),
        ({"type": "year"}, {"maximum": -44}, "-0044", None),
        ({"type": "integer"}, {"maximum": 5.0}, "6", "maximum"),
        ({"type": "integer"}, {"maximum": 5.5}, "6", "constraint-misfit"),
        ({"type": "string"}, {"maxLength": 2.0}, "abc", "max-length"),
    ],
)
def test_a_bound_or_choice_is_compared_by_its_value(tmp_path, field, rules, cells, code, crosscheck):
    schema = {"fields": [{"name": "id"}, {"name": "x", "constraints": rules, **field}]}
    root = package(tmp_path / "p", {"a.csv": f'id,x\n1,"{cells}"\n'}, path="a.csv", schema=schema)
    assert [place[0] for place in found(root, crosscheck)] == ([code] if code else [])


@pytest.mark.parametrize(
    ("kind", "cells", "twice"),
    [
        ("number", ["0.1", "0.10000000000000000001", "0.100"], [4]),
        ("number", ["100", "1e2", "0.1E+3", "-100", "NaN", "INF"], [3, 4]),
        ("datetime", ["2020-01-01T00:00:00.1234567Z", "2020-01-01T00:00:00.1234568Z"], []),
        ("datetime", ["2020-01-01T00:00:00.1234567Z", "2020-01-01T03:00:00.12345670+03:00"], [3]),
    ],
)
def test_keys_are_compared_exactly(tmp_path, kind, cells, twice):
    schema = {"fields": [{"name": "x", "type": kind}], "primaryKey": "x"}
    root = package(tmp_path / "p", {"a.csv": "\n".join(["x", *cells, ""])}, path="a.csv", schema=schema)
    assert found(root) == [("primary-key", "a.csv", line, "x") for line in twice]


def test_a_reference_to_a_number_is_exact(tmp_path):
    number = {"name": "x", "type": "number"}
    root = package(tmp_path / "p", {"a.csv": "x\n0.1\n", "b.csv": "x\n0.10\n0.10000000000000000001\n"}, path="a.csv")
    key = {"fields": "x", "reference": {"resource": "a", "fields": "x"}}
    resources = [
        {"name": "a", "path": "a.csv", "schema": {"fields": [number], "primaryKey": "x"}},
        {"name": "b", "path": "b.csv", "schema": {"fields": [number], "foreignKeys": [key]}},
    ]
    (root / "datapackage.json").write_text(json.dumps({"name": "p", "resources": resources}), encoding="utf-8")
    assert found(root) == [("foreign-key", "b.csv", 3, "x")]


@pytest.mark.parametrize("word", ["n, a", 'n"a', "n\na", "\x01\x02"])
def test_a_code_for_missing_may_hold_any_mark(tmp_path, word):
    fields = [{"name": "id", "type": "integer"}, {"name": "x", "type": "number"}]
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([["id", "x"], ["1", word], ["2", "1.5"], ["3", ""]])
    schema = {"fields": fields, "missingValues": ["", word]}
    report = validate(package(tmp_path / "p", {"a.csv": out.getvalue()}, path="a.csv", schema=schema), crosscheck=False)
    assert report.rows == 3
    assert {issue.code for issue in report.issues} <= {"cell-newline"}


def test_a_cell_of_control_characters_is_not_missing(tmp_path):
    fields = [{"name": "id"}, {"name": "x", "constraints": {"required": True}}]
    schema = {"fields": fields, "missingValues": []}
    root = package(tmp_path / "p", {"a.csv": "id,x\n1,\x01\x02\n2,\n"}, path="a.csv", schema=schema)
    assert found(root) == []


@pytest.mark.parametrize("text", ["name\na\n\nb\n", 'name\na\n""\nb\n', "name\na\n\nb"])
def test_a_table_of_one_column_may_lack_a_cell(tmp_path, text):
    field = {"name": "name", "type": "string"}
    root = package(tmp_path / "p", {"a.csv": text}, path="a.csv", schema={"fields": [field]})
    report = validate(root, crosscheck=False)
    assert (report.issues, report.rows) == ((), 3)
    field["constraints"] = {"required": True}
    root = package(tmp_path / "q", {"a.csv": text}, path="a.csv", schema={"fields": [field]})
    assert found(root) == [("required", "a.csv", 3, "name")]


def test_two_fields_of_one_name_are_a_warning_and_are_checked(tmp_path):
    fields = [{"name": "id"}, {"name": "name"}, {"name": "name", "type": "integer"}]
    root = package(tmp_path / "p", {"a.csv": "id,name,name\n1,a,2\n2,b,c\n"}, path="a.csv", schema={"fields": fields})
    report = validate(root, crosscheck=False)
    listed = [(i.code, i.severity, i.line) for i in report.issues]
    assert listed == [("field-duplicate", "warning", 15), ("type", "error", 3)]
    with pytest.raises(PackageError, match="two fields named 'name'"):
        Package(root).table("boats").readable()


# rows and other data in the descriptor -------------------------------------------------------------------------


@pytest.mark.parametrize("data", [{"unit": "m"}, [1, 2, 3], "a,b", [], {}])
def test_data_that_is_no_table_is_not_read(tmp_path, data):
    assert found(package(tmp_path / "p", {}, data=data, schema=None)) == []


@pytest.mark.parametrize(
    ("rows", "codes"),
    [
        ([{"name": "Tigris", "id": 1}], []),
        ([{"id": 1, "name": None}, {"id": 2}], []),
        ([["id", "name"], [1, None], [2.0, ""]], []),
        ([], []),
        ([{"id": None, "name": "Karun"}], ["required"]),
        ([{"id": 1.5, "name": "Karun"}], ["type"]),
        ([1, 2], ["property-type"]),
    ],
)
def test_rows_in_the_descriptor_are_values_of_json(tmp_path, rows, codes):
    root = package(tmp_path / "p", {}, data=rows, schema={**SCHEMA, "missingValues": ["NA"]})
    assert [place[0] for place in found(root)] == codes


def test_values_of_json_are_not_printed_cells(tmp_path):
    fields = [{"name": "b", **YES}, {"name": "n", **COMMA, "constraints": {"maximum": 2}}]
    root = package(tmp_path / "p", {}, data=[{"b": True, "n": 1.5}, {"b": False, "n": 2}], schema={"fields": fields})
    assert found(root) == []


# messages ------------------------------------------------------------------------------------------------------


def test_the_line_that_is_duplicated_is_one_of_the_package(tmp_path):
    files = {"a.csv": "id,name\n1,a\n", "b.csv": "id,name\n2,b\n2,c\n1,d\n"}
    report = validate(package(tmp_path / "p", files, path=["a.csv", "b.csv"]), crosscheck=False)
    assert [i.message for i in report.issues] == ["'2' duplicates line 2", "'1' duplicates line 2 of a.csv"]
    root = package(
        tmp_path / "q", {}, data=[{"id": 1}, {"id": 1}], schema={"fields": SCHEMA["fields"][:1], "primaryKey": "id"}
    )
    (issue,) = validate(root, crosscheck=False).issues
    lines = (root / "datapackage.json").read_text(encoding="utf-8").split("\n")
    first = lines.index('     "id": 1')
    assert (issue.line, issue.message) == (first + 3, f"'1' duplicates line {first}")


def test_a_size_may_be_written_as_a_fraction_without_one(tmp_path):
    assert found(package(tmp_path / "p", {"a.csv": "id,name\n"}, path="a.csv", bytes=8.0)) == []
    report = validate(package(tmp_path / "q", {"a.csv": "id,name\n"}, path="a.csv", bytes=8.5), crosscheck=False)
    assert [i.message for i in report.issues] == ["bytes must be a whole number, here it is 8.5"]
