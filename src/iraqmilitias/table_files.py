"""The tables of a package as CSV files: read as they are printed, written in one canonical form.

The canonical form: UTF-8 in NFC without a byte order mark, LF, commas, quotes only where needed, columns in the order
of the schema, rows in the order of their ids, dates as 2020-01-31, true and false in lower case, no space around a
cell, no newline inside one, no blank row. One content has one form, so a changed file shows only what was changed.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
import threading
import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import count, islice, zip_longest
from typing import Any, NamedTuple, TextIO, TypeVar

from .calendar_days import iso_date
from .cell_values import labels
from .errors import ColumnError, Error, PackageError, nearest
from .output import write_all
from .package import Field, Package, Table
from .unread import FALSE, TRUE, unread

Row = TypeVar("Row", bound=Mapping[str, str])
ID = re.compile(r"([a-z]+)-([0-9]+)")
AT_ONCE = 1000  # records that are read while the csv module's limit is lifted
_LIMIT = threading.RLock()


class PrintedRow(dict[str, str]):
    """A row of a file; a column that it lacks is an Error that names the file."""

    def __init__(self, path: str, cells: Mapping[str, str]) -> None:
        super().__init__(cells)
        self.path = path

    def __missing__(self, name: object) -> str:
        raise ColumnError(f"{self.path} has no column {name!r}; {nearest(str(name), list(self))}")


def rows_of(package: Package, table: str) -> list[dict[str, str]]:
    """Return the rows of a table as printed: a PrintedRow each. Raises Error where it is not CSV."""
    path = package.table(table).readable().path
    records = read(path, _decoded(path, package.read_bytes(path), []))
    names = next(records, (1, []))[1]
    empty, one = dict.fromkeys(names, ""), len(names) == 1  # a blank line is a row of one column only
    return [PrintedRow(path, empty | dict(zip(names, cells, strict=False))) for _, cells in records if cells or one]


def read(path: str, text: str | TextIO, delimiter: str = ",", strict: bool = False) -> Iterator[tuple[int, list[str]]]:
    """Yield each record of a CSV text with the line that it begins on.

    Raises Error, with `path` and line, for what is not CSV. A `strict` reading refuses what follows a quoted cell.
    """
    stream = io.StringIO(text, newline="") if isinstance(text, str) else text
    reader = csv.reader(stream, delimiter=delimiter, strict=strict)
    numbered = _numbered(path, reader)
    while records := _any_length(numbered):
        yield from records


def _numbered(path: str, reader: Any) -> Iterator[tuple[int, list[str]]]:
    line = 1
    try:
        for record in reader:
            yield line, record
            line = reader.line_num + 1
    except csv.Error as error:
        raise Error(f'{path}:{line}: {error}; write "" for a quote inside quotes, and close every quote') from None


def _any_length(records: Iterator[tuple[int, list[str]]]) -> list[tuple[int, list[str]]]:
    """Return the next records. The csv module's limit of 128 KiB a cell, one for the whole process, is lifted."""
    with _LIMIT:
        before = csv.field_size_limit(2**31 - 1)
        try:
            return list(islice(records, AT_ONCE))
        finally:
            csv.field_size_limit(before)


def require_whole_quotes(path: str, content: bytes, delimiter: str = ",", error: type[Error] = Error) -> None:
    """Raise an error, with the line, where readers disagree on a cell: a quote is open, or beside other text."""
    text, edge = content.removeprefix(codecs.BOM_UTF8), rf'[^{re.escape(delimiter)}\n\r"]'
    sound = re.compile(rf'(?:[^"]*+(?<!{edge})"[^"]*+"(?!{edge}))*+[^"]*+'.encode()).match(text)
    if sound is not None and sound.end() < len(text):
        line = text.count(b"\n", 0, sound.end()) + 1
        why = "a quote is not closed, or is inside a cell that is not quoted as a whole"
        raise error(f"{path}:{line}: not read: {why}; see iraqmilitias validate")


