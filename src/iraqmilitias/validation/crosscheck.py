"""frictionless and pandera beside our own checks: what they alone find becomes an issue.

They run in a child process, at the same time as DuckDB, with a limit of time: both have tracebacks on odd input, and
a hostile pattern can keep Python's regular expressions busy for ever.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path, PurePosixPath
from typing import Any

from ..package import DESCRIPTOR, Package
from ..text import visible
from .issue import Findings
from .loading import Loaded

MAX_ROWS = 100_000
MAX_BYTES = 64 << 20
TIMEOUT = 120.0  # seconds
ERRORS = 1000  # of one table that frictionless reports
LIBRARIES = ("frictionless", "pandera")
RELATIONAL = {"frictionless-foreign-key", "frictionless-primary-key", "frictionless-unique-error"}


class Crosscheck:
    """A child process for each library, on one folder."""

    def __init__(self, root: Path) -> None:
        paths = os.pathsep.join(p for p in sys.path if p)
        code = "from iraqmilitias.validation.crosscheck import answer; answer()"
        self.children = {
            library: subprocess.Popen(
                [sys.executable, "-c", code, library, str(root)],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**os.environ, "PYTHONPATH": paths, "PYTHONUTF8": "1"},
            )
            for library in LIBRARIES
            if find_spec(library)
        }

    def stop(self) -> None:
        """End the children that still run, without their answers."""
        for child in self.children.values():
            if child.poll() is None:
                child.kill()
            if child.stdout is not None and not child.stdout.closed:
                child.communicate()

    def collect(self, tables: Mapping[str, Loaded], found: Findings) -> tuple[str, ...]:
        """Add what only the libraries found; return those that ran to their end."""
        checked = []
        reported, whole = found.positions(), found.files()
        end = time.monotonic() + TIMEOUT
        for library, child in self.children.items():
            try:
                output, _ = child.communicate(timeout=max(end - time.monotonic(), 0.1))
                issues, stopped = json.loads(output or b'[[], "it ended early"]')
            except subprocess.TimeoutExpired:
                issues, stopped = [], f"it took longer than {TIMEOUT:g} seconds"
            except ValueError:
                issues, stopped = [], "its answer cannot be read"
            if stopped:
                found.notes.append(f"{library} could not check this package: {visible(stopped)}")
            else:
                checked.append(library)
            for file, line, column, code, message in issues:
                if _news(file, line, code, tables, reported, whole):
                    found.add(code, file, line, column, visible(message))
        return tuple(checked)


def _news(
    file: str,
    line: int | None,
    code: str,
    tables: Mapping[str, Loaded],
    reported: set[tuple[str, int | None]],
    whole: set[str],
) -> bool:
    """Whether an issue is one that we have not reported, at this row or for this file."""
    if file in whole or (file, line) in reported:
        return False
    table = next((t for t in tables.values() if t.plan.path == file), None)
    if table is None:
        return not reported
    if table.untrusted:  # other readers count its rows otherwise
        return False
    if line is None or code in RELATIONAL:
        # What refers to an unsound or missing table is explained by that.
        targets = [tables.get(k.table) for k in table.table.foreign_keys]
        files = {t.plan.path for t in targets if t} | {file}
        return None not in targets and not any(f in files for f, _ in reported)
    return True


# in the child --------------------------------------------------------------------------------------------


def answer() -> None:
    """Run one library on a folder, both named on the command line, and print what it found as JSON."""
    import logging
    import socket
    import warnings

    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    socket.socket.connect = _refuse  # type: ignore[method-assign]
    library, root = sys.argv[1], Path(sys.argv[2])
    issues: list[tuple[Any, ...]] = []
    stopped = None
    try:
        issues.extend({"frictionless": _frictionless, "pandera": _pandera}[library](root))
    except Exception as error:  # whatever a library raises on odd input; it must not end the validation
        reason = str(error).splitlines()[0][:200] if str(error) else ""
        stopped = f"{type(error).__name__}: {reason}"
    sys.stdout.write(json.dumps([issues, stopped]))


def _refuse(*_: Any) -> None:
    raise OSError("validation uses no network")


_PACKAGE_KEYS = ("$schema", "name", "title", "version", "created", "licenses", "keywords", "contributors", "sources")
_RESOURCE_KEYS = ("$schema", "name", "path", "title", "encoding", "bytes", "hash")
_DIALECT_KEYS = ("delimiter", "quoteChar", "doubleQuote", "skipInitialSpace", "header")


def _bare(package: Package) -> dict[str, Any]:
    """Return the descriptor with nothing in it that could make frictionless open or fetch more than the tables.

    It knows schemes, profiles, compressions and formats that lead elsewhere.
    """
    resources = []
    for resource in package.descriptor["resources"]:
        table = package.tables[resource["name"]]
        if table.fields and PurePosixPath(table.path).suffix.lower() in (".csv", ".tsv", ".txt"):
            dialect = resource.get("dialect")
            kept = {k: dialect[k] for k in _DIALECT_KEYS if k in dialect} if isinstance(dialect, dict) else {}
            schema = {k: v for k, v in table.descriptor.items() if k != "profile"}
            own = {k: resource[k] for k in _RESOURCE_KEYS if k in resource}
            fixed = {"type": "table", "scheme": "file", "format": "csv", "mediatype": "text/csv"}
            resources.append({**own, **fixed, "dialect": {"delimiter": ",", **kept}, "schema": schema})
    return {**{k: package.descriptor[k] for k in _PACKAGE_KEYS if k in package.descriptor}, "resources": resources}


def _frictionless(root: Path) -> Iterator[tuple[Any, ...]]:
    import frictionless

    package = Package(root)
    bare = _bare(package)
    if not bare["resources"]:
        return
    blanks = {t.path: t for t in package.tables.values()}
    report = frictionless.Package.from_descriptor(bare, basepath=str(root)).validate(limit_errors=ERRORS)
    for error in report.errors:
        yield DESCRIPTOR, None, None, f"frictionless-{error.type}", error.message
    for task in report.tasks:
        for error in task.errors:
            line = getattr(error, "row_number", None)
            column = getattr(error, "field_name", None) or None
            if error.type == "foreign-key" and "" in getattr(error, "cells", ()) and task.place in blanks:
                names = getattr(error, "field_names", [])
                cells = dict(zip((f.name for f in blanks[task.place].fields), error.cells, strict=False))
                if any(cells.get(n, "") == "" for n in names):
                    continue  # a part of the key is empty: it refers to nothing, as in SQL
            yield task.place, line, column, f"frictionless-{error.type}", error.message


def _pandera(root: Path) -> Iterator[tuple[Any, ...]]:
    import pandas as pd
    import pandera.errors

    from ..pandera_schema import contract

    for table in Package(root).tables.values():
        if not table.fields:
            continue
        path = root / table.path
        try:
            frame = pd.read_csv(
                path, dtype=str, keep_default_na=False, skip_blank_lines=False, encoding="utf-8", compression=None
            )
        except (ValueError, OSError):
            continue  # a file that is no plain CSV; the structure layer says what is wrong with it
        if list(frame.columns) != [f.name for f in table.fields]:
            continue  # likewise, or a dialect with another delimiter
        try:
            contract(table, "text").validate(frame, lazy=True)
        except pandera.errors.SchemaErrors as errors:
            yield from dict.fromkeys(
                _case(table.path, case, set(frame.columns)) for case in errors.failure_cases.to_dict("records")
            )


def _case(path: str, case: dict[str, Any], columns: set[str]) -> tuple[Any, ...]:
    """Return one of pandera's failure cases as an issue; a check of whole rows names no column."""
    index, check = case.get("index"), case.get("check")
    line = int(index) + 2 if isinstance(index, int | float) and index == index else None
    if case.get("schema_context") == "DataFrameSchema" or case.get("column") not in columns:
        return path, line, None, f"pandera-{check}", f"{check} fails"
    return path, line, case["column"], f"pandera-{check}", f"{check} fails on {case.get('failure_case')!r}"
