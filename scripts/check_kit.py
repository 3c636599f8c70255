"""A blind check of 50 rows by a person: makes the form, and scores it once it is filled in.

usage: python scripts/check_kit.py make
       python scripts/check_kit.py score FORM
"""

from __future__ import annotations

import argparse
import csv
import difflib
import hashlib
import io
import random
import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from reliability_measures import SEED, wilson
from reliability_questions import Answers, Item, Question, items, read, spelling
from reliability_text import KIT

ROOT = Path(__file__).resolve().parent.parent
ROWS, LEAST = 50, 5  # drawn in all, and at least from each table
HEAD = ["item", "source_id", "line", "words", "question", "look_for", "answer", "comment"]
UNLISTED = "not listed:"
Scores = dict[tuple[str, str], list[bool]]


def hidden(record_id: str) -> str:
    """Return what stands for the record in the form; the coded values cannot be looked up by it."""
    return hashlib.sha256(f"{SEED}:{record_id}".encode()).hexdigest()[:10]


def drawn(every: Sequence[Item], rows: int = ROWS, least: int = LEAST) -> list[Item]:
    """Return a random choice: `least` records of each table, the rest by the tables' sizes; in reading order."""
    tables: dict[str, list[Item]] = {}
    for item in every:
        tables.setdefault(item.table, []).append(item)
    draw = random.Random(SEED)
    chosen: list[Item] = []
    rest: list[Item] = []
    for found in tables.values():
        mixed = draw.sample(found, len(found))
        chosen += mixed[:least]
        rest += mixed[least:]
    chosen += draw.sample(rest, min(len(rest), max(0, rows - len(chosen))))
    return sorted(chosen, key=lambda x: (x.source_id, int(x.line), hidden(x.record_id)))


def form(chosen: Sequence[Item]) -> str:
    """Return the empty form: a row for each question, with the place to look at and without any coded value."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(HEAD)
    for item in chosen:
        for question in item.questions:
            where = [hidden(item.record_id), item.source_id, item.line, item.words]
            writer.writerow([*where, question.name, question.look_for, "", ""])
    return text.getvalue()


def outputs(root: Path) -> dict[str, str]:
    """Return the kit's files by path under the root."""
    chosen = drawn(list(items(read(root / "data", ROOT / "schemas"))))
    questions = sum(len(item.questions) for item in chosen)
    return {
        "reliability/check-kit/form.csv": form(chosen),
        "reliability/check-kit/README.md": KIT.format(rows=len(chosen), questions=questions, unlisted=UNLISTED),
    }


def right(question: Question, answer: str, known: Answers) -> bool:
    """Tell whether the answer says what the data say. Raises ValueError, saying what to write, if it says nothing."""
    if question.form in ("entity", "voice"):
        if spelling(answer) == "author" and question.form == "voice":
            return question.answer == "author"
        if answer.casefold().startswith(UNLISTED):
            return False
        found = known.names.get(answer) or known.names.get(spelling(answer))
        if not found:
            near = difflib.get_close_matches(spelling(answer), known.names, 3)
            hint = f"near: {', '.join(near)}; " if near else ""
            raise ValueError(f"no actor, place or facility is called so; {hint}or write '{UNLISTED} NAME'")
        return question.answer in found
    if question.form == "code" and answer not in question.codes:
        raise ValueError(f"not a code of {question.name}; write one of: {', '.join(question.codes)}")
    if question.form in ("number", "day") and answer == "-":
        return question.answer == ""
    if question.form == "number":
        try:
            return bool(question.answer) and float(question.answer) == float(answer.replace(",", ""))
        except ValueError:
            raise ValueError("not a number; write digits only, like 2500, or - where the wording gives none") from None
    if question.form == "day":
        try:
            return date.fromisoformat(answer).isoformat() == question.answer
        except ValueError:
            raise ValueError("not a day; write it like 2020-01-31, or - where the line gives none") from None
    return answer == question.answer


