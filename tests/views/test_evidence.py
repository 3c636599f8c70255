"""The view evidence."""

from __future__ import annotations

import duckdb

from .conftest import rows

ZETA = "https://zeta.example/a"


def test_evidence_has_every_citing_row_of_every_table(plain: duckdb.DuckDBPyConnection) -> None:
    tables = [
        "lines",
        "actors",
        "places",
        "facilities",
        "affiliations",
        "events",
        "event_reports",
        "statements",
        "figures",
        "mentions",
        "terms",
        "waivers",
    ]
    counted = {t: plain.execute(f"select count(source_id) from {t}").fetchall()[0][0] for t in tables}
    assert dict(rows(plain, "select table_name, count(*) from evidence group by table_name")) == counted
    assert rows(plain, "select count(distinct record_id) from evidence") == [(sum(counted.values()),)]


def test_evidence_gives_words_voice_and_link(plain: duckdb.DuckDBPyConnection) -> None:
    sql = """
        select record_id, table_name, paragraph, locator, words_sought, voice, statement_id, url
        from evidence where source_id = 'src-0001' and line in (2, 4)
    """
    said = ("Official of Alphaland", "stm-0001")
    author, nobody = ("author", None), (None, None)

    def located(words: str, fragment: str, voice: tuple[str | None, str | None]) -> tuple[str | None, ...]:
        return words, words, *voice, f"{ZETA}#:~:text={fragment}"

    assert rows(plain, sql) == [
        ("src-0001:2", "lines", None, None, None, *nobody, ZETA),
        ("src-0001:2:-", "waivers", None, None, None, *nobody, ZETA),  # the dash is no word to look for
        ("act-0003", "actors", 3, None, None, *nobody, ZETA),
        ("act-0004", "actors", 3, None, None, *nobody, ZETA),
        ("act-0005", "actors", 3, None, None, *nobody, ZETA),
        ("act-0006", "actors", 3, None, None, *nobody, ZETA),
        ("aff-0001", "affiliations", 3, *located("brigade of the guard", "brigade%20of%20the%20guard", author)),
        ("rep-0002", "event_reports", 3, *located("rockets", "rockets", said)),
        ("rep-0003", "event_reports", 3, *located("then, bombs & fire", "then%2C%20bombs%20%26%20fire", author)),
        ("evt-0002", "events", 3, *located("rockets", "rockets", said)),  # as its report on that line
        ("evt-0003", "events", 3, *located("then, bombs & fire", "then%2C%20bombs%20%26%20fire", author)),
        ("fac-0002", "facilities", 3, None, None, *nobody, ZETA),
        ("fig-0002", "figures", 3, *located("two died", "two%20died", said)),
        ("src-0001:4", "lines", 3, None, None, *nobody, ZETA),
        ("men-0004", "mentions", 3, None, "thugs", *said, ZETA),
        ("stm-0001", "statements", 3, *located("they did it", "they%20did%20it", said)),
        ("trm-0002", "terms", 3, None, "heroes", *nobody, ZETA),
        ("src-0001:4:Monday", "waivers", 3, None, "Monday", *nobody, ZETA),
    ]


def test_evidence_of_an_event_without_a_report_has_no_voice(plain: duckdb.DuckDBPyConnection) -> None:
    assert rows(plain, "select voice from evidence where record_id = 'evt-0004'") == [(None,)]
