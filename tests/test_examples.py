"""The examples in docstrings, run."""

from __future__ import annotations

import doctest
import importlib

import pytest

from iraqmilitias.dataset import Dataset


@pytest.mark.parametrize("module", ["iraqmilitias", "iraqmilitias.export"])
def test_examples_give_what_they_show(data: Dataset, module: str) -> None:
    result = doctest.testmod(importlib.import_module(module), optionflags=doctest.ELLIPSIS)
    assert result.attempted > 0 and result.failed == 0
