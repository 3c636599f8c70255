"""A value comes out as it went in: file, frames, SQL, every export and result format, and back; or it is refused."""

from __future__ import annotations

import csv
import datetime
import html
import io
import json
import math
import re
import tempfile
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from iraqmilitias import results, terminal
from iraqmilitias.database.sandbox import Result, run
from iraqmilitias.dataset import Dataset
from iraqmilitias.errors import Error, QueryError
from iraqmilitias.export import FORMATS, export
from iraqmilitias.fields import KINDS
from iraqmilitias.frames import from_result, load_view
from iraqmilitias.values import printed, to_json
from tests.export.reading import read_back

# Text that some reader or writer takes for something else.
TRAPS = [
    *("NA", "None", "NULL", "null", "nan", "NaN", "inf", "true", "1.0", "007", "1e5", "2020-01-01", "#N/A", "{}"),
    *("=1+1", "+1", "@a", "-1", "-", "'=1", "''", "\t", " a ", "a,b", 'a"b', '"', ";", "#", "$x", "`", "%", "x" * 300),
    *("a\nb", "a\r\nb", "\r", "\n", "\ufeff", "\\", "\\N", "\\n", "_x0041_", "<b>|</b>", "&amp;", "\x1b[31m", "\x01"),
    *("\x7f", "\u202e", "\u200b", "e\u0301", "قاعدة", "日本", "👩‍👩‍👧", "🇮🇶"),
]
texts = st.one_of(
    st.sampled_from(TRAPS), st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x00"), min_size=1)
)
days = st.dates(datetime.date(1, 1, 1), datetime.date(9999, 12, 31))
moments = st.datetimes(datetime.datetime(1, 1, 1), datetime.datetime(9999, 12, 31, 23, 59, 59)).map(
    lambda m: m.replace(microsecond=0)
)
CELLS: dict[str, st.SearchStrategy[str]] = {
    "string": texts,
    "any": texts,
    "integer": st.integers(-(2**63), 2**63 - 1).map(str),
    "number": st.one_of(st.floats(allow_nan=False, allow_infinity=False), st.integers(-(2**60), 2**60).map(float)).map(
        printed
    ),
    "boolean": st.sampled_from(["true", "false"]),
    "date": days.map(str),
    "datetime": moments.map(datetime.datetime.isoformat),
    "time": st.times().map(lambda t: t.replace(microsecond=0).isoformat()),
    "year": st.integers(1, 9999).map(lambda y: f"{y:04}"),
    "yearmonth": days.map(lambda d: d.isoformat()[:7]),
}
SORTS = ["=odd", "even", "N/A", "قاعدة", 'q"']
FIELDS: list[dict[str, Any]] = [
    {"name": "row", "type": "integer", "constraints": {"required": True}},
    *({"name": f"{kind} column", "type": kind} for kind in CELLS),
    {"name": "sort", "type": "string", "constraints": {"enum": SORTS}},
]
rows = st.lists(
    st.tuples(*(st.one_of(st.just(""), cells) for cells in CELLS.values()), st.sampled_from(["", *SORTS])),
    min_size=1,
    max_size=8,
)
WHOLE = [name for name, entry in FORMATS.items() if entry.whole]
LIMITS = settings(
    deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture], derandomize=True
)


def package(folder: Path, cells: Sequence[Sequence[str]]) -> Dataset:
    """Write a package of two tables: one of every type, and one of a single column of text."""
    resources = [
        {"name": "every", "path": "every.csv", "schema": {"fields": FIELDS, "primaryKey": ["row"]}},
        {"name": "single", "path": "single.csv", "schema": {"fields": [{"name": "text", "type": "string"}]}},
    ]
    tables = {"every": [[str(i), *row] for i, row in enumerate(cells)], "single": [[row[0]] for row in cells]}
    for resource in resources:
        with (folder / str(resource["path"])).open("w", encoding="utf-8", newline="") as file:
            out = csv.writer(file, lineterminator="\n", quoting=csv.QUOTE_ALL)  # Python 3.11 leaves \r unquoted
            out.writerow([field["name"] for field in resource["schema"]["fields"]])  # type: ignore[index]
            out.writerows(tables[str(resource["name"])])
    (folder / "datapackage.json").write_text(
        json.dumps({"name": "values", "version": "1.0.0", "resources": resources}), encoding="utf-8"
    )
    return Dataset(folder)


