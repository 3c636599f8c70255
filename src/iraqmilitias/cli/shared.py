"""What several commands need: the dataset they read, the articles' folder, and how texts come in and go out."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from .. import output
from ..database.sandbox import TIMEOUT
from ..dataset import LARGEST, Dataset, decoded, default, open
from ..errors import Error, PackageError
from ..terminal import shown

sources_option = click.option(
    "--sources",
    metavar="DIR",
    envvar="IRAQMILITIAS_SOURCES",
    help="Folder with the articles’ texts (default: the environment variable IRAQMILITIAS_SOURCES).",
)

timeout_option = click.option(
    "--timeout",
    metavar="SECONDS",
    type=click.FloatRange(min=0.1),
    default=TIMEOUT,
    show_default=True,
    help="Stop the query after so many seconds.",
)


class Text(click.ParamType):  # type: ignore[type-arg]
    """An argument that is text, which a terminal may send in another encoding than UTF-8."""

    name = "text"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        try:
            str(value).encode("utf-8")
        except UnicodeEncodeError:
            self.fail(f"{shown(value)}: not UTF-8", param, ctx)
        return str(value)


TEXT = Text()


def dataset(ctx: click.Context) -> Dataset:
    """Return the dataset of --package, or the installed one."""
    return open(ctx.obj) if ctx.obj else default()


def folder(sources: str | None) -> Path | None:
    """Return the articles' folder, or None; a usage error where it does not exist."""
    if not sources:
        return None
    path = Path(sources)
    if not path.is_dir():
        raise click.UsageError(f"--sources {sources}: no such folder")
    return path


def read_text(path: str, what: str) -> str:
    """Return the text of a file, or of standard input for `-`; Error where it is too large or not UTF-8."""
    try:
        if path == "-":
            raw = sys.stdin.buffer.read(LARGEST + 1)
        else:
            with Path(path).open("rb") as file:
                raw = file.read(LARGEST + 1)
    except OSError as error:
        raise PackageError(f"{path}: cannot be read ({error.strerror or error})") from None
    if len(raw) > LARGEST:
        raise Error(f"{path}: larger than {LARGEST >> 20} MiB, so not {what}")
    return decoded(raw, path)


def write(text: str, path: str | None) -> None:
    """Write a result to standard output, or to where `path` leads."""
    if path is None:
        click.echo(text, color=True)  # as it is: without a terminal, click would take out escape sequences
    else:
        output.write(path, (text if text.endswith("\n") else text + "\n").encode("utf-8", "backslashreplace"))
