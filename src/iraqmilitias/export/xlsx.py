"""XLSX: the claims first, then every table as a typed table with drop-downs, and what the columns mean."""

from __future__ import annotations

import datetime
import io
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..database.definitions import definitions, meaning
from ..description import describe, words
from ..errors import PackageError, require
from ..package import Field
from ..values import printed
from .context import FLAT, Context

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_ROWS, LONGEST = 1_048_575, 32_767  # of a sheet below its header; characters of a cell
SPARE = 200  # rows below the data that have the drop-downs too
FIRST_DAY = datetime.date(1900, 3, 1)  # before it Excel counts a day that never was
WIDEST = 60  # characters of a column


def write(context: Context, folder: Path) -> dict[str, Any]:
    """Write NAME.xlsx; PackageError for a table or cell that a sheet cannot take."""
    require("xlsxwriter", "export")
    import xlsxwriter

    facts = context.facts()
    # In memory: where the disk is full, xlsxwriter 3.2 leaves an open zip behind that Python complains of on stderr.
    content = io.BytesIO()
    book = xlsxwriter.Workbook(
        content,
        {"default_date_format": "yyyy-mm-dd", "strings_to_urls": False, "strings_to_formulas": False},
    )
    made = context.made.replace(tzinfo=None)
    book.set_properties(
        {"title": facts["title"], "comments": f"Version {facts['version']}, SHA-256 {facts['content_sha256']}"}
        | {"created": made}
    )
    for key in ("version", "content_sha256", "licence"):
        book.set_custom_property(key, facts[key] or "none")
    names = _sheet_names(context.relations())
    choices = _Choices(book)
    for relation in context.relations():
        sheet = book.add_worksheet(names[relation])
        fields = context.package.table(relation).fields if relation in context.package.readable_tables else ()
        columns, rows = context.rows(relation)
        last = _fill(sheet, f"t_{names[relation]}", columns, rows)
        for position, field in enumerate(fields):
            choices.offer(sheet, relation, field, position, last)
    _sheet(book, "dictionary", ["table", "column", "type", "constraints", "meaning", "example"], _dictionary(context))
    choices.write()
    _sheet(book, "about", ["what", "value"], iter(facts.items()))
    try:
        book.close()
    except xlsxwriter.exceptions.FileCreateError as error:
        raise PackageError(f"{context.package.name}.xlsx: cannot be written ({error})") from None
    (folder / f"{context.package.name}.xlsx").write_bytes(content.getbuffer())
    return {}


def _sheet_names(relations: tuple[str, ...]) -> dict[str, str]:
    taken: set[str] = {"dictionary", "about", "choices"}
    names = {}
    for relation in relations:
        name, number = re.sub(r"[^\w.-]", "_", relation)[:31], 1
        while _table_name(name).casefold() in taken:
            number += 1
            name = f"{name[:27]}_{number}"
        taken.add(_table_name(name).casefold())
        names[relation] = name
    return names


def _table_name(sheet: str) -> str:
    """Return the name of a sheet's table, in which there are letters, digits and underscores only."""
    return re.sub(r"\W", "_", sheet)


def _sheet(book: Any, name: str, columns: list[str], rows: Iterator[Any]) -> None:
    _fill(book.add_worksheet(name), f"t_{name}", columns, rows)


def _fill(sheet: Any, table: str, columns: list[str], rows: Iterator[Any]) -> int:
    """Write a header and rows as a table with a frozen, filterable header; return the last row's number."""
    wide = [len(c) + 4 for c in columns]
    last = 0
    for row in rows:
        last += 1
        if last > MOST_ROWS:
            raise PackageError(f"{table[2:]}: more than {MOST_ROWS} rows do not fit a sheet; export parquet or sqlite")
        for position, value in enumerate(row):
            if value is not None:
                _cell(sheet, last, position, value)
                if last < 500:
                    wide[position] = max(wide[position], min(len(printed(value)) + 1, WIDEST))
    for position, width in enumerate(wide):
        sheet.set_column(position, position, width)
    sheet.freeze_panes(1, 1)
    sheet.add_table(
        0,
        0,
        max(last, 1),
        len(columns) - 1,
        {
            "name": _table_name(table),
            "columns": [{"header": c} for c in columns],
            "style": "Table Style Light 1",
        },
    )
    return last


class _Exact(float):
    """A number written with every digit: xlsxwriter's 16 are one too few for some."""

    def __format__(self, spec: str) -> str:
        return repr(float(self))


def _cell(sheet: Any, row: int, column: int, value: Any) -> None:
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, int | float) and abs(value) <= 2**53:
        sheet.write_number(row, column, _Exact(value) if isinstance(value, float) else value)
    elif isinstance(value, datetime.datetime):
        sheet.write_string(row, column, printed(value))
    elif isinstance(value, datetime.date) and value >= FIRST_DAY:
        sheet.write_datetime(row, column, value)
    else:
        text = printed(value)
        if len(text) > LONGEST:
            raise PackageError(f"a cell of {len(text)} characters does not fit a sheet (at most {LONGEST})")
        sheet.write_string(row, column, text)


def _dictionary(context: Context) -> Iterator[tuple[Any, ...]]:
    for name in context.package.readable_tables:
        described = describe(context.package, name)
        yield (name, None, "table", None, f"{described.title}. {described.description}", None)
        for column in described.columns:
            example = printed(column.example) or None
            yield (name, column.name, column.type, words(column) or None, column.description, example)
    if context.flat():
        view = next(d for d in definitions() if d.name == FLAT)
        yield (FLAT, None, "view", None, view.description, None)
        for name, kind, *_ in context.connection.execute(f"DESCRIBE {FLAT}").fetchall():
            yield (FLAT, name, kind, None, meaning(context.package, view, name), None)


class _Choices:
    """A sheet with a column for each enumeration, which the drop-downs take their words from."""

    def __init__(self, book: Any) -> None:
        self.book = book
        self.columns: list[tuple[str, list[str]]] = []

    def offer(self, sheet: Any, relation: str, field: Field, position: int, last: int) -> None:
        from xlsxwriter.utility import xl_col_to_name

        values = [printed(v) for v in field.constraints.get("enum", ())]
        if field.type == "boolean":
            values = ["TRUE", "FALSE"]
        if not values:
            return
        name = f"{relation}.{field.name}"
        self.columns.append((name, values))
        letter = xl_col_to_name(len(self.columns) - 1)
        sheet.data_validation(
            1,
            position,
            min(max(last, 1) + SPARE, MOST_ROWS),
            position,
            {
                "validate": "list",
                "source": f"=choices!${letter}$2:${letter}${len(values) + 1}",
                "error_type": "warning",
                "error_message": "Not one of the values that the schema allows.",
            },
        )

    def write(self) -> None:
        height = max((len(values) for _, values in self.columns), default=0)
        rows = ([v[i] if i < len(v) else None for _, v in self.columns] for i in range(height))
        if self.columns:
            _sheet(self.book, "choices", [name for name, _ in self.columns], rows)
