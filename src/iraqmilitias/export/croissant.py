"""Croissant: croissant.json beside the CSV files that it describes, each with its SHA-256."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from ..package import Field, Table
from .context import Context, texts, without_missing

TERMS = (
    *("citeAs", "column", "equivalentProperty", "extract", "field", "fileProperty", "fileObject", "fileSet", "format"),
    *("includes", "isLiveDataset", "jsonPath", "key", "md5", "parentField", "path", "recordSet", "references", "regex"),
    *("repeated", "replace", "samplingRate", "separator", "source", "subField", "transform"),
)
# The official context, word for word: mlcroissant warns of any other.
CONTEXT: dict[str, Any] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    **{term: f"cr:{term}" for term in TERMS},
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "sc": "https://schema.org/",
}
FILE = "croissant.json"
TYPES = {"integer": "sc:Integer", "year": "sc:Integer", "number": "sc:Float", "date": "sc:Date"}


def write(context: Context, folder: Path) -> dict[str, Any]:
    """Copy the tables' files and write croissant.json with paths relative to itself."""
    package, facts = context.package, context.facts()
    described, contents = package.descriptor, context.copy_tables(folder, FILE)
    files = [
        {
            "@type": "cr:FileObject",
            "@id": table.path,
            "name": table.path,
            "description": table.title,
            "contentUrl": table.path,
            "contentSize": f"{len(contents[table.path])} B",
            "encodingFormat": "text/csv",
            "sha256": hashlib.sha256(contents[table.path]).hexdigest(),
        }
        for table in package.readable_tables.values()
    ]
    dataset = {
        "@context": CONTEXT,
        "@type": "sc:Dataset",
        "name": facts["name"],
        "alternateName": facts["title"],
        "description": facts["description"],
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "version": facts["version"],
        "identifier": f"sha256:{facts['content_sha256']}",
        "citeAs": f"{facts['title']}. Version {facts['version']}. SHA-256 {facts['content_sha256']}.",
        "license": context.licences,
        "usageInfo": without_missing(context.usage()),
        "url": described.get("homepage", f"urn:{package.name}:{package.version}"),
        "creator": [{"@type": "sc:Organization", "name": c.get("title")} for c in package.listed("contributors")],
        "keywords": texts(described.get("keywords")),
        "datePublished": context.made.strftime("%Y-%m-%d"),
        "distribution": files,
        "recordSet": [_records(table) for table in package.readable_tables.values()],
    }
    text = json.dumps({k: v for k, v in dataset.items() if v not in ("", [])}, ensure_ascii=False, indent=2)
    (folder / FILE).write_text(text + "\n", encoding="utf-8", newline="\n")
    return {}


def _records(table: Table) -> dict[str, Any]:
    records: dict[str, Any] = {
        "@type": "cr:RecordSet",
        "@id": table.name,
        "name": table.name,
        "description": table.description or table.title,
    }
    if table.primary_key:
        records["key"] = [{"@id": f"{table.name}/{column}"} for column in table.primary_key]
    records["field"] = [_field(table, field) for field in table.fields]
    return records


def _field(table: Table, field: Field) -> dict[str, Any]:
    # A blank cell has no whole number, date or truth value in mlcroissant's frames: such a column is text.
    whole = field.required or field.name in table.primary_key
    # Foreign keys are left out: mlcroissant 1.1 joins along a reference when it loads, and fails where a cell is
    # blank or where a table refers to itself.
    return {
        "@type": "cr:Field",
        "@id": f"{table.name}/{field.name}",
        "name": f"{table.name}/{field.name}",
        "description": field.description,
        "dataType": TYPES.get(field.type, "sc:Text") if whole or field.type == "number" else "sc:Text",
        "source": {"fileObject": {"@id": table.path}, "extract": {"column": field.name}},
    }
