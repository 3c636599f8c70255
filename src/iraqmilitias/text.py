"""What is done to text for a person: invisible characters shown, names made comparable."""

from __future__ import annotations

import unicodedata

JOINERS = "\u200c\u200d"  # zero-width (non-)joiner: they belong to the spelling of Persian words and of emoji
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


def printable(character: str) -> bool:
    """Return whether a character is seen when it is printed, or belongs to the spelling of a word."""
    return character.isprintable() or character in JOINERS


def one_line(text: str) -> str:
    """Return text for one printed line: line breaks and runs of spaces as one space, the rest as `visible` has it."""
    return "".join(c if printable(c) else visible(c) for c in " ".join(text.split()))


def counted(number: int, noun: str) -> str:
    """Return a number with its noun: "1 row", "2,000 rows"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def oddities(text: str) -> str:
    """Return a clause that names the characters of `text` that are not ASCII, or nothing."""
    odd = [f"U+{ord(c):04X} {unicodedata.name(c, 'unnamed')}" for c in dict.fromkeys(text) if not c.isascii()]
    return f"; it contains {', '.join(odd[:3])}" if odd else ""


# Letters that are written alike: Persian, Kurdish and Urdu forms of Arabic ones; digits; marks that are not letters.
ALIKE = {
    **dict(zip("یىېێکڪةۀەہھۆۇڕڵٱ", "ييييككهههههوورلا", strict=True)),
    **dict(zip("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "0123456789" * 2, strict=True)),
    **dict.fromkeys("ءـʾʿʼʻʹʺˈ", ""),
    **{"ı": "i", "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th"},
}
_ALIKE = str.maketrans(ALIKE)


def folded(text: str) -> str:
    """Return a spelling without case, accents, vowel signs, hamza, apostrophes, hyphens and spaces.

    Letters that `ALIKE` lists become one: ی and ي, ک and ك, ٥ and 5. The site's script does the same: NFKD, lower
    case, `ALIKE`, then what is not a letter or digit left out.
    """
    kept = unicodedata.normalize("NFKD", text).lower().translate(_ALIKE)
    return kept if kept.isalnum() and kept.isascii() else "".join(c for c in kept if c.isalnum())
