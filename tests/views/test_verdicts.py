"""The view verdicts."""

from __future__ import annotations

import duckdb
import pytest

from iraqmilitias.dataset import Dataset

from .conftest import rows


def test_verdicts_hands_no_lost_seats_on_without_the_final_count(data: Dataset) -> None:
    sql = "select kind, verdict_text, reference_id from verdicts where record_id = 'fig-0019'"
    ((kind, text, reference),) = data.sql(sql, as_="rows")
    assert (kind, reference) == ("contradicted", "ref-0044")
    assert text.startswith("contradicted: ") and "a loss of 31" in text and text.endswith("(ref-0044)")


def test_verdicts_gives_every_conflict_to_both_its_sides(data: Dataset) -> None:
    sql = """
        select c.conflict_id from conflicts c, (values (c.record_id), (c.other_id)) s (side)
        where side is not null and not exists (
            select 1 from verdicts v
            where v.conflict_id = c.conflict_id and v.record_id = side and v.about_id = side
        )
    """
    assert data.sql(sql, as_="rows") == []


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        ("rep-0002", [("open", "rep-0002", "cnf-0001", "evt-0001")]),
        ("evt-0001", [("open", "evt-0001", "cnf-0001", "rep-0002")]),
        ("rep-0004", [("open", "evt-0001", "cnf-0001", "rep-0002")]),  # its event’s
        ("evt-0002", [("open", "rep-0002", "cnf-0001", "evt-0001"), ("open", "fig-0002", "cnf-0002", None)]),
        ("par-0004", [("open", "rep-0002", "cnf-0001", "evt-0001")]),  # its report’s
        ("par-0001", []),  # rep-0001 is in none, though its event’s other report is
        ("aff-0002", [("open", "aff-0002", "cnf-0003", "stm-0002")]),  # once, though its statement has it too
    ],
)
def test_verdicts_gives_conflicts_to_the_records_near_them(
    plain: duckdb.DuckDBPyConnection, record: str, expected: list[tuple[str | None, ...]]
) -> None:
    sql = f"""
        select kind, about_id, conflict_id, other_id from verdicts
        where record_id = '{record}' and conflict_id is not null order by verdict_order
    """
    assert rows(plain, sql) == expected
