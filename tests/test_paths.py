"""A path is a name: one law for the paths in a package, and any name for the folders around it."""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterable
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from iraqmilitias.dataset import Dataset
from iraqmilitias.errors import PackageError
from iraqmilitias.package import Package
from iraqmilitias.paths import unsafe
from iraqmilitias.validation import validate

from .conftest import ROOT


def sampled(values: Iterable[str], kept: int) -> list[ParameterSet]:
    """Return parameters of which the quick tier runs so many, spread evenly, and `pytest -m slow` the others."""
    listed = list(values)
    quick = set(range(0, len(listed), -(-len(listed) // kept)))
    return [pytest.param(v, marks=() if i in quick else pytest.mark.slow, id=v) for i, v in enumerate(listed)]


NAMES = [
    *("pkg[12]", "pkg*", "pkg?", "[!a]", "[a-z]*", "**", "{a,b}", "a=1", "year=2020", "it's", 'say "x"', "a b", " led"),
    *("trailing ", "ñandú", "كتائب", "e\u0301", "new\nline", "tab\t", "~", "~root", "$HOME", "%41", "100%", "a:b"),
    *("md:x", "s3:", "file:", "-rf", "--", ".hidden", "a;b", "a|b", "#1", "a&b", "a\\b", "(x)", "`id`", "x" * 250),
    *(
        "\u202eabc",
        "\x7f",
        "\x1b[31m",
        "data.zip",
        ":memory:",
        "null",
        "con",
        "a.duckdb",
        "a.csv.gz",
        "/".join("ab" * 9),
    ),
]
TABLE = {"fields": [{"name": "id", "type": "integer"}, {"name": "word"}], "primaryKey": "id"}


def package(folder: Path, number: int, file: str = "data/t.csv") -> Path:
    """Write a package of one table with one row, which has this number."""
    (folder / file).parent.mkdir(parents=True, exist_ok=True)
    (folder / file).write_text(f"id,word\n{number},w\n", encoding="utf-8")
    resource = {"name": "t", "path": file, "schema": TABLE}
    content = {"name": "p", "version": "1.0.0", "resources": [resource]}
    (folder / "datapackage.json").write_text(json.dumps(content), encoding="utf-8")
    return folder


def numbers(path: Path) -> set[int]:
    """Return the number in the one row by each way that a package is read."""
    data = Dataset(path)
    found = {data.sql("SELECT id FROM t", as_="rows")[0][0], data.rows("t")[0]["id"], int(data.load("t")["id"][0])}
    return found | {data.connect().execute("SELECT sum(id)::INT FROM t").fetchall()[0][0]}


@pytest.mark.parametrize("name", sampled(NAMES, 12))
def test_package_in_a_folder_of_any_name_is_read_by_its_own_bytes(tmp_path: Path, name: str) -> None:
    for number, decoy in enumerate(("pkg1", "pkg2", "a", "b", "x")):
        package(tmp_path / decoy, 100 + number)
    assert numbers(package(tmp_path / name, 7)) == {7}
    assert numbers(tmp_path / "pkg1") == {100}


def test_package_in_a_folder_that_is_not_utf8_is_read(tmp_path: Path) -> None:
    folder = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff\xfe"))
    assert numbers(package(folder, 7)) == {7}


@pytest.mark.parametrize("name", ["pkg[12]", "a=1", "it's", "new\nline", "*"])
def test_zip_under_any_name_and_any_prefix_is_read(tmp_path: Path, name: str) -> None:
    folder = package(tmp_path / "p", 7)
    with zipfile.ZipFile(tmp_path / f"{name}.zip", "w") as archive:
        for path in folder.rglob("*.*"):
            archive.write(path, f"{name}/{path.relative_to(folder)}")
    assert numbers(tmp_path / f"{name}.zip") == {7}


@pytest.mark.parametrize("name", ["cache[1]", "a=1", "it's", "*", "~", "a b ", "\nx", "ñ"])
def test_cache_in_a_folder_of_any_name_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv("IRAQMILITIAS_CACHE", str(tmp_path / name))
    assert numbers(package(tmp_path / "p", 7)) == {7}
    assert len(list((tmp_path / name).iterdir())) == 1
    assert numbers(tmp_path / "p") == {7}


def test_limited_query_reads_a_package_and_cache_with_brackets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IRAQMILITIAS_CACHE", str(tmp_path / "c[1]"))
    package(tmp_path / "pkg1", 1)
    data = Dataset(package(tmp_path / "pkg[12]", 2))
    assert data.sql("SELECT id FROM t", as_="rows", timeout=60) == [(2,)]
    both = data.sql("SELECT d.id, e.id FROM t d, o.t e", as_="rows", timeout=60, beside={"o": tmp_path / "pkg1"})
    assert (
        both
        == [(2, 1)]
        == data.sql("SELECT d.id, e.id FROM data.t d, o.t e", as_="rows", beside={"o": tmp_path / "pkg1"})
    )


def test_temporary_folder_with_brackets_is_left_out(tmp_path: Path) -> None:
    package(tmp_path / "p", 7)
    (tmp_path / "t[1]").mkdir()
    environment = {**os.environ, "TMPDIR": str(tmp_path / "t[1]"), "IRAQMILITIAS_CACHE": str(tmp_path / "c")}
    code = f"import iraqmilitias as im; print(im.open({str(tmp_path / 'p')!r}).sql('from t', as_='rows', timeout=60))"
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("[(7, 'w')]\n", "")


CHARACTERS = st.characters(exclude_characters="/\0", exclude_categories=["Cs"])
FOLDERS = st.text(st.one_of(st.sampled_from("[]*?=!{}'\"%~:;\\ \n-a1"), CHARACTERS), min_size=1, max_size=20)


@pytest.mark.slow
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=FOLDERS.filter(lambda n: n not in (".", "..") and len(n.encode()) < 256), number=st.integers(0, 10**6))
def test_generated_folder_gives_the_numbers_of_its_own_file(tmp_path: Path, name: str, number: int) -> None:
    package(tmp_path / "a1", 10**6 + 1)
    folder = package(tmp_path / "x" / name, number)
    try:
        with (folder / "data" / "t.csv").open(encoding="utf-8") as file:
            own = {int(row["id"]) for row in csv.DictReader(file)}
        assert numbers(folder) == own
    finally:
        shutil.rmtree(tmp_path / "x")


ACCEPTED = [
    *("data/t.csv", "2020:a.csv", " a.csv", "a.csv ", "a b.csv", "a=1/t[1].csv", "t*.csv", "t?.csv", "100%.csv"),
    *(
        "ñ.csv",
        "كتائب.csv",
        "it's.csv",
        ".hidden/t.csv",
        "a/./b.csv",
        "a/b:c.csv",
        "a b:c.csv",
        "$x.csv",
        "x~.csv",
        "..a/b.csv",
    ),
]
REFUSED = [
    *("", "/t.csv", "../t.csv", "a/../../t.csv", "a/..", "~/t.csv", "~t.csv", "C:/t.csv", "c:t.csv", "a\\t.csv"),
    *(
        "http://x/t.csv",
        "file:t.csv",
        "s3://b/t.csv",
        "data:,x",
        "dir:with/t.csv",
        "a\0b",
        "a\nb",
        "a\x7fb",
        "a\x85b",
        "x" * 256,
    ),
    "a/" * 501 + "b",
]


@pytest.mark.sampled(3)
@pytest.mark.parametrize("path", sampled([*ACCEPTED, *REFUSED], 20))
def test_path_has_one_verdict_in_reading_and_in_validating(tmp_path: Path, path: str) -> None:
    package(tmp_path, 7)
    accepted = path in ACCEPTED
    if accepted:
        package(tmp_path, 7, path)
    else:
        descriptor = json.loads((tmp_path / "datapackage.json").read_text(encoding="utf-8"))
        descriptor["resources"][0]["path"] = path
        (tmp_path / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    assert (unsafe(path) is None) == accepted
    codes = {issue.code for issue in validate(tmp_path, crosscheck=False).issues}
    assert ("path-unsafe" in codes) != accepted
    if accepted:
        assert numbers(tmp_path) == {7} and "file-missing" not in codes
    else:
        with pytest.raises(PackageError, match="path"):
            Dataset(tmp_path).load("t")


@pytest.mark.parametrize("path", ["x" * 300, "a\0b", "/proc/1/fdinfo/x/y", "", "no/such"])
def test_path_that_cannot_be_opened_is_a_package_error(path: str) -> None:
    with pytest.raises(PackageError):
        Dataset(path)


def test_pipe_in_place_of_a_table_is_not_read(tmp_path: Path) -> None:
    package(tmp_path, 7)
    (tmp_path / "data" / "t.csv").unlink()
    os.mkfifo(tmp_path / "data" / "t.csv")
    with pytest.raises(PackageError, match="not a regular file"):
        Dataset(tmp_path).load("t")


def test_package_is_found_after_the_current_folder_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(package(tmp_path / "p", 7))
    data = Dataset(".")
    monkeypatch.chdir(tmp_path)
    assert data.sql("SELECT id FROM t", as_="rows") == [(7,)] and data.paths()["t"].is_file()


def test_no_path_of_a_user_is_written_into_sql() -> None:
    """A reader of DuckDB is given only names that database/plain.py made; a new place must be added here, or mended."""
    in_literal = re.compile(r"literal\((str\([^)]*\)|\w*(?:file|path|folder)\w*)")
    owned = [*(ROOT / "src" / "iraqmilitias" / "database").glob("*.py"), *(ROOT / "src" / "iraqmilitias").glob("*.py")]
    places = {
        (path.name, match[1]) for path in owned for match in in_literal.finditer(path.read_text(encoding="utf-8"))
    }
    assert places == {
        ("building.py", "str(file)"),  # read_csv_sql: of files_on_disk
        ("building.py", "str(folder / 'built.duckdb')"),  # _written: of plain_folder
        ("building.py", "str(base)"),  # reordered: beside the target of cache._build
        ("connection.py", "path"),  # open_copies: of plain_copies
        ("results.py", "str(target)"),  # parquet_bytes: of plain_folder
    }


def test_hash_of_a_database_is_of_the_bytes_that_went_in(tmp_path: Path) -> None:
    """The file changes after the package was hashed: the database is kept under what it was made from."""
    from iraqmilitias.database.building import build

    held = Package(package(tmp_path / "p", 1))
    before = held.content_hash()
    package(tmp_path / "p", 2)
    loaded = build(held, tmp_path / "built.duckdb")
    assert loaded != before and loaded == Package(tmp_path / "p").content_hash()
