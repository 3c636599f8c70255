"""iraqmilitias describe"""

from __future__ import annotations

import click

from .shared import TEXT, dataset


@click.command("describe")
@click.argument("name", metavar="TABLE", type=TEXT)
@click.pass_context
def describe(ctx: click.Context, name: str) -> None:
    click.echo(str(dataset(ctx).describe(name)))
