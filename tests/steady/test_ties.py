"""No query whose rows hang on ties is cited, and none that only looks like one is refused."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from iraqmilitias.database.definitions import available_views
from iraqmilitias.dataset import Dataset
from iraqmilitias.errors import QueryError
from iraqmilitias.query_hash import hash_query

from ..freeze import FROZEN
from .record import PACKAGE
from .tied import Query, chosen, made

TIED, STEADY = 500, 150
EVERY = chosen(PACKAGE, TIED, STEADY)
QUICK = [query for kind in (True, False) for query in [q for q in EVERY if q.tied == kind][:: 30 if kind else 15]]


@pytest.fixture(scope="module")
def article(cache: object) -> Dataset:
    return Dataset(PACKAGE)


def wrong(article: Dataset, queries: list[Query]) -> list[Query]:
    """Return the queries that are cited although they are tied, or refused although they are not."""
    found = []
    for query in queries:
        try:
            hash_query(article.reader, query.sql)
        except QueryError:
            found += [] if query.tied else [query]
        else:
            found += [query] if query.tied else []
    return found


def test_queries_of_every_shape_are_made() -> None:
    assert len(made(PACKAGE)) > 2_000 and len({q.shape for q in EVERY if q.tied}) > 45
    assert [sum(q.tied == kind for q in EVERY) for kind in (True, False)] == [TIED, STEADY]


@pytest.mark.slow
def test_tied_query_rejects_and_steady_one_accepts(article: Dataset) -> None:
    assert wrong(article, QUICK) == []


# These give the same rows with the rows of the tables stored in other orders, and are tied all the same.
HIDDEN = [
    "SELECT actor_id FROM affiliations ORDER BY source_id LIMIT 1 OFFSET 5",
    "SELECT actor_id FROM affiliations QUALIFY row_number() OVER (ORDER BY source_id) = 1 + 5",
    "SELECT (list(actor_id ORDER BY source_id))[1 + 5] FROM affiliations",
    "SELECT line, count(*) AS n FROM mentions GROUP BY line ORDER BY n DESC LIMIT 7",
    "SELECT line FROM mentions GROUP BY line QUALIFY row_number() OVER (ORDER BY count(*) DESC) <= 7",
    # these give the same where the ties are taken upwards and downwards, too
    "SELECT bool_or(words = 40) FROM (SELECT words FROM lines ORDER BY role DESC LIMIT 5)",
    "WITH x AS (SELECT name FROM actors ORDER BY actor_type LIMIT 1) SELECT count(*) FROM x WHERE name LIKE 'Iraqi%'",
    "SELECT actor_type FROM actors GROUP BY 1 HAVING any_value(name) = 'Jason Ditz'",
    "SELECT list_position(list(actor_id), 'act-0029') > 1 FROM actors",
    "SELECT a.line, b.text FROM lines a ASOF JOIN mentions b ON a.line >= b.line",
    # the least and the greatest id, which nothing uses, are alike in what is used
    "SELECT statement_id FROM (SELECT * FROM mentions ORDER BY source_id LIMIT 1)",
    "SELECT #2 FROM (SELECT actor_id, named FROM actors ORDER BY source_id LIMIT 1)",
    "SELECT named FROM (SELECT DISTINCT ON (ofac_uid) * FROM actors ORDER BY ofac_uid)",
    "SELECT quotations FROM (SELECT DISTINCT ON (role) * FROM lines ORDER BY role)",
    "WITH q AS (SELECT * FROM mentions ORDER BY source_id LIMIT 1) SELECT statement_id FROM q",
    "SELECT statement_id FROM (SELECT * FROM mentions ORDER BY source_id LIMIT 1 OFFSET 1)",
]


@pytest.mark.parametrize("sql", HIDDEN)
def test_tie_that_no_order_of_storage_shows_rejects(article: Dataset, sql: str) -> None:
    with pytest.raises(QueryError, match="rows that tie"):
        hash_query(article.reader, sql)


@pytest.mark.slow
@pytest.mark.sampled(4, rest="full")
@pytest.mark.parametrize("part", range(10))
def test_tied_query_rejects_and_steady_one_accepts_in_all_shapes(article: Dataset, part: int) -> None:
    assert wrong(article, EVERY[part::10]) == []


def by_hand(part: int) -> list[Query]:
    text = (Path(__file__).parent / "by_hand.txt").read_text(encoding="utf-8")
    tied, steady = (kind.strip().splitlines() for kind in re.split("(?m)^#.*$", text)[1:])
    assert len(tied) > 150 and len(steady) > 120
    return [Query("by hand", sql, kind == tied) for kind in (tied, steady) for sql in kind[part::10] if sql]


@pytest.mark.slow
@pytest.mark.sampled(4, rest="full")
@pytest.mark.parametrize("part", range(10))
def test_query_written_by_hand_is_judged_right(cache: object, part: int) -> None:
    assert wrong(Dataset(FROZEN), by_hand(part)) == []


@pytest.mark.parametrize(
    ("sql", "advice"),
    [
        ("SELECT role, count(*) AS n FROM lines GROUP BY role ORDER BY n DESC LIMIT 5", "add role to its ORDER BY"),
        ("SELECT name FROM actors ORDER BY actor_type LIMIT 3", "add actor_id to its ORDER BY"),
        ("SELECT line FROM lines ORDER BY role LIMIT 2", "add source_id, line to its ORDER BY"),
        (
            "SELECT actor_id FROM actors QUALIFY row_number() OVER (ORDER BY actor_type) = 2",
            "add actor_id to its ORDER",
        ),
        ("SELECT string_agg(name, ', ' ORDER BY actor_type) FROM actors", "write ORDER BY actor_id inside it"),
        ("SELECT role, list(line) FROM lines GROUP BY role", "write ORDER BY source_id, line inside it"),
        ("SELECT list_distinct(list(role)) FROM lines", "sort them with list_sort"),
        ("SELECT actor_id FROM actors ORDER BY COLUMNS('actor_t.*') LIMIT 3", "LIMIT takes"),
    ],
)
def test_tied_query_rejects_with_the_column_that_settles_it(article: Dataset, sql: str, advice: str) -> None:
    with pytest.raises(QueryError, match=advice):
        hash_query(article.reader, sql)


SETTLED = [
    "SELECT name, row_number() OVER (ORDER BY actor_id) AS n FROM actors ORDER BY actor_id LIMIT 5",
    "SELECT name, lag(name) OVER (ORDER BY actor_id) AS n FROM actors ORDER BY actor_id LIMIT 5",
    "SELECT actor_type, string_agg(name, ', ' ORDER BY actor_id) AS s FROM actors GROUP BY 1 ORDER BY 1 LIMIT 2",
    "WITH x AS (SELECT role, count(*) AS n FROM lines GROUP BY 1 ORDER BY n DESC LIMIT 4) SELECT sum(n) FROM x",
    "SELECT role, count(*) FROM (SELECT * FROM lines ORDER BY role LIMIT 9) GROUP BY role",
    "SELECT max(n) FROM (SELECT name, row_number() OVER (ORDER BY actor_type) AS n FROM actors)",
    "SELECT a.line, b.line FROM lines a ASOF JOIN mentions b ON a.line >= b.line",
    "SELECT actor_id FROM actors a WHERE EXISTS (SELECT * FROM mentions m WHERE m.actor_id = a.actor_id LIMIT 1)",
    "SELECT role, count(*) AS n FROM lines GROUP BY role ORDER BY n DESC, role LIMIT 5",
    "SELECT name FROM actors ORDER BY actor_type, actor_id LIMIT 3",
    "SELECT words FROM lines ORDER BY role, source_id, line LIMIT 3",
    "SELECT actor_id FROM actors QUALIFY row_number() OVER (ORDER BY actor_type, actor_id) = 2",
    "SELECT string_agg(name, ', ' ORDER BY actor_type, actor_id) FROM actors",
    "SELECT list_sort(list_distinct(list(role))) FROM lines",
    "SELECT * FROM actors LIMIT 1000",
    "SELECT role FROM lines WHERE role = 'body' LIMIT 3",
    "SELECT sum(n) FROM (SELECT count(*) AS n FROM lines GROUP BY role ORDER BY n LIMIT 100)",
    "SELECT role FROM (SELECT * FROM lines ORDER BY role LIMIT 4 OFFSET 4)",
    "SELECT role FROM (SELECT DISTINCT ON (role) * FROM lines ORDER BY role)",
    "WITH q AS (SELECT * FROM lines ORDER BY role LIMIT 4) SELECT count(*) FROM q a JOIN q b USING (role)",
    "SELECT actor_type FROM (SELECT * FROM actors ORDER BY actor_type, actor_id LIMIT 4 OFFSET 2)",
]


@pytest.mark.sampled(3)
@pytest.mark.parametrize("sql", SETTLED)
def test_query_that_is_settled_or_cuts_nothing_accepts(article: Dataset, sql: str) -> None:
    assert hash_query(article.reader, sql).rows


SUMS = [
    "var_pop(x), stddev(x)",
    "covar_pop(x, y), corr(x, y)",
    "avg(x), sum(x / 7)",
    "regr_slope(x, y), kurtosis(x), skewness(x)",
]


@pytest.mark.parametrize("sums", SUMS)
def test_sums_of_fractions_have_one_hash_whatever_the_order(article: Dataset, sums: str) -> None:
    rows = "SELECT i * 0.1 + 1e6 AS x, (i * 7919 % 1000) / 3.0 AS y, i FROM range(1000) t(i)"
    found = {
        hash_query(article.reader, f"SELECT {sums} FROM (SELECT x, y FROM ({rows}) ORDER BY {by})").sha256
        for by in ("i", "i DESC", "i * 7919 % 1000")
    }
    assert len(found) == 1


@pytest.mark.slow
def test_views_do_not_hang_on_ties() -> None:
    data = Dataset(FROZEN)
    for view in available_views(data.package):
        body = view.sql[view.sql.lower().index(" as\n") + 3 :].strip().rstrip(";")
        hash_query(data.reader, f"SELECT * FROM ({body})")
