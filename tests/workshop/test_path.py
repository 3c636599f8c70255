"""The guide's way from an article to a green pull request, with only the new article's text at hand.

Each article has a list of expected rows beside it; a careful person (person.py) types what the drafts lack. The lists
of shared/articles are used where they are.
"""

from __future__ import annotations

import csv
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from iraqmilitias.package import Package
from iraqmilitias.table_files import rows_of
from iraqmilitias.workshop.article_file import read

from ..conftest import ROOT
from ..contributions.editing import copy_package
from . import many
from .person import Person, expected

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
HERE = Path(__file__).parent / "articles"
WALKED = ("balad", "canal", "embassy", "roads")  # the others say only what drafts must find
FOUND = [
    *(HERE / f"{name}.expected.json" for name in WALKED),
    *sorted((ROOT.parent / "shared" / "articles").glob("*.expected.json")),
]
SHORT = "embassy"


class Checkout(NamedTuple):
    """A repository with the package, and a folder with the text of the new article alone."""

    root: Path
    texts: Path

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        environment = {k: v for k, v in os.environ.items() if k not in ("IRAQMILITIAS_SOURCES", "IRAQMILITIAS_PACKAGE")}
        done = subprocess.run(
            [sys.executable, "-m", "iraqmilitias", *arguments],
            cwd=self.root,
            env=environment,
            input="",
            capture_output=True,
            encoding="utf-8",
        )
        assert "Traceback" not in done.stderr
        return done

    def add(self, article: Path, meta: Mapping[str, Any]) -> Person:
        """Run `source add` and give the worksheet to the person."""
        options = {
            "--title": meta["title"],
            "--author": meta["author"],
            "--publisher": meta["publisher"] or "A Paper",
            "--url": meta.get("url") or f"https://example.org/{article.stem}",
            "--date": meta["date"],
            "--genre": meta["genre"],
            "--coded-by": "A Reader",
            "--sources": str(self.texts),
        }
        given = [part for pair in options.items() if pair[1] for part in pair]
        done = self.run("source", "add", str(article), *given)
        assert done.returncode == 0, done.stderr
        sheet = self.root / "drafts" / f"{done.stdout[:8]}.csv"
        wanted = expected(article.with_name(f"{article.stem}.expected.json"))
        return Person(Package(self.root), sheet, read(article).lines, wanted)

    def merge(self, person: Person) -> str:
        """Merge the worksheet, mending what the program asks for, and return what it said last."""
        for _ in range(4):
            person.save()
            done = self.run("source", "merge", "--sources", str(self.texts))
            if done.returncode == 0 or not person.mend(done.stdout.splitlines()):
                break
        assert done.returncode == 0, done.stdout
        return done.stdout


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    root, texts = copy_package(tmp_path / "checkout"), tmp_path / "texts"
    texts.mkdir()
    someone = ["-c", "user.name=t", "-c", "user.email=t@example.org"]
    for command in (["init", "-q"], ["add", "-A"], [*someone, "commit", "-q", "-m", "base"]):
        subprocess.run(["git", *command], cwd=root, check=True)
    return Checkout(root, texts)


def article(path: Path) -> Path:
    """Return the article beside a list of expected rows."""
    stem = path.name.removesuffix(".expected.json")
    return next(p for p in path.parent.glob(f"{stem}.*") if p.suffix in (".txt", ".html", ".pdf"))


@pytest.mark.slow
@pytest.mark.sampled(9, rest="full")
@pytest.mark.parametrize("path", FOUND, ids=lambda p: p.name.removesuffix(".expected.json"))
def test_article_becomes_a_green_pull_request_with_only_its_own_text(path: Path, checkout: Checkout) -> None:
    wanted = expected(path)
    person = checkout.add(article(path), wanted["meta"])
    person.complete()
    said = checkout.merge(person)
    assert "; valid, nothing is left" in said
    checked = checkout.run("check", ".", "--against", "HEAD")
    assert checked.returncode == 0, checked.stdout
    proved = checkout.run("check", ".", "--against", "HEAD", "--sources", str(checkout.texts))
    assert proved.returncode == 0, proved.stdout
    assert "no text of src-0001, src-0002, src-0003, src-0004, src-0005 in the folder" in proved.stdout
    assert "valid: 0 errors" in proved.stdout
    merged = {
        t: [r for r in rows_of(person.package, t) if r.get("source_id") == "src-0006"] for t in ("event_reports",)
    }
    told = [e for n in person.lines for e in person.lines[n]["events"]]
    assert len(merged["event_reports"]) == len(told) > 0


