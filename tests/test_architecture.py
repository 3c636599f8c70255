"""docs/architecture.md says how the code is: its rooms are the linter's, its walks follow the imports."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path
from typing import NamedTuple

import pytest

from .conftest import ROOT

SOURCE = ROOT / "src" / "iraqmilitias"
PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
PICTURE = re.findall(r"```text\n(.*?)```", PAGE, re.DOTALL)[0]
WALKS = ("A reader's query", "A contributor's row", "A package through validation")


class Step(NamedTuple):
    """A row of a walk; `given` has the module that hands a function on, by the module of that function."""

    module: str
    next: tuple[str, ...]
    given: dict[str, str]


def walk(title: str) -> list[Step]:
    text = PAGE.partition(f"## {title}\n")[2].partition("\n## ")[0]
    rows = [line.strip("|").split("|") for line in text.splitlines() if line.startswith("| `")]
    steps = []
    for module, _, after in rows:
        called = re.findall(r"`([^`]+)`(?: \(given by `([^`]+)`\))?", after)
        steps.append(Step(module.strip(" `"), tuple(name for name, _ in called), {n: by for n, by in called if by}))
    return steps


def file_of(module: str) -> Path:
    path = SOURCE.joinpath(*module.split("."))
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")


def imports(module: str) -> set[str]:
    """Return the modules of ours that a module imports, inside functions too."""
    file, found = file_of(module), set[str]()
    package = file.parent.relative_to(SOURCE).parts
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level:
            base = [*package[: len(package) - node.level + 1], *(node.module.split(".") if node.module else ())]
            found |= {".".join([*base, alias.name]) for alias in node.names} | {".".join(base)}
    return {name for name in found if name and file_of(name).is_file()}


def contracts() -> dict[str, dict[str, list[str]]]:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return {contract["id"]: contract for contract in settings["tool"]["importlinter"]["contracts"]}


def test_imports_are_found_at_every_level() -> None:
    assert {"cli.shared", "database", "database.sandbox", "results"} <= imports("cli.query")
    assert {"validation.structure.constraints", "fields"} <= imports("validation.structure.loader")
    assert "validation" not in imports("package")


def test_picture_has_the_rooms_of_the_linter_from_top_to_bottom() -> None:
    layers = [re.split(r" \| ", layer) for layer in contracts()["rooms"]["layers"]]
    rooms = [contracts()["apart"]["forbidden_modules"], *layers, ["reader"]]
    names = {name for layer in rooms for name in layer}
    words = [[word.strip() for word in re.split(r"[|]| {2,}", line)] for line in PICTURE.splitlines()]
    drawn = [[word for word in line if word in names] for line in words]
    assert [line for line in drawn if line] == rooms


def test_every_folder_and_every_module_is_in_a_room() -> None:
    layers = {room for layer in contracts()["rooms"]["layers"] for room in layer.split(" | ")}
    reader = {name.removeprefix("iraqmilitias.") for name in contracts()["reader"]["source_modules"]}
    found = {
        p.name if p.is_dir() else p.stem for p in SOURCE.iterdir() if (p / "__init__.py").is_file() or p.suffix == ".py"
    }
    assert found - {"__init__", "__main__"} == layers | reader
    assert not layers & reader


@pytest.mark.parametrize("title", WALKS)
@pytest.mark.sampled(3)
def test_walk_follows_the_imports(title: str) -> None:
    steps = walk(title)
    assert len(steps) >= 10
    missing = [s.module for s in steps if not file_of(s.module).is_file()]
    assert missing == []
    wrong = []
    for step in steps:
        for name in step.next:
            giver = step.given.get(name)
            if giver is None and name not in imports(step.module):
                wrong.append(f"{step.module} does not import {name}")
            if giver is not None and not {step.module, name} <= imports(giver):
                wrong.append(f"{giver} does not import both {step.module} and {name}")
    assert wrong == []


@pytest.mark.parametrize("title", WALKS)
def test_walk_names_every_module_in_order_and_once(title: str) -> None:
    steps = walk(title)
    names = [s.module for s in steps]
    assert len(names) == len(set(names))
    called = set[str]()
    for step in steps:
        assert step.module in called or step.module.startswith("cli."), f"nothing before calls {step.module}"
        called |= set(step.next)
    assert called <= set(names)


def test_every_place_where_to_change_something_is_there() -> None:
    """NAME, CODE and TABLE stand for one that is there: some file of that form must be."""
    rows = [row for row in PAGE.partition("## Where to change what\n")[2].splitlines() if row.startswith("| a")]
    named = [name for row in rows for name in re.findall(r"`([^` ]+/[^` ]*|[a-z_]+\.py)`", row)]
    assert len(rows) == 10 and len(named) >= 18
    patterns = [re.sub("NAME|CODE|TABLE", "*", name) for name in named]
    assert [p for p in patterns if not any(f for root in (ROOT, SOURCE) for f in root.glob(p))] == []
