"""What happened to a token in copying: another space or hyphen, a line end in its hash, the marks of a mail's reply."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from .citation_reading import TOKEN, marked, tokens, unbroken


class Change(NamedTuple):
    """What a program does to a text: in words, what it leaves there, and what was there before."""

    told: str
    left: re.Pattern[str]
    before: Callable[[re.Match[str]], str]


QUOTED = "its lines begin with “>”, as in a reply by mail"
CHANGES = (
    Change(QUOTED, re.compile(r"(?m)^[ \t]*>[> \t]*"), lambda m: ""),
    Change(
        "it has {} in place of a plain space",
        re.compile(r"[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]"),
        lambda m: " ",
    ),
    Change("it has {} in place of a plain hyphen", re.compile(r"[\u2010-\u2015\u2212]"), lambda m: "-"),
    Change(
        "it has {}, which cannot be seen",
        re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]"),
        lambda m: "",
    ),
    Change(
        "there is a space or line end within its SHA-256",
        re.compile(r"(?<=sha256)[ \t\r\n]+((?:[0-9a-f][ \t\r\n]*){64})(?=\])"),
        lambda m: " " + "".join(m[1].split()),
    ),
)
_HASH = r"[0-9a-f]{64})\]"
assert TOKEN.pattern.endswith(_HASH)
_ANY_HASH = re.compile(TOKEN.pattern.removesuffix(_HASH) + r"[^ \t\r\n\[\]]*)(?P<end>\]|\Z)?")


def damage(text: str) -> str:
    """Say what is wrong with a token that was damaged in copying; nothing where a text has a true one, or none."""
    if any(tokens(text)):
        return ""
    made = [change for change in CHANGES if change.left.search(text)]
    if any(tokens(_undone(text, made))):
        needed = [one for one in made if not any(tokens(_undone(text, [c for c in made if c is not one])))]
        return " and ".join(change.told.format(_characters(text, change)) for change in needed or made)
    found = _ANY_HASH.search(unbroken(text.rstrip()))
    if found is None:
        return ""
    if found["end"] is None or (found["end"] == "" and len(found["sha256"]) <= 64):
        return "it is not complete: a closing bracket is missing"
    return f"its SHA-256 has {len(found['sha256'])} characters, and should have 64 of 0-9 and a-f"


def is_quoted(text: str) -> bool:
    """Whether every line begins with the mark of a reply by mail."""
    lines = [line.lstrip() for line in text.splitlines() if line.strip()]
    return bool(lines) and all(line.startswith(">") for line in lines)


def _undone(text: str, changes: list[Change]) -> str:
    for change in changes:
        text = change.left.sub(change.before, text)
    return text


def _characters(text: str, change: Change) -> str:
    return ", ".join(dict.fromkeys(marked(found[0]) for found in change.left.finditer(text)))
