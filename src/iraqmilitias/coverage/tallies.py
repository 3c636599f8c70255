"""Whether every number, quotation and name of every line is coded or waived, with the articles' text or without."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Literal, NamedTuple

from ..errors import Error, PackageError
from ..extraction import lines as article
from ..extraction import names, numbers, quotations
from ..package import Package
from ..table_files import rows_of
from .matching import Coded, Item, Kind, Row, items

KINDS: tuple[Kind, ...] = ("number", "quotation", "name", "line")
Basis = Literal["text", "counts"]
REMOVED = "Its row was removed on request."


class Tally(NamedTuple):
    """How many there are, and what became of them; coded + waived + left = expected."""

    expected: int = 0
    coded: int = 0
    waived: int = 0
    left: int = 0


@dataclass(frozen=True)
class Line:
    """One non-blank line: its items (only with the text) and a tally for each kind."""

    source_id: str
    line: int
    role: str
    basis: Basis
    items: tuple[Item, ...]
    tallies: Mapping[Kind, Tally]

    @property
    def left(self) -> int:
        return sum(t.left for t in self.tallies.values())


@dataclass(frozen=True)
class Coverage:
    """Every non-blank line of every source, and what of it is coded, waived and left.

    `basis` of a line is `text` where the article was there to be read, and `counts` where only the counts in
    `lines` were. With the text the tallies count places in the line; without it, distinct numerals and distinct
    capitalised words, and a line's quotations are all taken as coded once it has a direct or mixed statement.
    """

    lines: tuple[Line, ...]

    @property
    def left(self) -> int:
        """How many numbers, quotations, names and lines are neither coded nor waived."""
        return sum(line.left for line in self.lines)

    @property
    def totals(self) -> dict[Kind, Tally]:
        """The tallies of all lines together."""
        return total(self.lines)

    def by_source(self) -> dict[str, dict[Kind, Tally]]:
        """The tallies of each source."""
        ids = dict.fromkeys(line.source_id for line in self.lines)
        return {i: total(line for line in self.lines if line.source_id == i) for i in ids}

    def __str__(self) -> str:
        return "\n".join(summary(self))

    def to_dict(self) -> dict[str, Any]:
        """Return plain lists and dictionaries. Of a quotation they hold the first three words, not the text."""
        return {
            "left": self.left,
            "totals": {kind: tally._asdict() for kind, tally in self.totals.items()},
            "lines": [
                {
                    "source_id": line.source_id,
                    "line": line.line,
                    "role": line.role,
                    "basis": line.basis,
                    "left": line.left,
                    "totals": {kind: tally._asdict() for kind, tally in line.tallies.items()},
                    "items": [_item(i) for i in line.items if i.kind != "line"],
                }
                for line in self.lines
            ],
        }


def total(lines: Iterable[Line]) -> dict[Kind, Tally]:
    """Return the sum of the lines' tallies, by kind."""
    held = list(lines)
    return {k: Tally(*(sum(line.tallies[k][i] for line in held) for i in range(4))) for k in KINDS}


def _item(item: Item) -> dict[str, Any]:
    words = item.text.split()
    text = " ".join(words[:3]) + " …" if item.kind == "quotation" and len(words) > 3 else item.text
    return {**asdict(item), "text": text, "records": list(item.records)}


def coverage(package: Package, sources: Path | None = None) -> Coverage:
    """Return what is coded, waived and left in every non-blank line.

    `sources` is the folder with the articles' texts, under the names in `sources.file_name`; a source whose file is
    not there is counted from `lines`. Raises PackageError where the folder has none of them, or where a text is not
    the one that was coded (fingerprints in `lines`), and NotFoundError where the package has no such tables.
    """
    texts = read_texts(package, sources) if sources is not None else {}
    coded = read_coded(package)
    found: list[Line] = []
    for row in rows_of(package, "lines"):
        source_id, number = row["source_id"], _number(row, "line")
        if row["role"] == "blank":
            continue
        held = coded.get((source_id, number), Coded())
        text = texts.get(source_id)
        if text is None:
            found.append(Line(source_id, number, row["role"], "counts", (), _by_counts(row, held)))
        else:
            matched = items(text[number - 1], held, _open_before(text, number))
            matched = _without_removed(matched, _removed(row), held)
            found.append(Line(source_id, number, row["role"], "text", matched, _by_items(matched)))
    return Coverage(tuple(found))


def summary(coverage: Coverage) -> Iterator[str]:
    """Yield what a terminal shows: each thing left, where it is, then a table of the sources, then the verdict."""
    for line in coverage.lines:
        where = f"{line.source_id}:{line.line}"
        if line.basis == "text":
            found = (i for i in line.items if i.status == "left")
            yield from (f"{where}: {i.kind} left: {_item(i)['text']}".rstrip(": ") for i in found)
        else:
            for kind, tally in line.tallies.items():
                if tally.left:
                    yield f"{where}: {tally.left} of {tally.expected} {kind}s left (from the counts)"
    yield f"{'source':10}{'kind':12}{'expected':>9}{'coded':>7}{'waived':>8}{'left':>6}"
    for name, totals in [*coverage.by_source().items(), ("all", coverage.totals)]:
        for kind, t in totals.items():
            yield f"{name:10}{kind + 's':12}{t.expected:>9}{t.coded:>7}{t.waived:>8}{t.left:>6}"
    read = sum(line.basis == "text" for line in coverage.lines)
    yield f"{len(coverage.lines)} lines, {read} judged from the text, {len(coverage.lines) - read} from the counts"
    yield "nothing is left" if not coverage.left else f"{coverage.left} left"


