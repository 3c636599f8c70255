"""diff: rows by key and cell by cell, schemas, files, ids, and the version that follows."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iraqmilitias.errors import Error
from iraqmilitias.workshop.versions.diff import Diff, diff
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


class Pair:
    """Two packages of one table, `boats`, whose file and descriptor a test writes."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def write(self, side: str, content: str, resource: dict[str, Any] | None = None, **schema: Any) -> None:
        """Write one side: the columns id and name, with `schema` and `resource` beside or instead of what is usual."""
        folder = self.root / side
        folder.mkdir(exist_ok=True)
        fields = [{"name": "id", "type": "integer"}, {"name": "name", "type": "string"}]
        described = {"name": "boats", "path": "a.csv", "schema": {"fields": fields, **schema}, **(resource or {})}
        (folder / described["path"]).write_text(content, encoding="utf-8", newline="")
        text = json.dumps({"name": "boats", "version": "1.0.0", "resources": [described]})
        (folder / "datapackage.json").write_text(text, encoding="utf-8")

    def diff(self) -> Diff:
        return diff(self.root / "old", self.root / "new")


@pytest.fixture
def pair(tmp_path: Path) -> Pair:
    return Pair(tmp_path)


def differing(found: Diff) -> list[tuple[str, int | None, list[Cell]]]:
    """Return kind, line and cells of each row that differs."""
    return [(row.kind, row.line, list(row.cells)) for table in found.tables for row in table.rows]


@pytest.mark.parametrize(
    ("old", "new", "schema"),
    [
        ("id,name,more\n1,a,x\n", "id,name,less\n1,a,y\n", {"primaryKey": "id", "fieldsMatch": "subset"}),
        ("id,more\n1,a\n", "id,less\n1,b\n", {"primaryKey": "id"}),
        ("more,name\n1,a\n", "less,name\n1,a\n", {}),
    ],
)
def test_diff_finds_columns_that_only_the_files_have(pair: Pair, old: str, new: str, schema: dict[str, Any]) -> None:
    pair.write("old", old, **schema)
    pair.write("new", new, **schema)
    found = pair.diff()
    changes = [(c.kind, c.column, c.bump) for c in found.schema]
    assert changes == [("column-added", "less", "minor"), ("column-removed", "more", "major")]
    assert found.changed and found.rewritten == ()


def test_diff_tells_a_column_once_that_schema_and_file_have_lost(pair: Pair) -> None:
    pair.write("old", "id,name\n1,a\n", primaryKey="id")
    pair.write("new", "id\n1\n", primaryKey="id", fields=[{"name": "id", "type": "integer"}])
    assert [(c.kind, c.column) for c in pair.diff().schema] == [("column-removed", "name")]


def test_diff_reads_files_without_a_header(pair: Pair) -> None:
    for side, content in (("old", "1,a\n2,b\n"), ("new", "1,z\n2,b\n")):
        pair.write(side, content, {"dialect": {"header": False}}, primaryKey="id")
    assert differing(pair.diff()) == [("changed", 1, [Cell("name", "a", "z")])]


def test_diff_finds_the_row_that_becomes_a_header(pair: Pair) -> None:
    pair.write("old", "id,name\n1,a\n", {"dialect": {"header": False}})
    pair.write("new", "id,name\n1,a\n")
    found = pair.diff()
    assert [(kind, line) for kind, line, _ in differing(found)] == [("removed", 1)]
    assert found.rewritten == ()


@pytest.mark.parametrize("cell", ["\x01\x02", "\x1f", "\x00", "\u2028", "\t", '"" ""', "x" * 200_000, "NULL"])
@pytest.mark.parametrize("key", ["id", None])
def test_diff_finds_any_cell(pair: Pair, cell: str, key: str | None) -> None:
    schema = {"primaryKey": key} if key else {}
    pair.write("old", f'id,name\n1,"{cell}"\n', **schema)
    pair.write("new", "id,name\n1,\n", **schema)
    _, _, found = differing(pair.diff())[0]
    assert Cell("name", cell.replace('""', '"'), "") in found


def test_diff_finds_a_cell_without_quotes_that_once_stood_for_none(pair: Pair) -> None:
    pair.write("old", "id,name\n1,\x01\x02\n", primaryKey="id")
    pair.write("new", "id,name\n1,q\n", primaryKey="id")
    assert differing(pair.diff()) == [("changed", 2, [Cell("name", "\x01\x02", "q")])]


def test_diff_tells_keys_apart_that_only_control_characters_divide(pair: Pair) -> None:
    content = "id,name\na\x1f,b\na,\x1fb\n"
    pair.write("old", content, primaryKey=["id", "name"])
    pair.write("new", content + "c,d\n", primaryKey=["id", "name"])
    (table,) = pair.diff().tables
    assert (table.note, table.key, [r.line for r in table.rows]) == ("", ("id", "name"), [4])


