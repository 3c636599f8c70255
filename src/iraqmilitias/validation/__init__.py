"""An engine that validates any data package: structure, contracts (from its schemas), rules, and layers of the caller.

DuckDB gives the verdict at every size; frictionless and pandera are run beside it where they are installed and the
package is small.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import Error, PackageError, require
from ..package import DESCRIPTOR
from .checks.check import run_checks
from .checks.references import reference_checks
from .checks.runner import run_rules
from .checks.schema import schema_checks
from .crosscheck import start_crosscheck
from .cursor_pool import CursorPool, lacks_room, threads
from .engines.duckdb import DuckDBEngine
from .layers import Layer, LoadedPackage
from .report.issues import Faults, Issue, IssueCollector, Report, Reporter
from .report.progress import Progress, ProgressTracker
from .rules import load_rules
from .structure.archive import unpack
from .structure.descriptor import Described, check_descriptor
from .structure.loader import load_table
from .structure.table import LoadedTable
from .structure.tableschema import Ask

if TYPE_CHECKING:
    import duckdb

    from .engines import Engine

__all__ = ["Issue", "Layer", "Report", "validate"]

ENGINES = ("duckdb", "spark")
LIMIT = 100  # issues of one code that a report lists
MEMORY = "1200MB"  # that DuckDB's tables may take before they spill to the temporary folder


@dataclass(frozen=True)
class _Options:
    """How one package is validated."""

    root: Path
    name: str  # the path as it was given
    scratch: Path
    engine: str
    master: str | None
    limit: int
    crosscheck: bool
    layers: Sequence[Layer]


def validate(
    path: str | os.PathLike[str],
    engine: str = "duckdb",
    limit: int = LIMIT,
    crosscheck: bool = True,
    progress: Progress | None = None,
    master: str | None = None,
    layers: Sequence[Layer] = (),
) -> Report:
    """Check a data package (folder, zip or wheel) and return a Report.

    `layers` are further checks, which run last, on the loaded tables: of the articles' text (`evidence.checks`), or
    of the ids of an earlier version (`workshop.versions.history`). At most `limit` issues of one code are listed;
    `totals` has the true numbers. `progress` is called with each Step, from several threads but never twice at once.
    With the engine "spark", contracts and rules run on the Spark Connect server at `master` (default: Sail, in this
    process). Raises PackageError where `path` is not a data package, Error for an engine that does not
    exist or does not start, MissingExtraError where Spark's extra is missing, and OSError where memory or the disk for
    temporary files is full.
    """
    if engine not in ENGINES:
        raise Error(f"no engine {engine!r}; there are: {', '.join(ENGINES)}")
    if master is not None and engine != "spark":
        raise Error("a master is Spark's; it needs the engine spark")
    if engine == "spark":
        for module in ("sqlglot", "pyspark", *([] if master else ["pysail"])):
            require(module, "spark")
    root = Path(path)
    if root.name == DESCRIPTOR and root.is_file():
        root = root.parent
    if not root.exists():
        raise PackageError(f"{path}: no such file or folder")
    if not root.is_dir() and not root.is_file():
        raise PackageError(f"{path}: not a regular file")  # reading a pipe or a device would never end
    issues, on_progress = IssueCollector(), ProgressTracker(progress)
    with tempfile.TemporaryDirectory(prefix="iraqmilitias-", ignore_cleanup_errors=True) as folder:
        options = _Options(root, str(path), Path(folder), engine, master, limit, crosscheck, layers)
        if root.is_dir():
            if not (root / DESCRIPTOR).is_file() and not (root / DESCRIPTOR).is_symlink():
                raise PackageError(f"{path}: not a data package, it has no {DESCRIPTOR}")
        else:
            options = replace(options, root=options.scratch / "package")
            options.root.mkdir()
            if not unpack(root, options.root, issues):
                return issues.report([DESCRIPTOR], limit, tables=0, rows=0, root=str(path))
        return _validated(options, issues, on_progress)


def _validated(options: _Options, issues: IssueCollector, on_progress: ProgressTracker) -> Report:
    import duckdb

    work = options.scratch / "work"
    work.mkdir()
    connection = duckdb.connect(
        ":memory:",
        config={
            "temp_directory": str(options.scratch / "spill"),
            "memory_limit": MEMORY,
            "threads": str(threads()),
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "python_enable_replacements": "false",
        },
    )
    children = None
    pool = CursorPool(connection)
    try:
        described = check_descriptor(options.root, issues, _ask(connection))
        if options.crosscheck and described.resources and described.sound:
            children = start_crosscheck(options.root, work, described)
        layers = _loaded(options.root, work, described, pool, connection, issues, on_progress)
        not_applicable = _checked(layers, options, work, on_progress)
        checked_by: tuple[str, ...] = (options.engine,)
        for layer in options.layers:
            on_progress(layer.name, "")
            layer.check(layers)
        if children is not None:
            on_progress("cross-check", "")
            checked_by += children.collect(layers)
        return issues.report(
            described.files,
            options.limit,
            tables=len(described.resources),
            rows=sum(t.rows for t in layers.tables.values()),
            not_applicable=not_applicable,
            checked_by=(*checked_by, *(layer.name for layer in options.layers)),
            root=options.name,
        )
    except duckdb.Error as error:
        if lacks_room(error):
            reason = str(error).splitlines()[0]
            where = options.scratch.parent
            raise OSError(f"no room in memory or in {where} for the tables ({reason}); set TMPDIR") from None
        raise
    finally:
        if children is not None:
            children.stop()
        pool.close()
        connection.close()


def _loaded(
    root: Path,
    work: Path,
    described: Described,
    pool: CursorPool,
    connection: duckdb.DuckDBPyConnection,
    issues: IssueCollector,
    on_progress: ProgressTracker,
) -> LoadedPackage:
    """Load the files, some at the same time, and record in their order what is wrong with them."""
    resources = described.resources
    names = [resource.name for resource in resources]
    sizes = [sum(_size(root / path) for path in resource.paths) for resource in resources]
    on_progress.expect("structure", names, sizes)
    on_progress.expect("contracts", names)
    on_progress.expect("references", names)

    def load(cursor: duckdb.DuckDBPyConnection, number: int) -> tuple[Reporter, LoadedTable | None]:
        on_progress("structure", resources[number].name)
        return load_table(root, resources[number], number, cursor, work, pool.stopped)

    tables: dict[str, LoadedTable] = {}
    faults: dict[str, Faults] = {}
    largest_first = sorted(range(len(resources)), key=lambda number: -sizes[number])  # so that all end at one time
    done = dict(zip(largest_first, pool.map(load, largest_first), strict=True))
    for number, resource in enumerate(resources):
        report, loaded = done[number]
        issues.merge(report.issues)
        report.issues = issues
        faults[resource.path] = report.faults
        if loaded is not None:
            tables[resource.name] = loaded
            on_progress.rows += loaded.rows
    return LoadedPackage(root, connection, pool, issues, described.sound, tables, faults)


def _size(path: Path) -> float:
    try:
        return float(path.stat().st_size)
    except (OSError, ValueError):  # missing, or a name that no file can have: the structure layer says so
        return 0.0


def _checked(layers: LoadedPackage, options: _Options, work: Path, on_progress: ProgressTracker) -> tuple[str, ...]:
    """Run the checks of schemas, then rules, on the engine; return the codes of the rules that do not apply."""
    if options.engine == "duckdb":
        return _run(layers, DuckDBEngine(layers.connection, layers.pool), on_progress)
    from .engines.session import spark_session
    from .engines.spark import SparkEngine

    on_progress("Spark", "start")
    with spark_session(options.master, work) as session:
        on_progress("Spark", "tables")
        return _run(layers, SparkEngine(session, layers.connection, work), on_progress)


def _run(layers: LoadedPackage, engine: Engine, on_progress: ProgressTracker) -> tuple[str, ...]:
    engine.hand_over(layers.tables)
    fitting: set[tuple[str, str]] = set()
    checks = [check for table in layers.tables.values() for check in schema_checks(table, layers.tables, fitting)]
    run_checks([*checks, *reference_checks(layers.tables)], engine, on_progress)
    on_progress.expect("rules", [rule.code for rule in load_rules()])
    return run_rules(layers, engine, fitting, on_progress)


def _ask(connection: duckdb.DuckDBPyConnection) -> Ask:
    """Return what the checks of schemas may ask of DuckDB."""
    import duckdb

    def error(sql: str, text: str) -> str | None:
        try:
            connection.execute(sql, [text]).fetchall()
        except duckdb.Error as error:
            return str(error).splitlines()[0].partition(": ")[2]
        return None

    return Ask(
        regex=cache(lambda pattern: error("SELECT regexp_full_match('', ?)", pattern)),
        moment=cache(lambda form: error("SELECT try_strptime('', ?)", form)),
    )
