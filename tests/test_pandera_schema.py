"""pandera schemas made from Table Schemas, for text and for typed frames."""

from __future__ import annotations

import pandas as pd
import pytest

from iraqmilitias.frames import load
from iraqmilitias.package import Package
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
