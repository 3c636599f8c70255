"""Intervals and alpha against values worked out by hand."""

from __future__ import annotations

import random

import krippendorff
import pytest
from reliability_measures import agreement, alpha, distance, expected, same_value, togetherness, wilson


def test_wilson_gives_the_published_interval() -> None:
    # 8 of 10: (0.8 + z²/20 ± z √(0.016 + z²/400)) / (1 + z²/10), z = 1.96
    assert wilson(8, 10) == pytest.approx((0.8, 0.4902, 0.9433), abs=1e-4)


@pytest.mark.parametrize(("hits", "n", "bounds"), [(0, 5, (0.0, 0.4345)), (5, 5, (0.5655, 1.0))])
def test_wilson_keeps_to_the_bounds_of_a_share(hits: int, n: int, bounds: tuple[float, float]) -> None:
    assert wilson(hits, n)[1:] == pytest.approx(bounds, abs=1e-4)


def test_wilson_of_nothing_is_nothing() -> None:
    assert wilson(0, 0) == (None, None, None)


def test_alpha_nominal_by_hand() -> None:
    # a a b b against a b b b: observed 1/4; of 8 values 3 a and 5 b, so chance 2·3·5 / (8·7) = 15/28
    found = agreement([("a", "a"), ("a", "b"), ("b", "b"), ("b", "b")], "nominal")
    assert found.alpha.value == pytest.approx(1 - (1 / 4) / (15 / 28))
    assert (found.n, found.equal, found.n_alpha) == (4, 3, 4)


def test_alpha_interval_by_hand() -> None:
    # 1 2 3 against 1 3 3: observed 1/3; values 1 1 2 3 3 3, so chance 2·(2·1 + 6·4 + 3·1) / (6·5) = 58/30
    assert alpha([(1, 1), (2, 3), (3, 3)], "interval").value == pytest.approx(1 - (1 / 3) / (58 / 30))


def test_alpha_ratio_by_hand() -> None:
    # 1 2 against 1 4: observed (2/6)²/2; chance 2·(2·(1/3)² + 2·(3/5)² + (2/6)²) / (4·3)
    chance = 2 * (2 / 9 + 2 * 9 / 25 + 1 / 9) / 12
    assert alpha([(1, 1), (2, 4)], "ratio").value == pytest.approx(1 - (1 / 18) / chance)


def test_alpha_of_days_counts_days() -> None:
    cells = [("2020-01-01", "2020-01-01"), ("2020-01-02", "2020-01-03"), ("2020-01-03", "2020-01-03")]
    assert agreement(cells, "interval").alpha.value == pytest.approx(1 - (1 / 3) / (58 / 30))


@pytest.mark.parametrize("level", ["nominal", "interval", "ratio"])
def test_expected_disagreement_is_the_library_s(level: str) -> None:
    draw = random.Random(1)
    pairs = [(float(draw.randint(0, 4)), float(draw.randint(0, 4))) for _ in range(30)]
    observed = sum(distance(a, b, level) for a, b in pairs) / len(pairs)  # type: ignore[arg-type]
    library = krippendorff.alpha(list(zip(*pairs, strict=True)), level_of_measurement=level)  # type: ignore[arg-type]
    assert 1 - observed / expected(pairs, level) == pytest.approx(library)  # type: ignore[arg-type]


def test_alpha_interval_of_nominal_follows_wilson() -> None:
    found = agreement([("a", "a"), ("a", "b"), ("b", "b"), ("b", "b")], "nominal")
    low, high = wilson(3, 4)[1:]
    assert low is not None and high is not None
    assert found.alpha[1:] == pytest.approx((1 - (1 - low) * 28 / 15, 1 - (1 - high) * 28 / 15))


def test_alpha_interval_of_days_is_the_same_in_every_run() -> None:
    pairs = [(float(i), float(i + (i % 3 == 0))) for i in range(20)]
    first = alpha(pairs, "interval")
    assert first == alpha(pairs, "interval")
    assert first.low is not None and first.value is not None and first.high is not None
    assert first.low < first.value < first.high


def test_alpha_without_variation_is_undefined_and_says_so() -> None:
    found = agreement([("x", "x")] * 5, "nominal")
    assert found.alpha == (None, None, None)
    assert found.note == "alpha undefined: no variation"
    assert found.percent.value == 1.0


def test_agreement_of_an_empty_nominal_cell_is_a_value() -> None:
    found = agreement([("", ""), ("", "x"), ("x", "x")], "nominal")
    assert (found.equal, found.n_alpha) == (2, 3)


def test_agreement_of_an_empty_number_leaves_alpha_out() -> None:
    found = agreement([("", "5"), ("", ""), ("1", "1"), ("2", "2")], "ratio")
    assert (found.n, found.equal, found.n_alpha) == (4, 3, 2)


def test_same_value_compares_quantities_not_digits() -> None:
    assert same_value("20", "20.0", "ratio")
    assert not same_value("20", "20.0", "nominal")
    assert not same_value("", "0", "ratio")


def test_togetherness_by_hand() -> None:
    # reports 1 and 2 are one event for both; report 3 is it too for the second coder alone:
    # observed 2/3; of 6 values 4 together and 2 apart, so chance 2·4·2 / (6·5) = 8/15
    found = togetherness([("x", "p"), ("x", "p"), ("y", "p")])
    assert (found.n, found.equal) == (3, 1)
    assert found.alpha.value == pytest.approx(1 - (2 / 3) / (8 / 15))
    assert found.note.startswith("together in both 1, only in a 0, only in b 2")


def test_togetherness_does_not_ask_for_equal_names() -> None:
    found = togetherness([("x", "p"), ("x", "p"), ("y", "q")])
    assert (found.equal, found.alpha.value) == (3, 1.0)
