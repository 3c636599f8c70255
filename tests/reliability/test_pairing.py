"""Which rows become pairs, on rows invented for each case."""

from __future__ import annotations

from reliability_pairing import event_keys, pair
from reliability_rows import TABLES, Row


def row(table: str, line: int, first: int, last: int, source: str = "src-0001", **values: str) -> Row:
    empty = {field.name: "" for field in TABLES[table]}
    words = frozenset(range(first, last + 1)) if first else frozenset()
    return Row(f"{line}:{first}", "", source, line, words, {**empty, "term": "", **values})


def test_pair_takes_rows_that_share_a_word() -> None:
    ones = [row("statements", 3, 4, 6, speaker="x")]
    twos = [row("statements", 3, 6, 8, speaker="y")]
    assert pair("statements", ones, twos) == [(0, 0)]


def test_pair_leaves_rows_of_other_lines_alone() -> None:
    assert pair("mentions", [row("mentions", 3, 4, 5)], [row("mentions", 4, 4, 5)]) == []


def test_pair_takes_the_same_speaker_where_words_do_not_meet() -> None:
    ones = [row("statements", 3, 1, 2, speaker="x")]
    twos = [row("statements", 3, 8, 9, speaker="y"), row("statements", 3, 5, 6, speaker="x")]
    assert pair("statements", ones, twos) == [(0, 1)]


def test_pair_prefers_words_to_the_same_speaker() -> None:
    ones = [row("statements", 3, 1, 2, speaker="x")]
    twos = [row("statements", 3, 8, 9, speaker="x"), row("statements", 3, 2, 3, speaker="y")]
    assert pair("statements", ones, twos) == [(0, 1)]


def test_pair_prefers_equal_content_among_rows_that_share_words() -> None:
    ones = [row("mentions", 3, 1, 1, entity="state"), row("mentions", 3, 1, 1, entity="place")]
    twos = [row("mentions", 3, 1, 1, entity="place"), row("mentions", 3, 1, 1, entity="state")]
    assert pair("mentions", ones, twos) == [(0, 1), (1, 0)]


def test_pair_prefers_the_larger_share_of_words_where_content_is_alike() -> None:
    ones = [row("waivers", 3, 4, 5, kind="name")]
    twos = [row("waivers", 3, 5, 9, kind="name"), row("waivers", 3, 4, 5, kind="name")]
    assert pair("waivers", ones, twos) == [(0, 1)]


def test_pair_is_one_to_one() -> None:
    ones = [row("figures", 3, 4, 4, value_low="2"), row("figures", 3, 4, 4, value_low="2")]
    assert pair("figures", ones, ones[:1]) == [(0, 0)]


def test_pair_never_makes_mentions_of_other_words_one() -> None:
    ones, twos = [row("mentions", 3, 1, 1, entity="x")], [row("mentions", 3, 7, 7, entity="x")]
    assert pair("mentions", ones, twos) == []


def test_pair_finds_a_tie_in_another_line_of_the_article() -> None:
    ones = [row("affiliations", 3, 4, 5, actor="x", organisation="y")]
    twos = [row("affiliations", 9, 1, 2, actor="x", organisation="y")]
    assert pair("affiliations", ones, twos) == [(0, 0)]


def test_pair_takes_a_tie_the_other_way_round_as_the_same() -> None:
    ones = [row("affiliations", 3, 4, 5, actor="x", organisation="y")]
    twos = [row("affiliations", 3, 4, 5, actor="y", organisation="x")]
    assert pair("affiliations", ones, twos) == [(0, 0)]


def test_pair_keeps_ties_of_other_parties_apart() -> None:
    ones = [row("affiliations", 3, 4, 5, actor="x", organisation="y")]
    twos = [row("affiliations", 3, 4, 5, actor="v", organisation="w")]
    assert pair("affiliations", ones, twos) == []


def test_pair_finds_a_term_by_its_word_whatever_its_case() -> None:
    ones = [row("terms", 3, 4, 4, term="Rebels")]
    twos = [row("terms", 9, 1, 1, source="src-0002", term="rebels")]
    assert pair("terms", ones, twos) == [(0, 0)]


def test_pair_takes_participants_by_whom_and_then_by_role() -> None:
    ones = [row("participants", 3, 0, 0, entity="x", role="target"), row("participants", 3, 0, 0, entity="city",
            role="location")]  # fmt: skip
    twos = [row("participants", 3, 0, 0, entity="land", role="location"), row("participants", 3, 0, 0, entity="x",
            role="initiator")]  # fmt: skip
    assert pair("participants", ones, twos) == [(0, 1), (1, 0)]


def test_event_keys_follow_most_reports() -> None:
    def of(*keys: str) -> list[Row]:
        return [row("reports", 3, 1, 1, event=key) for key in keys]

    pairs = list(zip(of("strike", "strike", "raid"), of("attack-1", "attack-1", "strike"), strict=True))
    assert event_keys(pairs) == {"attack-1": "strike", "strike": "raid"}


def test_event_keys_give_a_key_away_once() -> None:
    def of(*keys: str) -> list[Row]:
        return [row("reports", 3, 1, 1, event=key) for key in keys]

    pairs = list(zip(of("one", "one", "one"), of("one-a", "one-a", "one-b"), strict=True))
    assert event_keys(pairs) == {"one-a": "one"}
