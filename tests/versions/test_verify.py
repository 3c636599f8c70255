"""Every changed byte is found, with the file named."""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

from iraqmilitias.errors import PackageError
from iraqmilitias.versions.verify import SUMS, sums, verify_path

HARBOUR = Path(__file__).parents[1] / "packages" / "harbour"


def fill(root: Path) -> None:
    files = {p.relative_to(root).as_posix(): p.read_bytes() for p in root.rglob("*") if p.is_file()}
    (root / SUMS).write_text(sums(files), encoding="utf-8", newline="\n")


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
