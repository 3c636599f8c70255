"""Copied text is found by the hashes of ten words in a row, without the text."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from iraqmilitias.evidence.copied_runs import FOLDER, as_file, copied_layers
from iraqmilitias.validation import validate

LINES = ["The harbour master of Port Elma", "", "closed the “north quay” at dawn, and nobody has said why since."]
COLUMNS = ("name", "text", "title")
SCHEMA = {"fields": [{"name": name, "type": "string"} for name in COLUMNS]}


def found(make: Callable[..., Path], cells: str) -> list[tuple[int | None, str | None]]:
    package = make("name,text,title\n" + cells + "\n", SCHEMA)
    (package / FOLDER).mkdir(parents=True)
    (package / FOLDER / "src-0001.txt").write_bytes(as_file(LINES))
    report = validate(package, layers=copied_layers(package), crosscheck=False)
    return [(i.line, i.column) for i in report.issues if i.code == "copied-run"]


@pytest.mark.parametrize(
    "cells",
    [
        "a,closed the north quay at dawn and nobody has said,",
        "a,He wrote: MASTER of Port Elma closed the 'north quay' at dawn today,",
    ],
)
def test_copied_runs_rejects_ten_words_in_a_row_whatever_their_marks(make: Callable[..., Path], cells: str) -> None:
    assert found(make, cells) == [(2, "text")]


@pytest.mark.parametrize(
    "cells",
    [
        "a,the north quay at dawn and nobody has said,",  # nine
        "a,closed the north quay at noon and nobody has said why,",
        "a,,closed the north quay at dawn and nobody has said",  # a title is printed as it is
    ],
)
def test_copied_runs_accepts_fewer_words_other_words_and_titles(make: Callable[..., Path], cells: str) -> None:
    assert found(make, cells) == []


def test_file_of_hashes_has_no_word_and_tells_no_order() -> None:
    lines = as_file(LINES).decode("ascii").splitlines()
    assert len(lines) == 18 - 9 and lines == sorted(lines)
    assert all(len(line) == 12 and int(line, 16) >= 0 for line in lines)
    assert as_file(["nine words are too few to make a run"]) == b""


def test_package_without_hashes_has_no_such_layer(tmp_path: Path) -> None:
    assert copied_layers(tmp_path) == ()
