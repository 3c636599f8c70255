"""CONTRIBUTING.md agrees with the program and the checks; tests/documentation runs what it shows."""

from __future__ import annotations

import re

from .conftest import ROOT

TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
SECTIONS = {s.partition("\n")[0]: s for s in re.split(r"^## ", TEXT, flags=re.MULTILINE)[1:]}


def test_developers_commands_are_those_of_the_checks() -> None:
    run = (ROOT / ".ci" / "steps").read_text(encoding="utf-8") + (ROOT / "README.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```sh\n(.*?)```", SECTIONS["Work on the code"], re.DOTALL)
    assert blocks
    for command in (c for block in blocks for c in re.split(r" && |\n", block.strip())):
        assert " ".join(command.split()[:2]) in run, command


def test_pages_that_it_leads_to_exist() -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", TEXT):
        assert (ROOT / target).is_file(), target
    anchors = {title.lower().replace(" ", "-") for title in SECTIONS}
    assert set(re.findall(r"\]\(#([^)]+)\)", TEXT)) <= anchors
