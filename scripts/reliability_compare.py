"""Two codings side by side: paired rows, and cells that mean the same under the same label."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reliability_measures import NONE, Agreement, agreement, same_value, togetherness, wilson
from reliability_pairing import Pair, pair_all
from reliability_rows import TABLES, Coding, Field, Row

Cells = dict[str, str]


@dataclass(frozen=True)
class Comparison:
    """Two codings, their pairs by table, and the first one's name for what the second one refers to."""

    one: Coding
    two: Coding
    pairs: dict[str, list[Pair]]
    names: dict[str, dict[str, str]]

    def cell(self, field: Field, row: Row, second: bool) -> str:
        """Return the cell's value; of the second coding in the first one's names for statements, events, terms."""
        value = row.values[field.name]
        if not (second and value and field.refers in self.names):
            return value
        names = self.names[field.refers]
        if value in names:
            return names[value]
        return value if field.refers == "event" and value not in names.values() else f"{value} (no pair)"

    def cells(self, table: str, field: Field) -> list[tuple[str, str]]:
        """Return both codings' values of the field over all pairs."""
        return [(self.cell(field, a, False), self.cell(field, b, True)) for a, b in self.pairs[table]]


def compare(one: Coding, two: Coding) -> Comparison:
    """Pair two codings."""
    pairs = pair_all(one, two)
    names = {
        kind: {b.ref: a.ref for a, b in pairs[table]}
        for kind, table in (("statement", "statements"), ("event", "events"), ("term", "terms"))
    }
    return Comparison(one, two, pairs, names)


def show(number: float | None) -> str:
    """Return a share with three decimals, empty where there is none."""
    return "" if number is None else f"{number + 0.0:.3f}".replace("-0.000", "0.000")


def line_of(table: str, field: str, level: str, only: tuple[str, str], found: Agreement) -> Cells:
    return {
        "table": table, "field": field, "level": level, "only_a": only[0], "only_b": only[1],
        "n": str(found.n), "equal": str(found.equal), "agreement": show(found.percent.value),
        "agreement_low": show(found.percent.low), "agreement_high": show(found.percent.high),
        "n_alpha": str(found.n_alpha) if found.n_alpha else "", "alpha": show(found.alpha.value),
        "alpha_low": show(found.alpha.low), "alpha_high": show(found.alpha.high), "note": found.note,
    }  # fmt: skip


def agreements(passes: Comparison) -> Iterator[Cells]:
    """Yield agreement.csv: per table how many rows both passes have, then one row a field."""
    for table, fields in TABLES.items():
        pairs = passes.pairs[table]
        only = [len(coding.tables[table]) - len(pairs) for coding in (passes.one, passes.two)]
        n = len(pairs) + sum(only)
        rows = Agreement(n, len(pairs), wilson(len(pairs), n), 0, NONE, "rows in both of all rows in either")
        yield line_of(table, "(row)", "", (str(only[0]), str(only[1])), rows)
        for field in fields:
            cells = passes.cells(table, field)
            yield line_of(table, field.name, field.level, ("", ""), agreement(cells, field.level))
            if field.level != "nominal":
                stated = [(str(bool(a)), str(bool(b))) for a, b in cells]
                if len(set(stated)) > 1 or stated[:1] == [("True", "False")]:
                    yield line_of(table, f"{field.name} stated", "nominal", ("", ""), agreement(stated, "nominal"))
        if table == "reports":
            labels = [(a.values["event"], b.values["event"]) for a, b in pairs]
            yield line_of(table, "same event", "nominal", ("", ""), togetherness(labels))


def recalls(comparisons: Sequence[Comparison]) -> Iterator[Cells]:
    """Yield recall.csv: per pass and table how many rows, and how many filled cells of each field, are right.

    A cell is right if its row has a pair in the data and both say the same; an empty cell claims nothing.
    """
    for each in comparisons:
        for table, fields in TABLES.items():
            sizes = (len(each.two.tables[table]), len(each.one.tables[table]))
            yield recall_of(each.one.name, table, "(row)", *sizes, len(each.pairs[table]))
            for field in fields:
                filled = [
                    sum(bool(row.values[field.name]) for row in coding.tables[table]) for coding in (each.two, each.one)
                ]
                right = sum(bool(a) and same_value(a, b, field.level) for a, b in each.cells(table, field))
                yield recall_of(each.one.name, table, field.name, filled[0], filled[1], right)


def recall_of(name: str, table: str, field: str, adjudicated: int, coded: int, right: int) -> Cells:
    recall, precision = wilson(right, adjudicated), wilson(right, coded)
    return {
        "pass": name, "table": table, "field": field, "adjudicated": str(adjudicated), "coded": str(coded),
        "right": str(right), "recall": show(recall.value), "recall_low": show(recall.low),
        "recall_high": show(recall.high), "precision": show(precision.value),
        "precision_low": show(precision.low), "precision_high": show(precision.high),
    }  # fmt: skip


def disagreements(passes: Comparison, with_data: Sequence[Comparison]) -> Iterator[Cells]:
    """Yield disagreements.csv: every row that one pass alone has, every cell that the passes fill differently.

    Beside both values stands what the data have, and whose it is. "no pair" follows a reference to a row of
    pass b that pass a lacks; references are shown in pass a's names.
    """
    final = [{(t, a.row_id): b for t, pairs in each.pairs.items() for a, b in pairs} for each in with_data]
    for table, fields in TABLES.items():
        pairs = passes.pairs[table]
        found: list[tuple[tuple[object, ...], Cells]] = []
        for side, coding in enumerate((passes.one, passes.two)):
            paired = {pair[side].row_id for pair in pairs}
            for row in coding.tables[table]:
                if row.row_id in paired:
                    continue
                record = final[side].get((table, row.row_id))
                cells = place(table, row) | {
                    "row_a": "" if side else row.row_id, "row_b": row.row_id if side else "", "field": "(row)",
                    "value_a": "no" if side else "yes", "value_b": "yes" if side else "no",
                    "adjudicated_id": record.row_id if record else "", "adjudicated": "yes" if record else "no",
                    "as_in": ("a", "b")[side if record else 1 - side],
                }  # fmt: skip
                found.append(((row.source_id, row.line, row.row_id), cells))
        for one, two in pairs:
            records = [final[0].get((table, one.row_id)), final[1].get((table, two.row_id))]
            record = records[0] or records[1]
            for field in fields:
                values = passes.cell(field, one, False), passes.cell(field, two, True)
                if same_value(*values, field.level):
                    continue
                sides = [
                    name
                    for name, each, row in zip("ab", with_data, (one, two), strict=True)
                    if record and same_value(row.values[field.name], each.cell(field, record, True), field.level)
                ]
                cells = place(table, one) | {
                    "row_a": one.row_id, "row_b": two.row_id, "field": field.name,
                    "value_a": values[0], "value_b": values[1],
                    "adjudicated_id": record.row_id if record else "",
                    "adjudicated": record.values[field.name] if record else "",
                    "as_in": (" ".join(sides) or "neither") if record else "",
                }  # fmt: skip
                found.append(((one.source_id, one.line, one.row_id), cells))
        yield from (cells for _, cells in sorted(found, key=lambda x: x[0]))


def place(table: str, row: Row) -> Cells:
    return {"table": table, "source_id": row.source_id, "line": str(row.line) if row.line else ""}
