"""The real `source merge`, tried on a copy of the package in the background while a person works.

What is undecided is left out, and so is what refers to it, so that the rules judge all that is decided; undecided rows
that a person has filled in are judged as if they were accepted.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
import threading
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from ...child import ending, start
from ...errors import Error
from ...package import Package
from .. import merging, worksheet
from .session import Cells


@dataclass(frozen=True)
class Verdict:
    """What a merge would say of the rows of a version: problems by row, by line, and those of neither."""

    version: int = 0
    rows: Mapping[str, list[tuple[str, str]]] = field(default_factory=dict)  # row → column and message
    lines: Mapping[int, list[str]] = field(default_factory=dict)
    others: Sequence[str] = ()
    judged: int = 0


QUIET = 0.3  # seconds without a change before the rows are judged


class Trial:
    """A thread that has the newest version judged that it was given; one that comes meanwhile replaces what waits.

    The rules run in a child process of low priority, so that the page answers while they do.
    """

    def __init__(self, package: Package, source_id: str, sources: Path) -> None:
        self.verdict = Verdict()
        self._arguments = str(package.path.absolute()), source_id, str(sources.absolute())
        self._child: subprocess.Popen[bytes] | None = None
        self._wanted: tuple[int, list[Cells], list[str]] | None = None
        self._wake = threading.Condition()
        self._stopped = False
        self._thread = threading.Thread(target=self._work, name="trial", daemon=True)
        self._thread.start()

    def ask(self, version: int, rows: Sequence[Cells], typed: Sequence[str]) -> None:
        """Have a version judged."""
        with self._wake:
            self._wanted = version, [dict(r) for r in rows], list(typed)
            self._wake.notify()

    def stop(self) -> None:
        """End the thread and its process; what they are judging is dropped."""
        with self._wake:
            self._stopped = True
            if self._child is not None:
                self._child.terminate()
            self._wake.notify()
        self._thread.join()

    def _work(self) -> None:
        while True:
            with self._wake:
                self._wake.wait_for(lambda: self._stopped or self._wanted is not None)
                if self._stopped or self._wanted is None:
                    break
                version, rows, typed = self._wanted
                self._wanted = None
                if self._wake.wait_for(lambda: self._stopped or self._wanted is not None, QUIET):
                    continue  # a newer one has come
                if self._child is None or self._child.poll() is not None:
                    self._child = start(
                        "iraqmilitias.workshop.review.trial:child", *self._arguments,
                        stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True,
                    )  # fmt: skip
                child = self._child
            assert child.stdin is not None and child.stdout is not None
            try:
                child.stdin.write(json.dumps([version, rows, typed]).encode() + b"\n")
                child.stdin.flush()
                problems, judged = json.loads(child.stdout.readline())
                self.verdict = sorted_out(problems, judged, version)
            except (OSError, ValueError):
                ended = f"the checks stopped, by {ending(child.wait(), b'')}; the next change starts them again"
                self.verdict = Verdict(version, others=[] if self._stopped else [ended])
        if self._child is not None:
            self._child.communicate()


def child() -> None:
    """Judge what is asked for on standard input, a line each, until it ends; the parent's end is its end, too."""
    with suppress(AttributeError, OSError):
        os.nice(5)
    package, source_id, sources = Package(sys.argv[1]), sys.argv[2], Path(sys.argv[3])
    for line in sys.stdin.buffer:
        _, rows, typed = json.loads(line)
        judged = decided(package, rows, typed)
        answer = json.dumps([list(problems(package, source_id, sources, judged)), judged])
        try:
            sys.stdout.buffer.write(answer.encode() + b"\n")
            sys.stdout.buffer.flush()
        except BrokenPipeError:  # the parent was killed
            os._exit(0)


def problems(package: Package, source_id: str, sources: Path, rows: Sequence[Cells]) -> Sequence[str]:
    """Return what `source merge` says of rows in a copy of the package, as `:line:column: message`."""
    with tempfile.TemporaryDirectory(prefix="iraqmilitias-") as folder:
        beside = Path(folder) / "package"
        merging.copy_package(package, beside)
        file = beside / "drafts" / f"{source_id}.csv"
        file.parent.mkdir()
        file.write_bytes(worksheet.written(package, rows))
        try:
            merging.merge(Package(beside), file, sources)
        except worksheet.WorksheetError as error:
            return [p.replace(f"{file}:", ":").replace(f"{beside}/", "") for p in error.problems]
        except (Error, OSError) as error:
            return [str(error).replace(f"{beside}/", "")]
    return ()


def decided(package: Package, rows: Sequence[Cells], typed: Collection[str] = ()) -> list[Cells]:
    """Return the rows with those out of the way that are undecided, and those that refer to them."""
    judged = [dict(r) for r in rows]
    waiting = set[str]()
    for row in judged:
        if "decision" not in row:
            row["decision"] = "keep" if row["row"] in typed else "remove"
            if row["decision"] == "remove":
                waiting |= {row["row"], row.get(worksheet.LABELS.get(row["table"], ""), "")} - {""}
    refer = {t: [c for c in worksheet.columns(package, t) if c.refers] for t in {r["table"] for r in judged}}
    kept = {r[worksheet.LABELS[r["table"]]] for r in judged if _named(r) and r["decision"] == "keep"}
    waiting -= kept
    found = True
    while found:
        found = False
        for row in judged:
            if row["decision"] != "remove" and any(row.get(c.name) in waiting for c in refer[row["table"]]):
                row["decision"], found = "remove", True
                waiting |= {row["row"], row.get(worksheet.LABELS.get(row["table"], ""), "")} - {""}
    return judged


def _named(row: Cells) -> bool:
    return bool(row.get(worksheet.LABELS.get(row["table"], "")))


def sorted_out(problems: Sequence[str], judged: Sequence[Cells], version: int) -> Verdict:
    """Return problems of the form `:line:column: message` by the row that is on that line of the worksheet."""
    rows: dict[str, list[tuple[str, str]]] = {}
    lines: dict[int, list[str]] = {}
    others = []
    for problem in problems:
        found = re.match(r":(\d+):([^:]*): (.*)", problem, re.DOTALL)
        at = int(found[1]) - 2 if found else -1
        line = re.match(r":?\S*lines\.csv:.*\bline (\d+)\b", problem)
        if line and not found:  # nothing of it is decided yet, or its role is wrong
            lines.setdefault(int(line[1]), []).append(problem.partition(": ")[2])
        elif not found or not 0 <= at < len(judged):
            others.append(problem.lstrip(":"))
        elif found[2] == "decision" and found[3].startswith("line "):  # what is left in a line of the article
            lines.setdefault(int(judged[at]["line"]), []).append(found[3])
        else:
            rows.setdefault(judged[at]["row"], []).append((found[2], found[3]))
    return Verdict(version, rows, lines, others, sum(r.get("decision") != "remove" for r in judged))
