"""Regular expressions from RE2, in which schemas and rules are written, to Java, which Spark runs.

The syntax is nearly the same and the meaning is not: `$` may stand before a last newline in Java, `.` stops at five
kinds of line end, `\\s` knows one character more, and a class may hold another. Each is written out here.
"""

from __future__ import annotations

import re
from functools import lru_cache

from ...errors import Error

FLAGS = "(?du)"  # only \n ends a line; (?i) holds for letters of every script
_WORD = "[0-9A-Za-z_]"
_EDGE = f"(?:(?<={_WORD})(?!{_WORD})|(?<!{_WORD})(?={_WORD}))"
_INSIDE = f"(?:(?<={_WORD})(?={_WORD})|(?<!{_WORD})(?!{_WORD}))"
_SPACE = r"\t\n\f\r "
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
_SAME = frozenset("dDwWafnrtAz")
_COUNTED = re.compile(r"\{\d+(,\d*)?\}")
_GROUP = re.compile(r"\(\?(P?<\w+>|[is]*(?:-[is]+)?[:)])")
_PROPERTY = re.compile(r"\\([pP])(?:([A-Z])|\{(\^?)(\w+)\})")
_NUMBER = re.compile(r"\\(?:x([0-9A-Fa-f]{2})|x\{([0-9A-Fa-f]{1,6})\}|([0-7]{2,3}|0))")


class UntranslatableError(Error):
    """Something that DuckDB runs and Spark does not run alike."""


@lru_cache(maxsize=1024)
def java(pattern: str, full: bool = False) -> str:
    """Return the Java pattern that matches what an RE2 pattern matches; the whole text where `full`.

    Raises UntranslatableError for what has no equal in Java.
    """
    out: list[str] = []
    at = 0
    while at < len(pattern):
        piece, at = _piece(pattern, at)
        out.append(piece)
    inner = "".join(out)
    return rf"{FLAGS}\A(?:{inner})\z" if full else FLAGS + inner


def _piece(pattern: str, at: int) -> tuple[str, int]:
    char = pattern[at]
    if char == "\\":
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
    """Return the Java form of the escape at a position, in a class or outside of one, and where it ends."""
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
    if char == "s":
        return (_SPACE if inside else f"[{_SPACE}]"), at + 2
    special = {"S": f"[^{_SPACE}]", "v": r"\x0B"} | ({} if inside else {"b": _EDGE, "B": _INSIDE})
    if char in special:
        return special[char], at + 2
    if char and char.isascii() and not char.isalnum():
        return "\\" + char, at + 2
    raise _untranslatable(pattern, pattern[at : at + 2])


def _plain(char: str) -> str:
    return "\\" + char if char.isascii() and not char.isalnum() and char.isprintable() else char


def _class(pattern: str, at: int) -> tuple[str, int]:
    """Return the Java form of the class that begins at a position, and where it ends."""
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
            out.append("\\" + char if char in "[]&" else char)
            at += 1
    raise _untranslatable(pattern, "[")


def _untranslatable(pattern: str, part: str) -> UntranslatableError:
    return UntranslatableError(
        f"the regular expression {pattern!r} holds {part!r}, which Spark cannot run as DuckDB does; "
        "check this package with --engine duckdb"
    )


def replacement(text: str) -> str:
    r"""Return the Java form of a replacement: `\1` is `$1` there, and `$` is only a character here."""
    return re.sub(r"\\(\d)", r"$\1", text.replace("$", r"\$"))
