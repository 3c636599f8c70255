"""iraqmilitias source add, source review, source merge, source correct"""

from __future__ import annotations

import os
import sys
import webbrowser
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path

import click

from ..errors import Error
from ..extraction import grammar
from ..package import DESCRIPTOR, Package
from ..terminal import shown
from ..text import counted
from ..workshop import intake as articles
from ..workshop import issue_form, merging, worksheet
from ..workshop.article_file import Document, read
from ..workshop.intake import day
from ..workshop.review import server, session
from .shared import folder, read_text, sources_option

GENRES = ("news", "analysis", "opinion", "rewrite")
WORDING = ("verbatim", "altered", "machine_paraphrased", "unverified")
ORIGINAL = ("title", "author", "publisher", "date", "url")


@click.group("source")
def source() -> None:
    pass


def _checkout(ctx: click.Context) -> Package:
    """Return the package that is written to: --package, or the checkout that the command is run in."""
    if ctx.obj is None and not Path(DESCRIPTOR).is_file():
        raise click.UsageError(
            "no datapackage.json here; go to your checkout of the project, or name it: --package PATH"
        )
    return Package(Path(ctx.obj or "."))


@source.command(
    "add", help="Add an article from a text, HTML or PDF file. On a terminal, missing options are asked for."
)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--title", help="Title as printed.")
@click.option("--author", help="Author as printed; leave out where there is none.")
@click.option("--publisher", help="Who published it.")
@click.option("--url", help="Address at which it was read.")
@click.option(
    "--date", "published", metavar="DAY", help="Day of publication (2020-01-03, 3 January 2020); the first possible."
)
@click.option("--date-to", metavar="DAY", help="Last possible day, where the day is not known.")
@click.option("--genre", type=click.Choice(GENRES), help="What kind of article it is.")
@click.option("--language", help="Language (BCP 47).  [default: en]")
@click.option(
    "--quotations", type=click.Choice(WORDING), help="How far its quotations can be trusted.  [default: unverified]"
)
@click.option("--edition", help="Which edition, where one address has several.")
@click.option(
    "--original",
    nargs=2,
    multiple=True,
    metavar="WHAT VALUE",
    help="Of a reprint: title, author, publisher, date or url.",
)
@click.option("--coded-by", help="Name of the coder.")
@click.option("--coder-kind", type=click.Choice(("human", "machine")), default="human", show_default=True)
@click.option("--note", help="What a reader should know about the article.")
@click.option(
    "--issue", metavar="FILE", help="File with an issue that describes the article; options given here take precedence."
)
@sources_option
@click.pass_context
def add(ctx: click.Context, /, file: Path, sources: str | None, issue: str | None, **given: object) -> None:
    package = _checkout(ctx)
    if issue:
        answered = issue_form.article(read_text(issue, "issue"))
        given |= {option: answer for option, answer in answered.items() if not given[option]}
    # A folder that the environment names is for reading; only one that is named here is written to.
    named = ctx.get_parameter_source("sources") is click.core.ParameterSource.COMMANDLINE
    texts = folder(sources) if named else None
    if texts is not None and texts.resolve().is_relative_to(package.path.resolve()):
        raise click.UsageError(f"--sources {sources}: inside the package; the articles’ text is kept outside it")
    if texts is not None and not os.access(texts, os.W_OK):
        raise click.UsageError(f"--sources {sources}: cannot be written to; choose another folder")
    document = read(file)
    row = _metadata(given, document)
    workbook = find_spec("xlsxwriter") is not None
    added = articles.add(package, document, row, workbook)
    if texts is not None and not (texts / document.name).exists():
        (texts / document.name).write_bytes(document.content)
    elif texts is None and document.name != file.name:
        click.echo(
            f"note: the text that was read from {file.name} is not kept; --sources DIR keeps it, outside the package",
            err=True,
        )
    if not grammar.is_installed():
        missing = "spacy and its model are not installed: pip install 'iraqmilitias[drafts]'"
        click.echo(f"note: no speakers, events and ties drafted, {missing}", err=True)
    if not workbook:
        click.echo("note: no .xlsx written, xlsxwriter is not installed: pip install 'iraqmilitias[drafts]'", err=True)
    click.echo(f"{added.source_id}: {added.lines} lines, {added.drafts} drafts to complete, keep or waive")
    for path in added.files:
        click.echo(shown(path))


