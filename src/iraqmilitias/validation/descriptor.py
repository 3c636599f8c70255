"""Checks datapackage.json against the Data Package standard (v2) and says what each resource is."""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath
from typing import Any

from ..package import DESCRIPTOR, Table
from ..paths import unsafe
from .documents import Document, Where, kind_of, read
from .issue import Findings, shown
from .keys import check_keys
from .plan import Plan
from .tableschema import Regex, check_schema

# https://semver.org, the pattern given there
SEMVER = re.compile(
    r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?(\+[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?",
    re.ASCII,
)
_CREATED = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d))?", re.ASCII)
_HASH = re.compile(r"(md5:)?[0-9a-fA-F]{32}|sha1:[0-9a-fA-F]{40}|sha256:[0-9a-fA-F]{64}|sha512:[0-9a-fA-F]{128}")
_TEXTS = ("$schema", "id", "title", "description", "homepage", "image", "profile")
_RESOURCE_TEXTS = ("$schema", "title", "description", "type", "format", "mediatype", "homepage", "profile")
_DIALECT_FIXED = {"quoteChar": '"', "doubleQuote": True, "header": True}
_DIALECT_ABSENT = ("escapeChar", "commentChar", "commentRows", "itemKeys", "property", "sheetName", "table")


class _Checker:
    def __init__(self, root: Path, found: Findings, document: Document) -> None:
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
        wanted = " or ".join(kind_of(t()) for t in allowed)
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

    def resources(self, regex: Regex) -> list[Plan]:
        content = self.document.content
        if "resources" not in content:
            self.say("resources-missing", (), "there is no list of resources")
            return []
        listed = self.typed(content, "resources", list, ())
        if listed is None:
            return []
        if not listed:
            self.say("resources-missing", ("resources",), "the list of resources is empty")
        plans: list[Plan] = []
        names = self.names
        for i, resource in enumerate(listed):
            where = ("resources", i)
            if not isinstance(resource, dict):
                self.say("property-type", where, f"resources[{i}] must be an object, here it is {kind_of(resource)}")
                continue
            name = self.name(resource, where, names)
            plan = self.resource(resource, name or f"resource-{i + 1}", where, regex)
            if plan is not None and (name is not None or "name" not in resource):
                plans.append(plan)
        return plans

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

    def resource(self, resource: dict[str, Any], name: str, where: Where, regex: Regex) -> Plan | None:
        for key in _RESOURCE_TEXTS:
            self.typed(resource, key, str, where)
        self.people(resource, where)
        size = self.typed(resource, "bytes", int, where)
        digest = self.typed(resource, "hash", str, where)
        if digest is not None and not _HASH.fullmatch(digest):
            self.say(
                "hash-invalid",
                (*where, "hash"),
                f"hash {shown(digest)} is no md5, sha1, sha256 or sha512 that is known",
            )
            digest = None
        encoding = self.typed(resource, "encoding", str, where)
        if encoding is not None and encoding.lower().replace("_", "-") not in ("utf-8", "utf8", "ascii", "us-ascii"):
            self.say("encoding-declared", (*where, "encoding"), f"encoding is {shown(encoding)}; it must be utf-8")
        delimiter, terminator = self.dialect(resource, where)
        path = self.path(resource, "path", where, name)
        table, document, at = self.schema(resource, name, path or "", where, regex)
        if path is None:
            return None
        match = table.descriptor.get("fieldsMatch", "exact") if table else "exact"
        match = match[0] if isinstance(match, list) and match else match
        return Plan(name, path, table, document, at, delimiter, terminator, size, digest, str(match))

    def path(self, resource: dict[str, Any], key: str, where: Where, name: str) -> str | None:
        if key not in resource:
            detail = "holds its data inline" if "data" in resource else "has no path"
            self.say("property-missing", where, f"resource {shown(name)} {detail}; it needs the path of one CSV file")
            return None
        if isinstance(resource[key], list):
            self.say("property-type", (*where, key), f"{key} must be one relative path, here it is a list")
            return None
        value: str | None = self.typed(resource, key, str, where)
        if value is None:
            return None
        reason = unsafe(value)
        if reason:
            self.say("path-unsafe", (*where, key), f"{key} {shown(value)} {reason}")
            return None
        return value

    def dialect(self, resource: dict[str, Any], where: Where) -> tuple[str, str | None]:
        stated = resource.get("dialect")
        if isinstance(stated, str):
            name = self.path(resource, "dialect", where, "dialect")
            document = read(self.root, name, self.found, "dialect") if name else None
            if document is None:
                return ",", None
            return _Checker(self.root, self.found, document).dialect({"dialect": document.content}, ())
        dialect = self.typed(resource, "dialect", dict, where)
        if dialect is None:
            return ",", None
        at = (*where, "dialect")
        if isinstance(dialect.get("csv"), dict):  # the form of version 1
            dialect = {**dialect, **dialect["csv"]}
        delimiter = self.typed(dialect, "delimiter", str, at)
        if delimiter is not None and (len(delimiter) != 1 or delimiter in '"\n\r\0' or not delimiter.isascii()):
            self.say(
                "dialect-unsupported", (*at, "delimiter"), f"delimiter {shown(delimiter)} is not one plain character"
            )
            delimiter = None
        for key, wanted in _DIALECT_FIXED.items():
            value = self.typed(dialect, key, type(wanted), at)
            if value is not None and value != wanted:
                self.say(
                    "dialect-unsupported", (*at, key), f"{key} is {shown(value)}; only {shown(wanted)} can be checked"
                )
        for key in _DIALECT_ABSENT:
            if dialect.get(key) not in (None, [], ""):
                self.say("dialect-unsupported", (*at, key), f"{key} cannot be checked; write plain CSV without it")
        if dialect.get("headerRows", [1]) != [1]:
            self.say("dialect-unsupported", (*at, "headerRows"), "the header must be the first line, and only that")
        self.typed(dialect, "skipInitialSpace", bool, at)
        return delimiter or ",", self.typed(dialect, "lineTerminator", str, at)

    def schema(
        self, resource: dict[str, Any], name: str, path: str, where: Where, regex: Regex
    ) -> tuple[Table | None, Document, Where]:
        at = (*where, "schema")
        if "schema" not in resource:
            if resource.get("type") == "table" or PurePosixPath(path).suffix.lower() in (".csv", ".tsv"):
                self.say(
                    "schema-missing", where, f"resource {shown(name)} has no schema, so nothing in it can be checked"
                )
            return None, self.document, where
        document, content = self.document, resource["schema"]
        if isinstance(content, str):
            target = self.path(resource, "schema", where, name)
            other = read(self.root, target, self.found, "schema") if target else None
            if other is None:
                return None, document, at
            document, content, at = other, other.content, ()
        elif not isinstance(content, dict):
            self.say("property-type", at, f"schema must be an object or a path, here it is {kind_of(content)}")
            return None, document, at
        return check_schema(name, path, content, document, at, self.found, regex), document, at


def check_descriptor(root: Path, found: Findings, regex: Regex) -> tuple[list[Plan], list[str]]:
    """Check descriptor and schemas; return what to load, and the package's files in the report's order."""
    document = read(root, DESCRIPTOR, found, "descriptor")
    if document is None:
        return [], [DESCRIPTOR]
    checker = _Checker(root, found, document)
    checker.package()
    plans = checker.resources(regex)
    check_keys([(p.table, p.document, p.where) for p in plans if p.table], checker.names, found)
    names = [DESCRIPTOR, *(p.document.name for p in plans), *(p.path for p in plans)]
    return plans, list(dict.fromkeys(names))
