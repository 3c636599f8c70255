"""Plants errors of known kinds in a package that generate.py made, and says where each one stands."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

GAP = 4  # rows from one planted error to the next, so that neighbours cannot explain each other
HEAD, TAIL = 0.2, 3  # the first rows are those that every actor, place and facility is mentioned in: left as they are

Cells = dict[str, str]
Planted = tuple[str, int, str, str, str]


class Kind(NamedTuple):
    """One kind of error: where it is planted, what it does to a row, what should be reported of it.

    `change` alters the cells of a row in place, given the row before it; a kind without it changes the whole line.
    `only` says which rows it fits (by number, from 0).
    """

    name: str
    table: str
    column: str  # empty where the whole row is meant
    code: str
    change: Callable[[Cells, Cells], None] | None = None
    only: Callable[[int], bool] = lambda row: True


def put(column: str, text: str) -> Callable[[Cells, Cells], None]:
    """Return a change that writes a text into a column."""

    def change(cells: Cells, before: Cells) -> None:
        cells[column] = text

    return change


def add(column: str, text: str) -> Callable[[Cells, Cells], None]:
    """Return a change that writes a text after what a column holds."""

    def change(cells: Cells, before: Cells) -> None:
        cells[column] += text

    return change


def repeat(column: str) -> Callable[[Cells, Cells], None]:
    """Return a change that repeats the cell of the row before."""

    def change(cells: Cells, before: Cells) -> None:
        cells[column] = before[column]

    return change


def _swap(cells: Cells, before: Cells) -> None:
    cells["date_from"], cells["date_to"] = cells["date_to"], cells["date_from"]


def _joined(cells: Cells, before: Cells) -> None:
    cells["mention_id"] = cells["mention_id"].replace("-", "")


def _even(row: int) -> bool:
    return row % 2 == 0


KINDS = (
    Kind("text for an integer", "mentions", "times", "type", put("times", "two")),
    Kind("decimals for an integer", "lines", "numbers", "type", put("numbers", "2.0")),
    Kind("underscore in a number", "figures", "value_low", "type", put("value_low", "1_000")),
    Kind("not a number", "figures", "value_high", "type", put("value_high", "n/a")),
    Kind("day that does not exist", "figures", "date_from", "type", put("date_from", "2021-02-30")),
    Kind("day without hyphens", "statements", "date_to", "type", put("date_to", "20210503")),
    Kind("below the minimum", "mentions", "times", "minimum", put("times", "0")),
    Kind("outside the enumeration", "participants", "role", "enum", put("role", "bystander")),
    Kind("not of the pattern", "mentions", "mention_id", "pattern", _joined),
    Kind("too long", "mentions", "text", "max-length", put("text", "x" * 121)),
    Kind("blank though required", "event_reports", "certainty", "required", put("certainty", "")),
    Kind("second of a key", "figures", "figure_id", "primary-key", repeat("figure_id")),
    Kind("reference to nothing", "participants", "report_id", "foreign-key", put("report_id", "rep-99999999")),
    Kind("reference of two columns to nothing", "figures", "line", "foreign-key", put("line", "4711")),
    Kind("row too short", "figures", "", "row-short"),
    Kind("row too long", "participants", "", "row-long"),
    Kind("blank row", "mentions", "", "row-blank"),
    Kind("ends before it begins", "figures", "date_to", "date-order", _swap, _even),
    Kind("unit that does not fit", "figures", "unit", "value-unit", put("unit", "weeks"), lambda row: row % 6 != 5),
    Kind("space at the end", "statements", "paraphrase", "text-spaces", add("paraphrase", " ")),
    Kind("zero-width space", "event_reports", "summary", "text-invisible", add("summary", "\u200b")),
)


def plant(folder: Path, errors: int, seed: int) -> list[Planted]:
    """Plant errors, the kinds in turn, and return where each stands; the files are changed in place."""
    chance = random.Random(seed)
    kinds = [KINDS[i % len(KINDS)] for i in range(errors)]
    expected: list[Planted] = []
    for table in dict.fromkeys(k.table for k in KINDS):
        path = folder / "data" / f"{table}.csv"
        expected += _table(path, [k for k in kinds if k.table == table], chance)
    return expected


def _table(path: Path, kinds: list[Kind], chance: random.Random) -> list[Planted]:
    with path.open("rb") as stream:
        rows = sum(1 for _ in stream) - 1
    places = _places(rows, kinds, chance)
    beside = path.with_suffix(".planted")
    found: list[Planted] = []
    with path.open(encoding="utf-8", newline="") as source, beside.open("w", encoding="utf-8", newline="") as out:
        names = next(csv.reader([source.readline()]))
        out.write(",".join(names) + "\n")
        line, before = 1, ""
        for row, text in enumerate(source):
            line += 1
            kind = places.get(row)
            if kind is None:
                out.write(text)
            elif kind.code == "row-blank":
                out.write("\n" + text)
                found.append((f"data/{path.name}", line, "", kind.code, kind.name))
                line += 1
            else:
                out.write(_changed(kind, names, text, before))
                column = kind.column or (names[-1] if kind.code == "row-short" else "")
                found.append((f"data/{path.name}", line, column, kind.code, kind.name))
            before = text
    beside.replace(path)
    return found


def _places(rows: int, kinds: list[Kind], chance: random.Random) -> dict[int, Kind]:
    """Choose a row for each error, none beside another."""
    taken: set[int] = set()
    places: dict[int, Kind] = {}
    for kind in kinds:
        row = next(r for r in _tries(rows, chance) if kind.only(r) and not taken & set(range(r - GAP, r + GAP + 1)))
        taken.add(row)
        places[row] = kind
    return places


def _tries(rows: int, chance: random.Random) -> Iterator[int]:
    for _ in range(100_000):
        yield chance.randrange(int(rows * HEAD), rows - TAIL)
    raise SystemExit(f"{rows} rows have no room for so many errors")


def _changed(kind: Kind, names: list[str], text: str, before: str) -> str:
    """Return the row with the error in it."""
    if kind.code == "row-long":
        return text.rstrip("\n") + ",and more\n"
    cells = next(csv.reader([text]))
    if kind.change is None:
        return _printed(cells[:-1])
    named = dict(zip(names, cells, strict=True))
    kind.change(named, dict(zip(names, next(csv.reader([before])), strict=True)))
    return _printed(list(named.values()))


def _printed(cells: list[str]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow(cells)
    return out.getvalue()
