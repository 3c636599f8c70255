"""frictionless and pandera beside our own checks: what they alone find becomes an issue.

They run in child processes, at the same time as DuckDB and within a limit of time: both have tracebacks on odd input,
and a hostile pattern can keep Python's regular expressions busy for ever. Then the verdict is DuckDB's alone.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from ..child import start
from ..package import DESCRIPTOR, read_schema
from ..pandera_schema import contract
from ..text import visible
from .documents import regular
from .layers import LoadedPackage
from .report.issues import Faults, IssueCollector
from .structure.descriptor import Described
from .structure.resource import Resource
from .structure.tableschema import REPEATS

MAX_ROWS = 100_000
MAX_BYTES = 64 << 20
TIMEOUT = 60.0  # seconds, for all libraries together and from their start
ERRORS = 1000  # of one table that frictionless reports
LIBRARIES = ("frictionless", "pandera")
RELATIONAL = {"frictionless-foreign-key", "frictionless-primary-key", "frictionless-unique-error"}
_PACKAGE_KEYS = ("$schema", "name", "title", "version", "created", "licenses", "keywords", "contributors", "sources")
_RESOURCE_KEYS = ("$schema", "title", "encoding", "bytes", "hash")


def start_crosscheck(root: Path, scratch: Path, described: Described) -> Crosscheck | None:
    """Start frictionless and pandera, or return None where the package is too large for them, or not in plain files."""
    plain = [r for r in described.resources if r.rows and r.header and len(r.paths) == 1 and not r.gzip]
    plain = [r for r in plain if r.table and not any(REPEATS in field.descriptor for field in r.table.fields)]
    names = [path for r in described.resources for path in r.paths]
    files = [file for path in names if (file := regular(root, path, IssueCollector(), "file"))]
    if not plain or sum(os.path.lexists(root / path) for path in names) > len(files):
        return None  # a link out of the package, a pipe: the libraries would open it
    if sum(file.stat().st_size for file in files) > MAX_BYTES:
        return None
    if sum(file.read_bytes().count(b"\n") for file in files) > MAX_ROWS:
        return None
    target = scratch / "crosscheck.json"
    target.write_text(json.dumps(_bare(described, plain)), encoding="utf-8")
    return Crosscheck(root, target, f"{len(plain)} of {len(described.resources)} tables")


class Crosscheck:
    """A child process for each library, on the tables of one folder that `descriptor` lists."""

    def __init__(self, root: Path, descriptor: Path, extent: str) -> None:
        self.end, self.extent = time.monotonic() + TIMEOUT, extent
        pipes = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
        function = "iraqmilitias.validation.crosscheck:answer"
        self.children = {
            library: start(function, library, str(root), str(descriptor), **pipes)
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

    def collect(self, layers: LoadedPackage) -> tuple[str, ...]:
        """Add what only the libraries found; return those that ran to their end."""
        checked, new = [], []
        for library, child in self.children.items():
            try:
                output, _ = child.communicate(timeout=max(self.end - time.monotonic(), 0.1))
                issues, stopped = json.loads(output or b'[[], "it ended early"]')
            except subprocess.TimeoutExpired:
                issues, stopped = [], f"it took longer than {TIMEOUT:g} seconds"
            except ValueError:
                issues, stopped = [], "its answer cannot be read"
            if stopped:
                layers.issues.notes.append(f"{library} could not check this package: {visible(stopped)}")
            else:
                checked.append(library)
            new += [issue for issue in issues if _is_new(issue[0], issue[1], issue[3], layers)]
        for file, line, column, code, message in new:
            layers.issues.add(code, file, line, column, message)
        first, _, whole = self.extent.removesuffix(" tables").partition(" of ")
        if checked and first != whole:
            layers.issues.notes.append(f"{' and '.join(checked)} checked {self.extent}")
        return tuple(checked)


def _is_new(file: str, line: int | None, code: str, layers: LoadedPackage) -> bool:
    """Whether an issue is one that we have not reported, at this row or for this file."""
    faults = layers.faults.get(file, Faults())
    if faults.whole or line in faults.lines:
        return False
    table = next((t for t in layers.tables.values() if t.resource.path == file), None)
    if table is None:
        return not layers.issues.errors
    if table.untrusted:  # other readers count its rows otherwise
        return False
    if line is None or code in RELATIONAL:
        # What refers to an unsound or missing table is explained by that.
        names = [table.name, *(key.table for key in table.table.foreign_keys)]
        tables = [layers.tables.get(name) for name in names]
        return not any(t is None or t.report.faults.whole or t.report.faults.lines for t in tables)
    return True


def _bare(described: Described, plain: Sequence[Resource]) -> dict[str, Any]:
    """Return the descriptor with nothing in it that could make frictionless open or fetch more than the tables.

    It knows schemes, profiles, compressions and formats that lead elsewhere.
    """
    names = {r.name for r in plain}
    stated = {r.get("name"): r for r in described.content["resources"]}
    resources = []
    for resource in plain:
        table = resource.table
        assert table is not None
        schema = {k: v for k, v in table.descriptor.items() if k != "profile"}
        schema["foreignKeys"] = [
            key
            for key, named in zip(schema.get("foreignKeys", ()), table.foreign_keys, strict=True)
            if named.table in names
        ]
        own = {k: stated[resource.name][k] for k in _RESOURCE_KEYS if k in stated[resource.name]}
        fixed = {"type": "table", "scheme": "file", "format": "csv", "mediatype": "text/csv"}
        dialect = {"delimiter": resource.delimiter, "skipInitialSpace": False}
        known = {"name": resource.name, "path": resource.path, "dialect": dialect, "schema": schema}
        resources.append({**own, **fixed, **known})
    return {**{k: described.content[k] for k in _PACKAGE_KEYS if k in described.content}, "resources": resources}


# in the child --------------------------------------------------------------------------------------------


def answer() -> None:
    """Run one library on a folder, with the descriptor named on the command line, and print what it found as JSON."""
    import logging
    import socket
    import warnings

    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    socket.socket.connect = _refuse  # type: ignore[method-assign]
    library, root, descriptor = sys.argv[1], Path(sys.argv[2]), json.loads(Path(sys.argv[3]).read_bytes())
    issues: list[tuple[Any, ...]] = []
    stopped = None
    try:
        check = {"frictionless": check_with_frictionless, "pandera": check_with_pandera}[library]
        issues.extend(check(root, descriptor))
    except Exception as error:  # whatever a library raises on odd input; it must not end the validation
        reason = str(error).splitlines()[0][:200] if str(error) else ""
        stopped = f"{type(error).__name__}: {reason}"
    sys.stdout.write(json.dumps([issues, stopped]))


def _refuse(*_: Any) -> None:
    raise OSError("validation uses no network")


class CheckError(Exception):
    """A check of a library that could not be made."""


def check_with_frictionless(root: Path, descriptor: dict[str, Any]) -> Iterator[tuple[Any, ...]]:
    """Yield file, line, column, code and message of what frictionless finds in the tables of a descriptor."""
    import frictionless

    fields = {r["path"]: [f["name"] for f in r["schema"]["fields"]] for r in descriptor["resources"]}
    readable = _for_frictionless(descriptor)
    report = frictionless.Package.from_descriptor(readable, basepath=str(root)).validate(limit_errors=ERRORS)
    for error in report.errors:
        yield DESCRIPTOR, None, None, f"frictionless-{error.type}", error.message
    for task in report.tasks:
        for error in task.errors:
            line = getattr(error, "row_number", None)
            column = getattr(error, "field_name", None) or None
            if not _beyond_frictionless(error, fields.get(task.place, [])):
                yield task.place, line, column, f"frictionless-{error.type}", error.message


def _for_frictionless(descriptor: dict[str, Any]) -> dict[str, Any]:
    """Return a descriptor without what frictionless 5 does not read: years but of four digits, integers in groups."""
    found: dict[str, Any] = json.loads(json.dumps(descriptor))
    for resource in found["resources"]:
        for field in resource["schema"]["fields"]:
            if field.get("type") == "year":
                field["type"] = "integer"
            elif field.get("type") == "integer" and "groupChar" in field:
                field["type"] = "number"
    return found


def _beyond_frictionless(error: Any, fields: Sequence[str]) -> bool:
    """Whether an error says what frictionless 5 does not know of the standard, and nothing of the data."""
    if error.type == "blank-row":  # a row of codes for missing is a row; one without cells is found by our reader
        return True
    if error.type == "foreign-key" and "" in getattr(error, "cells", ()):
        cells = dict(zip(fields, error.cells, strict=False))  # a part of the key is empty: it refers to nothing
        return any(cells.get(n, "") == "" for n in getattr(error, "field_names", []))
    return False


def check_with_pandera(root: Path, descriptor: dict[str, Any]) -> Iterator[tuple[Any, ...]]:
    """Yield file, line, column, code and message of what pandera finds in the tables of a descriptor.

    Raises CheckError at the end where a check itself failed: that is no fault of the data.
    """
    import pandas as pd
    import pandera.errors

    failed: list[str] = []
    for resource in descriptor["resources"]:
        table = read_schema(resource["name"], resource["path"], resource["schema"], resource["path"])
        try:
            frame = pd.read_csv(
                root / table.path,
                dtype=str,
                sep=resource["dialect"]["delimiter"],
                keep_default_na=False,
                skip_blank_lines=False,
                encoding="utf-8",
                compression=None,
            )
        except (ValueError, OSError):
            continue  # a file that is not plain CSV; the structure layer says what is wrong with it
        if list(frame.columns) != [f.name for f in table.fields]:
            continue  # likewise
        try:
            contract(table, "text").validate(frame, lazy=True)
        except pandera.errors.SchemaErrors as errors:
            raised = [e for e in errors.schema_errors if e.reason_code is pandera.errors.SchemaErrorReason.CHECK_ERROR]
            texts = {str(e.failure_cases) for e in raised}
            failed += [f"{table.path}: {text}" for text in texts]
            yield from dict.fromkeys(
                _case(table.path, case, set(frame.columns))
                for case in errors.failure_cases.to_dict("records")
                if case["failure_case"] not in texts
            )
    if failed:
        raise CheckError("; ".join(failed))


def _case(path: str, case: dict[str, Any], columns: set[str]) -> tuple[Any, ...]:
    """Return one of pandera's failure cases as an issue; a check of whole rows names no column."""
    index, check = case.get("index"), case.get("check")
    line = int(index) + 2 if isinstance(index, int | float) and index == index else None
    if case.get("schema_context") == "DataFrameSchema" or case.get("column") not in columns:
        return path, line, None, f"pandera-{check}", f"{check} fails"
    return path, line, case["column"], f"pandera-{check}", f"{check} fails on {case.get('failure_case')!r}"
