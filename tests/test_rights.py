"""Whose words and numbers the columns are, in machine form."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from iraqmilitias.dataset import Dataset
from iraqmilitias.export import FORMATS
from iraqmilitias.package import Package

from .conftest import ROOT


def test_rights_name_every_column_that_holds_printed_words() -> None:
    package = Package(ROOT)
    printed = {
        f"{table.name}.{field.name}"
        for table in package.tables.values()
        for field in table.fields
        if field.name in ("locator", "printed", "term", "original_title")
    } | {"mentions.text", "waivers.text", "sources.title"}
    (publishers,) = (r for r in package.descriptor["rights"] if "publisher" in r["holder"])
    assert set(publishers["covers"]) == printed
    assert publishers["licence"] is None


def test_rights_name_only_columns_that_there_are() -> None:
    package = Package(ROOT)
    columns = {f"{t.name}.{f.name}" for t in package.tables.values() for f in t.fields} | {"*"}
    assert {c for right in package.descriptor["rights"] for c in right["covers"]} <= columns


@pytest.mark.parametrize("form", ["csv", "r", "geojson", "sqlite"])
def test_every_manifest_has_the_rights(data: Dataset, tmp_path: Path, form: str) -> None:
    assert form in FORMATS
    data.export(tmp_path / "out", form)
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["rights"] == data.package.descriptor["rights"]
    assert manifest["licenses"][0]["name"] == "CC-BY-4.0"
