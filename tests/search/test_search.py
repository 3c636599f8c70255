"""Searches in ordinary people's words, with the right answers written down before they were run."""

from __future__ import annotations

import csv
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import iraqmilitias as im
from iraqmilitias.dataset import Dataset
from iraqmilitias.errors import NotFoundError
from iraqmilitias.search import find, search_documents
from iraqmilitias.search.words import consonants, distance, stem, words
from iraqmilitias.text import folded

Make = Callable[..., Path]
HERE = Path(__file__).parent
ROWS = {
    name: list(csv.DictReader((HERE / f"{name}.csv").open(encoding="utf-8")))
    for name in ("searches", "spellings", "numbers", "unseen")
}


def answers(row: dict[str, str], found: str) -> bool:
    """Whether a record is one of the right answers; "cnf-*" is any of that kind."""
    wanted = row["first"].split()
    return any(found == w or (w.endswith("*") and found.startswith(w[:-1])) for w in wanted)


@pytest.mark.parametrize(
    "row", [r for name in ("searches", "spellings", "numbers") for r in ROWS[name]], ids=lambda r: r["words"]
)
def test_search_gives_the_right_record_first(data: Dataset, row: dict[str, str]) -> None:
    hits = data.find(row["words"])
    assert answers(row, hits[0].record_id) if row["first"] else hits == ()


def test_searches_written_after_the_ranking_mostly_give_the_right_record_first(data: Dataset) -> None:
    first = sum(answers(row, hit.record_id) for row in ROWS["unseen"] for hit in data.find(row["words"])[:1])
    three = sum(any(answers(row, h.record_id) for h in data.find(row["words"])[:3]) for row in ROWS["unseen"])
    assert (len(ROWS["unseen"]), first >= 15, three >= 17) == (20, True, True)


@pytest.mark.parametrize(("words", "kind"), [("contradiction", "conflict"), ("unnamed", "actor")])
def test_word_for_a_kind_gives_records_of_that_kind(data: Dataset, words: str, kind: str) -> None:
    assert {hit.kind for hit in data.find(words)[:5]} == {kind}


def test_event_is_found_by_what_its_reports_say(data: Dataset) -> None:
    assert "evt-0058" in [hit.record_id for hit in data.find("attacked again and again")]


def test_unnamed_actor_and_what_it_says_are_found_as_unnamed(data: Dataset) -> None:
    found = {hit.record_id for hit in data.find("anonymous")}
    assert {"act-0012", "stm-0032", "fig-0011"} <= found and not {"act-0055", "stm-0025"} & found


@pytest.mark.slow
def test_every_spelling_finds_a_record_that_has_it(data: Dataset) -> None:
    having: dict[str, set[str]] = {}
    for document in search_documents(data.package):
        for spelling in document.spellings:
            having.setdefault(spelling, set()).add(document.record_id)
    assert len(having) > 250
    wrong = {s for s, records in having.items() if data.find(s)[0].record_id not in records}
    assert wrong == set()


def test_words_that_matched_are_marked_in_the_sentence(data: Dataset) -> None:
    hit = data.find("hangar damaged by a drone")[0]
    assert hit.record_id == "evt-0018"
    assert hit.marked().startswith("A «drone» «damaged» a «hangar» at the base")
    assert hit.marked("<", ">").startswith("A <drone>")
    assert hit.to_dict()["marked"] == hit.marked()


def test_hits_are_read_as_text_and_as_html(data: Dataset) -> None:
    hits = data.find("hangar")
    assert str(hits).splitlines()[0].startswith("fac-0009, facility: Hangar at Al-Asad Air Base")
    assert "<mark>hangar</mark>" in hits._repr_html_() and "<script" not in data.find("<script>")._repr_html_()
    assert str(hits[:1]) == str(hits).splitlines()[0] == str(hits[0])
    assert str(data.find("qqxxzz")) == "no record matches"


