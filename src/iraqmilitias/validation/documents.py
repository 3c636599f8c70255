"""JSON files of a package, read with care: what is wrong with them as JSON, and the line of each property."""

from __future__ import annotations

import json
import re
import stat
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

from ..text import shown, visible
from .report.issues import IssueCollector

SIZE_LIMIT = 16 << 20  # bytes of a descriptor or schema
_TOKEN = re.compile(r'\s*("(?:[^"\\]|\\.)*"|[{}\[\]:,]|[^\s{}\[\]:,"]+)')
Where = tuple[str | int, ...]


class Document:
    """A parsed JSON file."""

    def __init__(self, name: str, text: str, content: Any) -> None:
        self.name, self.text, self.content = name, text, content

    @cached_property
    def _lines(self) -> dict[Where, int]:
        return dict(_positions(self.text))

    def line(self, *where: str | int) -> int | None:
        """Return the physical line of a property, or of the nearest thing around it."""
        for end in range(len(where), 0, -1):
            found = self._lines.get(where[:end])
            if found:
                return found
        return 1


def _positions(text: str) -> Iterator[tuple[Where, int]]:
    """Yield the path and line of each member and element of a JSON text that is known to be well-formed."""
    path: list[str | int] = []
    kinds: list[str] = []
    line, at, expect_key = 1, 0, False
    for match in _TOKEN.finditer(text):
        line += text.count("\n", at, match.start(1))
        at = match.start(1)
        token = match.group(1)
        if token in "}]":
            kinds.pop()
            path.pop()
            continue
        if token == ",":
            expect_key = kinds[-1] == "{"
            if not expect_key:
                path[-1] = int(path[-1]) + 1
            continue
        if token == ":":
            expect_key = False
            continue
        if expect_key and kinds and kinds[-1] == "{":
            path[-1] = json.loads(token, strict=False)
            yield tuple(path), line
            continue
        if kinds and kinds[-1] == "[":
            yield tuple(path), line
        if token in "{[":
            kinds.append(token)
            path.append("" if token == "{" else 0)
            expect_key = token == "{"


def regular(root: Path, name: str, found: IssueCollector, kind: str) -> Path | None:
    """Return the path of an ordinary file inside `root`, or record why there is none."""
    path = root / name
    try:
        inside = path.resolve().is_relative_to(root.resolve())
        status = path.stat() if inside else None
    except (FileNotFoundError, NotADirectoryError):
        detail = "is a link that leads nowhere" if path.is_symlink() else "does not exist"
        found.add("file-missing", name, None, None, f"the {kind} {shown(name)} {detail}")
        return None
    except (OSError, ValueError, RuntimeError) as error:  # a loop of links, a name that no file can have
        reason = getattr(error, "strerror", None) or type(error).__name__
        found.add("file-missing", name, None, None, f"the {kind} {shown(name)} cannot be reached ({reason})")
        return None
    if status is None:
        found.add("path-outside", name, None, None, f"the {kind} {shown(name)} is a link out of the package")
    elif stat.S_ISDIR(status.st_mode):
        found.add("file-not-regular", name, None, None, f"{shown(name)} is a folder; the {kind} should be a file")
    elif not stat.S_ISREG(status.st_mode):
        found.add("file-not-regular", name, None, None, f"{shown(name)} is a pipe or device; no {kind} is read from it")
    else:
        return path
    return None


def read(root: Path, name: str, found: IssueCollector, kind: str) -> Document | None:
    """Return a JSON object from a file of the package, or record what keeps it from being one."""
    path = regular(root, name, found, kind)
    if path is None:
        return None
    try:
        if path.stat().st_size > SIZE_LIMIT:
            found.add("json-invalid", name, None, None, f"the {kind} is larger than {SIZE_LIMIT >> 20} MiB")
            return None
        raw = path.read_bytes()
    except OSError as error:
        found.add("file-unreadable", name, None, None, f"the {kind} cannot be read ({error.strerror or error})")
        return None
    return parse(name, raw, found, kind)


def parse(name: str, raw: bytes, found: IssueCollector, kind: str) -> Document | None:
    """Parse the bytes of a JSON object; record an issue and return None where they are none."""
    repeated: list[str] = []

    def members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        made = dict(pairs)
        if len(made) != len(pairs):
            seen: set[str] = set()
            repeated.extend(k for k, _ in pairs if k in seen or seen.add(k))  # type: ignore[func-returns-value]
        return made

    def constant(word: str) -> Any:
        raise ValueError(f"{word} is not JSON")

    line: int | None = None
    try:
        text = raw.decode("utf-8")
        content = json.loads(text, object_pairs_hook=members, parse_constant=constant)
        json.dumps(content, ensure_ascii=False, allow_nan=False).encode()
    except UnicodeDecodeError as error:
        line, reason = raw.count(b"\n", 0, error.start) + 1, f"is not UTF-8 (byte {error.start})"
    except UnicodeEncodeError:
        reason = "holds half of a surrogate pair in a string"
    except json.JSONDecodeError as error:
        line, reason = error.lineno, f"is not JSON: {error.msg} at character {error.colno} of the line"
    except RecursionError:
        reason = "is nested too deeply"
    except ValueError as error:
        reason = f"is not JSON that can be read: {visible(str(error))}"
    else:
        if not isinstance(content, dict):
            found.add("json-invalid", name, 1, None, f"the {kind} is {kind_of(content)}; it must be an object")
            return None
        document = Document(name, text, content)
        for key in dict.fromkeys(repeated):
            at = [text.count("\n", 0, m.start()) + 1 for m in re.finditer(re.escape(json.dumps(key)) + r"\s*:", text)]
            found.add(
                "json-repeated-key", name, at[-1] if at else None, None, f"{shown(key)} is repeated in one object"
            )
        return document
    found.add("json-invalid", name, line, None, f"the {kind} {reason}")
    return None


def kind_of(value: Any) -> str:
    """Return what a JSON value is, in JSON's words."""
    if value is None:
        return "null"
    names = {bool: "a boolean", str: "a string", int: "a number", float: "a number", list: "a list", dict: "an object"}
    return names.get(type(value), "a value")
