"""How a value is shown in a message."""

from __future__ import annotations

import unicodedata

SHOWN = 80  # characters of a value that a message repeats


def shown(value: object, limit: int = SHOWN) -> str:
    """Return a value in quotes for a message: cut, and with what cannot be seen written as its code point."""
    text = str(value)
    cut = text if len(text) <= limit else text[:limit] + "…"
    return "'" + visible(cut) + "'"


def visible(text: str) -> str:
    r"""Return text with control, bidirectional, zero-width and odd space characters as \u{...}.

    Categories as in the Unicode Character Database: Cc, Cf, Cs, Co, Cn, Zl, Zp, and Zs but for the space.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(
        c if c == " " or c.isprintable() else f"\\u{{{ord(c):04X}}}"
        for c in text  # isprintable: none of those
    )


def oddities(text: str) -> str:
    """Return a clause that names the characters of `text` that are not ASCII, or nothing."""
    odd = [f"U+{ord(c):04X} {unicodedata.name(c, 'unnamed')}" for c in dict.fromkeys(text) if not c.isascii()]
    return f"; it holds {', '.join(odd[:3])}" if odd else ""


__all__ = ["oddities", "shown", "visible"]
