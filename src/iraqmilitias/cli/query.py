"""iraqmilitias query"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

import click

from .. import output, results, terminal
from ..database import database_file, database_files, sandbox
from ..dataset import open
from ..package import Package
from .shared import TEXT, dataset, read_text, timeout_option, write

OPTION = re.compile(r"--[a-z-]*(=.*)?", re.DOTALL)
TEXTS: dict[str, Callable[[sandbox.Result], str]] = {
    "table": lambda found: _counted(terminal.table(found.columns, found.rows), len(found.rows)),
    "records": lambda found: _counted(terminal.records(found.columns, found.rows), len(found.rows)),
    "csv": lambda found: results.as_csv(found.columns, found.rows).removesuffix("\n"),
    "json": lambda found: results.as_json(found.columns, found.rows),
    "markdown": lambda found: results.as_markdown(found.columns, found.rows),
}


class SqlCommand(click.Command):
    """Takes an argument that begins with an SQL comment for SQL and not for an option."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        end = args.index("--") if "--" in args else len(args)
        comments = [a for a in args[:end] if a.startswith("--") and not OPTION.fullmatch(a)]
        if comments:
            args = [*(a for a in args[:end] if a not in comments), "--", *comments, *args[end + 1 :]]
        return super().parse_args(ctx, args)


@click.command("query", cls=SqlCommand)
@click.argument("sql", metavar="SQL|-", required=False, type=TEXT)
@click.option("--file", metavar="FILE", help="Read the SQL from a file; SQL written as - is read from standard input.")
@click.option(
    "--format",
    "form",
    type=click.Choice([*TEXTS, "parquet"]),
    default="table",
    show_default=True,
    help="records: each row as a list of its columns, uncut; also used where a table is too wide.",
)
@click.option("--output", "path", metavar="FILE", help="Write to a file, device or pipe instead of standard output.")
@click.option("--cite", "with_citation", is_flag=True, help="Print the citation of the result, too (on stderr).")
@timeout_option
@click.option(
    "--max-rows", type=click.IntRange(min=1), default=10_000, show_default=True, help="Print at most so many rows."
)
@click.option(
    "--beside", metavar="NAME=PATH", multiple=True, help="Read another version, too: old=1.2.0, then FROM old.events."
)
@click.pass_context
def query(
    ctx: click.Context,
    sql: str | None,
    file: str | None,
    form: str,
    path: str | None,
    with_citation: bool,
    timeout: float,
    max_rows: int,
    beside: tuple[str, ...],
) -> None:
    if (sql is None) == (file is None):
        raise click.UsageError("give the SQL as one argument, as - for standard input, or as --file FILE")
    if form == "parquet" and path is None:
        raise click.UsageError("--format parquet needs --output FILE")
    if with_citation and beside:
        raise click.UsageError("--cite cites a query on one version; leave out --beside")
    statement = sql if sql is not None and sql != "-" else read_text(file or "-", "a query")
    data = dataset(ctx)
    others = database_files(_others(beside))
    database = partial(database_file, data.package)
    found = sandbox.limited(database, statement, timeout=timeout, max_rows=max_rows, beside=others)
    if form == "parquet":
        output.write(path or "", results.as_parquet(found))
    else:
        write(TEXTS[form](found), path)
    if found.truncated:
        click.echo(f"cut after {max_rows} rows; select fewer rows, or raise --max-rows", err=True)
    if with_citation:
        click.echo(str(data.cite(query=statement, timeout=timeout)), err=True)


def _counted(text: str, rows: int) -> str:
    return f"{text}\n({rows} row{'s' * (rows != 1)})".removeprefix("\n")


def _others(entries: tuple[str, ...]) -> dict[str, Package]:
    """Return the packages of --beside by their names; a usage error where one is malformed or a name is given twice."""
    paths: dict[str, str] = {}
    for entry in entries:
        name, equals, path = entry.partition("=")
        if not equals or not path:
            raise click.UsageError(f"--beside {entry}: write NAME=PATH or NAME=VERSION")
        if same := next((other for other in paths if other.casefold() == name.casefold()), None):
            raise click.UsageError(
                f"--beside {same}={paths[same]} and {entry} have one name; name one of them otherwise"
            )
        paths[name] = path
    return {name: open(path).package for name, path in paths.items()}
