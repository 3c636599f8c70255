"""format: one form for one content, and nothing guessed."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import shutil
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iraqmilitias import cli
from iraqmilitias.calendar_days import iso_date
from iraqmilitias.errors import Error
from iraqmilitias.package import Package, read_schema
from iraqmilitias.table_files import canonical, format_table, formatted, new_ids, rows_of
from iraqmilitias.validation import validate

from .conftest import PEOPLE, ROWS
from .freeze import FROZEN

Make = Callable[..., Path]
TABLE = read_schema("people", "data/people.csv", PEOPLE, "schema")


def mended(text: str | bytes) -> tuple[str, list[str]]:
    """Return a file of people in canonical form, and what was changed."""
    done = format_table(TABLE, text.encode() if isinstance(text, str) else text)
    return done.after.decode(), [str(c) for c in done.changes]


def run(*arguments: str) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        status = cli._run(list(arguments))
    return status, out.getvalue(), err.getvalue()


def test_our_data_is_canonical() -> None:
    assert [str(c) for file in formatted(Package(FROZEN)) for c in file.changes] == []
    assert all(file.after == file.before for file in formatted(Package(FROZEN)))


def test_canonical_file_is_kept() -> None:
    assert mended(ROWS) == (ROWS, [])


@pytest.mark.parametrize(
    ("before", "after", "change"),
    [
        (b"\xef\xbb\xbf" + ROWS.encode(), ROWS, "data/people.csv:1: byte order mark left out"),
        (ROWS.replace("\n", "\r\n"), ROWS, "data/people.csv:1: line ends made LF"),
        (ROWS.replace("a,50", '"a","50"'), ROWS, "data/people.csv:2: quotes and line ends made minimal"),
        (ROWS.rstrip("\n"), ROWS, "data/people.csv:4: quotes and line ends made minimal"),
        (ROWS.replace("true", "TRUE"), ROWS, "data/people.csv:2:paid: TRUE written true"),
        (ROWS.replace(",50,", ",50.0,"), ROWS, "data/people.csv:2:age: 50.0 written 50"),
        (ROWS.replace("2020-01-01", "1 May 2020"), ROWS.replace("01-01", "05-01"), "data/people.csv:2:since: 1 May"),
        (ROWS.replace("a,50", " a ,50"), ROWS, "data/people.csv:2:person_id: spaces, newlines or decomposed"),
        (ROWS.replace("b,40", ",,,,,,\nb,40"), ROWS, "data/people.csv:3: blank row left out"),
    ],
)  # fmt: skip
def test_format_mends(before: str | bytes, after: str, change: str) -> None:
    text, changes = mended(before)
    assert text == after
    assert len(changes) == 1 and changes[0].startswith(change)


def test_format_composes_characters_and_joins_lines_in_a_cell() -> None:
    text, _ = mended('person_id,age,boss_id,since,paid,rank,pay\n"Zoe\u0308 \n Q",,,,,,\n')
    assert text.splitlines()[1] == "Zoë Q,,,,,,"


def test_format_orders_rows_by_number_and_names_those_that_move() -> None:
    schema = {"fields": [{"name": "fig_id", "type": "string"}], "primaryKey": "fig_id"}
    table = read_schema("figs", "figs.csv", schema, "schema")
    done = format_table(table, b"fig_id\nfig-0002\nfig-10000\nfig-0001\nfig-9999\n")
    assert done.after == b"fig_id\nfig-0001\nfig-0002\nfig-9999\nfig-10000\n"
    assert [c.line for c in done.changes] == [4, 5]


def test_format_orders_columns_as_the_schema() -> None:
    rows = [line.split(",") for line in ROWS.splitlines()]
    text, changes = mended("\n".join(",".join(row[::-1]) for row in rows) + "\n")
    assert text == ROWS and changes == ["data/people.csv:1: columns put into the schema's order"]


def test_format_keeps_the_order_where_keys_are_no_ids() -> None:
    text = ROWS.replace("a,50", "z,50").replace(",a,", ",z,")
    assert mended(text) == (text, [])


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2020/1/5", "2020-01-05"), ("2020.01.05", "2020-01-05"), ("31/12/2020", "2020-12-31"),
        ("12/31/2020", "2020-12-31"), ("5/5/2020", "2020-05-05"), ("5 Jan 2020", "2020-01-05"),
        ("January 5, 2020", "2020-01-05"), ("Sept. 30, 2020", "2020-09-30"),
        ("1/2/2020", ""), ("May 2020", ""), ("30 February 2020", ""), ("2020-13-01", ""), ("soon", ""),
        ("Ma 5 2020", ""),
    ],
)  # fmt: skip
def test_dates_are_read_only_where_they_are_certain(text: str, date: str) -> None:
    assert iso_date(text)[0] == date


def test_format_leaves_an_ambiguous_date_and_says_so(make: Make) -> None:
    folder = make(ROWS.replace("2020-01-01", "1/2/2020"))
    status, _, err = run("--package", str(folder), "format")
    assert status == 1
    assert "data/people.csv:2:since: 1/2/2020 is either 2020-01-02 or 2020-02-01; write it like" in err
    assert "1/2/2020" in (folder / "data" / "people.csv").read_text(encoding="utf-8")


def one_table(folder: Path, content: str, field: dict[str, object], schema: str = "{}", resource: str = "{}") -> Path:
    """Write a package of one table t, with the columns id and `field`, and return its folder."""
    fields = [{"name": "id", "type": "integer"}, {"name": "x", **field}]
    described = {
        "name": "t",
        "path": "t.csv",
        "schema": {"fields": fields, **json.loads(schema)},
        **json.loads(resource),
    }
    (folder / "datapackage.json").write_text(json.dumps({"name": "p", "resources": [described]}), encoding="utf-8")
    (folder / described["path"]).write_text(content, encoding="utf-8", newline="")
    return folder


@pytest.mark.parametrize(
    ("cell", "field", "schema"),
    [
        ("-99.0", {"type": "integer"}, '{"missingValues": ["", "-99.0"]}'),
        ("n/a", {"type": "date"}, '{"missingValues": ["", "n/a"]}'),
        (" ", {"type": "string"}, '{"missingValues": [" "]}'),
        ("TRUE", {"type": "boolean", "missingValues": ["TRUE"]}, "{}"),
        ("n/a", {"type": "date"}, '{"missingValues": [{"value": "n/a", "label": "not asked"}]}'),
        ("13/02/2020", {"type": "date", "format": "%d/%m/%Y"}, "{}"),
        ("01/02/2020", {"type": "date", "format": "%d/%m/%Y"}, "{}"),
        ("TRUE", {"type": "boolean", "trueValues": ["TRUE"], "falseValues": ["FALSE"]}, "{}"),
        ("True", {"type": "boolean", "trueValues": ["True", "true"]}, "{}"),
    ],
)
def test_format_keeps_what_the_schema_lists(tmp_path: Path, cell: str, field: dict[str, object], schema: str) -> None:
    folder = one_table(tmp_path, text := f"id,x\n1,{cell}\n", field, schema)
    assert validate(folder, crosscheck=False).valid
    assert run("--package", str(folder), "format") == (0, "0 of 1 files rewritten\n", "")
    assert (folder / "t.csv").read_text(encoding="utf-8") == text


def test_format_keeps_a_choice_in_the_letters_of_the_schema() -> None:
    field = {"name": "x", "type": "string", "constraints": {"enum": ["Zoe\u0308"]}}
    content = "x\nZoe\u0308\n".encode()
    assert format_table(read_schema("t", "t.csv", {"fields": [field]}, "schema"), content).after == content


@pytest.mark.parametrize(("cell", "code"), [("-99.0", "-99"), ("n/a ", "n/a")])
def test_format_makes_no_code_for_missing_of_another_cell(tmp_path: Path, cell: str, code: str) -> None:
    kind = "integer" if code == "-99" else "string"
    folder = one_table(tmp_path, text := f"id,x\n1,{cell}\n", {"type": kind}, f'{{"missingValues": ["{code}"]}}')
    status, _, err = run("--package", str(folder), "format")
    assert status == 1 and f"t.csv:2:x: {cell!r} is not {code!r}, which is a code for missing" in err
    assert (folder / "t.csv").read_text(encoding="utf-8") == text


@pytest.mark.parametrize(
    ("content", "schema", "resource", "reason"),
    [
        ('id,x\n1,"y"\n', "{}", '{"dialect": {"quoteChar": "\'"}}', "dialect.quoteChar \"'\""),
        ('id;x\n1;"a;b"\n', "{}", '{"dialect": {"delimiter": ";"}}', "dialect.delimiter ';'"),
        ("1,y\n", "{}", '{"dialect": {"header": false}}', "dialect.header False"),
        ("id\tx\n1\ty\n", "{}", '{"path": "t.tsv"}', "format 'tsv'"),
        (
            "id,x,y\n1,a,b\n", '{"fieldsMatch": "subset"}', "{}",
            "its columns are not the schema's, as fieldsMatch 'subset' allows",
        ),
        ("id,x\n1,a\n", '{"fields": []}', "{}", "it has no schema"),
    ],
)  # fmt: skip
def test_format_refuses_a_form_that_it_does_not_read(
    tmp_path: Path, content: str, schema: str, resource: str, reason: str
) -> None:
    folder = one_table(tmp_path, content, {"type": "string"}, schema, resource)
    path = next(p for p in folder.iterdir() if p.suffix != ".json")
    assert run("--package", str(folder), "format") == (1, "", f"error: {path.name}: not rewritten: {reason}\n")
    assert path.read_text(encoding="utf-8") == content


def test_format_leaves_other_files_than_tables(tmp_path: Path) -> None:
    folder = one_table(tmp_path, "id,x\n1,a\n", {"type": "string"})
    path = folder / "datapackage.json"
    content = json.loads(path.read_text(encoding="utf-8"))
    content["resources"].append({"name": "readme", "path": "README.md"})
    path.write_text(json.dumps(content), encoding="utf-8")
    (folder / "README.md").write_text("# Boats ,\n", encoding="utf-8")
    assert run("--package", str(folder), "format") == (0, "0 of 1 files rewritten\n", "")


def test_format_accepts_a_header_that_the_schema_has_in_other_letters() -> None:
    decomposed, composed = "cafe\u0301", "caf\u00e9"
    table = read_schema("t", "t.csv", {"fields": [{"name": "id"}, {"name": decomposed}]}, "schema")
    for header in (decomposed, composed):
        assert format_table(table, f"id,{header}\n1,x\n".encode()).after == f"id,{decomposed}\n1,x\n".encode()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", ":1: has no header"),
        ("person_id,age\n", ":1: the header lacks boss_id, since, paid, rank, pay; it must be person_id,age,"),
        (ROWS.replace("a,50", "a,50,1"), ":2: 8 cells, the header has 7"),
        (ROWS.replace("a,50", '"a,50'), ":2: unexpected end of data"),
        (ROWS.replace("a,50", 'a, "50"'), ":2: not read: a quote is not closed, or is inside a cell"),
        (ROWS.replace("a,50", 'a"b,50'), ":2: not read: a quote is not closed, or is inside a cell"),
        (ROWS.encode().replace(b"a,50", b"\xe9,50"), ":2: is not UTF-8"),
    ],
)
def test_format_rejects_what_is_no_csv_and_changes_nothing(make: Make, text: str | bytes, message: str) -> None:
    folder = make()
    path = folder / "data" / "people.csv"
    content = text.encode() if isinstance(text, str) else text
    path.write_bytes(content)
    status, out, err = run("--package", str(folder), "format")
    assert (status, out) == (1, "") and f"data/people.csv{message}" in err
    assert path.read_bytes() == content and [p.name for p in path.parent.iterdir()] == ["people.csv"]


def test_check_says_what_would_change_and_changes_nothing(make: Make) -> None:
    folder = make(ROWS.replace("true", "TRUE"))
    path = folder / "data" / "people.csv"
    before = path.read_bytes()
    status, out, err = run("--package", str(folder), "format", "--check")
    assert (status, err) == (1, "run: iraqmilitias format\n") and path.read_bytes() == before
    assert out == "data/people.csv:2:paid: TRUE written true\n1 of 1 files are not canonical\n"
    assert run("--package", str(folder), "format")[0] == 0
    assert path.read_text(encoding="utf-8") == ROWS
    assert run("--package", str(folder), "format", "--check") == (0, "0 of 1 files are not canonical\n", "")


def test_format_takes_the_current_folders_package(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(make(ROWS.replace("true", "TRUE")))
    assert run("format")[0] == 0
    assert Path("data/people.csv").read_text(encoding="utf-8") == ROWS


def test_format_rejects_an_archive(make: Make, tmp_path: Path) -> None:
    folder = make(ROWS.replace("true", "TRUE"))
    shutil.make_archive(str(tmp_path / "p"), "zip", folder)
    status, _, err = run("--package", str(tmp_path / "p.zip"), "format")
    assert status == 2 and "an archive is not rewritten" in err


def test_a_folder_without_a_package_ends_with_2(tmp_path: Path) -> None:
    assert run("--package", str(tmp_path), "format")[0] == 2


words = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=6)


@given(st.lists(st.lists(words, min_size=7, max_size=7), max_size=6))
def test_formatting_twice_is_formatting_once(rows: list[list[str]]) -> None:
    names = [f.name for f in TABLE.fields]
    out = io.StringIO()
    csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows([names, *rows])
    once = format_table(TABLE, out.getvalue().encode())
    twice = format_table(TABLE, once.after)
    assert twice.after == once.after
    assert [c for c in twice.changes if c.mended] == []
    for row in csv.reader(io.StringIO(once.after.decode(), newline="")):
        assert all(unicodedata.is_normalized("NFC", c) and c == c.strip() and "\n" not in c for c in row)


@pytest.mark.parametrize("table", list(Package(FROZEN).tables))
def test_rows_written_as_they_were_read_are_the_same_bytes(table: str) -> None:
    package = Package(FROZEN)
    schema = package.table(table)
    assert canonical(schema, rows_of(package, table)) == package.read_bytes(schema.path)


@given(st.lists(st.lists(words, min_size=7, max_size=7), max_size=6))
def test_there_is_one_canonical_form(rows: list[list[str]]) -> None:
    names = [f.name for f in TABLE.fields]
    kept = [row for row in rows if any(cell.strip() for cell in row)]
    content = canonical(TABLE, [dict(zip(names, row, strict=True)) for row in kept])
    assert format_table(TABLE, content).after == content
    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL).writerows([names, *kept])
    assert format_table(TABLE, out.getvalue().encode()).after == content


def test_rows_are_cells_as_printed_by_column(make: Make) -> None:
    package = Package(make('\ufeffperson_id,age\r\n"a, b",007\r\n\r\nc\r\n'))
    assert rows_of(package, "people") == [{"person_id": "a, b", "age": "007"}, {"person_id": "c", "age": ""}]


def test_rows_rejects_with_the_line(make: Make) -> None:
    folder = make()
    (folder / "data" / "people.csv").write_bytes(b"person_id\nx\xff\n")
    with pytest.raises(Error, match=r"data/people\.csv:2: is not UTF-8"):
        rows_of(Package(folder), "people")


def test_rows_and_format_accept_a_cell_of_any_length_and_put_the_limit_of_csv_back(make: Make) -> None:
    before, text = csv.field_size_limit(), ROWS.replace("a,50", "x" * 200_000 + ",50").replace(",a,", ",,")
    assert len(rows_of(Package(make(text)), "people")[0]["person_id"]) == 200_000
    assert mended(text) == (text, [])
    assert csv.field_size_limit() == before


def test_a_blank_line_is_a_row_of_one_column_only(make: Make) -> None:
    assert rows_of(Package(make("person_id\na\n\nb\n")), "people")[1] == {"person_id": ""}
    table = read_schema("t", "t.csv", {"fields": [{"name": "name"}]}, "schema")
    assert format_table(table, b"name\na\n\nb\n").after == b'name\na\n""\nb\n'
    assert format_table(table, b'name\na\n""\nb\n').changes == ()


def test_new_ids_go_on_after_the_highest_also_of_retired_ones(tmp_path: Path) -> None:
    fields = [{"name": "fig_id", "type": "string", "constraints": {"pattern": "^fig-[0-9]{4,}$"}}]
    tables = {
        "figs": ("fig_id\nfig-0002\nfig-0011\n", fields),
        "retired": ("record_id\nfig-9999\nact-12345\n", [{"name": "record_id"}]),
    }
    resources = [
        {"name": n, "path": f"{n}.csv", "schema": {"fields": f, "primaryKey": "fig_id"}} for n, (_, f) in tables.items()
    ]
    (tmp_path / "datapackage.json").write_text(json.dumps({"name": "x", "resources": resources}), encoding="utf-8")
    for name, (text, _) in tables.items():
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    ids = new_ids(Package(tmp_path), "figs")
    assert [next(ids), next(ids)] == ["fig-10000", "fig-10001"]
