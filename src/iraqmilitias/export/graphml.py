"""GraphML: actors as nodes, ties as directed edges, each tie a separate edge with its voice and line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from ..errors import PackageError
from ..values import printed
from .context import Context

NODES, EDGES = "actors", "actor_network"
FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
KINDS = {"BOOLEAN": "boolean", "BIGINT": "long", "DOUBLE": "double"}


def write(context: Context, folder: Path) -> dict[str, Any]:
    """Write NAME.graphml; PackageError where the package has no actors and ties."""
    if NODES not in context.package.tables or EDGES not in context.views:
        raise PackageError(f"{context.package.name}: has no actors and affiliations, so there is no network to export")
    with (folder / f"{context.package.name}.graphml").open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(line + "\n" for line in _lines(context))
    return {}


def _lines(context: Context) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">'
    facts = context.facts()
    for name in facts:
        yield f'  <key id="g_{name}" for="graph" attr.name="{name}" attr.type="string"/>'
    for prefix, what, relation in (("n", "node", NODES), ("e", "edge", EDGES)):
        for name, kind, *_ in context.connection.execute(f"DESCRIBE {relation}").fetchall():
            held = KINDS.get(kind, "string")
            yield f'  <key id="{prefix}_{name}" for="{what}" attr.name={_quoted(name)} attr.type="{held}"/>'
    yield f'  <graph id={_quoted(context.package.name)} edgedefault="directed">'
    for name, value in facts.items():
        yield f'    <data key="g_{name}">{_text(value)}</data>'
    for values in context.records(NODES):
        yield f"    <node id={_quoted(values['actor_id'])}>{_data('n', values)}</node>"
    for values in context.records(EDGES, "affiliation_id"):
        ends = f"source={_quoted(values['actor_id'])} target={_quoted(values['organisation_id'])}"
        yield f"    <edge id={_quoted(values['affiliation_id'])} {ends}>{_data('e', values)}</edge>"
    yield "  </graph>"
    yield "</graphml>"


def _data(prefix: str, values: dict[str, Any]) -> str:
    return "".join(
        f'<data key="{prefix}_{name}">{_text(printed(value))}</data>'
        for name, value in values.items()
        if value is not None
    )


def _text(text: str) -> str:
    return escape(FORBIDDEN.sub("\ufffd", text))


def _quoted(text: str) -> str:
    return quoteattr(FORBIDDEN.sub("\ufffd", text))
