"""The macro types_exclude: event types that one happening cannot both be."""

from __future__ import annotations

import duckdb
import pytest

from .conftest import SCHEMAS


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("airstrike", "airstrike", False),
        ("rocket-attack", "drone-attack", True),
        ("rocket-attack", "missile-attack", True),
        ("rocket-attack", "airstrike", True),
        ("armed-attack", "rocket-attack", False),
        ("armed-attack", "airstrike", False),
        ("armed-attack", "assassination-attempt", False),
        ("armed-attack", "protest", True),
        ("military-operation", "invasion", False),
        ("military-operation", "rocket-attack", True),
        ("assassination", "airstrike", False),
        ("assassination", "assassination-attempt", True),
        ("drone-attack", "airstrike", False),
        ("protest", "crackdown", True),
        ("other", "election", False),
        ("election", "government-formation", True),
        (None, "election", None),
    ],
)
def test_types_exclude_one_another(
    plain: duckdb.DuckDBPyConnection, one: str | None, other: str, expected: bool | None
) -> None:
    for pair in ([one, other], [other, one]):
        assert plain.execute("select types_exclude(?, ?)", pair).fetchall() == [(expected,)]


def test_types_exclude_lists_only_codes_that_exist(plain: duckdb.DuckDBPyConnection) -> None:
    import re

    from iraqmilitias.database.definitions import definitions

    sql = next(d.sql for d in definitions() if d.name == "types_exclude")
    codes = (SCHEMAS.parent / "data" / "event_types.csv").read_text(encoding="utf-8").splitlines()[1:]
    known = {line.split(",")[0] for line in codes}
    pairs = [tuple(p.split("/")) for p in re.findall(r"'([a-z-]+/[a-z-]+)'", sql)]
    assert len(pairs) == len(set(pairs)) > 20
    for low, high in pairs:
        assert {low, high} <= known
        assert low < high  # else the pair would never be found
