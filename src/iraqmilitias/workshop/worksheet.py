"""The worksheet of an article's drafts: columns from the schemas, written and read as CSV or workbook."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from ..errors import Error, PackageError, require
from ..package import Package

FIXED = ("row", "decision", "line", "table", "text", "todo", "note", "reason")
DECISIONS = ("keep", "waive", "remove")
# What a person codes, in the order in which rows can refer to each other.
TABLES = (
    "bibliography", "actors", "places", "facilities", "aliases", "terms", "statements", "events", "event_reports",
    "participants", "affiliations", "figures", "mentions", "waivers",
)  # fmt: skip
LABELS = {
    "actors": "name",
    "places": "name",
    "facilities": "name",
    "events": "name",
    "terms": "term",
    "bibliography": "title",
}
DATES = ("date_from", "date_to", "date_precision", "kind")


@dataclass
class Draft:
    """One row of a worksheet. `cells` are columns of its table; references hold the name of what they refer to."""

    table: str
    line: int
    start: int
    text: str
    decision: str = ""
    cells: dict[str, str] = field(default_factory=dict)
    note: str = ""
    todo: str = ""
    row: str = ""
    reason: str = ""
    quoted: list[tuple[int, int]] = field(default_factory=list)  # of a statement: where its quotations stand


class Column(NamedTuple):
    """A worksheet's column for one table: the table's own column, the table that it refers to, its codes."""

    name: str
    field: str
    refers: str
    codes: tuple[str, ...]
    type: str


class Row(NamedTuple):
    """One row of a worksheet as it was read; `at` is its physical line in the file."""

    at: int
    cells: Mapping[str, str]


class WorksheetError(Error):
    """Everything that is wrong with a worksheet, a line each: file:line:column: message."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)


def columns(package: Package, table: str) -> tuple[Column, ...]:
    """Return the columns that a worksheet has for a table: without its id, source and line, references by name."""
    if table == "lines":
        role = package.table("lines").field("role")
        return (Column("role", "role", "", tuple(role.constraints["enum"]), "string"),)
    if table == "dates":
        codes = tuple(package.table("events").field("date_precision").constraints["enum"])
        kinds = tuple(package.table("waivers").field("kind").constraints["enum"])
        return tuple(
            Column(
                n, n, "", {"date_precision": codes, "kind": kinds}.get(n, ()), "date" if n in DATES[:2] else "string"
            )
            for n in DATES
        )
    held = package.table(table)
    refers = {k.columns[0]: k.table for k in held.foreign_keys if len(k.columns) == 1}
    own = held.primary_key if len(held.primary_key) == 1 else ()
    found = []
    for f in held.fields:
        if f.name in (*own, "source_id", "line"):
            continue
        to = refers.get(f.name, "")
        name = f.name.removesuffix("_id") if to else f.name
        codes = tuple(f.constraints.get("enum", ("true", "false") if f.type == "boolean" else ()))
        found.append(Column(name, f.name, to or (held.name if f.name == "part_of" else ""), codes, f.type))
    return tuple(found)


def header(package: Package) -> list[str]:
    """Return the columns of every worksheet, each once."""
    held = dict.fromkeys(FIXED)
    for table in ("lines", "mentions", "actors", "places", "facilities", "statements", "figures", *TABLES, "dates"):
        held |= dict.fromkeys(c.name for c in columns(package, table))
    return list(held)


def cells(draft: Draft) -> dict[str, str]:
    """Return a draft's cells by the worksheet's columns."""
    fixed = {
        "row": draft.row, "decision": draft.decision, "line": str(draft.line), "table": draft.table, "text": draft.text,
        "todo": draft.todo, "note": draft.note, "reason": draft.reason,
    }  # fmt: skip
    return {**draft.cells, **fixed}


def as_csv(package: Package, drafts: Iterable[Draft]) -> bytes:
    """Return the worksheet as CSV: UTF-8, with the byte order mark that spreadsheets need to see that it is."""
    out = io.StringIO()
    writer = csv.DictWriter(out, header(package), restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(cells(d) for d in drafts)
    return out.getvalue().encode("utf-8-sig")


def read(path: Path, package: Package) -> list[Row]:
    """Return a worksheet's rows that are not empty. Raises WorksheetError or PackageError where it cannot be read."""
    if not path.is_file():
        raise PackageError(f"{path}: no such file")
    grid = _workbook(path) if path.suffix.casefold() == ".xlsx" else _csv(path)
    if not grid:
        raise WorksheetError([f"{path}:1: empty; write it anew with: iraqmilitias source add"])
    names, known = [n.strip() for n in grid[0][1]], header(package)
    wrong = [n for n in names if n and n not in known]
    missing = [n for n in FIXED if n not in names]
    if wrong or missing or len(set(names)) < len(names):
        text = (
            f"no column {wrong[0]!r}"
            if wrong
            else f"the column {missing[0]!r} is missing"
            if missing
            else "a column stands twice"
        )
        raise WorksheetError([f"{path}:1: {text}; the first row must stay as it was written"])
    found, problems = [], []
    for at, values in grid[1:]:
        if len(values) > len(names) and any(v.strip() for v in values[len(names) :]):
            problems.append(
                f"{path}:{at}: has {len(values)} cells and the first row {len(names)}; quote a cell that has a "
                f"comma in it"
            )
        elif any(v.strip() for v in values):
            found.append(
                Row(
                    at,
                    {n: v.strip() for n, v in zip(names, values, strict=False)} | dict.fromkeys(names[len(values):],
        ""),
                )
            )
    if problems:
        raise WorksheetError(problems)
    return found


def _csv(path: Path) -> list[tuple[int, list[str]]]:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise WorksheetError([f"{path}: not UTF-8 (byte {error.start}); save it as “CSV UTF-8”"]) from None
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)  # spreadsheets of other locales save a semicolon
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    found, at = [], 1
    try:
        for values in reader:
            found.append((at, values))
            at = reader.line_num + 1
    except csv.Error as error:
        raise WorksheetError([f"{path}:{reader.line_num}: no CSV ({error})"]) from None
    return found


def _workbook(path: Path) -> list[tuple[int, list[str]]]:
    require("openpyxl", "drafts")
    import zipfile

    import openpyxl

    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except (zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        raise WorksheetError([f"{path}: not a workbook that can be read ({error})"]) from None
    try:
        if "drafts" not in book.sheetnames:
            raise WorksheetError([f"{path}: has no sheet “drafts”"])
        return [(i, [_printed(v) for v in row]) for i, row in enumerate(book["drafts"].iter_rows(values_only=True), 1)]
    finally:
        book.close()


def _printed(value: object) -> str:
    """Return a workbook's cell as the tables print it: spreadsheets turn dates, numbers and booleans into their own."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, date) else str(value)
