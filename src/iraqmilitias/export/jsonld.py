"""JSON-LD: dataset, articles, speakers and claims in schema.org; PROV-O leads from row to line, article and coding."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ..errors import PackageError
from ..values import printed
from .context import FLAT, Context, organisation, texts, write_graph

CONTEXT = {"@vocab": "https://schema.org/", "prov": "http://www.w3.org/ns/prov#"}
TYPES = {"person": ["Person"], "document": ["CreativeWork"], "collective": []}  # any other actor is an Organization
ARTICLE = (
    *("source_id", "title", "author", "author_basis", "publisher", "url", "language", "date_from", "date_to"),
    *("coder_kind", "coded_by", "coded_on"),
)
ACTOR = ("actor_id", "actor_type", "name", "description", "wikidata")
TOLD = ("table_name", "line", "locator", "certainty", "event_id", "event_type", "value_low", "value_high", "unit")
MORE = ("measure", "qualifier", "report_precision", "relayed_by", "in_conflict", "verdict")


def write(context: Context, folder: Path) -> dict[str, Any]:
    """Write NAME.jsonld; PackageError where the package has no claims."""
    if FLAT not in context.views or not context.has_ours({"sources": ARTICLE, "actors": ACTOR}):
        raise PackageError(f"{context.package.name}: has no claims in the sense of iraqmilitias; export parquet or csv")
    write_graph(folder / f"{context.package.name}.jsonld", CONTEXT, _nodes(context))
    return {}


def _nodes(context: Context) -> Iterator[dict[str, Any]]:
    name = context.identifier
    articles = list(context.records("sources"))
    yield _dataset(context, articles)
    for article in articles:
        yield from _article(article, name)
    claims = list(context.records(FLAT))
    speakers = {c["speaker_id"] for c in claims}
    for actor in context.records("actors"):
        if actor["actor_id"] in speakers:
            kind = TYPES.get(actor["actor_type"], ["Organization"])
            yield {
                "@id": name(actor["actor_id"]),
                "@type": [*kind, "prov:Agent"],
                "name": actor["name"],
                "description": actor["description"],
                "sameAs": actor["wikidata"] and f"http://www.wikidata.org/entity/{actor['wikidata']}",
            }
    for article, line in sorted({(c["source_id"], c["line"]) for c in claims if c["line"] is not None}):
        yield {
            "@id": name(f"{article}:{line}"),
            "@type": ["CreativeWork", "prov:Entity"],
            "position": line,
            "isPartOf": {"@id": name(article)},
            "prov:wasDerivedFrom": {"@id": name(article)},
        }
    for claim in claims:
        yield _claim(claim, name)


def _dataset(context: Context, articles: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        **context.dataset(),
        "@type": ["Dataset", "prov:Entity"],
        "description": context.facts()["description"],
        "license": context.licences,
        "usageInfo": context.usage(),
        "keywords": texts(context.package.descriptor.get("keywords")),
        "creator": context.creators(),
        "prov:wasDerivedFrom": [{"@id": context.identifier(a["source_id"])} for a in articles],
    }


def _article(article: dict[str, Any], name: Any) -> Iterator[dict[str, Any]]:
    identifier = article["source_id"]
    yield {
        "@id": name(identifier),
        "@type": ["NewsArticle", "prov:Entity"],
        "headline": article["title"],
        "author": article["author"] and {"@id": name(f"{identifier}-author")},
        "publisher": organisation(article["publisher"]),
        "url": article["url"],
        "inLanguage": article["language"],
        "datePublished": _edtf(article["date_from"], article["date_to"]),
    }
    if article["author"]:
        yield {
            "@id": name(f"{identifier}-author"),
            "@type": ["Person", "prov:Agent"],
            "name": article["author"],
            "description": f"authorship {article['author_basis']}",
        }
    machine = article["coder_kind"] == "machine"
    yield {
        "@id": name(f"{identifier}-coding"),
        "@type": ["prov:Activity", "CreateAction"],
        "prov:used": {"@id": name(identifier)},
        "endTime": printed(article["coded_on"]),
        "prov:wasAssociatedWith": {
            "@id": name(f"{identifier}-coder"),
            "@type": "prov:SoftwareAgent" if machine else "prov:Person",
            "name": article["coded_by"],
        },
    }


def _claim(claim: dict[str, Any], name: Any) -> dict[str, Any]:
    article = claim["source_id"]
    when = "said" if claim["table_name"] == "statements" else "report"
    place = article if claim["line"] is None else f"{article}:{claim['line']}"
    voice = claim["speaker_id"] or (claim["author"] and f"{article}-author")
    return {
        "@id": name(claim["record_id"]),
        "@type": ["Claim", "prov:Entity"],
        "identifier": claim["record_id"],
        "text": claim["what"],
        "author": voice and {"@id": name(voice)},
        "appearance": {"@id": name(article)},
        "url": claim["url"],
        "temporalCoverage": _edtf(claim[f"{when}_from"], claim[f"{when}_to"]),
        "isPartOf": {"@id": name("dataset")},
        "prov:wasDerivedFrom": {"@id": name(place)},
        "prov:wasAttributedTo": voice and {"@id": name(voice)},
        "prov:wasGeneratedBy": {"@id": name(f"{article}-coding")},
        "additionalProperty": [
            {"@type": "PropertyValue", "name": key, "value": claim[key]}
            for key in (*TOLD, *MORE)
            if claim[key] is not None
        ],
    }


def _edtf(first: Any, last: Any) -> str | None:
    if first is None and last is None:
        return None
    return printed(first) if first == last else f"{printed(first) or '..'}/{printed(last) or '..'}"
