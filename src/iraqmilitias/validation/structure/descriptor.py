"""Checks datapackage.json against the Data Package standard (v2) and says what each resource is."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

from ...package import DESCRIPTOR, Table
from ...paths import unsafe
from ...text import shown
from ..documents import Document, Where, kind_of, read
from ..report.issues import IssueCollector
from .keys import check_keys
from .resource import Resource
from .tableschema import Ask, check_schema

# https://semver.org, the pattern given there
SEMVER = re.compile(
    r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?(\+[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?",
    re.ASCII,
)
_CREATED = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d))?", re.ASCII)
_HASH = re.compile(r"(md5:)?[0-9a-fA-F]{32}|sha1:[0-9a-fA-F]{40}|sha256:[0-9a-fA-F]{64}|sha512:[0-9a-fA-F]{128}")
_TEXTS = ("$schema", "id", "title", "description", "homepage", "image", "profile")
_RESOURCE_TEXTS = ("$schema", "title", "description", "type", "format", "mediatype", "homepage", "profile")
_DIALECT_FIXED = {"quoteChar": '"', "doubleQuote": True, "skipInitialSpace": False}
_DIALECT_ABSENT = (
    "escapeChar", "commentChar", "commentRows", "itemKeys", "nullSequence", "property", "sheetName", "table",
)  # fmt: skip
_LINE_ENDS = ("\n", "\r\n")
DELIMITERS = {"csv": ",", "tsv": "\t"}  # of formats that are read, unless the dialect says otherwise
# Formats of tables that other tools read, and that are not read here.
OTHERS = (
    "7z", "arrow", "avro", "bz2", "db", "dta", "feather", "geojson", "gsheets", "html", "json", "jsonl", "ndjson",
    "ods", "parquet", "por", "sav", "sql", "sqlite", "topojson", "xls", "xlsm", "xlsx", "xml", "xz", "yaml", "zip",
    "zst",
)  # fmt: skip


class Described(NamedTuple):
    """What a descriptor says: its content, its resources, the package's files in the report's order.

    `sound` says whether nothing is wrong with it or with the schemas.
    """

    content: dict[str, Any]
    resources: list[Resource]
    files: list[str]
    sound: bool


class _Checker:
    def __init__(self, root: Path, found: IssueCollector, document: Document) -> None:
        self.root, self.found, self.document = root, found, document
        self.names: set[str] = set()

    def say(self, code: str, where: Where, message: str) -> None:
        self.found.add(code, self.document.name, self.document.line(*where), None, message)

    def typed(self, holder: dict[str, Any], key: str, types: type | tuple[type, ...], where: Where) -> Any:
        """Return a property if it has one of the types; record it and return None where it has another."""
        if key not in holder:
            return None
        value = holder[key]
        allowed = types if isinstance(types, tuple) else (types,)
        if isinstance(value, allowed) and not (isinstance(value, bool) and bool not in allowed):
            return value
        wanted = " or ".join(dict.fromkeys(kind_of(t()) for t in allowed))
        self.say("property-type", (*where, key), f"{key} must be {wanted}, here it is {kind_of(value)}")
        return None

    # the package ---------------------------------------------------------------------------------------

    def package(self) -> None:
        content = self.document.content
        for key in _TEXTS:
            self.typed(content, key, str, ())
        name = self.typed(content, "name", str, ())
        if name is not None and (not name.strip() or not name.isprintable()):
            self.say("name-invalid", ("name",), f"name {shown(name)} is empty or holds control characters")
        version = self.typed(content, "version", str, ())
        if version is not None and not SEMVER.fullmatch(version):
            self.say("version-invalid", ("version",), f"version {shown(version)} is not a semantic version like 1.4.0")
        created = self.typed(content, "created", str, ())
        if created is not None and not _CREATED.fullmatch(created):
            self.say("created-invalid", ("created",), f"created {shown(created)} is not a date and time")
        for i, word in enumerate(self.typed(content, "keywords", list, ()) or ()):
            if not isinstance(word, str):
                self.say(
                    "property-type", ("keywords", i), f"keywords[{i}] must be a string, here it is {kind_of(word)}"
                )
        self.people(content, ())

    def people(self, holder: dict[str, Any], where: Where) -> None:
        """Check licences, sources and contributors, which packages and resources share."""
        for key, texts in (
            ("licenses", ("name", "title", "path")),
            ("sources", ("title", "path", "email", "version")),
            ("contributors", ("title", "path", "email", "givenName", "familyName", "organization", "role")),
        ):
            for i, item in enumerate(self.typed(holder, key, list, where) or ()):
                at = (*where, key, i)
                if not isinstance(item, dict):
                    self.say("property-type", at, f"{key}[{i}] must be an object, here it is {kind_of(item)}")
                    continue
                for text in texts:
                    self.typed(item, text, str, at)
                if key == "licenses" and not {"name", "path"} & set(item):
                    self.say("property-missing", at, f"licenses[{i}] has neither name nor path")

    # resources -----------------------------------------------------------------------------------------

    def resources(self, ask: Ask) -> list[Resource]:
        content = self.document.content
        if "resources" not in content:
            self.say("resources-missing", (), "resources is missing")
            return []
        listed = self.typed(content, "resources", list, ())
        if listed is None:
            return []
        if not listed:
            self.say("resources-missing", ("resources",), "the list of resources is empty")
        found: list[Resource] = []
        names = self.names
        for i, resource in enumerate(listed):
            where = ("resources", i)
            if not isinstance(resource, dict):
                self.say("property-type", where, f"resources[{i}] must be an object, here it is {kind_of(resource)}")
                continue
            name = self.name(resource, where, names)
            described = self.resource(resource, name or f"resource-{i + 1}", where, ask)
            if described is not None and (name is not None or "name" not in resource):
                found.append(described)
        return found

    def name(self, resource: dict[str, Any], where: Where, names: set[str]) -> str | None:
        if "name" not in resource:
            self.say("property-missing", where, f"resources[{where[1]}] has no name")
            return None
        name: str | None = self.typed(resource, "name", str, where)
        if name is None:
            return None
        if not name.strip() or not name.isprintable():
            self.say("name-invalid", (*where, "name"), f"name {shown(name)} is empty or holds control characters")
            return None
        if name in names:
            self.say("resource-duplicate", (*where, "name"), f"two resources are named {shown(name)}")
            return None
        names.add(name)
        return name

    def resource(self, resource: dict[str, Any], name: str, where: Where, ask: Ask) -> Resource | None:
        for key in _RESOURCE_TEXTS:
            self.typed(resource, key, str, where)
        self.people(resource, where)
        size = self.typed(resource, "bytes", (int, float), where)
        if isinstance(size, float):
            if not size.is_integer():
                self.say("property-type", (*where, "bytes"), f"bytes must be a whole number, here it is {size}")
            size = int(size) if size.is_integer() else None
        digest = self.typed(resource, "hash", str, where)
        if digest is not None and not _HASH.fullmatch(digest):
            self.say(
                "hash-invalid",
                (*where, "hash"),
                f"hash {shown(digest)} is not an md5, sha1, sha256 or sha512 hash",
            )
            digest = None
        encoding = self.typed(resource, "encoding", str, where)
        if encoding is not None and encoding.lower().replace("_", "-") not in ("utf-8", "utf8", "ascii", "us-ascii"):
            self.say("encoding-declared", (*where, "encoding"), f"encoding is {shown(encoding)}; it must be utf-8")
        dialect = self.dialect(resource, where)
        paths, data = self.source(resource, where, name)
        known = Resource(name, paths, self.document, where, data=data, bytes=size, hash=digest)
        table, document, at = self.schema(resource, known, where, ask)
        if not paths and data is None:
            return None
        form = self.form(resource, known, where)
        readable = form is not None and dialect is not None and (table is not None or "schema" not in resource)
        known = replace(known, table=table, document=document, where=at, rows=readable, gzip=_gzipped(resource, known))
        options = dialect or {}
        return replace(known, **({"delimiter": DELIMITERS.get(form or "", ",")} | options))

    def source(self, resource: dict[str, Any], where: Where, name: str) -> tuple[tuple[str, ...], Any]:
        """Return the paths of a resource, or the rows that the descriptor has of it."""
        data = resource.get("data")
        if "data" in resource and "path" in resource:
            self.say("property-type", (*where, "data"), f"resource {shown(name)} has a path and data; one is allowed")
        elif isinstance(data, list) and all(isinstance(row, list | dict) for row in data):
            return (), (self.document, (*where, "data"), data)
        elif "data" in resource and ("schema" in resource or _is_table(resource)):
            rows = data if isinstance(data, list) else []
            wrong = [f"a row is {kind_of(row)}" for row in rows if not isinstance(row, list | dict)]
            here = wrong[0] if wrong else f"here it is {kind_of(data)}"
            text = f"resource {shown(name)}: data of a table must be a list of arrays or objects; {here}"
            self.say("property-type", (*where, "data"), text)
        elif "data" in resource and not isinstance(data, list | dict | str):
            text = f"resource {shown(name)}: data must be an object, a list or a string, here it is {kind_of(data)}"
            self.say("property-type", (*where, "data"), text)
        stated = resource.get("path")
        if not isinstance(stated, list):
            path = self.path(resource, "path", where, name) if "data" not in resource or stated is not None else None
            return (path,) if path is not None else (), None
        if not stated:
            self.say("property-missing", (*where, "path"), f"resource {shown(name)} has an empty list of paths")
        paths = [self.path({"path": p}, "path", (*where, "path", i), name) for i, p in enumerate(stated)]
        known = tuple(p for p in paths if p is not None)
        return known if len(known) == len(stated) else (), None

    def form(self, resource: dict[str, Any], known: Resource, where: Where) -> str | None:
        """Return the format in which the rows of a resource are read; None where they are not.

        A table in a format or compression that is not supported is reported.
        """
        suffixes = [s.lower().lstrip(".") for s in PurePosixPath(known.path).suffixes]
        suffixes = suffixes[:-1] if _gzipped(resource, known) and suffixes[-1:] == ["gz"] else suffixes
        stated = resource.get("format")
        form = stated.lower() if isinstance(stated, str) and stated else (suffixes or [""])[-1]
        if known.data is not None:
            return "" if "schema" in resource or _is_table(resource) else None
        if "schema" not in resource and not _is_table(resource) and form not in DELIMITERS:
            return None
        kinds = [k for k in (*suffixes[-1:], resource.get("compression"), form) if k in OTHERS]
        if kinds:
            text = f"resource {shown(known.name)}: tables in the format {kinds[0]} are not supported"
            self.say("format-unsupported", (*where, "format" if stated else "path"), text)
            return None
        if "schema" not in resource:
            text = f"resource {shown(known.name)} has no schema: only the form of its rows is checked"
            self.say("schema-missing", where, text)
        return form

    def path(self, resource: dict[str, Any], key: str, where: Where, name: str) -> str | None:
        if key not in resource:
            self.say("property-missing", where, f"resource {shown(name)} has neither path nor data")
            return None
        value: str | None = self.typed(resource, key, str, where)
        if value is None:
            return None
        reason = unsafe(value)
        if reason:
            self.say("path-unsafe", (*where, key), f"{key} {shown(value)} {reason}")
            return None
        return value

    def dialect(self, resource: dict[str, Any], where: Where) -> dict[str, Any] | None:
        """Return what a dialect says of how rows are read; None, with an issue, where they cannot be read so."""
        stated = resource.get("dialect")
        if isinstance(stated, str):
            name = self.path(resource, "dialect", where, "dialect")
            document = read(self.root, name, self.found, "dialect") if name else None
            if document is None:
                return {}
            return _Checker(self.root, self.found, document).dialect({"dialect": document.content}, ())
        dialect = self.typed(resource, "dialect", dict, where)
        if dialect is None:
            return {}
        at = (*where, "dialect")
        if isinstance(dialect.get("csv"), dict):  # the form of version 1
            dialect = {**dialect, **dialect["csv"]}
        read_as: dict[str, Any] = {"header": self.typed(dialect, "header", bool, at) is not False}
        delimiter = self.typed(dialect, "delimiter", str, at)
        unsupported: dict[str, str] = {}
        if delimiter is not None and (len(delimiter) != 1 or delimiter in '"\n\r\0' or not delimiter.isascii()):
            unsupported["delimiter"] = f"delimiter {shown(delimiter)} is not one plain character"
        elif delimiter is not None:
            read_as["delimiter"] = delimiter
        for key, wanted in _DIALECT_FIXED.items():
            value = self.typed(dialect, key, type(wanted), at)
            if value is not None and value != wanted:
                unsupported[key] = f"{key} is {shown(value)}; only {shown(wanted)} is supported"
        for key in _DIALECT_ABSENT:
            if dialect.get(key) not in (None, [], ""):
                unsupported[key] = f"{key} is not supported"
        if dialect.get("headerRows", [1]) != [1]:
            unsupported["headerRows"] = "the header must be the first line, and only that"
        ending = read_as["line_terminator"] = self.typed(dialect, "lineTerminator", str, at)
        if ending is not None and ending not in _LINE_ENDS:
            text = f"lineTerminator is {shown(ending)}; only \\n and \\r\\n are supported"
            unsupported["lineTerminator"] = text
        for key, text in unsupported.items():
            self.say("dialect-unsupported", (*at, key), text)
        return None if unsupported else read_as

    def schema(
        self, resource: dict[str, Any], known: Resource, where: Where, ask: Ask
    ) -> tuple[Table | None, Document, Where]:
        at = (*where, "schema")
        if "schema" not in resource:
            return None, self.document, where
        document, content = self.document, resource["schema"]
        if isinstance(content, str):
            target = self.path(resource, "schema", where, known.name)
            other = read(self.root, target, self.found, "schema") if target else None
            if other is None:
                return None, document, at
            document, content, at = other, other.content, ()
        elif not isinstance(content, dict):
            self.say("property-type", at, f"schema must be an object or a path, here it is {kind_of(content)}")
            return None, document, at
        path = known.paths[0] if known.paths else ""
        return check_schema(known.name, path, content, document, at, self.found, ask), document, at


def _is_table(resource: dict[str, Any]) -> bool:
    return resource.get("type") == "table" or resource.get("profile") == "tabular-data-resource"


def _gzipped(resource: dict[str, Any], known: Resource) -> bool:
    return resource.get("compression") == "gz" or known.path.lower().endswith(".gz")


def check_descriptor(root: Path, found: IssueCollector, ask: Ask) -> Described:
    """Check descriptor and schemas, and record what is wrong with them."""
    document = read(root, DESCRIPTOR, found, "descriptor")
    if document is None:
        return Described({}, [], [DESCRIPTOR], False)
    checker = _Checker(root, found, document)
    checker.package()
    resources = checker.resources(ask)
    check_keys([(r.table, r.document, r.where) for r in resources if r.table], checker.names, found)
    files = [DESCRIPTOR, *(r.document.name for r in resources), *(path for r in resources for path in r.paths)]
    return Described(document.content, resources, list(dict.fromkeys(files)), not found.errors)
