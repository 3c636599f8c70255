"""Where a table's rows come from: a file, a compressed file, several files in a row, or the descriptor itself."""

from __future__ import annotations

import codecs
import csv
import gzip
import zlib
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import chain, zip_longest
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple, cast

from ...cell_values import labels
from ...package import ZIP_LIMIT, Field, Table
from ...unread import FALSE, TRUE
from ...values import printed
from ..documents import regular
from ..report.issues import IssueCollector, Place
from .resource import Resource
from .scan import LINE_LIMIT
from .table import NULL

CHUNK = 1 << 20


class Source(NamedTuple):
    """One file with a table's lines, and where each of them is in the package."""

    path: Path
    place: Place
    stored: Path | None  # the package's own file, where it is one


def open_source(root: Path, resource: Resource, copy: Path, issues: IssueCollector) -> Source | None:
    """Return the file to read, made as `copy` where it has to be; None, with an issue, where there is none.

    Raises OSError where a file cannot be read or decompressed.
    """
    if resource.data is not None:
        document, where, rows = resource.data
        lines = [document.line(*where)]  # of each line of the copy; its header is there as a whole
        with copy.open("w", encoding="utf-8", newline="") as out:
            writer = csv.writer(out, lineterminator="\n", delimiter=resource.delimiter)
            for number, cells in _cells(rows, resource.table):
                writer.writerow(cells)
                lines += [document.line(*where, number)] * (1 + sum(cell.count("\n") for cell in cells))

        def in_descriptor(line: int | None) -> tuple[str, int | None]:
            return document.name, lines[line] if line is not None and line < len(lines) else lines[0]

        return Source(copy, in_descriptor, None)
    found = [regular(root, path, issues, "file") for path in resource.paths]
    files = [file for file in found if file is not None]
    if len(files) < len(found):
        return None
    stored = files[0] if len(files) == 1 else None
    if not resource.rows or (stored and not resource.gzip):
        return Source(files[0], lambda line: (resource.path, line), stored)
    starts = _join(files, resource, copy, issues)
    firsts = [first for first, _ in starts]

    def in_part(line: int | None) -> tuple[str, int | None]:
        if line is None:
            return resource.path, None
        part = max(bisect_right(firsts, line) - 1, 0)
        first, shift = starts[part]
        return resource.paths[part], line - first + 1 + shift

    return Source(copy, in_part, stored)


def _cells(rows: Sequence[Any], table: Table | None) -> Iterator[tuple[int, list[str]]]:
    """Yield the header and rows of JSON as they would be printed, each with the number of its row.

    The members of an object have no order, and a list without rows has no header: the schema's is taken.
    """
    fields = {field.name: field for field in table.fields} if table else {}
    keyed = not rows or isinstance(rows[0], dict)
    names: list[Any] = []
    if keyed:
        stated = dict.fromkeys(key for row in rows if isinstance(row, dict) for key in row)
        names = [*(n for n in fields if n in stated or not rows), *(n for n in stated if n not in fields)]
        if names:
            yield -1, names
    for number, row in enumerate(rows):
        values = [row.get(n) for n in names] if isinstance(row, dict) else row
        if not number and not keyed:
            names = ["" if value is None else str(value) for value in row]
            yield number, names
        else:
            found = [fields.get(name) for name in names]
            yield number, [_cell(value, item) for value, item in zip_longest(values, found[: len(values)])]


def _cell(value: Any, field: Field | None) -> str:
    """Return a JSON value as a field's cells are printed."""
    if value is None:
        return NULL
    if field is not None and isinstance(value, bool) and field.type == "boolean":
        return labels(field, "trueValues", TRUE)[0] if value else labels(field, "falseValues", FALSE)[0]
    point = field.descriptor.get("decimalChar") if field is not None and isinstance(value, float) else None
    return printed(value).replace(".", point) if point else printed(value)


def _join(files: list[Path], resource: Resource, copy: Path, issues: IssueCollector) -> list[tuple[int, int]]:
    """Write the files one after the other, without the headers of the later ones. Raises OSError.

    Return, for each, the line of the whole at which it begins, and how many of its lines are left out.
    """
    starts: list[tuple[int, int]] = []
    lines, size, header = 0, 0, b""
    with copy.open("wb") as out:
        for path, file in zip(resource.paths, files, strict=True):
            with _opened(file, resource.gzip) as stream:
                first, repeated = stream.readline(LINE_LIMIT), bool(starts) and resource.header
                starts.append((lines + 1, int(repeated)))
                name = first.removeprefix(codecs.BOM_UTF8).rstrip(b"\r\n")
                if not repeated:
                    header = header or name
                elif name != header:
                    issues.add("header-missing", path, 1, None, "the first line is not the header of the first file")
                last = b"\n"
                for chunk in chain([b"" if repeated else first], iter(partial(stream.read, CHUNK), b"")):
                    out.write(chunk)
                    lines, size, last = lines + chunk.count(b"\n"), size + len(chunk), chunk[-1:] or last
                    if size > ZIP_LIMIT:
                        raise OSError(f"it unpacks to more than {ZIP_LIMIT >> 30} GiB")
                if last != b"\n":
                    out.write(b"\n")
                    lines += 1
    return starts


@contextmanager
def _opened(file: Path, zipped: bool) -> Iterator[BinaryIO]:
    try:
        with gzip.open(file) if zipped else file.open("rb") as stream:
            yield cast("BinaryIO", stream)
    except (EOFError, zlib.error) as error:
        raise OSError(f"it is not a gzip file that can be read: {error}") from None
