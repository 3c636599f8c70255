"""Run the quick tests in one environment for each version that pyproject.toml supports, and print a table.

The tests are those of a fresh clone of what is committed. uv (pip install uv) makes each environment from nothing.
The exit status is 1 if one fails.
Without --tests, an environment runs all quick tests. One that cannot be made on this machine is skipped with a reason.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ElementTree
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[1]
LOCK = "requirements/tests.txt"
PYTHON = "3.11"
DEBIAN = {"debian-trixie": "trixie", "debian-sid": "sid"}  # Python 3.13; 3.14 or later
LONGEST = 40  # failures shown of one environment


@dataclass(frozen=True)
class Environment:
    """What is installed, and for which Python."""

    name: str
    about: str
    options: tuple[str, ...] = ()  # of `uv pip install`
    requirements: tuple[str, ...] = ("-e", ".[test]")
    python: str = PYTHON
    smoke: bool = False  # only the calls of tests/wheel/smoke.py, which need no extra


ENVIRONMENTS = [
    Environment("lock", "what the README's test command installs", ("--no-deps",), ("-r", LOCK, "-e", ".")),
    Environment("newest", "the newest release of everything"),
    Environment("pre-release", "the newest pre-release of everything", ("--prerelease", "allow")),
    Environment("lowest", "every direct dependency at its lower bound", ("--resolution", "lowest-direct")),
    Environment("lowest-core", "the same without extras", ("--resolution", "lowest-direct"), (".",), smoke=True),
    *(
        Environment(f"{name}-{version}", f"{name} {version}", (), ("-e", ".[test]", f"{name}=={version}"))
        for name, version in (
            *(("duckdb", v) for v in ("1.4.0", "1.4.1", "1.4.*", "1.5.*", "2.0.0", "2.0.1")),
            *(("pandas", v) for v in ("2.*", "3.*")),
        )
    ),
    *(Environment(f"python-{v}", f"Python {v}", python=v) for v in ("3.12", "3.13", "3.14")),
]


@dataclass
class Outcome:
    """What one environment gave."""

    environment: Environment
    result: str  # passed, failed or skipped
    note: str = ""
    seconds: float = 0.0
    passed: int = 0
    failures: list[str] = field(default_factory=list)
    skips: Counter[str] = field(default_factory=Counter)
    versions: dict[str, str] = field(default_factory=dict)


def uv(checkout: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run uv, which must not download a Python."""
    command = [sys.executable, "-m", "uv", "--quiet", *arguments]
    environment = {**os.environ, "UV_PYTHON_DOWNLOADS": "never"}
    return subprocess.run(command, cwd=checkout, env=environment, capture_output=True, text=True)


