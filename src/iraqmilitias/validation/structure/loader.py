"""Loads one table of a package into DuckDB with the physical line of every row, and reports what is wrong with it.

The fast way reads bytes in chunks and lets DuckDB parse; no Python code runs for a row. Only a file that has
something wrong with it is read line by line.
"""

from __future__ import annotations

import csv
import errno
import hashlib
from collections import Counter
from dataclasses import replace
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from ...fields import literal
from ...package import Table, read_schema
from ...text import shown
from ..cursor_pool import lacks_room
from ..report.issues import IssueCollector, Reporter
from .constraints import unfit
from .csv_reader import SOUND, UNSOUND, Copied, TolerantReader
from .header import Layout, match
from .resource import Resource
from .scan import FileScan, scan_file
from .source import Source, open_source
from .table import LoadedTable, cells_sql, read_sql
from .tableschema import REPEATS

if TYPE_CHECKING:
    import duckdb

HEADER_LIMIT = 1 << 20  # bytes of the first line
SAMPLE = 200  # rows that tell how many cells most rows have
TRIAL = 1_000_000  # added to a table's number for a second reading of it
NO_ROOM = (errno.EFBIG, errno.ENOSPC, errno.EDQUOT)


def load_table(
    root: Path, resource: Resource, index: int, connection: duckdb.DuckDBPyConnection, scratch: Path, stopped: Event
) -> tuple[Reporter, LoadedTable | None]:
    """Load a resource as table `index`, with temporary files in `scratch`, and report its faults.

    The table is None where no rows could be loaded.
    """
    issues = IssueCollector()
    report = Reporter(issues, lambda line: (resource.path, line))
    try:
        source = open_source(root, resource, scratch / f"source-{index}.csv", issues)
        if source is None:
            report.faults.whole = True
            return report, None
        report.place = source.place
        return report, _Loader(resource, index, connection, scratch, stopped, report).load(source)
    except OSError as error:
        if error.errno in NO_ROOM:  # of the copy that is written, and no fault of the file
            reason = f"no room in {scratch.parent} for a copy of {resource.path} ({error.strerror})"
            raise OSError(f"{reason}; set TMPDIR") from None
        report("file-unreadable", None, None, f"the file cannot be read ({error.strerror or error})")
        return report, None


