"""An id that went leads on: to what took its place, or to the last version that had it."""

from __future__ import annotations

import pytest

from iraqmilitias.dataset import Dataset
from iraqmilitias.retirement import went_to

from .contributions.editing import copy_package


@pytest.fixture(scope="module")
def later(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    """The checkout's data with four retired ids."""
    root = copy_package(tmp_path_factory.mktemp("later"))
    with (root / "data" / "retired.csv").open("a", encoding="utf-8", newline="") as stream:
        stream.write(
            "fig-9001,0.2.0,merged,fig-9002,Coded twice.\n"
            "fig-9002,0.3.0,merged,fig-0001,Coded twice again.\n"
            "fig-9003,0.2.0,takedown,,Removed on request.\n"
        )
    return Dataset(root)


@pytest.mark.slow
def test_trace_of_a_retired_id_says_where_it_went(later: Dataset) -> None:
    found = later.trace("fig-9001")
    assert (found.table, found.retired and found.retired["kind"]) == ("retired", "merged")
    assert [(s["record_id"], s["table"]) for s in found.went_to] == [("fig-9002", None), ("fig-0001", "figures")]
    lines = str(found).splitlines()
    assert "retired    in version 0.2.0 (merged): Coded twice." in lines
    assert "went to    fig-9002, retired in 0.3.0 (merged)" in lines
    assert "went to    fig-0001; run: iraqmilitias trace fig-0001" in lines


@pytest.mark.slow
def test_trace_of_a_takedown_names_the_last_versions_that_had_it(later: Dataset) -> None:
    lines = str(later.trace("fig-9003")).splitlines()
    assert "went to    nothing; releases before 0.2.0 have the row" in lines
    assert not any("conflict" in line for line in lines)


def test_trace_of_a_row_has_nothing_retired(later: Dataset) -> None:
    found = later.trace("fig-0001")
    assert found.retired is None and found.went_to == ()
    assert found.to_dict()["went_to"] == []


def test_a_circle_ends() -> None:
    rows = {name: {"record_id": name, "replaced_by": other} for name, other in (("a", "b"), ("b", "c"), ("c", "b"))}
    assert [s["record_id"] for s in went_to(rows["a"], rows.get, lambda _: None)] == ["b", "c"]
