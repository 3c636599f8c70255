"""Single faults in the real package: every one rejected, at its place, and reported once."""

from __future__ import annotations

import random
import statistics
from pathlib import Path

import pytest

from iraqmilitias.validation import validate

from ..contributions.editing import copy_package
from .faults import Fault, faults

SAMPLE = 25


def judged(package: Path, fault: Fault) -> tuple[bool, bool, int]:
    """Return whether a fault is rejected, whether at its place, and how many further issues there are."""
    path = package / fault.file
    before = path.read_bytes()
    after = fault.change(before)
    assert after != before, fault
    try:
        path.unlink()
        if after is not None:
            path.write_bytes(after)
        issues = validate(package, crosscheck=False).issues
    finally:
        path.write_bytes(before)
    there = [
        i
        for i in issues
        if i.file == fault.file
        and fault.line in (None, i.line)
        and (fault.column in (None, i.column) or (i.column and fault.column in i.column.split(", ")))
    ]
    return bool(issues), bool(there), len(issues) - 1


def measured(package: Path, listed: list[Fault]) -> None:
    results = [(fault, *judged(package, fault)) for fault in listed]
    missed = [f"{f.kind}: {f.file}" for f, rejected, _, _ in results if not rejected]
    astray = [f"{f.kind}: {f.file}:{f.line}:{f.column}" for f, _, there, _ in results if not there]
    further = [more for _, rejected, _, more in results if rejected]
    many = [f"{more} more: {f.kind}: {f.file}:{f.line}:{f.column}" for f, _, _, more in results if more > 3]
    print(
        f"{len(results)} faults: {len(results) - len(missed)} rejected, {len(results) - len(astray)} at their place, "
        f"further issues: median {statistics.median(further)}, most {max(further)}"
    )
    assert missed == []
    assert len(astray) <= 0.02 * len(results), astray
    assert statistics.median(further) == 0
    assert many == []


@pytest.mark.parametrize(
    ("kind", "file"),
    [
        ("NUL", "data/sources.csv"),
        ("required", "data/lines.csv"),
        ("file empty", "data/sources.csv"),
        ("file missing", "data/notes.csv"),
        ("column missing", "data/actors.csv"),
        ("stray quote", "data/event_reports.csv"),
        ("key twice", "data/mentions.csv"),
    ],
)
@pytest.mark.sampled(4)
def test_what_follows_from_a_row_that_is_not_known_is_not_reported(tmp_path: Path, kind: str, file: str) -> None:
    """Of rows that are not there, or whose key is wrong, no rule concludes that nothing cites a line or has an id."""
    fault = next(f for f in faults(11) if (f.kind, f.file) == (kind, file))
    rejected, there, further = judged(copy_package(tmp_path / "package"), fault)
    assert rejected and there and further <= 1


@pytest.mark.slow
def test_a_sample_of_single_faults_is_rejected_at_its_place(tmp_path: Path) -> None:
    measured(copy_package(tmp_path / "package"), random.Random(5).sample(list(faults(5)), SAMPLE))


@pytest.mark.full
def test_every_single_fault_is_rejected_at_its_place(tmp_path: Path) -> None:
    listed = list(faults(11))
    assert len(listed) > 1000
    measured(copy_package(tmp_path / "package"), listed)
