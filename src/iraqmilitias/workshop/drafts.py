"""The draft coding of an article: a row for each name, number, quotation, date expression and line that has to be
judged, and for each happening and tie that a line tells, filled in as far as the line itself says it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from ..calendar_days import Bounds
from ..extraction import dates, grammar, numbers, quotations, roles
from ..extraction.anchored_dates import anchored
from ..extraction.lines import locator, occurrences
from ..extraction.vocabulary import patterns
from ..package import Package
from . import attribution, decisions, event_drafts, happenings, tie_drafts
from . import entity_linking as naming
from .candidates import Candidate
from .event_linking import known_events
from .event_linking import occurrences as told_as_one
from .figures import cells as figure_cells
from .figures import rhetorical, sharing
from .gazetteer import Gazetteer
from .participants import Happening
from .parties import Parties
from .party import Party
from .statement_drafts import Published, Said, statements
from .worksheet import ENTITIES, FIXED, TABLES, Draft, columns

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_NUMBERED = re.compile(rf"\b(?:{patterns('numbered')})\s$")
_DEED_AFTER = re.compile(r"\s+\w")  # "three days after the vote"
_DAYS = re.compile(r"\b(?:day|week)s?\b")
_SENTENCE_END = re.compile(r"[.!?][”\"’']?\s+[“\"‘']?[A-Z]")
_TITLES = ("title", "heading", "subtitle")
_TOLD = ("title", "heading", "subtitle", "caption", "body")
Reference = tuple[Draft, str, Draft]  # a row, its column, and the row that the column refers to


def draft(text: Sequence[str], source: Published, package: Package, without: str = "") -> list[Draft]:
    """Return the drafts of an article in the order of its lines; those of new records before what refers to them.

    `without` is a source that is left out of what is known, as if it had not been coded. Speakers, happenings and ties
    are drafted where spaCy is installed.
    """
    gazetteer = Gazetteer(package, without)
    too_long = {i for i, line in enumerate(text, 1) if len(line) > grammar.LONGEST}
    text = ["" if i in too_long else line for i, line in enumerate(text, 1)]
    article = naming.read(text, gazetteer, source.last.year)
    rows = [_candidate(c, text) for c in article.candidates]
    story = _Story(package, gazetteer, text, source)
    story.interview(article.lines)
    open_before = False
    for number, line in enumerate(text, 1):
        if number in too_long:
            note = f"too long: nothing is drafted from a line of more than {grammar.LONGEST:,} characters"
            rows.append(Draft("lines", number, -1, "", "keep", {"role": source.roles[number - 1]}, note))
        if not line.strip():
            continue
        named = article.lines[number - 1]
        quoted = quotations.find(line, open_before)
        found = [Draft("lines", number, -1, "", "keep", {"role": source.roles[number - 1]})]
        whens = story.dated(dates.find(line, source.first, source.last, open_before), number)
        found += [d for d in _names(line, number, named) if not _dated(d, whens)]
        found += _dates(line, number, whens, named)
        document = story.parse(line, number, named)
        heads = story.headings(line)
        found += _numbers(line, number, named, whens, document, heads)
        found += story.read(line, number, quoted, named, whens, document)
        rows += _settled(line, number, found)
        open_before = quotations.is_open(line, open_before)
    _name_repeated(rows, text)
    rows += story.events(without)
    rows += story.nameless(rows)
    story.count(rows)
    rows.sort(key=lambda d: (d.line, d.table not in ("actors", "places", "facilities"), d.start))
    for index, row in enumerate(rows, 1):
        row.row = f"r{index}"
    for row, column, other in story.references:
        row.cells[column] = other.row
    _link(rows, text)
    if not without:
        decisions.apply(rows, decisions.known(package))
    _ask(rows, package)
    return rows


def _ask(rows: Sequence[Draft], package: Package) -> None:
    """Name in `todo` each required column that a draft leaves empty."""
    required = {
        table: [
            c.name for c in columns(package, table) if package.table(table).field(c.field).constraints.get("required")
        ]
        for table in TABLES
    }  # those that are in FIXED have a column of the worksheet itself
    for row in rows:
        asked = set(re.findall(r"\w+", row.todo))
        empty = [
            name
            for name in required.get(row.table, ())
            if not row.cells.get(name) and name not in asked and name not in FIXED
        ]
        row.todo = ", ".join([*empty, *([row.todo] if row.todo else [])])


def _is_outside(document: Doc, said: attribution.Attribution, word: Token) -> bool:
    """Whether a word is in a clause of time after the aside in which something is said.

    "struck sites that the Pentagon said had been used by X, days after a drone hit a base": the author has the drone.
    """
    verb = next((t for t in document if t.idx == said.start), None)
    who = next((c for c in verb.children if c.dep_ == "nsubj" and c.i < verb.i), None) if verb is not None else None
    if verb is None or who is None or document[max(0, who.left_edge.i - 1)].lower_ not in ("that", "which"):
        return False
    clauses = [a for a in (word, *word.ancestors) if a.dep_ == "advcl" and a.i > verb.i]
    return any(
        c.lower_ in ("after", "before") and document[max(0, a.left_edge.i - 1)].text == ","
        for a in clauses
        for c in a.children
        if c.dep_ == "mark"
    )


class _Story:
    """What an article's lines tell, read one after the other: who says what, what happened, who belongs to whom."""

    def __init__(self, package: Package, gazetteer: Gazetteer, text: Sequence[str], source: Published) -> None:
        self.package, self.text, self.source = package, text, source
        self.parties = Parties(gazetteer)
        self.reported: dict[Happening, Draft] = {}
        self.told: list[tuple[Happening, bool]] = []
        self.voices: dict[int, Draft] = {}
        self.ties: set[tuple[str, str, str, str]] = set()
        self.references: list[Reference] = []
        self.last: Party | None = None
        self.before: Party | None = None  # the only one who spoke in the line before
        self.asked: Party | None = None  # who answers, in an interview
        self.question = False  # whether the line before asks
        self.anchor: Bounds | None = None
        self.heads: Sequence[str] = []

    def interview(self, lines: Sequence[Sequence[naming.Found]]) -> None:
        """Remember whom an article asks: of three questions or more, the person whose name and a colon begin a line."""
        if sum(_asks(line) for line in self.text) < 3:
            return
        for line, named in zip(self.text, lines, strict=True):
            for found in named:
                person = found.start == 0 and line[found.end : found.end + 2] == ": " and found.read_as != "actors"
                if person and self.asked is None and (found.target or found.candidate):
                    self.asked = self.parties.of_name(found)

    def _answer(self, line: str, document: Doc) -> list[attribution.Attribution]:
        """Return the attribution of a line that answers: the person’s name before it, or a question in the line before.

        What follows an answer can be its next paragraph or the next question: a person must say.
        """
        named = next((f for f in self.parties.named if f.start == 0 and line[f.end : f.end + 2] == ": "), None)
        question, before = _asks(line), self.question
        party = self.parties.of_name(named) if named is not None else self.asked if before and not question else None
        self.question = question and self.asked is not None
        answers = self.asked is not None and party is self.asked
        self.parties.speaker = party if answers else None
        self.parties.addressee = self.asked if self.question else None
        start = named.end + 2 if named is not None else 0
        return [attribution.answer(document, line, start, party)] if answers and party is not None else []

    def headings(self, line: str) -> Sequence[str]:
        """Return the headings of a table's columns, where a line is one of the table's other rows."""
        if not roles.is_row(line):
            self.heads = []
        elif not numbers.find(line):
            self.heads = line.strip().split("; ")
        return self.heads

    def dated(self, whens: Sequence[dates.When], number: int) -> list[dates.When]:
        """Resolve what counts from the days told just before: "three days earlier"."""
        result: list[dates.When] = []
        line = self.text[number - 1]
        for when in whens:
            anchor, forwards = self.anchor, True
            if re.search(r"\b(?:that|same) ", when.text):  # the year that is told before in the line
                known = [w.bounds.first for w in result if w.bounds is not None and w.bounds.first is not None]
                anchor = Bounds(known[-1], known[-1], "day") if known else None
            elif when.text.endswith(("after", "before")) and _DEED_AFTER.match(line[when.end :]):
                # "on Thursday, two days after the vote": the vote's day, counted back from that of the sentence
                before = [w for w in result if not _SENTENCE_END.search(line[w.end : when.start])]
                anchor, forwards = (before[-1].bounds if before else None), False
            elif anchor is not None and anchor.precision != "day" and all(w.bounds != anchor for w in result):
                anchor = None if _DAYS.search(when.text) else anchor  # a month of another paragraph
            if when.bounds is None and anchor is not None:
                told = anchored(when.text, anchor, forwards)
                if told is not None and told.first is not None and told.first <= self.source.last:
                    ended = min(told.last or self.source.last, self.source.last)
                    when = when._replace(bounds=told._replace(last=ended), why="")
            if when.bounds is not None and when.text.casefold().startswith("this "):  # has not ended
                first, last, _ = when.bounds
                if first is not None and last is not None and first <= self.source.last < last:
                    when = when._replace(bounds=Bounds(first, self.source.last, "range"))
            told_here = forwards and not when.text.casefold().startswith("since")
            if when.bounds is not None and self.source.roles[number - 1] == "body" and told_here:
                self.anchor = when.bounds
            result.append(when)
        return result

    def parse(self, line: str, number: int, named: Sequence[naming.Found]) -> Doc | None:
        """Return the grammar of a line that tells something, where spaCy is installed."""
        role = self.source.roles[number - 1]
        if role not in (*_TOLD, "biography") or not grammar.is_installed():
            return None
        return grammar.parse(line, role in _TITLES, [(f.start, f.end, f.read_as) for f in named if f.read_as])

    def read(
        self, line: str, number: int, quoted: Sequence[quotations.Quotation], named: Sequence[naming.Found],
        whens: Sequence[dates.When], document: Doc | None,
    ) -> list[Draft]:  # fmt: skip
        """Return the drafts of a line's statements and ties, and remember the events that it tells of."""
        role = self.source.roles[number - 1]
        if document is None:
            said = statements(line, number, quoted, (), None, self.source, self.last)
            return said.rows
        self.parties.read(number, line, named)
        answer = self._answer(line, document)
        verbs = [*attribution.find(document, quoted, self.parties, self.last), *answer]
        before = self.before if role == "body" else None
        said = statements(line, number, quoted, verbs, document, self.source, self.last, before)
        self.last, self.before = said.last, said.only
        told_by = (v.speaker for v in verbs if v.speaker is not None)
        self.parties.spoke += [p for p in told_by if p.kind == "person"]
        for verb, row in said.of.items():  # speech within speech
            place = next((t.i for t in document if t.idx == verb.start), -1)
            outer = [v for v in verbs if place in v.said and v in said.of and len(v.said) > len(verb.said)]
            outer = [v for v in outer if said.of[v] is not row]
            if outer:
                self.references.append((row, "within", said.of[min(outer, key=lambda v: len(v.said))]))
        for place, when in happenings.dated(document, whens).items():
            for verb, row in said.of.items():
                if verb.start == document[place].idx and when.bounds is not None and when.bounds.last is not None:
                    row.cells |= _days(when.bounds, self.source.last)
        if role in _TITLES or (role in _TOLD and not roles.is_row(line)):
            found = happenings.find(document, number, self.parties, whens, self.source.last, role in _TITLES)
            self._voice(document, found, quoted, verbs, said)
            self.told += [(f, role in _TITLES) for f in found]
        ties = []
        for tie in tie_drafts.find(document, self.parties):
            told = (tie.actor.name, tie.relation, tie.organisation.name, tie.tense)
            if told not in self.ties:  # a tie has one row an article
                self.ties.add(told)
                ties.append(tie_drafts.draft(tie, number, line))
        self.parties.passed(document)
        return [*said.rows, *ties]

    def _voice(
        self, document: Doc, found: Sequence[Happening], quoted: Sequence[quotations.Quotation],
        verbs: Sequence[attribution.Attribution], said: Said,
    ) -> None:  # fmt: skip
        """Remember in which statement each happening of a line is told: the innermost that has its word."""
        for happening in found:
            word = happening.word
            inside = [d for d in said.rows for a, b in d.quoted if a <= word.idx < b]
            holding = [v for v in verbs if word.i in v.said and v in said.of and not _is_outside(document, v, word)]
            if inside:
                self.voices[id(happening)] = inside[0]
            elif holding:
                self.voices[id(happening)] = said.of[min(holding, key=lambda v: len(v.said))]

    def count(self, figures: Sequence[Draft]) -> None:
        """Tie numbers of dead, injured, detained and attacks to the one report of their line that tells of them."""
        for figure in (f for f in figures if f.table == "figures"):
            measure = figure.cells["measure"]
            told = [h for h, row in self.reported.items() if h.line == figure.line]
            fitting = [h for h in told if any(p.harm == measure for p in h.participants)]
            if measure == "attacks":
                fitting = [h for h in told if h.is_run]
            if len(fitting) != 1:
                continue
            row, victims = self.reported[fitting[0]], [p for p in fitting[0].participants if p.harm == measure]
            if len(victims) == 1 and victims[0].party.table == "actors":
                figure.cells["actor"] = victims[0].party.name
            if "event" in row.cells:
                figure.cells["event"] = row.cells["event"]
            for report, column, other in list(self.references):
                if report is row and column == "event":
                    self.references.append((figure, "event", other))
            figure.cells |= {c: row.cells[c] for c in ("date_from", "date_to")}

    def events(self, without: str) -> list[Draft]:
        """Return the drafts of events, their reports and participants, and of those who have no name."""
        last = self.source.last
        found = told_as_one(self.told, known_events(self.package, without), last, self.voices)
        labels = event_drafts.Labels(self.package)
        rows, references, self.reported = event_drafts.rows(self.text, found, labels, last, self.voices)
        self.references += references
        return rows

    def nameless(self, rows: Sequence[Draft]) -> list[Draft]:
        """Return the drafts of those to whom a row refers and whose records no name of the article drafts."""
        columns = ("actor", "organisation", "speaker", "facility", "place")
        used = {row.cells[c] for row in rows for c in columns if c in row.cells}
        named = {(row.table, row.cells["name"]) for row in rows if row.table in ENTITIES}
        parties = (p for p in self.parties.new if p.name in used and (p.table, p.name) not in named)
        return [row for party in parties for row in event_drafts.record(party, self.text)]


