"""Every single fault gives exactly one issue, with its code, at its file, line and column."""

from __future__ import annotations

import pytest

from iraqmilitias.validation import validate

PORTS, BERTHS, CALLS = "data/ports.csv", "data/berths.csv", "data/calls.csv"

# code, file, line, column, what stands there, what is written instead
CELLS = [
    # required
    ("required", PORTS, 3, "name", "prt-0002,Umm Qasr,", "prt-0002,,"),
    ("required", PORTS, 4, "active", ",false,", ",,"),
    ("required", PORTS, 2, "port_id", "prt-0001,Basra", ",Basra"),
    ("required", PORTS, 5, "port_id", "prt-0004,Shuwaikh", ",Shuwaikh"),
    ("required", BERTHS, 6, "number", "prt-0003,1,7.25", "prt-0003,,7.25"),
    ("required", CALLS, 2, "call_id", "1,prt-0001,1,Tigris", ",prt-0001,1,Tigris"),
    ("required", CALLS, 3, "vessel", "Euphrates", '""'),
    # integer
    ("type", BERTHS, 6, "number", "prt-0003,1,7.25", "prt-0003,one,7.25"),
    ("type", CALLS, 2, "call_id", "1,prt-0001,1,Tigris", "1.0,prt-0001,1,Tigris"),
    ("type", CALLS, 2, "call_id", "1,prt-0001,1,Tigris", " 1,prt-0001,1,Tigris"),
    ("type", CALLS, 2, "call_id", "1,prt-0001,1,Tigris", "1_0,prt-0001,1,Tigris"),
    ("type", CALLS, 2, "call_id", "1,prt-0001,1,Tigris", "٣,prt-0001,1,Tigris"),
    ("type", CALLS, 2, "call_id", "1,prt-0001,1,Tigris", "0x1F,prt-0001,1,Tigris"),
    ("type", CALLS, 2, "call_id", "1,prt-0001,1,Tigris", "1e3,prt-0001,1,Tigris"),
    ("type", CALLS, 2, "call_id", "1,prt-0001,1,Tigris", "99999999999999999999,prt-0001,1,Tigris"),
    ("type", CALLS, 2, "call_id", "1,prt-0001,1,Tigris", "9223372036854775808,prt-0001,1,Tigris"),
    # number
    ("type", BERTHS, 2, "depth", "9.5", "9.5 m"),
    ("type", BERTHS, 2, "depth", "9.5", "+INF"),
    ("type", BERTHS, 2, "depth", "9.5", "1_0"),
    ("type", BERTHS, 2, "depth", "9.5", '"9,5"'),
    ("type", BERTHS, 2, "depth", "9.5", "1e400"),
    # boolean, dates and times
    ("type", PORTS, 4, "active", ",false,", ",no,"),
    ("type", PORTS, 2, "opened", "1919-01-01", "1919-02-30"),
    ("type", PORTS, 2, "opened", "1919-01-01", "1919-1-1"),
    ("type", PORTS, 2, "opened", "1919-01-01", "01/02/1919"),
    ("type", PORTS, 2, "opened", "1919-01-01", "1919"),
    ("type", PORTS, 2, "opened", "1919-01-01", "today"),
    ("type", PORTS, 2, "opened", "1919-01-01", "infinity"),
    ("type", CALLS, 2, "arrived", "2020-05-01T08:00:00Z", "2020-05-01"),
    ("type", CALLS, 2, "arrived", "2020-05-01T08:00:00Z", "2020-05-01T25:00:00Z"),
    ("type", CALLS, 7, "season", "2020-07,23", "2020-13,23"),
    ("type", CALLS, 2, "hour", "08:30:00", "08:61:00"),
    ("type", CALLS, 2, "built", "1999", "99"),
    # constraints
    ("enum", PORTS, 5, "country", "KWT", "KUW"),
    ("enum", PORTS, 5, "country", "KWT", "kwt"),
    ("enum", PORTS, 5, "country", "KWT", "KWT "),
    ("pattern", PORTS, 5, "port_id", "prt-0004,Shuwaikh", "prt-004,Shuwaikh"),
    ("pattern", PORTS, 5, "port_id", "prt-0004,Shuwaikh", "PRT-0004,Shuwaikh"),
    ("pattern", PORTS, 4, "port_id", "prt-0003,Khor", "рrt-0003,Khor"),
    ("pattern", PORTS, 2, "port_id", "prt-0001,Basra", "prt-0001 and more,Basra"),
    ("format", PORTS, 2, "contact", "office@basra.example", "office at basra"),
    ("min-length", PORTS, 4, "name", "Khor", "K"),
    ("max-length", PORTS, 4, "name", "Khor", "K" * 21),
    ("minimum", PORTS, 2, "latitude", "30.5", "-90.5"),
    ("maximum", PORTS, 2, "latitude", "30.5", "300.5"),
    ("minimum", PORTS, 2, "opened", "1919-01-01", "1719-01-01"),
    ("minimum", BERTHS, 7, "number", "prt-0004,1,14", "prt-0004,0,14"),
    ("exclusive-minimum", BERTHS, 2, "depth", "9.5", "0"),
    ("exclusive-maximum", BERTHS, 2, "depth", "9.5", "40"),
    ("exclusive-maximum", BERTHS, 2, "depth", "9.5", "INF"),
    ("exclusive-minimum", BERTHS, 2, "depth", "9.5", "NaN"),
    # keys and references
    ("primary-key", PORTS, 3, "port_id", "prt-0002,Umm Qasr", "prt-0001,Umm Qasr"),
    ("primary-key", BERTHS, 3, "port_id", "prt-0001,2,10", "prt-0001,1,10"),
    ("primary-key", CALLS, 9, "call_id", "8,prt-0003", "7,prt-0003"),
    ("primary-key", CALLS, 10, "call_id", "end\n", "end\n3,prt-0002,1,Karun,,,,,\n"),
    ("unique", BERTHS, 3, "code", "B2", "B1"),
    ("unique-key", BERTHS, 3, "quay", "north,right", "north,left"),
    ("foreign-key", PORTS, 3, "part_of", "IRQ,prt-0001,30.04", "IRQ,prt-0099,30.04"),
    ("foreign-key", PORTS, 3, "part_of", "IRQ,prt-0001,30.04", "IRQ,PRT-0001,30.04"),
    ("foreign-key", BERTHS, 7, "port_id", "prt-0004,1,14", "prt-0044,1,14"),
    ("foreign-key", CALLS, 6, "port_id", "prt-0004,1", "prt-0044,1"),
    ("foreign-key", CALLS, 6, "port_id", "prt-0004,1", "Prt-0004,1"),
    ("foreign-key", CALLS, 6, "number", "prt-0004,1", "prt-0004,7"),
    # header
    ("column-missing", PORTS, 1, "contact", "active,contact", "active"),
    ("column-name", PORTS, 1, "latitude", "latitude", "Latitude"),
    ("column-name", PORTS, 1, "latitude", "latitude", "latitude "),
    ("column-name", PORTS, 1, "latitude", "latitude", "latitdue"),
    ("column-name", PORTS, 1, "latitude", "latitude", "lаtitude"),
    ("column-name", PORTS, 1, "latitude", "latitude", "zzz"),
    ("column-name", PORTS, 1, "latitude", "latitude", ""),
    ("column-duplicate", PORTS, 1, "name", "country,part_of", "name,part_of"),
    ("column-order", PORTS, 1, "name", "port_id,name,country", "port_id,country,name"),
    ("header-missing", PORTS, 1, None, "port_id,name,country,part_of,latitude,opened,active,contact\n", ""),
    # rows
    ("row-short", PORTS, 5, "contact", "1960-12-31,true,", "1960-12-31,true"),
    ("row-short", CALLS, 2, "hour", ",2020-05,08:30:00,1999,", ",2020-05"),
    ("row-long", PORTS, 5, None, "1960-12-31,true,", "1960-12-31,true,,"),
    ("row-long", PORTS, 6, None, '"Port, East"', "Port, East"),
    ("row-blank", PORTS, 3, None, "prt-0002,Umm", "\nprt-0002,Umm"),
    ("row-blank", PORTS, 5, None, "prt-0004,Shuwaikh,", ",,,,,,,\nprt-0004,Shuwaikh,"),
    ("row-blank", CALLS, 10, None, "end\n", "end\n\n"),
    ("quote-unterminated", PORTS, 5, "name", "Shuwaikh", '"Shuwaikh'),
    ("quote-unterminated", CALLS, 9, "note", "end", '"end'),
    ("quote-stray", PORTS, 5, "name", "Shuwaikh", 'Shuwa"ikh'),
    ("quote-stray", PORTS, 5, "name", "Shuwaikh", '"Shuwa"ikh'),
    ("quote-stray", PORTS, 6, "name", '"Port, East"', ' "Port East"'),
    ("cell-newline", PORTS, 5, "name", "Shuwaikh", '"Shu\nwaikh"'),
    ("nul-byte", PORTS, 5, "name", "Shuwaikh", "Shu\0waikh"),
    ("line-ending", PORTS, 5, "name", "Shuwaikh", "Shu\rwaikh"),
    ("line-ending", PORTS, 5, None, "1960-12-31,true,\n", "1960-12-31,true,\r\n"),
    ("cell-long", CALLS, 9, "note", "end", "x" * 1_100_000),
]


