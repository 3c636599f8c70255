"""What the tests share: the checkout's own data, and small packages made for one test."""

from __future__ import annotations

import json
import os
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from iraqmilitias.dataset import Dataset

ROOT = Path(__file__).parents[1]
SOURCES = Path(os.environ.get("IRAQMILITIAS_SOURCES", ROOT.parent / "shared" / "sources"))


SAMPLED = {  # of these, the quick tier runs one in so many, chosen by a seed; `pytest -m slow` runs the others
    "test_fault_that_is_found_twice_is_one_issue": 12,
    "test_validate_accepts_harmless_change": 6,
    "test_rule_needs_exactly_what_its_head_says": 12,
    "test_validate_reports_what_the_rule_finds": 4,
    "test_merge_refuses_at_the_cell_and_changes_nothing": 4,
    "test_two_exports_are_byte_identical": 8,
    "test_steady_query_accepts_and_gives_one_hash": 6,
    "test_bad_contribution_is_rejected_beside_its_line": 30,
    "test_sql_that_does_more_than_read_is_refused": 3,
    "test_bombs_end_within_their_limits": 3,
    "test_single_fault_gives_one_issue": 2,
    "test_evidence_rejects": 3,
    "test_the_same_twice": 5,
    "test_honest_sql_gives_the_same_rows_with_and_without_limits": 3,
    "test_hostile_names_are_only_names": 4,
    "test_generated_package_is_valid": 2,
}
WIDER = {  # whole files and tests that take long, left to `pytest -m slow`
    "test_interruption.py",
    "test_the_workbook_is_merged_like_the_csv_and_has_lists_of_codes",
    "test_action_annotates_the_file_from_the_top_of_the_repository",
    "test_check_against_nothing_says_so",
    "test_summary_shows_changes_as_tables_and_what_was_not_proved",
    "test_report_is_the_same_every_time",
    "test_journey_goes_as_it_is_described",
    "test_library_that_hangs_is_stopped_with_a_note",
    "test_no_rule_objects_to_a_plain_text",
    "test_no_rule_objects_to_a_match_of_a_harmless_pattern",
    "test_good_contribution_passes_with_its_version",
    "test_libraries_add_nothing_that_follows_from_a_missing_table",
    "test_views_say_the_same_from_a_file",
    "test_two_processes_can_build_the_same_database",
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark as slow what the quick tier leaves out."""
    for item in items:
        if item.path.name in WIDER or getattr(item, "originalname", "") in WIDER:
            item.add_marker(pytest.mark.slow)
    for name, share in SAMPLED.items():
        found = sorted((i for i in items if getattr(i, "originalname", "") == name), key=lambda i: i.nodeid)
        kept = set(random.Random(7).sample(range(len(found)), -(-len(found) // share)))
        for position, item in enumerate(found):
            if position not in kept:
                item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="session", autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A cache folder of this test run, so that no test reads a database that another version built."""
    folder = tmp_path_factory.mktemp("cache")
    os.environ["IRAQMILITIAS_CACHE"] = str(folder)
    yield folder


@pytest.fixture(scope="session")
def data(cache: Path) -> Dataset:
    """The checkout's data."""
    return Dataset(ROOT)


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
