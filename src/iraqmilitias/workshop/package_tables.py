"""The tables of a package on disk as rows of text: read, given ids, written all or nothing."""

from __future__ import annotations

import csv
import io
import os
import re
import tempfile
import unicodedata
from collections.abc import Iterable, Mapping
from pathlib import Path

from ..coverage.tallies import rows as printed
from ..errors import PackageError
from ..package import Package


def rows_of(package: Package, table: str) -> list[dict[str, str]]:
    """Return a table's rows as printed, by column."""
    return [dict(row) for row in printed(package, table)]


def next_id(package: Package, table: str, taken: Iterable[str] = ()) -> str:
    """Return the id after the highest that the table, `retired` or `taken` has: an id is never used twice."""
    held = package.table(table)
    pattern = str(held.field(held.primary_key[0]).constraints["pattern"])
    prefix = re.match(r"\^?([a-z]+-)", pattern)
    if prefix is None:
        raise PackageError(f"{held.path}: {held.primary_key[0]} has no prefix to number by")
    known = [r[held.primary_key[0]] for r in printed(package, table)] + list(taken)
    if "retired" in package.tables:
        known += [r["record_id"] for r in printed(package, "retired")]
    numbers = [int(i.removeprefix(prefix.group(1))) for i in known if re.fullmatch(prefix.group(1) + "[0-9]+", i)]
    return f"{prefix.group(1)}{max(numbers, default=0) + 1:04d}"


def encoded(package: Package, table: str, rows: Iterable[Mapping[str, str]]) -> bytes:
    """Return rows as the canonical file: columns of the schema, UTF-8 in NFC, LF, quotes only where needed."""
    out = io.StringIO()
    names = [f.name for f in package.table(table).fields]
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(names)
    writer.writerows([unicodedata.normalize("NFC", " ".join(row.get(n, "").split())) for n in names] for row in rows)
    return out.getvalue().encode("utf-8")


def write_all(folder: Path, files: Mapping[str, bytes]) -> list[Path]:
    """Write files of a folder all or nothing: each beside its place, then all renamed; what fails is put back."""
    beside: list[tuple[Path, Path]] = []
    before: list[tuple[Path, bytes | None]] = []
    try:
        for name, content in files.items():
            target = folder / name
            target.parent.mkdir(exist_ok=True)
            handle, temporary = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
            beside.append((Path(temporary), target))
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            Path(temporary).chmod(0o644)
        for temporary_path, target in beside:
            before.append((target, target.read_bytes() if target.exists() else None))
            temporary_path.replace(target)
    except BaseException:
        for target, content_before in before:
            if content_before is None:
                target.unlink(missing_ok=True)
            else:
                target.write_bytes(content_before)
        raise
    finally:
        for temporary_path, _ in beside:
            temporary_path.unlink(missing_ok=True)
    return [target for _, target in beside]
