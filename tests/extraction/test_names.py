"""Names in invented sentences."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from iraqmilitias.extraction import names

CASES = [
    ("The army of Ruritania left Port Sandy.", ["Ruritania", "Port Sandy"]),
    ("Ruritania’s king met the Duke of Strelsau.", ["Ruritania", "Duke of Strelsau"]),
    ("Officials at the Institute for Near North Studies said so.", ["Institute for Near North Studies"]),
    ("a fellow at Rise Together", ["Rise Together"]),
    ("the Department of the Navy", ["Department of the Navy"]),
    ("US-led, anti-ISIS, Iran-PMF and pro-Syrian groups", ["US", "ISIS", "Iran-PMF", "Syrian"]),
    ("in Al-Asad and al-Qaim near Deir ez-Zor", ["Al-Asad", "al-Qaim", "Deir ez-Zor"]),
    ("They met Osama bin Hadi and Ursula von der Aue.", ["Osama bin Hadi", "Ursula von der Aue"]),
    ("Kata’ib Sayyid and Shi’ite men", ["Kata’ib Sayyid", "Shi’ite"]),
    ("Mr. Grey and Dr. Jane A. Holl spoke.", ["Mr. Grey", "Dr. Jane A. Holl"]),
    ("The U.S. Army left on Thursday, January 9.", ["U.S. Army", "Thursday", "January"]),
    ("an F-16 and a Mi-17 flew", ["F-16", "Mi-17"]),
    ("as The Daily Otter reported", ["Daily Otter"]),
    ("The Millers’ Union and the Mothers' Committee met.", ["Millers’ Union", "Mothers' Committee"]),
    ("The Zenda Dyers’ Syndicate met the People’s Guard.", ["Zenda Dyers’ Syndicate", "People’s Guard"]),
    ("They saw the Rassendylls’ Rupert Black.", ["Rassendylls", "Rupert Black"]),
    ("Captain Rafi’ al-Grey met Shiya’ Low.", ["Captain Rafi’ al-Grey", "Shiya’ Low"]),
    ("They called it ‘the day of Rafi’ in Zenda.", ["Rafi", "Zenda"]),
    ("He wrote for the Two Rivers Review.", ["Two Rivers Review"]),
    ("Two Foreign Ministry clerks fled.", ["Foreign Ministry"]),
    ("Scuffles broke out. Assailants fled. Shepherds wept.", []),
    ("They saw Hentzau’s Rupert Black.", ["Hentzau", "Rupert Black"]),
    ("I think I’m late, and I’ve said so.", []),
    ("However, they left. Then nothing moved. Nobody knew.", []),
    ("Protesters gathered. Tensions grew. Militants fled. Negotiations stalled.", []),
    ("De-escalation failed. Reopening helped. Unchecked growth did not.", []),
    ("Strelsau fell. Zenda held.", ["Strelsau", "Zenda"]),
    ("Prime Minister Low spoke. President Hay did not.", ["Prime Minister Low", "President Hay"]),
    ("Angry Ruritanians marched.", ["Ruritanians"]),
    ("Senior UN officials fled.", ["UN"]),
    ("Striking Ruritanian sites is wrong.", ["Ruritanian"]),
    ("“Our men are in Zenda,” Black said. “Zenda is ours.”", ["Zenda", "Black", "Zenda"]),
    ("The question is, What will Zenda do?", ["Zenda"]),
    ("King Black Wins Battle of Zenda as Rivals Retreat", ["Zenda"]),
    ("Zenda Falls to Ruritania’s Guards", ["Zenda", "Ruritania"]),
    ("Black met Black. black was the night", ["Black", "Black"]),
    ("(photo: ZNN)", ["ZNN"]),
    ("Go to Otter.org or https://example.org/Foo", ["Otter.org"]),
    ("AT&T and the WHO told us", ["AT&T", "WHO"]),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_find_finds_each_name(text: str, expected: list[str]) -> None:
    assert [n.text for n in names.find(text)] == expected


def test_find_gives_the_capitalised_parts_of_a_name() -> None:
    (name,) = names.find("the Duke of Upper-Strelsau’s men")
    text = "the Duke of Upper-Strelsau’s men"
    assert [text[a:b] for a, b in name.parts] == ["Duke", "Upper", "Strelsau"]


def test_a_first_word_counts_when_it_is_capital_elsewhere() -> None:
    assert [n.text for n in names.find("Dark came late. They met Dark by night.")] == ["Dark", "Dark"]


@pytest.mark.parametrize("word", ["Attacks", "Withdrawing", "Ministries", "Quickly", "Stopped", "Resentment", "Won’t"])
def test_is_common_knows_inflected_words(word: str) -> None:
    assert names.is_common(word)


@pytest.mark.parametrize("word", ["Strelsau", "Beijing", "Ahmed", "Italy", "Paris", "Knights", "Coats", "Erbil"])
def test_is_common_rejects_names(word: str) -> None:
    assert not names.is_common(word)


def test_capitals_are_distinct_and_without_possessive() -> None:
    assert names.capitals("The Duke of Strelsau, Strelsau’s al-Hadi and I") == {"Duke", "Strelsau", "Hadi"}


PIECES = [
    "Al",
    "al",
    "-",
    " ",
    ".",
    "’",
    "s",
    "US",
    "of",
    "for",
    "The",
    "the",
    "Zenda",
    "“",
    "”",
    "A",
    "F",
    "16",
    "bin",
]


@given(st.one_of(st.text(), st.lists(st.sampled_from(PIECES)).map("".join)))
def test_find_returns_spans_in_order_inside_the_text(text: str) -> None:
    end = 0
    for name in names.find(text):
        assert end <= name.start < name.end <= len(text)
        assert text[name.start : name.end] == name.text
        assert name.parts
        assert all(name.start <= a < b <= name.end and text[a].isupper() for a, b in name.parts)
        end = name.end


@example("B I")
@given(st.one_of(st.text(), st.lists(st.sampled_from(PIECES)).map("".join)))
def test_every_part_that_is_found_is_counted(text: str) -> None:
    for name in names.find(text):
        assert {text[a:b] for a, b in name.parts} <= names.capitals(name.text)
