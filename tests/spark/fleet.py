"""Large packages made of many small ones: copies of tests/packages/harbour, each with ids and faults of its own.

Spark starts a job in tenths of a second whatever it does, so a package holds many copies that could each stand alone.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from hypothesis import strategies as st

HARBOUR = Path(__file__).parents[1] / "packages" / "harbour"
TABLES = ("ports", "berths", "calls")
BYTES = {t: (HARBOUR / "data" / f"{t}.csv").read_bytes().partition(b"\n")[2] for t in TABLES}
HEADERS = {t: (HARBOUR / "data" / f"{t}.csv").read_bytes().partition(b"\n")[0] + b"\n" for t in TABLES}
SCHEMAS = {t: json.loads((HARBOUR / "schemas" / f"{t}.json").read_text(encoding="utf-8")) for t in TABLES}

Change = Callable[[bytes], bytes]
FieldChange = tuple[str, int, dict[str, Any]]


class Fleet(NamedTuple):
    """Changes of each copy's files, and of the schemas that all copies share."""

    copies: Sequence[Sequence[tuple[str, Change]]]
    fields: Sequence[FieldChange] = ()


def build(folder: Path, fleet: Fleet) -> Path:
    """Write the package: in copy k, port 1 is number 1001 + 6k, call 1 is 8k + 1, berth B1 is B1-k."""
    (folder / "data").mkdir(parents=True)
    resources = []
    for table in TABLES:
        content, schema = HEADERS[table], json.loads(json.dumps(SCHEMAS[table]))
        for number, changes in enumerate(fleet.copies):
            rows = BYTES[table]
            for name, change in changes:
                rows = change(rows) if name == table else rows
            content += _renumbered(table, rows, number)
        for name, at, properties in fleet.fields:
            if name == table:
                schema["fields"][at].update(properties)
        (folder / "data" / f"{table}.csv").write_bytes(content)
        dialect = {"delimiter": ",", "skipInitialSpace": False}
        resource = {"name": table, "path": f"data/{table}.csv", "schema": schema, "dialect": dialect}
        resources.append({"type": "table", "format": "csv", "encoding": "utf-8", **resource})
    descriptor = {"$schema": "https://datapackage.org/profiles/2.0/datapackage.json", "name": "fleet"}
    (folder / "datapackage.json").write_text(json.dumps(descriptor | {"resources": resources}), encoding="utf-8")
    return folder


def _renumbered(table: str, rows: bytes, number: int) -> bytes:
    """Give the known ids of a copy its own numbers; what a fault put there stays."""
    rows = re.sub(rb"prt-000([1-6])", lambda m: b"prt-%04d" % (1000 + 6 * number + int(m[1])), rows)
    if table == "calls":
        rows = re.sub(rb"(?m)^([1-8]),", lambda m: b"%d," % (8 * number + int(m[1])), rows)
    if table == "berths":
        rows = re.sub(rb"(B[12]|U[12]|S1|E1|P1),(\w+)", rb"\1-%d,\2-%d" % (number, number), rows)
    return rows


# what hypothesis makes of them --------------------------------------------------------------------------

