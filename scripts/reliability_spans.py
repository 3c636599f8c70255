"""Which words of its line each record of the data touches: found in the texts, or read back where they are not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from reliability_rows import FILES, TEXTS, Span, record_id, table_of

WHOLE = ("mentions", "terms", "waivers")  # found as whole words first: "US" is not the start of "USSR"


def find(line: str, text: str, whole: bool) -> Span:
    """Return first and last word, counted from 1 between white space, of the text's first occurrence in the line.

    As printed before any case; as whole words before inside words, if `whole`. ("", "") where it is not there.
    """
    patterns = [rf"(?<!\w){re.escape(text)}(?!\w)"] if whole else []
    for pattern in [*patterns, re.escape(text)]:
        for flags in (0, re.IGNORECASE):
            if match := re.search(pattern, line, flags):
                touched = [
                    number
                    for number, word in enumerate(re.finditer(r"\S+", line), 1)
                    if word.start() < match.end() and word.end() > match.start()
                ]
                return str(touched[0]), str(touched[-1])
    return "", ""


def quoted(data: Path) -> Iterator[tuple[str, str, str, int, str]]:
    """Yield table, record id, source, line and printed words of every record that quotes its line."""
    for table, column in TEXTS.items():
        for row in table_of(data / f"{FILES.get(table, table)}.csv"):
            yield table, record_id(table, row), row["source_id"], int(row["line"]), row[column]


def from_texts(data: Path, texts: Mapping[str, Sequence[str]]) -> dict[str, Span]:
    """Return the words that each record touches, from the articles' lines by source."""
    return {
        identity: find(texts[source][line - 1], text, table in WHOLE)
        for table, identity, source, line, text in quoted(data)
    }


def from_file(data: Path, path: Path) -> dict[str, Span]:
    """Return what adjudicated-spans.csv says; stop where it is not of these data.

    A locator of three words touches three words, so that a changed one shows without the texts.
    """
    spans = {row["record_id"]: (row["word_from"], row["word_to"]) for row in table_of(path)}
    records = {identity: text for _, identity, _, _, text in quoted(data)}
    stale = sorted(set(spans) ^ set(records))
    for identity in set(spans) & set(records):
        first, last = spans[identity]
        if first and int(last) - int(first) + 1 != len(records[identity].split()):
            stale.append(identity)
    if stale:
        raise SystemExit(
            f"{path}: not of these data (first: {min(stale)}; {len(stale)} in all); "
            "run scripts/reliability.py where the articles' texts are"
        )
    return spans


def read_texts(data: Path, folder: Path) -> dict[str, list[str]]:
    """Return the articles' lines by source id, from the folder that holds the files named in sources.csv."""
    from iraqmilitias.extraction import lines

    return {row["source_id"]: lines.read(folder / row["file_name"]) for row in table_of(data / "sources.csv")}
