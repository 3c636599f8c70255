"""Faults of datapackage.json and of schemas: one issue each, at the line of the property."""

from __future__ import annotations

import pytest

from iraqmilitias.validation import validate

PACKAGE, PORTS, BERTHS = "datapackage.json", "schemas/ports.json", "schemas/berths.json"


def package(**changes):
    def change(content):
        content.update(changes)

    return PACKAGE, change


def resource(**changes):
    def change(content):
        content["resources"][0].update(changes)

    return PACKAGE, change


def without(*path):
    def change(content):
        for step in path[:-1]:
            content = content[step]
        del content[path[-1]]

    return change


def schema(**changes):
    return PORTS, lambda content: content.update(changes)


def field(number, file=PORTS, **changes):
    return file, lambda content: content["fields"][number].update(changes)


def constraint(number, file=PORTS, **changes):
    return file, lambda content: content["fields"][number].setdefault("constraints", {}).update(changes)


def foreign(**changes):
    return BERTHS, lambda content: content["foreignKeys"][0].update(changes)


FAULTS = [
    ("property-type", None, package(title=5)),
    ("property-type", None, package(name=["harbour"])),
    ("property-type", None, package(name=True)),
    ("property-type", None, package(keywords="ports")),
    ("property-type", None, package(contributors=[5])),
    ("property-type", None, package(version=1)),
    ("property-missing", None, package(licenses=[{"title": "free"}])),
    ("name-invalid", None, package(name="")),
    ("name-invalid", None, package(name="har\x1bbour")),
    ("version-invalid", None, package(version="one")),
    ("created-invalid", None, package(created="yesterday")),
    ("resources-missing", None, package(resources=[])),
    ("resources-missing", None, (PACKAGE, without("resources"))),
    ("property-type", None, package(resources={})),
    ("resource-duplicate", None, (PACKAGE, lambda c: c["resources"].append(c["resources"][0]))),
    ("property-missing", None, (PACKAGE, without("resources", 2, "path"))),
    ("property-type", None, (PACKAGE, lambda c: c["resources"][2].update(path=[5]))),
    ("property-missing", None, (PACKAGE, lambda c: c["resources"][2].update(path=[]))),
    ("property-type", None, (PACKAGE, lambda c: c["resources"][2].update(data=[]))),
    ("property-type", None, (PACKAGE, lambda c: c["resources"].append({"name": "more", "data": 12}))),
    ("path-unsafe", None, (PACKAGE, lambda c: c["resources"][2].update(path="../calls.csv"))),
    ("path-unsafe", None, (PACKAGE, lambda c: c["resources"][2].update(path=["data/calls.csv", "/etc/passwd"]))),
    ("format-unsupported", None, (PACKAGE, lambda c: c["resources"][2].update(format="xlsx"))),
    ("path-unsafe", None, (PACKAGE, lambda c: c["resources"][2].update(path="/etc/passwd"))),
    ("path-unsafe", None, (PACKAGE, lambda c: c["resources"][2].update(path="https://example.org/calls.csv"))),
    ("path-unsafe", None, (PACKAGE, lambda c: c["resources"][2].update(path="C:\\calls.csv"))),
    ("path-unsafe", None, (PACKAGE, lambda c: c["resources"][2].update(path=""))),
    ("path-unsafe", None, (PACKAGE, lambda c: c["resources"][2].update(path="data/\0.csv"))),
    ("path-unsafe", None, (PACKAGE, lambda c: c["resources"][2].update(schema="https://example.org/s.json"))),
    ("encoding-declared", None, resource(encoding="latin-1")),
    ("dialect-unsupported", None, resource(dialect={"quoteChar": "'"})),
    ("dialect-unsupported", None, resource(dialect={"headerRows": [1, 2]})),
    ("dialect-unsupported", None, resource(dialect={"delimiter": ",,"})),
    ("dialect-unsupported", None, resource(dialect={"skipInitialSpace": True})),
    ("dialect-unsupported", None, resource(dialect={"nullSequence": "\\N"})),
    ("dialect-unsupported", None, resource(dialect={"lineTerminator": ";"})),
    ("hash-invalid", None, resource(hash="sha256:zz")),
    ("property-type", None, resource(bytes="12")),
    ("property-type", None, resource(bytes=12.5)),
    ("schema-missing", None, (PACKAGE, without("resources", 2, "schema"))),
    ("property-type", None, (PACKAGE, lambda c: c["resources"][2].update(schema=5))),
    ("property-missing", None, (PORTS, without("fields"))),
    ("property-missing", None, (PORTS, without("fields", 1, "name"))),
    ("property-type", None, (PORTS, lambda c: c["fields"].insert(1, "name"))),
    ("property-type", None, schema(missingValues="-")),
    ("property-type", None, schema(fieldsMatch="some")),
    ("field-type", "latitude", field(4, type="float")),
    ("field-format", "latitude", field(4, format="email")),
    ("property-type", "latitude", field(4, constraints=[])),
    ("field-example", "latitude", field(4, example="north")),
    ("constraint-unknown", "latitude", constraint(4, minimun=1)),
    ("constraint-misfit", "active", constraint(6, minimum=0)),
    ("constraint-misfit", "latitude", constraint(4, minimum="low")),
    ("constraint-misfit", "latitude", constraint(4, required="yes")),
    ("constraint-misfit", "country", constraint(2, enum=[])),
    ("constraint-misfit", "name", constraint(1, minLength=-1)),
    ("constraint-misfit", "opened", constraint(5, minimum="1800")),
    ("constraint-pattern", "name", constraint(1, pattern="(")),
    ("constraint-pattern", "name", constraint(1, pattern="(?=B)Basra")),
    ("key-column", None, (PORTS, lambda c: c["foreignKeys"][0].update(fields=["nowhere"]))),
    ("key-column", None, schema(uniqueKeys=[["nowhere"]])),
    ("key-column", None, schema(foreignKeys=[{"fields": ["part_of"]}])),
    ("key-target", "port_id", foreign(reference={"resource": "nowhere", "fields": ["port_id"]})),
    ("key-target", "port_id", foreign(reference={"resource": "ports", "fields": ["nowhere"]})),
    ("key-target", "port_id", foreign(reference={"resource": "ports", "fields": ["name"]})),
]


