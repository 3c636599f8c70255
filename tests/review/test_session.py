"""Changes to the rows of a worksheet: saved, taken back, resumed, and never lost between two."""

from __future__ import annotations

import csv
import io

import pytest

from iraqmilitias.errors import Error
from iraqmilitias.package import Package
from iraqmilitias.workshop.review import changes
from iraqmilitias.workshop.review.page import KEYS
from iraqmilitias.workshop.review.session import Cells, ConflictError, Session, worksheets

from ..conftest import ROOT
from .conftest import UncodedArticle


def saved(uncoded: UncodedArticle) -> list[dict[str, str]]:
    text = uncoded.sheet.read_text("utf-8-sig")
    return [{k: v for k, v in r.items() if v} for r in csv.DictReader(io.StringIO(text))]


def label(session: Session, table: str, words: str) -> str:
    return next(r["row"] for r in session.rows if r["table"] == table and words in (r.get("name"), r.get("text")))


def describe(session: Session, words: str, text: str, key: str = "") -> str:
    """Write the description of a new actor, as the page does while one types."""
    row = label(session, "actors", words)
    typed = row if key else ""
    session.change(
        session.version, lambda rows: changes.edit(session.package, rows, row, {"description": text}), key, typed
    )
    return row


def test_each_change_is_in_the_worksheet_at_once(uncoded: UncodedArticle) -> None:
    session = uncoded.session()
    row = describe(session, "Nadia Farouk", "Reporter.")
    session.change(session.version, lambda rows: changes.keep(rows, row))
    (held,) = (r for r in saved(uncoded) if r["row"] == row)
    assert (held["description"], held["decision"]) == ("Reporter.", "keep")


def test_a_change_of_an_old_version_is_refused_and_nothing_is_lost(uncoded: UncodedArticle) -> None:
    session = uncoded.session()
    shown = session.version
    row = describe(session, "Nadia Farouk", "Written in the first window.")
    with pytest.raises(ConflictError):
        session.change(
            shown, lambda rows: changes.edit(session.package, rows, row, {"description": "Written in the second."})
        )
    assert session.row(row)["description"] == "Written in the first window."


def test_undo_brings_back_cells_rows_and_their_order_and_redo_does_it_again(uncoded: UncodedArticle) -> None:
    session = uncoded.session()
    before = [dict(r) for r in session.rows]
    row = label(session, "mentions", "Iraq")
    session.change(session.version, lambda rows: changes.split(rows, row))
    session.change(session.version, lambda rows: changes.waive(rows, row, "a reason"))
    after = [dict(r) for r in session.rows]
    session.undo(session.version)
    session.undo(session.version)
    assert session.rows == before
    assert session.undo(session.version) is None
    session.redo(session.version)
    session.redo(session.version)
    assert session.rows == after


def test_what_is_typed_into_one_field_is_one_step(uncoded: UncodedArticle) -> None:
    session = uncoded.session()
    for text in ("R", "Repo", "Reporter."):
        row = describe(session, "Nadia Farouk", text, "description")
    session.undo(session.version)
    assert "description" not in session.row(row)


def test_a_program_that_was_ended_resumes_with_steps_and_answers(uncoded: UncodedArticle) -> None:
    first = uncoded.session()
    row = describe(first, "Nadia Farouk", "Reporter.")
    first.answer(first.version, row, "actor_type", "yes", "Is it?")
    second = uncoded.session()
    assert second.rows == first.rows and second.version == first.version
    assert second.note.startswith("resumed where you stopped")
    assert second.history.answers[row] == {"actor_type": ["yes", "Is it?"]}
    second.undo(second.version)
    assert "description" not in second.row(row)


def test_a_program_that_was_cut_off_between_its_two_files_loses_nothing(uncoded: UncodedArticle) -> None:
    session = uncoded.session()
    describe(session, "Nadia Farouk", "First.")
    store = session.store.read_bytes()
    row = describe(session, "Nadia Farouk", "Second.")
    session.store.write_bytes(store)  # as if it had ended after the worksheet was written
    assert uncoded.session().row(row)["description"] == "Second."


