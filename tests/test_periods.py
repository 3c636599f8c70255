"""Rows by time: certain and possible, as the macro `during` has it."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import iraqmilitias as im
from iraqmilitias.dataset import Dataset
from iraqmilitias.errors import NotFoundError, QueryError
from iraqmilitias.periods import bounds, during, falls

DAY = datetime.date
# By hand: what happened when, and whether January 2020 holds it.
ROWS = [
    {"id": "inside", "date_from": DAY(2020, 1, 3), "date_to": DAY(2020, 1, 3), "date_precision": "day"},
    {"id": "across", "date_from": DAY(2019, 12, 30), "date_to": DAY(2020, 1, 2), "date_precision": "range"},
    {"id": "lasting", "date_from": DAY(2019, 12, 30), "date_to": DAY(2020, 1, 2), "date_precision": "span"},
    {"id": "before", "date_from": DAY(2019, 12, 30), "date_to": DAY(2019, 12, 31), "date_precision": "range"},
    {"id": "until", "date_from": None, "date_to": DAY(2020, 1, 2), "date_precision": "open"},
    {"id": "since", "date_from": DAY(2020, 2, 1), "date_to": None, "date_precision": "open"},
    {"id": "unknown", "date_from": None, "date_to": None, "date_precision": None},
]


def ids(rows: list[dict[str, Any]]) -> list[str]:
    return [row["id"] for row in rows]


def test_during_keeps_what_may_or_what_certainly_falls_into_a_time() -> None:
    assert ids(during(ROWS, "2020-01")) == ["inside", "across", "lasting", "until"]
    assert ids(during(ROWS, "2020-01", certain=True)) == ["inside", "lasting"]
    assert ids(during(ROWS, "../2020-01", certain=True)) == ["inside", "across", "lasting", "before", "until"]
    assert ids(during(ROWS, "2020-02/..", certain=True)) == ["since"]


@pytest.mark.parametrize("name", ["events", "attacks"])
def test_during_keeps_the_same_rows_of_every_kind_of_frame(data: Dataset, name: str) -> None:
    for certain in (False, True):
        expected = [row["event_id"] for row in during(data.rows(name), "2020", certain)]
        assert expected
        assert im.during(data.load(name), "2020", certain)["event_id"].tolist() == expected
        for form in ("polars", "arrow"):
            frame = during(data.load(name, as_=form), "2020", certain)
            assert (frame["event_id"].to_list() if form == "polars" else frame["event_id"].to_pylist()) == expected


def test_during_says_what_it_needs(data: Dataset) -> None:
    with pytest.raises(NotFoundError, match="has no dates"):
        during(data.load("actors"), "2020")
    with pytest.raises(NotFoundError, match="there are: date, report"):
        during([{"date_from": None, "date_to": None, "report_from": None, "report_to": None}], "2020", column="event")
    for text in ("January 2020", "2020-13", "2020-02-30", "2020-1", "20200101", "2021/2020", ""):
        with pytest.raises(QueryError):
            during(ROWS, text)


def test_figures_without_a_precision_are_taken_for_bounds(data: Dataset) -> None:
    assert "fig-0012" in during(data.load("figures"), "2022-01", certain=True)["figure_id"].tolist()


def test_bounds_are_the_first_and_last_day() -> None:
    assert bounds("2020-02") == (DAY(2020, 2, 1), DAY(2020, 2, 29))
    assert bounds("2019/2020-06-05") == (DAY(2019, 1, 1), DAY(2020, 6, 5))


DAYS = st.dates(DAY(2019, 12, 20), DAY(2020, 2, 10))


@settings(max_examples=60)
@given(
    st.none() | DAYS,
    st.none() | DAYS,
    st.sampled_from(["day", "month", "season", "year", "range", "span", "open", "other", None]),
    DAYS,
    DAYS,
)
def test_falls_agrees_with_the_macro(
    data: Dataset, date_from: DAY | None, date_to: DAY | None, precision: str | None, one: DAY, other: DAY
) -> None:
    if date_from and date_to and date_from > date_to:
        date_from, date_to = date_to, date_from
    first, last = min(one, other), max(one, other)
    sql = "SELECT during(?::DATE, ?::DATE, ?::VARCHAR, ?::DATE, ?::DATE)"
    expected = data.sql(sql, [date_from, date_to, precision, first, last], as_="rows")[0][0]
    assert falls(date_from, date_to, precision, first, last) == expected