@pytest.mark.sampled(6)
@pytest.mark.parametrize(("code", "column", "fault"), FAULTS, ids=lambda v: v if isinstance(v, str) else "")
def test_descriptor_fault_gives_one_issue(harbour, code, column, fault):
    file, change = fault
    harbour.edit(file, change)
    report = validate(harbour.root, crosscheck=False)
    assert [(i.code, i.file, i.column) for i in report.issues] == [(code, file, column)], report.issues
    assert report.issues[0].line
    assert report.valid is (report.issues[0].severity == "warning")


@pytest.mark.parametrize(
    ("raw", "code", "line"),
    [
        (b"", "json-invalid", 1),
        (b"{\n\n  broken", "json-invalid", 3),
        (b"[]", "json-invalid", 1),
        (b'{"name": "\xff"}', "json-invalid", 1),
        (b'{"name": NaN}', "json-invalid", None),
        (b"[" * 100_000, "json-invalid", None),
        (b'{"name": "\\ud800", "resources": []}', "json-invalid", None),
    ],
)
def test_validate_reports_a_descriptor_that_is_no_json(harbour, raw, code, line):
    harbour.rewrite("datapackage.json", lambda before: raw)
    report = validate(harbour.root)
    assert [(i.code, i.file, i.line) for i in report.issues] == [(code, "datapackage.json", line)]
    assert not report.valid


def test_validate_reports_a_repeated_key_at_its_second_line(harbour):
    harbour.replace("schemas/calls.json", '"primaryKey"', '"description": "again",\n  "primaryKey"')
    report = validate(harbour.root, crosscheck=False)
    issue = report.issues[0]
    lines = (harbour.root / "schemas/calls.json").read_text(encoding="utf-8").split("\n")
    assert (len(report.issues), issue.code) == (1, "json-repeated-key")
    assert "again" in lines[issue.line - 1]


def test_issue_names_the_line_of_the_property(harbour):
    harbour.edit(*constraint(4, minimun=1))
    issue = validate(harbour.root, crosscheck=False).issues[0]
    lines = (harbour.root / PORTS).read_text(encoding="utf-8").split("\n")
    assert "minimun" in lines[issue.line - 1]


def test_bytes_and_hash_are_checked_where_they_stand(harbour):
    import hashlib

    content = (harbour.root / "data/ports.csv").read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    harbour.edit(*resource(bytes=len(content), hash=f"sha256:{digest}"))
    assert validate(harbour.root, crosscheck=False).valid
    harbour.replace("data/ports.csv", "Basra", "Bosra")
    assert [i.code for i in validate(harbour.root, crosscheck=False).issues] == ["file-hash"]
    harbour.replace("data/ports.csv", "Bosra", "Basra.")
    assert [i.code for i in validate(harbour.root, crosscheck=False).issues] == ["file-bytes"]
