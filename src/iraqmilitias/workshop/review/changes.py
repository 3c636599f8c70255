"""What can be done to the rows of a worksheet: each function returns the changed rows and what is to be said.

The rows given to them are copies, which they may change. Raises Error where a person asks for what cannot be.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from ...errors import Error
from ...extraction import numbers
from ...extraction.lines import locator, normalise, occurrences
from ...package import Package
from ...table_files import rows_of
from ..figures import cells as figure_cells
from ..worksheet import ENTITIES, LABELS, Column, columns
from .session import Cells, find, new_labels

Changed = tuple[list[Cells], str]
KINDS = {
    "lines": "line", "mentions": "name", "actors": "new actor", "places": "new place", "facilities": "new facility",
    "aliases": "other spelling", "terms": "loaded term", "statements": "statement", "events": "new event",
    "event_reports": "report", "participants": "participant", "affiliations": "tie", "figures": "number",
    "waivers": "waived", "dates": "date", "bibliography": "reference", "conflicts": "conflict", "notes": "note",
}  # fmt: skip
LONGEST = 8  # words that a row may quote


class Target(NamedTuple):
    """A record that another may be the same as: one of the data, or a new one of the worksheet."""

    table: str
    value: str  # what a cell refers to it by
    name: str


def title(row: Mapping[str, str]) -> str:
    """Return what a row is called on the page: its kind and its words."""
    words = next((row[c] for c in ("name", "text", "printed", "locator", "term", "alias", "title") if row.get(c)), "")
    return f"{KINDS.get(row['table'], row['table'])} “{words}”" if words else KINDS.get(row["table"], row["table"])


def keep(rows: list[Cells], label: str) -> Changed:
    """Accept a row."""
    row = find(rows, label)
    row["decision"] = "keep"
    return rows, f"Accepted: {title(row)}."


def reopen(rows: list[Cells], label: str) -> Changed:
    """Make a row undecided again."""
    row = find(rows, label)
    row.pop("decision", None)
    return rows, f"Undecided again: {title(row)}."


def waive(rows: list[Cells], label: str, reason: str) -> Changed:
    """Say that what a row is about is there, and why it is not coded."""
    row = find(rows, label)
    reason = normalise(reason)
    if not reason:
        raise Error("say why it is not coded: a waiver has a reason")
    row |= {"decision": "waive", "reason": reason}
    return rows, f"Waived: {title(row)}."


def remove(package: Package, rows: list[Cells], label: str) -> Changed:
    """Take a row out. What needs it goes too, or is undecided again; what need not have it loses the reference."""
    row = find(rows, label)
    row["decision"] = "remove"
    said = f"Removed: {title(row)}."
    touched = 0
    for other, column in list(references(package, rows, row)):
        other.pop(column.name, None)
        touched += 1
        needed = package.table(other["table"]).field(column.field).required
        if needed and row["table"] == "event_reports":
            other["decision"] = "remove"
        elif needed or column.name in ENTITIES.values():
            other.pop("decision", None)
    if touched:
        said += f" {touched} row{'s' if touched > 1 else ''} no longer refer{'' if touched > 1 else 's'} to it."
    return rows, said


def edit(package: Package, rows: list[Cells], label: str, cells: Mapping[str, str]) -> Changed:
    """Write cells of a row. What refers to a new record by its name follows a new name."""
    row = find(rows, label)
    name = LABELS.get(row["table"], "")
    if row.get(name) and normalise(cells.get(name, "")) not in ("", row[name]):
        for other, column in list(references(package, rows, row)):
            if other[column.name] == row[name]:
                other[column.name] = normalise(cells[name])
    for name, value in cells.items():
        if plain := normalise(value):
            row[name] = plain
        else:
            row.pop(name, None)
    return rows, f"Saved: {title(row)}."


def split(rows: list[Cells], label: str) -> Changed:
    """Put a second row beside one, with the same cells, to be told apart; occurrences of a name are divided."""
    row = find(rows, label)
    twin = {**row, "row": next(new_labels(rows)), "note": f"split from {label}"}
    twin.pop("decision", None)
    times = int(row["times"]) if row.get("times", "").isdigit() else 0
    if times > 1:
        row["times"], twin["times"] = str(times - 1), "1"
    rows.insert(rows.index(row) + 1, twin)
    return rows, f"Split: {title(row)}. The new row is undecided."


def join(package: Package, rows: list[Cells], label: str, into: str) -> Changed:
    """Merge a row into another of its table: the other keeps its cells and gets those that it lacks."""
    row, other = find(rows, label), find(rows, into)
    if row is other or row["table"] != other["table"]:
        raise Error(f"{title(row)} can be merged only with another row of its kind")
    if row.get("times", "").isdigit() and other.get("times", "").isdigit() and row.get("text") == other.get("text"):
        other["times"] = str(int(row["times"]) + int(other["times"]))
    fixed = {"row", "decision", "line", "table", "text", "todo", "note", "reason"}
    for name, value in row.items():
        if name not in fixed:
            other.setdefault(name, value)
    for referring, column in list(references(package, rows, row)):
        referring[column.name] = other.get(LABELS.get(other["table"], ""), "") or into
    row |= {"decision": "remove", "note": f"merged into {into}"}
    return rows, f"Merged: {title(row)} into {title(other)}."


def same_as(package: Package, rows: list[Cells], label: str, target: Target, language: str) -> Changed:
    """Let everything that refers to a new record refer to a known one, which gets the new one's name as an alias."""
    row = find(rows, label)
    if row["table"] not in (*ENTITIES, "events"):
        raise Error(f"{title(row)} is not a record; choose another record in its own fields")
    if (row["table"] == "events") != (target.table == "events"):
        raise Error(f"{target.name} is not of the same kind; an event can be the same as an event only")
    for other, column in list(references(package, rows, row)):
        fits = {c.name for c in columns(package, other["table"]) if c.refers == target.table}
        place = column.name if column.refers == target.table else ENTITIES.get(target.table, "")
        other.pop(column.name, None)
        if place in fits:
            other[place] = target.value
        else:
            other.pop("decision", None)  # a speaker who turns out to be a place has to be looked at again
    name = row.get("name", "")
    row |= {"decision": "remove", "note": f"same as {target.name}"}
    said = f"{name} is the same as {target.name}."
    if row["table"] in ENTITIES and name and name not in _spellings(package, rows, target):
        alias = {
            "row": next(new_labels(rows)), "decision": "keep", "line": row["line"], "table": "aliases", "text": name,
            "alias": name, "language": language, ENTITIES[target.table]: target.value,
        }  # fmt: skip
        rows.insert(rows.index(row) + 1, alias)
        said += " Its name is kept as an alias."
    return rows, said


