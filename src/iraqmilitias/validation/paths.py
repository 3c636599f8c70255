"""Which paths a package may name: relative ones that stay inside it."""

from __future__ import annotations

import re
from pathlib import PurePosixPath


def unsafe(path: str) -> str | None:
    """Return why a path is not a relative path inside the package, or None where it is one."""
    if not path or path != path.strip():
        return "is empty or has spaces around it"
    if any(ord(c) < 32 or ord(c) == 127 for c in path):
        return "holds control characters"
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", path):
        return "is a URL or names a drive; only files inside the package are read"
    if path.startswith(("/", "~", "\\")):
        return "is absolute; it must be relative to the package"
    if "\\" in path:
        return "holds a backslash; folders are divided by /"
    if ".." in PurePosixPath(path).parts:
        return "leads out of the package"
    if len(path) > 1000 or any(len(part.encode()) > 255 for part in PurePosixPath(path).parts):
        return "is too long"
    return None
