"""Citations are read in every form, and said to hold or not."""

from __future__ import annotations

import re

import pytest

from iraqmilitias.citation_check import verify_citation
from iraqmilitias.citation_formats import FORMATS
from iraqmilitias.dataset import Dataset
from iraqmilitias.errors import QueryError

QUERY = "SELECT figure_id, printed, '100%_{x}~^\\' AS q FROM figures WHERE printed LIKE '%0%' ORDER BY figure_id"


@pytest.mark.sampled(4)
@pytest.mark.parametrize("form", FORMATS)
def test_query_citation_verifies_in_every_form(data: Dataset, form: str) -> None:
    cited = data.cite(query=QUERY)
    verdict = verify_citation(data.package, cited.format(form))
    assert verdict.valid and f"the {cited.rows} rows that its query gives" in verdict.checked


@pytest.mark.sampled(4)
@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("record", ["fig-0019", "src-0002:3", "plc-0001"])
def test_row_citation_resolves_in_every_form(data: Dataset, form: str, record: str) -> None:
    verdict = verify_citation(data.package, data.cite(record).format(form))
    assert verdict.valid and record in verdict.checked


@pytest.mark.parametrize("form", FORMATS)
def test_dataset_citation_verifies_and_another_version_does_not(data: Dataset, form: str) -> None:
    text = data.cite().format(form)
    assert verify_citation(data.package, text).valid
    other = verify_citation(data.package, text.replace(data.version, "9.0.0"))
    assert not other.valid and "--package 9.0.0" in other.problems[0]


def test_citation_that_was_broken_over_lines_is_read(data: Dataset) -> None:
    text = str(data.cite(query="SELECT name FROM events WHERE event_type = 'protest' ORDER BY event_id"))
    assert verify_citation(data.package, re.sub(r" (?=[(A-Z])", "\n   ", text)).valid


@pytest.mark.parametrize(
    ("old", "new", "word"),
    [
        (r"SHA-256 [0-9a-f]{4}", "SHA-256 0123", "as its token has it"),
        (r"event_type = 'protest'", "event_type = 'election'", "changed"),
        (r"FROM events", "FROM nowhere", "changed"),
    ],
)
def test_changed_query_citation_does_not_verify(data: Dataset, old: str, new: str, word: str) -> None:
    text = str(data.cite(query="SELECT name FROM events WHERE event_type = 'protest'"))
    changed = re.sub(old, new, text)
    assert changed != text
    verdict = verify_citation(data.package, changed)
    assert not verdict.valid and word in " ".join(verdict.problems)


def test_query_citation_of_a_version_that_is_not_here_rejects_and_says_whether_rows_are_the_same(data: Dataset) -> None:
    text = str(data.cite(query="SELECT name FROM events")).replace(data.version, "0.0.1")
    same = verify_citation(data.package, text)
    assert not same.valid and "it gives the same rows" in same.problems[0] and "--package 0.0.1" in same.problems[0]
    other = verify_citation(data.package, re.sub(r"((?:SHA-|sha)256 )[0-9a-f]{4}", r"\g<1>0123", text))
    assert not other.valid and "it gives other rows" in other.problems[0]


def test_row_citation_with_another_line_or_article_does_not_verify(data: Dataset) -> None:
    text = str(data.cite("fig-0019"))
    assert not verify_citation(data.package, text.replace("line 79", "line 78")).valid
    assert not verify_citation(data.package, text.replace("Iraq War News", "Another Paper")).valid
    unknown = verify_citation(data.package, text.replace("fig-0019", "fig-9019"))
    assert not unknown.valid and "fig-9019" in unknown.problems[0]


@pytest.mark.parametrize("text", ["", "Call me Ishmael.", "{", '[{"version": ', "@misc{x}"])
def test_what_is_no_citation_is_refused(data: Dataset, text: str) -> None:
    with pytest.raises(QueryError, match="no citation"):
        verify_citation(data.package, text)
