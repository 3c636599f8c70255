"""The 70 features that a data librarian checks: each with the command that shows it and what its output must have.

In a command OUT is an empty folder and BROKEN a copy of the package that may be changed. `whole` is `part` where
something is missing that only others can give: an archived copy of each article, a DOI.
"""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest

from ..conftest import ROOT
from ..contributions.editing import copy_package
from ..documentation.blocks import Runner

FEATURES = list(csv.DictReader((Path(__file__).parent / "features.csv").open(encoding="utf-8")))


def test_at_least_66_of_the_70_features_are_whole() -> None:
    assert [row["number"] for row in FEATURES] == [str(n) for n in range(1, 71)]
    assert sum(row["whole"] == "yes" for row in FEATURES) >= 66


@pytest.mark.slow
@pytest.mark.sampled(5, rest="full")
@pytest.mark.parametrize("row", FEATURES, ids=lambda row: row["number"])
def test_feature_is_shown_by_its_command(row: dict[str, str], tmp_path: Path) -> None:
    checkout = copy_package(tmp_path / "checkout")
    for name in ("website", "tests", ".github", "docs", "LICENSE", "LICENSE-DATA"):
        if not (checkout / name).exists():
            (checkout / name).symlink_to(ROOT / name)
    if "BROKEN" in row["command"]:
        shutil.copytree(copy_package(tmp_path / "copy"), checkout / "BROKEN", symlinks=True)
    command = row["command"].replace("iraqmilitias query ", "iraqmilitias query --timeout 120 ")  # a busy machine
    done = Runner(checkout).command("sh", "-c", command)
    assert row["shows"] in done.stdout, done.stdout + done.stderr
