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

from iraqmilitias.citation_formats import FORMATS, Citation, query_id, token
from iraqmilitias.citation_reading import differences, joined, printed_query, read
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
    what = {"query": query, "rows": 1, "rows_sha256": "ab" * 32, "executed": "2026-11-27T15:04:05Z", "kind": "query"}
    mark = token("iraqmilitias", "1.2.3", f"query {query_id(query)}", 1, "ab" * 32)
    return Citation(licence="CC-BY-4.0", doi=None, token=mark, **who, **what)  # type: ignore[arg-type]


def query_of(text: str) -> str:
    """Return the query that is printed in the one citation of a text."""
    (entry,) = read(text)
    assert entry.token is not None
    return printed_query(entry, entry.token)[0]


def check(text: str) -> None:
    citation = cited(text)
    query = citation.query or ""
    assert CURSOR.execute(query).fetchall() == [(text, len(text))]
    assert standard(CURSOR, parsed(CURSOR, query)) == query
    for form in FORMATS:
        (found,) = read(citation.format(form))
        assert found.error == "" and differences(found, citation) == []
        assert query_of(citation.format(form)) == query
    entries = bibtexparser.parse_string(citation.format("bibtex") + "\n@misc{next, title = {Next}}\n").entries
    assert [e.key for e in entries][1:] == ["next"]
    assert query_of("@misc{iraqmilitias_x, title = {{}}, note = {" + entries[0]["note"] + "}}") == query
    (record,) = rispy.loads(citation.format("ris"))
    assert record["notes"] == [citation.note]
    (item,) = json.loads(citation.format("csl-json"))
    assert item["note"] == citation.note


@pytest.mark.parametrize("text", AWKWARD)
def test_query_with_an_awkward_text_is_read_back_from_every_form(text: str) -> None:
    check(text)


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_query_with_any_text_is_read_back_from_every_form(text: str) -> None:
    check(text)


@pytest.mark.slow
@settings(max_examples=100, deadline=None)
@given(TEXTS, st.integers(20, 100))
def test_printed_citation_is_one_line_and_survives_being_broken_into_lines(text: str, width: int) -> None:
    for form in ("text", "apa"):
        whole = cited(text).format(form)
        assert whole.splitlines() == [whole]
        broken = textwrap.fill(whole, width, break_long_words=False, break_on_hyphens=False)
        (found,) = read(broken)
        assert joined(query_of(broken)) == cited(text).query and differences(found, cited(text)) == []


@pytest.mark.parametrize("form", FORMATS)
def test_several_citations_in_one_file_are_all_read(form: str) -> None:
    texts = ["{", "a\nb", "x (1 rows, SHA-256 y"]
    written = [cited(text).format(form) for text in texts]
    if form == "csl-json":
        together = json.dumps([item for one in written for item in json.loads(one)])
    else:
        together = "\n".join(written) + "\n"
    found = [printed_query(entry, entry.token)[0] for entry in read(together) if entry.token]
    assert found == [cited(text).query for text in texts]


def test_name_that_cannot_be_printed_is_refused() -> None:
    with pytest.raises(QueryError, match="plain name"):
        cited("x", '"a\nb"')
    with pytest.raises(QueryError, match="plain name"):
        cited("x", '"a\u202eb"')


def test_citation_of_a_package_without_year_or_people_has_every_form() -> None:
    bare = Citation("T", "1", "n.d.", ("no author given",), "", None, token=token("t", "1", "dataset", 2, "ab" * 32))
    for form in FORMATS:
        (found,) = read(bare.format(form))
        assert differences(found, bare) == [] and found.token is not None and found.token.rows == 2


def test_csl_json_is_read_by_citeproc() -> None:
    from citeproc.source.json import CiteProcJSON

    source = CiteProcJSON(json.load(io.StringIO(cited("{\n").format("csl-json"))))
    assert [str(reference.title) for reference in source.values()] == ["Title: a {braced} one"]
