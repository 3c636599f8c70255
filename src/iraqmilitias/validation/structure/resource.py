"""What the descriptor says of one resource, once it has been checked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ...package import DESCRIPTOR, Table
from ..documents import Document, Where


@dataclass(frozen=True)
class Resource:
    """What is to be checked of one resource."""

    name: str
    paths: tuple[str, ...]  # none where its data are in the descriptor
    document: Document  # that has its schema, or else the descriptor
    where: Where  # the schema's place in that document
    table: Table | None = None  # None where it has no schema or an unusable one
    rows: bool = True  # whether its rows are read: it is a table in a form that can be
    data: tuple[Document, Where, Any] | None = None  # rows in the descriptor
    delimiter: str = ","
    header: bool = True
    line_terminator: str | None = None
    gzip: bool = False
    bytes: int | None = None
    hash: str | None = None

    @property
    def path(self) -> str:
        """The file that is named for the resource as a whole."""
        return self.paths[0] if self.paths else DESCRIPTOR

    @property
    def fields_match(self) -> str:
        """How the header must match the schema; version 1 has it as a list."""
        stated = self.table.descriptor.get("fieldsMatch", "exact") if self.table else "exact"
        return str(stated[0] if isinstance(stated, list) and stated else stated)
