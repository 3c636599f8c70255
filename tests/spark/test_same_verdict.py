"""DuckDB and Spark give the same issues: code, file, line, column and words."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings

from iraqmilitias.validation import Report, validate

from ..freeze import FROZEN
from ..validation import test_single_faults as single
from .fleet import TABLES, Change, FieldChange, Fleet, build, fleets

pytestmark = pytest.mark.spark
COPIES = 25  # small packages in one
PACKAGES = int(os.environ.get("IRAQMILITIAS_SPARK_PACKAGES", "12"))  # .ci/full has more


def same(root: Path, master: str | None = None) -> Report:
    """Validate on DuckDB and on Spark, by default on Sail; return what both report."""
    mine = validate(root, crosscheck=False, limit=1_000_000)
    theirs = validate(root, crosscheck=False, limit=1_000_000, engine="spark", master=master)
    assert theirs.checked_by == ("spark",)
    only_duckdb = [i for i in mine.issues if i not in set(theirs.issues)]
    only_spark = [i for i in theirs.issues if i not in set(mine.issues)]
    assert (only_duckdb, only_spark) == ([], [])
    assert theirs.issues == mine.issues
    assert (theirs.totals, theirs.rows, theirs.not_applicable) == (mine.totals, mine.rows, mine.not_applicable)
    return mine


def test_sail_accepts_the_dataset() -> None:
    assert same(FROZEN).valid


def faults() -> tuple[Fleet, set[str]]:
    """Return every fault of a row in tests/validation/test_single_faults.py, each in its own copy, and their codes."""
    changes: list[tuple[str, Change]] = []
    codes = set()
    for code, file, line, _, old, new in single.CELLS:
        if line > 1 and Path(file).stem in TABLES and not code.startswith(("quote-unterminated", "line-ending")):
            changes.append((Path(file).stem, lambda raw, o=old, n=new: raw.replace(o.encode(), n.encode())))
            codes.add(code)
    return Fleet([[change] for change in changes]), codes


def test_sail_finds_every_single_fault_where_duckdb_does(tmp_path: Path) -> None:
    fleet, codes = faults()
    report = same(build(tmp_path, fleet))
    assert codes <= set(report.totals)
    assert sum(report.totals.values()) >= len(fleet.copies)


def test_java_finds_every_single_fault_where_duckdb_does(java: str, tmp_path: Path) -> None:
    fleet, codes = faults()
    assert codes <= set(same(build(tmp_path, fleet), java).totals)


def test_sail_takes_zero_and_minus_zero_as_one_number(tmp_path: Path) -> None:
    def depths(raw: bytes) -> bytes:
        return raw.replace(b",9.5,", b",0,").replace(b",10,", b",-0,")

    unique: FieldChange = ("berths", 2, {"constraints": {"unique": True}})
    assert same(build(tmp_path, Fleet([[("berths", depths)]], [unique]))).totals["unique"] == 1


@pytest.mark.parametrize(("column", "least"), [(4, "2020-05-02T00:00:00"), (6, "08:00:00")])
def test_sail_compares_moments_and_times_as_duckdb_does(tmp_path: Path, column: int, least: str) -> None:
    later: FieldChange = ("calls", column, {"constraints": {"minimum": least}})
    assert same(build(tmp_path, Fleet([[]], [later]))).totals["minimum"] == 1


@seed(20261121)
@settings(
    max_examples=PACKAGES,
    deadline=None,
    phases=[Phase.generate],
    database=None,
    suppress_health_check=list(HealthCheck),
)
@given(fleet=fleets(COPIES))
def test_sail_finds_in_generated_packages_what_duckdb_finds(
    tmp_path_factory: pytest.TempPathFactory, fleet: Fleet
) -> None:
    same(build(tmp_path_factory.mktemp("fleet") / "package", fleet))
