"""A package is data: nothing outside it is read, nothing in it is run, and nothing in it stops the check."""

from __future__ import annotations

import os
import sys
import zipfile

import pytest

from iraqmilitias.errors import PackageError
from iraqmilitias.validation import validate

pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:zipfile")


def codes(root):
    return [(i.code, i.file) for i in validate(root, crosscheck=False).issues]


@pytest.mark.skipif(sys.platform == "win32", reason="needs symbolic links and pipes")
def test_validate_refuses_links_folders_and_pipes(harbour, tmp_path):
    calls = harbour.root / "data/calls.csv"
    calls.rename(tmp_path / "outside.csv")
    assert codes(harbour.root) == [("file-missing", "data/calls.csv")]
    calls.symlink_to(tmp_path / "outside.csv")
    assert codes(harbour.root) == [("path-outside", "data/calls.csv")]
    calls.unlink()
    calls.symlink_to("nowhere.csv")
    assert codes(harbour.root) == [("file-missing", "data/calls.csv")]
    calls.unlink()
    calls.mkdir()
    assert codes(harbour.root) == [("file-not-regular", "data/calls.csv")]
    calls.rmdir()
    os.mkfifo(calls)
    assert codes(harbour.root) == [("file-not-regular", "data/calls.csv")]


def test_validate_accepts_a_link_inside_the_package(harbour):
    calls = harbour.root / "data/calls.csv"
    calls.rename(harbour.root / "data/elsewhere.csv")
    calls.symlink_to("elsewhere.csv")
    assert codes(harbour.root) == []


def test_validate_raises_where_there_is_no_package(tmp_path):
    for path in (tmp_path / "nowhere", tmp_path):
        with pytest.raises(PackageError):
            validate(path)
    (tmp_path / "text.zip").write_text("no zip")
    with pytest.raises(PackageError):
        validate(tmp_path / "text.zip")


HOSTILE = [
    'x"; DROP TABLE ports; --',
    "x'); ATTACH 'evil.db'; --",
    "SELECT",
    "_t0",
    "printed_ports",
    "rowid",
    "ünï 🚢",
    "*",
]


@pytest.mark.sampled(4)
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_are_only_names(harbour, name):
    harbour.edit("schemas/ports.json", lambda c: c["fields"][1].update(name=name))
    quoted = '"' + name.replace('"', '""') + '"' if '"' in name else name
    harbour.replace("data/ports.csv", "port_id,name,", f"port_id,{quoted},")
    harbour.edit("datapackage.json", lambda c: c["resources"][2].update(name=name))
    report = validate(harbour.root, crosscheck=False)
    assert report.issues == ()
    harbour.replace("data/ports.csv", "Basra", "")
    assert [(i.code, i.line, i.column) for i in validate(harbour.root, crosscheck=False).issues] == [
        ("required", 2, name)
    ]


def test_file_names_are_not_expanded(harbour):
    (harbour.root / "data/calls.csv").rename(harbour.root / "data/[c]*.csv")
    harbour.edit("datapackage.json", lambda c: c["resources"][2].update(path="data/[c]*.csv"))
    (harbour.root / "data/calls.csv").write_text("nonsense")
    assert codes(harbour.root) == []


def test_control_characters_of_data_are_shown_not_sent(harbour):
    from iraqmilitias.validation.report.formats import REPORT_FORMATS

    harbour.replace("data/ports.csv", "KWT", "K\x1b[31mW\u202eT<script>")
    report = validate(harbour.root, crosscheck=False)
    assert [i.code for i in report.issues] == ["enum"]
    for form, render in REPORT_FORMATS.items():
        text = render(report)
        assert "\x1b" not in text and "\u202e" not in text
        assert form != "html" or "<script>" not in text


def test_zip_is_checked_like_its_folder(harbour, tmp_path):
    harbour.replace("data/ports.csv", "KWT", "KUW")
    archive = tmp_path / "harbour.zip"
    with zipfile.ZipFile(archive, "w") as out:
        for path in sorted(harbour.root.rglob("*.*")):
            out.write(path, f"top/{path.relative_to(harbour.root)}")
    own, zipped = validate(harbour.root, crosscheck=False), validate(archive, crosscheck=False)
    assert own == zipped


@pytest.mark.parametrize("name", ["../escape.csv", "/absolute.csv", "data/../../escape.csv"])
def test_zip_that_escapes_is_refused(harbour, tmp_path, name):
    archive = tmp_path / "harbour.zip"
    with zipfile.ZipFile(archive, "w") as out:
        for path in sorted(harbour.root.rglob("*.*")):
            out.write(path, path.relative_to(harbour.root))
        out.writestr(name, "x")
    report = validate(archive, crosscheck=False)
    assert [i.code for i in report.issues] == ["archive-unsafe"]
    assert not list(tmp_path.rglob("escape.csv"))


def test_zip_bomb_is_not_unpacked(harbour, tmp_path):
    archive = tmp_path / "harbour.zip"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as out:
        out.write(harbour.root / "datapackage.json", "datapackage.json")
        for path in sorted((harbour.root / "schemas").iterdir()):
            out.write(path, f"schemas/{path.name}")
        out.write(harbour.root / "data/ports.csv", "data/ports.csv")
        out.write(harbour.root / "data/berths.csv", "data/berths.csv")
        out.writestr("data/calls.csv", b"0" * (32 << 20))
    report = validate(archive, crosscheck=False)
    assert ("archive-unsafe", "data/calls.csv") in [(i.code, i.file) for i in report.issues]


def test_hostile_pattern_does_not_hang(harbour):
    harbour.edit("schemas/calls.json", lambda c: c["fields"][8].update(constraints={"pattern": "(a+)+$"}))
    harbour.replace("data/calls.csv", "end", "a" * 40 + "!")
    report = validate(harbour.root, crosscheck=False)
    assert [(i.code, i.line) for i in report.issues if i.column == "note"][-1] == ("pattern", 9)


@pytest.mark.parametrize("bound", [10**400, 2**63, "9" * 30, "9" * 6000, "1e999"])
def test_bound_that_no_cell_can_hold_is_an_issue(harbour, bound):
    def change(schema):
        for field in schema["fields"]:
            if field["type"] in ("integer", "number"):
                field.setdefault("constraints", {})["maximum"] = bound

    names = [p.stem for p in sorted((harbour.root / "schemas").glob("*.json"))]
    for name in names:
        harbour.edit(f"schemas/{name}.json", change)
    found = {code for code, _ in codes(harbour.root)}
    assert found == {"constraint-misfit"}