class _Loader:
    def __init__(
        self,
        resource: Resource,
        index: int,
        connection: duckdb.DuckDBPyConnection,
        scratch: Path,
        stopped: Event,
        report: Reporter,
    ) -> None:
        self.resource, self.index, self.report = resource, index, report
        self.connection, self.scratch, self.stopped = connection, scratch, stopped

    def load(self, source: Source) -> LoadedTable | None:
        """Return the loaded table, or None where there is nothing that could be loaded."""
        resource, path = self.resource, source.path
        scan = scan_file(path, resource.delimiter, _algorithm(resource.hash))
        if source.stored:
            packed = path != source.stored
            self._stamp(scan_file(source.stored, ",", _algorithm(resource.hash)) if packed else scan)
        if not resource.rows:
            return None
        if not scan.size:
            self.report("file-empty", None, None, "the file is empty; a table without rows still has its header")
            return None
        path, scan = self._readable(path, scan)
        with path.open("rb") as stream:
            head = stream.read(HEADER_LIMIT)
        text = head.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace")
        lines = [line.removesuffix("\r") for line in text.split("\n")[: SAMPLE + 1]]
        loaded = self._table(lines, path, scan)
        if loaded is not None and source.path != source.stored:
            loaded.untrusted = True
        return loaded

    def _stamp(self, scan: FileScan) -> None:
        size, digest = self.resource.bytes, self.resource.hash
        if size is not None and size != scan.size:
            self.report("file-bytes", None, None, f"the file has {scan.size} bytes; the descriptor says {size}")
        elif digest is not None and digest.rpartition(":")[2].lower() != scan.digest:
            text = f"the file's hash is {scan.digest}; the descriptor says {shown(digest)}"
            self.report("file-hash", None, None, text)

    def _readable(self, path: Path, scan: FileScan) -> tuple[Path, FileScan]:
        """Report a wrong encoding or line ends of the whole file, and return a copy that can be read on."""
        if scan.utf16:
            self.report("encoding-utf16", 1, None, "the file is UTF-16; it must be UTF-8")
            coding = "utf-16" if scan.bom else "utf-16-le" if path.read_bytes()[1:2] == b"\0" else "utf-16-be"
            content = path.read_bytes().decode(coding, "replace").encode("utf-8", "replace")
        elif scan.bom:
            self.report("byte-order-mark", 1, None, "the file begins with a byte order mark")
            return path, scan
        elif scan.returns and not scan.newlines:
            text = "lines end with a carriage return alone; they must end with a line feed"
            self.report("line-ending", 1, None, text)
            content = path.read_bytes().replace(b"\r", b"\n")
        else:
            return path, scan
        copy = self.scratch / f"readable-{self.index}.csv"
        copy.write_bytes(content)
        return copy, scan_file(copy, self.resource.delimiter, None)

    # header --------------------------------------------------------------------------------------------

    def _table(self, lines: list[str], path: Path, scan: FileScan) -> LoadedTable | None:
        resource = self.resource
        fields = resource.table.fields if resource.table else ()
        names = [f.name for f in fields]
        delimiter = self._delimiter(lines[0], names)
        try:
            first = lines[0].replace("\0", "")
            header = next(csv.reader([first], delimiter=delimiter, strict=True), [])
        except csv.Error:
            header = lines[0].replace('"', "").split(delimiter)
            self.report("quote-stray", 1, None, "the header's quotes are not in order")
        if header == [f.descriptor.get(REPEATS, f.name) for f in fields]:
            header = names
        if not any(header):
            self.report("header-missing", 1, None, "the first line, which should be the header, is blank")
            return None
        table = resource.table or self._untyped(header)
        layout = self._layout(lines, header, table, delimiter)
        if layout is None:
            return None
        columns = {f.name: j for j, f in enumerate(table.fields) if f.name in layout.positions}
        loaded = LoadedTable(resource, table, self.report, self.index, columns, 0)
        exact = layout.first_row == 2 and layout.width == len(header) and delimiter == resource.delimiter
        fast = exact and scan.plain and self._fast(loaded, path, layout, scan)
        if fast and scan.returns:
            self._endings(Copied(crlf=scan.lines, first_crlf=1))
        if not fast and not self._slow(loaded, path, layout):
            return None
        if set(header) == set(names) and header != names and len(header) == len(names):
            return self._better(loaded, path, delimiter)
        return loaded

    def _layout(self, lines: list[str], header: list[str], table: Table, delimiter: str) -> Layout | None:
        names = [f.name for f in table.fields]
        if self.resource.table is None or not self.resource.header:
            first_row = 2 if self.resource.header else 1
            return Layout({n: i for i, n in enumerate(names)}, tuple(names), first_row, delimiter)
        widths = Counter(line.count(delimiter) + 1 for line in lines[1:] if line and '"' not in line)
        width = widths.most_common(1)[0][0] if widths else len(header)
        return match(header, names, self.resource.fields_match, self.report, width, delimiter)

    def _untyped(self, header: list[str]) -> Table:
        """Return the table of a file without a schema: its columns by the header's names, of any type."""
        names: list[str] = []
        for i, name in enumerate(header, 1):
            if not self.resource.header or not name.strip():
                if self.resource.header:
                    self.report("column-name", 1, None, f"column {i} has no name")
                name = f"field{i}"
            elif name in names:
                self.report("column-duplicate", 1, name, f"column {i} is named {shown(name)} a second time")
            names.append(name if name not in names else f"{name}#{i}")
        schema = {"fields": [{"name": n, "type": "any"} for n in names]}
        return read_schema(self.resource.name, self.resource.path, schema, self.resource.path)

    def _better(self, loaded: LoadedTable, path: Path, delimiter: str) -> LoadedTable:
        """Of a table whose header is in another order, return the reading that its cells fit better.

        Either the columns were moved, or their names alone: then the cells are still in the schema's order.
        """
        names = tuple(f.name for f in loaded.table.fields)
        by_place = Layout({n: i for i, n in enumerate(names)}, names, 2, delimiter)
        silent = Reporter(IssueCollector(), self.report.place)
        index = loaded.index + TRIAL
        trial = _Loader(self.resource, index, self.connection, self.scratch, self.stopped, silent)
        other = replace(loaded, index=index, lost=set())
        if trial._slow(other, path, by_place) and unfit(self.connection, other) < unfit(self.connection, loaded):
            return other
        return loaded

    def _delimiter(self, first: str, names: list[str]) -> str:
        """Return the delimiter that the header shows, with an issue where it is not the declared one."""
        declared = self.resource.delimiter
        if declared in first or len(names) <= 1:
            return declared
        for other in ",;\t|":
            cells = [c.strip().strip('"') for c in first.split(other)]
            if len(cells) > 1 and len(set(cells) & set(names)) * 2 >= len(names):
                text = f"cells are divided by {shown(other)}; the dialect says {shown(declared)}"
                self.report("delimiter", 1, None, text)
                return other
        return declared

    # rows ----------------------------------------------------------------------------------------------

    def _fast(self, loaded: LoadedTable, path: Path, layout: Layout, scan: FileScan) -> bool:
        """Let DuckDB read the file; return whether its rows are the file's lines."""
        raw = {f"r{i}": "VARCHAR" for i in range(layout.width)}
        if self._created(loaded, "", layout, read_sql(loaded.table, path.resolve(), raw, layout)):
            return False
        table = f"_t{loaded.index}"
        rows = self._number(f"SELECT count(*) FROM {table}")
        cells = ", ".join(f"c{j}" for j in loaded.columns.values())
        blank = f"SELECT count(*) FROM {table} WHERE coalesce({cells}) IS NULL"
        if rows + 1 != scan.lines or (layout.width > 1 and self._number(blank)):
            self.connection.execute(f"DROP TABLE {table}")  # DuckDB leaves out blank lines
            return False
        self.connection.execute(
            f"CREATE VIEW {loaded.relation} AS SELECT *, rowid + 2 AS line, false AS bad FROM {table}"
        )
        loaded.rows = rows
        return True

    def _slow(self, loaded: LoadedTable, path: Path, layout: Layout) -> bool:
        """Read the file line by line into a copy that DuckDB can load; return whether it could."""
        target = self.scratch / f"copied-{loaded.index}.csv"
        copied = TolerantReader(layout, self.report, self.stopped).run(path, target)
        self._endings(copied)
        raw = {"state": "VARCHAR"} | {f"r{i}": "VARCHAR" for i in range(layout.width)}
        bad = f"CASE state WHEN {literal(SOUND)} THEN false WHEN {literal(UNSOUND)} THEN true END AS bad, "
        source = read_sql(loaded.table, target, raw, layout, header=False, longest=copied.longest)
        try:
            problem = self._created(loaded, bad, layout, source)
        finally:
            target.unlink(missing_ok=True)
        if not problem and self._number(f"SELECT count(*) FROM _t{loaded.index}") != copied.lines:
            problem = "it reads the lines differently"
        if problem:
            self.report("file-unreadable", None, None, f"DuckDB cannot read the file: {shown(problem, 200)}")
            return False
        rows = "" if copied.rows == copied.lines else " WHERE bad IS NOT NULL"
        self.connection.execute(
            f"CREATE VIEW {loaded.relation} AS SELECT *, rowid + {layout.first_row} AS line FROM _t{loaded.index}{rows}"
        )
        loaded.rows, loaded.lost, loaded.copied = copied.rows, copied.lost, True
        loaded.untrusted = copied.multiline or layout.first_row == 1 or path.parent == self.scratch
        self.report.faults.undecodable = copied.undecodable > 0
        return True

    def _created(self, loaded: LoadedTable, before: str, layout: Layout, source: str) -> str | None:
        """Create the table from a call that reads a file; return why DuckDB cannot."""
        import duckdb

        cells = before + cells_sql(loaded.table, layout)
        try:
            self.connection.execute(f"CREATE TABLE _t{loaded.index} AS SELECT {cells} FROM {source}")
        except duckdb.Error as error:
            if lacks_room(error):
                raise
            return str(error).splitlines()[0]
        return None

    def _number(self, sql: str) -> int:
        return int(self.connection.execute(sql).fetchall()[0][0])

    def _endings(self, copied: Copied) -> None:
        if not copied.crlf:
            return
        if copied.first_lf:
            text = "from here on lines end otherwise than before (CRLF and LF are mixed)"
            self.report("line-ending", max(copied.first_crlf, copied.first_lf), None, text)
        elif self.resource.line_terminator == "\n":
            text = "lines end with carriage return and line feed, not as the dialect says"
            self.report("line-ending", 1, None, text)
        else:
            self.report("line-ending-crlf", 1, None, "lines end with carriage return and line feed")


def _algorithm(digest: str | None) -> str | None:
    if digest is None:
        return None
    name = digest.partition(":")[0].lower() if ":" in digest else "md5"
    return name if name in hashlib.algorithms_available else None
