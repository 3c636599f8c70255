"""`iraqmilitias validate --engine spark`: what it says where it cannot run; no Spark runs here."""

from __future__ import annotations

import importlib.util

import pytest

from iraqmilitias.errors import Error, MissingExtraError
from iraqmilitias.validation import validate

from ..freeze import FROZEN
from .fleet import HARBOUR


def without(module: str, monkeypatch: pytest.MonkeyPatch) -> None:
    find = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name, *rest: None if name == module else find(name, *rest))


@pytest.mark.parametrize("module", ["pysail", "pyspark", "sqlglot"])
def test_engine_without_its_extra_names_it(module: str, monkeypatch: pytest.MonkeyPatch) -> None:
    without(module, monkeypatch)
    with pytest.raises(MissingExtraError, match=r"iraqmilitias\[spark\]"):
        validate(FROZEN, engine="spark")


def test_unknown_engine_is_an_error_with_those_that_there_are() -> None:
    with pytest.raises(Error, match="there are: duckdb, spark"):
        validate(FROZEN, engine="flink")


def test_master_needs_spark() -> None:
    with pytest.raises(Error, match="engine spark"):
        validate(FROZEN, master="local[1]")


@pytest.mark.parametrize(
    ("master", "words"),
    [
        ("sc://127.0.0.1:1", "no Spark Connect server answers at sc://127.0.0.1:1: Connection refused"),
        ("sc://127.0.0.1:1/;token=secret", "answers at sc://127.0.0.1:1: Connection refused"),
        ("sc://", "looks like sc://host:15002"),
        ("sc://127.0.0.1:99999", "no Spark Connect server answers"),
        ("local[2]", "local[2] is not the address of a Spark Connect server"),
    ],
)
def test_server_that_is_not_there_is_an_error_at_once(master: str, words: str) -> None:
    pytest.importorskip("sqlglot")
    pytest.importorskip("pyspark")
    with pytest.raises(Error) as raised:
        validate(HARBOUR, engine="spark", master=master, crosscheck=False)
    assert words in str(raised.value)
    assert "secret" not in str(raised.value)
