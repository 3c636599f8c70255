"""Takes a record out of a package: its row, what rests on it alone, and, where somebody asked for it, every trace.

Of what is taken out on request only a tombstone stays (the id, the version, “Removed on request.”) and, for each line,
how many names, quotations and numbers went. No hash of a name is kept, since a name could be guessed from it.
"""

from __future__ import annotations

import re
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from ..coverage.tallies import coverage
from ..errors import Error, nearest
from ..evidence.checks import evidence_layers
from ..extraction import names, numbers
from ..output import write_all
from ..package import Package, Table
from ..table_files import canonical, read, rows_of, to_csv
from ..validation import validate
from .merging import copy_package
from .worksheet_rows import NAMED, first_mentions

REASON = "Removed on request."
# A row of these tables means nothing once it has none of these columns left.
ONE_OF = {
    "aliases": ("actor_id", "place_id", "facility_id"),
    "mentions": ("actor_id", "place_id", "facility_id"),
    "participants": ("actor_id", "place_id", "facility_id"),
    "conflicts": ("other_id", "reference_id"),
}
VOICE = "statement_id"  # a row goes with the statement that says it: without it, the author would say it
SUFFIXES = {".csv", ".json", ".md", ".sql", ".py", ".toml", ".yml", ".yaml", ".cff", ".html", ".js", ".mjs", ".txt"}
SKIPPED = {".git", ".venv", "node_modules", "site", "build", "dist"}

Row = dict[str, str]
Here = dict[str, tuple[list[Row], list[Row]]]  # a line's rows by table: those that go, and those that stay
Key = tuple[str, int]  # a table and the place of a row in its file


class Place(NamedTuple):
    """Words of the project that name what is taken out; `line` is physical."""

    path: str
    line: int
    column: str | None

    def __str__(self) -> str:
        return ":".join(str(part) for part in self if part is not None)


class Removal(NamedTuple):
    """What taking a record out changes: the rows that go by table, the cells that are emptied or point elsewhere."""

    record_id: str
    version: str
    rows: Mapping[str, int]
    cells: Mapping[str, int]
    counts: Mapping[str, int]  # names, quotations and numbers of the lines that no row accounts for any more
    elsewhere: tuple[Place, ...]  # places outside data/ and reliability/ that name it: a person must rewrite them


class StillNamed(Error):
    """Other rows' own words name what is to be taken out."""


def retire(
    package: Package,
    record_id: str,
    kind: str,
    version: str,
    reason: str = "",
    replaced_by: str = "",
    sources: Path | None = None,
) -> Removal:
    """Take a record out of the package's folder and leave a tombstone, or raise Error and change nothing.

    `version` is the first that lacks it. With `replaced_by`, what refers to the record refers to that one instead;
    else a reference that may be empty is emptied, and a row that cannot be without it goes too. A takedown also
    drops the record from reliability/, and raises StillNamed with the cells whose own words still name it.
    """
    package.require_folder()
    work = _Work(package, record_id)
    if replaced_by:
        work.point_to(replaced_by)
    work.remove()
    takedown = kind == "takedown"
    called = work.names() if takedown else ()
    answers = _reliability(package) if takedown else []
    work.entomb(kind, version, REASON if takedown else reason, replaced_by)
    if takedown:
        work.count_what_went(called)
        if named := [*work.naming(called)]:
            raise StillNamed(_still_named(record_id, named))
    files = work.files()
    with tempfile.TemporaryDirectory(prefix="iraqmilitias-") as folder:
        _valid(package, Path(folder) / "package", files, sources)
    files |= {path.relative_to(package.path).as_posix(): work.answers(path, called) for path in answers}
    write_all({package.path / name: content for name, content in files.items()})
    elsewhere = tuple(_elsewhere(package, called, set(files))) if called else ()
    return Removal(record_id, version, work.gone_by_table(), work.changed, work.counts, elsewhere)


