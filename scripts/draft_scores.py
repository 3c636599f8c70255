"""How good the drafts of the invented articles are: a table by kind of what a careful reader expects.

    python scripts/draft_scores.py [FOLDER …] [--article NAME] [--list]

A folder has articles (.txt, .html) and beside each its expected rows (.expected.json; form and rules in the README of
tests/workshop/articles). The columns: `expected`, rows that a careful reader has; `found`, drafted with the right
value; `wrong`, drafted with another value, or set to keep and not expected; `open`, left to the person; `offered`,
drafted without a decision and not expected. --list prints each that is wrong, open or offered.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from iraqmilitias.extraction import numbers, roles
from iraqmilitias.extraction.phrases import nations
from iraqmilitias.package import Package
from iraqmilitias.table_files import rows_of
from iraqmilitias.workshop import article_file, drafts
from iraqmilitias.workshop.gazetteer import Gazetteer
from iraqmilitias.workshop.statement_drafts import Published
from iraqmilitias.workshop.worksheet import ENTITIES, Draft

ROOT = Path(__file__).parents[1]
ARTICLES = ROOT / "tests" / "workshop" / "articles"
KINDS = (
    "lines", "numbers", "quotations", "speakers", "names", "links", "kinds", "dates", "events", "event identity",
    "event dates", "event voice", "event certainty", "participants", "ties",
)  # fmt: skip
COLUMNS = ("expected", "found", "wrong", "open", "offered")
_PLAIN = str.maketrans({"\u00a0": " ", "\u202f": " ", "‑": "-", "’": "'", "ʼ": "'"})
_SMALL = frozenset({"a", "an", "the", "of", "in", "on", "at", "for", "to", "and", "or", "by", "near", "with", "from"})
Entry = dict[str, Any]


def fold(text: str) -> str:
    """Return a text with plain spaces, hyphens and apostrophes, in small letters."""
    return " ".join(text.translate(_PLAIN).casefold().split())


@dataclass
class Score:
    """The counts of one kind, and a sentence for each row that is not found."""

    expected: int = 0
    found: int = 0
    wrong: int = 0
    open: int = 0
    offered: int = 0
    told: list[str] = field(default_factory=list)

    def take(self, result: str, about: str, counted: bool = True) -> None:
        """Count one row; one that may be absent counts only where it is drafted wrongly."""
        if not counted and result in ("found", "open"):
            return
        if result != "offered" and counted and not about.startswith("beside"):
            self.expected += 1
        setattr(self, result, getattr(self, result) + 1)
        if result != "found":
            self.told.append(f"{result}: {about}")

    def __add__(self, other: Score) -> Score:
        sums = {c: getattr(self, c) + getattr(other, c) for c in COLUMNS}
        return Score(**sums, told=[*self.told, *other.told])


class Marker:
    """Compares the drafts of one article with its expected rows."""

    def __init__(self, path: Path, expected: Entry, package: Package, gazetteer: Gazetteer, found: list[Draft]) -> None:
        self.name, self.expected, self.drafts = path.name, expected, found
        self.records = {t.record_id: t for t in gazetteer.targets.values()}
        self.events = {r["event_id"]: r["name"] for r in rows_of(package, "events")}
        self.scores = {kind: Score() for kind in KINDS}
        self.rows = {d.row: d for d in found}
        self.labels: dict[str, str] = {}
        self.called: dict[str, set[str]] = {}  # how the drafts call each new record where its name is printed

    def take(self, kind: str, result: str, line: int, about: str, counted: bool = True) -> None:
        where = f"{self.name}:{line}: {about}"
        self.scores[kind].take(result, f"beside {where}" if about.startswith("beside") else where, counted)

    def beside(self, kind: str, line: int, left: Sequence[Draft], told: Callable[[Draft], str]) -> None:
        """Count drafts that nobody expects: wrong where they are to be kept, else only offered."""
        for draft in left:
            self.take(kind, "wrong" if draft.decision == "keep" else "offered", line, f"beside {told(draft)}")

    def on(self, line: int, *tables: str) -> list[Draft]:
        return [d for d in self.drafts if d.line == line and d.table in tables]

    def same(self, draft_name: str, *allowed: str | None) -> bool:
        """Whether a draft's cell names an expected record; an unnamed one by a word of its description."""
        for one in allowed:
            if one in self.records:
                if self.records[one].name == draft_name:
                    return True
                continue
            if one is None:
                if not draft_name:
                    return True
                continue
            record = self.expected["new_records"].get(one, {})
            held = [i for i in record.get("also", ()) if i in self.records]
            if any(self.records[i].name == draft_name for i in held):
                return True
            others = [i for i in record.get("also", ()) if i not in self.records]
            if any(self._is_called(draft_name, name) for name in (one, *others)):
                return True
        return False

    def _is_called(self, draft_name: str, name: str) -> bool:
        """Whether a draft's cell names a new record: by its name or an alias, or, unnamed, by a word of its label."""
        record = self.expected["new_records"].get(name, {})
        names = [_name_words(n) for n in (name, *record.get("aliases", ()))]
        if _name_words(draft_name) in names or draft_name in self.called.get(name, ()):
            return True
        known = {t.name for t in self.records.values()}
        unnamed = not record.get("named", True) and draft_name not in known
        return unnamed and bool(_words(draft_name) & _words(name))

    def read_names(self, number: int, expected: Entry) -> None:
        """Remember how the drafts call the new records that a line names: "Foreign Ministry" is Iraq’s."""
        known = {t.name for t in self.records.values()}
        for entry in expected.get("names", ()):
            for draft in self.on(number, "mentions"):
                called = _who(draft)
                if entry.get("new") and fold(draft.text) == fold(entry["text"]) and called not in known:
                    self.called.setdefault(entry["new"], set()).add(called)

    def kinds(self) -> None:
        """Compare the table and type of each new record that has a name."""
        made = [d for d in self.drafts if d.table in ("actors", "places", "facilities")]
        for name, entry in self.expected["new_records"].items():
            draft = next((d for d in made if self.same(d.cells["name"], name)), None)
            if draft is None or not entry["named"]:
                continue
            kind = next(v for k, v in draft.cells.items() if k.endswith("_type"))
            table = ENTITIES[draft.table]
            right = table == entry["kind"] and kind in _allowed(entry, "type")
            self.take("kinds", "found" if right else "wrong", draft.line, f"{name}: {table} {kind}, is {entry['type']}")

    def line(self, number: int, expected: Entry, text: str) -> None:
        """Compare one line."""
        role = next((d.cells["role"] for d in self.on(number, "lines")), "")
        right = role in _allowed(expected, "role")
        self.take("lines", "found" if right else "wrong", number, f"role {role}")
        self._numbers(number, expected)
        self._quotations(number, expected, text)
        self._names(number, expected)
        if any(line.get("dates") for line in self.expected["lines"].values()):
            self._dates(number, expected)
        self._events(number, expected, text)
        self._ties(number, expected)

    def _numbers(self, line: int, expected: Entry) -> None:
        left = self.on(line, "figures")
        free = {fold(t) for t in expected.get("open", {}).get("numbers", ())}
        for entry in expected.get("numbers", ()):
            wanted = numbers.numerals(entry["printed"]) or {entry["printed"]}
            draft = next((d for d in left if wanted == (numbers.numerals(d.text) or {d.text})), None)
            about, counted = f"number {entry['printed']}", not entry.get("optional")
            if draft is None:
                self.take("numbers", "open", line, about, counted)
                continue
            left.remove(draft)
            bounds = {"value_low": entry["low"], "value_high": entry["high"]}
            wrong = [c for c, v in bounds.items() if _value(draft.cells.get(c, "")) != v]
            coded = ("qualifier", "measure", "unit")
            wrong += [c for c in coded if draft.cells.get(c) not in ("", *_allowed(entry, c))]
            self.take("numbers", "wrong" if wrong else "found", line, f"{about}: {wrong} {draft.cells}", counted)
        for draft in left:
            if fold(draft.text) not in free:
                self.take("numbers", "wrong" if draft.decision else "offered", line, f"beside number {draft.text}")

    def _quotations(self, line: int, expected: Entry, text: str) -> None:
        said = self.on(line, "statements")
        voices: list[tuple[str | None, ...]] = []
        for entry in expected.get("quotations", ()):
            start = fold(text).find(fold(entry["words_start"]))
            draft = next((d for d in said if any(a - 2 <= start <= b for a, b in d.quoted)), None)
            waived = any(
                d.start - 2 <= start <= d.start + len(d.text)
                for d in self.on(line, "waivers")
                if d.cells.get("kind") == "quotation"
            )
            about, counted = f"quotation {entry['words_start']}", not entry.get("optional")
            self.take("quotations", "found" if draft else "wrong" if waived else "open", line, about, counted)
            voices.append(_allowed(entry, "speaker"))
            self._speaker(line, draft.cells.get("speaker", "") if draft else "", entry, counted)
        for entry in expected.get("indirect", ()):
            voices.append(_allowed(entry, "speaker"))
            named = [d for d in said if self.same(d.cells.get("speaker", ""), *_allowed(entry, "speaker"))]
            own = next((d for d in said if fold(d.text) in fold(entry["locator"]) and not d.quoted), None)
            speaker = named[0].cells["speaker"] if named else own.cells.get("speaker", "") if own else ""
            self._speaker(line, speaker, entry, not entry.get("optional"))
        for draft in said:
            speaker = draft.cells.get("speaker", "")
            if speaker and not any(self.same(speaker, *who) for who in voices):
                self.take("speakers", "offered", line, f"beside speaker {speaker} ({draft.text})")

    def _speaker(self, line: int, speaker: str, entry: Entry, counted: bool) -> None:
        right = self.same(speaker, *_allowed(entry, "speaker"))
        what = entry.get("words_start") or entry["locator"]
        result = "open" if not speaker and entry["speaker"] else "found" if right else "wrong"
        self.take("speakers", result, line, f"speaker of {what}: {speaker}, is {entry['speaker']}", counted)

    def _names(self, line: int, expected: Entry) -> None:
        left = self.on(line, "mentions")
        waived = {fold(d.text) for d in self.on(line, "waivers") if d.decision}
        free = {fold(t) for t in expected.get("open", {}).get("names", ())}
        for entry in expected.get("names", ()):
            forms = {fold(t) for t in (entry["text"], *entry.get("text_also", ()))}
            forms |= {f.removeprefix("the ") for f in forms}
            draft = next((d for d in left if fold(d.text) in forms), None)
            about, counted = f"name {entry['text']}", not entry.get("optional") and fold(entry["text"]) not in free
            if draft is None:
                self.take("names", "wrong" if forms & waived else "open", line, about, counted)
                continue
            left.remove(draft)
            self.take("names", "found", line, about, counted)
            column = next(c for c in ("actor", "place", "facility") if c in draft.cells)
            name, wanted = draft.cells[column], entry["record"] or entry.get("new")
            new = name not in {t.name for t in self.records.values()}
            right = self.same(name, wanted, *entry.get("also", ()))
            if (
                wanted not in self.records
                and new
                and (column == entry.get("kind", column) or fold(draft.text) != fold(entry["text"]))
            ):
                right = True  # what a new record is called is for the person to say
            result = "found" if right else "open" if not name or (new and wanted in self.records) else "wrong"
            self.take("links", result, line, f"{about}: {name or 'nobody'}, is {wanted}", counted)
        self.beside("names", line, [d for d in left if fold(d.text) not in free], lambda d: f"name {d.text}")

    def _dates(self, line: int, expected: Entry) -> None:
        left = self.on(line, "dates")
        free = {fold(t) for t in expected.get("open", {}).get("dates", ())}
        for entry in expected.get("dates", ()):
            text = fold(entry["text"])
            draft = next((d for d in left if fold(d.text) in text or text in fold(d.text)), None)
            about, counted = f"date {entry['text']}", not entry.get("optional")
            if draft is None or not draft.cells.get("date_precision"):
                self.take("dates", "open", line, about, counted)
            else:
                bounds = {c: draft.cells.get(f"date_{c}") or None for c in ("from", "to")}
                same = all(day in _allowed(entry, c) for c, day in bounds.items())
                same = same or [*bounds.values()] == entry.get("date_also")
                same = same or entry.get("note", "").startswith("ends on the day")
                self.take("dates", "found" if same else "wrong", line, f"{about}: {draft.cells}", counted)
            if draft in left:
                left.remove(draft)
        for draft in left:
            if draft.cells.get("date_precision") and fold(draft.text) not in free:
                self.take("dates", "wrong", line, f"beside date {draft.text}")

    def _events(self, line: int, expected: Entry, text: str) -> None:
        left = self.on(line, "event_reports")
        entries = sorted(expected.get("events", ()), key=lambda e: bool(e.get("optional")))
        reports: dict[int, Draft] = {}
        for by_kind in (False, True):  # those at the expected words first, then those of the same kind
            for entry in entries:
                if id(entry) not in reports and (draft := self._report(entry, left, text, by_kind)) is not None:
                    reports[id(entry)] = draft
                    left.remove(draft)
        pairs = [(entry, reports.get(id(entry))) for entry in expected.get("events", ())]
        for entry, draft in pairs:
            self._report_scores(line, entry, draft)
        free = [fold(t) for t in expected.get("open", {}).get("events", ())]
        left = [d for d in left if not any(fold(d.text) in t or t in fold(d.text) for t in free)]
        self.beside("events", line, left, lambda d: f"event {d.text} {d.cells.get('event_type')}")

    def _report(self, entry: Entry, left: Sequence[Draft], text: str, by_kind: bool) -> Draft | None:
        """Return the draft of a report: the one whose words touch the expected ones, or one of the same kind."""
        line = fold(text)
        place = line.find(fold(entry["locator"]))
        types = _allowed(entry, "type")
        near = [d for d in left if place <= d.start + len(d.text) and d.start <= place + len(entry["locator"]) + 1]
        choice = [d for d in left if d.cells.get("event_type") in types] if by_kind else near
        return min(choice, key=lambda d: abs(d.start - place), default=None)

    def _report_scores(self, line: int, entry: Entry, draft: Draft | None) -> None:
        counted, about = not entry.get("optional"), f"event {entry['locator']}"
        if draft is None:
            self.take("events", "open", line, about, counted)
            for person in entry.get("participants", ()):
                what = f"{about}: {person['role']} {person['who']}"
                self.take("participants", "open", line, what, counted and not person.get("optional"))
            return
        kind = draft.cells.get("event_type", "")
        right = kind in _allowed(entry, "type")
        self.take("events", _result(right, not kind), line, f"{about}: {kind}, is {entry['type']}", counted)
        self._identity(line, entry, draft, about, counted)
        bounds = [draft.cells.get("date_from") or None, draft.cells.get("date_to") or None]
        same = bounds in ([entry["from"], entry["to"]], entry.get("date_also"))
        unsure = bounds[0] is None and entry["from"] is not None
        self.take("event dates", _result(same, not same and unsure), line, f"{about}: {bounds}", counted)
        said = self.rows.get(draft.cells.get("statement", ""))
        speaker = said.cells.get("speaker", "") if said else ""
        voiced = self.same(speaker, *_allowed(entry, "voice"))
        unsure = bool(entry["voice"]) and not speaker
        self.take("event voice", _result(voiced, not voiced and unsure), line, f"{about}: {speaker}", counted)
        sure = draft.cells.get("certainty", "")
        right = sure in _allowed(entry, "certainty")
        self.take("event certainty", _result(right, not right and not sure), line, f"{about}: {sure}", counted)
        self._participants(line, entry, draft, about, counted)

    def _identity(self, line: int, entry: Entry, draft: Draft, about: str, counted: bool) -> None:
        event = draft.cells.get("event", "")
        if entry.get("existing"):
            right = self.events.get(entry["existing"]) == event
            result = "found" if right else "open" if not event or event in self.rows else "wrong"
        else:
            label = entry.get("label") or entry.get("same_as") or ""
            known = event in self.events.values()
            right = bool(event) and not known and self.labels.setdefault(label, event) == event
            right = right and [k for k, v in self.labels.items() if v == event] == [label]
            result = "found" if right else "open" if not event else "wrong"
        self.take("event identity", result, line, f"{about}: {event}", counted)

    def _participants(self, line: int, entry: Entry, report: Draft, about: str, counted: bool) -> None:
        left = [d for d in self.drafts if d.table == "participants" and d.cells.get("report") == report.row]
        for person in entry.get("participants", ()):
            own = [d for d in left if any(self._is_of_kind(d, who) for who in _allowed(person, "who"))]
            roles_of = _allowed(person, "role")
            draft = next((d for d in own if d.cells["role"] in roles_of), own[0] if own else None)
            what, wanted = f"{about}: {person['role']} {person['who']}", counted and not person.get("optional")
            if draft is None:
                self.take("participants", "open", line, what, wanted)
                continue
            left.remove(draft)
            right = draft.cells["role"] in roles_of
            right = right and draft.cells.get("certainty", "") in ("", *_allowed(person, "certainty"))
            self.take("participants", "found" if right else "wrong", line, f"{what}: {draft.cells}", wanted)
        self.beside("participants", line, left, lambda d: f"{about}: {d.cells['role']} {_who(d)}")

    def _is_of_kind(self, draft: Draft, who: str) -> bool:
        """Whether a draft names an expected record; the place "Yusufiya" is not a farm near it without a name."""
        record = self.expected["new_records"].get(who, {"named": True})
        elsewhere = "place" in draft.cells and not record["named"] and record["kind"] != "place"
        return self.same(_who(draft), who) and not elsewhere

    def _ties(self, line: int, expected: Entry) -> None:
        left = self.on(line, "affiliations")
        for entry in expected.get("ties", ()):
            ends = ("actor", "organisation")
            pairs = [d for d in left if all(self.same(d.cells.get(c, ""), *_allowed(entry, c)) for c in ends)]
            about, counted = f"{entry['actor']} {entry['relation']} {entry['organisation']}", not entry.get("optional")
            if not pairs:
                self.take("ties", "open", line, about, counted)
                continue
            left.remove(pairs[0])
            relation = pairs[0].cells.get("relation", "")
            right = relation in _allowed(entry, "relation")
            right = right and pairs[0].cells.get("tense") in ("", entry["tense"])
            self.take("ties", _result(right, not relation), line, f"{about}: {pairs[0].cells}", counted)
        self.beside("ties", line, left, lambda d: f"tie {d.cells}")


