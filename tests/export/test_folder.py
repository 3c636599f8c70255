"""Where exports go: the same bytes twice, nothing of anybody else's overwritten, a manifest that is true."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from iraqmilitias.dataset import Dataset
from iraqmilitias.errors import MissingExtraError, NotFoundError, PackageError
from iraqmilitias.export import FORMATS, export
from iraqmilitias.package import Package

from .conftest import Made
from .reading import package_cells, read_back

Make = Callable[..., Path]


def contents(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


@pytest.mark.sampled(20)
@pytest.mark.parametrize("form", list(FORMATS))
def test_two_exports_are_byte_identical(data: Dataset, made: Made, tmp_path: Path, form: str) -> None:
    # From another process, with other hash seeds and another time zone, into another folder.
    command = [sys.executable, "-m", "iraqmilitias", "--package", str(data.package.path), "export"]
    environment = {**__import__("os").environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Baghdad"}
    subprocess.run([*command, str(tmp_path / "again"), "--format", form], check=True, env=environment)
    assert contents(tmp_path / "again") == contents(made(form))


@pytest.mark.parametrize("form", list(FORMATS))
@pytest.mark.sampled(9)
def test_manifest_lists_every_file_with_its_size_and_hash(data: Dataset, made: Made, form: str) -> None:
    found = contents(made(form))
    manifest = json.loads(found.pop("manifest.json"))
    assert {e["path"]: (e["bytes"], e["sha256"]) for e in manifest["files"]} == {
        name: (len(content), hashlib.sha256(content).hexdigest()) for name, content in found.items()
    }
    assert manifest["version"] == data.version and manifest["content_sha256"] == data.package.content_hash()
    assert manifest["not_held"] == list(FORMATS[form].lacks) != []


@pytest.mark.parametrize("form", [name for name, form in FORMATS.items() if form.inside])
@pytest.mark.sampled(9)
def test_format_carries_version_and_hash_inside(data: Dataset, made: Made, form: str) -> None:
    import zipfile

    inside = b""
    for name, content in contents(made(form)).items():
        if name == "manifest.json" or name.endswith(".csv"):
            continue
        inside += content
        if name.endswith(".xlsx"):
            with zipfile.ZipFile(made(form) / name) as book:
                inside += book.read("docProps/custom.xml")
    assert data.package.content_hash().encode() in inside and data.version.encode() in inside


@pytest.mark.slow
def test_export_replaces_an_earlier_export(data: Dataset, tmp_path: Path) -> None:
    export(data.package, tmp_path / "out", "r")
    export(data.package, tmp_path / "out", "geojson")
    assert set(contents(tmp_path / "out")) == {
        "events.geojson",
        "facilities.geojson",
        "manifest.json",
        "places.geojson",
    }
    assert [p.name for p in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize("name", ["notes.txt", "read.R", "data/mine.csv", "manifest.json"])
def test_export_rejects_a_folder_with_a_file_of_somebody_else(data: Dataset, tmp_path: Path, name: str) -> None:
    target = tmp_path / "out"
    if name == "read.R":
        export(data.package, target, "r")
    (target / name).parent.mkdir(parents=True, exist_ok=True)
    (target / name).write_text("mine", encoding="utf-8")
    before = contents(target)
    with pytest.raises(PackageError, match=name):
        export(data.package, target, "r")
    assert contents(target) == before and [p.name for p in tmp_path.iterdir()] == ["out"]


def test_export_rejects_a_file_as_folder(data: Dataset, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("mine", encoding="utf-8")
    with pytest.raises(PackageError, match="not a folder"):
        export(data.package, tmp_path / "out", "r")


def test_export_leaves_nothing_when_the_data_do_not_fit(make: Make, tmp_path: Path) -> None:
    folder = make("person_id,age,boss_id,since,paid,rank,pay\na,old,,,,,\n")
    with pytest.raises(PackageError, match=r"people\.csv:2:age: 'old' is not a value of the type integer"):
        export(Package(folder), tmp_path / "out", "parquet")
    assert not (tmp_path / "out").exists() and [p.name for p in tmp_path.iterdir()] == ["package"]


def test_export_rejects_an_unknown_format(data: Dataset, tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="did you mean parquet"):
        export(data.package, tmp_path / "out", "parket")


def test_export_names_the_extra_that_is_missing(data: Dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import importlib.util

    found = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "xlsxwriter" else found(name))
    with pytest.raises(MissingExtraError, match=r"iraqmilitias\[export\]"):
        export(data.package, tmp_path / "out", "xlsx")


@pytest.mark.parametrize(
    ("form", "reason"),
    [
        ("geojson", "no table has latitude and longitude"),
        ("graphml", "no actors and affiliations"),
        ("jsonld", "no claims"),
        ("claimreview", "no conflicts"),
    ],
)
def test_export_rejects_a_package_that_the_format_cannot_take(
    make: Make, tmp_path: Path, form: str, reason: str
) -> None:
    with pytest.raises(PackageError, match=reason):
        export(Package(make()), tmp_path / "out", form)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("form", [n for n, f in FORMATS.items() if f.whole])
def test_export_accepts_any_package(make: Make, tmp_path: Path, form: str) -> None:
    package = Package(make())
    export(package, tmp_path / "out", form)
    assert read_back(package, tmp_path / "out", form) == package_cells(package)


@pytest.mark.slow
def test_command_tells_what_the_format_does_not_hold(data: Dataset, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "iraqmilitias", "export", str(tmp_path / "out")]
    done = subprocess.run(
        [*command, "--format", "geojson", "--format", "graphml"], capture_output=True, encoding="utf-8"
    )
    assert done.returncode == 0
    for form in ("geojson", "graphml"):
        assert (tmp_path / "out" / form / "manifest.json").is_file()
        assert all(lack in done.stderr for lack in FORMATS[form].lacks)
    assert "sha256:" in done.stdout
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "notes.txt").write_text("mine", encoding="utf-8")
    refused = subprocess.run([*command[:-1], str(mine), "--format", "csv"], capture_output=True, encoding="utf-8")
    assert refused.returncode == 2 and "notes.txt is not from an export" in refused.stderr


@pytest.mark.sampled(6)
@pytest.mark.skipif(sys.platform == "win32", reason="limits of POSIX")
@pytest.mark.parametrize("form", list(FORMATS))
def test_export_on_a_full_disk_says_so_and_leaves_the_earlier_one(
    made: Made, tmp_path: Path, cache: Path, form: str
) -> None:
    target = tmp_path / "out"
    shutil.copytree(made("r"), target)
    before = contents(target)
    full = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (3000, 3000)); "
    command = [sys.executable, "-c", full + "from iraqmilitias.cli import main; main()"]
    done = subprocess.run(
        [*command, "export", str(target), "--format", form], capture_output=True, encoding="utf-8", timeout=120
    )
    assert (done.returncode, done.stdout) == (2, "") and done.stderr.startswith("error: "), done.stderr
    assert "Traceback" not in done.stderr and contents(target) == before
    assert [p.name for p in tmp_path.iterdir()] == ["out"]
