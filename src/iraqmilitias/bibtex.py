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
        if between := _joined(text[at : start.start()]):
            yield between[:60], {}, ""
        at = start.end() + len(body) + 1
        name, _comma, rest = body.partition(",")
        fields = list(_fields(rest))
        twice = [k for k, n in Counter(k for k, _value in fields).items() if n > 1]
        found = {"entry type": start[1].casefold(), **dict(fields)} if fields else {}
        yield name.strip(), found, f"it has more than one {twice[0]}" if twice else ""
    if after := _joined(text[at:]):
        yield after[:60], {}, ""


def braced(text: str, at: int) -> str | None:
    """Return what is between the brace at `at` and the one that closes it; None where none does."""
    depth = 0
    for sign in re.compile(r"\\[{}]|[{}]").finditer(text, at):
        depth += {"{": 1, "}": -1}.get(sign[0], 0)
        if not depth:
            return text[at + 1 : sign.start()]
    return None


def _fields(body: str) -> Iterator[tuple[str, str]]:
    at, start = 0, re.compile(r"[\s,]*([\w-]+)\s*=\s*")
    while match := start.match(body, at):
        at = match.end()
        if body[at : at + 1] == "{":
            value = braced(body, at) or ""
            at += len(value) + 2
        else:
            plain = re.compile(r'"(?:[^"{]|\{[^{}]*\})*"|[^,]*').match(body, at)
            value = plain[0].strip().strip('"') if plain else ""
            at = plain.end() if plain else len(body)
        yield match[1].casefold(), value


def _joined(text: str) -> str:
    return re.sub(r"[ \t\r\n]+", " ", text).strip()
