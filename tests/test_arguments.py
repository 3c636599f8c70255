"""What is given to a call is right, or an Error says what it was and what would be right."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy
import pandas
import pytest

import iraqmilitias as im
from iraqmilitias.arguments import EXPECTED
from iraqmilitias.dataset import Dataset
from iraqmilitias.errors import Error, NotFoundError, PackageError, QueryError

HALF = "\ud800"
NOT_TEXT = [None, float("nan"), pandas.NA, 1, b"events", ["events"], Path("events")]
BY_NAME: dict[str, Callable[[Dataset, Any], Any]] = {
    "describe": Dataset.describe,
    "load": Dataset.load,
    "rows": Dataset.rows,
    "labels": Dataset.labels,
    "contract": Dataset.contract,
    "trace": Dataset.trace,
    "find": Dataset.find,
    "export": lambda data, name: data.export("exported", name),
}
# Called with what is no version, path or mapping of versions by name.
WITHOUT_PATH: dict[str, Callable[[Dataset, Any], Any]] = {
    "Dataset": lambda _, value: Dataset(value),
    "open": lambda _, value: im.open(value),
    "validate": lambda _, value: im.validate(value),
    "sources": lambda data, value: data.validate(value),
    "coverage": Dataset.coverage,
    "export": lambda data, value: data.export(value, "csv"),
    "diff": lambda data, value: im.diff(data, value),
    "Dataset.diff": Dataset.diff,
}
ARGUMENT = {"find": "text", "labels": "column", "trace": "record_id", "export": "format"}


@pytest.mark.parametrize("value", NOT_TEXT, ids=repr)
@pytest.mark.parametrize("call", BY_NAME)
def test_name_that_is_not_text_is_refused_with_what_would_be_right(data: Dataset, call: str, value: Any) -> None:
    with pytest.raises(NotFoundError, match=rf"^{ARGUMENT.get(call, 'table')} is .*; give .* as text, such as '"):
        BY_NAME[call](data, value)


def test_missing_value_is_not_traced_as_the_record_that_its_name_is_like(data: Dataset) -> None:
    with pytest.raises(NotFoundError, match=r"^record_id is None; give the id or the name of a record"):
        im.trace(None)  # type: ignore[arg-type]
    assert data.trace(numpy.str_("fig-0019")).record_id == "fig-0019"


@pytest.mark.parametrize("timeout", [None, 9])
@pytest.mark.parametrize("value", [None, b"select 1", 1, ["select 1"]], ids=repr)
def test_query_that_is_not_text_is_refused(data: Dataset, value: Any, timeout: float | None) -> None:
    with pytest.raises(QueryError, match=r"^query is .*; give one SQL statement as text"):
        data.sql(value, timeout=timeout)


def test_citation_of_what_is_not_text_is_refused(data: Dataset) -> None:
    with pytest.raises(NotFoundError, match=r"^record_id is 1, which is of the type int"):
        data.cite(1)  # type: ignore[arg-type]
    with pytest.raises(QueryError, match=r"^query is 1, which is of the type int"):
        data.cite(query=1)  # type: ignore[arg-type]


def test_form_that_is_not_text_is_refused(data: Dataset) -> None:
    for call in (data.cite().format, lambda form: data.contract("events", form)):
        with pytest.raises(
            NotFoundError, match=r"^form is \['text'\], which is of the type list; give the name of a form"
        ):
            call(["text"])


@pytest.mark.parametrize("value", ["5", Decimal(5), timedelta(seconds=5), True, [5]], ids=repr)
def test_timeout_that_is_no_number_of_seconds_is_refused(data: Dataset, value: Any) -> None:
    calls: list[Callable[[], Any]] = [
        lambda: data.sql("select 1", timeout=value),
        lambda: data.cite(query="select 1", timeout=value),
        lambda: data.verify("text", timeout=value),
    ]
    for call in calls:
        with pytest.raises(QueryError, match=r"^timeout is .*; give a number of seconds, such as 10$"):
            call()


@pytest.mark.sampled(3)
@pytest.mark.parametrize("value", [30, 30.5, numpy.int64(30), numpy.float32(30), Fraction(61, 2)], ids=repr)
def test_timeout_can_be_any_number(data: Dataset, value: Any) -> None:
    assert data.sql("select 1", timeout=value, as_="rows") == [(1,)]


@pytest.mark.parametrize("value", [5, b"folder", "\0", HALF, ["."]], ids=ascii)
@pytest.mark.parametrize("call", WITHOUT_PATH)
def test_path_that_is_none_is_refused(data: Dataset, call: str, value: Any) -> None:
    with pytest.raises(PackageError, match=r"^(path|sources|folder|new|other) is .*; give a path"):
        WITHOUT_PATH[call](data, value)


@pytest.mark.parametrize("value", ["1.2.0", ["old"], {1: "."}, {"old": 5}, {"old": None}], ids=repr)
def test_versions_beside_that_are_no_mapping_from_names_are_refused(data: Dataset, value: Any) -> None:
    with pytest.raises(QueryError, match=r"^beside is .*; give other versions by name, such as {'old': '1.2.0'}"):
        data.sql("select 1", beside=value)


def test_any_plain_word_can_name_a_version_beside(data: Dataset) -> None:
    assert data.sql("select count(*) from self.sources", beside={"self": data}, as_="rows") == [(5,)]


def test_address_of_spark_that_is_not_text_is_refused(data: Dataset) -> None:
    with pytest.raises(Error, match=r"^master is 5, which is of the type int; give the address of Spark as text"):
        data.validate(engine="spark", master=5)  # type: ignore[arg-type]


@pytest.mark.parametrize("call", BY_NAME)
def test_text_with_half_a_character_is_refused(data: Dataset, call: str) -> None:
    with pytest.raises(NotFoundError, match=r"is '\\u{D800}', with half a character \(U\+D800\)"):
        BY_NAME[call](data, HALF)


@pytest.mark.parametrize("timeout", [None, 9])
def test_query_with_half_a_character_is_refused(data: Dataset, timeout: float | None) -> None:
    for call in (data.sql, lambda query, timeout: data.cite(query=query, timeout=timeout)):
        with pytest.raises(QueryError, match=r"^query is .*half a character \(U\+D800\)"):
            call(f"select '{HALF}'", timeout=timeout)
    with pytest.raises(NotFoundError, match="half a character"):
        data.cite(HALF)


def test_citation_with_half_a_character_is_refused(data: Dataset) -> None:
    citation = str(data.cite(query="select 'a' as letter"))
    with pytest.raises(QueryError, match=r"^not a citation: it has half a character \(U\+D800\)"):
        data.verify(citation.replace("'a'", f"'{HALF}'"))


def test_names_with_other_characters_are_looked_up(data: Dataset) -> None:
    for text in ("a\0", "🛢", "قاسم"):
        assert isinstance(data.find(text), im.Hits)
    with pytest.raises(NotFoundError, match="no record"):
        data.trace("a\0")


def test_rows_during_a_time_are_asked_of_a_frame_by_text() -> None:
    rows = [{"date_from": None, "date_to": None}]
    with pytest.raises(QueryError, match=r"^time is 2020, which is of the type int; give a year, month or day as text"):
        im.during(rows, 2020)  # type: ignore[arg-type]
    for frame in (None, {"date_from": []}, [1], "events"):
        with pytest.raises(QueryError, match=r"^frame is .*; give a frame of pandas, polars or Arrow"):
            im.during(frame, "2020")
    with pytest.raises(QueryError, match=r"^'2020-01-01' is not a date"):
        im.during(pandas.DataFrame({"date_from": ["2020-01-01"], "date_to": ["2020-01-02"]}), "2020")


def test_every_argument_of_a_public_call_is_checked_or_named_as_one_that_checks_itself() -> None:
    calls = [getattr(im, name) for name in im.__all__ if inspect.isroutine(getattr(im, name))]
    calls += [member for name, member in vars(Dataset).items() if inspect.isfunction(member) and name[0] != "_"]
    names = {name for call in calls for name in inspect.signature(call).parameters} - {"self"}
    assert {"table", "query", "timeout", "path", "old"} <= names
    assert names - set(EXPECTED) == {"as_", "certain", "engine", "params", "views", "what"}
    assert set(EXPECTED) <= names
    assert all(hasattr(call, "__wrapped__") for call in calls)


def test_too_few_arguments_are_told_in_the_words_of_python(data: Dataset) -> None:
    with pytest.raises(TypeError, match=r"load\(\) missing 1 required positional argument: 'table'"):
        data.load()  # type: ignore[call-overload]
