"""The data behind the pages: rows by id, their names, their addresses on the site, their lines in the files."""

from __future__ import annotations

import datetime
import itertools
import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache, cached_property
from typing import Any

from iraqmilitias.database.sandbox import Result, run
from iraqmilitias.dataset import Dataset
from iraqmilitias.records import ID
from iraqmilitias.typed_rows import read_cells

from .markup import ROOT, Html, Row, escape, join, link

# Tables whose records have a page, with the word for one record.
PAGES: Mapping[str, str] = {
    "events": "event",
    "actors": "actor",
    "facilities": "facility",
    "places": "place",
    "statements": "statement",
    "figures": "figure",
    "sources": "source",
    "conflicts": "conflict",
    "terms": "term",
}
# Tables whose records are shown on the page of another record, and the columns that lead to it.
SHOWN_ON: Mapping[str, tuple[str, ...]] = {
    "event_reports": ("event_id",),
    "participants": ("report_id",),
    "affiliations": ("actor_id",),
    "aliases": ("actor_id", "place_id", "facility_id"),
    "mentions": ("actor_id", "place_id", "facility_id"),
    "notes": ("record_id",),
}
NAMED_BY = ("name", "title", "term", "paraphrase", "description", "finding", "note")


def query(data: Dataset, sql: str, limit: int | None = None) -> Result:
    """Return the columns and rows of one reading statement, at most `limit` rows."""
    return run(data.reader.connection.cursor(), sql, max_rows=limit)


def count(data: Dataset, name: str) -> int:
    """Return how many rows a table or view has."""
    return int(query(data, f'SELECT count(*) FROM "{name}"').rows[0][0])


def words(code: str | None) -> str:
    """Return a code as words."""
    return (code or "").replace("_", " ").replace("-", " ")


def day(value: Any) -> str:
    """Return a date as people write it."""
    return f"{value.day} {value:%B %Y}" if isinstance(value, datetime.date) else str(value or "")


def period(first: Any, last: Any, precision: str | None = None) -> str:
    """Return two bounds in words: of a `span` it lasted from one to the other, else it was some time between them."""
    if first is None and last is None:
        return "not stated"
    if first is None:
        return f"not after {day(last)}"
    if last is None:
        return f"from {day(first)}"
    if first == last:
        return day(first)
    after = last + datetime.timedelta(days=1)
    if first.day == after.day == 1 and (first.month, after.month, after.year - first.year) == (1, 1, 1):
        return str(first.year)
    if first.day == after.day == 1 and (last.year, last.month) == (first.year, first.month):
        return f"{first:%B %Y}"
    whole_years = (first.day, first.month, after.day, after.month) == (1, 1, 1, 1)
    start, end = (str(first.year), str(last.year)) if whole_years else (day(first), day(last))
    return f"from {start} to {end}" if precision == "span" else f"between {start} and {end}"


def dated(row: Row) -> str:
    """Return the dates of a row in words."""
    return period(row["date_from"], row["date_to"], row.get("date_precision"))


