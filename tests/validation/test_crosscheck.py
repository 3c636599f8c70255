"""frictionless and pandera beside our own checks: found twice is one issue, found by them alone is one too."""

from __future__ import annotations

import json
import time

import pytest

from iraqmilitias import pandera_schema
from iraqmilitias.validation import crosscheck, validate

pytest.importorskip("frictionless")
pytest.importorskip("pandera")

PORTS, BERTHS, CALLS = "data/ports.csv", "data/berths.csv", "data/calls.csv"


@pytest.mark.slow
def test_crosscheck_adds_nothing_to_a_sound_package(harbour):
    report = validate(harbour.root)
    assert report.issues == ()
    assert report.notes == ()
    assert report.checked_by == ("duckdb", "frictionless", "pandera")


TWICE = [
    (PORTS, "KWT", "KUW"),
    (PORTS, "30.5", "300"),
    (PORTS, "1919-01-01", "1919-02-30"),
    (PORTS, "prt-0004,Shuwaikh", "prt-0001,Shuwaikh"),
    (PORTS, "prt-0004,Shuwaikh", "PRT-4,Shuwaikh"),
    (PORTS, "prt-0004,Shuwaikh", ",Shuwaikh"),
    (PORTS, "IRQ,prt-0001,30.04", "IRQ,prt-0099,30.04"),
    (PORTS, "1960-12-31,true,", "1960-12-31,true"),
    (PORTS, "1960-12-31,true,", "1960-12-31,true,,"),
    (PORTS, "Shuwaikh", '"Shuwaikh'),
    (PORTS, "Shuwaikh", '"Shu\nwaikh"'),
    (PORTS, "prt-0004,Shuwaikh", "\nprt-0004,Shuwaikh"),
    (PORTS, "active,contact", "active"),
    (PORTS, "latitude", "Latitude"),
    (PORTS, "port_id,name,country", "port_id,country,name"),
    (BERTHS, "12.5", "0"),
    (BERTHS, "B2", "B1"),
    (BERTHS, "north,right", "north,left"),
    (CALLS, "prt-0004,1", "prt-0004,7"),
]


@pytest.mark.parametrize(("file", "old", "new"), TWICE)
@pytest.mark.slow
@pytest.mark.sampled(19, rest="full")
def test_fault_that_is_found_twice_is_one_issue(harbour, file, old, new):
    harbour.replace(file, old, new)
    alone = validate(harbour.root, crosscheck=False)
    assert len(alone.issues) == 1
    assert validate(harbour.root).issues == alone.issues


@pytest.mark.slow
def test_libraries_add_nothing_that_follows_from_a_missing_table(harbour):
    harbour.rewrite(PORTS, lambda raw: b"\n" + raw)
    assert [i.code for i in validate(harbour.root).issues] == ["header-missing"]
    harbour.rewrite(PORTS, lambda raw: raw[1:].replace(b"Khor", b"Kh\xf6r"))
    assert [i.code for i in validate(harbour.root).issues] == ["encoding-utf8"]


@pytest.mark.slow
def test_declared_delimiter_is_read_by_all(harbour):
    harbour.rewrite(BERTHS, lambda raw: raw.replace(b",", b";"))
    harbour.edit("datapackage.json", lambda c: c["resources"][1]["dialect"].update(delimiter=";"))
    assert validate(harbour.root).issues == ()


@pytest.mark.slow
def test_part_of_a_composite_key_may_be_missing(harbour):
    harbour.replace(CALLS, "7,prt-0006,1,", "7,prt-0006,,")
    assert validate(harbour.root).issues == ()


@pytest.mark.slow
def test_what_a_library_alone_finds_becomes_an_issue(harbour):
    harbour.edit("schemas/calls.json", lambda c: c["fields"][8].update(type="geojson", example={}))
    harbour.rewrite(
        CALLS,
        lambda raw: (
            raw.replace(b"late", b"")
            .replace(b'"he said ""no"", twice"', b"")
            .replace(b"end", b'"{""type"": ""Point""}"')
        ),
    )
    assert validate(harbour.root, crosscheck=False).valid
    report = validate(harbour.root)
    found = [(i.code, i.file, i.line, i.column) for i in report.issues]
    assert found == [("frictionless-type-error", CALLS, 9, "note")]
    assert not report.valid


@pytest.mark.slow
def test_library_that_hangs_is_stopped_with_a_note(harbour, monkeypatch):
    monkeypatch.setattr(crosscheck, "TIMEOUT", 6.0)
    pattern = "(a+)+b|[a!]+|end|late|h.*"
    harbour.edit("schemas/calls.json", lambda c: c["fields"][8].update(constraints={"pattern": pattern}))
    harbour.replace(CALLS, "end", "a" * 40 + "!")
    began = time.monotonic()
    report = validate(harbour.root)
    assert time.monotonic() - began < 60
    assert report.valid
    assert "frictionless" not in report.checked_by
    assert report.notes[0] == "frictionless could not check this package: it took longer than 6 seconds"


def test_libraries_do_not_see_a_package_whose_descriptor_is_faulty(harbour):
    harbour.edit("datapackage.json", lambda c: c["resources"][0].update(schema="https://example.org/schema.json"))
    report = validate(harbour.root)
    assert report.checked_by == ("duckdb",)
    assert [i.code for i in report.issues] == ["path-unsafe"]


def test_exception_of_a_check_of_pandera_is_no_fault_of_the_data(tmp_path, monkeypatch):
    def values(cells, item):
        raise ValueError("mixed time zones")

    monkeypatch.setattr(pandera_schema, "_values", values)
    fields = [{"name": "at", "type": "datetime"}, {"name": "name", "constraints": {"maxLength": 1}, "type": "string"}]
    (tmp_path / "a.csv").write_text("at,name\n2020-01-01T15:00:00Z,ab\n", encoding="utf-8")
    resource = {"name": "a", "path": "a.csv", "schema": {"fields": fields}, "dialect": {"delimiter": ","}}
    found = []
    with pytest.raises(crosscheck.CheckError, match=r"a\.csv: ValueError.*mixed time zones"):
        found.extend(crosscheck.check_with_pandera(tmp_path, {"resources": [resource]}))
    assert [issue[3] for issue in found] == ["pandera-maxLength"]


@pytest.mark.slow
def test_what_a_library_cannot_compare_is_a_note(tmp_path):
    field = {"name": "at", "type": "datetime", "constraints": {"minimum": "2019-01-01T00:00:00"}}
    (tmp_path / "a.csv").write_text("at\n2020-01-01T15:00:00Z\n", encoding="utf-8")
    resource = {"name": "a", "path": "a.csv", "schema": {"fields": [field]}}
    (tmp_path / "datapackage.json").write_text(json.dumps({"name": "p", "resources": [resource]}), encoding="utf-8")
    report = validate(tmp_path)
    assert report.issues == ()
    assert report.checked_by == ("duckdb", "pandera")
    assert "frictionless could not check this package: TypeError" in report.notes[0]
