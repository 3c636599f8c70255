"""The data behind the pages: rows by id, their names, their addresses on the site, their lines in the files."""

from __future__ import annotations

import csv
import re
import tomllib
from collections.abc import Mapping
from functools import cached_property
from typing import Any

from iraqmilitias.dataset import Dataset
from iraqmilitias.records import ID, Reader

from .markup import Html, escape, link
from .output import ROOT

Row = dict[str, Any]
# Tables whose records have a page of their own, with the word for one record.
KINDS: Mapping[str, str] = {
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
# Tables whose records are told on the page of another, and by which columns that one is found.
HOSTS: Mapping[str, tuple[str, ...]] = {
    "event_reports": ("event_id",),
    "participants": ("report_id",),
    "affiliations": ("actor_id",),
    "aliases": ("actor_id", "place_id", "facility_id"),
    "mentions": ("actor_id", "place_id", "facility_id"),
}
NAMING = ("name", "title", "term", "paraphrase", "description", "finding")


class Book:
    """One dataset as the pages read it: every row by its id, and the rows of every view."""

    def __init__(self, data: Dataset) -> None:
        self.data = data
        self.reader = Reader(data)
        self.table_of: dict[str, str] = {}
        self.row_of: dict[str, Row] = {}
        self.line_of: dict[str, int] = {}
        for table in data.package.tables.values():
            if len(table.primary_key) != 1 or table.name in ("retired", "event_types"):
                continue
            key = table.primary_key[0]
            rows = {row[key]: row for row in self.reader.rows(f'SELECT * FROM "{table.name}"')}
            lines = data.package.read_bytes(table.path).decode("utf-8").splitlines()
            for number, line in enumerate(csv.DictReader(lines), start=2):  # no cell holds a newline
                self.table_of[line[key]] = table.name
                self.row_of[line[key]] = rows[line[key]]
                self.line_of[line[key]] = number

    def rows(self, sql: str, *params: Any) -> list[Row]:
        """Return a query's rows as dictionaries."""
        return list(self.reader.rows(sql, *params))

    def records(self, table: str) -> list[str]:
        """Return the ids of a table in its order."""
        return [key for key, name in self.table_of.items() if name == table]

    def name(self, key: str) -> str:
        """Return what a record is called on the pages."""
        row, table = self.row_of[key], self.table_of[key]
        if table == "figures":
            return f"{row['printed']}: {row['description']}"
        if table == "event_reports":
            return str(row["summary"])
        if table == "affiliations":
            relation = row["relation"].replace("_", " ")
            return f"{self.name(row['actor_id'])} {relation} {self.name(row['organisation_id'])}"
        if table == "mentions":
            return f"“{row['text']}” in {row['source_id']}, line {row['line']}"
        return str(next((row[c] for c in NAMING if row.get(c)), key))

    def host(self, key: str) -> str:
        """Return the record whose page tells a record: itself where it has a page."""
        table = self.table_of[key]
        if table not in HOSTS:
            return key
        owner = next(str(self.row_of[key][c]) for c in HOSTS[table] if self.row_of[key].get(c))
        return self.host(owner)

    def href(self, key: str, root: str) -> str:
        """Return a record's address, relative to the site's root at `root` (say, ../../)."""
        host = self.host(key)
        if self.table_of[host] == "bibliography":
            return f"{root}references.html#{key}"
        if self.table_of[key] == "participants":
            return f"{root}id/{host}/index.html#{self.row_of[key]['report_id']}"
        return f"{root}id/{host}/index.html" + ("" if host == key else f"#{key}")

    def ref(self, key: str | None, root: str, text: str | None = None) -> Html | None:
        """Return a link to a record, with its name; None where there is no id."""
        return None if not key else link(self.href(key, root), text or self.name(key))

    def linked(self, text: str | None, root: str) -> Html:
        """Return text in which every id that the data has is a link."""

        def one(match: re.Match[str]) -> str:
            key = match.group()
            return str(link(self.href(key, root), key)) if key in self.row_of else key

        return Html(ID.sub(one, escape(text)))

    def place_in_file(self, key: str) -> tuple[str, int]:
        """Return the file that a record is a line of, relative to the repository, and that line's number."""
        return self.data.package.table(self.table_of[key]).path, self.line_of[key]

    def citation(self, key: str) -> str:
        """Return the citation of a record as text."""
        if key not in self._citations:
            self._citations[key] = str(self.data.cite(key)).replace("no DOI assigned", "No DOI assigned")
        return self._citations[key]

    @cached_property
    def _citations(self) -> dict[str, str]:
        return {}

    @cached_property
    def voices(self) -> dict[str, Row]:
        """The rows of the view voices by statement."""
        return {row["statement_id"]: row for row in self.reader.rows("SELECT * FROM voices")}

    def deep_link(self, address: str, locator: str | None) -> str:
        """Return an address that opens at the printed words, as the macro deep_link has it."""
        known = self._links
        if (address, locator) not in known:
            known[address, locator] = self.rows("SELECT deep_link(?, ?) AS url", address, locator)[0]["url"]
        return known[address, locator]

    @cached_property
    def _links(self) -> dict[tuple[str, str | None], str]:
        return {}

    @cached_property
    def repository(self) -> str | None:
        """The repository's address from pyproject.toml; None while it names none."""
        project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
        urls = {k.casefold(): v for k, v in project.get("urls", {}).items()}
        found = next((urls[k] for k in ("repository", "source", "homepage") if k in urls), None)
        return found.rstrip("/") if found else None

    @cached_property
    def articles(self) -> dict[str, Row]:
        """The sources by id."""
        return {key: self.row_of[key] for key in self.records("sources")}
