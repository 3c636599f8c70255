"""Which part of the version number a change needs.

The rule (STYLE of the project, and the head of CHANGELOG.md): a table or column renamed or removed, or an id used
again, is major; rows or columns added, minor; values corrected, patch.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

Bump = Literal["none", "patch", "minor", "major"]
ORDER: tuple[Bump, ...] = ("none", "patch", "minor", "major")
SEMVER = re.compile(r"(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)(?:-([0-9A-Za-z.-]+))?(?:\+[0-9A-Za-z.-]+)?")


class Reason(NamedTuple):
    """One thing that needs a part of the version number to grow."""

    bump: Bump
    text: str


def largest(reasons: tuple[Reason, ...]) -> Bump:
    """Return the part that all reasons together need."""
    return max((r.bump for r in reasons), key=ORDER.index, default="none")


def raised(version: str, bump: Bump) -> str | None:
    """Return the next version after `version`; None where that is no semantic version."""
    match = SEMVER.fullmatch(version)
    if match is None:
        return None
    major, minor, patch = (int(part) for part in match.groups()[:3])
    if bump == "none":
        return version
    if bump == "major":
        return f"{major + 1}.0.0"
    if bump == "minor":
        return f"{major}.{minor + 1}.0"
    return f"{major}.{minor}.{patch + 1}"


def enough(stated: str, needed: str | None) -> bool:
    """Whether a stated version is at least the needed one (a pre-release of it is)."""
    mine, wanted = SEMVER.fullmatch(stated), SEMVER.fullmatch(needed or "")
    if mine is None or wanted is None:
        return False
    return tuple(map(int, mine.groups()[:3])) >= tuple(map(int, wanted.groups()[:3]))


def precedes(one: str, other: str) -> bool:
    """Whether one version comes before another by its numbers; false where either is no semantic version."""
    first, second = SEMVER.fullmatch(one), SEMVER.fullmatch(other)
    if first is None or second is None:
        return False
    return tuple(map(int, first.groups()[:3])) < tuple(map(int, second.groups()[:3]))
