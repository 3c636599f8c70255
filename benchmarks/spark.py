"""How the time of `validate --engine spark` divides, and whether its issues are DuckDB's.

python benchmarks/spark.py PACKAGE [--master local[1] --master local[2] …] [--output FILE]

Each run is a process of its own, so that start-up is in it. Seconds: `read` (the common reader: bytes, lines, cells),
`start` (Java and Spark), `hand over` (Parquet and views), `contracts`, `rules`, `whole`. Prints one JSON object.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from pathlib import Path

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
    issues = [[i.code, i.file, i.line, i.column] for i in report.issues]
    return {
        "engine": engine,
        "master": master,
        "rows": report.rows,
        "seconds": {stage: round(seconds, 1) for stage, seconds in spent.items()},
        "issues": issues,
    }


def child(package: str, engine: str, master: str | None) -> dict[str, object]:
    command = [sys.executable, __file__, package, "--one", engine, *(["--master", master] if master else [])]
    output = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, encoding="utf-8").stdout
    result: dict[str, object] = json.loads(output)
    return result


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("package")
    parser.add_argument("--master", action="append", default=[])
    parser.add_argument(
        "--one", choices=["duckdb", "spark"], help="one run in this process (used by the script itself)"
    )
    parser.add_argument("--output", type=Path)
    arguments = parser.parse_args()
    if arguments.one:
        print(json.dumps(run(arguments.package, arguments.one, next(iter(arguments.master), None))))
        return
    runs: list[dict[str, object]] = []
    truth = None
    for engine, master in [("duckdb", None), *(("spark", m) for m in arguments.master or ["local[1]", "local[2]"])]:
        entry = child(arguments.package, engine, master)
        issues = entry.pop("issues")
        truth = issues if truth is None else truth
        runs.append(entry | {"found": len(issues), "same as DuckDB": issues == truth})  # type: ignore[arg-type]
        print(runs[-1], file=sys.stderr, flush=True)
    text = json.dumps({"package": arguments.package, "runs": runs}, indent=1)
    if arguments.output:
        arguments.output.write_text(text + "\n", encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
