"""From an id or a spelling to a record, its line and its voice."""

from __future__ import annotations

import random

import pytest

from iraqmilitias.dataset import Dataset
from iraqmilitias.errors import NotFoundError
from iraqmilitias.records import link
from iraqmilitias.text import folded


def one(data: Dataset, sql: str) -> str:
    return str(data.sql(sql, as_="rows")[0][0])


def traced(data: Dataset, most: int | None) -> None:
    for table in data.package.tables.values():
        if len(table.primary_key) == 1:
            ids = [r[0] for r in data.sql(f"SELECT {table.primary_key[0]} FROM {table.name} ORDER BY 1", as_="rows")]
            for record_id in ids if most is None else random.Random(7).sample(ids, min(most, len(ids))):
                found = data.trace(record_id)
                assert (found.record_id, found.table) == (record_id, table.name)


def test_records_of_every_table_can_be_traced(data: Dataset) -> None:
    traced(data, 5)


@pytest.mark.slow
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