def run(environment: Environment, tests: list[str], checkout: Path, folder: Path) -> Outcome:
    """Make one environment and run the tests in it."""
    began = time.monotonic()
    outcome = Outcome(environment, "skipped")
    made = uv(checkout, "venv", "--python", environment.python, str(folder / "venv"))
    if made.returncode:
        outcome.note = f"no Python {environment.python} on this machine"
        return outcome
    python = folder / "venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    installed = uv(checkout, "pip", "install", "--python", str(python), *environment.options, *environment.requirements)
    if installed.returncode:
        outcome.result, outcome.note = "failed", "cannot be installed: " + " ".join(installed.stderr.split())
        return outcome
    listed = uv(checkout, "pip", "freeze", "--python", str(python)).stdout.split()
    outcome.versions = dict(line.split("==") for line in listed if "==" in line)
    if environment.smoke:
        command = [str(python), "-I", str(checkout / "tests/wheel/smoke.py"), str(python.with_name("iraqmilitias"))]
        report = None
    else:
        report = folder / "report.xml"
        command = [str(python), "-m", "pytest", "-p", "no:cacheprovider", f"--junitxml={report}", *tests]
    here = checkout if report else folder
    done = subprocess.run(command, cwd=here, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    outcome.result = "failed" if done.returncode else "passed"
    if report and report.is_file():
        read(report, outcome)
    elif done.returncode:
        outcome.note = " ".join(done.stdout.split()[-40:])
    outcome.seconds = time.monotonic() - began
    return outcome


def read(report: Path, outcome: Outcome) -> None:
    """Take the counts, failures and reasons of skipped tests from pytest's report."""
    for case in ElementTree.parse(report).iter("testcase"):
        name = f"{case.get('classname')}::{case.get('name')}"
        skipped = case.find("skipped")
        failed = [e for e in (case.find("failure"), case.find("error")) if e is not None]
        if skipped is not None:
            outcome.skips[skipped.get("message") or "no reason"] += 1
        elif failed:
            outcome.failures.append(f"{name}: {' '.join((failed[0].get('message') or '').split())[:300]}")
        else:
            outcome.passed += 1


def debian(release: str) -> Outcome:
    """Run the README's test command in a Debian of this name, which .ci/debian makes."""
    outcome = Outcome(Environment(f"debian-{release}", f"Debian {release} in a chroot, its own Python"), "skipped")
    if shutil.which("debootstrap") is None:
        outcome.note = "debootstrap is not installed"
    elif not hasattr(os, "geteuid") or os.geteuid() != 0:
        outcome.note = "making a chroot needs root"
    else:
        began = time.monotonic()
        command = [str(ROOT / ".ci" / "debian"), release]
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        outcome.result, outcome.seconds = ("failed" if done.returncode else "passed"), time.monotonic() - began
        outcome.note = " ".join(done.stdout.split()[-12:] if not done.returncode else done.stdout.split()[-60:])
    return outcome


def table(outcomes: list[Outcome]) -> str:
    """Return the outcomes as a Markdown table, then each failure and each reason for a skipped test."""
    head = "| environment | what it is | result | passed | failed | skipped | seconds |"
    lines = [head, "|---|---|---|--:|--:|--:|--:|"]
    for o in outcomes:
        counts = f"{o.passed} | {len(o.failures)} | {o.skips.total()} | {o.seconds:.0f}"
        lines.append(f"| {o.environment.name} | {o.environment.about} | {o.result} | {counts} |")
    for o in outcomes:
        lines += [f"- {o.environment.name}: {o.note}"] if o.note else []
        lines += [f"- {o.environment.name} failed: {each}" for each in o.failures[:LONGEST]]
        more = len(o.failures) - LONGEST
        lines += [f"- {o.environment.name} failed: {more} more"] if more > 0 else []
        lines += [f"- {o.environment.name} skipped {n}: {reason}" for reason, n in sorted(o.skips.items())]
    return "\n".join([*lines[: len(outcomes) + 2], "", *lines[len(outcomes) + 2 :]])


def parted(outcomes: list[Outcome]) -> str:
    """Say in which packages the newest releases differ from the lock, and whether the tests pass with both."""
    by_name = {o.environment.name: o for o in outcomes}
    lock, newest = by_name.get("lock"), by_name.get("newest")
    if lock is None or newest is None or not lock.versions or not newest.versions:
        return ""
    changed = [
        f"{name} {lock.versions.get(name, 'absent')} → {newest.versions.get(name, 'absent')}"
        for name in sorted(lock.versions.keys() | newest.versions.keys())
        if lock.versions.get(name) != newest.versions.get(name)
    ]
    if not changed:
        return "The lock has the newest release of everything."
    return (
        f"The lock {lock.result}, the newest releases {newest.result}. They differ in {', '.join(changed)}. "
        "`python scripts/lock.py --upgrade` takes the newest into the lock."
    )


def main() -> int:
    names = [*(e.name for e in ENVIRONMENTS), *DEBIAN]
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help=f"environments (default: all): {', '.join(names)}")
    parser.add_argument("--tests", action="append", default=[], metavar="ARGUMENT", help="argument for pytest")
    arguments = parser.parse_args()
    wanted = arguments.names or names
    unknown = set(wanted) - set(names)
    if unknown:
        parser.error(f"unknown environments: {', '.join(sorted(unknown))}")
    if (sources := ROOT.parent / "shared" / "sources").is_dir():
        os.environ.setdefault("IRAQMILITIAS_SOURCES", str(sources))
    outcomes = []
    with tempfile.TemporaryDirectory(prefix="iraqmilitias-matrix-") as work:
        checkout = Path(work) / "checkout"
        subprocess.run(["git", "clone", "-q", "--no-local", str(ROOT), str(checkout)], check=True)
        for environment in (e for e in ENVIRONMENTS if e.name in wanted):
            with tempfile.TemporaryDirectory(dir=work) as folder:
                outcomes.append(run(environment, arguments.tests, checkout, Path(folder)))
            print(table(outcomes[-1:]), flush=True)
    outcomes += [debian(release) for name, release in DEBIAN.items() if name in wanted]
    text = f"{platform.platform()}, Python {platform.python_version()}\n\n{table(outcomes)}\n\n{parted(outcomes)}"
    print(text)
    if summary := os.environ.get("GITHUB_STEP_SUMMARY"):
        with Path(summary).open("a", encoding="utf-8") as file:
            file.write(text + "\n")
    return int(any(o.result == "failed" for o in outcomes))


if __name__ == "__main__":
    sys.exit(main())
