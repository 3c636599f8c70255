"""Whether an export is what its version gives: it is made again from the data of that version, and compared."""

from __future__ import annotations

import hashlib
import json
import re
import sqlite3
import tempfile
import zipfile
import zlib
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import Error
from ..fields import literal, quoted
from ..package import DESCRIPTOR, Package, shipped
from ..recorded_hashes import SUMS, Verdict, verify_installed, verify_path
from ..releases import located
from ..text import one_line
from . import FORMATS, export
from .manifest import MANIFEST, read_manifest

if TYPE_CHECKING:
    import duckdb

# By how a file ends, the longest first, or is named.
SUFFIXES = dict(
    sorted(((end, n) for n, f in FORMATS.items() for end in f.files if end[0] == "."), key=lambda x: -len(x[0]))
)
NAMES = {name: n for n, f in FORMATS.items() for name in f.files if name[0] != "."}
# What the readers of a damaged file raise.
_DAMAGED: tuple[type[Exception], ...] = (
    *(OSError, EOFError, ValueError, LookupError, TypeError, AttributeError, NotImplementedError, Error),
    *(sqlite3.Error, zipfile.BadZipFile, zlib.error),
)
BINARY = {"parquet", "sqlite", "duckdb"}  # which another version of their library writes with other bytes

PROGRAMS = {"sqlite", "duckdb"}  # which version of a library wrote the files, as a manifest has it


def is_export(path: Path) -> bool:
    """Whether a path is the folder, the manifest or a file of an export."""
    if path.is_dir() or path.name == MANIFEST:
        return read_manifest(path / MANIFEST if path.is_dir() else path) is not None
    return _form_of(path) is not None


def _form_of(path: Path) -> str | None:
    """Return the format that a file's name tells; None for any other name."""
    named = (form for end, form in SUFFIXES.items() if path.name.endswith(end) and path.name != end)
    return NAMES.get(path.name) or next(named, None)


def verify_files(package: Package, path: Path | None) -> Verdict | None:
    """Check a folder, archive, list of hashes or export; for None the package itself. None for any other file.

    Raises PackageError where there are no hashes to check against.
    """
    if path is None:
        is_installed = package.root == shipped()
        return verify_installed(package) if is_installed else verify_path(package.root)
    if is_export(path):
        return verify_export(package, path)
    if path.name == DESCRIPTOR:
        path = path.parent
    return verify_path(path) if path.is_dir() or path.name == SUMS or zipfile.is_zipfile(path) else None


def verify_export(package: Package, path: Path) -> Verdict:
    """Check an export's folder, manifest or single file against the data of the version that it carries.

    A manifest's hashes are checked first. Then the export is made again, and has to have the same bytes; a Parquet,
    SQLite or DuckDB file of another version of its library has to have the same tables, columns and cells.
    """
    folder = path if path.is_dir() else path.parent
    manifest = read_manifest(folder / MANIFEST)
    if path.is_file() and path.name != MANIFEST:
        recorded = {str(e.get("path")): e.get("sha256") for e in (manifest or {}).get("files", ())}
        root = next((p for p in path.parents if p == folder or read_manifest(p / MANIFEST)), folder)
        name = path.relative_to(root).as_posix()
        if name not in recorded:
            return _verify_file(package, path)
        if recorded[name] != hashlib.sha256(path.read_bytes()).hexdigest():
            return Verdict(False, MANIFEST, (f"{name}: its bytes are not those recorded in {MANIFEST}",))
        return _against_data(package, manifest or {}, {name: path}, f"{name}, against {MANIFEST} and")
    assert manifest is not None
    bytes_of = verify_path(folder)
    if not bytes_of.valid:
        return bytes_of
    files = {str(e["path"]): folder / str(e["path"]) for e in manifest["files"]}
    return _against_data(package, manifest, files, f"{len(files)} files, against {MANIFEST} and", whole=True)


def _verify_file(package: Package, path: Path) -> Verdict:
    """Check a file that has no manifest beside it by the version and hash that it carries."""
    form = _form_of(path)
    assert form is not None  # is_export has seen it
    if form == "csv" and (name := _table_of(package, path.read_bytes())):
        return Verdict(True, f"{path.name}, which is {name} of version {package.version}")
    try:
        carried = _carried(path, form)
    except _DAMAGED as error:
        return Verdict(False, path.name, (f"{path.name}: cannot be read as {form} ({one_line(str(error))[:120]})",))
    if not carried.get("version") or not carried.get("content_sha256"):
        why = (
            "a CSV file carries none; keep it with its manifest.json"
            if form == "csv"
            else "so it is not an export of ours"
        )
        return Verdict(False, path.name, (f"{path.name}: it carries no version and no hash of its content: {why}",))
    return _against_data(package, {"name": package.name, **carried, "format": form}, {path.name: path}, path.name)


