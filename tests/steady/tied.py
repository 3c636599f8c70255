# ruff: noqa: E501 (a table: one shape of query on a line)
"""Makes queries whose rows hang on ties, and others that look like them and do not.

What ties is worked out here, from the CSV files and without DuckDB: a query is tied where two rows that its order
leaves alike are taken apart and show something else.
"""

from __future__ import annotations

import csv
import json
import random
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

Row = dict[str, str]


class Table(NamedTuple):
    """A table of the package with its rows, its key, and the columns that have a value in every row."""

    name: str
    key: str
    rows: list[Row]
    columns: list[str]
    numbers: set[str]


class Query(NamedTuple):
    """A query, the shape that it was made from, and whether its rows hang on ties."""

    shape: str
    sql: str
    tied: bool


def tables(package: Path) -> list[Table]:
    """Return the tables with one key and a few rows at least."""
    found = []
    descriptor = json.loads((package / "datapackage.json").read_text(encoding="utf-8"))
    for resource in descriptor["resources"]:
        schema = json.loads((package / resource["schema"]).read_text(encoding="utf-8"))
        key = schema["primaryKey"]
        text = (package / resource["path"]).read_text(encoding="utf-8")
        rows = list(csv.DictReader(text.splitlines()))
        if len(key) == 1 and len(rows) >= 6:
            full = [c for c in rows[0] if c not in key and all(row[c] for row in rows)]
            numbers = {f["name"] for f in schema["fields"] if f["type"] == "integer"} & set(full)
            found.append(Table(resource["name"], key[0], rows, full, numbers))
    return found


def order(table: Table, column: str) -> Callable[[Row], tuple[int, str]]:
    """Return what sorts rows by a column, as numbers or as text."""
    if column in table.numbers:
        return lambda row: (int(row[column]), "")
    return lambda row: (0, row[column])


def cut(rows: list[Row], column: str, shown: str, key: Callable[[Row], tuple[int, str]]) -> Iterator[tuple[int, bool]]:
    """Yield places between sorted rows, and whether one is within rows that tie and show different values."""
    for at in range(1, len(rows)):
        if key(rows[at - 1]) == key(rows[at]):
            values = {row[shown] for row in rows if key(row) == key(rows[at])}
            if len(values) > 1:
                yield at, True
        else:
            yield at, False


def groups(rows: list[Row], *columns: str) -> dict[tuple[str, ...], list[Row]]:
    made: dict[tuple[str, ...], list[Row]] = {}
    for row in rows:
        made.setdefault(tuple(row[c] for c in columns), []).append(row)
    return made


def differs(rows: list[Row], by: tuple[str, ...], shown: str) -> bool:
    """Whether some rows that are alike in the columns `by` show different values."""
    return any(len({row[shown] for row in group}) > 1 for group in groups(rows, *by).values())


