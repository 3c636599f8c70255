"""Quotations in invented sentences."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from iraqmilitias.extraction import quotations

CASES = [
    ("“We left,” she said. “We are home.”", ["“We left,”", "“We are home.”"]),
    ('"We left," she said. "We are home."', ['"We left,"', '"We are home."']),
    ("«Nous partons», said he", ["«Nous partons»"]),
    ("„Wir gehen“, said he", ["„Wir gehen“"]),
    ("the king’s 'only real friend'", ["'only real friend'"]),
    ("the king’s ‘only real friend’ left", ["‘only real friend’"]),
    ("Ka’ab and Shi'ite men won’t say it’s Iraq's or the boys' toys", []),
    ("They call ’em the '90s, rock 'n' roll", []),
    ("the '80s were 'fine'", ["'fine'"]),
    ("“Even ‘don’t go by night,'” he said", ["“Even ‘don’t go by night,'”", "‘don’t go by night,'"]),
    ("“He ‘won’t’ go.”", ["“He ‘won’t’ go.”", "‘won’t’"]),
    ("“The so-called “duchy” fell,” she wrote", ["“The so-called “duchy” fell,”", "“duchy”"]),
    ("“We stay. The duke smiled.", ["“We stay. The duke smiled."]),
    ("“One. “Two,” he said.", ["“One.", "“Two,”"]),
    ("He smiled. We stay,” he said.", ["We stay,”"]),
    ("He said: 'the guards' anger is real'.", ["'the guards' anger is real'"]),
    ("a 12\" gun, 6'2\" tall", []),
    ("a (“small”) and a—“large”—one", ["“small”", "“large”"]),
    ("“Mismatched\" and \"mixed”", ["“Mismatched\"", "\"mixed”"]),
    ("Their ‘aim’ and their ‘end’", ["‘aim’", "‘end’"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_find_finds_each_quotation(text: str, expected: list[str]) -> None:
    assert [q.text for q in quotations.find(text)] == expected


def test_find_gives_the_depth_and_whether_it_is_closed() -> None:
    outer, inner = quotations.find("“He said ‘no’ and left")
    assert (outer.depth, outer.closed) == (0, False)
    assert (inner.depth, inner.closed) == (1, True)


@pytest.mark.parametrize(("open_before", "expected"), [(False, "We go on,”"), (True, "All is well. We go on,”")])
def test_find_closes_what_the_line_before_left_open(open_before: bool, expected: str) -> None:
    found = quotations.find("All is well. We go on,” she said. Then “no” again.", open_before)
    assert [q.text for q in found] == [expected, "“no”"]


@pytest.mark.parametrize(
    ("text", "expected"), [("“It goes on.", True), ("“It ends.”", False), ("None.", False), ("“A. “B.” C", False)]
)
def test_is_open_tells_whether_a_quotation_goes_on(text: str, expected: bool) -> None:
    assert quotations.is_open(text) is expected


MARKS = st.lists(st.sampled_from(["“", "”", '"', "‘", "’", "'", "«", "»", "„", " ", "a", "s", ".", "1", "Bc"])).map(
    "".join
)


@example('“‘“0"’', False)
@given(st.one_of(st.text(), MARKS), st.booleans())
def test_find_returns_spans_inside_the_text_that_nest_or_are_apart(text: str, open_before: bool) -> None:
    found = quotations.find(text, open_before)
    for quotation in found:
        assert 0 <= quotation.start < quotation.end <= len(text)
        assert text[quotation.start : quotation.end] == quotation.text
    for i, one in enumerate(found):
        for other in found[i + 1 :]:
            assert one.end <= other.start or other.end <= one.end


@given(st.lists(st.sampled_from(["river", "horse", "don’t", "Ka’ab"]), min_size=1).map(" ".join))
def test_find_finds_any_phrase_in_curly_marks(phrase: str) -> None:
    assert [q.text for q in quotations.find(f"They say “{phrase}” and go.")] == [f"“{phrase}”"]
