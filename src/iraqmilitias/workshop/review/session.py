"""The rows of a worksheet under review: every change has a version, can be undone, and is saved.

The worksheet itself (drafts/src-NNNN.csv) is what is saved, so that a spreadsheet and `source merge` read
the same rows.
Beside it drafts/src-NNNN.review.json keeps what a worksheet cannot: the steps to undo, the answers to
questions and the rows as they were drafted. Neither has the article's text.
"""

from __future__ import annotations

import hashlib
import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from ...coverage.tallies import read_texts
from ...errors import Error
from ...output import write_all
from ...package import Package
from .. import merging, worksheet

Cells = dict[str, str]  # the cells of a row that are not empty
STEPS = 500  # that can be undone
PAUSE = 120  # seconds without a change after which nobody is counted as working


class ConflictError(Error):
    """A change was made to rows that have changed since they were shown; nothing of it is done."""


@dataclass
class Step:
    """One change: what is said of it, and each changed row before and after; `order` where rows came or moved."""

    said: str
    key: str
    rows: dict[str, list[Cells | None]]
    order: list[list[str]] = field(default_factory=list)


@dataclass
class History:
    """What is kept beside the worksheet."""

    version: int = 1
    sha256: str = ""  # of the worksheet that these rows are
    rows: list[Cells] = field(default_factory=list)
    drafted: list[Cells] = field(default_factory=list)  # the rows as the program made them
    steps: list[Step] = field(default_factory=list)
    undone: list[Step] = field(default_factory=list)
    answers: dict[str, dict[str, list[str]]] = field(default_factory=dict)  # row → column → answer and question
    typed: list[str] = field(default_factory=list)  # undecided rows that a person has begun to fill in
    actions: int = 0
    seconds: float = 0.0


class Session:
    """One article under review. Changes are made one at a time; each is refused if its version is not the current."""

    def __init__(self, package: Package, file: Path, sources: Path) -> None:
        """Open a worksheet; Error where the article is coded already, or its text or worksheet cannot be read."""
        self.package, self.file, self.sources = package, file, sources
        self.source = merging.source_of(package, file)
        self.source_id = file.stem
        self.store = file.with_name(f"{file.stem}.review.json")
        text = read_texts(package, sources).get(self.source_id)
        if text is None:
            raise Error(f"{sources}: has no {self.source['file_name']}; the page shows the article, so put it there")
        self.text: Sequence[str] = text
        self.lock = threading.RLock()
        self.note = ""  # what a person should know at the start
        self._last = time.monotonic()
        self.history = self._load()

    # what there is -------------------------------------------------------------------------------------------

    @property
    def version(self) -> int:
        return self.history.version

    @property
    def rows(self) -> list[Cells]:
        return self.history.rows

    def row(self, label: str) -> Cells:
        """Return the row that has a label in its column `row`."""
        return find(self.rows, label)

    # changes -------------------------------------------------------------------------------------------------

    def change(
        self, version: int, make: Callable[[list[Cells]], tuple[list[Cells], str]], key: str = "", typed: str = ""
    ) -> Step:
        """Make a change and save it; changes in a row with one `key` (a field being typed in) are one step to undo.

        `make` gets copies of the rows and returns the new ones and what is to be said. Raises ConflictError where
        `version` is not the current one or another program has changed the worksheet, and what `make` raises.
        """
        with self.lock:
            self._current(version)
            rows, said = make([dict(r) for r in self.rows])
            step = _step(self.rows, rows, said, key)
            steps = self.history.steps
            if not step.rows and not step.order:
                return step
            if key and steps and steps[-1].key == key and not self.history.undone:
                step = _joined(steps.pop(), step)
            self.history.steps = [*steps, step][-STEPS:]
            self.history.undone = []
            if typed and typed not in self.history.typed:
                self.history.typed.append(typed)
            self._set(rows)
            return step

    def undo(self, version: int) -> Step | None:
        """Take back the last step; None where there is none."""
        return self._move(version, self.history.steps, self.history.undone, 0)

    def redo(self, version: int) -> Step | None:
        """Make the step again that was taken back last; None where there is none."""
        return self._move(version, self.history.undone, self.history.steps, 1)

    def answer(self, version: int, label: str, column: str, answer: str, question: str) -> None:
        """Keep the answer to a question about a row; an empty one takes it back."""
        with self.lock:
            self._current(version)
            given = self.history.answers.setdefault(self.row(label)["row"], {})
            if answer:
                given[column] = [answer, question]
            else:
                given.pop(column, None)
            self._set(self.rows)

    def _move(self, version: int, out: list[Step], into: list[Step], side: int) -> Step | None:
        with self.lock:
            self._current(version)
            if not out:
                return None
            step = out.pop()
            into.append(step)
            by_label = {r["row"]: r for r in self.rows}
            order = step.order[side] if step.order else list(by_label)
            for label, sides in step.rows.items():
                wanted = sides[side]
                by_label.pop(label, None)
                if wanted is not None:
                    by_label[label] = dict(wanted)
            self._set([by_label[label] for label in order if label in by_label])
            return step

    def _current(self, version: int) -> None:
        self.adopt()
        if version != self.history.version:
            raise ConflictError("The rows have changed since this page was shown: in another window, or in the file.")

    def _set(self, rows: list[Cells]) -> None:
        now = time.monotonic()
        self.history.seconds += min(now - self._last, PAUSE)
        self._last = now
        self.history.actions += 1
        self.history.version += 1
        self.history.rows = rows
        self._save()

    # files ---------------------------------------------------------------------------------------------------

    def adopt(self) -> bool:
        """Take over a worksheet that another program has changed, as a step that can be undone."""
        with self.lock:
            if not self.file.is_file() or _digest(self.file.read_bytes()) == self.history.sha256:
                return False
            rows = self._read()
            step = _step(self.rows, rows, f"{self.file.name} was changed by another program", "")
            self.history.steps.append(step)
            self.history.undone = []
            self._set(rows)
            return True

    def _load(self) -> History:
        history = History()
        if self.store.is_file():
            try:
                history = _history(json.loads(self.store.read_text(encoding="utf-8")))
            except (ValueError, TypeError, KeyError) as error:
                lost = f"{self.store.name} could not be read ({error})"
                self.note = f"{lost}; the rows are whole, but no step can be undone"
        if not history.rows:
            rows = self._begun()
            history.rows, history.drafted = rows, [dict(r) for r in rows]
            history.sha256 = _digest(self.file.read_bytes() if self.file.is_file() else b"")
            return history
        self.history = history
        if not self.file.is_file():
            self._save()
        elif self.adopt():
            changed = f"{self.file.name} was changed by another program since"
            self.note = f"{changed}; its rows were taken over (undo brings back yours)"
        elif history.steps:
            self.note = f"resumed where you stopped, after: {history.steps[-1].said}"
        return self.history

    def _begun(self) -> list[Cells]:
        """Return the rows of the worksheet, or of the workbook where that is what a person completed."""
        book = self.file.with_suffix(".xlsx")
        if not self.file.is_file() and book.is_file():
            return self._read(book)
        rows = self._read()
        if book.is_file() and find_spec("openpyxl") and self._read(book) != rows:
            raise Error(f"{self.file} and {book.name} differ; delete the one that you did not complete")
        return rows

    def _read(self, file: Path | None = None) -> list[Cells]:
        found = worksheet.read(file or self.file, self.package)
        rows = [{k: v for k, v in r.cells.items() if v} for r in found]
        labels = [r["row"] for r in rows if "row" in r]
        twice = next((label for label in labels if labels.count(label) > 1), "")
        if twice:
            raise Error(f"{self.file}: two rows are called {twice!r} in the column “row”; give one another name")
        free = new_labels(rows)
        for row in rows:
            if "row" not in row:
                row["row"] = next(free)
        return rows

    def _save(self) -> None:
        content = worksheet.written(self.package, self.rows)
        self.history.sha256 = _digest(content)
        store = json.dumps(asdict(self.history), ensure_ascii=False, separators=(",", ":")).encode("utf-8")
        # The worksheet first: cut off between the two, its rows are taken over at the next start.
        write_all({self.file: content, self.store: store})


