"""The pages of statements and figures."""

from __future__ import annotations

from ..markup import bullets, element, facts, join
from ..site_data import Book
from .record import UP, conflicts, evidence, period, section, voice, words, write_record
from .rows import bounds, figures, reports, statements

FIDELITY = {
    "verbatim": "the words as spoken",
    "altered": "changed in the article",
    "machine_paraphrased": "reworded by a machine: not the speaker’s wording",
    "unverified": "not checked against the speaker’s own words",
}


def statement_pages(book: Book) -> None:
    """Write the page of every statement."""
    for key in book.records("statements"):
        row = book.row_of[key]
        chain = book.voices[key]["chain"]
        told = facts(
            [
                ("Who says so", voice(book, row)),
                ("From mouth to page", chain),
                ("Who it was, by a reference", book.ref(row["inferred_speaker_id"], UP)),
                ("Act", f"{words(row['act'])} ({row['mode']} speech)"),
                ("Topic", words(row["topic"])),
                ("To", book.ref(row["addressee_id"], UP)),
                ("About", book.ref(row["about_id"], UP)),
                ("Said", period(row["date_from"], row["date_to"])),
                ("Wording", FIDELITY.get(row["fidelity"])),
                ("Told within", book.ref(row["within_id"], UP)),
                ("Continues", book.ref(row["continues_id"], UP)),
                ("Reference", book.ref(row["reference_id"], UP)),
                ("Printed", evidence(book, row)),
            ]
        )
        linked = statements(book, "s.within_id = $1 OR s.continues_id = $1", key)
        body = [
            told,
            section("Events told in it", reports(book, "r.statement_id = ?", key)),
            section("Figures given in it", figures(book, "statement_id = ?", key)),
            section("Statements inside it or continuing it", linked),
            conflicts(book, [key]),
        ]
        write_record(book, key, "A statement in our words; the article’s own words are not repeated here.", body)


def figure_pages(book: Book) -> None:
    """Write the page of every figure."""
    for key in book.records("figures"):
        row = book.row_of[key]
        subject = [found for c in ("actor_id", "place_id", "facility_id") if (found := book.ref(row[c], UP))]
        told = facts(
            [
                ("Printed", join([element("q", row["printed"]), " (", evidence(book, row), ")"])),
                ("What is counted", row["description"]),
                ("Bounds", bounds(row)),
                ("Measure", words(row["measure"])),
                ("Who says so", voice(book, row)),
                ("Of", join(subject, ", ")),
                ("Event", book.ref(row["event_id"], UP)),
                ("Period", period(row["date_from"], row["date_to"])),
            ]
        )
        series = book.rows(
            "SELECT b.figure_id FROM figure_series a JOIN figure_series b ON a.measure = b.measure AND a.unit = b.unit "
            "AND a.actor_id IS NOT DISTINCT FROM b.actor_id AND a.place_id IS NOT DISTINCT FROM b.place_id "
            "WHERE a.figure_id = ? AND b.figure_id <> a.figure_id ORDER BY 1",
            key,
        )
        others = [book.ref(r["figure_id"], UP) for r in series]
        line = book.rows(
            "SELECT figure_id FROM figures WHERE source_id = ? AND line = ? AND figure_id <> ? ORDER BY 1",
            row["source_id"],
            row["line"],
            key,
        )
        beside = [book.ref(r["figure_id"], UP) for r in line]
        body = [
            told,
            section("Other figures of the same thing", bullets(others)) if others else "",
            section("Other figures of the same line", bullets(beside)) if beside else "",
            conflicts(book, [key]),
        ]
        write_record(book, key, row["description"], body)
