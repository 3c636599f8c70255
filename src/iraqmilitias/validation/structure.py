"""Loads each file of a package into DuckDB with the physical line of every row, and records what is wrong with it.

The fast way reads bytes in chunks and lets DuckDB parse; no Python code runs for a row. Only a file with something
amiss is read line by line.
"""

from __future__ import annotations

import csv
import hashlib
import shutil
from collections import Counter
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from ..fields import literal
from ..package import Table
from ..text import shown
from .crew import lacks_room
from .documents import regular
from .header import Layout, match
from .issue import Findings
from .loading import Loaded, agrees, cells_sql, number, read_sql
from .plan import Plan
from .sift import SOUND, UNSOUND, Sifted, Sifter
from .survey import Survey, survey

if TYPE_CHECKING:
    import duckdb

HEADER_LIMIT = 1 << 20  # bytes of the first line
SAMPLE = 200  # rows that tell how many cells most rows have
TRIAL = 1_000_000  # added to a table's number for a second reading of it


class Loader:
    """Loads the files of one package; `scratch` is a folder for links and sifted copies."""

    def __init__(
        self,
        root: Path,
        connection: duckdb.DuckDBPyConnection,
        scratch: Path,
        found: Findings,
        stopped: Event | None = None,
    ) -> None:
        self.root, self.connection, self.scratch, self.found = root, connection, scratch, found
        self.stopped = stopped or Event()

    def load(self, plan: Plan, index: int) -> Loaded | None:
        """Return the loaded table, or None where there is nothing that could be loaded."""
        path = regular(self.root, plan.path, self.found, "file")
        if path is None:
            return None
        try:
            seen = survey(path, plan.delimiter, _algorithm(plan.hash))
            self._stamp(plan, seen)
            if plan.table is None:
                return None
            if not seen.size:
                self._say(plan, "file-empty", None, "the file is empty; a table without rows still has its header")
                return None
            path, seen = self._readable(plan, index, path, seen)
            with path.open("rb") as stream:
                head = stream.read(HEADER_LIMIT)
        except OSError as error:
            self._say(plan, "file-unreadable", None, f"the file cannot be read ({error.strerror or error})")
            return None
        return self._table(plan, plan.table, index, path, seen, head)

    def _say(self, plan: Plan, code: str, line: int | None, message: str, column: str | None = None) -> None:
        self.found.add(code, plan.path, line, column, message)

    def _stamp(self, plan: Plan, seen: Survey) -> None:
        if plan.bytes is not None and plan.bytes != seen.size:
            self._say(plan, "file-bytes", None, f"the file has {seen.size} bytes; the descriptor says {plan.bytes}")
        elif plan.hash is not None and plan.hash.rpartition(":")[2].lower() != seen.digest:
            self._say(
                plan, "file-hash", None, f"the file's hash is {seen.digest}; the descriptor says {shown(plan.hash)}"
            )

    def _readable(self, plan: Plan, index: int, path: Path, seen: Survey) -> tuple[Path, Survey]:
        """Record a wrong encoding or line ends of the whole file, and return a copy that can be read on."""
        if seen.utf16:
            self._say(plan, "encoding-utf16", 1, "the file is UTF-16; it must be UTF-8")
            coding = "utf-16" if seen.bom else "utf-16-le" if path.read_bytes()[1:2] == b"\0" else "utf-16-be"
            content = path.read_bytes().decode(coding, "replace").encode("utf-8", "replace")
        elif seen.bom:
            self._say(plan, "byte-order-mark", 1, "the file begins with a byte order mark")
            return path, seen
        elif seen.returns and not seen.newlines:
            self._say(plan, "line-ending", 1, "lines end with a carriage return alone; they must end with a line feed")
            content = path.read_bytes().replace(b"\r", b"\n")
        else:
            return path, seen
        copy = self.scratch / f"mended-{index}.csv"
        copy.write_bytes(content)
        return copy, survey(copy, plan.delimiter, None)

    # header --------------------------------------------------------------------------------------------

    def _table(self, plan: Plan, table: Table, index: int, path: Path, seen: Survey, head: bytes) -> Loaded | None:
        text = head.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace")
        lines = [line.removesuffix("\r") for line in text.split("\n")[: SAMPLE + 1]]
        names = [f.name for f in table.fields]
        delimiter = self._delimiter(plan, lines[0], names)
        try:
            header = [
                cell.replace("\0", "")
                for cell in next(csv.reader([lines[0].replace("\0", "")], delimiter=delimiter, strict=True), [])
            ]
        except csv.Error:
            header = lines[0].replace('"', "").split(delimiter)
            self._say(plan, "quote-stray", 1, "the header's quotes are not in order")
        if not any(header):
            self._say(plan, "header-missing", 1, "the first line, which should be the header, is blank")
            return None
        widths = Counter(line.count(delimiter) + 1 for line in lines[1:] if line and '"' not in line)
        width = widths.most_common(1)[0][0] if widths else len(header)
        layout = match(header, names, plan.fields_match, plan.path, width, delimiter, self.found)
        if layout is None:
            return None
        columns = {name: j for j, name in enumerate(names) if name in layout.positions}
        exact = layout.first_row == 2 and layout.width == len(header) and delimiter == plan.delimiter
        loaded = None
        if exact and seen.plain and '"' not in lines[0]:
            rows = self._fast(table, index, path, layout, seen)
            loaded = None if rows is None else Loaded(plan, table, index, columns, rows)
        loaded = loaded or self._slow(plan, table, index, path, layout, columns)
        if loaded is not None and set(header) == set(names) and header != names and len(header) == len(names):
            return self._better(loaded, path, delimiter)
        return loaded

    def _better(self, loaded: Loaded, path: Path, delimiter: str) -> Loaded:
        """Of a table whose header is in another order, return the reading that its cells fit better.

        Either the columns were moved, or their names alone: then the cells still stand in the schema's order.
        """
        from .contracts import unfit

        names = tuple(f.name for f in loaded.table.fields)
        by_place = Layout({n: i for i, n in enumerate(names)}, names, 2, delimiter)
        silent = Loader(self.root, self.connection, self.scratch, Findings(), self.stopped)
        other = silent._slow(loaded.plan, loaded.table, loaded.index + TRIAL, path, by_place, loaded.columns)
        if other is not None and unfit(self.connection, other) < unfit(self.connection, loaded):
            return other
        return loaded

    def _delimiter(self, plan: Plan, first: str, names: list[str]) -> str:
        """Return the delimiter that the header shows, with an issue where it is not the declared one."""
        if plan.delimiter in first or len(names) == 1:
            return plan.delimiter
        for other in ",;\t|":
            cells = [c.strip().strip('"') for c in first.split(other)]
            if len(cells) > 1 and len(set(cells) & set(names)) * 2 >= len(names):
                text = f"cells are divided by {shown(other)}; the dialect says {shown(plan.delimiter)}"
                self._say(plan, "delimiter", 1, text)
                return other
        return plan.delimiter

    # rows ----------------------------------------------------------------------------------------------

    def _fast(self, table: Table, index: int, path: Path, layout: Layout, seen: Survey) -> int | None:
        """Let DuckDB read the file; return the number of rows, or None where rows and lines do not agree."""
        import duckdb

        link = self.scratch / f"t{index}.csv"  # a name without characters that DuckDB would expand
        try:
            link.symlink_to(path.resolve())
        except OSError:
            shutil.copyfile(path, link)
        raw = {f"r{i}": "VARCHAR" for i in range(layout.width)}
        try:
            self.connection.execute(
                f"CREATE TABLE _t{index} AS SELECT {cells_sql(table, layout)} FROM {read_sql(table, link, raw, layout)}"
            )
        except duckdb.Error as error:
            if lacks_room(error):
                raise
            return None
        if agrees(self.connection, table, index, layout, seen):
            self.connection.execute(
                f"CREATE VIEW _r{index} AS SELECT *, rowid + 2 AS line, false AS bad FROM _t{index}"
            )
            return number(self.connection, f"SELECT count(*) FROM _t{index}")
        self.connection.execute(f"DROP TABLE _t{index}")
        return None

    def _slow(
        self, plan: Plan, table: Table, index: int, path: Path, layout: Layout, columns: dict[str, int]
    ) -> Loaded | None:
        import duckdb

        target = self.scratch / f"sifted-{index}.csv"
        sifted = Sifter(plan.path, layout, self.found, self.stopped).run(path, target)
        self._endings(plan, sifted)
        raw = {"state": "VARCHAR"} | {f"r{i}": "VARCHAR" for i in range(layout.width)}
        bad = f"CASE state WHEN {literal(SOUND)} THEN false WHEN {literal(UNSOUND)} THEN true END"
        try:
            self.connection.execute(
                f"CREATE TABLE _t{index} AS SELECT {bad} AS bad, {cells_sql(table, layout)} "
                f"FROM {read_sql(table, target, raw, layout, header=False, longest=sifted.longest)}"
            )
        except duckdb.Error as error:
            if lacks_room(error):
                raise
            reason = str(error).splitlines()[0]
            self._say(plan, "file-unreadable", None, f"DuckDB cannot read the file: {shown(reason, 200)}")
            return None
        finally:
            target.unlink(missing_ok=True)
        if number(self.connection, f"SELECT count(*) FROM _t{index}") != sifted.lines:
            self._say(plan, "file-unreadable", None, "DuckDB reads the file's lines otherwise than they are")
            return None
        rows = "" if sifted.rows == sifted.lines else " WHERE bad IS NOT NULL"
        self.connection.execute(
            f"CREATE VIEW _r{index} AS SELECT *, rowid + {layout.first_row} AS line FROM _t{index}{rows}"
        )
        untrusted = sifted.multiline or layout.first_row == 1 or path.parent == self.scratch
        return Loaded(plan, table, index, columns, sifted.rows, sifted.lost, True, untrusted)

    def _endings(self, plan: Plan, sifted: Sifted) -> None:
        if not sifted.crlf:
            return
        if not sifted.first_lf:
            declared = plan.line_terminator == "\n"
            code = "line-ending" if declared else "line-ending-crlf"
            self._say(
                plan,
                code,
                1,
                "lines end with carriage return and line feed" + (", not as the dialect says" if declared else ""),
            )
        else:
            line = max(sifted.first_crlf, sifted.first_lf)
            self._say(plan, "line-ending", line, "from here on lines end otherwise than before (CRLF and LF are mixed)")


def _algorithm(digest: str | None) -> str | None:
    if digest is None:
        return None
    name = digest.partition(":")[0].lower() if ":" in digest else "md5"
    return name if name in hashlib.algorithms_available else None
