"""Takes a text apart into citations, each with its token: the entries of BibTeX, RIS or CSL-JSON, or plain text."""

from __future__ import annotations

import datetime
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from . import bibtex
from .citation_formats import FORMATS, Citation, query_id
from .errors import QueryError
from .text import one_line

GAP = r"[ \t\r\n]+"  # where a line may have been broken
TOKEN = re.compile(
    rf"\[(?P<name>[^ \t\r\n;\[\]]+){GAP}(?P<version>[^ \t\r\n;\]]+);{GAP}(?P<kind>dataset|record|line|query)"
    rf"(?:{GAP}(?P<id>[^ \t\r\n;\]]+))?;{GAP}(?P<rows>[0-9]+){GAP}rows?;{GAP}sha256{GAP}(?P<sha256>[0-9a-f]{{64}})\]"
)
_BRACKETS = re.compile(r"\[[^\[\]]*\]")
_BREAK = re.compile(r"(?<=[-/])[ \t]*\r?\n[ \t]*")  # where a program broke a line behind a hyphen or slash
_LINE_END = re.compile(r"(?<![ \t\r\n])[ \t]*\r?\n[ \t]*(?![ \t\r\n])")  # of a line with another one below
_TIME = "%Y-%m-%dT%H:%M:%SZ"
_MONTH, _DAY = "(?:0?[1-9]|1[0-2])", "(?:0?[1-9]|[12][0-9]|3[01])"
_DATE = rf"[12][0-9]{{3}}(?:(?P<sign>[-/]){_MONTH}(?:(?P=sign){_DAY})?)?"
_DATE_PARTS = rf'\[\["?[12][0-9]{{3}}"?(?:, "?{_MONTH}"?(?:, "?{_DAY}"?)?)?\]\]'
_NAME = r"\S*"
_ANY = r"(?s:.*)"
# What reference managers add to an entry for themselves, and what it has to be: what styles print (the day on which
# a page was seen, a label) can say nothing else. Any other field that we do not write is refused.
HOUSEKEEPING = {
    "bibtex": {
        **dict.fromkeys(("keywords", "file", "groups", "owner", "timestamp", "date-added", "date-modified"), _ANY),
        "urldate": _DATE,
    },
    "ris": {
        "KW": _ANY,
        "L1": _ANY,
        "ID": _NAME,
        "LB": _NAME,
        "Y2": rf"{_DATE}/*(?: ?[0-9]{{2}}:[0-9]{{2}}(?::[0-9]{{2}})?)?",
    },
    "csl-json": {
        "keyword": _ANY,
        "citation-key": _NAME,
        "accessed": rf'\{{"date-parts": {_DATE_PARTS}\}}|\{{"raw": "{_DATE}"\}}',
    },
}
_MUST = {_DATE: "a date such as 2026-11-27", _NAME: "a name without spaces"}


@dataclass(frozen=True)
class Token:
    """What a citation's token says."""

    name: str
    version: str
    kind: str
    id: str | None
    rows: int
    sha256: str
    printed: str


@dataclass(frozen=True)
class Entry:
    """One citation as it was found: the values of its fields by name, in running text the text alone."""

    form: str
    name: str
    fields: dict[str, Any] = field(default_factory=dict)
    error: str = ""

    @property
    def words(self) -> str:
        """All that the entry says, as text."""
        return "\n".join(str(value) for value in self.fields.values())

    @property
    def note(self) -> str:
        """What it says of the record or query, and its token: the text, or the note of an entry."""
        return str(self.fields.get("text") or self.fields.get("note") or self.fields.get("N1") or "")

    @property
    def token(self) -> Token | None:
        """The token at the end of its text or note; None where there is none."""
        text = self.note.rstrip(" \t\r\n")
        last = next((token for end, token in reversed(list(tokens(text))) if end == len(text)), None)
        if last is None:
            return None
        name, version, kind, record_id, rows, sha256 = last.groups()
        return Token(
            unquote(name), unquote(version), kind, record_id and unquote(record_id), int(rows), sha256, joined(last[0])
        )


def joined(text: str) -> str:
    """Return a text with its lines put together: each run of spaces and line breaks is one space."""
    return re.sub(GAP, " ", text).strip(" ")


def unbroken(text: str) -> str:
    """Return a text with the lines put together that were broken behind a hyphen or slash.

    A hyphen behind a space stands alone, as a minus or dash, and a space was behind it, too.
    """
    broken = r"([ \t\r\n]?)([-/]+)[ \t]*\r?\n[ \t]*"
    return re.sub(broken, lambda m: f"{m[1]}{m[2]} " if m[1] else m[2], text)


