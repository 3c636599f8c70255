"""iraqmilitias find"""

from __future__ import annotations

import click

from ..terminal import shown, table
from .shared import dataset


@click.command("find", help="Records by name, by any spelling in any script, or by id.")
@click.argument("text")
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True)
@click.pass_context
def find(ctx: click.Context, text: str, form: str) -> None:
    hits = dataset(ctx).find(text)
    if form == "json":
        import json

        click.echo(json.dumps([h.to_dict() for h in hits], ensure_ascii=False, indent=2))
    elif hits:
        click.echo(
            table(
                ("id", "table", "name", "matched", "nearness"),
                [(h.record_id, h.table, h.name, h.matched, h.score) for h in hits],
            )
        )
    else:
        click.echo(f"nothing answers to {shown(text)!r}", err=True)
