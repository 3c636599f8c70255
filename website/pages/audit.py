"""The pages of sources, conflicts and terms, and what all rows rely on besides."""

from __future__ import annotations

from ..markup import Html, bullets, code, element, facts, join, link, table
from ..output import write
from ..site_data import Book
from .record import UP, archived, evidence, period, section, words, write_record
from .rows import figures, reports, statements


def source_pages(book: Book) -> None:
    """Write the page of every article."""
    for key in book.records("sources"):
        row = book.row_of[key]
        profile = book.rows("SELECT * FROM source_profile WHERE source_id = ?", key)[0]
        left = book.rows("SELECT sum(left_total) AS n FROM coverage WHERE source_id = ?", key)[0]["n"]
        told = facts(
            [
                ("Article", link(row["url"], row["title"], rel="external")),
                ("Archive", link(archived(book, key, None), "copy nearest to its publication", rel="external")),
                ("Publisher", row["publisher"]),
                ("Author", join([row["author"] or "not printed", f" ({row['author_basis']})"])),
                ("Published", period(row["date_from"], row["date_to"])),
                ("Genre", row["genre"]),
                ("Edition", row["edition"]),
                ("Rewritten from", _original(book, key)),
                ("Its quotations are", words(row["quotations"])),
                ("Length", f"{row['lines']} lines, {row['words']:,} words"),
                ("Coded by", f"{row['coded_by']} ({row['coder_kind']}), {row['coded_on']}"),
                ("Checked by", row["checked_by"] or "nobody yet"),
                ("SHA-256 of the text that was read", code(row["sha256"])),
                ("Note", row["note"]),
            ]
        )
        counts = facts(
            [
                ("Claims", f"{profile['claim_count']}, {profile['author_share']:.0%} in the author’s own voice"),
                ("Statements", str(profile["statement_count"])),
                ("Figures", str(profile["figure_count"])),
                ("Reports", f"{profile['report_count']} of {profile['event_count']} events"),
                (
                    "Loaded words",
                    f"{profile['loaded_times']} times ({profile['loaded_per_1000_words']} per 1,000 words)",
                ),
                ("Numbers, quotations and names left uncoded", str(left)),
            ]
        )
        body = [
            told,
            section("What it holds", counts),
            section("Figures", figures(book, "source_id = ?", key)),
            section("Statements", statements(book, "s.source_id = ?", key)),
            section("Reports", reports(book, "r.source_id = ?", key)),
            section("Conflicts", _source_conflicts(book, key)),
        ]
        write_record(book, key, "", body)


def _original(book: Book, key: str) -> Html | None:
    row = book.row_of[key]
    if not row["original_title"] and not row["original_publisher"]:
        return None
    title = row["original_title"] or "an article"
    shown = link(row["original_url"], title, rel="external") if row["original_url"] else title
    rest = [row[c] for c in ("original_author", "original_publisher", "original_date") if row[c]]
    return join([shown, *(join([", ", str(r)]) for r in rest)])


def _source_conflicts(book: Book, key: str) -> Html:
    rows = book.rows(
        "SELECT c.conflict_id FROM conflicts c JOIN evidence e ON e.record_id = c.record_id "
        "WHERE e.source_id = $1 UNION SELECT conflict_id FROM conflicts WHERE record_id = $1 ORDER BY 1",
        key,
    )
    items = [
        join([book.ref(r["conflict_id"], UP, book.name(r["conflict_id"])), f" ({r['conflict_id']})"]) for r in rows
    ]
    return bullets(items) if items else Html("")


def conflict_pages(book: Book) -> None:
    """Write the page of every conflict: the rows that cannot both be right, beside one another."""
    for key in book.records("conflicts"):
        row = book.row_of[key]
        told = facts(
            [
                ("Kind", words(row["kind"])),
                ("Verdict", words(row["verdict"])),
                ("Column in question", code(row["field"])),
                ("Reference", book.ref(row["reference_id"], UP)),
            ]
        )
        sides = element(
            "div", *(_side(book, k, row["field"]) for k in (row["record_id"], row["other_id"]) if k), class_="side"
        )
        write_record(book, key, "", [told, section("The rows in question", sides)])


def _side(book: Book, key: str, field: str) -> Html:
    row = book.row_of[key]
    table_name = book.table_of[key]
    value = row.get(field)
    shown = book.linked(str(value), UP) if value is not None else "empty"
    pairs = [
        ("Table", link(f"{UP}reference/tables/{table_name}.html", code(table_name))),
        (field, shown),
        ("Dated", period(row["date_from"], row["date_to"]) if "date_from" in row else None),
        ("Printed", evidence(book, row) if row.get("source_id") and table_name != "sources" else None),
    ]
    head = element("h3", book.ref(key, UP, book.name(key)), " ", element("small", code(key)))
    return element("article", head, facts(pairs), class_="report")


def term_pages(book: Book) -> None:
    """Write the page of every loaded term."""
    for key in book.records("terms"):
        row = book.row_of[key]
        usage = book.rows("SELECT * FROM term_usage WHERE term_id = ? ORDER BY source_id, voice", key)
        cells = [
            (book.ref(u["source_id"], UP, u["publisher"]), u["voice"], str(u["times"]), str(u["line_count"]))
            for u in usage
        ]
        where = table(("article", "voice", "times", "lines"), cells, "Where the term is used") if usage else Html("")
        told = facts(
            [
                ("We write instead", row["neutral"]),
                ("Of", book.ref(row["actor_id"], UP)),
                ("Why it is loaded", row["why"]),
                ("First used", evidence(book, row)),
            ]
        )
        write_record(book, key, "", [told, section("Where it is used", where)])


def references(book: Book) -> None:
    """Write the page of everything outside the five articles that a row relies on."""
    cells = [
        (
            element("span", key, id=key),
            link(row["url"], row["title"], rel="external") if row["url"] else row["title"],
            row["publisher"],
            row["date"],
            row["licence"],
            row["note"],
        )
        for key, row in ((k, book.row_of[k]) for k in book.records("bibliography"))
    ]
    names = ("id", "title", "publisher", "date", "licence", "note")
    intro = "What the dataset relies on besides the five articles: identifiers, points, dates, original wordings."
    write("references.md", f"# References\n\n{intro}\n\n{table(names, cells, 'References')}")
