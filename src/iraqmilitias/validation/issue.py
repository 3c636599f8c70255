"""What validation finds: one frozen issue a problem, and the report that gathers them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

Severity = Literal["error", "warning"]
GATHER = 100_000  # issues of one code that are held in memory; beyond it only the total grows


@dataclass(frozen=True)
class Issue:
    """One problem: where it is, what is wrong, why it matters, what to do.

    `file` is relative to the package, `line` physical (the header is 1), `column` a field's name; the latter two
    are None where none applies.
    """

    file: str
    line: int | None
    column: str | None
    code: str
    severity: Severity
    message: str
    why: str
    fix: str

    def __lt__(self, other: Issue) -> bool:
        return self._key() < other._key()

    def _key(self) -> tuple[str, int, str, str, str]:
        return self.file, self.line or 0, self.column or "", self.code, self.message

    def to_dict(self) -> dict[str, Any]:
        """Return the issue in the JSON form's order of keys."""
        keys = ("code", "severity", "file", "line", "column", "message", "why", "fix")
        return {key: getattr(self, key) for key in keys}


@dataclass(frozen=True)
class Report:
    """The verdict on a package. Warnings leave it valid; `totals` counts the issues beyond those listed, too."""

    valid: bool
    issues: tuple[Issue, ...]
    totals: Mapping[str, int]
    tables: int
    rows: int
    not_applicable: tuple[str, ...] = ()
    checked_by: tuple[str, ...] = ("duckdb",)
    notes: tuple[str, ...] = ()
    root: str = field(default="", compare=False)  # the path that was checked, as it was given

    def to_dict(self) -> dict[str, Any]:
        """Return the report as the JSON form has it."""
        return {
            "valid": self.valid,
            "tables": self.tables,
            "rows": self.rows,
            "totals": dict(self.totals),
            "not_applicable": list(self.not_applicable),
            "checked_by": list(self.checked_by),
            "notes": list(self.notes),
            "issues": [issue.to_dict() for issue in self.issues],
        }

    def _repr_html_(self) -> str:
        from .formats import table

        return table(self)


class Findings:
    """Collects issues while the layers run; the report is cut from it at the end."""

    def __init__(self) -> None:
        self.issues: list[Issue] = []
        self.totals: Counter[str] = Counter()
        self.notes: list[str] = []

    def add(self, code: str, file: str, line: int | None, column: str | None, message: str, **words: Any) -> None:
        """Record one issue; severity, why and fix come from the catalogue unless `words` has them."""
        from .catalogue import entry

        known = entry(code)
        self.totals[code] += 1
        if self.totals[code] <= GATHER:
            self.issues.append(
                Issue(
                    file,
                    line,
                    column,
                    code,
                    words.get("severity", known.severity),
                    message,
                    words.get("why", known.why),
                    words.get("fix", known.fix),
                )
            )

    def merge(self, other: Findings) -> None:
        """Add what another collection has, after what is here."""
        listed = Counter(issue.code for issue in other.issues)
        for issue in other.issues:
            self.totals[issue.code] += 1
            if self.totals[issue.code] <= GATHER:
                self.issues.append(issue)
        self.totals += other.totals - listed
        self.notes += other.notes

    def more(self, code: str, number: int) -> None:
        """Count issues that are too many to be listed."""
        self.totals[code] += number

    def positions(self) -> set[tuple[str, int | None]]:
        """Return each (file, line) that has an error."""
        return {(i.file, i.line) for i in self.issues if i.severity == "error"}

    def files(self) -> set[str]:
        """Return each file with an error that concerns it as a whole, or its header."""
        return {i.file for i in self.issues if i.severity == "error" and (i.line or 0) <= 1}

    def report(self, order: Sequence[str], limit: int, **rest: Any) -> Report:
        """Return the report: issues by file (in `order`), line, column; at most `limit` of a code."""
        place = {name: i for i, name in enumerate(order)}
        kept: list[Issue] = []
        counts: Counter[str] = Counter()
        for issue in sorted(set(self.issues), key=lambda i: (place.get(i.file, len(place)), i._key())):
            counts[issue.code] += 1
            if counts[issue.code] <= limit:
                kept.append(issue)
        repeated = len(self.issues) - sum(counts.values())
        totals = self.totals if not repeated else self.totals - (Counter(i.code for i in self.issues) - counts)
        valid = not any(i.severity == "error" for i in self.issues)
        counted = {code: number for code, number in sorted(totals.items()) if number}
        return Report(valid, tuple(kept), counted, notes=tuple(dict.fromkeys(self.notes)), **rest)
