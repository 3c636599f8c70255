"""frictionless and pandera beside our own checks, row by row: where they differ is known, with the reason."""

from __future__ import annotations

import json
import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from iraqmilitias.validation import crosscheck, validate

from ..spark.fleet import Change, Fleet, build, cell_changes
from .test_single_faults import CELLS

pytest.importorskip("frictionless")
pytest.importorskip("pandera")
pytestmark = pytest.mark.slow

LIBRARIES = {"frictionless": crosscheck.check_with_frictionless, "pandera": crosscheck.check_with_pandera}
# What both claim to check. Faults of lines and quotes are left out here: they shift every later row for a reader.
CLAIMED = (
    "required", "type", "enum", "pattern", "format", "min-length", "max-length", "minimum", "maximum",
    "exclusive-minimum", "exclusive-maximum", "primary-key", "unique", "unique-key", "foreign-key",
)  # fmt: skip
LINE_ENDS = '"\r\n\0\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029'  # to some reader or other
LINES = ("row", "quote", "cell-newline", "nul-byte", "line-ending", "cell-long")


class Difference(NamedTuple):
    """Rows with an issue of this code that only we report, or only the library."""

    library: str
    only: str  # ours | theirs
    code: str


KNOWN = {
    Difference("frictionless", "theirs", "frictionless-foreign-key"): (
        "rows that refer to a row with an unsound key are reported too, and PRT-0001 or prt-0099 twice over"
    ),
    Difference("frictionless", "ours", "unique-key"): "uniqueKeys are read and not enforced",
    Difference("frictionless", "ours", "type"): "it takes 1919-1-1 as a date and whole numbers of any size",
    Difference("pandera", "ours", "type"): "it tests the form of a cell only, so that 2 ** 63 is a whole number",
    Difference("pandera", "ours", "foreign-key"): "nothing in pandera expresses a foreign key",
    Difference("pandera", "ours", "format"): "the contract holds no check for email and other formats of text",
}


def differences(root: Path) -> Iterator[tuple[Difference, str, int | None]]:
    """Yield each row that only one side objects to."""
    mine: dict[tuple[str, int | None], set[str]] = {}
    for issue in validate(root, crosscheck=False, limit=1_000_000).issues:
        mine.setdefault((issue.file, issue.line), set()).add(issue.code)
    descriptor = json.loads((root / "datapackage.json").read_text(encoding="utf-8"))
    for library, run in LIBRARIES.items():
        theirs: dict[tuple[str, int | None], set[str]] = {}
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            for file, line, _, code, _ in run(root, descriptor):
                theirs.setdefault((file, line), set()).add(code)
        for at in theirs.keys() - mine.keys():
            yield from ((Difference(library, "theirs", code), *at) for code in theirs[at])
        for at in mine.keys() - theirs.keys():
            yield from ((Difference(library, "ours", code), *at) for code in mine[at] if code in CLAIMED)


def every_single_fault() -> Fleet:
    copies: list[Sequence[tuple[str, Change]]] = []
    for code, file, line, _, old, new in CELLS:
        if line > 1 and not code.startswith(LINES):
            copies.append([(Path(file).stem, lambda raw, o=old, n=new: raw.replace(o.encode(), n.encode()))])
    return Fleet(copies)


def test_every_difference_on_single_faults_is_known_and_every_known_one_is_needed(tmp_path: Path) -> None:
    found = {difference for difference, *_ in differences(build(tmp_path / "package", every_single_fault()))}
    assert found == set(KNOWN)


@seed(20261121)
@settings(
    max_examples=5, deadline=None, phases=[Phase.generate], database=None, suppress_health_check=list(HealthCheck)
)
@given(copies=st.lists(st.lists(cell_changes(odd=LINE_ENDS), max_size=2), min_size=50, max_size=50))
def test_every_difference_on_generated_packages_is_known(
    tmp_path_factory: pytest.TempPathFactory, copies: list[list[tuple[str, Change]]]
) -> None:
    root = build(tmp_path_factory.mktemp("fleet") / "package", Fleet(copies))
    assert [d for d in differences(root) if d[0] not in KNOWN] == []