CUTS = {
    "limit": "SELECT {s} FROM {t} ORDER BY {c} LIMIT {k}",
    "limit with the key": "SELECT {u}, {s} FROM {t} ORDER BY {c} LIMIT {k}",
    "limit in a subquery": "SELECT count(*), max({s}), min({s}), list_sort(list({s})) FROM (SELECT {s} FROM {t} ORDER BY {c} LIMIT {k})",
    "limit in a CTE": "WITH x AS (SELECT {s} FROM {t} ORDER BY {c} LIMIT {k}) SELECT {s} FROM x ORDER BY 1",
    "limit in IN": "SELECT {u} FROM {t} WHERE {u} IN (SELECT {u} FROM {t} ORDER BY {c} LIMIT {k}) ORDER BY {u}",
    "limit in a join": "SELECT a.{u} FROM {t} a JOIN (SELECT {u} FROM {t} ORDER BY {c} LIMIT {k}) b USING ({u})",
    "limit over EXCLUDE": "SELECT * EXCLUDE ({c}) FROM {t} ORDER BY {c} LIMIT {k}",
    "limit by position": "SELECT {c}, {s} FROM {t} ORDER BY 1 LIMIT {k}",
    "limit by alias": "SELECT {c} AS o, {s} FROM {t} ORDER BY o LIMIT {k}",
    "limit by an expression": "SELECT {s} FROM {t} ORDER BY lower({c}::VARCHAR) = '', {c} LIMIT {k}",
    "limit over a join": "SELECT a.{s} FROM {t} a JOIN {t} b ON a.{u} = b.{u} ORDER BY a.{c} LIMIT {k}",
    "limit over DISTINCT": "SELECT DISTINCT {c}, {u} FROM {t} ORDER BY {c} LIMIT {k}",
    "offset": "SELECT {s} FROM {t} ORDER BY {c} OFFSET {k}",
    "row_number cut": "SELECT {s} FROM {t} QUALIFY row_number() OVER (ORDER BY {c}) <= {k}",
    "row_number in a subquery": "SELECT {s} FROM (SELECT {s}, row_number() OVER (ORDER BY {c}) AS n FROM {t}) WHERE n <= {k}",
    "fetch first": "SELECT {s} FROM {t} ORDER BY {c} FETCH FIRST {k} ROWS ONLY",
}
WITH_KEY = {"limit with the key", "limit in IN", "limit in a join", "limit over EXCLUDE", "limit over DISTINCT"}
CHOICES = {
    "distinct on": "SELECT DISTINCT ON ({c}) {c}, {s} FROM {t} ORDER BY {c}{o}",
    "first": "SELECT {c}, first({s}{p}) FROM {t} GROUP BY {c}",
    "last": "SELECT {c}, last({s}{p}) FROM {t} GROUP BY {c}",
    "any_value": "SELECT {c}, any_value({s}{p}) FROM {t} GROUP BY ALL",
    "string_agg": "SELECT {c}, string_agg({s}, ';'{p}) FROM {t} GROUP BY {c}",
    "list": "SELECT {c}, list({s}{p}) FROM {t} GROUP BY {c}",
    "array_agg": "SELECT {c}, array_agg({s}{p}) FILTER (WHERE {u} > '') FROM {t} GROUP BY {c}",
    "row_number of a group": "SELECT {s} FROM {t} QUALIFY row_number() OVER (PARTITION BY {c}{q}) = 1",
    "first_value": "SELECT {u}, first_value({s}) OVER (PARTITION BY {c}{q}) FROM {t}",
    "first of a list": "SELECT {c}, (list({s}{p}))[1] FROM {t} GROUP BY {c}",
    "scalar subquery": "SELECT DISTINCT {c}, (SELECT {s} FROM {t} b WHERE b.{c} = a.{c}{q} LIMIT 1) FROM {t} a",
    "lateral": "SELECT a.{u}, x.{s} FROM {t} a, LATERAL (SELECT {s} FROM {t} b WHERE b.{c} = a.{c}{q} LIMIT 1) x",
    "array of a subquery": "SELECT DISTINCT {c}, ARRAY(SELECT {s} FROM {t} b WHERE b.{c} = a.{c}{q}) FROM {t} a",
}
ORDERS = {
    "row_number": "SELECT {u}, row_number() OVER (ORDER BY {c}{o}) FROM {t}",
    "lag": "SELECT {u}, lag({u}) OVER (ORDER BY {c}{o}) FROM {t}",
    "lead": "SELECT {u}, lead({u}, 2) OVER (ORDER BY {c}{o}) FROM {t}",
    "rows frame": "SELECT {u}, count(*) OVER (ORDER BY {c}{o} ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) FROM {t}",
    "first_value of rows": "SELECT {u}, first_value({u}) OVER (ORDER BY {c}{o} ROWS 1 PRECEDING) FROM {t}",
    "ntile": "SELECT {u}, ntile(99) OVER (ORDER BY {c}{o}) FROM {t}",
    "string_agg of all": "SELECT string_agg({u}, ' ' ORDER BY {c}{o}) FROM {t}",
    "list of all": "SELECT list({u} ORDER BY {c}{o}) FROM {t}",
    "array of all": "SELECT ARRAY(SELECT {u} FROM {t} ORDER BY {c}{o})",
}
ONE_ROW = {
    "one row by offset": "SELECT {s} FROM {t} ORDER BY {c}{o} LIMIT 1 OFFSET {k}",
    "one row by its number": "SELECT {s} FROM {t} QUALIFY row_number() OVER (ORDER BY {c}{o}) = 1 + {k}",
    "one row of a list": "SELECT (list({s} ORDER BY {c}{o}))[1 + {k}] FROM {t}",
    "nth_value": "SELECT DISTINCT nth_value({s}, 1 + {k}) OVER (ORDER BY {c}{o} ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) FROM {t}",
}
EXTREMES = {
    "arg_max": "SELECT arg_max({u}, {c}) FROM {t}",
    "max_by in a subquery": "SELECT {u} FROM {t} WHERE {u} = (SELECT max_by({u}, {c}) FROM {t})",
    "last of all": "SELECT last({u} ORDER BY {c}) FROM {t}",
    "first of the greatest": "SELECT first({u} ORDER BY {c} DESC) FROM {t}",
}
MODES = {"mode": "SELECT mode({c}) FROM {t}", "mode of a list": "SELECT mode(x) FROM (SELECT {c} AS x FROM {t})"}
COUNTS = {
    "top counts": "SELECT {c}, count(*) AS n FROM {t} GROUP BY {c} ORDER BY n DESC{o} LIMIT {k}",
    "top counts, all": "SELECT {c}, count(*) AS n FROM {t} GROUP BY ALL ORDER BY count(*) DESC{o} LIMIT {k}",
    "top counts in a CTE": "WITH x AS (SELECT {c}, count(*) AS n FROM {t} GROUP BY {c}) SELECT {c} FROM x ORDER BY n DESC{o} LIMIT {k}",
    "top counts by row_number": "SELECT {c} FROM {t} GROUP BY {c} QUALIFY row_number() OVER (ORDER BY count(*) DESC{o}) <= {k}",
}


