"""The SQL console's page, and what it loads: DuckDB-WASM from npm, the statements that make its tables and views.

DuckDB-WASM is copied out of site-tools/node_modules, where build_site.py has npm put it; it is never committed.
Where it is absent the page says that this build has no console.
"""

from __future__ import annotations

import gzip
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from html import escape as attribute
from pathlib import Path
from typing import Any

import duckdb

from iraqmilitias.building import ORDERS, generation_sql, in_key_order, read_csv_sql, staged_sql, table_sql
from iraqmilitias.definitions import definitions
from iraqmilitias.fields import quoted
from iraqmilitias.package import Package, Table
from iraqmilitias.steadiness import functions, refusal

from .book import Book
from .downloads import File, measured
from .markup import Html, element, escape, join
from .reference import question
from .writing import DOCS, ROOT, write

TOOLS = ROOT / "site-tools"
ENGINE = TOOLS / "node_modules" / "@duckdb" / "duckdb-wasm"
FOLDER = DOCS / "assets" / "console"
WASM = "duckdb-eh.wasm"  # the bundle that needs no cross-origin isolation, hence no headers from the server
WORKER = "duckdb-browser-eh.worker.js"
# Before lock_configuration: afterwards no statement can undo them. Both autoload settings, since a function of an
# extension that cannot be fetched would otherwise crash DuckDB-WASM.
CLOSED = (
    "SET autoinstall_known_extensions = false",
    "SET autoload_known_extensions = false",
)
LOCKED = ("SET enable_external_access = false", "SET lock_configuration = true")


def install() -> None:
    """Have npm put the packages of site-tools/package-lock.json in place, where npm is there and they are not."""
    npm = shutil.which("npm")
    installed = TOOLS / "node_modules" / ".package-lock.json"
    if installed.is_file() and installed.stat().st_mtime >= (TOOLS / "package-lock.json").stat().st_mtime:
        return
    if npm is None:
        print("npm is not installed: the site is built without its SQL console", file=sys.stderr)
        return
    command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent", "--prefix", str(TOOLS)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8")
    if done.returncode:
        print(f"npm ci failed: the site is built without its SQL console\n{done.stderr}", file=sys.stderr)


def statements(package: Package) -> list[str]:
    """Return what makes the tables, with their types and keys, from the CSV files, then the macros and views."""
    made: list[str] = []
    for table in in_key_order(package):
        made.append(table_sql(table, package))
        source = read_csv_sql(table, Path(Path(table.path).name))
        if any(key.table == table.name for key in table.foreign_keys):
            rounds = _generations(package, table)
            made += [staged_sql(table, source), *[generation_sql(table)] * rounds, "DROP TABLE staged"]
        else:
            made.append(f"INSERT INTO {quoted(table.name)} SELECT * FROM {source}")
    return made + [d.sql for d in definitions()]


def _generations(package: Package, table: Table) -> int:
    """How many times generation_sql() must run until every row of a table that refers to itself is in."""
    import csv

    (key,) = table.primary_key
    own = [c for k in table.foreign_keys if k.table == table.name for c in k.columns]
    rows = list(csv.DictReader(package.read_bytes(table.path).decode("utf-8").splitlines()))
    placed: set[str] = set()
    rounds = 0
    while len(placed) < len(rows):
        new = {r[key] for r in rows if r[key] not in placed and all(not r[c] or r[c] in placed for c in own)}
        assert new, f"{table.path}: rows refer to one another in a circle"
        placed |= new
        rounds += 1
    return rounds


def copies(package: Package) -> dict[str, list[str]]:
    """Return the statements of the two copies with other orders of rows, each run in a connection of its own.

    A query that is to be cited runs on them too, as query_hash.py has it.
    """
    return {name: list(_copy(package, name, order)) for name, order in ORDERS.items()}


def _copy(package: Package, name: str, order: str) -> Iterator[str]:
    yield f"ATTACH ':memory:' AS {name}"
    yield f"USE {name}"
    for table in package.tables:
        yield f"CREATE TABLE {quoted(table)} AS SELECT * FROM memory.main.{quoted(table)} ORDER BY {order}"
    yield from (d.sql for d in definitions())


def plan(book: Book, files: list[File]) -> dict[str, Any]:
    """Return all that the page's script needs to know, and the sizes of what it loads."""
    package = book.data.package
    names = {Path(t.path).name for t in package.tables.values()}
    csvs = [f for f in files if f.address.startswith("downloads/data/") and Path(f.address).name in names]
    with duckdb.connect() as connection:
        known = connection.execute("SELECT DISTINCT lower(function_name) FROM duckdb_functions()").fetchall()
    # date_trunc() is cast before it is cited, which the page's script, without a parser, cannot do.
    unsteady = {name for (name,) in known if refusal(name)} | {*functions().refused, "date_trunc", "datetrunc"}
    parts = [{"name": p.name, "path": f"assets/console/{p.name}", "bytes": p.stat().st_size} for p in engine()]
    return {
        "engine": {"module": parts[0], "worker": parts[1], "wasm": parts[2]},
        "files": [{"name": Path(f.address).name, "path": f.address, "bytes": f.size} for f in csvs],
        "closed": CLOSED,
        "statements": statements(package),
        "copies": copies(package),
        "locked": LOCKED,
        "citation": str(book.data.cite()),
        "unsteady": sorted(unsteady),
        "unsteady_names": sorted(functions().words),
    }