def _still_named(record_id: str, places: list[Place]) -> str:
    listed = "\n".join(f"{place}: names {record_id}" for place in places)
    return f"{len(places)} cells of other rows name it; rewrite them without the name, then run this again\n{listed}"


class _Work:
    """The tables of a package while a record is taken out of them."""

    def __init__(self, package: Package, record_id: str) -> None:
        self.package, self.record_id = package, record_id
        self.tables = {name: rows_of(package, name) for name in package.tables}
        self.ids = {
            row[table.primary_key[0]]: (name, at)
            for name, table in package.tables.items()
            if len(table.primary_key) == 1 and name != "retired"
            for at, row in enumerate(self.tables[name])
        }
        if record_id not in self.ids:
            gone = next((r for r in self.tables.get("retired", ()) if r["record_id"] == record_id), None)
            told = f"was retired in version {gone['retired_in']}" if gone else nearest(record_id, list(self.ids))
            raise Error(f"no record {record_id!r}; {told}")
        if "retired" not in self.tables:
            raise Error(f"{package.path}: has no table retired, where a tombstone could be")
        self.gone: dict[Key, str] = {}
        self.counts: Counter[str] = Counter()
        self.changed: Counter[str] = Counter()

    def left(self, name: str) -> Iterator[tuple[int, Row]]:
        """Each row of a table that has not gone, with its place."""
        return ((at, row) for at, row in enumerate(self.tables[name]) if (name, at) not in self.gone)

    def point_to(self, other: str) -> None:
        """Make every reference to the record one to another of the same table."""
        if self.ids.get(other, ("",))[0] != self.ids[self.record_id][0] or other == self.record_id:
            raise Error(f"{other}: not another record of {self.ids[self.record_id][0]}")
        for name in self.tables:
            for _, row in self.left(name):
                for column in self.references(name, row, self.record_id):
                    if column not in self.package.table(name).primary_key:  # a reading is of that row, not of another
                        row[column] = other
                        self.changed[f"{name}.{column}"] += 1

    def references(self, name: str, row: Row, record_id: str) -> list[str]:
        """The columns of a row that hold another record's id."""
        own = self.package.table(name).primary_key
        return [c for c, value in row.items() if value == record_id and (len(own) > 1 or c not in own)]

    def remove(self) -> None:
        """Take the record out, and all that cannot be without it; then set right what the rows left tell."""
        waiting, before = [self.record_id], self.cited()
        while waiting:
            record_id = waiting.pop()
            self.gone[self.ids[record_id]] = record_id
            for name, table in self.package.tables.items():
                for at, row in list(self.left(name)):
                    if columns := self.references(name, row, record_id):
                        if self.empty(table, row, columns):
                            continue
                        self.gone[name, at] = row[table.primary_key[0]] if len(table.primary_key) == 1 else ""
                        if self.gone[name, at]:
                            waiting.append(self.gone[name, at])
            waiting += self.untold() if not waiting else []
            waiting += self.unused(before) if not waiting else []
        self.first_lines()

    def empty(self, table: Table, row: Row, columns: list[str]) -> bool:
        """Empty references of a row; False where the row must go with them."""
        if VOICE in columns and table.name != "mentions":
            return False
        if any(table.field(c).required or c in table.primary_key for c in columns):
            return False
        needed = ONE_OF.get(table.name)
        if needed and not any(row.get(c) for c in needed if c not in columns):
            return False
        for column in columns:
            row[column] = ""
            self.changed[f"{table.name}.{column}"] += 1
        if VOICE in columns and row.get("stance") == "quoted":
            row["stance"] = "distanced"  # quotation marks still hold the word at a distance; whose they are is gone
        return True

    def untold(self) -> list[str]:
        """The events that no report is left of; an event keeps the place of a report that is."""
        if not {"events", "event_reports"} <= set(self.tables):
            return []
        told: dict[str, list[Row]] = {}
        for _, row in self.left("event_reports"):
            told.setdefault(row["event_id"], []).append(row)
        for _, event in self.left("events"):
            place = [event[c] for c in ("source_id", "line", "locator")]
            reports = told.get(event["event_id"], [])
            if reports and place not in [[r[c] for c in ("source_id", "line", "locator")] for r in reports]:
                event.update({c: reports[0][c] for c in ("source_id", "line", "locator")})
        return [event["event_id"] for _, event in self.left("events") if event["event_id"] not in told]

    def cited(self) -> set[str]:
        """The references that a row rests on."""
        tables = [name for name in self.tables if name != "bibliography"]
        return {row["reference_id"] for name in tables for _, row in self.left(name) if row.get("reference_id")}

    def unused(self, before: set[str]) -> list[str]:
        """The references that only rows which have gone rested on."""
        return sorted(r for r in (before - self.cited()) & set(self.ids) if self.ids[r] not in self.gone)

    def first_lines(self) -> None:
        """Let an entity or a term name the first line that still has it."""
        if "mentions" not in self.tables:
            return
        first = first_mentions(row for _, row in self.left("mentions"))
        lost = {self.tables["mentions"][at][c] for name, at in self.gone if name == "mentions" for c in NAMED}
        for record_id in sorted(lost & set(self.ids)):
            name, at = self.ids[record_id]
            if (name, at) in self.gone:
                continue
            place = first.get(record_id, {"source_id": "", "line": ""})
            self.tables[name][at].update({c: place[c] for c in ("source_id", "line")})

    def names(self) -> tuple[str, ...]:
        """What the articles and references call the actor that goes, and a person's last name alone."""
        name, at = self.ids[self.record_id]
        if name != "actors":
            return ()
        actor = self.tables[name][at]
        forms = {actor["name"]}
        for table, column in (("aliases", "alias"), ("mentions", "text")):
            forms |= {r[column] for r in self.tables.get(table, ()) if r["actor_id"] == self.record_id}
        if actor["actor_type"] == "person" and actor["named"] == "true":
            forms |= {form.split()[-1] for form in forms} | {re.split(r"[\s-]", form)[-1] for form in forms}
        return tuple(sorted(form for form in forms if len(form) > 2))

    def naming(self, called: tuple[str, ...]) -> Iterator[Place]:
        """The cells of rows that stay and name what goes."""
        pattern = _pattern(called)
        if pattern is None:
            return
        for name, table in self.package.tables.items():
            for at, row in self.left(name):
                for column, value in row.items():
                    if pattern.search(value):
                        yield Place(table.path, at + 2, column)

    def answers(self, path: Path, called: tuple[str, ...]) -> bytes:
        """Return a file of reliability/ without the rows on what goes."""
        pattern, gone = _pattern(called), self.gone_ids()
        head, *rows = (cells for _, cells in read(str(path), path.read_text(encoding="utf-8")))
        return to_csv([head, *(r for r in rows if not gone & set(r) and not (pattern and pattern.search(" ".join(r))))])

    def entomb(self, kind: str, version: str, reason: str, replaced_by: str) -> None:
        for record_id in sorted(self.gone_ids()):
            to = replaced_by if record_id == self.record_id else ""
            row = {"record_id": record_id, "retired_in": version, "kind": kind, "replaced_by": to, "reason": reason}
            self.tables["retired"].append(row)

    def count_what_went(self, called: tuple[str, ...]) -> None:
        """Take out the waivers that name it, and write into `lines` what nothing accounts for any more."""
        pattern = _pattern(called)
        for at, row in list(self.left("waivers")) if "waivers" in self.tables else ():
            if pattern and pattern.search(row["text"]):
                self.gone["waivers", at] = ""
        touched = {
            (self.tables[name][at].get("source_id"), self.tables[name][at].get("line")) for name, at in self.gone
        }
        for row in self.tables.get("lines", ()):
            if (row["source_id"], row["line"]) in touched:
                self.count_line(row)

    def count_line(self, line: Row) -> None:
        here: Here = {
            name: (
                [r for at, r in enumerate(self.tables[name]) if _on(r, line) and (name, at) in self.gone],
                [r for _, r in self.left(name) if _on(r, line)],
            )
            for name in ("mentions", "waivers", "figures", "statements")
            if name in self.tables
        }
        words = [_texts(here, side, "mentions", "waivers", unit=names.capitals) for side in (0, 1)]
        numerals = [_texts(here, side, "figures", "waivers", unit=numbers.numerals) for side in (0, 1)]
        quoting = [[s for s in here.get("statements", ([], []))[side] if s["mode"] != "indirect"] for side in (0, 1)]
        waived = sum(w["kind"] == "quotation" for w in here.get("waivers", ([], []))[1])
        quotations = max(int(line["quotations"]) - waived - len(quoting[1]), 1) if quoting[0] else 0
        for kind, went in (
            ("names", len(words[0] - words[1])),
            ("quotations", quotations),
            ("numbers", len(numerals[0] - numerals[1])),
        ):
            if went:
                line[f"removed_{kind}"] = str(int(line.get(f"removed_{kind}") or 0) + went)
                self.counts[kind] += went

    def gone_ids(self) -> set[str]:
        """The ids of the rows that go, but for those of tables without ids."""
        return {record_id for record_id in self.gone.values() if record_id}

    def gone_by_table(self) -> dict[str, int]:
        found = Counter(name for name, _ in self.gone)
        return {name: found[name] for name in self.tables if found[name]}

    def files(self) -> dict[str, bytes]:
        """Return the files that change, by their path in the package."""
        made = {t.path: canonical(t, [row for _, row in self.left(name)]) for name, t in self.package.tables.items()}
        return {path: content for path, content in made.items() if content != self.package.read_bytes(path)}


