"""How much of an article the drafts find: each of the coded articles in turn, with only the others known.

    python scripts/leave_one_out.py --sources DIR [--package PATH] [--output FILE] [--list]

Compares drafts with what is coded, by line and printed form. Writes counts and shares, no word of an article;
--list prints what was missed and what was not kept, for whoever works on the finders.
"""

from __future__ import annotations

import argparse
import csv
import math
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from iraqmilitias import table_files as tables
from iraqmilitias.extraction import lines, numbers, quotations, roles
from iraqmilitias.extraction.lines import occurrences
from iraqmilitias.extraction.spelling import tokens as words_of
from iraqmilitias.output import write
from iraqmilitias.package import Package
from iraqmilitias.workshop import drafts
from iraqmilitias.workshop.gazetteer import Gazetteer
from iraqmilitias.workshop.statement_drafts import Published
from iraqmilitias.workshop.worksheet import ENTITIES, Draft

ROOT = Path(__file__).parents[1]
MEASURES = {
    "numbers found": "coded figures whose number is drafted as a figure, on their line",
    "quotations found": "quotations of statements that are drafted, on their line",
    "names found": "coded forms of named actors, places and facilities that are drafted as such, on their line",
    "collectives found": "coded forms of unnamed collectives and loaded terms that are drafted",
    "drafts kept": "drafted figures, statements of quotations and names that are coded",
    "known names resolved": "drafted names of records that another article, or an alias, makes known, with the "
    "right record",
    "speakers right": "quotations drafted with a speaker, whose speaker is the one coded",
    "events found": "coded reports of events that are drafted on their line with their kind",
    "events of another kind": "coded reports that are drafted on their line with another kind",
    "known events linked": "drafts of reports tied to a known event, of which it is the right one",
    "participants found": "coded participants of the reports that are found, drafted with their role",
    "roles right": "drafted participants of the reports that are found, whom the data have, with their role",
    "ties found": "coded ties that are drafted, on any line, with their relation",
    "dates right": "date expressions that are resolved, and right by hand",
}


HEAD = """# How good the drafts are

`iraqmilitias source add` was run on each of the coded articles as if it were new: with the spellings, names and aliases
of the others only. What it drafted was then compared with what is coded. Each cell has the count, the share and its
95 % interval (Wilson). The finders were written with these articles at hand, so an article by another hand may fare
worse; how they do on invented articles in other styles is tested in `tests/workshop/test_invented.py`.
"""


class Share(NamedTuple):
    """So many of so many."""

    part: int
    whole: int

    def __add__(self, other: tuple[object, ...]) -> Share:
        return Share(self.part + int(str(other[0])), self.whole + int(str(other[1])))

    def wilson(self, z: float = 1.959964) -> tuple[float, float]:
        """Return the 95 % interval of Wilson (1927) for the share."""
        if not self.whole:
            return 0.0, 1.0
        n, p = self.whole, self.part / self.whole
        middle, half = p + z * z / (2 * n), z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
        return max(0.0, (middle - half) / (1 + z * z / n)), min(1.0, (middle + half) / (1 + z * z / n))

    def __str__(self) -> str:
        if not self.whole:
            return "none"
        low, high = self.wilson()
        return f"{self.part}/{self.whole}, {self.part / self.whole:.1%} ({low:.1%} to {high:.1%})"


def measure(package: Package, source: dict[str, str], text: Sequence[str], tell: list[str]) -> dict[str, Share]:
    """Return the measures for one article; `tell` takes what was missed or not kept."""
    first, last = date.fromisoformat(source["date_from"]), date.fromisoformat(source["date_to"])
    published = Published(first, last, roles.guess(text, source["title"]))
    gazetteer = Gazetteer(package, source["source_id"])
    found = drafts.draft(text, published, package, source["source_id"])
    coded = {
        t: [r for r in tables.rows_of(package, t) if r["source_id"] == source["source_id"]]
        for t in ("figures", "statements", "mentions")
    }
    result = {**_numbers(found, coded["figures"], tell), **_names(package, found, coded["mentions"], gazetteer, tell)}
    quoted, quotes_kept = _quotations(text, found, coded["statements"], tell)
    result |= quoted
    result["drafts kept"] = result.pop("figures kept") + result.pop("names kept") + quotes_kept
    result |= _events(package, source["source_id"], found, text, tell)
    result |= _dates(source["source_id"], found, tell)
    return result


