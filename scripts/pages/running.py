"""Pages whose code is run when the site is built: NAME.run.md becomes NAME.md with every block's output shown.

A fenced block `python`, `sh` or `sql` is run; `sql files` by a bare DuckDB in a folder with the CSV files; blocks of
any other language are only shown. The blocks of one page share a Python namespace and a folder. A block that fails
fails the build. In the text, {{ SELECT ... }} is replaced by the query's one value and <!-- insert: NAME --> by what
the caller gives under that name.
"""

from __future__ import annotations

import ast
import contextlib
import io
import os
import re
import shutil
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from iraqmilitias.database.sandbox import run
from iraqmilitias.dataset import Dataset
from iraqmilitias.terminal import shown

from .markup import Html, element, escape, table
from .writing import DOCS, ROOT, write

FENCE = re.compile(r"^```(\w+)([^\n]*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
SCALAR = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
INSERT = re.compile(r"<!-- insert: ([\w-]+) -->")
LONGEST = 60  # rows and lines of an output


class BlockError(Exception):
    """A block of a page failed when it was run."""


class Page:
    """One page as it is run: its namespace, its folder."""

    def __init__(self, data: Dataset, path: Path, folder: Path) -> None:
        self.data = data
        self.path = path
        self.folder = folder
        self.names: dict[str, Any] = {"__name__": "__page__"}

    def block(self, language: str, option: str, source: str) -> str:
        """Run one block and return its output as HTML; empty for a language that is only shown."""
        if language == "python":
            return self.python(source)
        if language == "sh":
            return self.shell(source)
        if language == "sql":
            return self.files(source) if option == "files" else self.query(source)
        return ""

    def python(self, source: str) -> str:
        """Run Python; what it prints and the value of its last expression are the output."""
        tree = ast.parse(source)
        last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed), contextlib.chdir(self.folder):
            exec(compile(tree, str(self.path), "exec"), self.names)
            value = None
            if isinstance(last, ast.Expr):
                value = eval(compile(ast.Expression(last.value), str(self.path), "eval"), self.names)
        return text(printed.getvalue()) + self.value(value)

    def value(self, value: Any) -> str:
        """Show the value of an expression: a frame as a table, anything else as Python writes it."""
        if value is None:
            return ""
        if hasattr(value, "itertuples"):
            frame = value.astype(object).where(value.notna(), None)
            return rows(list(frame.columns), list(frame.itertuples(index=False, name=None)))
        return text(value if isinstance(value, str) else repr(value))

    def shell(self, source: str) -> str:
        """Run shell commands; what they print is the output."""
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"
        done = subprocess.run(
            ["sh", "-e", "-c", source],
            cwd=self.folder,
            env={**os.environ, "PATH": path, "NO_COLOR": "1", "COLUMNS": "100", "PYTHONUTF8": "1"},
            capture_output=True,
            text=True,
            encoding="utf-8",
        )
        if done.returncode:
            raise BlockError(f"exit status {done.returncode}: {done.stderr.strip() or done.stdout.strip()}")
        return text(done.stdout)

    def query(self, source: str) -> str:
        """Run one statement as `iraqmilitias query` does."""
        found = run(self.data._connection.cursor(), source, max_rows=LONGEST)
        return rows(found.columns, found.rows)

    def files(self, source: str) -> str:
        """Run statements in a bare DuckDB, as its own shell would in the package's folder."""
        import duckdb

        with contextlib.chdir(self.folder), duckdb.connect() as connection:
            found = connection.execute(source)
            return rows([d[0] for d in found.description], found.fetchall())


def text(output: str) -> str:
    """Show an output as text."""
    lines = output.rstrip().splitlines()
    cut = [*lines[:LONGEST], "…"] if len(lines) > LONGEST else lines
    body = Html("\n".join(escape(line) for line in cut))
    return element("pre", element("code", body), class_="output") if lines else ""


def rows(names: Any, found: Any) -> str:
    """Show an output as a table."""
    cells = [[shown(cell) for cell in row] for row in found[:LONGEST]]
    return table([str(n) for n in names], cells, f"Result: {len(found)} row{'' if len(found) == 1 else 's'}")


def made(data: Dataset, path: Path, inserts: Mapping[str, str]) -> str:
    """Return a page with its blocks run; BlockError, with file and line, for one that fails."""
    source = path.read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory(prefix="iraqmilitias-page-") as temporary:
        folder = Path(temporary)
        for name in ("data", "schemas"):
            shutil.copytree(ROOT / name, folder / name)
        shutil.copy(ROOT / "datapackage.json", folder)
        page = Page(data, path, folder)

        def one(match: re.Match[str]) -> str:
            language, option, code = match[1], match[2].strip(), match[3]
            try:
                output = page.block(language, option, code)
            except Exception as error:  # whatever a block raises is reported where the block stands
                line = source.count("\n", 0, match.start()) + 1
                detail = traceback.format_exception_only(error)[-1].strip()
                raise BlockError(f"{path}:{line}: the {language} block fails: {detail}") from error
            shown_code = f"```{language}\n{code}```"
            return f"{shown_code}\n\n{output}" if output else shown_code

        def scalar(match: re.Match[str]) -> str:
            return shown(run(data._connection.cursor(), match[1]).rows[0][0])

        def insert(match: re.Match[str]) -> str:
            return inserts[match[1]]

        pieces, at = [], 0
        for match in FENCE.finditer(source):
            between = INSERT.sub(insert, SCALAR.sub(scalar, source[at : match.start()]))
            pieces += [between, one(match)]
            at = match.end()
        return "".join([*pieces, INSERT.sub(insert, SCALAR.sub(scalar, source[at:]))])


def pages(data: Dataset, inserts: Mapping[str, str], meta: Mapping[str, Mapping[str, Any]]) -> None:
    """Run every page under docs/ that has blocks to run."""
    for path in sorted(DOCS.rglob("*.run.md")):
        name = path.relative_to(DOCS).as_posix().removesuffix(".run.md") + ".md"
        write(name, made(data, path, inserts), meta.get(name))