def tokens(text: str) -> Iterator[tuple[int, re.Match[str]]]:
    """Yield where each token of a text ends, and the token as it was before its line was broken."""
    for found in _BRACKETS.finditer(text):
        token = TOKEN.fullmatch(found[0]) or TOKEN.fullmatch(unbroken(found[0]))
        if token:
            yield found.end(), token


def read(text: str) -> list[Entry]:
    """Return every entry of a text in any of the forms, other people's among them."""
    start = text.lstrip("\ufeff \t\r\n")
    if start.startswith(("[{", "{")) or re.match(r"\[[ \t\r\n]*[{\[\]]", start):
        return _csl(start)
    if re.search(r"^[ \t]*@[ \t]*\w+\s*\{", text, re.MULTILINE):
        return _bibtex(text)
    if re.search(r"^(TY|TI|N1|AU)  - ", text, re.MULTILINE):
        return _ris(text)
    return _text(start)


def differences(entry: Entry, true: Citation) -> list[str]:
    """Return where an entry says something else than the citation that it should be."""
    if entry.form == "text":
        forms = [_composed(true.format(form)) for form in FORMATS if form not in HOUSEKEEPING]
        pairs = [(_put_together(entry.fields["text"], form), form) for form in forms]
        nearest = max(pairs, key=lambda pair: _alike(*pair))
        return [] if any(cited == form for cited, form in pairs) else [_difference(*nearest)]
    (written,) = read(true.format(entry.form))
    told = []
    for name, value in written.fields.items():
        right = _composed(value)
        if name not in entry.fields:
            told.append(f"its {name} is missing and should be “{_short(value)}”")
        elif (cited := _put_together(entry.fields[name], right)) != right:
            told.append(f"its {name} is wrong: {_difference(cited, right)}")
    allowed = HOUSEKEEPING[entry.form]
    for name in (name for name in entry.fields if name not in written.fields):
        if name not in allowed:
            told.append(f"it has a field that no citation of ours has: {name}")
        elif not re.fullmatch(allowed[name], joined(entry.fields[name])):
            must = _MUST.get(allowed[name], _MUST[_DATE])
            told.append(f"its {name} is “{_short(entry.fields[name])}” and should be {must}, or be left out")
    if entry.form == "bibtex" and entry.name.startswith("iraqmilitias_") and entry.name != written.name:
        told.append(f"its key is {entry.name} and should be {written.name}")
    return told


def printed_query(entry: Entry, token: Token) -> tuple[str, str]:
    """Return the query that is printed in an entry and when it was run; QueryError where it is not the token's."""
    readings = dict.fromkeys((entry.note, unbroken(entry.note), _BREAK.sub("", entry.note)))
    printed = [found for words in readings for found in _printed_queries(words, token)]
    if not printed:
        raise QueryError("its query, number of rows, hash or time is not printed as its token has it")
    for query, executed in printed:
        check_time(executed)
        if query_id(query) == token.id:
            return query, executed
    raise QueryError("its query is not the one that its token names: one of them was changed")


def _printed_queries(words: str, token: Token) -> list[tuple[str, str]]:
    """Return the query that is printed in a text as it may have been before its lines were broken, and its time."""
    tail = rf"\({token.rows}{GAP}rows,{GAP}SHA-256{GAP}{token.sha256},{GAP}executed{GAP}(?P<executed>[^ \t\r\n)]+)\)\."
    found = re.search(rf"Query:{GAP}(?P<query>.*){GAP}{tail}", words, re.DOTALL)
    if found is None:
        return []
    forms = [found["query"], joined(found["query"])]
    if unicodedata.is_normalized("NFD", words):  # a program stored all accents apart, not one letter
        forms.append(_composed(found["query"]))
    return [(form, found["executed"]) for form in forms]


def check_time(text: str) -> None:
    """Raise QueryError for what is not a moment as a citation prints it."""
    try:
        written = datetime.datetime.strptime(text, _TIME).strftime(_TIME)
    except ValueError:
        written = ""
    if written != text:
        raise QueryError(f"“{one_line(text)}” is not a time such as 2026-11-27T15:04:05Z")


def _composed(text: str) -> str:
    """Return a text on one line, with every accent in its letter: some programs store them apart (Unicode's NFD)."""
    return unicodedata.normalize("NFC", joined(text))


def _put_together(cited: str, true: str) -> str:
    """Return a text on one line: with spaces between its lines, but as the true text has it where words are broken.

    Programs break words behind a hyphen or slash, and an address, which can be longer than a line, anywhere.
    """
    first, *more = (_composed(part) for part in _LINE_END.split(cited))
    found, at = [first], len(first)
    for part in more:
        breakable = found[-1].endswith(("-", "/")) or "://" in true[:at].rpartition(" ")[2]
        space = "" if breakable and not true.startswith(" ", at) else " "
        found += [space, part]
        at += len(space) + len(part)
    return "".join(found).strip(" ")


