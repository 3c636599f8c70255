"""A project outside this one sees the library's types, and its mistakes."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from iraqmilitias.dataset import Dataset
from scripts.row_types import TARGET, text

HERE = Path(__file__).parent


def mypy(folder: Path, name: str) -> str:
    """Return what mypy --strict says of one file of a project outside this one."""
    if importlib.util.find_spec("mypy") is None:
        pytest.skip("mypy is not installed")
    shutil.copy(HERE / name, folder / name)
    command = [
        sys.executable,
        "-m",
        "mypy",
        "--strict",
        "--no-error-summary",
        "--cache-dir",
        str(folder / "cache"),
        name,
    ]
    environment = {k: v for k, v in os.environ.items() if k != "MYPYPATH"}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True).stdout


@pytest.mark.slow
def test_typed_project_has_no_errors_under_mypy_strict(tmp_path: Path) -> None:
    assert mypy(tmp_path, "sample.py") == ""


@pytest.mark.slow
def test_mistakes_of_a_typed_project_are_found_by_mypy(tmp_path: Path) -> None:
    found = re.findall(r"mistakes\.py:(\d+): error: .*(\[[\w-]+\])$", mypy(tmp_path, "mistakes.py"), re.MULTILINE)
    lines = (HERE / "mistakes.py").read_text(encoding="utf-8").splitlines()
    expected = {str(n): line.rpartition("# ")[2] for n, line in enumerate(lines, 1) if line.startswith("im.")}
    assert dict(found) == expected


@pytest.mark.slow
def test_typed_project_has_no_errors_under_pyright(tmp_path: Path) -> None:
    if importlib.util.find_spec("pyright") is None:
        pytest.skip("pyright is not installed")
    shutil.copy(HERE / "sample.py", tmp_path / "sample.py")
    command = [sys.executable, "-m", "pyright", "--pythonpath", sys.executable, "sample.py"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_types_of_rows_are_those_of_the_schemas(data: Dataset) -> None:
    assert TARGET.read_text(encoding="utf-8") == text(data), "run: python scripts/row_types.py"


def test_static_list_of_public_names_is_what_is_loaded_when_used() -> None:
    import iraqmilitias as im

    calls = set(im.__all__) - {"__version__", *im._MODULES}
    assert set(im._MODULES) <= set(im.__all__), "in _MODULES of __init__.py and not in __all__"
    assert {name for name in calls if not hasattr(Dataset, name)} == set(), "not methods of Dataset"
