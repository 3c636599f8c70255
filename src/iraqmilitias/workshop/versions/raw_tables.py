"""The file of a table as it is printed: every cell as text, in a DuckDB table with the rows in their order."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from ...database.building import Locate
from ...errors import Error
from ...fields import literal
from ...package import Package, Table
from ...table_files import form as form_of
from ...table_files import form_unread, is_table, require_whole_quotes
from ...table_files import read as read_csv
from ...validation.structure.scan import scan_file

if TYPE_CHECKING:
    import duckdb

READ_TOO = ("delimiter", "header")  # of a dialect, what is read here beside what the reader reads
LINE = 2 << 20  # bytes; DuckDB's own limit of a line
# No cell is NULL: one without quotes has no line end, and one with quotes is text.
TEXT = "auto_detect=false, quote='\"', escape='\"', strict_mode=true, nullstr=['\n'], allow_quoted_nulls=false"


class Text(NamedTuple):
    """A loaded table: `relation` with a VARCHAR column c<i> for column i of the file, and rowid from 0."""

    relation: str
    path: str
    columns: tuple[str, ...]
    rows: int
    first: int | None = None  # the line of the first row, where each row is one line
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
        return None if self.first is None else row + self.first


class Form(NamedTuple):
    """How a file's rows are read: what divides its cells, and its columns where it has no header."""

    delimiter: str = ","
    names: tuple[str, ...] | None = None


def resource_of(package: Package, name: str) -> Mapping[str, Any]:
    """Return what the descriptor says of a resource."""
    return next(r for r in package.listed("resources") if r.get("name") == name)


def tables(package: Package) -> dict[str, Table]:
    """Return the resources that are tables, by name."""
    return {name: table for name, table in package.tables.items() if is_table(resource_of(package, name))}


def read_alike(old: Package, new: Package, name: str) -> bool:
    """Whether the same bytes of a resource are the same rows on both sides."""
    one, other = resource_of(old, name), resource_of(new, name)
    same = all(one.get(key) == other.get(key) for key in ("encoding", "dialect", "compression"))
    return same and form_of(one) == form_of(other) and is_table(one) == is_table(other)


def form(package: Package, table: Table) -> Form:
    """Return how a table's file is read; Error, which names what of its dialect or format is not."""
    resource = resource_of(package, table.name)
    dialect = resource.get("dialect") or {}
    reason = form_unread(resource, READ_TOO)
    if not reason:
        mark = dialect.get("delimiter", "\t" if form_of(resource) == "tsv" else ",")
        names = None if dialect.get("header", True) else tuple(field.name for field in table.fields)
        if isinstance(mark, str) and len(mark) == 1 and mark.isascii() and mark not in '"\n\r\0':
            if names is None or names:
                return Form(mark, names)
            reason = "it has neither a header nor a schema"
        else:
            reason = f"dialect.delimiter {mark!r}"
    raise Error(f"{table.path}: not read: {reason}")


def load(
    connection: duckdb.DuckDBPyConnection, package: Package, files: Locate, prefix: str, skipped: Collection[str] = ()
) -> dict[str, Text]:
    """Load a package's tables but those that are `skipped`. Raises Error for the first that cannot be read."""
    loaded = {}
    for i, (name, table) in enumerate(tables(package).items()):
        if name not in skipped:
            how, file = form(package, table), files(table.path)
            loaded[name] = read(connection, f"{prefix}_{i}", table.path, file, how)
    return loaded


def read(connection: duckdb.DuckDBPyConnection, relation: str, path: str, file: Path, form: Form | None = None) -> Text:
    """Load a CSV file as text. Raises Error, with file and line, where it is not CSV or has no header.

    `file` must have a plain name, and room beside it. DuckDB reads a file whose rows are its lines; any other is read
    by Python first, as the rest of this library reads it.
    """
    form = form or Form()
    return _by_lines(connection, relation, path, file, form) or _by_rows(connection, relation, path, file, form)