def _alike(one: str, other: str) -> int:
    """Return how many characters two texts have in common at their beginning."""
    return next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _difference(cited: str, true: str) -> str:
    at = _alike(cited, true)
    start = (true.find(" ", at - 20, at) + 1 or at - 16) if at > 20 else 0
    return f"it says “{_short(cited[start:])}” and should say “{_short(true[start:])}”"


def _short(value: Any) -> str:
    text = joined(str(value))
    return marked(text[:48]) + ("…" if len(text) > 48 else "")


def marked(text: str) -> str:
    """Return text with characters named that cannot be seen or look like others: spaces, hyphens, Greek letters."""
    return "".join(f"<U+{ord(c):04X}>" if _looks_like_another(c) else c for c in text)


def _looks_like_another(c: str) -> bool:
    if c.isascii():
        return not c.isprintable()
    in_range = "\u0370" <= c <= "\u05ff" or "\uff00" <= c <= "\uffef" or c == "\u2212"
    return in_range or unicodedata.category(c) in ("Cc", "Cf", "Zs", "Zl", "Zp", "Pd")


def _text(text: str) -> list[Entry]:
    """Part running text behind each token; what is left over is an entry without one."""
    found, at = [], 0
    for end, _token in tokens(text):
        found.append(text[at:end])
        at = end
    left = text[at:].strip(" \t\r\n")
    return [Entry("text", joined(unit)[:60], {"text": unit.strip(" \t\r\n")}) for unit in (*found, left) if unit]


def _bibtex(text: str) -> list[Entry]:
    found = []
    for name, fields, error in bibtex.entries(text):
        values = {k: bibtex.unescaped(v).replace("{", "").replace("}", "") for k, v in fields.items()}
        if "note" in fields:  # with the braces of a query in it
            values["note"] = bibtex.unescaped(fields["note"])
        found.append(Entry("bibtex", name, values, error))
    return found


# A tag as its readers have it: Zotero takes one space before the hyphen for two, and rispy needs none behind it.
_TAG = re.compile(r"[ \t]*([A-Z][A-Z0-9])(?:[ \t]+-(?=[ \t]|$)|[ \t]{2}-)[ \t]?(.*)")


def _ris(text: str) -> list[Entry]:
    found: list[Entry] = []
    lines: list[list[str]] = []
    for line in text.splitlines():
        tag = _TAG.match(line)
        if tag is None and lines:
            lines[-1][1] += f"\n{line}"
        elif tag is None and line.strip():
            found.append(Entry("ris", joined(line)[:60]))
        elif tag and tag[1] == "ER":
            found.append(_ris_entry(lines, "there is text behind its end (ER)" if tag[2].strip() else ""))
            lines = []
        elif tag:
            lines.append([{"T1": "TI"}.get(tag[1], tag[1]), tag[2]])
    return [*found, _ris_entry(lines, "it has no end (ER)")] if lines else found


def _ris_entry(lines: list[list[str]], error: str) -> Entry:
    fields: dict[str, Any] = {}
    for tag, value in lines:
        fields[tag] = f"{fields[tag]}; {joined(value)}" if tag in fields else value
    twice = [tag for tag, n in Counter(tag for tag, _value in lines).items() if n > 1 and tag not in ("AU", "KW", "L1")]
    return Entry(
        "ris", str(fields.get("TI"))[:60], fields, error or (f"it has more than one {twice[0]}" if twice else "")
    )


def _csl(text: str) -> list[Entry]:
    try:
        items = json.loads(text, object_pairs_hook=_distinct, strict=False)  # with lines that a mail program broke
        return [_csl_entry(item) for item in (items if isinstance(items, list) else [items])]
    except (ValueError, RecursionError) as error:
        return [Entry("csl-json", "JSON", error=f"it begins like JSON and is not ({error})")]


def _distinct(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(dict(pairs)) < len(pairs):
        raise ValueError("a name is there twice in one object")
    return dict(pairs)


def _on_one_line(value: Any) -> Any:
    """Return a value of JSON with each text in it on one line."""
    if isinstance(value, list):
        return [_on_one_line(one) for one in value]
    if isinstance(value, dict):
        return {name: _on_one_line(one) for name, one in value.items()}
    return joined(unbroken(value)) if isinstance(value, str) else value


def _csl_entry(item: Any) -> Entry:
    if not isinstance(item, dict):
        return Entry("csl-json", str(item)[:60], error="it is not an entry of a bibliography")
    fields = {name: v if isinstance(v, str) else json.dumps(_on_one_line(v)) for name, v in item.items()}
    return Entry("csl-json", str(item.get("id"))[:60], fields)
