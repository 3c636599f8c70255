"""From words to records: names in any spelling and script, what happened, what was said, numbers, ids; best first."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from functools import lru_cache
from html import escape
from typing import Any, NamedTuple, SupportsIndex, overload

from ..errors import MissingExtraError
from ..package import Package
from ..records import ID
from ..text import folded
from .documents import KINDS, PARTS, Document, search_documents
from .words import consonants, distance, tables, words

__all__ = ["Document", "Found", "Hits", "find", "search_documents"]

FIELDS = {"name": 4, "sentence": 3, "text": 2}  # what a word counts by where it is found
WORDS, EXACT, TRANSLITERATED, NEAR, LATER = 700, 1000, 950, 900, 100  # points, of 1000
SECONDARY = ("event_reports", "affiliations", "notes", "bibliography")


@dataclass(frozen=True)
class Found:
    """One record that a search found.

    `name` is its name or first sentence, `matched` the spelling or the words that matched, `score` how well (0 to 1),
    `text` a sentence of the record and `marks` where in it the words are, each as start and end; `verdict` what is
    wrong or disputed of it.
    """

    record_id: str
    table: str
    name: str
    matched: str
    score: float
    kind: str
    text: str
    marks: tuple[tuple[int, int], ...]
    verdict: str = ""

    def marked(self, before: str = "«", after: str = "»") -> str:
        """Return the sentence with the words that matched between two marks."""
        return "".join(before + t + after if hit else t for t, hit in self._parts())

    def _parts(self) -> list[tuple[str, bool]]:
        parts, at = [], 0
        for start, end in self.marks:
            parts += [(self.text[at:start], False), (self.text[start:end], True)]
            at = end
        return [*parts, (self.text[at:], False)]

    def to_dict(self) -> dict[str, Any]:
        """Return the find as plain values."""
        return {**asdict(self), "marks": [list(mark) for mark in self.marks], "marked": self.marked()}

    def __str__(self) -> str:
        name = "" if self.text == self.name else f"{self.name}: "
        return f"{self.record_id}, {self.kind}: {name}{self.marked()}" + f" [{self.verdict}]" * bool(self.verdict)

    def _repr_html_(self) -> str:
        return Hits((self,))._repr_html_()


class Hits(tuple[Found, ...]):
    """What a search found, best first: a tuple that prints one record a line, and as a table in a notebook."""

    __slots__ = ()

    @overload
    def __getitem__(self, at: SupportsIndex) -> Found: ...
    @overload
    def __getitem__(self, at: slice) -> Hits: ...
    def __getitem__(self, at: SupportsIndex | slice) -> Found | Hits:
        return Hits(super().__getitem__(at)) if isinstance(at, slice) else super().__getitem__(at)

    def __str__(self) -> str:
        return "\n".join(map(str, self)) or "no record matches"

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><td>{escape(f.record_id)}</td><td>{escape(f.kind)}</td><td>{escape(f.name)}</td><td>"
            + "".join(f"<mark>{escape(t)}</mark>" if hit else escape(t) for t, hit in f._parts())
            + f"</td><td>{escape(f.verdict)}</td></tr>"
            for f in self
        )
        head = "<tr><th>id</th><th>kind</th><th>name</th><th>text</th><th>verdict</th></tr>"
        return f"<table><thead>{head}</thead><tbody>{rows}</tbody></table>" if self else "<p>no record matches</p>"


def find(package: Package, text: str) -> Hits:
    """Return the records that match an id, a name in any spelling or script, words or numbers; best first.

    The ranking has points from 0 to 1000 and whole numbers only, so that the site's script gives the same order:

    1. A record's id finds that record, and nothing else.
    2. `words` gives the asked words and those of each document: a number by its value, another word by its stem or the
       word that stands for its synonyms. Stop words are not asked for, unless there is nothing else. A word that no
       document has is replaced by the words of spellings with the same `consonants` (three or more; two where it is
       not in ASCII letters), else by those at most one letter away (two from eight letters on; five letters or more),
       else by the words of all documents that begin with it (three letters or more); else it is ignored.
    3. A word weighs as many binary digits as the whole part of (number of documents / documents that have it) has.
    4. In each document a word counts by the best place where it is: 4 in its names and printed numbers, 3 in its
       sentence, 2 in its other texts; one less if it is a replacement. A document whose words weigh less than half of
       all is not found. It has 700 * (sum of weight * count) // (4 * sum of weights) points, 100 less if it is a
       report, tie, note or reference.
    5. If one name or spelling has all asked words, (200 if it is a spelling, else 50) * asked words // its words more;
       asked words that are ignored do not count.
    6. A name that is equal once `folded` has 1000 points; a spelling with equal `consonants` (as many as in 2) has
       950; one at most a quarter of its letters away (three at most; five letters or more) has 900 - 30 * letters.
    7. Records with equal points are in the order of KINDS; then those of which more names fit by 5 or 6 come first;
       then they are in the order of their rows.

    Raises MissingExtraError where Python's SQLite has no full-text search (FTS5).
    """
    index = _index(package, package.content_hash())
    wanted = text.strip()
    if wanted in index.place:
        document = index.documents[index.place[wanted]]
        return Hits((_found(document, 1000, document.record_id, set()),))
    return Hits(() if ID.fullmatch(wanted) else index.find(wanted))


@lru_cache(maxsize=4)
def _index(package: Package, content_hash: str) -> _Index:
    return _Index(list(search_documents(package)))


class _Name(NamedTuple):
    """One name or spelling of a document."""

    place: int
    text: str
    folded: str
    keys: frozenset[str]
    length: int
    spelled: bool


class _Index:
    """The documents with their words, in a full-text table of SQLite in memory."""

    def __init__(self, documents: list[Document]) -> None:
        self.documents = documents
        self.place = {d.record_id: i for i, d in enumerate(documents)}
        self.searched = [i for i, d in enumerate(documents) if d.table not in PARTS]
        self.names = [name for i in self.searched for name in _names(i, documents[i])]
        self.table = sqlite3.connect(":memory:", check_same_thread=False)
        try:
            # "ascii" takes every other character for a letter: the words are already those to compare.
            self.table.execute(f"CREATE VIRTUAL TABLE search USING fts5({', '.join(FIELDS)}, tokenize = 'ascii')")
            self.table.execute("CREATE VIRTUAL TABLE vocabulary USING fts5vocab(search, col)")
        except sqlite3.OperationalError as error:
            raise MissingExtraError(f"search needs SQLite with FTS5, which this Python lacks ({error})") from None
        rows = ((i, *map(_joined, _fields(documents[i]))) for i in self.searched)
        self.table.executemany("INSERT INTO search (rowid, name, sentence, text) VALUES (?, ?, ?, ?)", rows)
        self.known = {term for (term,) in self.table.execute("SELECT DISTINCT term FROM vocabulary")}
        spelled = (name for name in self.names if name.spelled)
        self.name_words = sorted({w.key for name in spelled for w in words(name.text)})

    def find(self, text: str) -> list[Found]:
        asked = [w.key for w in words(text) if folded(text[w.start : w.end]) not in tables()["stop"]]
        asked = list(dict.fromkeys(asked or [w.key for w in words(text)]))
        known = {word: self._known(word) for word in asked}
        known = {word: found for word, found in known.items() if found[0]}
        points, hits = self._by_words(known)
        matched, by_words = dict[int, str](), dict(points)
        key, letters, fitting = folded(text), consonants(text), dict[int, int]()
        for name in self.names:
            more = _name_points(name, key, letters)
            has_all = name.place in by_words and all(not name.keys.isdisjoint(v) for v, _ in known.values())
            if has_all and not more:
                more = by_words[name.place] + (200 if name.spelled else 50) * len(known) // name.length
            fitting[name.place] = fitting.get(name.place, 0) + (more > 0)
            if more > points.get(name.place, 0):
                points[name.place], matched[name.place] = more, name.text
        order = sorted(points, key=lambda i: (-points[i], _rank(self.documents[i]), -fitting.get(i, 0), i))
        return [_found(self.documents[i], points[i], matched.get(i), hits.get(i, set())) for i in order]

    def _known(self, word: str) -> tuple[tuple[str, ...], int]:
        """Return the words of the documents that an asked word stands for, and what is taken off for that."""
        if word in self.known:
            return (word,), 0
        if word[0].isdecimal():
            return (), 0
        letters, limit = consonants(word), 1 if len(word) < 8 else 2
        tries = (
            lambda w: _enough(letters, word) and consonants(w) == letters,
            lambda w: len(word) >= 5 and distance(word, w, limit) <= limit,
        )
        for near in tries:
            if found := tuple(filter(near, self.name_words)):
                return found, 1
        return tuple(sorted(w for w in self.known if len(word) >= 3 and w.startswith(word))), 1

    def _by_words(self, asked: dict[str, tuple[tuple[str, ...], int]]) -> tuple[dict[int, int], dict[int, set[str]]]:
        """Return each document's points for words, and the words that it has."""
        counts: dict[str, dict[int, int]] = {}
        hits: dict[int, set[str]] = {}
        for word, (variants, less) in asked.items():
            counts[word] = {}
            for variant in variants:
                for field, count in FIELDS.items():
                    query = (f'{field} : "{variant}"',)
                    for (i,) in self.table.execute("SELECT rowid FROM search WHERE search MATCH ?", query):
                        counts[word][i] = max(count - less, counts[word].get(i, 0))
                        hits.setdefault(i, set()).add(variant)
        weights = {w: (len(self.searched) // len(found)).bit_length() for w, found in counts.items() if found}
        total = sum(weights.values())
        points = {}
        for i in hits:
            mine = {w: found[i] for w, found in counts.items() if i in found}
            if 2 * sum(weights[w] for w in mine) >= total:
                points[i] = WORDS * sum(weights[w] * count for w, count in mine.items()) // (4 * total)
                points[i] -= LATER * (self.documents[i].table in SECONDARY)
        return points, hits


def _fields(document: Document) -> tuple[Iterable[str], ...]:
    """The texts of a document by field, in the order of FIELDS."""
    named = _is_named(document)
    return (
        (*([document.title] if named else []), *document.spellings, *document.numbers),
        (document.sentence, *([] if named else [document.title])),
        document.text,
    )


def _is_named(document: Document) -> bool:
    """Whether the title is a name, and not a sentence."""
    return document.table not in ("figures", "statements", *SECONDARY) and document.title != document.sentence


def _enough(letters: str, text: str) -> bool:
    """Whether a text has consonants enough to be found by them."""
    return len(letters) >= (3 if text.isascii() else 2)


def _joined(texts: Iterable[str]) -> str:
    return " ".join(w.key for text in texts for w in words(text))


def _names(place: int, document: Document) -> list[_Name]:
    named = [document.title] if _is_named(document) else []
    found = []
    for text in dict.fromkeys((*document.spellings, *named)):
        keys = [w.key for w in words(text)]
        found.append(_Name(place, text, folded(text), frozenset(keys), max(len(keys), 1), text in document.spellings))
    return found


def _name_points(name: _Name, key: str, letters: str) -> int:
    if key and key == name.folded:
        return EXACT
    if not name.spelled:
        return 0
    if _enough(letters, key) and letters == consonants(name.text):
        return TRANSLITERATED
    limit = min(len(name.folded) // 4, 3)
    far = distance(key, name.folded, limit) if len(key) >= 5 else limit + 1
    return NEAR - 30 * far if far <= limit else 0


def _rank(document: Document) -> int:
    order = list(KINDS)
    return order.index(document.table) if document.table in order else len(order)


def _found(document: Document, points: int, matched: str | None, hits: set[str]) -> Found:
    shown = [document.sentence or document.title, *document.text]
    marks = [[w for w in words(text) if w.key in hits] for text in shown]
    best = max(range(len(shown)), key=lambda i: len({w.key for w in marks[i]}))
    if matched is None:
        texts = (shown[best], document.title, *document.spellings, *document.numbers)
        heard = (text[w.start : w.end] for text in texts for w in words(text) if w.key in hits)
        matched = ", ".join({word.casefold(): word for word in heard}.values())
    return Found(
        document.record_id,
        document.table,
        document.title,
        matched,
        points / 1000,
        document.kind,
        shown[best],
        tuple((w.start, w.end) for w in marks[best]),
        document.verdict,
    )