@pytest.mark.parametrize("cell", [' "a"', '5" gun', '"a" '])
def test_diff_refuses_a_quote_beside_other_text(pair: Pair, cell: str) -> None:
    pair.write("old", f"id,name\n1,{cell}\n", primaryKey="id")
    pair.write("new", "id,name\n1,a\n", primaryKey="id")
    with pytest.raises(Error, match=r"old: a\.csv:2: .*quote"):
        pair.diff()


def test_a_blank_line_is_a_row_of_one_column_only(pair: Pair) -> None:
    one = [{"name": "name", "type": "string"}]
    pair.write("old", "name\na\n\nb\n", fields=one)
    pair.write("new", "name\na\nb\n", fields=one)
    assert differing(pair.diff()) == [("removed", 3, [])]
    pair.write("new", 'name\na\n""\nb\n', fields=one)
    assert (pair.diff().tables, pair.diff().rewritten) == ((), ("a.csv",))
    pair.write("old", "id,name\n1,a\n\n2,b\n")
    pair.write("new", "id,name\n1,a\n2,b\n")
    assert (pair.diff().tables, pair.diff().rewritten) == ((), ("a.csv",))


def test_diff_reads_lines_of_any_length_and_of_both_ends(pair: Pair) -> None:
    long = "y" * 1_500_000
    pair.write("old", f'id,name\r\n1,"{long}{long}"\n2,"a\nb"\r\n3,c\n', primaryKey="id")
    pair.write("new", f"id,name\n1,{long}{long}\n2,a\n3,d\n", primaryKey="id")
    assert differing(pair.diff()) == [
        ("changed", 3, [Cell("name", "a\nb", "a")]),
        ("changed", 4, [Cell("name", "c", "d")]),
    ]


@pytest.mark.parametrize(
    ("resource", "reason"),
    [
        ({"dialect": {"quoteChar": "'"}}, "dialect.quoteChar"),
        ({"dialect": {"delimiter": "ab"}}, "dialect.delimiter 'ab'"),
        ({"dialect": "dialect.json"}, "a dialect in a file of its own"),
        ({"encoding": "latin-1"}, "encoding 'latin-1'"),
        ({"format": "json"}, "format 'json'"),
        ({"path": "a.csv.gz"}, "compression 'gz'"),
    ],
)
def test_diff_refuses_by_name_what_it_does_not_read(pair: Pair, resource: dict[str, Any], reason: str) -> None:
    pair.write("old", "id,name\n1,'a'\n", resource)
    pair.write("new", "id,name\n1,'b'\n", resource)
    with pytest.raises(Error, match=f": not read: {reason}"):
        pair.diff()


def test_diff_names_the_line_of_a_row_that_is_too_short_for_the_schema(pair: Pair) -> None:
    for side, content in (("old", "1,a\n2\n"), ("new", "1,a\n")):
        pair.write(side, content, {"dialect": {"header": False}})
    with pytest.raises(Error, match=r"a\.csv:2: 1 cells, the schema has 2"):
        pair.diff()


def test_diff_divides_the_cells_of_a_tsv_by_tabs(pair: Pair) -> None:
    for side, cell in (("old", "a"), ("new", "b")):
        pair.write(side, f"id\tname\n1\t{cell}\n", {"path": "a.tsv"}, primaryKey="id")
    assert differing(pair.diff()) == [("changed", 2, [Cell("name", "a", "b")])]


def test_diff_names_a_file_that_is_no_table(pair: Pair) -> None:
    for side in ("old", "new"):
        pair.write(side, "id,name\n1,a\n")
        path = pair.root / side / "datapackage.json"
        content = json.loads(path.read_text(encoding="utf-8"))
        content["resources"].append({"name": "readme", "path": "README.md"})
        path.write_text(json.dumps(content), encoding="utf-8")
        (pair.root / side / "README.md").write_text("# Boats\n", encoding="utf-8")
    assert not pair.diff().changed
    (pair.root / "new" / "README.md").write_text('# "Boats\n', encoding="utf-8")
    assert [(c.kind, c.table, c.bump) for c in pair.diff().schema] == [("file-changed", "readme", "patch")]


def test_diff_finds_another_reading_of_the_same_cells(pair: Pair) -> None:
    for side, form in (("old", "%d/%m/%Y"), ("new", "%m/%d/%Y")):
        pair.write(side, "day\n01/02/2020\n", fields=[{"name": "day", "type": "date", "format": form}])
    (change,) = pair.diff().schema
    assert (change.column, change.bump) == ("day", "minor")
    assert change.text == "boats.day: property changed, format %d/%m/%Y → format %m/%d/%Y"


def test_the_changelog_names_a_row_without_a_key_in_short(pair: Pair) -> None:
    pair.write("old", "id,name\n1,a\n")
    pair.write("new", f"id,name\n1,a\n2,{'x' * 1000}\n")
    (line,) = pair.diff().changelog
    assert line.startswith("- **Data**: `boats`: 1 row added (2 xxx") and len(line) < 120


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
