"""Faults together: none hides another, and what follows from a fault is not reported as well."""

from __future__ import annotations

import csv
import io

import pytest

from iraqmilitias.validation import validate

PORTS, BERTHS, CALLS = "data/ports.csv", "data/berths.csv", "data/calls.csv"


def found(harbour, **options):
    return [(i.code, i.file, i.line, i.column) for i in validate(harbour.root, crosscheck=False, **options).issues]


def test_unsound_rows_do_not_hide_sound_ones(harbour):
    harbour.replace(PORTS, "prt-0002,Umm Qasr,IRQ", "prt-0002,Umm Qasr")
    harbour.replace(PORTS, "KWT", "KUW")
    harbour.replace(PORTS, "1983-05-05", "1983-05-50")
    assert found(harbour) == [
        ("row-short", PORTS, 3, "contact"),
        ("enum", PORTS, 5, "country"),
        ("type", PORTS, 6, "opened"),
    ]


def test_one_file_does_not_hide_another(harbour):
    (harbour.root / PORTS).unlink()
    harbour.replace(BERTHS, "12.5", "-1")
    harbour.rewrite(CALLS, lambda raw: raw.replace(b",", b";"))
    harbour.replace(CALLS, "8;prt-0003", "7;prt-0003")
    assert found(harbour) == [
        ("file-missing", PORTS, None, None),
        ("exclusive-minimum", BERTHS, 4, "depth"),
        ("delimiter", CALLS, 1, None),
        ("primary-key", CALLS, 9, "call_id"),
    ]


def test_range_errors_stand_beside_a_cell_that_cannot_be_cast(harbour):
    harbour.replace(BERTHS, "9.5", "deep")
    harbour.replace(BERTHS, "12.5", "-1")
    assert [f[0] for f in found(harbour)] == ["type", "exclusive-minimum"]


def test_broken_id_and_unknown_id_are_told_apart(harbour):
    harbour.replace(PORTS, "prt-0004,Shuwaikh", "prt-04,Shuwaikh")
    harbour.replace(CALLS, "6,prt-0005,1", "6,prt-0077,1")
    assert found(harbour) == [("pattern", PORTS, 5, "port_id"), ("foreign-key", CALLS, 7, "port_id")]


def test_limit_cuts_the_list_and_totals_count_all(harbour):
    harbour.rewrite(PORTS, lambda raw: raw.replace(b",true,", b",yes,"))
    report = validate(harbour.root, crosscheck=False, limit=2)
    assert [i.line for i in report.issues] == [2, 3]
    assert report.totals == {"type": 5}
    assert not report.valid


@pytest.mark.slow
def test_report_is_the_same_every_time(harbour):
    harbour.rewrite(PORTS, lambda raw: raw.replace(b",true,", b",yes,").replace(b"KWT", b"XXX"))
    assert validate(harbour.root).to_dict() == validate(harbour.root).to_dict()


def test_foreign_key_issue_offers_what_was_meant(harbour):
    harbour.replace(PORTS, "IRQ,prt-0001,30.04", "IRQ,рrt-0001,30.04")
    message = validate(harbour.root, crosscheck=False).issues[0].message
    assert "did you mean 'prt-0001'?" in message
    assert "U+0440 CYRILLIC SMALL LETTER ER" in message


def test_crlf_is_an_error_only_where_the_dialect_says_lf(harbour):
    harbour.rewrite(PORTS, lambda raw: raw.replace(b"\n", b"\r\n"))
    assert validate(harbour.root, crosscheck=False).valid
    harbour.edit("datapackage.json", lambda c: c["resources"][0]["dialect"].update(lineTerminator="\n"))
    assert found(harbour) == [("line-ending", PORTS, 1, None)]


def _quoted(raw: bytes, ending: str, head: int = csv.QUOTE_ALL) -> bytes:
    """Return a file with every cell in quotes; what was in quotes stays as it is."""
    first, *rows = csv.reader(raw.decode().splitlines())
    out = io.StringIO()
    csv.writer(out, lineterminator=ending, quoting=head).writerow(first)
    csv.writer(out, lineterminator=ending, quoting=csv.QUOTE_ALL).writerows(rows)
    return out.getvalue().encode()


@pytest.mark.parametrize(
    "written",
    [
        lambda raw: raw.replace(b"\n", b"\r\n"),
        lambda raw: _quoted(raw, "\n"),
        lambda raw: _quoted(raw, "\n", csv.QUOTE_MINIMAL),
        lambda raw: _quoted(raw, "\r\n"),
        lambda raw: _quoted(raw, "\r\n").replace(b'"Basra"', b'"""B"", or """'),
    ],
    ids=["CRLF", "quoted", "quoted but for the header", "quoted with CRLF", "quotes within quotes"],
)
@pytest.mark.sampled(4)
def test_other_line_ends_and_quotes_are_read_as_fast_and_as_right(harbour, written):
    """DuckDB reads the file as it is, and the same faults are found at the same places."""
    seen = []

    class Tables:
        name = "tables"

        def check(self, layers):
            seen.append({name: (table.copied, table.rows) for name, table in layers.tables.items()})

    harbour.rewrite(PORTS, lambda raw: raw.replace(b",true,", b",yes,").replace(b"KWT", b"XXX"))
    plain = validate(harbour.root, crosscheck=False, layers=[Tables()])
    harbour.rewrite(PORTS, written)
    again = validate(harbour.root, crosscheck=False, layers=[Tables()])
    assert seen[0] == seen[1] and not any(copied for copied, _ in seen[1].values())
    others = [issue for issue in again.issues if issue.code != "line-ending-crlf"]
    assert [(i.code, i.line, i.column) for i in others] == [(i.code, i.line, i.column) for i in plain.issues]
    assert len(plain.issues) > 1


def test_declared_delimiter_is_read(harbour):
    harbour.rewrite(BERTHS, lambda raw: raw.replace(b",", b";"))
    harbour.edit("datapackage.json", lambda c: c["resources"][1]["dialect"].update(delimiter=";"))
    assert found(harbour) == []
