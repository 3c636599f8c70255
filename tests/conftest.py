"""What the tests share: the data that are frozen for them, and small packages made for one test."""

from __future__ import annotations

import json
import os
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest

from iraqmilitias.dataset import Dataset

from .chromium import browser  # noqa: F401  a fixture
from .freeze import FROZEN

ROOT = Path(__file__).parents[1]
os.environ["IRAQMILITIAS_PACKAGE"] = str(FROZEN)  # what is read where no package is named, here and in child processes
SOURCES = Path(os.environ.get("IRAQMILITIAS_SOURCES", ROOT.parent / "shared" / "sources"))

# How long one example takes says something about the machine's other work, not about the code. The examples are the
# same each time, so that the tests give the same today and in a year; .ci/full looks for others.
hypothesis.settings.register_profile("steady", deadline=None, derandomize=True)
hypothesis.settings.register_profile("random", deadline=None)
hypothesis.settings.load_profile("steady")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark as slow all cases of a test marked `sampled(n)` but one in n, which a seed chooses."""
    cases: dict[tuple[Path, str], list[tuple[str, pytest.Item, int, str]]] = {}
    for item in items:
        if mark := item.get_closest_marker("sampled"):
            key = item.path, getattr(item, "originalname", item.name)
            cases.setdefault(key, []).append((item.nodeid, item, mark.args[0], mark.kwargs.get("rest", "slow")))
    for found in cases.values():
        share, rest = found[0][2], found[0][3]
        kept = set(random.Random(7).sample(range(len(found)), -(-len(found) // share)))
        for position, (_, item, *_) in enumerate(sorted(found, key=lambda case: case[0])):
            if position not in kept:
                item.add_marker(getattr(pytest.mark, rest))


@pytest.fixture(scope="session", autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A cache folder of this test run, so that no test reads a database that another version built."""
    folder = tmp_path_factory.mktemp("cache")
    os.environ["IRAQMILITIAS_CACHE"] = str(folder)
    yield folder


@pytest.fixture(scope="session")
def data(cache: Path) -> Dataset:
    """The data that are frozen for the tests."""
    return Dataset(FROZEN)


PEOPLE = {
    "fields": [
        {"name": "person_id", "type": "string", "constraints": {"required": True}},
        {"name": "age", "type": "integer"},
        {"name": "boss_id", "type": "string"},
        {"name": "since", "type": "date"},
        {"name": "paid", "type": "boolean", "trueValues": ["true"], "falseValues": ["false"]},
        {"name": "rank", "type": "string", "constraints": {"enum": ["high", "low"]}},
        {"name": "pay", "type": "number"},
    ],
    "primaryKey": ["person_id"],
    "foreignKeys": [{"fields": ["boss_id"], "reference": {"fields": ["person_id"]}}],
}
ROWS = "person_id,age,boss_id,since,paid,rank,pay\na,50,,2020-01-01,true,high,1.5\nb,40,a,,false,low,\nc,,b,,,,\n"


@pytest.fixture
def make(tmp_path: Path) -> Callable[..., Path]:
    """Return a function that writes a package of one table and returns its folder."""

    def write(text: str = ROWS, schema: dict[str, Any] | None = None, **changes: Any) -> Path:
        folder = tmp_path / "package"
        (folder / "data").mkdir(parents=True, exist_ok=True)
        (folder / "data" / "people.csv").write_text(text, encoding="utf-8", newline="")
        resource = {"name": "people", "path": "data/people.csv", "schema": schema or PEOPLE}
        descriptor = {"name": "small", "version": "1.2.3", "resources": [resource], **changes}
        (folder / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
        return folder

    return write
