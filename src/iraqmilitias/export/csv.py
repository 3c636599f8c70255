"""CSV for spreadsheets: a byte order mark, so that Excel reads UTF-8, and no cell that a spreadsheet would run."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from ..fields import literal, quoted
from .context import Context

# What a spreadsheet runs: a cell that begins so, even behind apostrophes that are themselves part of the text.
FORMULA = "^'*[=+\\-@\\t\\r]"
MARK = b"\xef\xbb\xbf"


def write(context: Context, folder: Path) -> dict[str, Any]:
    """Write every table, and the flat claims; the manifest says how many cells were neutralised."""
    neutralised = {}
    for relation in context.relations():
        columns = context.connection.execute(f"DESCRIBE {quoted(relation)}").fetchall()
        texts = [name for name, kind, *_ in columns if kind == "VARCHAR"]
        file = folder / f"{relation}.csv"
        beside = file.with_suffix(".rows")
        if texts:
            held = " + ".join(f"count(*) FILTER (regexp_matches({quoted(c)}, {literal(FORMULA)}))" for c in texts)
            count = context.connection.execute(f"SELECT {held} FROM {quoted(relation)}").fetchall()[0][0]
            if count:
                neutralised[relation] = count
        safe = neutralised.get(relation, 0)
        moments = [name for name, kind, *_ in columns if kind == "TIMESTAMP"]
        printed = [
            _safe(name) if safe and name in texts else _moment(name) if name in moments else quoted(name)
            for name, *_ in columns
        ]
        if len(columns) == 1:  # a missing cell is written "": a blank line would be no row for most readers
            printed = [f"coalesce({printed[0]}::VARCHAR, '')"]
        chosen = ", ".join(
            f"{cell} AS {quoted(_safe_name(name))}" for cell, (name, *_) in zip(printed, columns, strict=True)
        )
        context.connection.execute(
            f"COPY (SELECT {chosen} FROM {quoted(relation)}) TO {literal(str(beside))} (FORMAT csv, HEADER true)"
        )
        with beside.open("rb") as rows, file.open("wb") as out:
            out.write(MARK)
            while block := rows.read(1 << 20):
                out.write(block)
        beside.unlink()
    return {"neutralised_cells": neutralised}


def _safe_name(column: str) -> str:
    """Return a column's name as the header has it: it is a cell that a spreadsheet could run, too."""
    return f"'{column}" if re.match(FORMULA, column) else column


def _moment(column: str) -> str:
    """Return SQL for a moment with as many digits of a second as it has."""
    return f"replace({quoted(column)}::VARCHAR, ' ', 'T')"


def _safe(column: str) -> str:
    name = quoted(column)
    return f"CASE WHEN regexp_matches({name}, {literal(FORMULA)}) THEN '''' || {name} ELSE {name} END"
