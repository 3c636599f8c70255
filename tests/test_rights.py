"""Whose words and numbers the columns are, in machine form."""

from __future__ import annotations

import contextlib
import json
import sqlite3
from pathlib import Path
from xml.etree import ElementTree

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


@pytest.mark.sampled(4)
@pytest.mark.parametrize("form", ["csv", "r", "geojson", "sqlite"])
def test_every_manifest_has_the_rights(data: Dataset, tmp_path: Path, form: str) -> None:
    assert form in FORMATS
    data.export(tmp_path / "out", form)
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["rights"] == data.package.descriptor["rights"]
    assert manifest["licenses"][0]["name"] == "CC-BY-4.0"


def _in_parquet(folder: Path) -> str:
    import pyarrow.parquet as pq

    return str(pq.read_metadata(folder / "figures.parquet").metadata[b"rights"].decode("utf-8"))


def _in_sqlite(folder: Path) -> str:
    with contextlib.closing(sqlite3.connect(next(folder.glob("*.sqlite")))) as connection:
        return str(connection.execute("SELECT value FROM package_metadata WHERE key = 'rights'").fetchone()[0])


def _in_duckdb(folder: Path) -> str:
    import duckdb

    with duckdb.connect(str(next(folder.glob("*.duckdb"))), read_only=True) as connection:
        return str(connection.execute("SELECT value FROM package_metadata WHERE key = 'rights'").fetchall()[0][0])


def _in_xlsx(folder: Path) -> str:
    import openpyxl

    rows = openpyxl.load_workbook(next(folder.glob("*.xlsx")))["about"].iter_rows(values_only=True)
    return str(dict(row[:2] for row in rows)["rights"])


def _in_geojson(folder: Path) -> str:
    return str(json.loads((folder / "events.geojson").read_text(encoding="utf-8"))["rights"])


def _in_graphml(folder: Path) -> str:
    root = ElementTree.parse(next(folder.glob("*.graphml"))).getroot()
    return str(next(e.text for e in root.iter() if e.get("key") == "g_rights"))


READERS = {
    "parquet": _in_parquet,
    "sqlite": _in_sqlite,
    "duckdb": _in_duckdb,
    "xlsx": _in_xlsx,
    "geojson": _in_geojson,
    "graphml": _in_graphml,
}


@pytest.mark.slow
@pytest.mark.parametrize("form", READERS)
def test_every_file_that_can_hold_the_rights_has_them(data: Dataset, tmp_path: Path, form: str) -> None:
    data.export(tmp_path / "out", form)
    assert json.loads(READERS[form](tmp_path / "out")) == data.package.descriptor["rights"]


@pytest.mark.parametrize(("form", "file"), [("jsonld", "iraqmilitias.jsonld"), ("croissant", "croissant.json")])
def test_linked_data_names_who_holds_the_rights_in_which_columns(
    data: Dataset, tmp_path: Path, form: str, file: str
) -> None:
    data.export(tmp_path / "out", form)
    document = json.loads((tmp_path / "out" / file).read_text(encoding="utf-8"))
    described = document["@graph"][0] if "@graph" in document else document
    assert [(u["copyrightHolder"]["name"], u["about"]) for u in described["usageInfo"]] == [
        (right["holder"], right["covers"]) for right in data.package.descriptor["rights"]
    ]
