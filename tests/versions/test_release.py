"""A release is the same twice, installs, verifies, and is refused where it must be."""

from __future__ import annotations

import shutil
import subprocess
import sys
import venv
from pathlib import Path

import pytest

from iraqmilitias.dataset import Dataset
from iraqmilitias.package import Package
from iraqmilitias.recorded_hashes import SUMS, verify_path
from iraqmilitias.workshop.versions.metadata import cff

ROOT = Path(__file__).parents[2]
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed"),
]


def git(root: Path, *arguments: str) -> None:
    identity = ["-c", "user.name=t", "-c", "user.email=t@localhost"]
    subprocess.run(["git", "-C", str(root), *identity, *arguments], check=True, capture_output=True)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    root = tmp_path / "checkout"
    subprocess.run(["git", "clone", "-q", "--no-local", "--no-tags", str(ROOT), str(root)], check=True)
    return root


def release(root: Path, out: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "scripts" / "release.py"), "--root", str(root), "--out", str(out), *options]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)


def version(root: Path, number: str) -> None:
    """Give the checkout another version, with all that goes with it, and commit."""
    old = Dataset(root).version
    path = root / "datapackage.json"
    text = path.read_text(encoding="utf-8").replace(f'"version": "{old}"', f'"version": "{number}"')
    path.write_text(text, encoding="utf-8", newline="\n")
    (root / "CITATION.cff").write_text(cff(Package(root)), encoding="utf-8", newline="\n")
    log = root / "CHANGELOG.md"
    words = log.read_text(encoding="utf-8").replace("\n## ", f"\n## {number} (2026-11-21)\n\n- Tried.\n\n## ", 1)
    log.write_text(words, encoding="utf-8", newline="\n")
    git(root, "commit", "-qam", f"Version {number}")


def test_release_is_the_same_twice_installs_and_verifies(checkout: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    done = release(checkout, first, "--dry-run")
    assert done.returncode == 0, done.stderr
    git(checkout, "tag", f"v{Dataset(checkout).version}")
    again = release(checkout, second)
    assert again.returncode == 0, again.stderr
    names = sorted(p.name for p in first.iterdir())
    assert names == sorted(p.name for p in second.iterdir())
    assert [n for n in names if (first / n).read_bytes() != (second / n).read_bytes()] == []
    assert verify_path(first).valid
    assert all(verify_path(path).valid for path in first.glob("*-data-*.zip"))
    for number, name in enumerate(n for n in names if n != SUMS):
        content = bytearray((first / name).read_bytes())
        content[(len(content) * (number + 1)) // (len(names) + 1)] ^= 1
        (first / name).write_bytes(content)
        assert any(p.startswith(f"{name}:") for p in verify_path(first).problems)
    environment = tmp_path / "venv"
    venv.create(environment, with_pip=True, system_site_packages=True)
    python = next(p for p in (environment / "bin/python", environment / "Scripts/python.exe") if p.exists())
    index = ["--no-index", "--find-links", str(second), "--no-deps", "--ignore-installed"]
    subprocess.run([python, "-m", "pip", "install", "-q", *index, "iraqmilitias"], check=True)
    assert (second / f"iraqmilitias-{Dataset(checkout).version}-py3-none-any.whl").stat().st_size < 2_000_000


def test_release_is_refused_for_changes_a_missing_tag_and_a_missing_section(checkout: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    done = release(checkout, out)
    assert done.returncode == 1 and "has no tag" in done.stderr
    (checkout / "data" / "new.csv").write_text("x\n", encoding="utf-8")
    done = release(checkout, out, "--dry-run")
    assert done.returncode == 1 and "data/new.csv" in done.stderr
    (checkout / "data" / "new.csv").unlink()
    (checkout / "CHANGELOG.md").write_text("# Changelog\n", encoding="utf-8")
    git(checkout, "commit", "-qam", "No section")
    done = release(checkout, out, "--dry-run")
    assert done.returncode == 1 and "CHANGELOG.md has no section" in done.stderr
    assert not out.exists()


@pytest.mark.sampled(3, rest="full")
@pytest.mark.parametrize(("number", "passes"), [("0.1.0", False), ("0.1.1", False), ("0.2.0", True)])
def test_release_is_refused_for_a_version_too_low(checkout: Path, tmp_path: Path, number: str, passes: bool) -> None:
    version(checkout, "0.0.1")
    git(checkout, "tag", "v0.0.1")
    version(checkout, "0.1.0")
    git(checkout, "tag", "v0.1.0")
    aliases = checkout / "data" / "aliases.csv"
    lines = aliases.read_text(encoding="utf-8").splitlines()
    cells = lines[-1].split(",")
    cells[0], cells[1] = f"als-{int(cells[0][4:]) + 1:04}", "Another spelling"
    aliases.write_text("\n".join([*lines, ",".join(cells)]) + "\n", encoding="utf-8", newline="\n")
    git(checkout, "commit", "-qam", "Another spelling")
    if number != "0.1.0":
        version(checkout, number)
    done = release(checkout, tmp_path / "out", "--dry-run")
    assert (done.returncode == 0) == passes, done.stderr
    if passes:
        assert "als-" in (tmp_path / "out" / "CHANGES.md").read_text(encoding="utf-8")
    elif number == "0.1.1":
        assert "too low" in done.stderr and "0.2.0" in done.stderr


def test_release_is_refused_where_a_check_fails(checkout: Path, tmp_path: Path) -> None:
    path = checkout / "data" / "figures.csv"
    text = path.read_text(encoding="utf-8").replace(",exact,", ",about,", 1)
    path.write_text(text, encoding="utf-8", newline="\n")
    git(checkout, "commit", "-qam", "A code that is none")
    done = release(checkout, tmp_path / "out", "--dry-run")
    assert done.returncode == 1 and "data/figures.csv" in done.stderr and "enum" in done.stderr
    assert not (tmp_path / "out").exists()
