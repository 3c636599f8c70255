"""The rows of a package from those of a worksheet: references by name become ids, new rows get ids, all in order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

from ..errors import nearest
from ..extraction.spelling import folded
from ..package import Package
from ..table_files import canonical, in_order, new_ids, rows_of
from .intake import day
from .worksheet import ANY, DECISIONS, ENTITIES, FIXED, LABELS, TABLES, WAIVED, Column, Row, columns

NAMED = ("actor_id", "place_id", "facility_id", "term_id")  # what a mention names, which tells its first line


@dataclass
class Assembled:
    """The package's files with a worksheet in them, and from which row of it each of their lines came."""

    file_name: str
    files: dict[str, bytes] = field(default_factory=dict)
    origins: dict[tuple[str, int], int] = field(default_factory=dict)  # (table, physical line) → worksheet's line
    lines: dict[int, int] = field(default_factory=dict)  # the article's line → its first worksheet line
    counts: dict[str, int] = field(default_factory=dict)
    new: dict[str, str] = field(default_factory=dict)  # the id of a new row → what the worksheet calls it
    problems: list[tuple[int, str]] = field(default_factory=list)


def assemble(package: Package, file: Path, source_id: str, rows: Sequence[Row]) -> Assembled:
    """Return the files that a worksheet makes or, in `problems`, what is wrong with it as file:line:column: message."""
    source = next(r for r in rows_of(package, "sources") if r["source_id"] == source_id)
    return _Assembler(package, file, source, rows).run()