def text_of(value: Any) -> str:
    """Return a value of a frame as the file prints it."""
    if value is None or value is pd.NaT or value is pd.NA or value != value:
        return ""
    return printed(value.to_pydatetime() if isinstance(value, pd.Timestamp) else value)


def as_file(values: Sequence[Any], kind: str) -> list[str]:
    cells = [text_of(v) for v in values]
    if kind == "date":
        return [c.removesuffix("T00:00:00") for c in cells]
    return [f"{int(c):04}" if c and kind == "year" else c for c in cells]


def check_everywhere(cells: Sequence[Sequence[str]], folder: Path) -> None:
    data = package(folder, cells)
    want = {"every": [[str(i), *row] for i, row in enumerate(cells)], "single": [[row[0]] for row in cells]}
    kinds = {"every": [f["type"] for f in FIELDS], "single": ["string"]}
    for table, expected in want.items():
        columns = list(map(list, zip(*expected, strict=True)))
        names = list(data.load(table).columns)
        query = f'SELECT * FROM "{table}"'
        for frame in (data.load(table), data.sql(query)):
            assert [as_file(frame[n].tolist(), k) for n, k in zip(names, kinds[table], strict=True)] == columns
        for frame in (data.load(table, as_="arrow"), data.sql(query, as_="arrow")):
            assert [as_file(frame[n].to_pylist(), k) for n, k in zip(names, kinds[table], strict=True)] == columns
        for frame in (data.load(table, as_="polars"), data.sql(query, as_="polars")):
            assert [as_file(frame[n].to_list(), k) for n, k in zip(names, kinds[table], strict=True)] == columns
        connection = data.connect()
        found = run(connection, query)
        connection.close()
        for back in READERS.values():
            got = back(found)
            assert [as_file(c, k) for c, k in zip(zip(*got, strict=True), kinds[table], strict=True)] == columns, back
        whole = [[shown_in_table(c) for c in row] for row in expected]
        shown = table_rows(found)
        assert [as_file(c, k) for c, k in zip(zip(*shown, strict=True), kinds[table], strict=True)] == [
            list(c) for c in zip(*whole, strict=True)
        ]
    printed_cells = {name: [tuple(row) for row in expected] for name, expected in want.items()}
    for form in WHOLE:
        target = folder / f"out-{form}"
        export(data.package, target, form)
        back = read_back(data.package, target, form)
        for table in want:
            whole = printed_cells[table]
            if form == "xlsx":  # a sheet ends with its last value
                whole = whole[: max((i for i, row in enumerate(whole, 1) if any(row)), default=0)]
            columns = [
                as_file(c, k)
                for c, k in zip(zip(*back[table], strict=True), kinds[table][: len(whole and whole[0])], strict=True)
            ]
            assert columns == [list(c) for c in zip(*whole, strict=True)], form


def from_csv(found: Result) -> list[list[str]]:
    return list(csv.reader(io.StringIO(results.as_csv(found.columns, found.rows), newline="")))[1:]


def from_json(found: Result) -> list[list[Any]]:
    def refuse(name: str) -> None:
        raise AssertionError(f"{name} is not JSON")

    rows = json.loads(results.as_json(found.columns, found.rows), parse_constant=refuse)
    return [[row[name] for name in found.columns] for row in rows]


def from_parquet(found: Result) -> list[Sequence[Any]]:
    with tempfile.NamedTemporaryFile(suffix=".parquet") as file:
        Path(file.name).write_bytes(results.as_parquet(found))
        with duckdb.connect() as connection:
            return connection.execute("SELECT * FROM read_parquet(?)", [file.name]).fetchall()


READERS: dict[str, Callable[[Result], list[Any]]] = {"csv": from_csv, "json": from_json, "parquet": from_parquet}


def shown_in_table(cell: str) -> str:
    return terminal.shown(cell).strip(" ")


