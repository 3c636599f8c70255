"""The real `source merge`, tried on a copy of the package in the background while a person works.

What is undecided is left out, and so is what refers to it, so that the rules judge all that is decided; undecided rows
that a person has begun to fill in are judged as if they were accepted.
"""

from __future__ import annotations

import re
import tempfile
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

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
    """A thread that judges the newest version it was given; a version that comes meanwhile replaces the one waiting."""

    def __init__(self, package: Package, source_id: str, sources: Path | None) -> None:
        self.package, self.source_id, self.sources = package, source_id, sources
        self.verdict = Verdict()
        self._wanted: tuple[int, list[Cells], frozenset[str]] | None = None
        self._wake = threading.Condition()
        self._stopped = False
        self._thread = threading.Thread(target=self._work, name="trial", daemon=True)
        self._thread.start()

    def ask(self, version: int, rows: Sequence[Cells], typed: Sequence[str]) -> None:
        """Have a version judged."""
        with self._wake:
            self._wanted = version, [dict(r) for r in rows], frozenset(typed)
            self._wake.notify()

    def stop(self) -> None:
        """End the thread when it has judged what it is judging."""
        with self._wake:
            self._stopped = True
            self._wake.notify()
        self._thread.join()

    def _work(self) -> None:
        while True:
            with self._wake:
                self._wake.wait_for(lambda: self._stopped or self._wanted is not None)
                if self._stopped or self._wanted is None:
                    return
                asked = self._wanted
                if self._wake.wait_for(lambda: self._stopped or self._wanted is not asked, QUIET):
                    continue  # a newer one has come
                version, rows, typed = self._wanted
                self._wanted = None
            self.verdict = judge(self.package, self.source_id, self.sources, version, rows, typed)


def judge(
    package: Package, source_id: str, sources: Path | None, version: int, rows: list[Cells], typed: frozenset[str]
) -> Verdict:
    """Return what `source merge` says of the rows in a copy of the package."""
    judged = decided(package, rows, typed)
    with tempfile.TemporaryDirectory(prefix="iraqmilitias-") as folder:
        beside = Path(folder) / "package"
        merging.copy(package, beside)
        file = beside / "drafts" / f"{source_id}.csv"
        file.parent.mkdir()
        file.write_bytes(worksheet.written(package, judged))
        problems: Sequence[str] = ()
        try:
            merging.merge(Package(beside), file, sources)
        except worksheet.WorksheetError as error:
            problems = error.problems
        except Error as error:
            problems = [str(error)]
        problems = [p.replace(f"{file}:", ":").replace(f"{beside}/", "") for p in problems]
    return sorted_out(problems, judged, version)


def decided(package: Package, rows: Sequence[Cells], typed: frozenset[str] = frozenset()) -> list[Cells]:
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
        if not found or not 0 <= at < len(judged):
            others.append(problem.lstrip(":"))
        elif found[2] == "decision" and found[3].startswith("line "):  # what is left in a line of the article
            lines.setdefault(int(judged[at]["line"]), []).append(found[3])
        else:
            rows.setdefault(judged[at]["row"], []).append((found[2], found[3]))
    return Verdict(version, rows, lines, others, sum(r.get("decision") != "remove" for r in judged))
