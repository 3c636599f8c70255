"""A citation that was tampered with does not verify; the verdicts were written before the first run."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from iraqmilitias import bibtex
from iraqmilitias.citation_check import verify_citation
from iraqmilitias.citation_formats import FORMATS, Citation, query_id
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


JUNK: list[tuple[str, str, Change]] = [
    ("bibtex", "more is said behind #", sub(r"\n}$", " # { and 9,999 more were killed}\n}")),
    ("bibtex", "more is said behind the last value", sub(r"\n}$", " and 9,999 more were killed\n}")),
    ("bibtex", "more is said behind the last comma", sub(r"\n}$", ", and 9,999 more were killed\n}")),
    ("bibtex", "more is said behind a value", sub(r"(?m)^(  title = .*),$", r"\1 # { and 9,999 more},")),
    ("bibtex", "a field name with a colon", sub(r"\n}$", ",\n  more:of = {9,999 were killed},\n  x = {more}\n}")),
    ("bibtex", "a comment inside", sub(r"\n}$", "\n% 9,999 were killed\n}")),
    ("bibtex", "a comment inside, after a comma", sub(r"\n}$", ",\n% 9,999 were killed\n}")),
    ("bibtex", "a key of many words", sub("{iraqmilitias[^,]*,|{[^,{]*,", "{many were killed,")),
    ("bibtex", "more below a comment", lambda text: f"%\nThe true number is 9,999.\n{text}"),
    ("bibtex", "more below a comment at the end", lambda text: f"{text}\n%\nThe true number is 9,999.\n"),
    ("ris", "more is said behind the end", sub(r"(?m)^ER  -.*$", "ER  - and 9,999 more were killed")),
]


@pytest.mark.parametrize(("form", "told", "change"), JUNK, ids=[" ".join(entry[:2]) for entry in JUNK])
def test_all_that_an_entry_says_is_read(
    article: Dataset, cited: dict[str, Citation], form: str, told: str, change: Change
) -> None:
    text = cited["record"].format(form)
    changed = change(text.rstrip("\n"))
    assert changed != text.rstrip("\n"), told
    verdict = verify_citation(article.package, changed)
    assert not verdict.valid and verdict.problems, told


def put_before(place: str, more: str) -> Change:
    """Return a change that puts text before a place; {note} in it is the forged note."""

    def change(text: str) -> str:
        note = re.search(r"note = {(.*)},?\n|N1  - (.*)", text)
        assert note is not None
        forged = (note[1] or note[2]).replace("line 9", "line 7")
        return text.replace(place, more.replace("{note}", forged) + place, 1)

    return change


READ_OTHERWISE: list[tuple[str, str, Change]] = [
    (
        "bibtex",
        r"\} ends a value",
        put_before("  title", "  keywords = {a \\}, note = {{note}}, owner = {b \\{ c}},\n"),
    ),
    ("bibtex", r"\{ opens a value", put_before("  title", "  keywords = {a \\{}, note = {{note}}, owner = {b \\}},\n")),
    (
        "bibtex",
        r"\" ends a value",
        put_before("  title", '  keywords = "a \\", owner = ", note = {{note}}, file = \\", groups = "x",\n'),
    ),
    ("bibtex", "an entry in parentheses behind %", put_before("@misc", "% @misc(x, note = {{note}})\n")),
    ("bibtex", "an entry of a line behind %", put_before("@misc", "% @\nmisc(x, note = {{note}})\n")),
    ("bibtex", "a preamble behind %", put_before("@misc", "% @preamble{{many were killed}}\n")),
    ("bibtex", "a text behind %", put_before("@misc", '% @string(note = "many were killed")\n')),
    ("bibtex", "a line below a comment that ends with a hyphen", put_before("@misc", "% see-\nThe line is 7.\n")),
    ("bibtex", "a visit on no day", put_before("  title", "  urldate = {never; the line is 7},\n")),
    ("bibtex", "a visit in no month", put_before("  title", "  urldate = {2026-13-01},\n")),
    ("ris", "a note below a keyword that ends with a hyphen", put_before("ET  - ", "KW  - US-\nN1  - {note}\n")),
    ("ris", "a field below a keyword that ends with a hyphen", put_before("ET  - ", "KW  - US-\nAB  - line 7\n")),
    ("ris", "a field with one space", put_before("ET  - ", "KW  - US\nAB - The line is 7.\n")),
    ("ris", "a field with no space behind its hyphen", put_before("ET  - ", "KW  - US\nAB  -The line is 7.\n")),
    ("ris", "a field behind spaces", put_before("ET  - ", "KW  - US\n  AB  - The line is 7.\n")),
    ("ris", "a field behind another line end", put_before("ET  - ", "KW  - US\u2028AB  - The line is 7.\n")),
    ("ris", "a visit on no day", put_before("ET  - ", "Y2  - Corrected since: line 7.\n")),
    ("ris", "the name of a database", put_before("ET  - ", "DB  - Corrected since: line 7.\n")),
    ("ris", "a label of several words", put_before("ET  - ", "LB  - Corrected since: line 7.\n")),
]


@pytest.mark.parametrize(("form", "told", "change"), READ_OTHERWISE, ids=[" ".join(e[:2]) for e in READ_OTHERWISE])
def test_what_another_program_reads_otherwise_is_refused(
    article: Dataset, cited: dict[str, Citation], form: str, told: str, change: Change
) -> None:
    text = cited["record"].format(form)
    changed = change(text)
    assert changed != text, told
    try:
        verdict = verify_citation(article.package, changed)
    except QueryError:
        return
    assert not verdict.valid and verdict.problems, told


@pytest.mark.parametrize(
    "day", [{"literal": "never; the line is 7"}, "line 7", {"date-parts": [[2026, 11, 27, 7]]}, {"raw": "line 7"}]
)
def test_visit_on_no_day_in_csl_json_rejects(article: Dataset, cited: dict[str, Citation], day: object) -> None:
    (item,) = json.loads(cited["record"].format("csl-json"))
    verdict = verify_citation(article.package, json.dumps([{**item, "accessed": day}]))
    assert "accessed" in verdict.problems[0] and "should be a date" in verdict.problems[0]


@pytest.mark.parametrize(
    ("form", "place", "more"),
    [
        ("bibtex", "  title", "  keywords = {a \\{b\\} \\& {c}},\n  urldate = {2026-11-27},\n"),
        ("ris", "ET  - ", "KW  - US-\nIranian\nY2  - 2026/11/27/10:20:30\nLB  - aff-0001\n"),
        ("ris", "ET  - ", "Y2  - 2026-11-27\n"),
        ("csl-json", '"title"', '"accessed": {"date-parts": [["2026", 11, 27]]}, "citation-key": "x", '),
    ],
)
def test_day_of_a_visit_and_other_fields_of_a_manager_are_no_forgery(
    article: Dataset, cited: dict[str, Citation], form: str, place: str, more: str
) -> None:
    text = cited["record"].format(form)
    assert text.count(place) == 1
    verdict = verify_citation(article.package, text.replace(place, more + place))
    assert verdict.valid, verdict


@pytest.mark.parametrize("form", FORMATS)
def test_letter_that_only_looks_the_same_in_a_query_rejects(article: Dataset, form: str) -> None:
    text = article.cite(query="SELECT 'K' AS k, 'ā' AS a").format(form)
    assert verify_citation(article.package, text).valid
    assert not verify_citation(article.package, text.replace("'K'", "'\u212a'")).valid
    assert not verify_citation(article.package, text.replace("'K'", "'\\u212a'")).valid


@pytest.mark.parametrize("time", ["2026-99-99T99:99:99Z", "2026-02-30T10:00:00Z", "2026-1-1T1:1:1Z"])
def test_time_that_is_no_moment_rejects(article: Dataset, cited: dict[str, Citation], time: str) -> None:
    text = re.sub(r"executed \S+Z", f"executed {time}", cited["query"].format("bibtex"))
    assert not verify_citation(article.package, text).valid


def test_bibtex_in_quotes_and_bare_is_no_forgery(article: Dataset, cited: dict[str, Citation]) -> None:
    text = re.sub(r"year = {(\d+)}", r"year = \1", cited["record"].format("bibtex"))
    text = re.sub(r"(?m)^(  version = ){(.*)},$", r'\1"\2",', text)
    text = re.sub(r"\s*}\s*$", ",\n}\n", text) if text.rstrip().endswith("}\n}") else text
    assert verify_citation(article.package, "% Encoding: UTF-8\n\n" + text).valid


@pytest.mark.skipif(duckdb.__version__.startswith("1."), reason="DuckDB 1 takes what is nested as deeply")
@pytest.mark.parametrize("deep", ["||".join(["'a'"] * 200), "(" * 150 + "1" + "+1)" * 150, "'a'" + "||'a'" * 600])
def test_query_that_is_nested_too_deeply_is_refused(article: Dataset, cited: dict[str, Citation], deep: str) -> None:
    with pytest.raises(QueryError, match="nested too deeply to be cited"):
        article.cite(query=f"SELECT {deep} AS s")
    query = f"SELECT {deep} AS s"
    assert cited["query"].query is not None
    text = cited["query"].format("bibtex").replace(query_id(cited["query"].query), query_id(query))
    changed = text.replace(bibtex.escaped(cited["query"].query), query)
    assert changed != text
    assert "nested too deeply" in " ".join(verify_citation(article.package, changed).problems)


@pytest.mark.sampled(4)
@pytest.mark.parametrize("name", ["One-Article", "one article", "éine; [1] 100%", "a%20b"])
def test_citation_of_a_package_of_any_name_verifies(tmp_path: Path, name: str) -> None:
    shutil.copytree(PACKAGE, tmp_path / "package")
    path = tmp_path / "package" / "datapackage.json"
    described = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**described, "name": name}), encoding="utf-8")
    data = Dataset(tmp_path / "package")
    for form in FORMATS:
        for cited in (data.cite(), data.cite("aff-0001"), data.cite(query="SELECT name FROM actors")):
            verdict = verify_citation(data.package, cited.format(form))
            assert verdict.valid, (form, verdict)
