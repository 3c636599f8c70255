"""Finds the row that a name means which is not an id: a line, a row with several keys, a view's row."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, pairwise

from .cell_values import value
from .database.definitions import available_views
from .errors import NotFoundError
from .fields import quoted
from .package import Table
from .reader import Reader, Record

READINGS = 200  # ways to divide a name at its colons that are tried


def row_named(reader: Reader, name: str) -> tuple[str, Record] | None:
    """Return the table and row of "src-0004:79" (a line) or "waivers:src-0001:1:Won’t Hesitate" (a table's keys).

    None where the name has another form; NotFoundError, with what there is, where no row has it.
    """
    first, colon, rest = name.partition(":")
    if not colon:
        return None
    if first in reader.package.tables:
        return first, _by_keys(reader, first, rest)
    if (
        reader.has("lines", "source_id", "line")
        and reader.has("sources", "source_id")
        and rest.isascii()
        and rest.isdigit()
    ):
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
        near = f"ids of that kind run from {known[0]} to {known[-1]}" if known else "the table sources is empty"
        raise NotFoundError(f"no article {source_id!r}; {near}")
    found = reader.rows("SELECT * FROM lines WHERE source_id = ? AND line = try_cast(? AS BIGINT)", source_id, number)
    if not found or str(int(number)) != number:
        last = reader.rows("SELECT max(line) AS n FROM lines WHERE source_id = ?", source_id)[0]["n"]
        raise NotFoundError(f"no line {number} in {source_id}; its lines are 1 to {last}")
    return found[0]


def _by_keys(reader: Reader, name: str, keys: str) -> Record:
    """Return the row whose key has these cells, as the file prints them or as DuckDB does."""
    table = reader.package.table(name).readable()
    fields = [table.field(column) for column in table.primary_key]
    cells = [f"${i}::VARCHAR" for i, _field in enumerate(fields, 1)]
    same = [
        f"({quoted(field.name)} = {value(field, cell) or cell} OR {quoted(field.name)}::VARCHAR = {cell})"
        for field, cell in zip(fields, cells, strict=True)
    ]
    sql = f"SELECT * FROM {quoted(name)} WHERE {' AND '.join(same)}"
    found = [row for reading in _readings(table, keys) for row in reader.rows(sql, *reading)]
    if len(found) == 1:
        return found[0]
    form = ":".join((name, *(column.upper() for column in table.primary_key)))
    if not found:
        raise NotFoundError(f"{name} has no row {keys!r}; name a row of it as {form}")
    raise NotFoundError(
        f"{len(found)} rows of {name} are named {keys!r}, since their keys hold colons; "
        f"ask for one with query or cite --query, by {' and '.join(table.primary_key)}"
    )


def _readings(table: Table, keys: str) -> Iterator[list[str]]:
    """Yield each way to divide a name into the cells of a table's key, in which there may be colons, too."""
    parts, width = keys.split(":"), len(table.primary_key)
    divided = combinations(range(1, len(parts)), width - 1) if width else ()
    for count, cuts in enumerate(divided):
        if count == READINGS:
            raise NotFoundError(f"{keys!r} has too many colons to name a row of {table.name}; ask for it with query")
        bounds = (0, *cuts, len(parts))
        yield [":".join(parts[i:j]) for i, j in pairwise(bounds)]
