"""Every changed byte is found, with the file named."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from iraqmilitias.errors import PackageError
from iraqmilitias.recorded_hashes import SUMS, verify_path

HARBOUR = Path(__file__).parents[1] / "packages" / "harbour"


def fill(root: Path) -> None:
    files = {p.relative_to(root).as_posix(): p.read_bytes() for p in root.rglob("*") if p.is_file()}
    lines = (f"{hashlib.sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files))
    (root / SUMS).write_text("".join(lines), encoding="utf-8", newline="\n")


@pytest.fixture
def release(tmp_path: Path) -> Path:
    root = tmp_path / "release"
    shutil.copytree(HARBOUR, root)
    fill(root)
    return root


def zipped(root: Path) -> Path:
    target = root.with_suffix(".zip")
    with zipfile.ZipFile(target, "w") as archive:
        for path in sorted(root.rglob("*")):
            if path.is_file():
                archive.write(path, f"inside/{path.relative_to(root).as_posix()}")
    return target


FILES = sorted(p.relative_to(HARBOUR).as_posix() for p in HARBOUR.rglob("*") if p.is_file())


def test_untouched_release_is_verified(release: Path) -> None:
    assert verify_path(release).valid
    assert verify_path(release / SUMS).valid
    assert verify_path(zipped(release)).valid


@pytest.mark.parametrize("archive", [False, True])
@pytest.mark.parametrize("name", FILES)
def test_changed_byte_is_found_and_its_file_named(release: Path, name: str, archive: bool) -> None:
    path = release / name
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    verdict = verify_path(zipped(release) if archive else release)
    assert not verdict.valid and any(p.startswith(f"{name}:") for p in verdict.problems)


@pytest.mark.parametrize("name", FILES)
def test_missing_file_is_found_and_named(release: Path, name: str) -> None:
    (release / name).unlink()
    verdict = verify_path(release)
    assert not verdict.valid and f"{name}: missing" in verdict.problems


def test_added_file_and_broken_list_are_found(release: Path) -> None:
    (release / "data" / "more.csv").write_text("a\n", encoding="utf-8")
    with (release / SUMS).open("a", encoding="utf-8") as file:
        file.write("nothing\n" + "0" * 64 + "  ../../etc/passwd\n")
    problems = verify_path(release).problems
    assert "data/more.csv: not listed in SHA256SUMS" in problems
    assert sum("not a line of a hash" in p for p in problems) == 2


def test_damaged_zip_is_named(release: Path) -> None:
    path = zipped(release)
    content = bytearray(path.read_bytes())
    at = content.find(b"port_id,name")
    content[at] ^= 1
    path.write_bytes(content)
    verdict = verify_path(path)
    assert not verdict.valid and any("ports.csv" in p for p in verdict.problems)
    path.write_bytes(b"no zip")
    assert not verify_path(path).valid


def test_checkout_is_compared_with_what_is_committed(tmp_path: Path) -> None:
    root = tmp_path / "checkout"
    shutil.copytree(HARBOUR, root)
    with pytest.raises(PackageError, match="nothing to verify against"):
        verify_path(root)
    git = ["git", "-C", str(root), "-c", "user.name=t", "-c", "user.email=t@localhost", "-c", "core.autocrlf=false"]
    for command in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "harbour"]):
        subprocess.run([*git, *command], check=True)
    assert verify_path(root).valid
    (root / "data" / "ports.csv").write_bytes((root / "data" / "ports.csv").read_bytes() + b"x")
    (root / "data" / "new.csv").write_bytes(b"x")
    problems = verify_path(root).problems
    assert any(p.startswith("data/ports.csv:") for p in problems)
    assert "data/new.csv: not committed" in problems


def stamped(root: Path, **hashes: str) -> Path:
    """Return a copy of the package with these hashes in its descriptor, by the resource's name."""
    shutil.copytree(HARBOUR, root)
    path = root / "datapackage.json"
    descriptor = json.loads(path.read_text(encoding="utf-8"))
    for resource in descriptor["resources"]:
        if resource["name"] in hashes:
            resource["hash"] = hashes[resource["name"]]
    path.write_text(json.dumps(descriptor), encoding="utf-8")
    return root


def digest(name: str, algorithm: str) -> str:
    return hashlib.new(algorithm, (HARBOUR / "data" / f"{name}.csv").read_bytes()).hexdigest()


@pytest.mark.parametrize(("prefix", "algorithm"), [("", "md5"), ("sha1:", "sha1"), ("sha256:", "sha256")])
def test_hash_in_the_descriptor_accepts_every_algorithm_and_names_what_has_none(
    tmp_path: Path, prefix: str, algorithm: str
) -> None:
    root = stamped(tmp_path / "p", ports=prefix + digest("ports", algorithm))
    verdict = verify_path(root)
    assert verdict.valid and "not checked, since they have none: berths, calls" in verdict.checked
    (root / "data" / "ports.csv").write_bytes(b"x")
    assert not verify_path(root).valid


@pytest.mark.parametrize("value", ["crc32:0000", "x", "sha256:", "sha256:" + "0" * 64, "mro:" + "0" * 64])
def test_hash_that_is_unknown_or_empty_rejects(tmp_path: Path, value: str) -> None:
    assert not verify_path(stamped(tmp_path / "p", ports=value)).valid


@pytest.mark.parametrize("name", ["/etc/hostname", "../x.csv", "~/x.csv", "C:/x.csv", "data\\ports.csv", "a/../../x"])
def test_path_that_leads_out_of_the_package_rejects(release: Path, name: str) -> None:
    with (release / SUMS).open("a", encoding="utf-8") as file:
        file.write("0" * 64 + f"  {name}\n")
    assert any(f"{SUMS}:8" in p for p in verify_path(release).problems)


