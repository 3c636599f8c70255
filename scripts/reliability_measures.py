"""Agreement of two codings in numbers: Wilson intervals, Krippendorff's alpha and its interval.

Wilson: E. B. Wilson, "Probable inference", JASA 22 (1927). Alpha: K. Krippendorff, "Computing Krippendorff's
alpha-reliability" (2011); computed by the library `krippendorff`. Its interval keeps the expected disagreement and
lets the observed one vary, as Krippendorff's own bootstrap does: for nominal values through the Wilson interval of
percent agreement, for numbers and days by drawing pairs again.
"""

from __future__ import annotations

import math
import random
from collections import Counter
from collections.abc import Sequence
from datetime import date
from itertools import combinations
from typing import NamedTuple

import krippendorff
import numpy as np
from reliability_rows import Level

Z = 1.959963984540054  # 97.5 % quantile of the normal distribution
SEED = 20261121
DRAWS = 2000


class Share(NamedTuple):
    """A share with its 95 % interval; all None where there is nothing to count."""

    value: float | None
    low: float | None
    high: float | None


NONE = Share(None, None, None)


class Agreement(NamedTuple):
    """Percent agreement over n pairs, and alpha over the n_alpha pairs in which both give a value."""

    n: int
    equal: int
    percent: Share
    n_alpha: int
    alpha: Share
    note: str


def wilson(hits: int, n: int) -> Share:
    """Return hits/n with the Wilson score interval."""
    if n == 0:
        return NONE
    p, z2 = hits / n, Z * Z
    middle = (p + z2 / (2 * n)) / (1 + z2 / n)
    half = Z / (1 + z2 / n) * math.sqrt(p * (1 - p) / n + z2 / (4 * n * n))
    # with no hit, or nothing but hits, the bound is exact and rounding must not move it
    return Share(p, 0.0 if hits == 0 else middle - half, 1.0 if hits == n else middle + half)


def number(value: str, level: Level) -> float:
    """Return a day as an ordinal (level interval), a quantity as it is (ratio)."""
    return float(date.fromisoformat(value).toordinal()) if level == "interval" else float(value)


def same_value(one: str, two: str, level: Level) -> bool:
    """Tell whether two cells say the same: equal text, or equal quantities (20 and 20.0)."""
    if level == "nominal" or not (one and two):
        return one == two
    return number(one, level) == number(two, level)


def distance(one: float, two: float, level: Level) -> float:
    """Return Krippendorff's squared difference of two values at the level of measurement."""
    if level == "nominal":
        return float(one != two)
    if level == "interval":
        return (one - two) ** 2
    return ((one - two) / (one + two)) ** 2 if one + two else 0.0


def expected(pairs: Sequence[tuple[float, float]], level: Level) -> float:
    """Return the disagreement that chance would give: the mean distance of any two of all values."""
    pooled = Counter(value for pair in pairs for value in pair)
    n = 2 * len(pairs)
    apart = sum(pooled[a] * pooled[b] * distance(a, b, level) for a, b in combinations(sorted(pooled), 2))
    return 2 * apart / (n * (n - 1))


def alpha(pairs: Sequence[tuple[float, float]], level: Level) -> Share:
    """Return alpha with its interval; None where it is undefined, since all values are the same or none is there.

    Where numbers never differ, drawing again shows no uncertainty: the interval is None.
    """
    if len({value for pair in pairs for value in pair}) < 2:
        return NONE
    value = float(krippendorff.alpha(np.array(pairs).T, level_of_measurement=level))
    chance = expected(pairs, level)
    apart = [distance(one, two, level) for one, two in pairs]
    if level == "nominal":
        share = wilson(sum(x == 0 for x in apart), len(apart))
        bounds = [1 - (1 - bound) / chance for bound in share[1:] if bound is not None]
        return Share(value, *bounds)
    if not any(apart):
        return Share(value, None, None)
    draw = random.Random(SEED)
    draws = sorted(1 - sum(draw.choices(apart, k=len(apart))) / len(apart) / chance for _ in range(DRAWS))
    return Share(value, draws[round(0.025 * (DRAWS - 1))], draws[round(0.975 * (DRAWS - 1))])


def agreement(cells: Sequence[tuple[str, str]], level: Level) -> Agreement:
    """Return the agreement of two columns of cells; an empty cell is a value of its own if nominal, else none."""
    equal = sum(same_value(one, two, level) for one, two in cells)
    if level == "nominal":
        code = {value: float(i) for i, value in enumerate(sorted({v for cell in cells for v in cell}))}
        pairs = [(code[one], code[two]) for one, two in cells]
    else:
        pairs = [(number(one, level), number(two, level)) for one, two in cells if one and two]
    found = alpha(pairs, level)
    note = ""
    if not pairs:
        note = "alpha undefined: no pair with two values"
    elif found.value is None:
        note = "alpha undefined: no variation"
    elif found.low is None:
        note = "no difference seen, so no interval"
    return Agreement(len(cells), equal, wilson(equal, len(cells)), len(pairs), found, note)


def togetherness(labels: Sequence[tuple[str, str]]) -> Agreement:
    """Return the agreement on which things are one: for every two things, whether each coder gives them one label.

    Alpha is nominal over pairs of things. The intervals come from drawing the things, not their pairs, again; a
    thing drawn twice makes no pair with itself.
    """
    one, two = (np.array([label[side] for label in labels]) for side in (0, 1))
    together = [side[:, None] == side[None, :] for side in (one, two)] if labels else []
    n = len(labels)

    def measure(drawn: Sequence[int]) -> tuple[int, int, float | None, list[int]]:
        at = np.array(drawn, dtype=int)
        upper = np.triu(np.ones((n, n), dtype=bool), 1) & (at[:, None] != at[None, :])
        a, b = (side[np.ix_(at, at)][upper] for side in together)
        counts = [int((a & b).sum()), int((a & ~b).sum()), int((~a & b).sum())]
        pairs, apart, ones = len(a), counts[1] + counts[2], int(a.sum() + b.sum())
        chance = 2 * ones * (2 * pairs - ones) / (2 * pairs * (2 * pairs - 1)) if pairs else 0.0
        return pairs, pairs - apart, 1 - apart / pairs / chance if chance else None, counts

    if n < 2:
        return Agreement(0, 0, NONE, 0, NONE, "fewer than two")
    pairs, equal, value, counts = measure(range(n))
    note = f"together in both {counts[0]}, only in a {counts[1]}, only in b {counts[2]}"
    if equal == pairs:
        reason = "no difference seen, so no interval" if value is not None else "alpha undefined: no variation"
        return Agreement(pairs, equal, Share(1.0, None, None), pairs, Share(value, None, None), f"{note}; {reason}")
    draw = random.Random(SEED)
    drawn = [measure(draw.choices(range(n), k=n)) for _ in range(DRAWS // 4)]
    shares = quantiles([same / many for many, same, _, _ in drawn if many])
    alphas = quantiles([found for _, _, found, _ in drawn if found is not None])
    note += "; intervals from drawing reports again"
    return Agreement(pairs, equal, Share(equal / pairs, *shares), pairs, Share(value, *alphas), note)


def quantiles(values: Sequence[float]) -> tuple[float | None, float | None]:
    """Return the 2.5 % and 97.5 % quantiles."""
    if not values:
        return None, None
    ordered = sorted(values)
    return ordered[round(0.025 * (len(ordered) - 1))], ordered[round(0.975 * (len(ordered) - 1))]
