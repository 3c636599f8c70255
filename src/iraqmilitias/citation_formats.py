"""A citation, and its forms, each written and read back: text, APA, BibTeX, RIS and CSL-JSON.

A form is read back to the same citation, whatever the query in it: see standard_sql for what a printed query is.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from html import escape
from typing import Any, NamedTuple

from . import bibtex
from .errors import NotFoundError, nearest

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
    read_again: str | None = None

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
        return part(self)

    def format(self, form: str) -> str:
        """Return the citation as text, bibtex, apa, ris or csl-json; NotFoundError for another form."""
        if form not in FORMATS:
            raise NotFoundError(f"no citation format {form!r}; {nearest(form, tuple(FORMATS))}")
        return FORMATS[form].write(self)


class Read(NamedTuple):
    """One citation as it was read: the fields of a Citation that its form has, or what is wrong with it.

    `part` is the sentence on the record or query; `unknown` are fields that no citation of ours has; `entry` says
    which entry of a file it was.
    """

    entry: str
    fields: dict[str, Any]
    part: str = ""
    unknown: tuple[str, ...] = ()
    error: str = ""


class Format(NamedTuple):
    """How a citation is written, and how a text of this form is read."""

    write: Callable[[Citation], str]
    read: Callable[[str], list[Read]]


# what is cited, as a sentence ------------------------------------------------------------------------------

_ = r"[ \t\r\n]+"  # where a line may have been broken
_TAIL = (
    rf"{_}\((?P<rows>\d+){_}rows?,{_}SHA-256{_}(?P<rows_sha256>[0-9a-f]{{64}}),{_}executed{_}(?P<executed>[^)]*)\)\."
)
_PLAIN_TAIL = re.sub(r"\?P<\w+>", "?:", _TAIL)
_TOKEN = r"""[eE]'(?:\\.|''|[^'\\])*'|'(?:[^']|'')*'|"(?:[^"]|"")*"|\$(?P<tag>\w*)\$.*?\$(?P=tag)\$|."""
_QUERY = re.compile(rf"Query:{_}(?P<query>(?:(?!{_PLAIN_TAIL})(?:{_TOKEN}))++){_TAIL}", re.DOTALL)
_RECORD = re.compile(
    rf"Record{_}(?P<record_id>\S+?)(?:,{_}from{_}(?P<article>.+?))?(?:,{_}line{_}(?P<line>\d+))?"
    rf"(?:{_}\[(?P<read_again>[^]]*)\])?\.",
    re.DOTALL,
)
_PART = rf"(?:{_}(?P<part>(?:Record|Query:){_}.+))?"
_NOTE = re.compile(rf"Dataset,{_}(?P<licence>.*?)\.{_PART}", re.DOTALL)


def part(cited: Citation) -> str:
    """Return what of the dataset is cited, in a sentence; nothing for the whole."""
    if cited.record_id:
        where = f", from {cited.article}" if cited.article else ""
        where += f", line {cited.line}" if cited.line else ""
        where += f" [{cited.read_again}]" if cited.read_again else ""
        return f"Record {cited.record_id}{where}."
    if cited.query:
        return f"Query: {cited.query} ({cited.rows} rows, SHA-256 {cited.rows_sha256}, executed {cited.executed})."
    return ""


def _read_part(entry: str, fields: dict[str, Any], sentence: str | None, unknown: tuple[str, ...] = ()) -> Read:
    if sentence is None:
        return Read(entry, fields, "", unknown)
    sentence = sentence.strip(" \t\r\n")
    match = _QUERY.fullmatch(sentence) or _RECORD.fullmatch(sentence)
    if match is None:
        return Read(entry, fields, sentence, unknown, "it ends before its record or query is complete")
    told = {k: v for k, v in match.groupdict().items() if k != "tag" and v is not None}
    for number in ("rows", "line"):
        if number in told:
            told[number] = int(told[number])
    return Read(entry, {**fields, **told}, sentence, unknown)


def _read_note(entry: str, fields: dict[str, Any], note: str, unknown: tuple[str, ...]) -> Read:
    match = _NOTE.fullmatch(note.strip(" \t\r\n"))
    if match is None:
        return Read(entry, fields, note, unknown, "its note is incomplete, or has been changed")
    return _read_part(entry, {**fields, "licence": match["licence"]}, match["part"], unknown)


def joined(text: str) -> str:
    """Return a text with its lines put together: each run of spaces and line breaks is one space."""
    return re.sub(_, " ", text).strip()


# text and APA ----------------------------------------------------------------------------------------------


def _text(c: Citation) -> str:
    base = f"{'; '.join(c.creators)} ({c.year}). {c.title}. Version {c.version}. Dataset. {c.licence}."
    return f"{base} {c.doi or NO_DOI}. {part(c)}".strip()


