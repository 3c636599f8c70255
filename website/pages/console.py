"""The SQL console's page, and what it loads: DuckDB-WASM from npm, the statements that make its tables and views.

npm installs DuckDB-WASM into website/node_modules when the site is built; it is never committed. Where npm or Node is
missing, the page says that this build has no console.
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

from iraqmilitias.database.building import ORDERS, generation_sql, in_key_order, read_csv_sql, staged_sql, table_sql
from iraqmilitias.database.definitions import definitions
from iraqmilitias.fields import quoted
from iraqmilitias.package import Package, Table
from iraqmilitias.steadiness import functions, refusal
from iraqmilitias.table_files import rows_of

from ..markup import BUILD, DOCS, ROOT, Html, element, escape, put, write
from ..site_data import PAGES, SiteData, query
from .downloads import File, readable
from .reference import QUESTIONS, question

TOOLS = ROOT / "website"
ENGINE = TOOLS / "node_modules" / "@duckdb" / "duckdb-wasm"
FOLDER = DOCS / "assets" / "console"
WASM = "duckdb-eh.wasm"  # the bundle that needs no cross-origin isolation, hence no headers from the server
WORKER = "duckdb-browser-eh.worker.js"
PROGRAMS = ("sha256", "console_cite", "rows", "console_engine", "console_write", "console_result", "console")
SHEET = '<link rel="stylesheet" href="css/console.css">'
# Before lock_configuration: afterwards no statement can undo them. Both autoload settings, since a function of an
# extension that cannot be fetched would otherwise crash DuckDB-WASM.
CLOSED = (
    "SET autoinstall_known_extensions = false",
    "SET autoload_known_extensions = false",
    "SET memory_limit = '1GB'",  # so that DuckDB ends a query that needs more, and not the browser the tab
)
LOCKED = ("SET enable_external_access = false", "SET lock_configuration = true")


def install() -> None:
    """Have npm install what the build needs by website/package-lock.json, where npm is there and it is not done yet."""
    npm = shutil.which("npm")
    installed = TOOLS / "node_modules" / ".package-lock.json"
    if installed.is_file() and installed.stat().st_mtime >= (TOOLS / "package-lock.json").stat().st_mtime:
        return
    if npm is None:
        print("npm is not installed: the site is built without its SQL console", file=sys.stderr)
        return
    command = [npm, "ci", "--omit=dev", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"]
    done = subprocess.run(command, cwd=TOOLS, capture_output=True, text=True, encoding="utf-8")
    if done.returncode:
        print(f"npm ci failed: the site is built without its SQL console\n{done.stderr}", file=sys.stderr)


def statements(package: Package) -> list[str]:
    """Return what makes the tables, with their types and keys, from the CSV files, then the macros and views."""
    sql: list[str] = []
    for table in in_key_order(package):
        sql.append(table_sql(table, package))
        source = read_csv_sql(table, Path(Path(table.path).name))
        if any(key.table == table.name for key in table.foreign_keys):
            rounds = _generations(package, table)
            sql += [staged_sql(table, source), *[generation_sql(table)] * rounds, "DROP TABLE staged"]
        else:
            sql.append(f"INSERT INTO {quoted(table.name)} SELECT * FROM {source}")
    return sql + [d.sql for d in definitions()]


def _generations(package: Package, table: Table) -> int:
    """Return how often generation_sql() must run until every row of a table that refers to itself is in."""
    (key,) = table.primary_key
    parents = [c for k in table.foreign_keys if k.table == table.name for c in k.columns]
    rows = rows_of(package, table.name)
    placed: set[str] = set()
    rounds = 0
    while len(placed) < len(rows):
        new = {r[key] for r in rows if r[key] not in placed and all(not r[c] or r[c] in placed for c in parents)}
        assert new, f"{table.path}: rows refer to one another in a circle"
        placed |= new
        rounds += 1
    return rounds


def copies(package: Package) -> dict[str, list[str]]:
    """Return the statements of the two copies with other orders of rows, each run in a separate connection.

    A query that is to be cited runs on them too, as in query_hash.py.
    """
    return {name: list(_copy(package, name, order)) for name, order in ORDERS.items()}


def _copy(package: Package, name: str, order: str) -> Iterator[str]:
    yield f"ATTACH ':memory:' AS {name}"
    yield f"USE {name}"
    for table in package.tables:
        yield f"CREATE TABLE {quoted(table)} AS SELECT * FROM memory.main.{quoted(table)} ORDER BY {order}"
    yield from (d.sql for d in definitions())


def plan(site: SiteData, files: list[File]) -> dict[str, Any]:
    """Return all that the page's script needs to know, and the sizes of what it loads."""
    package = site.data.package
    names = {Path(t.path).name for t in package.tables.values()}
    csvs = [f for f in files if f.address.startswith("downloads/data/") and Path(f.address).name in names]
    with duckdb.connect() as connection:
        known = connection.execute("SELECT DISTINCT lower(function_name) FROM duckdb_functions()").fetchall()
    unsteady = {name for (name,) in known if refusal(name)} | {*functions().refused}
    parts = [{"name": p.name, "path": f"assets/console/{p.name}", "bytes": p.stat().st_size} for p in engine()]
    return {
        "engine": {"module": parts[0], "worker": parts[1], "wasm": parts[2]},
        "files": [{"name": Path(f.address).name, "path": f.address, "bytes": f.size} for f in csvs],
        "closed": CLOSED,
        "statements": statements(package),
        "copies": copies(package),
        "locked": LOCKED,
        "citation": str(site.data.cite()),
        "unsteady": sorted(unsteady),
        "unsteady_names": sorted(functions().words),
        "choosing": sorted(functions().choosing),
        "pages": sorted({key[:3] for table in PAGES for key in site.ids(table)[:1]}),
        "addresses": {key: site.href(key, "") for key, table in site.table_of.items() if table not in PAGES},
    }


