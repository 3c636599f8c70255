"""What somebody wrote into an issue form: details of an article, or a correction of cells.

GitHub makes the answers a text: a heading `### Label` for each field, then the answer, or `_No response_`.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from ..errors import Error, NotFoundError, nearest
from ..output import write_all
from ..package import Package
from ..table_files import canonical, rows_of

# The forms' labels (.github/ISSUE_TEMPLATE), and the options of `source add` that they answer.
ARTICLE = {
    "Address": "url",
    "Title, as printed": "title",
    "Author, as printed": "author",
    "Publisher": "publisher",
    "Day of publication": "published",
    "What kind of article it is": "genre",
}
RECORD, CELLS = "Which record", "Which column, and what it should say"


class Corrected(NamedTuple):
    """One cell that was written: its record and column, and what it said before and says now."""

    record_id: str
    column: str
    before: str
    after: str


def answers(text: str) -> dict[str, str]:
    """Return the answers of an issue by the labels of its form; fields without an answer are left out."""
    parts = re.split(r"^### (.+?)\s*$", text.replace("\r\n", "\n"), flags=re.MULTILINE)[1:]
    found = {label.strip(): answer.strip() for label, answer in zip(parts[::2], parts[1::2], strict=True)}
    return {label: answer for label, answer in found.items() if answer not in ("", "_No response_")}


def article(text: str) -> dict[str, str]:
    """Return what an issue says of an article, by the options of `source add`. Raises Error where it says nothing."""
    given = answers(text)
    found = {option: given[label] for label, option in ARTICLE.items() if label in given}
    if not found:
        raise Error("no answers of the form “An article for the data”; save the issue’s text as it is, with its ###")
    return found


def correct(package: Package, text: str) -> tuple[Corrected, ...]:
    """Write the cells that an issue corrects into the package's folder, all or none.

    Raises NotFoundError for a record that is not there, and Error where the issue names no column of its table.
    """
    given = answers(text)
    if RECORD not in given or CELLS not in given:
        raise Error("no answers of the form “A cell is wrong”; save the issue’s text as it is, with its ###")
    record_id = given[RECORD].split()[0]
    for table in package.tables.values():
        rows = rows_of(package, table.name) if len(table.primary_key) == 1 else []
        row = next((r for r in rows if r[table.primary_key[0]] == record_id), None)
        if row is None or table.name == "retired":
            continue
        names = [f.name for f in table.fields if f.name not in table.primary_key]
        made = []
        for line in given[CELLS].splitlines():
            column, colon, value = (part.strip() for part in line.partition(":"))
            if column not in names or not colon:
                raise Error(
                    f"{line.strip()!r} is not a column of {table.name}, a colon and a value; {nearest(column, names)}"
                )
            made.append(Corrected(record_id, column, row[column], value))
            row[column] = value
        write_all({package.path / table.path: canonical(table, rows)})
        return tuple(made)
    raise NotFoundError(f"no record {record_id!r}; the issue must name the id in the first column of its row")
