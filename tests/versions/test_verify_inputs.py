# ruff: noqa: E501 (a table: one input and its answer on a line)
"""What `verify` says to forged, foreign, damaged and outdated inputs. The answers were written before the first run.

Each answer is a word of the message that says no; `TRUE` where the input is a citation that holds.
"""

from __future__ import annotations

import json
import re
import shutil
import textwrap
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from iraqmilitias.citation_check import verify_citation
from iraqmilitias.citation_formats import FORMATS
from iraqmilitias.dataset import Dataset
from iraqmilitias.errors import PackageError, QueryError

from ..conftest import ROOT
from ..freeze import FROZEN

TRUE = ""
NONE = "no citation of this dataset"
HYPHENS = "SELECT 'well-known - yes/no' AS a, 5 - 3 AS b, 7 // 2 AS c, 'a-b-c-d-e-f-g-h-i-j-k-l-m-n-o-p-q-r-s-t' AS d"
SQL = "SELECT figure_id, printed FROM figures WHERE source_id = 'src-0004' AND value_low > 25 ORDER BY figure_id"
STEADY = ROOT / "tests" / "steady" / "package"


class Made:
    """Citations of the installed data, made once each."""

    def __init__(self, data: Dataset) -> None:
        self.data = data
        self._made: dict[tuple[str, str], str] = {}

    def __call__(self, what: str = "fig-0019", form: str = "text") -> str:
        if (what, form) not in self._made:
            cited = self.data.cite(query=what) if what.startswith("SELECT") else self.data.cite(what or None)
            self._made |= {(what, one): cited.format(one) for one in FORMATS}
        return self._made[what, form]

    def token(self, what: str = "fig-0019") -> str:
        return self(what)[self(what).rindex("[") :]


@pytest.fixture(scope="module")
def made(cache: object) -> Made:
    return Made(Dataset(FROZEN))


def swap(old: str, new: str, what: str = "fig-0019", form: str = "text") -> Callable[[Made], str]:
    """Return a citation in which the first text that fits `old` is replaced."""

    def change(made: Made) -> str:
        before = made(what, form)
        after = re.sub(old, lambda _: new, before, count=1)
        assert after != before, (old, before)
        return after

    return change


def wrapped(what: str, form: str, width: int, hyphens: bool) -> Callable[[Made], str]:
    return lambda made: textwrap.fill(made(what, form), width, break_long_words=False, break_on_hyphens=hyphens)


def rewrapped(text: str, width: int) -> str:
    """Return a text with each line broken at spaces and behind hyphens, as a mail program breaks it."""
    return "\n".join(textwrap.fill(line, width, break_long_words=False) for line in text.split("\n"))


def folded(text: str, width: int) -> str:
    """Return a text with each line broken at spaces, and within words that are longer than a line, as `fold` does."""
    return "\n".join(textwrap.fill(line, width, break_on_hyphens=False) for line in text.split("\n"))


def entry_json(made: Made, **changes: object) -> str:
    (item,) = json.loads(made("fig-0019", "csl-json"))
    return json.dumps([{**item, **changes}])


ARTICLE = "@article{x,\n  author = {Doe, Jane},\n  title = {Something else},\n  journal = {J},\n  year = {2020}\n}\n"
TEN = [
    "fig-0019",
    "fig-0001",
    "stm-0001",
    "rep-0016",
    "evt-0012",
    "act-0001",
    "src-0004:79",
    "aff-0001",
    "plc-0001",
    "",
]

