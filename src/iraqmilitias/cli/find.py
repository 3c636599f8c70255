"""iraqmilitias find"""

from __future__ import annotations

import click

from ..terminal import shown, table
from .shared import TEXT, dataset


@click.command("find")
@click.argument("text", type=TEXT)
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
        click.echo(f"no record matches '{shown(text)}'", err=True)
