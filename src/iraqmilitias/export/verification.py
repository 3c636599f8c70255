"""Whether an export is what its version gives: it is made again from the data of that version, and compared.

A file comes from anybody: nothing in it is run, neither a view nor a macro, a computed column nor a check.
"""

from __future__ import annotations

import hashlib
import re
import sqlite3
import tempfile
import zipfile
import zlib
from collections import Counter
from collections.abc import Mapping
from contextlib import closing
from itertools import zip_longest
from pathlib import Path
from typing import Any, NamedTuple

from ..fields import quoted
from ..package import DESCRIPTOR, Package, shipped
from ..recorded_hashes import SUMS, Verdict, is_inside, prefix_of, verify_installed, verify_path
from ..releases import located
from ..text import counted, one_line
from . import FORMATS, export
from .carried import DAMAGED, SUFFIXES, dated, facts_of, form_of, open_sqlite
from .context import created
from .manifest import MANIFEST, manifest_in, read_manifest

_BAD_ARCHIVE = (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError)  # RuntimeError: encrypted
BINARY = {"parquet", "sqlite", "duckdb"}  # which another version of their library writes with other bytes
LARGEST = 1 << 30  # bytes that the archive of an export may hold
# What readers apply to a database that it lies beside.
LOGS = {"sqlite": ("-journal", "-wal"), "duckdb": (".wal",)}
PROGRAMS = {"sqlite", "duckdb"}  # which version of a library wrote the files, as a manifest has it


def is_export(path: Path) -> bool:
    """Whether a path is the folder, the manifest or a file of an export."""
    if path.is_dir() or path.name == MANIFEST:
        return read_manifest(path / MANIFEST if path.is_dir() else path) is not None
    return form_of(path) is not None


def verify_files(package: Package, path: Path | None) -> Verdict | None:
    """Check a folder, archive, list of hashes or export; for None the package itself. None for any other file.

    Raises PackageError where there are no hashes to check against.
    """
    if path is None:
        is_installed = package.root == shipped()
        return verify_installed(package) if is_installed else verify_path(package.root)
    if path.name in (DESCRIPTOR, SUMS) and path.is_file():
        path = path.parent
    if is_export(path):
        return verify_export(package, path)
    if path.is_dir():
        return verify_path(path)
    return _verify_archive(package, path) if zipfile.is_zipfile(path) else None


def _verify_archive(package: Package, path: Path) -> Verdict:
    """Check a zip or wheel: that of an export as its folder is checked, any other against the hashes in it."""
    with tempfile.TemporaryDirectory(prefix="iraqmilitias-") as folder:
        try:
            with zipfile.ZipFile(path) as archive:
                prefix = _export_in(archive)
                problems = [] if prefix is None else _unpacking_problems(archive, prefix)
                if prefix is not None and not problems:
                    archive.extractall(folder)
        except _BAD_ARCHIVE as error:
            problems = [f"{path.name}: not a zip or wheel, or damaged ({one_line(str(error))[:120]})"]
            return Verdict(False, str(path), tuple(problems))
        if prefix is None:
            return verify_path(path)
        if problems:
            return Verdict(False, str(path), tuple(problems))
        return verify_export(package, Path(folder, prefix))


def _export_in(archive: zipfile.ZipFile) -> str | None:
    """Return the folder of the export that an archive holds, empty or with a slash at its end; None without one."""
    names = archive.namelist()
    prefix, package = prefix_of(names, MANIFEST), prefix_of(names, DESCRIPTOR)
    name = f"{prefix}{MANIFEST}"
    if name not in names or archive.getinfo(name).file_size > LARGEST:
        return None
    if f"{package}{DESCRIPTOR}" in names and package.count("/") < prefix.count("/"):
        return None  # a package that has an export somewhere in it
    return prefix if manifest_in(archive.read(name)) is not None else None