def find(rows: Sequence[Cells], label: str) -> Cells:
    """Return the row with a label."""
    found = next((r for r in rows if r["row"] == label), None)
    if found is None:
        raise Error(f"there is no row {label}; it was taken out by a change that was undone, or in another window")
    return found


def new_labels(rows: Sequence[Mapping[str, str]]) -> Iterator[str]:
    """Yield labels that no row has."""
    taken = {r.get("row", "") for r in rows}
    highest = max((int(label[1:]) for label in taken if label[:1] == "r" and label[1:].isdigit()), default=0)
    while True:
        highest += 1
        yield f"r{highest}"


def worksheets(package: Package) -> list[Path]:
    """Return the worksheets in drafts/ (their names as CSV) whose sources have nothing coded yet."""
    return [held[0].with_suffix(".csv") for held in merging.uncoded(package)]


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _step(before: Sequence[Cells], after: Sequence[Cells], said: str, key: str) -> Step:
    old, new = {r["row"]: r for r in before}, {r["row"]: r for r in after}
    changed: dict[str, list[Cells | None]] = {
        label: [old.get(label), new.get(label)]
        for label in dict.fromkeys([*old, *new])
        if old.get(label) != new.get(label)
    }
    return Step(said, key, changed, [list(old), list(new)] if list(old) != list(new) else [])


def _joined(first: Step, last: Step) -> Step:
    rows = {**last.rows, **{k: [v[0], last.rows[k][1] if k in last.rows else v[1]] for k, v in first.rows.items()}}
    return Step(last.said, last.key, rows, [first.order[0], last.order[1]] if first.order and last.order else [])


def _history(stored: dict[str, Any]) -> History:
    for name in ("steps", "undone"):
        stored[name] = [Step(**s) for s in stored[name]]
    return History(**stored)
