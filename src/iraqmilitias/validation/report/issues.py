"""What validation finds: one frozen issue a problem, the collector of issues, and the report made from it."""

from __future__ import annotations

import html as markup
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ...text import counted, visible
from .codes import Severity, issue_code

GATHER = 100_000  # issues of one code that are kept in memory; beyond it only the total grows
WORDS = 500  # characters of a message, `why` or `fix`


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

    def __str__(self) -> str:
        told = f"{'valid' if self.valid else 'not valid'}: {self.tables} tables, {self.rows:,} rows"
        issues = (f"{i.file}:{i.line or ''}: {i.severity}[{i.code}]: {i.message}" for i in self.issues)
        return "\n".join([told, *issues])

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
        return table(self)


def summary(report: Report) -> str:
    """Return the verdict in one sentence."""
    errors, warnings = counts(report)
    numbers = f"{counted(errors, 'error')}, {counted(warnings, 'warning')}"
    size = f"{counted(report.tables, 'table')}, {counted(report.rows, 'row')}"
    checked = ", ".join(report.checked_by)
    return f"{'valid' if report.valid else 'not valid'}: {numbers} in {size}; checked by {checked}"


def counts(report: Report) -> tuple[int, int]:
    """Return how many errors and warnings there are, those not listed among them."""
    severities = {i.code: i.severity for i in report.issues}
    errors = sum(n for code, n in report.totals.items() if severities.get(code, "error") == "error")
    return errors, sum(report.totals.values()) - errors


def more(report: Report) -> list[str]:
    """Return a sentence for each code of which not every issue is listed."""
    listed = Counter(issue.code for issue in report.issues)
    return [f"{code}: {listed[code]:,} of {n:,} shown" for code, n in report.totals.items() if n > listed[code]]


def rules_not_run(report: Report) -> str:
    """Return a sentence on the rules that do not apply, as a table or column that they need is not there."""
    count = len(report.not_applicable)
    was = "was" if count == 1 else "were"
    return f"{counted(count, 'rule')} {was} not run, without the tables or columns needed; --format json lists them"


def table(report: Report) -> str:
    """Return the verdict and a table of the issues as a piece of HTML."""

    def cell(value: object) -> str:
        return f"<td>{markup.escape(visible(str(value)))}</td>"

    rows = [
        f'<tr class="{i.severity}">{cell(i.file)}{cell(i.line or "")}{cell(i.column or "")}{cell(i.code)}'
        f"{cell(i.message)}{cell(i.why)}{cell(i.fix)}</tr>"
        for i in report.issues
    ]
    head = "".join(f'<th scope="col">{h}</th>' for h in ("File", "Line", "Column", "Code", "What", "Why", "Fix"))
    notes = [*more(report), *report.notes]
    if report.not_applicable:
        notes.append(rules_not_run(report))
    listed = "".join(f"<li>{markup.escape(visible(n))}</li>" for n in notes)
    body = f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>" if rows else ""
    return f"<p><strong>{markup.escape(summary(report))}</strong></p>{body}{f'<ul>{listed}</ul>' if listed else ''}"


def plain(text: str) -> str:
    """Return text for a message: on one line, of at most WORDS characters, with what cannot be seen written out."""
    seen = visible(text).strip() or "no details"
    return seen if len(seen) <= WORDS else seen[: WORDS - 1] + "…"


class IssueCollector:
    """Collects issues while the layers run; the report is made from it at the end."""

    def __init__(self) -> None:
        self.issues: list[Issue] = []
        self.totals: Counter[str] = Counter()
        self.notes: list[str] = []
        self.errors = 0

    def add(self, code: str, file: str, line: int | None, column: str | None, message: str, **words: Any) -> Severity:
        """Record one issue and return its severity; severity, why and fix are the code's unless `words` has them."""
        known = issue_code(code)
        severity: Severity = words.get("severity", known.severity)
        self.totals[code] += 1
        self.errors += severity == "error"
        if self.totals[code] <= GATHER:
            why, fix = words.get("why", known.why), words.get("fix", known.fix)
            self.issues.append(Issue(file, line, column, code, severity, plain(message or ""), why, fix))
        return severity

    def merge(self, other: IssueCollector) -> None:
        """Add what another collector has, after what is here."""
        listed = Counter(issue.code for issue in other.issues)
        for issue in other.issues:
            self.totals[issue.code] += 1
            if self.totals[issue.code] <= GATHER:
                self.issues.append(issue)
        self.totals += other.totals - listed
        self.notes += other.notes
        self.errors += other.errors

    def more(self, code: str, number: int) -> None:
        """Count issues that are too many to be listed."""
        self.totals[code] += number

    def report(self, order: Sequence[str], limit: int, **rest: Any) -> Report:
        """Return the report: issues by file (in `order`), line, column; at most `limit` of a code."""
        place = {name: i for i, name in enumerate(order)}
        kept: list[Issue] = []
        counts: Counter[str] = Counter()
        for issue in sorted(set(self.issues), key=lambda i: (place.get(i.file, len(place)), i._key())):
            counts[issue.code] += 1
            if counts[issue.code] <= limit:
                kept.append(issue)
        totals = self.totals - (Counter(i.code for i in self.issues) - counts)  # without those found twice
        counted = {code: number for code, number in sorted(totals.items()) if number}
        return Report(not self.errors, tuple(kept), counted, notes=tuple(dict.fromkeys(self.notes)), **rest)


@dataclass
class Faults:
    """What is known to be wrong with one table, so that later checks do not report again what follows from it."""

    whole: bool = False  # the file or its header
    undecodable: bool = False  # bytes that are not UTF-8, of which only the first is reported
    lines: set[int] = field(default_factory=set)
    cells: dict[str, set[int]] = field(default_factory=dict)  # lines by column


Place = Callable[[int | None], tuple[str, int | None]]


class Reporter:
    """Reports what is wrong with one table, and remembers where."""

    def __init__(self, issues: IssueCollector, place: Place) -> None:
        self.issues, self.place, self.faults = issues, place, Faults()

    def __call__(self, code: str, line: int | None, column: str | None, message: str, **words: Any) -> None:
        """Record an issue; `line` is one of the table's rows, which need not be all in one file."""
        if self.issues.add(code, *self.place(line), column, message, **words) != "error":
            return
        if line is None or line <= 1:
            self.faults.whole = True
        if line is not None:
            self.faults.lines.add(line)
            if column is not None:
                self.faults.cells.setdefault(column, set()).add(line)