def _apa(c: Citation) -> str:
    doi = f" https://doi.org/{c.doi}" if c.doi else ""
    base = f"{', & '.join(c.creators)}. ({c.year}). {c.title} (Version {c.version}) [Data set]. {c.licence}.{doi}"
    return f"{base} {part(c)}".strip()


_YEAR = r"\((?P<year>\d{4}|n\.d\.)\)\."
_VERSIONED = (
    rf"\.{_}Version{_}(?P<version>\S+?)\.{_}Dataset\.",
    rf"{_}\(Version{_}(?P<version>[^)]+)\){_}\[Data{_}set\]\.",
)
_TEXT = re.compile(
    rf"(?P<creators>.*?){_}{_YEAR}{_}(?P<title>.+?){_VERSIONED[0]}{_}(?P<licence>.*?)\."
    rf"{_}(?P<doi>{NO_DOI.replace(' ', _)}|10\.\S+?)\.{_PART}",
    re.DOTALL,
)
_APA = re.compile(
    rf"(?P<creators>.*?)\.{_}{_YEAR}{_}(?P<title>.+?){_VERSIONED[1]}{_}(?P<licence>.*?)\."
    rf"(?:{_}https://doi\.org/(?P<doi>\S+))?{_PART}",
    re.DOTALL,
)
_BEGINS = re.compile("|".join(re.sub(r"\?P<\w+>", "?:", v) for v in _VERSIONED))


def _read_text(text: str) -> list[Read]:
    """Read a citation whose lines may be broken, or several of them: each on a line, or parted by empty lines."""
    whole = _read_one(text)
    if not whole.error and ("query" in whole.fields or len(_BEGINS.findall(text)) == 1):
        return [whole]
    units: list[str] = []
    for block in re.split(r"\n[ \t\r]*\n", text):
        for number, line in enumerate(block.split("\n")):
            if number and not _BEGINS.search(line):
                units[-1] += f"\n{line}"
            else:
                units.append(line)
    return [_read_one(unit) for unit in units if unit.strip()] if len(units) > 1 else [whole]


def _read_one(text: str) -> Read:
    text = text.strip(" \t\r\n")
    entry = joined(text)[:60] + "…"
    begins = _BEGINS.search(text)
    pattern, between = (_APA, ", & ") if begins and begins[0].endswith("].") else (_TEXT, "; ")
    match = pattern.fullmatch(text)
    if match is None:
        return Read(entry, {}, error="it is not a citation of a dataset, or is incomplete")
    fields: dict[str, Any] = {k: joined(v) for k, v in match.groupdict().items() if k != "part" and v is not None}
    if fields.get("doi") in (None, NO_DOI):
        fields["doi"] = None
    return _read_part(entry, {**fields, "creators": tuple(fields["creators"].split(between))}, match["part"])


# BibTeX ----------------------------------------------------------------------------------------------------


def key(cited: Citation) -> str:
    """Return a name for the citation that reference managers accept, another for each record or query."""
    what = cited.record_id or (cited.rows_sha256 or "dataset")[:12]
    plain = re.sub(r"[^0-9A-Za-z]", "_", what)
    if not re.fullmatch(r"[0-9A-Za-z:-]+", what):
        plain += "_" + hashlib.sha256(what.encode()).hexdigest()[:8]
    return f"iraqmilitias_{re.sub(r'[^0-9A-Za-z]', '_', cited.version)}_{plain}"


def _note(c: Citation) -> str:
    return f"Dataset, {c.licence}. {part(c)}".strip()


def _bibtex(c: Citation) -> str:
    fields = {
        "title": "{" + bibtex.escaped(c.title) + "}",
        "author": " and ".join("{" + bibtex.escaped(name) + "}" for name in c.creators),
        "year": c.year,
        "version": c.version,
        "doi": c.doi or "",
        "note": bibtex.escaped(_note(c)),
    }
    lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items() if value)
    return f"@misc{{{key(c)},\n{lines}\n}}"


def _read_bibtex(text: str) -> list[Read]:
    return [_bibtex_entry(*entry) for entry in bibtex.entries(text)]


def _bibtex_entry(name: str, entry: Mapping[str, str], error: str) -> Read:
    known = ("title", "author", "year", "version", "doi", "note")
    if not entry:
        return Read(name, {}, error=error)
    title = entry.get("title", "")
    inner = bibtex.braced(title, 0) if title.startswith("{") else None
    authors = re.split(r"(?<=\})\s+and\s+(?=\{)", entry["author"]) if "author" in entry else []
    fields = {
        "title": joined(bibtex.unescaped(inner if inner is not None and len(inner) == len(title) - 2 else title)),
        "creators": tuple(joined(bibtex.unescaped(a.removeprefix("{").removesuffix("}"))) for a in authors),
        "year": entry.get("year"),
        "version": entry.get("version"),
        "doi": entry.get("doi"),
    }
    if error:
        return Read(name, fields, error=error)
    return _read_note(name, fields, bibtex.unescaped(entry.get("note", "")), tuple(k for k in entry if k not in known))


