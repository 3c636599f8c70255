"""Citations of a version, of one row in it, and of one query's result."""

from __future__ import annotations

import datetime
import os
from collections.abc import Mapping
from typing import Any

from .citation_formats import Citation
from .errors import QueryError
from .package import Package
from .query_hash import hash_query
from .reader import Reader
from .records import author_of, line_of_article, trace
from .text import one_line


def cite(
    reader: Reader, record_id: str | None = None, query: str | None = None, timeout: float | None = None
) -> Citation:
    """Return a citation of the version, of a record or line ("src-0004:79"), or of a query's result.

    NotFoundError for an unknown id; QueryError for SQL that is refused, fails or may change.
    """
    if record_id is not None and query is not None:
        raise QueryError("cite one record or one query, not both")
    if query is not None:
        result = hash_query(reader, query, timeout)
        when = _now().strftime("%Y-%m-%dT%H:%M:%SZ")
        return version_citation(
            reader.package, query=result.query, rows=result.rows, rows_sha256=result.sha256, executed=when
        )
    if record_id is None:
        return version_citation(reader.package)
    found = line_of_article(reader, record_id) or trace(reader, record_id)
    article = _article(found.source) if found.source is not None else None
    read_again = str(found.read_again) if found.read_again else None
    return version_citation(
        reader.package, record_id=record_id, article=article, line=found.line, url=found.link, read_again=read_again
    )


def version_citation(package: Package, **more: Any) -> Citation:
    """Return the citation of the package's version, with `more` fields of what in it is cited."""
    descriptor = package.descriptor
    people = [c for c in _objects(descriptor.get("contributors")) if c.get("title")]
    creators = [c for c in people if "creator" in (c.get("roles") or [c.get("role")])] or people
    year = str(descriptor.get("created", ""))[:4]
    return Citation(
        title=one_line(str(descriptor.get("title") or package.name)),
        version=package.version,
        year=year if year.isdecimal() and len(year) == 4 else "n.d.",
        creators=tuple(one_line(str(c["title"])) for c in creators) or ("no author given",),
        licence=", ".join(one_line(str(x.get("name", ""))) for x in _objects(descriptor.get("licenses"))),
        doi=str(descriptor["id"]) if str(descriptor.get("id", "")).startswith("10.") else None,
        **more,
    )


def _objects(value: Any) -> list[Mapping[str, Any]]:
    return [item for item in value if isinstance(item, Mapping)] if isinstance(value, list) else []


def _article(source: Mapping[str, Any]) -> str:
    first, last = source["date_from"], source["date_to"]
    when = f"{first}" if first == last else f"between {first} and {last}"
    author = author_of(source) or "unnamed author"
    return one_line(f"{author}, “{source['title']}”, {source['publisher']}, {when}")


def _now() -> datetime.datetime:
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch and epoch.isdigit():
        return datetime.datetime.fromtimestamp(int(epoch), datetime.UTC)
    return datetime.datetime.now(datetime.UTC)
