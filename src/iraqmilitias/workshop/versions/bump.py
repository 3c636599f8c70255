"""Which part of the version number a change needs.

The rule (head of CHANGELOG.md): a table or column renamed or removed, or an id used again, is major; rows or columns
added or removed, minor; values corrected, patch.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from ...releases import CORE

Bump = Literal["none", "patch", "minor", "major"]
ORDER: tuple[Bump, ...] = ("none", "patch", "minor", "major")
SEMVER = re.compile(rf"{CORE}(?:-([0-9A-Za-z.-]+))?(?:\+[0-9A-Za-z.-]+)?")


class Reason(NamedTuple):
    """One thing that needs a part of the version number to grow."""

    bump: Bump
    text: str


def numbers(version: str) -> tuple[int, int, int] | None:
    """Return the three numbers of a semantic version, or None."""
    match = SEMVER.fullmatch(version)
    return (int(match[1]), int(match[2]), int(match[3])) if match else None


def largest(reasons: tuple[Reason, ...]) -> Bump:
    """Return the part that all reasons together need."""
    return max((r.bump for r in reasons), key=ORDER.index, default="none")


def raised(version: str, bump: Bump) -> str | None:
    """Return the next version after `version`; None where that is not a semantic version."""
    found = numbers(version)
    if found is None or bump == "none":
        return version if found else None
    major, minor, patch = found
    if bump == "major":
        return f"{major + 1}.0.0"
    return f"{major}.{minor + 1}.0" if bump == "minor" else f"{major}.{minor}.{patch + 1}"


def enough(stated: str, needed: str | None) -> bool:
    """Whether a stated version is at least the needed one (a pre-release of it is)."""
    mine, wanted = numbers(stated), numbers(needed or "")
    return mine is not None and wanted is not None and mine >= wanted


def precedes(one: str, other: str) -> bool:
    """Whether one version comes before another by its numbers; false where either is not a semantic version."""
    first, second = numbers(one), numbers(other)
    return first is not None and second is not None and first < second
