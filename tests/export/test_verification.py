"""An export is verified by making it again: every format, as a folder and as one file, whole and with bytes changed."""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from contextlib import closing
from pathlib import Path
from typing import Any

import duckdb
import pytest

from iraqmilitias.dataset import Dataset
from iraqmilitias.export import FORMATS, export
from iraqmilitias.recorded_hashes import Verdict

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


def test_export_rejects_a_file_that_is_nested_too_deep(small: Dataset, tmp_path: Path) -> None:
    (tmp_path / "x.geojson").write_text("[" * 100_000, encoding="utf-8")
    (problem,) = small.verify(tmp_path / "x.geojson").problems
    assert "cannot be read as geojson" in problem


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


@pytest.mark.sampled(3)
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


OTHER = b"v0.0.1"  # a DuckDB that never was, as long as the name of this one


def other_duckdb(form: str, path: Path) -> None:
    """Change the version of DuckDB that a file names as its writer to another of the same length."""
    content, here = path.read_bytes(), f"v{duckdb.__version__}".encode()
    assert content.count(here) and len(here) == len(OTHER)
    path.write_bytes(content.replace(here, OTHER))
    if form == "duckdb":
        with_checksum(path)


def with_checksum(path: Path) -> None:
    """Make the checksum of a DuckDB file's first header fit its 4,088 bytes."""
    content = bytearray(path.read_bytes())
    total, most = 5381, (1 << 64) - 1
    for at in range(8, 4096, 8):
        total ^= int.from_bytes(content[at : at + 8], "little") * 0xBF58476D1CE4E5B9 & most
    content[:8] = total.to_bytes(8, "little")
    path.write_bytes(content)


@pytest.mark.sampled(2)
@pytest.mark.parametrize("form", ["parquet", "duckdb"])
def test_file_of_another_duckdb_is_refused_with_the_version_that_can_check_it(
    small: Dataset, exports: Path, form: str, tmp_path: Path
) -> None:
    root = exported(small, exports, form, tmp_path / form)
    for path in root.glob(f"*.{form}"):
        other_duckdb(form, path)
    sign_again(root)
    (why,) = small.verify(root).problems
    assert "written by DuckDB v0.0.1" in why and "duckdb==0.0.1" in why and "was changed" not in why
    path = main_file(root)
    (alone,) = small.verify(path).problems
    assert alone.startswith(f"{path.name}: written by DuckDB v0.0.1")
    assert (
        duckdb.sql(f"SELECT 1 FROM '{path}' LIMIT 1")
        if form == "parquet"
        else duckdb.connect(str(path)).close() is None
    )


def other_sqlite(path: Path) -> None:
    """Change the version of SQLite that a file names as its last writer."""
    content = bytearray(path.read_bytes())
    content[96:100] = (3_000_000).to_bytes(4, "big")
    path.write_bytes(content)


def test_file_of_another_sqlite_verifies(small: Dataset, exports: Path, tmp_path: Path) -> None:
    root = exported(small, exports, "sqlite", tmp_path / "sqlite")
    path = main_file(root)
    other_sqlite(path)
    sign_again(root)
    for verdict in (small.verify(root), small.verify(path)):
        assert verdict.valid and "written by SQLite 3000000" in verdict.checked


def test_file_of_another_sqlite_is_refused_where_its_index_was_changed(
    small: Dataset, exports: Path, tmp_path: Path
) -> None:
    root = exported(small, exports, "sqlite", tmp_path / "sqlite")
    path = main_file(root)
    query = "SELECT name FROM actors WHERE actor_id = ?"
    with closing(sqlite3.connect(path)) as base:
        (page_size,), (page,) = (
            base.execute(sql).fetchone()
            for sql in (
                "PRAGMA page_size",
                "SELECT rootpage FROM sqlite_master WHERE name = 'sqlite_autoindex_actors_1'",
            )
        )
        first, second = (
            row[0] for row in base.execute("SELECT actor_id FROM actors ORDER BY rowid LIMIT 3").fetchall()[1:]
        )
        before = base.execute(query, [first]).fetchall()
    content = bytearray(path.read_bytes())
    start = (page - 1) * page_size
    # An entry of the index is the key and, behind it, the number of its row, in one byte here.
    places = [content.index(key.encode(), start, start + page_size) + len(key) for key in (first, second)]
    content[places[0]], content[places[1]] = content[places[1]], content[places[0]]
    path.write_bytes(content)
    other_sqlite(path)
    sign_again(root)
    with closing(sqlite3.connect(path)) as base:
        assert base.execute(query, [first]).fetchall() != before
    for what in (root, path):
        assert "indexes were changed" in " ".join(small.verify(what).problems)


