"""iraqmilitias coverage"""

from __future__ import annotations

import click

from ..coverage import page as coverage_page
from ..coverage import tallies as coding
from ..terminal import shown
from .shared import dataset, folder, sources_option, write


@click.command("coverage")
@sources_option
@click.option("--html", "page", metavar="FILE", help="Write one page that shows every line (with the articles).")
@click.pass_context
def coverage(ctx: click.Context, sources: str | None, page: str | None) -> None:
    package = dataset(ctx).package
    texts = folder(sources)
    if page and texts is None:
        raise click.UsageError("--html needs --sources DIR")
    found = coding.coverage(package, texts)
    if page and texts is not None:
        write(coverage_page.page(found, package, texts), page)
    for line in coding.summary(found):
        click.echo(shown(line))
    if found.left:
        ctx.exit(1)
