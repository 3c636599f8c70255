"""Packages spoilt at random, each by its number alone: bytes, rows and cells, JSON, files, zips."""

from __future__ import annotations

import csv
import io
import json
import os
import random
import shutil
import zipfile
from pathlib import Path
from typing import Any

PIECES = [
    b"\0",
    b"\r",
    b"\r\n",
    b"\n\n",
    b'"',
    b'""',
    b",",
    b";",
    b"\t",
    b"\xef\xbb\xbf",
    b"\xff\xfe",
    b"\xff",
    b"\xc3",
    b"\xed\xa0\x80",
    b"\xf4\x90\x80\x80",
    b"\x1b]0;x\x07\x1b[31m",
    b"\x07",
    b"\x7f",
    "\u202e".encode(),
    "\u200b".encode(),
    "\u00a0".encode(),
    "\u2028".encode(),
    "e\u0301".encode(),
    "\U0001f600".encode(),
    b"=cmd|' /C calc'!A0",
    b"<script>",
    b"' OR 1=1 --",
    b"$(touch stolen)",
    b"%s%n",
    b"{{7*7}}",
    b"\\",
    b"NULL",
    b"nan",
    b"1e400",
    b"-0",
    b"0x10",
    b"9" * 400,
    b"x" * 70_000,
    b"../../etc/passwd",
]
CELLS = [
    "",
    " ",
    "\u00a0",
    "NaN",
    "Infinity",
    "-INF",
    "1e999",
    "0.1e-400",
    "9" * 30,
    "-1",
    "+5",
    " 5",
    "5 ",
    "1_000",
    "1,5",
    "٣",
    "0x1F",
    "true",
    "TRUE",
    "yes",
    "2024-02-30",
    "0000-00-00",
    "9999-12-31",
    "10000-01-01",
    "2024-2-3",
    "24:61:00",
    "P1Y",
    "2024-01-01T00:00:00Z",
    "\u202eabc",
    "a\u200bb",
    "e\u0301",
    "Ａ",
    "\x1b[2J",
    "=1+1",
    "@SUM(A1)",
    "<img src=x>",
    "\\N",
    "a\nb",
    'a"b',
    "a,b",
    "'; DROP TABLE _t0; --",
    "{}",
    "[1]",
    "\ufeff",
    "\ud7ff",
    "\U0010ffff",
    "k" * 5000,
]
VALUES: list[Any] = [
    None,
    True,
    False,
    0,
    -1,
    2**63,
    10**400,
    1.5,
    -0.0,
    "",
    " ",
    "x",
    "\0",
    "../../etc/passwd",
    "/etc/passwd",
    "..",
    ".",
    "https://example.org/x.csv",
    "file:///etc/passwd",
    "C:\\x.csv",
    "data/*.csv",
    "a" * 10_000,
    [],
    {},
    [[]],
    [{}],
    {"": ""},
    ["x", 1, None],
    "(a+)+$",
    "[",
    "(?<=a)b",
    "\\p{L}+",
    "^(?=x)y$",
    "%Y-%m",
    "any",
    "integer",
    "number",
    "date",
    "geopoint",
    "boolean",
    "object",
    "array",
    "duration",
    "yearmonth",
    "nonsense",
    "md5:0",
    "sha256:" + "0" * 64,
    "\u202e",
    "'; DROP TABLE x",
]
KEYS = [
    "name",
    "path",
    "schema",
    "profile",
    "resources",
    "fields",
    "type",
    "format",
    "constraints",
    "enum",
    "pattern",
    "minimum",
    "maximum",
    "required",
    "unique",
    "minLength",
    "primaryKey",
    "foreignKeys",
    "uniqueKeys",
    "reference",
    "resource",
    "missingValues",
    "dialect",
    "delimiter",
    "quoteChar",
    "header",
    "encoding",
    "bytes",
    "hash",
    "categories",
    "$schema",
    "fieldsMatch",
    "trueValues",
    "decimalChar",
    "groupChar",
    "lineTerminator",
    "escapeChar",
    "skipInitialSpace",
]


def spoilt(base: Path, target: Path, number: int) -> Path:
    """Copy the package `base` to `target`, spoil it in one to four ways, and return the path that is to be checked."""
    dice = random.Random(number)
    shutil.copytree(base, target)
    for _ in range(dice.choice((1, 1, 1, 2, 4))):
        dice.choices((_bytes, _rows, _json, _files), (4, 4, 5, 1))[0](target, dice)
    if dice.random() < 0.1:
        return _zipped(target, dice)
    return target


def _any_file(root: Path, dice: random.Random, *suffixes: str) -> Path | None:
    found = sorted(p for p in root.rglob("*") if p.suffix in suffixes and p.is_file() and not p.is_symlink())
    return dice.choice(found) if found else None


