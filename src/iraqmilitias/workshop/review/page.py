"""What the templates show: lines with marks, rows with forms, questions and problems, and the state of all."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Mapping
from typing import Any, NamedTuple
from unicodedata import category

from ...errors import NotFoundError
from ...package import Package
from ...search import find as find_records
from ...table_files import rows_of
from ...text import folded, printable, visible
from .. import worksheet
from ..worksheet import ENTITIES, WAIVED
from . import accounting, asking, changes
from .form import Form, Forms
from .session import Cells, Session
from .trial import Trial

# What of a row is told beside its words, by table.
BRIEF = {
    "mentions": ("actor", "place", "facility", "term"),
    "actors": ("actor_type", "camp", "description"),
    "places": ("place_type", "parent", "description"),
    "facilities": ("facility_type", "place", "description"),
    "aliases": ("actor", "place", "facility"),
    "terms": ("neutral", "actor"),
    "statements": ("speaker", "act", "topic", "paraphrase"),
    "events": ("event_type", "name", "date_from", "date_to", "place", "facility"),
    "event_reports": ("event_type", "event", "date_from", "date_to", "certainty", "summary"),
    "participants": ("role", "actor", "place", "facility", "certainty"),
    "affiliations": ("actor", "relation", "organisation", "certainty"),
    "figures": ("value_low", "value_high", "qualifier", "measure", "description"),
    "waivers": ("kind", "reason"),
    "dates": ("date_from", "date_to", "date_precision"),
}
ADDED = (
    "mentions", "figures", "statements", "events", "event_reports", "participants", "affiliations", "actors", "places",
    "facilities", "terms", "aliases", "waivers",
)  # fmt: skip
WAIVABLE = ("mentions", "figures", "statements", "actors", "places", "facilities")
STATES = {"": "undecided", "keep": "accepted", "waive": "waived", "remove": "removed"}
NUMBER, NAME, QUOTATION = "number", "name", "quotation"
FITTING = {NUMBER: "figures", NAME: "mentions", QUOTATION: "statements"}
KEYS = (
    ("Enter", "accept the row, or go to the field that it needs; in a field: save and accept"),
    ("a", "accept"), ("j k", "next row, row before"), ("n p", "next undecided row, the one before"),
    ("e", "edit"), ("w", "waive, with a reason"), ("x", "remove"), ("s", "same as a known record"),
    ("d", "split into two"), ("m", "merge with another row"), ("o", "add a row about this line"),
    ("q", "questions about the row"), ("y", "answer all of its open questions with yes"),
    ("u Shift+U", "undo, redo"), ("f", "finish"), ("Esc", "out of a field, back to its row"), ("?", "these keys"),
)  # fmt: skip
LISTS = (*worksheet.LABELS, "statements", "event_reports")  # the tables whose rows fields offer
LONG = 20_000  # characters of a line in which words are looked for; a longer one is shown without marks


class Hit(NamedTuple):
    """One record that a new one may be the same as."""

    record_id: str
    table: str
    name: str
    matched: str
    description: str


class Page:
    """What is shown of a session."""

    def __init__(self, session: Session, trial: Trial) -> None:
        self.session, self.trial = session, trial
        self.forms = Forms(session.package, session.source["date_to"])
        self.search = Search(session.package)
        self.reasons = _reasons(session.package)
        self._known: dict[str, list[Hit]] = {}
        self._left: dict[int, tuple[str, list[Any]]] = {}  # by line: what it depends on, and what is left

    def numbers(self) -> list[int]:
        """Return the numbers of the lines that are not blank."""
        return [n for n, text in enumerate(self.session.text, 1) if text.strip()]

    def state(self) -> dict[str, Any]:
        """Return what the head of the page says."""
        session, verdict = self.session, self.trial.verdict
        undecided = [r for r in session.rows if "decision" not in r and r["table"] != "lines"]
        left = sum(len(self.left(n)) for n in self.numbers())
        return {
            "source_id": session.source_id, "title": session.source["title"], "version": session.version,
            "rows": sum(r.get("decision") != "remove" for r in session.rows), "undecided": len(undecided),
            "next": undecided[0]["row"] if undecided else "", "left": left, "verdict": verdict,
            "fresh": verdict.version == session.version, "undo": session.history.steps[-1:],
            "redo": session.history.undone[-1:], "refused": len(self.refused()),
            "problems": self.found(),
            "ready": not undecided and not left and verdict.version == session.version and not self.found(),
        }  # fmt: skip

    def left(self, number: int) -> list[Any]:
        """Return what of a line is not accounted for."""
        text = self.session.text[number - 1]
        if len(text) > LONG:
            return []
        waived = (r for r in self.session.rows if r["table"] in ENTITIES and r.get("decision") == "waive")
        own = [r for r in self.session.rows if r["line"] == str(number)]
        key = repr((own, list(waived)))
        if number not in self._left or self._left[number][0] != key:
            before = next((t for t in reversed(self.session.text[: number - 1]) if t.strip()), "")
            self._left[number] = key, accounting.left(text, number, self.session.rows, before[-LONG:])
        return self._left[number][1]

    def line(self, number: int, opened: str = "") -> dict[str, Any]:
        """Return what a line's part of the page shows; `opened` is the row whose form is open."""
        text, rows = self.session.text[number - 1], self.session.rows
        own = [r for r in rows if r["line"] == str(number)]
        missing = self.left(number)
        parts = accounting.parts(text, own, missing) if len(text) <= LONG else [accounting.Part(text, "", ())]
        role = next((r for r in own if r["table"] == "lines"), None)
        return {
            "number": number, "parts": parts,
            "role": role, "roles": self.forms.form(role, rows).first[0].choices if role else (),
            "rows": [self.row(r, opened) for r in own if r["table"] != "lines"],
            "left": [
                {"kind": i.kind, "text": i.text, "table": FITTING.get(i.kind, ""), "words": _few(i.text)}
                for i in missing
            ],
            "problems": self.line_problems(number),
            "added": [(t, changes.KINDS[t]) for t in ADDED],
        }  # fmt: skip

    def line_problems(self, number: int) -> list[str]:
        """Return what the last judgement said of a line; nothing while a row of it is undecided."""
        waiting = any("decision" not in r for r in self.session.rows if r["line"] == str(number))
        return [] if waiting else self.trial.verdict.lines.get(number, [])

    def found(self) -> int:
        """Return how many problems the last judgement found, but for what undecided rows will account for."""
        verdict = self.trial.verdict
        lines = sum(len(self.line_problems(n)) for n in verdict.lines)
        return sum(map(len, verdict.rows.values())) + lines + len(verdict.others)

    def verdict_words(self) -> str:
        """Return what the head of the page says of the checks."""
        verdict, count = self.trial.verdict, self.found()
        if verdict.version != self.session.version:
            return "checking …"
        if count:
            return f"{count} problem{'s' if count > 1 else ''}"
        return f"{verdict.judged} rows are valid so far"

    def row(self, row: Cells, opened: str = "") -> dict[str, Any]:
        """Return what a row's part of the page shows. Its form is there while it is undecided, or when opened."""
        decision = row.get("decision", "")
        shown = not decision or row["row"] == opened
        form = self.forms.form(row, self.session.rows) if shown else Form((), ())
        beside = (r for r in self.session.rows if (r["table"], r["line"]) == (row["table"], row["line"]))
        twins = [r for r in beside if r is not row and r.get("decision") != "remove"]
        return {
            "label": row["row"], "line": row["line"], "table": row["table"], "kind": changes.KINDS[row["table"]],
            "words": row.get("name") or row.get("text") or row.get("locator") or row.get("term", ""),
            "brief": self.brief(row), "state": STATES[decision], "note": row.get("note", ""), "form": form,
            "shown": shown, "opened": row["row"] == opened, "reason": row.get("reason", ""),
            "problems": self.problems(row), "waivable": row["table"] in WAIVABLE,
            "known": self.known(row) if not decision else [],
            "same": row["table"] in ENTITIES or row["table"] == "events",
            "twins": [(t["row"], changes.title(t), self.brief(t)) for t in twins],
            "questions": self.questions(row), "kept": decision == "keep",
            "reasons": f"reasons-{WAIVED.get(row['table'], NAME)}",
        }  # fmt: skip

    def brief(self, row: Mapping[str, str]) -> str:
        """Return what of a row is told in one line."""
        if row.get("decision") == "remove":
            return row.get("note", "")
        if row.get("decision") == "waive":
            return row.get("reason", "")
        named = {r["row"]: r for r in self.session.rows}
        values = []
        for column in BRIEF.get(row["table"], ()):
            value = row.get(column, "")
            if value in named and column not in ("name", "text"):
                value = changes.title(named[value])
            if value and value not in values:
                values.append(value)
        if row["table"] == "mentions" and row.get("times", "1") != "1":
            values.append(f"{row['times']} times")
        kind = next((c for c in ENTITIES.values() if row.get(c)), "") if row["table"] == "mentions" else ""
        return " · ".join(values) + (f" ({kind})" if kind else "")

    def problems(self, row: Cells) -> list[tuple[str, str]]:
        """Return what the last judgement said of a row, with the label of the column."""
        labels = {c.name: c.name.replace("_", " ") for c in self.forms.columns(row["table"])}
        return [(labels.get(c, c), message) for c, message in self.trial.verdict.rows.get(row["row"], ())]

    def questions(self, row: Cells) -> list[asking.Asked]:
        """Return the questions about a row."""
        if row.get("decision") in ("waive", "remove"):
            return []
        answers = self.session.history.answers.get(row["row"], {})
        return list(asking.questions(self.forms, row, self.session.rows, answers))

    def refused(self) -> list[Cells]:
        """Return the rows with a question that was answered by no."""
        answered = self.session.history.answers
        return [
            r for r in self.session.rows if r["row"] in answered and any(q.answer == "no" for q in self.questions(r))
        ]

    def names(self) -> dict[str, list[str]]:
        """Return the names that fields offer, by table: those of the worksheet first."""
        found = {}
        for table, column in worksheet.LABELS.items():
            new = [r[column] for r in self.session.rows if r["table"] == table and r.get(column) and _stands(r)]
            known = sorted((n for n in changes.known_names(self.session.package, table)), key=str.casefold)
            found[table] = list(dict.fromkeys([*new, *known]))
        for table in LISTS[len(worksheet.LABELS) :]:
            found[table] = [r["row"] for r in self.session.rows if r["table"] == table and _stands(r)]
        return found

    def hits(self, row: Cells, words: str) -> list[Hit]:
        """Return records that a new one may be the same as: of the worksheet, then of the data."""
        kinds = ("events",) if row["table"] == "events" else tuple(ENTITIES)
        wanted = folded(words)
        new = [
            Hit(r["row"], r["table"], r["name"], r["name"], "new in this article")
            for r in self.session.rows
            if r["table"] in kinds and r is not row and _stands(r) and wanted and wanted in folded(r.get("name", ""))
        ]
        return [*new, *(h for h in self.search.hits(words) if h.table in kinds)][:12]

    def known(self, row: Cells) -> list[Hit]:
        """Return the records nearest to a new one that is undecided, to be looked at before it is accepted."""
        if row["table"] not in ENTITIES or not row.get("name"):
            return []
        if row["name"] not in self._known:
            self._known[row["name"]] = [h for h in self.search.hits(row["name"]) if h.table in ENTITIES][:3]
        return self._known[row["name"]]

    def target(self, label: str) -> changes.Target:
        """Return what a record id, or the label of a new row, stands for in a cell."""
        new = next((r for r in self.session.rows if r["row"] == label), None)
        if new is not None:
            return changes.Target(new["table"], new["name"], new["name"])
        table, name = self.search.record(label)
        unique = len(changes.known_names(self.session.package, table).get(name, ())) == 1
        return changes.Target(table, name if unique else label, name)