def _numbers(found: Iterable[Draft], coded: list[dict[str, str]], tell: list[str]) -> dict[str, Share]:
    ours = Counter((d.line, _numerals(d.cells["printed"])) for d in found if d.table == "figures")
    theirs = Counter((int(f["line"]), _numerals(f["printed"])) for f in coded)
    return {"numbers found": _both(theirs, ours, "figure", tell), "figures kept": _kept(ours, theirs, "figure", tell)}


def _numerals(printed: str) -> str:
    return " ".join(sorted(numbers.numerals(printed))) or printed.casefold()


def _form(text: str) -> str:
    """A title's article is in the name for one reader and not for another."""
    return text.removeprefix("The ")


def _both(theirs: Counter[tuple[int, str]], ours: Counter[tuple[int, str]], what: str, tell: list[str]) -> Share:
    tell += [f"{what} missed: line {line} {text}" for line, text in (theirs - ours)]
    return Share((theirs & ours).total(), theirs.total())


def _kept(ours: Counter[tuple[int, str]], theirs: Counter[tuple[int, str]], what: str, tell: list[str]) -> Share:
    tell += [f"{what} not kept: line {line} {text}" for line, text in (ours - theirs)]
    return Share((ours & theirs).total(), ours.total())


def _names(
    package: Package, found: Iterable[Draft], coded: list[dict[str, str]], gazetteer: Gazetteer, tell: list[str]
) -> dict[str, Share]:
    named = {r["actor_id"]: r["named"] == "true" for r in tables.rows_of(package, "actors")}
    proper, loose = Counter[tuple[int, str]](), Counter[tuple[int, str]]()
    meant: dict[tuple[int, str], set[str]] = {}
    for m in coded:
        key, record = (int(m["line"]), _form(m["text"])), m["actor_id"] or m["place_id"] or m["facility_id"]
        meant.setdefault(key, set()).add(record)
        is_name = any(c.isupper() for c in m["text"]) and named.get(m["actor_id"], True) and not m["term_id"]
        (proper if is_name else loose)[key] = 1
    rows = [d for d in found if d.table == "mentions" and not d.note.startswith("new: without")]
    ours = Counter({(d.line, _form(d.text)): 1 for d in rows})
    names = {t.name: t.record_id for t in gazetteer.targets.values()}
    known = right = 0
    for draft in rows:
        key = (draft.line, _form(draft.text))
        if not any(record in gazetteer.targets for record in meant.get(key, ())):
            continue
        known += 1
        column = next(c for c in ("actor", "place", "facility") if draft.cells.get(c))
        same = (t for t in gazetteer.targets.values() if (ENTITIES[t.table], t.name) == (column, draft.cells[column]))
        record = next((t.record_id for t in same), "")
        if record in meant[key]:
            right += 1
        else:
            tell.append(
                f"resolved otherwise: line {draft.line} {draft.text}: "
                f"{names.get(draft.cells[column], 'new')}, coded {meant[key]}"
            )
    return {
        "names found": _both(proper, ours, "name", tell),
        "collectives found": _both(loose, ours, "collective", tell),
        "names kept": _kept(ours, proper | loose, "name", tell),
        "known names resolved": Share(right, known),
    }


