"""The macro during: what a filter by date may say."""

from __future__ import annotations

import duckdb
import pytest

from .conftest import rows

JUNE = ("2020-06-01", "2020-06-30")


@pytest.mark.parametrize(
    ("date_from", "date_to", "precision", "first", "last", "expected"),
    [
        # some time within the bounds
        ("2020-06-01", "2020-06-01", "day", *JUNE, "certain"),
        ("2020-06-30", "2020-06-30", "day", *JUNE, "certain"),
        ("2020-05-31", "2020-05-31", "day", *JUNE, "no"),
        ("2020-07-01", "2020-07-01", "day", *JUNE, "no"),
        ("2020-06-01", "2020-06-30", "month", *JUNE, "certain"),
        ("2020-06-01", "2020-08-31", "season", *JUNE, "possible"),
        ("2020-01-01", "2020-12-31", "year", *JUNE, "possible"),
        ("2020-05-31", "2020-06-30", "range", *JUNE, "possible"),
        ("2020-06-01", "2020-07-01", "range", *JUNE, "possible"),
        ("2020-06-30", "2020-08-01", "range", *JUNE, "possible"),
        ("2020-04-01", "2020-06-01", "range", *JUNE, "possible"),
        ("2020-06-02", "2020-06-29", "range", *JUNE, "certain"),
        ("2020-04-01", "2020-05-31", "range", *JUNE, "no"),
        # lasts from first to last: one shared day is enough
        ("2020-05-01", "2020-06-01", "span", *JUNE, "certain"),
        ("2020-06-30", "2020-08-01", "span", *JUNE, "certain"),
        ("2019-01-01", "2021-01-01", "span", *JUNE, "certain"),
        ("2020-05-01", "2020-05-31", "span", *JUNE, "no"),
        ("2020-07-01", "2020-07-02", "span", *JUNE, "no"),
        ("2020-06-05", None, "span", *JUNE, "possible"),
        # open: certain only where the window is open on the same side
        (None, "2020-06-10", "open", *JUNE, "possible"),
        (None, "2020-05-31", "open", *JUNE, "no"),
        (None, "2020-06-10", "open", None, "2020-06-30", "certain"),
        (None, "2020-06-10", "open", None, "2020-06-09", "possible"),
        ("2020-06-10", None, "open", *JUNE, "possible"),
        ("2020-07-01", None, "open", *JUNE, "no"),
        ("2020-06-10", None, "open", "2020-06-10", None, "certain"),
        ("2020-06-10", None, "open", "2020-06-11", None, "possible"),
        (None, None, "open", *JUNE, "possible"),
        (None, None, "open", None, None, "certain"),
        # windows without an end, and without days
        ("2020-06-01", "2020-06-01", "day", None, None, "certain"),
        ("2020-06-01", "2020-06-01", "day", None, "2020-05-31", "no"),
        ("2020-06-01", "2020-06-01", "day", "2020-06-02", None, "no"),
        ("2020-06-01", "2020-06-30", "range", "2020-06-15", None, "possible"),
        ("2020-01-01", "2020-12-31", "span", "2020-06-30", "2020-06-01", "no"),
        # no precision, or one that is none
        ("2020-06-01", "2020-06-01", None, *JUNE, None),
        ("2020-06-01", "2020-06-01", "decade", *JUNE, None),
    ],
)
def test_during_says(
    plain: duckdb.DuckDBPyConnection,
    date_from: str | None,
    date_to: str | None,
    precision: str | None,
    first: str | None,
    last: str | None,
    expected: str | None,
) -> None:
    sql = "select during(cast(? as date), cast(? as date), ?, ?, ?)"
    assert plain.execute(sql, [date_from, date_to, precision, first, last]).fetchall() == [(expected,)]


def test_during_filters_a_table_by_a_window(plain: duckdb.DuckDBPyConnection) -> None:
    sql = """
        select event_id, during(date_from, date_to, date_precision, '2020-05-08', date '2020-05-12')
        from events order by event_id
    """
    assert rows(plain, sql) == [
        ("evt-0001", "certain"),
        ("evt-0002", "certain"),
        ("evt-0003", "possible"),
        ("evt-0004", "possible"),
        ("evt-0005", "possible"),
    ]
