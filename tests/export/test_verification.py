"""An export is verified by making it again: every format, as a folder and as one file, whole and with bytes changed."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import duckdb
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


@pytest.mark.parametrize(
    "change",
    [
        {"rights": [{"title": "All of it is free"}]},
        {"licenses": [{"name": "CC0-1.0"}]},
        {"not_held": []},
        {"not_held": ["nothing"]},
        {"more": "9,999 were killed"},
        {"files": 1},
    ],
    ids=str,
)
def test_export_rejects_a_manifest_that_says_something_else(
    small: Dataset, exports: Path, tmp_path: Path, change: dict[str, Any]
) -> None:
    root = exported(small, exports, "csv", tmp_path / "csv")
    manifest = json.loads((root / "manifest.json").read_text(encoding="utf-8"))
    if "files" in change:
        manifest["files"][0]["bytes"] += 1
    else:
        assert manifest.get(next(iter(change))) != next(iter(change.values()))
        manifest |= change
    (root / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    assert not small.verify(root).valid and not small.verify(root / "manifest.json").valid


def test_export_from_another_sqlite_verifies_by_its_manifest(small: Dataset, exports: Path, tmp_path: Path) -> None:
    root = exported(small, exports, "sqlite", tmp_path / "sqlite")
    manifest = json.loads((root / "manifest.json").read_text(encoding="utf-8"))
    (root / "manifest.json").write_text(json.dumps({**manifest, "sqlite": "3.0.0"}), encoding="utf-8")
    assert small.verify(root).valid


def test_export_with_a_list_of_hashes_of_somebody_else_is_checked_by_both(
    small: Dataset, exports: Path, tmp_path: Path
) -> None:
    root = exported(small, exports, "csv", tmp_path / "csv")
    (root / "more.csv").write_bytes(b"a")
    (root / "SHA256SUMS").write_text(f"{hashlib.sha256(b'a').hexdigest()}  more.csv\n", encoding="utf-8")
    assert small.verify(root).valid
    (root / "yet.csv").write_text("a\n", encoding="utf-8")
    assert "yet.csv: not listed in SHA256SUMS or manifest.json" in small.verify(root).problems
    (root / "yet.csv").unlink()
    flip(root / "actors.csv", 40)
    assert "actors.csv: its bytes" in " ".join(small.verify(root).problems)


def test_only_compiled_modules_need_not_be_listed(small: Dataset, exports: Path, tmp_path: Path) -> None:
    root = exported(small, exports, "csv", tmp_path / "csv")
    (root / "__pycache__").mkdir()
    (root / "__pycache__" / "x.cpython-311.pyc").write_bytes(b"compiled")
    assert small.verify(root).valid
    (root / "__pycache__" / "more.csv").write_text("a\n", encoding="utf-8")
    assert "__pycache__/more.csv: not listed in manifest.json" in small.verify(root).problems


def test_duckdb_of_another_version_is_compared_by_what_it_says(
    small: Dataset, exports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = exported(small, exports, "duckdb", tmp_path / "duckdb")
    path = main_file(root)
    monkeypatch.setattr("iraqmilitias.export.verification._writer", lambda _form, file: str(file.parent == root))

    def changed(*statements: str) -> bool:
        copy = Path(shutil.copy(path, root / "copy.duckdb"))
        with duckdb.connect(str(copy)) as connection:
            for statement in statements:
                connection.execute(statement)
        shutil.move(copy, path)
        sign_again(root)
        return small.verify(root).valid

    with duckdb.connect(str(path), read_only=True) as connection:
        views = "SELECT view_name FROM duckdb_views() WHERE NOT internal ORDER BY 1"
        comments = "SELECT table_name, comment FROM duckdb_tables() WHERE comment IS NOT NULL ORDER BY 1"
        ((view,), *_), ((table, comment), *_) = (connection.execute(q).fetchall() for q in (views, comments))
    said = "'" + comment.replace("'", "''") + "'"
    assert changed("SELECT 1")
    assert not changed(f"COMMENT ON TABLE {table} IS 'something else'")
    assert changed(f"COMMENT ON TABLE {table} IS {said}")
    assert not changed("CREATE MACRO killed() AS 9999")
    assert changed("DROP MACRO killed")
    assert not changed("CREATE OR REPLACE MACRO types_exclude(one_type, other_type) AS false")
    shutil.copy(main_file(exports / "duckdb"), path)
    assert changed("SELECT 1")
    assert not changed(f"CREATE OR REPLACE VIEW {view} AS SELECT 1 AS other")
