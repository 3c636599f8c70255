"""The table of F-UJI's metrics says what the metadata have, and no more."""

from __future__ import annotations

import json
import re
from importlib import import_module
from typing import Any

import pytest

from iraqmilitias.dataset import Dataset

from ..conftest import ROOT

pytest.importorskip("markdown")
pytestmark = pytest.mark.site
Json = dict[str, Any]


@pytest.fixture(scope="module")
def described() -> tuple[Json, Json]:
    """The schema.org Dataset and the DCAT entry of the site, with one file."""
    site = import_module("website.site_data").SiteData(Dataset(ROOT))
    files = [import_module("website.pages.downloads").File("downloads/x.csv", "x", "text/csv", 9, "0" * 64)]
    metadata = import_module("website.pages.metadata")
    return metadata.dataset(site, files), metadata.dcat(site, files)


def metrics() -> dict[str, str]:
    text = (ROOT / "docs" / "descriptor.run.md").read_text(encoding="utf-8")
    return dict(re.findall(r"^\| (FsF-\S+) \|[^|]+\| (yes|no) \|", text, re.MULTILINE))


def test_all_metrics_of_fuji_are_answered_and_the_one_that_needs_a_doi_is_not_met() -> None:
    found = metrics()
    letters = "".join(sorted(metric[4] for metric in found))
    assert (len(found), letters) == (17, "AAAAFFFFFIIIRRRRR")
    assert [metric for metric, met in found.items() if met == "no"] == ["FsF-F1-02MD"]


def test_core_metadata_are_there(described: tuple[Json, Json]) -> None:
    dataset, _ = described
    core = ("creator", "name", "identifier", "publisher", "datePublished", "@type", "description", "keywords")
    assert all(dataset[name] for name in core)
    assert dataset["identifier"]["value"] == Dataset(ROOT).package.content_hash()
    assert not re.search(r"doi\.org|\b10\.\d{4}", json.dumps(described))


def test_access_licence_and_content_are_there(described: tuple[Json, Json]) -> None:
    dataset, dcat = described
    assert dataset["isAccessibleForFree"] is True and dcat["dcterms:accessRights"]["@id"].endswith("/PUBLIC")
    assert dataset["license"] == dcat["dcterms:license"]["@id"] == "https://creativecommons.org/licenses/by/4.0/"
    (file,) = dataset["distribution"]
    assert {"contentUrl", "contentSize", "encodingFormat", "sha256"} <= set(file)
    assert "figure_id" in dataset["variableMeasured"]


def test_vocabularies_relations_and_provenance_are_there(described: tuple[Json, Json]) -> None:
    dataset, dcat = described
    assert {"dcat", "dcterms", "prov", "spdx"} <= set(dcat["@context"])
    articles = {row["url"] for row in Dataset(ROOT).rows("sources")}
    assert {one["@id"] for one in dcat["prov:wasDerivedFrom"]} == articles
    assert {one["url"] for one in dataset["isBasedOn"]} == articles
    assert {one["prov:used"]["@id"] for one in dcat["prov:wasGeneratedBy"]} == articles


def test_dcat_entry_is_read_as_a_graph_with_its_provenance(described: tuple[Json, Json]) -> None:
    rdflib = import_module("rdflib")
    graph = rdflib.Graph().parse(data=json.dumps(described[1]), format="json-ld", publicID="https://example.org/x/")
    prov = rdflib.Namespace("http://www.w3.org/ns/prov#")
    made = [graph.value(one, prov.used) for one in graph.objects(None, prov.wasGeneratedBy)]
    assert len(made) == len(set(graph.objects(None, prov.wasDerivedFrom))) == len(Dataset(ROOT).rows("sources"))
