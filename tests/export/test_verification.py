"""An export is verified by making it again: every format, as a folder and as one file, whole and with bytes changed."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from iraqmilitias.dataset import Dataset
from iraqmilitias.export import FORMATS, export

from ..conftest import ROOT
from ..freeze import FROZEN

PACKAGE = ROOT / "tests" / "steady" / "package"
CARRY_NONE = {"csv"}  # files that tell their version only by the manifest beside them
QUICK = {"sqlite", "csv", "r"}
FORMS = [f if f in QUICK else pytest.param(f, marks=pytest.mark.slow) for f in FORMATS]


@pytest.fixture(scope="module")
def small(cache: object) -> Dataset:
    return Dataset(PACKAGE)


@pytest.fixture(scope="module")
def exports(small: Dataset, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("exports")


def package_of(form: str, small: Dataset) -> Dataset:
    """Return the small package, or the data where the small one has nothing to put in a format."""
    return Dataset(FROZEN) if form in ("geojson", "jsonld", "claimreview") else small


def exported(small: Dataset, exports: Path, form: str, target: Path) -> Path:
    """Return a copy of the package in a format, that a test may damage."""
    if not (exports / form).exists():
        export(small.package, exports / form, form)
    shutil.copytree(exports / form, target)
    return target


def main_file(root: Path) -> Path:
    """Return the largest file at the top of an export that carries a version."""
    return max((p for p in root.iterdir() if p.is_file() and p.name != "manifest.json"), key=lambda p: p.stat().st_size)


def flip(path: Path, at: int) -> None:
    content = bytearray(path.read_bytes())
    content[at] ^= 1
    path.write_bytes(content)


def sign_again(root: Path) -> None:
    """Make the manifest fit the files, as somebody would who changed one on purpose."""
    path = root / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    for entry in manifest["files"]:
        content = (root / entry["path"]).read_bytes()
        entry |= {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    path.write_text(json.dumps(manifest), encoding="utf-8")


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.sampled(4)
def test_export_accepts_as_a_folder_a_manifest_and_one_file(
    small: Dataset, exports: Path, form: str, tmp_path: Path
) -> None:
    small = package_of(form, small)
    root = exported(small, exports, form, tmp_path / form)
    for path in (root, root / "manifest.json", main_file(root)):
        assert small.verify(path).valid, path
    alone = shutil.copy(main_file(root), tmp_path)
    assert small.verify(alone).valid == (form not in CARRY_NONE)


@pytest.mark.sampled(20, rest="full")
@pytest.mark.parametrize("form", FORMS)
def test_export_rejects_a_changed_byte_even_where_the_manifest_was_made_to_fit(
    small: Dataset, exports: Path, form: str, tmp_path: Path
) -> None:
    small = package_of(form, small)
    root = exported(small, exports, form, tmp_path / form)
    path = main_file(root)
    size, alone = path.stat().st_size, tmp_path / "alone"
    alone.mkdir()
    for place in (size // 3, size // 2, size - 20):
        flip(path, place)
        for what in (root, root / "manifest.json", path, Path(shutil.copy(path, alone))):
            assert not small.verify(what).valid, (place, what)
        before = (root / "manifest.json").read_bytes()
        sign_again(root)
        assert not small.verify(root).valid and not small.verify(path).valid
        (root / "manifest.json").write_bytes(before)
        flip(path, place)
    assert small.verify(root).valid


def test_export_rejects_another_hash_version_or_name_in_its_manifest(
    small: Dataset, exports: Path, tmp_path: Path
) -> None:
    root = exported(small, exports, "r", tmp_path / "r")
    manifest = json.loads((root / "manifest.json").read_text(encoding="utf-8"))
    for change, word in (
        ({"content_sha256": "0" * 64}, "content hash"),
        ({"version": "9.9.9"}, "version 9.9.9 is not on this machine"),
        ({"name": "palmerpenguins"}, "an export of palmerpenguins"),
        ({"format": "csv"}, "no such file"),
    ):
        (root / "manifest.json").write_text(json.dumps({**manifest, **change}), encoding="utf-8")
        assert word in " ".join(small.verify(root).problems)


def test_export_rejects_a_missing_and_an_added_file(small: Dataset, exports: Path, tmp_path: Path) -> None:
    root = exported(small, exports, "csv", tmp_path / "csv")
    (root / "more.csv").write_text("a\n", encoding="utf-8")
    assert "more.csv: not listed" in " ".join(small.verify(root).problems)
    (root / "more.csv").unlink()
    (root / "actors.csv").unlink()
    assert "actors.csv: missing" in " ".join(small.verify(root).problems)


def test_export_rejects_a_file_that_is_none(small: Dataset, tmp_path: Path) -> None:
    for name in ("x.parquet", "x.sqlite", "x.duckdb", "x.xlsx", "x.geojson", "x.graphml", "x.jsonld", "x.csv"):
        (tmp_path / name).write_bytes(b"nothing of ours")
        verdict = small.verify(tmp_path / name)
        assert not verdict.valid and name in verdict.problems[0]


def test_file_of_the_package_is_known_by_its_bytes(small: Dataset, tmp_path: Path) -> None:
    copy = Path(shutil.copy(PACKAGE / "data" / "actors.csv", tmp_path))
    assert "data/actors.csv of version" in small.verify(copy).checked
    flip(copy, 40)
    assert not small.verify(copy).valid


@pytest.mark.slow
def test_verify_of_an_export_exits_with_1_where_a_byte_was_changed(
    small: Dataset, exports: Path, tmp_path: Path
) -> None:
    root = exported(small, exports, "parquet", tmp_path / "parquet")
    command = [sys.executable, "-m", "iraqmilitias", "--package", str(PACKAGE), "verify", str(root)]
    assert subprocess.run(command, capture_output=True).returncode == 0
    flip(root / "actors.parquet", 200)
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 1 and "actors.parquet" in done.stdout and "not verified" in done.stdout
