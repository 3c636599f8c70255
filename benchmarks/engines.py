"""Checks a package with one engine and prints what it found as JSON: [file, line, column] of each error.

python benchmarks/engines.py iraqmilitias|pandera|load DIR (stock frictionless is run by its own command)
"""

from __future__ import annotations

import csv
import json
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path

Found = tuple[str, int | None, str | None]


def iraqmilitias(root: Path) -> Iterator[Found]:
    """Our validation: structure, contracts and rules on DuckDB, without the cross-checks."""
    from iraqmilitias.validation import validate

    for issue in validate(root, limit=10**9, crosscheck=False).issues:
        yield issue.file, issue.line, issue.column


def load(root: Path) -> Iterator[Found]:
    """The baseline: DuckDB loads every file as text and checks nothing."""
    import duckdb

    connection = duckdb.connect(":memory:")
    for resource in json.loads((root / "datapackage.json").read_text(encoding="utf-8"))["resources"]:
        schema = json.loads((root / resource["schema"]).read_text(encoding="utf-8"))
        columns = ", ".join(f"'{f['name']}': 'VARCHAR'" for f in schema["fields"])
        connection.execute(
            f"CREATE TABLE {resource['name']} AS SELECT * FROM read_csv('{root / resource['path']}', "
            f"columns={{{columns}}}, header=true, auto_detect=false, delim=',', quote='\"', escape='\"')"
        )
    return iter(())


def pandera(root: Path) -> Iterator[Found]:
    """pandera on pandas: columns as text, a check a constraint; foreign keys, which it lacks, by hand."""
    warnings.simplefilter("ignore")
    import pandas as pd
    import pandera.errors

    from iraqmilitias.package import Package
    from iraqmilitias.pandera_schema import contract

    package = Package(root)
    frames = {}
    for table in package.tables.values():
        names = [f.name for f in table.fields]
        try:
            frame = pd.read_csv(root / table.path, dtype=str, keep_default_na=False, skip_blank_lines=False)
        except pd.errors.ParserError:  # a row with a cell too many stops pandas' reader
            with (root / table.path).open(encoding="utf-8", newline="") as file:
                rows = list(csv.reader(file))[1:]
            yield from ((table.path, i + 2, None) for i, row in enumerate(rows) if len(row) > len(names))
            frame = pd.DataFrame([(r + [""] * len(names))[: len(names)] for r in rows], columns=names, dtype=str)
        frames[table.name] = frame
        try:
            contract(table, "text").validate(frame, lazy=True)
        except pandera.errors.SchemaErrors as errors:
            for case in errors.failure_cases.to_dict("records"):
                if isinstance(case["index"], int | float) and case["index"] == case["index"]:
                    yield table.path, int(case["index"]) + 2, str(case["column"])
    for table in package.tables.values():
        for key in table.foreign_keys:
            own, target = frames[table.name][list(key.columns)], frames[key.table][list(key.referred)]
            whole = (own.fillna("") != "").all(axis=1)
            known = pd.MultiIndex.from_frame(target)
            for index in own.index[whole & ~pd.MultiIndex.from_frame(own).isin(known)]:
                yield table.path, int(index) + 2, key.columns[-1]


def main() -> None:
    engine = {"iraqmilitias": iraqmilitias, "pandera": pandera, "load": load}[sys.argv[1]]
    sys.stdout.write(json.dumps(list(engine(Path(sys.argv[2])))))


if __name__ == "__main__":
    main()
