"""Where a table's rows come from: a file, a compressed file, several files in a row, or the descriptor itself."""

from __future__ import annotations

import codecs
import csv
import gzip
import json
import zlib
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple, cast

from ...package import ZIP_LIMIT
from ..documents import regular
from ..report.issues import IssueCollector, Place
from .resource import Resource
from .scan import LINE_LIMIT

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
        with copy.open("w", encoding="utf-8", newline="") as out:
            csv.writer(out, lineterminator="\n", delimiter=resource.delimiter).writerows(_cells(rows))
        numbers = [document.line(*where, i) for i in range(len(rows))]
        keyed = bool(rows) and isinstance(rows[0], dict)

        def in_descriptor(line: int | None) -> tuple[str, int | None]:
            at = 0 if line is None else line - 1 - keyed
            return document.name, numbers[at] if 0 <= at < len(numbers) else document.line(*where)

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


def _cells(rows: Any) -> Iterator[list[str]]:
    """Yield rows of JSON, arrays or objects, as they would be printed."""
    keyed = bool(rows) and isinstance(rows[0], dict)
    names = list(dict.fromkeys(key for row in rows if isinstance(row, dict) for key in row)) if keyed else []
    if keyed:
        yield names
    for row in rows:
        values: Iterable[Any] = (row.get(n) for n in names) if isinstance(row, dict) else row
        yield [_printed(v) for v in values]


def _printed(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


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