def _spellings(package: Package, rows: Sequence[Cells], target: Target) -> set[str]:
    """Return the spellings that the data and the worksheet have of a record."""
    table, column = target.table, ENTITIES[target.table]
    ids = {r[f"{column}_id"] for r in rows_of(package, table) if target.value in (r["name"], r[f"{column}_id"])}
    known = {r["alias"] for r in rows_of(package, "aliases") if r[f"{column}_id"] in ids}
    new = {r.get("alias", "") for r in rows if r["table"] == "aliases" and r.get(column) == target.value}
    return {target.name} | known | new


def add(package: Package, rows: list[Cells], line: int, table: str, words: str, text: str, source: Cells) -> Changed:
    """Add an undecided row about words of a line, with what the words say; an event comes with its report."""
    words = normalise(words)
    if table not in KINDS or table == "lines":
        raise Error(f"{table!r} is not a kind of row")
    if len(words.split()) > LONGEST:
        raise Error(f"a row quotes at most {LONGEST} words of the article; give the fewest that find the place")
    plain = normalise(text)
    found = next(occurrences(plain, words), None)
    located = {"actors", "places", "facilities", "aliases", "bibliography", "participants", "conflicts", "notes"}
    if words and found is None and table not in located:
        raise Error(f"line {line} does not have the words “{words}”; copy them as they are printed")
    if not words and table not in located:
        raise Error("give the words of the line that the row is about")
    free = new_labels(rows)
    row: Cells = {"row": next(free), "line": str(line), "table": table, "text": words}
    made = [row]
    known = {c.name for c in columns(package, table)}
    if found and "locator" in known:
        row["locator"] = locator(plain, *found)
    if table == "mentions":
        row["times"] = str(sum(1 for _ in occurrences(plain, words)))
    elif table == "figures" and found:
        number = next((n for n in numbers.find(plain) if n.start < found[1] and found[0] < n.end), None)
        row |= {"printed": words, **({**figure_cells(plain, number), "printed": number.printed} if number else {})}
    elif table == "statements":
        row |= {"mode": "indirect", "date_to": source["date_to"]}
    elif table == "affiliations":
        row |= {"certainty": "asserted", "tense": "present"}
    elif table == "participants":
        told = [r for r in rows if r["table"] == "event_reports" and r["line"] == str(line) and _there(r)]
        row |= {"certainty": "asserted", "basis": "line", **({"report": told[-1]["row"]} if told else {})}
        named = (r for r in rows if r["table"] == "mentions" and r["line"] == str(line) and r.get("text") == words)
        row |= next(({c: r[c] for c in ENTITIES.values() if r.get(c)} for r in named if _there(r)), {})
    elif table in ("events", "event_reports"):
        row |= {"date_to": source["date_to"], "date_precision": "open"}
        if table == "events":
            row["date_basis"] = "reported"
            report = {**row, "row": next(free), "table": "event_reports", "event": row["row"]}
            report.pop("date_basis")
            made.append(report)
        made[-1]["certainty"] = "asserted"
    elif LABELS.get(table):
        row[LABELS[table]] = words
    elif table == "aliases":
        row |= {"alias": words, "language": source["language"]}
    place = max((i for i, r in enumerate(rows) if int(r["line"]) <= line), default=-1) + 1
    rows[place:place] = made
    return rows, f"Added: {title(row)}. It is undecided."


