"""A small sound package, and what changes one thing in it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

PACKAGES = Path(__file__).parents[1] / "packages"


class Copy:
    """A copy of a package that a test may spoil."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def replace(self, file: str, old: str, new: str) -> None:
        """Replace text that stands exactly once in a file."""
        path = self.root / file
        text = path.read_bytes().decode()
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
        path.write_bytes(text.replace(old, new).encode())

    def rewrite(self, file: str, change: Callable[[bytes], bytes]) -> None:
        """Change the bytes of a file."""
        path = self.root / file
        before = path.read_bytes()
        after = change(before)
        assert after != before
        path.write_bytes(after)

    def edit(self, file: str, change: Callable[[Any], Any]) -> None:
        """Change a JSON file's content in place."""
        path = self.root / file
        content = json.loads(path.read_text(encoding="utf-8"))
        change(content)
        path.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


@pytest.fixture
def harbour(tmp_path: Path) -> Copy:
    """A copy of tests/packages/harbour."""
    shutil.copytree(PACKAGES / "harbour", tmp_path / "harbour")
    return Copy(tmp_path / "harbour")
