"""Whether citations are true: each is read, made again from the data of the version that it names, and compared."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from .citation import cite, version_citation
from .citation_formats import Citation, Read, joined, read
from .database import connect
from .errors import Error, NotFoundError, PackageError, QueryError
from .package import Package
from .query_hash import hash_query
from .reader import Reader
from .recorded_hashes import Verdict
from .releases import locate
from .text import one_line

NAMES = {"creators": "authors", "doi": "DOI", "url": "address", "rows": "number of rows", "read_again": "note"}
_SENTENCE = re.compile(r"SHA-256|^Dataset,|\bRecord\s")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def verify_citation(package: Package, text: str, timeout: float | None = None) -> Verdict:
    """Say whether every citation in a text is true: all its fields, and what it cites.

    A citation of another version is checked on that version's data where they are on this machine. Entries that do
    not cite this dataset are named as not checked. `timeout`, in seconds, holds for each run of a query. Raises
    QueryError for a text with no citation of this dataset.
    """
    title = version_citation(package).title
    ours: list[Read] = []
    others: list[Read] = []
    for entry in read(text):
        (ours if _ours(entry, title) else others).append(entry)
    if not any(entry.fields for entry in ours):
        reason = next((entry.error for entry in ours if entry.error), "it does not cite this dataset")
        raise QueryError(f"no citation of this dataset: {reason}; give what `iraqmilitias cite` printed")
    checked, problems = [], []
    for entry in ours:
        what, wrong = _check(package, entry, timeout)
        several = f"{one_line(entry.entry)}: " if len(ours) > 1 else ""
        checked.append(several + what)
        problems += [several + problem for problem in wrong]
    if others:
        names = ", ".join(one_line(entry.entry) for entry in others[:3]) + (", …" if len(others) > 3 else "")
        checked.append(f"not checked, since they are not citations of this dataset: {len(others)} ({names})")
    return Verdict(not problems, "; ".join(checked), tuple(problems))


def _ours(entry: Read, title: str) -> bool:
    """Whether an entry cites this dataset, or did before it was changed."""
    if not entry.fields:
        return bool(entry.error)
    named = entry.fields.get("title") == title or entry.entry.startswith("iraqmilitias")
    return named or "licence" in entry.fields or bool(_SENTENCE.search(entry.part))


def _check(package: Package, entry: Read, timeout: float | None) -> tuple[str, list[str]]:
    """Return what of a citation was checked, and what in it is wrong."""
    if entry.error:
        return "a citation that cannot be read", [f"the citation is not complete: {entry.error}"]
    fields = entry.fields
    version = fields.get("version")
    if not isinstance(version, str) or not version:
        return "a citation without a version", ["its version is missing"]
    data = _data_of(package, version)
    if data is None:
        return _elsewhere(package, fields, version, timeout)
    try:
        now = _again(data, fields, timeout)
    except Error as error:
        what = "the query cannot be run again" if "query" in fields else "the record"
        return f"the citation, against version {version}", [f"{what}: {error}"]
    problems = list(_differences(entry, now))
    unknown = f"; not checked: {', '.join(map(one_line, entry.unknown))}" if entry.unknown else ""
    return f"{_what(now)}{unknown}", problems


def _what(now: Citation) -> str:
    told = f"title, authors, year and licence of version {now.version}"
    if now.query is not None:
        return f"{told}; the query gives the same {now.rows} rows (SHA-256; not checked: when it was run)"
    if now.record_id is not None:
        place = f": {now.article}, line {now.line}" if now.line else f": {now.article or 'no article'}"
        return f"{told}; record {now.record_id}{place}"
    return f"{told}; it cites the dataset as a whole, no record and no query"


def _data_of(package: Package, version: str) -> Package | None:
    if version == package.version:
        return package
    try:
        other = Package(locate(version))
    except (PackageError, OSError):
        return None
    return other if other.name == package.name and other.version == version else None


def _cite(package: Package, record_id: str | None) -> Citation:
    """Return the citation of a record, or of the version; the database is opened for a record only."""
    if record_id is None:
        return version_citation(package)
    with connect(package, {}) as connection:
        return cite(Reader(package, connection), record_id)


def _again(data: Package, fields: dict[str, Any], timeout: float | None) -> Citation:
    """Return the citation of the same record or query, from these data."""
    if "query" not in fields:
        return _cite(data, fields.get("record_id"))
    result = _run(data, fields, timeout)
    told = {"query": fields["query"], "executed": joined(fields["executed"])}
    return version_citation(data, rows=result.rows, rows_sha256=result.sha256, **told)


def _run(data: Package, fields: dict[str, Any], timeout: float | None) -> Any:
    """Run the query as it is printed; where that gives something else, with its broken lines put together."""
    forms = dict.fromkeys((fields["query"], joined(fields["query"])))
    errors, results = [], []
    with connect(data, {}) as connection:
        for form in forms:
            try:
                results.append(hash_query(Reader(data, connection), form, timeout))
            except QueryError as error:
                errors.append(error)
    if not results:
        raise errors[0]
    return next((r for r in results if r.sha256 == fields["rows_sha256"]), results[0])


def _differences(entry: Read, now: Citation) -> Iterator[str]:
    """Yield what a citation says otherwise than the data."""
    for name, cited in entry.fields.items():
        true = getattr(now, name)
        if name in ("query", "executed"):
            continue
        if name in ("article", "read_again"):
            cited = joined(str(cited))
        if name == "rows_sha256" and cited != true:
            yield f"it gave rows with the hash {cited} and gives rows with the hash {true}: one of them was changed"
        elif cited != true:
            yield f"its {NAMES.get(name, name)} is {_shown(cited)} and should be {_shown(true)}"
    for name in ("article", "line", "read_again"):
        if name not in entry.fields and getattr(now, name) is not None:
            yield f"its {NAMES.get(name, name)} is not given and should be {_shown(getattr(now, name))}"
    if "executed" in entry.fields and not _TIME.fullmatch(joined(entry.fields["executed"])):
        yield f"it was run at {_shown(entry.fields['executed'])}, which is not a time such as 2026-11-27T15:04:05Z"


def _elsewhere(package: Package, fields: dict[str, Any], version: str, timeout: float | None) -> tuple[str, list[str]]:
    """Say what a citation of a version that is not here gives on these data."""
    same = ""
    if "query" in fields:
        try:
            result = _run(package, fields, timeout)
            alike = "the same" if result.sha256 == fields["rows_sha256"] else "other"
            same = f" (on version {package.version} its query gives {alike} rows)"
        except Error as error:
            same = f" (on version {package.version} its query cannot be run: {error})"
    elif "record_id" in fields:
        try:
            now = _cite(package, fields["record_id"])
            alike = "the same" if joined(str(fields.get("article"))) == str(now.article) else "another"
            same = f" (in version {package.version} the record is from {alike} article, line {now.line})"
        except NotFoundError:
            same = f" (version {package.version} does not have the record)"
    reason = f"version {version} is not on this machine, and these data are version {package.version}{same}"
    return "nothing", [f"{reason}; to check it, get that version, then: iraqmilitias --package {version} verify …"]


def _shown(value: Any) -> str:
    if isinstance(value, tuple):
        value = "; ".join(value)
    return "missing" if value is None or value == "" else f"“{one_line(str(value))}”"
