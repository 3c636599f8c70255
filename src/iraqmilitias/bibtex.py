"""BibTeX: the characters that it reads as commands, and the entries of a file.

Written here, since the libraries that read BibTeX keep its commands, or change them as LaTeX would print them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping

_TEX = {c: "\\" + c for c in "&%$#_"} | {
    "~": "\\textasciitilde{}",
    "^": "\\textasciicircum{}",
    "\\": "\\textbackslash{}",
    "{": "\\textbraceleft{}",  # and not \{, which BibTeX counts as an opening brace
    "}": "\\textbraceright{}",
}
_UNTEX = re.compile("|".join(re.escape(v) for v in _TEX.values()) + r"|\\([{}])")
_CHARACTERS = {v: k for k, v in _TEX.items()}


def escaped(text: str) -> str:
    """Return text for a field: every character that TeX reads as a command is written as one."""
    return "".join(_TEX.get(c, c) for c in text)


def unescaped(text: str) -> str:
    """Return the text that `escaped` was given."""
    return _UNTEX.sub(lambda m: m[1] or _CHARACTERS[m[0]], text)


def entry(kind: str, key: str, values: Mapping[str, str]) -> str:
    """Return an entry with the fields that have a value."""
    lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in values.items() if value)
    return f"@{kind}{{{key},\n{lines}\n}}"


def entries(text: str) -> Iterator[tuple[str, dict[str, str], str]]:
    """Yield each entry's key, its fields with its type, what is wrong with it; and what is written between entries."""
    at = 0
    for start in re.finditer(r"@[ \t]*(\w+)\s*\{", text):
        if start.start() < at or start[1].casefold() in ("comment", "string", "preamble"):
            continue
        body = braced(text, start.end() - 1)
        if body is None:
            yield _joined(text[start.start() :])[:60], {}, "its braces do not close"
            return
        if between := _outside(text[at : start.start()]):
            yield between[:60], {}, ""
        at = start.end() + len(body) + 1
        name, _comma, rest = body.partition(",")
        fields, left = _fields(rest)
        twice = [k for k, n in Counter(k for k, _value in fields).items() if n > 1]
        found = {"entry type": start[1].casefold(), **dict(fields)} if fields else {}
        wrong = (
            f"“{_joined(left)[:40]}” is not a field" if left else f"it has more than one {twice[0]}" if twice else ""
        )
        yield name.strip(), found, wrong
    if after := _outside(text[at:]):
        yield after[:60], {}, ""


def braced(text: str, at: int) -> str | None:
    """Return what is between the brace at `at` and the one that closes it; None where none does."""
    depth = 0
    for sign in re.compile(r"\\[{}]|[{}]").finditer(text, at):
        depth += {"{": 1, "}": -1}.get(sign[0], 0)
        if not depth:
            return text[at + 1 : sign.start()]
    return None


def _fields(body: str) -> tuple[list[tuple[str, str]], str]:
    """Return the fields of an entry, and what is left where it is no field any more."""
    found: list[tuple[str, str]] = []
    at = 0
    name, end = re.compile(r"[\s,]*([\w-]+)\s*=\s*"), re.compile(r"\s*(?:,\s*|$)")
    plain = re.compile(r'"((?:[^"{}]|\{[^{}]*\})*)"|([\w.+-]+)')
    while match := name.match(body, at):
        value = braced(body, match.end()) if body[match.end() : match.end() + 1] == "{" else None
        told = plain.match(body, match.end()) if value is None else None
        if value is None and told is None:
            break
        after = match.end() + len(value) + 2 if value is not None else told.end() if told else at
        closed = end.match(body, after)
        if closed is None:  # two values joined by "#", or words after a value
            return found, body[after:].strip()
        found.append((match[1].casefold(), value if value is not None else told[1] or told[2] or "" if told else ""))
        at = closed.end()
    return found, body[at:].strip(" \t\r\n,")


def _outside(text: str) -> str:
    """Return what is written between entries, but for lines that are comments, such as the encoding of JabRef."""
    return _joined("\n".join(line for line in text.splitlines() if not line.lstrip().startswith("%")))


def _joined(text: str) -> str:
    return re.sub(r"[ \t\r\n]+", " ", text).strip()
