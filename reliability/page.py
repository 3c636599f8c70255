"""The reliability page, in Markdown: what readers who had not coded the data affirmed, by column, and what is open.

usage: python -m reliability.page [OUT]
"""

from __future__ import annotations

import math
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from .questions import Tables, rows_of
from .readings import HERE, READERS, Answer, kept, settled, shares

LISTING = HERE / "listing.csv"

HEAD = """# Reliability

How far the data say what the articles say, measured by asking. Every cell that carries meaning becomes a short plain
question, made from the schemas ("The Jerusalem Post, line 18: does the line itself say …?"). A reader who has not coded
the data answers yes, no or not said, from the article alone, and names the deciding words. About one question in ten is
false on purpose (another actor, another day, another role), so that a reader who says yes to everything is seen.

!!! warning "Read by machine, checked by nobody"
    The data were coded by machine, in independent readings, and all readings below are by machine too. **No row has
    been checked by a person.** Machines of one make share their misreadings, so these shares are an upper bound.
"""
MEANING = """
`trace`, the view `read_again` and the site show for each record whether it was read again and whether anything is open.
The table `readings` has the fingerprint of the row at that time: a row that changed afterwards counts as unread. A
person's reading has the same form (`python -m reliability.readings take … --kind human`) and its place in the table.
"""


def table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a Markdown table; all columns but the first are right-aligned."""
    lines = ["| " + " | ".join(header) + " |", "| --- |" + " ---: |" * (len(header) - 1)]
    return "\n".join(lines + ["| " + " | ".join(str(cell) for cell in row) + " |" for row in rows]) + "\n"


def share(part: int, whole: int) -> str:
    """Return a share in per cent with its 95 % Wilson interval (E. B. Wilson, 1927); a dash where there is no whole."""
    if not whole:
        return "–"
    z, p = 1.96, part / whole
    centre, spread = p + z * z / (2 * whole), z * math.sqrt(p * (1 - p) / whole + z * z / (4 * whole * whole))
    low, high = ((centre + sign * spread) / (1 + z * z / whole) * 100 for sign in (-1, 1))
    return f"{100 * p:.1f} ({max(low, 0):.1f} to {min(high, 100):.1f})"


COUNTS = ("asked", "affirmed", "row", "question", "kept", "planted", "found")
COUNTED = ("questions", "affirmed, % (95 %)", "row", "question", "kept", "after, % (95 %)", "planted", "found")


def counts(c: Counter[str]) -> tuple[object, ...]:
    """Return the cells under COUNTED: after settling, a corrected row is right, a bad question is not counted."""
    asked, affirmed, row, question, kept_, planted, found = (c[name] for name in COUNTS)
    after = share(affirmed + row, asked - question)
    return asked, share(affirmed, asked), row, question, kept_, after, planted, found


def by_table(tables: Tables) -> Callable[[Answer], str]:
    """Return what gives the table that an answer is about; of a record that is gone, by the prefix of its id."""
    here = {record: table for record, (table, _) in tables.by_id.items() if table != "retired"}
    names = {record[:3]: table for record, table in here.items() if ":" not in record}
    return lambda answer: here.get(answer.record_id) or names.get(answer.record_id[:3], answer.record_id[:3])


def page() -> str:
    """Return the page."""
    tables, answers, decided = Tables(), kept(), settled()
    parts = [HEAD]
    readers = {row["reader"]: row for row in rows_of(READERS)}
    totals = {name: shares(given, decided, lambda _: "all")["all"] for name, given in answers.items()}
    parts.append(
        "## The readings\n\n"
        + table(
            ("reader", "kind", "on", "questions", "affirmed, % (95 %)", "planted", "planted found, % (95 %)"),
            [
                (
                    f"`{name}`",
                    readers[name]["reader_kind"],
                    readers[name]["read_on"],
                    c["asked"],
                    share(c["affirmed"], c["asked"]),
                    c["planted"],
                    share(c["found"], c["planted"]),
                )
                for name, c in totals.items()
            ],
        )
    )
    parts.append(MEANING)
    for name, given in answers.items():
        parts.append(
            f"## Reader `{name}`, by table\n\n"
            + table(
                ("table", *COUNTED),
                [(f"`{t}`", *counts(c)) for t, c in sorted(shares(given, decided, by_table(tables)).items())],
            )
        )
        parts.append(
            f"### Reader `{name}`, by column\n\n"
            + table(
                ("column", *COUNTED),
                [(f"`{column}`", *counts(c)) for column, c in sorted(shares(given, decided).items())],
            )
        )
    parts.append(
        "## What was settled, and how\n\n`reading-a` and `reading-b` asked every row that existed then; `sample` a "
        "tenth of all rows (at least 25 a table), after those were settled and independent of them. Every answer that "
        "did not agree was settled at the line. `row`: the row was corrected. `question`: the question was badly put. "
        "`kept`: the row stays, and `reliability/settled.csv` says why.\n\n"
        + table(("decision", "answers"), sorted(Counter(decided.values()).items()))
    )
    parts.append(
        "## From the text\n\nThe other direction: happenings, speech, ties, numbers and loaded words of each line were "
        "listed from the articles alone, without the tables, and compared. What the data lacked was added; "
        f"{sum(1 for _ in rows_of(LISTING))} listed items have no row of their own, each with its reason in "
        "`reliability/listing.csv`.\n"
    )
    left = sum(c["open"] for c in totals.values())
    parts.append(f"## What is open\n\n{left} answers that do not agree are not settled.\n")
    parts.append(
        "## The two passes of version 0.1.0\n\nVersion 0.1.0 rested on two machine passes of each article; how far "
        "they agreed was measured field by field (`reliability/0.1.0/agreement.csv`). Two passes that agree can "
        "agree on what is wrong: an outside reading of 0.1.0 found 23 of 78 events, 18 of 105 reports and 15 of 79 "
        "affiliations wrong or misleading. The passes and the figures are kept; they say nothing of this version.\n"
    )
    return "\n".join(parts)


def main() -> None:
    """Print the page, or write it to the file that is named."""
    if len(sys.argv) > 1:
        Path(sys.argv[1]).write_text(page(), encoding="utf-8", newline="\n")
    else:
        print(page())


if __name__ == "__main__":
    main()