def _allowed(entry: Entry, key: str) -> tuple[Any, ...]:
    """Return the value that an entry expects, and others that are right too."""
    return (entry[key], *entry.get(f"{key}_also", ()))


def _result(right: bool, is_open: bool) -> str:
    return "open" if is_open else "found" if right else "wrong"


def _who(draft: Draft) -> str:
    return next((v for c in ("actor", "place", "facility") if (v := draft.cells.get(c))), "")


def _value(printed: str) -> float | None:
    return round(float(printed), 4) if printed else None


def _name_words(text: str) -> tuple[str, ...]:
    """Return the words of a name in order of the alphabet: "foreign ministry of Iran" is "Iranian foreign ministry"."""
    parts = (w for w in fold(text).split() if w not in ("of", "the"))
    return tuple(sorted(nations().get(w, w) for w in parts))


def _words(text: str) -> set[str]:
    return {w.rstrip("s") for w in re.findall(r"\w+", fold(text))} - _SMALL


def marked(path: Path, package: Package) -> dict[str, Score]:
    """Return the scores of one article; its expected rows are beside it."""
    expected = json.loads(path.with_name(f"{path.stem}.expected.json").read_text(encoding="utf-8"))
    document = article_file.read(path)
    day = date.fromisoformat(expected["meta"]["date"])
    published = Published(day, day, roles.guess(document.lines, expected["meta"]["title"]))
    gazetteer = Gazetteer(package)
    marker = Marker(path, expected, package, gazetteer, drafts.draft(document.lines, published, package))
    full = [i for i, line in enumerate(document.lines, 1) if line.strip()]
    used: dict[int, Entry] = {}
    for key, entry in expected["lines"].items():
        number = int(key)
        if path.suffix == ".html":
            start = fold(entry["starts"])
            number = next((i for i in full if i not in used and fold(document.lines[i - 1]).startswith(start)), 0)
        if not number:
            marker.take("lines", "open", 0, f"no line starts with {entry['starts']}")
            continue
        used[number] = entry
        marker.read_names(number, entry)
    for number, entry in used.items():
        marker.line(number, entry, document.lines[number - 1])
    marker.kinds()
    for number in full:
        held = next((w for w in expected.get("outside", ()) if w in document.lines[number - 1]), "")
        if held:
            marker.take("lines", "wrong", number, f"beside the article: {held}")
    return marker.scores


