"""Completed worksheets become rows of the package: all rows of a worksheet or none."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from ..coverage.tallies import coverage
from ..errors import Error
from ..evidence.checks import evidence_layers
from ..evidence.copied_runs import FOLDER, copied_layers
from ..output import write_all
from ..package import Package
from ..table_files import rows_of
from ..validation import validate
from . import decisions
from .worksheet import DRAFTED, Row, WorksheetError, columns, read
from .worksheet_rows import Assembled, assemble


class Merged(NamedTuple):
    """The rows that a worksheet added to the package, by table, and what a person should look at in them."""

    source_id: str
    file: Path
    rows: Mapping[str, int]
    warnings: tuple[str, ...]


def waiting(package: Package) -> list[Path]:
    """Return the worksheets of sources that have nothing coded yet; WorksheetError where two forms of one differ."""
    found: list[Path] = []
    for held in uncoded(package):
        if len(held) == 2 and [r.cells for r in read(held[0], package)] != [r.cells for r in read(held[1], package)]:
            words = f"{held[0]} and {held[1].name} differ; name the one that you completed"
            raise WorksheetError([f"{words}: iraqmilitias source merge FILE"])
        found.append(held[0])
    return found


def uncoded(package: Package) -> Iterator[list[Path]]:
    """Yield the worksheets, as CSV and as workbook, of each source that has nothing coded yet."""
    for row in rows_of(package, "sources"):
        files = (package.path / "drafts" / f"{row['source_id']}{ending}" for ending in (".csv", ".xlsx"))
        held = [file for file in files if file.is_file()]
        if held and not coded(package, row["source_id"]):
            yield held


def coded(package: Package, source_id: str) -> bool:
    """Whether a package has rows that code a source."""
    return any(
        r["source_id"] == source_id
        for t in ("mentions", "figures", "statements", "waivers")
        for r in rows_of(package, t)
    )


def source_of(package: Package, file: Path) -> dict[str, str]:
    """Return the row of the source that a worksheet is named after; Error where there is none, or it is coded."""
    found = next((r for r in rows_of(package, "sources") if r["source_id"] == file.stem), None)
    if found is None:
        raise Error(f"{file}: not named after a source; a worksheet keeps the name that source add gave it")
    if coded(package, file.stem):
        raise Error(f"{file.stem} is coded already; correct its rows in data/")
    return found


def merge(package: Package, file: Path, sources: Path | None = None) -> Merged:
    """Write the rows of a completed worksheet into a package's folder, if it is valid with them and nothing is left.

    With `sources`, the folder of the articles' texts, the words are checked and coverage is counted in the text.
    Raises WorksheetError with file, line and column of each problem; then nothing has changed.
    """
    package.require_folder()
    source_id = source_of(package, file)["source_id"]
    rows = read(file, package)
    made = assemble(package, file, source_id, rows)
    if made.problems:
        raise WorksheetError(_in_order(made.problems))
    with tempfile.TemporaryDirectory(prefix="iraqmilitias-") as folder:
        beside = Path(folder) / "package"
        copy_package(package, beside)
        write_all({beside / name: content for name, content in made.files.items()})
        issues = list(_issues(beside, package, file, made, sources))
        problems = [(at, text) for severity, at, text in issues if severity == "error"]
        problems += _left(beside, source_id, file, made, sources)
    if problems:
        raise WorksheetError(_in_order(problems))
    write_all({
        **{package.path / name: content for name, content in made.files.items()},
        **_remembered(package, file, rows),
    })  # fmt: skip
    warnings = [(at, text) for severity, at, text in issues if at and severity == "warning"]
    return Merged(source_id, file, made.counts, tuple(_in_order(warnings)))


def _remembered(package: Package, file: Path, rows: list[Row]) -> dict[Path, bytes]:
    """Return the file of decisions with those of this worksheet, where it is known what was drafted."""
    first = file.with_name(f"{file.stem}{DRAFTED}")
    if not first.is_file():
        return {}
    held = decisions.known(package) + decisions.learned(read(first, package), rows)
    return {package.path / decisions.FILE: decisions.content(held)}


def _in_order(problems: list[tuple[int, str]]) -> list[str]:
    return list(dict.fromkeys(text for _, text in sorted(problems)))


def copy_package(package: Package, target: Path) -> None:
    """Copy what a validation reads, and nothing else of the checkout."""
    target.mkdir()
    shutil.copy(package.path / "datapackage.json", target)
    for folder in {Path(t.path).parts[0] for t in package.tables.values()} | {"schemas", str(FOLDER)}:
        if (package.path / folder).is_dir():
            shutil.copytree(package.path / folder, target / folder)


def _issues(
    beside: Path, package: Package, file: Path, made: Assembled, sources: Path | None
) -> Iterator[tuple[str, int, str]]:
    """Yield what validation finds: its severity, the worksheet's row (0: none of it) and the message."""
    tables_by_path = {t.path: t.name for t in package.tables.values()}
    layers = (*evidence_layers(sources), *copied_layers(beside))
    for issue in validate(beside, layers=layers, crosscheck=False).issues:
        table = tables_by_path.get(issue.file, "")
        at = made.origins.get((table, issue.line or 0), 0)
        fix = f" {issue.fix}" if issue.fix else ""
        if at:
            names = {c.field: c.name for c in columns(package, table)}
            where = f"{file}:{at}:{names.get(issue.column or '', 'row')}"
        else:
            where = ":".join(str(p) for p in (issue.file, issue.line, issue.column) if p is not None)
        message = re.sub(r"\b[a-z]{3}-[0-9]{4,}\b", lambda found: made.new.get(found[0], found[0]), issue.message)
        yield issue.severity, at, f"{where}: {message} [{issue.code}].{fix}"


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