@pytest.mark.slow
def test_trace_takes_a_name_that_fits_one_record_best(data: Dataset) -> None:
    assert data.trace("Soleimani").record_id == im.trace("قاسم سليماني").record_id == "act-0055"
    with pytest.raises(NotFoundError, match=r"find gives evt-00"):
        data.trace("drone attack in 2021")
    with pytest.raises(NotFoundError, match="no record 'qqxxzz'; look for it with find"):
        data.trace("qqxxzz")
    with pytest.raises(NotFoundError, match="ids of that kind run from"):
        data.trace("fig-9999")


def test_search_needs_neither_duckdb_nor_pandas() -> None:
    code = (
        "import sys; sys.modules['duckdb'] = None\n"
        "import iraqmilitias as im; print(im.find('hangar')[0].record_id, 'pandas' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.stdout == "fac-0009 False\n", done.stderr


def test_package_of_others_is_searched_by_its_texts(make: Make) -> None:
    data = Dataset(make())
    assert [hit.record_id for hit in data.find("high")] == ["a"]
    assert data.find("a")[0].record_id == "a" and data.find("nothing") == ()


def test_search_follows_a_change_of_the_files(make: Make) -> None:
    folder = make()
    assert not find(Dataset(folder).package, "middling")
    make("person_id,age,boss_id,since,paid,rank,pay\nmiddling,,,,,,\n")
    assert find(Dataset(folder).package, "middling")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("5,000", ["5000"]),
        ("five thousand", ["5000"]),
        ("٥٬٠٠٠", ["5000"]),
        ("two hundred and five", ["205"]),
        ("twenty-eight of 48", ["28", "of", "48"]),
        ("1.6 billion", ["1600000000"]),
        ("one two", ["1", "2"]),
        ("nineteen five", ["19", "5"]),
        ("3,4", ["3", "4"]),
        ("several thousand", ["several", "thousand"]),
    ],
)
def test_numbers_are_read_by_their_value(text: str, expected: list[str]) -> None:
    assert [word.key for word in words(text)] == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [("attacks", "attacked"), ("killed", "killing"), ("bases", "base"), ("dropped", "drops"), ("allies", "ally")],
)
def test_inflections_of_a_word_have_one_stem(one: str, other: str) -> None:
    assert stem(one) == stem(other)


@pytest.mark.parametrize(
    ("arabic", "latin"),
    [
        ("قاسم سليماني", "Ghasem Soleymani"),
        ("كتائب حزب الله", "Katāʾib Ḥizb Allāh"),
        ("مصطفى الكاظمي", "Mustafa al-Kadhimi"),
        ("قيس الخزعلي", "Qays al-Khazali"),
        ("خامنه‌ای", "Khamenei"),
        ("محمد شياع السوداني", "Mohammed Shia al-Sudani"),
        ("حسن نصر الله", "Hassan Nasrallah"),
        ("أربيل", "Erbil"),
    ],
)
def test_transliterations_have_the_consonants_of_the_arabic_name(arabic: str, latin: str) -> None:
    assert consonants(arabic) == consonants(latin)


@pytest.mark.parametrize(
    ("one", "other"),
    [("سلیمانی", "سليماني"), ("کتائب", "كتائب"), ("أسد", "اسد"), ("مُهَنْدِس", "مهندس"), ("فـتح", "فتح"), ("Ṣadr", "sadr")],
)
def test_letters_that_are_written_alike_are_found_alike(one: str, other: str) -> None:
    assert folded(one) == folded(other)


@pytest.mark.parametrize(
    ("one", "other", "far"),
    [("abc", "abc", 0), ("abc", "abd", 1), ("abc", "ab", 1), ("abc", "xyz", 3), ("a", "abcd", 3)],
)
def test_distance_counts_letters_up_to_its_limit(one: str, other: str, far: int) -> None:
    assert distance(one, other, 2) == far


def test_number_that_a_reference_corrects_is_found_with_the_verdict(data: Dataset) -> None:
    hit = data.find("28 seats")[0]
    assert hit.record_id == "fig-0019" and "a loss of 31" in hit.verdict
    assert hit.verdict in str(hit) and "a loss of 31" in hit._repr_html_() and hit.to_dict()["verdict"] == hit.verdict
