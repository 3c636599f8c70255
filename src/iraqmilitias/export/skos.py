"""SKOS: every list of codes as a concept scheme, each code with its label and, where a description has it, its meaning.

Source: SKOS Reference, W3C Recommendation (https://www.w3.org/TR/skos-reference/), as JSON-LD.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ..errors import PackageError
from ..package import Field, Table
from ..table_files import rows_of
from .context import Context, write_graph

CONTEXT = {
    "@vocab": "http://www.w3.org/2004/02/skos/core#",
    "identifier": "http://purl.org/dc/terms/identifier",
    "license": "http://purl.org/dc/terms/license",
    "version": "https://schema.org/version",
}


def write(context: Context, folder: Path) -> dict[str, Any]:
    """Write NAME.skos.jsonld; PackageError where no column has a list of codes."""
    schemes = [scheme for table in context.package.readable_tables.values() for scheme in _schemes(context, table)]
    if not schemes:
        raise PackageError(f"{context.package.name}: no column has a list of codes, so there are no concepts to export")
    facts = context.facts()
    whole = {
        "@id": context.identifier("codes"),
        "@type": "Collection",
        "prefLabel": {"@value": f"Codes of {facts['title']}", "@language": "en"},
        "version": facts["version"],
        "identifier": f"sha256:{facts['content_sha256']}",
        "license": context.licences,
        "member": [{"@id": node["@id"]} for scheme in schemes for node in scheme[1:]],
    }
    nodes = [whole, *(node for scheme in schemes for node in scheme)]
    write_graph(folder / f"{context.package.name}.skos.jsonld", CONTEXT, nodes)
    return {}


def _schemes(context: Context, table: Table) -> Iterator[list[dict[str, Any]]]:
    """Yield each scheme of a table with its concepts: enumerated columns, and a table whose rows are codes."""
    for field in table.fields:
        codes = [str(code) for code in field.constraints.get("enum", ())]
        if codes:
            told = [(code, code.replace("_", " "), _meaning(field, code)) for code in codes]
            yield _scheme(
                context,
                f"{table.name}.{field.name}",
                f"{table.title}: {field.name.replace(chr(95), chr(32))}",
                field.description,
                told,
            )
    names = {field.name for field in table.fields}
    if len(table.primary_key) == 1 and {"label", "definition"} <= names:
        told = [(r[table.primary_key[0]], r["label"], r["definition"]) for r in rows_of(context.package, table.name)]
        yield _scheme(context, table.name, table.title, table.description, told)


def _scheme(
    context: Context, name: str, title: str, description: str, codes: list[tuple[str, str, str]]
) -> list[dict[str, Any]]:
    scheme = context.identifier(f"codes/{name}")
    nodes: list[dict[str, Any]] = [
        {"@id": scheme, "@type": "ConceptScheme", "prefLabel": _english(title), "definition": _english(description)}
    ]
    for code, label, meaning in codes:
        nodes.append(
            {
                "@id": f"{scheme}/{code}",
                "@type": "Concept",
                "inScheme": {"@id": scheme},
                "topConceptOf": {"@id": scheme},
                "notation": code,
                "prefLabel": _english(label),
                "definition": _english(meaning),
            }
        )
    return nodes


def _english(text: str) -> dict[str, str] | None:
    return {"@value": text, "@language": "en"} if text else None


def _meaning(field: Field, code: str) -> str:
    """Return what the column's description says of a code (`code: meaning;`), else nothing."""
    found = re.search(rf"(?:^|[\s;(]){re.escape(code)}: ([^;]+?)(?:;|\.(?:\s|$)|$)", field.description)
    return found[1].strip() if found else ""
