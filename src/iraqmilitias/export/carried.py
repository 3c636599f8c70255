"""What a file of an export carries: its format, version and hash, and its time. Nothing in the file is run."""

from __future__ import annotations

import datetime
import json
import re
import shutil
import sqlite3
import zipfile
import zlib
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from ..database.connection import open_locked
from ..database.plain import plain_folder
from ..errors import Error
from ..fields import literal
from . import FORMATS
from .context import ABOUT
from .sqlite import ABOUT_SQL

# By how a file ends, the longest first, or is named.
SUFFIXES = dict(
    sorted(((end, n) for n, f in FORMATS.items() for end in f.files if end[0] == "."), key=lambda x: -len(x[0]))
)
NAMES = {name: n for n, f in FORMATS.items() for name in f.files if name[0] != "."}
# What the readers of a damaged file raise.
DAMAGED: tuple[type[Exception], ...] = (
    *(OSError, EOFError, ValueError, LookupError, TypeError, AttributeError, RuntimeError, Error),
    *(sqlite3.Error, zipfile.BadZipFile, zlib.error),
)
FACTS = 100  # rows of package_metadata that are read, of seven


def form_of(path: Path) -> str | None:
    """Return the format that a file's name tells; None for any other name."""
    named = (form for end, form in SUFFIXES.items() if path.name.endswith(end) and path.name != end)
    return NAMES.get(path.name) or next(named, None)


def open_sqlite(file: Path) -> sqlite3.Connection:
    """Open a SQLite file of anybody, without a journal that lies beside it."""
    base = sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
    base.execute("PRAGMA trusted_schema = OFF")
    base.execute("PRAGMA cell_size_check = ON")
    return base


def facts_of(path: Path, form: str) -> dict[str, str]:
    """Return the name, version and content hash that a file has in it, as far as it has them."""
    if form in ("parquet", "duckdb"):
        import duckdb

        try:
            found = _facts_in_parquet(path) if form == "parquet" else _facts_in_duckdb(path)
        except duckdb.Error as error:
            raise ValueError(str(error)) from None
    elif path.suffix == ".sqlite":
        found = _facts_in_sqlite(path)
    elif form == "xlsx":
        with zipfile.ZipFile(path) as book:
            if damaged := book.testzip():
                raise ValueError(f"{damaged} in it is damaged")
            text = book.read("docProps/custom.xml").decode("utf-8")
        found = dict(re.findall(r'name="(version|content_sha256)"><vt:lpwstr>([^<]*)<', text))
    elif form == "graphml":
        found = dict(re.findall(r'<data key="g_(name|version|content_sha256)">([^<]*)<', path.read_text("utf-8")))
    elif form == "r":
        text = path.read_text("utf-8")
        found = dict(re.findall(r'attr\(data, "(version|content_sha256)"\) <- "([^"]*)"', text))
    elif path.suffix in (".geojson", ".jsonld", ".json"):
        found = _facts_in_json(json.loads(path.read_text("utf-8")))
    else:
        found = {}
    return {name: str(found[name]) for name in ("name", "version", "content_sha256") if found.get(name)}


def _facts_in_json(content: Any) -> dict[str, str]:
    """Return what a GeoJSON, JSON-LD or Croissant file carries."""
    node = content["@graph"][0] if "@graph" in content else content
    identifier = node.get("identifier")
    if "content_sha256" in node:
        return dict(node)
    sha256 = identifier.get("value") if isinstance(identifier, dict) else str(identifier).removeprefix("sha256:")
    name = {} if "@graph" in content else {"name": node.get("name")}
    return {"version": node.get("version"), "content_sha256": sha256, **name}


def _facts_in_duckdb(file: Path) -> dict[str, str]:
    """Return the rows of a DuckDB file's table package_metadata, where it is the plain table that the export makes."""
    defined = "SELECT sql FROM duckdb_tables() WHERE table_name = 'package_metadata' AND schema_name = 'main'"
    with open_locked(file) as connection:
        made = [re.sub(r'[\s";]', "", sql).lower() for (sql,) in connection.execute(defined).fetchall()]
        if made != ["createtablepackage_metadata(keyvarcharprimarykey,valuevarcharnotnull)"]:
            return {}
        sql = f"SELECT key, value FROM main.package_metadata LIMIT {FACTS}"
        return dict(connection.execute(sql).fetchall())


def _facts_in_parquet(file: Path) -> dict[str, str]:
    """Return the pairs in a Parquet file's metadata. DuckDB may open the file's private copy and nothing else."""
    import duckdb

    with plain_folder(file.stat().st_size) as folder, duckdb.connect(":memory:") as connection:
        copy = literal(str(shutil.copyfile(file, folder / "one.parquet")))
        connection.execute(f"SET allowed_paths = [{copy}]")
        connection.execute("SET enable_external_access = false")
        sql = f"SELECT decode(key), decode(value) FROM parquet_kv_metadata({copy})"
        return dict(connection.execute(sql).fetchall())


def _facts_in_sqlite(file: Path) -> dict[str, str]:
    """Return the rows of a SQLite file's table package_metadata, where it is the plain table that the export makes."""
    with closing(open_sqlite(file)) as base:
        defined = "SELECT type, sql FROM sqlite_master WHERE name = ?"
        if base.execute(defined, [ABOUT]).fetchall() != [("table", ABOUT_SQL)]:
            return {}
        # Of this table alone: it has no check, and a circle of pages in it ends here.
        if base.execute(f"PRAGMA integrity_check({ABOUT})").fetchall() != [("ok",)]:
            raise ValueError(f"its table {ABOUT} is damaged")
        return dict(base.execute(f"SELECT key, value FROM {ABOUT} LIMIT {FACTS}").fetchall())


def dated(form: str, files: Mapping[str, Path]) -> datetime.datetime | None:
    """Return the moment that the files of a format bear, which SOURCE_DATE_EPOCH may have set; None without one."""
    read = _DATES.get(form)
    for path in (path for path in files.values() if read and form_of(path) == form):
        try:
            moment = datetime.datetime.fromisoformat(read(path)) if read else None
        except DAMAGED:
            continue  # the comparison that follows says what is wrong with the file
        if moment is not None:
            return moment if moment.tzinfo else moment.replace(tzinfo=datetime.UTC)
    return None


def _date_in_workbook(path: Path) -> str:
    with zipfile.ZipFile(path) as book:
        text = book.read("docProps/core.xml").decode("utf-8")
    found = re.search(r"<dcterms:created [^>]*>([^<]*)<", text)
    return found[1] if found else ""


def _date_in_croissant(path: Path) -> str:
    return str(json.loads(path.read_text("utf-8"))["datePublished"])


def _date_in_reviews(path: Path) -> str:
    nodes = json.loads(path.read_text("utf-8"))["@graph"]
    return next((str(node["datePublished"]) for node in nodes if node.get("@type") == "ClaimReview"), "")


_DATES: dict[str, Callable[[Path], str]] = {
    "xlsx": _date_in_workbook,
    "croissant": _date_in_croissant,
    "claimreview": _date_in_reviews,
}
