"""ClaimReview: what a reference decides, by whom it was said, and nothing of what is open."""

from __future__ import annotations

import json
from typing import Any

import pytest

from .conftest import Made


@pytest.fixture(scope="module")
def reviews(made: Made) -> dict[str, dict[str, Any]]:
    found = json.loads((made("claimreview") / "iraqmilitias.claimreview.jsonld").read_text(encoding="utf-8"))
    assert found["@context"] == "https://schema.org"
    return {node["identifier"]: node for node in found["@graph"] if node["@type"] == "ClaimReview"}


def test_claimreview_has_what_a_reference_decides_and_nothing_open(reviews: dict[str, dict[str, Any]]) -> None:
    wrong = {i for i, node in reviews.items() if node["reviewRating"]["alternateName"].startswith("Wrong")}
    decided = {f"cnf-00{n}" for n in ("01", "02", "18", "26", "27", "31", "32", "54", "64")}
    assert wrong == decided
    assert set(reviews) - wrong == {f"cnf-00{n}" for n in ("06", "20", "23", "34", "35")}


def test_claimreview_gives_claim_maker_place_verdict_and_reference(reviews: dict[str, dict[str, Any]]) -> None:
    seats = reviews["cnf-0031"]
    assert seats["@type"] == "ClaimReview"
    assert "28" in seats["claimReviewed"] and seats["claimReviewed"] == seats["itemReviewed"]["text"]
    assert "a loss of 31" in seats["reviewBody"]
    assert seats["itemReviewed"]["author"] == {"@type": "Organization", "name": "Iraq War News"}
    assert seats["itemReviewed"]["appearance"]["url"].endswith("#:~:text=lost%2028")
    assert seats["citation"]["identifier"] == "ref-0044" and seats["citation"]["url"].startswith("https://")
    assert seats["reviewRating"] == {"@type": "Rating", "alternateName": "Wrong: a reference contradicts the line"}
    assert "not checked by a person" in seats["description"]


def test_claimreview_names_speaker_author_or_outlet(reviews: dict[str, dict[str, Any]]) -> None:
    made = {i: node["itemReviewed"]["author"]["name"] for i, node in reviews.items()}
    assert made["cnf-0001"] == "Seth J. Frantzman"  # a printed author
    assert made["cnf-0020"] == "The Baghdad Post"  # the author is only inferred
    assert made["cnf-0006"] == "The Washington Post"  # a speaker
    assert made["cnf-0018"] == "The Baghdad Post"  # the outlet’s wording of another’s words