def _metadata(given: Mapping[str, object], document: Document) -> dict[str, str]:
    """Return the columns of `sources`: from options, else asked on a terminal, else what the file says of itself."""
    from datetime import date

    ask = sys.stdin.isatty()
    options = {k: str(v).strip() for k, v in given.items() if v and k != "original"}
    first = next((line.strip() for line in document.lines if line.strip()), "")
    row = {"title": _value("title", options, ask, document.found.get("title") or first)}
    author = options.get("author") or document.found.get("author", "")
    row["author"] = (
        click.prompt("Author (as printed; empty for none)", default=author, show_default=bool(author))
        if ask and "author" not in options
        else author
    )
    row["author_basis"] = "printed" if row["author"] else "unknown"
    row["publisher"] = _value("publisher", options, ask, document.found.get("publisher", ""))
    row["url"] = _value("url", options, ask, document.found.get("url", ""))
    row["date_from"] = _day("published", "Day of publication", options, ask, document.found.get("date", ""))
    row["date_to"] = _day("date_to", "Last possible day", options, False, "") or row["date_from"]
    row["genre"] = options.get("genre") or (
        click.prompt("Genre", type=click.Choice(GENRES), default="news") if ask else "news"
    )
    row["language"] = options.get("language") or document.found.get("language", "") or "en"
    row["quotations"] = options.get("quotations", "unverified")
    row |= {k: options[k] for k in ("edition", "note") if k in options}
    row["coded_by"] = _value("coded_by", options, ask, "", "Who codes it")
    row |= {"coder_kind": options["coder_kind"], "coded_on": date.today().isoformat()}
    originals = given["original"]
    assert isinstance(originals, tuple)
    for what, value in originals:
        if what not in ORIGINAL:
            raise click.UsageError(f"--original {what}: none of {', '.join(ORIGINAL)}")
        if f"original_{what}" in row:
            raise click.UsageError(f"--original {what} is given twice; leave one out")
        row[f"original_{what}"] = value
    return row


def _value(name: str, options: Mapping[str, str], ask: bool, default: str, question: str = "") -> str:
    if name in options:
        return options[name]
    if ask:
        return str(click.prompt(question or name.capitalize(), default=default or None)).strip()
    if not default:
        raise click.UsageError(f"--{name.replace('_', '-')} is missing, and the file does not say it")
    return default


def _day(name: str, question: str, options: Mapping[str, str], ask: bool, default: str) -> str:
    def checked(text: str) -> str:
        try:
            return day(text).isoformat()
        except ValueError as error:
            raise click.BadParameter(str(error)) from None

    if name in options:
        return checked(options[name])
    if ask:
        return str(click.prompt(question, default=default or None, value_proc=checked))
    if name == "published" and not default:
        raise click.UsageError("--date is missing, and the file does not say it")
    return checked(default) if default else ""


@source.command(
    "review",
    help="Code an article beside its text, on a web page that only this machine serves. Default: that in drafts/.",
)
@click.argument("source_id", metavar="[SOURCE]", required=False)
@sources_option
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="Port on 127.0.0.1.  [default: a free one]")
@click.option("--browser/--no-browser", default=True, help="Whether to open the page.  [default: open it]")
@click.pass_context
def review(ctx: click.Context, source_id: str | None, sources: str | None, port: int, browser: bool) -> None:
    package = _checkout(ctx)
    texts = folder(sources)
    if texts is None:
        raise click.UsageError("--sources is missing: the folder with the article’s text, which the page shows")
    waiting = session.worksheets(package)
    chosen = [f for f in waiting if source_id in (None, f.stem, f.name, str(f), f"drafts/{f.name}")]
    if len(chosen) != 1:
        there = ", ".join(f.stem for f in waiting)
        what = f"no worksheet of {source_id} waits" if source_id else f"{len(waiting)} worksheets wait"
        raise Error(f"{what}; {f'name one of {there}' if there else 'begin with: iraqmilitias source add FILE'}")
    begun = session.Session(package, chosen[0], texts)

    def opened(address: str) -> None:
        click.echo(f"{begun.source_id}: {address}")
        click.echo("Who has this address can read the article. Every change is saved; stop with Ctrl+C.", err=True)
        if browser:
            webbrowser.open(address)

    server.serve(begun, opened, port)


@source.command(
    "correct", help="Correct cells in data/ by an issue made with the form “A cell is wrong”; - is standard input."
)
@click.argument("issue")
@click.pass_context
def correct(ctx: click.Context, issue: str) -> None:
    package = _checkout(ctx)
    for cell in issue_form.correct(package, read_text(issue, "issue")):
        click.echo(shown(f"{cell.record_id}  {cell.column}: {cell.before} → {cell.after}"))


@source.command("merge", help="Add completed drafts to data/, all or none. Default: every worksheet in drafts/.")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@sources_option
@click.pass_context
def merge(ctx: click.Context, files: tuple[Path, ...], sources: str | None) -> None:
    package = _checkout(ctx)
    texts = folder(sources)
    waiting = list(files) or merging.waiting(package)
    if not waiting:
        click.echo("no drafts to merge; begin with: iraqmilitias source add FILE")
    for file in waiting:
        try:
            merged = merging.merge(package, file, texts)
        except worksheet.WorksheetError as error:
            for problem in error.problems:
                click.echo(shown(problem))
            click.echo(f"nothing was changed: {counted(len(error.problems), 'problem')} in {file}", err=True)
            ctx.exit(1)
        rows = ", ".join(f"{table}: {n}" for table, n in merged.rows.items())
        for warning in merged.warnings:
            click.echo(f"look at {shown(warning)}")
        click.echo(f"{merged.source_id}: {rows or 'no rows'}; valid, nothing is left")
