"""Which row of one coding is which row of another: one to one, by a fixed rule.

A pair may be made, step by step and never again undone:
1. of rows in the same line that touch at least one word in common (ties also need a party in common);
2. of rows in the same line with the same identity (IDENTITY) whose words do not meet;
3. where a thing is coded once an article (a tie) or once at all (a term), of rows elsewhere with the same identity.
Within a step the pair with most equal fields comes first, then the one that shares most of its words, then the
order of the rows. Participants have no words: they are paired inside two reports that are a pair, first by who or
where, then by role. Events are paired by the reports that they share.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from reliability_rows import TABLES, Coding, Row

Pair = tuple[Row, Row]
Test = Callable[[Row, Row], bool]

IDENTITY = {
    "statements": ("speaker",),
    "figures": ("value_low", "value_high", "unit"),
    "reports": ("event",),
    "affiliations": ("actor", "organisation"),
    "terms": ("term",),
}
ONCE = ("affiliations", "terms")


def same_line(one: Row, two: Row) -> bool:
    return (one.source_id, one.line) == (two.source_id, two.line)


def overlap(one: Row, two: Row) -> bool:
    """Tell whether they share a word; a row without words (a waived line) shares those of its like."""
    return same_line(one, two) and (bool(one.words & two.words) or not (one.words and two.words))


def same(*columns: str) -> Test:
    """Return a test whether the rows have equal, not wholly empty values in all these columns."""

    def test(one: Row, two: Row) -> bool:
        values = [(one.values[c].casefold(), two.values[c].casefold()) for c in columns]
        return all(a == b for a, b in values) and any(a for a, _ in values)

    return test


def both(first: Test, second: Test) -> Test:
    return lambda one, two: first(one, two) and second(one, two)


def common_party(one: Row, two: Row) -> bool:
    """Tell whether two ties have a party in common, at either end; between wholly other parties is another tie."""
    ends = ("actor", "organisation")
    return bool({one.values[c] for c in ends} & {two.values[c] for c in ends})


def steps(table: str) -> list[Test]:
    """Return what a pair of the table must fulfil, strongest first."""
    if table == "participants":
        return [same("entity"), same("role")]
    found: list[Test] = [overlap]
    if table == "affiliations":
        found = [both(overlap, common_party)]
    if table in IDENTITY:
        found.append(both(same_line, same(*IDENTITY[table])))
    if table in ONCE:
        found.append(same(*IDENTITY[table]))
    return found


def likeness(table: str, one: Row, two: Row) -> tuple[int, float]:
    """Return how many fields are equal (references to other rows left out) and the share of words in common."""
    plain = [f.name for f in TABLES[table] if f.refers not in ("statement", "term")]
    equal = sum(one.values[name] == two.values[name] for name in plain)
    words = one.words | two.words
    return equal, len(one.words & two.words) / len(words) if words else 0.0


def pair(table: str, ones: Sequence[Row], twos: Sequence[Row]) -> list[tuple[int, int]]:
    """Return which of the ones is which of the twos, as positions, for rows that may be the same thing."""
    found: list[tuple[int, int]] = []
    for test in steps(table):
        free_one = set(range(len(ones))) - {i for i, _ in found}
        free_two = set(range(len(twos))) - {j for _, j in found}
        candidates = []
        for i in free_one:
            for j in free_two:
                if test(ones[i], twos[j]):
                    equal, shared = likeness(table, ones[i], twos[j])
                    candidates.append((-equal, -shared, i, j))
        for _, _, i, j in sorted(candidates):
            if i in free_one and j in free_two:
                free_one.remove(i)
                free_two.remove(j)
                found.append((i, j))
    return sorted(found)


def pair_in_groups(table: str, one: Coding, two: Coding, group: Callable[[int, Row], object]) -> list[Pair]:
    """Pair the table's rows group by group, a group being told by the coding's number (0 or 1) and the row."""
    groups: dict[object, tuple[list[Row], list[Row]]] = {}
    for number, coding in enumerate((one, two)):
        for row in coding.tables[table]:
            groups.setdefault(group(number, row), ([], []))[number].append(row)
    return [(ones[i], twos[j]) for ones, twos in groups.values() for i, j in pair(table, ones, twos)]


def event_keys(reports: Iterable[Pair]) -> dict[str, str]:
    """Return the first coding's key for the second's: the one with most reports in common, then the equal one."""
    shared = Counter((one.values["event"], two.values["event"]) for one, two in reports)
    found: dict[str, str] = {}
    for (mine, theirs), _ in sorted(shared.items(), key=lambda x: (-x[1], x[0][0] != x[0][1], x[0])):
        if theirs not in found and mine not in found.values():
            found[theirs] = mine
    return found


def everywhere(number: int, row: Row) -> str:
    return ""


def by_article(number: int, row: Row) -> str:
    return row.source_id


def pair_all(one: Coding, two: Coding) -> dict[str, list[Pair]]:
    """Return the pairs of every table."""
    pairs: dict[str, list[Pair]] = {}
    for table in TABLES:
        if table in ("events", "participants"):
            continue
        pairs[table] = pair_in_groups(table, one, two, everywhere if table == "terms" else by_article)
    reports = [{row.ref: number for number, row in enumerate(side)} for side in zip(*pairs["reports"], strict=True)]
    reports = reports or [{}, {}]
    pairs["participants"] = pair_in_groups(
        "participants", one, two, lambda n, row: reports[n].get(row.values["report"], (n, row.values["report"]))
    )
    mine = {row.ref: row for row in one.tables["events"]}
    keys = event_keys(pairs["reports"])
    for row in two.tables["events"]:
        if row.ref not in keys and row.ref in mine and row.ref not in keys.values():
            keys[row.ref] = row.ref
    pairs["events"] = [(mine[keys[r.ref]], r) for r in two.tables["events"] if keys.get(r.ref) in mine]
    return pairs