def _days(bounds: Bounds, last: date) -> dict[str, str]:
    """Return some days as the cells of a row; a report ends no later than its publication."""
    first = {"date_from": bounds.first.isoformat()} if bounds.first is not None else {}
    return {**first, "date_to": min(bounds.last or last, last).isoformat()}


def _dated(draft: Draft, whens: Sequence[dates.When]) -> bool:
    """Whether a month or weekday is part of a date expression that has a row."""
    return draft.reason == "month or weekday" and any(w.start <= draft.start < w.end for w in whens)


def _lasting(when: dates.When) -> bool:
    """Whether a date expression counts a duration, which is a figure too: "the first two weeks of 2022"."""
    counted = r"(?:(?:the|these)\s+)?(?:first|past|last|previous)\s(?!half|quarter)|.*(?:later|after)$"
    return bool(re.match(counted, when.text, re.IGNORECASE))


def _settled(line: str, number: int, found: list[Draft]) -> list[Draft]:
    """Add the waiver of a line that has nothing to code."""
    if any(
        d.table in ("mentions", "figures", "statements", "waivers") or (d.table == "dates" and d.cells.get("kind"))
        for d in found
    ):
        return found
    words = " ".join(line.split()[:4])
    return [*found, Draft("waivers", number, 0, words, "keep", {"kind": "other"}, reason="nothing to code")]


