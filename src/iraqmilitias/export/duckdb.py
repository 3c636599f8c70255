"""A DuckDB file: keys, comments and every view, in the oldest storage that holds them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ..database.building import build
from ..fields import quoted
from ..package import Package
from .source import Cells, Source, print_rows

STORAGE = "v1.0.0"  # clients of DuckDB 1.1 and later open it (1.0 knows no small blocks)


def write(source: Source, folder: Path) -> dict[str, Any]:
    """Write NAME.duckdb, with version and hash in its table package_metadata."""
    build(source.package, folder / f"{source.package.name}.duckdb", STORAGE, source.facts())
    return {"storage": STORAGE}


def read(folder: Path, package: Package) -> Cells:
    """Return the printed cells of every table from the DuckDB file."""
    import duckdb

    with duckdb.connect(str(folder / f"{package.name}.duckdb"), read_only=True) as connection:
        return {
            name: print_rows(connection.execute(f"SELECT * FROM {quoted(name)} ORDER BY rowid").fetchall())
            for name in package.tables
        }
