"""A value comes out as it went in: file, frames, SQL, every export and result format, and back; or it is refused."""

from __future__ import annotations

import csv
import datetime
import html
import io
import json
import re
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from iraqmilitias import results, terminal
from iraqmilitias.dataset import Dataset
from iraqmilitias.export import FORMATS, export, read_back
from iraqmilitias.fields import KINDS
from iraqmilitias.sandbox import Result
from iraqmilitias.values import printed

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
        from iraqmilitias.sandbox import run

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
            columns = [as_file(c, k) for c, k in zip(zip(*back[table], strict=True), kinds[table])]
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


def test_every_trap_comes_back(tmp_path: Path) -> None:
    check_everywhere(EVERY_TRAP, tmp_path)


@settings(LIMITS, max_examples=2, phases=[Phase.generate])
@given(rows)
def test_generated_values_come_back(cells: list[tuple[str, ...]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        check_everywhere(cells, Path(folder))


@pytest.mark.slow
@settings(LIMITS, max_examples=40)
@given(rows)
def test_many_generated_values_come_back(cells: list[tuple[str, ...]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        check_everywhere(cells, Path(folder))


def test_every_type_of_the_schemas_is_tried() -> None:
    assert set(CELLS) == set(KINDS)
