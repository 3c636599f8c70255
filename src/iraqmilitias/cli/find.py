"""iraqmilitias find"""

from __future__ import annotations

import textwrap

import click

from ..search import Found
from ..terminal import columns_of_terminal, shown, table
from .shared import TEXT, dataset


@click.command("find")
@click.argument("text", type=TEXT)
@click.option("--format", "form", type=click.Choice(["text", "table", "json"]), default="text", show_default=True)
@click.option(
    "--max-rows",
    "most",
    type=click.IntRange(0),
    default=20,
    show_default=True,
    help="Show at most so many records; 0 shows all.",
)
@click.pass_context
def find(ctx: click.Context, text: str, form: str, most: int) -> None:
    hits = dataset(ctx).find(text)
    if 0 < most < len(hits):
        click.echo(f"the best {most} of {len(hits)}; --max-rows 0 shows all", err=True)
    if form == "json":
        import json

        click.echo(json.dumps([h.to_dict() for h in hits[: most or None]], ensure_ascii=False, indent=2))
    elif hits and form == "table":
        rows = [(h.record_id, h.kind, h.name, h.marked(), h.verdict, h.score) for h in hits[: most or None]]
        click.echo(table(("id", "kind", "name", "text", "verdict", "nearness"), rows))
    elif hits:
        click.echo("\n".join(map(told, hits[: most or None])))
    else:
        click.echo(f"no record matches '{shown(text)}'", err=True)


def told(hit: Found) -> str:
    """Return a find as lines for a terminal: id, kind and name; a sentence with the words marked; the verdict."""
    indent = " " * (len(hit.record_id) + 2)
    lines = [f"{hit.record_id}  {hit.kind}: {shown(hit.name)}"]
    if hit.text != hit.name or hit.marks:
        lines.append(indent + shown(hit.marked()))
    spelled = hit.matched not in (hit.name, hit.record_id) and not hit.marks
    lines += [f"{indent}found as: {shown(hit.matched)}"] * spelled
    lines += [f"{indent}{shown(hit.verdict)}"] * bool(hit.verdict)
    width = columns_of_terminal()
    return "\n".join(line for long in lines for line in textwrap.wrap(long, width, subsequent_indent=indent))
