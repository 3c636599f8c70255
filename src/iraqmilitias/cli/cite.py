"""iraqmilitias cite"""

from __future__ import annotations

import click

from ..citation_formats import FORMATS
from .shared import TEXT, dataset, timeout_option


@click.command("cite")
@click.argument("record_id", metavar="[ID]", required=False, type=TEXT)
@click.option("--query", "sql", metavar="SQL", type=TEXT, help="Cite the result of a query.")
@timeout_option
@click.option("--format", "form", type=click.Choice(tuple(FORMATS)), default="text", show_default=True)
@click.pass_context
def cite(ctx: click.Context, record_id: str | None, sql: str | None, timeout: float, form: str) -> None:
    if record_id and sql:
        raise click.UsageError("cite one record or one query, not both")
    click.echo(dataset(ctx).cite(record_id, sql, timeout).format(form))
