"""Whether citations are true: each is made again from the data of the version that it names, and compared."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .citation import cite, query_citation, version_citation, whole_citation, work_of
from .citation_formats import Citation, Work
from .citation_reading import GAP, Entry, Token, check_time, differences, joined, printed_query, read, unbroken
from .database import connect
from .database.definitions import has_ours
from .errors import Error, QueryError
from .package import Package
from .query_hash import HashedQuery, hash_query
from .query_tree import unplaced
from .reader import Reader
from .recorded_hashes import Verdict
from .records import ARTICLE
from .releases import located
from .text import one_line
from .token_damage import QUOTED, damage, is_quoted
from .typed_rows import typed_rows

if TYPE_CHECKING:
    import duckdb

WITHOUT_TOKEN = ("0.1.0",)  # versions whose citations had no token
UNREADABLE = "no citation of this dataset that can be read"
NONE = "no citation of this dataset; give what `iraqmilitias cite` printed, with the token in brackets at its end"


def verify_citation(package: Package, text: str, timeout: float | None = None) -> Verdict:
    """Say whether a text is made of citations of this dataset and nothing else, and every one of them is true.

    A citation is known by its token, and made again from the data of the version that it names: all that it says
    must be the same, and the token's hash that of the row, the query's rows or the version's files. `timeout`, in
    seconds, holds for each run of a query. Raises QueryError for a text with no citation of this dataset.
    """
    if is_quoted(text):
        raise QueryError(f"{UNREADABLE}: {QUOTED}; take these marks out")
    checker = _Checker(package, timeout)
    entries = read(text)
    if not any(entry.token or checker.old_version(entry) for entry in entries):
        reasons = [checker.foreign(entry) for entry in entries]
        told = next((reason for entry, reason in zip(entries, reasons, strict=True) if damage(entry.words)), NONE)
        told = told if joined(text) else f"{NONE}: the text is empty"
        raise QueryError(reasons[0] if len(reasons) == 1 else told)
    checked, problems = [], []
    for entry in entries:
        several = f"{one_line(entry.name)}: " if len(entries) > 1 else ""
        what, wrong = checker.check(entry)
        checked += [several + what] if what else []
        problems += [several + problem for problem in wrong]
    return Verdict(not problems, "; ".join(checked) or "nothing", tuple(problems))


@dataclass
class _Checker:
    """Checks entries against the data, and opens each version once."""

    package: Package
    timeout: float | None
    versions: dict[str, Package | None] = field(default_factory=dict)

    def check(self, entry: Entry) -> tuple[str, list[str]]:
        """Return what of an entry was checked, and what in it is wrong."""
        token = entry.token
        if token is None:
            version = self.old_version(entry)
            return self.check_old(entry, version) if version else ("", [self.foreign(entry)])
        if entry.error:
            return "", [f"the citation is not complete: {entry.error}"]
        if token.name != self.package.name:
            return "", [f"it cites another dataset, {token.name}; these data are {self.package.name}"]
        data = self.data_of(token.version)
        if data is None:
            return "", [self.elsewhere(entry, token)]
        try:
            true = self.again(data, entry, token)
        except Error as error:
            return "", [f"it cites version {token.version}: {error}"]
        problems = list(_of_token(token, true))
        if not problems:
            problems = differences(entry, true)
        return _what(true), problems

    def data_of(self, version: str) -> Package | None:
        """Return the data of a version; None where they are not on this machine."""
        if version == self.package.version:
            return self.package
        if version not in self.versions:
            self.versions[version] = located(self.package, version)
        return self.versions[version]

    def again(self, data: Package, entry: Entry, token: Token) -> Citation:
        """Return the citation that a token names, from these data."""
        if token.kind == "dataset":
            return whole_citation(data)
        with connect(data, {}) as connection:
            reader = Reader(data, connection)
            if token.kind != "query":
                return cite(reader, token.id)
            query, executed = printed_query(entry, token)
            result = hash_query(reader, query, self.timeout)
            return query_citation(data, query, result.rows, result.sha256, executed)

    def elsewhere(self, entry: Entry, token: Token) -> str:
        """Say that a version is not here, and what the citation gives on these data."""
        here = self.package.version
        reason = f"version {token.version} is not on this machine, and these data are version {here}"
        try:
            now = self.again(self.package, entry, token)
            same = "the same" if now.rows_sha256 == token.sha256 else "other"
            rows = "rows" if token.kind in ("query", "dataset") else "values"
            told = f"on version {here} it gives {same} {rows}"
        except Error as error:
            told = f"version {here}: {error}"
        return (
            f"{reason} ({told}); to check it, get that version, then: iraqmilitias --package {token.version} verify …"
        )

    def foreign(self, entry: Entry) -> str:
        """Say why an entry without a token is not a citation of the data."""
        if damaged := damage(entry.words):
            return f"{UNREADABLE}: its token was damaged in copying: {damaged}; copy it again"
        words = joined(unbroken(entry.words))
        for source in self.articles():
            named = source.title in words or (source.url and source.url in words)
            if named and version_citation(self.package).title not in words:
                return (
                    f"this refers to the article {source.record_id} and is not a citation of this dataset; "
                    f"to cite a row or line of it: iraqmilitias cite {source.record_id}:1"
                )
        reason = f" ({entry.error})" if entry.error else ""
        return f"{NONE}: {one_line(entry.name) or 'the text is empty'}{reason}"

    # citations of 0.1.0 ------------------------------------------------------------------------------------

    def old_version(self, entry: Entry) -> str | None:
        """Return the version without tokens that an entry cites; None where it cites none."""
        words = joined(unbroken(entry.words))
        for version in WITHOUT_TOKEN:
            titles = {version_citation(data).title for data in (self.package, self.data_of(version)) if data}
            if re.search(rf"(?<![0-9.]){re.escape(version)}(?![0-9])", words) and any(t in words for t in titles):
                return version
        return None

    def check_old(self, entry: Entry, version: str) -> tuple[str, list[str]]:
        """Check what a citation without a token says, as far as that goes."""
        limit = f"a citation of version {version} has no token, so it does not say which values it had"
        data = self.data_of(version)
        if data is None:
            return "", [f"{limit}, and version {version} is not on this machine; to check the rest, get that version"]
        try:
            true = self.old_again(data, entry)
        except Error as error:
            return "", [f"it cites version {version}: {error}"]
        return f"{_what(true)} ({limit}: those of version {version} were taken)", differences(entry, true)

    def old_again(self, data: Package, entry: Entry) -> Citation:
        words = unbroken(entry.note)
        query = re.search(
            rf"Query:{GAP}(.*){GAP}\((\d+){GAP}rows,{GAP}SHA-256{GAP}([0-9a-f]{{64}}),{GAP}executed{GAP}(\S+)\)\.",
            words,
            re.DOTALL,
        )
        record = re.search(rf"\bRecord{GAP}([^ \t\r\n,]+?)(?=[,.\s])", words)
        if query is None and record is None:
            return version_citation(data)
        with connect(data, {}) as connection:
            reader = Reader(data, connection)
            if query is not None:
                check_time(query[4])
                check_uncommented(reader.cursor(), query[1])
                result = hash_query(reader, joined(query[1]), self.timeout)
                told = {"query": joined(query[1]), "rows": result.rows, "rows_sha256": _old_hash(result, query[3])}
                return version_citation(data, **told, executed=query[4], kind="query")
            assert record is not None
            now = cite(reader, record[1])
        told = {name: getattr(now, name) for name in ("record_id", "article", "line", "url", "kind")}
        return version_citation(data, **told)

    def articles(self) -> list[Work]:
        """Return the articles of these data."""
        if not has_ours(self.package, "sources", *ARTICLE):
            return []
        return [work_of(row) for row in typed_rows(self.package, self.package.table("sources"))]


def check_uncommented(cursor: duckdb.DuckDBPyConnection, query: str) -> None:
    """Raise QueryError for SQL with a comment: a citation prints the query in its standard form, which has none.

    A mark of a comment is one, and no part of a text, where a letter more behind it leaves the query's tree as it is.
    (The tokens of DuckDB 1.4 have no comments.)
    """
    for mark in re.finditer(r"--|/\*", query):
        longer = f"{query[: mark.end()]}x{query[mark.end() :]}"
        if unplaced(cursor, longer) == unplaced(cursor, query):
            raise QueryError("its query has a comment, and no citation prints one: it was changed")


def _old_hash(result: HashedQuery, cited: str) -> str:
    """Return the hash that was cited where it is one of the rows in the query's order, as 0.1.0 hashed them."""
    return cited if cited in (result.sha256, result.ordered_sha256) else result.sha256