def _by_lines(connection: duckdb.DuckDBPyConnection, relation: str, path: str, file: Path, form: Form) -> Text | None:
    """Load a file whose rows are its lines; None where it is another."""
    import duckdb

    scan = scan_file(file, form.delimiter, None)
    if not scan.plain or not scan.size:
        return None
    with file.open(encoding="utf-8", newline="") as stream:
        columns = form.names or _header(path, read_csv(path, stream.readline(), form.delimiter, strict=True))
    header = form.names is None
    try:
        connection.execute(_statement(relation, file, len(columns), form.delimiter, header))
    except duckdb.Error:  # such as a row with more cells than the header, or a line that is too long
        return None
    blank = f"SELECT count(*), count(c0) FROM {relation}"  # a blank line of one column is no text
    rows, texts = connection.execute(blank).fetchall()[0]
    if not rows == texts == scan.lines - header:
        connection.execute(f"DROP TABLE {relation}")
        return None
    return Text(relation, path, columns, rows, 1 + header)


def _by_rows(connection: duckdb.DuckDBPyConnection, relation: str, path: str, file: Path, form: Form) -> Text:
    """Load a file of any form that is CSV: with line ends of several kinds or in cells, blank or long lines."""
    import duckdb

    copy, numbers, longest = file.with_suffix(".text"), list[int](), 0
    try:
        with file.open(encoding="utf-8-sig", newline="") as stream, copy.open("wb") as out:
            records = read_csv(path, stream, form.delimiter, strict=True)
            columns = form.names or _header(path, records)
            for line, cells in records:
                if not cells and len(columns) > 1:
                    continue  # a blank line is a row of one column only
                row = cells or [""]
                if len(row) != len(columns):
                    counts = f"{len(row)} cells, the {'schema' if form.names else 'header'} has {len(columns)}"
                    raise Error(f"{path}:{line}: {counts}; put cells that hold a comma into quotes")
                written = ",".join('"' + cell.replace('"', '""') + '"' for cell in row).encode() + b"\n"
                out.write(written)
                numbers.append(line)
                longest = max(longest, len(written))
        require_whole_quotes(path, file.read_bytes(), form.delimiter)
        connection.execute(_statement(relation, copy, len(columns), ",", False, longest))
    except UnicodeDecodeError as error:
        raise Error(f"{path}: is not UTF-8 ({error}); save it as CSV in UTF-8") from None
    except duckdb.Error as error:
        raise Error(f"{path}: cannot be loaded ({str(error).splitlines()[0]})") from None
    finally:
        copy.unlink(missing_ok=True)
    return Text(relation, path, columns, len(numbers), None, tuple(numbers))


def _statement(relation: str, file: Path, width: int, mark: str, header: bool, longest: int = 0) -> str:
    """Return what loads a file; the rows of one whose `longest` row is given may run over lines."""
    types = ", ".join(f"c{i}: 'VARCHAR'" for i in range(width))
    line = max(longest, LINE)
    size = f", parallel=false, max_line_size={line}, buffer_size={2 * line}" if longest else ""
    return (
        f"CREATE TABLE {relation} AS SELECT * FROM read_csv({literal(str(file))}, columns={{{types}}}, "
        f"header={str(header).lower()}, delim={literal(mark)}, hive_partitioning=false, {TEXT}{size})"
    )


def _header(path: str, records: Iterator[tuple[int, list[str]]]) -> tuple[str, ...]:
    columns = next(records, (1, list[str]()))[1]
    if not any(columns):
        raise Error(f"{path}:1: has no header; the first line must name the columns")
    repeated = sorted({c for c in columns if columns.count(c) > 1})
    if repeated or not all(columns):
        problem = f"names {repeated[0]!r} twice" if repeated else "has a column without a name"
        raise Error(f"{path}:1: the header {problem}; give every column its own name")
    return tuple(columns)


def same(first: Text, second: Text) -> tuple[str, ...]:
    """Return the columns that both have, in the second's order."""
    return tuple(c for c in second.columns if c in first.columns)
