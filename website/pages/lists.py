"""Lists across records: every record of a table with a filter, references, known errors, versions side by side."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from iraqmilitias.dataset import Dataset
from iraqmilitias.errors import PackageError
from iraqmilitias.releases import locate
from iraqmilitias.results import as_csv

from ..markup import (
    ROOT,
    Columns,
    Html,
    Row,
    bullets,
    cells,
    code,
    element,
    external,
    grouped,
    grouped_table,
    join,
    link,
    plain_text,
    put,
    table,
    table_of,
    write,
)
from ..site_data import PAGES, SiteData, count, dated, words
from . import badges
from .record_parts import evidence, figure_columns, marked, speaker

UP = "../"  # from a list to the site's root
VERDICTS = {
    "source_error": "Errors of the article, by a reference",
    "open": "Open: the rows cannot both be right, and nothing settles it",
    "explained": "Explained: they differ for a known reason",
}


LIST_TITLES = {"sources": "Articles, line by line"}


def value(column: str) -> Callable[[Row], Any]:
    """Return a column with the value as it is."""
    return lambda row: row[column]


def code_of(column: str) -> Callable[[Row], Html]:
    """Return a column with an id as code."""
    return lambda row: code(row[column])


def columns(site: SiteData) -> dict[str, Columns]:
    """Return the columns of every list after its id, which comes second; the first leads to the record's page."""

    def number(sql: str) -> Callable[[Row], str]:
        """Return a column with a count for the record."""
        return lambda row: str(next(iter(site.rows(sql, next(iter(row.values())))[0].values())))

    def to(column: str) -> Callable[[Row], Html | None]:
        """Return a column with a link to another record."""
        return lambda row: site.ref(row[column], UP)

    def text(column: str) -> Callable[[Row], str]:
        return lambda row: words(row[column])

    def errors(row: Row) -> str:
        """Return how many conflicts are about an article's lines."""
        count = sum(source_of(site, c["record_id"]) == row["source_id"] for c in site.records("conflicts"))
        return f": {count} conflicts" if count else ""

    activity = {row["actor_id"]: row for row in site.rows("SELECT * FROM actor_activity")}
    reported = "SELECT count(*) || ' in ' || count(DISTINCT source_id) FROM event_reports WHERE event_id = ?"
    aliases = "SELECT coalesce(string_agg(alias, ', ' ORDER BY alias_id), '') FROM aliases WHERE actor_id = ?"
    figure = dict(figure_columns(site, UP))
    return {
        "events": {
            "event": lambda r: marked(site, r["event_id"], UP),
            "type": text("event_type"),
            "when": dated,
            "where": lambda r: site.refs([r["facility_id"], r["place_id"]], UP),
            "reports in articles": number(reported),
        },
        "actors": {
            "actor": to("actor_id"),
            "type": lambda r: words(r["actor_type"]) + ("" if r["named"] else " (unnamed)"),
            "country": value("country"),
            "events": lambda r: str(activity[r["actor_id"]]["event_count"]),
            "statements": lambda r: str(activity[r["actor_id"]]["statements_spoken"]),
            "times named": lambda r: str(activity[r["actor_id"]]["mention_times"]),
            "also written": number(aliases),
        },
        "facilities": {
            "facility": to("facility_id"),
            "type": text("facility_type"),
            "place": to("place_id"),
            "ICAO": value("icao"),
            "reports of attacks": number("SELECT count(*) FROM facility_attacks WHERE facility_id = ?"),
        },
        "places": {
            "place": to("place_id"),
            "type": text("place_type"),
            "located in": to("parent_id"),
            "ISO 3166": value("iso_3166"),
        },
        "statements": {
            "statement, in our words": lambda r: marked(site, r["statement_id"], UP),
            "speaker": lambda r: speaker(site, site.voices[r["statement_id"]], UP),
            "act": text("act"),
            "topic": text("topic"),
            "where": lambda r: evidence(site, r, UP),
        },
        "figures": figure,
        "sources": {
            "article": lambda r: join([site.ref(r["source_id"], UP), errors(r)]),
            "publisher": value("publisher"),
            "published": dated,
            "genre": value("genre"),
            "words": lambda r: f"{r['words']:,}",
        },
        "conflicts": {
            "finding": to("conflict_id"),
            "kind": text("kind"),
            "verdict": lambda r: badges.badge(r["verdict"]),
            "row": lambda r: site.id_ref(r["record_id"], UP),
            "against": lambda r: site.id_ref(r["other_id"] or r["reference_id"], UP),
        },
        "terms": {
            "term": to("term_id"),
            "times": number("SELECT coalesce(sum(times), 0) FROM mentions WHERE term_id = ?"),
            "we write": value("neutral"),
            "refers to": to("actor_id"),
            "why it is loaded": value("why"),
        },
    }


def grouping(site: SiteData) -> dict[str, Callable[[Row], str]]:
    """Return by what each list is grouped."""

    def article(row: Row) -> str:
        return site.article(row["source_id"])

    def year(row: Row) -> str:
        days = [row[c].year for c in ("date_from", "date_to") if row[c]]
        return f"by {days[-1]}" if row["date_from"] is None and days else str(days[0]) if days else "not dated"

    return {
        "events": year,
        "actors": lambda r: f"camp: {words(r['camp'])}" if r["camp"] else "no camp",
        "facilities": lambda r: f"camp: {words(r['camp'])}" if r["camp"] else "no camp",
        "places": lambda r: words(r["place_type"]),
        "statements": article,
        "figures": article,
        "sources": lambda r: "articles",
        "conflicts": lambda r: VERDICTS[r["verdict"]],
        "terms": article,
    }