def _on(row: Row, line: Row) -> bool:
    return row["source_id"] == line["source_id"] and row["line"] == line["line"]


def _texts(here: Here, side: int, *tables: str, unit: Callable[[str], set[str]]) -> set[str]:
    """The distinct words or numerals in what rows of a line print."""
    column = {"mentions": "text", "figures": "printed", "waivers": "text"}
    found: set[str] = set()
    for table in tables:
        for row in here.get(table, ([], []))[side]:
            found |= unit(row[column[table]])
    return found


def _pattern(called: tuple[str, ...]) -> re.Pattern[str] | None:
    """A pattern that finds any of these names as words, whatever their case."""
    if not called:
        return None
    forms = "|".join(re.escape(form) for form in sorted(called, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{forms})(?!\w)", re.IGNORECASE)


def _reliability(package: Package) -> list[Path]:
    return sorted((package.path / "reliability").rglob("*.csv"))


def _valid(package: Package, beside: Path, files: Mapping[str, bytes], sources: Path | None) -> None:
    """Raise Error, with each problem, where the package would not be valid, or something would be left out."""
    copy_package(package, beside)
    write_all({beside / name: content for name, content in files.items()})
    issues = validate(beside, layers=evidence_layers(sources), crosscheck=False).issues
    problems = [f"{i.file}:{i.line}: {i.message} [{i.code}]" for i in issues if i.severity == "error"]
    read_with = sources if sources is not None and sources.is_dir() else None
    for line in coverage(Package(beside), read_with).lines:
        if line.left:
            problems.append(f"{line.source_id}:{line.line}: {line.left} left; waive it, or code it in another row")
    if problems:
        listed = "\n".join(problems[:20])
        raise Error(f"the package would not be valid without it; nothing was changed\n{listed}")


def _elsewhere(package: Package, called: tuple[str, ...], written: set[str]) -> Iterator[Place]:
    """Places in other files of the checkout that name what was taken out."""
    pattern = _pattern(called)
    assert pattern is not None
    for path in sorted(package.path.rglob("*")):
        inside = path.relative_to(package.path)
        if path.suffix not in SUFFIXES or SKIPPED & set(inside.parts) or inside.as_posix() in written:
            continue
        if not path.is_file():
            continue
        for number, text in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), start=1):
            if pattern.search(text):
                yield Place(inside.as_posix(), number, None)
