"""Decisions on earlier drafts: what people made of a turn of phrase, so that the next article's draft has it right.

Names that were matched are remembered by `mentions`, and forms that are no names by `waivers` with their reason. Other
decisions are kept in reliability/decisions.csv, which `source merge` writes and reviewers read like data: a word, the
code that was drafted for it, the code that was kept or `remove`, and how often. It names no article.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from ..errors import Error
from ..package import Package
from ..table_files import read as read_csv
from ..table_files import to_csv
from .worksheet import Draft, Row

FILE = Path("reliability") / "decisions.csv"
HEADER = ("table", "phrase", "drafted", "decided", "times")
REMOVED_OFTEN = 3  # times that a phrase was removed before it is removed without asking
REFERRING = ("event", "part_of", "response_to", "statement")  # columns that can name another row of the drafts
REMOVED = "remove"
# The column of each table that a word of the line decides.
COLUMNS = {"event_reports": "event_type", "affiliations": "relation", "statements": "act", "figures": "measure"}
Decisions = Counter[tuple[str, str, str, str]]  # (table, phrase, drafted, decided) → times


def known(package: Package) -> Decisions:
    """Return the decisions that a checkout has, none where the package has no file of them. Raises Error."""
    path = package.path / FILE
    if package.zipped or not path.is_file():
        return Counter()
    found: Decisions = Counter()
    for line, row in read_csv(str(path), path.read_text(encoding="utf-8")):
        if line == 1 and tuple(row) == HEADER:
            continue
        if len(row) != len(HEADER) or not row[4].isdigit():
            raise Error(f"{path}:{line}: must have {len(HEADER)} cells ({', '.join(HEADER)}), the last a number")
        found[row[0], row[1], row[2], row[3]] = int(row[4])
    return found


def content(decisions: Decisions) -> bytes:
    """Return the file of some decisions, in order."""
    rows = ((*key, str(times)) for key, times in sorted(decisions.items()))
    return to_csv([HEADER, *rows])


def learned(drafted: Iterable[Row], decided: Sequence[Row]) -> Decisions:
    """Return what a completed worksheet decided on the rows that the program had drafted."""
    last = {row.cells["row"]: row.cells for row in decided}
    found: Decisions = Counter()
    for row in drafted:
        column = COLUMNS.get(row.cells["table"])
        code, phrase = row.cells.get(column or "", ""), _phrase(row.cells)
        if column is None or not code or not phrase:
            continue
        now = last.get(row.cells["row"])
        kept = now is not None and now["decision"] == "keep"
        found[row.cells["table"], phrase, code, now[column] if kept and now is not None else REMOVED] += 1
    return found


def _phrase(cells: Mapping[str, str]) -> str:
    """Return the words that a draft goes by: of a figure those after the number would be needed, which it has not."""
    words = cells["text"].casefold().split()
    return " ".join(words) if len(words) <= 2 and not any(c.isdigit() for w in words for c in w) else ""


def apply(rows: Sequence[Draft], decisions: Decisions) -> None:
    """Correct drafts whose phrase was mostly decided otherwise: with that code, or set to remove.

    A draft is set to remove only where its phrase was removed REMOVED_OFTEN times; before, its note says so.
    """
    gone: set[str] = set()
    for row in rows:
        column = COLUMNS.get(row.table)
        if column is None or not row.cells.get(column):
            continue
        phrase = _phrase({"text": row.text})
        told = {k[3]: n for k, n in decisions.items() if k[:3] == (row.table, phrase, row.cells[column])}
        if not told or told.get(row.cells[column], 0) * 2 >= sum(told.values()):
            continue
        best = max(told, key=lambda code: (told[code], code))
        by = f"by {told[best]} of {sum(told.values())} earlier decisions on this word"
        if best != REMOVED:
            row.cells[column] = best
        elif told[best] >= REMOVED_OFTEN:
            row.decision = REMOVED
            gone.add(row.row)
        else:
            by = f"removed {by}"
        row.note = "; ".join(filter(None, [row.note, by]))
    if gone:
        _without(rows, gone)


def _without(rows: Sequence[Draft], gone: set[str]) -> None:
    """Remove what belongs to rows that go, and what only they tell of; nothing refers to a removed row then."""
    reports = [r for r in rows if r.table == "event_reports" and r.decision != REMOVED]
    told_of = {r.cells["event"] for r in reports if "event" in r.cells}
    for row in rows:
        if row.cells.get("report") in gone or (row.table == "events" and row.row not in told_of):
            row.decision = REMOVED
    removed = {row.row for row in rows if row.decision == REMOVED}
    for row in rows:
        for column in [c for c in REFERRING if row.cells.get(c) in removed and row.decision != REMOVED]:
            del row.cells[column]