def test_a_worksheet_that_a_spreadsheet_changed_is_taken_over_and_can_be_undone(uncoded: UncodedArticle) -> None:
    session = uncoded.session()
    row = describe(session, "Nadia Farouk", "Typed here.")
    shown = session.version
    uncoded.sheet.write_text(uncoded.sheet.read_text("utf-8").replace("Typed here.", "Typed there."), "utf-8")
    with pytest.raises(ConflictError):
        session.change(shown, lambda rows: changes.keep(rows, row))
    assert session.row(row)["description"] == "Typed there."
    session.undo(session.version)
    assert session.row(row)["description"] == "Typed here."
    assert next(r for r in saved(uncoded) if r["row"] == row)["description"] == "Typed here."


def test_a_history_that_cannot_be_read_costs_the_steps_and_no_row(uncoded: UncodedArticle) -> None:
    session = uncoded.session()
    row = describe(session, "Nadia Farouk", "Reporter.")
    session.store.write_text("{", "utf-8")
    again = uncoded.session()
    assert again.row(row)["description"] == "Reporter."
    assert "could not be read" in again.note


def test_neither_file_has_a_line_of_the_article(uncoded: UncodedArticle) -> None:
    session = uncoded.session()
    describe(session, "Nadia Farouk", "Reporter.")
    written = session.store.read_text("utf-8") + uncoded.sheet.read_text("utf-8")
    for line in session.text:
        words = line.split()
        assert not any(" ".join(words[i : i + 10]) in written for i in range(len(words) - 9))


def test_two_rows_of_one_label_are_refused(uncoded: UncodedArticle) -> None:
    uncoded.sheet.write_text(uncoded.sheet.read_text("utf-8").replace("\nr3,", "\nr2,"), "utf-8")
    with pytest.raises(Error, match="two rows are called 'r2'"):
        uncoded.session()


def test_the_worksheets_that_wait_are_those_of_sources_with_nothing_coded(uncoded: UncodedArticle) -> None:
    session = uncoded.session()
    (uncoded.package / "drafts" / "src-0001.csv").write_bytes(uncoded.sheet.read_bytes())  # that source is coded
    assert [file.stem for file in worksheets(session.package)] == ["src-0006"]


def test_a_text_that_is_not_there_is_named(uncoded: UncodedArticle) -> None:
    (uncoded.texts / "rockets.txt").rename(uncoded.texts / "000_3cff82cee99bbed3.txt")
    with pytest.raises(Error, match=r"rockets\.txt|not the line that was coded"):
        uncoded.session()


def test_cells_are_one_line_of_plain_spaces(uncoded: UncodedArticle) -> None:
    session = uncoded.session()
    row: Cells = session.row(describe(session, "Nadia Farouk", "  two\nlines\u00a0here "))
    assert row["description"] == "two lines here"


def test_a_workbook_that_differs_is_refused_and_taken_where_it_is_alone(uncoded: UncodedArticle) -> None:
    pytest.importorskip("openpyxl")
    import openpyxl

    with uncoded.sheet.open(encoding="utf-8-sig", newline="") as file:
        grid = list(csv.reader(file))
    book = openpyxl.Workbook()
    book.active.title = "drafts"
    for cells in grid:
        book.active.append(cells)
    book.active.cell(3, grid[0].index("description") + 1, "Written there.")
    book.save(uncoded.sheet.with_suffix(".xlsx"))
    with pytest.raises(Error, match="differ; delete the one"):
        uncoded.session()
    uncoded.sheet.unlink()
    assert [file.name for file in worksheets(Package(uncoded.package))] == ["src-0006.csv"]
    session = uncoded.session()
    assert session.rows[1]["description"] == "Written there."
    session.change(session.version, lambda rows: changes.keep(rows, "r3"))
    assert saved(uncoded)[1]["description"] == "Written there."


def test_the_guide_has_the_keys_of_the_page() -> None:
    guide = (ROOT / "docs" / "review.md").read_text("utf-8")
    for keys, what in KEYS:
        assert f"| {' '.join(f'`{key}`' for key in keys.split(' '))} | {what} |" in guide
