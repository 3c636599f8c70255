"""Reading, fingerprinting and counting the lines of an invented article."""

import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iraqmilitias.errors import PackageError
from iraqmilitias.extraction import lines, roles


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", []),
        (b"one", ["one"]),
        (b"one\n", ["one"]),
        (b"one\n\n", ["one", ""]),
        (b"\n", [""]),
        (b"one\r\ntwo\r\n", ["one", "two"]),
        (b"\xef\xbb\xbfone\ntwo", ["one", "two"]),
        (b"one\r\n\r\ntwo", ["one", "", "two"]),
        ("a\u2028b\x0cc\n".encode(), ["a\u2028b\x0cc"]),  # only line feeds divide lines
    ],
)
def test_read_splits_physical_lines(tmp_path: Path, content: bytes, expected: list[str]) -> None:
    path = tmp_path / "article.txt"
    path.write_bytes(content)
    assert lines.read(path) == expected


def test_read_rejects_other_encodings(tmp_path: Path) -> None:
    path = tmp_path / "article.txt"
    path.write_bytes("Zürich".encode("latin-1"))
    with pytest.raises(PackageError, match=r"not UTF-8 \(byte 1\)"):
        lines.read(path)


def test_read_rejects_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(PackageError, match="cannot be read"):
        lines.read(tmp_path / "nowhere.txt")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  a \t b\u00a0 c ", "a b c"),
        ("Cafe\u0301", "Caf\u00e9"),
        ("", ""),
        ("\u00a0", ""),
    ],
)
def test_normalise_collapses_white_space_and_composes(text: str, expected: str) -> None:
    assert lines.normalise(text) == expected


def test_fingerprint_is_the_sha256_of_the_normalised_line() -> None:
    assert lines.fingerprint(" Caf\u0065\u0301\u00a0\u00a0two ") == hashlib.sha256("Café two".encode()).hexdigest()


@given(st.lists(st.text(st.characters(exclude_categories=("Cs", "Zs", "Zl", "Zp", "Cc", "Mn")), min_size=1)))
def test_fingerprint_does_not_depend_on_white_space(words: list[str]) -> None:
    assert lines.fingerprint(" ".join(words)) == lines.fingerprint("\u00a0 " + "\t\u00a0".join(words) + "  ")


@given(st.text())
def test_normalise_is_stable(text: str) -> None:
    once = lines.normalise(text)
    assert lines.normalise(once) == once
    assert len(once.split()) == len(text.split())


@given(st.text(), st.text())
def test_fingerprint_differs_where_the_line_does(one: str, other: str) -> None:
    same = lines.normalise(one) == lines.normalise(other)
    assert (lines.fingerprint(one) == lines.fingerprint(other)) == same


def test_count_counts_numerals_and_capitalised_words_once() -> None:
    text = "Ruritania sent 2,500 soldiers, then 2,500 more, to Port Sandy; Ruritania’s king said “no” in 1999."
    assert lines.count(text) == lines.Counts(words=16, numbers=2, quotations=1, names=3)


def test_count_of_a_blank_line_is_nothing() -> None:
    assert lines.count(" \u00a0") == lines.Counts(0, 0, 0, 0)


def test_count_leaves_ordinals_out() -> None:
    assert lines.count("the first and the 21st of two").numbers == 1


def test_short_question_before_a_paragraph_is_a_heading_but_in_an_interview() -> None:
    answer = (
        "Nobody claimed it, and the mayor said that the police had no trace of the men who had come at night in a car."
    )
    told = ["Explainer: the raid on the harbour", answer, "Who was behind it?", answer, "What next?", answer]
    assert roles.guess(told)[2:5:2] == ["heading", "heading"]
    asked = ["The mayor on the raid", answer, "Delta Review: Who was it?", answer, "Are you afraid?", answer]
    assert roles.guess(asked)[4] == "body"


@pytest.mark.parametrize(
    ("line", "role"),
    [
        ("Ann Hentzau, The Zenda Courier, 14 May 2025", "byline"),
        ("The Zenda Courier, Saturday, April 22, 2023", "byline"),
        ("Ann Hentzau – Strelsau, 14 March 2021", "byline"),
        ("Ann Hentzau in Strelsau", "byline"),
        ("Layla al-Hentzau and Rupert Grau", "byline"),
        ("(Reporting by Ann Hentzau; editing by Rupert Grau)", "byline"),
        ("Farmers hope that the bridge is open before the harvest", "subtitle"),
        ("Floods close the road in Zenda, 12 May 2024", "subtitle"),
    ],
)
def test_line_below_the_title_is_the_byline_where_it_only_says_who_wrote(line: str, role: str) -> None:
    body = "The mayor said that the police had no trace of the men who had come at night and set the mill alight."
    assert roles.guess(["Road to the border is closed", line, body])[1] == role
