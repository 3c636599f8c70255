"""iraqmilitias retire"""

from __future__ import annotations

import click

from ..package import Package
from ..workshop.removal import retire as take_out
from .format import package_folder
from .shared import folder, sources_option

KINDS = ("merged", "split", "error", "takedown")


@click.command("retire")
@click.argument("record_id", metavar="ID")
@click.option("--kind", type=click.Choice(KINDS), required=True, help="Why it goes.")
@click.option("--in", "version", metavar="VERSION", help="The first version without it (default: the package’s).")
@click.option("--replaced-by", metavar="ID", default="", help="The record that takes its place.")
@click.option("--reason", metavar="TEXT", default="", help="Why, in your own words; not for a takedown.")
@sources_option
@click.pass_context
def retire(
    ctx: click.Context,
    record_id: str,
    kind: str,
    version: str | None,
    replaced_by: str,
    reason: str,
    sources: str | None,
) -> None:
    if kind == "takedown" and reason:
        raise click.UsageError("a takedown keeps no reason: leave --reason out")
    if kind != "takedown" and not reason:
        raise click.UsageError("--reason is missing: say why the record goes")
    package = Package(package_folder(ctx.obj))
    version = version or package.version
    gone = take_out(package, record_id, kind, version, reason, replaced_by, folder(sources))
    rows = ", ".join(f"{count} of {table}" for table, count in gone.rows.items())
    click.echo(f"{record_id}: rows removed: {rows}")
    for title, counted in (("cells changed", gone.cells), ("counted in lines as removed", gone.counts)):
        if counted:
            click.echo(f"{title}: {', '.join(f'{count} {what}' for what, count in counted.items())}")
    for place in gone.elsewhere:
        click.echo(f"{place}: names it; rewrite it", err=True)
    click.echo("not reached: git’s history, releases that are out, and copies that others made", err=True)