@pytest.mark.sampled(2)
@pytest.mark.parametrize(
    "change",
    [
        "UPDATE actors SET name = name || '!' WHERE rowid = 1",
        "CREATE VIEW killed AS SELECT 9999 AS killed",
        "CREATE INDEX more ON actors (name)",
        "PRAGMA user_version = 1",
    ],
)
def test_file_of_another_sqlite_is_refused_where_it_says_something_else(
    small: Dataset, exports: Path, tmp_path: Path, change: str
) -> None:
    root = exported(small, exports, "sqlite", tmp_path / "sqlite")
    path = main_file(root)
    with closing(sqlite3.connect(path)) as base:
        base.execute(change)
        base.commit()
    other_sqlite(path)
    sign_again(root)
    assert not small.verify(root).valid and not small.verify(path).valid


SECRET = "TOP-SECRET-42"
ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT"


@pytest.mark.parametrize("value", [f"({ENDLESS} count(*)::VARCHAR FROM n)", "(SELECT content FROM read_text({}))"])
def test_view_in_a_duckdb_file_of_somebody_else_is_not_run(small: Dataset, tmp_path: Path, value: str) -> None:
    (tmp_path / "secret").write_text(SECRET, encoding="utf-8")
    value = value.replace("{}", f"'{tmp_path / 'secret'}'")
    with duckdb.connect(str(tmp_path / "h.duckdb")) as connection:
        facts = f"unnest(['version', 'content_sha256']) AS key, unnest([{value}, 'x']) AS value"
        connection.execute(f"CREATE VIEW package_metadata AS SELECT {facts}")
    verdict = small.verify(tmp_path / "h.duckdb")
    assert not verdict.valid and "no version" in verdict.problems[0] and SECRET not in str(verdict)


@pytest.mark.parametrize(
    "definition",
    [
        f"CREATE VIEW package_metadata AS {ENDLESS} 'version' AS key, count(*) AS value FROM n",
        "CREATE TABLE package_metadata (key TEXT, value TEXT AS (hex(zeroblob(400000000))))",
    ],
)
def test_definition_in_a_sqlite_file_of_somebody_else_is_not_run(
    small: Dataset, tmp_path: Path, definition: str
) -> None:
    with closing(sqlite3.connect(tmp_path / "h.sqlite")) as base:
        base.execute(definition)
        base.commit()
    verdict = small.verify(tmp_path / "h.sqlite")
    assert not verdict.valid and "no version" in verdict.problems[0]


def test_database_with_a_log_beside_it_is_refused(small: Dataset, exports: Path, tmp_path: Path) -> None:
    for form, end in (("sqlite", "-journal"), ("sqlite", "-wal"), ("duckdb", ".wal")):
        root = exported(small, exports, form, tmp_path / f"{form}{end}")
        path = main_file(root)
        log = path.with_name(path.name + end)
        log.write_bytes(b"")
        for what in (root, path):
            assert not small.verify(what).valid
        assert log.name in small.verify(path).problems[0]
        log.unlink()
        assert small.verify(path).valid