def engine() -> list[Path]:
    """Copy DuckDB-WASM under docs/ and return its files: module, worker, WebAssembly packed by gzip."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    module, worker, packed = FOLDER / "duckdb.mjs", FOLDER / WORKER, FOLDER / f"{WASM}.packed"
    source = ENGINE / "dist" / WASM
    esbuild = TOOLS / "node_modules" / ".bin" / "esbuild"
    command = [str(esbuild), "console.mjs", "--bundle", "--format=esm", "--minify", f"--outfile={module}"]
    done = subprocess.run(command, cwd=TOOLS, capture_output=True, text=True, encoding="utf-8")
    if done.returncode:
        sys.exit(f"esbuild cannot bundle DuckDB-WASM; delete {TOOLS / 'node_modules'}, build again\n{done.stderr}")
    text = (ENGINE / "dist" / WORKER).read_text(encoding="utf-8")
    worker.write_text(text.rsplit("//# sourceMappingURL=", 1)[0], encoding="utf-8")
    if not packed.is_file() or packed.stat().st_mtime < source.stat().st_mtime:
        # Packed here, so that any static server sends 8 MB and not 34; no ".gz", which some servers unpack or label.
        packed.write_bytes(gzip.compress(source.read_bytes(), 9, mtime=0))
    return [module, worker, packed]


def examples() -> Html:
    """The ten questions, each a button that holds its query."""
    buttons = []
    for path in sorted((DOCS / "questions").glob("*.sql")):
        head, sql = question(path)
        written = attribute(sql).replace("\n", "&#10;")
        button = Html(f'<button type="button" data-sql="{written}">{escape(head[0])}</button>')
        buttons.append(element("li", button))
    return element("ul", *buttons, class_="examples")


def page(book: Book, files: list[File]) -> None:
    """Write the page, with or without a console; and console.json."""
    if not (ENGINE.is_dir() and shutil.which("node")):
        shutil.rmtree(FOLDER, ignore_errors=True)
        write("console.md", f"# SQL console\n\n{ABSENT}\n", {"contents": False})
        return
    found = plan(book, files)
    text = json.dumps(found, ensure_ascii=False, separators=(",", ":"))
    (FOLDER / "console.json").write_text(text, encoding="utf-8")
    size = sum(p["bytes"] for p in (*found["engine"].values(), *found["files"])) + len(text.encode())
    version = json.loads((ENGINE / "package.json").read_text(encoding="utf-8"))["version"]
    markup = FORM.replace("SIZE", measured(size)).replace("BYTES", str(size)).replace("EXAMPLES", examples())
    parts = [f"# SQL console\n\n{ABOUT}\n", markup, NOTES.replace("VERSION", escape(version))]
    scripts = [f"js/{name}.js" for name in ("console_cite", "console_result", "console")]
    write("console.md", "\n".join(parts), {"contents": False, "scripts": scripts})


ABSENT = """This build of the site has no console: DuckDB-WASM comes from npm when the site is built, and npm or Node
was not there. The same questions can be asked on the [command line](quickstart.md): `iraqmilitias query "SELECT …"`."""

ABOUT = """Ask the tables and views anything in SQL. The database runs in your browser: the tables are read from this
site, nothing is sent anywhere, and no change is kept. What the tables and columns mean is in the
[reference](reference/index.md)."""

# In a template, since the console is nothing without a script.
FORM = join(
    [
        Html("<div>"),
        element("noscript", element("p", "The console needs a script; the rest of the site does not.")),
        Html('<div id="console" data-bytes="BYTES"><template>'),
        Html(
            '<div class="load"><button type="button" id="load">Load the console (SIZE)</button> '
            '<progress id="progress" max="1" value="0" aria-label="Loaded" hidden></progress></div>'
        ),
        Html('<p id="console-status" role="status"></p>'),
        Html(
            '<label for="sql">Query</label><textarea id="sql" rows="8" spellcheck="false" autocapitalize="off" '
            'autocomplete="off">SELECT source_id, line, event, voice FROM reports ORDER BY source_id, line LIMIT 10'
            '</textarea><p class="acts"><button type="button" id="run" disabled>Run</button> '
            '<button type="button" id="stop" hidden>Stop</button> '
            '<button type="button" id="link">Link to this query</button> <span id="linked"></span></p>'
        ),
        Html("<details open><summary>Examples: the ten questions</summary>EXAMPLES</details>"),
        Html('<p id="console-error" role="alert" hidden></p>'),
        Html('<section id="result" aria-label="Result" hidden></section>'),
        Html("</template></div></div>"),
    ]
)

NOTES = """
## What to know

- The engine is DuckDB-WASM VERSION (DuckDB 1.4; MIT licence, with Apache Arrow under the Apache License 2.0). The
  library runs a newer DuckDB; a query with functions that only one of them has fails in the other.
- Extensions, files and the network are switched off, and settings are locked. There is no JSON, Parquet or full-text
  search here.
- Ctrl+Enter runs the query. A link to a query fills the box; it runs only when you press a button.
- The citation names the version, the query, the number of rows and the SHA-256 of the rows. Anyone can check it:
  `iraqmilitias verify FILE`. A query whose rows change from run to run, or with the order in which rows are stored,
  gets no citation. See [how to cite](cite.md).
- In the downloaded CSV a cell that a spreadsheet would run as a formula begins with an apostrophe.
- The console needs a server, however plain; from a folder (`file://`) browsers refuse to start it.
"""
