"""Two versions of one small package, and a git repository that keeps them."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

HARBOUR = Path(__file__).parents[1] / "packages" / "harbour"


class Versions:
    """Two copies of a package: `old`, which stays as it is, and `new`, which a test changes."""

    def __init__(self, root: Path, package: Path) -> None:
        self.old, self.new = root / "old", root / "new"
        for target in (self.old, self.new):
            shutil.copytree(package, target)

    def replace(self, file: str, before: str, after: str) -> None:
        """Replace text that stands once in a file of NEW."""
        path = self.new / file
        text = path.read_text(encoding="utf-8")
        assert text.count(before) == 1
        path.write_text(text.replace(before, after), encoding="utf-8", newline="")

    def append(self, file: str, line: str) -> None:
        """Add a line to a file of NEW."""
        with (self.new / file).open("a", encoding="utf-8", newline="") as stream:
            stream.write(line + "\n")

    def descriptor(self, side: str = "new") -> tuple[Path, dict[str, Any]]:
        """Return the descriptor's path and content."""
        path = getattr(self, side) / "datapackage.json"
        return path, json.loads(path.read_text(encoding="utf-8"))

    def edit(self, table: str, change: Any, side: str = "new") -> None:
        """Change one resource of the descriptor in place."""
        path, content = self.descriptor(side)
        change(next(r for r in content["resources"] if r["name"] == table))
        path.write_text(json.dumps(content), encoding="utf-8")


@pytest.fixture
def versions(tmp_path: Path) -> Versions:
    return Versions(tmp_path, HARBOUR)


def git(folder: Path, *arguments: str) -> str:
    """Run git as somebody, and return what it prints; a test that needs git is skipped where there is none."""
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    someone = ["-c", "user.name=Tester", "-c", "user.email=tester@example.org", "-c", "commit.gpgsign=false"]
    done = subprocess.run(
        ["git", "-C", str(folder), *someone, *arguments], capture_output=True, encoding="utf-8", check=True
    )
    return done.stdout.strip()


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository whose folder `sets/harbour` is a package in two commits; the first is tagged v1."""
    root = tmp_path / "repository"
    package = root / "sets" / "harbour"
    shutil.copytree(HARBOUR, package)
    git(tmp_path, "init", "-q", str(root))
    git(root, "add", ".")
    git(root, "commit", "-q", "-m", "one")
    git(root, "tag", "v1")
    path = package / "data" / "ports.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("KWT", "KUW"), encoding="utf-8", newline="")
    git(root, "commit", "-q", "-am", "two")
    return root
