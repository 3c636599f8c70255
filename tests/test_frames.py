"""Tables and results as frames."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import iraqmilitias as im
from iraqmilitias.dataset import Dataset
from iraqmilitias.errors import NotFoundError, PackageError

Make = Callable[..., Path]
TYPES = {
    "integer": "Int64",
    "number": "Float64",
    "boolean": "boolean",
    "date": "datetime64[s]",
    "string": "string",
}


def test_every_table_loads_with_the_types_of_its_schema(data: Dataset) -> None:
    for table in data.package.tables.values():
        frame = data.load(table.name)
        assert list(frame.columns) == [f.name for f in table.fields]
        for field in table.fields:
            choices = field.constraints.get("enum")
            expected = "category" if choices else TYPES[field.type]
            assert str(frame[field.name].dtype) == expected, field.name
            if choices:
                assert list(frame[field.name].cat.categories) == list(choices)


def test_a_frame_has_the_rows_of_the_file_in_its_order(make: Make) -> None:
    frame = Dataset(make()).load("people")
    assert list(frame["person_id"]) == ["a", "b", "c"]
    assert frame["age"].tolist()[:2] == [50, 40] and frame["age"].isna().tolist() == [False, False, True]
    assert frame["since"].tolist()[0] == pd.Timestamp("2020-01-01")
    assert frame["paid"].tolist()[:2] == [True, False] and frame["paid"].isna().tolist() == [
        False,
        False,
        True,
    ]


def test_polars_and_arrow_hold_the_same(data: Dataset) -> None:
    frame, polars, arrow = (data.load("figures", as_=form) for form in ("pandas", "polars", "arrow"))
    assert isinstance(polars, pl.DataFrame) and isinstance(arrow, pa.Table)
    assert polars["value_low"].to_list() == [None if pd.isna(v) else v for v in frame["value_low"]]
    assert arrow["printed"].to_pylist() == frame["printed"].tolist()


def test_results_are_typed(data: Dataset) -> None:
    sql = "SELECT 1 AS i, 1.5::DOUBLE AS d, 'x' AS s, true AS b, DATE '2020-01-01' AS t, NULL::INT AS n"
    for frame in (data.sql(sql), data.sql(sql, timeout=20)):
        assert [str(t) for t in frame.dtypes] == [
            "Int64",
            "Float64",
            "string",
            "boolean",
            "datetime64[s]",
            "Int64",
        ]
    assert data.sql(sql, as_="polars")["t"].to_list()[0].year == 2020
    assert data.sql("SELECT 1 AS a, 2 AS a").shape == (1, 2)
    assert data.sql("SELECT 1 AS a WHERE false").shape == (0, 1)


def test_load_rejects_unknown_tables_forms_and_broken_cells(make: Make) -> None:
    with pytest.raises(NotFoundError, match="did you mean figures"):
        im.load("figuers")
    with pytest.raises(NotFoundError, match="pandas"):
        im.load("figures", as_="excel")  # type: ignore[arg-type]
    with pytest.raises(NotFoundError, match=r"rows\(\) returns a table"):
        im.load("figures", as_="rows")  # type: ignore[arg-type]
    for row in ("a,x,,,,,\n", "a,,,2020-13-01,,,\n", "a,,,,maybe,,\n", "a,,,,,middle,\n", "a,,,,,,1.2.3\n"):
        folder = make("person_id,age,boss_id,since,paid,rank,pay\n" + row)
        with pytest.raises(PackageError, match=r"people\.csv"):
            Dataset(folder).load("people")


def test_a_view_has_the_types_of_the_tables(data: Dataset) -> None:
    frame = data.load("attacks")
    assert list(frame["event_precision"].cat.categories) == list(data.load("events")["date_precision"].cat.categories)
    for column, expected in {
        "event_id": "string",
        "event_from": "datetime64[s]",
        "killed_low": "Float64",
        "report_count": "Int64",
        "disputed": "boolean",
        "coordinate_kind": "category",
    }.items():
        assert str(frame[column].dtype) == expected, column


@pytest.mark.sampled(8)
@pytest.mark.parametrize("name", ["events", "figures", "attacks", "claims", "timeline"])
def test_rows_are_in_one_order_in_every_form(data: Dataset, name: str) -> None:
    first = next(iter(data.load(name).columns))
    expected = [row[first] for row in data.rows(name)]
    assert data.load(name)[first].tolist() == expected
    assert data.load(name, as_="polars")[first].to_list() == data.load(name, as_="arrow")[first].to_pylist() == expected
    assert [row[0] for row in data.sql(f"SELECT * FROM {name}", as_="rows")] == expected


@pytest.mark.slow
def test_every_view_loads_in_every_form_and_always_in_one_order(data: Dataset) -> None:
    for name in data.views():
        rows = data.rows(name)
        assert [tuple(row.values()) for row in rows] == data.sql(f"SELECT * FROM {name}", as_="rows"), name
        assert len(data.load(name)) == len(data.load(name, as_="polars")) == data.load(name, as_="arrow").num_rows, name


def test_frames_say_where_they_are_from(data: Dataset) -> None:
    attrs = data.load("attacks").attrs
    assert attrs["version"] == data.version and attrs["table"] == "attacks" and "CC-BY-4.0" in attrs["licence"]
    assert attrs["citation"] == str(data.cite()) == data.load("events").attrs["citation"]
    assert data.sql("SELECT 1 AS one").attrs["query"] == "SELECT 1 AS one"
    metadata = data.load("events", as_="arrow").schema.metadata
    assert metadata[b"version"].decode() == data.version and metadata[b"citation"].decode() == str(data.cite())


def test_sums_and_decimals_are_numbers(data: Dataset) -> None:
    frame = data.sql("SELECT sum(line) AS s, 0.1 AS d, sum(0.5) AS h, 12345678901234567890.1 AS exact FROM events")
    assert [str(t) for t in frame.dtypes] == ["Int64", "Float64", "Float64", "object"]
    mixed = data.sql("SELECT unnest([0.1, 12345678901234567890.1]) AS x")["x"]
    assert mixed.dtype == object and str(mixed[1]) == "12345678901234567890.1"
    assert frame["d"][0] == 0.1 and str(frame["exact"][0]) == "12345678901234567890.1"


def test_labels_are_words_for_codes(data: Dataset) -> None:
    types = data.labels("event_type")
    assert types["rocket-attack"] == "Rocket attack" and set(types) == {
        r["event_type"] for r in data.rows("event_types")
    }
    assert data.labels("measure")["seats_lost"] == "Seats lost"
    with pytest.raises(NotFoundError, match="did you mean verdict"):
        data.labels("verdicts")


def test_nan_is_a_number_and_not_missing(tmp_path):
    schema = {"fields": [{"name": "id", "type": "integer"}, {"name": "x", "type": "number"}]}
    content = {"name": "n", "resources": [{"name": "t", "path": "a.csv", "schema": schema}]}
    (tmp_path / "datapackage.json").write_text(json.dumps(content), encoding="utf-8")
    (tmp_path / "a.csv").write_text("id,x\n1,NaN\n2,\n3,-INF\n4,+.5\n", encoding="utf-8")
    data = im.open(tmp_path)
    expected = ["nan", "None", "-inf", "0.5"]
    assert [str(row["x"]) for row in data.rows("t")] == expected
    assert [str(x) for (x,) in data.sql("select x from t", as_="rows")] == expected
    for frame in (data.load("t", as_="arrow"), data.sql("select x from t", as_="arrow")):
        assert [str(x) for x in frame["x"].to_pylist()] == expected
    for frame in (data.load("t"), data.sql("select x from t")):
        assert frame["x"].isna().tolist() == [False, True, False, False]