class _Assembler:
    def __init__(self, package: Package, file: Path, source: Mapping[str, str], rows: Sequence[Row]) -> None:
        self.package, self.file, self.source_id, self.rows = package, file, source["source_id"], rows
        self.made = Assembled(source["file_name"])
        self.tables = {t: rows_of(package, t) for t in (*TABLES, "lines")}
        self.columns = {t: {c.name: c for c in columns(package, t)} for t in (*TABLES, "lines", "dates")}
        self.known = {name for own in self.columns.values() for name in own} - set(FIXED)
        keys = ((t, package.table(t).primary_key) for t in TABLES)
        self.ids = {t: {r[key[0]] for r in self.tables[t]} for t, key in keys if len(key) == 1}
        self.names: dict[str, dict[str, list[str]]] = {}  # table → name → ids
        self.spellings: dict[str, dict[str, list[str]]] = {}  # table → folded name or alias → ids
        self.labels: dict[str, tuple[str, str]] = {}  # a worksheet's row → table and id
        self.waived: dict[tuple[str, str], str] = {}  # a new entity that is waived → the reason
        self.new: dict[str, list[tuple[int, dict[str, str]]]] = {t: [] for t in TABLES}

    def problem(self, row: Row, column: str, text: str) -> None:
        self.made.problems.append((row.at, f"{self.file}:{row.at}:{column}: {text}"))

    def run(self) -> Assembled:
        kept = [row for row in self.rows if self._decided(row)]
        if not self.made.problems:
            self._locate(kept)
            self._number(kept)
            for row in kept:
                self._take(row)
        if not self.made.problems:
            self._finish()
        return self.made

    def _decided(self, row: Row) -> bool:
        """Check a row's fixed columns; return whether it makes a row of the package."""
        cells = row.cells
        table, decision = cells["table"], cells["decision"]
        known = {r["line"] for r in self.tables["lines"] if r["source_id"] == self.source_id}
        if table not in self.columns:
            self.problem(row, "table", f"{table!r} is not one of: {', '.join(TABLES)}")
            return False
        if cells["line"] not in known:
            self.problem(row, "line", f"{self.source_id} has no line {cells['line']!r}; it has 1 to {len(known)}")
            return False
        self.made.lines.setdefault(int(cells["line"]), row.at)
        if decision not in DECISIONS:
            what = f"{decision!r} is not a decision" if decision else "undecided"
            needed = f" (it still needs: {cells['todo']})" if cells["todo"] else ""
            self.problem(row, "decision", f"{what}; write keep, waive or remove{needed}")
            return False
        if decision == "waive" and not cells["reason"]:
            self.problem(row, "reason", "is empty; say why this is not coded")
            return False
        if decision == "waive" and table in ENTITIES:
            self.waived[ENTITIES[table], cells["name"]] = cells["reason"]
            return False
        return decision != "remove"

    def _locate(self, kept: Sequence[Row]) -> None:
        """Give an event without a locator that of its report in the same line."""
        told: dict[tuple[str, str], str] = {}
        for row in kept:
            if row.cells["table"] == "event_reports":
                told.setdefault((row.cells["line"], row.cells["event"]), row.cells["locator"])
        for row in kept:
            if row.cells["table"] == "events" and not row.cells["locator"]:
                for name in (row.cells["name"], _label(row)):
                    row.cells["locator"] = row.cells["locator"] or told.get((row.cells["line"], name), "")

    def _number(self, kept: Sequence[Row]) -> None:
        """Give every new row its id, parents before children, so that rows can refer to one another."""
        for table in TABLES:
            key, label = self.package.table(table).primary_key, LABELS.get(table)
            names = self.names.setdefault(table, {}) if label else {}
            for row in self.tables[table] if label else ():
                names.setdefault(row[label or ""], []).append(row[key[0]])
            if len(key) != 1:
                continue
            ids = new_ids(self.package, table)
            new = [r for r in kept if (r.cells["table"], r.cells["decision"]) == (table, "keep")]
            for worksheet_row in self._parents_first(table, label or "row", new):
                record_id = next(ids)
                self.labels[_label(worksheet_row)] = (table, record_id)
                self.made.new[record_id] = worksheet_row.cells[label] if label else f"row {_label(worksheet_row)}"
                if label:
                    name = worksheet_row.cells[label]
                    if name and name in names:
                        message = f"{name!r} exists already; remove this row, and refer to the name"
                        self.problem(worksheet_row, label, message)
                    names.setdefault(name, []).append(record_id)

    def _parents_first(self, table: str, label: str, rows: Sequence[Row]) -> Iterator[Row]:
        own = [c.name for c in self.columns[table].values() if c.refers == table]
        by_name: dict[str, list[int]] = {}
        for i, row in enumerate(rows):
            by_name.setdefault(row.cells[label], []).append(i)
        order: TopologicalSorter[int] = TopologicalSorter()
        for i, row in enumerate(rows):
            parents = {row.cells[c] for c in own} - {"", row.cells[label]}
            order.add(i, *(parent for name in parents for parent in by_name.get(name, ())))
        try:
            order.prepare()
        except CycleError as error:
            self.problem(rows[min(error.args[1])], own[0], "is a circle; a row cannot be its own parent")
            yield from rows
            return
        while order.is_active():
            for i in sorted(order.get_ready()):
                yield rows[i]
                order.done(i)

    def _take(self, row: Row) -> None:
        cells = row.cells
        table = cells["table"]
        named = ((c, cells.get(c, "")) for c in ENTITIES.values())
        reason = next((self.waived[pair] for pair in named if pair in self.waived), "")
        if table == "lines":
            for line in self.tables["lines"]:
                if (line["source_id"], line["line"]) == (self.source_id, cells["line"]):
                    line["role"] = cells["role"]
        elif table == "dates" and not cells["kind"]:
            return
        elif cells["decision"] == "waive" or table in ("waivers", "dates") or (table == "mentions" and reason):
            self._waive(row, cells["reason"] or reason)
        else:
            self._keep(row, table)

    def _waive(self, row: Row, reason: str) -> None:
        cells = row.cells
        text = cells["text"] or cells["printed"] or cells["locator"]
        if cells["table"] == "statements":
            text = cells["locator"]
        if not text:
            self.problem(row, "text", "is empty; copy the words that are waived")
        if not any((made["line"], made["text"]) == (cells["line"], text) for _, made in self.new["waivers"]):
            kind = WAIVED.get(cells["table"], cells["kind"] or "other")
            made = {"source_id": self.source_id, "line": cells["line"], "text": text, "kind": kind, "reason": reason}
            self.new["waivers"].append((row.at, made))

    def _keep(self, row: Row, table: str) -> None:
        schema, own = self.package.table(table), self.columns[table]
        made = {"source_id": self.source_id, "line": row.cells["line"]}
        if len(schema.primary_key) == 1:
            made[schema.primary_key[0]] = self.labels[_label(row)][1]
        made |= {column.field: self._value(row, column) for column in own.values()}
        if table == "aliases" and made["reference_id"]:
            del made["source_id"], made["line"]  # it rests on the reference, not on this line
        names = {f.name for f in schema.fields}
        self.new[table].append((row.at, {k: v for k, v in made.items() if k in names}))
        stray = [c for c, v in row.cells.items() if v and c not in own and c in self.known]
        if stray:
            self.problem(row, stray[0], f"does not belong to {table}; empty the cell, or correct the table")

    def _value(self, row: Row, column: Column) -> str:
        value = row.cells.get(column.name, "")
        if value and column.refers:
            return self._reference(row, column, value)
        if value and column.type == "date":
            try:
                return day(value).isoformat()
            except ValueError as error:
                self.problem(row, column.name, str(error))
        return value

    def _reference(self, row: Row, column: Column, value: str) -> str:
        """Return the id of what a cell refers to: by a name or another spelling, an id, or a row of the worksheet."""
        table = column.refers
        if value in self.labels and table in (self.labels[value][0], ANY):
            return self.labels[value][1]
        tables = tuple(self.names) if table == ANY else (table,) if table in self.names else ()
        if value in self.ids.get(table, ()) or (table == ANY and (":" in value or any(map(self._has(value), TABLES)))):
            return value
        ids = [i for t in tables for i in self.names[t].get(value, ())]
        ids = ids or [i for t in tables for i in self._spelled(t).get(folded(value), ())]
        if len(ids) == 1:
            return ids[0]
        if ids:
            message = f"{value!r} is the name of {' and '.join(ids)}; write the id of the one that is meant"
        elif tables:
            names = tuple(name for t in tables for name in self.names[t])
            message = f"no row of {table} is called {value!r}; {nearest(value, names)}"
        else:
            message = f"{value!r} is not a kept row of {table}; write what its column “row” has, such as r12"
        self.problem(row, column.name, message)
        return ""

    def _has(self, value: str) -> Callable[[str], bool]:
        return lambda table: value in self.ids.get(table, ())

    def _spelled(self, table: str) -> dict[str, list[str]]:
        """Return the records of a table by their names and aliases, without what spellings differ in."""
        if table not in self.spellings:
            known = self.spellings.setdefault(table, {})
            entity = ENTITIES.get(table, "")
            spelled = [(name, i) for name, ids in self.names[table].items() for i in ids]
            if entity:
                spelled += [(r["alias"], r[f"{entity}_id"]) for r in self.tables["aliases"] if r[f"{entity}_id"]]
            for name, record_id in spelled:
                if record_id not in known.setdefault(folded(name), []):
                    known[folded(name)].append(record_id)
        return self.spellings[table]

    def _finish(self) -> None:
        for table in TABLES:
            if self.new[table]:
                self._append(table)
        self._first_mentions()
        for table in (*(t for t in TABLES if self.new[t] or t in ENTITIES), "lines"):
            schema = self.package.table(table)
            self.made.files[schema.path] = canonical(schema, self.tables[table])

    def _append(self, table: str) -> None:
        """Put new rows where the order of the table has them, and remember from where they came."""
        new = self.new[table]
        rows = in_order(self.package.table(table), [*self.tables[table], *(made for _, made in new)])
        self.tables[table] = rows
        at = {id(made): at for at, made in new}
        self.made.origins |= {(table, i): at[id(row)] for i, row in enumerate(rows, 2) if id(row) in at}
        self.made.counts[table] = len(new)

    def _first_mentions(self) -> None:
        """Give each entity the line that names it first."""
        mentions = first_mentions(self.tables["mentions"])
        for table, entity in ENTITIES.items():
            for row in self.tables[table]:
                first = mentions.get(row[f"{entity}_id"])
                row["source_id"], row["line"] = (first["source_id"], first["line"]) if first else ("", "")


def _label(row: Row) -> str:
    """Return what other rows of the worksheet refer to a row by."""
    return row.cells["row"] or f"#{row.at}"


def first_mentions(mentions: Iterable[dict[str, str]]) -> dict[str, dict[str, str]]:
    """Return the first mention of each entity and term, by its id."""
    found: dict[str, dict[str, str]] = {}
    for row in sorted(mentions, key=lambda m: (len(m["source_id"]), m["source_id"], int(m["line"]))):
        for column in NAMED:
            if row[column]:
                found.setdefault(row[column], row)
    return found
