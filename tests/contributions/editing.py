"""What a contributor does to a copy of the data: set a cell, add a row, take one out."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from iraqmilitias.package import Package
from iraqmilitias.table_files import new_ids

from ..freeze import FROZEN, copy


def copy_package(target: Path) -> Path:
    """Copy descriptor, schemas and data of the package that is frozen for the tests."""
    return copy(FROZEN, target)


class Checkout:
    """A copy of the package; every method returns the physical line that it touched."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def lines(self, table: str) -> list[str]:
        return (self.root / "data" / f"{table}.csv").read_text(encoding="utf-8").splitlines()

    def write(self, table: str, lines: list[str]) -> None:
        path = self.root / "data" / f"{table}.csv"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="")

    def line(self, table: str, start: str) -> int:
        """Return the line of the row that begins with some text."""
        found = [i for i, text in enumerate(self.lines(table), 1) if text.startswith(start)]
        assert found, f"no row of {table} begins with {start}"
        return found[0]

    def set(self, table: str, key: str, **cells: str) -> int:
        """Write cells of the row with this id."""
        lines = self.lines(table)
        names = next(csv.reader([lines[0]]))
        number = self.line(table, key + ",")
        row = dict(zip(names, next(csv.reader([lines[number - 1]])), strict=True))
        assert cells.keys() <= row.keys()
        lines[number - 1] = _row([{**row, **cells}[n] for n in names])
        self.write(table, lines)
        return number

    def add(self, table: str, **cells: str) -> int:
        """Put a row at the end; its id is the one after the highest ever used, where none is given."""
        lines = self.lines(table)
        names = next(csv.reader([lines[0]]))
        assert cells.keys() <= set(names)
        if names[0] not in cells:
            cells[names[0]] = next(new_ids(Package(self.root), table))
        self.write(table, [*lines, _row([cells.get(n, "") for n in names])])
        return len(lines) + 1

    def drop(self, table: str, start: str) -> int:
        """Take out the row that begins with some text."""
        number = self.line(table, start)
        lines = self.lines(table)
        self.write(table, lines[: number - 1] + lines[number:])
        return number

    def swap(self, table: str, number: int) -> int:
        """Exchange a line with the next one; return where the row that should come first now stands."""
        lines = self.lines(table)
        lines[number - 1 : number + 1] = lines[number - 1 : number + 1][::-1]
        self.write(table, lines)
        return number + 1

    def text(self, table: str, number: int, change: Callable[[str], str]) -> int:
        """Change a line as text."""
        lines = self.lines(table)
        changed = change(lines[number - 1])
        assert changed != lines[number - 1]
        lines[number - 1] = changed
        self.write(table, lines)
        return number

    def insert(self, table: str, number: int, text: str) -> int:
        """Put a line before another."""
        lines = self.lines(table)
        self.write(table, [*lines[: number - 1], text, *lines[number - 1 :]])
        return number

    def schema(self, table: str, change: Callable[[Any], Any]) -> None:
        """Change a schema's content in place."""
        path = self.root / "schemas" / f"{table}.json"
        content = json.loads(path.read_text(encoding="utf-8"))
        change({field["name"]: field for field in content["fields"]} | {"": content})
        path.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8", newline="")

    def descriptor(self, old: str, new: str) -> None:
        """Replace text that stands once in datapackage.json."""
        path = self.root / "datapackage.json"
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1
        path.write_text(text.replace(old, new), encoding="utf-8", newline="")


def _row(cells: list[str]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="").writerow(cells)
    return out.getvalue()
