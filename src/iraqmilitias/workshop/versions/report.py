"""A difference as text for a terminal, as JSON, and as Markdown for a changelog or a pull request."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from ...terminal import cut, shown
from ...text import counted as number
from .changelog import name
from .diff import Diff
from .row_diff import Cell, Row, TableDiff

LIMIT = 50  # rows of one table that text and Markdown list; JSON has all
WIDE = 60  # characters of a cell that text shows; Markdown has more room
MARKS = {"added": "+", "removed": "-", "changed": "~"}
CELLS = 6  # cells of an added or removed row that text and Markdown show


def as_json(found: Diff, limit: int = LIMIT) -> str:
    """Return everything as JSON; `limit` cuts nothing."""
    return json.dumps(found.to_dict(), ensure_ascii=False, indent=1)


def text(found: Diff, limit: int = LIMIT) -> str:
    """Return tables, then views, schemas, ids, the version needed and the changelog's lines."""
    lines = [f"{shown(found.old)} → {shown(found.new)}"]
    for table in found.tables:
        lines.append(f"{shown(table.name)}: {counted(table)}{f' ({shown(table.note)})' if table.note else ''}")
        lines += [_line(row, table) for row in table.rows[:limit]]
        lines += [f"  … {more:,} more (--limit, or --format json)"] if (more := len(table.rows) - limit) > 0 else []
    lines += [f"{shown(path)}: the same rows in other bytes (order, quotes, line ends)" for path in found.rewritten]
    lines += [f"view {shown(v.name)}: {counted(v)}" for v in found.views]
    lines += [f"schema: {shown(c.text)} ({c.bump})" for c in found.schema]
    lines += [f"id: {shown(m.text)}" for m in found.ids]
    lines += [f"note: {shown(note)}" for note in found.notes]
    lines.append(verdict(found))
    if found.changelog:
        lines += ["changelog:", *(f"  {shown(entry)}" for entry in found.changelog)]
    return "\n".join(lines)


def counted(table: TableDiff) -> str:
    """Return how many rows and cells differ, in words."""
    parts = [f"{len(table.of(kind)):,} {kind}" for kind in MARKS if table.of(kind)]
    cells = f" ({number(table.changed_cells, 'cell')})" if table.changed_cells else ""
    return ", ".join(parts) + cells


def verdict(found: Diff) -> str:
    """Return the version that the difference needs, in one sentence."""
    if not found.changed:
        return "no difference"
    if found.version is None:
        return f"needs a {found.bump} version; {shown(found.old.version) or 'no version'!r} is not a semantic version"
    stated = "" if found.enough else f"; {shown(found.new.path)} says {shown(found.new.version)}"
    return f"needs a {found.bump} version: {found.version}{stated}"


def _line(row: Row, table: TableDiff) -> str:
    where = f" {table.path}:{row.line}" if row.line is not None and table.path and row.kind != "removed" else ""
    return f"  {MARKS[row.kind]} {shown(name(row))}{shown(where)}  {', '.join(_cells(row, table.key))}"


def _cells(row: Row, key: tuple[str, ...]) -> Iterator[str]:
    listed = [cell for cell in row.cells if cell.column not in key]
    for cell in listed if row.kind == "changed" else listed[:CELLS]:
        old, new = (cut(shown(v), WIDE) for v in (cell.old, cell.new))
        if row.kind == "changed":
            yield f"{shown(cell.column)}: {old or '(empty)'} → {new or '(empty)'}"
        else:
            yield f"{shown(cell.column)}={old or new}"
    if row.kind != "changed" and len(listed) > CELLS:
        yield "…"


def markdown(found: Diff, limit: int = LIMIT) -> str:
    """Return the difference as Markdown: a table of counts, one of cells for each table, the changelog's lines."""
    lines = [f"{plain(str(found.old))} → {plain(str(found.new))}", "", f"**{plain(verdict(found))}**", ""]
    if found.tables or found.views:
        lines += ["| | added | removed | changed |", "| --- | --- | --- | --- |"]
        for table, kind in [*((t, "") for t in found.tables), *((v, "view ") for v in found.views)]:
            counts = " | ".join(f"{len(table.of(k)):,}" for k in MARKS)
            lines.append(f"| {kind}{plain(table.name)} | {counts} |")
        lines.append("")
    for table in found.tables:
        lines += [f"#### {plain(table.name)}", "", "| | id | line | column | old | new |", "| " + "--- | " * 6]
        lines += [_markdown_line(row, cell) for row in table.rows[:limit] for cell in row.cells]
        lines += [f"\n{more:,} rows more."] if (more := len(table.rows) - limit) > 0 else []
        lines += [f"\n{plain(table.note)}."] if table.note else []
        lines.append("")
    for title, items in (
        ("Schemas", [f"{c.text} ({c.bump})" for c in found.schema]),
        ("Ids", [m.text for m in found.ids]),
        ("Files in another form", list(found.rewritten)),
        ("Notes", list(found.notes)),
    ):
        lines += [f"#### {title}", "", *(f"- {plain(item)}" for item in items), ""] if items else []
    if found.changelog:
        lines += [
            "#### Changelog",
            "",
            "```markdown",
            *(shown(e).replace("```", "'''") for e in found.changelog),
            "```",
        ]
    return "\n".join(lines).rstrip()


def _markdown_line(row: Row, cell: Cell) -> str:
    line = "" if row.line is None else str(row.line)
    cells = (MARKS[row.kind], name(row), line, cell.column, cell.old, cell.new)
    return "| " + " | ".join(plain(cut(c, 4 * WIDE)) for c in cells) + " |"


def plain(value: str) -> str:
    """Return text escaped so that nothing in it is Markdown, HTML or a mention."""
    return re.sub(r"([\\`*_\[\]<>|#~])", r"\\\1", shown(value)).replace("@", "@\u2060")


DIFF_FORMATS = {"text": text, "json": as_json, "markdown": markdown}
