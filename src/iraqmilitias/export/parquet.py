"""Parquet: one typed file a table; version, hash and the schema in the file's metadata."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from ..fields import literal, quoted
from .context import Context

ROWS = 122_880  # rows of a row group, named so that no DuckDB decides otherwise


def write(context: Context, folder: Path) -> dict[str, Any]:
    """Write every table, and the flat claims, by DuckDB's own COPY."""
    for relation in context.relations():
        pairs = ", ".join(f"{literal(k)}: {literal(v)}" for k, v in _metadata(context, relation).items())
        context.connection.execute(
            f"COPY (SELECT * FROM {quoted(relation)}) TO {literal(str(folder / f'{relation}.parquet'))} "
            f"(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {ROWS}, KV_METADATA {{{pairs}}})"
        )
    return {}


def _metadata(context: Context, relation: str) -> dict[str, str]:
    facts = {**context.facts(), "table": relation}
    if relation in context.package.readable_tables:
        table = context.package.table(relation)
        facts |= {"table_title": table.title, "table_description": table.description}
        facts["schema"] = json.dumps(dict(table.descriptor), ensure_ascii=False, sort_keys=True)
    return facts
