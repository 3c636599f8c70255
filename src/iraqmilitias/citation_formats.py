"""A citation and its forms: text, APA, BibTeX, RIS and CSL-JSON.

Every form of a citation of the data ends with one token, such as
`[iraqmilitias 0.2.0; record fig-0019; 1 row; sha256 1f99…]`, by which `verify` knows it; a reference to an article has
none. How a printed query looks is in standard_sql.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from html import escape
from typing import Any, NamedTuple

from . import bibtex
from .arguments import checked
from .errors import NotFoundError, nearest
from .text import one_line

NO_DOI = "No DOI assigned"
NO_DOI_OF_0_1 = "no DOI assigned"  # in citations of 0.1.0, which have no token
MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]


@dataclass(frozen=True)
class Work:
    """An article, or a reference that a row rests on: what a bibliography says of it."""

    record_id: str
    kind: str  # article or reference
    title: str
    author: str | None
    inferred: bool  # the author is not printed
    publisher: str
    date_from: str
    date_to: str
    url: str
    language: str | None = None

    @property
    def when(self) -> str:
        """Return the date, or both bounds of one that is not known to the day."""
        if self.date_from == self.date_to:
            return self.date_from or "n.d."
        return f"between {self.date_from} and {self.date_to}"

    @property
    def by(self) -> str:
        """Return who wrote it, marked where that is inferred and not printed."""
        if self.author is None:
            return "unnamed author" if self.kind == "article" else self.publisher
        return f"{self.author} (inferred)" if self.inferred else self.author

    def __str__(self) -> str:
        publisher = f"{self.publisher}, " if self.author or self.kind == "article" else ""
        return one_line(f"{self.by}, “{self.title}”, {publisher}{self.when}")


@dataclass(frozen=True)
class Citation:
    """What to cite: the dataset's version; the article and line of a row; the SQL and hash of a query's result.

    `rows` and `rows_sha256` are the number and the hash of what is cited: all rows of the version, one row, or those
    that a query gives. `kind` is dataset, record, line, query, article or reference; the last two name a `work` that
    is not ours, and have no `token`.
    """

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
    read_again: str | None = None
    printed: str | None = None
    verdicts: tuple[str, ...] = ()
    token: str | None = None
    work: Work | None = field(default=None, repr=False)
    kind: str = "dataset"

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
        if self.query is not None:
            return f"Query: {self.query} ({self.rows} rows, SHA-256 {self.rows_sha256}, executed {self.executed})."
        if self.record_id is None:
            return ""
        from_article = f", from {self.article}" if self.article else ""
        return f"Record {self.record_id}{from_article}{self.place}."

    @property
    def place(self) -> str:
        """The line and the words there that the row is about."""
        where = f", line {self.line}" if self.line else ""
        return where + (f", “{self.printed}”" if self.printed else "")

    @property
    def remarks(self) -> str:
        """What a reader must know of the row: how it was read again, and every verdict on it."""
        told = [f"[{self.read_again}]"] if self.read_again else []
        return " ".join((*told, *(f"Note: {verdict}." for verdict in self.verdicts)))

    @property
    def note(self) -> str:
        """The licence, what is cited and the token, for a form that has one field for all of them."""
        return _joined(f"Dataset, {self.licence}.", self.part, self.remarks, self.token)

    @checked
    def format(self, form: str) -> str:
        """Return the citation as text, bibtex, apa, ris or csl-json; NotFoundError for another form."""
        if form not in FORMATS:
            raise NotFoundError(f"no citation format {form!r}; {nearest(form, tuple(FORMATS))}")
        written = FORMATS[form]
        return written.work(self.work) if self.token is None and self.work else written.data(self)


def token(name: str, version: str, what: str, rows: int, sha256: str) -> str:
    """Return the token of a citation; `what` is its kind, with the id of a record or the hash of a query."""
    return f"[{name} {version}; {what}; {rows} row{'' if rows == 1 else 's'}; sha256 {sha256}]"


def query_id(query: str) -> str:
    """Return the hash of a printed query, by which its token names it."""
    return hashlib.sha256(query.encode()).hexdigest()


def _joined(*parts: str | None) -> str:
    return " ".join(part for part in parts if part)


# text and APA ----------------------------------------------------------------------------------------------


def _text(c: Citation) -> str:
    base = f"{'; '.join(c.creators)} ({c.year}). {c.title}. Version {c.version}. Dataset. {c.licence}."
    base += f" {c.doi or (NO_DOI if c.token else NO_DOI_OF_0_1)}."
    if c.record_id is None or not c.token:
        return _joined(base, c.part, c.remarks, c.token)
    article = f"{c.article}{c.place}. {c.url}. " if c.article else ""
    return _joined(f"{article}Record {c.record_id} in: {base}", c.remarks, c.token)


def _text_of_work(w: Work) -> str:
    return f"{w}. {w.url}" if w.url else f"{w}."


def _apa(c: Citation) -> str:
    doi = f" https://doi.org/{c.doi}" if c.doi else ""
    base = f"{', & '.join(c.creators)}. ({c.year}). {c.title} (Version {c.version}) [Data set]. {c.licence}.{doi}"
    return _joined(base, c.part, c.remarks, c.token)


def _apa_of_work(w: Work) -> str:
    day = _day(w.date_from) if w.date_from == w.date_to else None
    when = f"{day:%Y, %B} {day.day}" if day else w.when
    if w.author is None:
        return f"{w.title}. ({when}). {w.publisher}. {w.url}".strip()
    return f"{w.by}. ({when}). {w.title}. {w.publisher}. {w.url}".strip()


def _day(date: str) -> datetime.date | None:
    return datetime.date.fromisoformat(date) if re.fullmatch(r"\d{4}-\d\d-\d\d", date) else None


# BibTeX, RIS and CSL-JSON ----------------------------------------------------------------------------------

# A field of an entry is named here for each form, and filled in `_entry` or `_entry_of_work`.
NAMES = {
    "title": ("title", "TI", "title"),
    "author": ("author", "AU", "author"),
    "container": ("journal", "T2", "container-title"),
    "date": ("year", "PY", "issued"),
    "version": ("version", "ET", "version"),
    "doi": ("doi", "DO", "DOI"),
    "language": ("language", "LA", "language"),
    "note": ("note", "N1", "note"),
    "url": ("url", "UR", "URL"),
}
TYPES = {
    "dataset": ("misc", "DATA", "dataset"),
    "article": ("article", "NEWS", "article-newspaper"),
    "reference": ("misc", "ELEC", "webpage"),
}


class Entry(NamedTuple):
    """A citation or reference as a bibliography has it, its fields by the names of NAMES.

    `author` are names, which BibTeX may take apart where they are a `person`; `date` is the first and the last day.
    """

    key: str
    id: str
    type: str
    fields: dict[str, Any]
    person: bool = False


def key(cited: Citation) -> str:
    """Return a name for the citation that reference managers accept, another for each record or query."""
    what = cited.record_id or (query_id(cited.query)[:16] if cited.query is not None else "dataset")
    if not re.fullmatch(r"[0-9a-z:-]+", what):
        what += "_" + hashlib.sha256(what.encode()).hexdigest()[:8]
    return _key(cited.version, what)


def _key(*parts: str) -> str:
    return "_".join(("iraqmilitias", *(re.sub(r"[^0-9A-Za-z]", "_", part) for part in parts)))


def _entry(c: Citation) -> Entry:
    fields: dict[str, Any] = {
        "title": c.title,
        "author": c.creators,
        "date": (c.year, c.year),
        "version": c.version,
        "doi": c.doi,
    }
    fields |= {"note": c.note, "url": c.url}
    return Entry(key(c), c.record_id or (key(c) if c.query else "iraqmilitias"), "dataset", fields)


def _entry_of_work(w: Work) -> Entry:
    fields: dict[str, Any] = {"title": w.title, "author": (w.by,) if w.author else (), "container": w.publisher}
    fields |= {"date": (w.date_from, w.date_to), "language": w.language, "url": w.url}
    fields["note"] = None if w.date_from == w.date_to else w.when
    return Entry(_key(w.record_id), w.record_id, w.kind, fields, not w.inferred)


def _named(entry: Entry, form: int) -> dict[str, Any]:
    """Return the fields that an entry has, in the order of NAMES, by their names in a form."""
    return {NAMES[name][form]: entry.fields[name] for name in NAMES if entry.fields.get(name)}


def _bibtex(entry: Entry) -> str:
    type_, written = TYPES[entry.type][0], dict[str, str]()
    for name, value in _named(entry, 0).items():
        if name == "year":
            (first, last), parts = value, [*value[1].split("-"), "", ""]
            written |= {"year": parts[0], "month": MONTHS[int(parts[1]) - 1] if parts[1] else ""}
            written["date"] = f"{first}/{last}" if first != last else last if parts[1] else ""
        elif name == "author":
            written[name] = " and ".join(n if entry.person else "{" + bibtex.escaped(n) + "}" for n in value)
        elif name == "url":  # without the characters that BibTeX counts, which an address writes as %XX
            written[name] = re.sub(r"[{}\\ ]", lambda m: f"%{ord(m[0]):02X}", value)
        elif name == "title":
            written[name] = "{" + bibtex.escaped(value) + "}"
        else:
            name = "howpublished" if name == "journal" and type_ != "article" else name
            written[name] = bibtex.escaped(value) if name in ("journal", "howpublished", "note") else value
    return bibtex.entry(type_, entry.key, written)


def _ris(entry: Entry) -> str:
    lines = [("TY", TYPES[entry.type][1])]
    for tag, value in _named(entry, 1).items():
        if tag == "PY":
            first, last = value
            lines += [("PY", last.split("-")[0]), ("DA", first.replace("-", "/") if "-" in first else "")]
        else:
            lines += [(tag, one) for one in (value if isinstance(value, tuple) else (value,))]
    return "\n".join((*(f"{tag}  - {value}" for tag, value in lines if value), "ER  - "))


def _csl(entry: Entry) -> str:
    item = {"id": entry.id, "type": TYPES[entry.type][2], **_named(entry, 2)}
    days = [day.split("-") for day in dict.fromkeys(item["issued"]) if re.fullmatch("[0-9-]+", day)]
    item["issued"] = {"date-parts": [[int(part) for part in day] for day in days]} if days else None
    item["author"] = [{"literal": name} for name in item.get("author", ())]
    return json.dumps([{name: value for name, value in item.items() if value}], ensure_ascii=False, indent=2)


class Format(NamedTuple):
    """How a citation of the data, and a reference to a work, are written in one form, and how a file of it ends."""

    data: Callable[[Citation], str]
    work: Callable[[Work], str]
    ending: str = ""


def _of_entries(write: Callable[[Entry], str], ending: str = "") -> Format:
    return Format(lambda cited: write(_entry(cited)), lambda work: write(_entry_of_work(work)), ending)


FORMATS = {
    "text": Format(_text, _text_of_work),
    "bibtex": _of_entries(_bibtex, "bib"),
    "apa": Format(_apa, _apa_of_work),
    "ris": _of_entries(_ris, "ris"),
    "csl-json": _of_entries(_csl),
}
