"""Exports in heavy clients of other people's: LibreOffice, base R, Datasette, mlcroissant, DuckDB 1.x.

`pytest -m clients` runs them; `.ci/run` installs what they need. None is skipped where it is asked for and missing.
IRAQMILITIAS_DUCKDB_1 names the Python of an environment with a DuckDB of 1.x.
"""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from iraqmilitias.dataset import Dataset
from iraqmilitias.export import FORMATS, export

from .conftest import Made
from .reading import package_cells

pytestmark = pytest.mark.clients
NAME = "iraqmilitias"
WRITE_BACK = """
source("read.R", encoding = "UTF-8")
data <- read_package()
stopifnot(is.factor(data$figures$qualifier), is.integer(data$figures$line), inherits(data$events$date_from, "Date"))
stopifnot(is.logical(data$actors$named), is.numeric(data$figures$value_low))
stopifnot(identical(levels(data$figures$qualifier), c("exact", "approximate", "at_least", "at_most", "indefinite")))
for (name in names(data)) {
  cells <- lapply(data[[name]], function(column) {
    text <- if (is.logical(column)) tolower(as.character(column))
            else if (is.numeric(column)) vapply(column, function(x) format(x, digits = 15, scientific = FALSE), "")
            else as.character(column)
    ifelse(is.na(column), "", text)
  })
  out <- file(file.path(commandArgs(TRUE)[1], paste0(name, ".csv")), "w", encoding = "native.enc")
  write.csv(as.data.frame(cells, stringsAsFactors = FALSE, optional = TRUE), out, row.names = FALSE, fileEncoding = "")
  close(out)
}
cat(attr(data, "version"), attr(data, "content_sha256"))
"""


def run(*command: str, cwd: Path | None = None, **environment: str) -> str:
    done = subprocess.run(
        command, cwd=cwd, capture_output=True, encoding="utf-8", timeout=200, env={**os.environ, **environment}
    )
    assert done.returncode == 0, (command, done.stdout, done.stderr)
    return done.stdout


def test_base_r_reads_every_table_with_the_schema_s_types(data: Dataset, made: Made, tmp_path: Path) -> None:
    (tmp_path / "back.R").write_text(WRITE_BACK, encoding="utf-8")
    told = run("Rscript", str(tmp_path / "back.R"), str(tmp_path), cwd=made("r"), LC_ALL="C.UTF-8")
    assert told.split()[-2:] == [data.version, data.package.content_hash()]
    for name, want in package_cells(data.package).items():
        with (tmp_path / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))[1:]
        assert [tuple(row) for row in rows] == want, name


def test_libreoffice_opens_the_workbook_with_every_row_and_type(data: Dataset, made: Made, tmp_path: Path) -> None:
    everything = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    book = str(made("xlsx") / f"{NAME}.xlsx")
    run("soffice", profile, "--headless", "--convert-to", everything, "--outdir", str(tmp_path), book)
    for name, want in {**package_cells(data.package), "claims": []}.items():
        with (tmp_path / f"{NAME}-{name}.csv").open(encoding="utf-8", newline="") as file:
            rows = [tuple(row) for row in csv.reader(file)][1:]
        if name == "claims":
            assert len(rows) == len(data.sql("from claims"))
            continue
        kinds = [f.type == "boolean" for f in data.package.table(name).fields]
        back = [tuple(c.lower() if k else c for c, k in zip(row, kinds, strict=True)) for row in rows]
        assert [row for row in back if any(row)] == want, name