def _of_token(token: Token, true: Citation) -> Iterator[str]:
    """Yield what a token says otherwise than the data."""
    if token.kind != true.kind or (token.kind not in ("query", "dataset") and token.id != true.record_id):
        yield f"its token should be {true.token}"
    elif token.rows != true.rows:
        yield f"its number of rows is {token.rows} and should be {true.rows}"
    elif token.sha256 != true.rows_sha256:
        what = {"query": "the rows that it gives", "dataset": "the files of the version"}.get(token.kind, "the row")
        verb = "was" if what == "the row" else "were"
        yield f"{what} {verb} changed: the hash is {true.rows_sha256}, and the citation has {token.sha256}"
    elif token.printed != true.token:
        yield f"its token should be {true.token}"


def _what(true: Citation) -> str:
    """Say what was compared, in words that hold whether or not it was found to be right."""
    told = f"title, authors, year and licence of version {true.version}"
    if true.query is not None:
        return f"{told}; the {true.rows} rows that its query gives (SHA-256; not checked: when it was run)"
    if true.record_id is None:
        same = f", its {true.rows} rows by the hash of its files" if true.token else ""
        return f"{told}; the dataset as a whole{same}, no record and no query"
    place = f": {true.article}{true.place}" if true.article else ": no article"
    same = "; its row, notes and link" if true.token else ""
    return f"{told}; record {true.record_id}{place}{same}"
