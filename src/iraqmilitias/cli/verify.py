"""iraqmilitias verify"""

from __future__ import annotations

import click

from ..dataset import existing
from ..terminal import shown
from .shared import dataset, read_text, timeout_option


@click.command("verify")
@click.argument("what", metavar="[FILE|CITATION]", required=False)
@timeout_option
@click.pass_context
def verify(ctx: click.Context, what: str | None, timeout: float) -> int:
    """FILE: a folder, zip, wheel, SHA256SUMS or export, or a file with a citation ("-" for standard input)."""
    data = dataset(ctx)
    if what == "-":
        what = read_text("-", "a citation") or " "
    elif what and existing(what) is None and " " not in what:
        raise click.UsageError(f"{shown(what)}: no such file, and not a citation")
    verdict = data.verify(what, timeout)
    for problem in verdict.problems:
        click.echo(shown(problem))
    click.echo(f"{'verified' if verdict.valid else 'not verified'}: {shown(verdict.checked)}")
    return 0 if verdict.valid else 1
