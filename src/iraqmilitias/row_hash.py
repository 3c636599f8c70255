"""The fingerprint of one row: the same whatever empty columns its table has or gets."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Mapping


def row_sha256(row: Mapping[str, str | None]) -> str:
    """Return the SHA-256, in hexadecimal, of a row's cells as they are printed in its file.

    Empty cells are left out; the others are `name=value` lines, sorted by name, NFC, UTF-8, joined by line feeds.
    """
    cells = sorted((name, value) for name, value in row.items() if value)
    text = "\n".join(f"{name}={value}" for name, value in cells)
    return hashlib.sha256(unicodedata.normalize("NFC", text).encode()).hexdigest()
