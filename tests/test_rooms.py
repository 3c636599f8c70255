"""What is said once stays said once, and the arrows between the rooms run one way."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from .conftest import ROOT

SOURCE = ROOT / "src" / "iraqmilitias"
OURS = ("extraction", "coverage", "evidence", "workshop")


def modules(*rooms: str) -> list[Path]:
    """Return the modules of rooms, or of the whole package."""
    folders = [SOURCE / room for room in rooms] or [SOURCE]
    return sorted(path for folder in folders for path in folder.rglob("*.py"))


def imported(path: Path) -> set[str]:
    """Return the names of the modules that a file imports, those of ours as they are written."""
    names = set[str]()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add("." * node.level + (node.module or ""))
    return names


@pytest.mark.parametrize("contract", ["rooms", "extraction", "reader", "validator", "circles", "apart"])
def test_arrows_between_rooms_run_one_way(contract: str) -> None:
    pytest.importorskip("importlinter", reason="import-linter is not installed")
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()", "--no-cache"]
    done = subprocess.run([*command, "--contract", contract], cwd=ROOT, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stdout


# Modules that import others of ours inside functions, how often at most, and why.
LATE = {
    "__init__.py": (1, "importing the library loads nothing"),
    "cli/__init__.py": (1, "zipfile would double the time of iraqmilitias -h"),
    "dataset.py": (18, "each call loads what it needs; see the module"),
    "validation/__init__.py": (2, "Spark and sqlglot are an extra"),
}


@pytest.mark.slow
def test_our_modules_are_imported_at_the_top() -> None:
    found = {}
    for path in modules():
        tree = ast.parse(path.read_text(encoding="utf-8"))
        functions = [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]
        inside = {n.lineno for f in functions for n in ast.walk(f) if isinstance(n, ast.ImportFrom) and n.level}
        if inside:
            found[path.relative_to(SOURCE).as_posix()] = len(inside)
    assert {name: n for name, n in found.items() if n > LATE.get(name, (0, ""))[0]} == {}
    assert found.keys() == LATE.keys()


@pytest.mark.slow
def test_csv_is_read_and_written_by_one_module() -> None:
    assert [p.name for p in modules(*OURS) if "csv" in imported(p)] == []
    assert "csv" in imported(SOURCE / "table_files.py")


def test_months_are_listed_once() -> None:
    assert [p.name for p in modules() if "January|" in p.read_text("utf-8") or '"January"' in p.read_text("utf-8")] == [
        "calendar_days.py"
    ]


def test_git_is_started_by_one_module() -> None:
    starting = {p.name for p in modules() if re.search(r"""\[\s*["']git["']""", p.read_text(encoding="utf-8"))}
    assert starting == {"git.py"}


@pytest.mark.slow
def test_public_functions_stay_functions_when_rooms_of_their_names_are_imported() -> None:
    code = (
        "import importlib, iraqmilitias as im\n"
        "for name in ('coverage', 'export', 'paths'): importlib.import_module(f'iraqmilitias.{name}')\n"
        "print([name for name in im.__all__ if name != '__version__' and not callable(getattr(im, name))], end=' ')\n"
        "print(len(im.paths()) == len(im.tables()), im.contract('events').name, im.coverage().left)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8")
    assert done.stdout.startswith("[] True events "), done.stderr