def schema(site: SiteData) -> str:
    """Return a script that sets one value: the columns of every table and view, for the page's lists and completion."""
    names = (*site.data.tables(), *site.data.views())
    columns = {name: query(site.data, f'SELECT * FROM "{name}"', limit=0).columns for name in names}
    return f"window.iraqmilitiasSchema = {json.dumps(columns, separators=(',', ':'))};\n"


def engine() -> list[Path]:
    """Copy DuckDB-WASM into the site and return its files: module, worker, WebAssembly packed by gzip."""
    FOLDER.mkdir(parents=True)
    module, worker, packed = FOLDER / "duckdb.mjs", FOLDER / WORKER, FOLDER / f"{WASM}.packed"
    kept = BUILD / packed.name  # packing takes seconds, so it is kept from build to build
    source = ENGINE / "dist" / WASM
    esbuild = TOOLS / "node_modules" / ".bin" / "esbuild"
    command = [str(esbuild), "console.mjs", "--bundle", "--format=esm", "--minify", f"--outfile={module}"]
    done = subprocess.run(command, cwd=TOOLS, capture_output=True, text=True, encoding="utf-8")
    if done.returncode:
        sys.exit(f"esbuild cannot bundle DuckDB-WASM; delete {TOOLS / 'node_modules'}, build again\n{done.stderr}")
    text = (ENGINE / "dist" / WORKER).read_text(encoding="utf-8")
    worker.write_text(text.rsplit("//# sourceMappingURL=", 1)[0], encoding="utf-8")
    if not kept.is_file() or kept.stat().st_mtime < source.stat().st_mtime:
        # Packed here, so that any static server sends 8 MB and not 34; no ".gz", which some servers unpack or label.
        kept.write_bytes(gzip.compress(source.read_bytes(), 9, mtime=0))
    shutil.copyfile(kept, packed)
    return [module, worker, packed]


def examples() -> Html:
    """The questions of docs/questions, each a button that holds its query."""
    buttons = []
    for path in sorted(QUESTIONS.glob("*.sql")):
        title, _, _, sql = question(path)
        held = attribute(sql).replace("\n", "&#10;")
        button = Html(f'<button type="button" data-sql="{held}">{escape(title)}</button>')
        buttons.append(element("li", button))
    return element("ul", *buttons, class_="examples")