def _unpacking_problems(archive: zipfile.ZipFile, prefix: str) -> list[str]:
    """Return why an archive of an export is not unpacked; what is beside the export would not be checked."""
    files = [entry for entry in archive.infolist() if not entry.is_dir()]
    times = Counter(entry.filename for entry in files)
    problems = [f"{name}: is in the archive {number} times" for name, number in times.items() if number > 1]
    problems += [f"{name}: leads out of the archive" for name in times if not is_inside(name)]
    problems += [f"{name}: is not in the folder of {MANIFEST}" for name in times if not name.startswith(prefix)]
    if sum(entry.file_size for entry in files) > LARGEST:
        problems.append(f"it unpacks to more than {LARGEST >> 20} MiB; unpack it and verify the folder")
    return problems


def verify_export(package: Package, path: Path) -> Verdict:
    """Check an export's folder, manifest or single file against the data of the version that it carries.

    A manifest's hashes are checked first. Then the export is made again, and has to have the same bytes. A SQLite file
    of another SQLite has to be sound, with the same tables and cells. A Parquet or DuckDB file of another DuckDB is
    refused: nothing here can tell whether its statistics and indexes, which readers answer from, fit its cells.
    """
    folder = path if path.is_dir() else path.parent
    manifest = read_manifest(folder / MANIFEST)
    if path.is_file() and path.name != MANIFEST:
        for log in (path.name + end for end in LOGS.get(form_of(path) or "", ())):
            if (path.parent / log).exists():
                why = f"{log} is beside it, and readers apply that to it; verify a copy of the file alone"
                return Verdict(False, path.name, (f"{path.name}: {why}",))
        recorded = {str(e.get("path")): e.get("sha256") for e in (manifest or {}).get("files", ())}
        root = next((p for p in path.parents if p == folder or read_manifest(p / MANIFEST)), folder)
        name = path.relative_to(root).as_posix()
        if name not in recorded:
            return _verify_file(package, path)
        if recorded[name] != hashlib.sha256(path.read_bytes()).hexdigest():
            return Verdict(False, MANIFEST, (f"{name}: its bytes are not those recorded in {MANIFEST}",))
        return _against_data(package, manifest or {}, {name: path}, name, f", against {MANIFEST}")
    assert manifest is not None
    bytes_of = verify_path(folder)
    if not bytes_of.valid:
        return bytes_of
    files = {str(e["path"]): folder / str(e["path"]) for e in manifest["files"]}
    what = counted(len(files), "file")
    return _against_data(package, manifest, files, what, f", against {MANIFEST}", whole=True)


def _verify_file(package: Package, path: Path) -> Verdict:
    """Check a file that has no manifest beside it by the version and hash that it carries."""
    form = form_of(path)
    assert form is not None  # is_export has seen it
    if form == "csv" and (name := _table_of(package, path.read_bytes())):
        return Verdict(True, f"{path.name}, which is {name} of version {package.version}")
    try:
        carried = facts_of(path, form)
    except DAMAGED as error:
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
    return next((t.path for t in package.readable_tables.values() if package.read_bytes(t.path) == content), None)


def _against_data(
    package: Package,
    told: Mapping[str, Any],
    files: Mapping[str, Path],
    what: str,
    against: str = "",
    whole: bool = False,
) -> Verdict:
    """Make an export again and compare; `against` is what the files were checked against before."""
    made_again = f"{what}{against}{' and' if against else ''} made again"
    what += against
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
        moment = dated(form, files) or created(data)
        export(data, made, form, moment)
        true = read_manifest(made / MANIFEST) or {}
        fresh = {p.relative_to(made).as_posix(): p for p in made.rglob("*") if p.is_file() and p.name != MANIFEST}
        both = {name: (file, fresh[name]) for name, file in files.items() if name in fresh}
        problems = [f"{name}: an export of version {version} has no such file" for name in files if name not in fresh]
        problems += [f"{name}: is missing" for name in fresh if whole and name not in files]
        differences = {
            n: _difference(form, *pair) for n, pair in both.items() if pair[0].read_bytes() != pair[1].read_bytes()
        }
        sizes = {name: file.stat().st_size for name, file in files.items() if file.is_file()}
    if whole:
        problems += _manifest_problems(told, true, sizes)
    problems += _one_each_cause({name: found for name, found in differences.items() if found.fault})
    notes = f" (dated {moment:%Y-%m-%d}, as SOURCE_DATE_EPOCH sets it)" if moment.date() != created(data).date() else ""
    notes += "".join(dict.fromkeys(f" ({found.text})" for found in differences.values() if not found.fault))
    checked = f"{made_again} as {form} from version {version}{notes}"
    return Verdict(not problems, checked, tuple(problems))