def to_csv(records: Iterable[Iterable[str]]) -> bytes:
    """Return records, the header first, as CSV: UTF-8, LF, commas, quotes only where needed."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(records)
    return out.getvalue().encode("utf-8")


def canonical(table: Table, records: Iterable[Mapping[str, str]]) -> bytes:
    """Return rows, by column, as the table's file in canonical form; a column that a row lacks is empty."""
    writers = {f.name: _writer(table, f) for f in table.fields}
    cells = [{name: write(row.get(name, ""))[0] for name, write in writers.items()} for row in records]
    return to_csv([[f.name for f in table.fields], *(row.values() for row in in_order(table, cells))])


def in_order(table: Table, records: Iterable[Row]) -> list[Row]:
    """Return rows in the order of their ids, as the file has them."""
    names, listed = [f.name for f in table.fields], list(records)
    cells = [[row.get(n, "") for n in names] for row in listed]
    key = _key(table, cells)
    return [listed[i] for i in sorted(range(len(listed)), key=lambda i: key(cells[i]))]


def new_ids(package: Package, table: str) -> Iterator[str]:
    """Yield ids for new rows, from the one after the highest in the table and in `retired`: no id is used twice."""
    file = package.table(table)
    key = file.primary_key[0]
    prefix = re.match(r"\^?([a-z]+-)", str(file.field(key).constraints.get("pattern", "")))
    if prefix is None:
        raise PackageError(f"{file.path}: the pattern of {key} does not begin with a prefix such as fig-")
    known = [row[key] for row in rows_of(package, table)]
    if "retired" in package.tables:
        known += [row["record_id"] for row in rows_of(package, "retired")]
    numbers = [int(i.removeprefix(prefix[1])) for i in known if re.fullmatch(prefix[1] + "[0-9]+", i)]
    return (f"{prefix[1]}{number:04d}" for number in count(max(numbers, default=0) + 1))


class Change(NamedTuple):
    """One thing that is not canonical in a file; `line` is physical, in the file as it is."""

    path: str
    line: int | None
    column: str | None
    text: str
    mended: bool = True  # False where a person must decide

    def __str__(self) -> str:
        return ":".join([self.path, *(str(p) for p in (self.line, self.column) if p is not None)]) + f": {self.text}"


class Formatted(NamedTuple):
    """A file in canonical form, and what that changes."""

    path: str
    before: bytes
    after: bytes
    changes: tuple[Change, ...]


def formatted(package: Package) -> tuple[Formatted, ...]:
    """Return every table's file in canonical form.

    Raises Error, with file and line, where one is not CSV, or of a form that the reader does not read.
    """
    return tuple(_formatted(package, resource) for resource in package.listed("resources") if is_table(resource))


def _formatted(package: Package, resource: Mapping[str, Any]) -> Formatted:
    table = package.table(resource["name"])
    reason = form_unread(resource) or ("" if table.fields else "it has no schema")
    if reason:
        raise Error(f"{table.path}: not rewritten: {reason}")
    return format_table(table, package.read_bytes(table.path))


def is_table(resource: Mapping[str, Any]) -> bool:
    """Whether a resource is a table, and not another file that comes with the package."""
    stated = resource.get("type") == "table" or resource.get("profile") == "tabular-data-resource"
    return stated or "schema" in resource or form(resource) in ("csv", "tsv")


def form(resource: Mapping[str, Any]) -> str:
    """Return the format of a resource's file: the stated one, else the end of its path."""
    path = str(resource.get("path")).lower().removesuffix(".gz")
    return str(resource.get("format") or path.rpartition(".")[2])


def form_unread(resource: Mapping[str, Any], read_too: Sequence[str] = ()) -> str:
    """Return what of a file's form is not read, or an empty string; `read_too` are keys of the dialect that are."""
    dialect = resource.get("dialect")
    if isinstance(dialect, Mapping):
        resource = {**resource, "dialect": {k: v for k, v in dialect.items() if k not in read_too}}
    if form(resource) == "tsv":
        resource = {**resource, "format": "csv" if "delimiter" in read_too else "tsv"}
    if str(resource.get("path")).lower().endswith(".gz"):
        resource = {**resource, "compression": "gz"}
    return unread(resource, {})


