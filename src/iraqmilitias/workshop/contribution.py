"""All checks of a contribution in one go, and the summary of them for the page of a pull request.

The public checks run without the text of the articles. There the counts and fingerprints in `lines` show that nothing
is left out; the words are checked where a contributor or a maintainer has the texts. Every summary says which it was.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from ..coverage.tallies import Coverage, coverage
from ..errors import Error
from ..evidence.checks import evidence_layers
from ..evidence.copied_runs import copied_layers
from ..package import Package
from ..table_files import format_table, rows_of
from ..text import counted
from ..validation import LIMIT, Issue, Report, validate
from ..validation.report.codes import issue_code
from ..validation.report.issues import summary as verdict
from .versions.diff import Diff, diff
from .versions.history import history_layers
from .versions.report import markdown, plain
from .versions.report import verdict as version_verdict

Row = dict[str, str]
ROWS = 200  # issues that the summary's table lists; a page of GitHub takes one MiB


@dataclass(frozen=True)
class Outcome:
    """The results. `diff` and `coverage` are None where they could not be computed; `why` then has the reason."""

    report: Report
    coverage: Coverage | None
    diff: Diff | None
    against: str | None
    proved: bool  # whether the rows were compared with the text of the articles
    why: dict[str, str]
    again: tuple[tuple[Row, Row], ...] = ()  # events that may be one: the later row, and the one before it

    @property
    def valid(self) -> bool:
        return self.report.valid


def check(path: str | Path, against: str | None = None, sources: str | Path | None = None) -> Outcome:
    """Check a package as a contribution: validation, canonical form, coverage, and what differs from `against`.

    Raises PackageError where `path` or `against` is not a package or revision.
    """
    layers = [*evidence_layers(sources), *copied_layers(Path(path)), *history_layers(against)]
    report = validate(path, layers=layers)
    package, why = Package(path), dict[str, str]()
    if sources is None and (quoting := _quoting(package)):
        unproved = f"{quoting:,} locators and printed words were not compared with the articles, whose text is not here"
        report = replace(report, notes=(*report.notes, unproved))
    issues = list(_form(package, report, why))
    covered = None
    if not report.valid:
        why["coverage"] = "not counted until the errors are fixed"
    elif not {"lines", "waivers"} <= set(package.tables):
        why["coverage"] = "the package has no lines and waivers"
    else:
        covered = coverage(package, Path(sources) if sources is not None else None)
        issues += _left(package, covered)
    difference = None
    if against is not None:
        try:
            difference = diff(against, path)
        except Error as error:
            why["diff"] = str(error)
    again = tuple(_again(package, report))
    return Outcome(_with(report, issues), covered, difference, against, sources is not None, why, again)


def _again(package: Package, report: Report) -> Iterator[tuple[Row, Row]]:
    found = [i for i in report.issues if i.code == "event-again" and i.line]
    rows = rows_of(package, "events") if found else []
    by_id = {row["event_id"]: row for row in rows}
    for issue in found:
        other = re.search(r"’ \([^)]*\) may be (\S+) ‘", issue.message)
        if other and other[1] in by_id:
            yield rows[(issue.line or 2) - 2], by_id[other[1]]


def _quoting(package: Package) -> int:
    """Return how many rows have words that only the articles' text can prove; 0 where the package is unreadable."""
    try:
        tables = [t for t in package.tables.values() if {"locator", "text", "term"} & {f.name for f in t.fields}]
        return sum(len(rows_of(package, t.name)) for t in tables if t.name != "sources")
    except Error:
        return 0


def _with(report: Report, issues: list[Issue]) -> Report:
    """Return a report with more issues, at most as many of a code as a report lists."""
    totals, kept = dict(report.totals), list(report.issues)
    for issue in issues:
        totals[issue.code] = totals.get(issue.code, 0) + 1
        if totals[issue.code] <= LIMIT:
            kept.append(issue)
    return replace(report, issues=tuple(kept), totals=totals, valid=report.valid and not issues)


def _issue(code: str, file: str, line: int | None, column: str | None, message: str) -> Issue:
    known = issue_code(code)
    return Issue(file, line, column, code, known.severity, message, known.why, known.fix)


