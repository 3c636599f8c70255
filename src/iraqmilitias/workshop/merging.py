"""Completed worksheets become rows of the package: all rows of a worksheet or none."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from ..coverage.tallies import coverage
from ..errors import Error, PackageError
from ..evidence.checks import evidence_layers
from ..output import write_all
from ..package import Package
from ..table_files import rows_of
from ..validation import validate
from .worksheet import WorksheetError, columns, read
from .worksheet_rows import Assembled, assemble


class Merged(NamedTuple):
    """The rows that a worksheet added to the package, by table."""

    source_id: str
    file: Path
    rows: Mapping[str, int]


def waiting(package: Package) -> list[Path]:
    """Return the worksheets of sources that have nothing coded yet; WorksheetError where two forms of one differ."""
    found: list[Path] = []
    for row in rows_of(package, "sources"):
        held = [
            p for p in (package.path / "drafts" / f"{row['source_id']}{e}" for e in (".csv", ".xlsx")) if p.is_file()
        ]
        if not held or _coded(package, row["source_id"]):
            continue
        if len(held) == 2 and [r.cells for r in read(held[0], package)] != [r.cells for r in read(held[1], package)]:
            raise WorksheetError(
                [
                    f"{held[0]} and {held[1].name} differ; name the one that you completed: iraqmilitias source "
                    f"merge FILE"
                ]
            )
        found.append(held[0])
    return found


def _coded(package: Package, source_id: str) -> bool:
    return any(
        r["source_id"] == source_id
        for t in ("mentions", "figures", "statements", "waivers")
        for r in rows_of(package, t)
    )


def merge(package: Package, file: Path, sources: Path | None = None) -> Merged:
    """Write the rows of a completed worksheet into a package's folder, if it is valid with them and nothing is left.

    With `sources`, the folder of the articles' texts, the words are checked and coverage is counted in the text.
    Raises WorksheetError with file, line and column of each problem; then nothing has changed.
    """
    if package.zipped:
        raise PackageError(f"{package.path}: an archive cannot be written to; unpack it and give the folder")
    source_id = file.stem
    if source_id not in {r["source_id"] for r in rows_of(package, "sources")}:
        raise Error(f"{file}: not named after a source; a worksheet keeps the name that source add gave it")
    if _coded(package, source_id):
        raise Error(f"{source_id} is coded already; correct its rows in data/")
    made = assemble(package, file, source_id, read(file, package))
    if made.problems:
        raise WorksheetError(_in_order(made.problems))
    with tempfile.TemporaryDirectory(prefix="iraqmilitias-") as folder:
        beside = Path(folder) / "package"
        copy_package(package, beside)
        write_all({beside / name: content for name, content in made.files.items()})
        problems = [*_invalid(beside, package, file, made, sources), *_left(beside, source_id, file, made, sources)]
    if problems:
        raise WorksheetError(_in_order(problems))
    write_all({package.path / name: content for name, content in made.files.items()})
    return Merged(source_id, file, made.counts)


def _in_order(problems: list[tuple[int, str]]) -> list[str]:
    return list(dict.fromkeys(text for _, text in sorted(problems)))


def copy_package(package: Package, target: Path) -> None:
    """Copy what a validation reads, and nothing else of the checkout."""
    target.mkdir()
    shutil.copy(package.path / "datapackage.json", target)
    for folder in {Path(t.path).parts[0] for t in package.tables.values()} | {"schemas"}:
        if (package.path / folder).is_dir():
            shutil.copytree(package.path / folder, target / folder)


def _invalid(
    beside: Path, package: Package, file: Path, made: Assembled, sources: Path | None
) -> Iterator[tuple[int, str]]:
    tables_by_path = {t.path: t.name for t in package.tables.values()}
    for issue in validate(beside, layers=evidence_layers(sources), crosscheck=False).issues:
        if issue.severity != "error":
            continue
        table = tables_by_path.get(issue.file, "")
        at = made.origins.get((table, issue.line or 0), 0)
        fix = f" {issue.fix}" if issue.fix else ""
        if at:
            names = {c.field: c.name for c in columns(package, table)}
            where = f"{file}:{at}:{names.get(issue.column or '', issue.column or 'row')}"
        else:
            where = ":".join(str(p) for p in (issue.file, issue.line, issue.column) if p is not None)
        yield at, f"{where}: {issue.message} [{issue.code}].{fix}"


def _left(beside: Path, source_id: str, file: Path, made: Assembled, sources: Path | None) -> Iterator[tuple[int, str]]:
    """Yield what the worksheet neither codes nor waives in a line."""
    text = sources if sources is not None and (sources / made.file_name).is_file() else None
    for line in coverage(Package(beside), text).lines:
        if line.source_id != source_id or not line.left:
            continue
        at = made.lines.get(line.line, 0)
        left = [f"{i.kind} “{i.text}”" for i in line.items if i.status == "left" and i.text]
        left = left or [f"{t.left} of {t.expected} {kind}s" for kind, t in line.tallies.items() if t.left]
        yield (
            at,
            f"{file}:{at}:decision: line {line.line} still has {', '.join(left)}; add a row for each, or "
            f"waive it with a reason",
        )
