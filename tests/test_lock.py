"""requirements/tests.txt, which the README's test command installs, is in step with pyproject.toml."""

from __future__ import annotations

import re
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from .conftest import ROOT

UPDATE = "run `python scripts/lock.py`"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
LOCKED = re.findall(
    r"^(\S.*?) \\\n((?: {4}--hash.*\n)+)((?: {4}#.*\n)+)",
    (ROOT / "requirements" / "tests.txt").read_text(encoding="utf-8"),
    re.MULTILINE,
)
MACHINES = [("linux", "posix"), ("darwin", "posix"), ("win32", "nt")]


def direct(requirements: list[str]) -> list[Requirement]:
    """Return the packages that requirements name, with those of this project's own extras."""
    found = []
    for each in map(Requirement, requirements):
        own = each.name == PROJECT["name"]
        found += direct([r for e in each.extras for r in PROJECT["optional-dependencies"][e]]) if own else [each]
    return found


WANTED = direct([*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["test"]])


@pytest.mark.parametrize("python", ["3.11", "3.12", "3.13", "3.14"])
@pytest.mark.parametrize(("system", "os_name"), MACHINES)
def test_lock_has_one_fitting_version_of_every_requirement(python: str, system: str, os_name: str) -> None:
    machine = {"python_version": python, "python_full_version": f"{python}.0", "sys_platform": system}
    machine |= {"os_name": os_name}
    for wanted in WANTED:
        if wanted.marker is not None and not wanted.marker.evaluate(machine):
            continue
        named = [Requirement(text) for text, _, _ in LOCKED]
        found = [r for r in named if canonicalize_name(r.name) == canonicalize_name(wanted.name)]
        found = [r for r in found if r.marker is None or r.marker.evaluate(machine)]
        assert len(found) == 1, f"{wanted.name}: {len(found)} versions for Python {python} on {system}; {UPDATE}"
        (version,) = (s.version for s in found[0].specifier)
        assert wanted.specifier.contains(version, prereleases=True), f"{wanted} but {version} is locked; {UPDATE}"


def test_lock_names_nothing_that_is_no_longer_required() -> None:
    ours = {Requirement(text).name for text, _, via in LOCKED if "iraqmilitias (pyproject.toml)" in via}
    assert ours == {canonicalize_name(r.name) for r in WANTED}, UPDATE


def test_lock_gives_an_exact_version_and_hashes_for_every_package() -> None:
    text = (ROOT / "requirements" / "tests.txt").read_text(encoding="utf-8")
    assert len(LOCKED) == len(re.findall(r"^[^\s#]", text, re.MULTILINE)) > 50
    for requirement, hashes, _ in LOCKED:
        assert re.match(r"[\w.-]+==[\w.]+(?: ;|$)", requirement), requirement
        assert re.fullmatch(r"(?: {4}--hash=sha256:[0-9a-f]{64}(?: \\)?\n)+", hashes), requirement
