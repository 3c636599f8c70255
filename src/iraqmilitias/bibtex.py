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
        if between := _uncommented(text[at : start.start()]):
            yield between[:60], {}, ""
        at = start.end() + len(body) + 1
        name, _comma, rest = body.partition(",")
        alike = _closes(text, start.end() - 1, _UNESCAPED_BRACES) == start.end() + len(body)
        fields, error = _fields(rest)
        twice = [k for k, n in Counter(k for k, _value in fields).items() if n > 1]
        found = {"entry type": start[1].casefold(), **dict(fields)} if fields else {}
        error = error or ("" if alike else _READ_OTHERWISE)
        if not error and (twice or re.search(r"\s", name.strip())):
            error = f"it has more than one {twice[0]}" if twice else f"its key has a space: {_joined(name)[:60]}"
        yield name.strip(), found, error
    if after := _uncommented(text[at:]):
        yield after[:60], {}, ""


def braced(text: str, at: int) -> str | None:
    r"""Return what is between the brace at `at` and the one that closes it; None where none does.

    BibTeX counts every brace, `\{` and `\}` too.
    """
    end = _closes(text, at, _BRACES)
    return None if end is None else text[at + 1 : end]


_BRACES, _UNESCAPED_BRACES = re.compile("[{}]"), re.compile(r"(?<!\\)[{}]")  # bibtexparser skips \{ and \}
_READ_OTHERWISE = r"it has \{ or \} without its partner: BibTeX counts them as braces, and other programs do not"


def _closes(text: str, at: int, signs: re.Pattern[str]) -> int | None:
    """Return where the brace at `at` is closed, if `signs` are the braces that count."""
    depth = 0
    for sign in signs.finditer(text, at):
        depth += 1 if sign[0] == "{" else -1
        if not depth:
            return sign.start()
    return None


_NAME = re.compile(r"\s*([^\s,={}\"#%]+)\s*=\s*")
_PLAIN = r'[^"{}\\]|\\(?!["{}])'  # no \": BibTeX ends the value there, and other programs do not
_VALUE = re.compile(rf'"(?P<quoted>(?:{_PLAIN}|\{{(?:[^{{}}\\]|\\(?![{{}}]))*\}})*)"|(?P<bare>[^\s,{{}}"#%]+)')
_NEXT = re.compile(r"\s*(?:,|$)")


def _fields(body: str) -> tuple[list[tuple[str, str]], str]:
    """Return the fields of an entry, and the text between them that is not a field: nothing of it may go unread."""
    found, at, error = [], 0, ""
    while body[at:].strip():
        name = _NAME.match(body, at)
        value = _value(body, name.end()) if name else None
        end = _NEXT.match(body, value[1]) if value else None
        if not name or not value or not end:
            error = error or f"it has more than fields in it: {_joined(body[value[1] if value else at :])[:60]}"
            at = (body.find("\n", value[1] if value else at + 1) + 1) or len(body)  # its token may be further on
            continue
        found.append((name[1].casefold(), value[0]))
        at = end.end()
    return found, error


def _value(body: str, at: int) -> tuple[str, int] | None:
    """Return the value that begins at `at`, in braces, in quotes or bare, and where it ends; None where none does."""
    if body.startswith("{", at):
        inside = braced(body, at)
        alike = inside is not None and _closes(body, at, _UNESCAPED_BRACES) == at + len(inside) + 1
        return (inside, at + len(inside) + 2) if inside is not None and alike else None
    plain = _VALUE.match(body, at)
    return plain and (plain["quoted"] or plain["bare"] or "", plain.end())


def _uncommented(text: str) -> str:
    """Return what is written between entries, without the lines that begin with % (JabRef names the encoding so).

    BibTeX knows no comments: it skips what is between entries, and reads an entry wherever an @ is.
    """
    lines = text.splitlines()
    return _joined("\n".join(line for line in lines if "@" in line or not line.lstrip().startswith("%")))


def _joined(text: str) -> str:
    return re.sub(r"[ \t\r\n]+", " ", text).strip()
