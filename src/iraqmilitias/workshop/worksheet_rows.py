"""From a worksheet's rows to the package's rows: references by name to ids, new ids, first mentions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ..package import Package
from . import package_tables as tables
from .first_lines import ENTITIES, first_mentions
from .intake import day
from .worksheet import DECISIONS, FIXED, LABELS, TABLES, Column, Row, columns


@dataclass
class Assembled:
    """The package's files with a worksheet in them, and from which row of it each of their lines came."""

    file_name: str
    files: dict[str, bytes] = field(default_factory=dict)
    origins: dict[tuple[str, int], int] = field(default_factory=dict)  # (table, physical line) → worksheet's line
    lines: dict[int, int] = field(default_factory=dict)  # the article's line → its first worksheet line
    counts: dict[str, int] = field(default_factory=dict)
    problems: list[tuple[int, str]] = field(default_factory=list)


def assemble(package: Package, file: Path, source_id: str, rows: Sequence[Row]) -> Assembled:
    """Return the files that a worksheet makes, or, in `problems`, what is wrong with it by file:line:column."""
    source = next(r for r in tables.rows_of(package, "sources") if r["source_id"] == source_id)
    return _Assembler(package, file, source, rows).run()


class _Assembler:
    def __init__(self, package: Package, file: Path, source: Mapping[str, str], rows: Sequence[Row]) -> None:
        self.package, self.file, self.source, self.rows = package, file, source, rows
        self.made = Assembled(source["file_name"])
        self.held = {t: tables.rows_of(package, t) for t in (*TABLES, "lines")}
        self.columns = {t: columns(package, t) for t in (*TABLES, "lines", "dates")}
        self.known = {c.name for held in self.columns.values() for c in held} - set(FIXED)
        self.names: dict[str, dict[str, list[str]]] = {}
        self.labels: dict[str, tuple[str, str]] = {}  # a worksheet's row → table and id
        self.gone: dict[tuple[str, str], str] = {}  # an entity's row that is waived → the reason
        self.new: dict[str, list[tuple[int, dict[str, str]]]] = {t: [] for t in TABLES}

    def problem(self, row: Row, column: str, text: str) -> None:
        self.made.problems.append((row.at, f"{self.file}:{row.at}:{column}: {text}"))

    def run(self) -> Assembled:
        kept = [row for row in self.rows if self._decided(row)]
        if not self.made.problems:
            self._number(kept)
            for row in kept:
                self._take(row)
        if not self.made.problems:
            self._finish()
        return self.made

    def _decided(self, row: Row) -> bool:
        """Check a row's frame; return whether anything comes of it."""
        cells = row.cells
        if cells["table"] not in (*TABLES, "lines", "dates"):
            self.problem(row, "table", f"{cells['table']!r} is none of: {', '.join(TABLES)}")
            return False
        known = {r["line"]: r["role"] for r in self.held["lines"] if r["source_id"] == self.source["source_id"]}
        if cells["line"] not in known:
            self.problem(
                row, "line", f"{self.source['source_id']} has no line {cells['line']!r}; it has 1 to {len(known)}"
            )
            return False
        self.made.lines.setdefault(int(cells["line"]), row.at)
        if cells["decision"] not in DECISIONS:
            what = f"{cells['decision']!r} is no decision" if cells["decision"] else "undecided"
            self.problem(
                row,
                "decision",
                f"{what}; write keep, waive or remove"
                + (f" (it still needs: {cells['todo']})" if cells["todo"] else ""),
            )
            return False
        if cells["decision"] == "waive" and not cells["reason"]:
            self.problem(row, "reason", "is empty; say why this is not coded")
            return False
        if cells["decision"] == "waive" and cells["table"] in ENTITIES:
            self.gone[ENTITIES[cells["table"]], cells["name"]] = cells["reason"]
            return False
        return cells["decision"] != "remove"

    def _number(self, kept: Sequence[Row]) -> None:
        """Give every new row its id, parents before children, so that rows can refer to one another."""
        for table, column in LABELS.items():
            known = self.names[table] = {}
            key = self.package.table(table).primary_key[0]
            for held in self.held[table]:
                known.setdefault(held[column], []).append(held[key])
        for table in TABLES:
            if len(self.package.table(table).primary_key) != 1:
                continue
            taken: list[str] = []
            own = [r for r in kept if (r.cells["table"], r.cells["decision"]) == (table, "keep")]
            for row in self._parents_first(table, own):
                taken.append(tables.next_id(self.package, table, taken[-1:]))
                self.labels[row.cells["row"] or f"#{row.at}"] = (table, taken[-1])
                if table in LABELS:
                    name = row.cells[LABELS[table]]
                    if name and name in self.names[table]:
                        self.problem(
                            row, LABELS[table], f"{name!r} is there already; remove this row, and refer to the name"
                        )
                    self.names[table].setdefault(name, []).append(taken[-1])

    def _parents_first(self, table: str, rows: Sequence[Row]) -> list[Row]:
        own = [c.name for c in self.columns[table] if c.refers == table]
        label = LABELS.get(table, "row")
        done: list[Row] = []
        waiting = list(rows)
        while waiting:
            open_names = {r.cells[label] for r in waiting}
            ready = [
                r for r in waiting if not any(r.cells[c] in open_names and r.cells[c] != r.cells[label] for c in own)
            ]
            if not ready:
                self.problem(waiting[0], own[0], "goes round in a circle; a row cannot be its own parent")
                return [*done, *waiting]
            done += ready
            waiting = [r for r in waiting if r not in ready]
        return done

    def _take(self, row: Row) -> None:
        cells = row.cells
        waive = cells["decision"] == "waive"
        table = cells["table"]
        named = ((c, cells.get(c, "")) for c in ENTITIES.values())
        gone = next((self.gone[pair] for pair in named if pair in self.gone), "")
        if table == "lines":
            for held in self.held["lines"]:
                if (held["source_id"], held["line"]) == (self.source["source_id"], cells["line"]):
                    held["role"] = cells["role"]
        elif table == "dates" and not cells["kind"]:
            return
        elif waive or table in ("waivers", "dates") or (table == "mentions" and gone):
            self._waive(row, gone)
        else:
            self._keep(row, table)

    def _waive(self, row: Row, gone: str) -> None:
        cells = row.cells
        kind = {"mentions": "name", "figures": "number", "statements": "quotation"}.get(
            cells["table"], cells["kind"] or "other"
        )
        text = cells["text"] or cells["printed"] or cells["locator"]
        if cells["table"] == "statements":
            text = cells["locator"]
        made = {
            "source_id": self.source["source_id"],
            "line": cells["line"],
            "text": text,
            "kind": kind,
            "reason": cells["reason"] or gone,
        }
        if not text:
            self.problem(row, "text", "is empty; copy the words that are waived")
        same = [m for _, m in self.new["waivers"] if (m["line"], m["text"]) == (made["line"], text)]
        if not same:
            self.new["waivers"].append((row.at, made))

    def _keep(self, row: Row, table: str) -> None:
        held = self.package.table(table)
        made = {"source_id": self.source["source_id"], "line": row.cells["line"]}
        if len(held.primary_key) == 1:
            made[held.primary_key[0]] = self.labels[row.cells["row"] or f"#{row.at}"][1]
        for column in self.columns[table]:
            made[column.field] = self._value(row, column)
        own = {f.name for f in held.fields}
        self.new[table].append((row.at, {k: v for k, v in made.items() if k in own}))
        stray = [
            c
            for c, v in row.cells.items()
            if v and c not in {x.name for x in self.columns[table]} and c in self.known
        ]
        if stray:
            self.problem(row, stray[0], f"does not belong to {table}; empty the cell, or correct the table")

    def _value(self, row: Row, column: Column) -> str:
        value = row.cells.get(column.name, "")
        if not value:
            return ""
        if column.refers:
            return self._reference(row, column, value)
        if column.type == "date":
            try:
                return day(value).isoformat()
            except ValueError as error:
                self.problem(row, column.name, str(error))
        return value

    def _reference(self, row: Row, column: Column, value: str) -> str:
        """Return the id of what a cell names: a name, an id, or a statement’s row."""
        if value in self.labels and self.labels[value][0] == column.refers:
            return self.labels[value][1]
        key = self.package.table(column.refers).primary_key[0]
        if any(held[key] == value for held in self.held.get(column.refers, ())):
            return value
        found = self.names.get(column.refers, {}).get(value, [])
        if len(found) == 1:
            return found[0]
        if len(found) > 1:
            self.problem(
                row,
                column.name,
                f"{value!r} is the name of {' and '.join(found)}; write the id of the one that is meant",
            )
        elif column.refers in self.names:
            from ..errors import nearest

            self.problem(
                row,
                column.name,
                f"no {column.refers} row is called {value!r}; {nearest(value, tuple(self.names[column.refers]))}",
            )
        else:
            self.problem(
                row,
                column.name,
                f"{value!r} is no kept row of {column.refers}; write what its column “row” has, such as r12",
            )
        return ""

    def _finish(self) -> None:
        for table in TABLES:
            if self.new[table]:
                self._append(table)
        first_mentions(self.package, self.held)
        touched = [t for t in TABLES if self.new[t] or t in ENTITIES]
        for table in (*touched, "lines"):
            self.made.files[self.package.table(table).path] = tables.encoded(self.package, table, self.held[table])

    def _append(self, table: str) -> None:
        """Put new rows where the order of the table has them, and remember from where they came."""
        key = self.package.table(table).primary_key[0]
        new = self.new[table]
        held = self.held[table] + [made for _, made in new]
        if key == "source_id":
            held.sort(key=lambda r: (len(r[key]), r[key], int(r["line"])))
        else:
            held.sort(key=lambda r: int(r[key].rpartition("-")[2]))
        self.held[table] = held
        at_of = {id(made): at for at, made in new}
        self.made.origins |= {(table, i): at_of[id(r)] for i, r in enumerate(held, 2) if id(r) in at_of}
        self.made.counts[table] = len(new)
