"""What is known to be wrong or disputed in the articles, article by article; and versions side by side."""

from __future__ import annotations

import re

from iraqmilitias.dataset import Dataset
from iraqmilitias.errors import PackageError
from iraqmilitias.releases import locate

from .book import Book
from .markup import bullets, code, element, join, link, table
from .record import words
from .reference import count
from .writing import ROOT, write

VERDICTS = {
    "source_error": "Errors of the article, by a reference",
    "open": "Open: the rows cannot both be right, and nothing settles it",
    "explained": "Explained: they differ for a reason that is known",
}


def known_errors(book: Book) -> None:
    """Write the page of the sources' known errors, from the conflicts."""
    parts = [
        "# Known errors of the sources",
        "From the table `conflicts`: where a row, or a row and an outside reference, cannot both be right. The rows "
        "keep what their lines print; nothing is corrected in silence. This is what was found, no list of all errors.",
    ]
    placed = {key: _article(book, key) for key in book.records("conflicts")}
    for source_id, source in book.articles.items():
        mine = [key for key, found in placed.items() if found == source_id]
        parts.append(f"## {source['publisher']}: {source['title']}")
        for verdict, title in VERDICTS.items():
            items = [_item(book, key) for key in mine if book.row_of[key]["verdict"] == verdict]
            if items:
                parts += [f"### {title}", str(bullets(items))]
    write("errors.md", "\n\n".join(parts), {"contents": False})


def _article(book: Book, key: str) -> str:
    """The article whose row a conflict is about."""
    record = book.row_of[key]["record_id"]
    return str(book.row_of[record].get("source_id") or book.row_of[book.host(record)]["source_id"])


def _item(book: Book, key: str) -> str:
    row = book.row_of[key]
    other = row["other_id"] or row["reference_id"]
    against = [", against ", book.ref(other, "", other if row["other_id"] else None)] if other else []
    record = book.ref(row["record_id"], "", row["record_id"])
    return join([words(row["kind"]).capitalize(), ": ", book.ref(key, "", row["finding"]), " (", record, *against, ")"])


def _counts(version: str) -> dict[str, str]:
    """How many rows each table of a version has; a version that is not on this machine has none."""
    try:
        data = Dataset(locate(version))
    except PackageError:
        return {}
    return {name: str(count(data, name)) for name in data.tables()}


def versions(book: Book) -> None:
    """Write the changelog with the versions side by side."""
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    released = re.findall(r"^## (\S+) \((\S+)\)$", text, flags=re.MULTILINE)
    held = {version: _counts(version) for version, _ in released}
    names = ["table", *(f"{version} ({date})" for version, date in released)]
    cells = [
        [code(name), *(held[version].get(name, "not there") for version, _ in released)] for name in book.data.tables()
    ]
    shown = table(names, cells, "Rows of each table, by version")
    note = element("p", "The files of this version: ", link("downloads.html", "downloads"), ".")
    body = text.replace("# Changelog", "# Changelog and versions", 1)
    write("changelog.md", f"{body.rstrip()}\n\n## Versions side by side\n\n{shown}\n\n{note}")
