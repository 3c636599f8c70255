"""What the descriptor says of one resource, once it has been checked."""

from __future__ import annotations

from dataclasses import dataclass

from ..package import Table
from .documents import Document, Where


@dataclass(frozen=True)
class Plan:
    """What is to be checked of one resource. `table` is None where it has no schema or an unusable one."""

    name: str
    path: str
    table: Table | None
    document: Document  # where its schema stands
    where: Where  # the schema's path inside that document
    delimiter: str = ","
    line_terminator: str | None = None
    bytes: int | None = None
    hash: str | None = None
    fields_match: str = "exact"
