"""iraqmilitias trace"""

from __future__ import annotations

from pathlib import Path

import click

from ..extraction.lines import fingerprint, read
from ..records import Trace
from ..retirement import words
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
    for line in text(found):
        click.echo(line)
    if texts is not None and found.source is not None and found.line is not None:
        click.echo(f"printed    {printed(found, texts)}")


def text(found: Trace) -> list[str]:
    """Return the lines that a terminal shows for a trace."""
    lines = [f"{found.record_id}  ({found.table}, version {found.version})"]
    lines += [f"verdict    {shown(v['verdict_text'])}" for v in found.verdicts]
    lines += [
        f"  {k:<16} {shown(v)}{f'  ({shown(found.names[k])})' if k in found.names else ''}"
        for k, v in found.row.items()
        if v is not None and v != ""
    ]
    if found.source is not None and found.table != "sources":
        s = found.source
        when = f"{s['date_from']}" if s["date_from"] == s["date_to"] else f"{s['date_from']} to {s['date_to']}"
        lines.append(f"article    {shown(s['title'])} · {shown(s['publisher'])} · {when}")
        if found.line is not None:
            lines.append(f"where      line {found.line}, paragraph {found.paragraph}")
    if found.voice is not None:
        lines.append(f"says so    {shown(found.voice)}")
        if found.voice.statement_id:
            fidelity = f" [wording: {found.voice.fidelity}]" if found.voice.fidelity else ""
            lines.append(f"           {found.voice.statement_id}: {shown(found.voice.paraphrase)}{fidelity}")
    if found.link:
        lines.append(f"link       {shown(found.link)}")
    for r in found.reports:
        dates = f"{r['date_from'] or '..'} to {r['date_to'] or '..'}"
        lines.append(
            f"report     {r['report_id']} {r['source_id']}:{r['line']} {shown(r['publisher'])}, {dates}, "
            f"{r['certainty']}: {shown(r['summary'])}"
        )
    for c in found.conflicts:
        reference = f" (see {shown(c['reference']['title'])}, {shown(c['reference']['url'])})" if c["reference"] else ""
        other = f" against {c['other_id']}" if c["other_id"] else ""
        lines.append(
            f"conflict   {c['conflict_id']} {c['kind']}, {c['verdict']}{other}: {shown(c['finding'])}{reference}"
        )
    for n in found.notes:
        reference = f" (see {shown(n['reference']['title'])}, {shown(n['reference']['url'])})" if n["reference"] else ""
        lines.append(f"note       {n['note_id']} on {n['record_id']}, {n['kind']}: {shown(n['note'])}{reference}")
    if found.retired is not None:
        lines += [shown(line) for line in words(found.retired, found.went_to)]
    elif not found.conflicts:
        lines.append("conflict   none recorded")
    if found.read_again is not None:
        lines.append(shown(found.read_again))
    return lines


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
