"""The descriptor of a version in the forms that registries read: DataCite, Zenodo, Citation File Format.

Sources: DataCite Metadata Schema 4.6 (https://schema.datacite.org/meta/kernel-4.6/), Zenodo's deposit metadata
(https://developers.zenodo.org/#representation), Citation File Format 1.2.0. No DOI is written before there is one.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from ...citation import cite

if TYPE_CHECKING:
    from ...dataset import Dataset

RIGHTS = "https://spdx.org/licenses/"


def _subjects(dataset: Dataset) -> list[str]:
    return [str(word) for word in dataset.package.descriptor.get("keywords", ())]


def _licence(dataset: Dataset) -> dict[str, str]:
    listed: Any = dataset.package.descriptor.get("licenses") or ({},)
    return {key: str(listed[0].get(key, "")) for key in ("name", "title", "path")}


def _sources(dataset: Dataset) -> list[str]:
    found = (source.get("path") for source in dataset.package.descriptor.get("sources", ()))
    return [path for path in found if path and path.startswith("http")]


def datacite(dataset: Dataset) -> dict[str, Any]:
    """Return the version as DataCite metadata (the `attributes` of a DOI), without a DOI where there is none."""
    whole, licence = cite(dataset), _licence(dataset)
    made: dict[str, Any] = {
        "schemaVersion": "http://datacite.org/schema/kernel-4",
        "types": {"resourceTypeGeneral": "Dataset", "resourceType": "Data package"},
        "titles": [{"title": whole.title, "lang": "en"}],
        "creators": [{"name": name, "nameType": "Organizational"} for name in whole.creators],
        "publisher": {"name": "The iraqmilitias contributors"},
        "publicationYear": whole.year,
        "version": whole.version,
        "language": "en",
        "subjects": [{"subject": word} for word in _subjects(dataset)],
        "dates": [{"date": _date(dataset), "dateType": "Created"}],
        "descriptions": [
            {
                "description": str(dataset.package.descriptor.get("description", "")),
                "descriptionType": "Abstract",
                "lang": "en",
            }
        ],
        "rightsList": [
            {
                "rights": licence["title"],
                "rightsUri": licence["path"],
                "rightsIdentifier": licence["name"].lower(),
                "rightsIdentifierScheme": "SPDX",
                "schemeUri": RIGHTS,
            }
        ],
        "formats": ["text/csv", "application/json"],
        "relatedIdentifiers": [
            {"relatedIdentifier": path, "relatedIdentifierType": "URL", "relationType": "IsDerivedFrom"}
            for path in _sources(dataset)
        ],
    }
    if whole.doi:
        made["doi"] = whole.doi
    return made


def zenodo(dataset: Dataset) -> dict[str, Any]:
    """Return the version as the metadata of a Zenodo deposit (.zenodo.json)."""
    whole = cite(dataset)
    made: dict[str, Any] = {
        "upload_type": "dataset",
        "title": whole.title,
        "version": whole.version,
        "publication_date": _date(dataset),
        "creators": [{"name": name} for name in whole.creators],
        "description": str(dataset.package.descriptor.get("description", "")),
        "access_right": "open",
        "license": _licence(dataset)["name"].lower(),
        "keywords": _subjects(dataset),
        "language": "eng",
        "related_identifiers": [
            {"identifier": path, "relation": "isDerivedFrom", "scheme": "url"} for path in _sources(dataset)
        ],
    }
    if whole.doi:
        made["doi"] = whole.doi
    return made


def cff(dataset: Dataset) -> str:
    """Return the version as a CITATION.cff file."""
    whole = cite(dataset)
    lines = [
        "cff-version: 1.2.0",
        "type: dataset",
        f"message: {json.dumps('Cite the version you used.' + ('' if whole.doi else ' No DOI assigned.'))}",
        f"title: {json.dumps(whole.title, ensure_ascii=False)}",
        f"version: {whole.version}",
        f"date-released: {_date(dataset)}",
        *([f"doi: {whole.doi}"] if whole.doi else []),
        "authors:",
        *(f"  - name: {json.dumps(name, ensure_ascii=False)}" for name in whole.creators),
        f"license: {whole.licence}",
        "keywords:",
        *(f"  - {word}" for word in _subjects(dataset)),
    ]
    return "\n".join(lines) + "\n"


def _date(dataset: Dataset) -> str:
    return str(dataset.package.descriptor.get("created", ""))[:10]
