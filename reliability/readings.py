"""What became of the questions: answers without the articles' words, the table `readings`, and shares by column.

usage: python -m reliability.readings take READER KEY ANSWERS --on DAY [--kind machine|human] --sources DIR
         keeps a reader's answers as reliability/answers/READER.csv: the place of the deciding words, not the words
       python -m reliability.readings write
         makes data/readings.csv anew from all kept answers and from reliability/settled.csv

An answer agrees with the data where it is the expected one. A question whose answer does not agree is open until
reliability/settled.csv has its record and column: with what was decided (row: the row was corrected; question: the
question was bad; kept: the row stays, and why) and the reason.
"""

from __future__ import annotations

import argparse
import re
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from iraqmilitias.row_hash import row_sha256

from .questions import ROOT, Tables, rows_of, write

HERE = Path(__file__).resolve().parent
ANSWERS = HERE / "answers"
SETTLED = HERE / "settled.csv"
COLUMNS = ("record_id", "column", "expected", "answer", "source_id", "line", "word_from", "word_to", "row_sha256")
READERS = HERE / "readers.csv"


class Answer(NamedTuple):
    """One kept answer: what was asked, what the reader said, and where the deciding words are."""

    record_id: str
    column: str
    expected: str
    answer: str
    source_id: str
    line: str
    word_from: str
    word_to: str
    row_sha256: str

    @property
    def planted(self) -> bool:
        """Whether the question asked for a value that the row does not have."""
        return self.expected == "no"

    @property
    def agrees(self) -> bool:
        """Whether the reader answered as expected; to a planted question everything but yes is right."""
        return (self.answer != "yes") if self.planted else self.answer == "yes"


def words(text: str) -> list[str]:
    """Return a line's words as they are compared: folded, without punctuation around them."""
    folded = unicodedata.normalize("NFKC", text).replace("’", "'").casefold()
    return [re.sub(r"^\W+|\W+$", "", w) for w in folded.split()]


def place(line: str, first: str, last: str) -> tuple[str, str]:
    """Return the ordinals of the first and last deciding word in a line; empty where they are not found there."""
    there, start, end = words(line), words(first), words(last)
    if not start or not end or start[0] not in there:
        return "", ""
    begin = there.index(start[0])
    return (str(begin + 1), str(there.index(end[-1], begin) + 1)) if end[-1] in there[begin:] else ("", "")


def take(reader: str, key: Path, given: Path, sources: Path, tables: Tables) -> list[Answer]:
    """Return a reader's answers with the place of the deciding words. SystemExit where answers are missing or odd."""
    said = {row["number"]: row for row in rows_of(given)}
    texts = {
        row["source_id"]: (sources / row["file_name"]).read_text(encoding="utf-8").split("\n")
        for row in tables.rows["sources"]
    }
    missing = [row["number"] for row in rows_of(key) if row["number"] not in said]
    if missing:
        raise SystemExit(f"{given}: {len(missing)} questions have no answer, the first is {missing[0]}")
    taken = []
    for asked in rows_of(key):
        row = said[asked["number"]]
        if row["answer"] not in ("yes", "no", "not said"):
            raise SystemExit(f"{given}: the answer to {asked['number']} must be yes, no or not said")
        table, record = tables.by_id[asked["record_id"]]
        home = tables.by_id[record["report_id"]][1] if table == "participants" else record
        source = row.get("source_id") or home.get("source_id", "")
        line = row.get("line", "")
        first, last = "", ""
        if source in texts and line.isdigit() and 0 < int(line) <= len(texts[source]):
            first, last = place(texts[source][int(line) - 1], row.get("first", ""), row.get("last", ""))
        question = asked["record_id"], asked["column"], asked["expected"]
        taken.append(Answer(*question, row["answer"], source, line, first, last, row_sha256(record)))
    return sorted(taken)


def kept() -> dict[str, list[Answer]]:
    """Return all kept answers by reader."""
    return {path.stem: [Answer(**row) for row in rows_of(path)] for path in sorted(ANSWERS.glob("*.csv"))}


def settled() -> dict[tuple[str, str], str]:
    """Return the decision on each record and column that was gone back to: row, question or kept."""
    return {(row["record_id"], row["column"]): row["decision"] for row in rows_of(SETTLED)} if SETTLED.exists() else {}


WAS = re.compile(r"Was ‘([^’]*)’, is ‘([^’]*)’\.( A later reading of the line set it back\.)?")


