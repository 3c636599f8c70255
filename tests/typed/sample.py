"""A small project that uses the library; checked as its users check theirs. Never imported."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any, assert_type

import duckdb
import pandas as pd
import polars as pl

import iraqmilitias as im
from iraqmilitias import Citation, Dataset, Error, Hits, Trace
from iraqmilitias.row_types import EventsRow, FiguresRow, TableName

assert_type(im.__version__, str)
assert_type(im.tables(), tuple[str, ...])
assert_type(im.paths(), dict[str, Path])

# Rows are dictionaries whose keys and values a type checker knows.
figures = im.rows("figures")
assert_type(figures, list[FiguresRow])
assert_type(figures[0]["value_low"], float | None)
assert_type(figures[0]["printed"], str)
assert_type(im.rows("claims"), list[dict[str, Any]])


def first_day(event: EventsRow) -> datetime.date | None:
    """Return the first day on which an event can have begun."""
    return event["date_from"]


def largest(table: TableName) -> int:
    """Return the number of rows of a table."""
    return len(im.load(table))


days = [first_day(event) for event in im.rows("events")]

# What a call returns follows from `as_`.
assert_type(im.load("attacks"), pd.DataFrame)
assert_type(im.load("events", as_="polars"), pl.DataFrame)
assert_type(im.sql("SELECT 1"), pd.DataFrame)
assert_type(im.sql("SELECT 1", as_="rows"), list[tuple[Any, ...]])
assert_type(im.sql("SELECT ?", [1], as_="polars"), pl.DataFrame)
assert_type(im.during(im.load("attacks"), "2020-01", certain=True), pd.DataFrame)
assert_type(im.during(figures, "2019"), list[FiguresRow])
assert_type(im.connect(), duckdb.DuckDBPyConnection)


def about(data: Dataset, text: str) -> tuple[Hits, Trace, Citation]:
    """Return what is known of a record."""
    hits = data.find(text)
    record = data.trace(hits[0].record_id)
    return hits, record, data.cite(record.record_id)


try:
    hits, trace, citation = about(im.open("0.2.0"), "hangar")
    print(hits, trace.line, citation.format("bibtex"))
    print([conflict.reference.title for conflict in trace.conflicts])
    print(trace.source.publisher if trace.source else None, trace.speaker.name if trace.speaker else None)
except Error as error:
    print(error)
