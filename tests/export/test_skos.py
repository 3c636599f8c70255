"""The codes as SKOS, read by an RDF library of other people."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import rdflib
from rdflib.namespace import SKOS

from iraqmilitias.dataset import Dataset
from iraqmilitias.errors import PackageError
from iraqmilitias.export import export
from iraqmilitias.package import Package

from ..conftest import FROZEN


def graph_of(data: Dataset, folder: Path) -> rdflib.Graph:
    data.export(folder, "skos")
    return rdflib.Graph().parse(folder / "iraqmilitias.skos.jsonld", format="json-ld")


def test_every_code_of_every_list_is_a_concept_of_its_scheme(tmp_path: Path) -> None:
    data = Dataset(FROZEN)
    graph = graph_of(data, tmp_path / "out")
    expected = sum(
        len(field.constraints.get("enum", ())) for table in data.package.tables.values() for field in table.fields
    ) + len(data.load("event_types"))
    assert len(set(graph.subjects(SKOS.notation))) == expected
    assert {str(s).split("codes/")[-1] for s in graph.objects(None, SKOS.inScheme)} >= {"event_types", "actors.camp"}


def test_a_concept_has_the_meaning_that_its_column_or_row_tells(tmp_path: Path) -> None:
    graph = graph_of(Dataset(FROZEN), tmp_path / "out")

    def meaning(end: str) -> list[str]:
        return [str(d) for s, d in graph.subject_objects(SKOS.definition) if str(s).endswith(end)]

    assert meaning("participants.role/target") == ["aimed at"]
    assert meaning("participants.role/host") == []
    assert meaning("event_types/withdrawal")[0].startswith("Forces leave, hand over sites or are reduced;")


def test_a_package_without_lists_of_codes_is_refused(tmp_path: Path) -> None:
    field = {"name": "id", "type": "string"}
    resource = {"name": "plain", "path": "plain.csv", "profile": "tabular-data-resource", "schema": {"fields": [field]}}
    (tmp_path / "datapackage.json").write_text(
        json.dumps({"name": "plain", "version": "1.0.0", "resources": [resource]})
    )
    (tmp_path / "plain.csv").write_text("id\na\n")
    with pytest.raises(PackageError, match="no column has a list of codes"):
        export(Package(tmp_path), tmp_path / "out", "skos")
