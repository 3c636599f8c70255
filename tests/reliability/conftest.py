"""The scripts on the path, and a small invented article that two invented passes code differently."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "scripts"))


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A copy of the invented data, passes and text (tests/reliability/small), to be written into."""
    return Path(shutil.copytree(Path(__file__).parent / "small", tmp_path / "small"))
