"""The view coverage, against the program that counts."""

from __future__ import annotations

import duckdb
import pytest

from iraqmilitias.coverage.tallies import coverage
from iraqmilitias.extraction import names, numbers
from iraqmilitias.package import Package

from .conftest import SCHEMAS, rows, world


def test_coverage_counts_each_line(plain: duckdb.DuckDBPyConnection) -> None:
    sql = """
        select source_id, line, role, coded_numbers, waived_numbers, left_numbers, coded_quotations,
            waived_quotations, left_quotations, coded_names, waived_names, left_names, waived_other, left_lines,
            left_total
        from coverage
    """
    assert rows(plain, sql) == [
        ("src-0001", 1, "title", 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0),
        ("src-0001", 2, "blank", 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0),
        # three numerals are expected, 300 and 500 are figures, "both" is no numeral; an indirect statement is none
        ("src-0001", 3, "body", 2, 0, 1, 0, 0, 1, 5, 0, 0, 0, 0, 2),
        ("src-0001", 4, "body", 1, 0, 0, 1, 0, 0, 0, 1, 3, 0, 0, 3),
        ("src-0002", 1, "body", 1, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 2),
        ("src-0002", 2, "body", 0, 0, 0, 1, 1, 0, 1, 0, 0, 0, 0, 0),
        ("src-0003", 1, "body", 0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1),
    ]


def test_coverage_adds_up(plain: duckdb.DuckDBPyConnection) -> None:
    for what in ("numbers", "quotations", "names"):
        sql = f"""
            select source_id, line from coverage
            where expected_{what} <> coded_{what} + waived_{what} + left_{what}
                or least(coded_{what}, waived_{what}, left_{what}) < 0
        """
        assert rows(plain, sql) == []


@pytest.mark.sampled(5)
@pytest.mark.parametrize(
    "text",
    [
        "Gamma Guard’s camp",
        "the U.S. Army of Alphaland",
        "R&D Unit and O'Brien",
        "Kata'ib Hezbollah",
        "Solāgh and Öland",
        "A Guard, the Guard and I",
        "Iota.com and https://Zeta.example/X",
        "F-16 and US-led",
        "GUARD'S",
        "2,500 troops, 2.5 and 107-mm.",
        "Twenty-five thousands, a dozen, six",
        "$1.6 billion or 120,000, 120,000",
        "someone in a tent",
    ],
)
def test_coverage_reads_the_same_units_as_the_program(text: str) -> None:
    connection = world("empty")
    connection.execute("insert into sources (source_id, url) values ('src-0001', 'https://a.example')")
    connection.execute(
        "insert into lines (source_id, line, role, numbers, quotations, names) values "
        "('src-0001', 1, 'body', 99, 0, 99)"
    )
    connection.execute(
        "insert into mentions (mention_id, source_id, line, text) values ('men-0001', 'src-0001', 1, ?)", [text]
    )
    connection.execute(
        "insert into figures (figure_id, source_id, line, printed) values ('fig-0001', 'src-0001', 1, ?)", [text]
    )
    found = rows(connection, "select coded_names, coded_numbers from coverage")
    assert found == [(len(names.capitals(text)), len(numbers.numerals(text)))]


@pytest.mark.slow
def test_coverage_agrees_with_the_program_on_our_data() -> None:
    root = SCHEMAS.parent
    wanted = {(c.source_id, c.line): tuple(tuple(t) for t in c.tallies.values()) for c in coverage(Package(root)).lines}
    connection = world(root / "data")
    kinds = ", ".join(f"expected_{k}, coded_{k}, waived_{k}, left_{k}" for k in ("numbers", "quotations", "names"))
    sql = f"select source_id, line, {kinds}, left_lines from coverage where role <> 'blank'"
    found = {(r[0], r[1]): (r[2:6], r[6:10], r[10:14], r[14]) for r in rows(connection, sql)}
    assert found == {k: (*v[:3], v[3][3]) for k, v in wanted.items()}


def test_coverage_finds_a_line_with_nothing_at_all() -> None:
    connection = world("empty")
    connection.execute("insert into sources (source_id, url) values ('src-0001', 'https://a.example')")
    connection.execute(
        "insert into lines (source_id, line, role, numbers, quotations, names) values "
        "('src-0001', 1, 'body', 0, 0, 0), ('src-0001', 2, 'blank', 0, 0, 0), ('src-0001', 3, 'body', 0, 0, 0)"
    )
    connection.execute("insert into waivers (source_id, line, text, kind) values ('src-0001', 3, '-', 'other')")
    sql = "select line, left_lines, left_total, waived_other from coverage"
    assert rows(connection, sql) == [(1, 1, 1, 0), (2, 0, 0, 0), (3, 0, 0, 1)]
