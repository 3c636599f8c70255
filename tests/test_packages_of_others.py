"""Data packages of others: what of ours is offered for them, how a row is named, and what is refused by name."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from iraqmilitias.dataset import Dataset
from iraqmilitias.errors import NotFoundError

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


def test_article_without_title_publisher_and_address_is_cited(frozen: Path) -> None:
    def optional(content: Any) -> None:
        for field in content["fields"]:
            if field["name"] in ("title", "publisher", "url"):
                field["constraints"] = {}

    change(frozen, "sources", optional, lambda row: row.update(title="", publisher="", url=""))
    data = Dataset(frozen)
    assert data.trace("stm-0001").link is None
    assert "stm-0001" in str(data.cite("stm-0001")) and "src-0001" in data.cite("src-0001").record_id


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


def test_trace_of_a_statement_within_itself_ends(frozen: Path) -> None:
    def keyless(content: Any) -> None:
        content["foreignKeys"] = [key for key in content["foreignKeys"] if "within_id" not in key["fields"]]

    circle = {"stm-0001": "stm-0002", "stm-0002": "stm-0001"}
    change(frozen, "statements", keyless, lambda row: row.update(within_id=circle.get(row["statement_id"], "")))
    found = Dataset(frozen).trace("stm-0001")
    assert found.voice is not None and found.voice.statement_id == "stm-0001"
    chains = Dataset(frozen).sql("select statement_id from voices where statement_id <= 'stm-0002'", as_="rows")
    assert len(chains) == 2


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
