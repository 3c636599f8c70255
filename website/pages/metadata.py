"""What programs read: a record as JSON and as schema.org JSON-LD, the dataset as schema.org and DCAT, link relations.

Addresses are relative, so that they are right wherever the site is served.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

from ..markup import Row, put_json
from ..site_data import SiteData

if TYPE_CHECKING:
    from .downloads import File

Json = dict[str, Any]
CONTEXT = "https://schema.org/"
DCAT_CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "prov": "http://www.w3.org/ns/prov#",
    "spdx": "http://spdx.org/rdf/terms#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
SAME_AS = {
    "wikidata": "https://www.wikidata.org/entity/",
    "ofac_uid": "https://sanctionssearch.ofac.treas.gov/Details.aspx?id=",
}


def as_json(site: SiteData, key: str) -> Json:
    """Return a record with its source, line, voice, reports and conflicts, and its line in the files."""
    path, line = site.line_in_file(key)
    place = {"address": f"{key}/", "file": path, "file_line": line, "citation": site.citation(key)}
    return {**place, **site.data.trace(key).to_dict()}


def as_linked_data(site: SiteData, key: str) -> Json:
    """Return a record in schema.org's words; a property without a value is left out."""
    row, table = site.row_of[key], site.table_of[key]
    record: Json = {
        "@context": CONTEXT,
        "@id": f"{key}/",
        "identifier": key,
        "name": site.name(key),
        **PROPERTIES[table](row),
        "isPartOf": {"@type": "Dataset", "@id": "../", "name": site.data.package.descriptor.get("title", "")},
        "sameAs": [f"{address}{row[column]}" for column, address in SAME_AS.items() if row.get(column)],
    }
    if table in ("events", "statements", "figures"):
        source = site.articles[row["source_id"]]
        article = {"@type": "NewsArticle", "@id": f"{row['source_id']}/", "name": source["title"]}
        record["citation"] = {**article, "url": source["url"]}
    return {k: v.isoformat() if isinstance(v, date) else v for k, v in record.items() if v not in (None, "", [])}


def _thing(key: str | None, type_: str) -> dict[str, str] | None:
    return {"@type": type_, "@id": f"{key}/"} if key else None


def _place(row: Row) -> Json:
    located = row["latitude"] is not None
    icao = {"@type": "PropertyValue", "propertyID": "ICAO", "value": row["icao"]} if row.get("icao") else None
    point = {"@type": "GeoCoordinates", "latitude": row["latitude"], "longitude": row["longitude"]}
    return {
        "@type": "Place",
        "description": row["description"],
        "geo": point if located else None,
        "containedInPlace": _thing(row["parent_id"] if "parent_id" in row else row["place_id"], "Place"),
        "additionalProperty": icao,
    }


def _figure(row: Row) -> Json:
    value = {"minValue": row["value_low"], "maxValue": row["value_high"], "unitText": row["unit"]}
    about = {"@type": "QuantitativeValue", **{k: v for k, v in value.items() if v is not None}}
    return {"@type": "Claim", "text": row["printed"], "description": row["description"], "about": about}


def _source(row: Row) -> Json:
    printed = row["author"] and row.get("author_basis") != "inferred"  # schema.org has no word for an inferred one
    return {
        "@type": "NewsArticle",
        "url": row["url"],
        "inLanguage": row["language"],
        "datePublished": row["date_from"] if row["date_from"] == row["date_to"] else None,
        "publisher": {"@type": "Organization", "name": row["publisher"]},
        "author": {"@type": "Person", "name": row["author"]} if printed else None,
    }


PROPERTIES: dict[str, Callable[[Row], Json]] = {
    "events": lambda row: {
        "@type": "Event",
        "description": row["description"],
        "additionalType": row["event_type"],
        "startDate": row["date_from"],
        "endDate": row["date_to"],
        "location": _thing(row["facility_id"] or row["place_id"], "Place"),
        "superEvent": _thing(row["part_of"], "Event"),
    },
    "actors": lambda row: {
        "@type": "Person" if (person := row["actor_type"] == "person") else "Organization",
        "description": row["description"],
        "memberOf" if person else "parentOrganization": _thing(row["parent_id"], "Organization"),
    },
    "places": _place,
    "facilities": _place,
    "statements": lambda row: {
        "@type": "Claim",
        "author": _thing(row["speaker_id"], "Organization"),
        "text": row["paraphrase"],
    },
    "figures": _figure,
    "sources": _source,
    "conflicts": lambda row: {
        "@type": "Comment",
        "text": row["finding"],
        "additionalType": row["kind"],
        "about": _thing(row["record_id"], "Thing"),
    },
    "terms": lambda row: {"@type": "DefinedTerm", "description": row["why"], "alternateName": row["neutral"]},
}


