"""SQLite: tables with keys and checks, a table of what the package is, and a description for Datasette."""

from __future__ import annotations

import datetime
import json
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from ..errors import PackageError
from ..fields import kind, literal, quoted
from ..package import Package, Table
from ..values import printed
from .context import ABOUT, FLAT, Context

ABOUT_SQL = f"CREATE TABLE {ABOUT} (key TEXT PRIMARY KEY, value TEXT NOT NULL)"

DISK = ("SQLITE_FULL", "SQLITE_IOERR", "SQLITE_CANTOPEN", "SQLITE_READONLY")  # what is not the data's fault


def write(context: Context, folder: Path) -> dict[str, Any]:
    """Write NAME.sqlite with foreign keys on, and datasette.json beside it."""
    context.require_no_about()
    package = context.package
    file = folder / f"{package.name}.sqlite"
    connection = sqlite3.connect(file, isolation_level=None)
    try:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("BEGIN")
        for table in package.readable_tables.values():
            connection.execute(_create(table, package))
        for table in package.readable_tables.values():  # SQLite looks a key's table up even where the check is deferred
            _, rows = context.rows(table.name)
            _insert(connection, table.name, len(table.fields), rows)
        if context.flat():
            names, rows = context.rows(FLAT)
            connection.execute(f"CREATE TABLE {quoted(FLAT)} ({', '.join(quoted(n) for n in names)})")
            _insert(connection, FLAT, len(names), rows)
        connection.execute(ABOUT_SQL)
        connection.executemany(f"INSERT INTO {ABOUT} VALUES (?, ?)", context.facts().items())
        connection.execute("COMMIT")
    except sqlite3.Error as error:
        if getattr(error, "sqlite_errorname", "").startswith(DISK):
            raise PackageError(f"{file.name}: cannot be written ({error})") from None
        raise PackageError(f"SQLite refuses the data ({error}); run: iraqmilitias validate {package.path}") from None
    finally:
        connection.close()
    text = json.dumps(_datasette(context), ensure_ascii=False, indent=2) + "\n"
    (folder / "datasette.json").write_text(text, encoding="utf-8", newline="\n")
    return {"sqlite": sqlite3.sqlite_version}


def _insert(connection: sqlite3.Connection, name: str, width: int, rows: Iterator[Sequence[Any]]) -> None:
    marks = ", ".join("?" * width)
    connection.executemany(f"INSERT INTO {quoted(name)} VALUES ({marks})", (tuple(map(_held, row)) for row in rows))


def _held(value: Any) -> Any:
    return printed(value) if isinstance(value, datetime.date | datetime.time) else value


def _create(table: Table, package: Package) -> str:
    parts = []
    for field in table.fields:
        held = kind(field)
        column = f"{quoted(field.name)} {held.sqlite if held else 'TEXT'}"
        if field.required or field.name in table.primary_key:
            column += " NOT NULL"
        choices = field.constraints.get("enum")
        if choices:
            listed = ", ".join(literal(c) if isinstance(c, str) else printed(c) for c in choices)
            column += f" CHECK ({quoted(field.name)} IN ({listed}))"
        elif field.type == "boolean":
            column += f" CHECK ({quoted(field.name)} IN (0, 1))"
        parts.append(column)
    if table.primary_key:
        parts.append(f"PRIMARY KEY ({_names(table.primary_key)})")
    parts += [
        f"UNIQUE ({_names(u)})"
        for u in (*table.unique_keys, *((f.name,) for f in table.fields if f.constraints.get("unique")))
    ]
    parts += [
        f"FOREIGN KEY ({_names(key.columns)}) REFERENCES {quoted(key.table)} ({_names(key.referred)}) "
        "DEFERRABLE INITIALLY DEFERRED"
        for key in table.foreign_keys
        if key.table in package.readable_tables and key.referred == package.table(key.table).primary_key
    ]
    return f"CREATE TABLE {quoted(table.name)} (\n  " + ",\n  ".join(parts) + "\n)"


def _names(names: tuple[str, ...]) -> str:
    return ", ".join(quoted(n) for n in names)


def _datasette(context: Context) -> dict[str, Any]:
    facts = context.facts()
    licence = next(iter(context.package.listed("licenses")), {})
    tables = {
        t.name: {
            "title": t.title,
            "description": t.description,
            "columns": {f.name: f.description for f in t.fields},
        }
        for t in context.package.readable_tables.values()
    }
    return {
        "title": facts["title"],
        "description": f"{facts['description']} Version {facts['version']}, SHA-256 {facts['content_sha256']}.",
        "license": licence.get("title", licence.get("name", "")),
        "license_url": licence.get("path", ""),
        "databases": {context.package.name: {"tables": tables}},
    }
