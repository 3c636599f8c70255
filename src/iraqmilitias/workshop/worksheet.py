"""The worksheet of an article's drafts: columns from the schemas, written and read as CSV or workbook."""

from __future__ import annotations

from codecs import BOM_UTF8
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from ..errors import Error, PackageError, require
from ..package import Package
from ..table_files import read as read_csv
from ..table_files import rows_of, to_csv
from ..values import printed

FIXED = ("row", "decision", "line", "table", "text", "todo", "note", "reason")
DRAFTED = ".drafted.csv"  # ends the name of the file that keeps a worksheet as it was drafted
DECISIONS = ("keep", "waive", "remove")
# What a person codes, in the order in which rows can refer to each other.
TABLES = (
    "bibliography", "actors", "places", "facilities", "aliases", "terms", "statements", "events", "event_reports",
    "participants", "affiliations", "figures", "mentions", "waivers", "conflicts", "notes",
)  # fmt: skip
ANY = "any table"  # what a column refers to that takes the id of a record of any table
LABELS = {
    "actors": "name",
    "places": "name",
    "facilities": "name",
    "events": "name",
    "terms": "term",
    "bibliography": "title",
}
ENTITIES = {"actors": "actor", "places": "place", "facilities": "facility"}  # tables, and what refers to their rows
WAIVED = {"mentions": "name", "figures": "number", "statements": "quotation"}  # the kind of waiver
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
    quoted: list[tuple[int, int]] = field(default_factory=list)  # of a statement: the places of its quotations


class Column(NamedTuple):
    """A worksheet's column for one table: the table's own column, the table that it refers to, its codes.

    A reference to a table that lists codes, such as event_types, is a code.
    """

    name: str
    field: str
    refers: str
    codes: tuple[str, ...]
    type: str


class Row(NamedTuple):
    """One row of a worksheet as it was read; `at` is its physical line in the file."""

    at: int
    cells: dict[str, str]


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
        to = ANY if f.name in ("record_id", "other_id") else refers.get(f.name, "")
        name = f.name.removesuffix("_id") if to else f.name
        codes = tuple(f.constraints.get("enum", ("true", "false") if f.type == "boolean" else ()))
        if to and to != ANY and to not in TABLES:
            to, codes = "", tuple(r[f.name] for r in rows_of(package, to))
        found.append(Column(name, f.name, to, codes, f.type))
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
    """Return the worksheet as CSV: UTF-8, with the byte order mark by which spreadsheets recognise it."""
    return written(package, map(cells, drafts))


def written(package: Package, rows: Iterable[Mapping[str, str]]) -> bytes:
    """Return rows by the worksheet's columns as CSV, as `as_csv` does."""
    names = header(package)
    return BOM_UTF8 + to_csv([names, *([row.get(name, "") for name in names] for row in rows)])


def read(path: Path, package: Package) -> list[Row]:
    """Return a worksheet's rows that are not empty. Raises WorksheetError or PackageError where it cannot be read."""
    if not path.is_file():
        raise PackageError(f"{path}: no such file")
    grid = _workbook(path) if path.suffix.casefold() == ".xlsx" else _csv(path)
    if not grid:
        raise WorksheetError([f"{path}:1: is empty; write it again with: iraqmilitias source add"])
    names, known = [n.strip() for n in grid[0][1]], header(package)
    wrong = [f"{n!r} is not a column of a worksheet" for n in names if n and n not in known]
    wrong += [f"the column {n!r} is missing" for n in FIXED if n not in names]
    wrong += ["two columns have one name"] * (len(set(names)) < len(names))
    if wrong:
        raise WorksheetError([f"{path}:1: {wrong[0]}; the first row must stay as it was written"])
    rows, problems = [], []
    for at, row in grid[1:]:
        values = [" ".join(value.split()) for value in row]
        if any(values[len(names) :]):
            count = f"has {len(values)} cells, the first row {len(names)}"
            problems.append(f"{path}:{at}: {count}; put a cell that holds a comma into quotes")
        elif any(values):
            rows.append(Row(at, dict.fromkeys(names, "") | dict(zip(names, values, strict=False))))
    if problems:
        raise WorksheetError(problems)
    return rows


def _csv(path: Path) -> list[tuple[int, list[str]]]:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise WorksheetError([f"{path}: not UTF-8 (byte {error.start}); save it as “CSV UTF-8”"]) from None
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)  # spreadsheets of other locales save a semicolon
    try:
        return list(read_csv(str(path), text, delimiter))
    except Error as error:
        raise WorksheetError([str(error)]) from None


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
    """Return a workbook's cell as the tables print it: spreadsheets turn a day into a moment."""
    return printed(value.date() if isinstance(value, datetime) else value)
