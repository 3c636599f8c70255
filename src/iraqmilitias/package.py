"""A data package on disk, in a zip or installed: its resources and schemas as frozen records."""

from __future__ import annotations

import hashlib
import json
import os
import time
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import Any, NamedTuple

from .errors import NotFoundError, PackageError, nearest
from .paths import unsafe
from .unread import unread

DESCRIPTOR = "datapackage.json"
ZIP_LIMIT = 4 << 30  # bytes that a zip may unpack to
TICK = 2 * 10**9  # nanoseconds within which two changes of a file can have one time, as on FAT
Stamp = tuple[tuple[int, ...], ...]


class Field(NamedTuple):
    """One column of a table, as its Table Schema has it."""

    name: str
    type: str
    description: str
    example: str | int | float | None
    constraints: Mapping[str, Any]
    descriptor: Mapping[str, Any]

    @property
    def required(self) -> bool:
        return bool(self.constraints.get("required"))


class ForeignKey(NamedTuple):
    """Columns whose values must be found in another table (or in the same one)."""

    columns: tuple[str, ...]
    table: str
    referred: tuple[str, ...]


class Table(NamedTuple):
    """One resource: where its file is and what its schema says."""

    name: str
    path: str
    title: str
    description: str
    fields: tuple[Field, ...]
    primary_key: tuple[str, ...]
    foreign_keys: tuple[ForeignKey, ...]
    unique_keys: tuple[tuple[str, ...], ...]
    missing_values: tuple[str, ...]
    descriptor: Mapping[str, Any]
    unread: str = ""  # what of its resource and schema the reader does not read

    def readable(self) -> Table:
        """Return the table; PackageError where its file would be read otherwise than the standard says."""
        if self.unread:
            raise PackageError(self.refusal)
        return self

    @property
    def refusal(self) -> str:
        """The words that say what of the table is not read."""
        return f"{self.path}: not read: {self.unread}; write the file in the standard's default form"

    def field(self, name: str) -> Field:
        """Return one column, or raise NotFoundError with the nearest names."""
        for candidate in self.fields:
            if candidate.name == name:
                return candidate
        names = tuple(f.name for f in self.fields)
        raise NotFoundError(f"{self.name} has no column {name!r}; {nearest(name, names)}")


