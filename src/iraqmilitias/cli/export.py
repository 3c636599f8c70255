"""iraqmilitias export"""

from __future__ import annotations

from pathlib import Path

import click

from ..export import FORMATS
from ..export import export as write
from ..terminal import shown
from .shared import dataset


@click.command("export")
@click.argument("folder", metavar="DIR")
@click.option(
    "--format",
    "forms",
    type=click.Choice(list(FORMATS)),
    multiple=True,
    required=True,
    help="May be given more than once; then DIR gets one folder for each format.",
)
@click.pass_context
def export(ctx: click.Context, folder: str, forms: tuple[str, ...]) -> None:
    """DIR must be new, empty, or an earlier export; manifest.json in it lists every file with size and SHA-256."""
    data = dataset(ctx)
    for form in dict.fromkeys(forms):
        target = Path(folder) / form if len(set(forms)) > 1 else Path(folder)
        manifest = write(data.package, target, form)
        for entry in manifest["files"]:
            click.echo(f"{shown(str(target / entry['path']))}  {entry['bytes']} bytes  sha256:{entry['sha256']}")
        for relation, count in manifest.get("neutralised_cells", {}).items():
            click.echo(f"{relation}: {count} cells neutralised with an apostrophe", err=True)
        click.echo(f"{form} leaves out or changes:", err=True)
        for lack in manifest["not_held"]:
            click.echo(f"  {lack}", err=True)