class _Difference(NamedTuple):
    """How a file whose bytes are others differs from the export made again."""

    text: str
    fault: bool = True
    foreign: bool = False  # whether another DuckDB wrote it


def _one_each_cause(wrong: Mapping[str, _Difference]) -> list[str]:
    """Return what is wrong with each file; that another DuckDB wrote several is said once."""
    foreign = [name for name, found in wrong.items() if found.foreign]
    problems = [f"{name}: {found.text}" for name, found in wrong.items() if not found.foreign]
    if foreign:
        more = f" and {counted(len(foreign) - 1, 'more file')}" if len(foreign) > 1 else ""
        problems.append(f"{foreign[0]}{more}: {wrong[foreign[0]].text}")
    return problems


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


def _difference(form: str, file: Path, fresh: Path) -> _Difference:
    """Return how a file differs from the fresh one, whose bytes are others."""
    if form in BINARY and file.suffix == fresh.suffix and file.suffix in SUFFIXES:
        by, here = _writer(form, file), _writer(form, fresh)
        if by and by != here and form == "sqlite":
            why = _sqlite_differs(file, fresh)
            writers = f"written by {by}, here {here}"
            return _Difference(f"{why} ({writers})" if why else f"{writers}: {_COMPARED}", fault=bool(why))
        if by and by != here:
            version = by.rpartition("v")[2]
            return _Difference(
                f"written by {by}, and here is {here}, which writes other bytes; what readers answer from beside "
                f"the cells (statistics, indexes) cannot be compared then. Run verify with duckdb=={version}, or make "
                "the export again",
                foreign=True,
            )
    return _Difference("its bytes are not those of this version’s export: it was changed, or made with other libraries")


_COMPARED = "compared by tables, columns, cells and SQLite’s own check of its indexes"


def _writer(form: str, file: Path) -> str:
    """Return which version of its library wrote a file, as it says itself; nothing where it does not."""
    if form == "sqlite":
        return f"SQLite {int.from_bytes(file.read_bytes()[96:100], 'big')}"
    version = rb"v[0-9]+\.[0-9]+\.[0-9]+"
    if form == "parquet":  # its footer is at its end
        found = re.findall(rb"DuckDB version (" + version + rb")", file.read_bytes())[-1:]
    else:
        found = re.findall(version, file.read_bytes()[:4096])[:1]
    return f"DuckDB {found[0].decode()}" if found else ""


def _sqlite_differs(file: Path, fresh: Path) -> str:
    """Return how what a SQLite file says differs from the fresh one; nothing where it does not.

    The definitions come first: with ours, no check, view or computed column of somebody else is run afterwards.
    """
    defined = "SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY rowid"
    try:
        with closing(open_sqlite(file)) as base, closing(open_sqlite(fresh)) as true:
            if base.execute(defined).fetchall() != true.execute(defined).fetchall():
                return "its tables or columns are others, or it has more than them"
            problems = base.execute("PRAGMA integrity_check(1)").fetchall()
            if problems != [("ok",)]:
                return f"is damaged, or its indexes were changed: {one_line(str(problems[0][0]))[:120]}"
            for setting in ("encoding", "user_version", "application_id"):
                if base.execute(f"PRAGMA {setting}").fetchall() != true.execute(f"PRAGMA {setting}").fetchall():
                    return f"its {setting} is not that of this version"
            for (table,) in true.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
                rows = f"SELECT rowid, * FROM {quoted(table)} ORDER BY rowid"
                # repr tells 31 from 31.0, which are equal to Python and not to who reads the file
                pairs = zip_longest(base.execute(rows), true.execute(rows))
                if any(repr(one) != repr(other) for one, other in pairs):
                    return f"its cells in {table} are others"
    except sqlite3.Error as error:
        return f"cannot be read ({one_line(str(error))[:120]})"
    return ""
