"""One law for the value of a cell: SQL, `load`, `rows` and the exports have the same one, or refuse the same cell."""

from __future__ import annotations

import csv
import io
import subprocess
from collections.abc import Callable
from datetime import datetime
from itertools import product
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest

from iraqmilitias.cell_values import unheld, value
from iraqmilitias.dataset import Dataset
from iraqmilitias.errors import Error, PackageError
from iraqmilitias.export import export
from iraqmilitias.package import Package, read_schema
from iraqmilitias.table_files import rows_of
from iraqmilitias.typed_rows import typed_columns

Make = Callable[..., Path]
DAYS = ("2020-01-01", "2020-02-30", "0000-01-01", "0001-01-01", "9999-12-31", "2020-1-2", "12020-01-01", "epoch")
CLOCKS = ("00:00:00", "23:59:59", "24:00:00", "15:00", "15:00:60")
FRACTIONS = ("", ".25", ".123456", ".1234560", ".1234567", ".123456789", ".0000000001", ".")
ZONES = ("", "Z", "+03:00", "-03:00", "+0300", "+03", "+25:00", " UTC")
WHOLES = ("0", "12", "007", "1_0", "", "9007199254740992", "9007199254740993", "123456789012345678", "9" * 40)
CELLS = {
    "integer": [sign + whole for sign, whole in product(("", "-", "+", " "), (*WHOLES, "9223372036854775808", "0x10"))],
    "number": [
        sign + whole + tail
        for sign, whole, tail in product(("", "-", "+"), WHOLES, ("", ".0", ".5", "e3", "E400", ".", "%"))
    ]
    + ["9" * 400, "NaN", "INF", "-INF", "inf", "nan", "Infinity", "1e23", "1e-400"],
    "boolean": ["true", "True", "TRUE", "1", "false", "False", "FALSE", "0", "yes", "t", "F", "tRUE", " true", "2"],
    "date": [day + end for day, end in product(DAYS, ("", " 10:00", "T10:00:00", " "))],
    "datetime": [
        day + gap + clock + fraction + zone
        for day, gap, clock, fraction, zone in product(DAYS, "T ", CLOCKS, FRACTIONS, ZONES)
    ],
    "time": [clock + fraction for clock, fraction in product(CLOCKS, FRACTIONS)],
    "year": ["2020", "-0044", "0000", "20", "12020", "2020.0", " 2020"],
    "yearmonth": ["2020-01", "2020-13", "2020", "2020-1"],
}


def python_value(package: Package, kind: str, cell: str) -> Any:
    """Return the value by the Python reader, or the kind of its refusal."""
    table = read_schema("t", "t.csv", {"fields": [{"name": "x", "type": kind}], "missingValues": []}, "schema")
    content = io.StringIO()
    csv.writer(content).writerows([["x"], [cell]])
    package.read_bytes = lambda name: content.getvalue().encode()  # type: ignore[method-assign]
    try:
        return typed_columns(package, table)["x"][0]
    except PackageError as error:
        return "not read" if "not read" in str(error) else "no value"


@pytest.mark.parametrize("kind", CELLS)
def test_python_and_sql_say_the_same_of_every_cell(make: Make, kind: str) -> None:
    field = read_schema("t", "t.csv", {"fields": [{"name": "x", "type": kind}]}, "schema").fields[0]
    typed, changed = value(field, "x"), unheld(field, "x") or "false"
    told = f"CASE WHEN {typed} IS NULL THEN 'no value' WHEN {changed} THEN 'not read' ELSE 'read' END"
    with duckdb.connect() as connection:
        rows = connection.execute(
            f"SELECT x, told, CASE WHEN told = 'read' THEN {typed} END "
            f"FROM (SELECT x, {told} AS told FROM (SELECT unnest(?) AS x))",
            [CELLS[kind]],
        ).fetchall()
    package = Package(make())
    by_sql = {cell: repr(found) if told == "read" else repr(told) for cell, told, found in rows}
    assert by_sql == {cell: repr(python_value(package, kind, cell)) for cell in CELLS[kind]}
    assert len(set(by_sql.values())) > 1


def schema(*fields: str, **more: Any) -> dict[str, Any]:
    return {"fields": [dict(zip(("name", "type"), field.split(":"), strict=True)) for field in fields], **more}


