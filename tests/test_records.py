"""From an id or a spelling to a record, its line and its voice."""

from __future__ import annotations

import csv
import random
import shutil
from collections.abc import Callable
from html import escape
from pathlib import Path

import pytest

from iraqmilitias.citation_check import verify_citation
from iraqmilitias.dataset import Dataset
from iraqmilitias.errors import NotFoundError
from iraqmilitias.records import link
from iraqmilitias.row_hash import row_sha256
from iraqmilitias.text import folded

from .conftest import ROOT
from .freeze import FROZEN


def one(data: Dataset, sql: str) -> str:
    return str(data.sql(sql, as_="rows")[0][0])


def traced(data: Dataset, most: int | None) -> None:
    for table in data.package.tables.values():
        if len(table.primary_key) == 1:
            ids = [r[0] for r in data.sql(f"SELECT {table.primary_key[0]} FROM {table.name} ORDER BY 1", as_="rows")]
            for record_id in ids if most is None else random.Random(7).sample(ids, min(most, len(ids))):
                found = data.trace(record_id)
                assert (found.record_id, found.table) == (record_id, table.name)


@pytest.mark.slow
def test_records_of_every_table_can_be_traced(data: Dataset) -> None:
    traced(data, 5)


@pytest.mark.full
def test_every_record_of_every_table_can_be_traced(data: Dataset) -> None:
    traced(data, None)


def test_trace_of_a_figure_in_a_quotation_shows_the_whole_chain(data: Dataset) -> None:
    record = one(
        data,
        "SELECT figure_id FROM figures f JOIN statements s USING (statement_id) WHERE f.printed = '150,000' "
        "AND s.mode = 'direct'",
    )
    found = data.trace(record)
    assert found.source is not None and found.voice is not None and found.link is not None
    assert found.voice.speaker == "Dan Caldwell"
    assert found.names["actor_id"] == "United States armed forces"
    assert found.voice.named
    assert found.voice.publisher == "Iraq War News"
    assert found.line == 53 and found.paragraph == 27
    assert found.link.startswith(found.source["url"] + "#:~:text=") and "150%2C000" in found.link


def test_trace_names_who_relays_an_unnamed_source(data: Dataset) -> None:
    found = data.trace(one(data, "SELECT figure_id FROM figures WHERE statement_id IS NULL LIMIT 1"))
    assert found.voice is not None and found.voice.statement_id is None
    inner = one(data, "SELECT statement_id FROM statements WHERE within_id IS NOT NULL ORDER BY 1 LIMIT 1")
    mention = data.sql("SELECT speaker_id FROM statements WHERE statement_id = ?", [inner], as_="rows")
    assert mention


def test_trace_shows_conflicts_with_their_reference(data: Dataset) -> None:
    found = data.trace(one(data, "SELECT figure_id FROM figures WHERE printed = '28'"))
    assert any(c["kind"] == "number" and c["reference"] is not None for c in found.conflicts)