@pytest.mark.sampled(8)
@pytest.mark.parametrize(("code", "file", "line", "column", "old", "new"), CELLS, ids=lambda v: str(v)[:24])
def test_single_fault_gives_one_issue(harbour, code, file, line, column, old, new):
    harbour.replace(file, old, new)
    report = validate(harbour.root, crosscheck=False)
    assert [(i.code, i.file, i.line, i.column) for i in report.issues] == [(code, file, line, column)], report.issues


def _utf16(raw: bytes) -> bytes:
    return raw.decode().encode("utf-16")


BYTES = [
    ("byte-order-mark", PORTS, 1, None, lambda raw: b"\xef\xbb\xbf" + raw),
    ("encoding-utf16", PORTS, 1, None, _utf16),
    ("encoding-utf16", PORTS, 1, None, lambda raw: raw.decode().encode("utf-16-le")),
    ("encoding-utf8", PORTS, 4, "name", lambda raw: raw.replace(b"Khor", b"Kh\xf6r")),
    ("encoding-utf8", PORTS, 3, "name", lambda raw: raw.replace(b"Umm", b"\xdcmm").replace(b"Khor", b"Kh\xf6r")),
    ("line-ending-crlf", PORTS, 1, None, lambda raw: raw.replace(b"\n", b"\r\n")),
    ("line-ending", PORTS, 1, None, lambda raw: raw.replace(b"\n", b"\r")),
    ("delimiter", BERTHS, 1, None, lambda raw: raw.replace(b",", b";")),
    ("delimiter", BERTHS, 1, None, lambda raw: raw.replace(b",", b"\t")),
    ("delimiter", BERTHS, 1, None, lambda raw: raw.replace(b",", b"|")),
    ("file-empty", PORTS, None, None, lambda raw: b""),
    ("header-missing", PORTS, 1, None, lambda raw: b"\n" + raw),
    ("column-extra", PORTS, 1, "more", lambda raw: raw.replace(b"\n", b",x\n").replace(b"contact,x", b"contact,more")),
    ("column-extra", PORTS, 1, "more", lambda raw: raw.replace(b"contact", b"contact,more")),
    ("column-missing", BERTHS, 1, "side", lambda raw: b"\n".join(r.rpartition(b",")[0] for r in raw.split(b"\n")[:-1])),
]


