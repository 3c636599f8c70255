"""Validation in four layers: structure, contracts, rules, evidence.

DuckDB gives the verdict at every size; frictionless and pandera are run beside it where they are installed and the
package is small.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ..errors import Error, PackageError
from ..package import DESCRIPTOR
from .issue import Findings, Issue, Report
from .progress import Course

if TYPE_CHECKING:
    import duckdb

    from .crew import Crew
    from .crosscheck import Crosscheck
    from .loading import Loaded
    from .plan import Plan
    from .progress import Progress

__all__ = ["Issue", "Report", "validate"]

ENGINES = ("duckdb", "spark")
LIMIT = 100  # issues of one code that a report lists
MEMORY = "1200MB"  # that DuckDB's tables may take before they spill to the temporary folder


class Layers(NamedTuple):
    """What the layers after loading work on."""

    connection: duckdb.DuckDBPyConnection
    tables: Mapping[str, Loaded]
    found: Findings


def validate(
    path: str | os.PathLike[str],
    sources: str | os.PathLike[str] | None = None,
    engine: str = "duckdb",
    limit: int = LIMIT,
    crosscheck: bool = True,
    progress: Progress | None = None,
    against: str | os.PathLike[str] | None = None,
    master: str | None = None,
) -> Report:
    """Check a data package (folder, zip or wheel) and return a Report.

    `sources` is the folder with the articles' text; without it the evidence layer is left out. `against` is an
    earlier version (folder, zip, wheel, git revision), whose ids must not be used again nor be lost. At
    most `limit` issues of one code are listed; `totals` has the true numbers. `progress` is called with each Step,
    from several threads but never twice at once. Raises PackageError where `path` is no data package, Error for an
    engine that does not exist or does not start, and OSError where memory or the disk for temporary files is full.
    With the engine "spark", contracts and rules run on Spark, at `master` (default: the session that runs already,
    else this machine); MissingExtraError where the extra is missing.
    """
    if engine not in ENGINES:
        raise Error(f"no engine {engine!r}; there are: {', '.join(ENGINES)}")
    if master is not None and engine != "spark":
        raise Error("a master is Spark's; it needs the engine spark")
    if engine == "spark":
        from ..errors import require

        require("sqlglot", "spark")
        require("pyspark", "spark")
    root = Path(path)
    if root.name == DESCRIPTOR and root.is_file():
        root = root.parent
    if not root.exists():
        raise PackageError(f"{path}: no such file or folder")
    if sources is not None and not Path(sources).is_dir():
        raise PackageError(f"{sources}: no such folder of articles")
    found = Findings()
    tell = Course(progress)
    with tempfile.TemporaryDirectory(prefix="iraqmilitias-", ignore_cleanup_errors=True) as folder:
        scratch = Path(folder)
        if root.is_dir():
            if not (root / DESCRIPTOR).is_file() and not (root / DESCRIPTOR).is_symlink():
                raise PackageError(f"{path}: not a data package, it has no {DESCRIPTOR}")
            return _folder(root, str(path), scratch, sources, limit, crosscheck, found, tell, against, engine, master)
        from .unpack import unpack

        unpacked = scratch / "package"
        unpacked.mkdir()
        if not unpack(root, unpacked, found):
            return found.report([DESCRIPTOR], limit, tables=0, rows=0, root=str(path))
        return _folder(unpacked, str(path), scratch, sources, limit, crosscheck, found, tell, against, engine, master)


def _folder(
    root: Path,
    name: str,
    scratch: Path,
    sources: str | os.PathLike[str] | None,
    limit: int,
    crosscheck: bool,
    found: Findings,
    tell: Course,
    against: str | os.PathLike[str] | None,
    engine: str,
    master: str | None,
) -> Report:
    import duckdb

    from .crew import Crew, lacks_room, threads
    from .descriptor import check_descriptor

    spill = scratch / "spill"
    work = scratch / "work"
    work.mkdir()
    connection = duckdb.connect(
        ":memory:",
        config={
            "temp_directory": str(spill),
            "memory_limit": MEMORY,
            "threads": str(threads()),
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "python_enable_replacements": "false",
        },
    )
    child = None
    crew = Crew(connection)
    try:
        plans, order = check_descriptor(root, found, cache(lambda pattern: _regex_error(connection, pattern)))
        if crosscheck and plans and not found.positions():
            child = _crosscheck(root, [p.path for p in plans])
        tables = _load(root, work, plans, crew, found, tell)
        layers = Layers(connection, tables, found)
        not_applicable = _judge(layers, crew, tell) if engine == "duckdb" else _on_spark(layers, work, tell, master)
        if sources is not None:
            from ..evidence.checks import check_evidence

            tell("evidence", "")
            check_evidence(layers, Path(sources))
        if against is not None:
            from ..workshop.versions.history import check_history

            tell("history", "")
            check_history(layers, root, against)
        rows = sum(t.rows for t in tables.values())
        checked_by: tuple[str, ...] = (engine,)
        if child is not None:
            tell("cross-check", "")
            checked_by += child.collect(tables, found)
        if sources is not None:
            checked_by += ("evidence",)
        if against is not None:
            checked_by += ("history",)
        return found.report(
            order,
            limit,
            tables=len(plans),
            rows=rows,
            not_applicable=not_applicable,
            checked_by=checked_by,
            root=name,
        )
    except duckdb.Error as error:
        if lacks_room(error):
            reason = str(error).splitlines()[0]
            raise OSError(f"no room in memory or in {scratch.parent} for the tables ({reason}); set TMPDIR") from None
        raise
    finally:
        if child is not None:
            child.stop()
        crew.close()
        connection.close()


def _load(
    root: Path, work: Path, plans: Sequence[Plan], crew: Crew, found: Findings, tell: Course
) -> dict[str, Loaded]:
    """Load the files, some at the same time, and record in their order what is wrong with them."""
    from .structure import Loader

    def load(cursor: duckdb.DuckDBPyConnection, number: int) -> tuple[Findings, Loaded | None]:
        own, plan = Findings(), plans[number]
        tell("structure", plan.name)
        return own, Loader(root, cursor, work, own, crew.stopped).load(plan, number)

    names = [plan.name for plan in plans]
    sizes = [_size(root / plan.path) for plan in plans]
    tell.plan("structure", names, sizes)
    tell.plan("contracts", names)
    tell.plan("references", names)
    tables: dict[str, Loaded] = {}
    largest_first = sorted(range(len(plans)), key=lambda number: -sizes[number])  # so that all end at about one time
    done = dict(zip(largest_first, crew.map(load, largest_first), strict=True))
    for number, plan in enumerate(plans):
        own, loaded = done[number]
        found.merge(own)
        if loaded is not None:
            tables[plan.name] = loaded
            tell.rows += loaded.rows
    return tables


def _size(path: Path) -> float:
    try:
        return float(path.stat().st_size)
    except (OSError, ValueError):  # missing, or a name that no file can have: the structure layer says so
        return 0.0


def _judge(layers: Layers, crew: Crew, tell: Course) -> tuple[str, ...]:
    """Run contracts, then rules; return the codes of the rules that do not apply."""
    from .contracts import Contracts
    from .judging import check_rules
    from .rules import load_rules

    contracts = Contracts(layers.connection, layers.tables, layers.found, crew)
    contracts.run(tell)
    tell.plan("rules", [rule.code for rule in load_rules()])
    return check_rules(layers.connection, layers.tables, layers.found, crew, contracts.fitting, tell)


def _on_spark(layers: Layers, folder: Path, tell: Course, master: str | None) -> tuple[str, ...]:
    from .engines.run import judge

    return judge(layers, folder, master, tell)


def _regex_error(connection: duckdb.DuckDBPyConnection, pattern: str) -> str | None:
    """Return why RE2 cannot use a pattern, or None."""
    import duckdb

    try:
        connection.execute("SELECT regexp_full_match('', ?)", [pattern]).fetchall()
    except duckdb.Error as error:
        return str(error).splitlines()[0].partition(": ")[2]
    return None


def _crosscheck(root: Path, paths: list[str]) -> Crosscheck | None:
    """Start frictionless and pandera unless the package is too large for them."""
    from .crosscheck import MAX_BYTES, MAX_ROWS, Crosscheck
    from .documents import regular

    silent = Findings()
    files = [file for path in paths if (file := regular(root, path, silent, "file"))]
    if set(silent.totals) - {"file-missing"}:
        return None  # a link out of the package, a pipe: the libraries would open it
    if sum(file.stat().st_size for file in files) > MAX_BYTES:
        return None
    if sum(file.read_bytes().count(b"\n") for file in files) > MAX_ROWS:
        return None
    return Crosscheck(root)
