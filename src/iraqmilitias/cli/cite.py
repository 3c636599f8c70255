"""iraqmilitias cite"""

from __future__ import annotations

import click

from ..citation import FORMATS
from ..database.sandbox import TIMEOUT
from .shared import dataset


@click.command("cite", help="Citation of this version, of one row in it, or of one query.")
@click.argument("record_id", metavar="[ID]", required=False)
@click.option("--query", "sql", metavar="SQL", help="Cite the result of a query.")
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", show_default=True)
@click.pass_context
def cite(ctx: click.Context, record_id: str | None, sql: str | None, form: str) -> None:
    if record_id and sql:
        raise click.UsageError("cite one record or one query, not both")
    click.echo(dataset(ctx).cite(record_id, sql, TIMEOUT).format(form))
