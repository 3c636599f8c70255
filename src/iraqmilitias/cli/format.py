"""iraqmilitias format"""

from __future__ import annotations

from pathlib import Path

import click

from .. import table_files as formatting
from ..package import DESCRIPTOR, Package, installed
from ..terminal import shown


@click.command("format")
@click.option("--check", is_flag=True, help="Change nothing; end with status 1 if a file is not canonical.")
@click.pass_context
def format(ctx: click.Context, check: bool) -> None:
    package = Package(package_folder(ctx.obj))
    files = formatting.formatted(package)
    changes = [change for file in files for change in file.changes]
    left = [change for change in changes if not change.mended]
    if not check:
        formatting.write(package, files)
    for change in changes:
        click.echo(shown(change), err=not change.mended)
    differ = sum(file.after != file.before for file in files)
    click.echo(f"{differ} of {len(files)} files {'are not canonical' if check else 'rewritten'}")
    if check and differ:
        click.echo("run: iraqmilitias format", err=True)
    ctx.exit(1 if left or (check and differ) else 0)


def package_folder(given: str | None) -> Path:
    """Return the package to rewrite: --package, else the current folder's, else the checkout the code runs from."""
    if given:
        return Path(given)
    if Path(DESCRIPTOR).is_file():
        return Path()
    here = installed()
    if here.name == "_package":
        raise click.UsageError("the installed data cannot be changed; go to a checkout, or give --package FOLDER")
    return here
