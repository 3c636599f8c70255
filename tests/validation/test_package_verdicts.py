"""Whole packages in forms that other people's have: stock frictionless gives the same verdict, or the reason is listed.

Made after the test packages of frictionless itself (data/ in frictionlessdata/frictionless-py, tried on 2026-11-27).
"""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from iraqmilitias.validation import validate

frictionless = pytest.importorskip("frictionless")
FIELDS = [{"name": "id", "type": "integer"}, {"name": "name", "type": "string"}]
ROWS = "id,name\n1,Tigris\n2,Karun\n"


def zipped(text: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.csv", text)
    return out.getvalue()


class Case(NamedTuple):
    """A package of files, its resources and other properties, and whether it is valid to each validator."""

    name: str
    files: dict[str, str | bytes]
    resources: list[dict[str, Any]]
    ours: bool
    theirs: bool
    reason: str = ""  # why the verdicts differ
    more: tuple[tuple[str, Any], ...] = ()


def table(path: Any, fields: list[dict[str, Any]] | None = FIELDS, **more: Any) -> dict[str, Any]:
    return {
        "name": "a",
        "path": path,
        **({"schema": {"fields": fields, **more.pop("keys", {})}} if fields else {}),
        **more,
    }


MOMENT = [{"name": "at", "type": "datetime"}]
REFERS = {"foreignKeys": [{"fields": ["name"], "reference": {"resource": "a", "fields": ["name"]}}]}
NUMBERS = "+100000.00\n.5\n5.\nINF\n-inf\nNaN\n007\n1E5\n-1.23\n"
ZONES = "2020-01-01T15:00:00Z\n2020-01-01T15:00:00+03:00\n"
OWN_FORM = {"name": "d", "type": "date", "format": "%d/%m/%Y", "constraints": {"minimum": "01/03/2019"}}
TWICE = {"enum": ["a", "a"]}
REQUIRED = {"name": "name", "type": "string", "constraints": {"required": True}}
YES = {"name": "b", "type": "boolean", "trueValues": ["yes"], "falseValues": ["no"], "constraints": {"enum": ["yes"]}}
CASES = [
    Case("sound", {"a.csv": ROWS}, [table("a.csv")], True, True),
    Case("no schema", {"a.csv": ROWS}, [table("a.csv", None)], True, True),
    Case("no schema, short row", {"a.csv": "id,name\n1\n"}, [table("a.csv", None)], False, False),
    Case("parts", {"a.csv": ROWS, "b.csv": ROWS}, [table(["a.csv", "b.csv"])], True, True),
    Case("parts, wrong type", {"a.csv": ROWS, "b.csv": "id,name\nx,y\n"}, [table(["a.csv", "b.csv"])], False, False),
    Case("gzip", {"a.csv.gz": gzip.compress(ROWS.encode())}, [table("a.csv.gz")], True, True),
    Case("tabs", {"a.tsv": ROWS.replace(",", "\t")}, [table("a.tsv")], True, True),
    Case("semicolons", {"a.csv": ROWS.replace(",", ";")}, [table("a.csv", dialect={"delimiter": ";"})], True, True),
    Case("no header", {"a.csv": "1,Tigris\n"}, [table("a.csv", dialect={"header": False})], True, True),
    Case("rows", {}, [{"name": "a", "data": [["id", "name"], [1, "x"]], "schema": {"fields": FIELDS}}], True, True),
    Case("keyed rows", {}, [{"name": "a", "data": [{"id": 1, "name": "x"}], "schema": {"fields": FIELDS}}], True, True),
    Case("rows, type", {}, [{"name": "a", "data": [{"id": "y"}], "schema": {"fields": FIELDS[:1]}}], False, False),
    Case("zone", {"a.csv": "at\n2020-01-01T15:00:00+03:00\n"}, [table("a.csv", MOMENT)], True, True),
    Case("blank row", {"a.csv": "id,name\n\n1,x\n"}, [table("a.csv")], False, False),
    Case("missing file", {}, [table("a.csv")], False, False),
    Case("numbers", {"a.csv": f"x\n{NUMBERS}"}, [table("a.csv", [{"name": "x", "type": "number"}])], True, True),
    Case("zones", {"a.csv": f"at\n{ZONES}"}, [table("a.csv", MOMENT)], True, True),
    Case("own form", {"a.csv": "d\n13/02/2020\n"}, [table("a.csv", [OWN_FORM])], True, True),
    Case("choice twice", {"a.csv": "x\na\n"}, [table("a.csv", [{"name": "x", "constraints": TWICE}])], True, True),
    Case(
        "nothing is missing", {"a.csv": "id,name\n1,\n"},
        [table("a.csv", [FIELDS[0], {**REQUIRED, "missingValues": []}])], True, True,
    ),
    Case("choice of booleans", {"a.csv": "b\nyes\n"}, [table("a.csv", [YES])], True, True),
    # where the verdicts differ
    Case(
        "years", {"a.csv": "y\n-0044\n12020\n"}, [table("a.csv", [{"name": "y", "type": "year"}])], True, False,
        "the standard has the years of XML Schema, also negative ones and those of more than four digits",
    ),
    Case(
        "groups", {"a.csv": 'x\n"1,234"\n'}, [table("a.csv", [{"name": "x", "type": "integer", "groupChar": ","}])],
        True, False, "the standard has groupChar for integers, too",
    ),
    Case(
        "codes for missing", {"a.csv": "id,name\nNA,NA\n"}, [table("a.csv", keys={"missingValues": ["NA"]})],
        True, False, "a row of codes for missing is a row",
    ),
    Case(
        "missing in one column", {"a.csv": "name\na\n\nb\n"}, [table("a.csv", FIELDS[1:])], True, False,
        "a line without a cell is how a missing cell of one column is written",
    ),
    Case(
        "two fields of one name", {"a.csv": "id,id\n1,2\n"}, [table("a.csv", [FIELDS[0], FIELDS[0]])], True, False,
        "the standard does not allow to reject a schema of version 1 for that",
    ),
    Case(
        "zip", {"a.csv.zip": zipped(ROWS)}, [table("a.csv.zip")], False, True,
        "the standard does not know zip; it is refused by name",
    ),
    Case(
        "missingValues of a package", {"a.csv": ROWS}, [table("a.csv")], True, False,
        "the standard allows properties that it does not define", (("missingValues", ["1"]),),
    ),
    Case("NaN", {"a.csv": "id\nNaN\n"}, [table("a.csv", [{"name": "id", "type": "number"}])], True, True),
    Case(
        "latin-1", {"a.csv": b"id,name\n1,caf\xe9\n"}, [table("a.csv", encoding="latin-1")], False, True,
        "one encoding, UTF-8, spares every reader from guessing",
    ),
    Case(
        "key that is not one", {"a.csv": ROWS}, [table("a.csv", keys=REFERS)], False, True,
        "a foreign key that refers to no key leads to more than one row",
    ),
    Case(
        "space before a text", {"a.csv": "id,name\n1, Tigris\n"}, [table("a.csv")], False, True,
        "the rules on text hold for every package (text-spaces)",
    ),
]  # fmt: skip


def write(folder: Path, case: Case) -> Path:
    for name, content in case.files.items():
        (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    content = {"name": "case", "resources": case.resources, **dict(case.more)}
    (folder / "datapackage.json").write_text(json.dumps(content), encoding="utf-8")
    return folder


def their_verdict(folder: Path) -> bool:
    try:
        return bool(frictionless.Package(str(folder / "datapackage.json")).validate().valid)
    except frictionless.FrictionlessException:
        return False


@pytest.mark.sampled(8, rest="full")
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_verdict_is_that_of_frictionless_or_the_reason_is_listed(tmp_path, case):
    root = write(tmp_path, case)
    report = validate(root)
    assert (report.valid, their_verdict(root)) == (case.ours, case.theirs), report.issues
    assert (case.ours != case.theirs) == bool(case.reason)