def _candidate(candidate: Candidate, text: Sequence[str]) -> Draft:
    cells = {"name": candidate.name}
    if candidate.table == "actors":
        cells |= {"actor_type": candidate.kind, "named": "false" if candidate.kind == "collective" else "true"}
        todo = "description"
    elif candidate.table == "places":
        cells |= {"place_type": candidate.kind}
        todo = "description"
    else:
        cells |= {"facility_type": candidate.kind}
        todo = "place, description"
    return Draft(
        candidate.table, candidate.line, -1, candidate.name, "", cells, "new: no known record has this spelling", todo
    )


def _names(line: str, number: int, named: Sequence[naming.Found]) -> Iterator[Draft]:
    forms: dict[tuple[str, str], Draft] = {}
    for found in named:
        if found.reason:
            held = forms.setdefault(
                (found.text, ""),
                Draft("waivers", number, found.start, found.text, "keep" if found.sure else "", {"kind": "name"}),
            )
            held.reason = found.reason
            continue
        table = found.target.table if found.target else found.candidate.table if found.candidate else ""
        name = found.target.name if found.target else found.candidate.name if found.candidate else ""
        column = ENTITIES[table]
        draft = forms.get((found.text, table + name))
        if draft:
            draft.cells["times"] = str(int(draft.cells["times"]) + 1)
            continue
        note = (
            "" if found.sure else "new" if found.candidate else "another record has this spelling too: actor or place?"
        )
        sure = not found.alike and (found.candidate is None or found.candidate.kind != "collective")
        forms[found.text, table + name] = Draft(
            "mentions", number, found.start, found.text, "keep" if sure else "", {"times": "1", column: name}, note
        )
    yield from forms.values()


