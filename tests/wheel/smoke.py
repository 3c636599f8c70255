"""Run by `.ci/run` with the Python of an environment that has only the wheel: every call, no extra, no checkout."""

import json
import subprocess
import sys
from pathlib import Path

import iraqmilitias as im

assert "site-packages" in im.__file__, im.__file__
assert not (Path.cwd() / "datapackage.json").exists()
command = sys.argv[1]


def run(*arguments: str, status: int = 0) -> str:
    done = subprocess.run([command, *arguments], capture_output=True, encoding="utf-8")
    assert done.returncode == status and "Traceback" not in done.stderr, (arguments, done)
    return done.stdout


descriptor = json.loads((Path(__file__).parents[2] / "datapackage.json").read_text(encoding="utf-8"))
assert sorted(im.tables()) == sorted(resource["name"] for resource in descriptor["resources"])
assert im.describe("figures").columns
assert len(im.load("figures")) > 10
for form, extra in (("polars", "polars"), ("arrow", "arrow")):
    try:
        im.load("figures", as_=form)
    except im.MissingExtraError as error:
        assert f"iraqmilitias[{extra}]" in str(error)
    else:
        raise AssertionError(f"{form} is not installed here")
try:
    im.contract("figures")
except im.MissingExtraError as error:
    assert "iraqmilitias[validate]" in str(error)
else:
    raise AssertionError("pandera is not installed here")
connection = im.connect()
assert connection.execute("select count(*) from sources").fetchall() == [(5,)]
connection.close()
assert im.sql("select count(*) as n from figures", timeout=30)["n"][0] > 10
assert im.trace("fig-0001").voice is not None
assert im.find("Solemeini")[0].name == "Qasem Soleimani"
assert im.cite("fig-0001").article
report = im.validate()
assert report.valid, report.to_dict()
assert im.open(Path(im.__file__).parent / "_package").version == im.__version__
for arguments in (
    ("tables",),
    ("describe", "figures"),
    ("query", "select 1"),
    ("trace", "fig-0001"),
    ("find", "Muhandis"),
    ("cite",),
    ("validate",),
    ("coverage",),
    ("rules",),
    ("--version",),
):
    assert run(*arguments), arguments
run("query", "drop table sources", status=1)
print(f"the wheel works outside the checkout: version {im.__version__}, {len(im.tables())} tables")
