"""A data package on disk or in a zip."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from iraqmilitias.errors import NotFoundError, PackageError
from iraqmilitias.package import Package
from iraqmilitias.validation import validate

Make = Callable[..., Path]


def zipped(folder: Path, prefix: str = "") -> Path:
    target = folder.with_suffix(".zip")
    with zipfile.ZipFile(target, "w") as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                archive.write(path, prefix + path.relative_to(folder).as_posix())
    return target


def test_package_accepts_a_folder_a_descriptor_and_a_zip(make: Make) -> None:
    folder = make()
    for path in (folder, folder / "datapackage.json", zipped(folder), zipped(folder, "inner/")):
        package = Package(path)
        assert (package.name, package.version, list(package.tables)) == ("small", "1.2.3", ["people"])
        assert package.read_bytes("data/people.csv").startswith(b"person_id,")


def test_content_hash_is_the_same_in_a_folder_and_in_a_zip(make: Make) -> None:
    folder = make()
    assert Package(folder).content_hash() == Package(zipped(folder)).content_hash()


def test_content_hash_changes_with_one_cell(make: Make) -> None:
    before = Package(make()).content_hash()
    assert Package(make("person_id,age,boss_id,since,paid,rank,pay\na,51,,,,,\n")).content_hash() != before


def test_content_hash_ignores_what_a_build_stamps(make: Make) -> None:
    before = Package(make()).content_hash()
    folder = make()
    text = (folder / "datapackage.json").read_text(encoding="utf-8")
    stamped = text.replace('"path": "data/people.csv"', '"path": "data/people.csv", "bytes": 9, "hash": "sha256:00"')
    (folder / "datapackage.json").write_text(stamped, encoding="utf-8")
    assert Package(folder).content_hash() == before


@pytest.mark.parametrize(
    "path",
    [
        "/etc/passwd",
        "../x.csv",
        "a/../../x.csv",
        "~/x.csv",
        "C:/x.csv",
        "a\\b.csv",
        "http://x/y.csv",
        "",
        "a\x00b",
    ],
)
def test_package_rejects_a_path_that_leaves_it(make: Make, path: str) -> None:
    with pytest.raises(PackageError, match="path"):
        Package(make()).read_bytes(path)


def test_package_rejects_a_link_that_leaves_it(make: Make, tmp_path: Path) -> None:
    folder = make()
    (tmp_path / "secret.csv").write_text("x\n", encoding="utf-8")
    (folder / "data" / "link.csv").symlink_to(tmp_path / "secret.csv")
    with pytest.raises(PackageError, match="leads out"):
        Package(folder).read_bytes("data/link.csv")


def test_package_rejects_what_is_none(tmp_path: Path) -> None:
    (tmp_path / "file.txt").write_text("x", encoding="utf-8")
    for path in (tmp_path, tmp_path / "file.txt", tmp_path / "missing"):
        with pytest.raises(PackageError):
            Package(path)


@pytest.mark.parametrize(
    "text", ["{", "[]", '{"resources": []}', '{"resources": [1]}', '{"resources": [{"name": "a"}]}']
)
def test_package_rejects_a_malformed_descriptor(make: Make, text: str) -> None:
    folder = make()
    (folder / "datapackage.json").write_text(text, encoding="utf-8")
    with pytest.raises(PackageError, match=r"datapackage\.json"):
        _ = Package(folder).tables


def test_unknown_table_and_column_offer_the_nearest(make: Make) -> None:
    package = Package(make())
    with pytest.raises(NotFoundError, match="did you mean people"):
        package.table("peeple")
    with pytest.raises(NotFoundError, match="did you mean since"):
        package.table("people").field("sinc")


def test_paths_are_the_files_and_an_archive_has_none(make: Make) -> None:
    from iraqmilitias.dataset import Dataset

    folder = make()
    assert Dataset(folder).paths() == {"people": folder / "data" / "people.csv"}
    with pytest.raises(PackageError, match="is an archive"):
        Dataset(zipped(folder)).paths()


def test_zip_of_two_packages_side_by_side_is_refused(make: Make, tmp_path: Path) -> None:
    folder = make()
    target = tmp_path / "two.zip"
    with zipfile.ZipFile(target, "w") as archive:
        for prefix in ("b/", "a/"):
            for path in sorted(p for p in folder.rglob("*") if p.is_file()):
                archive.write(path, prefix + path.relative_to(folder).as_posix())
    with pytest.raises(PackageError, match=r"two data packages, a/datapackage\.json and b/datapackage\.json"):
        Package(target)
    with pytest.raises(PackageError, match="two data packages"):
        validate(target)