class SiteData:
    """One dataset as the pages read it: every row by its id, and the rows of every view."""

    def __init__(self, data: Dataset) -> None:
        self.data = data
        self.rows = data.reader.rows
        self.table_of: dict[str, str] = {}
        self.row_of: dict[str, dict[str, Any]] = {}
        self.line_of: dict[str, int] = {}
        self.cited = cache(data.cite)
        self.citation = cache(lambda key: str(self.cited(key)))
        self.deep_link = cache(self._deep_link)
        for table in data.package.tables.values():
            if len(table.primary_key) != 1 or table.primary_key == ("record_id",):
                continue
            key = table.primary_key[0]
            rows = {row[key]: row for row in self.rows(f'SELECT * FROM "{table.name}"') if ID.fullmatch(row[key])}
            place = [field.name for field in table.fields].index(key)
            for number, cells in read_cells(table, data.package.read_bytes(table.path)):
                if (record_id := cells[place]) in rows:
                    self.table_of[record_id] = table.name
                    self.row_of[record_id] = rows[record_id]
                    self.line_of[record_id] = number

    def records(self, table: str) -> list[dict[str, Any]]:
        """Return the rows of a table in its order."""
        return [self.row_of[key] for key in self.ids(table)]

    def ids(self, table: str) -> list[str]:
        """Return the ids of a table in its order."""
        return [key for key, name in self.table_of.items() if name == table]

    def codes(self, table: str, column: str) -> tuple[str, ...]:
        """Return the codes that the schema allows in a column, in its order."""
        fields = {field.name: field for field in self.data.package.table(table).fields}
        return tuple(fields[column].constraints.get("enum", ()))

    def name(self, key: str) -> str:
        """Return what a record is called on the pages."""
        row, table = self.row_of[key], self.table_of[key]
        if table == "figures":
            return f"{row['printed']}: {row['description']}"
        if table == "event_reports":
            return str(row["summary"])
        if table == "affiliations":
            return f"{self.name(row['actor_id'])} {words(row['relation'])} {self.name(row['organisation_id'])}"
        if table == "mentions":
            return f"“{row['text']}” in {row['source_id']}, line {row['line']}"
        return str(next((row[c] for c in NAMED_BY if row.get(c)), key))

    def page_of(self, key: str) -> str:
        """Return the record whose page shows a record: itself where it has a page."""
        if self.table_of[key] not in SHOWN_ON:
            return key
        row = self.row_of[key]
        return self.page_of(next(str(row[c]) for c in SHOWN_ON[self.table_of[key]] if row.get(c)))

    def href(self, key: str, root: str) -> str:
        """Return a record's address, relative to the site's root at `root` (say, ../../)."""
        page = self.page_of(key)
        table = self.table_of[page]
        if table == "bibliography":
            return f"{root}references.html#{key}"
        if table not in PAGES:
            return f"{root}reference/tables/{table}.html"
        anchor = self.row_of[key]["report_id"] if self.table_of[key] == "participants" else key
        return f"{root}id/{page}/index.html" + ("" if page == key else f"#{anchor}")

    def ref(self, key: str | None, root: str, text: str | None = None) -> Html | None:
        """Return a link to a record, with its name; None for an empty id."""
        return None if not key else link(self.href(key, root), text or self.name(key))

    def id_ref(self, key: str | None, root: str) -> Html | None:
        """Return a link to a record with its id as text; None for an empty id."""
        return self.ref(key, root, key)

    def refs(self, keys: Iterable[str | None], root: str) -> Html:
        """Return links to records, separated by commas."""
        return join((self.ref(key, root) for key in keys), ", ")

    def linked(self, text: str | None, root: str) -> Html:
        """Return text in which every id of the data is a link."""

        def one(match: re.Match[str]) -> str:
            key = match.group()
            return str(self.id_ref(key, root)) if key in self.row_of else key

        return Html(ID.sub(one, escape(text)))

    def line_in_file(self, key: str) -> tuple[str, int]:
        """Return the file in which a record is, relative to the repository, and its line number."""
        return self.data.package.table(self.table_of[key]).path, self.line_of[key]

    def _deep_link(self, address: str, locator: str | None) -> str:
        """Return an address that opens at the printed words, as the macro deep_link makes it."""
        return str(self.rows("SELECT deep_link(?, ?) AS url", address, locator)[0]["url"])

    @cached_property
    def voices(self) -> dict[str, dict[str, Any]]:
        """The rows of the view voices by statement."""
        return {row["statement_id"]: row for row in self.rows("SELECT * FROM voices")}

    @cached_property
    def verdicts(self) -> dict[str, list[dict[str, Any]]]:
        """The rows of the view verdicts by record, in their order."""
        rows = self.rows("SELECT * FROM verdicts ORDER BY record_id, verdict_order")
        return {key: list(mine) for key, mine in itertools.groupby(rows, lambda r: str(r["record_id"]))}

    @cached_property
    def read_again(self) -> dict[str, dict[str, Any]]:
        """The rows of the view read_again by record."""
        return {row["record_id"]: row for row in self.rows("SELECT * FROM read_again")}

    @cached_property
    def in_order(self) -> dict[str, list[str]]:
        """The ids of every table with pages in the order of its list: events by date, actors by name, others by id."""
        ordered = {table: self.ids(table) for table in PAGES}
        rows = self.row_of
        ordered["events"].sort(key=lambda k: (str(rows[k]["date_from"] or rows[k]["date_to"] or "9999"), k))
        ordered["actors"].sort(key=lambda k: rows[k]["name"].lower())
        return ordered

    @cached_property
    def articles(self) -> dict[str, dict[str, Any]]:
        """The sources by id."""
        return {row["source_id"]: row for row in self.records("sources")}

    def article(self, source_id: str) -> str:
        """Return an article's publisher and title."""
        return f"{self.articles[source_id]['publisher']}: {self.articles[source_id]['title']}"

    @cached_property
    def repository(self) -> str | None:
        """The repository's address from pyproject.toml; None while it names none."""
        project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
        urls = {k.casefold(): v for k, v in project.get("urls", {}).items()}
        address = next((urls[k] for k in ("repository", "source", "homepage") if k in urls), None)
        return address.rstrip("/") if address else None