class Search:
    """All records of the data, by any spelling."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self._lock = threading.Lock()

    def hits(self, words: str) -> list[Hit]:
        """Return the records that match, best first."""
        with self._lock:
            found = find_records(self.package, words[:200]) if words.strip() else ()
        described = {}
        for table in (*ENTITIES, "events"):
            key = _key(self.package, table)
            described[table] = {r[key]: r["description"] for r in rows_of(self.package, table)}
        return [
            Hit(f.record_id, f.table, f.name, f.matched, described[f.table].get(f.record_id, ""))
            for f in found
            if f.table in described
        ]

    def record(self, record_id: str) -> tuple[str, str]:
        """Return the table and name of a record. Raises NotFoundError where there is none."""
        for table in (*ENTITIES, "events"):
            for row in rows_of(self.package, table):
                if row[_key(self.package, table)] == record_id:
                    return table, row["name"]
        raise NotFoundError(f"no record {record_id}")


def shown(text: str) -> str:
    """Return text for a page: what cannot be seen or turns text round as its code point, any space as one."""
    if text.isprintable() and text.isascii():
        return text
    return "".join(" " if category(c) == "Zs" else c if printable(c) else visible(c) for c in text)


def _key(package: Package, table: str) -> str:
    return package.table(table).primary_key[0]


def _stands(row: Mapping[str, str]) -> bool:
    return row.get("decision") in (None, "keep")


def _few(words: str) -> str:
    """Return the first words of a piece, so that no row quotes more than a few."""
    return " ".join(words.strip('“”"‘’«» ').split()[:3])


def _reasons(package: Package) -> dict[str, list[str]]:
    """Return the reasons that waivers have, the commonest first, by kind."""
    counted: dict[str, Counter[str]] = {}
    for row in rows_of(package, "waivers"):
        counted.setdefault(row["kind"], Counter())[row["reason"]] += 1
    return {kind: [reason for reason, _ in found.most_common(12)] for kind, found in counted.items()}
