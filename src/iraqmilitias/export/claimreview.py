"""ClaimReview: what a reference decides, in schema.org's words for fact-checks; nothing of what is open.

https://schema.org/ClaimReview. A rating has words and no number: nothing here is measured.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ..errors import PackageError
from ..values import printed
from .context import Context, organisation, write_graph

NEEDED = ("claims", "verdicts")
COLUMNS = {  # of our tables that are read beside the views
    "conflicts": ("conflict_id", "record_id", "kind", "finding"),
    "sources": ("source_id", "title", "author", "author_basis", "date_from", "date_to"),
    "bibliography": ("reference_id", "title", "publisher", "date", "url"),
    "actors": ("actor_id", "actor_type"),
}
RATINGS = {
    "contradicted": "Wrong: a reference contradicts the line",
    "explained": "Explained: it is known how it came to be printed, and what is right",
}
# A conflict is about a row's own line (about_id = record_id). Who made the claim is the speaker, but for a quotation's
# wording and its attribution, which are the outlet's own.
DECIDED = """
    SELECT v.conflict_id, v.kind, v.reference_id, k.finding, c.record_id, c.what, c.url, c.publisher, s.title,
        s.date_from, s.date_to,
        CASE WHEN k.kind NOT IN ('wording', 'attribution') THEN c.speaker END AS speaker, a.actor_type,
        CASE WHEN s.author_basis = 'printed' THEN s.author END AS author,
        b.title AS reference, b.publisher AS reference_publisher, b.date AS reference_date, b.url AS reference_url
    FROM verdicts v
    JOIN conflicts k ON k.conflict_id = v.conflict_id AND k.record_id = v.record_id
    JOIN claims c ON c.record_id = v.record_id
    JOIN sources s ON s.source_id = c.source_id
    JOIN bibliography b ON b.reference_id = v.reference_id
    LEFT JOIN actors a ON a.actor_id = c.speaker_id
    WHERE v.kind IN ('contradicted', 'explained')
    ORDER BY v.conflict_id
"""


def write(context: Context, folder: Path) -> dict[str, Any]:
    """Write NAME.claimreview.jsonld; PackageError where the package has no verdicts."""
    if not set(NEEDED) <= set(context.views) or not context.has_ours(COLUMNS):
        raise PackageError(f"{context.package.name}: has no conflicts in the sense of iraqmilitias; export csv")
    found = context.connection.execute(DECIDED)
    names = [column[0] for column in found.description or ()]
    reviews = [context.dataset()]
    reviews += [_review(context, dict(zip(names, row, strict=True))) for row in found.fetchall()]
    write_graph(folder / f"{context.package.name}.claimreview.jsonld", "https://schema.org", reviews)
    return {}


def _review(context: Context, row: dict[str, Any]) -> dict[str, Any]:
    article = {
        "@type": "NewsArticle",
        "headline": row["title"],
        "url": row["url"],
        "publisher": organisation(row["publisher"]),
        "datePublished": _day(row["date_from"], row["date_to"]),
    }
    return {
        "@id": context.identifier(row["conflict_id"]),
        "@type": "ClaimReview",
        "identifier": row["conflict_id"],
        "url": context.identifier(row["record_id"]),
        "isPartOf": {"@id": context.identifier("dataset")},
        "datePublished": context.made.date().isoformat(),
        "author": context.creators(),
        "license": context.licences,
        "claimReviewed": row["what"],
        "itemReviewed": {
            "@type": "Claim",
            "identifier": row["record_id"],
            "text": row["what"],
            "author": _author(row),
            "appearance": article,
        },
        "reviewRating": {"@type": "Rating", "alternateName": RATINGS[row["kind"]]},
        "reviewBody": row["finding"],
        "description": "Found and worded by machine; not checked by a person.",
        "citation": {
            "@type": "CreativeWork",
            "identifier": row["reference_id"],
            "name": row["reference"],
            "publisher": organisation(row["reference_publisher"]),
            "datePublished": printed(row["reference_date"]),
            "url": row["reference_url"],
        },
    }


def _author(row: dict[str, Any]) -> dict[str, Any] | None:
    """Who made the claim: the speaker, else the author that is printed, else the outlet."""
    if row["speaker"]:
        return {"@type": "Person" if row["actor_type"] == "person" else "Organization", "name": row["speaker"]}
    return {"@type": "Person", "name": row["author"]} if row["author"] else organisation(row["publisher"])


def _day(first: Any, last: Any) -> str | None:
    return printed(first) if first == last else None