def _time_covered(site: SiteData) -> tuple[str, str]:
    (row,) = site.rows("SELECT min(date_from) AS first, max(date_to) AS last FROM events")
    return row["first"].isoformat(), row["last"].isoformat()


def dataset(site: SiteData, files: list[File], root: str = "") -> Json:
    """Return the schema.org Dataset; `root` leads from its document to the site's root."""
    package = site.data.package
    about = package.descriptor
    creators = [c["title"] for c in about["contributors"] if "creator" in c.get("roles", ())]
    return {
        "@context": CONTEXT,
        "@type": "Dataset",
        "@id": root or "./",
        "name": about["title"],
        "alternateName": package.name,
        "description": about["description"],
        "identifier": {"@type": "PropertyValue", "propertyID": "SHA-256", "value": package.content_hash()},
        "version": package.version,
        "datePublished": str(about["created"])[:10],
        "keywords": about["keywords"],
        "license": about["licenses"][0]["path"],
        "isAccessibleForFree": True,
        "conditionsOfAccess": "public",
        "inLanguage": "en",
        "creator": [{"@type": "Organization", "name": name} for name in creators],
        "publisher": {"@type": "Organization", "name": creators[0]},
        "citation": str(site.data.cite()),
        "temporalCoverage": "/".join(_time_covered(site)),
        "spatialCoverage": {"@type": "Place", "name": "Iraq"},
        "measurementTechnique": "Line-by-line coding of news articles by machine, read again by two machine readings",
        "variableMeasured": sorted({f.name for t in package.tables.values() for f in t.fields}),
        "isBasedOn": [
            {"@type": "NewsArticle", "name": r["title"], "url": r["url"], "publisher": r["publisher"]}
            for r in site.articles.values()
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


def dcat(site: SiteData, files: list[File]) -> Json:
    """Return the DCAT 3 catalogue entry, for a document in downloads/."""
    about = site.data.package.descriptor
    first, last = ({"@value": day, "@type": "xsd:date"} for day in _time_covered(site))
    licence = {"@id": about["licenses"][0]["path"]}
    return {
        "@context": DCAT_CONTEXT,
        "@id": "../",
        "@type": "dcat:Dataset",
        "dcterms:identifier": f"sha256:{site.data.package.content_hash()}",
        "dcterms:title": {"@value": about["title"], "@language": "en"},
        "dcterms:description": {"@value": about["description"], "@language": "en"},
        "dcterms:issued": {"@value": str(about["created"])[:10], "@type": "xsd:date"},
        "dcat:version": site.data.version,
        "dcterms:license": licence,
        "dcterms:accessRights": {"@id": "http://publications.europa.eu/resource/authority/access-right/PUBLIC"},
        "dcterms:publisher": {"@type": "foaf:Agent", "foaf:name": about["contributors"][0]["title"]},
        "prov:wasDerivedFrom": [{"@id": r["url"]} for r in site.articles.values() if r["url"]],
        "prov:wasGeneratedBy": [
            {
                "@type": "prov:Activity",
                "prov:used": {"@id": r["url"]},
                "prov:wasAssociatedWith": {"@type": "prov:Agent", "foaf:name": r["coded_by"]},
                "prov:endedAtTime": {"@value": r["coded_on"].isoformat(), "@type": "xsd:date"},
            }
            for r in site.articles.values()
            if r["url"] and r["coded_on"]
        ],
        "dcterms:language": {"@id": "http://id.loc.gov/vocabulary/iso639-1/en"},
        "dcterms:creator": [{"@type": "foaf:Agent", "foaf:name": c["title"]} for c in about["contributors"]],
        "dcterms:temporal": {"@type": "dcterms:PeriodOfTime", "dcat:startDate": first, "dcat:endDate": last},
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


def catalogues(site: SiteData, files: list[File]) -> None:
    """Write the schema.org Dataset and the DCAT entry beside the downloads."""
    put_json("downloads/dataset.jsonld", dataset(site, files, "../"))
    put_json("downloads/dcat.jsonld", dcat(site, files))


def relations(files: list[File]) -> list[dict[str, str]]:
    """Return the home page's links for programs: what to cite, what describes the dataset, what it is made of."""
    described = [(f"downloads/{name}.jsonld", "application/ld+json") for name in ("dcat", "dataset")]
    described += [(f.address, f.media_type) for f in files if "/croissant/" in f.address]
    items = [(f.address, f.media_type) for f in files if "/croissant/" not in f.address]
    return [
        {"rel": "cite-as", "href": "./"},
        {"rel": "type", "href": "https://schema.org/Dataset"},
        *({"rel": "describedby", "href": href, "type": type_} for href, type_ in described),
        *({"rel": "item", "href": href, "type": type_} for href, type_ in items),
    ]
