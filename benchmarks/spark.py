"""How the time of `validate --engine spark` divides, and whether its issues are DuckDB's.

python benchmarks/spark.py PACKAGE [--master sc://host:port …] [--runs 3] [--output FILE]

Each run is a process of its own, so that start-up is in it. The engines run in turn: DuckDB, Sail in the process, and
each server that is named. Seconds are medians: `read` (the common reader: bytes, lines, cells), `start` (server and
session), `hand over` (Parquet), `contracts`, `rules`, `whole`; processor seconds and the peak of memory are those of
our process, which has Sail in it and other servers not. Prints one JSON object.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

STAGES = {
    "structure": "read",
    "Spark start": "start",
    "Spark tables": "hand over",
    "contracts": "contracts",
    "rules": "rules",
}
LIMIT = 1_000_000


def run(package: str, engine: str, master: str | None) -> dict[str, object]:
    """Validate in this process; return the seconds of each stage, and the issues."""
    from iraqmilitias.validation import validate
    from iraqmilitias.validation.report.progress import Step

    begun = time.perf_counter()
    spent: dict[str, float] = {}
    state = ["read", begun]

    def enter(stage: str) -> None:
        now = time.perf_counter()
        spent[state[0]] = spent.get(state[0], 0.0) + now - state[1]
        state[:] = [stage, now]

    def progress(step: Step) -> None:
        enter(STAGES.get(step.layer, STAGES.get(f"{step.layer} {step.name}", state[0])))

    report = validate(package, engine=engine, master=master, crosscheck=False, limit=LIMIT, progress=progress)
    enter("")
    spent["whole"] = time.perf_counter() - begun
    issues = [[i.code, i.file, i.line, i.column, i.message] for i in report.issues]
    used = resource.getrusage(resource.RUSAGE_SELF)
    return {
        "engine": engine,
        "master": master,
        "rows": report.rows,
        "seconds": spent,
        "cpu_seconds": used.ru_utime + used.ru_stime,
        "peak_mib": used.ru_maxrss // 1024,
        "issues": issues,
    }


def child(package: str, engine: str, master: str | None) -> dict[str, Any]:
    command = [sys.executable, __file__, package, "--one", engine, *(["--master", master] if master else [])]
    output = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, encoding="utf-8").stdout
    result: dict[str, Any] = json.loads(output)
    return result


def summary(entries: list[dict[str, Any]], truth: object) -> dict[str, object]:
    """Return the medians of one engine's runs, and whether each found what DuckDB found."""
    stages = dict.fromkeys(stage for entry in entries for stage in entry["seconds"])
    return {
        **{key: entries[0][key] for key in ("engine", "master", "rows")},
        "runs": len(entries),
        "seconds": {s: round(statistics.median(e["seconds"].get(s, 0) for e in entries), 2) for s in stages},
        "processor seconds": round(statistics.median(e["cpu_seconds"] for e in entries), 2),
        "peak MiB": max(e["peak_mib"] for e in entries),
        "found": len(entries[0]["issues"]),
        "same as DuckDB": all(e["issues"] == truth for e in entries),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("package")
    parser.add_argument("--master", action="append", default=[])
    parser.add_argument(
        "--one", choices=["duckdb", "spark"], help="one run in this process (used by the script itself)"
    )
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--output", type=Path)
    arguments = parser.parse_args()
    if arguments.one:
        print(json.dumps(run(arguments.package, arguments.one, next(iter(arguments.master), None))))
        return
    engines = [("duckdb", None), ("spark", None), *(("spark", master) for master in arguments.master)]
    done: dict[tuple[str, str | None], list[dict[str, Any]]] = {engine: [] for engine in engines}
    for _ in range(arguments.runs):
        for engine in engines:
            done[engine].append(child(arguments.package, *engine))
            print(engine, done[engine][-1]["seconds"], file=sys.stderr, flush=True)
    truth = done[engines[0]][0]["issues"]
    runs = [summary(entries, truth) for entries in done.values()]
    text = json.dumps({"package": arguments.package, "runs": runs}, indent=1)
    if arguments.output:
        arguments.output.write_text(text + "\n", encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
