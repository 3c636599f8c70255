"""Data packages of others: what of ours is offered for them, how a row is named, and what is refused by name."""

from __future__ import annotations

import csv
import json
import re
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from iraqmilitias.cli import group
from iraqmilitias.dataset import Dataset
from iraqmilitias.errors import Error, NotFoundError, PackageError
from iraqmilitias.export import FORMATS, export

from .freeze import FROZEN

TYPES = {"s": "string", "i": "integer", "dt": "datetime"}
Table = tuple[str, str]  # its fields, as `id:i name:s`, and its rows


def fields(described: str) -> list[dict[str, Any]]:
    return [{"name": name, "type": TYPES[kind]} for name, kind in (f.split(":") for f in described.split())]


def package(folder: Path, tables: dict[str, Table], **schema: Any) -> Path:
    """Write a package of tables, each with its first column as its key, and return its folder."""
    resources = []
    folder.mkdir()
    for name, (described, rows) in tables.items():
        columns = fields(described)
        header = ",".join(field["name"] for field in columns)
        (folder / f"{name}.csv").write_text(f"{header}\n{rows}", encoding="utf-8")
        known = {"fields": columns, "primaryKey": columns[0]["name"], **schema}
        resources.append({"name": name, "path": f"{name}.csv", "schema": known})
    descriptor = {"name": "boats", "version": "1.0.0", "resources": resources}
    (folder / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    return folder


@pytest.fixture
def frozen(tmp_path: Path) -> Path:
    """A copy of the frozen package, to be changed."""
    return Path(shutil.copytree(FROZEN, tmp_path / "frozen"))


def change(folder: Path, table: str, schema: Callable[[Any], None], row: Callable[[dict[str, str]], None]) -> None:
    """Change a table's schema and each of its rows."""
    path, data = folder / "schemas" / f"{table}.json", folder / "data" / f"{table}.csv"
    content = json.loads(path.read_text(encoding="utf-8"))
    schema(content)
    path.write_text(json.dumps(content), encoding="utf-8")
    with data.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    for one in rows:
        row(one)
    with data.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def retyped(folder: Path, table: str, column: str, kind: str, cell: str) -> None:
    """Give a column another type, and all its cells one value of it."""

    def schema(content: Any) -> None:
        field = next(f for f in content["fields"] if f["name"] == column)
        field.update(type=kind, constraints={})
        field.pop("example", None)

    change(folder, table, schema, lambda row: row.update({column: cell}))


# what of ours is offered ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tables", "record"),
    [
        ({"events": ("event_id:s name:s", "e1,x\n"), "event_reports": ("report_id:s event_id:s", "r1,e1\n")}, "e1"),
        (
            {"boats": ("boat_id:s name:s", "b1,x\n"), "notes": ("note_id:i record_id:i reference_id:s", "1,5,\n")},
            "b1",
        ),
        (
            {
                "sources": ("source_id:i title:s url:s", "1,x,http://a\n"),
                "facts": ("fact_id:s source_id:s line:s locator:i", "f1,s1,x,5\n"),
            },
            "f1",
        ),
        ({"lines": ("line_id:s source_id:s line:s", "l1,s1,x\n")}, "l1"),
        ({"retired": ("record_id:s kind:s", "r1,x\n")}, "r1"),
        ({"bibliography": ("reference_id:s title:i", "r1,5\n")}, "r1"),
        ({"conflicts": ("conflict_id:s record_id:s event_id:i report_id:s", "c1,c1,5,x\n")}, "c1"),
    ],
    ids=["reports", "notes", "sources", "lines", "retired", "references", "ids of several types"],
)
def test_row_of_a_table_with_our_name_is_traced_and_cited_as_any_other(
    tmp_path: Path, tables: dict[str, Table], record: str
) -> None:
    data = Dataset(package(tmp_path / "p", tables))
    found = data.trace(record)
    assert (found.record_id, found.source, found.voice, found.conflicts, found.retired) == (
        record,
        None,
        None,
        (),
        None,
    )
    assert record in str(found) and record in str(data.cite(record))


@pytest.mark.slow
def test_article_without_title_publisher_and_address_is_cited(frozen: Path) -> None:
    def optional(content: Any) -> None:
        for field in content["fields"]:
            if field["name"] in ("title", "publisher", "url"):
                field["constraints"] = {}

    change(frozen, "sources", optional, lambda row: row.update(title="", publisher="", url=""))
    data = Dataset(frozen)
    assert data.trace("stm-0001").link is None
    assert "stm-0001" in str(data.cite("stm-0001")) and "src-0001" in data.cite("src-0001").record_id


