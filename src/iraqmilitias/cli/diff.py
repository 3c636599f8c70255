"""iraqmilitias diff"""

from __future__ import annotations

import click

from ..workshop.versions.diff import diff as compare
from ..workshop.versions.report import DIFF_FORMATS


@click.command("diff")
@click.argument("old")
@click.argument("new")
@click.option("--format", "form", type=click.Choice(list(DIFF_FORMATS)), default="text", show_default=True)
@click.option("--exit-code", is_flag=True, help="End with status 1 if anything differs.")
@click.option("--views/--no-views", default=True, show_default=True, help="Compare the rows of the views, too.")
@click.option(
    "--limit", type=click.IntRange(min=0), default=50, show_default=True, help="List at most so many rows of a table."
)
@click.pass_context
def diff(ctx: click.Context, old: str, new: str, form: str, exit_code: bool, views: bool, limit: int) -> None:
    """OLD and NEW are each a folder, a zip, a wheel, or a git revision."""
    found = compare(old, new, views=views)
    click.echo(DIFF_FORMATS[form](found, limit))
    if exit_code and found.changed:
        ctx.exit(1)