def filled(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Yield the form's rows with their line numbers; stop where it is no CSV file with the form's columns."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise SystemExit(f"{path}: cannot be read ({error.strerror or error})") from None
    except UnicodeDecodeError as error:
        raise SystemExit(f"{path}: not UTF-8 (byte {error.start}); save it as CSV UTF-8") from None
    reader = csv.reader(io.StringIO(text, newline=""))
    head = next(reader, [])
    if head != HEAD:
        raise SystemExit(f"{path}:1:{(head or HEAD)[0]}: the columns must be {','.join(HEAD)}, with commas between")
    begins = reader.line_num + 1
    for cells in reader:
        yield begins, cells
        begins = reader.line_num + 1


def score(path: Path, known: Answers) -> Scores:
    """Return, for every table and question, whether each answer agrees; raise SystemExit naming all that is wrong."""
    records = {hidden(item.record_id): item for item in items(known)}
    problems: list[str] = []
    scores: Scores = {}
    answered: dict[str, dict[str, tuple[int, str]]] = {}

    def wrong(line: int, column: str, message: str) -> None:
        problems.append(f"{path}:{line}:{column}: {message}")

    for line, cells in filled(path):
        if len(cells) != len(HEAD):
            wrong(line, HEAD[min(len(cells), len(HEAD)) - 1], f"{len(cells)} cells, must be {len(HEAD)}")
            continue
        row = dict(zip(HEAD, (cell.strip() for cell in cells), strict=True))
        names = [q.name for q in records[row["item"]].questions] if row["item"] in records else []
        if not names:
            wrong(line, "item", f"{row['item']!r} is no record of these data; score it with the version that made it")
        elif row["question"] not in names:
            wrong(line, "question", f"{row['question']!r} is not asked of this item; it has {', '.join(names)}")
        elif row["question"] in answered.setdefault(row["item"], {}):
            wrong(line, "question", f"{row['question']!r} stands twice for item {row['item']}; keep one row")
        else:
            answered[row["item"]][row["question"]] = (line, row["answer"])
    for name, given in answered.items():
        item = records[name]
        last = max(line for line, _ in given.values())
        for question in item.questions:
            line, answer = given.get(question.name, (0, ""))
            if not line:
                wrong(last, "question", f"item {name} lacks its row {question.name!r}; put it back from the empty form")
            elif answer and question.name != "coded" and given.get("coded", (0, ""))[1] == "no":
                wrong(line, "answer", f"{answer!r} where `coded` is no; leave it empty, or change `coded`")
            elif answer:
                try:
                    agrees = right(question, answer, known)
                except ValueError as error:
                    wrong(line, "answer", f"{answer!r} is {error}")
                    continue
                # where nothing is coded there is no value to compare with: the answer to `coded` tells it
                if question.name == "coded" or item.table != "waivers":
                    scores.setdefault((item.table, question.name), []).append(agrees)
    if not problems and not scores:
        problems.append(f"{path}:2:answer: no question is answered")
    if problems:
        raise SystemExit("\n".join(problems))
    return scores


def report(scores: Mapping[tuple[str, str], Sequence[bool]]) -> str:
    """Return the score as a table: answers, how many agree with the data, per cent with 95 % interval (Wilson)."""
    rows = [("table", "question", "answers", "agree", "%", "95 % interval")]
    total = [agrees for found in scores.values() for agrees in found]
    for (table, question), found in [*sorted(scores.items()), (("all", ""), total)]:
        share = wilson(sum(found), len(found))
        value, low, high = (f"{100 * bound:.1f}" for bound in share if bound is not None)
        rows.append((table, question, str(len(found)), str(sum(found)), value, f"{low} to {high}"))
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(r, widths, strict=True)).rstrip() for r in rows)


def main(arguments: list[str] | None = None) -> int:
    """Make the kit or score a form; the return value is the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--root", type=Path, default=ROOT, help=argparse.SUPPRESS)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("make", help="write reliability/check-kit/")
    commands.add_parser("score", help="score a form").add_argument("form", type=Path, metavar="FORM")
    options = parser.parse_args(arguments)
    if options.command == "make":
        for name, text in outputs(options.root).items():
            path = options.root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode("utf-8"))
            print(f"{name}: written")
        return 0
    print(report(score(options.form, read(options.root / "data", ROOT / "schemas"))))
    return 0


if __name__ == "__main__":
    sys.exit(main())
