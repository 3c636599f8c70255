"""Verdicts in what trace returns and prints: no record is handed on without them."""

from __future__ import annotations

import pytest

from iraqmilitias.dataset import Dataset

FINAL = "a loss of 31"


@pytest.mark.parametrize("record", ["fig-0019", "evt-0062"])
def test_trace_tells_the_final_count_of_seats_by_every_way_to_it(data: Dataset, record: str) -> None:
    found = data.trace(record)
    assert any(FINAL in v["verdict_text"] for v in found.verdicts)
    assert any(line.startswith("verdict    ") and FINAL in line for line in str(found).splitlines())
    assert FINAL in found._repr_html_()
    assert any(FINAL in v["verdict_text"] for v in found.to_dict()["verdicts"])


def test_trace_of_an_event_has_the_conflicts_of_its_reports_and_figures(data: Dataset) -> None:
    assert [c["conflict_id"] for c in data.trace("evt-0012").conflicts] == ["cnf-0001", "cnf-0002"]
    assert [c["conflict_id"] for c in data.trace("evt-0062").conflicts] == ["cnf-0031"]


def test_trace_says_that_words_are_not_the_speakers(data: Dataset) -> None:
    kinds = [v["kind"] for v in data.trace("stm-0020").verdicts]
    assert kinds == ["contradicted", "reworded", "inferred_author"]


def test_trace_has_no_verdict_where_nothing_is_known(data: Dataset) -> None:
    assert data.trace("fig-0013").verdicts == ()


def test_line_of_an_article_has_the_verdicts_of_the_rows_that_cite_it(data: Dataset) -> None:
    (found,) = data.trace("src-0004:79").verdicts
    assert found["record_id"] == "fig-0019" and found["verdict_text"].startswith("fig-0019 contradicted: ")
    assert data.trace("src-0004:11").verdicts == ()


def test_cite_of_a_line_tells_the_final_count(data: Dataset) -> None:
    assert FINAL in str(data.cite("src-0004:79"))
