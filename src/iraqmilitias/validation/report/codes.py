"""Every code that structure, contracts, evidence and cross-checks can report: what it is, why, and how to fix it.

The SQL rules bring their own; `all_rules` gives both.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple

from ..rules import load_rules

Severity = Literal["error", "warning"]


class IssueCode(NamedTuple):
    """One code of validation."""

    code: str
    layer: str  # structure | contracts | rules | evidence | history | contribution
    severity: Severity
    what: str
    why: str
    fix: str


@cache
def issue_codes() -> dict[str, IssueCode]:
    """Return every code of codes.toml."""
    import tomllib

    content = tomllib.loads((Path(__file__).parent / "codes.toml").read_text(encoding="utf-8"))
    return {
        code: IssueCode(code, layer, words.get("severity", "error"), words["what"], words["why"], words["fix"])
        for layer, codes in content.items()
        for code, words in codes.items()
    }


_OTHERS = {
    "frictionless": ("structure", "frictionless reports a fault that the other checks did not find."),
    "pandera": ("contracts", "pandera reports a fault that the other checks did not find."),
}


def issue_code(code: str) -> IssueCode:
    """Return what is known of a code; for one of another library, an entry that says whose it is."""
    if code in issue_codes():
        return issue_codes()[code]
    library = code.partition("-")[0]
    layer, what = _OTHERS.get(library, ("rules", code))
    why = f"{library} is run beside our own checks, so that what one of them misses the other finds."
    return IssueCode(code, layer, "error", what, why, f"Read the message; it is {library}'s own.")


@cache
def all_rules() -> tuple[IssueCode, ...]:
    """Return every code of every layer in the order in which they run, the SQL rules among them."""
    sql = [
        IssueCode(r.code, "rules", "warning" if r.severity == "warning" else "error", r.what, r.why, r.fix)
        for r in load_rules()
    ]
    own = list(issue_codes().values())
    late = ("evidence", "history", "contribution")
    return (*(e for e in own if e.layer not in late), *sql, *(e for e in own if e.layer in late))
