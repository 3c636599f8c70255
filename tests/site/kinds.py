"""One page of every kind that the site has. A new kind of page gets a line here, and with it every test."""

from __future__ import annotations

import collections
import csv

from ..conftest import ROOT


def rows(table: str) -> list[dict[str, str]]:
    """Return the rows of a table of the live data."""
    with (ROOT / "data" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def commonest(table: str, column: str) -> str:
    """Return the value that occurs most often in a column."""
    return collections.Counter(row[column] for row in rows(table) if row[column]).most_common(1)[0][0]


def first(table: str, **values: str) -> str:
    """Return the id of the first row with these values."""
    return next(iter(next(row for row in rows(table) if row.items() >= values.items()).values()))


TABLES = len(list((ROOT / "schemas").glob("*.json")))
RECORDS = {  # a record of each kind that has a page: those with much on their pages
    "event": commonest("event_reports", "event_id"),
    "actor": first("actors", name="Kata’ib Hezbollah"),
    "facility": commonest("participants", "facility_id"),
    "place": commonest("mentions", "place_id"),
    "statement": commonest("event_reports", "statement_id"),
    "figure": first("figures", locator="lost 28"),  # the README's number
    "source": commonest("event_reports", "source_id"),
    "conflict": first("conflicts"),
    "term": first("terms"),
}
PAGES = {
    "home": "index.html",
    "quick start": "quickstart.html",
    "tutorial": "tutorials/one-number.html",
    "tutorial with SQL": "tutorials/several-accounts.html",
    "how-to": "howto.html",
    "downloads": "downloads.html",
    "console": "console.html",
    "explorer": "explorer.html",
    "explorer with a selection": "explorer.html#place=plc-0003&from=2020-01-01&to=2020-12-31",
    "list of kinds": "records/index.html",
    "list of events": "records/events.html",
    "list of figures": "records/figures.html",
    **{kind: f"id/{record}/index.html" for kind, record in RECORDS.items()},
    "pictures": "pictures/index.html",
    "timeline": "pictures/events.html",
    "reports by article": "pictures/reports.html",
    "map": "pictures/map.html",
    "troop numbers": "pictures/strengths.html",
    "disagreements": "pictures/disputes.html",
    "conflicts drawn": "pictures/conflicts.html",
    "network": "pictures/network.html",
    "voices drawn": "pictures/voices.html",
    "lines drawn": "pictures/lines.html",
    "references": "references.html",
    "questions": "questions.html",
    "known errors": "errors.html",
    "codebook": "codebook.html",
    "reliability": "reliability.html",
    "data descriptor": "descriptor.html",
    "reference": "reference/index.html",
    "table": "reference/tables/events.html",
    "view": "reference/views/claims.html",
    "rules": "reference/rules.html",
    "command line": "reference/cli.html",
    "library": "reference/library.html",
    "changelog": "changelog.html",
    "plain text": "about.html",
    "contributing": "contributing.html",
    "search": "search.html?q=hangar",
    "not found": "404.html",
}
ALIKE = (  # kinds of one template
    ("quick start", "how-to", "data descriptor", "contributing", "changelog", "plain text"),
    ("tutorial", "tutorial with SQL"),
    ("list of events", "list of figures"),
    ("facility", "place"),
    ("statement", "term"),
    ("table", "view"),
    ("known errors", "references"),
    ("command line", "library"),
)
HEAVIEST = 300_000  # bytes of a page with all that it loads, but for DATA
DATA = ("assets/explorer-data.js", "assets/search-index.js")
