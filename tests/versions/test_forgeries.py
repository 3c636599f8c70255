"""A citation that was tampered with does not verify; the verdicts were written before the first run."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from iraqmilitias.citation_check import verify_citation
from iraqmilitias.citation_formats import FORMATS, Citation
from iraqmilitias.dataset import Dataset
from iraqmilitias.errors import QueryError

PACKAGE = Path(__file__).parents[1] / "steady" / "package"
SQL = "SELECT name FROM actors WHERE name LIKE 'I%' AND actor_id > 'act-0010' ORDER BY name"
Change = Callable[[str], str]


@pytest.fixture(scope="module")
def article(cache: object) -> Dataset:
    return Dataset(PACKAGE)


@pytest.fixture(scope="module")
def cited(article: Dataset) -> dict[str, Citation]:
    return {
        "whole": article.cite(),
        "record": article.cite("aff-0001"),
        "line": article.cite("src-0001:9"),
        "query": article.cite(query=SQL),
    }


def sub(old: str, new: str) -> Change:
    return lambda text: re.sub(old, new, text, count=1)


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("what", ["whole", "record", "line", "query"])
def test_untouched_citation_verifies_and_says_what_was_checked(
    article: Dataset, cited: dict[str, Citation], what: str, form: str
) -> None:
    verdict = verify_citation(article.package, cited[what].format(form))
    assert verdict.valid, verdict
    told = {"whole": "no record", "record": "aff-0001", "line": "line 9", "query": "the 5 rows that its query gives"}
    assert "version 1.0.0" in verdict.checked and told[what] in verdict.checked


ANY = ("whole", "record", "line", "query")
FORGERIES: list[tuple[str, str, Change]] = [
    *((what, "another version", sub(r"1\.0\.0(?=[.)},\"\n])", "1.0.1")) for what in ANY),
    *((what, "another year", sub("2026(?=[).}\\n]|\\s*\\])", "2025")) for what in ANY),
    *((what, "another title", sub("One article, kept", "Two articles, kept")) for what in ANY),
    *((what, "another author", sub("Tester", "Somebody")) for what in ANY),
    *((what, "another licence", sub(r"CC-BY-4\.0", "CC0-1.0")) for what in ANY),
    ("record", "another record of the article", sub("(?<=Record )aff-0001", "aff-0003")),
    ("record", "a record of no article", sub("(?<=Record )aff-0001", "act-0015")),
    ("record", "a record that does not exist", sub("(?<=Record )aff-0001", "aff-9001")),
    ("record", "another line", sub("line 9", "line 7")),
    ("record", "no line", sub(", line 9", "")),
    ("record", "another article", sub("Jason Ditz", "Jane Doe")),
    ("record", "no article", sub("(, from )?Jason Ditz.*?, line", ", line")),
    ("record", "cut off in the article", sub("(Ditz).*", r"\1")),
    ("record", "an id in another case", sub("(?<=Record )aff-0001", "AFF-0001")),
    ("record", "a query put behind it", sub(r"line 9\.", "line 9. Query: SELECT 1")),
    ("line", "another line of the id", sub("(?<=Record )src-0001:9", "src-0001:7")),
    ("line", "another line", sub("line 9", "line 7")),
    ("line", "a line beyond the end", sub("(?<=Record )src-0001:9", "src-0001:99")),
    ("line", "a line with a leading zero", sub("(?<=Record )src-0001:9", "src-0001:09")),
    ("line", "another article's line", sub("(?<=Record )src-0001:9", "src-0002:9")),
    ("query", "one digit of the hash", lambda t: re.sub("(?<=SHA-256 ).", lambda m: str(int(m[0] == "0")), t)),
    ("query", "a short hash", sub(r"(SHA-256 \w{63})\w", r"\1")),
    ("query", "a hash in capitals", lambda t: re.sub(r"SHA-256 \w{64}", lambda m: m[0].upper(), t)),
    ("query", "another number of rows", sub(r"\(5 rows", "(6 rows")),
    ("query", "one character of the query", sub("'I%'", "'U%'")),
    ("query", "one digit of the query", sub("act-0010", "act-0020")),
    ("query", "another order", sub("ORDER BY", "ORDER BY actor_id,")),
    ("query", "another table", sub("FROM actors", "FROM sources")),
    ("query", "a table that does not exist", sub("FROM actors", "FROM nowhere")),
    ("query", "a second statement", sub("FROM actors", "FROM actors; DROP TABLE actors")),
    ("query", "a function that changes", sub("SELECT", "SELECT random(),")),
    ("query", "no query", sub("Query: .*? \\(5", "Query:  (5")),
    ("query", "no hash", sub(r", SHA-256 \w{64}", "")),
    ("query", "no time", sub(r", executed [^)]*", "")),
    ("query", "a time that is none", sub("executed [^)]*", "executed yesterday")),
    ("query", "cut off in the query", sub("WHERE.*", "")),
    ("query", "cut off in the hash", sub(r"(SHA-256 \w{20}).*", r"\1")),
    ("query", "cut off before the end", sub(r"Z\)\.", "Z")),
    ("query", "two hashes", sub(r"(, SHA-256 \w{64})", r"\1\1")),
]  # fmt: skip


def test_at_least_forty_forgeries_are_tried() -> None:
    assert len(FORGERIES) >= 40


@pytest.mark.sampled(3)
@pytest.mark.parametrize("form", ["text", "bibtex"])
@pytest.mark.parametrize(("what", "name", "change"), FORGERIES, ids=[f"{w}: {n}" for w, n, _ in FORGERIES])
def test_forged_citation_rejects(
    article: Dataset, cited: dict[str, Citation], what: str, name: str, change: Change, form: str
) -> None:
    text = cited[what].format(form).replace("\\_", "_").replace("\\%", "%")
    forged = change(text)
    assert forged != text
    try:
        verdict = verify_citation(article.package, forged)
    except QueryError:
        return
    assert not verdict.valid and verdict.problems, verdict


@pytest.mark.slow
@pytest.mark.sampled(8, rest="full")
@pytest.mark.parametrize("form", ["apa", "ris", "csl-json"])
@pytest.mark.parametrize(("what", "name", "change"), FORGERIES, ids=[f"{w}: {n}" for w, n, _ in FORGERIES])
def test_forged_citation_rejects_in_the_other_forms(
    article: Dataset, cited: dict[str, Citation], what: str, name: str, change: Change, form: str
) -> None:
    test_forged_citation_rejects(article, cited, what, name, change, form)


def entries(cited: dict[str, Citation], form: str, *changes: tuple[str, Change]) -> str:
    written = [change(cited[what].format(form)) for what, change in changes]
    if form == "csl-json":
        return json.dumps([item for one in written for item in json.loads(one)])
    return "\n".join(written) + "\n"


def as_it_is(text: str) -> str:
    return text


@pytest.mark.parametrize("form", FORMATS)
def test_every_citation_of_a_file_is_checked(article: Dataset, cited: dict[str, Citation], form: str) -> None:
    good = [("record", as_it_is), ("query", as_it_is), ("whole", as_it_is)]
    verdict = verify_citation(article.package, entries(cited, form, *good))
    assert verdict.valid and verdict.checked.count("version 1.0.0") == 3
    for place in range(3):
        changed = [*good]
        changed[place] = (good[place][0], sub("2026(?=[).}\\n]|\\s*\\])", "2025"))
        verdict = verify_citation(article.package, entries(cited, form, *changed))
        assert not verdict.valid and len(verdict.problems) == 1


OTHERS = {
    "bibtex": "@article{doe2020,\n  title = {Something {else}},\n  author = {Doe, Jane},\n  year = {2020}\n}\n",
    "ris": "TY  - JOUR\nTI  - Something else\nAU  - Doe, Jane\nPY  - 2020\nER  - \n",
    "csl-json": '[{"id": "doe", "type": "book", "title": "Something else", "author": [{"family": "Doe"}]}]',
}


@pytest.mark.parametrize("form", OTHERS)
def test_entries_of_other_works_are_refused_and_named(article: Dataset, cited: dict[str, Citation], form: str) -> None:
    ours = cited["record"].format(form)
    both = json.dumps(json.loads(OTHERS[form]) + json.loads(ours)) if form == "csl-json" else OTHERS[form] + ours
    verdict = verify_citation(article.package, both)
    assert len(verdict.problems) == 1 and "no citation of this dataset" in verdict.problems[0]
    assert "aff-0001" in verdict.checked
    with pytest.raises(QueryError, match="no citation of this dataset"):
        verify_citation(article.package, OTHERS[form])


NONE = [
    "",
    " \n",
    "Call me Ishmael.",
    "[]",
    "{}",
    "null",
    "[1]",
    "@comment{x}",
    "@misc{x",
    "TY  - DATA\nER  - \n",
    "\ufeff",
]
NONE += ['{"note": {}}', "Version 1.0.0. Dataset.", "(2026). . Version 1.0.0. Dataset. .", "[" * 5000]


@pytest.mark.parametrize("text", NONE)
def test_text_without_a_citation_is_refused(article: Dataset, text: str) -> None:
    with pytest.raises(QueryError, match="no citation of this dataset"):
        verify_citation(article.package, text)


@pytest.mark.parametrize("words", ["As was shown: ", "see "])
def test_words_before_a_citation_are_not_taken_for_its_authors(
    article: Dataset, cited: dict[str, Citation], words: str
) -> None:
    assert not verify_citation(article.package, words + cited["record"].format("text")).valid
    assert not verify_citation(article.package, cited["record"].format("text") + "\nand more").valid


def test_bibtex_comments_and_what_managers_add_are_no_forgery(article: Dataset, cited: dict[str, Citation]) -> None:
    text = cited["record"].format("bibtex").replace("  note", "  keywords = {militias},\n  note")
    assert verify_citation(article.package, f"% Encoding: UTF-8\n{text}\n").valid
    assert not verify_citation(article.package, f"As was shown:\n{text}\n").valid


@pytest.mark.parametrize(("form", "line"), [("bibtex", "  year = {2026},"), ("ris", "PY  - 2026"), ("ris", "TI  - x")])
def test_field_that_is_missing_or_there_twice_rejects(
    article: Dataset, cited: dict[str, Citation], form: str, line: str
) -> None:
    text = cited["record"].format(form)
    start = line[:5]
    (true,) = [x for x in text.split("\n") if x.startswith(start)][:1]
    assert not verify_citation(article.package, text.replace(f"{true}\n", "")).valid
    assert not verify_citation(article.package, text.replace(true, f"{line}\n{true}")).valid


@pytest.mark.parametrize(
    ("form", "change"),
    [
        ("bibtex", lambda text: text.rstrip()[:-1] + " # { and 9,999 more were killed}\n}\n"),
        ("bibtex", lambda text: text.rstrip()[:-1] + " and 9,999 more\n}\n"),
        ("bibtex", lambda text: text.rstrip()[:-1] + ",\n  x:y = {1}, title = {9999 killed}, crossref = {foo}\n}\n"),
        ("bibtex", lambda text: "%\nThe true number is 9,999.\n" + text),
        ("bibtex", lambda text: text + "\n% a comment\nThe true number is 9,999.\n"),
        ("ris", lambda text: text.replace("ER  - ", "ER  - the number is 9,999")),
    ],
)
def test_words_that_a_bibliography_would_drop_or_join_are_no_part_of_a_citation(
    article: Dataset, cited: dict[str, Citation], form: str, change: Change
) -> None:
    text = cited["record"].format(form)
    assert change(text) != text
    try:
        assert not verify_citation(article.package, change(text)).valid
    except QueryError as error:
        assert "9" in str(error) or "complete" in str(error)


def test_line_of_comment_beside_an_entry_is_read_over(article: Dataset, cited: dict[str, Citation]) -> None:
    text = "% Encoding: UTF-8\n\n" + cited["record"].format("bibtex") + "\n% end\n"
    assert verify_citation(article.package, text).valid


@pytest.mark.parametrize(
    "change",
    [sub("'K'", "'\u212a'"), sub("executed [^ )]+", "executed 2026-99-99T99:99:99Z")],
    ids=["a letter that Unicode takes for another", "a time that is none"],
)
def test_query_with_another_letter_or_time_does_not_verify(article: Dataset, change: Change) -> None:
    text = article.cite(query="select 'K' as k").format("text")
    assert verify_citation(article.package, text).valid
    assert not verify_citation(article.package, change(text)).valid


@pytest.mark.parametrize("terms", [100, 200, 400])
def test_query_that_is_nested_too_deeply_is_refused(article: Dataset, terms: int) -> None:
    with pytest.raises(QueryError, match="nested too deeply"):
        article.cite(query="select " + "||".join(["'a'"] * terms) + " as s")
