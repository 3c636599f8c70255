"""Exports of the checkout's data, each made once a run."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from iraqmilitias.dataset import Dataset
from iraqmilitias.export import export

Made = Callable[[str], Path]


@pytest.fixture(scope="session")
def made(data: Dataset, tmp_path_factory: pytest.TempPathFactory) -> Made:
    """Return a function from a format's name to the folder of its export."""
    root = tmp_path_factory.mktemp("exports")

    @cache
    def make(form: str) -> Path:
        export(data.package, root / form, form)
        return root / form

    return make
