"""The dataset for machines: schema.org Dataset and DCAT. Addresses are relative while the site has none of its own."""

from __future__ import annotations

from typing import Any

from ..output import put_json
from ..site_data import Book
from .downloads import File

DCAT_CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "spdx": "http://spdx.org/rdf/terms#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


def _period(book: Book) -> tuple[str, str]:
    row = book.rows("SELECT min(date_from) AS first, max(date_to) AS last FROM events")[0]
    return row["first"].isoformat(), row["last"].isoformat()


def dataset(book: Book, files: list[File], root: str = "") -> dict[str, Any]:
    """Return the schema.org Dataset; `root` leads from the document that holds it to the site's root."""
    package = book.data.package
    about = package.descriptor
    creators = [c["title"] for c in about["contributors"] if "creator" in c.get("roles", ())]
    first, last = _period(book)
    return {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "@id": root or "./",
        "name": about["title"],
        "alternateName": package.name,
        "description": about["description"],
        "version": package.version,
        "datePublished": str(about["created"])[:10],
        "keywords": about["keywords"],
        "license": about["licenses"][0]["path"],
        "isAccessibleForFree": True,
        "inLanguage": "en",
        "creator": [{"@type": "Organization", "name": name} for name in creators],
        "citation": str(book.data.cite()),
        "temporalCoverage": f"{first}/{last}",
        "spatialCoverage": {"@type": "Place", "name": "Iraq"},
        "measurementTechnique": "Line-by-line coding of five news articles by machine, in two independent passes",
        "variableMeasured": sorted({f.name for t in package.tables.values() for f in t.fields}),
        "isBasedOn": [
            {"@type": "NewsArticle", "name": r["title"], "url": r["url"], "publisher": r["publisher"]}
            for r in book.articles.values()
        ],
        "distribution": [
            {
                "@type": "DataDownload",
                "name": f.title,
                "contentUrl": root + f.address,
                "encodingFormat": f.media_type,
                "contentSize": f"{f.size} B",
                "sha256": f.sha256,
            }
            for f in files
        ],
    }


def dcat(book: Book, files: list[File]) -> dict[str, Any]:
    """Return the DCAT 3 catalogue entry, for a document in downloads/."""
    about = book.data.package.descriptor
    first, last = _period(book)
    licence = {"@id": about["licenses"][0]["path"]}
    return {
        "@context": DCAT_CONTEXT,
        "@id": "../",
        "@type": "dcat:Dataset",
        "dcterms:title": {"@value": about["title"], "@language": "en"},
        "dcterms:description": {"@value": about["description"], "@language": "en"},
        "dcterms:issued": {"@value": str(about["created"])[:10], "@type": "xsd:date"},
        "dcat:version": book.data.version,
        "dcterms:license": licence,
        "dcterms:language": {"@id": "http://id.loc.gov/vocabulary/iso639-1/en"},
        "dcterms:creator": [{"@type": "foaf:Agent", "foaf:name": c["title"]} for c in about["contributors"]],
        "dcterms:temporal": {
            "@type": "dcterms:PeriodOfTime",
            "dcat:startDate": {"@value": first, "@type": "xsd:date"},
            "dcat:endDate": {"@value": last, "@type": "xsd:date"},
        },
        "dcat:keyword": about["keywords"],
        "dcat:distribution": [
            {
                "@type": "dcat:Distribution",
                "dcterms:title": f.title,
                "dcat:downloadURL": {"@id": f"../{f.address}"},
                "dcat:mediaType": {"@id": f"https://www.iana.org/assignments/media-types/{f.media_type}"},
                "dcat:byteSize": f.size,
                "dcterms:license": licence,
                "spdx:checksum": {
                    "@type": "spdx:Checksum",
                    "spdx:algorithm": {"@id": "spdx:checksumAlgorithm_sha256"},
                    "spdx:checksumValue": f.sha256,
                },
            }
            for f in files
        ],
    }


def write_all(book: Book, files: list[File]) -> None:
    """Write both beside the downloads."""
    put_json("downloads/dataset.jsonld", dataset(book, files, "../"))
    put_json("downloads/dcat.jsonld", dcat(book, files))


def signposts(files: list[File]) -> dict[str, Any]:
    """Return the home page's links for machines: what to cite, what describes the dataset, what it is made of."""
    described = [
        {"rel": "describedby", "href": "downloads/dcat.jsonld", "type": "application/ld+json"},
        {"rel": "describedby", "href": "downloads/dataset.jsonld", "type": "application/ld+json"},
    ]
    described += [
        {"rel": "describedby", "href": f.address, "type": f.media_type} for f in files if "/croissant/" in f.address
    ]
    items = [{"rel": "item", "href": f.address, "type": f.media_type} for f in files if "/croissant/" not in f.address]
    kind = {"rel": "type", "href": "https://schema.org/Dataset"}
    return {"links": [{"rel": "cite-as", "href": "./"}, kind, *described, *items]}