def _quotations(
    text: Sequence[str], found: list[Draft], coded: list[dict[str, str]], tell: list[str]
) -> tuple[dict[str, Share], Share]:
    """Compare quotations: those in which a coded direct or mixed statement has its locator, or that its line has."""
    ours = [d for d in found if d.table == "statements" and d.cells["mode"] != "indirect"]
    waived = [d for d in found if d.table == "waivers" and d.cells.get("kind") == "quotation"]
    whole = part = kept = named = right = 0
    people = {r["actor_id"]: r["name"] for r in tables.rows_of(Package(ROOT), "actors")}
    for statement in coded:
        if statement["mode"] == "indirect":
            continue
        number = int(statement["line"])
        spans = [q for q in quotations.find(text[number - 1]) if not q.depth]
        places = list(occurrences(text[number - 1], statement["locator"]))
        own = [q for q in spans if any(q.start < b and a < q.end for a, b in places)] or spans[:1]
        for quotation in own:
            whole += 1
            held = [d for d in ours if d.line == number and any(a <= quotation.start < b for a, b in d.quoted)]
            seen = held or [d for d in waived if d.line == number and quotation.start <= d.start < quotation.end]
            part += bool(seen)
            if not seen:
                tell.append(f"quotation missed: line {number}")
            for draft in held:
                if draft.cells["speaker"]:
                    named += 1
                    same = _same(draft.cells["speaker"], people[statement["speaker_id"]])
                    right += same
                    if not same:
                        tell.append(
                            f"speaker otherwise: line {number} {draft.cells['speaker']}, coded "
                            f"{people[statement['speaker_id']]}"
                        )
    lines_quoted = {int(s["line"]) for s in coded if s["mode"] != "indirect"}
    for draft in ours:
        kept += draft.line in lines_quoted
        if draft.line not in lines_quoted:
            tell.append(f"quotation not kept: line {draft.line}")
    return {"quotations found": Share(part, whole), "speakers right": Share(right, named)}, Share(kept, len(ours))


def _events(
    package: Package, source_id: str, found: list[Draft], text: Sequence[str], tell: list[str]
) -> dict[str, Share]:
    """Compare reports by line and kind, and of those found the event, participants with roles, and ties."""
    reports = [r for r in tables.rows_of(package, "event_reports") if r["source_id"] == source_id]
    events = {r["name"]: r["event_id"] for r in tables.rows_of(package, "events")}
    names = {r[f"{c}_id"]: r["name"] for t, c in ENTITIES.items() for r in tables.rows_of(package, t)}
    left = [d for d in found if d.table == "event_reports"]
    people = [d for d in found if d.table == "participants"]
    hit = other = linked = right = coded = placed = drafted = kept = 0
    for report in reports:
        here = [d for d in left if d.line == int(report["line"])]
        place = text[int(report["line"]) - 1].find(report["locator"])
        touching = [d for d in here if d.start <= place + len(report["locator"]) and place <= d.start + len(d.text)]
        same = [d for d in touching or here if d.cells["event_type"] == report["event_type"]] or touching
        if not same:
            tell.append(f"event missed: line {report['line']} {report['event_type']} {report['locator']}")
            continue
        draft = min(same, key=lambda d: abs(d.start - place))
        left.remove(draft)
        is_kind = draft.cells["event_type"] == report["event_type"]
        hit, other = hit + is_kind, other + (not is_kind)
        if not is_kind:
            tell.append(f"event of another kind: line {report['line']} {draft.text} {draft.cells['event_type']}, "
                        f"coded {report['event_type']}")  # fmt: skip
        event = events.get(draft.cells.get("event", ""))
        linked, right = linked + bool(event), right + (event == report["event_id"])
        if event and event != report["event_id"]:
            tell.append(f"linked otherwise: line {report['line']} {draft.text} {event}, coded {report['event_id']}")
        rows = [p for p in tables.rows_of(package, "participants") if p["report_id"] == report["report_id"]]
        theirs = {(names[p["actor_id"] or p["place_id"] or p["facility_id"]], p["role"]) for p in rows}
        own = [d for d in people if d.cells["report"] == draft.row]
        ours = {(next(d.cells[c] for c in ENTITIES.values() if c in d.cells), d.cells["role"]) for d in own}
        coded, placed = coded + len(theirs), placed + len(theirs & ours)
        known = {name for name, _ in theirs}
        drafted, kept = drafted + sum(name in known for name, _ in ours), kept + len(theirs & ours)
        tell += [f"participant missed: line {report['line']} {report['locator']}: {p}" for p in sorted(theirs - ours)]
        tell += [f"participant beside: line {report['line']} {report['locator']}: {p}" for p in sorted(ours - theirs)]
    tell += [f"event beside: line {d.line} {d.text} {d.cells['event_type']}" for d in left]
    ties = {(names[a["actor_id"]], a["relation"], names[a["organisation_id"]])
            for a in tables.rows_of(package, "affiliations") if a["source_id"] == source_id}  # fmt: skip
    ours_tied = {(d.cells["actor"], d.cells["relation"], d.cells["organisation"])
                 for d in found if d.table == "affiliations"}  # fmt: skip
    tell += [f"tie missed: {t}" for t in sorted(ties - ours_tied)] + [
        f"tie beside: {t}" for t in sorted(ours_tied - ties)
    ]
    return {
        "events found": Share(hit, len(reports)),
        "events of another kind": Share(other, len(reports)),
        "known events linked": Share(right, linked),
        "participants found": Share(placed, coded),
        "roles right": Share(kept, drafted),
        "ties found": Share(len(ties & ours_tied), len(ties)),
    }