READ = {
    "fractions of a second": (
        schema("id:integer", "x:datetime"),
        "id,x\n1,2020-01-01T15:00:00.25\n2,2020-01-01T15:00:00.123456\n",
        [(1, datetime(2020, 1, 1, 15, 0, 0, 250000)), (2, datetime(2020, 1, 1, 15, 0, 0, 123456))],
        "id,x\n1,2020-01-01T15:00:00.25\n2,2020-01-01T15:00:00.123456\n",
    ),
    "zones": (
        schema("x:datetime", "y:boolean"),
        "x,y\n2020-01-01T15:00:00+03:00,True\n2020-01-01T15:00:00Z,0\n2020-01-01T15:00:00,1\n",
        [(datetime(2020, 1, 1, 12), True), (datetime(2020, 1, 1, 15), False), (datetime(2020, 1, 1, 15), True)],
        "x,y\n2020-01-01T12:00:00,true\n2020-01-01T15:00:00,false\n2020-01-01T15:00:00,true\n",
    ),
    "trueValues of the standard": (
        {"fields": [{"name": "x", "type": "boolean", "trueValues": ["1"], "falseValues": ["0"]}, {"name": "y"}]},
        "x,y\n1,a\n0,b\n",
        [(True, "a"), (False, "b")],
        "x,y\ntrue,a\nfalse,b\n",
    ),
    "nothing is missing": (
        schema("id:integer", "x:string", missingValues=[]),
        'id,x\n1,\n2,""\n',
        [(1, ""), (2, "")],
        'id,x\n1,""\n2,""\n',
    ),
    "codes with a comma, a quote and a line break": (
        schema("id:integer", "x:string", missingValues=["n, a", '"', "\n", {"value": "-", "label": "none"}]),
        'id,x\n1,"n, a"\n2,""""\n3,"\n"\n-,\n4,-\n',
        [(1, None), (2, None), (3, None), (None, ""), (4, None)],
        'id,x\n1,\n2,\n3,\n,""\n4,\n',
    ),
    "one column with blank lines": (
        schema("x:string"),
        'x\na\n\n""\nb\n\n',
        [("a",), (None,), (None,), ("b",), (None,)],
        'x\na\n""\n""\nb\n""\n',
    ),
    "numbers that a float holds": (
        schema("x:number", "y:integer"),
        "x,y\n9007199254740992,9007199254740993\n1e23,-1\n0.1234567890123456789,\n",
        [(9007199254740992.0, 9007199254740993), (1e23, -1), (0.12345678901234568, None)],
        "x,y\n9007199254740992.0,9007199254740993\n1e+23,-1\n0.12345678901234568,\n",
    ),
    "a choice that is listed twice": (
        {"fields": [{"name": "x", "constraints": {"enum": ["a", "b", "a"]}}, {"name": "y"}]},
        "x,y\na,c\n,d\n",
        [("a", "c"), (None, "d")],
        "x,y\na,c\n,d\n",
    ),
    "a byte order mark and quotes": (
        schema("x:string", "y:string"),
        '\ufeff"x","y"\r\n"a ""b"" c,","d\ne"\r\n" f",g\r\n',
        [('a "b" c,', "d\ne"), (" f", "g")],
        'x,y\n"a ""b"" c,","d\ne"\n f,g\n',
    ),
}


@pytest.mark.sampled(3)
@pytest.mark.parametrize("case", READ)
def test_sql_load_rows_and_export_have_the_same_values(make: Make, tmp_path: Path, case: str) -> None:
    fields, text, values, exported = READ[case]
    folder = make(text, fields)
    data = Dataset(folder)
    assert data.sql("SELECT * FROM people", as_="rows") == values
    assert [tuple(row.values()) for row in data.rows("people")] == values
    frame = data.load("people")
    loaded = [tuple(None if pd.isna(cell) else cell for cell in row) for row in frame.itertuples(index=False)]
    assert loaded == values
    export(data.package, tmp_path / "out", "csv")
    assert (tmp_path / "out" / "people.csv").read_bytes().decode("utf-8-sig") == exported


def test_blank_lines_of_one_column_are_counted_as_they_are_read(make: Make) -> None:
    package = Package(make("x\na\n\nb\n", schema("x:string")))
    assert [row["x"] for row in rows_of(package, "people")] == ["a", "", "b"]


