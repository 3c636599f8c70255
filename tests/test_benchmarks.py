"""The benchmarks' packages are sound or flawed where they say; their page is made from the kept results."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
from pathlib import Path

import pytest

from iraqmilitias.validation import validate

from .conftest import ROOT


def generate(folder: Path, *arguments: str) -> Path:
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    script = str(ROOT / "benchmarks" / "generate.py")
    subprocess.run([sys.executable, script, str(folder), *arguments], check=True, env=environment)
    return folder


@pytest.mark.sampled(2)
@pytest.mark.parametrize("tables", ["all", "six"])
def test_generated_package_is_valid(tmp_path, tables):
    report = validate(generate(tmp_path / "p", "--rows", "20000", "--tables", tables), crosscheck=False)
    # Attacks without number have much in common: that two of them may be one is no error of the generator.
    assert {i.code for i in report.issues} <= {"event-again"}
    assert 19_000 < report.rows < 21_000


@pytest.mark.slow
@pytest.mark.parametrize("seed", ["31", "32"])
def test_each_planted_error_is_found_where_it_is_and_nothing_else(tmp_path, seed):
    package = generate(tmp_path / "p", "--rows", "40000", "--errors", "210", "--seed", seed)
    with (package / "expected.csv").open(encoding="utf-8", newline="") as file:
        planted = {(row["file"], int(row["line"]), row["code"]): row["column"] for row in csv.DictReader(file)}
    found = validate(package, limit=10_000, crosscheck=False).issues
    issues = [i for i in found if i.code != "event-again"]
    assert {(i.file, i.line, i.code) for i in issues} == set(planted)
    assert len(issues) == len(planted) == 210
    columns = {(i.file, i.line, i.code): i.column for i in issues}
    assert {place: columns[place] for place, column in planted.items() if column} == {
        place: column for place, column in planted.items() if column
    }


@pytest.mark.slow
def test_same_arguments_give_the_same_bytes(tmp_path):
    one, two = (generate(tmp_path / n, "--rows", "5000", "--errors", "21") for n in "ab")
    files = sorted(p.relative_to(one) for p in one.rglob("*") if p.is_file())
    assert files == sorted(p.relative_to(two) for p in two.rglob("*") if p.is_file())
    assert all((one / f).read_bytes() == (two / f).read_bytes() for f in files)


def test_page_gives_medians_in_seconds_and_in_multiples_of_ours(tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    from page import page

    seconds = {"load": (1, 1, 1), "iraqmilitias": (1.9, 2, 9), "pandera": (5, 5, 5)}
    lines = ["tables,rows,errors,seed,engine,run,seconds,cpu_seconds,peak_mib,located,line_only,reported_elsewhere"]
    for engine, times in seconds.items():
        lines += [f"six,1000,7,3,{engine},{run},{time},{2 * time},300,6,1,0" for run, time in enumerate(times, 1)]
    (tmp_path / "validation.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (tmp_path / "machine.txt").write_text("A machine.\n", encoding="utf-8")
    text = page(tmp_path)
    assert "## 1,000 rows in six large tables, 7 planted errors" in text and "Runs: 3." in text
    assert "cross-checks off | 2.00 | 1.00 | 4.00 | 1.00 | 300 | 6 of 7 | 1 | 0 |" in text
    assert "| pandera on pandas, foreign keys by hand | 5.00 | 2.50 | 10.00 | 2.50 |" in text


def test_page_has_every_comparison_of_the_kept_results(monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    from page import page

    with (ROOT / "benchmarks" / "results" / "validation.csv").open(encoding="utf-8", newline="") as file:
        rows = [r for r in csv.DictReader(file) if r["engine"] == "iraqmilitias"]
    assert page().count(" rows in ") == len({(r["tables"], r["rows"], r["errors"], r["seed"]) for r in rows})
