"""Print the page of the benchmarks, in Markdown, from the results that are kept in benchmarks/results."""

from __future__ import annotations

import csv
import statistics
import sys
from collections import defaultdict
from pathlib import Path

HERE = Path(__file__).resolve().parent
NAMES = {
    "load": "DuckDB, loading as text only",
    "iraqmilitias": "`iraqmilitias validate`, cross-checks off",
    "pandera": "pandera on pandas, foreign keys by hand",
    "frictionless": "`frictionless validate`, as it comes",
}
WHICH = {"six": "six large tables", "all": "all tables and every rule"}
PRINTED = "<!-- not run: it is what benchmarks/startup.py printed when it was last run -->\n"
Row = dict[str, str]


def table(rows: list[Row]) -> list[str]:
    """Return the lines of one comparison: a line an engine."""
    errors = int(rows[0]["errors"])
    head = "| engine | seconds | times ours | processor seconds | times ours | peak MiB |"
    rule = "|---|---:|---:|---:|---:|---:|"
    if errors:
        head += " found at line and column | line only | elsewhere |"
        rule += "---:|---:|---:|"
    lines = [head, rule]
    clock = {e: _median([r for r in rows if r["engine"] == e], "seconds") for e in NAMES}
    cpu = {e: _median([r for r in rows if r["engine"] == e], "cpu_seconds") for e in NAMES}
    for engine, name in NAMES.items():
        runs = [r for r in rows if r["engine"] == engine]
        if not runs:
            continue
        times = [seconds[engine] / seconds["iraqmilitias"] for seconds in (clock, cpu)]
        peak = max(int(r["peak_mib"]) for r in runs)
        line = f"| {name} | {clock[engine]:.2f} | {times[0]:.2f} | {cpu[engine]:.2f} | {times[1]:.2f} | {peak} |"
        if errors:
            line += f" {runs[0]['located']} of {errors} | {runs[0]['line_only']} | {runs[0]['reported_elsewhere']} |"
        lines.append(line)
    return lines


def _median(rows: list[Row], column: str) -> float:
    return statistics.median(float(r[column]) for r in rows) if rows else 0.0


def page(results: Path = HERE / "results") -> str:
    """Return the page."""
    with (results / "validation.csv").open(encoding="utf-8", newline="") as file:
        groups: dict[tuple[str, int, int, int], list[Row]] = defaultdict(list)
        for row in csv.DictReader(file):
            groups[row["tables"], int(row["rows"]), int(row["errors"]), int(row["seed"])].append(row)
    parts = [
        "# Benchmarks",
        (results / "machine.txt").read_text(encoding="utf-8").strip(),
        "Each figure is the median over the runs of one whole process, start-up included. The engines ran in turn on "
        "the same files. “Times ours” divides the column before it by ours. The packages are "
        "made by `benchmarks/generate.py` from this project’s schemas, with keys, references, patterns, bounds, dates "
        "and rules.",
    ]
    for (tables, rows, errors, seed), measured in sorted(groups.items()):
        if not any(r["engine"] == "iraqmilitias" for r in measured):
            continue  # a run that was cut short
        planted = f", {errors:,} planted errors of 21 kinds (seed {seed})" if errors else ", valid"
        runs = max(int(r["run"]) for r in measured)
        title = f"## {rows:,} rows in {WHICH[tables]}{planted}"
        parts += [title, f"Runs: {runs}.", "\n".join(table(measured))]
    startup = results / "startup.txt"
    if startup.is_file():
        parts += ["## Start-up", f"{PRINTED}```text\n{startup.read_text(encoding='utf-8').strip()}\n```"]
    parts += [
        "## How to repeat it",
        "<!-- not run: it takes an hour; .ci/full runs it -->\n"
        "```sh\npip install -e '.[test]'\n"
        "python benchmarks/validation.py --rows 100000 --runs 3\n"
        "python benchmarks/validation.py --rows 1000000 --runs 3 --errors 1000 --seed 42\n"
        "python benchmarks/validation.py --rows 10000000 --runs 1 --without frictionless --without pandera\n"
        "python benchmarks/startup.py\npython benchmarks/page.py\n```",
        "Errors “elsewhere” are lines that hold no planted error. frictionless and pandera do not claim to see all "
        "kinds: rules between columns (dates in order, unit and measure), spaces and invisible characters are ours.",
    ]
    return "\n\n".join(parts) + "\n"


if __name__ == "__main__":
    sys.stdout.write(page())