def _table_of(package: Package, content: bytes) -> str | None:
    """Return which of the package's files has these bytes."""
    return next((t.path for t in package.tables.values() if package.read_bytes(t.path) == content), None)


def _against_data(
    package: Package, told: Mapping[str, Any], files: Mapping[str, Path], what: str, whole: bool = False
) -> Verdict:
    name, version, form = str(told.get("name")), str(told.get("version")), str(told.get("format"))
    if name != package.name:
        return Verdict(False, what, (f"it is an export of {name}, and these data are {package.name}",))
    data = package if version == package.version else located(package, version)
    if data is None:
        here = f"version {version} is not on this machine, and these data are version {package.version}"
        return Verdict(False, what, (f"{here}; to check it, get that version, then: iraqmilitias --package …",))
    if told.get("content_sha256") != data.content_hash():
        differs = f"it carries the content hash {told.get('content_sha256')}, and version {version} has"
        return Verdict(False, what, (f"{differs} {data.content_hash()}",))
    if form not in FORMATS:
        return Verdict(False, what, (f"its format {form!r} is unknown",))
    with tempfile.TemporaryDirectory(prefix="iraqmilitias-") as folder:
        made = Path(folder) / "made"
        export(data, made, form)
        true = read_manifest(made / MANIFEST) or {}
        fresh = {p.relative_to(made).as_posix(): p for p in made.rglob("*") if p.is_file() and p.name != MANIFEST}
        problems = [f"{name}: an export of version {version} has no such file" for name in files if name not in fresh]
        problems += [f"{name}: is missing" for name in fresh if whole and name not in files]
        told_apart = {name: _differs(form, files[name], fresh[name]) for name in files if name in fresh}
        sizes = {name: file.stat().st_size for name, file in files.items() if file.is_file()}
    if whole:
        problems += _manifest_problems(told, true, sizes)
    problems += [f"{name}: {why}" for name, why in told_apart.items() if why and not why.startswith("(")]
    notes = "".join(dict.fromkeys(f" {why}" for why in told_apart.values() if why.startswith("(")))
    checked = f"{what} made again as {form} from version {version}{notes}"
    return Verdict(not problems, checked, tuple(problems))


def _manifest_problems(told: Mapping[str, Any], true: Mapping[str, Any], sizes: Mapping[str, int]) -> list[str]:
    """Return what a manifest says otherwise than that of the export made again; the hashes in it were checked.

    Sizes are those of the files that it lists: another version of a library writes other bytes.
    """
    names = sorted({*told, *true} - {"files", *PROGRAMS})
    wrong = [
        f"{MANIFEST}: its {name} is not that of this version" for name in names if told.get(name) != true.get(name)
    ]
    for entry in told["files"]:
        name = str(entry["path"])
        if set(entry) != {"path", "bytes", "sha256"}:
            wrong.append(f"{MANIFEST}: {name} has other fields than path, bytes and sha256")
        elif entry["bytes"] != sizes.get(name):
            wrong.append(f"{MANIFEST}: {name} has {sizes.get(name)} bytes, and not {entry['bytes']}")
    return wrong


def _differs(form: str, file: Path, fresh: Path) -> str:
    """Return what is wrong with a file, in parentheses what is not; nothing where it has the bytes of the fresh one."""
    if file.read_bytes() == fresh.read_bytes():
        return ""
    if form in BINARY and file.suffix == fresh.suffix and file.suffix in SUFFIXES:
        writers = [_writer(form, path) for path in (file, fresh)]
        if writers[0] and writers[0] != writers[1]:
            cells = _cells(form, file)
            same = not isinstance(cells, str) and cells == _cells(form, fresh)
            told = f"written by {writers[0]}, here {writers[1]}: compared by tables, columns and cells"
            return f"({told})" if same else f"its tables, columns or cells are others ({told})"
    return "its bytes are not those of this version’s export: it was changed, or made with other libraries"


def _writer(form: str, file: Path) -> str:
    """Return which version of its library wrote a file, as it says itself; nothing where it does not."""
    try:
        if form == "parquet":
            with _opened() as connection:
                sql = f"SELECT created_by FROM parquet_file_metadata({literal(str(file))})"
                return str(connection.execute(sql).fetchall()[0][0])
        head = file.read_bytes()[:4096]
        if form == "sqlite":
            return f"SQLite {int.from_bytes(head[96:100], 'big')}"
        found = re.search(rb"v[0-9]+\.[0-9]+\.[0-9]+", head)
        return f"DuckDB {found[0].decode()}" if found else ""
    except Exception:  # of a damaged file, whatever DuckDB raises
        return ""