INPUTS: list[tuple[str, Callable[[Made], str], str]] = [
    # true
    *((f"a row as {form}", lambda m, form=form: m("fig-0019", form), TRUE) for form in FORMATS),
    *((f"a line as {form}", lambda m, form=form: m("src-0004:79", form), TRUE) for form in FORMATS),
    *((f"the version as {form}", lambda m, form=form: m("", form), TRUE) for form in FORMATS),
    *((f"a query as {form}", lambda m, form=form: m(SQL, form), TRUE) for form in FORMATS),
    ("ten entries of a .bib", lambda m: "\n\n".join(m(what, "bibtex") for what in TEN), TRUE),
    ("ten citations in a text", lambda m: "\n\n".join(m(what) for what in TEN), TRUE),
    ("wrapped by mail at 72", wrapped("fig-0019", "text", 72, False), TRUE),
    ("wrapped by mail behind hyphens", wrapped("fig-0019", "apa", 40, True), TRUE),
    ("two entries of RIS broken behind hyphens", lambda m: "\n".join(m(w, "ris").replace("full-results-of", "full-results-\nof").replace(" US-", " US-\n") for w in ("fig-0019", "fig-0001")) + "\n", TRUE),
    ("two entries of BibTeX wrapped behind hyphens", lambda m: "\n".join(rewrapped(m(w, "bibtex"), 60) for w in ("fig-0019", "fig-0001")), TRUE),
    ("CSL-JSON wrapped by mail", lambda m: rewrapped(m("fig-0019", "csl-json"), 72), TRUE),
    ("CSL-JSON of a query wrapped by mail", lambda m: rewrapped(m(SQL, "csl-json"), 40).replace("\n", "\r\n"), TRUE),
    *((f"a query with hyphens wrapped at {n}", lambda m, n=n: rewrapped(m(HYPHENS), n), TRUE) for n in range(30, 50)),
    *((f"{form} folded within an address", lambda m, f=form: folded(m("fig-0019", f), 72), TRUE) for form in FORMATS),
    ("an address with an empty line in it", swap("elections-h2", "elec\n\ntions-h2"), "elec tions"),
    ("a number broken in two", swap("“28”", "“2\n8”"), "“2 8”"),
    ("a query wrapped by mail", wrapped(SQL, "text", 72, False), TRUE),
    ("with Windows line ends", lambda m: m("fig-0019", "bibtex").replace("\n", "\r\n"), TRUE),
    ("accents apart, as macOS stores them", lambda m: unicodedata.normalize("NFD", m("SELECT 'Kata’ib Ḥizballāh' AS name")), TRUE),
    ("a .bib of JabRef", lambda m: "% Encoding: UTF-8\n\n" + m("fig-0019", "bibtex").replace("  note", "  keywords = {x},\n  note"), TRUE),
    # foreign
    ("another package's citation", lambda m: "Gorman (2020). palmerpenguins. Version 0.1.0", NONE),
    ("another package's JSON", lambda m: '{"name": "palmerpenguins", "version": "0.1.0", "resources": []}', NONE),
    ("another package's CSL-JSON", lambda m: '[{"id": "p", "type": "dataset", "title": "palmerpenguins", "version": "0.2.0"}]', NONE),
    ("our own descriptor", lambda m: (ROOT / "datapackage.json").read_text(encoding="utf-8"), NONE),
    ("CITATION.cff", lambda m: (ROOT / "CITATION.cff").read_text(encoding="utf-8"), NONE),
    ("an article of somebody", lambda m: ARTICLE, NONE),
    ("our article's reference", lambda m: m("src-0002"), "src-0002 and is not a citation"),
    ("our article's reference as BibTeX", lambda m: m("src-0002", "bibtex"), "src-0002 and is not a citation"),
    ("our article's reference as RIS", lambda m: m("src-0004", "ris"), "src-0004 and is not a citation"),
    ("a reference's own reference", lambda m: m("ref-0026"), NONE),
    ("a token of another dataset", lambda m: m("fig-0019").replace("[iraqmilitias ", "[palmerpenguins "), "another dataset"),
    ("nothing", lambda m: " \n", NONE),
    ("a word", lambda m: "fig-0019", NONE),
    ("a token alone", lambda m: m.token(), "should say"),
    ("a citation without its token", lambda m: m("fig-0019").replace(m.token(), ""), NONE),
    # forged
    ("28 is 31 in the text", swap("“28”", "“31”"), "“31”"),
    ("28 is 31 in APA", swap("“28”", "“31”", form="apa"), "“31”"),
    ("28 is 31 in BibTeX", swap("“28”", "“31”", form="bibtex"), "“31”"),
    ("28 is 31 in RIS", swap("“28”", "“31”", form="ris"), "“31”"),
    ("28 is 31 in CSL-JSON", swap("“28”", "“31”", form="csl-json"), "“31”"),
    ("another type in BibTeX", swap("@misc", "@article", form="bibtex"), "entry type is wrong"),
    ("another type in RIS", swap("TY  - DATA", "TY  - JOUR", form="ris"), "TY is wrong"),
    ("two tokens at its end", lambda m: m("fig-0019").strip() + " " + m.token("fig-0001"), "should say"),
    ("a token in a comment of a .bib", lambda m: f"% {m.token()}\n{ARTICLE}", NONE),
    ("a true entry in a comment of a .bib", lambda m: "@comment{" + m("fig-0019", "bibtex") + "}", NONE),
    ("two records of RIS, one forged", lambda m: m("stm-0001", "ris") + "\n" + m("fig-0019", "ris").replace("“28”", "“31”"), "“31”"),
    ("a hash in capitals", swap("sha256 ([0-9a-f]{64})", "sha256 " + "A" * 64), NONE),
    ("one row's text, another's token", lambda m: m("fig-0019").replace(m.token(), m.token("fig-0001")), "should say"),
    ("one row's token in front of another's text", lambda m: m.token("fig-0019") + " " + m("fig-0001").replace(m.token("fig-0001"), ""), "should say"),
    ("another version in the token alone", lambda m: m("fig-0019").replace(m.token(), m.token().replace("0.2.0", "9.9.9")), "version 9.9.9 is not"),
    ("another version in the text alone", swap(r"Version 0\.2\.0", "Version 0.2.1"), "0.2.1"),
    ("another version throughout", lambda m: m("fig-0019").replace("0.2.0", "0.3.0"), "version 0.3.0 is not"),
    ("another id in the text alone", swap("Record fig-0019", "Record fig-0020"), "fig-0020"),
    ("another id in the token alone", swap("; record fig-0019;", "; record fig-0020;"), "changed"),
    ("another line", swap("line 79", "line 78"), "line 78"),
    ("another article", swap("Iraq War News", "Another Paper"), "Another Paper"),
    ("another title of the dataset", swap("what news articles say", "what six news articles say"), "six"),
    ("another author", swap("The iraqmilitias contributors", "Jane Doe"), "Jane Doe"),
    ("another licence", swap("CC-BY-4.0", "CC0-1.0"), "CC0-1.0"),
    ("a DOI that there is none of", swap("No DOI assigned", "10.5281/zenodo.1"), "zenodo"),
    ("the verdict left out", swap(r"Note: contradicted: .*?html\. ", ""), "should say"),
    ("the reading again made human", swap("not checked by a person", "checked by a person"), "should say"),
    ("another link", swap(r"lost%2028", "lost%2031"), "31"),
    ("another kind", swap("; record fig-0019;", "; line fig-0019;"), "its token should be"),
    ("two rows in the token", swap("; 1 row;", "; 2 rows;"), "number of rows is 2"),
    ("a row that was changed since", swap("sha256 [0-9a-f]{64}", "sha256 " + "0" * 64), "was changed"),
    ("a row by the name of a view's", swap("; record fig-0019;", "; record claims:fig-0019;"), "its token should be"),
    ("a Cyrillic letter in the title", swap("news articles", "news аrticles"), "U+0430"),
    ("a Cyrillic letter in the token's name", lambda m: m("fig-0019").replace("[iraqmilitias", "[iraqmilitiаs"), "another"),
    ("full-width digits in the token", swap("; 1 row;", "; １ row;"), NONE),
    ("full-width digits in the text", swap("“28”", "“２８”"), "U+FF12"),
    ("a space of no width in the number", swap("“28”", "“2\u200b8”"), "U+200B"),
    ("the hash in capitals", lambda m: re.sub("sha256 ([0-9a-f]+)", lambda x: "sha256 " + x[1].upper(), m("fig-0019")), NONE),
    ("words before it", lambda m: "As was shown: " + m("fig-0019"), "should say"),
    ("words behind it", lambda m: m("fig-0019") + " and 31 seats", "no citation"),
    ("a good one and a bad one", lambda m: m("fig-0001") + "\n\n" + swap("“28”", "“31”")(m), "“31”"),
    ("a bad one and a good one", lambda m: swap("“28”", "“31”")(m) + "\n\n" + m("fig-0001"), "“31”"),
    ("a good one and a foreign one", lambda m: m("fig-0019", "bibtex") + "\n" + ARTICLE, "no citation"),
    ("nine good entries and a bad one", lambda m: "\n".join([*(m(w, "bibtex") for w in TEN[1:]), swap("“28”", "“31”", form="bibtex")(m)]), "“31”"),
    ("a field that says more", lambda m: m("fig-0019", "bibtex").replace("  note", "  annote = {31 seats},\n  note"), "annote"),
    ("a field there twice", lambda m: m("fig-0019", "bibtex").replace("  year", "  year = {2020},\n  year"), "more than one year"),
    ("no year", lambda m: re.sub(r"  year = .*\n", "", m("fig-0019", "bibtex")), "year"),
    ("another id in CSL-JSON", lambda m: entry_json(m, id="fig-0020"), "fig-0020"),
    ("another type in CSL-JSON", lambda m: entry_json(m, type="book"), "book"),
    ("more in CSL-JSON", lambda m: entry_json(m, abstract="31 seats"), "abstract"),
    ("another key in BibTeX", lambda m: m("fig-0019", "bibtex").replace("_fig_0019", "_fig_0020"), "key"),
    # of a query
    ("one more row in text and token", lambda m: re.sub(r"\b(\d+) rows", lambda x: f"{int(x[1]) + 1} rows", m(SQL)), "number of rows"),
    ("one more row in the text alone", lambda m: re.sub(r"\((\d+) rows", lambda x: f"({int(x[1]) + 1} rows", m(SQL)), "as its token has it"),
    ("another number in the query", swap("> 25", "> 20", SQL), "one of them was changed"),
    ("another hash of the query", swap("query [0-9a-f]{4}", "query 0123", SQL), "one of them was changed"),
    ("another hash of the rows", lambda m: re.sub("((?:SHA-|sha)256 )[0-9a-f]{4}", r"\g<1>0123", m(SQL)), "changed"),
    ("a query that does not read", lambda m: m(SQL).replace("FROM figures", "FROM figures; DROP TABLE figures"), "one of them was changed"),
    ("a time that is none", swap("executed [^)]*", "executed yesterday", SQL), "not a time"),
    ("two times", swap(r"(?=\)\. \[)", "Z and later", SQL), "as its token has it"),
    # damaged
    *((f"cut off at {n} characters", lambda m, n=n: m("fig-0019")[:n], NONE) for n in (40, -1)),
    ("cut off after the article", lambda m: m("fig-0019")[:200], "not a citation of this dataset"),
    ("cut off in BibTeX", lambda m: m("fig-0019", "bibtex")[:-1], NONE),
    ("cut off in RIS", lambda m: m("fig-0019", "ris").replace("ER  - ", ""), "no end"),
    ("cut off in CSL-JSON", lambda m: m("fig-0019", "csl-json")[:-3], NONE),
    ("a no-break space in the token", swap("; record ", "; record\xa0"), "it has <U+00A0> in place of a plain space"),
    ("a no-break space in the token in BibTeX", swap("; record ", "; record\xa0", form="bibtex"), "it has <U+00A0> in place"),
    ("a no-break hyphen and space in the token's hash", lambda m: m("fig-0019").replace("sha256 ", "sha256\u202f"), "<U+202F>"),
    ("a zero-width space in the token", swap("; 1 row", "; 1\u200b row"), "<U+200B>, which cannot be seen"),
    ("a line end in the token's hash", lambda m: re.sub(r"(sha256 \w{20})", r"\1\n", m("fig-0019")), "line end within its SHA-256"),
    ("a hash that lost three digits", lambda m: m("fig-0019")[:-4] + "]", "has 61 characters"),
    ("a token without its bracket", lambda m: m("fig-0019")[:-1], "closing bracket is missing"),
    ("a damaged token beside a true one", lambda m: m("fig-0001", "ris") + "\n" + swap("; record ", "; record\xa0", form="ris")(m), "<U+00A0>"),
    *((f"a reply by mail as {form}", lambda m, f=form: textwrap.indent(m("fig-0019", f), "> "), "lines begin with “>”") for form in FORMATS),
    ("a reply by mail, with who wrote", lambda m: "On Monday she wrote:\n" + textwrap.indent(rewrapped(m("fig-0019"), 60), "> "), "lines begin with “>”"),
    ("a no-break space in the text", swap("line by line", "line by\xa0line"), "by<U+00A0>line"),
    ("a no-break hyphen in the text", swap("US-Iranian", "US\u2011Iranian"), "US<U+2011>Iranian"),
    ("a mark of byte order in the text", swap("by line", "by\ufeff line"), "by<U+FEFF> line"),
    ("a thin space in RIS", swap("line by line", "line by\u2009line", form="ris"), "by<U+2009>line"),
    # outdated
    ("a retired id", swap("; record fig-0019;", "; record als-0050;"), "retired in version 0.2.0"),
    ("an id that there is none of", swap("; record fig-0019;", "; record fig-9999;"), "no record 'fig-9999'"),
    ("a line beyond the end", swap("; record fig-0019;", "; line src-0004:99;"), "lines are 1 to 83"),
    ("a citation of 0.1.0, which is not here", lambda m: m("").replace(m.token(""), "").strip().replace("0.2.0", "0.1.0").replace("No DOI", "no DOI"), "0.1.0 has no token"),
]  # fmt: skip


