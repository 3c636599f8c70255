"""What several commands need: the dataset they read and the folder of the articles."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from .. import output

if TYPE_CHECKING:
    from ..dataset import Dataset

sources_option = click.option(
    "--sources",
    metavar="DIR",
    envvar="IRAQMILITIAS_SOURCES",
    help="Folder of the articles’ texts (default: the environment’s IRAQMILITIAS_SOURCES).",
)


def dataset(ctx: click.Context) -> Dataset:
    """Return the dataset of --package, or the installed one."""
    from ..dataset import default, open

    return open(ctx.obj) if ctx.obj else default()


def folder(sources: str | None) -> Path | None:
    """Return the articles' folder, or None; a usage error where it does not exist."""
    if not sources:
        return None
    path = Path(sources)
    if not path.is_dir():
        raise click.UsageError(f"--sources {sources}: no such folder")
    return path


def write(text: str, path: str | None) -> None:
    """Write a result to standard output, or to where `path` leads."""
    if path is None:
        click.echo(text)
    else:
        output.write(path, (text if text.endswith("\n") else text + "\n").encode("utf-8", "backslashreplace"))