ODD = (
    "",
    " ",
    "0",
    "-0",
    "00",
    "1",
    "+1",
    "-1",
    " 12",
    "12 ",
    "1_000",
    "1,5",
    "1.0",
    "1e3",
    "1E5",
    "1e400",
    "-1e-400",
    ".5",
    "5.",
    "9223372036854775807",
    "9223372036854775808",
    "-9223372036854775808",
    "٣",
    "１",
    "0x1F",
    "NaN",
    "nan",
    "inf",
    "-Infinity",
    "true",
    "True",
    "TRUE",
    "false",
    "f",
    "yes",
    "t",
    "2020-02-29",
    "2021-02-29",
    "2020-2-9",
    "0000-01-01",
    "0001-01-01",
    "9999-12-31",
    "10000-01-01",
    "-0001-01-01",
    "1582-10-10",
    "today",
    "infinity",
    "epoch",
    "2020-01-01T00:00:00",
    "2020",
    "2020-01-01T24:00:00Z",
    "2020-01-01T23:59:60Z",
    "2020-01-01 10:00:00",
    "2020-01-01T10:00:00+03:00",
    "2020-13",
    "2020-12",
    "24:00:00",
    "23:59:59",
    "8:00:00",
    "99",
    "0099",
    "-0044",
    "prt-0001",
    "prt-0002",
    "PRT-0001",
    "рrt-0001",
    "prt-0001 ",
    "prt-0099",
    "north",
    "left",
    "IRQ",
    "irq",
    "a@b.c",
    "a b@c.d",
    "İ",
    "ß",
    "ǅ",
    "é",
    "e\u0301",
    "a\u200bb",
    "\u00a0",
    "\u2028",
    "\ufeff",
    "=1+1",
    "<b>x</b>",
    "${env:HOME}",
    "${spark.app.name}",
    "{x}",
    "\\",
    "\\n",
    "\\u0041",
    "%",
    "_",
    "'",
    "''",
    "`x`",
    "--",
    "N/A",
    "null",
    "NULL",
    "todo",
    "  x",
    "x" * 300,
    "🚢",
    "𝒜",
    "a\tb",
    "\x07",
    '{"a": 1}',
    "[1]",
    "P1D",
    "P",
    "30, 40",
    "200, 1",
)
PATTERNS = (
    "a.c",
    "^prt-",
    "prt-[0-9]+$",
    "[[:alpha:]]+",
    "[^\\s]+",
    "\\w+",
    "\\d{2}",
    "(?i)irq|KWT",
    "[a-z&&[b]]*",
    "x{,2}",
    "\\bprt\\b.*",
    "[\\x{0600}-\\x{06FF}]+",
    "\\p{Greek}*|\\pL+",
    "\\S+\\s\\S+",
    "[\\]\\[]",
    "a|b|",
    "\\Qa.b\\E",
    ".*\\$.*",
    "(?:Basra|Khor).*",
    "[^]]*",
)
TYPES: tuple[dict[str, Any], ...] = (
    {"type": "integer"},
    {"type": "number"},
    {"type": "string"},
    {"type": "boolean"},
    {"type": "date"},
    {"type": "datetime"},
    {"type": "time"},
    {"type": "year"},
    {"type": "yearmonth"},
    {"type": "any"},
    {"type": "duration"},
    {"type": "geopoint"},
    {"type": "object"},
    {"type": "array"},
    {"type": "list"},
    {"type": "date", "format": "%d/%m/%Y"},
    {"type": "date", "format": "any"},
    {"type": "time", "format": "%H:%M"},
    {"type": "string", "format": "uuid"},
    {"type": "string", "format": "uri"},
    {"type": "number", "decimalChar": ",", "groupChar": "."},
    {"type": "integer", "bareNumber": False},
    {"type": "boolean", "trueValues": ["IRQ", "yes"], "falseValues": ["KWT", "''"]},
)
CONSTRAINTS: tuple[dict[str, Any], ...] = (
    {"enum": ["IRQ", "${env:HOME}", "a'b", "\\"]},
    {"minLength": 5},
    {"maxLength": 4},
    {"unique": True},
    {"required": True},
    {},
)

cells = st.one_of(st.sampled_from(ODD), st.text(st.characters(exclude_categories=["Cs"]), max_size=12))


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if any(c in text for c in ',"\r\n') else text


@st.composite
def cell_changes(draw: st.DrawFn, odd: str = "") -> tuple[str, Change]:
    """A cell that holds something else, without the characters in `odd`."""
    table = draw(st.sampled_from(TABLES))
    lines = BYTES[table].decode().split("\n")
    row = draw(st.integers(0, len(lines) - 2))
    column = draw(st.integers(0, len(SCHEMAS[table]["fields"]) - 1))
    text = _quoted("".join(c for c in draw(cells) if c not in odd))

    def change(content: bytes) -> bytes:
        listed = content.decode("utf-8", "replace").split("\n")
        if row >= len(listed) or ('"' in odd and '"' in listed[row]):
            return content
        parts = listed[row].split(",")
        parts[min(column, len(parts) - 1)] = text
        listed[row] = ",".join(parts)
        return "\n".join(listed).encode()

    return table, change


@st.composite
def line_changes(draw: st.DrawFn) -> tuple[str, Change]:
    """A line that is repeated, dropped, moved or cut, or a byte that is another."""
    table = draw(st.sampled_from(TABLES))
    kind = draw(st.sampled_from(("repeat", "drop", "move", "cut", "byte")))
    row, place = draw(st.integers(0, 8)), draw(st.integers(0, 400))
    byte = draw(st.sampled_from(b'\0\r\n",;\xff\xe9 x0'))

    def change(content: bytes) -> bytes:
        lines = content.split(b"\n")
        at = min(row, len(lines) - 1)
        if kind == "repeat":
            lines.insert(at, lines[at])
        elif kind == "drop":
            del lines[at]
        elif kind == "move":
            lines.append(lines.pop(at))
        elif kind == "cut":
            lines[at] = lines[at][: place % 40]
        else:
            where = place % max(len(content), 1)
            return content[:where] + bytes([byte]) + content[where + 1 :]
        return b"\n".join(lines)

    return table, change


@st.composite
def field_changes(draw: st.DrawFn) -> FieldChange:
    """A field of another type, or with another constraint."""
    table = draw(st.sampled_from(TABLES))
    at = draw(st.integers(0, len(SCHEMAS[table]["fields"]) - 1))
    if draw(st.booleans()):
        return table, at, {**draw(st.sampled_from(TYPES)), "constraints": {}}
    pattern = st.sampled_from(PATTERNS).map(lambda p: {"pattern": p})
    return table, at, {"constraints": draw(st.one_of(st.sampled_from(CONSTRAINTS), pattern))}


@st.composite
def fleets(draw: st.DrawFn, size: int) -> Fleet:
    """So many copies with up to three faults each, under schemas of which up to three fields are others."""
    change = st.one_of(cell_changes(), cell_changes(), cell_changes(), line_changes())
    copies = draw(st.lists(st.lists(change, max_size=3), min_size=size, max_size=size))
    return Fleet(copies, draw(st.lists(field_changes(), max_size=3)))
