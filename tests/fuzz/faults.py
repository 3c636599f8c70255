"""Single faults that follow from the schemas, from CSV and from the Data Package standard, each with its place."""

from __future__ import annotations

import csv
import io
import json
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from ..freeze import FROZEN

Rows = list[list[str]]
LOOK_ALIKE = str.maketrans("aceiprs", "асеіргѕ")  # Latin to Cyrillic


@dataclass(frozen=True)
class Fault:
    """One change to one file, and where it must be reported; `column` is None where the whole line or file is meant."""

    kind: str
    file: str
    line: int | None
    column: str | None
    change: Callable[[bytes], bytes | None]  # None removes the file


def faults(seed: int) -> Iterator[Fault]:
    """Yield the faults of every table of this package, the rows chosen by the seed."""
    dice = random.Random(seed)
    package = json.loads((FROZEN / "datapackage.json").read_text(encoding="utf-8"))
    for resource in package["resources"]:
        path = FROZEN / resource["path"]
        rows = _read(path.read_bytes())
        schema = json.loads((FROZEN / resource["schema"]).read_text(encoding="utf-8"))
        if len(rows) > 2:
            yield from _of_cells(resource["path"], schema, rows, dice)
            yield from _of_rows(resource["path"], rows, dice)
        yield from _of_files(resource["path"], rows)


def _read(content: bytes) -> Rows:
    return list(csv.reader(io.StringIO(content.decode("utf-8"), newline="")))


def _written(rows: Rows, delimiter: str = ",") -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n", delimiter=delimiter).writerows(rows)
    return out.getvalue().encode("utf-8")


def _set(line: int, column: int, value: str) -> Callable[[bytes], bytes]:
    def change(content: bytes) -> bytes:
        rows = _read(content)
        rows[line - 1][column] = value
        return _written(rows)

    return change


def _of_cells(file: str, schema: dict[str, Any], rows: Rows, dice: random.Random) -> Iterator[Fault]:
    keys = schema.get("primaryKey", [])
    keys = [keys] if isinstance(keys, str) else keys
    foreign = {
        f: k for k in schema.get("foreignKeys", []) for f in _listed(k["fields"]) if len(_listed(k["fields"])) == 1
    }
    for column, field in enumerate(schema["fields"]):
        name, rules = field["name"], field.get("constraints", {})
        filled = [n for n, row in enumerate(rows[1:], 2) if row[column]]
        if not filled:
            continue

        def fault(kind: str, value: str | Callable[[str], str], column: int = column, name: str = name) -> Fault:
            line = dice.choice(filled)  # noqa: B023 - called at once
            text = value if isinstance(value, str) else value(rows[line - 1][column])
            return Fault(kind, file, line, name, _set(line, column, text))

        yield from (fault(kind, value) for kind, value in _wrong_forms(field))
        if rules.get("required") or name in keys:
            yield fault("required", "")
        if "enum" in rules:
            yield fault("not in the list", "nonsense")
            yield fault("other case", lambda v: v.upper())
        if "pattern" in rules and name not in foreign:
            yield fault("pattern", lambda v: f"{v} x!")  # an address may end in an exclamation mark
        if "minimum" in rules and field["type"] == "integer":
            yield fault("below", str(int(rules["minimum"]) - 1))
        if "maximum" in rules and field["type"] in ("integer", "number"):
            yield fault(
                "above", str(float(rules["maximum"]) + 1 if field["type"] == "number" else int(rules["maximum"]) + 1)
            )
        if name in foreign and "-" in rows[filled[0] - 1][column]:
            yield fault("leads nowhere", lambda v: v.rpartition("-")[0] + "-9999")
            yield fault("case of an id", lambda v: v.upper())
            yield fault("look-alike letter", lambda v: v.translate(LOOK_ALIKE))
        if keys == [name] and len(filled) > 2:
            other = dice.choice(filled[:-1])
            yield Fault("key twice", file, None, name, _set(other + 1, column, rows[other - 1][column]))
        if field["type"] == "string" and "enum" not in rules and "pattern" not in rules:
            yield fault("space before", lambda v: f" {v}")
            yield fault("space after", lambda v: f"{v} ")
            yield fault("no-break space", lambda v: f"{v}\u00a0x")
            yield fault("zero width", lambda v: v[:1] + "\u200b" + v[1:])
            yield fault("bidirectional", lambda v: f"\u202e{v}")
            yield fault("not NFC", lambda v: f"{v} e\u0301")
            yield fault("control", lambda v: f"{v}\x07")
            yield fault("line break", lambda v: f"{v}\nx")
            yield fault("formula", lambda v: f"=1+{v}")
            yield fault("markup", lambda v: f"<b>{v}</b>")


