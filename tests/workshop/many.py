"""Invented articles one after the other, each merged with an event that all report: python -m tests.workshop.many 50

Prints the processor seconds of each step after every tenth article. Article n tells of one happening of its own and of
one that the data have; every tenth tells of its predecessor's as if it were new, which must be offered as a duplicate.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from iraqmilitias.package import Package
from iraqmilitias.table_files import rows_of
from iraqmilitias.workshop import contribution, intake, merging
from iraqmilitias.workshop.article_file import Document, read

from ..contributions.editing import copy_package
from .person import Person

OUTLETS = ("Hilla", "Rusafa", "Kufa", "Shatra", "Zubair", "Mandali", "Balad", "Tuz", "Afak", "Ruad")
PAPERS = ("Post", "Mail", "Ledger", "Mirror", "Chronicle")
PLACES = ("Tell Abyan", "Umm Sidra", "Khan Zahr", "Bir Nakhla", "Nahr Safi", "Qasr Lulu", "Wadi Sur", "Ras Tin")
ENDINGS = ("Awla", "Thaniya", "Wusta", "Janub", "Shamal", "Gharb", "Sharq")
OFFICERS = ("Layth", "Sabri", "Munir", "Faris", "Qais", "Nabil", "Harith")
FAMILIES = ("Dulami", "Jaburi", "Saadun", "Rubayi", "Khafaji", "Zawbai", "Tamimi", "Lami")
SHARED = "evt-0067"


class Article(NamedTuple):
    """The text of an invented article and the rows that a careful reader codes."""

    name: str
    lines: tuple[str, ...]
    expected: dict[str, Any]


def article(number: int, known: Mapping[str, str]) -> Article:
    """Return an article; the tenth, twentieth … tell of the happening of the one before. `known` has places' ids."""
    own = number - 1 if number and number % 10 == 0 else number
    published = date(2022, 2, 1) + timedelta(days=3 * own + 2)
    day = published - timedelta(days=1)
    outlet = f"{OUTLETS[number % 10]} {PAPERS[number // 10 % 5]}"
    place = f"{PLACES[own % 8]} {ENDINGS[own // 8 % 7]}"
    officer = f"{OFFICERS[number % 7]} {FAMILIES[number // 7 % 8]}"
    lorries = 11 + own
    month = f"{published:%B}"
    lines = (
        f"{'Bomb' if own == number else 'Blast'} stops a convoy near {place}",
        "",
        f"BAGHDAD, {month} {published.day}, 2022 ({outlet}) — A bomb struck a convoy of {lorries} lorries near {place} "
        f"on {day:%A}, Colonel {officer} told reporters.",
        "",
        f"{officer} said that a rocket had wounded a guard at the US embassy on January 13.",
        "",
        "The drivers waited beside the road until the evening, and people of the villages around brought them tea, "
        "bread and blankets, since the wind was cold and nobody could tell how long the search would last.",
    )
    return Article(
        f"convoy-{number:02d}.txt",
        lines,
        _expected(lines, outlet, place, known.get(place, ""), officer, lorries, published, day),
    )