def outdated(tables: Tables) -> Iterator[str]:
    """Yield each decision whose reason says of a cell what it no longer is, and each line without its four cells."""
    for number, row in enumerate(rows_of(SETTLED), 2):
        place = f"{SETTLED.name}:{number}"
        if None in row or None in row.values():
            yield f"{place}: must have 4 cells"
            continue
        said, (_, cells) = WAS.fullmatch(row["reason"]), tables.by_id.get(row["record_id"], ("", {}))
        now = cells.get(row["column"])
        if said and now is not None and now != (said[1] if said[3] else said[2]):
            yield f"{place}: {row['column']} of {row['record_id']} is {now!r}, and the reason says something else"


def readings(tables: Tables, answers: Mapping[str, list[Answer]]) -> list[tuple[object, ...]]:
    """Return the rows of `readings`: planted questions are about no row and not counted."""
    readers = {row["reader"]: row for row in rows_of(READERS)}
    decided = settled()
    made: list[tuple[object, ...]] = []
    for reader, given in answers.items():
        by_row: dict[str, list[Answer]] = defaultdict(list)
        for answer in given:
            if not answer.planted and tables.by_id.get(answer.record_id, ("retired", {}))[0] != "retired":
                by_row[line_of(tables, answer.record_id)].append(answer)
        for record, those in by_row.items():
            affirmed = sum(a.agrees for a in those)
            left = sum(not a.agrees and (a.record_id, a.column) not in decided for a in those)
            who = reader, readers[reader]["reader_kind"], readers[reader]["read_on"]
            made.append((record, *who, fingerprint(tables, record, those), len(those), affirmed, left, ""))
    order = {record: i for i, record in enumerate(tables.by_id)}
    return sorted(made, key=lambda row: (order[str(row[0])], str(row[1])))


def line_of(tables: Tables, record: str) -> str:
    """Return the record that `readings` has a row for: a waiver is part of its line."""
    table, row = tables.by_id[record]
    return f"{row['source_id']}:{row['line']}" if table == "waivers" else record


def fingerprint(tables: Tables, record: str, answers: list[Answer]) -> str:
    """Return the hash of a row as it was read; a line itself, whose waivers may change, is hashed as it is."""
    own = [a.row_sha256 for a in answers if a.record_id == record]
    return own[0] if own else row_sha256(tables.by_id[record][1])


def column_of(answer: Answer) -> str:
    """Return the column that a question is about, with the prefix of its table's ids."""
    return f"{answer.record_id[:3]}.{answer.column}"


def shares(
    answers: Iterable[Answer], decided: Mapping[tuple[str, str], str], group: Callable[[Answer], str] = column_of
) -> dict[str, Counter[str]]:
    """Return, by group, how many questions were asked, affirmed, planted and found.

    Those that did not agree are also counted under what was decided on them: row, question or kept, else open.
    """
    counted: dict[str, Counter[str]] = defaultdict(Counter)
    for a in answers:
        count = counted[group(a)]
        count["planted" if a.planted else "asked"] += 1
        if a.agrees:
            count["found" if a.planted else "affirmed"] += 1
        elif not a.planted:
            count[decided.get((a.record_id, a.column), "open")] += 1
    return counted


def main(arguments: list[str] | None = None) -> None:
    """Keep one reader's answers, or write the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    new = commands.add_parser("take")
    new.add_argument("reader")
    new.add_argument("key", type=Path)
    new.add_argument("answers", type=Path)
    new.add_argument("--on", required=True)
    new.add_argument("--kind", default="machine", choices=("machine", "human"))
    new.add_argument("--sources", type=Path, required=True)
    commands.add_parser("write")
    options = parser.parse_args(arguments)
    tables = Tables()
    if options.command == "take":
        taken = take(options.reader, options.key, options.answers, options.sources, tables)
        write(ANSWERS / f"{options.reader}.csv", COLUMNS, [tuple(a) for a in taken])
        others = [r for r in rows_of(READERS) if r["reader"] != options.reader] if READERS.exists() else []
        listed = [(r["reader"], r["reader_kind"], r["read_on"]) for r in others] + [
            (options.reader, options.kind, options.on)
        ]
        write(READERS, ("reader", "reader_kind", "read_on"), sorted(listed))
        total: Counter[str] = sum(shares(taken, {}).values(), Counter())
        print(f"{options.reader}: {total['affirmed']} of {total['asked']} affirmed")
        print(f"{total['found']} of {total['planted']} planted questions found")
        return
    if wrong := list(outdated(tables)):
        sys.exit("\n".join(wrong))
    header = tuple(f["name"] for f in tables.schemas["readings"]["fields"])
    write(ROOT / "data" / "readings.csv", header, readings(tables, kept()))


if __name__ == "__main__":
    main()
