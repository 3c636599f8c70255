"""What hand-written pages take from the data by name: <!-- insert: NAME -->."""

from __future__ import annotations

import json

from iraqmilitias.validation.report.codes import all_rules

from .book import Book
from .catalogue import dataset
from .downloads import File
from .markup import code, element, link, table
from .record import period
from .reference import count


def inserts(book: Book, files: list[File]) -> dict[str, str]:
    """Return every insert by its name."""
    return {
        "articles": _articles(book),
        "dataset": _embedded(book, files),
        "records": _records(book),
        "rule-count": str(len(all_rules())),
    }


def _articles(book: Book) -> str:
    rows = [
        (book.ref(key, "", r["title"]), r["publisher"], period(r["date_from"], r["date_to"]), r["genre"])
        for key, r in book.articles.items()
    ]
    return table(("article", "publisher", "published", "kind"), rows, "The articles that were coded")


def _embedded(book: Book, files: list[File]) -> str:
    """The schema.org Dataset as search engines read it; < is escaped, so that no text can end the script."""
    text = json.dumps(dataset(book, files), ensure_ascii=False).replace("<", "\\u003c")
    return f'<script type="application/ld+json">{text}</script>'


def _records(book: Book) -> str:
    tables = book.data.package.tables
    rows = [
        (
            link(f"reference/tables/{name}.html", code(name)),
            str(count(book.data, name)),
            str(len(tables[name].fields)),
            element("span", tables[name].description),
        )
        for name in book.data.tables()
    ]
    return table(("table", "rows", "columns", "one row is"), rows, "The tables")
