"""The articles in a folder, found by name, hash or lines, and aligned line by line with what was coded."""

from __future__ import annotations

import hashlib
import stat
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from ..errors import PackageError
from ..extraction.lines import fingerprint, normalise, read
from ..text import shown
from ..validation.report.issues import IssueCollector
from ..validation.structure.table import LoadedTable

SIZE_LIMIT = 16 << 20  # bytes of an article
BLANK = fingerprint("")


@dataclass
class Article:
    """The text of one source: its lines by the numbers under which they were coded."""

    source_id: str
    lines: dict[int, str] = field(default_factory=dict)
    exact: bool = False  # whether it is the exact file that was coded


class ArticleFolder:
    """The regular files of a folder, by name and by hash. A name in the data is never joined to a path."""

    def __init__(self, folder: Path) -> None:
        self.files: dict[str, Path] = {}
        for path in sorted(folder.iterdir()):
            status = path.stat() if path.exists() else None
            if status and stat.S_ISREG(status.st_mode) and status.st_size <= SIZE_LIMIT:
                self.files[path.name] = path
        self.hashes = {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in self.files.items()}

    def find(self, name: str, digest: str, fingerprints: set[str]) -> str | None:
        """Return the file with that name, else with that hash, else the one that shares most of the lines."""
        if name in self.files:
            return name
        for other, known in self.hashes.items():
            if known == digest:
                return other
        shares: list[tuple[int, str]] = []
        for other, path in self.files.items():
            try:
                text = {fingerprint(line) for line in read(path) if line.strip()}
            except PackageError:
                continue
            shares.append((len(text & fingerprints), other))
        best = max(shares, default=(0, ""))
        return best[1] if best[0] * 2 > len(fingerprints) else None


def cells(connection: Any, table: LoadedTable | None, *columns: str) -> list[tuple[Any, ...]]:
    """Return (line in the file, value of each column) of every row; nothing where a column is missing."""
    if table is None or not set(columns) <= set(table.columns):
        return []
    listed = ", ".join(table.typed(c) for c in columns)
    return [
        tuple(r) for r in connection.execute(f"SELECT line, {listed} FROM {table.relation} ORDER BY line").fetchall()
    ]


def read_articles(
    connection: Any, tables: Mapping[str, LoadedTable], folder: Path, found: IssueCollector
) -> tuple[dict[str, Article], list[str]]:
    """Return each source's article, and the sources whose text the folder does not have.

    Record the lines that differ, and that a folder has none of the texts: most people have some of them only.
    """
    sources, lines = tables.get("sources"), tables.get("lines")
    texts = ArticleFolder(folder)
    coded: dict[str, list[tuple[int, int, str]]] = {}
    for row, source_id, line, digest in cells(connection, lines, "source_id", "line", "sha256"):
        if None not in (source_id, line, digest):
            coded.setdefault(source_id, []).append((line, row, digest))
    articles: dict[str, Article] = {}
    absent: dict[str, tuple[int, str]] = {}
    for row, source_id, name, digest in cells(connection, sources, "source_id", "file_name", "sha256"):
        if source_id is None or name is None or sources is None or lines is None:
            continue
        mine = sorted(coded.get(source_id, ()))
        chosen = texts.find(name, digest or "", {d for _, _, d in mine} - {BLANK})
        if chosen is None:
            absent[source_id] = row, name
            continue
        try:
            text_lines = read(texts.files[chosen])
        except PackageError as error:
            found.add("evidence-file", sources.resource.path, row, "file_name", str(error))
            continue
        article = Article(source_id, exact=texts.hashes[chosen] == digest)
        if not article.exact:
            text = f"{shown(chosen)} is not the exact file that was coded; its lines are matched by their fingerprints"
            found.add("evidence-hash", sources.resource.path, row, "sha256", text)
        _align(article, mine, text_lines, lines.resource.path, (sources.resource.path, row), found)
        articles[source_id] = article
    if sources is not None and not articles:
        for row, name in absent.values():
            text = f"the folder of articles has no file {shown(name)}, and none with its content"
            found.add("evidence-file", sources.resource.path, row, "file_name", text)
    return articles, list(absent)


def _align(
    article: Article,
    coded: Sequence[tuple[int, int, str]],
    text: Sequence[str],
    file: str,
    source: tuple[str, int],
    found: IssueCollector,
) -> None:
    """Align the lines of the text with the coded ones: by number in the exact file, else by fingerprint.

    Blank lines of another copy are ignored.
    """
    prints = [fingerprint(line) for line in text]
    article.lines.update((number, "") for number, _, digest in coded if digest == BLANK)
    if article.exact:
        rows = {number: (number, row, digest) for number, row, digest in coded}
        for i in range(len(text)):
            if i + 1 not in rows:
                found.add("evidence-extra", *source, "lines", f"line {i + 1} of the text has no row in lines")
            elif rows[i + 1][2] != prints[i]:
                _differs(found, file, rows[i + 1], i + 1)
            else:
                article.lines[i + 1] = normalise(text[i])
        for number, row, _ in coded:
            if number > len(text):
                found.add(
                    "evidence-missing", file, row, "line", f"the text has {len(text)} lines; there is no line {number}"
                )
        return
    ours = [c for c in coded if c[2] != BLANK]
    theirs = [i for i, digest in enumerate(prints) if digest != BLANK]
    matcher = SequenceMatcher(None, [c[2] for c in ours], [prints[i] for i in theirs], autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            for own, i in zip(ours[a:b], theirs[c:d], strict=True):
                article.lines[own[0]] = normalise(text[i])
            continue
        for own, i in zip(ours[a:b], theirs[c:d], strict=False):
            _differs(found, file, own, i + 1)
        for number, row, _ in ours[a:b][d - c :]:
            found.add("evidence-missing", file, row, "line", f"line {number} of {article.source_id} is not in the text")
        for i in theirs[c:d][b - a :]:
            found.add("evidence-extra", *source, "lines", f"line {i + 1} of the text was not coded")


def _differs(found: IssueCollector, file: str, own: tuple[int, int, str], number: int) -> None:
    words = f"line {own[0]} is not the line that was coded (it is compared with line {number} of the text)"
    found.add("evidence-line", file, own[1], "sha256", words)
