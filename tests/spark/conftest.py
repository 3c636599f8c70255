"""Servers for the tests here, which are not in the quick tier (`pytest -m spark -n0`).

Sail is started. Where IRAQMILITIAS_SPARK is the address of a Spark Connect server in Java, a sample runs there too.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest

from iraqmilitias.validation.engines.session import spark_session


@pytest.fixture(scope="session")
def sail(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    with spark_session(None, tmp_path_factory.mktemp("sail")) as session:
        yield session


@pytest.fixture
def java() -> str:
    if "IRAQMILITIAS_SPARK" not in os.environ:
        pytest.skip("IRAQMILITIAS_SPARK is not the address of a Spark Connect server")
    return os.environ["IRAQMILITIAS_SPARK"]
