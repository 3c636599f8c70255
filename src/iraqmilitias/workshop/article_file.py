"""An article's file (text, HTML, PDF) as lines of text, with the title, author and date that the file states."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from ..errors import PackageError, require
from ..extraction import lines
from . import page_text

_SHORTEST = 25  # words of an article
LARGEST = 50 << 20  # bytes; an article has thousands


class Document(NamedTuple):
    """The lines of an article; `content` is the text file that holds them; `found` what the file says of itself."""

    name: str
    content: bytes
    lines: tuple[str, ...]
    found: Mapping[str, str]


def read(path: Path) -> Document:
    """Return an article. A page or PDF becomes one paragraph a line, with a blank line between paragraphs.

    Raises PackageError where the file is missing, of another kind, or holds no text, and MissingExtraError where the
    library for its kind is not installed.
    """
    if not path.is_file():
        raise PackageError(f"{path}: no such file")
    if path.stat().st_size > LARGEST:
        raise PackageError(f"{path}: larger than {LARGEST >> 20} MiB; give one article, as text, HTML or PDF")
    reader = _READERS.get(path.suffix.casefold())
    if reader is None:
        raise PackageError(
            f"{path}: neither text (.txt, .md), HTML (.html, .htm) nor PDF; save the article as one of these"
        )
    text, found = reader(path)
    content = text if isinstance(text, bytes) else (text.strip() + "\n").encode("utf-8")
    name = path.name if isinstance(text, bytes) else path.stem + ".txt"
    held = tuple(lines.decoded(content, path))
    if not any(line.strip() for line in held):
        raise PackageError(f"{path}: has no text; a scanned page needs character recognition first")
    return Document(name, content, held, found)


def _text(path: Path) -> tuple[bytes, dict[str, str]]:
    return path.read_bytes(), {}


def _html(path: Path) -> tuple[str, dict[str, str]]:
    require("trafilatura", "drafts")
    import logging

    import trafilatura

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # it logs what it skips; nothing of that is an error
    page = path.read_bytes()
    meta = trafilatura.extract_metadata(page)
    known = {
        "title": meta.title, "author": meta.author, "publisher": meta.sitename, "url": meta.url, "date": meta.date,
        "language": meta.language,
    } if meta else {}  # fmt: skip
    found = {key: lines.normalise(str(value)) for key, value in known.items() if value}
    paragraphs = [lines.normalise(p) for p in page_text.paragraphs(page)]
    if sum(len(p.split()) for p in paragraphs) < _SHORTEST:  # the page does not mark its article
        text = trafilatura.extract(page, include_comments=False, favor_recall=True, deduplicate=False) or ""
        plain = (re.sub(r"^[-*]\s|^\||\|$", "", p.strip()).replace("|", ";") for p in text.splitlines())
        paragraphs = [lines.normalise(p) for p in plain if re.search(r"\w", p)]
    if found.get("title") and found["title"] not in paragraphs[:3]:
        paragraphs.insert(0, found["title"])
    return "\n\n".join(paragraphs), found


def _pdf(path: Path) -> tuple[str, dict[str, str]]:
    require("pypdf", "drafts")
    import logging

    import pypdf
    from pypdf.errors import PyPdfError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it logs repairs of a damaged file; what fails, raises
    try:
        reader = pypdf.PdfReader(path)
        pages = [page.extract_text() for page in reader.pages]
        meta = reader.metadata
    except (PyPdfError, ValueError, KeyError, OSError) as error:
        raise PackageError(f"{path}: not a PDF that can be read ({error})") from None
    found = {k: lines.normalise(v) for k, v in (("title", meta.title), ("author", meta.author)) if v} if meta else {}
    return "\n\n".join(paragraphs("\n".join(pages))), found


def paragraphs(text: str) -> list[str]:
    """Join printed lines into paragraphs: one ends at a blank line, or at a short line that ends a sentence."""
    printed = [line.strip() for line in text.split("\n")]
    width = max((len(line) for line in printed), default=0)
    found: list[str] = []
    ended = True
    for line in printed:
        if not line:
            ended = True
            continue
        if ended or not found:
            found.append(line)
        elif re.search(r"\w[-‐]$", found[-1]) and line[0].islower():
            found[-1] = found[-1][:-1] + line
        else:
            found[-1] += " " + line
        short = len(line) < 0.75 * width
        ended = short and (bool(re.search(r"[.!?:][”\"’')]*$", line)) or len(found) < 3)
    return [lines.normalise(p) for p in found]


_READERS: Mapping[str, Callable[[Path], tuple[bytes | str, dict[str, str]]]] = {
    ".txt": _text, ".text": _text, ".md": _text, ".html": _html, ".htm": _html, ".xhtml": _html, ".pdf": _pdf,
}  # fmt: skip
