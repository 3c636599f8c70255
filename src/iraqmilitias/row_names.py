"""Finds the row that a name means which is not an id: a line, a row with several keys, a view's row."""

from __future__ import annotations

from .database.definitions import available_views
from .errors import NotFoundError
from .fields import quoted
from .reader import Reader, Record


def row_named(reader: Reader, name: str) -> tuple[str, Record] | None:
    """Return the table and row of "src-0004:79" (a line) or "waivers:src-0001:1:Won’t Hesitate" (a table's keys).

    None where the name has another form; NotFoundError, with what there is, where no row has it.
    """
    first, colon, rest = name.partition(":")
    if not colon:
        return None
    if first in reader.package.tables:
        return first, _by_keys(reader, first, rest)
    if reader.has("lines", "source_id", "line") and rest.isascii() and rest.isdigit():
        return "lines", _line(reader, first, rest)
    return None


def record_of_view(reader: Reader, name: str) -> str | None:
    """Return the id of the record that a view's row is about, of a name such as "claims:fig-0019".

    None where the name has no view; NotFoundError where the view has no row of that id.
    """
    view, colon, record_id = name.partition(":")
    if not colon or view not in {v.name for v in available_views(reader.package)}:
        return None
    columns = reader.rows("SELECT column_name AS name FROM duckdb_columns() WHERE table_name = ?", view)
    ids = [c["name"] for c in columns if c["name"].endswith("_id")]
    own = "record_id" if "record_id" in ids else ids[0] if ids else None
    if own is None or not reader.rows(f"SELECT 1 FROM {quoted(view)} WHERE {quoted(own)} = ? LIMIT 1", record_id):
        raise NotFoundError(f"the view {view} has no row with the id {record_id!r}")
    return record_id


def _line(reader: Reader, source_id: str, number: str) -> Record:
    known = [str(row["source_id"]) for row in reader.rows("SELECT source_id FROM sources ORDER BY source_id")]
    if source_id not in known:
        raise NotFoundError(f"no article {source_id!r}; ids of that kind run from {known[0]} to {known[-1]}")
    found = reader.rows("SELECT * FROM lines WHERE source_id = ? AND line = try_cast(? AS BIGINT)", source_id, number)
    if not found or str(int(number)) != number:
        last = reader.rows("SELECT max(line) AS n FROM lines WHERE source_id = ?", source_id)[0]["n"]
        raise NotFoundError(f"no line {number} in {source_id}; its lines are 1 to {last}")
    return found[0]


def _by_keys(reader: Reader, table: str, keys: str) -> Record:
    columns = reader.package.table(table).primary_key
    values = keys.split(":", len(columns) - 1) if columns else []
    if len(values) == len(columns) > 0:
        where = " AND ".join(f"{quoted(column)}::VARCHAR = ?" for column in columns)
        found = reader.rows(f"SELECT * FROM {quoted(table)} WHERE {where}", *values)
        if found:
            return found[0]
    form = ":".join((table, *(column.upper() for column in columns)))
    raise NotFoundError(f"{table} has no row {keys!r}; name a row of it as {form}")