def _form(package: Package, report: Report, why: dict[str, str]) -> Iterator[Issue]:
    """Yield what is not canonical, on lines without an error."""
    worse = {(i.file, i.line) for i in report.issues if i.severity == "error"}
    try:
        tables = list(package.tables.values())
    except Error as error:
        why["form"] = str(error)
        return
    for table in tables:
        try:
            changes = format_table(table, package.read_bytes(table.path)).changes
        except Error as error:
            why["form"] = str(error)
            continue
        for change in changes:
            if (change.path, change.line) not in worse:
                yield _issue("not-canonical", change.path, change.line, change.column, change.text)


def _left(package: Package, found: Coverage) -> Iterator[Issue]:
    places = {(row["source_id"], row["line"]): number for number, row in enumerate(rows_of(package, "lines"), 2)}
    for line in found.lines:
        if line.left:
            kinds = [counted(t.left, k) for k, t in line.tallies.items() if t.left]
            text = f"{line.source_id}, line {line.line}: {', '.join(kinds)} neither coded nor waived"
            place = places.get((line.source_id, str(line.line)))
            yield _issue("coverage-left", package.table("lines").path, place, None, text)


def summary(outcome: Outcome) -> str:
    """Return the outcome as Markdown for a job's summary: what was checked, what to fix, what changed."""
    report = outcome.report
    lines = ["## The contribution can be merged" if outcome.valid else "## The contribution needs work", ""]
    lines += [plain(verdict(report)), "", "| check | result |", "| --- | --- |"]
    lines += [f"| {name} | {plain(result)} |" for name, result in _checks(outcome)]
    lines.append("")
    if report.issues:
        lines += [
            "### To fix",
            "",
            "| file | line | column | what is wrong | what to write instead |",
            "| --- " * 5 + "|",
        ]
        for issue in report.issues[:ROWS]:
            cells = (issue.file, str(issue.line or ""), issue.column or "", issue.message, issue.fix)
            lines.append(f"| {' | '.join(plain(c) for c in cells)} |")
        more = sum(report.totals.values()) - min(len(report.issues), ROWS)
        lines += [f"\n{more:,} more are not listed."] if more > 0 else []
        lines.append("")
    for new, known in outcome.again:
        lines += [
            f"### {plain(new['event_id'])} may be {plain(known['event_id'])}",
            "",
            "| | new | there |",
            "| --- " * 3 + "|",
        ]
        lines += [f"| {name} | {plain(new[name])} | {plain(known[name])} |" for name in new if new[name] or known[name]]
        lines.append("")
    if outcome.diff is not None:
        lines += ["### What changes", "", markdown(outcome.diff)]
    return "\n".join(lines).rstrip() + "\n"


def _checks(outcome: Outcome) -> Iterator[tuple[str, str]]:
    report, why = outcome.report, outcome.why
    codes = report.totals
    yield "structure, contracts, rules", f"run by {', '.join(report.checked_by)}"
    form = codes.get("not-canonical", 0)
    yield "form of the files", why.get("form") or (f"{form} places differ" if form else "canonical")
    if outcome.against is None:
        yield "ids against an earlier version", "not run: none was given"
    else:
        lost = sum(n for code, n in codes.items() if issue_code(code).layer == "history" and code != "version-lower")
        yield f"ids against {outcome.against}", f"{lost} to fix" if lost else "none used again, none lost"
    if outcome.coverage is None:
        yield "coverage of the lines", why["coverage"]
    else:
        basis = "judged from the articles’ text" if outcome.proved else "judged from the counts in lines"
        left = outcome.coverage.left
        yield "coverage of the lines", f"{f'{left} left' if left else 'nothing is left'}; {basis}"
    yield (
        "words in the articles",
        "checked against the articles’ text"
        if outcome.proved
        else "not checked here, without the text of the articles; someone who has it runs validate --sources",
    )
    if outcome.diff is not None:
        yield "version", _version(outcome.diff)
    elif outcome.against is not None:
        yield "version", why["diff"]


def _version(found: Diff) -> str:
    return version_verdict(found).partition(";")[0] + (
        "; the release will set it" if found.changed and not found.enough else ""
    )
