"""Copied text is found without the articles: by the hashes of their runs of ten words, which `source add` keeps.

`reliability/runs/src-0001.txt` has one hash a line, sorted, so that the order of the runs is not told. Ten words in a
row are too many to be guessed from a hash; fewer would give the text away, so that a locator, which has eight at most,
can only be compared with the text itself.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path

from ..text import shown
from ..validation.layers import Layer, LoadedPackage
from .articles import cells
from .reproduction import RUN

FOLDER = Path("reliability") / "runs"
_DIGITS = 12  # hexadecimal ones: of a million cells of twenty words, one in twenty packages would be suspected wrongly
_TITLES = {"title", "original_title", "file_name", "url", "original_url"}  # of an article: as printed


def _words(text: str) -> list[str]:
    """Return the words of a text without what a copy may differ in: case, apostrophes and other marks."""
    plain = re.sub(r"['’ʼ‘]", "", unicodedata.normalize("NFKC", text))
    return re.findall(r"[^\W_]+", plain.casefold())


def hashes(text: Iterable[str]) -> set[str]:
    """Return the hashes of every run of ten words of some lines that follow one another."""
    found = [word for line in text for word in _words(line)]
    return {_hash(found[i : i + RUN]) for i in range(len(found) - RUN + 1)}


def _hash(run: list[str]) -> str:
    return hashlib.sha256(" ".join(run).encode("utf-8")).hexdigest()[:_DIGITS]


def as_file(text: Iterable[str]) -> bytes:
    """Return the file that keeps an article's hashes."""
    return "".join(f"{each}\n" for each in sorted(hashes(text))).encode("ascii")


def copied_layers(root: Path) -> tuple[Layer, ...]:
    """Return the layer that finds copied text by the hashes in a package's folder; none where it has no hashes."""
    return (Layer("hashes of ten words", check_copied),) if (root / FOLDER).is_dir() else ()


def check_copied(layers: LoadedPackage) -> None:
    """Record every cell that has ten words in a row from an article."""
    known: dict[str, str] = {}
    for path in sorted((layers.root / FOLDER).glob("*.txt")):
        known.update(dict.fromkeys(path.read_text("ascii").split(), path.stem))
    for table in layers.tables.values():
        columns = [column for column in table.columns if column not in _TITLES]
        for row, *values in cells(layers.connection, table, *columns):
            for column, value in zip(columns, values, strict=True):
                own = _words(value) if isinstance(value, str) and len(value) > RUN * 2 - 2 else []
                runs = (own[i : i + RUN] for i in range(len(own) - RUN + 1))
                copied = next((run for run in runs if _hash(run) in known), None)
                if copied:
                    source_id, start = known[_hash(copied)], shown(" ".join(copied[:3]))
                    said = f"has {RUN} words in a row from {source_id}, beginning with {start}"
                    layers.issues.add("copied-run", table.resource.path, row, column, said)