# RIS -------------------------------------------------------------------------------------------------------


def _ris(c: Citation) -> str:
    lines = [
        ("TY", "DATA"),
        ("TI", c.title),
        *(("AU", name) for name in c.creators),
        ("PY", c.year),
        ("ET", c.version),
        *([("DO", c.doi)] if c.doi else []),
        ("N1", _note(c)),
        *([("UR", c.url)] if c.url else []),
        ("ER", ""),
    ]
    return "\n".join(f"{tag}  - {value}" for tag, value in lines)


def _read_ris(text: str) -> list[Read]:
    found: list[Read] = []
    record: list[list[str]] = []
    for line in re.split(r"\r\n|\r|\n", text):
        tag = re.match(r"([A-Z][A-Z0-9])  -(?: |$)(.*)", line)
        if tag is None:
            if record:
                record[-1][1] += f"\n{line}"
            elif line.strip():
                found.append(Read(joined(line)[:60], {}))
        elif tag[1] == "ER":
            found.append(_ris_record(record, ""))
            record = []
        else:
            record.append([tag[1], tag[2]])
    if record:
        found.append(_ris_record(record, "it has no end (ER)"))
    return found


def _ris_record(lines: list[list[str]], error: str) -> Read:
    fields: dict[str, Any] = {"creators": tuple(joined(v) for tag, v in lines if tag == "AU")}
    names = {"TI": "title", "T1": "title", "PY": "year", "ET": "version", "DO": "doi", "UR": "url", "N1": "note"}
    told = {names[tag]: value for tag, value in lines if tag in names}
    fields |= {
        name: joined(told[name]) if name in told else None for name in ("title", "year", "version", "doi", "url")
    }
    entry = str(fields["title"])[:60]
    twice = [tag for tag, n in Counter(tag for tag, _value in lines if tag in names).items() if n > 1]
    error = error or (f"it has more than one {twice[0]}" if twice else "")
    if error:
        return Read(entry, fields, error=error)
    unknown = tuple(tag for tag, _value in lines if tag not in {*names, "TY", "AU"})
    return _read_note(entry, fields, told.get("note", ""), unknown)


# CSL-JSON --------------------------------------------------------------------------------------------------


def _csl(c: Citation) -> str:
    item: dict[str, Any] = {
        "id": c.record_id or (key(c) if c.query else "iraqmilitias"),
        "type": "dataset",
        "title": c.title,
        "author": [{"literal": name} for name in c.creators],
        "issued": {"date-parts": [[int(c.year)]]} if c.year.isdecimal() else None,
        "version": c.version,
        "DOI": c.doi,
        "note": _note(c),
        "URL": c.url,
    }
    return json.dumps([{k: v for k, v in item.items() if v}], ensure_ascii=False, indent=2)


def _read_csl(text: str) -> list[Read]:
    try:
        items = json.loads(text, object_pairs_hook=_distinct)
    except (ValueError, RecursionError) as error:
        return [Read("JSON", {}, error=f"it begins like JSON and is not ({error})")]
    return [_csl_item(item) for item in (items if isinstance(items, list) else [items])]


def _distinct(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(dict(pairs)) < len(pairs):
        raise ValueError("a name is there twice in one object")
    return dict(pairs)


def _csl_item(item: Any) -> Read:
    if not isinstance(item, dict):
        return Read(str(item)[:60], {}, error="it is not an entry of a bibliography")
    known = ("id", "type", "title", "author", "issued", "version", "DOI", "note", "URL")
    try:
        year = str(item["issued"]["date-parts"][0][0]) if "issued" in item else "n.d."
        creators = tuple(str(author["literal"]) for author in item.get("author", ()))
    except (KeyError, IndexError, TypeError):
        year, creators = "", ()
    fields = {"title": item.get("title"), "creators": creators, "year": year, "version": item.get("version")}
    fields |= {"doi": item.get("DOI"), "url": item.get("URL")}
    unknown = tuple(str(k) for k in item if k not in known)
    return _read_note(str(item.get("id"))[:60], fields, str(item.get("note", "")), unknown)


# all -------------------------------------------------------------------------------------------------------

FORMATS = {
    "text": Format(_text, _read_text),
    "bibtex": Format(_bibtex, _read_bibtex),
    "apa": Format(_apa, _read_text),
    "ris": Format(_ris, _read_ris),
    "csl-json": Format(_csl, _read_csl),
}


def read(text: str) -> list[Read]:
    """Return every citation in a text of any of the forms, other people's entries among them."""
    start = text.lstrip("\ufeff \t\r\n")
    if start.startswith(("[", "{")):
        return _read_csl(start)
    if re.search(r"^[ \t]*@[ \t]*\w+\s*\{", text, re.MULTILINE):
        return _read_bibtex(text)
    if re.search(r"^(TY|TI|N1|AU)  - ", text, re.MULTILINE):
        return _read_ris(text)
    return _read_text(text)