def test_libreoffice_runs_no_cell_of_the_csv(data: Dataset, tmp_path: Path) -> None:
    from iraqmilitias.package import Package

    schema = {"fields": [{"name": "words", "type": "string"}]}
    folder = tmp_path / "package"
    folder.mkdir()
    texts = ["=1+1", "+1+1", "-1+1", "@SUM(1)", "plain"]
    (folder / "cells.csv").write_text("\n".join(["words", *texts, ""]), encoding="utf-8")
    resource = {"name": "cells", "path": "cells.csv", "schema": schema}
    (folder / "datapackage.json").write_text(
        json.dumps({"name": "small", "version": "1.0.0", "resources": [resource]}), encoding="utf-8"
    )
    manifest = export(Package(folder), tmp_path / "out", "csv")
    assert manifest["neutralised_cells"] == {"cells": 4}
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    reading = "--infilter=CSV:44,34,76,1,,0,false,true,false,true"  # the last: evaluate formulas
    made = str(tmp_path / "out" / "cells.csv")
    run("soffice", profile, "--headless", reading, "--convert-to", "csv", "--outdir", str(tmp_path), made)
    shown = (tmp_path / "cells.csv").read_text(encoding="utf-8-sig").split("\n")[1:6]
    assert shown == ["'=1+1", "'+1+1", "'-1+1", "'@SUM(1)", "plain"]


def test_datasette_serves_the_sqlite_file(data: Dataset, made: Made) -> None:
    folder = made("sqlite")
    command = (
        *(sys.executable, "-m", "datasette", str(folder / f"{NAME}.sqlite")),
        *("--metadata", str(folder / "datasette.json"), "--get"),
    )
    answer = json.loads(run(*command, f"/{NAME}/figures/fig-0001.json?_shape=objects"))
    assert answer["rows"][0]["printed"] == data.load("figures")["printed"][0]
    tables = {t["name"]: t["count"] for t in json.loads(run(*command, f"/{NAME}.json"))["tables"]}
    assert {name: tables[name] for name in data.tables()} == {n: len(data.load(n)) for n in data.tables()}
    assert data.version in run(*command, f"/{NAME}/package_metadata.json?_shape=array")


def test_mlcroissant_validates_and_loads_every_table(data: Dataset, made: Made) -> None:
    import mlcroissant

    dataset = mlcroissant.Dataset(made("croissant") / "croissant.json")
    issues = dataset.metadata.ctx.issues
    assert not issues.errors and not issues.warnings, issues.report()
    assert dataset.metadata.version == data.version
    for name, want in package_cells(data.package).items():
        rows = list(dataset.records(name))
        fields = [f.name for f in data.package.table(name).fields]
        numeric = [f.type in ("integer", "number") for f in data.package.table(name).fields]
        back = [
            tuple(plain(row[f"{name}/{field}"], number) for field, number in zip(fields, numeric, strict=True))
            for row in rows
        ]
        assert back == want, name


def plain(value: object, numeric: bool) -> str:
    """What mlcroissant gives as text, number, timestamp or None, as printed."""
    if value is None or value != value:
        return ""
    text = value.decode() if isinstance(value, bytes) else str(value)
    if text in ("True", "False"):
        return text.lower()
    text = text.removesuffix(" 00:00:00")
    return text.removesuffix(".0") if numeric else text


def test_duckdb_1_reads_every_table_and_view(data: Dataset, made: Made) -> None:
    python = os.environ["IRAQMILITIAS_DUCKDB_1"]
    script = (
        "import duckdb, json, sys; c = duckdb.connect(sys.argv[1], read_only=True); "
        "print(json.dumps({'version': duckdb.__version__, "
        "'rows': {n: c.execute(f'select count(*) from {n}').fetchone()[0] for n in sys.argv[2:]}}))"
    )
    names = (*data.tables(), *data.views())
    answer = json.loads(run(python, "-c", script, str(made("duckdb") / f"{NAME}.duckdb"), *names))
    assert answer["version"].startswith("1.")
    assert answer["rows"] == {n: data.sql(f"select count(*) from {n}", as_="rows")[0][0] for n in names}


def test_every_format_has_a_test_with_its_own_client() -> None:
    tested = Path(__file__).read_text(encoding="utf-8")
    for other in ("test_opened.py", "test_claimreview.py", "test_skos.py"):
        tested += Path(__file__).with_name(other).read_text(encoding="utf-8")
    assert [form for form in FORMATS if f'made("{form}")' not in tested and f'"{form}")' not in tested] == []
