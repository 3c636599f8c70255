"""iraqmilitias query"""

from __future__ import annotations

from collections.abc import Callable

import click

from .. import terminal
from ..database import database_file, database_files, sandbox
from ..dataset import open
from ..package import Package
from .shared import dataset, write, write_bytes

FORMATS: dict[str, Callable[..., str]] = {
    "table": lambda names, rows: f"{terminal.table(names, rows)}\n({len(rows)} row{'s' * (len(rows) != 1)})",
    "csv": lambda names, rows: terminal.as_csv(names, rows).rstrip("\n"),
    "json": terminal.as_json,
    "markdown": terminal.as_markdown,
}


@click.command("query", help="Read-only sandboxed SQL over every table and view.")
@click.argument("sql")
@click.option("--format", "form", type=click.Choice([*FORMATS, "parquet"]), default="table", show_default=True)
@click.option("--output", metavar="FILE", help="Write to a file.")
@click.option("--cite", "with_citation", is_flag=True, help="Add the citation of the result (on stderr).")
@click.option("--timeout", type=click.FloatRange(min=0.1), default=sandbox.TIMEOUT, show_default=True, help="Seconds.")
@click.option("--max-rows", type=click.IntRange(min=1), default=10_000, show_default=True)
@click.option(
    "--beside", metavar="NAME=PATH", multiple=True, help="Another version to read beside: old=1.2.0, then old.events."
)
@click.pass_context
def query(
    ctx: click.Context,
    sql: str,
    form: str,
    output: str | None,
    with_citation: bool,
    timeout: float,
    max_rows: int,
    beside: tuple[str, ...],
) -> None:
    data = dataset(ctx)
    if form == "parquet" and output is None:
        raise click.UsageError("--format parquet needs --output FILE")
    if with_citation and beside:
        raise click.UsageError("--cite cites a query on one version; leave --beside out")
    others = database_files(dict(_other(entry) for entry in beside))
    result = sandbox.limited(database_file(data.package), sql, timeout=timeout, max_rows=max_rows, beside=others)
    if form == "parquet":
        write_bytes(_parquet(result), output or "")
    else:
        write(FORMATS[form](result.columns, result.rows), output)
    if result.truncated:
        click.echo(f"cut after {max_rows} rows; ask for less, or raise --max-rows", err=True)
    if with_citation:
        click.echo(str(data.cite(query=sql, timeout=timeout)), err=True)


def _other(entry: str) -> tuple[str, Package]:
    name, equals, path = entry.partition("=")
    if not equals or not path:
        raise click.UsageError(f"--beside {entry}: write NAME=PATH or NAME=VERSION")
    return name, open(path).package


def _parquet(result: sandbox.Result) -> bytes:
    import tempfile
    from pathlib import Path

    import duckdb

    from ..fields import literal
    from ..frames import from_result

    frame = from_result(result)
    with (
        tempfile.TemporaryDirectory(prefix="iraqmilitias-") as folder,
        duckdb.connect(":memory:") as connection,
    ):
        connection.register("result", frame)
        target = Path(folder) / "result.parquet"
        connection.execute(f"COPY result TO {literal(str(target))} (FORMAT parquet)")
        return target.read_bytes()
