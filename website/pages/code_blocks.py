"""Pages whose code is run when the site is built: NAME.run.md becomes NAME.md with the output of every block.

A fenced block `python`, `sh` or `sql` is run; `sql files` by plain DuckDB in a folder with the CSV files; blocks of
other languages are only shown. The blocks of one page share a Python namespace and a folder. A block that fails stops
the build. In the text, {{ SELECT ... }} is replaced by the query's one value and <!-- insert: NAME --> by the insert
of that name.
"""

from __future__ import annotations

import ast
import contextlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb

from iraqmilitias.dataset import Dataset
from iraqmilitias.terminal import shown
from iraqmilitias.validation.report.codes import all_rules

from ..markup import ROOT, Columns, Html, code, element, escape, link, table, table_of, write
from ..site_data import SiteData, count, dated, query
from . import home
from .downloads import File
from .metadata import dataset, relations

FENCE = re.compile(r"^```(\w+)([^\n]*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
SCALAR = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
INSERT = re.compile(r"<!-- insert: ([\w-]+) -->")
LONGEST = 60  # rows and lines of an output that are shown


class BlockError(Exception):
    """A block of a page failed when it was run."""


class Page:
    """One page while it is run: its namespace and its folder."""

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
        answer = query(self.data, source, LONGEST)
        return rows(answer.columns, answer.rows)

    def files(self, source: str) -> str:
        """Run statements in plain DuckDB, as its own shell would in the package's folder."""
        with contextlib.chdir(self.folder), duckdb.connect() as connection:
            answer = connection.execute(source)
            return rows([d[0] for d in answer.description], answer.fetchall())


def text(output: str) -> str:
    """Show an output as text."""
    lines = output.rstrip().splitlines()
    cut = [*lines[:LONGEST], "…"] if len(lines) > LONGEST else lines
    body = Html("\n".join(escape(line) for line in cut))
    return element("pre", element("code", body), class_="output") if lines else ""


def rows(names: Sequence[str], values: Sequence[Sequence[Any]]) -> str:
    """Show an output as a table."""
    cells = [[shown(cell) for cell in row] for row in values[:LONGEST]]
    return table(names, cells, f"Result: {len(values)} row{'' if len(values) == 1 else 's'}")


def executed(data: Dataset, path: Path, inserts: Mapping[str, str]) -> str:
    """Return a page with the output of its blocks; BlockError, with file and line, for one that fails."""
    source = path.read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory(prefix="iraqmilitias-page-") as temporary:
        folder = Path(temporary)
        for name in ("data", "schemas"):
            shutil.copytree(ROOT / name, folder / name)
        shutil.copy(ROOT / "datapackage.json", folder)
        page = Page(data, path, folder)

        def block(match: re.Match[str]) -> str:
            language, option, text = match[1], match[2].strip(), match[3]
            try:
                output = page.block(language, option, text)
            except Exception as error:  # whatever a block raises is reported with the block's line
                line = source.count("\n", 0, match.start()) + 1
                detail = traceback.format_exception_only(error)[-1].strip()
                raise BlockError(f"{path}:{line}: the {language} block fails: {detail}") from error
            return f"```{language}\n{text}```" + (f"\n\n{output}" if output else "")

        def prose(text: str) -> str:
            text = SCALAR.sub(lambda match: shown(query(data, match[1]).rows[0][0]), text)
            return INSERT.sub(lambda match: inserts[match[1]], text)

        pieces, at = [], 0
        for match in FENCE.finditer(source):
            pieces += [prose(source[at : match.start()]), block(match)]
            at = match.end()
        return "".join([*pieces, prose(source[at:])])


def pages(site: SiteData, files: list[File], docs: Path = ROOT / "docs") -> None:
    """Run every page of docs/ that has blocks to run."""
    known = inserts(site, files)
    for path in sorted(docs.rglob("*.run.md")):
        name = path.relative_to(docs).as_posix().removesuffix(".run.md") + ".md"
        meta: dict[str, Any] = {"links": relations(files), "contents": False} if name == "index.md" else {}
        write(name, executed(site.data, path, known), **meta)


def inserts(site: SiteData, files: list[File]) -> dict[str, str]:
    """Return what pages insert, by its name."""
    articles: Columns = {
        "article": lambda r: site.ref(r["source_id"], ""),
        "publisher": lambda r: r["publisher"],
        "published": dated,
        "kind": lambda r: r["genre"],
    }
    tables = [
        (
            link(f"reference/tables/{t.name}.html", code(t.name)),
            str(count(site.data, t.name)),
            str(len(t.fields)),
            element("span", t.description),
        )
        for t in site.data.package.tables.values()
    ]
    # < is escaped, so that no text can end the script.
    described = json.dumps(dataset(site, files), ensure_ascii=False).replace("<", "\\u003c")
    return {
        "checked": home.checked(site),
        "ways": home.ways(),
        "articles": table_of(articles, site.records("sources"), "The articles that were coded"),
        "dataset": f'<script type="application/ld+json">{described}</script>',
        "records": table(("table", "rows", "columns", "one row is"), tables, "The tables"),
        "rule-count": str(len(all_rules())),
    }
