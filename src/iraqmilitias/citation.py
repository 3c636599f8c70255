"""Citations of a version, of one row in it, and of one query's result; and references to the articles."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from . import retirement
from .calendar_days import source_date
from .citation_formats import Citation, Work, query_id, token
from .errors import NotFoundError, QueryError
from .package import Package
from .query_hash import hash_query
from .reader import Reader
from .records import REFERENCE, Trace, trace
from .row_hash import row_sha256
from .text import one_line
from .typed_rows import read_cells
from .values import printed

WORKS = {"sources": "article", "bibliography": "reference"}  # tables whose rows are works of others, and what they are


def cite(
    reader: Reader, record_id: str | None = None, query: str | None = None, timeout: float | None = None
) -> Citation:
    """Return a citation of the version, of a record, a line ("src-0004:79") or another row, or of a query's result.

    For the id of an article or of a reference it is that work's own reference. NotFoundError for an unknown id and
    for a retired one, with what replaced it; QueryError for SQL that is refused, fails or may change.
    """
    if record_id is not None and query is not None:
        raise QueryError("cite one record or one query, not both")
    if query is not None:
        result = hash_query(reader, query, timeout)
        when = (source_date() or datetime.datetime.now(datetime.UTC)).strftime("%Y-%m-%dT%H:%M:%SZ")
        return query_citation(reader.package, result.query, result.rows, result.sha256, when)
    if record_id is None:
        return whole_citation(reader.package)
    found = trace(reader, record_id)
    if found.retired is not None:
        told = "; it ".join(one_line(line).rstrip(".") for line in retirement.words(found.retired, found.went_to))
        raise NotFoundError(f"no record {record_id!r}: it was {told}")
    work = work_of(found.source) if found.source is not None else None
    own = work if found.table == "sources" else None
    if found.table == "bibliography" and reader.has("bibliography", *REFERENCE):
        own = _reference(found.row)
    if own is not None:
        return version_citation(
            reader.package, record_id=record_id, article=str(own), url=own.url, work=own, kind=WORKS[found.table]
        )
    return record_citation(
        reader.package,
        record_id=found.record_id,
        kind="line" if found.table == "lines" else "record",
        rows_sha256=row_sha256({name: printed(value) for name, value in found.row.items()}),
        work=work,
        article=str(work) if work else None,
        line=found.line,
        url=found.link,
        printed=printed(found.row.get("printed")) or None,
        read_again=str(found.read_again) if found.read_again else None,
        verdicts=_verdicts(found),
    )


def record_citation(package: Package, record_id: str, kind: str, rows_sha256: str, **more: Any) -> Citation:
    """Return the citation of one row, with its token."""
    mark = _token(package, f"{kind} {quote(record_id, safe=':')}", 1, rows_sha256)
    return version_citation(
        package, record_id=record_id, kind=kind, rows=1, rows_sha256=rows_sha256, token=mark, **more
    )


def query_citation(package: Package, query: str, rows: int, sha256: str, executed: str) -> Citation:
    """Return the citation of a query's result, with its token."""
    mark = _token(package, f"query {query_id(query)}", rows, sha256)
    told = {"query": query, "rows": rows, "rows_sha256": sha256, "executed": executed}
    return version_citation(package, **told, token=mark, kind="query")


def whole_citation(package: Package) -> Citation:
    """Return the citation of the package's version: its token has the number of all rows and the hash of all files."""
    rows = sum(len(read_cells(table, package.read_bytes(table.path))) for table in package.readable_tables.values())
    sha256 = package.content_hash()
    mark = _token(package, "dataset", rows, sha256)
    return version_citation(package, rows=rows, rows_sha256=sha256, token=mark)


def _token(package: Package, what: str, rows: int, sha256: str) -> str:
    """Return a token; spaces and the like in the name and version, which end them there, are written as %20."""
    name, version = quote(package.name, safe="/"), quote(package.version, safe="/+:!")
    return token(name, version, what, rows, sha256)


def version_citation(package: Package, **more: Any) -> Citation:
    """Return what every citation of the package's version says, with `more` fields and without a token."""
    descriptor = package.descriptor
    people = [c for c in package.listed("contributors") if c.get("title")]
    creators = [c for c in people if "creator" in _roles(c)] or people
    year = str(descriptor.get("created", ""))[:4]
    return Citation(
        title=one_line(str(descriptor.get("title") or package.name)),
        version=package.version,
        year=year if year.isdecimal() and len(year) == 4 else "n.d.",
        creators=tuple(one_line(str(c["title"])) for c in creators) or ("no author given",),
        licence=", ".join(one_line(str(x.get("name", ""))) for x in package.listed("licenses")),
        doi=str(descriptor["id"]) if str(descriptor.get("id", "")).startswith("10.") else None,
        **more,
    )


def _roles(person: Mapping[str, Any]) -> list[Any]:
    roles = person.get("roles") or [person.get("role")]
    return roles if isinstance(roles, list) else [roles]


def work_of(source: Mapping[str, Any]) -> Work:
    """Return the article that a row of sources describes."""
    return Work(
        record_id=source["source_id"],
        kind="article",
        title=one_line(source["title"] or ""),
        author=one_line(source["author"]) if source["author"] else None,
        inferred=source.get("author_basis") == "inferred",
        publisher=one_line(source["publisher"] or ""),
        date_from=printed(source["date_from"]),
        date_to=printed(source["date_to"]),
        url=source["url"] or "",
        language=source.get("language"),
    )


def _reference(row: Mapping[str, Any]) -> Work:
    date = row["date"] or ""
    told = {"title": one_line(row["title"] or ""), "publisher": one_line(row["publisher"] or "")}
    return Work(
        row["reference_id"],
        "reference",
        author=None,
        inferred=False,
        date_from=date,
        date_to=date,
        url=row["url"] or "",
        **told,
    )


def _verdicts(found: Trace) -> tuple[str, ...]:
    """Return what a reader must know before handing a record on, each with the address that it rests on."""
    return tuple(
        one_line(f"{v['verdict_text']}, {v['reference_url']}" if v["reference_url"] else v["verdict_text"])
        for v in found.verdicts
    )