def read_coded(package: Package) -> dict[tuple[str, int], Coded]:
    """Return what the package has on each line."""
    found: dict[tuple[str, int], Coded] = {}
    for name, place, record_id, row in cited(package):
        held = found.setdefault(place, Coded())
        if name in ("figures", "statements", "mentions", "terms", "waivers"):
            getattr(held, name).append(row)
        if record_id:
            held.records.append(record_id)
    return found


def cited(package: Package) -> Iterator[tuple[str, tuple[str, int], str, Row]]:
    """Yield each row that cites a line: its table, article and line, its id (empty where it has none), itself."""
    for name, table in package.tables.items():
        if name == "lines" or not {"source_id", "line"} <= {f.name for f in table.fields}:
            continue
        key = table.primary_key[0] if len(table.primary_key) == 1 else ""
        for row in rows_of(package, name):
            if row["source_id"] and row["line"]:
                yield name, (row["source_id"], _number(row, "line")), row.get(key, ""), row


def read_texts(package: Package, sources: Path) -> dict[str, list[str]]:
    """Return the lines of each source whose file is in the folder, after comparing their fingerprints."""
    known = {r["source_id"]: r["file_name"] for r in rows_of(package, "sources")}
    texts: dict[str, list[str]] = {}
    for source_id, name in known.items():
        path = sources / Path(name).name
        if path.is_file():
            texts[source_id] = article.read(path)
    if known and not texts:
        raise PackageError(f"{sources}: has none of the articles; expected " + ", ".join(known.values()))
    for row in rows_of(package, "lines"):
        text, number = texts.get(row["source_id"]), _number(row, "line")
        if text is None:
            continue
        if number > len(text) or article.fingerprint(text[number - 1]) != row["sha256"]:
            file = sources / Path(known[row["source_id"]]).name
            raise PackageError(
                f"{file}:{number}: not the line that was coded (its fingerprint differs from data/lines.csv); use the "
                f"text with the SHA-256 in data/sources.csv, {row['source_id']}"
            )
    return texts


def _open_before(text: list[str], number: int) -> bool:
    before = next((line for line in reversed(text[: number - 1]) if line.strip()), "")
    return quotations.is_open(before)


def _by_items(found: Iterable[Item]) -> dict[Kind, Tally]:
    held = list(found)
    tallies: dict[Kind, Tally] = {}
    for kind in KINDS:
        states = [i.status for i in held if i.kind == kind]
        tallies[kind] = Tally(len(states), states.count("coded"), states.count("waived"), states.count("left"))
    return tallies


def _removed(row: Row) -> dict[Kind, int]:
    """How many names, quotations and numbers of a line went with rows that were removed on request."""
    columns: dict[Kind, str] = {"name": "removed_names", "quotation": "removed_quotations", "number": "removed_numbers"}
    return {kind: _number(row, column) for kind, column in columns.items() if row.get(column)}


def _without_removed(found: tuple[Item, ...], removed: Mapping[Kind, int], held: Coded) -> tuple[Item, ...]:
    """Count what is left of a line as waived where no more of its kind is left than was removed."""
    if not removed:
        return found
    left: dict[Kind, set[str]] = {kind: set() for kind in KINDS}
    known = _distinct(names.capitals, [m["text"] for m in held.mentions] + [w["text"] for w in held.waivers])
    for item in found:
        if item.status == "left":
            unit = {"name": names.capitals, "number": numbers.numerals}.get(item.kind)
            left[item.kind] |= unit(item.text) - known if unit else {item.text}
    excused = {kind for kind, count in removed.items() if len(left[kind]) <= count} | {"line"}
    return tuple(
        replace(i, status="waived", reason=REMOVED) if i.status == "left" and i.kind in excused else i for i in found
    )


def _by_counts(row: Row, held: Coded) -> dict[Kind, Tally]:
    waivers = [w["text"] for w in held.waivers if w["kind"] != "quotation"]
    removed = Counter(_removed(row))
    figures = _distinct(numbers.numerals, (f["printed"] for f in held.figures))
    mentions = _distinct(names.capitals, [m["text"] for m in held.mentions] + [t["term"] for t in held.terms])
    quotes = _number(row, "quotations")
    waivers_of_quotes = sum(w["kind"] == "quotation" for w in held.waivers)
    waived = min(quotes, waivers_of_quotes + removed["quotation"])
    spoken = quotes - waived if held.quoting else 0  # one statement may hold several quotations
    line = Tally(1, 1, 0, 0) if held.records else Tally(1, 0, 1, 0) if held.waivers or removed else Tally(1, 0, 0, 1)
    return {
        "number": _tally(_number(row, "numbers"), figures, _distinct(numbers.numerals, waivers), removed["number"]),
        "quotation": Tally(quotes, spoken, waived, quotes - waived - spoken),
        "name": _tally(_number(row, "names"), mentions, _distinct(names.capitals, waivers), removed["name"]),
        "line": line,
    }


def _number(row: Row, column: str) -> int:
    try:
        return int(row[column])
    except ValueError:
        raise Error(f"{column} {row[column]!r} is not a number; iraqmilitias validate says in which row") from None


def _distinct(unit: Callable[[str], set[str]], texts: Iterable[str]) -> set[str]:
    return set().union(*map(unit, texts))


def _tally(expected: int, coded: set[str], waived: set[str], removed: int) -> Tally:
    by_rows = min(expected, len(coded))
    by_waivers = min(expected - by_rows, len(waived - coded) + removed)
    return Tally(expected, by_rows, by_waivers, expected - by_rows - by_waivers)
