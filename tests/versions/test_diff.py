"""diff: rows by key and cell by cell, schemas, files, ids, and the version that follows."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iraqmilitias.errors import Error
from iraqmilitias.workshop.versions.diff import diff
from iraqmilitias.workshop.versions.raw_tables import read
from iraqmilitias.workshop.versions.row_diff import Cell, compare

from ..contributions.editing import copy_package
from ..freeze import FROZEN
from .conftest import Versions


def test_diff_accepts_equal_packages(versions: Versions) -> None:
    found = diff(versions.old, versions.new)
    assert not found.changed and found.bump == "none" and found.version == "1.0.0" and found.enough
    assert found.tables == found.views == found.schema == found.ids == found.notes == ()


def test_diff_finds_a_changed_cell_with_its_line(versions: Versions) -> None:
    versions.replace("data/ports.csv", "KWT", "KUW")
    found = diff(versions.old, versions.new)
    (table,) = found.tables
    (row,) = table.rows
    assert (table.name, row.kind, row.key, row.line) == ("ports", "changed", ("prt-0004",), 5)
    assert row.cells == (Cell("country", "KWT", "KUW"),)
    assert (found.bump, found.version, found.enough) == ("patch", "1.0.1", False)
    assert found.changelog == ("- **Data**: `ports`: 1 cell corrected (prt-0004 country).",)


def test_diff_finds_added_and_removed_rows_by_a_key_of_two_columns(versions: Versions) -> None:
    versions.replace("data/berths.csv", "prt-0003,1,7.25,,,\n", "")
    versions.append("data/berths.csv", "prt-0006,2,8,P2,west,")
    (table,) = diff(versions.old, versions.new).tables
    (removed,), (added,) = table.of("removed"), table.of("added")
    assert (removed.key, removed.line) == (("prt-0003", "1"), 6)
    assert (added.key, added.line) == (("prt-0006", "2"), 9)
    assert {c.column: c.new for c in added.cells}["code"] == "P2"
    assert diff(versions.old, versions.new).version == "1.1.0"


def test_diff_says_that_a_file_has_the_same_rows_in_another_form(versions: Versions) -> None:
    path = versions.new / "data" / "ports.csv"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n").replace(b"Basra", b'"Basra"'))
    found = diff(versions.old, versions.new)
    assert found.tables == () and found.rewritten == ("data/ports.csv",) and found.bump == "patch"


def test_diff_compares_columns_by_name(versions: Versions) -> None:
    path = versions.new / "data" / "ports.csv"
    rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"))))
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([row[::-1] for row in rows])
    path.write_text(out.getvalue(), encoding="utf-8", newline="")
    assert diff(versions.old, versions.new).tables == ()


def test_diff_compares_rows_whole_where_a_key_stands_twice(versions: Versions) -> None:
    versions.append("data/ports.csv", "prt-0006,Bushehr,IRN,prt-0005,28.98,,true,")
    (table,) = diff(versions.old, versions.new).tables
    assert "same port_id" in table.note and table.key == ()
    assert [(r.kind, r.line) for r in table.rows] == [("added", 8)]


@pytest.mark.parametrize(
    ("change", "kind", "bump"),
    [
        (lambda s: s["fields"].append({"name": "owner", "type": "string"}), "column-added", "minor"),
        (lambda s: s["fields"].pop(), "column-removed", "major"),
        (lambda s: s["fields"][1].update(name="title"), "column-removed", "major"),
        (lambda s: s["fields"][4].update(type="string"), "type-changed", "major"),
        (lambda s: s.update(primaryKey=["port_id", "name"]), "primary-key-changed", "major"),
        (lambda s: s["fields"][2]["constraints"]["enum"].append("SAU"), "code-added", "minor"),
        (lambda s: s["fields"][2]["constraints"]["enum"].remove("IRN"), "code-removed", "major"),
        (lambda s: s["fields"][1].update(description="Its name."), "description-changed", "patch"),
        (lambda s: s.pop("foreignKeys"), "foreign-keys-changed", "minor"),
    ],
)
def test_diff_finds_schema_changes(versions: Versions, change, kind: str, bump: str) -> None:  # type: ignore[no-untyped-def]
    path = versions.new / "schemas" / "ports.json"
    schema = json.loads(path.read_text(encoding="utf-8"))
    change(schema)
    path.write_text(json.dumps(schema), encoding="utf-8")
    found = diff(versions.old, versions.new)
    assert kind in {c.kind for c in found.schema}
    assert found.bump == bump


def test_diff_finds_added_and_removed_tables(versions: Versions) -> None:
    path, content = versions.descriptor()
    content["resources"] = [r for r in content["resources"] if r["name"] != "calls"]
    path.write_text(json.dumps(content), encoding="utf-8")
    assert [(c.kind, c.table, c.bump) for c in diff(versions.old, versions.new).schema] == [
        ("table-removed", "calls", "major")
    ]
    assert diff(versions.new, versions.old).bump == "minor"


def test_diff_takes_no_notice_of_what_builds_stamp(versions: Versions) -> None:
    versions.edit("ports", lambda r: r.update(bytes=1, hash="sha256:00"))
    path, content = versions.descriptor()
    path.write_text(json.dumps({**content, "version": "2.0.0", "created": "2027-01-01T00:00:00Z"}), encoding="utf-8")
    found = diff(versions.old, versions.new)
    assert not found.changed and found.new.version == "2.0.0" and found.enough


def test_diff_rejects_a_row_with_too_many_cells_at_its_line(versions: Versions) -> None:
    versions.append("data/ports.csv", "prt-0007,Faw,IRQ,,,,true,,more")
    with pytest.raises(Error, match=r"data/ports.csv:8: 9 cells, the header has 8"):
        diff(versions.old, versions.new)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "data/ports.csv:1: has no header"),
        (b"port_id,port_id\na,b\n", "names 'port_id' twice"),
        (b"port_id,name\n\xff\xfe,b\n", "data/ports.csv.*UTF-8"),
        (b'port_id,name\na,"b\n', "data/ports.csv.*quote"),
    ],
)
def test_diff_rejects_broken_files_with_file_and_reason(versions: Versions, content: bytes, message: str) -> None:
    (versions.new / "data" / "ports.csv").write_bytes(content)
    with pytest.raises(Error, match=message):
        diff(versions.old, versions.new)


@pytest.mark.slow
def test_diff_of_our_data_reaches_the_views(tmp_path: Path) -> None:
    copy_package(tmp_path)
    path = tmp_path / "data" / "figures.csv"
    rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))
    rows[0]["description"] = "another description"
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    path.write_text(out.getvalue(), encoding="utf-8", newline="")
    found = diff(FROZEN, tmp_path)
    key = rows[0]["figure_id"]
    claims = next(v for v in found.views if v.name == "claims")
    # The verdict changes, too: a row that was changed has not been read again.
    assert [(r.key, [c.column for c in r.cells]) for r in claims.rows] == [((key,), ["what", "verdict"])]
    assert found.bump == "patch" and found.notes == ()
    assert diff(FROZEN, tmp_path, views=False).views == ()


cells = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=3)
tables = st.dictionaries(cells, st.tuples(cells, cells), max_size=8)


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(tables, tables)
def test_rows_are_those_of_a_comparison_by_hand(
    tmp_path_factory: pytest.TempPathFactory, old: dict[str, tuple[str, str]], new: dict[str, tuple[str, str]]
) -> None:
    folder = tmp_path_factory.mktemp("rows")
    with duckdb.connect() as connection:
        texts = []
        for name, content in (("o", old), ("n", new)):
            with (folder / name).open("w", encoding="utf-8", newline="") as stream:
                writer = csv.writer(stream, lineterminator="\n", quoting=csv.QUOTE_ALL)
                writer.writerows([("k", "a", "b"), *((k, *v) for k, v in content.items())])
            texts.append(read(connection, name, name, folder / name))
        rows = compare(connection, "t", ("k",), texts[0], texts[1]).rows
    by_kind = {kind: {r.key[0] for r in rows if r.kind == kind} for kind in ("added", "removed", "changed")}
    assert by_kind["added"] == new.keys() - old.keys()
    assert by_kind["removed"] == old.keys() - new.keys()
    assert by_kind["changed"] == {k for k in old.keys() & new.keys() if old[k] != new[k]}
    for row in rows:
        if row.kind != "removed":
            assert list(new)[(row.line or 0) - 2] == row.key[0]
