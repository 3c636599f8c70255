"""What several commands need: the dataset they read and the folder of the articles."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

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


def write(text: str, output: str | None) -> None:
    """Write a result to stdout, or to a file (beside it first, then renamed)."""
    if output is None:
        click.echo(text)
        return
    write_bytes((text if text.endswith("\n") else text + "\n").encode("utf-8"), output)


def write_bytes(content: bytes, output: str) -> None:
    """Write a file whole or not at all."""
    import tempfile

    target = Path(output)
    if not target.parent.is_dir():
        raise click.UsageError(f"{output}: no folder {target.parent}")
    handle, beside = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(beside).chmod(0o644)
        Path(beside).replace(target)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise
