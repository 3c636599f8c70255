"""Export of a large package against DuckDB's own COPY of the same tables and view, in whole processes, in turn.

python benchmarks/export.py PACKAGE [--runs 3]

Ours: `iraqmilitias export DIR --format F`: reads and loads the CSV files, writes every table and the flat claims, and
hashes the package and every file. The peer: DuckDB reads the same files with the same types, makes the same view, and
copies each with its default settings. Prints seconds, peak memory, and the ratios of the medians of wall and
processor time.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PEER = """
import sys, duckdb
from pathlib import Path
from iraqmilitias.package import Package
from iraqmilitias.fields import KINDS
from iraqmilitias.database.definitions import definitions
package, target, form = Package(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
target.mkdir()
c = duckdb.connect()
for t in package.tables.values():
    types = {f.name: KINDS[f.type].duckdb for f in t.fields}
    c.execute(f"create table {t.name} as from read_csv('{package.path / t.path}', columns={types}, header=true)")
for d in definitions():
    c.execute(d.sql)
for name in (*package.tables, 'claims'):
    c.execute(f"copy (from {name}) to '{target / name}.{form}' (format {form})")
"""


def run(command: list[str]) -> tuple[float, float, int]:
    """Return wall seconds, processor seconds and peak KiB of one whole process."""
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"{command} ended with {status}")
    return time.perf_counter() - started, usage.ru_utime + usage.ru_stime, usage.ru_maxrss


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("package", type=Path)
    parser.add_argument("--runs", type=int, default=3)
    given = parser.parse_args()
    ours = [sys.executable, "-m", "iraqmilitias", "--package", str(given.package), "export"]
    for form in ("parquet", "csv"):
        pairs = []
        for _ in range(given.runs):
            with tempfile.TemporaryDirectory() as folder:
                one = run([*ours, f"{folder}/ours", "--format", form])
                two = run([sys.executable, "-c", PEER, str(given.package), f"{folder}/peer", form])
            pairs.append((one, two))
            print(f"{form}: {one[0]:.2f} s against {two[0]:.2f} s; {one[2] >> 10} and {two[2] >> 10} MiB", flush=True)
        wall, processor = (
            statistics.median(o[i] for o, _ in pairs) / statistics.median(p[i] for _, p in pairs) for i in (0, 1)
        )
        print(f"{form}: {wall:.2f} times DuckDB's COPY in wall time, {processor:.2f} in processor time")


if __name__ == "__main__":
    main()
