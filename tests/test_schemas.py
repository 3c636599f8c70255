"""The schemas say all that a user has to know, in forms that every reader accepts."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from iraqmilitias.dataset import Dataset
from iraqmilitias.fields import KINDS

from .conftest import ROOT
from .freeze import FROZEN

TABLES = [
    "sources",
    "lines",
    "bibliography",
    "actors",
    "places",
    "facilities",
    "affiliations",
    "aliases",
    "events",
    "event_reports",
    "participants",
    "statements",
    "figures",
    "mentions",
    "terms",
    "conflicts",
    "notes",
    "readings",
    "crosswalks",
    "identifiers",
    "archives",
    "waivers",
    "retired",
    "event_types",
]


def test_tables_are_those_of_the_data_model_in_its_order(data: Dataset) -> None:
    assert list(data.tables()) == TABLES


@pytest.mark.parametrize("name", TABLES)
def test_every_field_has_description_example_and_constraints(name: str) -> None:
    schema: dict[str, Any] = json.loads((ROOT / "schemas" / f"{name}.json").read_text(encoding="utf-8"))
    assert schema["$schema"].startswith("https://datapackage.org/profiles/2.0/")
    assert len(schema["description"].split(". ")) >= 2, "what one row is, and how not to use it"
    assert schema["primaryKey"]
    for field in schema["fields"]:
        assert field["description"].endswith("."), field["name"]
        assert "required" in field["constraints"], field["name"]
        assert field["type"] in KINDS, field["name"]
        example = field["example"]
        assert isinstance(example, {"integer": int, "number": int | float}.get(field["type"], str)), field["name"]
        if "enum" in field["constraints"]:
            assert example in field["constraints"]["enum"], field["name"]
        if "pattern" in field["constraints"]:
            assert re.fullmatch(field["constraints"]["pattern"], example), field["name"]
        if KINDS[field["type"]].printed:
            assert re.fullmatch(KINDS[field["type"]].printed, str(example)), field["name"]


def test_a_column_has_the_same_type_and_codes_wherever_it_stands(data: Dataset) -> None:
    seen: dict[str, tuple[Any, ...]] = {}
    # the contract gives these names two meanings: code lists, and a count; a report is never `denied`
    apart = {"certainty", "kind", "quotations", "role", "scheme"}
    for table in data.package.tables.values():
        for field in table.fields:
            shape = (field.type, tuple(field.constraints.get("enum", ())))
            if field.name not in apart:
                assert seen.setdefault(field.name, shape) == shape, f"{table.name}.{field.name}"


def test_descriptor_carries_no_bytes_or_hashes_in_the_checkout() -> None:
    descriptor = json.loads((ROOT / "datapackage.json").read_text(encoding="utf-8"))
    for resource in descriptor["resources"]:
        assert not {"bytes", "hash"} & set(resource)
        assert resource["$schema"] and resource["dialect"]["delimiter"] == ","
        assert (ROOT / resource["schema"]).is_file() and (ROOT / resource["path"]).is_file()
    assert {f"{name}.json" for name in TABLES} == {p.name for p in (ROOT / "schemas").iterdir()}


@pytest.mark.slow
def test_every_id_in_the_documentation_is_a_real_row(data: Dataset) -> None:
    other = {"questions.md", "contributing.md", "add-an-article.md"}  # made by a script; add rows
    pages = [ROOT / "README.md", *(p for p in (ROOT / "docs").glob("*.md") if p.name not in other)]
    text = "\n".join(p.read_text(encoding="utf-8") for p in pages)
    found = set(re.findall(r"\b(?:act|plc|fac|aff|als|evt|rep|par|stm|fig|men|trm|cnf|ref|src)-[0-9]{4,}\b", text))
    assert len(found) > 10
    for record_id in sorted(found):
        assert data.trace(record_id).record_id == record_id


def test_frozen_package_has_the_schemas_of_the_checkout() -> None:
    differ = [
        p.name for p in (ROOT / "schemas").iterdir() if p.read_bytes() != (FROZEN / "schemas" / p.name).read_bytes()
    ]
    assert not differ, "make the tests' package anew: python -m tests.freeze"