class Package:
    """A data package: a folder, or a zip or wheel that holds one.

    Reading is lazy; nothing outside the folder or archive is ever opened. A package is a value: two of one path are
    equal, and it can be pickled, copied and used from any thread and process.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        if not os.fspath(path):
            raise PackageError("an empty path names no data package")
        self.path = Path(path)
        try:
            if self.path.name == DESCRIPTOR and self.path.is_file():
                self.path = self.path.parent
            found, is_file = self.path.exists(), self.path.is_file()
            self.root = self.path.absolute()  # stays right when the current folder changes
            if found and not is_file and not (self.root / DESCRIPTOR).is_file():
                raise PackageError(f"{path}: not a data package, it has no {DESCRIPTOR}")
        except (OSError, ValueError) as error:  # a name that no file can have, or a folder that may not be entered
            raise PackageError(f"{path}: cannot be opened ({getattr(error, 'strerror', None) or error})") from None
        if not found:
            raise PackageError(f"{path}: no such file or folder")
        self.zipped = is_file  # whether the package is read from an archive
        self._opened: tuple[int, zipfile.ZipFile] | None = None
        self._hashed: tuple[Stamp, str] | None = None
        self._documents: dict[str, bytes] = {}  # the JSON files, as they were when they were parsed
        self._prefix = self._find_prefix() if is_file else ""

    def __reduce__(self) -> tuple[type[Package], tuple[Path]]:
        return Package, (self.root,)

    def __eq__(self, other: object) -> bool:
        return self.root == other.root if isinstance(other, Package) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.root)

    def __repr__(self) -> str:
        return f"<Package {self.path}>"

    @property
    def _archive(self) -> zipfile.ZipFile:
        # Opened once a process: after a fork both would move the one position in the file.
        if self._opened is None or self._opened[0] != os.getpid():
            self._opened = (os.getpid(), zipfile.ZipFile(self.root))
        return self._opened[1]

    def _find_prefix(self) -> str:
        try:
            members = self._archive.infolist()
        except (zipfile.BadZipFile, OSError, NotImplementedError, ValueError) as error:
            raise PackageError(f"{self.path}: neither a folder nor a zip ({error})") from None
        found = top_descriptor((m.filename for m in members), self.path)
        if sum(m.file_size for m in members) > ZIP_LIMIT:
            raise PackageError(f"{self.path}: would unpack to more than {ZIP_LIMIT >> 30} GiB")
        return found[: -len(DESCRIPTOR)]

    # files -----------------------------------------------------------------------------------------------

    def safe(self, name: str) -> str:
        """Return `name` if it is a relative path that stays inside the package, else raise PackageError."""
        if reason := unsafe(name):
            raise PackageError(f"path {name!r} {reason}")
        if not self.zipped:
            try:
                inside = (self.root / name).resolve().is_relative_to(self.root.resolve())
            except (OSError, RuntimeError):  # a circle of links
                inside = False
            if not inside:
                raise PackageError(f"path {name!r} leads out of the package")
        return name

    def _member(self, name: str) -> str:
        """Return what a file is called in the archive: ./a.csv and data//a.csv have other spellings there."""
        return self._prefix + PurePosixPath(name).as_posix()

    def read_bytes(self, name: str) -> bytes:
        """Return a file of the package; PackageError where it is missing or leads outside."""
        self.safe(name)
        try:
            if self.zipped:
                return self._archive.read(self._member(name))
            path = self.root / name
            if path.exists() and not path.is_file():
                raise PackageError(f"{name}: not a regular file")  # reading a pipe would never end
            return path.read_bytes()
        except (KeyError, FileNotFoundError):
            raise PackageError(f"{name}: no such file in {self.path}") from None
        except _UNREADABLE as error:
            raise PackageError(f"{name}: cannot be read ({getattr(error, 'strerror', None) or error})") from None

    def size(self) -> int:
        """Return the number of bytes of the files that make the package; a missing one counts nothing."""
        if self.zipped:
            sizes = {m.filename: m.file_size for m in self._archive.infolist()}
            return sum(sizes.get(self._member(name), 0) for name in self.files())
        paths = (self.root / self.safe(name) for name in self.files())
        return sum(path.stat().st_size for path in paths if path.is_file())

    def require_folder(self) -> None:
        """Raise PackageError for a package in an archive, which is not written to."""
        if self.zipped:
            raise PackageError(f"{self.path}: an archive is not rewritten; unpack it and give the folder")

    def on_disk(self, name: str) -> Path:
        """Return the path of a file of the package; PackageError where the package is in an archive."""
        if self.zipped:
            raise PackageError(f"{self.path}: is an archive, so its files have no paths; unpack it first")
        return self.root / self.safe(name)

    def read_json(self, name: str) -> Any:
        """Return the parsed JSON of a file; PackageError with line and column where it is not JSON."""
        raw = self._documents[name] = self.read_bytes(name)
        try:
            content = json.loads(raw.decode("utf-8"), parse_constant=_no_constant)
            if b"\\u" in raw:
                json.dumps(content, ensure_ascii=False).encode("utf-8")  # an escape can be half a character
            return content
        except UnicodeEncodeError:
            raise PackageError(f"{name}: has half a character, such as \\ud800; write the whole one") from None
        except UnicodeDecodeError as error:
            raise PackageError(f"{name}: not UTF-8 (byte {error.start})") from None
        except json.JSONDecodeError as error:
            raise PackageError(f"{name}:{error.lineno}:{error.colno}: not JSON, {error.msg}") from None
        except (RecursionError, ValueError) as error:
            raise PackageError(f"{name}: not JSON that can be read ({error})") from None

    # what is in it ---------------------------------------------------------------------------------------

    @cached_property
    def descriptor(self) -> Mapping[str, Any]:
        """The parsed datapackage.json."""
        content = self.read_json(DESCRIPTOR)
        if not isinstance(content, dict):
            raise PackageError(f"{DESCRIPTOR}: must be an object")
        return MappingProxyType(content)

    def listed(self, key: str) -> list[dict[str, Any]]:
        """The objects that the descriptor lists, such as its licenses; nothing where it has no such list."""
        value = self.descriptor.get(key)
        return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []

    @property
    def name(self) -> str:
        return str(self.descriptor.get("name", self.path.name))

    @property
    def version(self) -> str:
        """The one version number, from datapackage.json; on one line, since it goes into comments and citations."""
        return " ".join(str(self.descriptor.get("version", "")).split())

    @cached_property
    def tables(self) -> Mapping[str, Table]:
        """Tables by name, in the descriptor's order; PackageError where a schema is not readable."""
        resources = self.descriptor.get("resources")
        if not isinstance(resources, list) or not resources:
            raise PackageError(f"{DESCRIPTOR}: resources must be a list with at least one resource")
        tables = (self._table(resource, i) for i, resource in enumerate(resources))
        return MappingProxyType({t.name: t for t in tables})

    @cached_property
    def readable_tables(self) -> Mapping[str, Table]:
        """Those of the tables that the reader reads: it leaves the other resources out, and refuses them by name."""
        return MappingProxyType({name: table for name, table in self.tables.items() if not table.unread})

    def table(self, name: str) -> Table:
        """Return one table, or raise NotFoundError with the nearest names."""
        try:
            return self.tables[name]
        except KeyError:
            raise NotFoundError(f"no table {name!r}; {nearest(name, tuple(self.tables))}") from None

    def _table(self, resource: Any, index: int) -> Table:
        where = f"{DESCRIPTOR}: resources[{index}]"
        if not isinstance(resource, dict) or not isinstance(resource.get("name"), str):
            raise PackageError(f"{where} must be an object with a name")
        schema, paths = resource.get("schema", {}), _paths(resource)
        if not paths and "data" not in resource:
            raise PackageError(f"{where} ({resource['name']}): path must be one relative path")
        for path in paths:
            self.safe(path)
        source = f"{where}.schema"
        if isinstance(schema, str):
            source, schema = schema, self.read_json(schema)
        table = read_schema(resource["name"], paths[0] if paths else DESCRIPTOR, schema, source)
        return table._replace(unread=_no_table(resource, table) or unread(resource, table.descriptor))

    def content_hash(self, read: Callable[[str], bytes] | None = None) -> str:
        """SHA-256 over descriptor, schemas and data (names and bytes); the same for folder, zip and wheel.

        `read` returns a data file's bytes, for one who has read them already; descriptor and schemas are hashed as
        they were when they were parsed.
        """
        digest = hashlib.sha256()
        assert self.tables is not None  # parses the schemas
        for name in self.files():
            if name == DESCRIPTOR:  # built packages carry bytes and hashes; the content is the same without
                content = canonical_descriptor(self.descriptor)
            elif name in self._documents:
                content = self._documents[name]
            else:
                content = (read or self.read_bytes)(name)
            digest.update(f"{name}\0{len(content)}\0".encode())
            digest.update(content)
        return digest.hexdigest()

    def state(self) -> str:
        """Return the content hash of the files as they are now; they are read again where one may have changed."""
        assert self.tables is not None  # the files are known once the descriptor is read
        stamp, hashed = self._stamp(), self._hashed
        if hashed is not None and stamp is not None and hashed[0] == stamp:
            return hashed[1]
        content_hash = self.content_hash()
        self._hashed = (stamp, content_hash) if stamp is not None else None
        return content_hash

    def _stamp(self) -> Stamp | None:
        """Return what changes when a file is written; None where one is missing, or so new that it need not change."""
        try:
            paths = [self.root] if self.zipped else [self.root / name for name in self.files()]
            found = [path.stat() for path in paths]
        except (OSError, ValueError):
            return None
        newest = max(max(s.st_mtime_ns, s.st_ctime_ns) for s in found)
        if newest > time.time_ns() - TICK:
            return None
        return tuple((s.st_mtime_ns, s.st_ctime_ns, s.st_size, s.st_dev, s.st_ino) for s in found)

    def files(self) -> Iterator[str]:
        """Names of the files that make the package: descriptor, then schemas and data by table."""
        yield DESCRIPTOR
        for resource in self.descriptor.get("resources", ()):
            if isinstance(resource.get("schema"), str):
                yield resource["schema"]
            yield from _paths(resource)