def write(package: Package, files: Iterable[Formatted]) -> None:
    """Write the files that change, all or none. Raises PackageError for an archive."""
    package.require_folder()
    write_all({package.path / package.safe(f.path): f.after for f in files if f.after != f.before})


def format_table(table: Table, content: bytes) -> Formatted:
    """Return one file in canonical form, and what that changes: only what the schema lets be read in one way."""
    path, changes = table.path, list[Change]()
    text = _decoded(path, content, changes)
    records = list(read(path, text, strict=True))
    require_whole_quotes(path, content)
    if not records:
        raise Error(f"{path}:1: has no header; the first line must name the columns")
    order = _order(table, records[0][1])
    names = [table.fields[i].name for i in range(len(order))]
    if order != list(range(len(order))):
        changes.append(Change(path, 1, None, "columns put into the schema's order"))
    kept = []
    writers = [_writer(table, field) for field in table.fields]
    for line, row in records[1:]:
        if len(order) == 1 and not row:
            row = [""]  # a blank line is a row of one column only
        if len(order) > 1 and not any(cell.strip() for cell in row):
            changes.append(Change(path, line, None, "blank row left out"))
            continue
        if len(row) != len(order):
            counts = f"{len(row)} cells, the header has {len(order)}"
            raise Error(f"{path}:{line}: {counts}; put a cell that holds a comma into quotes")
        cells = [writers[i](row[j]) for i, j in enumerate(order)]
        changes += [
            Change(path, line, names[i], reason, not reason.startswith("!"))
            for i, (_, reason) in enumerate(cells)
            if reason
        ]
        kept.append((line, [cell for cell, _ in cells]))
    key = _key(table, [row for _, row in kept])
    ordered = sorted(kept, key=lambda record: key(record[1]))
    changes += _moved(path, [line for line, _ in ordered])
    after = to_csv([names, *(row for _, row in ordered)])
    if after != content and not changes:
        changes.append(Change(path, _first(content, after), None, "quotes and line ends made minimal"))
    return Formatted(path, content, after, tuple(_worded(c) for c in changes))


def _first(before: bytes, after: bytes) -> int:
    """Return the first line of a file, from 1, in which another one differs; its last line where it ends too early."""
    lines = before.split(b"\n")
    both = zip_longest(lines, after.split(b"\n"))
    return min(next(n for n, (one, other) in enumerate(both, 1) if one != other), len(lines))


def _worded(change: Change) -> Change:
    return change._replace(text=change.text.removeprefix("!"))


def _decoded(path: str, content: bytes, changes: list[Change]) -> str:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise Error(f"{path}:{line}: is not UTF-8; save the file as “CSV UTF-8”") from None
    if content.startswith(b"\xef\xbb\xbf"):
        changes.append(Change(path, 1, None, "byte order mark left out"))
    if "\r" in text:
        changes.append(Change(path, text[: text.index("\r")].count("\n") + 1, None, "line ends made LF"))
    return text


def _order(table: Table, header: list[str]) -> list[int]:
    """Return for each field of the schema its position in the file; Error where the header is not the schema's."""
    names = [f.name for f in table.fields]
    alike = {_composed(name): name for name in names}  # a name may be in the schema as no canonical cell is
    found = [cell if cell in names else alike.get(_composed(cell), _composed(cell)) for cell in header]
    if sorted(found) != sorted(names):
        rule = table.descriptor.get("fieldsMatch", "exact")
        if rule not in ("exact", "equal", ["exact"], ["equal"]):
            raise Error(
                f"{table.path}: not rewritten: its columns are not the schema's, as fieldsMatch {rule!r} allows"
            )
        missing, unknown = [n for n in names if n not in found], [n for n in found if n not in names]
        words = [f"lacks {', '.join(missing)}"] * bool(missing) + [f"has unknown {', '.join(unknown)}"] * bool(unknown)
        raise Error(
            f"{table.path}:1: the header {' and '.join(words) or 'repeats a column'}; it must be {','.join(names)}"
        )
    return [found.index(name) for name in names]