def table_rows(found: Result) -> list[list[str]]:
    """Return the cells of a table for people: of records, of a table, and of Markdown, which must agree."""
    lines = terminal.records(found.columns, found.rows).split("\n")
    size, wide = len(found.columns) + 1, max(map(terminal.width, map(terminal.shown, found.columns))) + 2
    recorded = [[line[wide:].strip(" ") for line in lines[i + 1 : i + size]] for i in range(0, len(lines), size)]
    marked = results.as_markdown(found.columns, found.rows).split("\n")[2:]
    cells = [split(line) for line in marked]
    assert cells == recorded
    table = terminal.table(found.columns, found.rows, 100_000).split("\n")
    starts = [m.start() for m in re.finditer(r"─+", table[1])]
    if all(line.isascii() for line in [table[0], *table[2:]]):
        ends = [*starts[1:], None]
        assert [[line[a:b].strip(" ") for a, b in zip(starts, ends, strict=True)] for line in table[2:]] == recorded
    return recorded


def split(line: str) -> list[str]:
    cells = re.findall(r"((?:\\.|[^\\|])*)\|", line.removeprefix("| "), re.DOTALL)
    return [plain(cell) for cell in cells]


def plain(cell: str) -> str:
    return html.unescape(re.sub(r"\\(.)", r"\1", cell).replace("&amp;", "&amp;amp;")).strip(" ")


EVERY_TRAP = [
    (trap, trap, "0", "0.1", "true", "0001-01-01", "9999-12-31T23:59:59", "23:59:59", "0001", "9999-12", SORTS[i % 5])
    for i, trap in enumerate(TRAPS)
]


@pytest.mark.slow
def test_every_trap_comes_back(tmp_path: Path) -> None:
    check_everywhere(EVERY_TRAP, tmp_path)


