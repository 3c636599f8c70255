"""Two packages of a million rows of which one in a hundred has a changed cell: our diff, daff, and DuckDB's EXCEPT.

Every run is a whole process that reads both files and finds the changed rows. The bare query finds the rows that one
side has and the other has not, in both directions; it names no cell, no line and no version.

Needs: pip install daff. Use: python benchmarks/diff.py [ROWS] [RUNS]
"""

from __future__ import annotations

import csv
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

COLUMNS = ("figure_id", "source_id", "line", "locator", "printed", "value_low", "qualifier", "date_from", "actor_id",
           "description")  # fmt: skip
BARE = """
import duckdb, sys
old, new = (f"read_csv('{p}/data/figures.csv', all_varchar=true, header=true)" for p in sys.argv[1:])
one = duckdb.sql(f"SELECT * FROM {old} EXCEPT SELECT * FROM {new}").fetchall()
other = duckdb.sql(f"SELECT * FROM {new} EXCEPT SELECT * FROM {old}").fetchall()
print(len(one), len(other))
"""
PEER = """
import csv, sys, daff
def table(folder):
    with open(folder + "/data/figures.csv", encoding="utf-8", newline="") as stream:
        return daff.PythonTableView(list(csv.reader(stream)))
flags = daff.CompareFlags()
flags.addPrimaryKey("figure_id")
alignment = daff.Coopy.compareTables(table(sys.argv[1]), table(sys.argv[2]), flags).align()
found = daff.PythonTableView([])
daff.TableDiff(alignment, flags).hilite(found)
print(found.get_height())
"""


def rows(count: int, changed: float) -> tuple[list[list[str]], list[list[str]]]:
    """Return the rows of two versions; in the second, a share of the rows has one cell changed."""
    pick = random.Random(20261121)
    words = [f"word{i}" for i in range(5000)]
    old = [
        [
            f"fig-{i:07d}", f"src-{i % 5000:04d}", str(i % 200 + 1), " ".join(pick.choices(words, k=3)),
            str(pick.randrange(10**5)), str(pick.random())[:8], pick.choice(["exact", "approximate", "at_least"]),
            f"20{i % 24:02d}-0{i % 9 + 1}-1{i % 10}", f"act-{pick.randrange(9999):04d}",
            " ".join(pick.choices(words, k=8)),
        ]
        for i in range(count)
    ]  # fmt: skip
    new = list(old)
    for i in pick.sample(range(count), round(count * changed)):
        new[i] = list(new[i])
        new[i][pick.randrange(3, len(COLUMNS))] = "changed"
    return old, new


def write(folder: Path, content: list[list[str]]) -> None:
    """Write a package of one table."""
    (folder / "data").mkdir(parents=True)
    with (folder / "data" / "figures.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(content)
    schema = {"fields": [{"name": c, "type": "string"} for c in COLUMNS], "primaryKey": ["figure_id"]}
    resource = {"name": "figures", "path": "data/figures.csv", "schema": schema}
    descriptor = {"name": "large", "version": "1.0.0", "resources": [resource]}
    (folder / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")


def run(command: list[str]) -> tuple[float, int]:
    """Return seconds and peak MiB of one whole process."""
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"{command[:4]} ended with {status}")
    return time.perf_counter() - started, usage.ru_maxrss // 1024


def main(count: int = 1_000_000, runs: int = 5) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for name, content in zip(("old", "new"), rows(count, 0.01), strict=True):
            write(root / name, content)
        pair = [str(root / "old"), str(root / "new")]
        ours = [sys.executable, "-m", "iraqmilitias", "diff", *pair, "--format", "json"]
        bare = [sys.executable, "-c", BARE, *pair]
        peer = [sys.executable, "-c", PEER, *pair]
        pairs = [(run(ours), run(bare)) for _ in range(runs + 1)][1:]
        seconds = [statistics.median(p[i][0] for p in pairs) for i in (0, 1)]
        ratios = sorted(p[0][0] / p[1][0] for p in pairs)
        print(f"iraqmilitias diff: {seconds[0]:.2f} s, {max(p[0][1] for p in pairs)} MiB")
        print(f"DuckDB EXCEPT, both ways: {seconds[1]:.2f} s, {max(p[1][1] for p in pairs)} MiB")
        print(f"  ours is {statistics.median(ratios):.2f} x ({ratios[0]:.2f} to {ratios[-1]:.2f}, {runs} pairs)")
        took, peak = run(peer)
        print(f"daff: {took:.1f} s, {peak} MiB; {took / seconds[0]:.0f} x ours (one run)")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
