"""The macros: tables of cases."""

from __future__ import annotations

from urllib.parse import unquote

import duckdb
import pytest

from .conftest import SCHEMAS, rows

JUNE = ("2020-06-01", "2020-06-30")


@pytest.mark.parametrize(
    ("date_from", "date_to", "precision", "first", "last", "expected"),
    [
        # some time within the bounds
        ("2020-06-01", "2020-06-01", "day", *JUNE, "certain"),
        ("2020-06-30", "2020-06-30", "day", *JUNE, "certain"),
        ("2020-05-31", "2020-05-31", "day", *JUNE, "no"),
        ("2020-07-01", "2020-07-01", "day", *JUNE, "no"),
        ("2020-06-01", "2020-06-30", "month", *JUNE, "certain"),
        ("2020-06-01", "2020-08-31", "season", *JUNE, "possible"),
        ("2020-01-01", "2020-12-31", "year", *JUNE, "possible"),
        ("2020-05-31", "2020-06-30", "range", *JUNE, "possible"),
        ("2020-06-01", "2020-07-01", "range", *JUNE, "possible"),
        ("2020-06-30", "2020-08-01", "range", *JUNE, "possible"),
        ("2020-04-01", "2020-06-01", "range", *JUNE, "possible"),
        ("2020-06-02", "2020-06-29", "range", *JUNE, "certain"),
        ("2020-04-01", "2020-05-31", "range", *JUNE, "no"),
        # lasts from first to last: one shared day is enough
        ("2020-05-01", "2020-06-01", "span", *JUNE, "certain"),
        ("2020-06-30", "2020-08-01", "span", *JUNE, "certain"),
        ("2019-01-01", "2021-01-01", "span", *JUNE, "certain"),
        ("2020-05-01", "2020-05-31", "span", *JUNE, "no"),
        ("2020-07-01", "2020-07-02", "span", *JUNE, "no"),
        ("2020-06-05", None, "span", *JUNE, "possible"),
        # open: certain only where the window is open on the same side
        (None, "2020-06-10", "open", *JUNE, "possible"),
        (None, "2020-05-31", "open", *JUNE, "no"),
        (None, "2020-06-10", "open", None, "2020-06-30", "certain"),
        (None, "2020-06-10", "open", None, "2020-06-09", "possible"),
        ("2020-06-10", None, "open", *JUNE, "possible"),
        ("2020-07-01", None, "open", *JUNE, "no"),
        ("2020-06-10", None, "open", "2020-06-10", None, "certain"),
        ("2020-06-10", None, "open", "2020-06-11", None, "possible"),
        (None, None, "open", *JUNE, "possible"),
        (None, None, "open", None, None, "certain"),
        # windows without an end, and without days
        ("2020-06-01", "2020-06-01", "day", None, None, "certain"),
        ("2020-06-01", "2020-06-01", "day", None, "2020-05-31", "no"),
        ("2020-06-01", "2020-06-01", "day", "2020-06-02", None, "no"),
        ("2020-06-01", "2020-06-30", "range", "2020-06-15", None, "possible"),
        ("2020-01-01", "2020-12-31", "span", "2020-06-30", "2020-06-01", "no"),
        # no precision, or one that is none
        ("2020-06-01", "2020-06-01", None, *JUNE, None),
        ("2020-06-01", "2020-06-01", "decade", *JUNE, None),
    ],
)
def test_during_says(
    plain: duckdb.DuckDBPyConnection,
    date_from: str | None,
    date_to: str | None,
    precision: str | None,
    first: str | None,
    last: str | None,
    expected: str | None,
) -> None:
    sql = "select during(cast(? as date), cast(? as date), ?, ?, ?)"
    assert plain.execute(sql, [date_from, date_to, precision, first, last]).fetchall() == [(expected,)]


def test_during_filters_a_table_by_a_window(plain: duckdb.DuckDBPyConnection) -> None:
    sql = """
        select event_id, during(date_from, date_to, date_precision, '2020-05-08', date '2020-05-12')
        from events order by event_id
    """
    assert rows(plain, sql) == [
        ("evt-0001", "certain"),
        ("evt-0002", "certain"),
        ("evt-0003", "possible"),
        ("evt-0004", "possible"),
        ("evt-0005", "possible"),
    ]


