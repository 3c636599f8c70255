"""iraqmilitias validate"""

from __future__ import annotations

from pathlib import Path

import click

from ..evidence.checks import evidence_layers
from ..package import installed
from ..validation import ENGINES
from ..validation import validate as check
from ..validation.report.formats import REPORT_FORMATS, render
from ..workshop.versions.history import history_layers
from .progress import Meter
from .shared import folder, sources_option


@click.command("validate")
@click.argument("path", required=False)
@sources_option
@click.option("--format", "form", type=click.Choice(list(REPORT_FORMATS)), default="text", show_default=True)
@click.option("--engine", type=click.Choice(ENGINES), default="duckdb", show_default=True)
@click.option("--master", metavar="URL", help="The Spark Connect server, sc://host:port (default: Sail, here).")
@click.option(
    "--against",
    metavar="OLD",
    help="An earlier version (folder, zip, wheel, git revision); each of its ids must be in the data or in retired.",
)
@click.pass_context
def validate(
    ctx: click.Context,
    path: str | None,
    sources: str | None,
    form: str,
    engine: str,
    master: str | None,
    against: str | None,
) -> None:
    if master is not None and engine != "spark":
        raise click.UsageError("--master needs --engine spark")
    target = Path(path or ctx.obj or installed())
    with Meter() as meter:
        layers = [*evidence_layers(folder(sources)), *history_layers(against)]
        report = check(target, engine, master=master, layers=layers, progress=meter)
    click.echo(render(report, form))
    ctx.exit(0 if report.valid else 1)
