"""A new article: its rows in `sources` and `lines`, and its worksheet; its text is never written there."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import NamedTuple

from ..errors import Error, PackageError
from ..extraction import dates, lines, roles
from ..package import Package
from . import drafts, worksheet
from . import package_tables as tables
from .article_file import Document
from .gazetteer import Gazetteer
from .statement_drafts import Published
from .workbook import as_workbook


class Added(NamedTuple):
    """What an added article is called and what was drafted for it."""

    source_id: str
    lines: int
    drafts: int
    files: tuple[Path, ...]


def day(text: str) -> date:
    """Return the day that a person wrote in any usual form ("2020-01-03", "3 January 2020"); ValueError for none."""
    found = dates.find(text.strip(), date(1900, 6, 1), date(2100, 6, 1))  # so that nothing relative is a day
    bounds = found[0].bounds if len(found) == 1 and found[0].text == text.strip() else None
    if bounds is None or bounds.precision != "day" or bounds.first is None:
        raise ValueError(f"{text!r} is no day; write it as 2020-01-03 or 3 January 2020")
    return bounds.first


def add(package: Package, document: Document, given: Mapping[str, str], workbook: bool = True) -> Added:
    """Write an article's rows and worksheet into a package's folder, all or nothing.

    `given` has the columns of `sources` that a person gives. Raises Error where the article is there already or a
    value is not as the schema has it, and PackageError for a package that is an archive.
    """
    if package.zipped:
        raise PackageError(f"{package.path}: an archive is not written to; unpack it and give the folder")
    held = tables.rows_of(package, "sources")
    source_id = tables.next_id(package, "sources")
    digest = hashlib.sha256(document.content).hexdigest()
    for row in held:
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
        **given,
        "source_id": source_id,
        "file_name": document.name,
        "lines": str(len(document.lines)),
        "words": str(sum(int(r["words"]) for r in coded)),
        "sha256": digest,
    }
    _check(package, source)
    published = Published(
        date.fromisoformat(source["date_from"]), date.fromisoformat(source["date_to"]), guessed
    )
    found = drafts.draft(document.lines, published, Gazetteer(package))
    files = {
        "data/sources.csv": tables.encoded(package, "sources", [*held, source]),
        "data/lines.csv": tables.encoded(package, "lines", [*tables.rows_of(package, "lines"), *coded]),
        f"drafts/{source_id}.csv": worksheet.as_csv(package, found),
    }
    if workbook:
        files[f"drafts/{source_id}.xlsx"] = as_workbook(package, found)
    written = tables.write_all(package.path, files)
    return Added(source_id, len(document.lines), len(found), tuple(p for p in written if p.parent.name == "drafts"))


def _lines(source_id: str, document: Document, guessed: list[str]) -> list[dict[str, str]]:
    found, paragraph = [], 0
    for number, (text, role) in enumerate(zip(document.lines, guessed, strict=True), 1):
        counts = lines.count(text)
        paragraph += role != "blank"
        found.append({
            "source_id": source_id, "line": str(number), "role": role,
            "paragraph": str(paragraph) if role != "blank" else "",
            "words": str(counts.words), "numbers": str(counts.numbers), "quotations": str(counts.quotations),
            "names": str(counts.names), "sha256": lines.fingerprint(text),
        })  # fmt: skip
    return found


def _check(package: Package, source: Mapping[str, str]) -> None:
    """Refuse a value that the schema of `sources` does not allow, before anything is written."""
    import re

    for field in package.table("sources").fields:
        value = source.get(field.name, "")
        codes, pattern = field.constraints.get("enum"), field.constraints.get("pattern")
        if field.required and not value:
            raise Error(f"{field.name} is missing: {field.description}")
        if value and codes and value not in codes:
            raise Error(f"{field.name} {value!r} is none of: {', '.join(codes)}")
        if value and pattern and not re.fullmatch(pattern, value):
            raise Error(f"{field.name} {value!r} is not as it should be, for example {field.example}")
    if source["date_from"] > source["date_to"]:
        raise Error(f"published from {source['date_from']} to {source['date_to']}: the last day is before the first")