def articles(folders: Sequence[Path]) -> Iterator[Path]:
    """Yield the articles of the folders that have expected rows beside them."""
    for folder in folders:
        for expected in sorted(folder.glob("*.expected.json")):
            name = expected.name.removesuffix(".expected.json")
            yield next(folder / f"{name}{s}" for s in (".txt", ".html") if (folder / f"{name}{s}").is_file())


def table(scores: dict[str, Score]) -> str:
    """Return the table of all kinds, as Markdown."""
    rows = ["| kind | " + " | ".join(COLUMNS) + " | found | wrong |", "| --- |" + " ---: |" * 7]
    for kind, score in scores.items():
        share = f"{score.found / score.expected:.0%}" if score.expected else ""
        wrong = f"{score.wrong / (score.found + score.wrong):.1%}" if score.found + score.wrong else ""
        rows.append(f"| {kind} | " + " | ".join(str(getattr(score, c)) for c in COLUMNS) + f" | {share} | {wrong} |")
    return "\n".join(rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path, default=[ARTICLES])
    parser.add_argument("--article", action="append", help="only the article of this name; can be repeated")
    parser.add_argument("--package", type=Path, default=ROOT / "tests" / "packages" / "frozen")
    parser.add_argument("--list", action="store_true", help="print what is wrong, open or offered")
    given = parser.parse_args()
    package, total = Package(given.package), {kind: Score() for kind in KINDS}
    for path in articles(given.folders):
        if not given.article or path.stem in given.article:
            total = {kind: total[kind] + score for kind, score in marked(path, package).items()}
    if given.list:
        print(*(f"{kind} {told}" for kind, score in total.items() for told in score.told), sep="\n")
    print(table(total))


if __name__ == "__main__":
    main()
