"""Reads a citation in any of its forms, and says whether it still holds."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, NamedTuple

from ..errors import Error, NotFoundError, QueryError
from .verify import Verdict

if TYPE_CHECKING:
    from ..dataset import Dataset

_VERSION = re.compile(
    r"\bVersion\s+(\d[^\s)]*?)[.)](?=\s)|^\s*version = \{([^}]+)\}|^ET  - (\S+)|\"version\":\s*\"([^\"]+)\"",
    re.MULTILINE,
)
_QUERY = re.compile(
    r"Query:\s(?P<sql>.*)\s\((?P<rows>\d+)\s+rows?,\s+SHA-256\s+(?P<sha>[0-9a-f]{64}),\s+executed\s+(?P<when>[^)]*)\)\.",
    re.DOTALL,
)
_RECORD = re.compile(r"Record\s+(?P<id>[^\s,.]+)(?:,\s+from\s+(?P<article>.*))?,\s+line\s+(?P<line>\d+)\.", re.DOTALL)
_WHOLE = re.compile(r"Record\s+(?P<id>[^\s,.]+)(?:,\s+from\s+(?P<article>.*))?\.\s*$", re.DOTALL)
_UNTEX = re.compile(r"\\textasciitilde\{\}|\\textasciicircum\{\}|\\textbackslash\{\}|\\([&%$#_{}])")


class Cited(NamedTuple):
    """What a citation says: the version; and a query with its rows and hash, or a record with its article and line."""

    version: str
    query: str | None = None
    rows: int | None = None
    sha256: str | None = None
    executed: str | None = None
    record_id: str | None = None
    article: str | None = None
    line: int | None = None


def read_citation(text: str) -> Cited:
    """Read a citation as text, APA, BibTeX, RIS or CSL-JSON. Raises QueryError where it is none of this dataset's."""
    version = _VERSION.search(text)
    if version is None:
        raise QueryError("no citation of this dataset: it names no version; give what `iraqmilitias cite` printed")
    number = next(group for group in version.groups() if group)
    note = _note(text)
    if query := _QUERY.search(note):
        return Cited(number, query["sql"], int(query["rows"]), query["sha"], query["when"])
    if record := _RECORD.search(note):
        return Cited(number, record_id=record["id"], article=record["article"], line=int(record["line"]))
    if record := _WHOLE.search(note):
        return Cited(number, record_id=record["id"], article=record["article"])
    return Cited(number)


def _note(text: str) -> str:
    """Return the part of a citation that tells the record or query, out of its format's escapes."""
    stripped = text.strip()
    if stripped.startswith("@"):
        named = {"tilde": "~", "circum": "^", "backslash": "\\"}

        def plain(match: re.Match[str]) -> str:
            return match[1] or next(sign for name, sign in named.items() if name in match[0])

        return _UNTEX.sub(plain, "".join(re.findall(r"^\s*note = \{(.*)\},?$", text, re.MULTILINE)))
    if stripped.startswith("TY  - "):
        return "".join(re.findall(r"^N1  - (.*)$", text, re.MULTILINE))
    if stripped.startswith(("[", "{")):
        try:
            item = json.loads(stripped)
        except ValueError as error:
            raise QueryError(f"no citation: it begins like JSON and is none ({error})") from None
        item = item[0] if isinstance(item, list) and item else item
        return str(item.get("note", "")) if isinstance(item, dict) else ""
    return text


def verify_citation(dataset: Dataset, text: str, timeout: float | None = None) -> Verdict:
    """Say whether a citation still gives what it cites, on these data; `timeout` in seconds for each run of a query.

    Raises QueryError for a text that is no citation, or a query that cannot be run again.
    """
    cited = read_citation(text)
    same = cited.version == dataset.version
    where = f"version {dataset.version}" if same else f"version {dataset.version}, cited from version {cited.version}"
    if cited.query is not None:
        return _query(dataset, cited, same, where, timeout)
    if cited.record_id is not None:
        return _record(dataset, cited, same, where)
    if same:
        return Verdict(True, f"the dataset, {where}")
    return Verdict(False, f"the dataset, {where}", (f"these data are version {dataset.version}; {_open(cited)}",))


def _open(cited: Cited) -> str:
    return f"to read the version cited: iraqmilitias --package {cited.version} …"


def _query(dataset: Dataset, cited: Cited, same: bool, where: str, timeout: float | None) -> Verdict:
    from ..query_hash import hash_query

    what = f"the query, {where}"
    try:
        now = hash_query(dataset, str(cited.query), timeout)
    except Error as error:
        return Verdict(False, what, (f"the query cannot be run again: {error}",))
    if now.sha256 == cited.sha256:
        return Verdict(True, f"{what}: the same {now.rows} rows")
    found = f"it gave {cited.rows} rows ({cited.sha256}) and gives {now.rows} ({now.sha256})"
    reason = "the citation or the data were changed" if same else f"the data have changed since; {_open(cited)}"
    return Verdict(False, what, (f"{found}: {reason}",))


def _record(dataset: Dataset, cited: Cited, same: bool, where: str) -> Verdict:
    what = f"record {cited.record_id}, {where}"
    try:
        now = dataset.cite(cited.record_id)
    except NotFoundError as error:
        return Verdict(False, what, (str(error),))
    problems = []
    if now.line != cited.line:
        problems.append(f"it was cited from line {cited.line} and stands at line {now.line}")
    if _folded(now.article) != _folded(cited.article):
        problems.append(f"it was cited from {cited.article} and comes from {now.article}")
    if problems and not same:
        problems.append(_open(cited))
    place = f"{now.article}, line {now.line}" if now.line else str(now.article or "no article")
    return Verdict(not problems, f"{what}: {place}", tuple(problems))


def _folded(text: str | None) -> str:
    return " ".join((text or "").split())
