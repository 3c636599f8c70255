"""Regular expressions from RE2, in which schemas and rules are written, to what a Spark Connect server runs.

That is Java's syntax on Spark and Rust's on Sail. Both are nearly RE2's and the meaning is not: in Java `$` may stand
before a last newline and `.` stops at five kinds of line end; in Rust `\\d` and `\\w` are of every script; in both a
class may hold another. What can be written out so that it means the same in both is; the rest is in DIALECTS.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from . import EngineError


class Dialect(NamedTuple):
    """What differs between the servers that speak Spark Connect, and has no form that means the same on all."""

    flags: str  # before each regular expression
    edge: str  # RE2's \b
    inside: str  # RE2's \B
    group: str  # a group in a replacement
    dollar: str  # the character $ in a replacement
    quoted: bool  # whether the name of a new view is an SQL identifier, not the name itself

    def name(self, name: str) -> str:
        """Return the name for a new view."""
        return "`" + name.replace("`", "``") + "`" if self.quoted else name


_SPACE, _WORD = r"\t\n\f\r ", "0-9A-Za-z_"
_BEFORE, _AFTER = f"(?<=[{_WORD}])", f"(?=[{_WORD}])"
_NOT_BEFORE, _NOT_AFTER = f"(?<![{_WORD}])", f"(?![{_WORD}])"
DIALECTS = {
    "spark": Dialect(
        flags="(?du)",  # only \n ends a line; (?i) holds for letters of every script
        edge=f"(?:{_BEFORE}{_NOT_AFTER}|{_NOT_BEFORE}{_AFTER})",
        inside=f"(?:{_BEFORE}{_AFTER}|{_NOT_BEFORE}{_NOT_AFTER})",
        group="${}",
        dollar=r"\$",
        quoted=True,
    ),
    "sail": Dialect(flags="", edge=r"(?-u:\b)", inside=r"(?-u:\B)", group="${{{}}}", dollar="$$", quoted=False),
}
_POSIX = {
    "alnum": "0-9A-Za-z",
    "alpha": "A-Za-z",
    "ascii": r"\x00-\x7F",
    "blank": r"\t ",
    "cntrl": r"\x00-\x1F\x7F",
    "digit": "0-9",
    "graph": "!-~",
    "lower": "a-z",
    "print": " -~",
    "punct": r"!-/:-@\[-`{-~",
    "space": r"\t\n\x0B\f\r ",
    "upper": "A-Z",
    "word": "0-9A-Za-z_",
    "xdigit": "0-9A-Fa-f",
}
_SAME = frozenset("afnrtAz")
_ASCII = {"d": "0-9", "s": _SPACE, "w": _WORD}
_META = frozenset(r"\.+*?()|[]{}^$#&-~")  # what both let be written with a backslash before it
_COUNTED = re.compile(r"\{\d+(,\d*)?\}")
_GROUP = re.compile(r"\(\?(P?<\w+>|[is]*(?:-[is]+)?[:)])")
_PROPERTY = re.compile(r"\\([pP])(?:([A-Z])|\{(\^?)(\w+)\})")
_NUMBER = re.compile(r"\\(?:x([0-9A-Fa-f]{2})|x\{([0-9A-Fa-f]{1,6})\}|([0-7]{2,3}|0))")


class UntranslatableError(EngineError):
    """Something that DuckDB runs and a Spark Connect server does not run alike."""


@lru_cache(maxsize=1024)
def expression(pattern: str, server: str, full: bool = False) -> str:
    """Return the pattern that matches on a server what an RE2 pattern matches; the whole text where `full`.

    Raises UntranslatableError for what has no equal there.
    """
    dialect = DIALECTS[server]
    out: list[str] = []
    at = 0
    while at < len(pattern):
        piece, at = _piece(pattern, at, dialect)
        out.append(piece)
    inner = "".join(out)
    return rf"{dialect.flags}\A(?:{inner})\z" if full else dialect.flags + inner


def _piece(pattern: str, at: int, dialect: Dialect) -> tuple[str, int]:
    char = pattern[at]
    if char == "\\":
        if pattern[at + 1 : at + 2] in ("b", "B"):
            return (dialect.edge if pattern[at + 1] == "b" else dialect.inside), at + 2
        return _escape(pattern, at, False)
    if char == "[":
        return _class(pattern, at)
    if char == "$":
        return r"\z", at + 1
    if char == "{" and not _COUNTED.match(pattern, at):
        return r"\{", at + 1
    if pattern.startswith("(?", at):
        group = _GROUP.match(pattern, at)
        if group is None:
            raise _untranslatable(pattern, pattern[at : at + 4])
        return ("(" if group[1].endswith(">") else group[0]), group.end()
    return char, at + 1


def _escape(pattern: str, at: int, inside: bool) -> tuple[str, int]:
    """Return the form of the escape at a position, in a class or outside of one, and where it ends."""
    if number := _NUMBER.match(pattern, at):
        value = int(number[1] or number[2], 16) if number[1] or number[2] else int(number[3], 8)
        return rf"\x{{{value:X}}}", number.end()
    if found := _PROPERTY.match(pattern, at):
        name = found[2] or found[4]
        sign = found[1] if not found[3] else {"p": "P", "P": "p"}[found[1]]
        if name == "Any":
            raise _untranslatable(pattern, found[0])
        return rf"\{sign}{{{name if len(name) <= 2 else f'Is{name}'}}}", found.end()
    char = pattern[at + 1 : at + 2]
    if char == "Q":
        end = pattern.find(r"\E", at)
        text = pattern[at + 2 : end if end >= 0 else len(pattern)]
        return "".join(_plain(c) for c in text), len(pattern) if end < 0 else end + 2
    if char in _SAME and char:
        return "\\" + char, at + 2
    if members := _ASCII.get(char):
        return (members if inside else f"[{members}]"), at + 2
    if members := _ASCII.get(char.lower()):
        return f"[^{members}]", at + 2
    if char == "v":
        return r"\x0B", at + 2
    if char and char.isascii() and not char.isalnum():
        return _plain(char), at + 2
    raise _untranslatable(pattern, pattern[at : at + 2])


def _plain(char: str) -> str:
    """Return a character as itself."""
    if char in _META:
        return "\\" + char
    return char if char.isalnum() or not char.isascii() else rf"\x{{{ord(char):X}}}"


def _class(pattern: str, at: int) -> tuple[str, int]:
    """Return the form of the class that begins at a position, and where it ends."""
    out, at = ["["], at + 1
    if pattern.startswith("^", at):
        out.append("^")
        at += 1
    first = True
    while at < len(pattern):
        char = pattern[at]
        if char == "]" and not first:
            return "".join([*out, "]"]), at + 1
        first = False
        named = re.compile(r"\[:(\^?)(\w+):\]").match(pattern, at)
        if named:
            members = _POSIX[named[2]]
            out.append(f"[^{members}]" if named[1] else members)
            at = named.end()
        elif char == "\\":
            piece, at = _escape(pattern, at, True)
            out.append(piece)
        else:
            out.append(_plain(char) if char in "[]&~" else char)
            at += 1
    raise _untranslatable(pattern, "[")


def _untranslatable(pattern: str, part: str) -> UntranslatableError:
    return UntranslatableError(
        f"the regular expression {pattern!r} has {part!r}, which Spark cannot run as DuckDB does; "
        "check this package with --engine duckdb"
    )


def replacement(text: str, server: str) -> str:
    r"""Return the replacement for a server: `\1` is a group there too, and `$` is only a character here."""
    if re.search(r"\\(?!\d)", text):
        raise UntranslatableError(f"the replacement {text!r} has a backslash that Spark cannot read as DuckDB does")
    dialect = DIALECTS[server]
    parts = re.split(r"\\(\d)", text.replace("$", dialect.dollar))
    return "".join(dialect.group.format(part) if i % 2 else part for i, part in enumerate(parts))