@settings(LIMITS, max_examples=2, phases=[Phase.generate])
@given(rows)
def test_generated_values_come_back(cells: list[tuple[str, ...]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        check_everywhere(cells, Path(folder))


@pytest.mark.full
@settings(LIMITS, max_examples=40, phases=[Phase.generate])
@given(rows)
def test_many_generated_values_come_back(cells: list[tuple[str, ...]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        check_everywhere(cells, Path(folder))


def test_every_type_of_the_schemas_is_tried() -> None:
    assert set(CELLS) == set(KINDS)


# Of every type that a query can return: its value, and the same as text in CSV and in JSON.
TYPED = [
    ("42::TINYINT", "42", "42"),
    ("9223372036854775807", "9223372036854775807", "9223372036854775807"),
    ("18446744073709551615::UBIGINT", "18446744073709551615", "18446744073709551615"),
    ("170141183460469231731687303715884105727::HUGEINT", *["170141183460469231731687303715884105727"] * 2),
    ("340282366920938463463374607431768211455::UHUGEINT", *["340282366920938463463374607431768211455"] * 2),
    ("1.50::DECIMAL(5,2)", "1.50", "1.50"),
    ("0.0000000001::DECIMAL(38,10)", "0.0000000001", "0.0000000001"),
    ("0.1::DOUBLE", "0.1", "0.1"),
    ("-0.0::DOUBLE", "-0.0", "-0.0"),
    ("5e-324::DOUBLE", "5e-324", "5e-324"),
    ("'nan'::DOUBLE", "nan", '"NaN"'),
    ("'-infinity'::DOUBLE", "-inf", '"-Infinity"'),
    ("true", "true", "true"),
    ("'007'", "007", '"007"'),
    ("'a\"b'", '"a""b"', '"a\\"b"'),
    ("'a,b'", '"a,b"', '"a,b"'),
    ("'a' || chr(13) || 'b'", '"a\rb"', '"a\\rb"'),
    ("chr(65279) || 'a'", '"\ufeffa"', '"\ufeffa"'),
    ("DATE '0001-01-01'", "0001-01-01", '"0001-01-01"'),
    ("DATE '9999-12-31'", "9999-12-31", '"9999-12-31"'),
    ("TIMESTAMP '2500-01-01 12:00:00.000001'", "2500-01-01T12:00:00.000001", '"2500-01-01T12:00:00.000001"'),
    ("TIMESTAMPTZ '2020-01-01 12:00:00+00'", "2020-01-01T12:00:00+00:00", '"2020-01-01T12:00:00+00:00"'),
    ("TIME '23:59:59.5'", "23:59:59.500000", '"23:59:59.500000"'),
    ("'12:00:00+03:30'::TIMETZ", "12:00:00+03:30", '"12:00:00+03:30"'),
    ("INTERVAL '3 days 1.5 seconds'", "3 days 00:00:01.500000", '"3 days 00:00:01.500000"'),
    ("'a\\x00\\xFF'::BLOB", "a\\x00\\xFF", '"a\\\\x00\\\\xFF"'),
    ("uuid '00000000-0000-0000-0000-00000000000a'", "00000000-0000-0000-0000-00000000000a",
     '"00000000-0000-0000-0000-00000000000a"'),
    ("'x'::ENUM('x', 'y')", "x", '"x"'),
    ("'101'::BIT", "101", '"101"'),
    ("[1, NULL]", '"[1, null]"', "[1, null]"),
    ("['NULL', '', 'a,b']", '"[""NULL"", """", ""a,b""]"', '["NULL", "", "a,b"]'),
    ("{'a': 1.5::DECIMAL(3,1), 'b': {'c': DATE '2020-01-01'}}", '"{""a"": 1.5, ""b"": {""c"": ""2020-01-01""}}"',
     '{"a": 1.5, "b": {"c": "2020-01-01"}}'),
    ("MAP {'k': 1}", '"{""k"": 1}"', '{"k": 1}'),
    ("MAP {1: 'a'}", '"{""1"": ""a""}"', '{"1": "a"}'),
    ("union_value(num := 1)", "1", "1"),
    ("''", '""', '""'),
    ("NULL::INTEGER", "", "null"),
]  # fmt: skip


def result_of(sql: str) -> Result:
    with duckdb.connect() as connection:
        connection.execute("SET TimeZone = 'UTC'")
        return run(connection, sql)


@pytest.mark.sampled(3)
@pytest.mark.parametrize(("sql", "in_csv", "in_json"), TYPED)
def test_value_of_each_duckdb_type_is_kept_or_refused(sql: str, in_csv: str, in_json: str) -> None:
    found = result_of(f"SELECT {sql} AS x, 1 AS one")
    assert results.as_csv(found.columns, found.rows) == f"x,one\n{in_csv},1\n"
    assert results.as_json(found.columns, found.rows) == f'[\n  {{"x": {in_json}, "one": 1}}\n]'
    value, found = found.rows[0][0], result_of(f"SELECT {sql} AS x")
    refused = 0
    for back in (
        lambda: from_parquet(found)[0][0],
        lambda: from_result(found, "pandas")["x"].tolist()[0],
        lambda: from_result(found, "arrow")["x"].to_pylist()[0],
        lambda: from_result(found, "polars")["x"].to_list()[0],
    ):
        try:
            assert same(back(), value)
        except QueryError as error:
            assert "cast" in str(error) or "hold" in str(error)
            refused += 1
    assert refused <= 3  # pandas has room for all of them
    assert "\n1  " not in terminal.table(found.columns, found.rows)


def same(back: Any, value: Any) -> bool:
    if isinstance(back, list) and isinstance(value, dict):
        back = {p["key"]: p["value"] for p in back} if back and isinstance(back[0], dict) else dict(back)
    if text_of(value) in ("", "nan"):
        return text_of(back) == text_of(value) or back is pd.NA
    if isinstance(value, float):
        return math.copysign(1, back) == math.copysign(1, value) and back == value
    if isinstance(value, Decimal) and isinstance(back, float):
        return Decimal(repr(back)) == value
    if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
        return text_of(back).removesuffix("T00:00:00") == text_of(value)
    return back == value or text_of(back) == text_of(value) or str(back) == str(value)


def test_days_beyond_those_of_python_are_refused_in_frames_and_kept_in_text() -> None:
    found = result_of("SELECT DATE '10000-01-01' AS day")
    assert results.as_csv(found.columns, found.rows) == "day\n10000-01-01\n"
    for form in ("pandas", "arrow", "polars"):
        with pytest.raises(QueryError, match="column day has a date outside the years 1 to 9999"):
            from_result(found, form)


def test_two_columns_of_one_name_are_both_kept_or_refused(data: Dataset) -> None:
    found = result_of("SELECT 1 AS a, 2 AS a")
    assert results.as_csv(found.columns, found.rows) == "a,a\n1,2\n"
    assert results.as_markdown(found.columns, found.rows).endswith("| 1 | 2 |")
    assert from_result(found, "pandas").to_numpy().tolist() == [[1, 2]]
    assert [c.to_pylist() for c in from_result(found, "arrow").columns] == [[1], [2]]
    for refusing in (lambda: results.as_json(found.columns, found.rows), lambda: results.as_parquet(found),
                     lambda: from_result(found, "polars")):  # fmt: skip
        with pytest.raises(QueryError, match="two columns are named 'a'"):
            refusing()


def test_sum_of_whole_numbers_is_a_whole_number_in_frames() -> None:
    found = result_of("SELECT sum(range) AS n FROM range(5)")
    assert found.types == ("HUGEINT",)
    assert str(from_result(found)["n"].dtype) == "Int64" and from_result(found, "polars")["n"].to_list() == [10]


def test_single_column_keeps_empty_rows_in_csv() -> None:
    found = result_of("SELECT * FROM (VALUES (NULL), ('a'), (NULL)) t(x)")
    assert results.as_csv(found.columns, found.rows) == 'x\n""\na\n""\n'
    assert len(pd.read_csv(io.StringIO(results.as_csv(found.columns, found.rows)))) == 3


WRONG = [
    *("a,50,,,,,,\n", "a,50\n", "a,1e3,,,,,\n", "a, 5,,,,,\n", "a,99999999999999999999,,,,,\n", "a,,,2021-02-30,,,\n"),
    *("a,,,0000-01-01,,,\n", "a,,,,TRUE,,\n", "a,,,,,,0x10\n", "a,,,,,,+inf\n", 'a,"5\n', "a,\xff,,,,,\n"),
]


@pytest.mark.parametrize("rows", WRONG)
def test_load_refuses_what_validation_refuses(make: Callable[..., Path], rows: str) -> None:
    folder = make("person_id,age,boss_id,since,paid,rank,pay\n")
    with (folder / "data" / "people.csv").open("ab") as file:
        file.write(rows.encode("latin-1"))
    with pytest.raises(Error, match=r"people\.csv"):
        Dataset(folder).load("people")


def test_numbers_beyond_floats_and_days_after_2262_are_loaded_as_they_are(make: Callable[..., Path]) -> None:
    rows = "a,9007199254740993,,9999-12-31,,,0.1\nb,,a,0001-01-01,,,1e300\n"
    frame = Dataset(make("person_id,age,boss_id,since,paid,rank,pay\n" + rows)).load("people")
    assert frame["age"].tolist()[0] == 9007199254740993 and frame["pay"].tolist() == [0.1, 1e300]
    assert [day.isoformat()[:10] for day in frame["since"]] == ["9999-12-31", "0001-01-01"]


@pytest.mark.slow
def test_view_loads_with_the_types_of_the_tables(data: Dataset) -> None:
    with data.connect() as connection:
        frames = {name: load_view(data.package, name, connection) for name in data.views()}
        figures = load_view(data.package, "figure_series", connection, "polars")
    assert {str(t) for frame in frames.values() for t in frame.dtypes} <= {
        "Int64", "Float64", "boolean", "string", "datetime64[s]", "category", "object"
    }  # fmt: skip
    found = frames["figure_series"]
    choices = data.package.table("figures").field("measure").constraints.get("enum")
    assert choices is None or list(found["measure"].cat.categories) == list(choices)
    assert str(found["line"].dtype) == "Int64" and figures["line"].to_list() == found["line"].tolist()
    assert any(str(t) == "category" for frame in frames.values() for t in frame.dtypes)


def test_json_of_anything_is_json() -> None:
    awkward = {"a": [math.nan, math.inf, Decimal("1.10"), None, True, b"\x00", datetime.timedelta(days=-1)]}
    assert json.loads(to_json(awkward), parse_constant=pytest.fail) == {
        "a": ["NaN", "Infinity", 1.1, None, True, "\\x00", "-1 days"]
    }
