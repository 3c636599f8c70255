"""The files that a reader can take away, with their sizes and SHA-256, and the page that lists them."""

from __future__ import annotations

import hashlib
import io
import json
import re
import shutil
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

from iraqmilitias.cli import COMMANDS
from iraqmilitias.sandbox import run
from iraqmilitias.results import as_csv

from .book import Book
from .markup import code, element, join, link, table
from .writing import DOCS, ROOT, write

FOLDER = DOCS / "downloads"
# What `iraqmilitias export` makes, in the order of the page; a format that this version lacks is left out.
EXPORTS = {
    "xlsx": "Spreadsheet: the claims first, then every table, and what the columns mean",
    "parquet": "Parquet, one file a table",
    "sqlite": "SQLite database",
    "duckdb": "DuckDB database",
    "geojson": "GeoJSON of facilities, places and events",
    "graphml": "GraphML of the actors’ ties",
    "jsonld": "JSON-LD of the whole dataset",
    "r": "Script that reads the tables into R",
    "croissant": "Croissant description for machine learning",
}
MEDIA = {
    ".csv": "text/csv",
    ".json": "application/json",
    ".jsonld": "application/ld+json",
    ".zip": "application/zip",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".parquet": "application/vnd.apache.parquet",
    ".sqlite": "application/vnd.sqlite3",
    ".duckdb": "application/vnd.duckdb",
    ".geojson": "application/geo+json",
    ".graphml": "application/graphml+xml",
}


@dataclass(frozen=True)
class File:
    """One file to take away: its address below the site's root, what it is, its type, bytes and SHA-256."""

    address: str
    title: str
    media_type: str
    size: int
    sha256: str


def described(path: Path, title: str) -> File:
    """Return what is to be told of a file under docs/."""
    content = path.read_bytes()
    media = MEDIA.get(path.suffix, "application/octet-stream")
    return File(path.relative_to(DOCS).as_posix(), title, media, len(content), hashlib.sha256(content).hexdigest())


def make(book: Book) -> list[File]:
    """Make every file under docs/downloads/ anew and return them in the page's order."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    package = book.data.package
    claims = run(book.data._connection.cursor(), "SELECT * FROM claims")
    flat = FOLDER / "claims.csv"
    flat.write_text(as_csv(claims.columns, claims.rows), encoding="utf-8", newline="")
    files = [described(flat, f"All claims in one flat table ({len(claims.rows)} rows): begin here")]
    if "export" in COMMANDS:
        for form, title in EXPORTS.items():
            files += _exported(form, title)
    packed = FOLDER / f"{package.name}-{package.version}.zip"
    packed.write_bytes(_zip(book))
    files.append(described(packed, "The whole data package: tables, schemas, descriptor, licence"))
    for name in package.tables.values():
        target = FOLDER / "data" / Path(name.path).name
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(package.read_bytes(name.path))
        files.append(described(target, f"{name.title} (table {name.name})"))
    return files


def _exported(form: str, title: str) -> list[File]:
    """Export one format; none where this version's `export` does not know it."""
    choices = re.search(r"\[(\w+(?:\|\w+)+)\]", _program("export", "--help"))
    if choices is None or form not in choices[1].split("|"):
        return []
    target = FOLDER / form
    _program("--package", str(ROOT), "export", str(target), "--format", form)
    # A form that brings the tables along as CSV has them listed once, as tables.
    made = sorted(p for p in target.rglob("*") if p.is_file() and p.name != "manifest.json" and p.suffix != ".csv")
    return [described(p, title if len(made) == 1 else f"{title}: {p.name}") for p in made]


def _program(*arguments: str) -> str:
    """Run the command line and return what it prints; SystemExit with its words where it fails."""
    command = [sys.executable, "-m", "iraqmilitias", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8")
    if done.returncode:
        sys.exit(f"{' '.join(command)}: {done.stderr.strip()}")
    return done.stdout


def _zip(book: Book) -> bytes:
    """The package as a zip: the same bytes for the same content, the descriptor stamped with sizes and hashes."""
    package = book.data.package
    descriptor = json.loads(package.read_bytes("datapackage.json"))
    for resource in descriptor["resources"]:
        content = package.read_bytes(resource["path"])
        resource["bytes"], resource["hash"] = len(content), f"sha256:{hashlib.sha256(content).hexdigest()}"
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in (*package.files(), "LICENSE-DATA", "CITATION.cff"):
            content = package.read_bytes(name)
            if name == "datapackage.json":
                content = (json.dumps(descriptor, ensure_ascii=False, indent=2) + "\n").encode()
            entry = zipfile.ZipInfo(f"{package.name}-{package.version}/{name}", (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            packed.writestr(entry, content)
    return held.getvalue()


def measured(size: int) -> str:
    """Return a number of bytes as people read it."""
    return f"{size / 1_000_000:.1f} MB" if size >= 1_000_000 else f"{max(size / 1000, 0.1):.1f} kB"


def page(book: Book, files: list[File]) -> None:
    """Write the page of the downloads."""
    rows = [
        (link(f.address, f.address.removeprefix("downloads/"), download=""), f.title, measured(f.size), code(f.sha256))
        for f in files
    ]
    shown = table(("file", "what it is", "size", "SHA-256"), rows, f"Version {book.data.version}")
    machines = element(
        "p",
        "For machines: ",
        link("downloads/dcat.jsonld", "DCAT catalogue"),
        ", ",
        link("downloads/dataset.jsonld", "schema.org Dataset"),
        ". Every record’s page has its JSON and JSON-LD beside it.",
    )
    check = join(["Check a file: ", code("sha256sum FILE"), "."])
    text = (
        f"# Downloads\n\nEvery file is made from the tables at build and is of version {book.data.version}. The "
        f"licence is [CC BY 4.0](licence.md); the few printed words stay their publishers’.\n\n{shown}\n\n"
        f"{machines}\n\n{element('p', check)}"
    )
    items = [{"rel": "item", "href": f.address, "type": f.media_type} for f in files]
    write("downloads.md", text, {"links": items, "contents": False})
