"""Queries in one form, and the hash of their rows."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest

from iraqmilitias.dataset import Dataset
from iraqmilitias.errors import QueryError
from iraqmilitias.query_hash import hash_query, hashed_form


@pytest.mark.slow
def test_bounded_query_is_stopped(data: Dataset) -> None:
    with pytest.raises(QueryError, match="stopped after"):
        hash_query(data.reader, "SELECT count(*) FROM range(1000000000) a, range(1000000) b", timeout=1)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (1, 1.0),
        (Decimal("1.50"), 1.5),
        (0.1 + 0.2, 0.3),
        (
            datetime.datetime(2020, 1, 3, 12, tzinfo=datetime.UTC),
            datetime.datetime(2020, 1, 3, 14, tzinfo=datetime.timezone(datetime.timedelta(hours=2))),
        ),
        ({"b": 1, "a": 2}, {"a": 2, "b": 1}),
        (datetime.date(2020, 1, 3), datetime.datetime(2020, 1, 3)),  # date_trunc() of DuckDB 1.4, and of 1.5
    ],
)
def test_like_values_have_one_form(one: object, other: object) -> None:
    assert hashed_form(one) == hashed_form(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (1, "1"),
        (1.5, "1.5"),
        (None, "None"),
        (float("nan"), "nan"),
        ([1], "[1]"),
        (b"a", "61"),
        (datetime.date(2020, 1, 3), "2020-01-03"),
        (datetime.date(2020, 1, 3), datetime.datetime(2020, 1, 3, 1)),
        (True, "True"),
        (0.1, 0.1000001),
    ],
)
def test_unlike_values_have_two_forms(one: object, other: object) -> None:
    assert hashed_form(one) != hashed_form(other)
