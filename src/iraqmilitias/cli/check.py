"""iraqmilitias check"""

from __future__ import annotations

from pathlib import Path

import click

from ..package import installed
from ..validation.report.formats import render
from ..workshop import contribution
from .shared import folder, sources_option, write


@click.command("check")
@click.argument("path", required=False)
@click.option("--against", metavar="OLD", help="The version before the change: a folder, zip, wheel or git revision.")
@sources_option
@click.option("--format", "form", type=click.Choice(["text", "json", "github"]), default="text", show_default=True)
@click.option("--summary", metavar="FILE", help="Append a summary in Markdown to a file (GitHub’s step summary).")
@click.option("--sarif", metavar="FILE", help="Write SARIF 2.1.0 for code scanning.")
@click.pass_context
def check(
    ctx: click.Context,
    path: str | None,
    against: str | None,
    sources: str | None,
    form: str,
    summary: str | None,
    sarif: str | None,
) -> None:
    found = contribution.check(path or ctx.obj or installed(), against, folder(sources))
    click.echo(render(found.report, form), nl=False)
    if sarif:
        write(render(found.report, "sarif"), sarif)
    if summary:
        with Path(summary).open("a", encoding="utf-8", newline="\n") as stream:
            stream.write(contribution.summary(found))
    ctx.exit(0 if found.valid else 1)