# What reading a file, or a member of an archive, can raise: zlib.error has no base but Exception.
_UNREADABLE = (OSError, zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, ValueError, zlib.error)


def _paths(resource: Mapping[str, Any]) -> list[str]:
    """Return the files of a resource: one, several that are read as one, or none where its data are inline."""
    path = resource.get("path")
    listed = path if isinstance(path, list) else [path]
    return [p for p in listed if isinstance(p, str)]


def _no_table(resource: Mapping[str, Any], table: Table) -> str:
    """Return why a resource is no CSV file with the columns of its schema, as far as the descriptor tells it."""
    match = table.descriptor.get("fieldsMatch", "exact")
    if "data" in resource:
        return f"the rows of {table.name} are in {DESCRIPTOR}"
    if isinstance(resource["path"], list):
        return f"{table.name} is in {len(resource['path'])} files"
    if not table.fields:
        return f"{table.name} has no schema"
    if table.path.lower().endswith(".gz"):
        return "compression 'gz'"
    if table.path.lower().endswith(".tsv") and not resource.get("format"):
        return "format 'tsv'"
    return f"fieldsMatch {match!r}" if match not in ("exact", ["exact"]) else ""


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")


def canonical_descriptor(descriptor: Mapping[str, Any]) -> bytes:
    """The descriptor without what is stamped into builds, in one byte form."""
    resources = [{k: v for k, v in r.items() if k not in ("bytes", "hash")} for r in descriptor.get("resources", ())]
    return json.dumps({**descriptor, "resources": resources}, sort_keys=True, ensure_ascii=False).encode()


