"""The pages of events: what happened, and every report of it side by side."""

from __future__ import annotations

from collections.abc import Iterable

from ..markup import Html, bullets, code, element, facts, join, link
from ..site_data import Book, Row
from .record import UP, conflicts, evidence, period, section, voice, words, write_record
from .rows import figures, statements

ROLES = (
    "initiator",
    "target",
    "victim",
    "supporter",
    "supplier",
    "host",
    "candidate",
    "location",
    "origin",
    "destination",
    "near",
)


def participants(book: Book, report_id: str) -> list[tuple[str, Html]]:
    """Return who and where a report has, by role, each a link."""
    found: dict[str, list[Html | None]] = {role: [] for role in ROLES}
    for row in book.rows("SELECT * FROM participants WHERE report_id = ? ORDER BY participant_id", report_id):
        found[row["role"]].append(book.ref(row["actor_id"] or row["place_id"] or row["facility_id"], UP))
    return [(role.capitalize(), join(names, ", ")) for role, names in found.items() if names]


def card(book: Book, row: Row) -> Html:
    """Return one report as a card whose rows stand beside those of the other reports."""
    source = book.articles[row["source_id"]]
    answered = book.ref(row["response_to"], UP)
    pairs = [
        ("What it says", row["summary"]),
        ("Called", words(row["event_type"])),
        ("Dated", join([period(row["date_from"], row["date_to"]), " ", code(row["edtf"]) if row["edtf"] else ""])),
        ("Certainty", row["certainty"]),
        ("Told as an answer to", answered),
        *participants(book, row["report_id"]),
        ("Who says so", voice(book, row)),
        ("Printed", evidence(book, row)),
        ("Conflicts", own_conflicts(book, row["report_id"])),
    ]
    head = element(
        "h3", source["publisher"], ", line ", str(row["line"]), " ", element("small", code(row["report_id"]))
    )
    return element("article", head, facts(pairs), id=row["report_id"], class_="report")


def own_conflicts(book: Book, report_id: str) -> Html | None:
    """Return links to the conflicts that a report is part of."""
    rows = book.rows("SELECT conflict_id FROM conflicts WHERE record_id = $1 OR other_id = $1 ORDER BY 1", report_id)
    return join([book.ref(r["conflict_id"], UP, r["conflict_id"]) for r in rows], ", ") if rows else None


def consensus(book: Book, key: str) -> Html:
    """Return what the reports share, by the rule of the view event_consensus."""
    row = book.rows("SELECT * FROM event_consensus WHERE event_id = ?", key)[0]
    if row["dates_exclude"]:
        shared = "none: the reports’ dates exclude one another"
    else:
        shared = period(row["shared_from"], row["shared_to"])
    pairs = [
        ("Reports", f"{row['report_count']} in {row['source_count']} of the five articles"),
        ("Widest dates", period(row["widest_from"], row["widest_to"])),
        ("Dates that all reports allow", shared),
    ]
    return facts(pairs)


def pages(book: Book) -> None:
    """Write the page of every event."""
    for key in book.records("events"):
        row = book.row_of[key]
        reports = book.rows("SELECT * FROM reports WHERE event_id = ? ORDER BY date_to, source_id, line", key)
        time = book.rows("SELECT edtf FROM timeline WHERE event_id = ?", key)[0]["edtf"]
        parts = book.rows("SELECT event_id FROM events WHERE part_of = ? ORDER BY 1", key)
        answers = book.rows("SELECT report_id FROM responses WHERE response_to = ? ORDER BY 1", key)
        ids = [key, *(r["report_id"] for r in reports)]
        told = facts(
            [
                ("Type", link(f"{UP}records/events.html", words(row["event_type"]))),
                ("When", join([period(row["date_from"], row["date_to"]), " ", code(time) if time else ""])),
                ("Date rests on", "the reports" if row["date_basis"] == "reported" else "a reference"),
                ("Where", join(_where(book, row), ", ")),
                ("Part of", book.ref(row["part_of"], UP)),
                ("Parts", join([book.ref(p["event_id"], UP) for p in parts], ", ")),
                ("Told best by", evidence(book, row)),
                ("Reference", book.ref(row["reference_id"], UP)),
            ]
        )
        body: Iterable[str] = [
            told,
            section("Reports side by side", element("div", *(card(book, r) for r in reports), class_="side")),
            section("What the reports share", consensus(book, key)) if len(reports) > 1 else "",
            section("Told as answers to it", bullets(_answers(book, answers))) if answers else "",
            section(
                "Statements in which it is told",
                statements(book, "s.statement_id IN (SELECT statement_id FROM event_reports WHERE event_id = ?)", key),
            ),
            section("Figures about it", figures(book, "event_id = ?", key)),
            conflicts(book, ids),
        ]
        write_record(book, key, row["description"], body)


def _where(book: Book, row: Row) -> list[Html]:
    return [found for k in ("facility_id", "place_id") if (found := book.ref(row[k], UP))]


def _answers(book: Book, answers: Iterable[Row]) -> list[Html]:
    return [join([book.ref(a["report_id"], UP, book.name(a["report_id"])), " (", a["report_id"], ")"]) for a in answers]
