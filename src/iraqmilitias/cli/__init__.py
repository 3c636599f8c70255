"""The command line: thin commands over the library; results on stdout, all else on stderr."""

from __future__ import annotations

import os
import signal
import sys
from contextlib import suppress
from importlib import import_module
from inspect import cleandoc
from typing import Any

import click

from ..errors import Error, MissingExtraError, PackageError, nearest
from ..terminal import shown

# The first sentence of each help, here so that -h loads no command; what follows it is the docstring in cli/NAME.py.
COMMANDS = {
    "tables": "List every table and view with its number of rows and what one row is.",
    "describe": "Show the columns of a table or view: types, constraints and meaning.",
    "query": "Run one SQL statement that reads the tables and views.",
    "trace": "Show a record with its article and line, and who says it.",
    "find": "Find records by name, in any spelling and script, or by id.",
    "cite": "Cite this version of the data, one record, or the result of a query.",
    "verify": "Check the data against their hashes, or a citation against the data.",
    "validate": "Check a data package: structure, contracts, rules and, with the articles, evidence.",
    "coverage": "Show for every line of the articles what is expected, coded, waived and left.",
    "export": "Write the whole package in another format.",
    "check": "Run all checks of a contribution: validation, form, coverage, changes, version.",
    "diff": "Compare two packages: changed rows, cells and schemas, and the version they need.",
    "format": "Write the CSV files in their canonical form, or check it.",
    "retire": "Take a record out everywhere, and keep its id in retired.csv.",
    "source": "Add an article with its drafts, review and merge them; correct a cell by an issue.",
    "rules": "List the validation rules, or explain one: what, why, how to fix.",
}


class Lazy(click.Group):
    """Loads a command's module when that command is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = getattr(import_module(f".{cmd_name}", __name__), cmd_name)
        if not (command.help or "").startswith(COMMANDS[cmd_name]):
            command.help = f"{COMMANDS[cmd_name]}\n\n{cleandoc(command.help or '')}".strip()
        return command

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            raise click.UsageError(f"No such command {shown(args[0])!r}; {nearest(args[0], tuple(COMMANDS))}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(
    cls=Lazy,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="What news articles say about the United States, Iran and Iran-backed militias in Iraq.",
)
@click.option(
    "--package",
    metavar="PATH",
    help="Read another data package: a folder, zip or wheel with a datapackage.json, or a version such as 1.2.0.",
)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=lambda c, p, v: _version(c, v),
    help="Print the data's version.",
)
@click.pass_context
def group(ctx: click.Context, package: str | None) -> None:
    ctx.obj = package


def _version(ctx: click.Context, wanted: bool) -> None:
    if wanted:
        from ..package import Package, installed  # zipfile below it would double the time that -h takes

        click.echo(f"iraqmilitias {Package(installed()).version}")
        ctx.exit()


def main(args: list[str] | None = None) -> None:
    """Run the command line and end the process with its status: 0 fine, 1 the data or query, 2 could not run."""
    _standard_streams()
    if args is None:
        signal.signal(signal.SIGTERM, _terminate)
    status = _run(args)
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        status = _closed_pipe()
    except OSError as error:
        status = status or _complain(error)
    with suppress(OSError):
        sys.stderr.flush()
    # No teardown: DuckDB 2.0.0 prints to stderr, or aborts, when a connection is still open at exit.
    if args is None:
        import atexit

        atexit._run_exitfuncs()
        os._exit(status)
    raise SystemExit(status)


def _standard_streams() -> None:
    """Print UTF-8 in any locale, and keep the next file that is opened from taking the place of a closed stream."""
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        if getattr(sys, name) is None:
            # Writing to a closed standard output fails, as it does in other programs; to standard error it does not.
            opened = os.open(os.devnull, os.O_WRONLY if name == "stderr" else os.O_RDONLY)
            if opened != number:
                os.dup2(opened, number)
                os.close(opened)
            setattr(sys, name, os.fdopen(number, "r" if name == "stdin" else "w", closefd=False))
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


class _Terminated(BaseException):
    """SIGTERM came: end as after Ctrl-C, so that temporary files and child processes go too."""


def _terminate(number: int, frame: object) -> None:
    raise _Terminated


def _run(args: list[str] | None) -> int:
    stdout = sys.stdout
    try:
        result = group.main(args=args, prog_name="iraqmilitias", standalone_mode=False)
        return result if isinstance(result, int) else 0
    except click.exceptions.Exit as done:
        return done.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo("interrupted", err=True)
        return 130
    except _Terminated:
        return 143
    except click.ClickException as error:
        vars(error)["message"] = "\n".join(map(shown, error.message.split("\n")))
        error.show()
        return 2
    except BrokenPipeError:
        return _closed_pipe()
    except SystemExit:  # what click makes of a closed pipe, with status 1 and stdout wrapped
        if sys.stdout is stdout:
            raise
        return _closed_pipe()
    except (Error, OSError) as error:
        return _complain(error)


def _complain(error: Exception) -> int:
    """Print an error and return the status that it ends with."""
    text = str(error)
    if isinstance(error, OSError) and error.errno is not None and not error.filename:  # of the system, about no file
        text = f"standard output cannot be written ({error.strerror or error})"
    with suppress(OSError):
        for i, line in enumerate(text.splitlines() or [type(error).__name__]):
            click.echo(f"{'error: ' if i == 0 else ''}{shown(line)}", err=True)
    return 2 if isinstance(error, PackageError | MissingExtraError | OSError) else 1


def _closed_pipe() -> int:
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    return 0