Read = Callable[..., Dataset]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Return a function that gives the data with readings of fig-0019: reader, kind, questions, affirmed, open."""

    def write(*readings: tuple[str, str, int, int, int], changed: bool = False) -> Dataset:
        for name in ("data", "schemas"):
            shutil.copytree(FROZEN / name, tmp_path / name)
        shutil.copy(FROZEN / "datapackage.json", tmp_path)
        with (FROZEN / "data" / "figures.csv").open(encoding="utf-8", newline="") as file:
            row = next(r for r in csv.DictReader(file) if r["figure_id"] == "fig-0019")
        sha256 = row_sha256({**row, "printed": "29"} if changed else row)
        lines = [f"fig-0019,{r},{kind},2026-11-27,{sha256},{q},{a},{o}," for r, kind, q, a, o in readings]
        head = (FROZEN / "data" / "readings.csv").read_text(encoding="utf-8").split("\n")[0]
        (tmp_path / "data" / "readings.csv").write_text("\n".join([head, *lines, ""]), encoding="utf-8", newline="")
        return Dataset(tmp_path)

    return write


TWO = [("a", "machine", 6, 6, 0), ("b", "machine", 6, 6, 0)]


@pytest.mark.sampled(9, rest="full")
@pytest.mark.parametrize(
    ("readings", "changed", "told"),
    [
        (TWO, False, "read again: 2 machine readings, 12 of 12 questions affirmed; not checked by a person"),
        (TWO, True, "not read again; not checked by a person"),
        ([], False, "not read again; not checked by a person"),
        (
            [("a", "machine", 6, 5, 0)],
            False,
            "read again: 1 machine reading, 5 of 6 questions affirmed, the rest settled; not checked by a person",
        ),
        (
            [("a", "machine", 6, 6, 0), ("b", "machine", 6, 4, 2)],
            False,
            "read again: 2 machine readings, 10 of 12 questions affirmed, 2 open; not checked by a person",
        ),
        ([("p", "human", 6, 6, 0)], False, "read again: 1 human reading, 6 of 6 questions affirmed"),
        (
            [*TWO, ("p", "human", 6, 6, 0)],
            False,
            "read again: 3 readings (human, machine), 18 of 18 questions affirmed",
        ),
    ],
)
def test_trace_and_cite_tell_what_came_of_a_second_reading(
    read: Read, readings: list[tuple[str, str, int, int, int]], changed: bool, told: str
) -> None:
    data = read(*readings, changed=changed)
    found = data.trace("fig-0019")
    assert str(found.read_again) == told and told in str(found).splitlines() and told in found._repr_html_()
    cited = str(data.cite("fig-0019"))
    assert ", line 79" in cited and f" [{told}] " in cited
    assert verify_citation(data.package, cited).valid


@pytest.mark.slow
def test_citation_does_not_verify_with_another_note_or_without_it(read: Read) -> None:
    data = read(*TWO)
    cited = str(data.cite("fig-0019"))
    for old, new in (
        ("12 of 12", "11 of 12"),
        ("; not checked by a person", ""),
        (cited[cited.index(" [") : cited.index("]") + 1], ""),
    ):
        forged = cited.replace(old, new)
        assert forged != cited and not verify_citation(data.package, forged).valid


def test_trace_of_a_package_without_readings_and_notes_shows_none() -> None:
    small = Dataset(ROOT / "tests" / "steady" / "package")
    found = small.trace("aff-0001")
    assert (found.read_again, found.notes) == (None, ())
    assert "read again" not in str(found) + found._repr_html_() + str(small.cite("aff-0001"))


def test_trace_shows_the_notes_of_a_record(data: Dataset) -> None:
    note, record, words = data.sql("SELECT note_id, record_id, note FROM notes ORDER BY note_id LIMIT 1", as_="rows")[0]
    found = data.trace(record)
    assert note in [n["note_id"] for n in found.notes] and escape(words) in found._repr_html_()
    assert [line for line in str(found).splitlines() if line.startswith(f"note       {note} on {record}, ")]


def test_trace_of_an_event_shows_the_conflicts_of_its_reports(data: Dataset) -> None:
    conflict, event = data.sql(
        "SELECT conflict_id, event_id FROM conflicts JOIN event_reports ON record_id = report_id ORDER BY 1 LIMIT 1",
        as_="rows",
    )[0]
    assert conflict in [c["conflict_id"] for c in data.trace(event).conflicts]


def test_inferred_author_is_marked_and_a_printed_one_is_not(data: Dataset) -> None:
    inferred = data.trace(one(data, "SELECT report_id FROM event_reports WHERE source_id = 'src-0003' ORDER BY 1"))
    assert inferred.voice is not None and inferred.voice.author == "Baria Alamuddin (inferred)"
    assert "Baria Alamuddin (inferred), “" in str(data.cite(inferred.record_id))
    assert "Jason Ditz, “" in str(data.cite("src-0001"))


def test_trace_rejects_an_unknown_id_and_offers_the_nearest(data: Dataset) -> None:
    with pytest.raises(NotFoundError, match="run from fig-0001 to"):
        data.trace("fig-9999")
    with pytest.raises(NotFoundError, match="did you mean"):
        data.trace("figg-0001")


def test_trace_gives_plain_values(data: Dataset) -> None:
    import json

    assert json.loads(json.dumps(data.trace("src-0002").to_dict()))["row"]["date_from"] == "2021-05-30"
    assert "<table>" in data.trace("src-0002")._repr_html_()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Kata'ib Hizballah", "Kata’ib Hezbollah"),
        ("KATAIB HEZBOLLAH", "Kata’ib Hezbollah"),
        ("كتائب حزب الله", "Kata’ib Hezbollah"),
        ("Kataib Hizbolah", "Kata’ib Hezbollah"),
        ("Solemeini", "Qasem Soleimani"),
        ("Qassem Suleimani", "Qasem Soleimani"),
        ("قاسم سلیمانی", "Qasem Soleimani"),
        ("al asad", "Al-Asad Air Base"),
        ("PMU", "Popular Mobilization Forces"),
    ],
)
def test_find_answers_to_any_spelling(data: Dataset, text: str, name: str) -> None:
    assert data.find(text)[0].name == name


def test_find_answers_to_an_id_and_to_nothing(data: Dataset) -> None:
    assert [f.record_id for f in data.find("evt-0001")] == ["evt-0001"]
    assert data.find("evt-9999") == ()
    assert data.find("zzzzqqqq") == ()
    assert data.find(" ") == ()


def test_folded_drops_case_accents_and_marks() -> None:
    assert folded("Kata’ib Ḥizballāh") == folded("KATAIB HIZBALLAH")
    assert folded("كَتَائِب") == folded("كتائب")


def test_link_encodes_words_for_a_text_fragment() -> None:
    assert link("https://x.org/a", "wait-and-see, 1 & “two”") == (
        "https://x.org/a#:~:text=wait%2Dand%2Dsee%2C%201%20%26%20%E2%80%9Ctwo%E2%80%9D"
    )
    assert link("https://x.org/a", None) == "https://x.org/a"


def test_trace_leads_on_to_source_speaker_and_reference(data: Dataset) -> None:
    found = data.trace("fig-0019")
    assert found.source is not None and found.source.publisher == "Iraq War News"
    assert found.conflicts[0].reference.title.startswith("Iraq announces full results")
    assert found.speaker is None  # the author's own voice
    speaker = data.trace("stm-0025").speaker
    assert speaker is not None and speaker.name == "Hassan Nasrallah" == speaker["name"]
    with pytest.raises(AttributeError, match="did you mean publisher"):
        found.source.publishers  # noqa: B018
