"""The macros fragment and deep_link: links to printed words."""

from __future__ import annotations

from urllib.parse import unquote

import duckdb
import pytest


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("plain", "plain"),
        ("two words", "two%20words"),
        ("a, b", "a%2C%20b"),
        ("R&D", "R%26D"),
        ("107-mm", "107%2Dmm"),
        ("-,&", "%2D%2C%26"),
        ('"so"', "%22so%22"),
        ("’s", "%E2%80%99s"),
        ("don't", "don%27t"),
        ("Solāgh", "Sol%C4%81gh"),
        ("العراق", "%D8%A7%D9%84%D8%B9%D8%B1%D8%A7%D9%82"),
        ("50%", "50%25"),
        ("a#b?c=d/e:f+g", "a%23b%3Fc%3Dd%2Fe%3Af%2Bg"),
        ("(x)*!;@$[]", "%28x%29%2A%21%3B%40%24%5B%5D"),
        ("a_b.c~d", "a_b.c~d"),
        (None, None),
    ],
)
def test_fragment_encodes(plain: duckdb.DuckDBPyConnection, words: str | None, expected: str | None) -> None:
    found = plain.execute("select fragment(?)", [words]).fetchall()[0][0]
    assert found == expected
    assert found is None or unquote(found) == words


@pytest.mark.parametrize(
    ("url", "words", "expected"),
    [
        ("https://a.example/x", "so-so", "https://a.example/x#:~:text=so%2Dso"),
        ("https://a.example/x?y=1", "a", "https://a.example/x?y=1#:~:text=a"),
        ("https://a.example/x#part", "a", "https://a.example/x#part:~:text=a"),
        ("https://a.example/x", None, "https://a.example/x"),
        ("https://a.example/x", "", "https://a.example/x"),
    ],
)
def test_deep_link_opens_at_the_words(
    plain: duckdb.DuckDBPyConnection, url: str, words: str | None, expected: str
) -> None:
    assert plain.execute("select deep_link(?, ?)", [url, words]).fetchall() == [(expected,)]