def test_list_without_files_rejects(tmp_path: Path) -> None:
    (tmp_path / SUMS).write_text("", encoding="utf-8")
    assert verify_path(tmp_path).problems == (f"{SUMS}: lists no file",)


def test_list_as_sha256sum_writes_it_for_binary_files_accepts(release: Path) -> None:
    text = (release / SUMS).read_text(encoding="utf-8")
    (release / SUMS).write_text(text.replace("  ", " *").upper().replace("DATA", "data"), encoding="utf-8")
    assert not verify_path(release).valid  # names in capitals are other names
    (release / SUMS).write_text(text.replace("  ", " *"), encoding="utf-8")
    assert verify_path(release).valid


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_links_and_pipes_that_are_not_listed_are_named_and_not_waited_for(release: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (release / "folder").symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    (release / "broken").symlink_to(tmp_path / "nowhere")
    os.mkfifo(release / "pipe")
    (release / "data" / "ports.csv").unlink()
    os.mkfifo(release / "data" / "ports.csv")
    problems = verify_path(release).problems
    assert {f"{name}: not listed in {SUMS}" for name in ("folder", "broken", "pipe")} < set(problems)
    assert "data/ports.csv: cannot be read (not a file)" in problems


def test_linked_file_with_the_recorded_bytes_accepts(release: Path, tmp_path: Path) -> None:
    path = release / "data" / "ports.csv"
    shutil.move(path, tmp_path / "ports.csv")
    path.symlink_to(tmp_path / "ports.csv")
    assert verify_path(release).valid


def wheel(path: Path, record: str, **files: str) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in {**files, "x.dist-info/RECORD": record}.items():
            archive.writestr(name, text)
    return path


@pytest.mark.parametrize(
    "stamp", ["", "md5=AAAA", "sha256=AAAA", "sha256=!", "sha256=A", "crc=1", "sha256=" + "A" * 43, "sha999=AAAA"]
)
def test_record_of_a_wheel_rejects_a_hash_that_does_not_fit(tmp_path: Path, stamp: str) -> None:
    verdict = verify_path(wheel(tmp_path / "x.whl", f"a.py,{stamp},1\nx.dist-info/RECORD,,\n", **{"a.py": "1"}))
    assert not verdict.valid and any(p.startswith("a.py:") for p in verdict.problems)


def test_record_that_is_garbage_rejects(tmp_path: Path) -> None:
    for number, record in enumerate(["\0", '"' + "x" * 200_000, "a,b\n", ""]):
        verdict = verify_path(wheel(tmp_path / f"{number}.whl", record, **{"a.py": "1"}))
        assert not verdict.valid


def test_file_that_is_in_an_archive_twice_rejects(release: Path) -> None:
    path = zipped(release)
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(path, "a") as archive:
        archive.write(release / "data" / "ports.csv", "inside/data/ports.csv")
    assert any("2 times" in problem for problem in verify_path(path).problems)


def test_encrypted_archive_rejects(release: Path) -> None:
    path = zipped(release)
    content = bytearray(path.read_bytes())
    at = content.find(b"PK\x01\x02")
    while at >= 0:
        content[at + 8] |= 1  # the flag "encrypted" of each entry
        at = content.find(b"PK\x01\x02", at + 4)
    path.write_bytes(content)
    assert not verify_path(path).valid


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"resources": 1}', '{"resources": [1]}', "[" * 100_000, "\xff"])
def test_descriptor_that_cannot_be_read_rejects(tmp_path: Path, text: str) -> None:
    (tmp_path / "datapackage.json").write_text(text, encoding="latin-1")
    try:
        assert not verify_path(tmp_path).valid
    except PackageError:
        assert text in ("{}",)


@pytest.fixture
def exported(tmp_path: Path) -> Path:
    from iraqmilitias.export import export
    from iraqmilitias.package import Package

    export(Package(HARBOUR), tmp_path / "export", "csv")
    return tmp_path / "export"


def test_export_is_checked_against_its_manifest(exported: Path) -> None:
    assert verify_path(exported).valid and verify_path(exported).checked == "manifest.json"
    assert verify_path(exported / "manifest.json").valid
    (exported / "ports.csv").write_bytes(b"x")
    (exported / "calls.csv").unlink()
    (exported / "more.csv").write_bytes(b"x")
    found = {problem.partition(":")[0] for problem in verify_path(exported).problems}
    assert found == {"ports.csv", "calls.csv", "more.csv"}


@pytest.mark.parametrize(
    "change",
    [
        lambda m: m["files"].clear(),
        lambda m: m["files"][0].update(path="/etc/hostname"),
        lambda m: m["files"][0].update(path="../x"),
        lambda m: m["files"][0].pop("sha256"),
        lambda m: m["files"][0].update(sha256="0" * 64),
        lambda m: m["files"].pop(),
        lambda m: m.update(files={}),
        lambda m: m.update(files=[1]),
    ],
)
def test_manifest_that_was_changed_rejects(exported: Path, change: Callable[[dict[str, Any]], object]) -> None:
    path = exported / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    change(manifest)
    path.write_text(json.dumps(manifest), encoding="utf-8")
    assert not verify_path(exported).valid


def test_manifest_that_is_garbage_rejects_and_one_of_something_else_is_no_list(exported: Path) -> None:
    (exported / "manifest.json").write_text("{", encoding="utf-8")
    assert not verify_path(exported).valid
    (exported / "manifest.json").write_text('{"start_url": "/"}', encoding="utf-8")
    with pytest.raises(PackageError, match="nothing to verify against"):
        verify_path(exported)