def _same(ours: str, coded: str) -> bool:
    """A speaker whom no other article knows is right by the spelling: one name has the other's words."""
    one, other = {t.key for t in words_of(ours)}, {t.key for t in words_of(coded)}
    return one <= other or other <= one


def _dates(source_id: str, found: Iterable[Draft], tell: list[str]) -> dict[str, Share]:
    """Compare resolved date expressions with those read by hand (tests/extraction/date_expressions.csv)."""
    with (ROOT / "tests" / "extraction" / "date_expressions.csv").open(encoding="utf-8", newline="") as file:
        hand = {(int(r["line"]), r["text"]): r for r in csv.DictReader(file) if r["source_id"] == source_id}
    right = claimed = 0
    for draft in found:
        if draft.table != "dates" or not draft.cells.get("date_precision"):
            continue
        claimed += 1
        row = hand.get((draft.line, draft.text), {})
        same = all(row.get(c, "-") == draft.cells.get(c, "") for c in ("date_from", "date_to", "date_precision"))
        right += same
        if not same:
            tell.append(f"date otherwise: line {draft.line} {draft.text} {draft.cells}, by hand {row or 'not listed'}")
    return {"dates right": Share(right, claimed)}


def page(results: dict[str, dict[str, Share]]) -> str:
    """Return the page for the documentation."""
    out = [
        HEAD,
        "| measure | " + " | ".join(results) + " | together |",
        "| --- |" + " --- |" * (len(results) + 1),
    ]
    for name in MEASURES:
        shares = [r[name] for r in results.values()]
        pooled = sum(shares, Share(0, 0))
        out.append(f"| {name} | " + " | ".join(f"{s.part}/{s.whole}" for s in shares) + f" | {pooled} |")
    out += ["", "What each measure counts:", ""]
    return "\n".join(out + [f"- **{name}**: {text}." for name, text in MEASURES.items()]) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sources", type=Path, required=True, help="folder of the articles' texts")
    parser.add_argument("--package", type=Path, default=ROOT)
    parser.add_argument("--output", type=Path, help="write the page here instead of printing it")
    parser.add_argument("--list", action="store_true", help="print what was missed and what was not kept (to stderr)")
    given = parser.parse_args()
    package = Package(given.package)
    results: dict[str, dict[str, Share]] = {}
    for source in tables.rows_of(package, "sources"):
        if not (given.sources / source["file_name"]).is_file():
            continue  # an article whose text somebody else has
        tell: list[str] = []
        text = lines.read(given.sources / source["file_name"])
        results[source["source_id"]] = measure(package, source, text, tell)
        if given.list:
            print(*(f"{source['source_id']}: {t}" for t in tell), sep="\n", file=sys.stderr)
    write(given.output or "-", page(results).encode())


if __name__ == "__main__":
    main()