def _listed(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else list(value)


def _wrong_forms(field: dict[str, Any]) -> Iterator[tuple[str, str | Callable[[str], str]]]:
    match field["type"]:
        case "integer":
            yield from ((f"integer {v!r}", v) for v in ("x", "1.5", "1_000", "٣", "NaN", " 7", "1e3"))
        case "number":
            yield from ((f"number {v!r}", v) for v in ("x", "1,5", "Infinity", "NaN", "٣.٥", "0x10"))
            yield ("number with a plus", lambda v: f"+{v}")
            yield ("number with a zero before it", lambda v: f"0{v}")
        case "date":
            yield from ((f"date {v!r}", v) for v in ("2024-02-30", "2024-2-3", "03/04/2024", "May 2021", "2021-05"))
        case "boolean":
            yield from ((f"boolean {v!r}", v) for v in ("yes", "2", "TRUE!"))
        case "year":
            yield ("year 'x'", "x")


def _of_rows(file: str, rows: Rows, dice: random.Random) -> Iterator[Fault]:
    line = dice.randrange(2, len(rows) + 1)

    def changed(kind: str, edit: Callable[[Rows], None], line: int | None = line, column: str | None = None) -> Fault:
        def change(content: bytes) -> bytes:
            found = _read(content)
            edit(found)
            return _written(found)

        return Fault(kind, file, line, column, change)

    yield changed("cell too many", lambda r: r[line - 1].append("x"))
    yield changed("cell missing", lambda r: r[line - 1].pop())
    yield changed("header misspelt", lambda r: r[0].__setitem__(1, r[0][1] + "x"), 1)
    yield changed("header twice", lambda r: r[0].__setitem__(1, r[0][0]), 1)
    yield changed("column missing", lambda r: [row.pop() for row in r] and None, 1)
    yield changed(
        "column too many", lambda r: [row.append("x" if n else "surplus") for n, row in enumerate(r)] and None, 1
    )

    def raw(kind: str, piece: bytes, at: int = line) -> Fault:
        def change(content: bytes) -> bytes:
            lines = content.split(b"\n")
            lines.insert(at - 1, piece)
            return b"\n".join(lines)

        return Fault(kind, file, at, None, change)

    if not any("\n" in cell for row in rows for cell in row):
        yield raw("blank row", b"")
        yield raw("row of commas", b"," * (len(rows[0]) - 1))
        for kind, piece in (("NUL", b"\0"), ("not UTF-8", b"\xff"), ("carriage return", b"\rx"), ("stray quote", b'"')):

            def change(content: bytes, piece: bytes = piece) -> bytes:
                lines = content.split(b"\n")
                lines[line - 1] = lines[line - 1][:1] + piece + lines[line - 1][1:]
                return b"\n".join(lines)

            yield Fault(kind, file, line, None, change)


def _of_files(file: str, rows: Rows) -> Iterator[Fault]:
    yield Fault("file missing", file, None, None, lambda _: None)
    yield Fault("file empty", file, None, None, lambda _: b"")
    yield Fault("byte order mark", file, 1, None, lambda c: b"\xef\xbb\xbf" + c)
    yield Fault("UTF-16", file, 1, None, lambda c: c.decode("utf-8").encode("utf-16"))
    yield Fault("CRLF", file, 1, None, lambda c: c.replace(b"\n", b"\r\n"))
    yield Fault("semicolons", file, 1, None, lambda c: _written(_read(c), ";"))
    if len(rows) > 1:
        yield Fault("header missing", file, 1, None, lambda c: c.partition(b"\n")[2])
