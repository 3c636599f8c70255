"""iraqmilitias trace"""

from __future__ import annotations

from pathlib import Path

import click

from ..extraction.lines import fingerprint, read
from ..records import Trace
from ..terminal import shown
from .shared import TEXT, dataset, folder, sources_option


@click.command("trace")
@click.argument("record_id", metavar="ID", type=TEXT)
@sources_option
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_context
def trace(ctx: click.Context, record_id: str, sources: str | None, form: str) -> None:
    texts = folder(sources)
    found = dataset(ctx).trace(record_id)
    if form == "json":
        import json

        click.echo(json.dumps(found.to_dict(), ensure_ascii=False, indent=2))
        return
    click.echo(str(found))
    if texts is not None and found.source is not None and found.line is not None:
        click.echo(f"printed    {printed(found, texts)}")


def printed(found: Trace, folder: Path) -> str:
    """Return the article's line from the reader's own copy, with the record's words marked."""
    assert found.source is not None and found.line is not None
    path = folder / found.source["file_name"]
    if not path.is_file():
        raise click.UsageError(f"{path}: no such file; --sources must be the folder with {found.source['file_name']}")
    lines = read(path)
    if not 1 <= found.line <= len(lines):
        return f"(this copy has {len(lines)} lines; run: iraqmilitias validate --sources {folder})"
    line = lines[found.line - 1]
    words = str(found.row.get("locator") or found.row.get("text") or found.row.get("term") or "")
    if words and words not in line:
        return (
            f"(the words are not in line {found.line} of this copy, {fingerprint(line)[:12]}; "
            f"run: iraqmilitias validate --sources {folder})"
        )
    marked = line.replace(words, f"»{words}«", 1) if words else line
    return shown(marked)
