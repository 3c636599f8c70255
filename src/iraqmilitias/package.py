"""A data package on disk, in a zip or installed: its resources and schemas as frozen records."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import Any, NamedTuple

from .errors import NotFoundError, PackageError, nearest

DESCRIPTOR = "datapackage.json"
ZIP_LIMIT = 4 << 30  # bytes that a zip may unpack to


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
    """Columns of a table that must stand in another table (or in the same one)."""

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

    def field(self, name: str) -> Field:
        """Return one column, or raise NotFoundError with the nearest names."""
        for candidate in self.fields:
            if candidate.name == name:
                return candidate
        names = tuple(f.name for f in self.fields)
        raise NotFoundError(f"{self.name} has no column {name!r}; {nearest(name, names)}")


class Package:
    """A data package: a folder, or a zip or wheel that holds one.

    Reading is lazy; nothing outside the folder or archive is ever opened.
    """

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)
        if self.path.name == DESCRIPTOR and self.path.is_file():
            self.path = self.path.parent
        if not self.path.exists():
            raise PackageError(f"{path}: no such file or folder")
        self._zip: zipfile.ZipFile | None = None
        self._prefix = ""
        if self.path.is_file():
            self._open_zip()
        elif not (self.path / DESCRIPTOR).is_file():
            raise PackageError(f"{path}: not a data package, it has no {DESCRIPTOR}")

    def _open_zip(self) -> None:
        try:
            self._zip = zipfile.ZipFile(self.path)
        except (zipfile.BadZipFile, OSError) as error:
            raise PackageError(f"{self.path}: neither a folder nor a zip ({error})") from None
        found = sorted(
            (n for n in self._zip.namelist() if PurePosixPath(n).name == DESCRIPTOR),
            key=lambda n: n.count("/"),
        )
        if not found:
            raise PackageError(f"{self.path}: not a data package, no {DESCRIPTOR} in it")
        if sum(info.file_size for info in self._zip.infolist()) > ZIP_LIMIT:
            raise PackageError(f"{self.path}: would unpack to more than {ZIP_LIMIT >> 30} GiB")
        self._prefix = found[0][: -len(DESCRIPTOR)]

    # files -----------------------------------------------------------------------------------------------

    @property
    def zipped(self) -> bool:
        """Whether the package is read from an archive."""
        return self._zip is not None

    def safe(self, name: str) -> str:
        """Return `name` if it is a relative path that stays inside the package, else raise PackageError."""
        parts = PurePosixPath(name).parts
        if (
            not name
            or "\\" in name
            or "\x00" in name
            or ":" in name
            or name.startswith(("/", "~"))
            or ".." in parts
            or any(ord(c) < 32 for c in name)
        ):
            raise PackageError(f"path {name!r} is not a relative path inside the package")
        if self._zip is None:
            target = (self.path / name).resolve()
            if not target.is_relative_to(self.path.resolve()):
                raise PackageError(f"path {name!r} leads out of the package")
        return name

    def read_bytes(self, name: str) -> bytes:
        """Return a file of the package; PackageError where it is missing or leads outside."""
        self.safe(name)
        try:
            if self._zip is not None:
                return self._zip.read(self._prefix + name)
            return (self.path / name).read_bytes()
        except KeyError:
            raise PackageError(f"{name}: no such file in {self.path}") from None
        except OSError as error:
            raise PackageError(f"{name}: cannot be read ({error.strerror or error})") from None

    def on_disk(self, name: str) -> Path:
        """Return the path of a file of the package; PackageError where the package is in an archive."""
        if self.zipped:
            raise PackageError(f"{self.path}: is an archive, so its files have no paths; unpack it first")
        return self.path / self.safe(name)

    def read_json(self, name: str) -> Any:
        """Return the parsed JSON of a file; PackageError with line and column where it is no JSON."""
        raw = self.read_bytes(name)
        try:
            return json.loads(raw.decode("utf-8"), parse_constant=_no_constant)
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

    @property
    def name(self) -> str:
        return str(self.descriptor.get("name", self.path.name))

    @property
    def version(self) -> str:
        """The one version number, from datapackage.json."""
        return str(self.descriptor.get("version", ""))

    @cached_property
    def tables(self) -> Mapping[str, Table]:
        """Tables by name, in the descriptor's order; PackageError where a schema is not readable."""
        resources = self.descriptor.get("resources")
        if not isinstance(resources, list) or not resources:
            raise PackageError(f"{DESCRIPTOR}: resources must be a list with at least one resource")
        tables = (self._table(resource, i) for i, resource in enumerate(resources))
        return MappingProxyType({t.name: t for t in tables})

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
        path, schema = resource.get("path"), resource.get("schema", {})
        if not isinstance(path, str):
            raise PackageError(f"{where} ({resource['name']}): path must be one relative path")
        self.safe(path)
        source = f"{where}.schema"
        if isinstance(schema, str):
            source, schema = schema, self.read_json(schema)
        return read_schema(resource["name"], path, schema, source)

    def content_hash(self) -> str:
        """SHA-256 over descriptor, schemas and data (names and bytes); the same for folder, zip and wheel."""
        digest = hashlib.sha256()
        for name in self.files():
            content = self.read_bytes(name)
            if name == DESCRIPTOR:  # built packages carry bytes and hashes; the content is the same without
                content = canonical_descriptor(self.descriptor)
            digest.update(f"{name}\0{len(content)}\0".encode())
            digest.update(content)
        return digest.hexdigest()

    def files(self) -> Iterator[str]:
        """Names of the files that make the package: descriptor, then schemas and data by table."""
        yield DESCRIPTOR
        for resource in self.descriptor.get("resources", ()):
            for key in ("schema", "path"):
                if isinstance(resource.get(key), str):
                    yield resource[key]


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")


def canonical_descriptor(descriptor: Mapping[str, Any]) -> bytes:
    """The descriptor without what is stamped into builds, in one byte form."""
    resources = [{k: v for k, v in r.items() if k not in ("bytes", "hash")} for r in descriptor.get("resources", ())]
    return json.dumps({**descriptor, "resources": resources}, sort_keys=True, ensure_ascii=False).encode()


def _names(value: Any) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value or ())


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
    try:
        keys = tuple(
            ForeignKey(
                _names(k["fields"]),
                k["reference"].get("resource", "") or name,
                _names(k["reference"]["fields"]),
            )
            for k in schema.get("foreignKeys", ())
        )
        missing = schema.get("missingValues", [""])
        return Table(
            name,
            path,
            str(schema.get("title", name)),
            str(schema.get("description", "")),
            tuple(fields),
            _names(schema.get("primaryKey")),
            keys,
            tuple(_names(u) for u in schema.get("uniqueKeys", ())),
            tuple(m["value"] if isinstance(m, dict) else str(m) for m in missing),
            MappingProxyType(schema),
        )
    except (KeyError, TypeError, AttributeError):
        raise PackageError(f"{source}: a key (primaryKey, uniqueKeys, foreignKeys) is malformed") from None


def installed() -> Path:
    """Folder of the data that came with the library: inside the wheel, or the checkout it runs from."""
    inside = Path(__file__).parent / "_package"
    checkout = Path(__file__).parents[2]
    for folder in (inside, checkout):
        if (folder / DESCRIPTOR).is_file():
            return folder
    raise PackageError("the installed data is missing; reinstall iraqmilitias")
