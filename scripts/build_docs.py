"""Write every generated page of the documentation, before and without the site builder.

No builder-specific hook is used, so that the site builder can be changed in one line.
"""

from __future__ import annotations

import sys

from pages import (
    audit,
    catalogue,
    claims,
    console,
    downloads,
    entities,
    errors,
    events,
    indexes,
    reference,
    running,
    searching,
)
from pages.book import Book
from pages.inserts import inserts
from pages.pictures import page as pictures
from pages.writing import ROOT, THEME, replace

from iraqmilitias.dataset import Dataset


def main() -> None:
    data = Dataset(ROOT)
    replace(THEME / "version.html", f"Version {data.version}.\n")
    reference.tables(data)
    reference.rules()
    reference.command_line()
    reference.library()
    reference.questions(data)
    book = Book(data)
    events.pages(book)
    entities.actors(book)
    entities.places(book)
    entities.facilities(book)
    claims.statement_pages(book)
    claims.figure_pages(book)
    audit.source_pages(book)
    audit.conflict_pages(book)
    audit.term_pages(book)
    audit.references(book)
    indexes.pages(book)
    pictures.pages(book)
    errors.known_errors(book)
    errors.versions(book)
    files = downloads.make(book)
    downloads.page(book, files)
    console.page(book, files)
    catalogue.write_all(book, files)
    try:
        running.pages(data, inserts(book, files), {"index.md": catalogue.signposts(files)})
    except running.BlockError as error:
        sys.exit(str(error))
    searching.pages(book)  # last: it reads the pages


if __name__ == "__main__":
    main()
