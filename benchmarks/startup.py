"""Whole processes, cold, in turn: what importing, connecting and one query cost against Python and DuckDB alone.

Prints for each pair the median of the ratios (of runs made one after the other) and both peak memories. The
database is built before, so that the cache is warm; the last line says what building it costs once.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time

PYTHON = sys.executable
CONNECT = "import iraqmilitias as im; c = im.connect(); c.execute('select count(*) from events').fetchall(); c.close()"
QUERY = [PYTHON, "-m", "iraqmilitias", "query", "select count(*) from events"]
PAIRS = {
    "import iraqmilitias / python -c pass": ([PYTHON, "-c", "import iraqmilitias"], [PYTHON, "-c", "pass"]),
    "import, connect, query / import duckdb": ([PYTHON, "-c", CONNECT], [PYTHON, "-c", "import duckdb"]),
    "iraqmilitias query / import duckdb": (QUERY, [PYTHON, "-c", "import duckdb"]),
}


def run(command: list[str], environment: dict[str, str]) -> tuple[float, int]:
    """Return seconds and peak memory in KiB of one whole process (the largest of it and its children)."""
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"{command} ended with {status}")
    return time.perf_counter() - started, usage.ru_maxrss


def main(runs: int = 15) -> None:
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "IRAQMILITIAS_CACHE": folder}
        first, _ = run(QUERY, environment)
        for name, (ours, peer) in PAIRS.items():
            pairs = [(run(ours, environment), run(peer, environment)) for _ in range(runs + 1)][1:]
            ratios = sorted(a[0] / b[0] for a, b in pairs)
            peaks = [max(p[side][1] for p in pairs) // 1024 for side in (0, 1)]
            print(
                f"{name}: {statistics.median(ratios):.2f} ({ratios[0]:.2f} to {ratios[-1]:.2f}, {runs} pairs); "
                f"peak {peaks[0]} MiB against {peaks[1]} MiB"
            )
        again, _ = run(QUERY, environment)
        print(f"first query, which builds the database: {first:.2f} s; a later one: {again:.2f} s")


if __name__ == "__main__":
    main()
