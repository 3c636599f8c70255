"""A version is found by its number, and read beside another."""

from __future__ import annotations

import json
import shutil
import zipfile
from pathlib import Path

import pytest

import iraqmilitias as im
from iraqmilitias.dataset import Dataset
from iraqmilitias.errors import PackageError, QueryError

from ..contributions.editing import copy_package
from ..freeze import FROZEN


@pytest.fixture(scope="module")
def older(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a release 0.0.9 as a zip: one figure less."""
    folder = tmp_path_factory.mktemp("releases")
    copy = copy_package(folder / "copy")
    descriptor = json.loads((FROZEN / "datapackage.json").read_text(encoding="utf-8"))
    descriptor["version"] = "0.0.9"
    (copy / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    figures = copy / "data" / "figures.csv"
    lines = figures.read_text(encoding="utf-8").splitlines(keepends=True)
    figures.write_text("".join(lines[:-1]), encoding="utf-8", newline="\n")
    with zipfile.ZipFile(folder / "iraqmilitias-data-0.0.9.zip", "w") as archive:
        for path in sorted(p for p in copy.rglob("*") if p.is_file()):
            archive.write(path, path.relative_to(copy).as_posix())
    shutil.rmtree(copy)
    return folder


@pytest.mark.parametrize("asked", ["0.0.9", "v0.0.9"])
def test_version_is_opened_by_its_number(older: Path, monkeypatch: pytest.MonkeyPatch, asked: str) -> None:
    monkeypatch.setenv("IRAQMILITIAS_RELEASES", str(older))
    assert im.open(asked).version == "0.0.9"


def test_installed_version_is_opened_by_its_number() -> None:
    assert im.open(im.__version__).version == im.__version__


def test_unknown_version_says_which_there_are(older: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IRAQMILITIAS_RELEASES", str(older))
    with pytest.raises(PackageError, match=r"version 7\.1\.2 is not here \(here: 0\.0\.9, .*pip download"):
        im.open("7.1.2")
    with pytest.raises(PackageError, match="no such file or folder"):
        im.open("nowhere")
    monkeypatch.setenv("IRAQMILITIAS_RELEASES", str(older / "none"))
    with pytest.raises(PackageError, match="no such folder"):
        im.open("7.1.2")


@pytest.mark.slow
@pytest.mark.parametrize("timeout", [None, 20])
def test_two_versions_stand_side_by_side(data: Dataset, older: Path, timeout: float | None) -> None:
    old = older / "iraqmilitias-data-0.0.9.zip"
    rows = data.sql(
        "SELECT figure_id FROM figures EXCEPT SELECT figure_id FROM old.figures",
        as_="rows",
        beside={"old": old},
        timeout=timeout,
    )
    assert len(rows) == 1


def test_the_same_data_twice_stand_side_by_side(data: Dataset) -> None:
    with data.connect(old=data) as connection:
        found = connection.sql("SELECT count(*) FROM figures JOIN old.figures o USING (figure_id)").fetchall()
        assert found[0][0] == len(data.load("figures"))
        with pytest.raises(Exception, match=r"(?i)disabled|lock|permission"):
            connection.execute("ATTACH ':memory:' AS more; COPY figures TO 'figures.csv'")


@pytest.mark.parametrize("name", ["data", "temp", "a b", "x;y", ""])
def test_name_that_cannot_be_used_is_refused(data: Dataset, name: str) -> None:
    with pytest.raises(QueryError, match="cannot name a version"):
        data.sql("SELECT 1", beside={name: data})
