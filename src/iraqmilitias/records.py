"""From an id to a row: its line, who says it, its reports, conflicts and notes, and what came of reading it again."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from html import escape
from typing import Any
from urllib.parse import quote

from .errors import NotFoundError, nearest
from .fields import quoted
from .package import Package
from .reader import Reader, Record
from .retirement import went_to, words
from .row_names import record_of_view, row_named
from .terminal import shown

ID = re.compile(r"[a-z]{3}-[0-9]{4,}")
Row = Mapping[str, Any]

# What is read of our tables, where a package has them with our types: else a row of it is a row as any other.
ARTICLE = ("source_id", "title", "author", "publisher", "url", "date_from", "date_to")  # of sources
REFERENCE = ("reference_id", "title", "publisher", "date", "url")  # of bibliography
_RETIRED = ("record_id", "retired_in", "kind", "replaced_by", "reason")
_STATEMENT = ("statement_id", "speaker_id", "via_id", "within_id", "paraphrase", "fidelity")
_ACTOR = ("actor_id", "name", "named")
_REPORT = (
    *("report_id", "event_id", "event_type", "source_id", "line", "locator", "date_from", "date_to", "certainty"),
    *("statement_id", "summary"),
)
_CONFLICT = ("conflict_id", "record_id", "other_id", "kind", "verdict", "finding", "reference_id")
_NOTE = ("note_id", "record_id", "kind", "note", "reference_id")


@dataclass(frozen=True)
class Voice:
    """Who says it to the reader: the speaker (or the author), through whom, in whose article."""

    speaker: str
    statement_id: str | None
    named: bool
    relayed_by: tuple[str, ...]
    author: str
    publisher: str
    paraphrase: str | None
    fidelity: str | None

    def __str__(self) -> str:
        via = "".join(f", relayed by {name}" for name in self.relayed_by)
        unnamed = "" if self.named else " (unnamed)"
        if self.statement_id is None:
            return f"{self.author}, in {self.publisher}, in the author’s own voice"
        return f"{self.speaker}{unnamed}{via}, in the article of {self.author}, {self.publisher}"


@dataclass(frozen=True)
class ReadAgain:
    """What came of a record when readers who had not coded it answered questions about it; see the view read_again."""

    state: str  # unread, affirmed, settled or open
    reader_count: int
    reader_kinds: str | None
    read_on: datetime.date | None
    questions: int
    affirmed: int
    open_answers: int

    def __str__(self) -> str:
        if self.state == "unread":
            return "not read again; not checked by a person"
        kinds = self.reader_kinds or ""
        readings = f"reading{'' if self.reader_count == 1 else 's'}"
        told = f"{readings} ({kinds})" if ", " in kinds else f"{kinds} {readings}"
        rest = {"affirmed": "", "settled": ", the rest settled", "open": f", {self.open_answers} open"}[self.state]
        told = f"read again: {self.reader_count} {told}, {self.affirmed} of {self.questions} questions affirmed{rest}"
        return told if "human" in kinds else f"{told}; not checked by a person"


@dataclass(frozen=True)
class Trace:
    """A record with all that leads back from it to a printed line."""

    record_id: str
    table: str
    row: Row
    names: Mapping[str, str]
    version: str
    source: Record | None
    line: int | None
    paragraph: int | None
    link: str | None
    voice: Voice | None
    reports: tuple[Record, ...]
    conflicts: tuple[Record, ...]
    retired: Row | None = None
    went_to: tuple[Row, ...] = ()  # of a retired id: what took its place, in turn
    notes: tuple[Record, ...] = ()
    read_again: ReadAgain | None = None  # None where the package has no readings
    verdicts: tuple[Record, ...] = ()  # what a reader must know before handing it on, heaviest first; see the view
    speaker: Record | None = None  # who speaks; None in the author's own voice

    def __str__(self) -> str:
        return "\n".join(_lines(self))

    def to_dict(self) -> dict[str, Any]:
        """Return the trace as plain values (dates as ISO text)."""
        plain: dict[str, Any] = _plain(asdict(self))
        return plain

    def _repr_html_(self) -> str:
        cells = "".join(
            f"<tr><th>{escape(str(k))}</th><td>{escape('' if v is None else str(v))}</td></tr>"
            for k, v in _plain(dict(self.row)).items()
        )
        voice = f"<p>Who says so: {escape(str(self.voice))}</p>" if self.voice else ""
        link = f'<p><a href="{escape(self.link)}">the article at these words</a></p>' if self.link else ""
        read_again = f"<p>{escape(str(self.read_again))}</p>" if self.read_again else ""
        verdicts = "".join(f"<li><strong>{escape(v['verdict_text'])}</strong></li>" for v in self.verdicts)
        conflicts = "".join(f"<li>{escape(c['kind'])}: {escape(c['finding'])}</li>" for c in self.conflicts)
        notes = "".join(f"<li>note, {escape(n['kind'])}: {escape(n['note'])}</li>" for n in self.notes)
        head = f"<h4>{escape(self.record_id)}</h4><ul>{verdicts}</ul><table>{cells}</table>{voice}{link}{read_again}"
        return f"{head}<ul>{conflicts}{notes}</ul>"


def _lines(found: Trace) -> list[str]:
    """Return the lines that a terminal shows for a trace."""
    lines = [f"{found.record_id}  ({found.table}, version {found.version})"]
    lines += [f"verdict    {shown(v['verdict_text'])}" for v in found.verdicts]
    lines += [
        f"  {k:<16} {shown(v)}{f'  ({shown(found.names[k])})' if k in found.names else ''}"
        for k, v in found.row.items()
        if v is not None and v != ""
    ]
    if found.source is not None and found.table != "sources":
        s = found.source
        when = f"{s['date_from']}" if s["date_from"] == s["date_to"] else f"{s['date_from']} to {s['date_to']}"
        lines.append(f"article    {shown(s['title'])} · {shown(s['publisher'])} · {when}")
        if found.line is not None:
            lines.append(f"where      line {found.line}, paragraph {found.paragraph}")
    if found.voice is not None:
        lines.append(f"says so    {shown(found.voice)}")
        if found.voice.statement_id:
            fidelity = f" [wording: {found.voice.fidelity}]" if found.voice.fidelity else ""
            lines.append(f"           {found.voice.statement_id}: {shown(found.voice.paraphrase)}{fidelity}")
    if found.link:
        lines.append(f"link       {shown(found.link)}")
    for r in found.reports:
        dates = f"{r['date_from'] or '..'} to {r['date_to'] or '..'}"
        lines.append(
            f"report     {r['report_id']} {r['source_id']}:{r['line']} {shown(r['publisher'])}, {dates}, "
            f"{r['certainty']}: {shown(r['summary'])}"
        )
    for c in found.conflicts:
        reference = f" (see {shown(c['reference']['title'])}, {shown(c['reference']['url'])})" if c["reference"] else ""
        other = f" against {c['other_id']}" if c["other_id"] else ""
        lines.append(
            f"conflict   {c['conflict_id']} {c['kind']}, {c['verdict']}{other}: {shown(c['finding'])}{reference}"
        )
    for n in found.notes:
        reference = f" (see {shown(n['reference']['title'])}, {shown(n['reference']['url'])})" if n["reference"] else ""
        lines.append(f"note       {n['note_id']} on {n['record_id']}, {n['kind']}: {shown(n['note'])}{reference}")
    if found.retired is not None:
        lines += [shown(line) for line in words(found.retired, found.went_to)]
    elif not found.conflicts:
        lines.append("conflict   none recorded")
    if found.read_again is not None:
        lines.append(shown(found.read_again))
    return lines


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {k: _plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(v) for v in value]
    if isinstance(value, datetime.date):
        return value.isoformat()
    return value


def _id_columns(package: Package) -> dict[str, str]:
    """Each table that has one identifier as its primary key, and that column."""
    return {t.name: t.primary_key[0] for t in package.readable_tables.values() if len(t.primary_key) == 1}


def trace(reader: Reader, record_id: str) -> Trace:
    """Return a record, a line ("src-0004:79") or another row back to its line; see row_names.

    NotFoundError, with the nearest ids, where there is none.
    """
    record_id = record_of_view(reader, record_id) or record_id
    found = _row_of(reader, record_id) or row_named(reader, record_id)
    if found is not None:
        return _trace(reader, record_id, *found)
    raise NotFoundError(f"no record {record_id!r}; {_near_ids(reader, record_id)}")


def _row_of(reader: Reader, record_id: str) -> tuple[str, Record] | None:
    """The table that has a row of this id, and the row; the table retired only where no other has one."""
    columns = _id_columns(reader.package)
    for table in sorted(columns, key=lambda name: name == "retired"):
        if reader.package.table(table).field(columns[table]).type == "string":
            row = reader.one(table, columns[table], record_id)
            if row is not None:
                return table, row
    return None


def _near_ids(reader: Reader, record_id: str) -> str:
    known: list[str] = []
    for table, key in _id_columns(reader.package).items():
        if table != "retired":
            known.extend(str(r["k"]) for r in reader.rows(f"SELECT {quoted(key)} AS k FROM {quoted(table)}"))
    same = [k for k in known if k.split("-")[0] == record_id.split("-")[0]]
    if same and ID.fullmatch(record_id):
        return f"ids of that kind run from {same[0]} to {same[-1]}"
    near = nearest(record_id, known) if known else "the package has no ids"
    return "look for it with find" if near.startswith("there are") else near


def _trace(reader: Reader, record_id: str, table: str, row: Record) -> Trace:
    own = row if table == "retired" and reader.has("retired", *_RETIRED) else None
    source = _article(reader, table, row)
    line = row.get("line") if table != "sources" else None
    reports = _reports(reader, row)
    named = (row.get(column) for column in ("event_id", "report_id", "statement_id"))
    about = {record_id, *(other for other in named if other and isinstance(other, str))}
    if table == "events":
        about |= {r["report_id"] for r in reports}
        if reader.has("figures", "event_id", "figure_id"):
            about |= {
                f["figure_id"] for f in reader.rows("SELECT figure_id FROM figures WHERE event_id = ?", record_id)
            }
    return Trace(
        record_id=record_id,
        table=table,
        row=row,
        names=_names(reader, table, row),
        version=reader.package.version,
        source=source,
        line=line,
        paragraph=_paragraph(reader, row.get("source_id"), line),
        link=link(source["url"], row.get("locator")) if source else None,
        voice=_voice(reader, table, row, source),
        reports=reports,
        conflicts=_findings(reader, "conflicts", _CONFLICT, sorted(about), "record_id", "other_id"),
        retired=own,
        went_to=went_to(own, lambda i: reader.one("retired", "record_id", i), lambda i: _row_of(reader, i))
        if own
        else (),
        notes=_findings(reader, "notes", _NOTE, sorted(about), "record_id"),
        read_again=_read_again(reader, table, record_id),
        verdicts=_verdicts_of_line(reader, row) if table == "lines" else _verdicts(reader, record_id),
        speaker=_speaker(reader, row),
    )


def _article(reader: Reader, table: str, row: Record) -> Record | None:
    """Return the article that a row is, or is from."""
    if not reader.has("sources", *ARTICLE):
        return None
    return row if table == "sources" else reader.one("sources", "source_id", row.get("source_id"))


def _paragraph(reader: Reader, source_id: Any, line: Any) -> int | None:
    if line is None or not reader.has("lines", "source_id", "line", "paragraph"):
        return None
    asked = "source_id = ?::VARCHAR AND line = TRY_CAST(?::VARCHAR AS BIGINT)"
    found = reader.rows(f"SELECT paragraph FROM lines WHERE {asked}", source_id, line)
    return found[0]["paragraph"] if found else None


def _names(reader: Reader, table: str, row: Row) -> dict[str, str]:
    """The name of what each foreign key of the row points at, by column; keys to tables without names have none."""
    names = {}
    for key in reader.package.table(table).foreign_keys:
        if len(key.columns) == 1 and row[key.columns[0]] is not None:
            target = reader.one(key.table, key.referred[0], row[key.columns[0]])
            if target is not None and "name" in target:
                names[key.columns[0]] = str(target["name"])
    return names


def link(url: str | None, words: object) -> str | None:
    """Return an address that opens the article at the printed words (a URL text fragment)."""
    if not words or not url:
        return url
    return f"{url}#:~:text={quote(str(words), safe='').replace('-', '%2D')}"


def author_of(source: Row) -> str:
    """Return the author of an article, marked where it is inferred and not printed; empty where it is unknown."""
    return f"{source['author']} (inferred)" if source.get("author_basis") == "inferred" else source["author"] or ""


def _voice(reader: Reader, table: str, row: Row, source: Row | None) -> Voice | None:
    known = reader.has("statements", *_STATEMENT) and reader.has("actors", *_ACTOR)
    if source is None or "line" not in row or not known:
        return None
    author = author_of(source) or "an unnamed author"
    statement_id = row["statement_id"] if row.get("statement_id") else None
    if statement_id is None:
        return Voice(author, None, bool(source["author"]), (), author, source["publisher"], None, None)
    steps = _statements(reader, statement_id)
    voices = [step[column] for step in steps for column in ("speaker_id", "via_id") if step[column]]
    chain = [actor for voice in voices if (actor := reader.one("actors", "actor_id", voice))]
    if not chain or len(chain) < len(voices):
        return None  # a package without foreign keys: whose voice it is cannot be told
    statement, speaker = steps[0], chain[0]
    return Voice(
        speaker["name"],
        statement_id,
        bool(speaker["named"]),
        tuple(a["name"] for a in chain[1:]),
        author,
        source["publisher"],
        statement["paraphrase"],
        statement["fidelity"],
    )


def _speaker(reader: Reader, row: Row) -> Record | None:
    statement = reader.one("statements", "statement_id", row.get("statement_id"))
    return reader.one("actors", "actor_id", statement.get("speaker_id")) if statement else None


def _statements(reader: Reader, statement_id: Any) -> list[Record]:
    """Return a statement and those that it is within, from the inside; one that is met again ends them."""
    steps: dict[Any, Record] = {}
    while statement_id not in steps and (step := reader.one("statements", "statement_id", statement_id)):
        steps[statement_id] = step
        statement_id = step["within_id"]
    return [*steps.values()]


def _reports(reader: Reader, row: Row) -> tuple[Record, ...]:
    event_id = row.get("event_id")
    known = reader.has("event_reports", *_REPORT) and reader.has("sources", "source_id", "publisher")
    if not event_id or not known:
        return ()
    columns = ", ".join(f"r.{column}" for column in _REPORT)
    return reader.rows(
        f"SELECT {columns}, s.publisher FROM event_reports r JOIN sources s USING (source_id) "
        "WHERE r.event_id = ?::VARCHAR ORDER BY r.report_id",
        event_id,
    )


def _findings(reader: Reader, table: str, needed: tuple[str, ...], ids: list[str], *columns: str) -> tuple[Record, ...]:
    """Return the conflicts or notes that name one of the ids, each with the reference that it rests on."""
    if not reader.has(table, *needed):
        return ()
    named = " OR ".join(f"list_contains(?, {column})" for column in columns)
    found = reader.rows(f"SELECT * FROM {table} WHERE {named} ORDER BY {needed[0]}", *[ids] * len(columns))
    known = reader.has("bibliography", *REFERENCE)
    return tuple(
        Record({**row, "reference": reader.one("bibliography", "reference_id", row["reference_id"]) if known else None})
        for row in found
    )


def _verdicts(reader: Reader, record_id: str) -> tuple[Record, ...]:
    return reader.of_view("verdicts", "verdict_order", record_id=record_id)


def _verdicts_of_line(reader: Reader, row: Row) -> tuple[Record, ...]:
    """The conflicts of the rows that cite a line, each with its row's id, because quoting the line quotes them."""
    if not reader.has("lines", "source_id", "line"):
        return ()
    cited = reader.of_view("records", "record_id", source_id=row["source_id"], line=row["line"])
    return tuple(
        Record({**v, "verdict_text": f"{v['record_id']} {v['verdict_text']}"})
        for record in cited
        for v in _verdicts(reader, record["record_id"])
        if v["conflict_id"] is not None and v["about_id"] == v["record_id"] and v["table_name"] != "events"
    )


def _read_again(reader: Reader, table: str, record_id: str) -> ReadAgain | None:
    if table == "retired":
        return None
    found = reader.of_view("read_again", "state", table_name=table, record_id=record_id)
    return ReadAgain(**{f.name: found[0][f.name] for f in fields(ReadAgain)}) if found else None
