"""iraqmilitias verify"""

from __future__ import annotations

from pathlib import Path

import click

from ..citation_check import verify_citation
from ..database.sandbox import TIMEOUT
from ..recorded_hashes import SUMS, verify_installed, verify_path
from ..terminal import shown
from .shared import dataset, read_text


@click.command("verify")
@click.argument("what", metavar="[FILE|CITATION]", required=False)
@click.option("--timeout", type=click.FloatRange(min=0.1), default=TIMEOUT, show_default=True, help="Seconds a query.")
@click.pass_context
def verify(ctx: click.Context, what: str | None, timeout: float) -> int:
    """FILE: a folder, zip, wheel or SHA256SUMS to check, or a file with a citation ("-" for standard input)."""
    data = None
    if what is None:
        data = dataset(ctx)
        verdict = verify_path(data.package.path) if ctx.obj else verify_installed(data.package)
    else:
        path = Path(what)
        if what != "-" and _exists(path) and (path.is_dir() or path.name == SUMS or _zipped(path)):
            verdict = verify_path(path)
        else:
            text = _citation(what, path)
            data = dataset(ctx)
            verdict = verify_citation(data.package, text, timeout)
    for problem in verdict.problems:
        click.echo(shown(problem))
    click.echo(f"{'verified' if verdict.valid else 'not verified'}: {shown(verdict.checked)}")
    return 0 if verdict.valid else 1


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):  # a whole citation is too long for a path
        return False


def _zipped(path: Path) -> bool:
    with path.open("rb") as file:
        return path.suffix in (".zip", ".whl") or file.read(4) == b"PK\x03\x04"


def _citation(what: str, path: Path) -> str:
    if what == "-" or _exists(path):
        return read_text(what, "a citation")
    if " " not in what:
        raise click.UsageError(f"{shown(what)}: no such file, and not a citation")
    return what