@pytest.mark.sampled(3)
@pytest.mark.parametrize(
    ("table", "column", "kind", "cell"),
    [
        ("conflicts", "finding", "integer", "5"),
        ("sources", "date_from", "string", "May"),
        ("lines", "role", "year", "2020"),
    ],
)
def test_view_is_left_out_where_a_column_has_another_type(
    frozen: Path, table: str, column: str, kind: str, cell: str
) -> None:
    whole = set(Dataset(frozen).views())
    retyped(frozen, table, column, kind, cell)
    data = Dataset(frozen)
    assert set(data.views()) < whole
    for view in data.views():
        data.sql(f"select count(*) from {view}", as_="rows")
    assert data.trace("stm-0001").row["statement_id"] == "stm-0001"


@pytest.mark.slow
def test_view_is_left_out_where_a_table_has_its_name_or_a_column_more_that_it_names(frozen: Path) -> None:
    descriptor = json.loads((frozen / "datapackage.json").read_text(encoding="utf-8"))
    schema = {"fields": [{"name": "id", "type": "integer"}]}
    descriptor["resources"].append({"name": "Claims", "path": "data/more.csv", "schema": schema})
    (frozen / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    (frozen / "data" / "more.csv").write_text("id\n1\n", encoding="utf-8")
    change(
        frozen,
        "bibliography",
        lambda content: content["fields"].append({"name": "finding", "type": "string"}),
        lambda row: row.update(finding="x"),
    )
    data = Dataset(frozen)
    assert not {"claims", "verdicts"} & set(data.views()) and "voices" in data.views()
    assert data.sql('select id from "Claims"', as_="rows") == [(1,)]


@pytest.mark.slow
def test_trace_of_a_statement_within_itself_ends(frozen: Path) -> None:
    def keyless(content: Any) -> None:
        content["foreignKeys"] = [key for key in content["foreignKeys"] if "within_id" not in key["fields"]]

    circle = {"stm-0001": "stm-0002", "stm-0002": "stm-0001"}
    change(frozen, "statements", keyless, lambda row: row.update(within_id=circle.get(row["statement_id"], "")))
    found = Dataset(frozen).trace("stm-0001")
    assert found.voice is not None and found.voice.statement_id == "stm-0001"
    chains = Dataset(frozen).sql("select statement_id from voices where statement_id <= 'stm-0002'", as_="rows")
    assert len(chains) == 2


@pytest.mark.slow
def test_voice_is_left_out_where_nobody_is_known_who_speaks(frozen: Path) -> None:
    change(
        frozen,
        "statements",
        lambda content: content.update(foreignKeys=[]),
        lambda row: row.update(speaker_id="act-9999"),
    )
    assert Dataset(frozen).trace("stm-0001").voice is None


# how a row is named -----------------------------------------------------------------------------------------------


def test_name_of_two_rows_is_refused_and_a_key_with_a_colon_finds_its_row(tmp_path: Path) -> None:
    rows = "x:y,z,1\nx,y:z,2\nx:y,q,3\n"
    data = Dataset(package(tmp_path / "p", {"t": ("a:s b:s v:i", rows)}, primaryKey=["a", "b"]))
    with pytest.raises(NotFoundError, match="2 rows of t are named"):
        data.trace("t:x:y:z")
    with pytest.raises(NotFoundError, match="2 rows of t"):
        data.cite("t:x:y:z")
    assert data.trace("t:x:y:q").row["v"] == 3
    with pytest.raises(NotFoundError, match="too many colons"):
        data.trace("t:" + ":" * 300)


@pytest.mark.parametrize("printed", ["2020-01-01T10:00:00Z", "2020-01-01T10:00:00", "2020-01-01 10:00:00"])
def test_row_is_named_by_its_key_as_the_file_prints_it(tmp_path: Path, printed: str) -> None:
    data = Dataset(package(tmp_path / "p", {"t": ("at:dt n:i v:i", "2020-01-01T10:00:00Z,5,1\n")}))
    assert data.trace(f"t:{printed}").row["v"] == 1
    assert f"t:{printed}" in str(data.cite(f"t:{printed}"))


@pytest.mark.parametrize("path", ["./a.csv", "data//a.csv", "data/./a.csv"])
def test_path_in_a_zip_is_read_in_any_spelling(tmp_path: Path, path: str) -> None:
    resource = {"name": "t", "path": path, "schema": {"fields": fields("id:i")}}
    with zipfile.ZipFile(tmp_path / "p.zip", "w") as archive:
        archive.writestr("datapackage.json", json.dumps({"name": "boats", "resources": [resource]}))
        archive.writestr("data/a.csv" if "data" in path else "a.csv", "id\n1\n")
    data = Dataset(tmp_path / "p.zip")
    assert data.package.size() > len("id\n1\n") + 50
    assert data.sql("select * from t", as_="rows") == [(1,)]


# what the database takes ------------------------------------------------------------------------------------------


def key(columns: str, table: str, referred: str) -> dict[str, Any]:
    return {"fields": columns, "reference": {"resource": table, "fields": referred}}


def circle(folder: Path, more: str = "") -> Path:
    """Write a package of two tables that refer to one another."""
    package(
        folder,
        {"countries": ("code:s capital:s", f"IQ,Baghdad\n{more}"), "cities": ("city:s country:s", "Baghdad,IQ\n")},
    )
    descriptor = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    descriptor["resources"][0]["schema"]["foreignKeys"] = [key("capital", "cities", "city")]
    descriptor["resources"][1]["schema"]["foreignKeys"] = [key("country", "countries", "code")]
    (folder / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    return folder


def test_tables_that_refer_to_one_another_are_read_and_exported(tmp_path: Path) -> None:
    data = Dataset(circle(tmp_path / "p"))
    joined = "select city, capital from cities join countries on country = code"
    assert data.sql(joined, as_="rows") == [("Baghdad", "Baghdad")]
    for form in ("duckdb", "sqlite"):
        export(data.package, tmp_path / form, form)


def test_row_that_refers_to_nothing_is_refused_in_a_circle_of_tables_too(tmp_path: Path) -> None:
    for name, more in (("one", "KW,Kuwait City\n"), ("other", "KW,\nSY,Baghdad\nIR,Tehran\n")):
        with pytest.raises(PackageError, match=r"countries\.csv|does not exist in the referenced table"):
            Dataset(circle(tmp_path / name, more)).sql("select 1")


@pytest.mark.parametrize("name", ["t", "staged"])
def test_rows_that_refer_to_themselves_or_in_a_circle_are_read(tmp_path: Path, name: str) -> None:
    rows = "1,2,9\n2,1,8\n3,3,7\n4,3,6\n5,,5\n"
    folder = package(tmp_path / "p", {name: ("id:i p:i _staged_row:i", rows)}, foreignKeys=[key("p", "", "id")])
    data = Dataset(folder)
    found = data.sql(f"select * from {name}", as_="rows")
    assert found == [(1, 2, 9), (2, 1, 8), (3, 3, 7), (4, 3, 6), (5, None, 5)]
    export(data.package, tmp_path / "out", "duckdb")
    with pytest.raises(PackageError, match=r"t2\.csv: 1 row whose p is not in t2"):
        Dataset(package(tmp_path / "q", {"t2": ("id:i p:i", "1,1\n2,7\n")}, foreignKeys=[key("p", "", "id")])).sql(
            "select 1"
        )


def test_table_that_refers_to_itself_by_a_name_that_is_taken_keeps_its_rows_and_key(tmp_path: Path) -> None:
    folder = package(tmp_path / "p", {"staged": ("id:i p:i", "1,\n2,1\n")}, foreignKeys=[key("p", "", "id")])
    found = Dataset(folder).sql("select constraint_type from duckdb_constraints()", as_="rows")
    assert ("FOREIGN KEY",) in found
    assert Dataset(folder).sql("select * from staged", as_="rows") == [(1, None), (2, 1)]


def test_table_that_refers_to_its_own_unique_column_is_read(tmp_path: Path) -> None:
    folder = package(
        tmp_path / "p",
        {"t": ("code:s part_of:s", "x,\ny,x\n")},
        primaryKey=[],
        foreignKeys=[key("part_of", "", "code")],
    )
    assert Dataset(folder).sql("select * from t", as_="rows") == [("x", None), ("y", "x")]


@pytest.mark.parametrize(
    ("tables", "said"),
    [
        ({"t": ("id:i Id:s", "1,x\n")}, r"t\.csv: the columns id and Id are one name in SQL"),
        ({"boats": ("id:i", "1\n"), "Boats": ("id:i", "1\n")}, "the tables boats and Boats are one name in SQL"),
    ],
    ids=["columns", "tables"],
)
def test_names_that_are_one_in_sql_are_refused_by_name(tmp_path: Path, tables: dict[str, Table], said: str) -> None:
    data = Dataset(package(tmp_path / "p", tables))
    with pytest.raises(PackageError, match=said):
        data.sql("select 1")
    with pytest.raises(PackageError, match=said):
        export(data.package, tmp_path / "out", "parquet")


@pytest.mark.slow
@pytest.mark.parametrize(
    "rows",
    [f"1,{'y' * 1_500_000},{'z' * 1_500_000}\n2,a,b\n", '1,x,"' + "z\n" * 1_500_000 + '"\n2,a,b\n'],
    ids=["long cells", "many lines in a cell"],
)
def test_long_row_is_read_and_exported(tmp_path: Path, rows: str) -> None:
    data = Dataset(package(tmp_path / "p", {"t": ("id:i a:s b:s", rows)}))
    size = len(rows.split(",")[2].strip('2\n"')) + (1 if '"' in rows else 0)
    assert data.sql("select id, length(b) from t", as_="rows") == [(1, size), (2, 1)]
    export(data.package, tmp_path / "out", "parquet")


NOT_READ = [
    ({"path": "README.md", "schema": None}, "README.md: not read: t has no schema"),
    ({"path": "a.csv", "schema": None}, "a.csv: not read: t has no schema"),
    ({"path": None, "data": [{"id": 1}]}, "datapackage.json: not read: the rows of t are in datapackage.json"),
    ({"path": ["a.csv", "b.csv"]}, "a.csv: not read: t is in 2 files"),
    ({"path": "a.tsv"}, "a.tsv: not read: format 'tsv'"),
    ({"path": "a.csv.gz"}, "a.csv.gz: not read: compression 'gz'"),
    ({"path": "a.csv", "dialect": {"delimiter": ";"}}, "a.csv: not read: dialect.delimiter ';'"),
    (
        {"path": "a.csv", "schema": {"fields": fields("id:i"), "fieldsMatch": "equal"}},
        "a.csv: not read: fieldsMatch 'equal'",
    ),
]


@pytest.mark.sampled(4)
@pytest.mark.parametrize(("resource", "said"), NOT_READ, ids=[said for _resource, said in NOT_READ])
def test_resource_that_is_not_read_leaves_the_tables_and_is_refused_by_name(
    tmp_path: Path, resource: dict[str, Any], said: str
) -> None:
    folder = package(tmp_path / "p", {"boats": ("boat_id:s part_of:s", "b1,\n")})
    descriptor = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    stated = {"name": "t", "schema": {"fields": fields("id:i"), "primaryKey": "id"}, **resource}
    descriptor["resources"].append({k: v for k, v in stated.items() if v is not None})
    descriptor["resources"][0]["schema"]["foreignKeys"] = [key("part_of", "t", "id")]
    (folder / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    paths = resource["path"] if isinstance(resource["path"], list) else [resource["path"]]
    for path in filter(None, paths):
        (folder / path).write_text("id\n1\n", encoding="utf-8")
    data = Dataset(folder)
    assert data.sql("select * from boats", as_="rows") == [("b1", None)]
    assert "b1" in str(data.trace("b1")) and "b1" in str(data.cite("b1"))
    assert data.cite().rows == 1
    assert [hit.record_id for hit in data.find("b1")] == ["b1"]
    listed = CliRunner().invoke(group, ["--package", str(folder), "tables"])
    assert listed.exit_code == 0 and said[:40] in listed.output
    asked: list[Callable[[], Any]] = [
        lambda: data.sql("select count(*) from t"),
        *([lambda: data.sql("select id from t where id > 1")] if stated["schema"] else []),
        lambda: data.sql("select count(*) from t", timeout=60),
        lambda: data.cite(query="select count(*) from t"),
        lambda: data.trace("t:1"),
    ]
    for ask in asked:
        with pytest.raises(Error, match=re.escape(said)):
            ask()
    for form in FORMATS:
        if not FORMATS[form].extra and form not in ("jsonld", "claimreview", "graphml", "geojson", "skos"):
            manifest = export(data.package, tmp_path / form, form)
            assert any(said in lack for lack in manifest["not_held"])
            assert data.verify(tmp_path / form).valid


def test_package_of_which_nothing_is_read_is_not_exported(tmp_path: Path) -> None:
    folder = package(tmp_path / "p", {"t": ("id:i", "1\n")}, fieldsMatch="subset")
    with pytest.raises(PackageError, match="not read: fieldsMatch 'subset'"):
        export(Dataset(folder).package, tmp_path / "out", "csv")
