"""iraqmilitias find"""

from __future__ import annotations

import click

from ..terminal import shown, table
from .shared import TEXT, dataset


@click.command("find")
@click.argument("text", type=TEXT)
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True)
@click.option("--max-rows", "most", type=click.IntRange(0), default=20, show_default=True, help="0: all.")
@click.pass_context
def find(ctx: click.Context, text: str, form: str, most: int) -> None:
    hits = dataset(ctx).find(text)
    if form == "json":
        import json

        click.echo(json.dumps([h.to_dict() for h in hits[: most or None]], ensure_ascii=False, indent=2))
    elif hits:
        if 0 < most < len(hits):
            click.echo(f"the best {most} of {len(hits)}; --max-rows 0 shows all", err=True)
        click.echo(
            table(
                ("id", "kind", "name", "matched", "text", "nearness"),
                [(h.record_id, h.kind, h.name, h.matched, h.marked(), h.score) for h in hits[: most or None]],
            )
        )
    else:
        click.echo(f"no record matches '{shown(text)}'", err=True)
