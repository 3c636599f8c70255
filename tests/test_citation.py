"""Citations of a version, a row and a query."""

from __future__ import annotations

import json

import pytest

from iraqmilitias.citation_formats import FORMATS
from iraqmilitias.dataset import Dataset
from iraqmilitias.errors import NotFoundError, QueryError
from iraqmilitias.package import Package

from .conftest import ROOT


def test_citation_of_the_version_tells_title_version_creators_and_licence(data: Dataset) -> None:
    text = str(data.cite())
    for part in (data.version, str(data.package.descriptor["title"]), "CC-BY-4.0", "no DOI assigned"):
        assert part in text


def test_citation_of_a_row_names_article_author_and_line(data: Dataset) -> None:
    cited = data.cite("src-0001")
    assert cited.article is not None and "Jason Ditz" in cited.article
    figure = data.sql("SELECT figure_id, line FROM figures WHERE source_id = 'src-0004' LIMIT 1", as_="rows")[0]
    found = data.cite(figure[0])
    assert found.line == figure[1] and found.article is not None and "Iraq War News" in found.article


def test_citation_of_a_line_names_article_and_line(data: Dataset) -> None:
    cited = data.cite("src-0004:79")
    assert (cited.record_id, cited.line) == ("src-0004:79", 79)
    assert cited.article is not None and "Iraq War News" in cited.article and str(cited).endswith("line 79.")


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ("src-0004:0", "lines are 1 to"),
        ("src-0004:84", "lines are 1 to 83"),
        ("src-0004:079", "lines are 1 to"),
        ("src-0004:99999999999999999999999", "lines are 1 to"),
        ("src-9999:1", "ids of that kind run from"),
        ("act-0001:1", "no article"),
        ("src-0004:", "no record"),
        ("src-0004:x", "no record"),
        ("src-0004:７９", "no record"),
        (":1", "no article"),
    ],
)
def test_citation_of_a_line_that_does_not_exist_says_which_do(data: Dataset, line: str, word: str) -> None:
    with pytest.raises(NotFoundError, match=word):
        data.cite(line)


def test_query_citation_is_the_same_for_the_same_question(data: Dataset) -> None:
    a = data.cite(query="select name from events")
    b = data.cite(query="SELECT   name\nFROM events -- all of them")
    c = data.cite(query="select name from events where event_type = 'election'")
    assert (a.query, a.rows_sha256) == (b.query, b.rows_sha256)
    assert c.rows_sha256 != a.rows_sha256


def test_query_hash_ignores_an_order_that_the_query_does_not_give(data: Dataset) -> None:
    hashes = {
        data.cite(query=f"select * from (select unnest([{items}]) as x)").rows_sha256
        for items in ("1, 2, 3", "3, 1, 2")
    }
    assert len(hashes) == 1
    ordered = {
        data.cite(query=f"select line from lines where source_id = 'src-0001' order by line {way}").rows_sha256
        for way in ("asc", "desc")
    }
    assert len(ordered) == 2


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("record", [None, "src-0002"])
def test_every_format_tells_version_and_title(data: Dataset, form: str, record: str | None) -> None:
    text = data.cite(record).format(form)
    assert data.version in text and "line by line" in text
    if form == "csl-json":
        assert json.loads(text)[0]["type"] == "dataset"


def test_citation_rejects_unknown_ids_formats_and_bad_sql(data: Dataset) -> None:
    with pytest.raises(NotFoundError):
        data.cite("fig-9999")
    with pytest.raises(NotFoundError):
        data.cite().format("mla")
    with pytest.raises(QueryError):
        data.cite(query="drop table sources")
    with pytest.raises(QueryError):
        data.cite("src-0001", "select 1")


def test_citation_files_agree_with_the_descriptor() -> None:
    text = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    package = Package(ROOT)
    assert f"version: {package.version}\n" in text
    assert str(package.descriptor["title"]) in text
