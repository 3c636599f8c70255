"""Canonical CSV: one form for one content, so that a change of a file shows what changed and nothing else.

UTF-8 in NFC without a byte order mark, LF, commas, quotes only where needed, columns as in the schema, rows by id,
dates as 2020-01-31, true and false in small letters, no space around a cell, no newline in one, no blank row.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from itertools import zip_longest
from typing import NamedTuple

from .calendar_days import iso_date
from .errors import Error, PackageError
from .package import Field, Package, Table

ID = re.compile(r"([a-z]+)-([0-9]+)")


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
    """Return every table's file in canonical form. Raises Error, with file and line, where one is no CSV."""
    return tuple(format_table(table, package.read_bytes(table.path)) for table in package.tables.values())


def write(package: Package, files: Sequence[Formatted]) -> None:
    """Write the files that change, each beside its place and then renamed. PackageError for an archive."""
    if package.zipped:
        raise PackageError(f"{package.path}: an archive is not rewritten; unpack it and give the folder")
    beside = []
    for file in files:
        if file.after != file.before:
            target = package.path / package.safe(file.path)
            fresh = target.with_name(f".{target.name}.new")
            fresh.write_bytes(file.after)
            beside.append((fresh, target))
    for fresh, target in beside:
        fresh.replace(target)


def format_table(table: Table, content: bytes) -> Formatted:
    """Return one file in canonical form, and what that changes."""
    path, changes = table.path, list[Change]()
    text = _decoded(path, content, changes)
    rows = list(_rows(path, text))
    if not rows:
        raise Error(f"{path}:1: has no header; the first line must name the columns")
    order = _order(table, rows[0][1])
    names = [table.fields[i].name for i in range(len(order))]
    if order != list(range(len(order))):
        changes.append(Change(path, 1, None, "columns put into the schema's order"))
    kept = []
    for line, row in rows[1:]:
        if not any(cell.strip() for cell in row):
            changes.append(Change(path, line, None, "blank row left out"))
            continue
        if len(row) != len(order):
            count = f"{len(row)} cells, the header has {len(order)}"
            raise Error(f"{path}:{line}: {count}; put a cell that holds a comma into quotes")
        cells = [_cell(table.fields[i], row[j]) for i, j in enumerate(order)]
        changes += [
            Change(path, line, names[i], reason, not reason.startswith("!"))
            for i, (_, reason) in enumerate(cells)
            if reason
        ]
        kept.append((line, [cell for cell, _ in cells]))
    ordered = sorted(kept, key=_key(table, kept))
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


def to_csv(rows: Sequence[Sequence[str]]) -> bytes:
    """Return rows, the header first, as canonical CSV."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue().encode("utf-8")


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


def _rows(path: str, text: str) -> Iterator[tuple[int, list[str]]]:
    """Return each record with the line it begins on."""
    reader, line = csv.reader(io.StringIO(text, newline=""), strict=True), 1
    try:
        for row in reader:
            yield line, row
            line = reader.line_num + 1
    except csv.Error as error:
        raise Error(f'{path}:{line}: {error}; write "" for a quote inside quotes, and close every quote') from None


def _order(table: Table, header: list[str]) -> list[int]:
    """Return for each field of the schema its position in the file; Error where the header is not the schema's."""
    names = [f.name for f in table.fields]
    found = [unicodedata.normalize("NFC", cell).strip() for cell in header]
    if sorted(found) != sorted(names):
        missing, unknown = [n for n in names if n not in found], [n for n in found if n not in names]
        words = [f"lacks {', '.join(missing)}"] * bool(missing) + [f"has unknown {', '.join(unknown)}"] * bool(unknown)
        raise Error(
            f"{table.path}:1: the header {' and '.join(words) or 'repeats a column'}; it must be {','.join(names)}"
        )
    return [found.index(name) for name in names]


def _cell(field: Field, value: str) -> tuple[str, str]:
    """Return a cell in canonical form, and what was changed; a reason that begins with ! asks a person."""
    cell = re.sub(r"\s*[\r\n]+\s*", " ", unicodedata.normalize("NFC", value)).strip()
    reason = "" if cell == value else "spaces, newlines or decomposed characters put in order"
    if field.type == "boolean" and cell.lower() in ("true", "false") and cell != cell.lower():
        return cell.lower(), f"{cell} written {cell.lower()}"
    if field.type == "integer" and re.fullmatch(r"-?[0-9]+\.0+", cell):
        whole = cell.partition(".")[0]
        return whole, f"{cell} written {whole}"
    if field.type == "date" and cell and not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", cell):
        date, why = iso_date(cell)
        return (date, f"{cell} written {date}") if date else (cell, f"!{cell} is {why}; write it like 2020-01-31")
    return cell, reason


def _key(table: Table, rows: Sequence[tuple[int, list[str]]]) -> Callable[[tuple[int, list[str]]], tuple[object, ...]]:
    """Return what rows are sorted by: the leading key columns that are ids or integers; others keep their order."""
    names = [f.name for f in table.fields]
    used = []
    for column in table.primary_key:
        i = names.index(column)
        values = [row[i] for _, row in rows]
        if table.fields[i].type == "integer" and all(re.fullmatch(r"-?[0-9]+", v) for v in values):
            used.append((i, False))
        elif values and all(ID.fullmatch(v) for v in values):
            used.append((i, True))
        else:
            break

    def key(row: tuple[int, list[str]]) -> tuple[object, ...]:
        cells = row[1]
        return tuple(_number(cells[i]) if is_id else int(cells[i]) for i, is_id in used)

    return key


def _number(value: str) -> tuple[str, int]:
    match = ID.fullmatch(value)
    assert match is not None  # _key looked at every value
    return match[1], int(match[2])


def _moved(path: str, lines: list[int]) -> Iterator[Change]:
    """Return the rows that move, as few as tell it: those that stand before a row they should follow."""
    from bisect import bisect_left

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
