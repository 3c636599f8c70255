"""pandera schemas made from Table Schemas, for text and for typed frames."""

from __future__ import annotations

import pandas as pd
import pytest

from iraqmilitias.frames import load
from iraqmilitias.package import Package, read_schema
from iraqmilitias.pandera_schema import contract

from .validation.conftest import PACKAGES

pa = pytest.importorskip("pandera.pandas")


@pytest.fixture
def package():
    return Package(PACKAGES / "harbour")


def text(package, name):
    return pd.read_csv(package.path / f"data/{name}.csv", dtype=str, keep_default_na=False)


def failures(schema, frame):
    try:
        schema.validate(frame, lazy=True)
    except pa.errors.SchemaErrors as errors:
        cases = errors.failure_cases
        return {
            (c["column"] if c["column"] in frame.columns else None, c["check"], c["index"])
            for c in cases.to_dict("records")
        }
    return set()


def rows(schema, frame):
    return {(check, index) for _, check, index in failures(schema, frame)}


@pytest.mark.parametrize("name", ["ports", "berths", "calls"])
def test_contracts_accept_sound_tables(package, name):
    table = package.table(name)
    assert failures(contract(table, "text"), text(package, name)) == set()


@pytest.mark.parametrize("name", ["ports", "berths"])
def test_typed_contracts_accept_loaded_tables(package, name):
    table = package.table(name)
    assert failures(contract(table, "typed"), load(package, table)) == set()


@pytest.mark.parametrize(
    ("name", "column", "value", "check"),
    [
        ("ports", "name", "", "not_nullable"),
        ("ports", "port_id", "prt-0003 and more", "pattern"),
        ("ports", "port_id", "prt-0003\n", "pattern"),
        ("ports", "country", "irq", "enum"),
        ("ports", "latitude", "91", "maximum"),
        ("ports", "latitude", " 1", "type"),
        ("ports", "opened", "2020-02-30", "value"),
        ("ports", "opened", "1700-01-01", "minimum"),
        ("ports", "active", "yes", "type"),
        ("ports", "name", "x", "minLength"),
        ("ports", "name", "x" * 21, "maxLength"),
        ("berths", "depth", "0", "exclusiveMinimum"),
        ("berths", "depth", "40", "exclusiveMaximum"),
        ("berths", "number", "1.0", "type"),
    ],
)
def test_text_contract_rejects(package, name, column, value, check):
    frame = text(package, name)
    frame.loc[2, column] = value
    assert failures(contract(package.table(name), "text"), frame) == {(column, check, 2)}


def test_text_contract_finds_a_range_beside_a_cell_that_cannot_be_cast(package):
    frame = text(package, "berths")
    frame.loc[0, "depth"], frame.loc[3, "depth"] = "deep", "-1"
    expected = {("depth", "type", 0), ("depth", "exclusiveMinimum", 3)}
    assert failures(contract(package.table("berths"), "text"), frame) == expected


@pytest.mark.parametrize("form", ["text", "typed"])
def test_contract_rejects_a_repeated_key(package, form):
    table = package.table("berths")
    frame = text(package, "berths") if form == "text" else load(package, table)
    frame.loc[1, "number"] = frame.loc[0, "number"]
    assert rows(contract(table, form), frame) == {("primaryKey(port_id, number)", 1)}


def test_typed_contract_rejects(package):
    table = package.table("berths")
    frame = load(package, table)
    frame.loc[4, "depth"] = -1
    assert failures(contract(table), frame) == {("depth", "exclusiveMinimum", 4)}


def test_contract_says_which_extra_is_missing(package, monkeypatch):
    from iraqmilitias import errors

    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(errors.MissingExtraError, match=r"iraqmilitias\[validate\]"):
        contract(package.table("ports"))


def column(**field):
    constraints = field.pop("constraints", {})
    return read_schema("t", "t.csv", {"fields": [{"name": "x", "constraints": constraints, **field}]}, "t.json")


FORMS = [
    ({"type": "number"}, ["+5", ".5", "5.", "007", "INF", "NaN", "1E5"], []),
    ({"type": "number"}, ["+INF", "1_0", "x"], [("type", 0), ("type", 1), ("type", 2)]),
    ({"type": "number", "constraints": {"minimum": 1}}, ["NaN", "INF", ".5"], [("minimum", 0), ("minimum", 2)]),
    ({"type": "datetime"}, ["2020-01-01T15:00:00Z", "2020-01-01T15:00:00+03:00", "2020-01-01T15:00:00"], []),
    (
        {"type": "datetime", "constraints": {"minimum": "2020-01-01T01:00:00+03:00"}},
        ["2019-12-31T22:00:00Z", "2019-12-31T22:00:00", "2020-01-01T00:59:59+03:00"], [("minimum", 2)],
    ),
    (
        {"type": "date", "format": "%d/%m/%Y", "constraints": {"maximum": "02/01/2020"}},
        ["02/01/2020", "01/02/2020"], [("maximum", 1)],
    ),
    (
        {"type": "number", "decimalChar": ",", "groupChar": ".", "constraints": {"enum": ["1.000,5", 2]}},
        ["1000,5", "2,0", "1,5"], [("enum", 2)],
    ),
    (
        {"type": "boolean", "trueValues": ["yes"], "falseValues": ["no"], "constraints": {"enum": [True]}},
        ["yes", "no", "true"], [("enum", 1), ("type", 2)],
    ),
    ({"type": "string", "missingValues": [], "constraints": {"required": True}}, [""], []),
    ({"type": "string", "missingValues": ["-"], "constraints": {"required": True}}, ["", "-"], [("not_nullable", 1)]),
    ({"type": "string", "constraints": {"enum": ["a", "a"]}}, ["a", "b"], [("enum", 1)]),
]  # fmt: skip


@pytest.mark.parametrize(("field", "cells", "wrong"), FORMS)
def test_contracts_for_text_read_the_forms_of_the_standard(field, cells, wrong):
    assert rows(contract(column(**field), "text"), pd.DataFrame({"x": cells}, dtype=object)) == set(wrong)


def test_typed_contracts_take_bounds_and_choices_in_the_form_of_the_field():
    day = column(type="date", format="%d/%m/%Y", constraints={"maximum": "02/01/2020"})
    days = pd.DataFrame({"x": pd.to_datetime(["2020-01-02", "2020-02-01"]).astype("datetime64[s]")})
    assert rows(contract(day), days) == {("maximum", 1)}
    moment = column(type="datetime", constraints={"minimum": "2020-01-01T01:00:00+03:00"})
    moments = pd.DataFrame({"x": pd.to_datetime(["2019-12-31 22:00", "2019-12-31 21:59"]).astype("datetime64[s]")})
    assert rows(contract(moment), moments) == {("minimum", 1)}
    twice = column(type="string", constraints={"enum": ["b", "a", "b"]})
    assert list(contract(twice).columns["x"].dtype.type.categories) == ["b", "a"]
