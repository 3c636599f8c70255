"""Every form of a citation is read back to the same query, by us and by its own parser."""

from __future__ import annotations

import io
import json
import textwrap

import bibtexparser
import duckdb
import pytest
import rispy
from hypothesis import given, settings
from hypothesis import strategies as st

from iraqmilitias.citation_formats import FORMATS, Citation, joined, read
from iraqmilitias.errors import QueryError
from iraqmilitias.standard_sql import parsed, standard

ASCII = "".join(map(chr, range(1, 128)))
OTHERS = "كتائبحزبالله می‌خواهم\u200e\u200f\u202a\u202e\u2066\u2069\u061c\xa0\xad\u0085\u2028\u2029\ufeff👨‍👩‍👧é😀İßﬁ"
TEXTS = st.text(st.sampled_from(ASCII + OTHERS) | st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
AWKWARD = ["{", "}", "}{", "{{", "\\", "\\{", "\\textbraceleft{}", "%", "@misc{x,", "\n@misc{x,\n", '"', "'", "''"]
AWKWARD += [
    "$&#_~^",
    "\nER  - ",
    "\nTY  - DATA\n",
    "ER  -",
    "a\n\nb",
    "a  b",
    " ",
    "  ",
    "\t",
    "\r\n",
    "\x1b[31m",
    "\x7f",
]
AWKWARD += [
    " (3 rows, SHA-256 " + "0" * 64 + ", executed x).",
    "Record fig-0001, from x, line 3.",
    "], [",
    '"note": "x"',
]
AWKWARD += [". Version 9.9.9. Dataset. CC0. no DOI assigned. Query: SELECT 1", " (Version 9) [Data set]. CC0. Query: x"]
AWKWARD += ["E'\\x41'", "$$", "--", "/* */", ";", "lambda_of(x, ", "chr(10)", "{'a': 1}", "\\n", "", "\u2028", "\u0085"]
AWKWARD += ["كتائب حزب الله", "\u202eabc\u202c", "می‌خواهم", "👨‍👩‍👧", "a\xa0b", "e\u0301", "\ufffe", "\U000e0041"]

CURSOR = duckdb.connect()


def cited(text: str, alias: str = "x") -> Citation:
    literal = "'" + text.replace("'", "''") + "'"
    query = standard(CURSOR, parsed(CURSOR, f"SELECT {literal} AS {alias}, length({literal})"))
    who = {"title": "Title: a {braced} one", "version": "1.2.3", "year": "2026", "creators": ("A & B", "C_D")}
    what = {"query": query, "rows": 1, "rows_sha256": "ab" * 32, "executed": "2026-11-27T15:04:05Z"}
    return Citation(licence="CC-BY-4.0", doi=None, **who, **what)  # type: ignore[arg-type]


def check(text: str) -> None:
    citation = cited(text)
    query = citation.query or ""
    assert CURSOR.execute(query).fetchall() == [(text, len(text))]
    assert standard(CURSOR, parsed(CURSOR, query)) == query
    for form in FORMATS:
        (found,) = read(citation.format(form))
        expected = {k: v for k, v in citation.to_dict().items() if k in found.fields}
        assert found.error == "" and found.fields == expected and found.fields["query"] == query
    sentence = citation.part
    entries = bibtexparser.parse_string(citation.format("bibtex") + "\n@misc{next, title = {Next}}\n").entries
    assert [e.key for e in entries][1:] == ["next"]
    (found,) = read("@misc{iraqmilitias_x, title = {{}}, note = {" + entries[0]["note"] + "}}")
    assert found.fields["query"] == query
    (record,) = rispy.loads(citation.format("ris"))
    assert record["notes"] == [f"Dataset, CC-BY-4.0. {sentence}"]
    (item,) = json.loads(citation.format("csl-json"))
    assert item["note"] == f"Dataset, CC-BY-4.0. {sentence}"


@pytest.mark.parametrize("text", AWKWARD)
def test_query_with_an_awkward_text_is_read_back_from_every_form(text: str) -> None:
    check(text)


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_query_with_any_text_is_read_back_from_every_form(text: str) -> None:
    check(text)


@settings(max_examples=100, deadline=None)
@given(TEXTS, st.integers(20, 100))
def test_printed_citation_is_one_line_and_survives_being_broken_into_lines(text: str, width: int) -> None:
    for form in ("text", "apa"):
        whole = cited(text).format(form)
        assert whole.splitlines() == [whole]
        broken = textwrap.fill(whole, width, break_long_words=False, break_on_hyphens=False)
        (found,) = read(broken)
        assert joined(found.fields["query"]) == cited(text).query


@pytest.mark.parametrize("form", FORMATS)
def test_several_citations_in_one_file_are_all_read(form: str) -> None:
    texts = ["{", "a\nb", "x (1 rows, SHA-256 y"]
    written = [cited(text).format(form) for text in texts]
    if form == "csl-json":
        together = json.dumps([item for one in written for item in json.loads(one)])
    else:
        together = "\n".join(written) + "\n"
    assert [found.fields["query"] for found in read(together)] == [cited(text).query for text in texts]


def test_name_that_cannot_be_printed_is_refused() -> None:
    with pytest.raises(QueryError, match="plain name"):
        cited("x", '"a\nb"')
    with pytest.raises(QueryError, match="plain name"):
        cited("x", '"a\u202eb"')


def test_citation_of_a_package_without_year_or_people_has_every_form() -> None:
    bare = Citation("T", "1", "n.d.", ("no author given",), "", None)
    for form in FORMATS:
        (found,) = read(bare.format(form))
        assert found.fields["title"] == "T" and found.fields["year"] == "n.d." and found.error == ""


def test_csl_json_is_read_by_citeproc() -> None:
    from citeproc.source.json import CiteProcJSON

    source = CiteProcJSON(json.load(io.StringIO(cited("{\n").format("csl-json"))))
    assert [str(reference.title) for reference in source.values()] == ["Title: a {braced} one"]
