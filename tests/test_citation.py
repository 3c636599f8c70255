"""Citations of a version, a row and a query."""

from __future__ import annotations

import csv
import io
import json

import bibtexparser
import pytest
import rispy

from iraqmilitias.citation_formats import FORMATS
from iraqmilitias.dataset import Dataset
from iraqmilitias.errors import NotFoundError, QueryError
from iraqmilitias.package import Package
from iraqmilitias.row_hash import row_sha256

from .conftest import ROOT


def test_citation_of_the_version_tells_title_version_creators_and_licence(data: Dataset) -> None:
    text = str(data.cite())
    for part in (data.version, str(data.package.descriptor["title"]), "CC-BY-4.0", "No DOI assigned"):
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
    assert cited.article is not None and "Iraq War News" in cited.article and ", line 79. https://" in str(cited)
    assert "[iraqmilitias 0.2.0; line src-0004:79; 1 row; sha256 " in str(cited)


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


def test_query_hash_is_of_the_rows_whatever_their_order(data: Dataset) -> None:
    queries = [f"select * from (select unnest([{items}]) as x)" for items in ("1, 2, 3", "3, 1, 2")]
    queries += [f"select x from (values (3), (1), (2)) t(x) order by x {way}" for way in ("asc", "desc")]
    assert len({data.cite(query=query).rows_sha256 for query in queries}) == 1


def test_citation_of_a_row_has_the_hash_of_its_line_in_the_file(data: Dataset) -> None:
    for table in ("figures", "events", "waivers", "lines", "readings"):
        keys = data.package.table(table).primary_key
        for row in list(csv.DictReader(io.StringIO(data.paths()[table].read_text(encoding="utf-8"))))[:3]:
            name = row[keys[0]] if len(keys) == 1 else ":".join((table, *(row[key] for key in keys)))
            assert data.cite(name).rows_sha256 == row_sha256(row)


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("record", [None, "fig-0019", "src-0002:3"])
def test_every_format_tells_version_and_title(data: Dataset, form: str, record: str | None) -> None:
    text = data.cite(record).format(form)
    assert data.version in text and "line by line" in text
    assert f"[iraqmilitias {data.version}; " in text
    if form == "csl-json":
        assert json.loads(text)[0]["type"] == "dataset"


def test_citation_of_a_row_names_the_article_first(data: Dataset) -> None:
    assert str(data.cite("fig-0001")).startswith("Jason Ditz, “US Won’t Hesitate to Act")


def test_citation_of_an_article_is_its_own_reference(data: Dataset) -> None:
    (entry,) = bibtexparser.parse_string(data.cite("src-0002").format("bibtex")).entries
    assert (entry.entry_type, entry.key) == ("article", "iraqmilitias_src_0002")
    fields = {name: entry[name] for name in ("author", "journal", "year", "month", "url")}
    assert fields == {
        "author": "Seth J. Frantzman",
        "journal": "The Jerusalem Post",
        "year": "2021",
        "month": "may",
        "url": "https://www.jpost.com/international/iranian-backed-militias-are-in-americas-sights-669610",
    }
    (record,) = rispy.loads(data.cite("src-0002").format("ris"))
    assert (record["type_of_reference"], record["secondary_title"], record["date"]) == (
        "NEWS",
        "The Jerusalem Post",
        "2021/05/30",
    )
    (item,) = json.loads(data.cite("src-0002").format("csl-json"))
    assert (item["type"], item["issued"]) == ("article-newspaper", {"date-parts": [[2021, 5, 30]]})
    assert "line by line" not in "".join(data.cite("src-0002").format(form) for form in FORMATS)


def test_citation_of_an_article_marks_what_is_inferred_or_not_known(data: Dataset) -> None:
    assert str(data.cite("src-0003")).startswith("Baria Alamuddin (inferred), “US troops")
    assert "between 2022-01-15 and 2022-01-16" in str(data.cite("src-0004"))
    (entry,) = bibtexparser.parse_string(data.cite("src-0004").format("bibtex")).entries
    assert "author" not in entry and entry["date"] == "2022-01-15/2022-01-16"


def test_citation_of_a_reference_is_its_own_reference(data: Dataset) -> None:
    (entry,) = bibtexparser.parse_string(data.cite("ref-0026").format("bibtex")).entries
    assert (entry.entry_type, entry["howpublished"], entry["year"]) == ("misc", "Fox Business", "2020")
    assert json.loads(data.cite("ref-0026").format("csl-json"))[0]["type"] == "webpage"


def test_citation_of_a_waiver_and_of_a_view_s_row_names_the_row(data: Dataset) -> None:
    waiver = data.cite("waivers:src-0001:1:Won’t Hesitate")
    assert waiver.line == 1 and "record waivers:src-0001:1:Won%E2%80%99t%20Hesitate; 1 row" in str(waiver)
    assert data.cite("claims:fig-0019") == data.cite("fig-0019")
    assert data.trace("src-0004:79").line == 79 and data.trace("timeline:evt-0004").record_id == "evt-0004"


def test_citation_of_a_retired_id_says_where_it_went(data: Dataset) -> None:
    with pytest.raises(NotFoundError, match=r"retired in version .*; it went to"):
        data.cite("als-0050")


@pytest.mark.sampled(3)
@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize(
    ("record", "kind"),
    [
        ("fig-0019", "contradicted"),
        ("rep-0016", "contradicted"),
        ("stm-0001", "by ref-0014 it is"),
        ("REWORDED", "reworded"),
        ("UNNAMED", "not named"),
        ("AUTHOR", "the author is inferred"),
    ],
)
def test_citation_in_every_form_has_the_verdict_and_its_link(data: Dataset, form: str, record: str, kind: str) -> None:
    kinds = {"REWORDED": "reworded", "UNNAMED": "unnamed_speaker", "AUTHOR": "inferred_author"}
    if record in kinds:
        sql = f"SELECT min(record_id) FROM verdicts WHERE kind = '{kinds[record]}' AND table_name = 'statements'"
        ((record,),) = data.sql(sql, as_="rows")
    text = data.cite(record).format(form).replace("\\_", "_")
    assert kind in text
    if record in ("fig-0019", "rep-0016", "stm-0001"):
        reference = data.sql(f"SELECT reference_id FROM verdicts WHERE record_id = '{record}' LIMIT 1", as_="rows")[0][
            0
        ]
        assert data.trace(reference).row["url"] in text


def test_keys_of_a_bibliography_are_unique(data: Dataset) -> None:
    cited = [data.cite(record) for record in ("fig-0019", "src-0004:79", "src-0004", "src-0001:1", None)]
    cited += [data.cite(query=f"SELECT {n} AS n WHERE n < 0") for n in range(5)]  # ten entries; the last have no rows
    entries = bibtexparser.parse_string("\n".join(one.format("bibtex") for one in cited)).entries
    assert len({entry.key for entry in entries}) == len(cited) == 10


def test_citation_rejects_unknown_ids_formats_and_bad_sql(data: Dataset) -> None:
    with pytest.raises(NotFoundError):
        data.cite("fig-9999")
    with pytest.raises(NotFoundError):
        data.cite().format("mla")
    with pytest.raises(QueryError):
        data.cite(query="drop table sources")
    with pytest.raises(QueryError):
        data.cite("fig-0001", "select 1")


def test_citation_files_agree_with_the_descriptor() -> None:
    text = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    package = Package(ROOT)
    assert f"version: {package.version}\n" in text
    assert str(package.descriptor["title"]) in text
