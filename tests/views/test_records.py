"""The views records, cells and read_again, on the live data: every table is in them, every cell as its file has it."""

from __future__ import annotations

import csv

from iraqmilitias.dataset import Dataset
from iraqmilitias.row_hash import row_sha256

PART_OF_OTHERS = {"waivers", "readings", "crosswalks", "identifiers", "archives"}  # known by two columns or more


def test_every_table_with_an_id_is_in_records_and_cells(data: Dataset) -> None:
    wanted = (
        set(data.tables()) - PART_OF_OTHERS - {t.name for t in data.package.tables.values() if not _rows(data, t.name)}
    )
    for view in ("records", "cells"):
        found = {name for (name,) in data.sql(f"select distinct table_name from {view}", as_="rows")}
        assert found == wanted, view


def test_cells_gives_every_filled_cell_as_printed_so_that_rows_have_their_hash(data: Dataset) -> None:
    sql = """
        select table_name, sha256(nfc_normalize(string_agg(column_name || '=' || value, chr(10) order by column_name)))
        from cells group by table_name, record_id
    """
    hashes = set(data.sql(sql, as_="rows"))
    for table in set(data.tables()) - PART_OF_OTHERS:
        for row in _rows(data, table):
            assert (table, row_sha256(row)) in hashes, row


def test_records_gives_a_participant_the_line_of_its_report(data: Dataset) -> None:
    sql = "select source_id, line from records where record_id = 'par-0037'"
    assert data.sql(sql, as_="rows") == [("src-0002", 14)]


def test_read_again_has_each_record_once(data: Dataset) -> None:
    assert data.sql("select count(*) = count(distinct record_id) from read_again", as_="rows") == [(True,)]
    states = {state for (state,) in data.sql("select distinct state from read_again", as_="rows")}
    assert states <= {"unread", "affirmed", "settled", "open"}


def _rows(data: Dataset, table: str) -> list[dict[str, str]]:
    with data.paths()[table].open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
