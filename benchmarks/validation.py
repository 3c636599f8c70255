"""Whole processes side by side: our validation, stock frictionless, pandera, and DuckDB merely loading as text.

python benchmarks/validation.py --rows 100000 --runs 3 [--tables six|all] [--errors 1000] [--seed 11] [--without ENGINE]

The engines run in turn, so that what else the machine does falls on all. Adds a line a process to
benchmarks/results/validation.csv; benchmarks/page.py prints the page of the benchmarks from it.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).resolve().parent
RESULTS = HERE / "results" / "validation.csv"
ENGINES = ("load", "iraqmilitias", "pandera", "frictionless")
NUMBERS = "seconds", "cpu_seconds", "peak_mib", "located", "line_only", "reported_elsewhere"
COLUMNS = ("tables", "rows", "errors", "seed", "engine", "run", *NUMBERS)
Found = set[tuple[str, int | None, str | None]]


class Cost(NamedTuple):
    """What one whole process took."""

    seconds: float
    cpu: float
    peak: int  # MiB


def run(engine: str, package: Path) -> tuple[Cost, Found]:
    """Run one engine on a package in a separate process; return what it took and what it found."""
    command = [sys.executable, str(HERE / "engines.py"), engine, str(package)]
    if engine == "frictionless":
        program = shutil.which("frictionless", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
        command = [str(program), "validate", "--json", "--limit-errors", "1000000", "datapackage.json"]
    with tempfile.TemporaryFile() as out:
        started = time.perf_counter()
        process = subprocess.Popen(command, stdout=out, stderr=subprocess.DEVNULL, cwd=package)
        _, _, usage = os.wait4(process.pid, 0)
        cost = Cost(time.perf_counter() - started, usage.ru_utime + usage.ru_stime, usage.ru_maxrss // 1024)
        out.seek(0)
        found = json.load(out)
    return cost, _frictionless(found) if engine == "frictionless" else {(f, n, c) for f, n, c in found}


def _frictionless(report: dict[str, list[dict[str, object]]]) -> Found:
    found: Found = set()
    for task in report["tasks"]:
        for error in task["errors"]:  # type: ignore[attr-defined]
            names = error.get("fieldNames") or [error.get("fieldName")]
            found.add((str(task["place"]), error.get("rowNumber"), names[0]))
    return found


def score(found: Found, package: Path) -> tuple[int, int, int]:
    """Return how many planted errors were found with line and column, how many by line alone, and what else was."""
    path = package / "expected.csv"
    if not path.is_file():
        return 0, 0, len(found)
    with path.open(encoding="utf-8", newline="") as file:
        planted = [(row["file"], int(row["line"]), row["column"] or None) for row in csv.DictReader(file)]
    lines = {(file, line) for file, line, _ in found}
    located = sum(p in found or (p[2] is None and p[:2] in lines) for p in planted)
    by_line = sum(p[:2] in lines for p in planted) - located
    elsewhere = len(lines - {p[:2] for p in planted})
    return located, by_line, elsewhere


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--errors", type=int, default=0)
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--tables", choices=("six", "all"), default="six")
    parser.add_argument("--without", action="append", default=[], choices=ENGINES)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        package = Path(folder) / "package"
        options = ["--rows", given.rows, "--errors", given.errors, "--seed", given.seed, "--tables", given.tables]
        subprocess.run([sys.executable, str(HERE / "generate.py"), str(package), *map(str, options)], check=True)
        for number in range(given.runs):
            for engine in ENGINES:
                if engine in given.without or (engine == "load" and given.errors):  # it stops at a ragged row
                    continue
                cost, found = run(engine, package)
                numbers = [round(cost.seconds, 2), round(cost.cpu, 2), cost.peak, *score(found, package)]
                row = [given.tables, given.rows, given.errors, given.seed, engine, number + 1, *numbers]
                print(*row)
                _keep(row)


def _keep(row: list[object]) -> None:
    RESULTS.parent.mkdir(exist_ok=True)
    new = not RESULTS.is_file()
    with RESULTS.open("a", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        if new:
            writer.writerow(COLUMNS)
        writer.writerow(row)


if __name__ == "__main__":
    main()