@pytest.mark.sampled(2)
@pytest.mark.parametrize("prefix", ["", "inside/"])
@pytest.mark.parametrize("form", ["csv", "r"])
def test_archive_of_an_export_is_checked_as_its_folder(
    small: Dataset, exports: Path, form: str, prefix: str, tmp_path: Path
) -> None:
    root = exported(small, exports, form, tmp_path / form)

    def archived() -> Verdict:
        with zipfile.ZipFile(tmp_path / "out.zip", "w") as archive:
            for path in (p for p in root.rglob("*") if p.is_file()):
                archive.write(path, f"{prefix}{path.relative_to(root).as_posix()}")
        return small.verify(tmp_path / "out.zip")

    assert archived().valid
    flip(next(root.rglob("actors.csv")), -20)
    assert not archived().valid
    sign_again(root)
    assert "its bytes are not those of this version’s export" in " ".join(archived().problems)


def test_archive_of_an_export_is_refused_with_files_that_its_folder_would_not_have(
    small: Dataset, exports: Path, tmp_path: Path
) -> None:
    root = exported(small, exports, "csv", tmp_path / "csv")
    for name, why in (("more.csv", "not in the folder"), ("../actors.csv", "leads out of the archive")):
        with zipfile.ZipFile(tmp_path / "out.zip", "w") as archive:
            for path in (p for p in root.rglob("*") if p.is_file()):
                archive.write(path, f"inside/{path.relative_to(root).as_posix()}")
            archive.writestr(name, b"a\n")
        assert f"{name}: " in (told := " ".join(small.verify(tmp_path / "out.zip").problems)) and why in told
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(tmp_path / "out.zip", "w") as archive:
        archive.write(root / "manifest.json", "manifest.json")
        archive.writestr("actors.csv", b"a\n")
        archive.write(root / "actors.csv", "actors.csv")
    assert "actors.csv: is in the archive 2 times" in small.verify(tmp_path / "out.zip").problems


def test_export_is_made_again_where_a_list_of_hashes_in_it_is_named(
    small: Dataset, exports: Path, tmp_path: Path
) -> None:
    root = exported(small, exports, "csv", tmp_path / "csv")
    flip(root / "actors.csv", -20)
    sign_again(root)
    names = sorted(p.name for p in root.iterdir())
    sums = (f"{hashlib.sha256((root / name).read_bytes()).hexdigest()}  {name}\n" for name in names)
    (root / "SHA256SUMS").write_text("".join(sums), encoding="utf-8", newline="\n")
    for name in ("SHA256SUMS", "manifest.json"):
        assert "actors.csv: its bytes" in " ".join(small.verify(root / name).problems)


@pytest.mark.slow
@pytest.mark.parametrize("form", ["xlsx", "croissant", "claimreview"])
def test_export_verifies_at_the_time_that_was_set_for_it(
    small: Dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    small = package_of(form, small)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    export(small.package, tmp_path / "set", form)
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    export(small.package, tmp_path / "not", form)
    assert main_file(tmp_path / "set").read_bytes() != main_file(tmp_path / "not").read_bytes()
    for epoch in (None, "86400"):
        if epoch:
            monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
        for what in (tmp_path / "set", main_file(tmp_path / "set")):
            verdict = small.verify(what)
            assert verdict.valid and "dated 2023-11-14" in verdict.checked
        assert small.verify(tmp_path / "not").valid and "dated" not in small.verify(tmp_path / "not").checked


@pytest.mark.sampled(3)
@pytest.mark.parametrize("graph", [[], [{"@type": "ClaimReview"}], [{"@type": "ClaimReview", "datePublished": "soon"}]])
def test_export_rejects_reviews_without_a_day(tmp_path: Path, graph: list[dict[str, str]]) -> None:
    data = Dataset(FROZEN)
    export(data.package, tmp_path / "out", "claimreview")
    path = main_file(tmp_path / "out")
    head = json.loads(path.read_text(encoding="utf-8"))["@graph"][0]
    path.write_text(json.dumps({"@graph": [head, *graph]}), encoding="utf-8")
    sign_again(tmp_path / "out")
    assert "its bytes are not those" in " ".join(data.verify(path).problems)
