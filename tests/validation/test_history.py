"""validate --against: ids last from version to version, and go only with a word."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from iraqmilitias.errors import PackageError
from iraqmilitias.validation import Issue, validate
from iraqmilitias.workshop.versions.history import history_layers

from ..conftest import ROOT

HEAD = "record_id,retired_in,kind,replaced_by,reason\n"


class Pair:
    """Two versions of a package of one table with ids and the table retired."""

    def __init__(self, root: Path) -> None:
        self.old, self.new = root / "old", root / "new"
        fields = [{"name": n, "type": "string"} for n in ("fig_id", "locator", "description", "unit")]
        fields[3]["constraints"] = {"enum": ["seats", "persons"]}  # type: ignore[assignment]
        figures = {"fields": fields, "primaryKey": "fig_id"}
        retired = json.loads((ROOT / "schemas" / "retired.json").read_text(encoding="utf-8"))
        for folder in (self.old, self.new):
            (folder / "data").mkdir(parents=True)
            (folder / "data" / "figures.csv").write_text(
                "fig_id,locator,description,unit\nfig-0001,a,first thing,seats\nfig-0003,b,second thing,seats\n",
                encoding="utf-8",
                newline="",
            )
            (folder / "data" / "retired.csv").write_text(
                HEAD + "fig-0002,0.1.0,error,,Was no figure.\n", encoding="utf-8", newline=""
            )
            resources = [
                {"name": "figures", "path": "data/figures.csv", "schema": figures},
                {"name": "retired", "path": "data/retired.csv", "schema": retired},
            ]
            descriptor = {"name": "small", "version": "0.1.0", "resources": resources}
            (folder / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")

    def write(self, table: str, *rows: str) -> None:
        path = self.new / "data" / f"{table}.csv"
        head = path.read_text(encoding="utf-8").partition("\n")[0]
        path.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8", newline="")

    def issues(self) -> list[Issue]:
        report = validate(self.new, layers=history_layers(self.old), crosscheck=False)
        assert "history" in report.checked_by
        issues = [i for i in report.issues if i.code != "retired-in-use"]  # a rule, which needs no earlier version
        return [i for i in issues if i.code.startswith(("id-", "retired-", "version-"))]


ONE, THREE = "fig-0001,a,first thing,seats", "fig-0003,b,second thing,seats"


@pytest.fixture
def pair(tmp_path: Path) -> Pair:
    return Pair(tmp_path)


def test_history_accepts_the_same_and_the_next_id(pair: Pair) -> None:
    assert pair.issues() == []
    pair.write("figures", ONE, THREE, "fig-0004,c,third thing,seats")
    assert pair.issues() == []


def test_history_accepts_a_corrected_row_and_one_retired_with_a_word(pair: Pair) -> None:
    pair.write("figures", "fig-0001,a,first thing of all,persons")
    pair.write("retired", "fig-0002,0.1.0,error,,Was no figure.", "fig-0003,0.2.0,merged,fig-0001,Coded twice.")
    assert pair.issues() == []


@pytest.mark.parametrize(
    ("added", "message"),
    [
        ("fig-0002,c,third thing,seats", "fig-0002 was retired; take fig-0004"),
        ("fig-0000,c,third thing,seats", "fig-0000 is new, but fig-0003 was used before; take fig-0004"),
    ],
)
def test_history_rejects_an_id_used_again(pair: Pair, added: str, message: str) -> None:
    pair.write("figures", ONE, added, THREE)
    (issue,) = pair.issues()
    assert (issue.code, issue.file, issue.line, issue.column) == ("id-reused", "data/figures.csv", 3, "fig_id")
    assert issue.message == message and issue.severity == "error"


def test_history_rejects_a_row_that_went_without_a_word(pair: Pair) -> None:
    pair.write("figures", ONE)
    (issue,) = pair.issues()
    assert (issue.code, issue.file, issue.line) == ("id-dropped", "data/figures.csv", 2)
    assert "fig-0003 was removed" in issue.message


def test_history_warns_of_an_old_id_for_another_thing(pair: Pair) -> None:
    pair.write("figures", ONE, "fig-0003,x,something else,seats")
    (issue,) = pair.issues()
    assert (issue.code, issue.line, issue.severity) == ("id-replaced", 3, "warning")


def test_history_rejects_a_retired_id_that_is_no_longer_listed(pair: Pair) -> None:
    pair.write("retired")
    (issue,) = pair.issues()
    assert (issue.code, issue.file) == ("id-unretired", "data/retired.csv")


def test_history_rejects_a_retirement_in_the_version_that_has_the_row(pair: Pair) -> None:
    pair.write("figures", ONE)
    pair.write("retired", "fig-0002,0.1.0,error,,Was no figure.", "fig-0003,0.1.0,error,,Was no figure.")
    (issue,) = pair.issues()
    assert (issue.code, issue.line, issue.column) == ("retired-version", 3, "retired_in")


def test_history_rejects_a_version_that_goes_back(pair: Pair) -> None:
    path = pair.new / "datapackage.json"
    content = {**json.loads(path.read_text(encoding="utf-8")), "version": "0.0.9"}
    path.write_text(json.dumps(content), encoding="utf-8")
    (issue,) = pair.issues()
    assert (issue.code, issue.file, issue.line) == ("version-lower", "datapackage.json", None)


def test_history_reports_beside_broken_rows(pair: Pair) -> None:
    pair.write("figures", "fig-0001,a,first thing,seats,too,many", "fig-0002,c,third thing,seats", THREE)
    assert {(i.code, i.line) for i in pair.issues()} >= {("id-reused", 3)}


def test_history_rejects_what_is_no_package(pair: Pair) -> None:
    with pytest.raises(PackageError, match="no such"):
        validate(pair.new, layers=history_layers("no-such-revision"), crosscheck=False)


def test_history_reads_archives(pair: Pair, tmp_path: Path) -> None:
    archive = shutil.make_archive(str(tmp_path / "old"), "zip", pair.old)
    pair.write("figures", ONE)
    report = validate(pair.new, layers=history_layers(archive), crosscheck=False)
    assert "id-dropped" in report.totals