def waive_words(rows: list[Cells], line: int, kind: str, words: str, reason: str) -> Changed:
    """Add a waiver for words of a line that no row is about; without words, for the line."""
    reason = normalise(reason)
    if not reason:
        raise Error("say why it is not coded: a waiver has a reason")
    row = {"row": next(new_labels(rows)), "decision": "keep", "line": str(line), "table": "waivers",
           "text": normalise(words), "kind": kind, "reason": reason}  # fmt: skip
    place = max((i for i, r in enumerate(rows) if int(r["line"]) <= line), default=-1) + 1
    rows.insert(place, row)
    return rows, f"Waived: “{row['text']}”."


def references(package: Package, rows: Sequence[Cells], to: Cells) -> Iterator[tuple[Cells, Column]]:
    """Yield the rows that refer to a row, with the column in which they do."""
    names = {to["row"], to.get(LABELS.get(to["table"], ""), "")} - {""}
    by_table = {t: [c for c in columns(package, t) if c.refers == to["table"]] for t in {r["table"] for r in rows}}
    for row in rows:
        for column in by_table[row["table"]]:
            if row is not to and row.get(column.name) in names and _there(row):
                yield row, column


def _there(row: Cells) -> bool:
    return row.get("decision") != "remove"


def known_names(package: Package, table: str) -> dict[str, list[str]]:
    """Return the ids of a table's records by name."""
    found: dict[str, list[str]] = {}
    key = package.table(table).primary_key[0]
    for row in rows_of(package, table):
        found.setdefault(row[LABELS[table]], []).append(row[key])
    return found