def _expected(
    lines: tuple[str, ...],
    outlet: str,
    place: str,
    place_id: str,
    officer: str,
    lorries: int,
    published: date,
    day: date,
) -> dict[str, Any]:
    def line(at: int, role: str, **found: list[dict[str, Any]]) -> dict[str, Any]:
        kinds = ("numbers", "quotations", "indirect", "names", "dates", "events", "ties")
        return {"role": role, "starts": lines[at - 1], **{kind: found.get(kind, []) for kind in kinds}}

    def event(locator: str, days: tuple[str | None, str, str], **rest: Any) -> dict[str, Any]:
        first, last, precision = days
        base = {"label": None, "same_as": None, "existing": None, "certainty": "asserted", "voice": None}
        numbers = {"killed": None, "injured": None, "participants": []}
        return {"locator": locator, "from": first, "to": last, "precision": precision, **base, **numbers, **rest}

    label = f"convoy at {place}"
    near = [{"role": "location", "who": place_id or place, "certainty": "asserted"}]
    named = {"text": place, "record": place_id or None, "new": place, "times": 1}
    new_place = {} if place_id else {place: {"kind": "place", "type": "area", "named": True}}
    exact = (day.isoformat(), day.isoformat(), "day")
    undated = (None, published.isoformat(), "open")
    old = ("2022-01-13", "2022-01-13", "day")
    return {
        "meta": {
            "title": lines[0], "author": None, "publisher": outlet, "date": published.isoformat(), "language": "en",
            "genre": "news",
        },
        "new_records": {
            outlet: {"kind": "actor", "type": "media", "named": True},
            officer: {"kind": "actor", "type": "person", "named": True},
            **new_place,
        },
        "lines": {
            "1": line(
                1, "title", names=[named],
                events=[event("stops a convoy", undated, type="armed-attack", label=label)],
            ),
            "3": line(
                3, "body",
                numbers=[{
                    "printed": str(lorries), "low": lorries, "high": lorries, "qualifier": "exact", "measure": "other",
                    "unit": "other", "of": f"lorries that drove past {place}",
                }],
                names=[
                    {"text": "BAGHDAD", "record": "plc-0011", "times": 1}, {"text": outlet, "new": outlet, "times": 1},
                    named, {"text": officer, "new": officer, "times": 1},
                ],
                indirect=[{"speaker": officer, "about": f"a bomb at {place}", "locator": "told reporters"}],
                events=[event(
                    "bomb struck", exact, type="armed-attack", same_as=label, voice=officer, participants=near,
                )],
            ),
            "5": line(
                5, "body",
                names=[
                    {"text": officer, "new": officer, "times": 1},
                    {"text": "US embassy", "record": "fac-0006", "times": 1},
                ],
                indirect=[{"speaker": officer, "about": f"{officer} on the embassy", "locator": "said that"}],
                events=[event("rocket had", old, type="rocket-attack", existing=SHARED, voice=officer, injured=1)],
            ),
            "7": line(7, "body"),
        },
    }  # fmt: skip


def spent() -> float:
    """Return the processor seconds of this process and of its children that have ended."""
    return sum(os.times()[:4])


class Step(NamedTuple):
    """The processor seconds of adding, merging and checking the article of a number."""

    number: int
    add: float
    merge: float
    check: float | None
    rows: int
    warnings: tuple[str, ...]


def grow(root: Path, count: int, every: int = 10) -> Iterator[Step]:
    """Add invented articles to a copy of the package, and check it against the first version after every `every`."""
    base = copy_package(root / "base")
    grown = copy_package(root / "grown")
    for number in range(1, count + 1):
        made = article(number, {r["name"]: r["place_id"] for r in rows_of(Package(grown), "places")})
        file = root / made.name
        file.write_text("\n".join(made.lines) + "\n", encoding="utf-8")
        start = spent()
        sheet = _added(Package(grown), read(file), made)
        added = spent()
        _merged(Package(grown), sheet, made)
        merged = spent()
        check, rows, warnings = None, 0, list[str]()
        if number % every == 0:
            found = contribution.check(grown, str(base))
            check = spent() - merged
            assert found.valid, [i for i in found.report.issues if i.severity == "error"][:5]
            rows, warnings = found.report.rows, [f"{i.code}: {i.message}" for i in found.report.issues]
        yield Step(number, added - start, merged - added, check, rows, tuple(warnings))


def _added(package: Package, document: Document, made: Article) -> Path:
    meta = made.expected["meta"]
    given = {
        "title": meta["title"], "author_basis": "unknown", "publisher": meta["publisher"], "date_from": meta["date"],
        "date_to": meta["date"], "url": f"https://example.org/{made.name}", "genre": "news", "language": "en",
        "quotations": "unverified", "coded_by": "A Reader", "coder_kind": "human", "coded_on": "2026-01-01",
    }  # fmt: skip
    return intake.add(package, document, given, workbook=False).files[0]


def _merged(package: Package, sheet: Path, made: Article) -> None:
    person = Person(package, sheet, made.lines, made.expected)
    person.complete()
    for _ in range(3):
        person.save()
        try:
            merging.merge(package, sheet)
        except merging.WorksheetError as error:
            if not person.mend(error.problems):
                raise
        else:
            return
    raise AssertionError(f"{sheet}: not merged")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        for step in grow(Path(folder), int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 10):
            if step.check is not None:
                print(
                    f"{step.number} articles, {step.rows} rows: add {step.add:.2f} s, merge {step.merge:.2f} s, "
                    f"check {step.check:.2f} s of processor time; {len(step.warnings)} warnings",
                    *step.warnings[:10], sep="\n  ", flush=True,
                )  # fmt: skip