def _dates(line: str, number: int, whens: Sequence[dates.When], named: Sequence[naming.Found]) -> Iterator[Draft]:
    counted = numbers.find(line) if whens else []
    for when in whens:
        cells = {}
        if when.bounds:
            days = {"date_from": when.bounds.first, "date_to": when.bounds.last}
            cells = {c: day.isoformat() if day else "" for c, day in days.items()}
            cells["date_precision"] = when.bounds.precision
        numeral = any(not n.is_ordinal and when.start <= n.start < when.end for n in counted)
        capital = any(f.reason and when.start <= f.start < when.end for f in named)
        if (numeral or capital) and not _lasting(when):
            cells["kind"] = "number" if numeral else "name"
        note = "date as resolved against the publication" if when.bounds else f"date not resolved: {when.why}"
        yield Draft(
            "dates",
            number,
            when.start,
            when.text,
            "keep",
            cells,
            note,
            reason="date expression" if numeral or capital else "",
        )


def _numbers(
    line: str, number: int, named: Sequence[naming.Found], whens: Sequence[dates.When], document: Doc | None,
    heads: Sequence[str] = (),
) -> Iterator[Draft]:  # fmt: skip
    before = None
    for found in numbers.find(line):
        if found.is_ordinal:
            continue
        found, before = sharing(found, before, document), found
        dated = any(w.start < found.end and found.start < w.end and not _lasting(w) for w in whens)
        if dated:
            continue
        reason = ""
        if found.is_date:
            reason = "calendar date, year or time"
        elif any(f.start <= found.start and found.end <= f.end for f in named) or _NUMBERED.search(line[: found.start]):
            reason = "number inside a name"
        else:
            reason = rhetorical(line, found)
        if reason:
            yield Draft("waivers", number, found.start, found.printed, "keep", {"kind": "number"}, reason=reason)
            continue
        column = line[: found.start].count("; ")
        cells = figure_cells(line, found, document, heads[column] if column < len(heads) else "")
        cells["locator"] = locator(line, found.start, found.end)
        yield Draft(
            "figures",
            number,
            found.start,
            found.printed,
            "",
            cells,
            "",
            ("" if cells["measure"] else "measure, ") + "description (what is counted, own words); actor, place",
        )


