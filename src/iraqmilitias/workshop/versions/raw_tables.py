"""The file of a table as it is printed: every cell as text, in a DuckDB table with the rows in their order."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ...errors import Error
from ...fields import literal
from ...package import Package, Table
from ...table_files import read as read_csv

if TYPE_CHECKING:
    import duckdb

CHUNK = 1 << 20
NO_NULL = "'\x01\x02'"  # no cell is this, so every cell is text and an empty one is ''


class Text(NamedTuple):
    """A loaded table: `relation` with a VARCHAR column c<i> for column i of the file, and rowid from 0."""

    relation: str
    path: str
    columns: tuple[str, ...]
    rows: int
    by_line: bool  # whether row n is on line n + 1: not where a cell holds a newline
    numbers: tuple[int, ...] = ()  # the rows' lines where they are known otherwise

    def cell(self, column: str, alias: str) -> str:
        """Return a column of the aliased relation in SQL."""
        return f"{alias}.c{self.columns.index(column)}"

    def cells(self, columns: tuple[str, ...], alias: str) -> str:
        """Return columns of the aliased relation as an SQL list."""
        return ", ".join(self.cell(c, alias) for c in columns)

    def line(self, row: int) -> int | None:
        """Return the physical line of a row (rowid), the header being line 1."""
        if self.numbers:
            return self.numbers[row]
        return row + 2 if self.by_line else None


def delimiter(package: Package, table: Table) -> str:
    """Return the delimiter of a table's cells, from the dialect of its resource."""
    for resource in package.descriptor.get("resources", ()):
        if resource.get("name") == table.name and isinstance(resource.get("dialect"), dict):
            stated = resource["dialect"].get("delimiter", ",")
            return stated if isinstance(stated, str) and len(stated) == 1 else ","
    return ","


def read(connection: duckdb.DuckDBPyConnection, relation: str, path: str, file: Path, mark: str = ",") -> Text:
    """Load a CSV file as text. Raises Error, with file and line, where it is not CSV or has no header."""
    import duckdb

    columns = _header(path, file, mark)
    lines, quotes = _counted(file)
    if quotes % 2:  # DuckDB takes the rest of the file for one cell
        raise Error(f'{path}: a quote is not closed; write "" for a quote inside quotes, and close every quote')
    types = ", ".join(f"c{i}: 'VARCHAR'" for i in range(len(columns)))
    source = (
        f"read_csv({literal(_plain(file))}, columns={{{types}}}, header=true, auto_detect=false, "
        f"delim={literal(mark)}, quote='\"', escape='\"', strict_mode=true, nullstr=[{NO_NULL}]"
    )
    statement = f"CREATE TABLE {relation} AS SELECT * FROM {source}"
    try:
        try:
            connection.execute(f"{statement})")
        except duckdb.Error:  # a cell with a newline can stop the readers that work side by side
            connection.execute(f"{statement}, parallel=false)")
    except duckdb.Error as error:
        raise Error(_reason(path, str(error))) from None
    rows = int(connection.execute(f"SELECT count(*) FROM {relation}").fetchall()[0][0])
    return Text(relation, path, columns, rows, rows + 1 == lines)


def _plain(file: Path) -> str:
    name = str(file)
    return re.sub(r"([*?\[\]])", r"[\1]", name) if re.search(r"[*?\[]", name) else name


def _header(path: str, file: Path, mark: str) -> tuple[str, ...]:
    try:
        with file.open(encoding="utf-8-sig", newline="") as stream:
            columns = next(read_csv(path, stream, mark, strict=True), (1, []))[1]
    except FileNotFoundError:
        raise Error(f"{path}: no such file in the package") from None
    except OSError as error:
        raise Error(f"{path}: cannot be read ({error.strerror or error})") from None
    except UnicodeDecodeError as error:
        raise Error(f"{path}:1: is not UTF-8 ({error}); save it as CSV in UTF-8") from None
    if not any(columns):
        raise Error(f"{path}:1: has no header; the first line must name the columns")
    repeated = sorted({c for c in columns if columns.count(c) > 1})
    if repeated or not all(columns):
        problem = f"names {repeated[0]!r} twice" if repeated else "has a column without a name"
        raise Error(f"{path}:1: the header {problem}; give every column its own name")
    return tuple(columns)


def _counted(file: Path) -> tuple[int, int]:
    """Return how many physical lines and quotes a file has."""
    newlines, quotes, last = 0, 0, b"\n"
    with file.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            newlines += chunk.count(b"\n")
            quotes += chunk.count(b'"')
            last = chunk[-1:]
    return newlines + (last != b"\n"), quotes


def _reason(path: str, message: str) -> str:
    """Return DuckDB's error as file:line and what to do."""
    where = re.search(r"CSV Error on Line: (\d+)", message)
    expected = re.search(r"Expected Number of Columns: (\d+) Found: (\d+)", message)
    place = f"{path}:{where[1]}" if where else path
    if expected:
        return f"{place}: {expected[2]} cells, the header has {expected[1]}; put cells that hold a comma into quotes"
    if "unterminated" in message.lower() or "quote" in message.lower():
        return f'{place}: a quote is not closed, or is inside a cell without quotes; write "" for a quote inside quotes'
    if "unicode" in message.lower() or "utf" in message.lower():
        return f"{place}: is not UTF-8; save the file as CSV in UTF-8"
    return f"{place}: cannot be read as CSV ({message.splitlines()[0]})"


def same(first: Text, second: Text) -> tuple[str, ...]:
    """Return the columns that both have, in the second's order."""
    return tuple(c for c in second.columns if c in first.columns)
