"""What the layers of validation hand on: the loaded tables, what is wrong with each, and where issues are collected."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from .report.issues import Faults, IssueCollector
from .structure.table import LoadedTable

if TYPE_CHECKING:
    import duckdb

    from .cursor_pool import CursorPool


@dataclass
class LoadedPackage:
    """A package as the structure layer loads it for the later ones."""

    root: Path
    connection: duckdb.DuckDBPyConnection
    pool: CursorPool
    issues: IssueCollector
    descriptor_sound: bool
    tables: Mapping[str, LoadedTable]  # those that could be loaded
    faults: Mapping[str, Faults]  # of every resource, by its first file


class Layer(NamedTuple):
    """A layer of checks that the validator does not know: its name, and what runs it on a package."""

    name: str
    check: Callable[[LoadedPackage], None]