def _link(rows: Sequence[Draft], text: Sequence[str]) -> None:
    """Assign names and numbers that occur only inside the quotations of one statement to that statement."""
    for row in rows:
        if row.table not in ("mentions", "figures"):
            continue
        figure = row.table == "figures"
        spans = [(row.start, row.start + len(row.text))] if figure else list(occurrences(text[row.line - 1], row.text))
        quoted = [(low, high, d.row) for d in rows if d.line == row.line for low, high in d.quoted]
        said = [next((r for low, high, r in quoted if low <= a and b <= high), "") for a, b in spans]
        if len(set(said)) == 1 and said[0]:
            row.cells["statement"] = said[0]


def _name_repeated(rows: Sequence[Draft], text: Sequence[str]) -> None:
    """Give a quotation without a speaker, as in a title, the one who says the same words in another line."""
    held = [r for r in rows if r.table == "statements" and r.quoted]
    words = {id(r): [_plain(text[r.line - 1][a:b]) for a, b in r.quoted] for r in held}
    for row in held:
        if row.cells["speaker"]:
            continue
        same = {
            other.cells["speaker"]
            for other in held
            if other.cells["speaker"] and all(any(own in said for said in words[id(other)]) for own in words[id(row)])
        }
        if len(same) == 1 and all(own.count(" ") > 3 for own in words[id(row)]):  # with the spaces at both ends
            row.cells["speaker"] = same.pop()
            row.todo = row.todo.removeprefix("speaker, ")


def _plain(quoted: str) -> str:
    """Return the words of a quotation alone, a space before and after each."""
    return " ".join(["", *re.findall(r"\w+", quoted.casefold()), ""])


def _asks(line: str) -> bool:
    """Whether a line ends as a question."""
    return line.rstrip('”"’ ').endswith("?")