def _composed(cell: str) -> str:
    """Return a cell in NFC, on one line and without space around it."""
    return re.sub(r"\s*[\r\n]+\s*", " ", unicodedata.normalize("NFC", cell)).strip()


def _writer(table: Table, field: Field) -> Callable[[str], tuple[str, str]]:
    """Return a function from a cell to its canonical form and what was changed; a reason with ! asks a person.

    What the schema lists stays as it is printed: codes for missing, choices, and cells with a form of their own.
    """
    stated = field.descriptor
    form = field.type in ("date", "time", "datetime") and stated.get("format", "default") != "default"
    if form or any(key in stated for key in ("groupChar", "decimalChar", "bareNumber")):
        return lambda value: (value, "")
    missing = _listed(stated.get("missingValues", table.missing_values))
    choices = (field.constraints.get("enum"), *(stated.get(key) for key in ("categories", "trueValues", "falseValues")))
    listed = missing.union(*map(_listed, choices))

    def write(value: str) -> tuple[str, str]:
        cell, reason = (value, "") if value in listed else _cell(field, value)
        if cell != value and cell and cell in missing:
            return value, f"!{value!r} is not {cell!r}, which is a code for missing; write one of them"
        return cell, reason

    return write


def _is_label(field: Field, cell: str) -> bool:
    return cell in labels(field, "trueValues", TRUE) + labels(field, "falseValues", FALSE)


def _listed(words: Any) -> frozenset[str]:
    entries = words if isinstance(words, list | tuple) else ()
    values = [entry.get("value") if isinstance(entry, Mapping) else entry for entry in entries]
    return frozenset(value for value in values if isinstance(value, str))


def _cell(field: Field, value: str) -> tuple[str, str]:
    cell = _composed(value)
    reason = "" if cell == value else "spaces, newlines or decomposed characters put in order"
    lower = cell.lower()
    if field.type == "boolean" and cell != lower and lower in ("true", "false") and _is_label(field, lower):
        return lower, f"{cell} written {lower}"
    if field.type == "integer" and re.fullmatch(r"-?[0-9]+\.0+", cell):
        whole = cell.partition(".")[0]
        return whole, f"{cell} written {whole}"
    if field.type == "date" and cell and not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", cell):
        date, why = iso_date(cell)
        return (date, f"{cell} written {date}") if date else (cell, f"!{cell} is {why}; write it like 2020-01-31")
    return cell, reason


def _key(table: Table, records: Sequence[Sequence[str]]) -> Callable[[Sequence[str]], tuple[object, ...]]:
    """Return what rows are sorted by: the leading key columns that are ids or integers; others keep their order."""
    names = [f.name for f in table.fields]
    used: list[tuple[int, Callable[[str], object]]] = []
    for column in table.primary_key:
        i = names.index(column)
        values = [row[i] for row in records]
        if table.fields[i].type == "integer" and all(re.fullmatch(r"-?[0-9]+", v) for v in values):
            used.append((i, int))
        elif values and all(ID.fullmatch(v) for v in values):
            used.append((i, _id_order))
        else:
            break
    return lambda row: tuple(order(row[i]) for i, order in used)


def _id_order(value: str) -> tuple[str, int]:
    prefix, _, number = value.rpartition("-")
    return prefix, int(number)


def _moved(path: str, lines: list[int]) -> Iterator[Change]:
    """Yield the rows that move, as few as possible: those before a row that they should follow."""
    tails: list[int] = []  # the longest run of rows that can stay where they are
    places: list[int] = []
    for line in lines:
        place = bisect_left(tails, line)
        tails[place : place + 1] = [line]
        places.append(place)
    stays, length = set[int](), len(tails)
    for line, place in zip(reversed(lines), reversed(places), strict=True):
        if place == length - 1:
            stays.add(line)
            length -= 1
    return (Change(path, line, None, "row put into its place") for line in sorted(set(lines) - stays))
