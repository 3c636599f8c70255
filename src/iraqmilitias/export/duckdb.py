"""A DuckDB file: keys, comments and every view, in the oldest storage that holds them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ..database.building import build
from .context import Context

STORAGE = "v1.0.0"  # clients of DuckDB 1.1 and later open it (1.0 knows no small blocks)


def write(context: Context, folder: Path) -> dict[str, Any]:
    """Write NAME.duckdb, with version and hash in its table package_metadata."""
    context.require_no_about()
    build(context.package, folder / f"{context.package.name}.duckdb", STORAGE, context.facts())
    return {"storage": STORAGE}
