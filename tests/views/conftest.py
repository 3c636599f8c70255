"""Three invented packages loaded into DuckDB as the schemas type them, with every macro and view."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from iraqmilitias.database.definitions import definitions

HERE = Path(__file__).parent
SCHEMAS = HERE.parents[1] / "schemas"
TYPES = {"string": "VARCHAR", "integer": "BIGINT", "number": "DOUBLE", "date": "DATE", "boolean": "BOOLEAN"}


def world(folder: str | Path, file: str = ":memory:") -> duckdb.DuckDBPyConnection:
    """Return a database of the folder's CSV files; a table without a file, or a column without one, is empty."""
    assert folder == "empty" or (HERE / folder).is_dir(), f"no folder {folder}"
    connection = duckdb.connect(
        file, config={"autoload_known_extensions": "false", "autoinstall_known_extensions": "false"}
    )
    for path in sorted(SCHEMAS.glob("*.json")):
        schema = json.loads(path.read_text(encoding="utf-8"))
        types = {field["name"]: TYPES[field["type"]] for field in schema["fields"]}
        connection.execute(f"create table {path.stem} ({', '.join(f'{n} {t}' for n, t in types.items())})")
        data = HERE / folder / f"{path.stem}.csv"
        if data.exists():
            with data.open(encoding="utf-8", newline="") as stream:
                header, *records = csv.reader(stream)
            assert set(header) <= set(types), f"{data} has a column that its schema lacks"
            marks = ", ".join("?" * len(header))
            insert = f"insert into {path.stem} ({', '.join(header)}) values ({marks})"
            for record in records:
                connection.execute(insert, [cell or None for cell in record])
    for item in definitions():
        connection.execute(item.sql)
    return connection


@pytest.fixture(scope="session")
def plain() -> Iterator[duckdb.DuckDBPyConnection]:
    """A world of ordinary rows."""
    connection = world("plain")
    yield connection
    connection.close()


@pytest.fixture(scope="session")
def disagreeing() -> Iterator[duckdb.DuckDBPyConnection]:
    """A world of pairs that exclude one another, and of pairs that nearly do."""
    connection = world("disagreeing")
    yield connection
    connection.close()


@pytest.fixture(scope="session")
def judged() -> Iterator[duckdb.DuckDBPyConnection]:
    """A world in which each filter of the answering views has something to leave out."""
    connection = world("judged")
    yield connection
    connection.close()


def rows(connection: duckdb.DuckDBPyConnection, sql: str) -> list[tuple[Any, ...]]:
    """Return a query's rows with dates as ISO text."""
    found = connection.execute(sql).fetchall()
    return [tuple(c.isoformat() if hasattr(c, "isoformat") else c for c in row) for row in found]