@pytest.mark.parametrize(
    ("date_from", "date_to", "precision", "expected"),
    [
        ("2021-05-08", "2021-05-08", "day", "2021-05-08"),
        ("2021-05-01", "2021-05-31", "month", "2021-05"),
        ("2020-02-01", "2020-02-29", "month", "2020-02"),
        ("2020-02-01", "2020-02-28", "month", "[2020-02-01..2020-02-28]"),
        ("2021-05-02", "2021-05-31", "month", "[2021-05-02..2021-05-31]"),
        ("2021-05-01", "2021-06-30", "month", "[2021-05-01..2021-06-30]"),
        ("2020-03-01", "2020-05-31", "season", "2020-21"),
        ("2020-06-01", "2020-08-31", "season", "2020-22"),
        ("2020-09-01", "2020-11-30", "season", "2020-23"),
        ("2019-12-01", "2020-02-29", "season", "2019-24"),
        ("2020-12-01", "2021-02-28", "season", "2020-24"),
        ("2019-12-01", "2020-02-28", "season", "[2019-12-01..2020-02-28]"),
        ("2020-10-01", "2020-12-31", "season", "[2020-10-01..2020-12-31]"),
        ("2020-09-02", "2020-11-30", "season", "[2020-09-02..2020-11-30]"),
        ("2020-09-01", "2020-11-12", "season", "[2020-09-01..2020-11-12]"),
        ("2018-01-01", "2018-12-31", "year", "2018"),
        ("2018-01-01", "2019-12-31", "year", "[2018-01-01..2019-12-31]"),
        ("2018-01-01", "2018-06-30", "year", "[2018-01-01..2018-06-30]"),
        ("2018-02-01", "2018-12-31", "year", "[2018-02-01..2018-12-31]"),
        ("2018-01-01", "2018-12-31", "range", "[2018-01-01..2018-12-31]"),
        ("2018-01-01", "2018-01-01", "range", "2018-01-01"),
        ("2018-01-01", "2018-12-31", "span", "2018-01-01/2018-12-31"),
        (None, "2018-12-31", "open", "../2018-12-31"),
        ("2018-12-31", None, "open", "2018-12-31/.."),
        (None, "2018-12-31", "span", "../2018-12-31"),
        ("2018-12-31", None, "year", "2018-12-31/.."),
        (None, None, "open", None),
        (None, None, "day", None),
        ("0987-05-01", "0987-05-31", "month", "0987-05"),
        ("2018-01-01", "2018-12-31", None, None),
        ("2018-01-01", "2018-12-31", "decade", None),
    ],
)
def test_edtf_writes(
    plain: duckdb.DuckDBPyConnection,
    date_from: str | None,
    date_to: str | None,
    precision: str | None,
    expected: str | None,
) -> None:
    sql = "select edtf(cast(? as date), cast(? as date), ?)"
    assert plain.execute(sql, [date_from, date_to, precision]).fetchall() == [(expected,)]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("plain", "plain"),
        ("two words", "two%20words"),
        ("a, b", "a%2C%20b"),
        ("R&D", "R%26D"),
        ("107-mm", "107%2Dmm"),
        ("-,&", "%2D%2C%26"),
        ("\"so\"", "%22so%22"),
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

    from iraqmilitias.definitions import definitions

    sql = next(d.sql for d in definitions() if d.name == "types_exclude")
    codes = (SCHEMAS.parent / "data" / "event_types.csv").read_text(encoding="utf-8").splitlines()[1:]
    known = {line.split(",")[0] for line in codes}
    pairs = [tuple(p.split("/")) for p in re.findall(r"'([a-z-]+/[a-z-]+)'", sql)]
    assert len(pairs) == len(set(pairs)) > 20
    for low, high in pairs:
        assert {low, high} <= known
        assert low < high  # else the pair would never be found
