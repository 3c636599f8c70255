"""How much of the text of the articles the package repeats: in own words, and in the words that it quotes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import groupby

from ..text import shown
from ..validation.layers import LoadedPackage
from .articles import Article, cells

ECHO = 5  # consecutive words of an article that own words may share, names aside
RUN = 10  # consecutive words of an article are too many for quoted words
QUOTED, WITH_NAMES = Fraction(1, 3), Fraction(60, 100)  # of an article's words
OWN_WORDS = ("summary", "paraphrase", "description", "finding", "neutral", "why", "reason", "definition", "note")
NAMED = ("actors", "places", "facilities")  # tables whose name is a name, not own words
QUOTING = ("locator", "printed", "term", "text")

Words = tuple[str, ...]


def words(text: str) -> list[str]:
    """Return the words of a text in lower case: letters, digits and apostrophes."""
    return re.findall(r"[\w']+", unicodedata.normalize("NFKC", text).replace("’", "'").casefold())


def check_echo(layers: LoadedPackage, articles: Mapping[str, Article]) -> None:
    """Record own words that share more than five consecutive words with an article, names aside."""
    names = {tuple(words(t)) for _, t in cells(layers.connection, layers.tables.get("mentions"), "text") if t}
    texts = {a.source_id: [w for n in sorted(a.lines) for w in words(a.lines[n])] for a in articles.values()}
    places: dict[Words, list[tuple[str, int]]] = {}
    for source_id, text in texts.items():
        for i in range(len(text) - ECHO):
            places.setdefault(tuple(text[i : i + ECHO + 1]), []).append((source_id, i))
    for name, table in layers.tables.items():
        for column in (*OWN_WORDS, *(("name",) if name not in NAMED else ())):
            for row, text in cells(layers.connection, table, column):
                run = _longest(words(str(text)), places, texts, names) if text else None
                if run:
                    said = f"shares {len(run[1])} words in a row with {run[0]}: {shown(' '.join(run[1]))}"
                    layers.issues.add("evidence-echo", table.resource.path, row, column, said)


def _longest(
    own: Sequence[str], places: Mapping[Words, list[tuple[str, int]]], texts: Mapping[str, list[str]], names: set[Words]
) -> tuple[str, Words] | None:
    """Return the longest run shared with an article that has more than ECHO words outside names."""
    best: tuple[str, Words] | None = None
    for i in range(len(own) - ECHO):
        for source_id, at in places.get(tuple(own[i : i + ECHO + 1]), ()):
            text, length = texts[source_id], ECHO + 1
            while i + length < len(own) and at + length < len(text) and own[i + length] == text[at + length]:
                length += 1
            run = tuple(own[i : i + length])
            if _beside_names(run, names) > ECHO and (best is None or len(run) > len(best[1])):
                best = source_id, run
    return best


def _beside_names(run: Words, names: set[Words]) -> int:
    """Return how many words of a run belong to no name."""
    count, i = 0, 0
    while i < len(run):
        size = next((n for n in range(min(8, len(run) - i), 0, -1) if run[i : i + n] in names), 0)
        count += not size
        i += size or 1
    return count


def check_reproduction(layers: LoadedPackage, articles: Mapping[str, Article]) -> None:
    """Record articles of which locators, numbers, terms and waivers, or these and mentions, repeat too much."""
    for source_id, article in articles.items():
        numbers = sorted(article.lines)
        lines = {n: words(article.lines[n]) for n in numbers}
        starts: dict[int, int] = {}
        total = 0
        for n in numbers:
            starts[n] = total
            total += len(lines[n])
        quoted: dict[int, tuple[str, int, str]] = {}
        named: set[int] = set()
        for file, row, column, number, text, mention in _quotations(layers, source_id):
            for at in _positions(lines.get(number, []), words(text)):
                if mention:
                    named.add(starts[number] + at)
                else:
                    quoted.setdefault(starts[number] + at, (file, row, column))
        _runs(layers, source_id, quoted)
        _budget(layers, source_id, total, len(quoted), len(named | set(quoted)))


def _quotations(layers: LoadedPackage, source_id: str) -> Iterator[tuple[str, int, str, int, str, bool]]:
    for name, table in layers.tables.items():
        for column in QUOTING:
            if column == "text" and name not in ("mentions", "waivers"):
                continue
            for row, source, number, text in cells(layers.connection, table, "source_id", "line", column):
                if source == source_id and number is not None and text:
                    yield table.resource.path, row, column, number, text, name == "mentions"


def _positions(line: Sequence[str], quoted: Sequence[str]) -> Iterator[int]:
    """Yield the place in a line of each word of the first occurrence of a quotation."""
    size = len(quoted)
    for i in range(len(line) - size + 1) if size else ():
        if line[i : i + size] == quoted:
            yield from range(i, i + size)
            return


def _runs(layers: LoadedPackage, source_id: str, quoted: Mapping[int, tuple[str, int, str]]) -> None:
    for _, run in groupby(enumerate(sorted(quoted)), lambda pair: pair[1] - pair[0]):  # neighbours
        places = [at for _, at in run]
        if len(places) >= RUN:
            words = f"repeats {len(places)} words of {source_id} in a row with its neighbours"
            layers.issues.add("evidence-run", *quoted[places[-1]], f"{words}; at most {RUN - 1} are allowed")


def _budget(layers: LoadedPackage, source_id: str, total: int, quoted: int, with_names: int) -> None:
    table = layers.tables["sources"]
    row = next(r for r, s in cells(layers.connection, table, "source_id") if s == source_id)
    for count, share, what in (
        (quoted, QUOTED, "locators, numbers, terms and waivers"),
        (with_names, WITH_NAMES, "these and mentions"),
    ):
        if total and Fraction(count, total) > share:
            text = f"{what} repeat {count} of the article's {total} words ({count / total:.0%}); the limit is {share}"
            layers.issues.add("evidence-budget", table.resource.path, row, "words", text.replace("3/5", "60 %"))
