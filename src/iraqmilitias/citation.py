"""Citations of a version, of one row in it, and of one query's result."""

from __future__ import annotations

import datetime
import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from html import escape
from typing import TYPE_CHECKING, Any

from .errors import NotFoundError, QueryError, nearest
from .records import trace

if TYPE_CHECKING:
    from .dataset import Dataset

FORMATS = ("text", "bibtex", "apa", "ris", "csl-json")
NO_DOI = "no DOI assigned"


@dataclass(frozen=True)
class Citation:
    """What to cite: the dataset's version; the article and line of a row; the SQL and hash of a query's result."""

    title: str
    version: str
    year: str
    creators: tuple[str, ...]
    licence: str
    doi: str | None
    record_id: str | None = None
    article: str | None = None
    line: int | None = None
    url: str | None = None
    query: str | None = None
    rows: int | None = None
    rows_sha256: str | None = None
    executed: str | None = None

    def __str__(self) -> str:
        return self.format("text")

    def to_dict(self) -> dict[str, Any]:
        """Return the citation as plain values."""
        return asdict(self)

    def _repr_html_(self) -> str:
        return f"<p>{escape(str(self))}</p>"

    @property
    def part(self) -> str:
        """What of the dataset is cited, in words; empty for the whole."""
        if self.record_id:
            where = f", from {self.article}" if self.article else ""
            where += f", line {self.line}" if self.line else ""
            return f"Record {self.record_id}{where}."
        if self.query:
            return f"Query: {self.query} ({self.rows} rows, SHA-256 {self.rows_sha256}, executed {self.executed})."
        return ""

    def format(self, form: str) -> str:
        """Return the citation as text, bibtex, apa, ris or csl-json; NotFoundError for another form."""
        writers = {
            "text": self._text,
            "apa": self._apa,
            "bibtex": self._bibtex,
            "ris": self._ris,
            "csl-json": self._csl,
        }
        if form not in writers:
            raise NotFoundError(f"no citation format {form!r}; {nearest(form, FORMATS)}")
        return writers[form]()

    def _text(self) -> str:
        base = (
            f"{'; '.join(self.creators)} ({self.year}). {self.title}. Version {self.version}. Dataset. "
            f"{self.licence}. {self.doi or NO_DOI}."
        )
        return f"{base} {self.part}".strip()

    def _apa(self) -> str:
        creators = ", & ".join(self.creators)
        end = f" https://doi.org/{self.doi}" if self.doi else ""
        part = f" {self.part}" if self.part else ""
        return (
            f"{creators}. ({self.year}). {self.title} (Version {self.version}) [Data set]. {self.licence}.{end}{part}"
        )

    def _bibtex(self) -> str:
        part = self.record_id or (self.rows_sha256 or "dataset")[:12]
        key = f"iraqmilitias_{self.version}_{part}".replace(".", "_").replace("-", "_")
        fields = {
            "title": "{" + _tex(self.title) + "}",
            "author": " and ".join("{" + _tex(c) + "}" for c in self.creators),
            "year": self.year,
            "version": self.version,
            "doi": self.doi or "",
            "note": _tex(self._note()),
        }
        lines = ",\n".join(f"  {k} = {{{v}}}" for k, v in fields.items() if v)
        return f"@misc{{{key},\n{lines}\n}}"

    def _note(self) -> str:
        return f"Dataset, {self.licence}. {self.part}".strip()

    def _ris(self) -> str:
        lines = [
            "TY  - DATA",
            f"TI  - {self.title}",
            *(f"AU  - {c}" for c in self.creators),
            f"PY  - {self.year}",
        ]
        lines += [f"ET  - {self.version}"] + ([f"DO  - {self.doi}"] if self.doi else [])
        lines += [f"N1  - {self._note()}"]
        lines += [f"UR  - {self.url}"] if self.url else []
        return "\n".join([*lines, "ER  - "])

    def _csl(self) -> str:
        item: dict[str, Any] = {
            "id": self.record_id or "iraqmilitias",
            "type": "dataset",
            "title": self.title,
            "author": [{"literal": c} for c in self.creators],
            "issued": {"date-parts": [[int(self.year)]]},
            "version": self.version,
        }
        for key, value in (("DOI", self.doi), ("note", self._note()), ("URL", self.url)):
            if value:
                item[key] = value
        return json.dumps([item], ensure_ascii=False, indent=2)


def _tex(text: str) -> str:
    escaped = {c: "\\" + c for c in "&%$#_{}"} | {
        "~": "\\textasciitilde{}",
        "^": "\\textasciicircum{}",
        "\\": "\\textbackslash{}",
    }
    return "".join(escaped.get(c, c) for c in text)


def cite(
    dataset: Dataset, record_id: str | None = None, query: str | None = None, timeout: float | None = None
) -> Citation:
    """Return a citation; NotFoundError for an unknown id, QueryError for SQL that is refused, fails or may change."""
    descriptor: Mapping[str, Any] = dataset.package.descriptor
    base: dict[str, Any] = {
        "title": str(descriptor.get("title", dataset.package.name)),
        "version": dataset.version,
        "year": str(descriptor.get("created", ""))[:4] or "n.d.",
        "creators": tuple(
            c.get("title", "") for c in descriptor.get("contributors", ()) if "creator" in c.get("roles", ())
        ),
        "licence": ", ".join(x.get("name", "") for x in descriptor.get("licenses", ())),
        "doi": str(descriptor["id"]) if str(descriptor.get("id", "")).startswith("10.") else None,
    }
    if record_id is not None and query is not None:
        raise QueryError("cite one record or one query, not both")
    if record_id is not None:
        found = trace(dataset, record_id)
        source = found.source
        article = None
        if source is not None:
            author = source["author"] or "unnamed author"
            article = f"{author}, “{source['title']}”, {source['publisher']}, {_when(source)}"
        return Citation(**base, record_id=record_id, article=article, line=found.line, url=found.link)
    if query is not None:
        from .query_hash import hash_query

        found_rows = hash_query(dataset, query, timeout)
        return Citation(
            **base,
            query=found_rows.query,
            rows=found_rows.rows,
            rows_sha256=found_rows.sha256,
            executed=_now().strftime("%Y-%m-%dT%H:%M:%SZ"),
        )
    return Citation(**base)


def _when(source: Mapping[str, Any]) -> str:
    first, last = source["date_from"], source["date_to"]
    return f"{first}" if first == last else f"between {first} and {last}"


def _now() -> datetime.datetime:
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch and epoch.isdigit():
        return datetime.datetime.fromtimestamp(int(epoch), datetime.UTC)
    return datetime.datetime.now(datetime.UTC)