def _opened(file: Path | None = None) -> duckdb.DuckDBPyConnection:
    import duckdb

    return duckdb.connect(str(file), read_only=True) if file else duckdb.connect(":memory:")


def _cells(form: str, file: Path) -> object:
    """Return all that a file holds, by name; the error's text where it cannot be read."""
    try:
        if form == "sqlite":
            with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as base:
                tables = base.execute("SELECT name, sql FROM sqlite_master ORDER BY name").fetchall()
                rows = {n: base.execute(f"SELECT * FROM {quoted(n)}").fetchall() for n, sql in tables if sql}
                return tables, rows
        if form == "parquet":
            with _opened() as connection:
                name = literal(str(file))
                cells = connection.execute(f"SELECT * FROM read_parquet({name})").fetchall()
                types = connection.execute(f"DESCRIBE SELECT * FROM read_parquet({name})").fetchall()
                pairs = connection.execute(f"SELECT key, value FROM parquet_kv_metadata({name})").fetchall()
                return cells, types, sorted(pairs)
        with _opened(file) as connection:
            tables = connection.execute("SELECT table_name, sql FROM duckdb_tables() ORDER BY 1").fetchall()
            rows = {n: connection.execute(f"SELECT * FROM {quoted(n)} ORDER BY rowid").fetchall() for n, _ in tables}
            return tables, rows, _views(connection), [connection.execute(sql).fetchall() for sql in _SAID]
    except Exception as error:  # of a damaged file, whatever its library raises
        return str(error)


# What a DuckDB file says beside its rows: comments and macros. Each version of DuckDB spells a macro otherwise
# (1.4 NOT IN and main.list_value, 2.0 NOT … IN and list_value), so this one spells them all again.
_SAID = (
    "SELECT table_name, comment FROM duckdb_tables() ORDER BY 1",
    "SELECT view_name, comment FROM duckdb_views() WHERE NOT internal ORDER BY 1",
    "SELECT table_name, column_name, comment FROM duckdb_columns() WHERE NOT internal ORDER BY 1, 2",
    """SELECT function_name, function_type, parameters, comment, json_deserialize_sql(json_serialize_sql(
    if(function_type = 'macro', 'SELECT ', '') || replace(macro_definition, 'main.', '')))
    FROM duckdb_functions() WHERE NOT internal ORDER BY ALL""",
)


def _views(connection: duckdb.DuckDBPyConnection) -> object:
    """Return what every view gives, and not its SQL: each version of DuckDB spells that otherwise."""
    sql = "SELECT view_name FROM duckdb_views() WHERE NOT internal ORDER BY 1"
    names = [name for (name,) in connection.execute(sql).fetchall()]
    described = {n: connection.execute(f"DESCRIBE {quoted(n)}").fetchall() for n in names}
    return described, {n: sorted(map(repr, connection.execute(f"FROM {quoted(n)}").fetchall())) for n in names}


def _carried(path: Path, form: str) -> dict[str, str]:
    """Return the name, version and content hash that a file has in it, as far as it has them."""
    if form in ("parquet", "duckdb"):
        import duckdb

        pairs = f"decode(key), decode(value) FROM parquet_kv_metadata({literal(str(path))})"
        try:
            with _opened(path if form == "duckdb" else None) as connection:
                sql = f"SELECT {pairs if form == 'parquet' else 'key, value FROM package_metadata'}"
                found = dict(connection.execute(sql).fetchall())
        except duckdb.Error as error:
            raise ValueError(str(error)) from None
    elif path.suffix == ".sqlite":
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as base:
            found = dict(base.execute("SELECT key, value FROM package_metadata").fetchall())
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
        found = _carried_json(json.loads(path.read_text("utf-8")))
    else:
        found = {}
    return {name: str(found[name]) for name in ("name", "version", "content_sha256") if found.get(name)}


def _carried_json(content: Any) -> dict[str, str]:
    """Return what a GeoJSON, JSON-LD or Croissant file carries."""
    node = content["@graph"][0] if "@graph" in content else content
    identifier = node.get("identifier")
    if "content_sha256" in node:
        return dict(node)
    sha256 = identifier.get("value") if isinstance(identifier, dict) else str(identifier).removeprefix("sha256:")
    name = {} if "@graph" in content else {"name": node.get("name")}
    return {"version": node.get("version"), "content_sha256": sha256, **name}
