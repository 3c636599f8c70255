"""Exports of data packages of others: names that are taken, parts of the descriptor that are no lists, a full disk."""

from __future__ import annotations

import gc
import json
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from iraqmilitias.dataset import Dataset
from iraqmilitias.errors import Error, PackageError
from iraqmilitias.export import export
from iraqmilitias.export.context import opened
from iraqmilitias.export.xlsx import write as write_workbook
from iraqmilitias.package import Package

from ..test_packages_of_others import change, frozen, package

__all__ = ["frozen"]  # a fixture

BOATS = {"boats": ("id:i name:s", "1,a\n")}


def described(folder: Path, **changes: Any) -> Package:
    """Write a package of one table whose descriptor, or whose resource, has these properties too."""
    package(folder, BOATS)
    descriptor = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    descriptor["resources"][0].update(changes.pop("resource", {}))
    (folder / "datapackage.json").write_text(json.dumps({**descriptor, **changes}), encoding="utf-8")
    (folder / "boats.csv").rename(folder / descriptor["resources"][0]["path"])
    return Package(folder)


@pytest.mark.parametrize("path", ["read.R", "READ.r", "./read.R", "manifest.json", ".iraqmilitias-x.csv"])
def test_file_of_a_table_that_the_export_would_overwrite_is_refused(tmp_path: Path, path: str) -> None:
    made = described(tmp_path / "p", resource={"path": path, "format": "csv"})
    with pytest.raises(PackageError, match="an export writes a file of its own under this name"):
        export(made, tmp_path / "out", "r")
    assert not (tmp_path / "out").exists()


def test_file_named_as_that_of_another_export_is_copied(tmp_path: Path) -> None:
    made = described(tmp_path / "p", resource={"path": "read.R", "format": "csv"})
    manifest = export(made, tmp_path / "out", "croissant")
    assert [entry["path"] for entry in manifest["files"]] == ["croissant.json", "read.R"]
    assert (tmp_path / "out" / "read.R").read_text(encoding="utf-8") == "id,name\n1,a\n"


@pytest.mark.parametrize("stated", [None, 5, "boats", {"a": 1}, ["boats", 5]])
def test_keywords_and_rights_that_are_no_list_are_left_out(tmp_path: Path, stated: Any) -> None:
    made = described(tmp_path / "p", keywords=stated, rights=[{"covers": stated, "holder": "A"}])
    export(made, tmp_path / "out", "croissant")
    content = json.loads((tmp_path / "out" / "croissant.json").read_text(encoding="utf-8"))
    kept = ["boats"] if isinstance(stated, list) else None
    assert content.get("keywords") == kept and content["usageInfo"][0].get("about") == kept


def test_tables_whose_names_a_workbook_takes_for_one_have_a_sheet_each(tmp_path: Path) -> None:
    names = ["a.b", "a-b", "A_b", "dictionary"]
    made = Package(package(tmp_path / "p", dict.fromkeys(names, ("id:i", "1\n"))))
    export(made, tmp_path / "out", "xlsx")
    with zipfile.ZipFile(tmp_path / "out" / "boats.xlsx") as book:
        tables = [book.read(n).decode("utf-8") for n in book.namelist() if n.startswith("xl/tables/")]
    assert len({text.partition(' displayName="')[2].partition('"')[0].casefold() for text in tables}) == len(names) + 2


@pytest.mark.slow
def test_workbook_on_a_full_disk_is_one_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = Package(package(tmp_path / "p", {"boats": ("id:i name:s", "".join(f"{i},x{i}\n" for i in range(20_000)))}))
    later: list[Any] = []
    monkeypatch.setattr(sys, "unraisablehook", later.append)
    (tmp_path / "boats.xlsx").symlink_to("/dev/full")
    with opened(made) as context, pytest.raises((OSError, Error)):
        write_workbook(context, tmp_path)
    gc.collect()
    assert later == []


def test_table_named_as_our_view_is_exported_and_described_as_the_table_that_it_is(tmp_path: Path) -> None:
    made = Package(package(tmp_path / "p", {"claims": ("id:i", "1\n")}))
    export(made, tmp_path / "sqlite", "sqlite")
    export(made, tmp_path / "xlsx", "xlsx")
    with zipfile.ZipFile(tmp_path / "xlsx" / "boats.xlsx") as book:
        assert "One row is one figure, statement" not in book.read("xl/sharedStrings.xml").decode("utf-8")


@pytest.mark.parametrize("form", ["sqlite", "duckdb"])
def test_table_named_as_the_one_that_an_export_adds_is_refused_by_name(tmp_path: Path, form: str) -> None:
    made = Package(package(tmp_path / "p", {"Package_Metadata": ("id:i", "1\n")}))
    with pytest.raises(PackageError, match="Package_Metadata: the export has a table package_metadata of its own"):
        export(made, tmp_path / "out", form)
    export(made, tmp_path / "parquet", "parquet")


def test_report_without_a_line_is_in_json_ld_with_its_article(frozen: Path, tmp_path: Path) -> None:
    def optional(content: Any) -> None:
        next(f for f in content["fields"] if f["name"] == "line")["constraints"] = {}
        content["foreignKeys"] = [k for k in content["foreignKeys"] if "line" not in k["fields"]]

    first = {"rep-0001": ""}
    change(frozen, "event_reports", optional, lambda row: row.update(line=first.get(row["report_id"], row["line"])))
    export(Package(frozen), tmp_path / "out", "jsonld")
    graph = json.loads((tmp_path / "out" / "iraqmilitias.jsonld").read_text(encoding="utf-8"))["@graph"]
    claim = next(node for node in graph if node.get("identifier") == "rep-0001")
    article = claim["appearance"]["@id"]
    assert claim["prov:wasDerivedFrom"] == {"@id": article}


def test_coordinates_that_are_text_are_no_points_and_a_key_may_be_a_day_or_a_coordinate(tmp_path: Path) -> None:
    text = Package(package(tmp_path / "p", {"t": ("id:i latitude:s longitude:s", "1,N 5,E 5\n")}))
    with pytest.raises(PackageError, match="no table has latitude and longitude"):
        export(text, tmp_path / "out", "geojson")
    for name, (columns, row, key) in {
        "at": ("at:dt latitude:i longitude:i", "2020-01-01T10:00:00,5,6\n", "2020-01-01T10:00:00"),
        "latitude": ("latitude:i longitude:i", "5,6\n", 5),
    }.items():
        export(Package(package(tmp_path / name, {"t": (columns, row)})), tmp_path / f"{name}-out", "geojson")
        (feature,) = json.loads((tmp_path / f"{name}-out" / "t.geojson").read_text(encoding="utf-8"))["features"]
        assert (feature["geometry"]["coordinates"], feature["id"]) == ([6, 5], key)


def test_export_of_other_data_is_not_verified_in_whole_sentences(tmp_path: Path, data: Dataset) -> None:
    others = Dataset(package(tmp_path / "p", BOATS))
    export(others.package, tmp_path / "out", "csv")
    for path in (tmp_path / "out", tmp_path / "out" / "boats.csv"):
        verdict = data.verify(path)
        assert not verdict.valid and verdict.checked.endswith(", against manifest.json")
        assert others.verify(path).checked.endswith("against manifest.json and made again as csv from version 1.0.0")
    assert data.verify(tmp_path / "out").checked.startswith("1 file, ")
