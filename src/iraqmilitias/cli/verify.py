"""iraqmilitias verify"""

from __future__ import annotations

import click

from ..database.sandbox import TIMEOUT
from ..dataset import existing
from ..terminal import shown
from .shared import dataset, read_text


@click.command("verify")
@click.argument("what", metavar="[FILE|CITATION]", required=False)
@click.option("--timeout", type=click.FloatRange(min=0.1), default=TIMEOUT, show_default=True, help="Seconds a query.")
@click.pass_context
def verify(ctx: click.Context, what: str | None, timeout: float) -> int:
    """FILE: a folder, zip, wheel, SHA256SUMS or export, or a file with a citation ("-" for standard input)."""
    data = dataset(ctx)
    if what == "-":
        what = read_text("-", "a citation") or " "
    elif what is not None and existing(what) is None and " " not in what:
        raise click.UsageError(f"{shown(what)}: no such file, and not a citation")
    verdict = data.verify(what, timeout)
    for problem in verdict.problems:
        click.echo(shown(problem))
    click.echo(f"{'verified' if verdict.valid else 'not verified'}: {shown(verdict.checked)}")
    return 0 if verdict.valid else 1