def answer(data: Dataset, text: str) -> tuple[bool, str]:
    """Return whether a text was verified, and what was said."""
    try:
        verdict = verify_citation(data.package, text)
    except QueryError as error:
        return False, str(error)
    assert verdict.valid == (not verdict.problems)
    return verdict.valid, " | ".join(verdict.problems)


def test_at_least_forty_inputs_are_to_be_refused() -> None:
    assert len([answer for _name, _text, answer in INPUTS if answer]) >= 40
    assert len({name for name, _text, _answer in INPUTS}) == len(INPUTS)


@pytest.mark.parametrize(("name", "text", "expected"), INPUTS, ids=[name for name, _text, _answer in INPUTS])
@pytest.mark.sampled(20)
def test_verify_gives_the_answer_that_was_written_down(
    made: Made, name: str, text: Callable[[Made], str], expected: str
) -> None:
    valid, told = answer(made.data, text(made))
    assert valid == (expected == TRUE), told
    assert expected in told


@pytest.fixture(scope="module")
def older(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of releases with a version 0.1.0, made of the package that is kept for the steady queries."""
    folder = tmp_path_factory.mktemp("releases")
    package = folder / "package"
    shutil.copytree(STEADY, package)
    descriptor = package / "datapackage.json"
    told = {**json.loads(descriptor.read_text(encoding="utf-8")), "name": "iraqmilitias", "version": "0.1.0"}
    descriptor.write_text(json.dumps({**told, "title": "Iraq militias, one article"}), encoding="utf-8")
    shutil.make_archive(str(folder / "iraqmilitias-data-0.1.0"), "zip", package)
    shutil.rmtree(package)
    return folder


BASE = "Tester (2026). Iraq militias, one article. Version 0.1.0. Dataset. CC-BY-4.0. no DOI assigned."
ARTICLE_1 = (
    "Jason Ditz, “US Won’t Hesitate to Act Against Iraq’s Militias to Protect Personnel”, Antiwar.com, 2020-10-01"
)
OLD = [
    (BASE, TRUE),
    (f"{BASE} Record aff-0001, from {ARTICLE_1}, line 9.", TRUE),
    (f"{BASE} Record aff-0001, from {ARTICLE_1}, line 7.", "line 7"),
    (f"{BASE} Record aff-9001, from {ARTICLE_1}, line 9.", "aff-9001"),
    (f"{BASE} Record aff-0001, from Another, line 9.", "Another"),
    (f"{BASE} Record aff-0001.", "should say"),
    (BASE.replace("CC-BY-4.0", "CC0-1.0"), "CC0-1.0"),
    (BASE.replace("one article", "two articles"), NONE),
    (
        f"{BASE} Query: SELECT 1 /* all true */ (1 rows, SHA-256 {'0' * 64}, executed 2026-11-21T10:00:00Z).",
        "a comment",
    ),
    (
        f"{BASE} Query: SELECT e'\\'' /* true */ || '' (1 rows, SHA-256 {'0' * 64}, executed 2026-11-21T10:00:00Z).",
        "a comment",
    ),
    (f"{BASE} Query: SELECT 1 (1 rows, SHA-256 {'0' * 64}, executed 2026-11-21T10:00:00Z).", "should say"),
]


@pytest.mark.parametrize(("text", "expected"), OLD)
def test_citation_of_0_1_0_is_verified_as_far_as_it_goes(
    made: Made, older: Path, monkeypatch: pytest.MonkeyPatch, text: str, expected: str
) -> None:
    monkeypatch.setenv("IRAQMILITIAS_RELEASES", str(older))
    valid, told = answer(made.data, text)
    assert valid == (expected == TRUE), told
    assert expected in told
    if valid:
        assert "has no token" in verify_citation(made.data.package, text).checked


@pytest.mark.parametrize("encoding", ["utf-16", "cp1252"])
def test_file_that_is_not_utf_8_is_refused_and_told_so(made: Made, tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "cited.txt"
    path.write_bytes(made().encode(encoding))
    with pytest.raises(QueryError, match=r"cited\.txt: not UTF-8 \(byte \d+\); save it as UTF-8"):
        made.data.verify(path)


def test_path_that_does_not_exist_is_refused_as_one(made: Made, tmp_path: Path) -> None:
    with pytest.raises(PackageError, match=r"missing\.bib: no such file or folder"):
        made.data.verify(tmp_path / "missing.bib")


@pytest.mark.parametrize("text", ["", " ", "\n"])
def test_empty_text_is_no_citation_in_any_folder(made: Made, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.chdir(FROZEN)
    with pytest.raises(QueryError, match="no citation of this dataset"):
        made.data.verify(text)
