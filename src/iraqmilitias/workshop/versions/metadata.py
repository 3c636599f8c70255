"""The descriptor of a version in the forms that registries read: DataCite, Zenodo, Citation File Format.

Sources: DataCite Metadata Schema 4.6 (https://schema.datacite.org/meta/kernel-4.6/), Zenodo's deposit metadata
(https://developers.zenodo.org/#representation), Citation File Format 1.2.0. No DOI is written before there is one.
"""

from __future__ import annotations

import json
from typing import Any

from ...citation import version_citation
from ...package import Package

RIGHTS = "https://spdx.org/licenses/"


def _subjects(package: Package) -> list[str]:
    return [str(word) for word in package.descriptor.get("keywords", ())]


def _licence(package: Package) -> dict[str, str]:
    listed: Any = package.descriptor.get("licenses") or ({},)
    return {key: str(listed[0].get(key, "")) for key in ("name", "title", "path")}


def _sources(package: Package) -> list[str]:
    found = (source.get("path") for source in package.descriptor.get("sources", ()))
    return [path for path in found if path and path.startswith("http")]


def datacite(package: Package) -> dict[str, Any]:
    """Return the version as DataCite metadata (the `attributes` of a DOI), without a DOI where there is none."""
    whole, licence = version_citation(package), _licence(package)
    made: dict[str, Any] = {
        "schemaVersion": "http://datacite.org/schema/kernel-4",
        "types": {"resourceTypeGeneral": "Dataset", "resourceType": "Data package"},
        "titles": [{"title": whole.title, "lang": "en"}],
        "creators": [{"name": name, "nameType": "Organizational"} for name in whole.creators],
        "publisher": {"name": "The iraqmilitias contributors"},
        "publicationYear": whole.year,
        "version": whole.version,
        "language": "en",
        "subjects": [{"subject": word} for word in _subjects(package)],
        "dates": [{"date": _date(package), "dateType": "Created"}],
        "descriptions": [
            {
                "description": str(package.descriptor.get("description", "")),
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
            for path in _sources(package)
        ],
    }
    if whole.doi:
        made["doi"] = whole.doi
    return made


def zenodo(package: Package) -> dict[str, Any]:
    """Return the version as the metadata of a Zenodo deposit (.zenodo.json)."""
    whole = version_citation(package)
    made: dict[str, Any] = {
        "upload_type": "dataset",
        "title": whole.title,
        "version": whole.version,
        "publication_date": _date(package),
        "creators": [{"name": name} for name in whole.creators],
        "description": str(package.descriptor.get("description", "")),
        "access_right": "open",
        "license": _licence(package)["name"].lower(),
        "keywords": _subjects(package),
        "language": "eng",
        "related_identifiers": [
            {"identifier": path, "relation": "isDerivedFrom", "scheme": "url"} for path in _sources(package)
        ],
    }
    if whole.doi:
        made["doi"] = whole.doi
    return made


def cff(package: Package) -> str:
    """Return the version as a CITATION.cff file."""
    whole = version_citation(package)
    lines = [
        "cff-version: 1.2.0",
        "type: dataset",
        f"message: {json.dumps('Cite the version you used.' + ('' if whole.doi else ' No DOI assigned.'))}",
        f"title: {json.dumps(whole.title, ensure_ascii=False)}",
        f"version: {whole.version}",
        f"date-released: {_date(package)}",
        *([f"doi: {whole.doi}"] if whole.doi else []),
        "authors:",
        *(f"  - name: {json.dumps(name, ensure_ascii=False)}" for name in whole.creators),
        f"license: {whole.licence}",
        "keywords:",
        *(f"  - {word}" for word in _subjects(package)),
    ]
    return "\n".join(lines) + "\n"


def _date(package: Package) -> str:
    return str(package.descriptor.get("created", ""))[:10]
