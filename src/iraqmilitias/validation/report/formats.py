"""A report as text, JSON, GitHub annotations, SARIF 2.1.0 and a page of HTML."""

from __future__ import annotations

import html as markup
import json
import os
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

from ...text import visible
from .codes import all_rules
from .issues import Issue, Report, more, rules_not_run, summary, table

ANNOTATIONS = 10


def place(issue: Issue) -> str:
    """Return file:line:column, as far as they are known."""
    parts = [issue.file, *(str(p) for p in (issue.line, issue.column) if p is not None)]
    return visible(":".join(parts))


def text(report: Report) -> str:
    """Return one line an issue, which editors can jump to, then why and fix; the verdict last."""
    lines = []
    for issue in report.issues:
        lines.append(f"{place(issue)}: {issue.severity}[{issue.code}]: {visible(issue.message)}")
        lines.extend((f"    why: {visible(issue.why)}", f"    fix: {visible(issue.fix)}"))
    lines.extend(more(report))
    if report.not_applicable:
        lines.append(rules_not_run(report))
    lines.extend(f"note: {visible(note)}" for note in report.notes)
    lines.append(summary(report))
    return "\n".join(lines) + "\n"


def as_json(report: Report) -> str:
    """Return the report as JSON in UTF-8."""
    return json.dumps(report.to_dict(), ensure_ascii=False, indent=1) + "\n"


def in_repository(report: Report, file: str) -> str:
    """Return a file's path as GitHub wants it: from the top of the repository that a workflow has checked out.

    GITHUB_WORKSPACE names that folder; elsewhere, and for a package outside of it, the path within the package.
    """
    top = os.environ.get("GITHUB_WORKSPACE")
    root = Path(report.root).resolve()
    if not top or not root.is_dir() or not root.is_relative_to(Path(top).resolve()):
        return file
    return (root.relative_to(Path(top).resolve()) / file).as_posix()


def github(report: Report) -> str:
    """Return workflow commands that GitHub shows as annotations beside the lines.

    One for each cause: a code in a column of a file, at its first line. Errors come first, and there are at most ten,
    since GitHub shows ten of a kind for a step; the notice counts the others.
    Escaping as in actions/toolkit, packages/core/src/command.ts: in the message %, CR and LF; in properties also
    the colon and the comma.
    """
    causes: dict[tuple[str, str, str | None], list[Issue]] = {}
    for issue in report.issues:
        causes.setdefault((issue.code, issue.file, issue.column), []).append(issue)
    lines = []
    listed_first = sorted(causes.values(), key=lambda same: same[0].severity != "error")
    for issue, *same in listed_first[:ANNOTATIONS]:
        file = in_repository(report, issue.file)
        properties = {"file": file, "line": issue.line, "col": 1 if issue.line else None, "title": issue.code}
        listed = ",".join(f"{k}={_property(visible(str(v)))}" for k, v in properties.items() if v is not None)
        where = f"{visible(issue.column)}: " if issue.column else ""
        again = f" (and {len(same):,} more in this column)" if same else ""
        message = f"{where}{visible(issue.message)}{again} – {issue.fix}"
        lines.append(f"::{issue.severity} {listed}::{_data(message)}")
    others = len(causes) - ANNOTATIONS
    left = f"; {others} further kinds of problem are in the summary" if others > 0 else ""
    lines.append(f"::notice title=validation::{_data(summary(report) + left)}")
    return "\n".join(lines) + "\n"


def _data(value: str) -> str:
    return value.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(value: str) -> str:
    return _data(value).replace(":", "%3A").replace(",", "%2C")


def sarif(report: Report) -> str:
    """Return SARIF 2.1.0 (OASIS), which code hosts and editors read."""
    known = {rule.code: rule.what for rule in all_rules()}
    rules = {i.code: i for i in reversed(report.issues)}
    codes = sorted(rules)
    results = []
    for issue in report.issues:
        uri = quote(in_repository(report, issue.file))
        location: dict[str, object] = {"artifactLocation": {"uri": uri, "uriBaseId": "%SRCROOT%"}}
        if issue.line:
            location["region"] = {"startLine": issue.line}
        where: dict[str, object] = {"physicalLocation": location}
        if issue.column:
            where["logicalLocations"] = [{"name": visible(issue.column), "kind": "member"}]
        results.append(
            {
                "ruleId": issue.code,
                "ruleIndex": codes.index(issue.code),
                "level": issue.severity,
                "message": {"text": visible(issue.message)},
                "locations": [where],
            }
        )
    described = [
        {
            "id": code,
            "shortDescription": {"text": known.get(code, code)},
            "fullDescription": {"text": visible(rules[code].why)},
            "help": {"text": visible(rules[code].fix)},
            "defaultConfiguration": {"level": rules[code].severity},
        }
        for code in codes
    ]
    run = {"tool": {"driver": {"name": "iraqmilitias", "rules": described}}, "results": results}
    schema = "https://json.schemastore.org/sarif-2.1.0.json"
    return json.dumps({"$schema": schema, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=1) + "\n"


_STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;margin:2rem;color:#1a1a1a;background:#fff}"
    "table{border-collapse:collapse}th,td{border:1px solid #767676;padding:.3rem .5rem;text-align:left;"
    "vertical-align:top;overflow-wrap:anywhere}tr.error td:nth-child(4){color:#a40000;font-weight:bold}"
)


def html(report: Report) -> str:
    """Return a page that needs nothing else."""
    title = "Validation " + visible(report.root)
    policy = "default-src 'none'; style-src 'unsafe-inline'"
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        f"<title>{markup.escape(title)}</title><style>{_STYLE}</style></head>"
        f"<body><h1>{markup.escape(title)}</h1>{table(report)}</body></html>\n"
    )


REPORT_FORMATS: dict[str, Callable[[Report], str]] = {
    "text": text,
    "json": as_json,
    "github": github,
    "sarif": sarif,
    "html": html,
}


def render(report: Report, form: str) -> str:
    """Return the report in one of REPORT_FORMATS."""
    return REPORT_FORMATS[form](report)
