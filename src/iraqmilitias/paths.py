"""Which paths a data package may name: the one law, for reading a package and for validating it.

The Data Package standard (version 2, "URL or Path") has a path be relative, POSIX and inside the package: no leading
`/`, no `..`. Of what it leaves open this library refuses URLs (nothing is fetched), backslashes (a folder on one
system, a character of a name on another), a leading `~` (frictionless refuses it, too), control characters, and names
that are longer than file systems take. Everything else is a name, whatever it means elsewhere: spaces, brackets,
`*`, `?`, `=`, `%`, quotes, a colon behind something that is no scheme (`2020:a.csv`).
"""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePosixPath

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")  # RFC 3986; a drive letter, too


def unsafe(path: str) -> str | None:
    """Return why a path is not a relative path inside the package, or None where it is one."""
    if not path:
        return "is empty"
    parts = PurePosixPath(path).parts
    if any(unicodedata.category(c) in ("Cc", "Cs") for c in path):
        return "holds control characters"
    if _SCHEME.match(path):
        return "is a URL or names a drive; only files inside the package are read"
    if path.startswith(("/", "~", "\\")):
        return "is absolute; it must be relative to the package"
    if "\\" in path:
        return "holds a backslash; folders are divided by /"
    if ".." in parts:
        return "leads out of the package"
    if len(path) > 1000 or any(len(part.encode()) > 255 for part in parts):
        return "is too long"
    return None
