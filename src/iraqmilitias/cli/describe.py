"""iraqmilitias describe"""

from __future__ import annotations

import click

from ..description import words
from ..terminal import table
from .shared import TEXT, dataset


@click.command("describe")
@click.argument("name", metavar="TABLE", type=TEXT)
@click.pass_context
def describe(ctx: click.Context, name: str) -> None:
    found = dataset(ctx).describe(name)
    click.echo(f"{found.title} ({found.kind} {found.name})\n{found.description}\n")
    click.echo(
        table(
            ("column", "type", "constraints", "meaning"),
            [(c.name, c.type, words(c), c.description) for c in found.columns],
        )
    )