OF_NO_TYPE = [
    ("integer", "1.5"), ("integer", "1e3"), ("integer", "0x10"), ("integer", "1_000"), ("integer", "epoch"),
    ("integer", "9223372036854775808"), ("number", "1E400"), ("boolean", "yes"), ("boolean", "t"), ("date", "epoch"),
    ("date", "2020-1-2"), ("date", "0000-01-01"), ("date", "2020-01-02 10:00"), ("datetime", "2020-01-02T24:00:00"),
    ("yearmonth", "2020-13"),
]  # fmt: skip
NOT_READ = [
    ("number", "9007199254740993", "is a whole number that a 64-bit float does not hold"),
    ("number", "123456789012345678", "is a whole number that a 64-bit float does not hold"),
    ("datetime", "2020-01-01T15:00:00.123456789", "is finer than microseconds"),
    ("datetime", "0001-01-01T00:00:00+03:00", "is outside the years 1 to 9999 in UTC"),
    ("datetime", "9999-12-31T23:00:00-03:00", "is outside the years 1 to 9999 in UTC"),
]


@pytest.mark.sampled(4)
@pytest.mark.parametrize(
    ("kind", "cell", "said"),
    [(k, c, f"people.csv:3:x: {c!r} is not a value of the type {k}") for k, c in OF_NO_TYPE]
    + [(k, c, f"people.csv:3:x: not read: {c!r} {why}") for k, c, why in NOT_READ],
)
def test_cell_that_is_not_read_is_named_by_all(make: Make, tmp_path: Path, kind: str, cell: str, said: str) -> None:
    data = Dataset(make(f"id,x\n1,\n2,{cell}\n", schema("id:integer", f"x:{kind}")))
    for ask in (
        lambda: data.sql("SELECT * FROM people"),
        lambda: data.rows("people"),
        lambda: data.load("people"),
        lambda: export(data.package, tmp_path / "out", "csv"),
    ):
        with pytest.raises(PackageError) as raised:
            ask()
        assert said in str(raised.value)


@pytest.mark.parametrize("row", ['2, "a"', '2,"a" ', '2,x "a"', '2,"a', '2,""a', '"2" ,a'])
def test_quote_inside_a_cell_is_refused_with_its_line_by_all(make: Make, row: str) -> None:
    data = Dataset(make(f'id,x\n1,"b ""c"", d"\n{row}\n3,b\n', schema("id:string", "x:string")))
    for ask in (lambda: data.sql("SELECT * FROM people"), lambda: data.rows("people")):
        with pytest.raises(PackageError, match=r"people\.csv:3: not read: a quote is not closed, or is inside a cell"):
            ask()


@pytest.mark.parametrize("codes", ["NA", None, [1], [{"label": "none"}], {"value": "NA"}])
def test_codes_for_missing_that_are_no_list_of_texts_are_refused(make: Make, codes: Any) -> None:
    with pytest.raises(PackageError, match="missingValues must be a list of strings, or of objects with a value"):
        Dataset(make("x,y\nN,A\n", schema("x:string", "y:string", missingValues=codes))).rows("people")


@pytest.mark.parametrize("codes", [[], ["NA"]])
def test_a_field_s_own_codes_for_missing_are_refused_by_name(make: Make, codes: list[str]) -> None:
    fields = {"fields": [{"name": "x", "missingValues": codes}, {"name": "y"}]}
    with pytest.raises(Error, match="not read: missingValues of the field 'x'"):
        Dataset(make("x,y\n,A\n", fields)).sql("SELECT * FROM people")
    same = {**fields, "missingValues": codes}
    assert Dataset(make("x,y\nNA,A\n", same)).rows("people")[0]["x"] == (None if codes else "NA")


@pytest.mark.clients
def test_read_r_has_the_same_values(make: Make, tmp_path: Path) -> None:
    fields = schema("b:boolean", "n:number", "i:integer", "s:string", missingValues=[])
    fields["fields"][3]["constraints"] = {"enum": ["a", "", "a"]}
    text = "b,n,i,s\nTrue,1.5,9007199254740993,a\n1,-2,1,\nFALSE,1e3,2,a\n"
    export(Package(make(text, fields)), tmp_path / "out", "r")
    code = 'source("read.R"); d <- read_package()$people; cat(d$b, d$n, d$i, levels(d$s), anyNA(d), sep = "|")'
    done = subprocess.run(["Rscript", "-e", code], cwd=tmp_path / "out", capture_output=True, text=True)
    assert done.stdout == "TRUE|TRUE|FALSE|1.5|-2|1000|9007199254740993|1|2|a||FALSE", done.stderr
