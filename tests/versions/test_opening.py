"""OLD and NEW by what a person calls them: folders, archives, git revisions; and what is none of those."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import pytest

from iraqmilitias.errors import Error, PackageError
from iraqmilitias.workshop.versions.diff import diff
from iraqmilitias.workshop.versions.open_version import opened

from .conftest import Versions, git


def test_revisions_of_a_package_in_a_subfolder(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(repository / "sets" / "harbour" / "data")
    found = diff("v1", "HEAD")
    assert [(t.name, t.rows[0].cells[0].new) for t in found.tables] == [("ports", "KUW")]
    assert found.old.revision == git(repository, "rev-parse", "v1")


def test_revision_against_a_folder_needs_no_current_folder(repository: Path) -> None:
    package = repository / "sets" / "harbour"
    assert diff("HEAD~1", package).changed
    assert not diff("HEAD", package).changed


def test_zip_and_wheel_are_read_like_their_folder(versions: Versions, tmp_path: Path) -> None:
    for name, prefix in (("set.zip", "top/"), ("set-1.0-py3-none-any.whl", "harbour/_package/")):
        with zipfile.ZipFile(tmp_path / name, "w") as archive:
            for path in versions.old.rglob("*.*"):
                archive.write(path, prefix + str(path.relative_to(versions.old)))
        assert not diff(versions.old, tmp_path / name).changed
    versions.replace("data/ports.csv", "KWT", "KUW")
    assert diff(tmp_path / "set.zip", versions.new).bump == "patch"


@pytest.mark.parametrize("revision", ["no-such-branch", "-x", "--help", "HEAD~99", "", "v1:data"])
def test_rejects_what_is_neither_path_nor_revision(repository: Path, revision: str) -> None:
    with pytest.raises(PackageError, match=r"no such|not a data package"), opened(revision, repository / "sets"):
        pass


def test_rejects_a_revision_outside_of_any_repository(versions: Versions, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(versions.new.parent.parent))
    with pytest.raises(PackageError, match="not a git repository"):
        diff("HEAD", versions.new)


def test_rejects_a_revision_without_a_package(repository: Path) -> None:
    shutil.rmtree(repository / "sets")
    (repository / "x").write_text("x", encoding="utf-8")
    git(repository, "add", "-A")
    git(repository, "commit", "-q", "-m", "three")
    with pytest.raises(PackageError, match=r"has no datapackage\.json"), opened("HEAD", repository):
        pass


def test_rejects_an_unreadable_descriptor_as_a_fault_of_the_data(versions: Versions) -> None:
    (versions.new / "datapackage.json").write_text("{", encoding="utf-8")
    with pytest.raises(Error, match=r"datapackage\.json:1:2: not JSON") as caught:
        diff(versions.old, versions.new)
    assert not isinstance(caught.value, PackageError)


def test_rejects_a_missing_file(versions: Versions) -> None:
    (versions.new / "data" / "ports.csv").unlink()
    with pytest.raises(Error, match=r"data/ports\.csv: no such file"):
        diff(versions.old, versions.new)


def test_a_number_is_a_version_among_the_releases(
    versions: Versions, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    releases = tmp_path / "releases"
    releases.mkdir()
    shutil.make_archive(str(releases / "iraqmilitias-data-7.0.0"), "zip", versions.old)
    monkeypatch.setenv("IRAQMILITIAS_RELEASES", str(releases))
    versions.replace("data/ports.csv", "KWT", "KUW")
    found = diff("7.0.0", versions.new)
    assert (found.old.path, found.bump) == ("7.0.0", "patch")
    with pytest.raises(PackageError, match=r"version 7\.0\.1 is not here"):
        diff("7.0.1", versions.new)