@pytest.mark.slow
def test_person_writes_reports_of_an_old_event_ties_conflicts_aliases_and_notes(checkout: Checkout) -> None:
    person = checkout.add(HERE / f"{SHORT}.txt", expected(HERE / f"{SHORT}.expected.json")["meta"])
    person.complete()
    report = next(
        r["row"] for r in person.rows if (r["table"], r["decision"]) == ("event_reports", "keep") and r["line"] == "3"
    )
    person.add("aliases", 7, alias="Abna al-Sawad", language="ar-Latn", actor="Sons of Sawad")
    person.add("notes", 7, record="Sons of Sawad", kind="identity", note="The group is known from this article only.")
    person.add(
        "conflicts", 3, kind="number", record=report, field="no_injuries", other="evt-0067", verdict="open",
        finding="The other articles tell of nobody who was hurt.",
    )  # fmt: skip
    checkout.merge(person)
    package = person.package
    new = {t: rows_of(package, t)[-1] for t in ("aliases", "notes", "conflicts", "affiliations", "participants")}
    (group,) = (r for r in rows_of(package, "actors") if r["name"] == "Sons of Sawad")
    assert (new["aliases"]["actor_id"], new["aliases"]["source_id"]) == (group["actor_id"], "src-0006")
    assert new["notes"]["record_id"] == group["actor_id"]
    assert new["affiliations"]["organisation_id"] == "act-0040"  # written without the apostrophe of the name
    told = {r["report_id"]: r for r in rows_of(package, "event_reports") if r["source_id"] == "src-0006"}
    assert told[new["conflicts"]["record_id"]]["event_id"] == new["conflicts"]["other_id"] == "evt-0067"
    assert sum(r["event_id"] == "evt-0067" for r in told.values()) == 2
    assert new["participants"]["report_id"] in told


@pytest.mark.slow
def test_merge_names_the_row_of_the_worksheet_where_two_reports_disagree(checkout: Checkout) -> None:
    person = checkout.add(HERE / f"{SHORT}.txt", expected(HERE / f"{SHORT}.expected.json")["meta"])
    person.complete()
    kept = [r for r in person.rows if r["decision"] == "keep"]
    report = next(r for r in kept if r["table"] == "event_reports" and r["line"] == "3")
    report |= {"date_from": "2022-02-13", "date_to": "2022-02-13"}
    person.save()
    done = checkout.run("source", "merge", "--sources", str(checkout.texts))
    at = person.rows.index(report) + 2
    assert done.returncode == 1
    assert re.search(rf"^drafts/src-0006\.csv:{at}:date_from: excludes the dates of rep-\d+", done.stdout, re.MULTILINE)


@pytest.mark.slow
def test_merge_rejects_a_code_that_the_table_of_event_types_lacks(checkout: Checkout) -> None:
    person = checkout.add(HERE / f"{SHORT}.txt", expected(HERE / f"{SHORT}.expected.json")["meta"])
    with (checkout.root / "data" / "event_types.csv").open(encoding="utf-8", newline="") as file:
        assert "bombing" not in {r["event_type"] for r in csv.DictReader(file)}
    person.complete()
    event = next(r for r in person.rows if (r["table"], r["decision"]) == ("events", "keep"))
    event["event_type"] = "bombing"
    person.save()
    done = checkout.run("source", "merge")
    assert f"drafts/src-0006.csv:{person.rows.index(event) + 2}:event_type: 'bombing'" in done.stdout


@pytest.mark.slow
def test_merge_shows_an_event_that_may_be_there_already_beside_it(checkout: Checkout) -> None:
    person = checkout.add(HERE / f"{SHORT}.txt", expected(HERE / f"{SHORT}.expected.json")["meta"])
    person.complete()
    days = {"date_from": "2022-02-27", "date_to": "2022-02-27", "date_precision": "day", "event_type": "armed-attack"}
    person.add(
        "events", 7, row="x1", name="Bakery hit in Dora", place="Dora", date_basis="reported",
        description="Something struck a shop.", **days,
    )  # fmt: skip
    person.add(
        "event_reports", 7, event="x1", locator="roof of", certainty="asserted", summary="A roof is hit.", **days
    )
    said = checkout.merge(person)
    (warning,) = (line for line in said.splitlines() if line.startswith("look at "))
    assert "‘Bakery hit in Dora’ (2022-02-27 to 2022-02-27) may be " in warning
    assert "‘Drone on a bakery of Embassy’ (2022-02-27 to 2022-02-27)" in warning


@pytest.mark.full
def test_fifty_articles_are_merged_one_after_the_other_and_those_told_twice_are_offered(tmp_path: Path) -> None:
    *_, last = many.grow(tmp_path, 50)
    assert last.number == 50
    again = [warning for warning in last.warnings if warning.startswith("event-again: ")]
    assert len(again) == 5 and all("of Blast’ (" in warning and "of Bomb’ (" in warning for warning in again)
