"""The worksheet as a workbook: codes and known names as drop-down lists, what a row does not need in grey."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from ..errors import require
from ..package import Package
from ..table_files import rows_of
from .worksheet import DECISIONS, FIXED, LABELS, TABLES, Column, Draft, cells, columns, header

SPARE = 100  # empty rows with lists, for what the program did not find
GUIDE = (
    "Each row of the sheet “drafts” is something in one line of the article. Keep the article open beside it.",
    "decision: keep (as it is, or as you complete it), waive (deliberately not coded; say why in reason), "
    "remove (nothing there).",
    "todo: what a row still needs. Grey cells do not belong to the row’s table and stay empty.",
    "Actors, places, facilities, events and terms are referred to by name, statements by their row (r12).",
    "Each new actor, place or facility has a row. If you waive that row, the names that refer to it are waived too.",
    "To add what is missing, use a free row at the end: line, table, decision keep, and the white cells. Leave "
    "row empty, or name it.",
    "Dates may be written as 2020-01-03 or 3 January 2020. Ids, counts and fingerprints are the program’s.",
    "Own words in description and paraphrase: never more than five words in a row from the article.",
    "Then save the file and run: iraqmilitias source merge. It lists each problem with row and column, or writes "
    "all rows into data/.",
)


def as_workbook(package: Package, drafts: Sequence[Draft]) -> bytes:
    """Return the worksheet as an .xlsx file, the same bytes for the same drafts. Raises MissingExtraError."""
    require("xlsxwriter", "drafts")
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": "Drafts", "created": datetime(2000, 1, 1)})
    sheet, codes = book.add_worksheet("drafts"), book.add_worksheet("codes")
    guide = book.add_worksheet("how to")
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    grey, todo = book.add_format({"bg_color": "#D9D9D9"}), book.add_format({"bg_color": "#FFF2CC"})
    for i, text in enumerate(GUIDE):
        guide.write_string(i, 0, text)
    guide.set_column(0, 0, 120)
    names = header(package)
    lists = _Lists(package, codes, drafts)
    for i, name in enumerate(names):
        sheet.write_string(0, i, name, head)
        sheet.set_column(
            i, i, 24 if name in ("text", "todo", "note", "reason", "description", "paraphrase", "name") else 13
        )
    by_table = {t: {c.name: c for c in columns(package, t)} for t in ("lines", "dates", *TABLES)}
    for at, draft in enumerate(drafts, 1):
        held, own = cells(draft), by_table[draft.table]
        for i, name in enumerate(names):
            belongs = name in FIXED or name in own
            needed = bool(name in own and name in re.findall(r"\w+", draft.todo) and not held.get(name)) or (
                name == "decision" and not draft.decision
            )
            style = todo if needed else None if belongs else grey
            sheet.write_string(at, i, held.get(name, ""), style)
            if name in own:
                _choose(sheet, at, at, i, lists, own[name])
    last = len(drafts)
    sheet.data_validation(
        1,
        names.index("decision"),
        last + SPARE,
        names.index("decision"),
        {"validate": "list", "source": list(DECISIONS)},
    )
    _choose(sheet, last + 1, last + SPARE, names.index("table"), lists, Column("table", "table", "", TABLES, "string"))
    for i, name in enumerate(names):
        owners = [own[name] for own in by_table.values() if name in own]
        if len({(c.refers, c.codes) for c in owners}) == 1:
            _choose(sheet, last + 1, last + SPARE, i, lists, owners[0])
    sheet.freeze_panes(1, 5)
    sheet.autofilter(0, 0, last, len(names) - 1)
    book.close()
    return out.getvalue()


class _Lists:
    """The sheet of codes and names, with the place of each list in it."""

    def __init__(self, package: Package, sheet: Any, drafts: Sequence[Draft]) -> None:
        self._sheet, self._places, self._next = sheet, dict[tuple[str, ...], str](), 0
        self.names: dict[str, tuple[str, ...]] = {}
        for table, column in LABELS.items():
            known = [r[column] for r in rows_of(package, table)]
            new = [d.cells[column] for d in drafts if d.table == table]
            self.names[table] = tuple(sorted(dict.fromkeys([*known, *new]), key=str.casefold))

    def place(self, title: str, values: tuple[str, ...]) -> str:
        """Return the range of a list; it is written when first asked for."""
        if values not in self._places:
            from xlsxwriter.utility import xl_col_to_name

            self._sheet.write_string(0, self._next, title)
            for i, value in enumerate(values, 1):
                self._sheet.write_string(i, self._next, value)
            column = xl_col_to_name(self._next)
            self._places[values] = f"=codes!${column}$2:${column}${len(values) + 1}"
            self._next += 1
        return self._places[values]


def _choose(sheet: Any, first: int, last: int, column: int, lists: _Lists, of: Column) -> None:
    values = of.codes or lists.names.get(of.refers, ())
    if values:
        kind = "stop" if of.codes else "information"  # a name may be new
        source = lists.place(of.name, values)
        sheet.data_validation(first, column, last, column, {"validate": "list", "source": source, "error_type": kind})