@pytest.mark.parametrize(("code", "file", "line", "column", "change"), BYTES)
@pytest.mark.sampled(3)
def test_fault_of_a_whole_file_gives_one_issue(harbour, code, file, line, column, change):
    harbour.rewrite(file, change)
    report = validate(harbour.root, crosscheck=False)
    assert [(i.code, i.file, i.line, i.column) for i in report.issues] == [(code, file, line, column)], report.issues


def test_validate_accepts_the_sound_package(harbour):
    report = validate(harbour.root, crosscheck=False)
    assert report.valid
    assert report.issues == ()
    assert (report.tables, report.rows) == (3, 22)


HARMLESS = [
    (PORTS, lambda raw: raw.rstrip(b"\n")),
    (PORTS, lambda raw: raw.replace(b"Basra", b'"Basra"')),
    (PORTS, lambda raw: raw.replace(b",,", b',"",')),
    (CALLS, lambda raw: b"\n".join(raw.split(b"\n")[:1]) + b"\n"),
    (CALLS, lambda raw: b"\n".join(raw.split(b"\n")[:1])),
    (
        CALLS,
        lambda raw: (
            raw.replace(b"late", "spät, “sehr” – متأخر 🚢".encode())
            .replace(b",sp", b',"sp')
            .replace("🚢".encode(), '🚢"'.encode())
        ),
    ),
    (CALLS, lambda raw: raw.replace(b"end", b'"a ""b"", c"')),
    (
        "datapackage.json",
        lambda raw: raw.replace(b'"name": "harbour"', b'"name": "harbour", "x-own": {"a": [1, null]}'),
    ),
    ("schemas/ports.json", lambda raw: raw.replace(b'"type": "number"', b'"type": "number", "unit": "degrees"')),
]


@pytest.mark.parametrize(("file", "change"), HARMLESS)
@pytest.mark.slow
@pytest.mark.sampled(9, rest="full")
def test_validate_accepts_harmless_change(harbour, file, change):
    harbour.rewrite(file, change)
    report = validate(harbour.root)
    assert report.issues == (), report.issues
