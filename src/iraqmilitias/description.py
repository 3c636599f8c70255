"""What a table or view contains, from its schema."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from html import escape
from typing import Any

from . import database
from .database.definitions import available_views, meaning
from .errors import NotFoundError, nearest
from .package import Package
from .table_files import rows_of
from .terminal import table


@dataclass(frozen=True)
class Column:
    """One column: its type, constraints, meaning and an example."""

    name: str
    type: str
    description: str
    constraints: Mapping[str, Any]
    example: str | int | float | None
    refers_to: str | None


@dataclass(frozen=True)
class Description:
    """A table or view: its kind, title, what one row is and how not to use it, and its columns."""

    name: str
    kind: str
    title: str
    description: str
    columns: tuple[Column, ...]
    primary_key: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the description as plain values."""
        return asdict(self)

    def __str__(self) -> str:
        cells = [(c.name, c.type, words(c), c.description) for c in self.columns]
        told = table(("column", "type", "constraints", "meaning"), cells)
        return f"{self.title} ({self.kind} {self.name})\n{self.description}\n\n{told}"

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><td><code>{escape(c.name)}</code></td><td>{escape(c.type)}</td>"
            f"<td>{escape(words(c))}</td><td>{escape(c.description)}</td></tr>"
            for c in self.columns
        )
        return (
            f"<h4>{escape(self.title)}</h4><p>{escape(self.description)}</p><table><thead><tr><th>column</th>"
            f"<th>type</th><th>constraints</th><th>meaning</th></tr></thead><tbody>{rows}</tbody></table>"
        )


def words(column: Column) -> str:
    """Return a column's constraints in words."""
    parts = []
    for name, value in column.constraints.items():
        if name == "required":
            if value:
                parts.append("required")
        elif name == "enum":
            parts.append("one of " + ", ".join(str(v) for v in value))
        else:
            parts.append(f"{name} {value}")
    if column.refers_to:
        parts.append(f"in {column.refers_to}")
    return "; ".join(parts)


def labels(package: Package, column: str) -> dict[str, str]:
    """Return the words for each code of a column, from event_types or the schemas; see Dataset.labels."""
    for other in package.tables.values():
        if other.primary_key == (column,) and "label" in {f.name for f in other.fields}:
            return {row[column]: row["label"] for row in rows_of(package, other.name)}
    found = [f for t in package.tables.values() for f in t.fields if f.constraints.get("enum")]
    codes = dict.fromkeys(str(code) for field in found if field.name == column for code in field.constraints["enum"])
    if not codes:
        raise NotFoundError(f"no codes in a column {column!r}; {nearest(column, sorted({f.name for f in found}))}")
    return {code: code.replace("_", " ").capitalize() for code in codes}


def describe(package: Package, name: str) -> Description:
    """Return the description of a table or view; NotFoundError, with the nearest names, for neither."""
    if name in package.tables:
        return _table(package, name)
    views = {d.name: d for d in available_views(package)}
    if name not in views:
        raise NotFoundError(f"no table or view {name!r}; {nearest(name, (*package.tables, *views))}")
    connection = database.connect(package)
    try:
        columns = connection.execute(
            "SELECT column_name, data_type FROM duckdb_columns() WHERE table_name = ? AND NOT internal "
            "ORDER BY column_index",
            [name],
        ).fetchall()
    finally:
        connection.close()
    title = name.replace("_", " ").capitalize()
    described = tuple(Column(c, t, meaning(package, views[name], c), {}, None, None) for c, t in columns)
    return Description(name, "view", title, views[name].description, described, ())


def _table(package: Package, name: str) -> Description:
    resource = package.table(name)
    refers = {
        column: f"{key.table}.{referred}"
        for key in resource.foreign_keys
        for column, referred in zip(key.columns, key.referred, strict=False)
    }
    columns = tuple(
        Column(f.name, f.type, f.description, dict(f.constraints), f.example, refers.get(f.name))
        for f in resource.fields
    )
    return Description(name, "table", resource.title, resource.description, columns, resource.primary_key)