def _names(value: Any) -> tuple[str, ...]:
    names = [value] if isinstance(value, str) else value or []
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise TypeError("names must be a list of strings")
    return tuple(names)


def _missing_values(stated: Any, source: str) -> tuple[str, ...]:
    codes = [m.get("value") if isinstance(m, dict) else m for m in stated] if isinstance(stated, list) else [None]
    texts = tuple(code for code in codes if isinstance(code, str))
    if len(texts) < len(codes):
        raise PackageError(f"{source}: missingValues must be a list of strings, or of objects with a value")
    return texts


def read_schema(name: str, path: str, schema: Any, source: str) -> Table:
    """Make a Table from a parsed Table Schema; PackageError says where it is malformed."""
    if not isinstance(schema, dict):
        raise PackageError(f"{source}: must be an object")
    entries = schema.get("fields", [])
    if not isinstance(entries, list):
        raise PackageError(f"{source}: fields must be a list")
    fields = []
    for i, entry in enumerate(entries):
        if not isinstance(entry, dict) or not isinstance(entry.get("name"), str):
            raise PackageError(f"{source}: fields[{i}] must be an object with a name")
        constraints = entry.get("constraints", {})
        if not isinstance(constraints, dict) or not isinstance(entry.get("type", "string"), str):
            raise PackageError(f"{source}: fields[{i}] ({entry['name']}) has a malformed type or constraints")
        fields.append(
            Field(
                entry["name"],
                entry.get("type", "string"),
                str(entry.get("description", "")),
                entry.get("example"),
                MappingProxyType(constraints),
                MappingProxyType(entry),
            )
        )
    missing = _missing_values(schema.get("missingValues", [""]), source)
    try:
        keys = tuple(
            ForeignKey(
                _names(k["fields"]),
                k["reference"].get("resource", "") or name,
                _names(k["reference"]["fields"]),
            )
            for k in schema.get("foreignKeys", ())
        )
        if any(len(key.columns) != len(key.referred) for key in keys):
            raise TypeError("a foreign key has as many columns as it refers to")
        return Table(
            name,
            path,
            str(schema.get("title", name)),
            str(schema.get("description", "")),
            tuple(fields),
            _names(schema.get("primaryKey")),
            keys,
            tuple(_names(u) for u in schema.get("uniqueKeys", ())),
            missing,
            MappingProxyType(schema),
        )
    except (KeyError, TypeError, AttributeError):
        raise PackageError(f"{source}: a key (primaryKey, uniqueKeys, foreignKeys) is malformed") from None


def top_descriptor(names: Iterable[str], archive: str | Path) -> str:
    """Return the name of the descriptor that is at the top of an archive; PackageError for none, or for two."""
    found = sorted((n for n in names if PurePosixPath(n).name == DESCRIPTOR), key=lambda n: (n.count("/"), n))
    if not found:
        raise PackageError(f"{archive}: not a data package, no {DESCRIPTOR} in it")
    if len(found) > 1 and found[0] != found[1] and found[0].count("/") == found[1].count("/"):
        raise PackageError(f"{archive}: has two data packages, {found[0]} and {found[1]}; unpack it and name one")
    return found[0]


def installed() -> Path:
    """Folder of the data that are read where none are named: that of IRAQMILITIAS_PACKAGE, else those shipped."""
    return Path(os.environ.get("IRAQMILITIAS_PACKAGE") or shipped())


def shipped() -> Path:
    """Folder of the data that came with the library: inside the wheel, or the checkout it runs from."""
    inside = Path(__file__).parent / "_package"
    checkout = Path(__file__).parents[2]
    for folder in (inside, checkout):
        if (folder / DESCRIPTOR).is_file():
            return folder
    raise PackageError("the installed data is missing; reinstall iraqmilitias")