def records(site: SiteData) -> None:
    """Write the list of every table whose records have a page, as a page and as CSV, and the list of the lists."""
    entries = []
    by = grouping(site)
    downloads = link(f"{UP}downloads.html", "downloads")
    for name, shown in columns(site).items():
        described = site.data.package.table(name)
        key = described.primary_key[0]
        (first, show), *rest = shown.items()
        rows: list[Row] = [site.row_of[k] for k in site.in_order[name]]
        whole: Columns = {first: show, "id": code_of(key), **dict(rest)}
        items = [{"rel": "item", "href": site.href(r[key], UP), "type": "text/html"} for r in rows]
        field = Html('<input id="filter" type="search" autocomplete="off">')
        label, output = element("label", "Filter this list", for_="filter"), element("output", for_="filter")
        target = f"list-{name}"
        reference = link(f"{UP}reference/tables/{name}.html", "table ", code(name))
        groups = {title: cells(whole, mine) for title, mine in grouped(rows, by[name]).items()}
        plain = [[plain_text(cell) for cell in row] for row in cells(whole, rows)]
        put(f"records/{name}.csv", as_csv(list(whole), plain))
        taken = link(f"{name}.csv", "CSV of this list", download="", class_="csv", data_lists=target)
        write(
            f"records/{name}.md",
            f"# {LIST_TITLES.get(name, described.title)}",
            described.description,
            element("div", label, " ", field, " ", output, class_="filter", data_filters=target, hidden=""),
            grouped_table(whole, groups, f"{described.title} ({len(rows)})", id=target, class_="sortable"),
            element("p", taken, ". Columns: ", reference, ". All tables: ", downloads, "."),
            links=items,
            contents=False,
            crumbs=[{"title": "Records", "url": "records/index.html"}],
        )
        entries.append(
            join([link(f"{name}.html", described.title), f" ({len(rows)}): one page for each {PAGES[name]}"])
        )
    write("records/index.md", "# Records", "Every record has a page.", bullets(entries))


def references(site: SiteData) -> None:
    """Write the page of everything outside the articles that a row relies on."""
    shown: Columns = {
        "id": lambda r: element("span", r["reference_id"], id=r["reference_id"]),
        "title": lambda r: external(r["url"], r["title"]) if r["url"] else r["title"],
        **{name: value(name) for name in ("publisher", "date", "licence", "note")},
    }
    intro = "What the dataset relies on besides the articles: identifiers, coordinates, dates, original wordings."
    write("references.md", "# References", intro, table_of(shown, site.records("bibliography"), "References"))


def known_errors(site: SiteData) -> None:
    """Write the page of the sources' known errors, from the conflicts."""
    parts = [
        "# Known errors of the sources",
        "From the table `conflicts`: cases where a row and another row, or a row and an outside reference, cannot both "
        "be right. The rows keep what their lines print; no row is changed to match another. These are the errors "
        "that were found; there may be more.",
    ]
    for source_id in site.articles:
        parts.append(f"## {site.article(source_id)}")
        mine = [row for row in site.records("conflicts") if source_of(site, row["record_id"]) == source_id]
        for verdict, title in VERDICTS.items():
            items = [_item(site, row) for row in mine if row["verdict"] == verdict]
            parts += [f"### {title}", bullets(items)] if items else []
        parts += [] if mine else ["None was found."]
    write("errors.md", *parts, contents=False)


def source_of(site: SiteData, key: str) -> str:
    """Return the article of a record: its own, or that of the record on whose page it is."""
    return str(site.row_of[key].get("source_id") or site.row_of[site.page_of(key)]["source_id"])


def _item(site: SiteData, row: Row) -> str:
    other, reference = site.id_ref(row["other_id"], ""), site.ref(row["reference_id"], "")
    against = [", against ", other or reference] if other or reference else []
    finding, record = site.ref(row["conflict_id"], ""), site.id_ref(row["record_id"], "")
    badge = badges.badge(row["verdict"])
    return join([badge, " ", words(row["kind"]).capitalize(), ": ", finding, " (", record, *against, ")"])


def _counts(version: str) -> dict[str, str]:
    """Return how many rows each table of a version has; nothing for a version that is not on this machine."""
    try:
        data = Dataset(locate(version))
    except PackageError:
        return {}
    return {name: str(count(data, name)) for name in data.tables()}


def versions(site: SiteData) -> None:
    """Write the changelog with the versions side by side."""
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8").replace("# Changelog", "# Changelog and versions", 1)
    released = re.findall(r"^## (\S+) \((\S+)\)$", text, flags=re.MULTILINE)
    counts = [_counts(version) for version, _ in released]
    names = ["table", *(f"{version} ({date})" for version, date in released)]
    rows = [[code(name), *(one.get(name, "not in it") for one in counts)] for name in site.data.tables()]
    shown = table(names, rows, "Rows of each table, by version")
    note = element("p", "The files of this version: ", link("downloads.html", "downloads"), ".")
    write("changelog.md", text.rstrip(), "## Versions side by side", shown, note)