def _bytes(root: Path, dice: random.Random) -> None:
    path = _any_file(root, dice, ".csv", ".csv", ".json")
    if path is None:
        return
    data = bytearray(path.read_bytes())
    for _ in range(dice.choice((1, 1, 2, 8, 40))):
        at = dice.randrange(len(data) + 1)
        match dice.randrange(6):
            case 0 if data:
                data[at % len(data)] = dice.randrange(256)
            case 1:
                del data[at : at + dice.choice((1, 1, 3, 50, 5000))]
            case 2:
                data[at:at] = dice.choice(PIECES)
            case 3:
                data[at:at] = data[at : at + dice.choice((1, 10, 200))]
            case 4:
                data[at:at] = bytes(dice.randrange(256) for _ in range(dice.choice((1, 4, 64))))
            case _:
                data = data[:at] if dice.random() < 0.2 else data
    path.write_bytes(data)


def _rows(root: Path, dice: random.Random) -> None:
    path = _any_file(root, dice, ".csv")
    if path is None:
        return
    try:
        rows = list(csv.reader(io.StringIO(path.read_bytes().decode("utf-8", "surrogateescape"), newline="")))
    except csv.Error:
        return
    if not rows or not rows[0]:
        return
    here = dice.randrange(len(rows))
    match dice.randrange(8):
        case 0:
            rows.insert(here, list(dice.choice(rows)))
        case 1:
            del rows[here]
        case 2:
            dice.shuffle(rows)
        case 3:
            column = dice.randrange(len(rows[0]))
            rows = [r[:column] + r[column + 1 :] for r in rows]
        case 4:
            rows[here] = rows[here] + [dice.choice(CELLS)] * dice.choice((1, 3))
        case 5:
            rows[0] = [dice.choice((c, c.upper(), f" {c}", dice.choice(CELLS))) for c in rows[0]]
        case _:
            for _ in range(dice.choice((1, 1, 5))):
                row = rows[dice.randrange(len(rows))]
                if row:
                    row[dice.randrange(len(row))] = dice.choice(CELLS)
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator=dice.choice(("\n", "\n", "\n", "\r\n"))).writerows(rows)
    path.write_bytes(out.getvalue().encode("utf-8", "surrogateescape"))


def _json(root: Path, dice: random.Random) -> None:
    path = _any_file(root, dice, ".json")
    if path is None:
        return
    try:
        content = json.loads(path.read_bytes())
    except (ValueError, RecursionError):
        return
    nodes: list[tuple[Any, Any]] = []

    def walk(value: Any) -> None:
        for key, inner in (
            value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        ):
            nodes.append((value, key))
            walk(inner)

    walk(content)
    if not nodes:
        return
    holder, key = dice.choice(nodes)
    match dice.randrange(7):
        case 0:
            del holder[key]
        case 1 | 2:
            holder[key] = dice.choice(VALUES)
        case 3 if isinstance(holder, dict):
            holder[dice.choice(KEYS)] = dice.choice(VALUES)
        case 4 if isinstance(holder, list):
            holder.insert(key, holder[key])
        case 5:
            other, place = dice.choice(nodes)
            holder[key] = json.loads(json.dumps(other[place]))
        case _:
            holder[key] = {dice.choice(KEYS): holder[key]}
    text = json.dumps(content)
    if dice.random() < 0.05:
        text = text.replace("{", "{" + json.dumps(dice.choice(KEYS)) + ": 1,", 1)  # a key twice
    if dice.random() < 0.02:
        text = "[" * 20_000 + text
    path.write_text(text, encoding="utf-8")


def _files(root: Path, dice: random.Random) -> None:
    path = _any_file(root, dice, ".csv", ".json")
    if path is None:
        return
    what = dice.randrange(6)
    if what == 0:
        path.write_bytes(b"")
        return
    path.unlink()
    if what == 1:
        path.mkdir()
    elif what == 2 and hasattr(os, "mkfifo"):
        os.mkfifo(path)
    elif what == 3:
        path.symlink_to("/etc/passwd")
    elif what == 4:
        path.symlink_to(path.name)


def _zipped(root: Path, dice: random.Random) -> Path:
    path = root.with_suffix(".zip")
    with zipfile.ZipFile(path, "w", dice.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))) as archive:
        for file in sorted(p for p in root.rglob("*") if p.is_file() and not p.is_symlink()):
            name = file.relative_to(root).as_posix()
            name = dice.choice((name,) * 12 + (f"../{name}", f"/{name}", f"x/{name}", name.upper()))
            archive.writestr(name, file.read_bytes())
    data = bytearray(path.read_bytes())
    for _ in range(dice.choice((0, 0, 1, 10))):
        data[dice.randrange(len(data))] = dice.randrange(256)
    path.write_bytes(data)
    return path
