"""A new article: its rows in `sources` and `lines`, and its worksheet. Its text is not written into the package."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import NamedTuple

from ..errors import Error
from ..evidence import copied_runs
from ..extraction import dates, lines, roles
from ..output import write_all
from ..package import Package
from ..table_files import canonical, new_ids, rows_of
from . import drafts, worksheet
from .article_file import Document
from .statement_drafts import Published
from .workbook import as_workbook


class Added(NamedTuple):
    """The id of an added article and what was drafted for it."""

    source_id: str
    lines: int
    drafts: int
    files: tuple[Path, ...]


def day(text: str) -> date:
    """Return a day that is written in any usual form ("2020-01-03", "3 January 2020"). Raises ValueError else."""
    found = dates.find(text.strip(), date(1900, 6, 1), date(2100, 6, 1))  # so that no relative date is a day
    bounds = found[0].bounds if len(found) == 1 and found[0].text == text.strip() else None
    if bounds is None or bounds.precision != "day" or bounds.first is None:
        raise ValueError(f"{text!r} is not a day; write it as 2020-01-03 or 3 January 2020")
    return bounds.first


def add(package: Package, document: Document, given: Mapping[str, str], workbook: bool = True) -> Added:
    """Write an article's rows and worksheet into a package's folder, all or none.

    `given` has the columns of `sources` that a person gives. Raises Error where the package has the article already
    or a value does not fit the schema, and PackageError for a package that is an archive.
    """
    package.require_folder()
    known, source_id = rows_of(package, "sources"), next(new_ids(package, "sources"))
    digest = hashlib.sha256(document.content).hexdigest()
    for row in known:
        if row["sha256"] == digest or row["file_name"] == document.name:
            same = "the same text" if row["sha256"] == digest else f"the file name {document.name}"
            raise Error(
                f"{row['source_id']} has {same}; an article is added once (another edition needs another file name)"
            )
        if row["url"] == given["url"] and row["edition"] == given.get("edition", ""):
            raise Error(f"{row['source_id']} has this address; for another edition of it give --edition")
    guessed = roles.guess(document.lines, given["title"])
    coded = _lines(source_id, document, guessed)
    source = {
        **{column: " ".join(value.split()) for column, value in given.items()},
        "source_id": source_id,
        "file_name": document.name,
        "lines": str(len(document.lines)),
        "words": str(sum(int(r["words"]) for r in coded)),
        "sha256": digest,
    }
    _check(package, source)
    published = Published(date.fromisoformat(source["date_from"]), date.fromisoformat(source["date_to"]), guessed)
    drafted = drafts.draft(document.lines, published, package)
    folder = package.path / "drafts"
    worksheets = {folder / f"{source_id}.csv": worksheet.as_csv(package, drafted)}
    as_drafted = {folder / f"{source_id}{worksheet.DRAFTED}": worksheet.as_csv(package, drafted)}
    if workbook:
        worksheets[folder / f"{source_id}.xlsx"] = as_workbook(package, drafted)
    runs = package.path / copied_runs.FOLDER
    for each in (folder, runs):
        each.mkdir(parents=True, exist_ok=True)
    sources, all_lines = package.table("sources"), package.table("lines")
    write_all({
        package.path / sources.path: canonical(sources, [*known, source]),
        package.path / all_lines.path: canonical(all_lines, [*rows_of(package, "lines"), *coded]),
        runs / f"{source_id}.txt": copied_runs.as_file(document.lines),
        **worksheets,
        **as_drafted,
    })  # fmt: skip
    return Added(source_id, len(document.lines), len(drafted), tuple(worksheets))


def _lines(source_id: str, document: Document, guessed: list[str]) -> list[dict[str, str]]:
    rows, paragraph = [], 0
    for number, (text, role) in enumerate(zip(document.lines, guessed, strict=True), 1):
        paragraph += role != "blank"
        counts = {unit: str(n) for unit, n in lines.count(text)._asdict().items()}
        rows.append({
            "source_id": source_id, "line": str(number), "role": role,
            "paragraph": str(paragraph) if role != "blank" else "", **counts, "sha256": lines.fingerprint(text),
        })  # fmt: skip
    return rows


def _check(package: Package, source: Mapping[str, str]) -> None:
    """Raise Error for a value that the schema of `sources` does not allow, before anything is written."""
    for field in package.table("sources").fields:
        value = source.get(field.name, "")
        codes, pattern = field.constraints.get("enum"), field.constraints.get("pattern")
        if field.required and not value:
            raise Error(f"{field.name} is missing: {field.description}")
        if value and codes and value not in codes:
            raise Error(f"{field.name} {value!r} is not one of: {', '.join(codes)}")
        if value and pattern and not re.fullmatch(pattern, value):
            raise Error(f"{field.name} {value!r} is not valid; it must look like {field.example}")
    if source["date_from"] > source["date_to"]:
        raise Error(f"published from {source['date_from']} to {source['date_to']}: the last day is before the first")