def made(package: Path) -> list[Query]:
    """Return every query that the shapes give."""
    found: dict[str, Query] = {}
    for table in tables(package):
        names = {"t": table.name, "u": table.key}
        for c in table.columns:
            keyed = order(table, c)
            rows = sorted(table.rows, key=keyed)
            some = [s for s in table.columns if s != c][:4]
            for shape, sql in CUTS.items():
                for s in [table.key] if shape in WITH_KEY else some:
                    shown = table.key if shape in WITH_KEY else s
                    for k, tied in _few(list(cut(rows, c, shown, keyed))):
                        found |= _query(shape, sql, tied, **names, c=c, s=s, k=k)
            for s in some:
                tied = differs(rows, (c,), s)
                if not tied:
                    continue
                for shape, sql in CHOICES.items():
                    found |= _query(shape, sql, True, **names, c=c, s=s, o="", p="", q=f" ORDER BY {c}")
                    key = table.key
                    found |= _query(
                        shape, sql, False, **names, c=c, s=s, o=f", {key}", p=f" ORDER BY {key}", q=f" ORDER BY {key}"
                    )
            if differs(rows, (c,), table.key):
                for shape, sql in ORDERS.items():
                    found |= _query(shape, sql, True, **names, c=c, o="")
                    found |= _query(shape, sql, False, **names, c=c, o=f", {table.key}")
            for s in some:
                for k in (0, 1, len(rows) // 2, len(rows) - 1):
                    tied = len({row[s] for row in rows if keyed(row) == keyed(rows[k])}) > 1
                    for shape, sql in ONE_ROW.items():
                        found |= _query(shape, sql, tied, **names, c=c, s=s, k=k, o="")
                        found |= _query(shape, sql, False, **names, c=c, s=s, k=k, o=f", {table.key}")
            last = len([row for row in rows if keyed(row) == keyed(rows[-1])]) > 1
            for shape, sql in EXTREMES.items():
                found |= _query(shape, sql, last, **names, c=c)
            counts = sorted(Counter(row[c] for row in rows).values(), reverse=True)
            for shape, sql in MODES.items():
                found |= _query(shape, sql, len(counts) > 1 and counts[0] == counts[1], **names, c=c)
            for shape, sql in COUNTS.items():
                for k in range(1, len(counts)):
                    found |= _query(shape, sql, counts[k - 1] == counts[k], **names, c=c, o="", k=k)
                    found |= _query(shape, sql, False, **names, c=c, o=f", {c}", k=k)
    return list(found.values())


def _few(places: list[tuple[int, bool]]) -> list[tuple[int, bool]]:
    """Return two places within ties and two between them, where there are."""
    return [*[p for p in places if p[1]][:2], *[p for p in places if not p[1]][:2]]


def _query(shape: str, sql: str, tied: bool, **names: object) -> dict[str, Query]:
    text = sql.format(**names)
    return {text: Query(shape, text, tied)}


def chosen(package: Path, tied: int, steady: int, seed: int = 20) -> list[Query]:
    """Return so many queries of each kind, spread over the shapes."""
    found: list[Query] = []
    for count, kind in ((tied, True), (steady, False)):
        by_shape: dict[str, list[Query]] = {}
        for query in made(package):
            if query.tied == kind:
                by_shape.setdefault(query.shape, []).append(query)
        for queries in by_shape.values():
            random.Random(seed).shuffle(queries)
        turns = [q for turn in range(10_000) for queries in by_shape.values() for q in queries[turn : turn + 1]]
        found += turns[:count]
    return found
