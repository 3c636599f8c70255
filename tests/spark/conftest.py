"""Sail for the tests here, one server for all; they are not in the quick tier (`pytest -m spark -n0`)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from iraqmilitias.validation.engines.session import spark_session


@pytest.fixture(scope="session")
def sail(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    with spark_session(None, tmp_path_factory.mktemp("sail")) as session:
        yield session