def page(site: SiteData, files: list[File]) -> None:
    """Write the page, with or without a console; and console.json."""
    if not (ENGINE.is_dir() and shutil.which("node")):
        write("console.md", "# SQL console", ABSENT, contents=False)
        return
    loaded = plan(site, files)
    text = json.dumps(loaded, ensure_ascii=False, separators=(",", ":"))
    (FOLDER / "console.json").write_text(text, encoding="utf-8")
    put("assets/console-schema.js", schema(site))
    size = sum(p["bytes"] for p in (*loaded["engine"].values(), *loaded["files"])) + len(text.encode())
    version = json.loads((ENGINE / "package.json").read_text(encoding="utf-8"))["version"]
    form = FORM.replace("SIZE", readable(size)).replace("BYTES", str(size)).replace("EXAMPLES", examples())
    scripts = ["assets/console-schema.js", *(f"js/{name}.js" for name in PROGRAMS)]
    notes = NOTES.replace("VERSION", escape(version))
    write("console.md", f"{SHEET}\n\n# SQL console", ABOUT, form, notes, contents=False, scripts=scripts)


ABSENT = """This build of the site has no console: DuckDB-WASM comes from npm when the site is built, and npm or Node
was not installed. The [command line](quickstart.md) runs the same queries: `iraqmilitias query "SELECT …"`."""

ABOUT = """Query the tables and views in SQL. The database runs in your browser: it reads the tables from this site,
sends nothing anywhere, and keeps no changes. The [reference](reference/index.md) explains the tables and columns."""

# In a template, since the console does not work without scripts.
FORM = """<div>
<noscript><p>The console needs scripts; the rest of the site does not.</p></noscript>
<div id="console" data-bytes="BYTES"><template>
<div class="desk"><div>
<label for="sql">Query</label><textarea id="sql" rows="8" spellcheck="false" autocapitalize="off" autocomplete="off">\
SELECT source_id, line, event, voice FROM reports ORDER BY source_id, line, report_id LIMIT 10</textarea>
<p id="completions" role="group" aria-label="Completions"></p>
<p class="acts"><button type="button" id="run">Run</button>
<button type="button" id="stop" hidden>Stop</button>
<button type="button" id="link">Link to this query</button> <span id="linked"></span>
<span id="size">The first run loads the database (SIZE).</span></p>
<progress id="progress" max="1" value="0" aria-label="Loaded" hidden></progress>
<p id="console-status" role="status"></p>
<div id="console-error" role="alert" hidden></div>
</div>
<section aria-label="Tables and views"><h2>Tables and views</h2><div id="tables"></div></section>
</div>
<section id="result" aria-label="Result" hidden></section>
<details open><summary>Examples: questions to the data</summary>EXAMPLES</details>
<details id="history" hidden><summary>Queries that you ran</summary><ul></ul></details>
</template></div>
</div>"""

NOTES = """
## What to know

- The database is DuckDB-WASM VERSION (DuckDB 1.4; MIT licence, with Apache Arrow under the Apache License 2.0). The
  library uses a newer DuckDB; a query fails where a function is missing in one of them.
- Extensions, files and the network are switched off, and settings are locked. JSON, Parquet and full-text search are
  not available.
- Ctrl+Enter runs the query, Ctrl+Space takes the first completion. Your browser alone keeps the history. A link to a
  query fills the box; it runs only when you press a button.
- The citation names the version, the query, the number of rows and the SHA-256 of the rows. Anyone can check it:
  `iraqmilitias verify FILE`. A query gets no citation when its rows change from run to run, depend on the order in
  which rows are stored, or may depend on ties that only the command line can check; the page then gives the command.
  See [how to cite](cite.md).
- Results have at most 500,000 rows here; the command line has no limit. A database that stops working is started again.
- In the downloaded CSV, a cell that a spreadsheet would run as a formula begins with an apostrophe.
- The console needs a web server; any will do. Browsers do not start it from a folder (`file://`).
"""
